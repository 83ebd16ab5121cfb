"""Decides through whom the words reached the reader, to whom they were said, and whose the
document is that speaks.

The chain runs from the reader towards the speaker: the publisher, then what the attribution
itself names. One inside another inherits the outer one's chain where records are assembled, so
only outermost attributions name the publisher.
"""

from __future__ import annotations

from dataclasses import replace

from quotes import lexicon
from quotes.records import Kind
from quotes.speakers.mentions import mention_text
from quotes.speakers.resolver import Resolver
from quotes.speakers.values import Resolution, ResolvedSource


def sources_of(resolver: Resolver, index: int,
               publisher: str | None) -> tuple[ResolvedSource, ...]:
    """The attribution's chain of sources; nobody is in it twice, nor is its speaker."""
    chain: list[ResolvedSource] = []
    if publisher and resolver.attributions[index].parent is None:
        chain.append(ResolvedSource("published_by", publisher, "organization", ()))
    for relay in resolver.attributions[index].relays:
        name, kind = _named(resolver, relay.tokens, index)
        if relay.relation in ("document", "recording"):
            name, kind = mention_text(resolver.parse, relay.tokens), "document"
        elif kind in ("person", "document", "unknown") and _is_press(resolver, relay.tokens, name):
            kind = "organization"
        if name:
            chain.append(ResolvedSource(relay.relation, name, kind, relay.tokens))
    speaker = resolver.speaker(index)
    unique: dict[tuple[str, str], ResolvedSource] = {}
    for source in chain:
        if speaker is None or source.name != speaker.name:
            unique.setdefault((source.relation, source.name), source)
    return tuple(unique.values())


def _named(resolver: Resolver, tokens: tuple[int, ...], index: int) -> tuple[str, Kind]:
    """The name of who is meant; the words where the parser took one name for two."""
    tokens_of = resolver.parse.tokens
    tops = [i for i in tokens if tokens_of[i].head not in tokens and tokens_of[i].upos != "PUNCT"
            and tokens_of[i].relation in ("iobj", "obj")]
    if len(tops) > 1:
        return mention_text(resolver.parse, tokens), "organization"
    return resolver.name_of(tokens, index)


def _is_press(resolver: Resolver, tokens: tuple[int, ...], name: str) -> bool:
    """A paper or agency, which the recogniser may have taken for a person: *Der Spiegel*."""
    words = {resolver.parse.tokens[i].lemma.lower() for i in tokens
             if resolver.parse.tokens[i].upos == "NOUN"}
    return lexicon.is_press_name(name) or not words.isdisjoint(("journal", *lexicon.press()))


def addressee_of(resolver: Resolver, index: int) -> tuple[str, tuple[int, ...]] | None:
    """Whom the words were said to: the canonical name where there is one, else the words.

    Never the speaker, whatever the name seems to mean.
    """
    tokens = resolver.attributions[index].addressee
    if not tokens:
        return None
    speaker = resolver.speaker(index)
    own = {speaker.name, *(m.name for m in speaker.members)} if speaker else set()
    names = (_named(resolver, tokens, index)[0], mention_text(resolver.parse, tokens))
    name = next((name for name in names if name and name not in own), None)
    return (name, tokens) if name else None


def speaker_of(resolver: Resolver, index: int) -> Resolution | None:
    """The speaker; a document that speaks is affiliated with whoever made it."""
    speaker = resolver.speaker(index)
    tokens = resolver.attributions[index].author
    if speaker is None or speaker.kind != "document" or not tokens:
        return speaker
    name, _ = resolver.name_of(tokens, index)
    unknown = len(tokens) == 1 and resolver.parse.tokens[tokens[0]].upos == "PRON" \
        and name == mention_text(resolver.parse, tokens)
    return speaker if unknown or not name else replace(speaker, affiliation=name)
