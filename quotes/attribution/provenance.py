"""Through whom, to whom and how: an attribution's relays, addressee and circumstances.

Each is read from the phrases around the cue (`scene.py`), by rules on the tree and word lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from quotes.attribution.addressees import addressee_of
from quotes.attribution.circumstances import medium_of, occasion_of, time_of
from quotes.attribution.relation import Attribution, Relay
from quotes.attribution.relays import author_of, relays_of
from quotes.attribution.scene import Scene
from quotes.trees import Parse


def trace(parse: Parse, attribution: Attribution) -> Attribution:
    """The attribution with its relays, addressee and circumstances, where the tree shows them."""
    if not attribution.cue:
        return attribution
    found = attribution.addressee or addressee_of(Scene(parse, attribution))
    scene = Scene(parse, replace(attribution, addressee=found))
    return replace(
        scene.attribution, relays=_distinct((*relays_of(scene), *attribution.relays)),
        author=author_of(scene), time=time_of(scene), medium=medium_of(scene),
        occasion=occasion_of(scene))


def _distinct(relays: Iterable[Relay]) -> tuple[Relay, ...]:
    """Each phrase once, where it was found first: nearest to the reader."""
    found: dict[tuple[int, ...], Relay] = {}
    for relay in relays:
        found.setdefault(relay.tokens, relay)
    return tuple(found.values())
