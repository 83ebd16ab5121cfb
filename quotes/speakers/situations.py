"""Decides what stands around a pronoun: who spoke before it, who was asked, who can't be meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Mapping, Sequence
from typing import Protocol

from quotes.attribution.relation import Attribution
from quotes.speakers.entities import Entity, Register
from quotes.speakers.features import Setting
from quotes.speakers.mentions import Mention, analyse
from quotes.speakers.pronouns import sort_of
from quotes.speakers.turns import Turn, standing
from quotes.speakers.voices import Voices
from quotes.trees import Parse

# How many earlier speakers a pronoun can reach, and among how many earlier attributions.
_LAST_SPEAKERS = 6
_REACH = 4 * _LAST_SPEAKERS


class Document(Protocol):
    """What is known of a document while its mentions are resolved."""

    register: Register
    voices: Voices
    reported: Voices

    @property
    def attributions(self) -> Sequence[Attribution]: ...
    @property
    def anchors(self) -> Sequence[int]: ...
    @property
    def order(self) -> Sequence[int]: ...
    @property
    def gendered(self) -> Mapping[str, list[int]]: ...
    def entity(self, index: int) -> Entity | None: ...
    def known(self, index: int) -> Entity | None: ...
    def meant(self, mention: Mention, index: int) -> Entity | None: ...


def situation(document: Document, token: int, index: int | None) -> Setting:
    """The surroundings of a pronoun, which names a participant of an attribution or nobody's."""
    quote = document.voices.quote_at(token)
    outer = document.entity(quote) if quote is not None and quote != index else None
    parent = document.reported.quote_at(token) if index is None \
        else document.attributions[index].parent
    inner = parent is not None and parent != quote
    turns = _turns(document, token, index, quote)
    spoke = standing(document.register.parse, document.attributions, turns, token)
    other = _other_party(document, token, index)
    return Setting(
        token, _own_content(document, index), spoke.last,
        document.entity(parent) if inner and parent is not None else None,
        tuple(e for e in (outer, other) if e), document.gendered, spoke.contested,
        _asked(document, token, turns), inner,
        index is not None and token in document.attributions[index].source)


def anchor(parse: Parse, attribution: Attribution) -> int:
    """The token that places an attribution in the text: of its source, cue or first words."""
    own = (*attribution.source, *attribution.cue)
    floating = attribution.source_rule in ("preceding", "following")
    if own and not floating:
        return min(own)
    return next(iter(parse.tokens_in(attribution.content[0])), 0)


def _own_content(document: Document, index: int | None) -> frozenset[int]:
    if index is None:
        return frozenset()
    parse = document.register.parse
    return frozenset(i for s in document.attributions[index].content for i in parse.tokens_in(s))


def _asked(document: Document, token: int, turns: Sequence[Turn]) -> tuple[int, Entity] | None:
    """To whom the question just before was put, who will answer it."""
    index = turns[0].attribution if turns else None
    if index is None or document.attributions[index].category != "question":
        return None
    parse = document.register.parse
    asked = analyse(document.register, document.attributions[index].addressee)
    near = asked and parse.sentence_of(asked.head).paragraph \
        == parse.sentence_of(token).paragraph
    if asked is None or not near or asked.form not in ("name", "description") \
            or asked.head >= token:
        return None
    entity = document.meant(asked, index)
    return (asked.head, entity) if entity else None


def _other_party(document: Document, token: int, index: int | None) -> Entity | None:
    """Whom the mention can't mean: who speaks, for an addressee, and the other way round."""
    if index is None:
        return None
    attribution = document.attributions[index]
    if token not in attribution.addressee:
        addressee = analyse(document.register, attribution.addressee)
        use = addressee.use if addressee else None
        return document.register.link(use).entity if use else None
    reflexive = document.register.parse.tokens[token].lower.endswith(("self", "selves"))
    return None if reflexive else document.entity(index)


def _turns(document: Document, token: int, index: int | None, quote: int | None) -> list[Turn]:
    """Earlier speakers on the same level of quotation, latest first."""
    found: list[Turn] = []
    anchors, order = document.anchors, document.order
    place = bisect_left(order, token if index is None else anchors[index],
                        key=lambda i: anchors[i])
    if index is not None:
        place = max(place, order.index(index, place))
    for earlier in reversed(order[max(0, place - _REACH):place]):
        entity = document.known(earlier)
        same_level = document.voices.quote_at(anchors[earlier]) == quote
        if entity is not None and anchors[earlier] < token and same_level:
            found.append(Turn(anchors[earlier], entity, earlier))
        if len(found) == _LAST_SPEAKERS:
            break
    return found


def unattributed(parse: Parse, described: Container[int],
                  attributions: Sequence[Attribution]) -> list[int]:
    """Pronouns and nouns that name no source, the last first."""
    sources = {i for a in attributions for i in a.source if parse.tokens[i].upos == "PRON"}
    return [t.index for t in reversed(parse.tokens) if t.index in described
            or (t.index not in sources and sort_of(t.lower) is not None)]
