"""What quotations are held against: documents, cut into words and indexed once.

Decides what is kept of a source (its text, and for each word where it stands and which word it
is) and what is told of one that could not be read.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np

from quotes.documents import Document, Failure, text_sha256
from quotes.verify.keys import match_key
from quotes.verify.postings import Ids, Places, Postings
from quotes.wording import occurrences

UNKNOWN = -1  # a word that no source has
_BETWEEN = 0  # stands between two documents, so that nothing reaches from one into the next


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
        self.postings = Postings(self.ids)

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

    def places(self, gram: Sequence[int]) -> Places:
        """Where words stand in a row."""
        return self.postings.places(gram)

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
    def _by_hash(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, sha256 in enumerate(self.hashes):
            found.setdefault(sha256, []).append(number)
        return found

    @cached_property
    def hashes(self) -> list[str]:
        return [text_sha256(document.text) for document in self.documents]
