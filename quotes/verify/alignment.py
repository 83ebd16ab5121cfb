"""Decides which words of a source a quotation's words stand for.

The cheapest way through a window of the source, by dynamic programming (semi-global alignment with
affine gaps: the source before and after costs nothing; Gotoh 1982). An ellipsis may skip, brackets
may replace a few words, for next to nothing; all else costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
ColumnKind = Literal["equal", "replaced", "dropped", "added", "skipped", "group"]

# One word replaced or added costs 1. Dropping costs a little less, so that "we won't" for "we will
# not" keeps its *we*. A run of dropped words is one decision, so each further word costs less
# still: else a long clause left out would look dearer than the rest of the quotation.
_ADD, _DROP_FIRST, _DROP_MORE = 1.0, 0.95, 0.4
# The first and the last word were chosen as such: where they stand some words further off, what
# lies between was dropped, rather than they replaced by what stands nearest.
_EDGE = 1.0
# Of two ways, that which skips less; small enough never to outweigh a word.
_SKIP = 0.0005
_REPLACE_IN_BRACKETS = 0.01
SAME_IN_BRACKETS = -0.02
# Words that brackets may stand for: "[the mayor] said" for "that man over there said".
MOST_REPLACED = 10

_ALIKE = 1e-4  # sums of costs are as exact as that

_DIAGONAL, _UP, _GROUP = 1, 2, 3


class Column(NamedTuple):
    """Source words that stand for elements of the quotation: half-open ranges of both."""

    kind: ColumnKind
    source: tuple[int, int]
    elements: tuple[int, int]


class Row(NamedTuple):
    """An element: what each word of the window costs in its stead, or the ids in its brackets."""

    costs: Floats | None
    group: tuple[int, ...] = ()


class Path(NamedTuple):
    """A way through a window, its cost, and how many ways elsewhere in it cost as little."""

    cost: float
    columns: tuple[Column, ...]
    equal_ends: int


def align(rows: Sequence[Row], window: NDArray[np.int32], asides: NDArray[np.bool_],
          gaps: frozenset[int]) -> Path:
    """The cheapest way of the rows through the window; places count from the window's start.

    `asides`: words of the source that are nobody's (stage directions), free to leave out. `gaps`:
    the boundaries between rows where an ellipsis stands.
    """
    return _Grid(rows, window, asides, gaps).path()


class _Grid:
    """What each cell costs, and whence it was reached."""

    def __init__(self, rows: Sequence[Row], window: NDArray[np.int32],
                 asides: NDArray[np.bool_], gaps: frozenset[int]) -> None:
        self._rows, self._window, self._gaps = rows, window, gaps
        shape = len(rows) + 1, len(window) + 1
        self._moves = np.zeros(shape, dtype=np.int8)
        self._replaced: dict[int, NDArray[np.int8]] = {}  # by brackets, in their rows
        self._dropped = np.full(shape, -1, dtype=np.int32)  # where the run of dropped words begins
        self._skipped: dict[int, NDArray[np.int32]] = {}  # in rows before an ellipsis
        free = np.where(asides, 0.0, _DROP_MORE)
        self._drop = np.concatenate([[0.0], np.cumsum(free)]).astype(np.float32)
        first = np.where(asides, 0.0, _DROP_FIRST - _DROP_MORE)
        self._open = np.concatenate([first, [_DROP_FIRST]]).astype(np.float32)
        self._skip = (np.arange(shape[1]) * _SKIP).astype(np.float32)
        self._columns = np.arange(shape[1], dtype=np.int32)
        costs = np.zeros(shape[1], dtype=np.float32)
        for number, row in enumerate(rows, 1):
            costs = self._next(number, row, costs)
        self._last = costs

    def _next(self, number: int, row: Row, above: Floats) -> Floats:
        costs = self._grouped(number, row, above) if row.costs is None \
            else self._matched(number, row.costs, above)
        if number == len(self._rows):  # what follows the quotation is none of its concern
            return costs
        costs = self._reached(costs + self._open - self._drop, costs, self._drop,
                              self._dropped[number])
        if number in self._gaps:
            self._skipped[number] = np.full(len(costs), -1, dtype=np.int32)
            costs = self._reached(costs - self._skip, costs, self._skip, self._skipped[number])
        return costs

    def _matched(self, number: int, row: Floats, above: Floats) -> Floats:
        edge = _EDGE if number in (1, len(self._rows)) and len(self._rows) > 1 else 0.0
        added = above + np.float32(_ADD + edge)
        row = np.where(row < _ADD, row, row + np.float32(edge))
        diagonal = np.concatenate([[np.inf], above[:-1] + row]).astype(np.float32)
        better = diagonal <= added
        self._moves[number] = np.where(better, _DIAGONAL, _UP)
        return np.where(better, diagonal, added)

    def _grouped(self, number: int, row: Row, above: Floats) -> Floats:
        """Brackets stand for none to a few words; best for the same words."""
        self._moves[number] = _GROUP
        self._replaced[number] = np.zeros(len(above), dtype=np.int8)
        best = above.copy()
        for count in range(1, min(MOST_REPLACED, len(above) - 1) + 1):
            costs = np.full_like(above, np.inf)
            costs[count:] = above[:-count] + np.float32(_REPLACE_IN_BRACKETS * count)
            if count == len(row.group):
                same = np.ones(len(self._window) - count + 1, dtype=bool)
                for at, word in enumerate(row.group):
                    same &= self._window[at:at + len(same)] == word
                costs[count:][same] = above[:-count][same] + np.float32(SAME_IN_BRACKETS)
            better = costs < best
            self._replaced[number][better] = count
            best = np.where(better, costs, best)
        return best

    def _reached(self, starts: Floats, costs: Floats, ahead: Floats,
                 origins: NDArray[np.int32]) -> Floats:
        """Each cell's cost where it may also be reached along the row from an earlier one."""
        lowest = np.minimum.accumulate(starts)
        whence = np.maximum.accumulate(np.where(starts <= lowest, self._columns, 0))
        along = np.concatenate([[np.inf], lowest[:-1] + ahead[1:]]).astype(np.float32)
        better = along < costs - 1e-6
        origins[better] = np.concatenate([[0], whence[:-1]])[better]
        return np.where(better, along, costs)

    def path(self) -> Path:
        end = int(np.argmin(self._last))
        cost = float(self._last[end])
        # Rather replaced than added: what stands there instead is what a reader asks.
        while end < len(self._window) and self._last[end + 1] <= cost + _ALIKE \
                and not (self._moves[-1][end] == _DIAGONAL and self._is_equal(-1, end - 1)):
            end += 1
        columns: list[Column] = []
        number, at = len(self._rows), end
        while number:
            number, at = self._back(number, at, columns)
        return Path(cost, tuple(reversed(columns)), self._equal_ends(cost))

    def _back(self, number: int, at: int, columns: list[Column]) -> tuple[int, int]:
        """One row up, the columns on the way added in reverse."""
        ways: tuple[tuple[NDArray[np.int32] | None, ColumnKind], ...] = (
            (self._skipped.get(number), "skipped"), (self._dropped[number], "dropped"))
        for origins, left_out in ways:
            if origins is not None and (origin := int(origins[at])) >= 0:
                columns.append(Column(left_out, (origin, at), (number, number)))
                at = origin
        above = number - 1
        move = self._moves[number][at]
        count = int(self._replaced[number][at]) if move == _GROUP else int(move == _DIAGONAL)
        kind: ColumnKind = "group" if move == _GROUP else "added" if move == _UP \
            else "equal" if self._is_equal(above, at - 1) else "replaced"
        columns.append(Column(kind, (at - count, at), (above, number)))
        return above, at - count

    def _is_equal(self, row: int, place: int) -> bool:
        costs = self._rows[row].costs
        return costs is not None and bool(costs[place] == 0)

    def _equal_ends(self, cost: float) -> int:
        """Ends of ways that cost as little, those of one way (a word further) counted once."""
        ends = np.flatnonzero(self._last <= cost + _REPLACE_IN_BRACKETS / 2)
        least = max(len(self._rows) // 2, 1)
        return 1 + int(np.count_nonzero(np.diff(ends) >= least))
