"""Decides who the speaker of each attribution is, and through whom the words came.

Mentions become entities of the document with a canonical name, kind, titles, roles and
affiliation. Needs a parse and attributions only; a tree written by hand will do.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotes.attribution.relation import Attribution
from quotes.speakers.entities import Register, register
from quotes.speakers.labels import bare_label, with_labels
from quotes.speakers.mentions import mention_head
from quotes.speakers.monologues import self_named, signature
from quotes.speakers.resolver import Resolver
from quotes.speakers.sources import addressee_of, sources_of, speaker_of
from quotes.speakers.uses import name_uses
from quotes.speakers.values import Resolution, Resolved, ResolvedMember, ResolvedSource
from quotes.speakers.voices import voices
from quotes.speakers.weights import Weights
from quotes.trees import Parse

__all__ = ["Resolution", "Resolved", "ResolvedMember", "ResolvedSource", "bare_label",
           "names_of", "resolve"]


def resolve(parse: Parse, attributions: Sequence[Attribution], *, author: str | None = None,
            publisher: str | None = None, weights: Weights | None = None) -> list[Resolved]:
    """One result for each attribution, in the same order.

    `speaker` is None where the attribution has no source. `author` speaks where the text says
    *I* outside quotation marks; `publisher` becomes the outermost source. `weights` other than
    the shipped ones are for measuring what was learnt.
    """
    resolver = Resolver(names_of(parse, attributions), voices(parse, attributions), attributions,
                        author, weights)
    return [Resolved(speaker_of(resolver, i), sources_of(resolver, i, publisher),
                     addressee_of(resolver, i)) for i in range(len(attributions))]


def names_of(parse: Parse, attributions: Sequence[Attribution]) -> Register:
    """The entities that the document names."""
    uses = with_labels(parse, name_uses(parse, _heads(parse, attributions)), attributions)
    return register(parse, uses)


def _heads(parse: Parse, attributions: Sequence[Attribution]) -> set[int]:
    """Every token of a mention that may carry a name that the recogniser missed."""
    mentions = [m for a in attributions if bare_label(parse, a) is None
                for m in (a.source, a.addressee, a.author, *(r.tokens for r in a.relays)) if m]
    heads = {mention_head(parse, m) for m in mentions}
    joined = {t.index for h in heads for t in parse.children(h, "conj", "appos", "flat")}
    return heads | joined | set(signature(parse)) | set(self_named(parse))
