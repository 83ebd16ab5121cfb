"""Decides who says *I* outside quotation marks where the text tells; else it is the author that
the metadata name, who may only have written down what somebody else tells.

A letter is signed, a narrator gives a name (*I'm Ana Ruiz*, *my name is Ana Ruiz*), and in an
interview printed as questions and answers, the answers are the guest's: the one person whom the
introduction is about. Where none of these holds, nobody is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from quotes import lexicon
from quotes.attribution.relation import Attribution
from quotes.speakers import floors, monologues
from quotes.speakers.entities import Entity, Register
from quotes.speakers.names import listed_gender
from quotes.speakers.roles import name_head
from quotes.speakers.uses import Use
from quotes.speakers.voices import Voices
from quotes.trees import Parse, Token

# A printed interview has at least this many questions, each a paragraph of its own; fewer are
# rhetorical, unless the text calls itself an interview.
_QUESTIONS = 3
_ANNOUNCED_QUESTIONS = 1
# Words of the answer in the middle; turns of mere talk are a line each.
_SHORTEST_ANSWER = 20
_SHORTEST_ANNOUNCED = 8  # an interview announced as one may have lists in its answers
# A question, or a remark of the interviewer's, has no more words than this: answers are longer.
_LONGEST_QUESTION = 80
# The guest is named at least twice as often as anybody else in the introduction.
_GUEST_LEAD = 2
_DASHES = frozenset({"-", "--", "\u2013", "\u2014", "\u2015"})


@dataclass(frozen=True)
class Narrators:
    """Who says I: the document's one narrator, its guest in paragraphs of answers, or whoever
    gives a name in a paragraph."""

    narrator: Entity | None = None
    guest: Entity | None = None
    answers: frozenset[int] = frozenset()  # paragraphs
    how: str = ""
    questions: frozenset[int] = frozenset()  # paragraphs in which *you* is the guest
    turns: Mapping[int, Entity] = field(default_factory=dict)  # by paragraph
    asked: Mapping[int, Entity] = field(default_factory=dict)  # whom *you* means, by paragraph
    interviewer: Entity | None = None  # who says I in the questions
    asking: frozenset[int] = frozenset()  # paragraphs of the interviewer's: questions, the opening

    def at(self, parse: Parse, token: int) -> Entity | None:
        """Whom *I* means at a token outside quotations."""
        paragraph = parse.sentence_of(token).paragraph
        if paragraph in self.turns:
            return self.turns[paragraph]
        if self.interviewer is not None and paragraph in self.asking:
            return self.interviewer
        return self.guest if paragraph in self.answers else self.narrator

    def you_at(self, parse: Parse, token: int) -> Entity | None:
        """Whom *you* means at a token outside quotations: in an interviewer's question, the
        guest; else whoever has the floor."""
        paragraph = parse.sentence_of(token).paragraph
        return self.guest if paragraph in self.questions else self.asked.get(paragraph)

    def may_be_author(self, parse: Parse, token: int) -> bool:
        """In an interview the author asks: what is no question may be the guest's."""
        return not self.answers or parse.sentence_of(token).paragraph in self.questions


def pulled_of(register: Register, narrators: Narrators, attribution: Attribution) -> Entity | None:
    """The guest, of a quotation of nobody's that stands as a paragraph of its own in an interview:
    the guest's words printed large, with or without the name behind a dash."""
    parse, guest = register.parse, narrators.guest
    if guest is None or attribution.source or len(attribution.content) != 1:
        return None
    quoted = frozenset(parse.tokens_in(attribution.content[0]))
    paragraphs = {parse.sentence_of(i).paragraph for i in quoted}
    around = [t for s in parse.sentences if s.paragraph in paragraphs
              for t in parse.tokens[s.first:s.last]
              if t.index not in quoted and t.upos != "PUNCT"]
    return guest if len(paragraphs) == 1 and _is_signed(register, around, guest) else None


def _is_signed(register: Register, around: Sequence[Token], guest: Entity) -> bool:
    """Nothing beside the quotation, or a dash and the guest's name, whatever else that says."""
    if not around:
        return True
    use = register.use_at(around[0].index)
    dash = around[0].index > 0 and register.parse.tokens[around[0].index - 1].text in _DASHES
    return dash and use is not None and register.link(use).entity is guest


