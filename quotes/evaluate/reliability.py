"""Whether a confidence means what it says: of what is 0.8 sure, are four in five right?

Decides the bins. Each holds as many predictions as the next (equal mass), so that a bin in
which hardly anything falls tells no tale.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quotes.evaluate.matching import Scored

_BINS = 15


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of about one confidence: how many, how sure, and the share that is right."""

    number: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """`error` is the expected calibration error: the mean distance between how sure the
    predictions of a bin are and how many of them are right (Naeini et al. 2015, in bins of
    equal mass)."""

    error: float
    bins: tuple[Bin, ...]


def of_scored(documents: Iterable[Scored]) -> Reliability | None:
    """Of all predictions that say how sure they are; None where none does."""
    found = [(match.confidence, outcome.status == "right") for document in documents
             for outcome in document.outcomes if (match := outcome.match) is not None]
    found += [(one.confidence, False) for document in documents for one in document.unpaired]
    return reliability([(sure, right) for sure, right in found if sure is not None])


def reliability(judged: Sequence[tuple[float, bool]]) -> Reliability | None:
    """Of predictions as (confidence, whether it is right).

    >>> reliability([(0.5, True), (0.5, False)]).error
    0.5
    >>> reliability([(0.5, k % 2 == 0) for k in range(60)]).error
    0.0
    """
    ordered = sorted(judged, key=lambda one: one[0])  # stable: ties stay in the documents' order
    edges = [round(i * len(ordered) / _BINS) for i in range(_BINS + 1)]
    bins = tuple(_bin(ordered[a:b]) for a, b in pairwise(edges) if a < b)
    if not bins:
        return None
    distance = sum(b.number * abs(b.confidence - b.right) for b in bins)
    return Reliability(distance / len(ordered), bins)


def _bin(part: Sequence[tuple[float, bool]]) -> Bin:
    return Bin(len(part), sum(sure for sure, _ in part) / len(part),
               sum(right for _, right in part) / len(part))
