"""Decides whom a pronoun of the third person means, or that the text leaves it open.

Grammar excludes (number, gender, animacy, names inside the words attributed); what is left is
weighed by what `training/speakers` learnt, and a candidate wins only by a margin.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from quotes import lexicon
from quotes.records import Kind
from quotes.speakers.entities import Entity, Register
from quotes.speakers.features import Scene, Setting, of_candidates, of_nobody
from quotes.speakers.memory import Memory, Spoken
from quotes.speakers.voices import Voices
from quotes.speakers.weights import Sort, Weights

_THEY = frozenset({"they", "them", "their", "theirs", "themselves", "'em"})
_IT = frozenset({"it", "its", "itself"})
# More candidates than these are no candidates: whoever was spoken of before so many others.
_MOST = 8
# How many reasons are told, and the log-odds from which one is worth it.
_REASONS = 3
_TELLING = 0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entity that grammar allows, with what speaks for it."""

    entity: Entity
    features: Mapping[str, float]
    position: int  # where it was last spoken of
    share: float = 0.0


def sort_of(form: str) -> Sort | None:
    """Which weights a pronoun has; None for one that is not resolved here.

    >>> sort_of("him"), sort_of("its"), sort_of("we")
    ('he', 'it', None)
    """
    pronoun = lexicon.pronouns().get(form)
    if pronoun and pronoun.gender in ("m", "f"):
        return "he"
    return "they" if form in _THEY else "it" if form in _IT else None


def agreeing_kinds(sort: Sort | None) -> frozenset[Kind]:
    """The kinds of entity that the pronoun can mean."""
    if sort == "he":
        return frozenset({"person"})
    if sort == "they":
        return frozenset({"group", "organization"})
    return frozenset({"organization", "document"}) if sort == "it" else frozenset()


def rank(register: Register, voices: Voices, memory: Memory, setting: Setting,
         weights: Weights) -> list[Candidate]:
    """The candidates with their shares, best first."""
    scene, last = look(register, voices, memory, setting)
    sort = sort_of(scene.here.lower)
    if sort is None or not last:
        return []
    features = of_candidates(scene, last)
    strengths = [math.exp(weights.score(sort, f)) for f in features]
    total = sum(strengths) + math.exp(weights.score(sort, of_nobody(scene, last)))
    found = [Candidate(spoken.entity, f, spoken.token, strength / total)
             for spoken, f, strength in zip(last, features, strengths, strict=True)]
    return sorted(found, key=lambda c: -c.share)


def look(register: Register, voices: Voices, memory: Memory,
         setting: Setting) -> tuple[Scene, list[Spoken]]:
    """A pronoun's surroundings, and where each entity that it can mean was last spoken of."""
    form = register.parse.tokens[setting.token].lower
    pronoun = lexicon.pronouns().get(form)
    gender = pronoun.gender if pronoun and pronoun.gender in ("m", "f") else None
    spoken = _spoken(register, memory, setting)
    kinds = agreeing_kinds(sort_of(form))
    fitting = [s for s in spoken if s.entity.kind in kinds and s.entity not in setting.barred
               and s.entity.gender in (None, gender)]
    # What a quotation speaks of is less in mind outside it than what the report itself does.
    quote = voices.quote_at(setting.token)
    last: dict[int, Spoken] = {}
    for same in (True, False):
        for place in fitting:
            if (voices.quote_at(place.token) == quote) is same:
                last.setdefault(id(place.entity), place)
    nearest = sorted(last.values(), key=lambda s: -s.token)[:_MOST]
    return Scene(register, voices, memory, setting, spoken, gender), nearest


def decide(register: Register, setting: Setting, candidates: list[Candidate],
           weights: Weights) -> Entity | None:
    """The winner, if it wins clearly."""
    sort = sort_of(register.parse.tokens[setting.token].lower)
    if sort is None or not candidates:
        return None
    lead = candidates[0].share - (candidates[1].share if len(candidates) > 1 else 0)
    needed = "contested_lead" if _is_contested(register, setting, candidates) else "least_lead"
    clear = candidates[0].share >= weights.limit(sort, "least_share") \
        and lead >= weights.limit(sort, needed)
    return candidates[0].entity if clear else None


def _is_contested(register: Register, setting: Setting, candidates: list[Candidate]) -> bool:
    """Whether nobody who could be meant has spoken, or two names vie for the last speaker."""
    if len(candidates) < 2:
        return False
    best, second = candidates[:2]
    spoke = any(best.features.get(n) for n in ("last_speaker_here", "last_speaker_before",
                                               "parent_speaker", "asked"))
    tokens = register.parse.tokens
    beside = tokens[best.position].sentence == tokens[second.position].sentence \
        and tokens[setting.token].sentence != tokens[best.position].sentence
    vies = setting.contested is not None and setting.contested in (best.entity, second.entity)
    return vies or ((setting.inner or beside) and not spoke)


def reasons(sort: Sort, features: Mapping[str, float], weights: Weights) -> list[str]:
    """What spoke for the winner most, strongest first."""
    gains = {name: weights.score(sort, {name: value}) for name, value in features.items()}
    strong = sorted((n for n in gains if gains[n] >= _TELLING), key=lambda n: -gains[n])
    told = (name.removeprefix("source_").removeprefix("per_") for name in strong)
    return [name.replace("_", " ") for name in list(dict.fromkeys(told))[:_REASONS]]


def _spoken(register: Register, memory: Memory, setting: Setting) -> list[Spoken]:
    """Where entities were spoken of before the pronoun, outside its own words, latest first."""
    found = [s for s in memory.before(setting.token) if s.token not in setting.own_content]
    spoke = (*setting.last_speakers, *((setting.asked,) if setting.asked else ()))
    floor = found[-1].token if found else 0
    found += [Spoken(token, token, entity, "noun") for token, entity in spoke
              if token >= floor and not any(s.entity is entity for s in found)]
    return sorted(found, key=lambda s: -s.token)
