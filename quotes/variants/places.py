"""Decides which rows of one document are one place, and which of them is told.

Of several records of the same words the innermost says who spoke; what is reported inside a
quotation is a part of that quotation.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from itertools import accumulate

from quotes.variants.gathering import Rows


def places(rows: Rows, joined: Sequence[int]) -> list[int]:
    """Who is told of rows that were joined; nobody if all are one place of one document."""
    by_document: dict[int, list[int]] = {}
    for row in joined:
        by_document.setdefault(int(rows.document[row]), []).append(row)
    kept = [row for some in by_document.values() for place in _overlapping(rows, some)
            for row in _told(rows, place)]
    return kept if len(by_document) > 1 or _are_apart(rows, joined) else []


def _are_apart(rows: Rows, joined: Sequence[int]) -> bool:
    """Whether the rows of one document are more than one place."""
    spans = sorted((int(rows.start[row]), int(rows.end[row])) for row in joined)
    ends = accumulate((end for _, end in spans), max)
    return any(start >= end for (start, _), end in zip(spans[1:], ends, strict=False))


def _overlapping(rows: Rows, some: Sequence[int]) -> list[list[int]]:
    """The rows of one document, those together that overlap, or that one overlaps with both."""
    found: list[list[int]] = []
    last = -1
    for row in sorted(some, key=lambda r: (int(rows.start[r]), int(rows.end[r]), r)):
        if not found or rows.start[row] >= last:
            found.append([])
            last = -1
        found[-1].append(row)
        last = max(last, int(rows.end[row]))
    return found


def _told(rows: Rows, joined: Sequence[int]) -> list[int]:
    """Of rows about one place of a document, those that say something of their own.

    A longer row does if none inside it has half of its words; it then takes the place of the
    reported ones inside it, if it stands in marks.
    """
    if len(joined) == 1:
        return list(joined)
    kept = _Kept(rows)
    known = {int(rows.ident[row]) for row in joined}
    inner = {row for row in joined if int(rows.parent[row]) in known}
    for row in sorted(joined, key=lambda r: (int(rows.end[r] - rows.start[r]), r not in inner,
                                             rows.voice(r) is None, r)):
        if not kept.has_half_of(row):
            if rows.marked[row]:
                kept.drop_reported(row)
            kept.add(row)
    return list(kept.rows)


class _Kept:
    """Rows of one place in shelves by their length in words, each twice that of the one before.

    Of two rows of one shelf each has half of the other's words, so that those kept don't overlap;
    in the order of their starts the ones that overlap another row are found at once.
    """

    def __init__(self, rows: Rows) -> None:
        self.rows: dict[int, None] = {}
        self._all = rows
        self._shelves: dict[int, list[tuple[int, int, int]]] = {}

    def add(self, row: int) -> None:
        self.rows[row] = None
        insort(self._shelves.setdefault(self._shelf(row), []), self._entry(row))

    def has_half_of(self, row: int) -> bool:
        """Whether one of those that overlap a row has half of its words or more."""
        length = self._all.length
        return any(2 * length[other] >= length[row]
                   for shelf, entries in self._shelves.items() if shelf >= self._shelf(row) - 1
                   for _, _, other in entries[self._over(entries, row)])

    def drop_reported(self, row: int) -> None:
        """Take out those that overlap a row and stand in no marks."""
        for entries in self._shelves.values():
            over = self._over(entries, row)
            for _, _, other in entries[over]:
                if not self._all.marked[other]:
                    del self.rows[other]
            entries[over] = [entry for entry in entries[over] if entry[2] in self.rows]

    def _shelf(self, row: int) -> int:
        return int(self._all.length[row]).bit_length()

    def _entry(self, row: int) -> tuple[int, int, int]:
        return int(self._all.start[row]), int(self._all.end[row]), row

    def _over(self, entries: Sequence[tuple[int, int, int]], row: int) -> slice:
        """Where those of one shelf lie that overlap a row."""
        start, end, _ = self._entry(row)
        first = bisect_left(entries, (start,))
        if first and entries[first - 1][1] > start:
            first -= 1
        return slice(first, bisect_left(entries, (end,), first))
