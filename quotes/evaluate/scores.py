"""Counts to scores.

Decides what is divided by what. Precision is right / predicted, recall right / gold; of a type,
recall is over gold contents of that type in the text, precision over predictions that say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from quotes.evaluate.bootstrap import Interval, sampled, span
from quotes.evaluate.matching import GIVEN, MEASURES, ROLES, TYPES, Counts, Scored, score
from quotes.evaluate.reliability import Reliability, of_scored
from quotes.evaluate.signature import Signature
from quotes.evaluate.values import GoldDocument, Predictions, Rule


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, and the counts that they come from.

    Of one type there are two counts of what is right, since a match may be of one type in gold
    and of another in the prediction; `tp` is the one of recall.
    """

    p: float
    r: float
    f1: float
    tp: int
    predicted: int
    gold: int
    interval: Interval | None = None  # of F1, 95%


@dataclass(frozen=True, slots=True)
class Share:
    """How many of those that could be right are."""

    share: float
    right: int
    of: int
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class OfType:
    """The scores of one type of content."""

    gold: int
    predicted: int
    measures: Mapping[str, Score]
    given: Mapping[str, Share]


@dataclass(frozen=True, slots=True)
class Names:
    """Speakers' names in matches whose gold has a name: right, wrong, or left open.

    Open: no name, an unresolved one, or only the words of the mention that gold has as source.
    `invented`: matches in which gold names nobody, and the prediction does.
    """

    right: int
    wrong: int
    open: int
    invented: int

    @property
    def of(self) -> int:
        return self.right + self.wrong + self.open

    @property
    def accuracy(self) -> float:
        return _ratio(self.right, self.of)


@dataclass(frozen=True, slots=True)
class Report:
    """All scores of one prediction, and what they depend on.

    `type` and `names` are None where gold has no such labels.
    """

    signature: Signature
    documents: int
    without_prediction: tuple[str, ...]  # ids of gold documents that have none
    gold: int
    predicted: int
    overall: Mapping[str, Score]
    given: Mapping[str, Share]
    by_type: Mapping[str, OfType]
    words: Mapping[str, Score]  # over the words that are part of any content, source or cue
    type: Share | None
    names: Names | None
    left_out: Mapping[str, Mapping[str, int]]  # of gold and predicted, by reason
    not_in_gold: tuple[str, ...]
    reliability: Reliability | None  # None where no prediction says how sure it is
    scored: Sequence[Scored] = field(repr=False)
    drawn: Mapping[str, Sequence[float]] = field(repr=False)  # by figure, a value a draw


def evaluate(gold: Sequence[GoldDocument], predicted: Predictions, rule: Rule | None = None, *,
             rounds: int = 0, seed: int = 0) -> Report:
    """The scores of a prediction, with intervals over documents if `rounds` of drawing are asked.

    A gold document without a prediction counts as one in which nothing was found.
    """
    rule = Rule() if rule is None else rule
    scored = [score(document, predicted.documents.get(document.id, ()), rule) for document in gold]
    total = add_up(one.counts for one in scored)
    drawn = sampled([one.counts for one in scored], values, rounds, seed)
    intervals = {measure: span(of_measure) for measure, of_measure in drawn.items()}
    return Report(
        signature=Signature.of(gold, predicted, rule, rounds, seed), documents=len(gold),
        without_prediction=tuple(d.id for d in gold if d.id not in predicted.documents),
        gold=total["gold", "all"], predicted=total["predicted", "all"],
        overall={m: _overall(total, m, intervals.get(m)) for m in MEASURES},
        given={m: _given(total, m, "all", intervals.get(m)) for m in GIVEN},
        by_type={kind: _of_type(total, kind, intervals) for kind in TYPES},
        words={role: _of_words(total, f"tokens.{role}") for role in ROLES},
        type=_type(total), names=_names(total),
        left_out={side: _left_out(total, side) for side in ("gold", "predicted")},
        not_in_gold=predicted.left, reliability=of_scored(scored), scored=scored, drawn=drawn)


def add_up(counts: Iterable[Counts]) -> Counts:
    total = Counts()
    for one in counts:
        total.update(one)
    return total


def values(counts: Counts) -> dict[str, float]:
    """The figures that intervals are given for: F1 of the measures, over all and of each type,
    and shares of the matches."""
    found = {measure: _overall(counts, measure).f1 for measure in MEASURES}
    found |= {measure: _given(counts, measure, "all").share for measure in GIVEN}
    return found | {of_type(measure, kind): _of_kind(counts, measure, kind).f1
                    for kind in TYPES for measure in MEASURES}


def of_type(measure: str, kind: str) -> str:
    """The name of a measure's figure for one type."""
    return f"{measure}, {kind}"


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _f1(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0


def _score(tp: int, predicted: int, gold: int, interval: Interval | None = None) -> Score:
    p, r = _ratio(tp, predicted), _ratio(tp, gold)
    return Score(p, r, _f1(p, r), tp, predicted, gold, interval)


def _overall(total: Counts, measure: str, interval: Interval | None = None) -> Score:
    return _score(total[measure, "all"], total["predicted", "all"], total["gold", "all"], interval)


def _of_words(total: Counts, role: str) -> Score:
    return _score(total[role, "tp"], total[role, "predicted"], total[role, "gold"])


def _given(total: Counts, measure: str, key: str, interval: Interval | None = None) -> Share:
    right, matches = total[measure, key], total["content_overlap", key]
    return Share(_ratio(right, matches), right, matches, interval)


def _of_type(total: Counts, kind: str, intervals: Mapping[str, Interval]) -> OfType:
    return OfType(
        total["gold", kind], total["predicted", kind],
        {m: _of_kind(total, m, kind, intervals.get(of_type(m, kind))) for m in MEASURES},
        {m: _given(total, m, f"recall {kind}") for m in GIVEN})


def _of_kind(total: Counts, measure: str, kind: str, interval: Interval | None = None) -> Score:
    gold, predicted = total["gold", kind], total["predicted", kind]
    tp = total[measure, f"recall {kind}"]
    p, r = _ratio(total[measure, f"precision {kind}"], predicted), _ratio(tp, gold)
    return Score(p, r, _f1(p, r), tp, predicted, gold, interval)


def _left_out(total: Counts, side: str) -> dict[str, int]:
    return {reason: n for (key, reason), n in sorted(total.items()) if key == f"{side} left out"}


def _type(total: Counts) -> Share | None:
    right = total["type", "right"]
    of = right + total["type", "wrong"]
    return Share(_ratio(right, of), right, of) if of else None


def _names(total: Counts) -> Names | None:
    kinds = ("right", "wrong", "open", "invented")
    if not any(total["name", kind] for kind in (*kinds, "rightly none")):
        return None
    return Names(*(total["name", kind] for kind in kinds))
