"""Decides which of a pronoun's candidates people said that it means: the same chain of mentions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quotes.attribution import Attribution
from quotes.speakers import names_of
from quotes.speakers.descriptions import around, features_of
from quotes.speakers.entities import Entity, Register
from quotes.speakers.features import Setting, of_candidates, of_nobody
from quotes.speakers.memory import Spoken
from quotes.speakers.mentions import Mention
from quotes.speakers.pronouns import Candidate, look, sort_of
from quotes.speakers.resolver import Resolver
from quotes.speakers.roles import name_head
from quotes.speakers.voices import voices
from quotes.speakers.weights import Sort, Weights
from quotes.trees import Parse

# What a winner needs, and a share that is its own probability while nothing is calibrated yet.
# Of winners just above these shares half are right, and they have the least confidence; a body
# meant by *it* is named wrongly more often, and a description may always mean somebody new.
_LIMITS = {"least_share": 0.45, "least_lead": 0.15, "contested_lead": 0.6,
           "calibration_slope": 1.0, "calibration_offset": 0.0}
LIMITS: dict[Sort, dict[str, float]] = {
    "he": _LIMITS, "it": {**_LIMITS, "least_share": 0.5, "least_lead": 0.2}, "they": _LIMITS,
    "noun": {**_LIMITS, "least_share": 0.75, "least_lead": 0.5}}
NO_WEIGHTS = Weights(LIMITS)


@dataclass(frozen=True)
class Example:
    """One pronoun: features of its candidates and of nobody, and which candidates are right."""

    document: str
    genre: str
    token: int
    sort: Sort
    source: bool
    candidates: tuple[Mapping[str, float], ...]
    nobody: Mapping[str, float]
    right: tuple[bool, ...]
    named: tuple[bool, ...]


class Chains:
    """The chains of one document, by the head tokens of their mentions."""

    def __init__(self, parse: Parse, entities: Iterable[Mapping[str, Any]]) -> None:
        at = {token.start: token.index for token in parse.tokens}
        self._at: dict[int, set[str]] = defaultdict(set)
        for entity in entities:
            for mention in entity["mentions"]:
                head = at.get(mention["head"][0])
                if head is not None:
                    self._at[head].add(entity["id"])

    def at(self, token: int) -> set[str]:
        return self._at.get(token, set())

    def of(self, register: Register, entity: Entity) -> str | None:
        """The chain that most of the entity's places belong to."""
        heads = [name_head(register.parse, use) if (use := register.use_at(i)) else i
                 for i in entity.uses]
        votes = Counter(chain for head in heads for chain in sorted(self.at(head)))
        return votes.most_common(1)[0][0] if votes else None


class Reading(Resolver):
    """A document's resolution that keeps every pronoun as an example.

    Without weights the right candidate is taken each time, as a teacher would.
    """

    def __init__(self, document: str, genre: str, parse: Parse, attributions: Sequence[Attribution],
                 chains: Chains, weights: Weights | None) -> None:
        self._document, self._genre = document, genre
        self._chains, self._taught = chains, weights is None
        self.examples: dict[int, Example] = {}
        super().__init__(names_of(parse, attributions), voices(parse, attributions),
                         attributions, None, weights or NO_WEIGHTS)

    def ranked(self, setting: Setting) -> list[Candidate]:
        scene, last = look(self.register, self.voices, self.memory, setting)
        sort = sort_of(scene.here.lower)
        meant = self._chains.at(setting.token)
        if sort is None or (sort == "he" and not meant):
            return []
        right = tuple(self._chains.of(self.register, s.entity) in meant for s in last)
        features = tuple(of_candidates(scene, last))
        self.examples[setting.token] = Example(
            self._document, self._genre, setting.token, sort, setting.source, features,
            of_nobody(scene, last), right, tuple(s.entity.named for s in last))
        if not self._taught:
            return super().ranked(setting)
        return _taught(last, features, right)

    def weighed(self, mention: Mention) -> list[Candidate]:
        scene, last = around(self.register, self.voices, self.memory, mention)
        if not last:
            return []
        meant = self._chains.at(mention.head)
        right = tuple(self._chains.of(self.register, s.entity) in meant for s in last)
        features, nobody = features_of(scene, last, mention)
        source = any(mention.head in a.source for a in self.attributions)
        self.examples[mention.head] = Example(
            self._document, self._genre, mention.head, "noun", source, tuple(features), nobody,
            right, tuple(s.entity.named for s in last))
        return _taught(last, features, right) if self._taught else super().weighed(mention)


def _taught(last: Sequence[Spoken], features: Sequence[Mapping[str, float]],
            right: Sequence[bool]) -> list[Candidate]:
    """The candidates as a teacher sees them: the right ones are certain."""
    found = [Candidate(s.entity, f, s.token, float(ok))
             for s, f, ok in zip(last, features, right, strict=True)]
    return sorted(found, key=lambda c: -c.share)


