"""JSON Lines: one object a line is one document, read line by line.

A line that is broken is a failure and the next one is read all the same; only a file that
holds one JSON value over many lines is refused whole, with a word on how to turn it into lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from quotes.documents import Document, Failure
from quotes.errors import InputError
from quotes.readers.decoding import Line, Stream, lines
from quotes.readers.fields import Layout, failure, to_document

# An emoji is one character and, escaped as two surrogates, twelve bytes of JSON.
_BYTES_PER_CHAR = 12
_OTHER_FIELDS = 1 << 20  # bytes of a line beside its text

_SPREAD_OUT = ("one JSON value over many lines; write one object a line "
               "(jq -c . FILE, or jq -c '.[]' FILE for a list)")


def read_jsonl(stream: Stream, name: str, layout: Layout) -> Iterator[Document | Failure]:
    """The documents of a stream; an id that a line lacks is `name:line`."""
    first = True
    for line in lines(stream, _BYTES_PER_CHAR * layout.max_chars + _OTHER_FIELDS):
        if not line.problem and not line.text.strip():
            continue
        if first and line.text.strip() in ("{", "["):
            raise InputError(_SPREAD_OUT, line=line.number)
        first = False
        try:
            yield to_document(_object(line), name, line.number, layout)
        except InputError as error:
            yield failure(error, name, line.number)


def _object(line: Line) -> dict[str, Any]:
    if line.problem:
        raise InputError(line.problem)
    try:
        value = orjson.loads(line.text)
    except orjson.JSONDecodeError as error:
        raise InputError(_broken(error)) from None
    if not isinstance(value, dict):
        raise InputError("the line is no JSON object; write one object a line, with the text in "
                         "a field of it (jq -c '.[]' FILE for a list)")
    return value


def _broken(error: orjson.JSONDecodeError) -> str:
    if "surrogate" in error.msg:
        return ("half of a surrogate pair (\\ud800 to \\udfff) stands alone, which is no "
                "character; decode the text anew from its bytes")
    return f"broken JSON at column {error.colno} ({error.msg}); write one whole object a line"
