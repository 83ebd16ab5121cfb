"""Parquet: the records as a typed table, for pandas, DuckDB, Spark and R.

Decides which type a field of the record has there. Lists and objects stay what they are; what has
no fixed keys (`evidence.features`, `verification.tiers`, and in `more` whatever a later version
of the schema or another program added to the record) is JSON in a string. Needs pyarrow.
"""

from __future__ import annotations

import io
import types
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import orjson

from quotes.errors import UsageError
from quotes.records import QuoteRecord, VerifiedRecord

if TYPE_CHECKING:
    import pyarrow as pa

NEEDS_TEXT = False

# A row group is held in memory twice, as values and as columns; a thousand records are about 10 MB,
# and still enough for columns to be compressed well.
_ROWS_TOGETHER = 1000
_MORE = "more"
_PLAIN = {str: "string", int: "int64", float: "float64", bool: "bool_"}


def export(records: Iterable[QuoteRecord], texts: Mapping[str, str]) -> Iterator[bytes]:
    """The file as it grows: a row group of a thousand records is one chunk, the footer the last.

    Raises UsageError where pyarrow is not installed.
    """
    arrow = _arrow()
    from pyarrow.parquet import ParquetWriter

    columns = schema()
    sink = _Chunks()
    rows = iter(records)
    with ParquetWriter(arrow.PythonFile(sink, "w"), columns, compression="zstd") as writer:
        while chunk := list(islice(rows, _ROWS_TOGETHER)):
            writer.write_table(arrow.Table.from_pylist(list(map(_row, chunk)), columns))
            yield sink.taken()
    yield sink.taken()


class _Chunks(io.RawIOBase):
    """What is written, until it is taken away."""

    def __init__(self) -> None:
        super().__init__()
        self._bytes = bytearray()
        self._at = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._bytes += data
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def taken(self) -> bytes:
        taken = bytes(self._bytes)
        self._bytes.clear()
        return taken


def schema() -> pa.Schema:
    """The columns: a field of the record each, `verification`, and `more`."""
    arrow = _arrow()
    fields = [arrow.field(name, _type(field.annotation))
              for name, field in VerifiedRecord.model_fields.items()]
    return arrow.schema([*fields, arrow.field(_MORE, arrow.string())])


def _arrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise UsageError("Parquet is written by pyarrow, which is not installed: "
                         "pip install 'quotes-attribution[parquet]'") from None
    return pyarrow


def _type(annotation: Any) -> Any:
    """The type of a column that holds what the annotation says."""
    arrow = _arrow()
    origin, args = get_origin(annotation), get_args(annotation)
    if annotation in _PLAIN:
        return getattr(arrow, _PLAIN[annotation])()
    if origin is Literal:
        return arrow.string()
    if origin in (Union, types.UnionType):
        [inner] = [arg for arg in args if arg is not type(None)]
        return _type(inner)
    if origin in (list, tuple):
        return arrow.list_(_type(args[0]))
    if hasattr(annotation, "model_fields"):
        return arrow.struct([arrow.field(name, _type(field.annotation))
                             for name, field in annotation.model_fields.items()])
    return arrow.string()  # JSON


def _row(record: QuoteRecord) -> dict[str, Any]:
    row: dict[str, Any] = record.model_dump(mode="json")
    more = {key: row.pop(key) for key in list(row) if key not in VerifiedRecord.model_fields}
    row["evidence"]["features"] = _json(row["evidence"].get("features"))
    if row.get("verification"):
        row["verification"] |= {"tiers": _json(row["verification"].get("tiers"))}
    row[_MORE] = _json(more or None)
    return row


def _json(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()
