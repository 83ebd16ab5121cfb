"""Decides who says *I* in talk without labels, where somebody is given the floor.

*Mr. Ruiz, please proceed* gives the next paragraph to Ruiz, and what follows right upon a question
from then on is an answer of whoever has the floor, to whom the question says *you*. All else in
such a talk may be anybody's.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from quotes import lexicon
from quotes.speakers.entities import Entity, Register
from quotes.speakers.roles import name_head
from quotes.speakers.uses import Use
from quotes.speakers.voices import Voices
from quotes.trees import Parse, Sentence, Token

# How parsers hang a name that is called, if not as a vocative.
_LOOSE = frozenset({"discourse", "parataxis", "dislocated", "dep", "root"})
# A paragraph that gives somebody the floor does nothing else.
_LONGEST_CALL = 20  # words


@dataclass(frozen=True, slots=True)
class Floor:
    """For each paragraph that is surely somebody's, whose it is; and for each that asks somebody
    a question, whom."""

    turns: Mapping[int, Entity] = field(default_factory=dict)
    asked: Mapping[int, Entity] = field(default_factory=dict)


def floor(register: Register, voices: Voices) -> Floor:
    """Who has the floor in which paragraph; nobody where the text gives it to nobody."""
    called = _called(register, voices)
    if not called:
        return Floor()
    asking = _asking(register.parse, voices, called)
    holder: Entity | None = None
    turns: dict[int, Entity] = {}
    asked: dict[int, Entity] = {}
    for paragraph in range(1, register.parse.sentences[-1].paragraph + 1):
        holder = called.get(paragraph - 1, holder)
        begins = paragraph - 1 in called
        if holder and paragraph not in asking and paragraph not in called \
                and (begins or paragraph - 1 in asking):
            turns[paragraph] = holder
            if not begins:
                asked[paragraph - 1] = holder
    return Floor(turns, asked)


def _asking(parse: Parse, voices: Voices, called: Container[int]) -> frozenset[int]:
    """Paragraphs that end in a question, and those that ask *you* one but right after such a
    paragraph, where it may be an answer that asks back."""
    ends = {s.paragraph: _is_question(parse, voices, s) for s in parse.sentences}
    found = {paragraph for paragraph, asks in ends.items() if asks}
    told = {s.paragraph for s in parse.sentences if _is_question(parse, voices, s)
            and any(t.lower == "you" for t in parse.tokens[s.first:s.last])}
    for paragraph in sorted(told):
        if paragraph - 1 not in found and paragraph - 1 not in called:
            found.add(paragraph)
    return frozenset(found)


def _is_question(parse: Parse, voices: Voices, sentence: Sentence) -> bool:
    last = sentence.last - 1
    return parse.tokens[last].text.endswith("?") and voices.quote_at(last) is None


def _called(register: Register, voices: Voices) -> Mapping[int, Entity]:
    """The paragraphs that give one person the floor."""
    found: dict[int, dict[str, Entity]] = {}
    for use in register.uses:
        entity = register.link(use).entity
        sentence = register.parse.sentence_of(use.first)
        if entity and entity.kind == "person" and voices.quote_at(use.first) is None \
                and is_vocative(register.parse, use) and _gives_floor(register.parse, sentence):
            found.setdefault(sentence.paragraph, {})[entity.id] = entity
    return {p: next(iter(people.values())) for p, people in found.items() if len(people) == 1}


def _gives_floor(parse: Parse, sentence: Sentence) -> bool:
    inside = parse.tokens[sentence.first:sentence.last]
    if len(inside) > _LONGEST_CALL:
        return False
    verbs = [t for t in inside if t.lemma.lower() in lexicon.talk("floor") and t.upos == "VERB"]
    ahead = any(a.lower == "go" and b.lower == "ahead"
                for a, b in pairwise(inside))
    asked = any(_is_asked_of(parse, verb) for verb in verbs)
    return ahead or asked or any(t.lower == "floor" for t in inside)


def _is_asked_of(parse: Parse, verb: Token) -> bool:
    """*Please proceed*, *you may begin*."""
    subject = parse.child(verb.index, "nsubj")
    return subject is None or subject.lower == "you"


def is_vocative(parse: Parse, use: Use) -> bool:
    """By its relation, or set apart: *Ana, come here*; *come here, Ana!*"""
    relation = parse.tokens[name_head(parse, use)].relation
    if relation == "vocative" or relation not in _LOOSE:
        return relation == "vocative"
    start = use.first - sum(len(t.split()) for t in use.titles)
    sentence = parse.sentence_of(use.first)
    before = parse.tokens[start - 1].text if start > sentence.first else ""
    after = parse.tokens[use.last].text if use.last < sentence.last else ""
    return (before == "" and after in (",", "!")) \
        or (before == "," and after in (",", "!", "?", "."))


def are_called(register: Register, voices: Voices, people: Iterable[Entity]) -> bool:
    """Somebody calls one of them by name, outside quotations: there is another voice."""
    wanted = {entity.id for entity in people}
    return any((entity := register.link(use).entity) and entity.id in wanted
               and voices.quote_at(use.first) is None and is_vocative(register.parse, use)
               for use in register.uses)


def called_to(register: Register, voices: Voices, token: int) -> Entity | None:
    """Whom *you* at a token means by a name called in its sentence: *Ana, you said so*."""
    found = {entity.id: entity
             for use in register.uses_in(register.parse.sentence_of(token))
             if (entity := register.link(use).entity) and entity.kind == "person"
             and voices.quote_at(use.first) == voices.quote_at(token)
             and is_vocative(register.parse, use)}
    return next(iter(found.values())) if len(found) == 1 else None
