"""Decides whom a definite description means: *the commander*, *the 54-year-old*, *the company*.

Only an entity that the document itself has described so will do, and only if it is the one such
entity before the mention; everything else stays a description.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import partial

from quotes import lexicon
from quotes.speakers.bodies import body_words
from quotes.speakers.entities import Entity, Register
from quotes.speakers.kinds import noun_kind
from quotes.speakers.mentions import Mention, is_definite, is_plural
from quotes.speakers.names import fold_word
from quotes.speakers.roles import same_role

_AGE = re.compile(r"(\d{1,3})[-\u2010\u2011 ]years?[-\u2010\u2011 ]old", re.IGNORECASE)
# How far back "the company" can reach the body it means; beyond, copy names it again.
_REACH_SENTENCES = 4
# Nouns that stand for any body of some sort, whatever its name says.
_ANY_BODY = frozenset({"company", "firm", "agency", "organization", "organisation", "group",
                       "body", "institution", "newspaper", "paper", "magazine", "network",
                       "outlet", "channel", "website", "site", "corporation", "business",
                       "manufacturer", "maker", "retailer", "bank", "charity", "union", "party",
                       "team", "club", "militia", "movement", "automaker", "carmaker", "airline"})
# Whoever is one of these is not what the noun alone says, and the other way round.
_BELOW = frozenset({"vice", "deputy", "assistant", "former", "ex", "late", "acting"})
_MODIFIERS = ("amod", "compound", "nmod:poss", "nmod")


def described(register: Register, mention: Mention) -> tuple[list[Entity], str]:
    """The entities that the document has described so before the mention, and the evidence."""
    age = _AGE.search(_text(register, mention))
    if age:
        people = [e for e in _people(register, mention.head) if age.group(1) in e.ages]
        return people, f"age {age.group(1)}"
    parse = register.parse
    if is_plural(parse.tokens[mention.head]) or not is_definite(parse, mention.head):
        return [], ""
    lemma = lexicon.fold(parse.tokens[mention.head].lemma)
    people = [e for e in _people(register, mention.head)
              if lemma in e.role_heads or any(map(partial(same_role, lemma), e.role_heads))]
    if people:
        return [e for e in people if _modifiers_agree(register, mention, e)
                and _gender_agrees(lemma, e)], f"role {lemma}"
    kind = noun_kind(parse, mention.head)
    if kind in ("organization", "group") or lemma in _ANY_BODY:
        return _bodies(register, mention, lemma), f"body {lemma}"
    return [], ""


def _text(register: Register, mention: Mention) -> str:
    span = register.parse.span(mention.tokens)
    return register.parse.text[span.start:span.end]


def _people(register: Register, before: int) -> Iterable[Entity]:
    return (e for e in register.entities
            if e.kind == "person" and e.uses and e.uses[0] < before)


def _modifiers_agree(register: Register, mention: Mention, entity: Entity) -> bool:
    """No name in the description may be foreign to the entity's roles (the *Russian* leader), and
    no rank below or before may be on one side only (the president, the *vice* president)."""
    known = {fold_word(w) for role in entity.roles for w in re.findall(r"\w+", role)}
    known |= {fold_word(w) for w in re.findall(r"\w+", entity.affiliation or "")}
    known |= {fold_word(w) for title in entity.titles for w in re.findall(r"\w+", title)}
    inside = set(mention.tokens)
    words = [t for t in register.parse.children(mention.head, *_MODIFIERS) if t.index in inside]
    names = [t for t in words if t.upos == "PROPN" or register.parse.name_at(t.index)]
    said = {fold_word(t.text) for t in words} & _BELOW
    return all(fold_word(t.text) in known for t in names) and said == (known & _BELOW)


def _gender_agrees(lemma: str, entity: Entity) -> bool:
    role = lexicon.roles().get(lemma)
    return role is None or None in (role.gender, entity.gender) or role.gender == entity.gender


def _bodies(register: Register, mention: Mention, lemma: str) -> list[Entity]:
    """Bodies whose name holds the noun; else, for nouns that fit any, the only one in reach."""
    if any(register.parse.children(mention.head, "amod", "compound", "nmod")):
        return []
    named, near = [], []
    floor = register.parse.tokens[mention.head].sentence - _REACH_SENTENCES
    for entity in register.entities:
        if entity.kind != "organization" or not entity.uses:
            continue
        place = bisect_left(entity.uses, mention.head)
        if place == 0:
            continue
        recent = register.parse.tokens[entity.uses[place - 1]].sentence >= floor
        if lemma in body_words(entity.name) and (entity.named or recent):
            named.append(entity)
        if recent and entity.named:
            near.append(entity)
    return named or (near if lemma in _ANY_BODY else [])
