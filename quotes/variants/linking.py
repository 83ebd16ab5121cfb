"""Decides which records are one utterance.

Sentences are joined, not records, since two that one article quotes together another quotes apart.
First those that suffice by themselves are joined (`stretch.suffices`), whoever speaks; where two
people claim two things, only what is no chance. What is shorter joins where the speaker or the
event is known to be one: the same speaker within a week, or two documents that have another
utterance in common. A part joins one longer wording only, the one that fits best: else *a disgrace*
would make one utterance of all speeches that hold it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import numpy as np

from quotes.variants.candidates import (
    FEW,
    Sets,
    band_keys,
    mixed,
    pairs,
    sharing,
    sorted_postings,
)
from quotes.variants.gathering import (
    NOBODY,
    UNDATED,
    Numbers,
    Rows,
    number_of,
    ranges_of,
    spread,
)
from quotes.variants.stretch import Stretch, accuses, is_no_chance, suffices, suffices_beside
from quotes.variants.voices import Voice, can_be_one, contexts, contradict

# Days within which two short quotations of one speaker are taken for one utterance: what a weekly
# still quotes.
_NEAR = 7
# Words so few need a date or a shared event to join: anybody says *resilient* twice.
_FRAGMENT = 2
# What is longer than this and tells more is found by its bands alone.
_SHORT, _TELLS_LITTLE = 8, 5
# Shared utterances of a document by which its short quotations are looked up.
_MOST_EVENTS = 16
# Words by which wordings are ordered, so that variants lie side by side.
_WORDS_OF_ORDER = 3
# Rows of a wording whose speakers are held against those of another.
_TRIED = 8
_ROWS_TOGETHER = 20_000
_CONTEXTS_TOGETHER = 500_000
_PAIRS_TOGETHER = 1_000_000
# Keys of short rows are looked through in so many parts: most of them nobody shares, and of all at
# once a million records would have too many for the memory.
_PARTS = np.uint64(8)


class Link(NamedTuple):
    """A pair of rows that are one utterance, and what they share."""

    one: int
    two: int
    found: Stretch
    related: bool
    apart: int  # days; 0 where a date lacks


class Linker:
    """Joins the sentences of one gathering; `sets` tells in the end what belongs together.

    `wordings` has the same number for rows of the same words.
    """

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.sets = Sets(len(rows))
        self._light: Numbers = np.frombuffer(rows.light, np.bool_)
        self.telling: Numbers = _sums(~self._light[rows.ids], rows)
        self.wordings = self._numbered_wordings()
        self._join_wordings()
        self._events, self._event_bounds = self._shared_events()
        self._join_short()
        self._join_neighbours()

    def related(self, one: int, two: int) -> bool:
        """Whether the documents of two rows are one, or have an utterance in common."""
        return bool(self.rows.document[one] == self.rows.document[two]) \
            or not self._events_of(one).isdisjoint(self._events_of(two))

    def _events_of(self, row: int) -> set[int]:
        low, high = self._event_bounds[row:row + 2]
        return set(self._events[low:high].tolist())

    # What suffices by itself

    def _join_wordings(self) -> None:
        """Join rows of the same wording, then wordings that share enough."""
        rows = self.rows
        number, first = self.wordings, np.unique(self.wordings, return_index=True)[1]
        speakers = _Speakers(rows, number)
        lengths, marked, telling = rows.length[first], rows.marked[first], self.telling[first]
        able = np.where(marked, (lengths >= 6) & (telling >= 3), (lengths >= 7) & (telling >= 4))
        joined = Sets(len(first))
        for one, two in self._near_wordings(first, able):
            if joined.root(one) != joined.root(two):
                found = self._suffices(int(first[one]), int(first[two]))
                if found is not None and (
                        is_no_chance(found) or speakers.can_be_one(one, two)
                        or rows.same_claim(int(first[one]), int(first[two]), found)):
                    joined.join(one, two)
        roots = np.where(able, joined.roots(), -1)[number]
        order = np.argsort(roots, kind="stable")
        for low, high in ranges_of(roots[order]):
            if roots[order[low]] >= 0:
                for row in order[low + 1:high].tolist():
                    self.sets.join(int(order[low]), row)

    def _numbered_wordings(self) -> Numbers:
        """The number of each row's wording, in order of its first words."""
        rows = self.rows
        data, width = rows.ids.tobytes(), rows.ids.itemsize
        sums = np.fromiter(
            (_sum(data[low * width:high * width], mark) for low, high, mark in
             zip(rows.low.tolist(), rows.high.tolist(), rows.marked.tolist(), strict=True)),
            np.uint64, len(rows))
        first = [np.where(rows.length > at, rows.ids[np.minimum(rows.low + at, len(rows.ids) - 1)],
                          0) for at in range(_WORDS_OF_ORDER)] if len(rows.ids) else []
        order = np.lexsort((sums, *reversed(first)))
        new = np.ones(len(order), np.bool_)
        new[1:] = np.diff(sums[order]) != 0
        number = np.empty(len(order), np.int64)
        number[order] = np.cumsum(new) - 1
        return number

    def _near_wordings(self, first: Numbers, able: Numbers) -> Iterator[list[int]]:
        rows, some = self.rows, np.flatnonzero(able)
        chosen = first[some]
        ids = rows.ids[spread(rows.low[chosen], rows.length[chosen])]
        bounds = np.concatenate([[0], np.cumsum(rows.length[chosen])])
        keys, owners = sorted_postings(*band_keys(ids, bounds, self._light))
        for found in pairs(keys, owners):
            yield from some[found].tolist()

    def _suffices(self, one: int, two: int) -> Stretch | None:
        """What two rows share, if it says alone that they are one utterance."""
        found = self.rows.shared(one, two)
        return found if found is not None and suffices(
            found, self.rows.wording(one), self.rows.wording(two)) else None

    # What needs a common speaker or event

    def _shared_events(self) -> tuple[Numbers, Numbers]:
        """For each row the utterances that its document shares with other documents."""
        rows = self.rows
        found = np.unique(np.stack([self.sets.roots(), _numbered(rows.document)], axis=1), axis=0)
        wide = np.concatenate([np.full(high - low, high - low > 1)
                               for low, high in ranges_of(found[:, 0])]) if len(found) else found
        found = found[wide.astype(np.bool_)] if len(found) else found
        found = found[np.lexsort((found[:, 0], found[:, 1]))]
        documents = _numbered(rows.document)
        low = np.searchsorted(found[:, 1], documents, "left")
        high = np.searchsorted(found[:, 1], documents, "right")
        count = np.minimum(high - low, _MOST_EVENTS)
        return found[:, 0][spread(low, count)], np.concatenate([[0], np.cumsum(count)])

    def _join_short(self) -> None:
        """Join equals, then each part to the longer wording that it fits best."""
        fits: dict[int, tuple[int, ...]] = {}  # by row, its best: all links wouldn't fit in memory
        for link in self._short_links():
            if self._is_part(link):
                row, worth = self._shorter(link), self._worth(link)
                fits[row] = min(worth, fits.get(row, worth))
            else:
                self.sets.join(link.one, link.two)
        best: dict[int, tuple[int, ...]] = {}
        for row, worth in fits.items():
            root = self.sets.root(row)
            best[root] = min(worth, best.get(root, worth))
        for _, (*_, one, two) in sorted(best.items()):
            self.sets.join(one, two)

    # Sentences that are said together

    def _join_neighbours(self) -> None:
        """Join utterances whose sentences follow each other in most records that have them."""
        roots = self.sets.roots()
        size = np.bincount(roots, minlength=len(roots))
        one, two = roots[:-1], roots[1:]
        follow = (np.diff(self.rows.ident) == 0) & (one != two) & (size[one] > 1) & (size[two] > 1)
        found, count = np.unique(np.stack([one[follow], two[follow]], axis=1), axis=0,
                                 return_counts=True)
        for (first, second), together in zip(found.tolist(), count.tolist(), strict=True):
            if 2 * together > min(size[first], size[second]):
                self.sets.join(first, second)

    def _is_part(self, link: Link) -> bool:
        longer = max(self.rows.length[link.one], self.rows.length[link.two])
        return bool(4 * link.found.equal < 3 * longer)

    def _shorter(self, link: Link) -> int:
        return min(link.one, link.two, key=lambda row: (self.rows.length[row], row))

    def _worth(self, link: Link) -> tuple[int, ...]:
        longer = int(max(self.rows.length[link.one], self.rows.length[link.two]))
        return (-link.found.equal, not link.related, link.apart, longer, link.one, link.two)

    def _short_links(self) -> Iterator[Link]:
        for found in self._short_pairs():
            for one, two in found.tolist():
                if self.sets.root(one) != self.sets.root(two):
                    link = self._linked(one, two)
                    if link is not None:
                        yield link

    def _linked(self, one: int, two: int) -> Link | None:
        rows = self.rows
        found = rows.shared(one, two)
        if found is None or rows.overlap(one, two) \
                or not suffices_beside(found, self.rows.wording(one), self.rows.wording(two)):
            return None
        related = self.related(one, two)
        days = int(rows.day[one]), int(rows.day[two])
        dated = UNDATED not in days
        apart = abs(days[0] - days[1]) if dated else 0
        if not self._beside(one, two, found, related, (dated and apart <= _NEAR) or (
                not dated and found.equal > _FRAGMENT)):
            return None
        return Link(one, two, found, related, apart)

    def _beside(self, one: int, two: int, found: Stretch, related: bool, near: bool) -> bool:
        """Whether speaker or event say that it is one utterance."""
        first, second = self.rows.voice(one), self.rows.voice(two)
        if first is None or second is None:
            return related
        if contradict(first, second):
            return related and accuses(found, self.rows.wording(one), self.rows.wording(two)) \
                and self.rows.same_claim(one, two, found)
        return related or (near and can_be_one(first, second))

    def _short_pairs(self) -> Iterator[Numbers]:
        """Pairs, one of them short, that share a speaker's name or an event.

        Where a great many do, they share a telling word beside it.
        """
        rows = self.rows
        short = ((rows.length <= _SHORT) | (self.telling <= _TELLS_LITTLE)) & (rows.length > 0)
        by_day = np.empty(len(rows), np.int64)
        by_day[np.argsort(rows.day, kind="stable")] = np.arange(len(rows))
        keys, owners = (np.concatenate(found) for found in zip(*(
            sorted_postings(*some, by_day) for some in self._short_postings(short)), strict=True))
        seen, roots = self._seen(), self.sets.roots()
        kept = [np.zeros(0, np.int64)]
        for found in sharing(keys, owners):
            with_short = found[short[found].any(axis=1)]
            apart = with_short[roots[with_short[:, 0]] != roots[with_short[:, 1]]]
            fitting = apart[self._may_fit(apart, seen)]
            kept.append((fitting[:, 0] << 32) | fitting[:, 1])
        del keys, owners, seen
        codes = np.unique(np.concatenate(kept))
        for some in np.array_split(codes, len(codes) // _PAIRS_TOGETHER + 1):
            yield np.stack([some >> 32, some & 0xFFFFFFFF], axis=1)

    def _short_postings(self, short: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
        """Keys that a short row has, and who has each: contexts of few rows, then the others with
        a telling word, in parts.
        """
        values, owner = self._contexts()
        _, number, count = np.unique(values, return_inverse=True, return_counts=True)
        wanted = np.zeros(len(count), np.bool_)
        wanted[number[short[owner]]] = True
        few = (wanted & (count < FEW))[number]
        yield values[few], owner[few]
        many = (wanted & (count >= FEW))[number]
        del number, count, wanted, few
        values, owner = values[many], owner[many]
        of_short = short[owner]
        for part in range(int(_PARTS)):
            has = np.unique(np.concatenate([np.zeros(0, np.uint64), *(
                keys for keys, _ in self._telling_keys(part, values[of_short], owner[of_short]))]))
            found = [(keys[kept], owners[kept])
                     for keys, owners in self._telling_keys(part, values, owner)
                     for kept in [_among(keys, has)]]
            yield (np.concatenate([np.zeros(0, np.uint64), *(keys for keys, _ in found)]),
                   np.concatenate([np.zeros(0, np.uint32), *(owners for _, owners in found)]))

    def _seen(self) -> Numbers:
        """Of each row which of 256 kinds of word it has, as bits."""
        rows = self.rows
        seen = np.zeros((len(rows), 4), np.uint64)
        for at in range(0, len(rows), _ROWS_TOGETHER):
            low, length = rows.low[at:at + _ROWS_TOGETHER], rows.length[at:at + _ROWS_TOGETHER]
            words = mixed(rows.ids[spread(low, length)], np.zeros(1, np.uint64))
            owner = at + np.repeat(np.arange(len(low)), length)
            np.bitwise_or.at(seen, (owner, (words >> np.uint64(6)) & np.uint64(3)),
                             np.uint64(1) << (words & np.uint64(63)))
        return seen

    def _may_fit(self, found: Numbers, seen: Numbers) -> Numbers:
        """Whether three in four words of the shorter one of a pair can stand in the other.

        Else they can't suffice (`suffices_beside`); most pairs are told apart by that alone.
        """
        length = self.rows.length[found]
        swapped = length[:, 0] > length[:, 1]
        shorter = np.where(swapped, found[:, 1], found[:, 0])
        longer = np.where(swapped, found[:, 0], found[:, 1])
        missing = _bits(seen[shorter] & ~seen[longer])
        fitting: Numbers = 4 * missing <= length.min(axis=1)
        return fitting

    def _contexts(self) -> tuple[Numbers, Numbers]:
        """The speaker's names and the events of all rows, as numbers, and who has each."""
        rows = self.rows
        each = [[number_of(text) for text in contexts(voice)] for voice in rows.voices]
        count = np.array([*map(len, each), 0], np.int64)[rows.speaker]  # NOBODY is the last
        starts = np.cumsum([0, *map(len, each)])[np.where(rows.speaker == NOBODY, 0, rows.speaker)]
        names = np.array([n for c in each for n in c] or [0], np.uint64)[spread(starts, count)]
        events = mixed(self._events, np.full(len(self._events), 1))
        here = mixed(rows.document, np.full(len(rows), 2))
        number = np.arange(len(rows), dtype=np.uint32)
        return (np.concatenate([names, events, here]).astype(np.uint64),
                np.concatenate([np.repeat(number, count),
                                np.repeat(number, np.diff(self._event_bounds)), number]))

    def _telling_keys(self, part: int, values: Numbers, owners: Numbers
                      ) -> Iterator[tuple[Numbers, Numbers]]:
        """A key for each context and telling word of its owner, one part of all; all words where
        none tells.
        """
        rows = self.rows
        for at in range(0, len(values), _CONTEXTS_TOGETHER):
            owner = owners[at:at + _CONTEXTS_TOGETHER]
            length = rows.length[owner]
            words = rows.ids[spread(rows.low[owner], length)]
            keys = mixed(np.repeat(values[at:at + _CONTEXTS_TOGETHER], length), words)
            owner = np.repeat(owner, length)
            kept = (keys % _PARTS == part) & (~self._light[words] | (self.telling[owner] == 0))
            yield keys[kept], owner[kept]


class _Speakers:
    """Who says each wording: the first few are looked at."""

    def __init__(self, rows: Rows, wordings: Numbers) -> None:
        self._rows = rows
        self._order = np.argsort(wordings, kind="stable")
        self._edges = np.searchsorted(wordings[self._order], np.arange(len(wordings) + 1))

    def can_be_one(self, one: int, two: int) -> bool:
        """Whether somebody says both wordings, as far as it is known."""
        return any(a is None or b is None or not contradict(a, b)
                   for a, b in product(self._of(one), self._of(two)))

    def _of(self, wording: int) -> set[Voice | None]:
        low, high = self._edges[wording:wording + 2]
        return {self._rows.voice(int(row)) for row in self._order[low:min(high, low + _TRIED)]}


def _sums(values: Numbers, rows: Rows) -> Numbers:
    """The sum of each row's range of an array."""
    total = np.concatenate([[0], np.cumsum(values)])
    found: Numbers = total[rows.high] - total[rows.low]
    return found


def _bits(values: Numbers) -> Numbers:
    """How many bits are set in each line of numbers."""
    found: Numbers = np.bitwise_count(values).sum(axis=1, dtype=np.int64)
    return found


def _sum(data: bytes, mark: bool) -> int:
    """64 bits that stand for a wording."""
    found = hashlib.blake2b(data, digest_size=8, key=b"marked" if mark else b"reported")
    return int.from_bytes(found.digest(), "little")


def _numbered(values: Numbers) -> Numbers:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def _among(values: Numbers, wanted: Numbers) -> Numbers:
    """Which values are in a sorted array."""
    if not len(wanted):
        return np.zeros(len(values), np.bool_)
    at = np.minimum(np.searchsorted(wanted, values), len(wanted) - 1)
    found: Numbers = wanted[at] == values
    return found
