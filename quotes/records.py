"""The record: one attributed quotation, as written to JSON Lines.

These pydantic models are the definition; the JSON Schema is exported from them. Inside the
program frozen dataclasses move; these stand at the edge. Unknown keys are kept, so that a
reader passes on what a later minor version has added.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = "1.0"

QuoteType = Literal["direct", "indirect", "mixed"]
Category = Literal["statement", "question", "order", "promise", "belief", "intention", "denial",
                   "document", "according_to", "other"]
Kind = Literal["person", "organization", "group", "place", "document", "unknown"]
Resolution = Literal["named", "partial_name", "acronym", "pronoun", "description",
                     "shared_subject", "preceding", "following", "variant", "unresolved"]
Relation = Literal["relayed_by", "translated_by", "published_by", "document", "recording"]
# From the lightest to the gravest.
Tier = Literal["exact", "typography", "case", "ellipsis", "bracketed", "altered", "absent",
               "unchecked"]
TIERS: tuple[Tier, ...] = get_args(Tier)
AlarmKind = Literal["negation", "number", "name", "modal"]
Unattributed = Literal["no_cue", "ambiguous", "generic_subject", "sourceless_cue"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class TextSpan(_Model):
    """`text` is verbatim: the document's text from `start` to `end`, in code points."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str


class DocumentInfo(_Model):
    """Where the quotation stands. `sha256` is of the document's text in UTF-8."""

    id: str
    title: str | None = None
    url: str | None = None
    date: str | None = None
    author: str | None = None
    publisher: str | None = None
    language: str | None = None
    sha256: str


class Cue(_Model):
    """The words that signal the attribution."""

    spans: list[TextSpan]
    lemma: str
    category: Category
    negated: bool = False
    modality: str | None = Field(default=None, description="lemma of the modal word, e.g. would")


class Alternative(_Model):
    """Another speaker that the text allows."""

    name: str
    confidence: float = Field(ge=0, le=1)


class Member(_Model):
    """One of several joint speakers."""

    name: str
    kind: Kind = "unknown"
    mention: list[TextSpan] = []
    entity: str | None = None
    link: str | None = None


class Speaker(_Model):
    """The entity that the words are attributed to."""

    name: str = Field(description="canonical, else the mention's own words")
    kind: Kind
    mention: list[TextSpan] = Field(description="the words in the text that name the speaker")
    name_span: TextSpan | None = None
    entity: str | None = Field(default=None, description="an id within the document")
    resolution: Resolution
    titles: list[str] = []
    roles: list[str] = []
    affiliation: str | None = None
    anonymous: bool = False
    anonymity_reason: str | None = None
    members: list[Member] = []
    link: str | None = Field(default=None, description="the id in the user's roster")
    confidence: float = Field(ge=0, le=1, description="that the name is right")
    alternatives: list[Alternative] = []


class Source(_Model):
    """An entity that stands between the speaker and the reader."""

    relation: Relation
    name: str
    kind: Kind = "unknown"
    mention: list[TextSpan] = []


class Addressee(_Model):
    """Whom the words were said to."""

    name: str
    mention: list[TextSpan]


class Time(TextSpan):
    """A stated time; `iso` where the document's date fixes it."""

    iso: str | None = None


class Circumstances(_Model):
    """The channel, the occasion and the time, where stated."""

    medium: TextSpan | None = None
    occasion: TextSpan | None = None
    time: Time | None = None


class Evidence(_Model):
    """Which rule or model decided what."""

    rule: str
    path: str | None = Field(default=None, description="tree path from cue to content")
    features: dict[str, Any] | None = None


class Context(_Model):
    """The sentence of the cue, or of the first words, and its paragraph (0-based)."""

    sentence: tuple[int, int]
    paragraph: int


