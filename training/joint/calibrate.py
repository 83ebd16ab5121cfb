"""From raw scores to probabilities: decides how sure the extractor may be of what it finds.

Measured on the held-back articles, which the network has not learned from, with the whole
extractor: two lines over log-odds (Platt 1999), one for what the network proposed and one
for what only the tree shows, and the confidence from which F1 is best.
"""

from __future__ import annotations

import json
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from quotes.attribution import Attribution, Calibration, attribute
from quotes.attribution.confidence import Line, log_odds
from quotes.documents import Document
from quotes.evaluate.matching import score
from quotes.evaluate.reliability import reliability
from quotes.evaluate.values import Attribution as Compared
from quotes.evaluate.values import GoldDocument, Rule
from quotes.parse import Parser
from quotes.text import Span
from quotes.trees import Parse

Floats = NDArray[np.float64]

FILE = "calibration.json"

# Folds of the articles, by which a reliability is told that no article has helped to make.
_FOLDS = 7
# How strongly a line is held to "as it comes" (0, 1), in articles' worth of evidence: what the
# tree alone shows is rare.
_HOLD = 2.0
_STEPS = 50  # of Newton's method, which needs a dozen
_RAW = Calibration(tree=Line(0.0, 1.0))


class Case(NamedTuple):
    """One outermost attribution with a cue that was found in a held-back article."""

    article: int
    kind: str  # network or tree
    raw: float
    right: bool  # as score.py judges
    quoted: bool  # has words in marks: written whatever its confidence


def write(corpus: Path, folder: Path, ids: Container[str]) -> None:
    """Measure a model folder on the articles with these ids, and write its calibration."""
    articles = [article for line in corpus.read_text("utf-8").splitlines()
                if (article := json.loads(line))["id"] in ids]
    parses = Parser(str(folder)).parse([Document(id=a["id"], text=a["text"]) for a in articles])
    table = calibration(cases(parses, [gold_of(article) for article in articles]),
                        sum(len(article["attributions"]) for article in articles))
    (folder / FILE).write_text(json.dumps(table, indent=1) + "\n", "utf-8")


def cases(parses: Sequence[Parse], gold: Sequence[GoldDocument]) -> list[Case]:
    """What the extractor finds in parsed articles, and whether it is right."""
    found = []
    for i, (parse, article) in enumerate(zip(parses, gold, strict=True)):
        own = [a for a in attribute(parse, _RAW) if a.cue and a.parent is None]
        compared = [_compared(parse, a) for a in own]
        scored = score(article, compared, Rule())
        right = {id(outcome.match) for outcome in scored.outcomes if outcome.status == "right"}
        found += [Case(i, a.rule.partition(":")[0].partition("+")[0], a.confidence,
                       id(c) in right, a.type != "indirect")
                  for a, c in zip(own, compared, strict=True)]
    return found


def gold_of(article: Mapping[str, Any]) -> GoldDocument:
    """A line of PolNeAR as `quotes.evaluate` takes it."""
    return GoldDocument(article["id"], article["text"], tuple(
        Compared(content=_spans(a["content"]), source=_spans(a["source"]), cue=_spans(a["cue"]))
        for a in article["attributions"]))


def _spans(given: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in given)


def _compared(parse: Parse, found: Attribution) -> Compared:
    return Compared(found.content, tuple(parse.spans(found.source)),
                    tuple(parse.spans(found.cue)), found.type)


def calibration(found: Sequence[Case], wanted: int) -> dict[str, Any]:
    """What calibration.json says; `wanted` is the number of attributions in the articles."""
    lines = {kind: _line([c for c in found if c.kind == kind]) for kind in ("network", "tree")}
    sure = _probabilities(found, lines)
    threshold, f1 = best_threshold(found, sure, wanted)
    folds = _cross_validated(found)
    judged = zip(folds.tolist(), (c.right for c in found if c.kind in lines), strict=True)
    told = reliability(list(judged))
    assert told is not None
    return {
        **{kind: {"intercept": round(line.intercept, 4), "slope": round(line.slope, 4)}
           for kind, line in lines.items()},
        "threshold": round(threshold, 3),
        "measured": {
            "articles": len({c.article for c in found}), "attributions": len(folds),
            "F1 at the threshold": round(100 * f1, 1),
            "expected calibration error, cross-validated": round(told.error, 4),
            "reliability, cross-validated [number, confidence, share right]": [
                [b.number, round(b.confidence, 3), round(b.right, 3)] for b in told.bins]}}


def _line(found: Sequence[Case]) -> Line:
    """The line under which the cases are likeliest, held a little to (0, 1)."""
    x = np.array([[1.0, log_odds(case.raw)] for case in found]).reshape(-1, 2)
    right = np.array([case.right for case in found], dtype=np.float64)
    start = np.array([0.0, 1.0])
    line = start.copy()
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ line))
        slope = x.T @ (p - right) + _HOLD * (line - start)
        line -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + _HOLD * np.eye(2), slope)
    return Line(float(line[0]), float(line[1]))


def _probabilities(found: Sequence[Case], lines: Mapping[str, Line]) -> Floats:
    return np.array([lines[c.kind].probability(c.raw) if c.kind in lines else c.raw
                     for c in found])


def best_threshold(found: Sequence[Case], sure: Floats, wanted: int) -> tuple[float, float]:
    """The confidence from which F1 is best, and that F1; words in marks are always written."""
    always = np.array([c.quoted for c in found])
    right = np.array([c.right for c in found])
    best = (0.0, 0.0)
    for threshold in [0.0, *sorted(set(sure[~always].round(3).tolist()))]:
        kept = always | (sure >= threshold)
        f1 = 2 * float(right[kept].sum()) / (int(kept.sum()) + wanted)
        best = max(best, (threshold, f1), key=lambda pair: pair[1])
    return best


def _cross_validated(found: Sequence[Case]) -> Floats:
    """Each case's probability by lines that its article had no part in."""
    kinds = ("network", "tree")
    cases_ = [c for c in found if c.kind in kinds]
    sure = np.zeros(len(cases_))
    for fold in range(_FOLDS):
        others = [c for c in cases_ if c.article % _FOLDS != fold]
        lines = {kind: _line([c for c in others if c.kind == kind]) for kind in kinds}
        for i, case in enumerate(cases_):
            if case.article % _FOLDS == fold:
                sure[i] = lines[case.kind].probability(case.raw)
    return sure
