"""What needs no model: decides stretches of a paragraph, chunks in them, and monstrous chunks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quotes.text import Span

# What no token holds: the same characters that the network's parser takes for blank.
_CHUNK = re.compile(r"[^\s\u0080-\u009f]+")
_BLANK = re.compile(r"[\s\u0080-\u009f]")

# No prose has a paragraph of 15,000 words without a line end. A longer one is read in parts, so
# that memory stays in proportion.
_LONGEST_STRETCH = 100_000

# The longest web addresses of a news text have some 200 characters. What is longer is data,
# drawn lines or an attack: it is cut by plain rules, which take no time.
LONGEST_CHUNK = 300
# Runs of letters and digits, or of one and the same sign; no token is longer than this.
_PLAIN = re.compile(r"\w{1,100}|([^\w])\1{0,99}")


def stretches(text: str, paragraph: Span) -> Iterator[Span]:
    """The parts of a paragraph that are read at once: nearly always the whole of it."""
    start, end = paragraph
    while start < end:
        cut = min(end, start + _LONGEST_STRETCH)
        if cut < end:
            last = text.rfind(" ", start, cut)
            cut = last + 1 if last > start else cut
        yield Span(start, cut)
        start = cut


def chunks(text: str, stretch: Span) -> list[tuple[int, int]]:
    """What stands between blanks."""
    return [match.span() for match in _CHUNK.finditer(text, *stretch)]


def plain_cuts(chunk: str) -> tuple[int, ...]:
    """Where a very long chunk is cut.

    >>> plain_cuts("ab,,,c")
    (2, 5)
    """
    return tuple(match.start() for match in _PLAIN.finditer(chunk))[1:]
