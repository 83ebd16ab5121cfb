"""Decides whether a pronoun only takes up the subject that its own clause has named already."""

from __future__ import annotations

from quotes.speakers.entities import Entity, Register
from quotes.speakers.mentions import Mention, analyse
from quotes.speakers.pronouns import agreeing_kinds, sort_of
from quotes.trees import Parse, Token

# How parsers hang the phrase before the pronoun: as a subject too, or as what is set before it.
_SUBJECTS = ("nsubj", "dislocated")


def taken_up(register: Register, token: int) -> Entity | None:
    """*The mayor, Ana Ruiz, she said*: who the phrase right before the subject pronoun is."""
    parse = register.parse
    pronoun = parse.tokens[token]
    if pronoun.relation != "nsubj" or pronoun.head < token:
        return None
    phrases = [t for t in parse.children(pronoun.head, *_SUBJECTS) if t.index < token]
    mention = _mention(register, phrases[-1], token) if phrases else None
    entity = register.link(mention.use).entity if mention and mention.use else None
    return entity if entity and _agrees(parse, pronoun, entity) else None


def _mention(register: Register, phrase: Token, pronoun: int) -> Mention | None:
    """What the phrase is, if nothing but a comma stands between it and the pronoun."""
    tokens = [i for i in register.parse.subtree(phrase.index) if i < pronoun]
    while tokens and register.parse.tokens[tokens[-1]].text == ",":
        tokens.pop()
    between = register.parse.tokens[tokens[-1] + 1:pronoun] if tokens else ()
    if not tokens or any(t.text != "," for t in between):
        return None
    found = analyse(register, tokens)
    return found if found and found.form == "name" else None


def _agrees(parse: Parse, pronoun: Token, entity: Entity) -> bool:
    sort = sort_of(pronoun.lower)
    gender = {"he": "m", "she": "f"}.get(pronoun.lower)
    return entity.kind in agreeing_kinds(sort) and entity.gender in (None, gender)
