"""How sure a score is, by drawing documents.

Decides that documents are drawn, not attributions: those of one article share its writer, its
layout and its errors. A score's interval is the middle 95% of the scores of as many documents
as there are, drawn with replacement (percentile bootstrap: Efron and Tibshirani 1993, ch. 13);
two predictions are compared on the same draws (Koehn 2004).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

import numpy as np

Interval = tuple[float, float]
Key = tuple[str, str]
Values = Callable[[Counter[Key]], dict[str, float]]

_LOW, _HIGH = 0.025, 0.975


def sampled(counts: Sequence[Mapping[Key, int]], values: Values, rounds: int, seed: int
            ) -> dict[str, list[float]]:
    """Each figure's values over the draws; the same seed draws the same documents."""
    keys = sorted({key for one in counts for key in one})
    table = np.array([[one.get(key, 0) for key in keys] for one in counts], dtype=np.int64)
    found: dict[str, list[float]] = {}
    for drawn in _draws(len(counts), rounds, seed) if keys else ():
        times = np.bincount(drawn, minlength=len(counts))
        sums = Counter(dict(zip(keys, (times @ table).tolist(), strict=True)))
        for name, value in values(sums).items():
            found.setdefault(name, []).append(value)
    return found


def _draws(number: int, rounds: int, seed: int) -> Iterator[list[int]]:
    """Only `Random.random` is promised to give the same numbers on every Python."""
    draw = Random(seed).random  # noqa: S311 (no secret)
    for _ in range(rounds):
        yield [int(draw() * number) for _ in range(number)]


def span(drawn: Sequence[float]) -> Interval:
    """The middle 95% of the values.

    >>> span([0.1 * i for i in range(11)])
    (0.0, 1.0)
    """
    ordered = sorted(drawn)
    last = len(ordered) - 1
    return ordered[int(_LOW * len(ordered))], ordered[min(last, int(_HIGH * len(ordered)))]
