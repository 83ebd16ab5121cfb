"""Decides whether so many of a quotation's words could meet in a source by accident.

Each word that stands there says as many bits as it is rare; a long source must be told by more of
them than a short one, since it has more places where words can meet. What makes neighbours of words
besides a common origin, idiom and matter, is allowed for by a margin.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import comb, log2

from quotes.verify.guarded import is_light
from quotes.verify.sources import Sources

# How frequent a word is in English, of which a short source says little: one of 200 light words,
# any other. They count like that many words of source read before.
_LIGHT, _TELLING, _READ_BEFORE = 1 / 128, 1 / 4096, 10_000
# Words that go together (*New York*, *make ends meet*) say less than each alone. Of 400 sentences
# and scraps of three to seven words, sought in 700,000 words of news that they are not from, 35
# were taken for altered without these bits, 7 with them, half of them set phrases.
MARGIN = 14.0
# Words of the source left out without a sign: each gap could be anywhere and of any length.
_GAP, _GAP_WORD = 4.0, 0.5
NEARLY = 0.5  # of a word's bits, where the source has it spelt otherwise


def bits(form: str, sources: Sources) -> float:
    """How much a word that stands there says.

    >>> from quotes.documents import Document
    >>> sources = Sources([Document("b", "The road is open.")])
    >>> round(bits("road", sources)), round(bits("the", sources))
    (12, 7)
    """
    number = sources.number(form)
    seen = 0 if number < 0 else len(sources.places([number]))
    usual = _LIGHT if is_light(form) else _TELLING
    return -log2((seen + usual * _READ_BEFORE) / (sources.words + _READ_BEFORE))


def needed(words: int, found: int, gaps: Iterable[int], sources: Sources) -> float:
    """The bits that are no accident, for so many words of which so many are found.

    `gaps`: the lengths of the stretches that were left out between them.
    """
    ways = log2(comb(words, found))
    return (log2(sources.words + 1) + ways + MARGIN
            + sum(_GAP + _GAP_WORD * length for length in gaps if length))
