"""How sure an attribution is, 0..1.

A raw score first: for what the network proposed the product of its posteriors for cue,
content and source; for what only the tree shows the share of its cue's uses that attribute.
The model's calibration turns it into the probability that the attribution is right, by
Platt's method (Platt 1999, *Probabilistic outputs for support vector machines*). What the
corpus has no labels for keeps a constant: quotations without a cue, layouts. Nested readings have
none either: those of the network take its calibration of outermost ones, those of the tree a part
of their raw score.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from quotes.attribution.relation import Attribution

# A tree reading inside another's content is as sure as its cue is usual, and the parser may be
# wrong about who and what: the corpus annotates none there.
_TREE = 0.6
# The share of such finds that hold up when read by hand.
_BY_RULE = {
    "transcript": 0.9,  # named by its layout; the label may be a heading after all
    "signature": 0.7,  # a dash may also open a list or an aside
    "floating": 0.8,
    "floating part": 0.5,  # not a sentence of its own: may be a title or a scare quote
}
# Nothing is certain: log-odds stay finite.
_NEVER = 0.001


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line over log-odds: from a raw score to a probability.

    >>> Line(0.0, 1.0).probability(0.25)
    0.25
    """

    intercept: float
    slope: float

    def probability(self, raw: float) -> float:
        return 1 / (1 + math.exp(-self.intercept - self.slope * log_odds(raw)))


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a model's calibration.json says; without one, the network's raw scores stand as they are
    and the tree's are lowered.

    `threshold` is the confidence from which F1 is best, 0 where nobody measured it.
    """

    network: Line = Line(0.0, 1.0)
    tree: Line | None = None
    threshold: float = 0.0

    @classmethod
    def of(cls, table: Mapping[str, Any] | None) -> Calibration:
        """The calibration that the file's object holds."""
        if table is None:
            return cls()
        network, tree = (Line(float(table[kind]["intercept"]), float(table[kind]["slope"]))
                         for kind in ("network", "tree"))
        return cls(network, tree, float(table["threshold"]))


UNCALIBRATED = Calibration()


def log_odds(share: float) -> float:
    """ln(p / (1 - p)), for 0.001 to 0.999."""
    kept = min(max(share, _NEVER), 1 - _NEVER)
    return math.log(kept / (1 - kept))


def weigh(attribution: Attribution, calibration: Calibration = UNCALIBRATED) -> Attribution:
    """The attribution with its confidence; it comes with its raw score."""
    return replace(attribution, confidence=_confidence(attribution, calibration))


def _confidence(attribution: Attribution, calibration: Calibration) -> float:
    rule, raw = attribution.rule, attribution.confidence
    if rule.startswith("network"):
        return calibration.network.probability(raw)
    if rule.startswith("tree"):
        outermost = attribution.parent is None
        return calibration.tree.probability(raw) if calibration.tree is not None and outermost \
            else _TREE * raw
    return _BY_RULE[rule]
