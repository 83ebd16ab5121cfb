"""Finds the places of the sources that a quotation may come from.

Decides how many places are looked at: the rarest words, pairs and triples of the quotation vote for
the places where they stand, within a budget, and the places with the most votes are aligned.
A verbatim row of words is always found, however often it stands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from quotes.verify.alignment import MOST_REPLACED
from quotes.verify.quotation import Quotation
from quotes.verify.sources import LONGEST, UNKNOWN, Places, Sources

# Places that vote for one piece: enough for ten words of a thousand places each, read in some ms.
_VOTES = 60_000
# Windows aligned for one piece. The right one led in every trial; the others are for sources that
# repeat themselves.
_WINDOWS = 6
# Of the votes of the best: a place with a third of them lacks most of the rare words.
_LEAST_SHARE = 0.34
# Words that a long quotation may have been lengthened or shortened by, in all, before a word's vote
# goes astray; the votes of the others decide.
_MOST_MOVED = 60
# A piece between ellipses is sought by that many words at least: *and so* is everywhere.
_LEAST_WORDS = 3
# How far an ellipsis may reach, in words of the source: eight minutes of speech. Further apart,
# two remarks are not one quotation.
MOST_SKIPPED = 1000
# Cells of the table of one alignment (9 bytes each): so far do all the ellipses and brackets of a
# quotation reach together. It takes twelve ellipses in a hundred words to be held by it.
_MOST_CELLS = 1_200_000


@dataclass(frozen=True, slots=True)
class Sought:
    """A row of words as the sources number them, and where each gram of it stands there."""

    numbers: tuple[int, ...]
    grams: tuple[tuple[Places, ...], ...]  # by length less one, then by the first word

    @classmethod
    def of(cls, numbers: Sequence[int], sources: Sources) -> Sought:
        return cls(tuple(numbers), tuple(tuple(sources.grams(numbers, length))
                                         for length in range(1, LONGEST + 1)))

    def part(self, first: int, last: int) -> Sought:
        """The words[first:last]."""
        return Sought(self.numbers[first:last], tuple(
            places[first:max(last - length, first)] for length, places in enumerate(self.grams)))


def runs(sought: Sought, sources: Sources) -> Places:
    """The places where these words stand in a row, in order.

    >>> from quotes.documents import Document
    >>> sources = Sources([Document("b", "It is what it is, and it is not.")])
    >>> runs(Sought.of([sources.number("it"), sources.number("is")], sources), sources).tolist()
    [1, 4, 7]
    """
    numbers = sought.numbers
    if not numbers or UNKNOWN in numbers:
        return np.zeros(0, dtype=np.int32)
    grams = sought.grams[min(LONGEST, len(numbers)) - 1]
    at = min(range(len(grams)), key=lambda at: len(grams[at]))
    places = grams[at] - at
    places = places[(places >= 0) & (places + len(numbers) <= len(sources.ids))]
    for offset, number in enumerate(numbers):
        if not len(places):
            break
        places = places[sources.ids[places + offset] == number]
    return places


def windows(quotation: Quotation, sought: Sought, sources: Sources,
            but: frozenset[int] = frozenset()) -> list[tuple[int, int]]:
    """Ranges of words, in order, each within one document and none in those of `but`."""
    pieces = sorted(quotation.pieces(), key=lambda piece: piece[0] - piece[1])
    found = [window for piece in pieces[:3] for window in _of_piece(
        piece, quotation, sought, sources, but) if _words(piece, quotation) >= _LEAST_WORDS
        or piece == pieces[0]]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(set(found)):
        if merged and start <= merged[-1][1] and end - merged[-1][0] <= 3 * MOST_SKIPPED:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _words(piece: tuple[int, int], quotation: Quotation) -> int:
    return sum(quotation.elements[i].kind in ("word", "partial") for i in range(*piece))


def _of_piece(piece: tuple[int, int], quotation: Quotation, sought: Sought, sources: Sources,
              but: frozenset[int]) -> Iterator[tuple[int, int]]:
    first = quotation.elements[piece[0]].first
    last = quotation.elements[piece[1] - 1].last
    length, whole = last - first, len(quotation.words)
    before = sum(0 < e.boundary <= piece[0] for e in quotation.ellipses) * MOST_SKIPPED
    after = sum(piece[1] <= e.boundary < len(quotation.elements)
                for e in quotation.ellipses) * MOST_SKIPPED
    most = max(_slack(length), (_MOST_CELLS // len(quotation.elements) - whole) // 2)
    slack = min(most, _slack(length) + MOST_REPLACED * sum(e.kind in ("square", "round")
                                                           for e in quotation.elements))
    for place in _voted(sought.part(first, last), sources, but):
        for start, _ in sources.within(place - slack, place + length + slack, but):
            low, high = sources.bounds(sources.document_of(start))
            yield (max(low, place - first - min(most, before + slack)),
                   min(high, place + length + (whole - last) + min(most, after + slack)))


def _slack(length: int) -> int:
    """How many words a window has to spare on each side: at least what a bin of votes is wide."""
    return max(12, _width(length) * 2)


def _width(length: int) -> int:
    """How far two words may have moved apart and vote for one place."""
    return min(max(8, length // 2), _MOST_MOVED)


def _voted(sought: Sought, sources: Sources, but: frozenset[int]) -> list[int]:
    """Where a row of words seems to begin, those with the most votes first."""
    votes = sorted(_votes(sought, sources, but), key=lambda vote: len(vote[1]))
    length = len(sought.numbers)
    width = _width(length)
    tally = np.zeros(len(sources.ids) // width + 3 + length // width)
    spent = 0
    for at, places in votes:
        if spent and spent + len(places) > _VOTES:
            break
        spent += len(places)
        weight = log(1 + len(sources.ids) / len(places))
        np.add.at(tally, (places - at + length) // width, weight)
    tally[:-1] += tally[1:]  # a row that was lengthened or shortened votes for two bins
    best = np.argpartition(-tally, min(4 * _WINDOWS, len(tally) - 1))[:4 * _WINDOWS]
    best = best[np.lexsort((best, -tally[best]))]
    best = best[tally[best] >= _LEAST_SHARE * tally[best[0]]]
    chosen: list[int] = []
    for number in best[tally[best] > 0]:
        if all(abs(int(number) - other) > 1 for other in chosen):
            chosen.append(int(number))
    return [min(max(number * width + width - length, 1), len(sources.ids) - 1)
            for number in chosen[:_WINDOWS]]


def _votes(sought: Sought, sources: Sources, but: frozenset[int]) -> Iterator[tuple[int, Places]]:
    """The places of each gram, with the index of its first word."""
    for grams in sought.grams:
        for at, everywhere in enumerate(grams):
            if len(everywhere) and len(places := sources.outside(everywhere, but)):
                yield at, places
