"""Decides whether a place in a source is where a quotation comes from, or only resembles it.

A quotation that was altered still has most of its telling words there, in their order; a
paraphrase, and a sentence about the same matter, has not. What was counted is told, never a ratio.

Nor may so many words have met by accident: each that stands there says as many bits as it is rare,
and a long source must be told by more of them than a short one, since it has more places where
words can meet. What makes neighbours of words besides a common origin, idiom and matter, is allowed
for by a margin.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb, log2

from rapidfuzz import fuzz

from quotes.text import runs
from quotes.verify.alignment import Column
from quotes.verify.grading import Graded, Segment
from quotes.verify.guarded import is_light, sense, stem
from quotes.verify.numbers import Reading, numbers
from quotes.verify.quotation import Quotation
from quotes.verify.sources import Sources

# Of all words that stand there in order, the telling ones counted twice (all but those of
# `lexicon/light_words.tsv`). A sentence with every third word changed still has six in ten; two
# reports of one event that are worded anew share fewer, and seldom in order.
SAME_SENTENCE, TELLING_WEIGHT = 0.6, 2
# Of the telling words alone: "I think it is going to be a …" may go on in many ways.
SAME_MATTER = 0.5
# Of all words, in order: names may be swapped, but active made passive is told anew; half of the
# words of a short sentence that is shuffled are still in order.
SAME_ORDER = 0.6
# Where no word is telling: *he will go, she may go*.
SAME_LIGHT_WORDS = 0.7
# With so many of all words, one that tells what it is about may be the one that was changed.
NEARLY_ALL = 0.85
# A row of words that is the same, with telling words in it, is no accident, whatever was made up
# around it.
SAME_ROW, SAME_ROW_TELLING = 6, 3
# One or two words stand side by side in any long text, and three nearly so.
SHORT = 3
# A letter or two wrong, another ending: still the word, when it stands in its place.
NEARLY_SAME = 75
SHORTEST_NEARLY = 4
# How frequent a word is in English, of which a short source says little: one of 200 light words,
# any other. They count like that many words of source read before.
_LIGHT, _TELLING, _READ_BEFORE = 1 / 128, 1 / 4096, 10_000
# Words that go together (*New York*, *make ends meet*) say less than each alone. Of 400 sentences
# and scraps of three to seven words, sought in 700,000 words of news that they are not from, 35
# were taken for altered without these bits, 7 with them, half of them set phrases.
_MARGIN = 14.0
# Words of the source left out without a sign: each gap could be anywhere and of any length.
_GAP, _GAP_WORD = 4.0, 0.5
_NEARLY_BITS = 0.5  # of a word's bits, where the source has it spelt otherwise


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many of a quotation's words stand at a place in order, of how many."""

    found: int
    words: int
    telling_found: int
    telling_moved: int  # stand there too, out of order
    telling: int
    row: int  # the longest row of the same words
    row_telling: int
    dropped: int  # words of the source between them that no ellipsis or bracket accounts for
    altered: int
    bits: float  # how much the words say that were found
    bits_needed: float  # where they can't have met by accident

    @property
    def suffices(self) -> bool:
        if self.altered == 0 and self.found == self.words:
            return True
        if self.words < SHORT or self.bits < self.bits_needed:
            return False
        if self.words == SHORT:
            return self.found == self.words and self.dropped <= 1
        if self.row >= SAME_ROW and self.row_telling >= SAME_ROW_TELLING:
            return True
        if self.found >= NEARLY_ALL * self.words:
            return True
        if not self.telling:
            return self.found >= SAME_LIGHT_WORDS * self.words
        more, telling = TELLING_WEIGHT - 1, self.telling_found + self.telling_moved
        return (self.found + more * telling >= SAME_SENTENCE * (self.words + more * self.telling)
                and telling >= SAME_MATTER * self.telling
                and self.found >= SAME_ORDER * self.words)

    def __str__(self) -> str:
        if self.words <= SHORT:
            return "its words stand nowhere side by side"
        told = (f"the nearest place has {self.found} of its {self.words} words in order, "
                f"{self.telling_found} of the {self.telling} that tell what it is about")
        return told if self.bits >= self.bits_needed else f"{told}: it may be chance"


