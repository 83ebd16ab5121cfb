"""JSON Lines: one record a line.

Decides how a value becomes a line (UTF-8, keys in the order of the schema, no escaping of
letters) and what a line must be to be read back as a record.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import jsonlines
import orjson

from quotes.documents import Document, Failure
from quotes.errors import InputError
from quotes.records import SCHEMA_VERSION, QuoteRecord
from quotes.terminal import encodable


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
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield read_record(line, path, number)


def read_record(line: bytes, path: str, number: int) -> QuoteRecord:
    """One line's record; raises InputError like `read_records`."""
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
