"""Decides what a document has spoken of so far: its names, and the pronouns and nouns that were
found to mean somebody.

A report goes on about one person by *he* for pages; whoever is meant last by any word is nearer
than a name further back.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from quotes import lexicon
from quotes.speakers.entities import Entity, Link, Register
from quotes.speakers.kinds import noun_kind
from quotes.speakers.mentions import is_definite, is_plural
from quotes.speakers.roles import name_head
from quotes.speakers.uses import Use
from quotes.trees import Parse, Token

How = Literal["name", "pronoun", "noun"]
# How far back a pronoun reaches: beyond it news copy names people anew.
_REACH_SENTENCES = 20
_REACH = 50  # names, pronouns and nouns together
_OPENING = 3  # letters that roles which differ in gender only have in common
_FAR_MORE = 3  # times as often
_SAME_THING = ("appos", "flat", "nmod:desc")
_IDENTITY = frozenset({"appos", "flat"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """One place where an entity was spoken of; `token` is its first word, `head` its noun."""

    token: int
    head: int
    entity: Entity
    how: How


class Memory:
    """The places where entities were spoken of, in text order; grows while it is read."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._places: list[tuple[int, Spoken]] = []
        self._known: set[int] = set()
        self._counts: Counter[int] = Counter()
        self._genders: Counter[tuple[int, str]] = Counter()
        self._bearers: dict[str, list[Entity]] = defaultdict(list)
        for entity in register.entities:
            for key in {role[:_OPENING] for role in sorted(entity.role_heads)}:
                self._bearers[key].append(entity)
        for use in register.uses:
            meant = _likeliest(register.link(use))
            if meant is not None:
                head = phrase_head(register.parse, use).index
                self._places.append((use.first, Spoken(use.first, head, meant, "name")))

    def note(self, token: int, entity: Entity, how: How) -> None:
        """The word at the token means the entity."""
        if token not in self._known:
            self._known.add(token)
            self._counts[id(entity)] += 1
            gender = self._gender(token) if how == "pronoun" else None
            if gender is not None:
                self._genders[id(entity), gender] += 1
            insort(self._places, (token, Spoken(token, token, entity, how)),
                   key=lambda place: place[0])

    def before(self, token: int) -> list[Spoken]:
        """What was spoken of within reach before a token, latest first."""
        tokens = self._register.parse.tokens
        floor = tokens[token].sentence - _REACH_SENTENCES
        place = bisect_left(self._places, token, key=lambda place: place[0])
        return [spoken for at, spoken in reversed(self._places[max(0, place - _REACH):place])
                if tokens[at].sentence >= floor]

    def times_as(self, entity: Entity, gender: str) -> int:
        """How often a pronoun of the gender meant the entity."""
        return self._genders[id(entity), gender]

    def _gender(self, token: int) -> str | None:
        pronoun = lexicon.pronouns().get(self._register.parse.tokens[token].lower)
        return pronoun.gender if pronoun else None

    def bearers(self, role: str) -> Sequence[Entity]:
        """Whoever has a role that opens with the same letters, so may have this one."""
        return self._bearers.get(role[:_OPENING], ())

    def times(self, entity: Entity, token: int) -> int:
        """How often the entity was spoken of before a token."""
        named = bisect_left(entity.uses, token) if entity.named else 0
        return named + self._counts[id(entity)]


def _likeliest(link: Link) -> Entity | None:
    """Whom a name keeps in mind; of two who bear it, the one spoken of far more often."""
    by_use = sorted(link.candidates, key=lambda e: -len(e.uses))
    clear = len(by_use) == 1 or len(by_use[0].uses) >= _FAR_MORE * len(by_use[1].uses)
    return link.entity or (by_use[0] if clear else None)


def phrase_head(parse: Parse, use: Use) -> Token:
    """The noun that the name goes with: in *engineer Rosa Marin* it may be the first."""
    token = parse.tokens[name_head(parse, use)]
    while token.head >= 0 and (token.relation in _IDENTITY or token.deprel == "nmod:desc"):
        token = parse.tokens[token.head]
    return token


def nouns(register: Register) -> dict[int, Entity]:
    """Whoever or whatever is described without a name, one entity a description; *the nurse*
    goes on with *a nurse*. They are not in the register until they speak."""
    found: dict[int, Entity] = {}
    latest: dict[str, Entity] = {}
    for token in register.parse.tokens:
        if token.upos == "NOUN" and _stands_alone(register, token):
            kind = noun_kind(register.parse, token.index)
            if kind == "unknown":
                continue
            lemma = token.lower if is_plural(token) else lexicon.fold(token.lemma)
            again = latest.get(lemma) if is_definite(register.parse, token.index) else None
            entity = again or Entity("", kind, Counter([token.text]), named=False,
                                     uses=[token.index])
            role = lexicon.roles().get(lemma)
            entity.gender = entity.gender or (role.gender if role else None)
            found[token.index] = latest[lemma] = entity
    return found


def _stands_alone(register: Register, token: Token) -> bool:
    """Not part of a name's phrase, and not only said of somebody: *is a nurse*, *as mayor*."""
    parse = register.parse
    if register.use_at(token.index) is not None or parse.child(token.index, "cop"):
        return False
    if token.relation in ("appos", "flat", "compound", "amod", "nummod", "xcomp", "vocative") \
            or token.deprel == "nmod:desc":
        return False
    case = parse.child(token.index, "case")
    if case is not None and case.lower == "as":
        return False
    return not any(register.use_at(t.index) for t in parse.children(token.index, *_SAME_THING))
