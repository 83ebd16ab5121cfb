"""The values that this level hands on: who the speaker of each attribution is, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace

from quotes.records import Kind, Relation
from quotes.records import Resolution as How
from quotes.speakers.surety import CONFIDENCE


@dataclass(frozen=True, slots=True)
class ResolvedMember:
    """One of several joint speakers."""

    name: str
    kind: Kind
    mention: tuple[int, ...]
    entity: str | None
    link: str | None = None  # the id in the user's roster


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who a mention stands for. Where `resolution` is unresolved, `name` is the mention's text."""

    name: str
    kind: Kind
    mention: tuple[int, ...]  # token indices
    resolution: How
    confidence: float  # that the name is right, given that the attribution is
    name_tokens: tuple[int, ...] = ()  # contiguous; the name inside the mention
    entity: str | None = None
    titles: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    affiliation: str | None = None
    anonymous: bool = False
    anonymity_reason: str | None = None
    members: tuple[ResolvedMember, ...] = ()
    alternatives: tuple[tuple[str, float], ...] = ()
    evidence: str = ""
    link: str | None = None  # the id in the user's roster
    roster: str = ""  # what the roster's names tell of the speaker

    def said_by(self, source: tuple[int, ...]) -> Resolution:
        """With the attribution's own words for a mention where none of them names the speaker:
        *who* is in the text, and its antecedent says who that is."""
        if not source or not set(source).isdisjoint(self.mention):
            return self
        return replace(self, mention=source, name_tokens=())

    def borrowed(self, rule: str) -> Resolution:
        """Says so where the mention is another attribution's, by how the source was found."""
        if rule in ("preceding", "following"):
            how: How = "preceding" if rule == "preceding" else "following"
            return replace(
                self, resolution=self.resolution if self.resolution == "unresolved" else how,
                mention=(), name_tokens=(), confidence=min(self.confidence, CONFIDENCE["borrowed"]),
                evidence=_joined(self.evidence, f"speaker of the {rule} words"))
        if rule == "shared_subject" and self.resolution != "unresolved":
            return replace(self, resolution="shared_subject",
                           evidence=_joined(self.evidence, "shared subject"))
        return self


def _joined(*parts: str) -> str:
    return "; ".join(p for p in parts if p)


@dataclass(frozen=True, slots=True)
class ResolvedSource:
    """An entity between the speaker and the reader; `tokens` is empty for one from metadata."""

    relation: Relation
    name: str
    kind: Kind
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the speakers' level adds to one attribution."""

    speaker: Resolution | None
    sources: tuple[ResolvedSource, ...] = ()
    addressee: tuple[str, tuple[int, ...]] | None = None
