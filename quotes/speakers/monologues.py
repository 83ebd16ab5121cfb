"""Decides whose the voice of a text is that is one person's: a speech, a video, an essay, a letter.

Somebody gives a name (*I'm Ana Ruiz*, *it's Ana here*), the lines before the speech announce
whose it is (*Remarks by Ana Ruiz*), or a byline or a signature tells. By what name the people of
a story call its teller is not asked: they speak to one another too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quotes import lexicon
from quotes.attribution.relation import Attribution
from quotes.speakers.entities import Entity, Register
from quotes.speakers.roles import name_head
from quotes.speakers.voices import Voices
from quotes.trees import Parse, Sentence

_GREETING = 3  # sentences in which a speaker says hello and who it is
# A signature is a short last paragraph; anything longer is text.
_LONGEST_SIGNATURE = 8
_LAST_PARAGRAPHS = 3
_SHORTEST_LINE = 20  # words a paragraph; talk, line by line, is signed by nobody
# The lines that say whose speech follows, and the longest of them.
_HEADING_PARAGRAPHS = 5
_LONGEST_HEADING = 60


def introductions(register: Register, voices: Voices) -> Mapping[int, Entity]:
    """For each paragraph in which somebody says *I'm Ana Ruiz*, who that is."""
    found: dict[int, dict[str, Entity]] = defaultdict(dict)
    for use in register.uses:
        entity = register.link(use).entity
        if entity is not None and voices.quote_at(use.first) is None \
                and _names_itself(register.parse, name_head(register.parse, use),
                                  entity.kind == "person"):
            found[register.parse.sentence_of(use.first).paragraph][entity.id] = entity
    return {p: next(iter(named.values())) for p, named in found.items() if len(named) == 1}


def is_broadcast(parse: Parse) -> bool:
    """Opens by speaking to those who watch a channel: *welcome back to my channel*."""
    opening = [t for s in parse.sentences[:_GREETING] for t in parse.tokens[s.first:s.last]]
    return any(t.lower == "welcome" for t in opening) \
        and any(t.lemma.lower() in lexicon.talk("channel") for t in opening)


def self_named(parse: Parse) -> Iterator[int]:
    """Proper nouns by which a speaker names himself or herself, seen by the recogniser or not."""
    for token in parse.tokens:
        if token.upos == "PROPN" and token.text[:1].isupper() \
                and _names_itself(parse, token.index, person=True):
            yield token.index


def _names_itself(parse: Parse, head: int, person: bool) -> bool:
    """I am *Ana*, my name is *Ana*; in a greeting at the start also it's *Ana*, *Ana* here."""
    greets = parse.tokens[head].sentence < _GREETING
    if greets and (_is_here(parse, head) or _is_announced_here(parse, head)) \
            and any(t.lower in ("i", "my", "i'm") for t in parse.tokens):
        return True
    return person and (_is_predicated(parse, head, greets) or _is_called(parse, head))


def _is_here(parse: Parse, head: int) -> bool:
    """*Ana* here."""
    here = parse.child(head, "advmod", "orphan")
    return here is not None and here.lower == "here" and here.index > head


def _is_announced_here(parse: Parse, head: int) -> bool:
    """It's *Ana* here, where the parser hung the name on *here*; *it's Christmas here* names
    nobody."""
    name = parse.name_at(head)
    if name is None or name.type != "PERSON":
        return False
    here = parse.tokens[parse.tokens[head].head] if parse.tokens[head].head >= 0 else None
    if here is None or here.lower != "here" or here.index < head:
        return False
    subject = parse.child(here.index, "nsubj")
    return subject is not None and subject.lower in ("it", "this") \
        and subject.index < head and parse.child(here.index, "cop") is not None


def _is_predicated(parse: Parse, head: int, greets: bool) -> bool:
    subject = parse.child(head, "nsubj")
    if subject is None or parse.child(head, "cop") is None or parse.child(head, "case"):
        return False
    negated = any(t.lower in ("not", "n't", "n\u2019t") for t in parse.children(head, "advmod"))
    mine = parse.child(subject.index, "nmod:poss")
    named = subject.lemma == "name" and mine is not None and mine.lower == "my"
    greeting = subject.lower in ("it", "this") and greets and any(
        t.upos == "INTJ" or t.lower in ("hey", "hi", "hello") for t in parse.tokens[:head])
    return (subject.lower == "i" or named or greeting) and not negated


def _is_called(parse: Parse, head: int) -> bool:
    """Call me *Ana*, they call me *Ana*."""
    token = parse.tokens[head]
    verb = parse.tokens[token.head] if token.head >= 0 else None
    if verb is None or verb.lemma.lower() != "call" or token.relation not in ("xcomp", "obj"):
        return False
    return any(t.lower == "me" and t.index < head for t in parse.children(verb.index, "obj",
                                                                         "iobj"))


