"""Decides who counts as the last speaker before a pronoun, where the last mention may mislead.

*Nwosu said her client was sorry* leaves Nwosu speaking, not the client; and whoever *the carer*
is, the text may mean by it the woman whom it quoted just before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quotes import lexicon
from quotes.attribution.relation import Attribution
from quotes.speakers.entities import Entity
from quotes.speakers.mentions import is_definite
from quotes.text import Span, any_overlap, merge
from quotes.trees import Parse


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier attribution's speaker and the token that places it."""

    token: int
    entity: Entity
    attribution: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The earlier speakers, latest first, and whom the latest may be under another name."""

    last: tuple[tuple[int, Entity], ...] = ()
    contested: Entity | None = None


def standing(parse: Parse, attributions: Sequence[Attribution], turns: Sequence[Turn],
             pronoun: int) -> Standing:
    """How the turns, latest first, stand to the pronoun at a token."""
    gender = _gender(parse, pronoun)
    if gender is None:
        return Standing(tuple((t.token, t.entity) for t in turns))
    kept = [t for place, t in enumerate(turns)
            if not _is_owned(parse, t, turns[place + 1:], gender)]
    ordered = [t for t in kept if not _is_reported(parse, attributions, t, turns, gender)]
    ordered += [t for t in kept if t not in ordered]
    return Standing(tuple((t.token, t.entity) for t in ordered),
                    _other_name(parse, ordered, gender))


def agrees(entity: Entity, gender: str | None) -> bool:
    """A person whom a pronoun of the gender can mean."""
    return entity.kind == "person" and entity.gender in (None, gender)


def _gender(parse: Parse, token: int) -> str | None:
    pronoun = lexicon.pronouns().get(parse.tokens[token].lower)
    return pronoun.gender if pronoun and pronoun.gender in ("m", "f") else None


def _is_owned(parse: Parse, turn: Turn, older: Sequence[Turn], gender: str) -> bool:
    """*Her* client, said after a woman spoke: *she* is the woman, as *her* is."""
    if turn.entity.named:
        return False
    owners = parse.children(turn.entity.uses[0], "nmod:poss")
    mine = any(_gender(parse, t.index) == gender for t in owners)
    return mine and bool(older) and agrees(older[0].entity, gender)


def _is_reported(parse: Parse, attributions: Sequence[Attribution], turn: Turn,
                 turns: Sequence[Turn], gender: str) -> bool:
    """Known only from the reported words of somebody whom the pronoun can mean."""
    parent = attributions[turn.attribution].parent
    outer = next((t for t in turns if t.attribution == parent), None)
    if parent is None or outer is None or not agrees(outer.entity, gender):
        return False
    inside = merge(attributions[parent].content)
    return all(any_overlap(inside, Span(parse.tokens[i].start, parse.tokens[i].end))
               for i in turn.entity.uses)


def _other_name(parse: Parse, turns: Sequence[Turn], gender: str) -> Entity | None:
    """The named person who spoke before *the carer* did, and may be meant by that."""
    if not turns or turns[0].entity.named or not is_definite(parse, turns[0].entity.uses[0]):
        return None
    named = next((t.entity for t in turns if t.entity.named and t.entity.kind == "person"), None)
    return named if named is not None and agrees(named, gender) else None
