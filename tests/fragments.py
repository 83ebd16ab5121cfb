"""How a browser finds the text of a fragment: the steps of the specification, written anew.

After URL Fragment Text Directives (wicg.github.io/scroll-to-text-fragment), "find a range from a
text directive" and "find a string in range": each line is a block; blanks are one blank, case and
accents don't count; `start` begins and the last term ends at a word's edge, unless a context term
stands there.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import unquote, urlsplit


class Directive(NamedTuple):
    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""


def directives(url: str) -> list[Directive]:
    """The text directives of an address, taken apart as the grammar has it."""
    _, delimiter, directive = urlsplit(url).fragment.partition(":~:")
    assert delimiter, url
    assert re.fullmatch(r"(?:[A-Za-z0-9!$'()*+./:;=?@_~&,-]|%[0-9A-F]{2})+", directive), directive
    return [_parsed(part.removeprefix("text=")) for part in directive.split("&")
            if part.startswith("text=")]


def _parsed(parameters: str) -> Directive:
    terms = parameters.split(",")
    prefix = terms.pop(0)[:-1] if terms[0].endswith("-") else ""
    suffix = terms.pop()[1:] if terms[-1].startswith("-") else ""
    assert len(terms) in (1, 2), parameters
    assert all(term and "-" not in term for term in terms), parameters
    return Directive(*(unquote(term, errors="strict") for term in (
        terms[0], terms[1] if len(terms) == 2 else "", prefix, suffix)))


class Page:
    """A text as a browser searches it: folded characters, each with its place in the text."""

    def __init__(self, text: str) -> None:
        self._units = _folded(text)
        self._search = "".join(unit for unit, _ in self._units)

    def find(self, directive: Directive) -> tuple[int, int] | None:
        """The first range that matches, in places of the text."""
        start, end, prefix, suffix = map(_term, directive)
        at = 0
        while True:
            if prefix:
                before = self._string(prefix, at, first=True, last=False)
                if before is None:
                    return None
                at = before + 1
                found = self._blanks(before + len(prefix))
                if not self._search.startswith(start, found) or not (
                        self._edge(found + len(start)) or (suffix and not end)):
                    continue
            else:
                place = self._string(start, at, first=True, last=bool(end) or not suffix)
                if place is None:
                    return None
                found, at = place, place + 1
            stop = self._end(found + len(start), end, suffix)
            if stop is not None:
                return self._units[found][1], self._units[stop - 1][1] + 1

    def _end(self, at: int, end: str, suffix: str) -> int | None:
        """Where the match ends; None where what must follow doesn't."""
        while end:
            place = self._string(end, at, first=True, last=not suffix)
            if place is None:
                return None
            at = place + len(end)
            if self._followed(at, suffix):
                return at
        return at if self._followed(at, suffix) else None

    def _followed(self, at: int, suffix: str) -> bool:
        after = self._blanks(at)
        return not suffix or (self._search.startswith(suffix, after)
                              and self._edge(after + len(suffix)))

    def _string(self, term: str, at: int, *, first: bool, last: bool) -> int | None:
        place = self._search.find(term, at)
        while place >= 0:
            if (not first or self._edge(place)) and (not last or self._edge(place + len(term))):
                return place
            place = self._search.find(term, place + 1)
        return None

    def _blanks(self, at: int) -> int:
        while at < len(self._search) and self._search[at].isspace():
            at += 1
        return at

    def _edge(self, at: int) -> bool:
        """A word's edge, by Unicode's rules as far as letters, digits and marks inside words go."""
        before, after = self._search[max(0, at - 2):at], self._search[at:at + 2]
        inside = re.search(r"\w\Z", before) and re.match(r"\w|[.,:'’·]\w", after)
        return not inside and not (re.search(r"\w[.,:'’·]\Z", before) and re.match(r"\w", after))


def _term(text: str) -> str:
    return "".join(unit for unit, _ in _folded(text))


def _folded(text: str) -> list[tuple[str, int]]:
    units: list[tuple[str, int]] = []
    for at, character in enumerate(text):
        if character.splitlines() == [""]:  # a line end of any kind
            units.append(("\n", at))
        elif character.isspace():
            if not units or not units[-1][0].isspace():
                units.append((" ", at))
        else:
            bare = unicodedata.normalize("NFKD", character).casefold()
            units += [(c, at) for c in bare if not unicodedata.combining(c)]
    return units
