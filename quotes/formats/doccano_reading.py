"""doccano's export read back, with the marks that people made there.

Decides what a line must be, and that every offset lies in the text and within no character.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from quotes.documents import Failure
from quotes.errors import InputError
from quotes.formats.annotation import LABELS, AnnotatedText, Link, Mark, Warn, together
from quotes.formats.units import Units
from quotes.text import Span

_REMEDY = "give what doccano exports as JSONL(relation)"


def read(data: bytes, path: str, warn: Warn) -> Iterator[AnnotatedText | Failure]:
    """The documents of an export, a line each."""
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            yield _read_line(line, path, number, warn)


def _read_line(line: bytes, path: str, number: int, warn: Warn) -> AnnotatedText | Failure:
    try:
        return _example(orjson.loads(line), path, number, warn)
    except InputError as error:
        return Failure(path, error.message, path=path, line=number)
    except ValueError as error:
        return Failure(path, f"not JSON ({error}); {_REMEDY}", path=path, line=number)


def _example(row: Any, path: str, number: int, warn: Warn) -> AnnotatedText:
    if not isinstance(row, Mapping) or not isinstance(row.get("text"), str):
        raise InputError(f"no text in it; {_REMEDY}")
    if "entities" not in row or "relations" not in row:
        raise InputError("it lacks entities or relations, without which nobody knows which marks "
                         f"belong together; {_REMEDY}, from a project that allows relations")
    units = Units(row["text"])
    marks = [_mark(each, row["text"], units) for each in row["entities"]]
    known = [mark for mark in marks if mark.label in LABELS]
    for label in sorted({mark.label for mark in marks} - set(LABELS)):
        warn(f"{path}:{number}: marks {label} are passed over; there are {', '.join(LABELS)}")
    links = [_link(each) for each in row["relations"]]
    whole, joined = together(known, links)
    document, entries = row.get("document"), row.get("records")
    return AnnotatedText(path, row["text"], whole, joined,
                         document if isinstance(document, Mapping) else None,
                         [str(each) for each in entries] if isinstance(entries, list) else (),
                         words_only=True, line=number)


def _mark(entity: Any, text: str, units: Units) -> Mark:
    try:
        number, label = int(entity["id"]), str(entity["label"])
        start, end = (units.code_point(int(entity[key])) for key in ("start_offset", "end_offset"))
    except (KeyError, TypeError, ValueError):
        raise InputError(f"an entity without id, label, start_offset or end_offset; {_REMEDY}"
                         ) from None
    if start is None or end is None or not start < end:
        raise InputError(
            f"entity {number} ({label}) at {entity['start_offset']}-{entity['end_offset']} lies "
            f"outside the text of {units.unit(len(text))} code units, or within a character; "
            "mark it again, in a project that doesn't count graphemes as one character")
    return Mark(number, label, (Span(start, end),))


def _link(relation: Any) -> Link:
    try:
        return Link(str(relation["type"]), int(relation["from_id"]), int(relation["to_id"]))
    except (KeyError, TypeError, ValueError):
        raise InputError(f"a relation without type, from_id or to_id; {_REMEDY}") from None
