"""What is told of a group: the values that `quotes variants` prints, one object a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quotes.records import Kind, QuoteType, Resolution

# Of a member to the one it is held against: word for word, with other words, a stretch of it, more
# than it, one that begins or ends elsewhere; or in the group only by way of others.
Relation = Literal["reference", "same", "altered", "part", "whole", "overlap", "linked"]
Copied = Literal["text", "quotations", "agency"]


@dataclass(frozen=True, slots=True)
class Place:
    """Words as the document has them, in its code points; empty where words are lacking."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class WordChange:
    """Words of the wording that a member is held against, and what the member has instead."""

    kind: Literal["replaced", "dropped", "added"]
    against: Place
    member: Place


@dataclass(frozen=True, slots=True)
class Said:
    """Whom a record names as the speaker."""

    name: str
    kind: Kind
    link: str | None
    resolution: Resolution
    confidence: float


@dataclass(frozen=True, slots=True)
class Given:
    """A speaker that an unattributed member may be given, and the records that name it."""

    name: str
    confidence: float
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One record of a group, or those of its sentences that are the group's utterance.

    `content` is where these stand in the document, in one piece or several, and `text` the pieces
    joined by a blank.
    `relation` is to the record `against`, and `diff` the words that differ in the stretch that
    both share, which is `shared` words long; outside of it nothing is compared.
    """

    record: str
    document: str
    title: str | None
    url: str | None
    publisher: str | None
    date: str | None
    type: QuoteType
    speaker: Said | None
    text: str
    content: tuple[Place, ...]
    relation: Relation
    against: str | None
    shared: int
    diff: tuple[WordChange, ...]
    given: Given | None


@dataclass(frozen=True, slots=True)
class Party:
    """One of two rivals: a speaker with the records that name it. The name is the fullest."""

    name: str
    kind: Kind
    link: str | None
    confidence: float
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rivals:
    """Two different speakers of the same words; `shared` is how many words.

    `confidence` is that both names are what the documents say: that they contradict each other.
    """

    one: Party
    two: Party
    shared: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Outlet:
    """Documents that count as one: one publisher's, or copies of one text.

    `copied` says by what they are copies: the same text, the same quotations in the same order, the
    same agency that the words were said to; empty for one publisher's own.
    """

    names: tuple[str, ...]
    documents: tuple[str, ...]
    copied: tuple[Copied, ...]


@dataclass(frozen=True, slots=True)
class Earliest:
    """The first day, and all documents of that day."""

    date: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VariantGroup:
    """The records of one utterance.

    `words` is the reference's wording as it is compared. `undated` documents may be earlier than
    `earliest`. `said_by_many`: so many speakers say these words that none contradicts another.
    """

    id: str
    rivals: tuple[Rivals, ...]
    said_by_many: bool
    words: str
    reference: str
    documents: int
    wordings: int
    speakers: tuple[str, ...]
    earliest: Earliest | None
    undated: int
    outlets: tuple[Outlet, ...]
    members: tuple[Member, ...]
