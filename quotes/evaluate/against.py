"""Two predictions of the same gold: what the newer one gained and lost.

Decides what counts as a difference: a gold attribution that only one of them has right, and a
prediction of one of them alone that matches nothing in gold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from quotes.evaluate.bootstrap import Interval, span
from quotes.evaluate.matching import Scored
from quotes.evaluate.scores import Report, add_up, values
from quotes.evaluate.values import Attribution


@dataclass(frozen=True, slots=True)
class Difference:
    """How much higher the newer prediction scores; `better` is the share of draws in which it
    scores higher at all. Without draws there are neither."""

    difference: float
    interval: Interval | None = None
    better: float | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """`before` and `now` are right, source (found, with another source), missed; or, of a
    prediction that matches nothing, spurious and absent."""

    change: Literal["gain", "loss"]
    document: str
    attribution: Attribution
    before: str
    now: str
    other: Attribution | None = None  # what stands for it in the prediction that has it wrong


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences of the scores, and what they come from, in the order of gold."""

    old: Report
    differences: dict[str, Difference]
    changes: tuple[Change, ...]


def compare(new: Report, old: Report) -> Comparison:
    """Both reports must be of the same gold, by the same rule, with the same draws."""
    here, there = (values(add_up(one.counts for one in report.scored)) for report in (new, old))
    differences = {figure: _difference(here[figure] - there[figure],
                                       new.drawn.get(figure, ()), old.drawn.get(figure, ()))
                   for figure in here}
    pairs = zip(new.scored, old.scored, strict=True)
    return Comparison(old, differences, tuple(change for one, other in pairs
                                         for change in _changes(one, other)))


def _difference(value: float, new: Sequence[float], old: Sequence[float]) -> Difference:
    drawn = [a - b for a, b in zip(new, old, strict=True)]
    if not drawn:
        return Difference(value)
    return Difference(value, span(drawn), sum(one > 0 for one in drawn) / len(drawn))


def _changes(new: Scored, old: Scored) -> Iterator[Change]:
    for now, before in zip(new.outcomes, old.outcomes, strict=True):
        if now.status == before.status or "right" not in (now.status, before.status):
            continue
        gained = now.status == "right"
        yield Change("gain" if gained else "loss", new.id, now.gold, before.status, now.status,
                     before.match if gained else now.match)
    yield from (Change("gain", new.id, one, "spurious", "absent")
                for one in _only(old.unpaired, new))
    yield from (Change("loss", new.id, one, "absent", "spurious")
                for one in _only(new.unpaired, old))


def _only(unpaired: Sequence[Attribution], other: Scored) -> Iterator[Attribution]:
    """Those that the other prediction doesn't have at all."""
    known = {_key(one) for one in other.unpaired}
    known |= {_key(outcome.match) for outcome in other.outcomes if outcome.match is not None}
    return (one for one in unpaired if _key(one) not in known)


def _key(one: Attribution) -> tuple[object, ...]:
    return one.content, one.source, one.cue
