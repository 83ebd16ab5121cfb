"""What quotations are held against: documents, cut into words and indexed once.

Decides what is kept of a source (its text, and for each word where it stands and which word it
is), what is told of one that could not be read, how the places of one, two and three words in a row
are found (flat arrays, sorted by what stands there: memory is some 50 bytes a word of source, a
look-up two binary searches), and which words nobody spoke: what a transcript notes in brackets.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from quotes import lexicon
from quotes.documents import Document, Failure, text_sha256
from quotes.verify.keys import match_key
from quotes.wording import occurrences

Ids = NDArray[np.int32]
Places = NDArray[np.int32]

UNKNOWN = -1  # a word that no source has
LONGEST = 3  # words of a gram; longer ones are found by their parts
_BETWEEN = 0  # stands between two documents, so that nothing reaches from one into the next
# An odd multiplier mixes the ids of a gram into 64 bits. Two grams that meet in one code are only
# a candidate too many: whatever is found is compared word by word.
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_LONGEST_NOTE = 80  # characters between square brackets


class _Postings:
    """The places of grams in a row of word ids."""

    def __init__(self, ids: Ids) -> None:
        self._orders: list[Places] = []
        self._codes: list[NDArray[np.uint64]] = []
        for length in range(1, LONGEST + 1):
            codes = _coded(ids, length)
            order = np.argsort(codes, kind="stable").astype(np.int32)
            self._orders.append(order)
            self._codes.append(codes[order])

    def places(self, numbers: Sequence[int], length: int) -> list[Places]:
        """Where each gram of a row of words stands, in order: the places of its first word.

        One search for all of them, since a call costs more than what it finds.
        """
        row = np.asarray(numbers, dtype=np.int32)
        sought, codes = _coded(row, length), self._codes[length - 1]
        first, last = (np.searchsorted(codes, sought, "left"),
                       np.searchsorted(codes, sought, "right"))
        for at in np.flatnonzero(row == UNKNOWN).tolist():
            last[max(at - length + 1, 0):at + 1] = first[max(at - length + 1, 0):at + 1]
        order = self._orders[length - 1]
        return [order[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True)]


def _coded(ids: Ids, length: int) -> NDArray[np.uint64]:
    """A number for each row of `length` words."""
    count = max(len(ids) - length + 1, 0)
    codes = np.zeros(count, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for at in range(length):
            codes = (codes ^ (codes >> _SHIFT)) * _MIX + ids[at:at + count].astype(np.uint64)
    return codes


class Sources:
    """Documents to look words up in; the same object serves any number of records.

    `failures` are the sources that could not be read: what is not found may stand in them.

    >>> sources = Sources([Document("b", "The road is open.")])
    >>> len(sources), sources.words
    (1, 4)
    """

    def __init__(self, documents: Iterable[Document | Failure]) -> None:
        self.documents: list[Document] = []
        self.failures: list[Failure] = []
        self._numbers: dict[str, int] = {}
        self._forms: list[str] = [""]
        ids, starts, ends = array("i", [_BETWEEN]), array("i", [0]), array("i", [0])
        self._first: list[int] = []  # the place of each document's first word
        for item in documents:
            if isinstance(item, Failure):
                self.failures.append(item)
                continue
            self._first.append(len(ids))
            self.documents.append(item)
            self._cut(item.text, ids, starts, ends)
            for row in (ids, starts, ends):
                row.append(_BETWEEN)
        self.ids: Ids = np.array(ids, dtype=np.int32)
        self._starts, self._ends = starts, ends
        self._postings = _Postings(self.ids)
        self._counts = np.bincount(self.ids, minlength=len(self._forms))

    @classmethod
    def read(cls, paths: Sequence[str]) -> Sources:
        """The sources that files, folders and patterns mean, by the rules of `quotes.readers`."""
        from quotes.readers import read

        return cls(read(paths))

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def words(self) -> int:
        return len(self.ids) - 1 - len(self.documents)

    @property
    def wordless(self) -> list[Document]:
        """The documents in which nothing can be found."""
        return [document for number, document in enumerate(self.documents)
                if self.bounds(number)[0] == self.bounds(number)[1]]

    def _cut(self, text: str, ids: array[int], starts: array[int], ends: array[int]) -> None:
        numbers = self._numbers
        for match in occurrences(text):
            form = match_key(match.group())
            number = numbers.get(form)
            if number is None:
                number = numbers[form] = len(self._forms)
                self._forms.append(form)
            start, end = match.span()
            ids.append(number)
            starts.append(start)
            ends.append(end)

    def number(self, form: str) -> int:
        """The id of a word by its `match_key`."""
        return self._numbers.get(form, UNKNOWN)

    def form(self, place: int) -> str:
        """The `match_key` of the word at a place."""
        return self._forms[int(self.ids[place])]

    def form_of(self, number: int) -> str:
        """The word of an id."""
        return self._forms[number]

    def count(self, form: str) -> int:
        """How often a word stands in the sources."""
        number = self.number(form)
        return 0 if number == UNKNOWN else int(self._counts[number])

    def places(self, number: int) -> Places:
        """Where a word stands, in order."""
        return self._postings.places([number], 1)[0]

    def grams(self, numbers: Sequence[int], length: int) -> list[Places]:
        """Where each `length` words in a row of some words stand: the places of the first."""
        return self._postings.places(numbers, length)

    def document_of(self, place: int) -> int:
        """The number of the document in which a word stands."""
        return bisect_right(self._first, place) - 1

    def within(self, start: int, end: int, but: frozenset[int]) -> Iterator[tuple[int, int]]:
        """The parts of a range of places that lie in one document each, and in none of `but`."""
        first = self.document_of(max(start, 1))
        for number in range(first, self.document_of(max(end - 1, 1)) + 1):
            low, high = self.bounds(number)
            if number not in but and max(low, start) < min(high, end):
                yield max(low, start), min(high, end)

    def bounds(self, document: int) -> tuple[int, int]:
        """The places of a document's words."""
        ends = [*self._first[document + 1:document + 2], len(self.ids)]
        return self._first[document], ends[0] - 1

    def start(self, place: int) -> int:
        """Where a word begins in its document's text."""
        return self._starts[place]

    def end(self, place: int) -> int:
        return self._ends[place]

    def text(self, document: int) -> str:
        return self.documents[document].text

    def copies(self, sha256: str) -> frozenset[int]:
        """The numbers of the documents with that text."""
        return frozenset(self._by_hash.get(sha256, ()))

    def outside(self, places: Places, documents: frozenset[int]) -> Places:
        """Those of some places that lie in none of the documents."""
        for low, high in map(self.bounds, documents):
            places = places[(places < low) | (places >= high)]
        return places

    @cached_property
    def asides(self) -> NDArray[np.bool_]:
        """Of each place, whether it lies in a note of a transcript: [laughter], (APPLAUSE).

        A quotation may leave these out without changing what was said.
        """
        noted = np.zeros(len(self.ids), dtype=bool)
        for number, document in enumerate(self.documents):
            low, high = self.bounds(number)
            for match in _notes().finditer(document.text):
                first = bisect_left(self._starts, match.start(), low, high)
                noted[first:bisect_left(self._starts, match.end(), low, high)] = True
        return noted

    @cached_property
    def _by_hash(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, sha256 in enumerate(self.hashes):
            found.setdefault(sha256, []).append(number)
        return found

    @cached_property
    def hashes(self) -> list[str]:
        return [text_sha256(document.text) for document in self.documents]


@cache
def _notes() -> re.Pattern[str]:
    """Any words in square brackets, since speech has none; in round ones only what is noted."""
    noted = "|".join(re.escape(words).replace(r"\ ", r"\s+")
                     for words in sorted(lexicon.transcript_notes(), reverse=True))
    return re.compile(rf"\[[^\[\]]{{1,{_LONGEST_NOTE}}}\]|\((?:{noted})\)", re.IGNORECASE)
