"""Decides whom a pronoun of the third person means, or that the text leaves it open.

Grammar excludes (number, gender, animacy, names inside the words attributed); what is left is
weighed by `lexicon/speaker_weights.tsv`, and a candidate wins only by a margin.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from quotes import lexicon
from quotes.records import Kind
from quotes.speakers.entities import Entity, Register
from quotes.speakers.roles import name_head
from quotes.speakers.turns import agrees
from quotes.speakers.uses import Use
from quotes.speakers.voices import Voices
from quotes.trees import Parse, Token

# How far back a pronoun reaches: beyond it news copy names people anew.
_REACH_SENTENCES = 20
_REACH_USES = 40
# The winner's share, and its lead over the second, below which it is nobody: a wrong name is
# worse than none.
LEAST_SHARE = 0.5
LEAST_LEAD = 0.2
# The lead where nobody who could be meant has spoken, or two names vie for the last speaker.
CONTESTED_LEAD = 0.6
_THEY = frozenset({"they", "them", "their", "theirs", "themselves", "'em"})
_IT = frozenset({"it", "its", "itself"})
_SUBJECTS = frozenset({"nsubj", "csubj"})
_EMBEDDED = frozenset({"nmod", "compound", "amod", "flat", "acl"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entity that grammar allows, with what speaks for it."""

    entity: Entity
    features: Mapping[str, float]
    position: int  # where it was last spoken of
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a pronoun stands: its token, its attribution's own content, and who spoke."""

    token: int
    own_content: frozenset[int]
    last_speakers: tuple[tuple[int, Entity], ...]  # token and entity, latest first
    parent_speaker: Entity | None
    barred: tuple[Entity, ...]  # whoever cannot be meant: speaker of the enclosing quotation
    # for each gender, running counts of the sentences with a pronoun of it
    gendered: Mapping[str, list[int]] = field(default_factory=dict)
    contested: Entity | None = None  # whom the last speaker may be under another name
    asked: tuple[int, Entity] | None = None  # to whom the attribution before put a question
    inner: bool = False  # inside the reported words of somebody


@cache
def weights() -> Mapping[str, float]:
    """The weight of each feature."""
    text = (files("quotes") / "lexicon" / "speaker_weights.tsv").read_text("utf-8")
    rows = lexicon.read_rows(text.split("\n"), "lexicon/speaker_weights.tsv")
    return {row["feature"]: float(row["weight"]) for row in rows}


def agreeing_kinds(form: str) -> frozenset[Kind]:
    """The kinds of entity that the pronoun can mean."""
    pronoun = lexicon.pronouns().get(form)
    if pronoun and pronoun.gender in ("m", "f"):
        return frozenset({"person"})
    if form in _THEY:
        return frozenset({"group", "organization"})
    return frozenset({"organization", "document"}) if form in _IT else frozenset()


def rank(register: Register, voices: Voices, setting: Setting) -> list[Candidate]:
    """The candidates with their shares, best first."""
    form = register.parse.tokens[setting.token].lower
    pronoun = lexicon.pronouns().get(form)
    gender = pronoun.gender if pronoun and pronoun.gender in ("m", "f") else None
    kinds = agreeing_kinds(form)
    found: dict[str, Candidate] = {}
    for position, use, entity in _in_reach(register, setting):
        fits = entity.kind in kinds and entity not in setting.barred
        if fits and entity.gender in (None, gender) and entity.id not in found:
            features = _features(register, voices, setting, entity, position, use)
            found[entity.id] = Candidate(entity, features | {"gender_known": float(
                gender is not None and entity.gender == gender)}, position)
    return _shared(list(found.values()))


def decide(register: Register, setting: Setting, candidates: list[Candidate]) -> Entity | None:
    """The winner, if it wins clearly."""
    if not candidates:
        return None
    lead = candidates[0].share - (candidates[1].share if len(candidates) > 1 else 0)
    clear = candidates[0].share >= LEAST_SHARE and lead >= _needed(register, setting, candidates)
    return candidates[0].entity if clear else None


def _needed(register: Register, setting: Setting, candidates: list[Candidate]) -> float:
    """The lead that the winner needs over the second."""
    if len(candidates) < 2:
        return LEAST_LEAD
    best, second = candidates[:2]
    spoke = any(best.features.get(n) for n in ("last_speaker_here", "last_speaker_before",
                                               "parent_speaker", "asked"))
    tokens = register.parse.tokens
    beside = tokens[best.position].sentence == tokens[second.position].sentence \
        and tokens[setting.token].sentence != tokens[best.position].sentence
    inner = setting.inner and not spoke
    vies = setting.contested in (best.entity, second.entity) and setting.contested is not None
    return CONTESTED_LEAD if vies or inner or (beside and not spoke) else LEAST_LEAD


def score(features: Mapping[str, float]) -> float:
    """The candidate's log-odds."""
    return sum(weights()[name] * value for name, value in features.items())


def _shared(candidates: list[Candidate]) -> list[Candidate]:
    total = math.exp(weights()["none"]) + sum(math.exp(score(c.features)) for c in candidates)
    shared = [replace(c, share=math.exp(score(c.features)) / total)
              for c in candidates]
    return sorted(shared, key=lambda c: -c.share)


