"""Decides who says *I* outside quotation marks where no metadata names the author.

A letter is signed, a narrator gives a name (*I'm Ana Ruiz*, *my name is Ana Ruiz*), and in an
interview printed as questions and answers, the answers are the guest's: the one person whom the
introduction is about. Where none of these holds, nobody is named.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median

from quotes.speakers.entities import Entity, Register
from quotes.speakers.roles import name_head
from quotes.speakers.uses import Use
from quotes.speakers.voices import Voices
from quotes.trees import Parse, Sentence

# A printed interview has at least this many questions, each a paragraph of its own; fewer are
# rhetorical.
_QUESTIONS = 3
# Words of the answer in the middle; turns of mere talk are a line each.
_SHORTEST_ANSWER = 20
# The guest is named at least twice as often as anybody else in the introduction.
_GUEST_LEAD = 2
# A signature is a short last paragraph; anything longer is text.
_LONGEST_SIGNATURE = 8
_LAST_PARAGRAPHS = 3


@dataclass(frozen=True)
class Narrators:
    """Who says I: the document's one narrator, or its guest in paragraphs of answers."""

    narrator: Entity | None
    guest: Entity | None
    answers: frozenset[int]  # paragraphs
    how: str

    def at(self, parse: Parse, token: int) -> Entity | None:
        """Whom *I* means at a token outside quotations."""
        if parse.sentence_of(token).paragraph in self.answers:
            return self.guest
        return None if self.answers else self.narrator


def narrators(register: Register, voices: Voices) -> Narrators:
    """Read the document's layout, introductions and signature once."""
    questions = _questions(register.parse, voices)
    if len(questions) >= _QUESTIONS:
        answers = frozenset(range(questions[0] + 1, _paragraph_count(register.parse)))
        answers -= frozenset(questions)
        printed = _is_printed(register.parse, voices, questions[0], answers)
        guest = _guest(register, questions[0]) if printed else None
        return Narrators(None, guest, answers, "answers of an interview")
    introduced = _introduced(register, voices)
    if introduced is not None:
        return Narrators(introduced, None, frozenset(), "gives this name")
    return Narrators(_signed(register), None, frozenset(), "signature")


def _questions(parse: Parse, voices: Voices) -> list[int]:
    """Paragraphs that end in a question mark outside quotations."""
    ends = {s.paragraph: s.last - 1 for s in parse.sentences}
    return [p for p, last in sorted(ends.items())
            if parse.tokens[last].text.endswith("?") and voices.quote_at(last) is None]


def _is_printed(parse: Parse, voices: Voices, first_question: int,
                answers: frozenset[int]) -> bool:
    """An introduction in nobody's voice, then answers of a paragraph each; talk is shorter."""
    lengths: Counter[int] = Counter()
    for sentence in parse.sentences:
        inside = parse.tokens[sentence.first:sentence.last]
        lengths[sentence.paragraph] += len(inside)
        if sentence.paragraph < first_question and any(
                t.lower == "i" and voices.quote_at(t.index) is None for t in inside):
            return False
    return bool(answers) and median(lengths[p] for p in answers) >= _SHORTEST_ANSWER


def _paragraph_count(parse: Parse) -> int:
    return parse.sentences[-1].paragraph + 1 if parse.sentences else 0


def _guest(register: Register, first_question: int) -> Entity | None:
    """The person whom the introduction names far more often than any other."""
    counts: Counter[str] = Counter()
    people: dict[str, Entity] = {}
    for use in register.uses:
        entity = register.link(use).entity
        if entity and entity.kind == "person" and _surely_a_person(entity) \
                and register.parse.sentence_of(use.first).paragraph < first_question:
            counts[entity.id] += 1
            people[entity.id] = entity
    best = counts.most_common(2)
    if not best or (len(best) > 1 and best[0][1] < _GUEST_LEAD * best[1][1]):
        return None
    return people[best[0][0]]


def _surely_a_person(entity: Entity) -> bool:
    """More than the recogniser's word for it: a title, a role or a gender."""
    return bool(entity.titles or entity.roles or entity.gender)


def _introduced(register: Register, voices: Voices) -> Entity | None:
    """The one person as whom somebody speaks of himself or herself outside quotations."""
    found = {entity.id: entity for use in register.uses
             if (entity := register.link(use).entity) and entity.kind == "person"
             and voices.quote_at(use.first) is None and _is_introduction(register.parse, use)}
    return next(iter(found.values())) if len(found) == 1 else None


def _is_introduction(parse: Parse, use: Use) -> bool:
    head = name_head(parse, use)
    subject = parse.child(head, "nsubj")
    if subject is None or parse.child(head, "cop") is None:
        return False
    mine = parse.child(subject.index, "nmod:poss")
    named = subject.lemma == "name" and mine is not None and mine.lower == "my"
    return subject.lower == "i" or named


def _signed(register: Register) -> Entity | None:
    """The one person named in a short paragraph at the end."""
    parse = register.parse
    last = _paragraph_count(parse)
    if not last or len(parse.tokens) < last * _SHORTEST_ANSWER:
        return None  # talk, line by line: a name at its end signs nothing
    found: dict[str, Entity] = {}
    for sentence in parse.sentences:
        if sentence.paragraph >= last - _LAST_PARAGRAPHS and _is_short(parse, sentence):
            for use in register.uses_in(sentence):
                entity = register.link(use).entity
                if entity and entity.kind == "person" and use.last == sentence.last:
                    found[entity.id] = entity
    return next(iter(found.values())) if len(found) == 1 else None


def _is_short(parse: Parse, sentence: Sentence) -> bool:
    """A line of its own without a verb."""
    inside = parse.tokens[sentence.first:sentence.last]
    return len(inside) <= _LONGEST_SIGNATURE and all(t.upos not in ("VERB", "AUX") for t in inside)
