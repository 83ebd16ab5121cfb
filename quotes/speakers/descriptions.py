"""Decides whom a definite description means: *the commander*, *the 54-year-old*, *the company*.

An entity that the document itself has described so will do if it is the one such entity before
the mention. Else those spoken of before are weighed by what `training/speakers` learnt, and one
wins only by a wide margin; everything else stays a description.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import partial

from quotes import lexicon
from quotes.speakers.entities import Entity, Register
from quotes.speakers.features import Scene, Setting, of_candidates, of_nobody
from quotes.speakers.kinds import noun_kind
from quotes.speakers.memory import Memory, Spoken
from quotes.speakers.mentions import Mention, is_definite, is_plural
from quotes.speakers.names import fold_word
from quotes.speakers.pronouns import Candidate
from quotes.speakers.roles import same_role
from quotes.speakers.voices import Voices
from quotes.speakers.weights import Weights
from quotes.trees import Parse

_AGE = re.compile(r"(\d{1,3})[-\u2010\u2011 ]years?[-\u2010\u2011 ]old", re.IGNORECASE)
# How far back "the company" can reach the body it means; beyond, copy names it again.
_REACH_SENTENCES = 4
_MOST = 8  # candidates
# Whoever is one of these is not what the noun alone says, and the other way round.
_BELOW = frozenset({"vice", "deputy", "assistant", "former", "ex", "late", "acting"})
_MODIFIERS = ("amod", "compound", "nmod:poss", "nmod")


def described(register: Register, memory: Memory,
              mention: Mention) -> tuple[list[Entity], str]:
    """The entities that the document has described so before the mention, and the evidence."""
    age = _AGE.search(_text(register, mention))
    if age:
        people = [e for e in _people(register.entities, mention.head) if age.group(1) in e.ages]
        return people, f"age {age.group(1)}"
    parse = register.parse
    if _is_in_headline(parse, mention):
        return _told_below(register, mention), "headline"
    if is_plural(parse.tokens[mention.head]) or not is_definite(parse, mention.head):
        return [], ""
    lemma = lexicon.fold(parse.tokens[mention.head].lemma)
    people = [e for e in _people(memory.bearers(lemma), mention.head)
              if lemma in e.role_heads or any(map(partial(same_role, lemma), e.role_heads))]
    if people:
        return [e for e in people if _modifiers_agree(register, mention, e)
                and _gender_agrees(lemma, e)], f"role {lemma}"
    kind = noun_kind(parse, mention.head)
    if kind in ("organization", "group") or lemma in lexicon.body_nouns("any"):
        return _bodies(register, mention, lemma), f"body {lemma}"
    return [], ""


def weigh(register: Register, voices: Voices, memory: Memory, mention: Mention,
          weights: Weights) -> list[Candidate]:
    """Whoever a definite description of one may mean, with shares, best first."""
    scene, last = around(register, voices, memory, mention)
    features, nobody = features_of(scene, last, mention)
    strengths = [math.exp(weights.score("noun", f)) for f in features]
    total = sum(strengths) + math.exp(weights.score("noun", nobody))
    found = [Candidate(spoken.entity, f, spoken.token, strength / total)
             for spoken, f, strength in zip(last, features, strengths, strict=True)]
    return sorted(found, key=lambda c: -c.share)


def clear_winner(candidates: list[Candidate], weights: Weights) -> Candidate | None:
    """The best, if it wins by what a name needs."""
    if not candidates or candidates[0].share < weights.limit("noun", "least_share"):
        return None
    lead = candidates[0].share - (candidates[1].share if len(candidates) > 1 else 0)
    return candidates[0] if lead >= weights.limit("noun", "least_lead") else None


def around(register: Register, voices: Voices, memory: Memory,
           mention: Mention) -> tuple[Scene, list[Spoken]]:
    """A description's surroundings, and where each named entity of its kind was spoken of last."""
    parse, head = register.parse, mention.head
    role = lexicon.roles().get(lexicon.fold(parse.tokens[head].lemma))
    setting = Setting(head, frozenset(mention.tokens), (), None, ())
    spoken = [s for s in memory.before(head) if s.token not in setting.own_content]
    scene = Scene(register, voices, memory, setting, spoken, role.gender if role else None)
    kind = noun_kind(parse, head)
    if kind not in ("person", "organization") or is_plural(parse.tokens[head]) \
            or not is_definite(parse, head):
        return scene, []
    told = [Spoken(at, at, e, "name") for e in described(register, memory, mention)[0]
            if (at := e.uses[bisect_left(e.uses, head) - 1]) < head]
    last: dict[int, Spoken] = {}
    for place in (*spoken, *told):
        entity = place.entity
        fits = None in (entity.gender, scene.gender) or entity.gender == scene.gender
        if entity.named and entity.kind == kind and fits:
            last.setdefault(id(entity), place)
    return scene, sorted(last.values(), key=lambda s: -s.token)[:_MOST]


