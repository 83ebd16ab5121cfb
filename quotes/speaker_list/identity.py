"""Decides when speakers of two documents are one, and whose name doesn't tell.

One link is one speaker, whatever the names. Without links, people are one where the whole name
is the same (case, accents, titles and particles apart), bodies where all words are, in any order,
or both are common aliases of one body. Middle names and short first names don't join: that
William Gray and Bill Gray are one is for a roster to say.

A surname alone, an initial for a first name, a body's general word (*the Ministry*) and a name
that several entries of the roster bear make one line for all, which says that it is uncertain: it
may hold several people. Descriptions (*a spokesman*) are nobody's names and not listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from quotes import lexicon
from quotes.records import Kind, QuoteRecord
from quotes.speakers.bodies import body_words, keys
from quotes.speakers.names import fold_word, key_words, parse_name
from quotes.speakers.naming import is_name, is_named


class Said(NamedTuple):
    """One speaker of one record, as far as it is known."""

    name: str
    kind: Kind
    link: str | None = None
    form: str | None = None  # the name as it stands at this place
    titles: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    doubted: bool = False  # the roster knows several of the name


def named_speakers(record: QuoteRecord) -> Iterator[Said]:
    """The speakers of a record that have a name; each of several joint ones."""
    speaker = record.speaker
    if speaker is None or speaker.resolution == "unresolved" or speaker.anonymous:
        return
    if speaker.members:
        yield from (Said(m.name, m.kind, m.link) for m in speaker.members
                    if m.entity is not None and is_name(m.name, m.kind))
    elif is_named(speaker):
        doubted = speaker.link is None and "roster" in (record.evidence.features or {})
        form = None if speaker.name_span is None else " ".join(speaker.name_span.text.split())
        yield Said(speaker.name, speaker.kind, speaker.link, form, tuple(speaker.titles),
                   tuple(speaker.roles), doubted)


def key(said: Said) -> str:
    """What all mentions of one speaker share."""
    if said.link is not None:
        return f"link\t{said.link}"
    if said.kind == "person":
        suffix = fold_word(parse_name(said.name).suffix or "")
        return "\t".join(("person", suffix, *_folded(key_words(said.name), said.name)))
    words = next((k for k in keys(said.name) if k.startswith("=")), None) \
        or " ".join(sorted(_folded(body_words(said.name), said.name)))
    sort = "body" if said.kind in ("organization", "group") else said.kind
    return f"{sort}\t{words}"


def _folded(words: tuple[str, ...], name: str) -> tuple[str, ...]:
    return words or (name.casefold(),)


def is_uncertain(said: Said) -> bool:
    """Whether others could bear the name as well as this speaker."""
    if said.link is not None:
        return False
    if said.kind == "person":
        words = key_words(said.name)
        return said.doubted or len(words) < 2 or (len(words[0]) == 1 and words[0].isascii())
    general = lexicon.organisations()
    return said.doubted or all(word in general for word in body_words(said.name))
