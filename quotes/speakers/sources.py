"""Decides through whom the words reached the reader, and to whom they were said.

The chain runs from the reader towards the speaker: the publisher, then what the attribution
itself names. One inside another inherits the outer one's chain where records are assembled, so
only outermost attributions name the publisher.
"""

from __future__ import annotations

from quotes.speakers.mentions import mention_text
from quotes.speakers.resolver import Resolver
from quotes.speakers.values import ResolvedSource


def sources_of(resolver: Resolver, index: int,
               publisher: str | None) -> tuple[ResolvedSource, ...]:
    """The attribution's chain of sources; nobody is in it twice, nor is its speaker."""
    chain: list[ResolvedSource] = []
    if publisher and resolver.attributions[index].parent is None:
        chain.append(ResolvedSource("published_by", publisher, "organization", ()))
    for relay in resolver.attributions[index].relays:
        name, kind = resolver.name_of(relay.tokens, index)
        if relay.relation in ("document", "recording"):
            name, kind = mention_text(resolver.parse, relay.tokens), "document"
        if name:
            chain.append(ResolvedSource(relay.relation, name, kind, relay.tokens))
    speaker = resolver.speaker(index)
    unique: dict[tuple[str, str], ResolvedSource] = {}
    for source in chain:
        if speaker is None or source.name != speaker.name:
            unique.setdefault((source.relation, source.name), source)
    return tuple(unique.values())


def addressee_of(resolver: Resolver, index: int) -> tuple[str, tuple[int, ...]] | None:
    """Whom the words were said to: the canonical name where there is one, else the words.

    Never the speaker, whatever the name seems to mean.
    """
    tokens = resolver.attributions[index].addressee
    if not tokens:
        return None
    speaker = resolver.speaker(index)
    own = {speaker.name, *(m.name for m in speaker.members)} if speaker else set()
    names = (resolver.name_of(tokens, index)[0], mention_text(resolver.parse, tokens))
    name = next((name for name in names if name and name not in own), None)
    return (name, tokens) if name else None
