"""Decides what of a quotation is words, and what an editor's sign: an ellipsis, or brackets.

Brackets inside a word ([T]he, walk[ed]) leave it one word; a round pair counts as an editor's
only where the source has not the same words, which `grading` finds out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
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
# A mark that ends a sentence, right after a word and whatever closes with it.
_END = re.compile(r"[\s\"'\u2019\u201d\xbb\u203a)\]]*([.!?]+)")
_MARK = re.compile(r"[.!?]")
_NEAR = 12  # characters in which such a mark stands
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
    plain = _without_ellipses(plain)
    partial: list[tuple[int, int]] = []

    def joined(brackets: re.Match[str]) -> str:
        if not any(map(str.isalnum, brackets.group())):
            return brackets.group()
        partial.append(brackets.span())
        return f"{_JOINER}{brackets.group()[1:-1]}{_JOINER}"

    plain = _IN_WORD.sub(joined, plain)
    groups = [m.span() for m in _GROUP.finditer(plain)]
    words = tuple(Word(m.start(), m.end(), match_key(m.group())) for m in occurrences(plain))
    elements = tuple(_elements(words, groups, partial, plain))
    starts, begins = [word.start for word in words], [element.start for element in elements]
    ellipses = tuple(Dots(a, b, bisect_left(begins, a)) for a, b in dots)
    empty = any(bisect_left(starts, a) == bisect_left(starts, b) for a, b in groups)
    return Quotation(text, words, elements, ellipses, empty)


def _without_ellipses(text: str) -> str:
    return ELLIPSIS.sub(lambda dots: " " * len(dots.group()), text)


def _elements(words: tuple[Word, ...], groups: Sequence[tuple[int, int]],
              partial: Sequence[tuple[int, int]], plain: str) -> Iterator[Element]:
    """The words with what is around or inside them; both kinds of brackets in order."""
    starts, opened = [word.start for word in words], [group[0] for group in groups]
    begins, ends = [part[0] for part in partial], [part[1] for part in partial]
    at = 0
    while at < len(words):
        word = words[at]
        group = groups[number] if (number := bisect_right(opened, word.start) - 1) >= 0 else (0, 0)
        if word.start < group[1]:
            last = bisect_left(starts, group[1])
            kind: ElementKind = "square" if plain[group[0]] == "[" else "round"
            yield Element(kind, at, last, *group)
            at = last
            continue
        inside = partial[bisect_right(ends, word.start):bisect_left(begins, word.end)]
        if inside:
            start, end = min(word.start, inside[0][0]), max(word.end, inside[-1][1])
            cuts = [start, *(place for part in inside for place in part), end]
            outside = "".join(plain[a:b] for a, b in zip(cuts[::2], cuts[1::2], strict=True))
            yield Element("partial", at, at + 1, start, end, match_key(outside))
        else:
            yield Element("word", at, at + 1, word.start, word.end)
        at += 1


def end_mark(text: str, end: int) -> tuple[int, int]:
    """Where the marks stand that end a sentence after a word's end; an empty range if none do.

    >>> end_mark('He asked: "You believe that?" I did.', 27), end_mark("I think ... so", 7)
    ((27, 28), (7, 7))
    """
    after = text[end:end + _NEAR]
    found = _END.match(_without_ellipses(after)) if _MARK.search(after) else None
    return (end + found.start(1), end + found.end(1)) if found else (end, end)


@lru_cache(maxsize=1024)
def has_ellipsis(text: str) -> bool:
    """Whether dots of an ellipsis are in it."""
    return ELLIPSIS.search(text) is not None