def _in_reach(register: Register,
              setting: Setting) -> list[tuple[int, Use | None, Entity]]:
    """Where entities were last spoken of before the pronoun, latest first."""
    tokens = register.parse.tokens
    floor = tokens[setting.token].sentence - _REACH_SENTENCES
    place = bisect_left(register.uses, setting.token, key=lambda use: use.first)
    found: list[tuple[int, Use | None, Entity]] = []
    for use in reversed(register.uses[max(0, place - _REACH_USES):place]):
        entity = register.link(use).entity
        if entity and use.first not in setting.own_content \
                and tokens[use.first].sentence >= floor:
            found.append((use.first, use, entity))
    spoke = (*setting.last_speakers, *((setting.asked,) if setting.asked else ()))
    found += [(token, None, entity) for token, entity in spoke
              if tokens[token].sentence >= floor]
    return sorted(found, key=lambda item: -item[0])


def _features(register: Register, voices: Voices, setting: Setting, entity: Entity,
              position: int, use: Use | None) -> dict[str, float]:
    tokens = register.parse.tokens
    here, there = tokens[setting.token], tokens[position]
    paragraphs = [register.parse.sentences[t.sentence].paragraph for t in (here, there)]
    used = bisect_left(entity.uses, setting.token)
    features = {
        "per_sentence": float(_silence(setting, here, there)),
        "same_sentence": float(here.sentence == there.sentence),
        "same_paragraph": float(paragraphs[0] == paragraphs[1]),
        "per_doubling": math.log2(1 + used),
        "other_voice": float(voices.quote_at(position) != voices.quote_at(setting.token)),
        "parent_speaker": float(entity is setting.parent_speaker),
    }
    features["asked"] = float(setting.asked is not None and setting.asked[1] is entity)
    features.update(_speaker_features(register, setting, entity))
    features.update(_place_features(register, use))
    features["took_over"] = float(_took_over(register, voices, setting, entity, use))
    return features


def _silence(setting: Setting, here: Token, there: Token) -> int:
    """Sentences between the two in which no pronoun of that gender kept anybody in mind."""
    pronoun = lexicon.pronouns().get(here.lower)
    counts = setting.gendered.get(pronoun.gender or "") if pronoun else None
    between = here.sentence - there.sentence
    if counts is None or between < 2:
        return between
    return between - (counts[here.sentence] - counts[there.sentence + 1])


def _speaker_features(register: Register, setting: Setting, entity: Entity) -> dict[str, float]:
    """Whether the entity spoke last, and how far back."""
    if not setting.last_speakers \
            or entity not in (setting.last_speakers[0][1], setting.contested):
        return {}
    parse = register.parse
    if setting.asked is not None and setting.asked[1] is not entity \
            and parse.sentence_of(setting.asked[0]) == parse.sentence_of(setting.token):
        return {}  # he asked the referee, and he said: nobody answers his own question
    back = parse.sentence_of(setting.token).paragraph \
        - parse.sentence_of(setting.last_speakers[0][0]).paragraph
    names = ("last_speaker_here", "last_speaker_before")
    return {names[back] if back < len(names) else "last_speaker_far": 1.0}


def _took_over(register: Register, voices: Voices, setting: Setting, entity: Entity,
               use: Use | None) -> bool:
    """The subject of a sentence of its own after the last speaker's, right before the pronoun's:
    *The mayor said so. Rosa Marin disagreed.*"""
    parse = register.parse
    pronoun = lexicon.pronouns().get(parse.tokens[setting.token].lower)
    if use is None or pronoun is None or pronoun.gender not in ("m", "f") \
            or not setting.last_speakers or setting.last_speakers[0][1] is entity \
            or not agrees(setting.last_speakers[0][1], pronoun.gender):
        return False
    head = _phrase_head(parse, use)
    before, speaker = setting.last_speakers[0]
    sentences = [parse.tokens[i].sentence for i in (before, use.first, setting.token)]
    main = head.relation == "nsubj" and head.head >= 0 \
        and parse.tokens[head.head].relation == "root"
    return main and sentences[0] < sentences[1] == sentences[2] - 1 \
        and voices.quote_at(use.first) is None \
        and not any(parse.tokens[u].sentence == sentences[1] for u in speaker.uses)


def _phrase_head(parse: Parse, use: Use) -> Token:
    """The noun that the name goes with: in *engineer Rosa Marin* it may be the first."""
    token = parse.tokens[name_head(parse, use)]
    while token.head >= 0 and (token.relation in ("appos", "flat")
                               or token.deprel == "nmod:desc"):
        token = parse.tokens[token.head]
    return token


def _place_features(register: Register, use: Use | None) -> dict[str, float]:
    """The grammatical place of the last use of a name."""
    if use is None:
        return {"subject": 1.0}
    parse = register.parse
    token = _phrase_head(parse, use)
    governor = parse.tokens[token.head] if token.head >= 0 else None
    subject = token.relation in _SUBJECTS
    passive = token.deprel == "nsubj:pass"
    speech = [c.lemma for c in parse.children(token.index, "acl")]
    if subject and not passive and governor:
        speech.append(governor.lemma)
    return {"subject": float(subject), "passive": float(passive),
            "embedded": float(token.relation in _EMBEDDED),
            "speaking": float(any(lexicon.cue(lemma, "VERB") for lemma in speech))}