class Generator(_Model):
    """What made the record.

    `model_sha256` is of the model's files, wherever they lie; `settings_sha256` of the other
    settings that can change a record, as a JSON object: `{}`, or the roster's own hash in it.
    """

    program: str
    model: str
    model_sha256: str
    settings_sha256: str


class QuoteRecord(_Model):
    """One attributed quotation."""

    schema_version: str = SCHEMA_VERSION
    id: str
    document: DocumentInfo
    doc_id: str
    type: QuoteType
    text: str = Field(description="the content for display; never compared with anything")
    content: list[TextSpan] = Field(min_length=1)
    quoted: list[TextSpan] = []
    cue: Cue | None = None
    speaker: Speaker | None = None
    sources: list[Source] = Field(default=[], description="from the reader towards the speaker")
    addressee: Addressee | None = None
    circumstances: Circumstances = Circumstances()
    parent: str | None = None
    unattributed: Unattributed | None = None
    confidence: float = Field(ge=0, le=1)
    evidence: Evidence
    context: Context
    warnings: list[str] = []
    generator: Generator


class WordEdit(_Model):
    """Words that differ; what one side lacks is an empty span at the place where it would stand.

    `skipped` stands for an ellipsis, `bracketed` for brackets; `case` and `typography` change no
    word; the others do, or a mark that changes what is said: a minus sign, a question mark that
    became a full stop.
    """

    kind: Literal["replaced", "dropped", "added", "skipped", "bracketed", "case", "typography"]
    source: TextSpan = Field(description="in the source's text")
    quotation: TextSpan = Field(description="in the text of the record's document")


class Alarm(_Model):
    """Words that a change of wording must not touch, and that it did touch."""

    kind: AlarmKind
    source: list[TextSpan] = Field(description="those that the quotation lacks or has otherwise")
    quotation: list[TextSpan] = Field(description="what it has instead; empty if dropped")


class SourcePlace(_Model):
    """Where in a source the words stand: `text` is verbatim, in code points of its text."""

    document: str = Field(description="the source's id")
    title: str | None = None
    url: str | None = None
    sha256: str = Field(description="of the source's text in UTF-8")
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str
    before: str = Field(description="what the source says before")
    after: str
    equal_places: int = Field(ge=1, description="as good as this one, which is their first")


class VerifiedPart(_Model):
    """One stretch of words in marks, held against the sources."""

    quoted: TextSpan
    tier: Tier
    reason: str | None = Field(default=None, description="why absent or unchecked")
    alarms: list[Alarm] = []
    diff: list[WordEdit] = []
    place: SourcePlace | None = None


class Verification(_Model):
    """How the words in marks agree with the sources; the tier is the gravest of the parts'."""

    tier: Tier
    tiers: dict[Tier, int] = Field(description="how many parts are of each tier")
    alarms: list[AlarmKind] = Field(description="all kinds that any part raises")
    reason: str | None = Field(default=None, description="why unchecked")
    parts: list[VerifiedPart]


class VerifiedRecord(QuoteRecord):
    """A record with what `quotes verify` found."""

    verification: Verification


def program() -> str:
    """Name and version of this program, as the records' `generator` has it."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"quotes {version('quotes-attribution')}"
    except PackageNotFoundError:  # run from a checkout that isn't installed
        return "quotes unreleased"


def record_id(doc_id: str, cue: Sequence[tuple[int, int]], mention: Sequence[tuple[int, int]],
              content: Sequence[tuple[int, int]]) -> str:
    """A record's id: the same text, cue, mention and content give the same id in every run.

    >>> record_id("a", [(1, 2)], [], [(3, 9)])
    'e4c6c975caa5bb54'
    """
    key = repr((doc_id, [tuple(s) for s in cue], [tuple(s) for s in mention],
                [tuple(s) for s in content]))
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def schema(of: type[QuoteRecord] = QuoteRecord) -> dict[str, Any]:
    """The JSON Schema of one line of output; of a `VerifiedRecord` for a line that verify wrote."""
    return of.model_json_schema()
