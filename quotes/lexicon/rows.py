"""Decides what a well-formed row of a list is: tabs between cells, none empty, no key twice.

A list is UTF-8 text: comment lines open with `#`, the first other line names the columns, and
every row after it holds as many cells. A refused row is told by file and line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar, get_args

from quotes.errors import LexiconError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list, by column; it can say where it stands when refused."""

    path: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def choice(self, column: str, allowed: object) -> str:
        """The cell, which must be one of a Literal's values."""
        return self._one_of(column, self.cells[column], allowed)

    def optional(self, column: str, allowed: object) -> str | None:
        """The same, or None for a dash."""
        return None if self.cells[column] == "-" else self.choice(column, allowed)

    def several(self, column: str, allowed: object = None) -> tuple[str, ...]:
        """The cell's values between commas; a dash for none."""
        values = tuple(v for v in self.cells[column].split(",") if v != "-")
        return values if allowed is None else tuple(
            self._one_of(column, value, allowed) for value in values)

    def share(self, column: str) -> float:
        try:
            value = float(self.cells[column])
        except ValueError:
            raise self.refuse(f"{column} {self.cells[column]!r} is no number") from None
        if not 0 <= value <= 1:
            raise self.refuse(f"{column} {value} is outside 0..1")
        return value

    def count(self, column: str) -> int:
        if not self.cells[column].isdecimal():
            raise self.refuse(f"{column} {self.cells[column]!r} is no whole number")
        return int(self.cells[column])

    def refuse(self, message: str) -> LexiconError:
        return LexiconError(message, path=self.path, line=self.line)

    def _one_of(self, column: str, value: str, allowed: object) -> str:
        if value not in get_args(allowed):
            raise self.refuse(f"{column} {value!r} is none of {', '.join(get_args(allowed))}")
        return value


def read_rows(lines: Iterable[str], path: str) -> Iterator[Row]:
    """Rows of a list: tabs between cells, the first line that is no comment is the header.

    Raises LexiconError where a row has too many or too few cells, or an empty one.
    """
    header: list[str] = []
    for number, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        if line.startswith("#") or not line.strip():
            continue
        if not header:
            header = cells
            continue
        row = Row(path, number, dict(zip(header, cells, strict=False)))
        if len(cells) != len(header) or not all(map(str.strip, cells)):
            raise row.refuse(f"needs {len(header)} cells, none empty ({', '.join(header)})")
        yield row


def read_entries(lines: Iterable[str], path: str, make: Callable[[Row], T],
                 key: Callable[[T], str]) -> dict[str, T]:
    """The entries of a list by key, in its order.

    Raises LexiconError for a row that `make` refuses or that repeats another's key.
    """
    entries: dict[str, T] = {}
    for row in read_rows(lines, path):
        entry = make(row)
        if entries.setdefault(key(entry), entry) is not entry:
            raise row.refuse(f"{key(entry)!r} is listed twice; keep one of the rows")
    return entries


# The words of a document are asked for many times each, by many lists.
@lru_cache(maxsize=1 << 16)
def fold(form: str) -> str:
    """The key of a word in the lists: lower case, plain apostrophes, no abbreviation dots.

    >>> fold("Lt. Gen."), fold("U.N."), fold("O\\u2019Neil")
    ('lt gen', 'un', "o'neil")
    """
    plain = form.replace("\u2019", "'").replace(".", "")
    return " ".join(plain.casefold().split())
