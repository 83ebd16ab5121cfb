"""Decides what of a quotation is words, and what an editor's sign: an ellipsis, or brackets.

Brackets inside a word ([T]he, walk[ed]) leave it one word; a round pair counts as an editor's
only where the source has not the same words, which `grading` finds out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from quotes.text import straighten
from quotes.verify.keys import match_key
from quotes.wording import Word, occurrences

ElementKind = Literal["word", "partial", "square", "round"]

# Each character can be taken in one way only: else a row of dots takes exponential time.
_DOTS = r"(?:\u2026|\.[ \xa0]?\.[ \xa0]?\.)(?:[ \xa0]?\.|\u2026)*"
ELLIPSIS = re.compile(rf"\[\s*{_DOTS}\s*\]|\(\s*{_DOTS}\s*\)|{_DOTS}")
_IN_WORD = re.compile(r"(?<=\w)\[[^\[\]\s]*\]|\[[^\[\]\s]+\](?=\w)")
_GROUP = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
_JOINER = "\u2060"  # a word goes on over it, and its key lacks it


class Element(NamedTuple):
    """A word, or the words of a pair of brackets: words[first:last]; `start:end` with the marks.

    `outside`: of a word with brackets inside it, the letters outside them.
    """

    kind: ElementKind
    first: int
    last: int
    start: int
    end: int
    outside: str = ""


class Dots(NamedTuple):
    """Dots at `start:end` that stand before elements[boundary]."""

    start: int
    end: int
    boundary: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words in marks, cut up. Offsets are into `text`."""

    text: str
    words: tuple[Word, ...]
    elements: tuple[Element, ...]
    ellipses: tuple[Dots, ...]
    empty_brackets: bool  # brackets without a word: [?]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters of words[first:last]; of no words, the place where they would stand."""
        if first < last:
            return self.words[first].start, self.words[last - 1].end
        at = self.words[first - 1].end if first else self.words[0].start if self.words else 0
        return at, at

    def pieces(self) -> list[tuple[int, int]]:
        """Ranges of elements between ellipses."""
        cuts = sorted({0, len(self.elements), *(e.boundary for e in self.ellipses)})
        return [(a, b) for a, b in pairwise(cuts) if a < b]


def parse_quotation(text: str) -> Quotation:
    """A quotation's words and signs.

    >>> found = parse_quotation("[T]he road ... is [now] open")
    >>> [(e.kind, found.words[e.first].key) for e in found.elements]
    [('partial', 'the'), ('word', 'road'), ('word', 'is'), ('square', 'now'), ('word', 'open')]
    >>> [e.boundary for e in found.ellipses]
    [2]
    """
    plain = straighten(text)
    dots = [m.span() for m in ELLIPSIS.finditer(plain)]
    for start, end in dots:
        plain = plain[:start] + " " * (end - start) + plain[end:]
    partial = [m.span() for m in _IN_WORD.finditer(plain) if any(map(str.isalnum, m.group()))]
    for start, end in partial:
        plain = f"{plain[:start]}{_JOINER}{plain[start + 1:end - 1]}{_JOINER}{plain[end:]}"
    groups = [m.span() for m in _GROUP.finditer(plain)]
    words = tuple(Word(m.start(), m.end(), match_key(m.group())) for m in occurrences(plain))
    elements = tuple(_elements(words, groups, partial, plain))
    ellipses = tuple(Dots(a, b, sum(e.start < a for e in elements)) for a, b in dots)
    empty = any(not any(a <= w.start < b for w in words) for a, b in groups)
    return Quotation(text, words, elements, ellipses, empty)


def _elements(words: tuple[Word, ...], groups: list[tuple[int, int]],
              partial: list[tuple[int, int]], plain: str) -> Iterator[Element]:
    at = 0
    while at < len(words):
        word = words[at]
        group = next((g for g in groups if g[0] <= word.start < g[1]), None)
        if group is not None:
            last = at + sum(word.start <= w.start < group[1] for w in words)
            kind: ElementKind = "square" if plain[group[0]] == "[" else "round"
            yield Element(kind, at, last, *group)
            at = last
            continue
        inside = [p for p in partial if p[0] < word.end and word.start < p[1]]
        if inside:
            start, end = min(word.start, inside[0][0]), max(word.end, inside[-1][1])
            outside = "".join(c for i, c in enumerate(plain[start:end], start)
                              if not any(a <= i < b for a, b in inside))
            yield Element("partial", at, at + 1, start, end, match_key(outside))
        else:
            yield Element("word", at, at + 1, word.start, word.end)
        at += 1


@lru_cache(maxsize=1024)
def has_ellipsis(text: str) -> bool:
    """Whether dots of an ellipsis are in it."""
    return ELLIPSIS.search(text) is not None
