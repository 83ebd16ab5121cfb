"""Decides the gender by which a person is spoken of, for agreement with pronouns only.

The document is asked first: titles and role nouns, then pronouns that can mean nobody else.
Lists of first names come last, and only for names that nearly always tell.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import accumulate

from quotes import lexicon
from quotes.speakers.entities import Entity, Register
from quotes.speakers.names import listed_gender
from quotes.trees import Sentence

# Two agreeing pronouns and at most one other in five: one slip of the parser is not believed.
_VOTES = 2
_SHARE = 0.8
_MANY_VOTES = 4  # that a title or role noun gives way to


def learn_genders(register: Register) -> None:
    """Fill in the gender of people for whom titles and roles did not tell it."""
    votes = _pronoun_votes(register)
    for entity in register.entities:
        if entity.kind == "person":
            told = entity.gender if not _overruled(votes[entity.id], entity.gender) else None
            entity.gender = told or _voted(votes[entity.id]) or listed_gender(entity.name) \
                or _voted(votes[entity.id], least=1)


def gendered_sentences(register: Register) -> dict[str, list[int]]:
    """For each gender, how many of the sentences up to each one have a pronoun of it."""
    marks: dict[str, list[int]] = {g: [0] * (len(register.parse.sentences) + 1) for g in "mf"}
    for sentence in register.parse.sentences:
        for gender in set(_genders_after(register, sentence, sentence.first)):
            marks[gender][sentence.index + 1] = 1
    return {gender: list(accumulate(counts)) for gender, counts in marks.items()}


def _pronoun_votes(register: Register) -> dict[str, Counter[str]]:
    """For each person, the pronouns after the name where nobody else is named near them: in its
    own sentence, and in the next one of the paragraph until somebody is named."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    before: Entity | None = None
    paragraph = -1
    for sentence in register.parse.sentences:
        people = [(use.first, e) for use in register.uses_in(sentence)
                  if (e := register.link(use).candidates[0]).kind == "person"]
        only = len({e.id for _, e in people}) == 1
        if only:
            first, entity = people[0]
            votes[entity.id].update(_genders_after(register, sentence, first))
        elif not people and before is not None and sentence.paragraph == paragraph:
            votes[before.id].update(set(_genders_after(register, sentence, sentence.first)))
        before = people[0][1] if only else before if not people else None
        paragraph = sentence.paragraph
    return votes


def _genders_after(register: Register, sentence: Sentence, first: int) -> list[str]:
    found = (lexicon.pronouns().get(t.lower) for t in register.parse.tokens[first:sentence.last])
    return [p.gender for p in found if p and p.person == 3 and p.gender in ("m", "f")]


def _overruled(votes: Counter[str], told: str | None) -> bool:
    """A title may have been another's of the same surname: Mrs. Gray, when Gray is *he*."""
    return told is not None and votes.total() >= _MANY_VOTES and _voted(votes) not in (None, told)


def _voted(votes: Counter[str], least: int = _VOTES) -> str | None:
    if not votes:
        return None
    gender, count = votes.most_common(1)[0]
    return gender if count >= least and count >= _SHARE * votes.total() else None
