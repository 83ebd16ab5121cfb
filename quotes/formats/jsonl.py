"""JSON Lines: one record a line.

Decides how a value becomes a line (UTF-8, keys in the order of the schema, no escaping of
letters) and what a line must be to be read back as a record. A byte order mark of UTF-8, which some
editors write, is passed over.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import jsonlines
import orjson

from quotes.documents import Document, Failure
from quotes.errors import InputError
from quotes.records import SCHEMA_VERSION, QuoteRecord
from quotes.terminal import encodable

# JSON in UTF-16 has a zero in every other byte, in UTF-8 none at all; a third allows for other
# scripts in it.
_ZERO_SHARE = 1 / 3


def encode(values: Iterable[Mapping[str, Any]]) -> bytes:
    """The values as whole lines.

    >>> encode([{"id": "a", "text": "caf\u00e9"}]).decode()
    '{"id":"a","text":"caf\u00e9"}\\n'
    """
    buffer = io.BytesIO()
    with jsonlines.Writer(buffer, dumps=_dumps) as writer:
        writer.write_all(values)
    return buffer.getvalue()


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode("utf-8")


def encode_records(records: Iterable[QuoteRecord]) -> bytes:
    """One document's records as whole lines; no records, no lines."""
    return encode(record.model_dump(mode="json") for record in records)


def encode_document(document: Document) -> bytes:
    """The exact text that the offsets of the document's records refer to."""
    return encode([{"id": encodable(document.id), "text": document.text}])


def encode_failure(failure: Failure) -> bytes:
    return encode([failure_fields(failure)])


def failure_fields(failure: Failure) -> dict[str, Any]:
    """A failure as it is written; a file name that isn't UTF-8 is spelt with escapes."""
    return {
        "id": encodable(failure.id),
        "path": None if failure.path is None else encodable(failure.path),
        "line": failure.line,
        "error": encodable(failure.error),
    }


def read_records(lines: Iterable[bytes], path: str) -> Iterator[QuoteRecord]:
    """The records of a file, blank lines passed over.

    Raises InputError, with the line's number, for a line that is no record, or a record of
    another major version of the schema.
    """
    for number, line in filled(lines):
        yield read_record(line, path, number)


def filled(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that aren't blank, each with its number, without a byte order mark of UTF-8.

    >>> list(filled([b"\\xef\\xbb\\xbf{}\\n", b" \\n", b"{}"]))
    [(1, b'{}\\n'), (3, b'{}')]
    """
    for number, line in enumerate(lines, 1):
        bare = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if bare.strip():
            yield number, bare


def read_record(line: bytes, path: str, number: int) -> QuoteRecord:
    """One line's record; raises InputError like `read_records`."""
    if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) \
            or line.count(0) > _ZERO_SHARE * len(line):
        raise InputError("in UTF-16, and records are UTF-8; save the file as UTF-8 "
                         "(iconv -f UTF-16 -t UTF-8)", path=path, line=number)
    try:
        record = QuoteRecord.model_validate_json(line)
    except ValueError as error:
        raise InputError(_complaint(error), path=path, line=number) from None
    if record.schema_version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise InputError(
            f"a record of schema {record.schema_version}, and this program reads "
            f"{SCHEMA_VERSION}; use the release of quotes that wrote it",
            path=path,
            line=number,
        )
    return record


def _complaint(error: ValueError) -> str:
    """The first of pydantic's complaints: a line with the field, if any, one with the reason."""
    _, *lines = str(error).splitlines()
    end = next((i for i, line in enumerate(lines) if " [type=" in line), 0)
    reason = ": ".join(line.partition(" [type=")[0].strip() for line in lines[: end + 1])
    return f"not a quote record ({reason}); give a file that 'quotes extract' wrote"