def narrators(register: Register, voices: Voices,
              attributions: Sequence[Attribution]) -> Narrators:
    """Read the document's layout, introductions and signature once."""
    parse = register.parse
    lengths = Counter(parse.sentence_of(t.index).paragraph for t in parse.tokens)
    questions = _questions(parse, voices, lengths)
    announced = _announced(register, questions[0]) if questions else {}
    floor = floors.floor(register, voices)
    turns = {**floor.turns, **monologues.introductions(register, voices)}
    if announced is None:  # an interview, but it does not say with whom: a topic is no guest
        return Narrators(turns=turns, how="gives this name", asked=floor.asked)
    if len(questions) >= (_ANNOUNCED_QUESTIONS if announced else _QUESTIONS):
        printed = _interview(register, voices, questions, lengths, announced)
        if printed is not None:
            return printed
        long = bool(lengths) and median(lengths.values()) >= _SHORTEST_ANSWER
        return replace(_talk(register, turns, long), asked=floor.asked)
    # Whoever gives a name is asked, asks, or is spoken to.
    if turns and (questions or floors.are_called(register, voices, turns.values())):
        return replace(_talk(register, turns, long=False), asked=floor.asked)
    return _monologue(register, attributions, turns)


def _talk(register: Register, turns: Mapping[int, Entity], long: bool) -> Narrators:
    """Several voices, or one that asks: only a channel's own and an announced speaker's run
    through it, whoever else gives a name says I in that paragraph alone."""
    speaker = monologues.announced_speaker(register) if long else None
    if speaker is not None:
        return Narrators(speaker, how="announced speaker")
    host = _only(turns) if monologues.is_broadcast(register.parse) else None
    return Narrators(host, how="gives this name or has the floor", turns=turns)


def _monologue(register: Register, attributions: Sequence[Attribution],
               turns: Mapping[int, Entity]) -> Narrators:
    if turns:
        return Narrators(_only(turns), how="gives this name", turns=turns)
    for how, found in (("announced speaker", monologues.announced_speaker(register)),
                       ("byline", monologues.bylined(register, attributions)),
                       ("signature", monologues.signed(register))):
        if found is not None:
            return Narrators(found, how=how)
    return Narrators()


def _only(turns: Mapping[int, Entity]) -> Entity | None:
    named = {entity.id: entity for entity in turns.values()}
    return next(iter(named.values())) if len(named) == 1 else None


def _questions(parse: Parse, voices: Voices, lengths: Counter[int]) -> list[int]:
    """Short paragraphs that end in a question mark outside quotations."""
    ends = {s.paragraph: s.last - 1 for s in parse.sentences}
    return [p for p, last in sorted(ends.items())
            if parse.tokens[last].text.endswith("?") and voices.quote_at(last) is None
            and lengths[p] <= _LONGEST_QUESTION]


def _interview(register: Register, voices: Voices, questions: list[int], lengths: Counter[int],
               announced: dict[str, bool]) -> Narrators | None:
    parse = register.parse
    start = _start(parse, voices, questions[0]) if announced else questions[0] + 1
    rest = frozenset(range(start, _paragraph_count(parse))) - frozenset(questions)
    enough = _SHORTEST_ANNOUNCED if announced else _SHORTEST_ANSWER
    printed = bool(rest) and median(lengths[p] for p in rest) >= enough \
        and (bool(announced) or _start(parse, voices, questions[0]) >= questions[0])
    if not printed:
        return None
    guest = _guest(register, min(start, questions[0]), announced)
    remarks = _remarks(parse, lengths)
    # A question right behind a question may be an answer that asks back.
    asking = frozenset(q for q in questions if q - 1 not in questions) | (remarks & {start})
    return Narrators(None, guest, rest - remarks, "answers of an interview",
                     frozenset(questions), interviewer=_interviewer(register, guest, start),
                     asking=asking)


