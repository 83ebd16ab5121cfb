"""Calibration: lines and thresholds from made cases."""

from __future__ import annotations

import numpy as np
import pytest

from quotes.attribution import Calibration
from quotes.attribution.confidence import Line, weigh
from quotes.attribution.relation import Attribution
from quotes.text import Span
from training.joint import calibrate
from training.joint.calibrate import Case


def found(rule: str, raw: float, parent: int | None = None) -> Attribution:
    return Attribution(type="indirect", content=(Span(0, 1),), confidence=raw, rule=rule,
                       parent=parent)


def overconfident(number: int = 3000) -> list[Case]:
    """Raw scores of which far fewer are right than they say: the truth is a line over log-odds."""
    dice = np.random.default_rng(1)
    raw = dice.uniform(0.05, 0.95, number)
    true = [Line(-1.0, 0.5).probability(x) for x in raw]
    right = dice.uniform(size=number) < true
    return [Case(i % 70, "network", float(x), bool(r), False)
            for i, (x, r) in enumerate(zip(raw, right, strict=True))]


def test_a_line_is_found_again_and_the_confidence_is_honest() -> None:
    table = calibrate.calibration(overconfident(), wanted=2000)
    assert table["network"]["intercept"] == pytest.approx(-1.0, abs=0.15)
    assert table["network"]["slope"] == pytest.approx(0.5, abs=0.1)
    measured = table["measured"]
    assert measured["expected calibration error, cross-validated"] < 0.03
    rows = measured["reliability, cross-validated [number, confidence, share right]"]
    assert len(rows) == 15
    assert sum(row[0] for row in rows) == 3000


def test_without_cases_a_line_changes_nothing() -> None:
    table = calibrate.calibration(overconfident(), wanted=2000)
    assert table["tree"] == {"intercept": 0.0, "slope": 1.0}


def test_the_threshold_is_that_of_best_f1_and_never_asks_it_of_marks() -> None:
    cases = [Case(0, "network", 0.9, True, False), Case(0, "network", 0.6, True, False),
             Case(0, "network", 0.3, False, False), Case(0, "network", 0.2, False, True)]
    sure = np.array([case.raw for case in cases])
    threshold, f1 = calibrate.best_threshold(cases, sure, wanted=2)
    assert threshold == 0.6
    assert f1 == pytest.approx(2 * 2 / (3 + 2))


def test_what_is_measured_is_weighed_by_it_and_nothing_else() -> None:
    calibration = Calibration(network=Line(-1.0, 1.0), tree=Line(1.0, 1.0), threshold=0.4)
    given = weigh(found("network+tree", 0.5), calibration).confidence
    assert given == pytest.approx(0.2689, abs=1e-3)
    given = weigh(found("tree:ccomp", 0.5), calibration).confidence
    assert given == pytest.approx(0.7311, abs=1e-3)
    nested = weigh(found("tree:ccomp", 0.5, parent=0), calibration)
    assert nested == weigh(found("tree:ccomp", 0.5, parent=0))
    assert weigh(found("floating", 0.0), calibration).confidence == 0.8
    assert 0 < weigh(found("network", 0.0), calibration).confidence < 0.01
