"""Decides which documents count as one outlet: a publisher's own, and copies of one text.

Only records are known, not texts. Two documents are copies if their text is the same to the letter,
if the shorter row of their quotations and reported words stands almost whole, word for word and in
order, in the longer one (wire copy is cut from the end), or if both have the words from the same
agency. A copy whose every sentence was rewritten can't be seen, nor one with a single quotation,
unless it stands beside reported words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from quotes import lexicon
from quotes.records import QuoteRecord
from quotes.variants.candidates import Sets
from quotes.variants.gathering import Rows
from quotes.variants.values import Copied, Outlet

# Records of both, and the share of the shorter row: three in order word for word are no chance, and
# a desk cuts or mends one in five. Two are none either, if one is reported: those are the writer's
# words.
_ENOUGH, _SHARE = 3, 0.8
_LEAST_WORDS = 4  # of a record that counts; "no" and "yes" follow each other everywhere
# Documents of one utterance that are held against each other in pairs; of more, each against those
# that have a text, a publisher or an agency in common with it, and against the next ones in the
# order of their first words.
_IN_PAIRS = 64


class Documents:
    """The wordings of each document in the order of its text, and which report something."""

    def __init__(self, rows: Rows, wordings: Sequence[int]) -> None:
        self._said: dict[int, list[int]] = {}
        self._reporting: set[int] = set()
        order = sorted(range(len(rows)), key=lambda r: (int(rows.start[r]), int(rows.end[r]), r))
        for row in order:
            if rows.length[row] >= _LEAST_WORDS:
                document = int(rows.document[row])
                self._said.setdefault(document, []).append(wordings[row])
                if not rows.marked[row]:
                    self._reporting.add(document)

    def are_copies(self, one: int, two: int) -> bool:
        """Whether the quotations of one stand, in order, in the other."""
        from rapidfuzz.distance import LCSseq

        first, second = self._said.get(one, ()), self._said.get(two, ())
        least = 2 if {one, two} <= self._reporting else _ENOUGH
        shorter = min(len(first), len(second))
        if shorter < least:
            return False
        equal = LCSseq.similarity(first, second)
        return equal >= least and equal >= _SHARE * shorter

    def opening(self, document: int) -> list[int]:
        """The first wordings of a document: copies open alike."""
        return self._said.get(document, [])[:_ENOUGH]


class _About(NamedTuple):
    """What tells by itself whose a document is."""

    sha256: str
    agencies: frozenset[str]
    publishers: frozenset[str]


def outlets(rows: Rows, documents: Documents, members: Sequence[tuple[int, QuoteRecord]]
            ) -> tuple[Outlet, ...]:
    """The documents of a group's members, those that count as one together, largest first."""
    numbers = sorted({int(rows.document[row]) for row, _ in members})
    at = {number: place for place, number in enumerate(numbers)}
    records: list[list[QuoteRecord]] = [[] for _ in numbers]
    for row, record in members:
        records[at[int(rows.document[row])]].append(record)
    about = [_About(own[0].document.sha256, frozenset(_agencies(own)), frozenset(_publishers(own)))
             for own in records]
    joined, why = Sets(len(numbers)), dict[int, set[Copied]]()
    order = sorted(range(len(numbers)), key=lambda place: documents.opening(numbers[place]))
    for one, two in _pairs(about, order):
        found = _copied(about[one], about[two])
        if found is None and documents.are_copies(numbers[one], numbers[two]):
            found = "quotations"
        if found is not None or not about[one].publishers.isdisjoint(about[two].publishers):
            joined.join(one, two)
            for place in (one, two):
                why.setdefault(place, set()).update([found] if found else [])
    return tuple(_told(joined, why, records))


def _pairs(about: Sequence[_About], order: Sequence[int]) -> Iterator[tuple[int, int]]:
    if len(order) <= _IN_PAIRS:
        yield from combinations(range(len(order)), 2)
        return
    sharing: dict[str, list[int]] = {}
    for place, own in enumerate(about):
        for name in sorted({own.sha256} | own.agencies | own.publishers):
            sharing.setdefault(name, []).append(place)
    for places in sharing.values():
        yield from pairwise(places)
    for at, one in enumerate(order):
        yield from ((one, two) for two in order[at + 1:at + 1 + _IN_PAIRS])


def _copied(one: _About, two: _About) -> Copied | None:
    if one.sha256 == two.sha256:
        return "text"
    same = one.agencies & two.agencies or one.agencies & two.publishers \
        or two.agencies & one.publishers
    return "agency" if same else None


def _agencies(records: Sequence[QuoteRecord]) -> set[str]:
    """Who else than the publisher passed the words on to the reader, by the text itself."""
    return {lexicon.fold(source.name) for record in records for source in record.sources
            if source.relation in ("relayed_by", "published_by")
            and source.kind in ("organization", "unknown")} - _publishers(records)


def _publishers(records: Sequence[QuoteRecord]) -> set[str]:
    """Who publishes the document: as it says itself, else the host of its address."""
    document = records[0].document
    name = document.publisher or _host(document.url)
    return {lexicon.fold(name)} if name else set()


def _host(url: str | None) -> str:
    """
    >>> _host("https://www.example.org/news/1"), _host("not an address"), _host(None)
    ('example.org', '', '')
    """
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:  # brackets that hold no address
        return ""
    return host.removeprefix("www.")


def _told(joined: Sets, why: dict[int, set[Copied]], records: Sequence[Sequence[QuoteRecord]]
          ) -> list[Outlet]:
    together: dict[int, list[int]] = {}
    for place in range(len(records)):
        together.setdefault(joined.root(place), []).append(place)
    found = []
    for places in together.values():
        documents = [records[place][0].document for place in places]
        names = {d.publisher or _host(d.url) for d in documents} - {""}
        copied = {copy for place in places for copy in why.get(place, ())}
        found.append(Outlet(tuple(sorted(names)), tuple(sorted(d.id for d in documents)),
                            tuple(sorted(copied))))
    return sorted(found, key=lambda o: (-len(o.documents), o.documents))