def announced_speaker(register: Register) -> Entity | None:
    """The one person whose speech the lines at the top say that this is."""
    parse = register.parse
    found: dict[str, Entity] = {}
    for sentence in parse.sentences:
        if sentence.paragraph >= _HEADING_PARAGRAPHS \
                or sentence.last - sentence.first > _LONGEST_HEADING \
                or any(t.lower == "i" for t in parse.tokens[sentence.first:sentence.last]):
            break
        for use in register.uses_in(sentence):
            entity = register.link(use).entity
            if entity and entity.kind == "person" and _has_speech(parse, name_head(parse, use)):
                found[entity.id] = entity
    return next(iter(found.values())) if len(found) == 1 else None


def _has_speech(parse: Parse, head: int) -> bool:
    """Remarks *by Ana Ruiz*, *Ana Ruiz's* speech, *Ana Ruiz* delivered remarks."""
    token = parse.tokens[head]
    while token.head >= 0 and (token.relation in ("appos", "flat", "conj")
                               or token.deprel == "nmod:desc"):
        token = parse.tokens[token.head]
    governor = parse.tokens[token.head] if token.head >= 0 else None
    if governor is None:
        return False
    if governor.lemma.lower() in lexicon.talk("speech"):
        case = parse.child(token.index, "case")
        return token.deprel == "nmod:poss" or (
            case is not None and case.lower in ("by", "from", "of"))
    objects = parse.children(governor.index, "obj")
    return token.deprel == "nsubj" and governor.lemma.lower() in lexicon.talk("delivering") \
        and any(t.lemma.lower() in lexicon.talk("speech") for t in objects)


def bylined(register: Register, attributions: Sequence[Attribution]) -> Entity | None:
    """The one person of a line *By Ana Ruiz* at the top; but who takes part in the dialogue as
    *I* is the teller of a story, and not its author."""
    parse = register.parse
    if sum(a.type == "direct" and _is_mine(parse, a.source) for a in attributions) > 1:
        return None
    for sentence in parse.sentences:
        if sentence.paragraph >= _HEADING_PARAGRAPHS:
            return None
        uses = register.uses_in(sentence)
        whole = sentence.last - sentence.first <= _LONGEST_SIGNATURE
        if whole and len(uses) == 1 and parse.tokens[sentence.first].lower == "by" \
                and uses[0].first == sentence.first + 1:
            entity = register.link(uses[0]).entity
            return entity if entity and entity.kind == "person" else None
    return None


def signature(parse: Parse) -> list[int]:
    """The tokens of a last line that holds a name only, under a closing phrase with a comma."""
    if len(parse.sentences) < 2:
        return []
    line, before = parse.sentences[-1], parse.sentences[-2]
    tokens = parse.tokens[line.first:line.last]
    closed = before.paragraph < line.paragraph and parse.tokens[before.last - 1].text == ","
    named = all(t.upos == "PROPN" and t.text[:1].isupper() for t in tokens)
    return [t.index for t in tokens] if closed and named and len(tokens) <= 4 else []


def signed(register: Register) -> Entity | None:
    """The one person named in a short paragraph at the end."""
    parse = register.parse
    last = parse.sentences[-1].paragraph + 1 if parse.sentences else 0
    for token in signature(parse)[:1]:
        use = register.use_at(token)
        entity = register.link(use).entity if use else None
        if entity and entity.kind == "person":
            return entity
    if not last or len(parse.tokens) < last * _SHORTEST_LINE:
        return None  # talk, line by line: a name at its end signs nothing
    bare, stopped = ({e.id: e for e in _last_lines(register, last, stop)} for stop in (False, True))
    found = bare or stopped
    return next(iter(found.values())) if len(found) == 1 else None


def _last_lines(register: Register, last: int, stop: bool) -> Iterator[Entity]:
    """The people whose names end a short line at the end, with a full stop or without one."""
    parse = register.parse
    for sentence in reversed(parse.sentences):
        if sentence.paragraph < last - _LAST_PARAGRAPHS:
            return
        if _is_short(parse, sentence):
            for use in register.uses_in(sentence):
                entity = register.link(use).entity
                ends = [t.text for t in parse.tokens[use.last:sentence.last]]
                if entity and entity.kind == "person" and ends == ["."] * stop:
                    yield entity


def _is_short(parse: Parse, sentence: Sentence) -> bool:
    """A line of its own without a verb."""
    inside = parse.tokens[sentence.first:sentence.last]
    return len(inside) <= _LONGEST_SIGNATURE and all(t.upos not in ("VERB", "AUX") for t in inside)


def _is_mine(parse: Parse, source: Iterable[int]) -> bool:
    return any(parse.tokens[i].lower == "i" for i in source)
