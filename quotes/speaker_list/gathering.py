"""Decides what is known of a speaker after many records: counts, names, roles, dates.

Takes records one by one and keeps what a line needs, so that memory grows with the speakers and
documents, not with what was said. A record that comes twice counts once.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from quotes.records import Kind, QuoteRecord, QuoteType
from quotes.speaker_list.identity import Said, is_uncertain, key, named_speakers

_TYPES: tuple[QuoteType, ...] = get_args(QuoteType)
_DAY = 10  # characters of an ISO date before the time of day

# A letter before a text says what it is. One string for each fact of a speaker, rather than a
# table for each sort, halves the memory of an archive.
_Sort = Literal["k", "n", "f", "t", "r"]  # kind, name, form, title, role


@dataclass(frozen=True, slots=True)
class ListedSpeaker:
    """One line. What there are several of comes with the most frequent first.

    `uncertain`: the name doesn't tell one from another, so several may be meant. `forms` are
    names as they stand in the texts; dates are of documents, where those have ISO dates.
    """

    name: str
    kind: Kind
    link: str | None
    uncertain: bool
    records: int
    documents: int
    types: dict[QuoteType, int]
    titles: tuple[str, ...]
    roles: tuple[str, ...]
    forms: tuple[str, ...]
    first_date: str | None
    last_date: str | None


@dataclass(slots=True)
class _Line:
    """What is gathered of one speaker. Small: an archive has hundreds of thousands."""

    link: str | None
    uncertain: bool = False
    types: array[int] = field(default_factory=lambda: array("L", [0] * len(_TYPES)))
    documents: array[int] = field(default_factory=lambda: array("L"))
    facts: dict[str, int] = field(default_factory=dict)
    first: str | None = None
    last: str | None = None

    def add(self, said: Said, record: QuoteRecord, document: int) -> None:
        self.uncertain = self.uncertain or is_uncertain(said)
        self.types[_TYPES.index(record.type)] += 1
        if not self.documents or self.documents[-1] != document:
            self.documents.append(document)
        for fact in _facts(said):
            self.facts[fact] = self.facts.get(fact, 0) + 1
        day = _day(record.document.date)
        if day is not None:
            self.first = min(self.first or day, day)
            self.last = max(self.last or day, day)

    @property
    def records(self) -> int:
        return sum(self.types)

    @property
    def name(self) -> str:
        """The name used most; of two, the longer."""
        return self.most("n")[0]

    def most(self, sort: _Sort) -> tuple[str, ...]:
        found = [(fact[1:], count) for fact, count in self.facts.items() if fact[0] == sort]
        return tuple(text for text, _ in sorted(found, key=lambda f: (-f[1], -len(f[0]), f[0])))

    def listed(self) -> ListedSpeaker:
        kinds: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
        return ListedSpeaker(
            self.name, kinds[self.most("k")[0]], self.link, self.uncertain, self.records,
            len(set(self.documents)), dict(zip(_TYPES, self.types, strict=True)),
            self.most("t"), self.most("r"), self.most("f"), self.first, self.last)


class Listing:
    """The speakers of records that were added, most records first, then by name."""

    def __init__(self, records: Iterable[QuoteRecord] = ()) -> None:
        self._lines: dict[str, _Line] = {}
        self._documents: dict[int, int] = {}
        self._seen: set[int] = set()
        self.unnamed = 0  # records whose speaker has no name, or was not resolved
        self.speakerless = 0
        self.repeated = 0
        for record in records:
            self.add(record)

    def add(self, record: QuoteRecord) -> None:
        # The hash stands for id and text: a name such as "-" may be that of many documents.
        own = hash((record.id, record.document.sha256))
        if own in self._seen:
            self.repeated += 1
            return
        self._seen.add(own)
        if record.speaker is None:
            self.speakerless += 1
            return
        document = hash((record.doc_id, record.document.sha256))
        number = self._documents.setdefault(document, len(self._documents))
        speakers = {key(said): said for said in named_speakers(record)}
        self.unnamed += not speakers
        for shared, said in speakers.items():
            line = self._lines.setdefault(shared, _Line(said.link))
            line.add(said, record, number)

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[ListedSpeaker]:
        ordered = sorted(self._lines, key=self._order)
        return (self._lines[shared].listed() for shared in ordered)

    def _order(self, shared: str) -> tuple[int, str, str]:
        line = self._lines[shared]
        return -line.records, line.name, shared


def _facts(said: Said) -> Iterator[str]:
    sorts: dict[_Sort, tuple[str, ...]] = {
        "k": (said.kind,), "n": (said.name,), "f": () if said.form is None else (said.form,),
        "t": said.titles, "r": said.roles}
    return (sort + text for sort, texts in sorts.items() for text in texts)


def _day(text: str | None) -> str | None:
    """The day of an ISO date; None of anything else, which can't be put in order.

    >>> _day("2024-05-03T10:00:00Z"), _day("May 3, 2024")
    ('2024-05-03', None)
    """
    try:
        return date.fromisoformat((text or "")[:_DAY]).isoformat()
    except ValueError:
        return None