def features_of(scene: Scene, last: list[Spoken], mention: Mention
                ) -> tuple[list[dict[str, float]], dict[str, float]]:
    """What is weighed about each of them, and about nobody."""
    parse = scene.register.parse
    told, _ = described(scene.register, scene.memory, mention) if last else ([], "")
    found = [{**features, "described": float(spoken.entity in told),
              "described_alone": float(told == [spoken.entity])}
             for features, spoken in zip(of_candidates(scene, last), last, strict=True)]
    modified = parse.children(mention.head, "amod", "compound", "nmod", "acl")
    return found, {**of_nobody(scene, last), "none_modified": float(bool(modified)),
                   "none_described": float(bool(told))}


def _is_in_headline(parse: Parse, mention: Mention) -> bool:
    """A noun for one, without an article, in a first line without a full stop."""
    sentence = parse.sentence_of(mention.head)
    return sentence.paragraph == 0 and parse.tokens[sentence.last - 1].upos != "PUNCT" \
        and parse.tokens[mention.head].upos == "NOUN" \
        and not is_plural(parse.tokens[mention.head]) \
        and not parse.children(mention.head, "det", "nmod:poss", "nummod")


def _told_below(register: Register, mention: Mention) -> list[Entity]:
    """Of whom the text says all that the headline's description does: *Norland teacher*, of Ana
    Ruiz, a teacher in Norland. One word would fit too many."""
    parse = register.parse
    words = {fold_word(parse.tokens[i].text) for i in mention.tokens
             if parse.tokens[i].upos not in ("ADP", "PUNCT")}
    if len(words) < 2:
        return []
    found = [e for e in register.entities if e.kind == "person"
             and any(words <= {fold_word(w) for w in re.findall(r"\w+", role)}
                     for role in e.roles)]
    return found if len(found) == 1 else []


def _text(register: Register, mention: Mention) -> str:
    span = register.parse.span(mention.tokens)
    return register.parse.text[span.start:span.end]


def _people(entities: Iterable[Entity], before: int) -> Iterable[Entity]:
    return (e for e in entities
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
    parse, head = register.parse, mention.head
    floor = parse.tokens[head].sentence - _REACH_SENTENCES
    named = []
    for entity in register.bodies(lemma):
        place = bisect_left(entity.uses, head)
        recent = place > 0 and parse.tokens[entity.uses[place - 1]].sentence >= floor
        if recent or (place > 0 and entity.named):
            named.append(entity)
    if named or lemma not in lexicon.body_nouns("any"):
        return named
    # A dateline's agency, or whom a firm talked to, is not "the company".
    return [entity for entity in _near(register, floor, head)
            if lemma in lexicon.press() or not lexicon.is_press_name(entity.name)]


def _near(register: Register, floor: int, before: int) -> list[Entity]:
    """Organisations named from a sentence to a token, in the order of their first names."""
    first = register.parse.sentences[max(0, floor)].first
    found = {id(entity): entity for use in register.uses_between(first, before)
             if (entity := register.link(use).entity) and entity.kind == "organization"}
    return sorted(found.values(), key=lambda entity: entity.uses[0])