def _announced(register: Register, first_question: int) -> dict[str, bool] | None:
    """The people named in a sentence before the questions that speaks of an interview, and
    whether it says that they were interviewed; None where such a sentence names nobody."""
    parse = register.parse
    found: dict[str, bool] = {}
    spoken_of = False
    unnamed: list[str] = []
    before: list[Use] = []
    for sentence in parse.sentences:
        if sentence.paragraph >= first_question:
            break
        people = [u for u in register.uses_in(sentence)
                  if (e := register.link(u).entity) and e.kind == "person"]
        inside = parse.tokens[sentence.first:sentence.last]
        speaks = any(t.lemma.lower() == "interview" for t in inside)
        spoken_of = spoken_of or speaks
        # Wikinews interviewed *her*: whom the sentence before is about
        met = [u for u in people if _is_interviewed(register, u)]
        met += [u for u in _topic(parse, before) if any(
            t.lower in ("him", "her") and _is_met(register, t.index) for t in inside)]
        for use in met or ([u for u in people if _leads(parse, u)] if speaks else []):
            person = register.link(use).candidates[0].id
            found[person] = found.get(person, False) or bool(met)
        unnamed += [_noun(parse, t) for t in inside if _is_unnamed_guest(register, t)]
        before = people
    # *We interviewed one of the owners*: the guest is that one, not who else gave an interview.
    kept = {person: said for person, said in found.items() if said or not unnamed}
    if unnamed and not kept:
        kept = _of_role(register, first_question, unnamed[0])
    return (kept or None) if spoken_of else {}


def _noun(parse: Parse, token: Token) -> str:
    """*Owner*, of *the owner* or of *one of the owners*."""
    part = parse.child(token.index, "nmod") if token.lower == "one" else None
    return lexicon.fold((part or token).lemma)


def _of_role(register: Register, first_question: int, noun: str) -> dict[str, bool]:
    """The one person whom the text before the questions calls that."""
    found = {e.id: True for e in register.entities
             if e.kind == "person" and noun in e.role_heads and e.uses
             and register.parse.sentence_of(e.uses[0]).paragraph < first_question}
    return found if len(found) == 1 else {}


def _topic(parse: Parse, people: list[Use]) -> list[Use]:
    """The only person of a sentence, or its only subject."""
    if len(people) == 1:
        return people
    subjects = [u for u in people if parse.tokens[name_head(parse, u)].deprel == "nsubj"]
    return subjects if len(subjects) == 1 else []


def _is_unnamed_guest(register: Register, token: Token) -> bool:
    """The object of *interviewed*, if no person's name and no pronoun for one."""
    governor = register.parse.tokens[token.head] if token.head >= 0 else None
    use = register.use_at(token.index)
    named = use is not None and register.link(use).candidates[0].kind == "person"
    return governor is not None and governor.lemma.lower() == "interview" \
        and token.deprel == "obj" and not named and token.lower not in ("him", "her", "them")


def _leads(parse: Parse, use: Use) -> bool:
    """What the sentence is about (*Ana Ruiz: an interview*) or who gives the interview; no
    topic of it."""
    token = parse.tokens[name_head(parse, use)]
    if token.relation == "nsubj" and token.head >= 0:
        return any(t.lemma.lower() == "interview" for t in parse.children(token.head, "obl", "obj"))
    return token.relation in ("root", "parataxis", "appos")


def _is_interviewed(register: Register, use: Use) -> bool:
    """Interviewed *Ana*, an interview with *Ana*, *Ana* was interviewed, spoke with *Ana*."""
    parse, head = register.parse, name_head(register.parse, use)
    while parse.tokens[head].relation in ("appos", "flat", "compound") \
            or parse.tokens[head].deprel == "nmod:desc":
        if parse.tokens[head].head < 0:
            return False
        head = parse.tokens[head].head
    return _is_met(register, head)


def _is_met(register: Register, head: int) -> bool:
    parse, token = register.parse, register.parse.tokens[head]
    governor = parse.tokens[token.head] if token.head >= 0 else None
    case = parse.child(head, "case")
    if governor is None:
        return False
    if governor.lemma.lower() == "interview":
        return token.deprel in ("obj", "nsubj:pass") or (case is not None and case.lower == "with")
    # Where a person sat down with a person, either may be the guest.
    subject = parse.child(governor.index, "nsubj")
    host = register.use_at(subject.index) if subject else None
    return governor.lemma.lower() in lexicon.talk("meeting") \
        and case is not None and case.lower in ("with", "to") \
        and subject is not None and subject.upos != "PRON" \
        and (host is None or register.link(host).candidates[0].kind != "person")


