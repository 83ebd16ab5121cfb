"""Spans of text, and the one table that straightens it.

Decides: what counts as a paragraph, which typographic marks become plain ones and which
line ends are only a wrapped line. Every change here is one character for one character, so
that an offset into the straightened text is an offset into the document's own text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points of `Document.text`."""

    start: int
    end: int


# The network's training text was straightened by the first two lines; the third line's
# marks it never saw, so they become what it did see. The other line ends of Unicode become
# the line feed that paragraph finding looks for (CR LF: a blank and a line feed).
_STRAIGHT = str.maketrans(
    "\u2018\u2019\u201a\u2032\u00b4\u0060"
    "\u201c\u201d\u201e\u2033"
    "\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f\uff62\uff63\u301d\u301e\u201f\uff02"
    "\r\x0b\x0c\x85\u2028\u2029",
    "''''''" + '"' * 18 + "\n" * 6,
)

# Terminals, e-mails and wire copy wrap at 60 to 90 columns; a longer line is a paragraph.
_WIDEST_WRAP = 100
_NARROWEST_WRAP = 40

# Two or more lines in a row that hold a visible character. Anchored, and with one way to match
# a line: otherwise a text without a line end takes quadratic time.
_LINES = re.compile(r"(?m)^[^\S\n]*\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)+")


def straighten(text: str) -> str:
    """Plain quotation marks and line ends, one character for one.

    >>> straighten("\u201cIt\u2019s\u201d \u00aboui\u00bb")
    '"It\\'s" "oui"'
    """
    return text.replace("\r\n", " \n").translate(_STRAIGHT)


def normalise(text: str) -> str:
    """What the tokenizer and the network read: straight marks, wrapped lines joined.

    The result has the length of `text`, and every offset means the same place in both.

    >>> normalise("a\\r\\nb") == "a \\nb"
    True
    """
    return _unwrap(straighten(text))


def _unwrap(text: str) -> str:
    """Turn the line ends inside hard-wrapped paragraphs into blanks."""
    return _LINES.sub(lambda block: _join(block.group()), text)


def _join(block: str) -> str:
    return block.replace("\n", " ") if is_wrapped(block.split("\n")) else block


def is_wrapped(lines: list[str]) -> bool:
    """Whether consecutive lines are one paragraph, broken where the next word didn't fit.

    Greedy wrapping leaves a trace: no line could have held the first word of the
    next one within the width of the longest line.

    >>> is_wrapped(["The mayor of the town said on Monday that",
    ...             "the bridge would open again in the spring", "of next year."])
    True
    >>> is_wrapped(["By Ana Ruiz", "PORTO, May 3 - The bridge is open."])
    False
    """
    lines = [line.rstrip() for line in lines]
    width = max(map(len, lines))
    if len(lines) < 2 or not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return False
    following = (line.split(None, 1)[0] if line.strip() else "" for line in lines[1:])
    return all(len(line) + 1 + len(word) > width
               for line, word in zip(lines, following, strict=False))


def paragraphs(text: str) -> list[Span]:
    """The stretches between line ends of a normalised text that hold a visible character.

    >>> paragraphs("One.\\n\\n  Two. ")
    [Span(start=0, end=4), Span(start=8, end=12)]
    """
    return [trim(text, Span(*m.span())) for m in re.finditer(r"(?m)^[^\S\n]*\S[^\n]*", text)]


def trim(text: str, span: Span) -> Span:
    """The span without the blanks at its ends.

    >>> trim(" a ", Span(0, 3))
    Span(start=1, end=2)
    """
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def overlaps(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def contains(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def merge(spans: Iterable[Span]) -> list[Span]:
    """Sorted, with overlapping and touching spans joined.

    >>> merge([Span(4, 6), Span(0, 2), Span(2, 3)])
    [Span(start=0, end=3), Span(start=4, end=6)]
    """
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def any_overlap(spans: Sequence[Span], span: Span) -> bool:
    """Whether one of the spans, sorted and disjoint (see `merge`), shares a character with it.

    >>> any_overlap([Span(0, 2), Span(5, 9)], Span(8, 12))
    True
    >>> any_overlap([Span(0, 2), Span(5, 9)], Span(2, 5))
    False
    """
    at = bisect_left(spans, (span.end,)) - 1
    return at >= 0 and spans[at].end > span.start


def sharing(spans: Sequence[Span], span: Span) -> Sequence[Span]:
    """Those of the spans, sorted and disjoint, that share a character with it.

    >>> sharing([Span(0, 2), Span(2, 4), Span(5, 9)], Span(3, 6))
    [Span(start=2, end=4), Span(start=5, end=9)]
    """
    first = bisect_right(spans, span.start, key=lambda other: other.end)
    return spans[first:bisect_left(spans, span.end, key=lambda other: other.start)]


def runs(indices: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of consecutive numbers.

    >>> list(runs([3, 1, 2, 7]))
    [(1, 4), (7, 8)]
    """
    ordered = sorted(set(indices))
    start = 0
    for i in range(1, len(ordered) + 1):
        if i == len(ordered) or ordered[i] != ordered[i - 1] + 1:
            yield ordered[start], ordered[i - 1] + 1
            start = i
