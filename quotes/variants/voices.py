"""Decides when two records name different speakers, so that one of them must be wrong.

Only names can contradict one another: a description, a pronoun that was not resolved and *a source*
never do, nor does what carries words (a report, a recording). A surname and the whole name are one
person's, an acronym and the long form one body's. Whoever passes words on, belongs to the joint
speakers, holds an office where a body is named, or is the program's own doubt, is no rival either.
A place contradicts another place only, and only where it is said to have spoken: it stands for
whoever governs it or speaks there, and a dateline's city is easily taken for a speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from quotes import lexicon
from quotes.records import Kind, QuoteRecord, Speaker
from quotes.speakers.bodies import BodyMatch, body_match, body_words, keys
from quotes.speakers.names import Match, fold_word, key_words, match, misspelt, parse_name
from quotes.speakers.naming import is_name, is_named

_LETTERS = re.compile(r"[A-Z](?:\.?[A-Za-z]){0,2}[A-Z]\.?")  # KC, PhD, M.P.
_DATELINE = re.compile(r"\w{4,}")  # longer than most acronyms: US, UAE
# Of the speaker's own confidence: another reading that is less likely is no doubt.
_NEARLY = 0.5
_BODIES = ("organization", "group", "place")
# As if the kind weren't known: a body that ends in a common noun (Iraqi officials) may be any.
_WHOLE: Kind = "unknown"


class Name(NamedTuple):
    """A speaker's name, and the entry of the roster that it is linked to."""

    name: str
    kind: Kind
    link: str | None = None


class Voice(NamedTuple):
    """Who speaks in a record, as far as it matters to whether another can have spoken.

    `names`: the speaker, or each of several. `relays` pass the words on, `doubts` are other
    readings of the text that are nearly as likely. `offices` are titles and roles.
    """

    name: str
    kind: Kind
    link: str | None
    names: tuple[Name, ...]
    relays: tuple[str, ...]
    doubts: tuple[str, ...]
    offices: tuple[str, ...]
    affiliation: str | None


def voice(record: QuoteRecord) -> Voice | None:
    """The named speaker of a record; None where nobody is named."""
    speaker = record.speaker
    if speaker is None or speaker.resolution == "unresolved" or speaker.anonymous \
            or speaker.kind == "document" or _may_be_dateline(record, speaker):
        return None
    names = tuple(_names(speaker))
    if not names:
        return None
    relays = (*(source.name for source in record.sources),
              *filter(None, [record.document.publisher]))
    doubts = tuple(other.name for other in speaker.alternatives
                   if other.confidence >= _NEARLY * speaker.confidence)
    offices = (*filter(_is_office, speaker.titles), *speaker.roles)
    return Voice(speaker.name, speaker.kind, speaker.link, names, relays, doubts, offices,
                 speaker.affiliation)


def _may_be_dateline(record: QuoteRecord, speaker: Speaker) -> bool:
    """Whether a place only stands before the words (*Baghdad: "…"*), so that no verb says that it
    spoke, or is written as datelines are (*MOSUL, Iraq*).
    """
    if speaker.kind != "place":
        return False
    capitals = any(word[0].isupper() for span in speaker.mention
                   for word in [_DATELINE.match(span.text)] if word)
    return capitals or record.cue is None or not any(c.isalpha() for c in record.cue.lemma)


def _is_office(title: str) -> bool:
    """Mr. and Ms. are none."""
    known = lexicon.titles().get(lexicon.fold(title))
    return known is None or known.kind != "honorific"


def _names(speaker: Speaker) -> Iterator[Name]:
    if speaker.members:
        yield from (Name(_bare(m.name), m.kind, m.link)
                    for m in speaker.members if is_name(m.name, _WHOLE))
    elif is_named(speaker) and not _is_body_noun(speaker.name, speaker.kind) and (
            speaker.name_span is not None or is_name(speaker.name, _WHOLE)):
        yield Name(_bare(speaker.name), speaker.kind, speaker.link)


def _bare(name: str) -> str:
    """The name without the letters of a degree or an honour, which other documents leave off.

    >>> _bare("Siobhán Keane KC"), _bare("Acme UK"), _bare("ANA RUIZ")
    ('Siobhán Keane', 'Acme UK', 'ANA RUIZ')
    """
    words = name.replace(",", " ").split()
    while len(words) > 2 and _LETTERS.fullmatch(words[-1]) and not words[-2].isupper():
        words.pop()
    return " ".join(words)