def _interviewer(register: Register, guest: Entity | None, start: int) -> Entity | None:
    """The one person of whom the introduction says that he or she interviewed the guest, or that
    they sat down with one another for an interview."""
    found: dict[str, Entity] = {}
    for sentence in register.parse.sentences:
        if sentence.paragraph >= start:
            break
        met = [e for use in register.uses_in(sentence)
               if (e := register.link(use).entity) and e.kind == "person"
               and _takes_part(register.parse, name_head(register.parse, use))]
        if guest in met:
            found.update({e.id: e for e in met if e is not guest})
    return next(iter(found.values())) if len(found) == 1 else None


def _takes_part(parse: Parse, head: int) -> bool:
    """Who *interviewed* whom; who *sat down* with whom, for an interview."""
    token = parse.tokens[head]
    governor = parse.tokens[token.head] if token.head >= 0 else None
    if governor is None or governor.upos != "VERB":
        return False
    if governor.lemma.lower() == "interview":
        return token.deprel in ("nsubj", "obj", "nsubj:pass", "obl:agent")
    case = parse.child(head, "case")
    beside = token.deprel == "nsubj" or (
        token.deprel == "obl" and case is not None and case.lower in ("with", "to"))
    return governor.lemma.lower() in lexicon.talk("meeting") and beside and any(
        t.lemma.lower() == "interview" for t in parse.children(governor.index, "obl", "advcl"))


def _start(parse: Parse, voices: Voices, first_question: int) -> int:
    """The first paragraph in which somebody says I or you, outside quotations and headings."""
    spoken = (parse.sentence_of(t.index).paragraph for t in parse.tokens
              if t.lower in ("i", "you", "your", "my") and voices.quote_at(t.index) is None
              and parse.tokens[parse.sentence_of(t.index).last - 1].upos == "PUNCT")
    return min(next(spoken, first_question), first_question)


def _remarks(parse: Parse, lengths: Counter[int]) -> frozenset[int]:
    """Short paragraphs that speak to *you*: the interviewer's as likely as the guest's."""
    addressed = {parse.sentence_of(t.index).paragraph for t in parse.tokens
                 if t.lower in ("you", "your")}
    return frozenset(p for p in addressed if lengths[p] <= _LONGEST_QUESTION)


def _paragraph_count(parse: Parse) -> int:
    return parse.sentences[-1].paragraph + 1 if parse.sentences else 0


def _guest(register: Register, first_question: int, announced: dict[str, bool]
           ) -> Entity | None:
    """The one person said to be interviewed, else whom the introduction names far more often
    than any other."""
    counts: Counter[str] = Counter()
    people: dict[str, Entity] = {}
    for use in register.uses:
        entity = register.link(use).entity
        if entity and entity.kind == "person" and _surely_a_person(entity, announced) \
                and register.parse.sentence_of(use.first).paragraph < first_question \
                and not _is_credited(register.parse, use):
            counts[entity.id] += 1
            people[entity.id] = entity
    said = [i for i in counts if announced.get(i)]
    if len(said) == 1:
        return people[said[0]]
    best = counts.most_common(2)
    if not best or (len(best) > 1 and best[0][1] < _GUEST_LEAD * best[1][1]):
        return None
    return people[best[0][0]] if not announced or best[0][0] in announced else None


def _is_credited(parse: Parse, use: Use) -> bool:
    """Photo: *Ana Ruiz*; image by *Ana Ruiz*."""
    before = [t.lemma.lower() for t in parse.tokens[max(0, use.first - 2):use.first]]
    return len(before) == 2 and before[0] in lexicon.talk("picture") \
        and before[1] in (":", "by", "/")


def _surely_a_person(entity: Entity, announced: dict[str, bool]) -> bool:
    """More than the recogniser's word for it: a title, a role, a gender, an interview, or a
    listed first name with a surname."""
    return bool(announced or entity.titles or entity.roles or entity.gender
                or (" " in entity.name and listed_gender(entity.name)))
