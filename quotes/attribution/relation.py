"""The attribution: one relation of source, cue and content, as the rules pass it on.

Tokens are indices into the `Parse`, content is character spans (a quotation's edges are
marks, and a mark may stand inside a token).
"""

from __future__ import annotations

from dataclasses import dataclass

from quotes.records import Category, QuoteType, Relation, Unattributed
from quotes.text import Span


@dataclass(frozen=True, slots=True)
class Relay:
    """An entity between the speaker and the reader, by the words that name it."""

    relation: Relation
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution; a list of them is in text order, and `parent` is an index into it."""

    type: QuoteType
    content: tuple[Span, ...]
    quoted: tuple[Span, ...] = ()  # insides of marks within the content
    cue: tuple[int, ...] = ()  # empty: a floating quotation
    source: tuple[int, ...] = ()  # the whole noun phrase that names the speaker; may be empty
    # how the source was found: subject, shared_subject, agent, possessive, relative,
    # according_to, transcript, byline, network, preceding, following
    source_rule: str = ""
    relays: tuple[Relay, ...] = ()  # from the reader towards the speaker
    author: tuple[int, ...] = ()  # who made the document that speaks
    addressee: tuple[int, ...] = ()
    medium: tuple[int, ...] = ()
    occasion: tuple[int, ...] = ()
    time: tuple[int, ...] = ()
    category: Category = "other"
    negated: bool = False
    modality: str | None = None
    parent: int | None = None
    unattributed: Unattributed | None = None
    confidence: float = 0.0
    rule: str = ""  # which rule or model found it
    path: str | None = None  # tree path from the cue to the content and to the source
    warnings: tuple[str, ...] = ()
