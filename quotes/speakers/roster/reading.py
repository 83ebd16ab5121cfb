"""How a roster is read: JSON Lines or CSV, by what it begins with.

Decides which columns must be there and that a roster is whole or not read: the first broken
row is an error that names file, line and remedy, since a person left out in silence would be
missed by nobody. Columns of other names are for people, and passed over.
"""

from __future__ import annotations

import csv
import difflib
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import orjson

from quotes.errors import InputError
from quotes.readers.decoding import decode
from quotes.records import Kind
from quotes.speakers.roster.cells import COLUMNS, clean, several, unguarded
from quotes.speakers.roster.entries import RosterEntry
from quotes.speakers.roster.linking import Roster

_NEEDED = ("id", "name")
_SEPARATORS = ",;\t"  # spreadsheets of many countries write semicolons
_KINDS: tuple[Kind, ...] = get_args(Kind)
_LONGEST_CELL = 1 << 20  # characters: aliases of one person take far less


def read_roster(path: str | os.PathLike[str]) -> Roster:
    """The roster in a file. Raises InputError where it can't be read, or a row is broken."""
    name = os.fspath(path)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"the roster can't be read: {error.strerror or error}; check the path "
                         "and its permissions", path=name) from None
    return Roster(read_entries(data, name))


def read_entries(data: bytes, name: str) -> list[RosterEntry]:
    """The entries of a roster's bytes, in their order; `name` is for messages."""
    try:
        text = decode(data)
    except InputError as error:
        raise InputError(f"{error.message}; a roster is CSV or JSON Lines", path=name,
                         line=error.line) from None
    text = text.removeprefix("\ufeff")
    rows = _json_rows if text.lstrip()[:1] in ("{", "[") else _csv_rows
    return list(_entries(rows(text), name))


Row = tuple[int, Mapping[str, Any]]


def _entries(rows: Iterator[Row], name: str) -> Iterator[RosterEntry]:
    line_of: dict[str, int] = {}
    while True:
        try:
            found = next(rows, None)
        except InputError as error:
            raise InputError(error.message, path=name, line=error.line) from None
        if found is None:
            return
        line, fields = found
        try:
            entry = _entry(fields)
        except InputError as error:
            raise InputError(error.message, path=name, line=line) from None
        first = line_of.setdefault(entry.id, line)
        if first != line:
            raise InputError(f"the id {entry.id!r} is also that of line {first}; give each entry "
                             "its own, and one person's names as aliases", path=name, line=line)
        yield entry


def _entry(fields: Mapping[str, Any]) -> RosterEntry:
    return RosterEntry(_one(fields, "id"), _one(fields, "name"), _many(fields, "aliases"),
                       _kind(fields.get("kind")), _many(fields, "roles"))


def _one(fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and key == "id":
        value = str(value)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{key!r} is not text; put it in quotation marks")
    if not clean(value or ""):
        raise InputError(f"the entry has no {key}; give it one, or take the line out")
    return clean(value or "")


def _many(fields: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = fields.get(key)
    if value is None or isinstance(value, str):
        return several(value or "")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(dict.fromkeys(clean(item) for item in value if clean(item)))
    raise InputError(f"{key!r} is no list of texts; write [\"one\", \"another\"]")


def _kind(value: object) -> Kind:
    kind = clean(value).lower() if isinstance(value, str) else value
    if kind is None or kind == "":
        return "unknown"
    if kind not in _KINDS:
        raise InputError(f"unknown kind {value!r}; it is one of {', '.join(_KINDS)}, or empty")
    return kind


# --- JSON Lines


def _json_rows(text: str) -> Iterator[Row]:
    for line, row in enumerate(text.split("\n"), 1):
        if row.strip():
            yield line, _object(row, line)


def _object(row: str, line: int) -> Mapping[str, Any]:
    try:
        value = orjson.loads(row)
    except orjson.JSONDecodeError as error:
        raise InputError(f"broken JSON at column {error.colno} ({error.msg}); write one whole "
                         "object a line (jq -c . FILE, or jq -c '.[]' FILE for a list)",
                         line=line) from None
    if not isinstance(value, dict):
        raise InputError("the line is no JSON object; write one object a line (jq -c '.[]' FILE "
                         "for a list)", line=line)
    _check_names(value, line, "field")
    return value


def _check_names(names: Iterable[str], line: int, what: str) -> None:
    """Refuse a name that is one of ours but for a slip: its values would be lost in silence."""
    present = list(names)
    missing = [name for name in COLUMNS if name not in present]
    for name in present:
        near = difflib.get_close_matches(name.lower(), missing, n=1, cutoff=0.75)
        if name not in COLUMNS and near:
            raise InputError(f"{what} {name!r}: did you mean {near[0]!r}? Rename it", line=line)


# --- CSV


def _csv_rows(text: str) -> Iterator[Row]:
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    separator = _separator(text)
    rows = _numbered(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    line, header = next(rows, (1, []))
    header = [clean(name) for name in header]
    _check_header(header, line)
    for line, row in rows:
        if len(row) != len(header):
            raise InputError(f"the row has {len(row)} fields and the header {len(header)}; put "
                             "quotation marks around a field with separators or line ends",
                             line=line)
        cells = dict(zip(header, row, strict=True))
        yield line, {**cells, **{key: unguarded(clean(cells[key])) for key in _NEEDED}}


def _separator(text: str) -> str:
    """Whichever gives the header the columns that must be there; a comma if none does."""
    first = next((line for line in io.StringIO(text, newline="") if line.strip()), "")
    return next((mark for mark in _SEPARATORS if {*_NEEDED} <= {*_names(first, mark)}), ",")


def _names(line: str, separator: str) -> list[str]:
    return [clean(name) for name in next(csv.reader([line], delimiter=separator), [])]


def _numbered(rows: Any) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds something with the line that it begins on."""
    line = 1
    while True:
        try:
            row: list[str] | None = next(rows, None)
        except csv.Error as error:
            raise InputError(_broken(str(error)), line=line) from None
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield line, row
        line = rows.line_num + 1


def _broken(message: str) -> str:
    if "unexpected end" in message or "field larger" in message:
        return "broken row: a quotation mark is never closed; close it, or double one in a name"
    return (f"broken row ({message}); put quotation marks around a field with separators, "
            "quotation marks or line ends, and double each mark inside")


def _check_header(header: Sequence[str], line: int) -> None:
    _check_names(header, line, "column")
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        raise InputError(f"no column {missing[0]!r}; the first line names the columns "
                         f"({', '.join(COLUMNS)}), separated by commas, semicolons or tabs",
                         line=line)
    twice = next((name for name in COLUMNS if header.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"two columns are called {twice!r}; rename one", line=line)
