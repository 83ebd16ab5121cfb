"""The words of a text as they are compared, and which of them stand in quotation marks.

Decides the match rule at the level of the character: a text is cut into runs of word
characters, and whatever else stands in it plays no role; a word belongs to a span that covers
any character of it. Quotation marks are read more simply than by `quotes.marks`, and on
purpose: the type of a gold content must not depend on the program that is judged.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Set
from typing import NamedTuple

from quotes.records import QuoteType
from quotes.text import Span

_WORD = re.compile(r"\w+")
_LINE = re.compile(r"[^\n\r\u2029]+")
_MARK = re.compile(r"[\u201c\u201d\u201e\"\u00ab\u00bb]|''|``|\u2019\u2019|\u2018\u2018")
_OPENING = frozenset(("\u201c", "\u00ab", "``", "\u2018\u2018", "\u201e"))
_CLOSING = frozenset(("\u201d", "\u00bb", "\u2019\u2019"))
_BEFORE_AN_OPENING = frozenset("([{-\u2014\u2013/")

_DETERMINERS = frozenset(("a", "an", "the", "this", "that", "these", "those", "some", "any",
                          "another"))


class Words:
    """The words of one text; all numbers are indices of words."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = list(_WORD.finditer(text))
        self._starts = [match.start() for match in found]
        self._ends = [match.end() for match in found]
        self._forms = [match.group().lower() for match in found]
        self._quoted = self.covered(quoted(text))

    def covered(self, spans: Iterable[Span]) -> frozenset[int]:
        """The words of which a span covers a character."""
        found: set[int] = set()
        for start, end in spans:
            found.update(range(bisect_right(self._ends, start), bisect_left(self._starts, end)))
        return frozenset(found)

    def type_of(self, content: Set[int]) -> QuoteType:
        """By how many of the words stand in quotation marks."""
        inside = len(content & self._quoted)
        if not inside:
            return "indirect"
        return "direct" if inside == len(content) else "mixed"

    def bare(self, words: Set[int]) -> tuple[int, ...]:
        """The words in order, without the determiners that they open with."""
        kept = sorted(words)
        first = 0
        while first < len(kept) - 1 and self._forms[kept[first]] in _DETERMINERS:
            first += 1
        return tuple(kept[first:])


class _Mark(NamedTuple):
    start: int
    end: int
    opens: bool | None  # None: only what is open already can tell


def quoted(text: str) -> Iterator[Span]:
    """The insides of double quotation marks.

    A line is a paragraph, and a quotation that is still open ends with it.

    >>> text = '"One," he said. "Two'
    >>> [text[start:end] for start, end in quoted(text)]
    ['One,', 'Two']
    """
    for line in _LINE.finditer(text):
        opened: int | None = None
        for mark in _marks(line.group()):
            opens = opened is None if mark.opens is None else mark.opens
            if opened is not None:  # whichever it is, what was open is over
                yield Span(opened, line.start() + mark.start)
            opened = line.start() + mark.end if opens else None
        if opened is not None:
            yield Span(opened, line.end())


def _marks(line: str) -> Iterator[_Mark]:
    for match in _MARK.finditer(line):
        start, end = match.span()
        yield _Mark(start, end, _opens(match.group(), line[max(0, start - 1):start],
                                       line[end:end + 1]))


def _opens(sign: str, before: str, after: str) -> bool | None:
    """Whether a mark opens a quotation: by its form, else by the blanks around it."""
    if sign in _OPENING:
        return True
    if sign in _CLOSING:
        return False
    blank_before, blank_after = not before or before.isspace(), not after or after.isspace()
    opens = (blank_before or before in _BEFORE_AN_OPENING) and not blank_after
    closes = not blank_before and (blank_after or not after.isalnum())
    return opens if opens != closes else None
