"""How a very long document is read: in sections, so that memory and time stay in proportion.

Decides how long a section is and where it ends: between paragraphs where it can, best before one
that no quotation mark opens, since a quotation may go on from paragraph to paragraph; else after a
sentence, else at a blank, else anywhere. Sections are read as documents of their own, so no name
and no quotation is followed from one to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from quotes.documents import Document
from quotes.text import Span, normalise
from quotes.trees import Parse, Place

# In code points. No article and few books are as long; a section's tokens, trees and records take
# some 150 MB.
LONGEST = 500_000

WARNING = (f"longer than {LONGEST:,} characters, so read in sections: "
           "names and quotations are not followed from one to the next")

_BLANKS = re.compile(r"\s+")
# A plain sentence end before blanks, as `quotes.parse.cutting` has it.
_ENDED = re.compile(r"[a-z]{4}[.!?][\"')]*$")
_LONGEST_END = 10


class Section(NamedTuple):
    """A part of a document, as a document, and what its offsets lack."""

    document: Document
    start: int
    goes_on: bool  # its last paragraph does in the next section


def is_long(document: object) -> bool:
    """Whether it is a document to be read in sections; one that comes parsed never is."""
    return isinstance(document, Document) and document.parse is None \
        and len(document.text) > LONGEST


def sections(document: Document) -> Iterator[Section]:
    """The document's parts, which together are its whole text."""
    plain = normalise(document.text)
    for start, end in _spans(plain):
        part = replace(document, text=document.text[start:end])
        last = len(plain[start:end].rstrip())
        yield Section(part, start, "\n" not in plain[start + last:end])


def _spans(plain: str) -> Iterator[Span]:
    start = 0
    while len(plain) - start > LONGEST:
        end = _end(plain, start + LONGEST // 2, start + LONGEST)
        yield Span(start, end)
        start = end
    if start < len(plain):
        yield Span(start, len(plain))


def _end(plain: str, low: int, high: int) -> int:
    """The last of the best places between two; a section is at least half as long as it may be."""
    best, end = 0, high
    for blanks in _BLANKS.finditer(plain, low, high):
        rank = _rank(plain, blanks)
        if rank >= best:
            best, end = rank, blanks.end()
    return end


def _rank(plain: str, blanks: re.Match[str]) -> int:
    """How good a section's end is after these blanks, from 1."""
    start, end = blanks.span()
    breaks = plain.count("\n", start, end)
    opened = plain[end:end + 1] in ('"', "'")
    if breaks:
        return 3 if opened else 5 if breaks > 1 else 4
    ended = _ENDED.search(plain[max(0, start - _LONGEST_END):start])
    return 2 if ended and (opened or plain[end:end + 1].isupper()) else 1


class Counting:
    """Where each section's numbers begin in the whole document's."""

    def __init__(self) -> None:
        self._number = 1
        self._paragraph = 0

    def placed(self, section: Section, parse: Parse) -> Parse:
        """The section's parse with its place; to be asked for section by section."""
        place = Place(self._number, section.start, self._paragraph)
        self._number += 1
        if parse.sentences:
            self._paragraph += parse.sentences[-1].paragraph + (not section.goes_on)
        return replace(parse, place=place)