def _is_body_noun(name: str, kind: Kind) -> bool:
    """Whether a person is called by no more than what bodies are: *Councils*, with the capital of
    its sentence.
    """
    forms = (name.lower(), name.lower().removesuffix("s"))
    return kind not in _BODIES and any(form in lexicon.organisations() for form in forms)


def contradict(one: Voice, two: Voice) -> bool:
    """Whether the two can't both have said the words.

    Symmetric; nobody contradicts himself.
    """
    return not (can_be_one(one, two) or _stands_beside(one, two) or _stands_beside(two, one))


def can_be_one(one: Voice, two: Voice) -> bool:
    """Whether one of the names of each may mean the same speaker."""
    return any(_can_be_one(a, b) for a in one.names for b in two.names)


def _stands_beside(one: Voice, two: Voice) -> bool:
    """Whether the second names the first as a relay or a reading, or may speak for it."""
    return any(is_called(name, other) for name in one.names
               for other in (*two.relays, *two.doubts)) or any(
                   _may_speak_for(two, name) for name in one.names)


def _may_speak_for(person: Voice, body: Name) -> bool:
    """A body's words are those of whoever holds an office, unless it is known to be another's.

    A place's (*Baghdad said*) may be of anybody who governs it or speaks there.
    """
    if body.kind == "place":
        return person.kind != "place"
    if person.kind in _BODIES:
        return False
    if person.affiliation is not None:
        return _tells_of(person.affiliation, body.name) or (
            body.kind in _BODIES and any(_tells_of(office, body.name)
                                         for office in person.offices))
    return body.kind in _BODIES and bool(person.offices)


def is_called(name: Name, other: str) -> bool:
    """An alternative of a roster has its id behind it: *Ana Ruiz (Q1)*."""
    bare = other.partition(" (")[0]
    kinds: tuple[Kind, ...] = ("person", "organization")
    return any(_can_be_one(name._replace(link=None), Name(bare, kind)) for kind in kinds)


@lru_cache(maxsize=1 << 16)
def _tells_of(about: str, body: str) -> bool:
    """*White House press secretary* tells of the White House."""
    words = body_words(body)
    return bool(words) and set(words) <= set(body_words(about))


@lru_cache(maxsize=1 << 18)
def _can_be_one(one: Name, two: Name) -> bool:
    """Whether both names may mean one speaker."""
    if one.link is not None and two.link is not None:
        return one.link == two.link
    if one.kind in _BODIES and two.kind in _BODIES:
        return body_match(one.name, two.name) is not BodyMatch.NONE
    if match(one.name, two.name) is not Match.NONE or misspelt(one.name, two.name):
        return True
    people = one.kind == two.kind == "person"
    return not people and body_match(one.name, two.name) is not BodyMatch.NONE


@lru_cache(maxsize=1 << 18)
def contexts(speaker: Voice) -> tuple[str, ...]:
    """What two voices of one speaker share at least one of: the words of the names.

    Sharing one is no more than a reason to look closer.
    """
    return tuple(dict.fromkeys(key for name in speaker.names for key in _contexts(name)))


def _contexts(name: Name) -> Iterator[str]:
    if name.link is not None:
        yield f"link {name.link}"
    if name.kind in _BODIES:
        yield from (f"body {key}" for key in keys(name.name))
    else:
        yield from (f"name {word}" for word in key_words(name.name) or (fold_word(name.name),))


def identity(speaker: Voice) -> tuple[str, ...]:
    """What two voices of the same name share, however their documents describe them."""
    return tuple(sorted(f"link {n.link}" if n.link else
                        " ".join((n.kind, *(key_words(n.name) or (fold_word(n.name),)),
                                  fold_word(parse_name(n.name).suffix or "")))
                        for n in speaker.names))


def fullest(speakers: Iterator[Voice]) -> Voice | None:
    """The voice whose name says most; of equals the first by its letters."""
    return max(speakers, key=lambda v: (v.link is not None, len(v.names), len(v.name.split()),
                                        len(v.name), v.name, v.kind), default=None)