def weigh(quotation: Quotation, columns: Sequence[Column], graded: Graded, sources: Sources
          ) -> Evidence:
    """What speaks for the place; words in brackets are the editor's and don't count."""
    counted = {e.first for e in quotation.elements if e.kind in ("word", "partial")}
    telling = {at for at in counted if not is_light(quotation.words[at].key)}
    altered = [s for s in graded.segments if s.kind == "altered"
               and not _means_the_same(quotation, s, sources)]
    same = set(range(len(quotation.words))).difference(*(range(*s.words) for s in altered))
    near = _nearly(quotation, columns, sources)
    counts = set[int]().union(*(_numbers_for_numbers(quotation, s, sources) for s in altered))
    found = counted & (same if len(counted) < SHORT else same | near | counts)
    row = max((range(*r) for r in runs(same & counted)), key=len, default=range(0))
    there = {sources.form(place) for place in range(*graded.source)}
    moved = {at for at in telling - found if quotation.words[at].key in there}
    dropped = [*map(_dropped, altered)]
    return Evidence(
        found=len(found), words=len(counted), telling_found=len(found & telling),
        telling_moved=len(moved), telling=len(telling), row=len(row),
        row_telling=len(telling.intersection(row)), dropped=sum(dropped),
        altered=len(altered),
        bits=sum((1 if at in same else _NEARLY_BITS) * bits(quotation.words[at].key, sources)
                 for at in (found & (same | near)) | moved),
        bits_needed=needed(len(counted), len(found), dropped, sources))


def bits(form: str, sources: Sources) -> float:
    """How much a word that stands there says.

    >>> from quotes.documents import Document
    >>> sources = Sources([Document("b", "The road is open.")])
    >>> round(bits("road", sources)), round(bits("the", sources))
    (12, 7)
    """
    seen = sources.count(form)
    usual = _LIGHT if is_light(form) else _TELLING
    return -log2((seen + usual * _READ_BEFORE) / (sources.words + _READ_BEFORE))


def needed(words: int, found: int, gaps: Iterable[int], sources: Sources) -> float:
    """The bits that are no accident, for so many words of which so many are found.

    `gaps`: the lengths of the stretches that were left out between them.
    """
    ways = log2(comb(words, found))
    return (log2(sources.words + 1) + ways + _MARGIN
            + sum(_GAP + _GAP_WORD * length for length in gaps if length))


def _dropped(segment: Segment) -> int:
    (first, last), (begin, end) = segment.source, segment.words
    return max(last - first - (end - begin), 0)


def _means_the_same(quotation: Quotation, segment: Segment, sources: Sources) -> bool:
    """Whether both sides are one number or one contraction, otherwise spelt."""
    here = [word.key for word in quotation.words[slice(*segment.words)]]
    there = [sources.form(place) for place in range(*segment.source)]
    return sense(here) == sense(there)


def _numbers_for_numbers(quotation: Quotation, segment: Segment, sources: Sources) -> set[int]:
    """Words of a number where the source has another number."""
    here = [word.key for word in quotation.words[slice(*segment.words)]]
    there = [sources.form(place) for place in range(*segment.source)]
    if not numbers([Reading(form) for form in there]):
        return set()
    first = segment.words[0]
    return {first + at for number in numbers([Reading(form) for form in here])
            for at in range(number.first, number.last)}


def _nearly(quotation: Quotation, columns: Sequence[Column], sources: Sources) -> set[int]:
    """Words that stand for one that is spelt nearly alike."""
    return {at for column in columns if column.kind == "replaced"
            for at in [quotation.elements[column.elements[0]].first]
            if nearly_same(quotation.words[at].key, sources.form(column.source[0]))}


def nearly_same(one: str, other: str) -> bool:
    """Whether two words differ by a letter or two, by their ending, or by a contraction.

    >>> nearly_same("goverment", "government"), nearly_same("road", "read"), nearly_same("3", "4")
    (True, True, False)
    """
    return stem(one) == stem(other) or (
        min(len(one), len(other)) >= SHORTEST_NEARLY and fuzz.ratio(one, other) >= NEARLY_SAME)

