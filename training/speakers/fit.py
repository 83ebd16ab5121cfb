"""Decides the weights: a softmax over each pronoun's candidates and nobody, made likely.

The likelihood is that of all right candidates together (one person may be known under two
names), with a Gaussian prior at 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import torch

from quotes.speakers.weights import SORTS, Sort, Weights
from training.speakers import table
from training.speakers.gold import Example

# A pronoun that speaks counts as this many others: it is what the weights are for.
SOURCE_WEIGHT = 3.0
# Talk written down goes back and forth between people and things at hand; news does not.
TALK = frozenset({"conversation", "court", "podcast", "vlog"})
TALK_WEIGHT = 0.3
# Inverse variance of the prior: the likelihood of documents left out, by five-fold
# cross-validation, was best here among 1, 4, 10, 25 and 60.
PRIORS: Mapping[Sort, float] = {"he": 25.0, "it": 4.0, "they": 4.0, "noun": 4.0}
_STEPS = 300


def fit(examples: Sequence[Example]) -> dict[Sort, dict[str, float]]:
    """The weight of each feature by sort."""
    return {sort: _fit([e for e in examples if e.sort == sort and e.candidates], PRIORS[sort])
            for sort in SORTS}


def importance(example: Example) -> float:
    """How much a pronoun counts."""
    return (SOURCE_WEIGHT if example.source else 1.0) * (
        TALK_WEIGHT if example.genre in TALK else 1.0)


def shares(example: Example, weights: Weights) -> list[float]:
    """Each candidate's share."""
    strengths = [math.exp(weights.score(example.sort, f)) for f in example.candidates]
    total = sum(strengths) + math.exp(weights.score(example.sort, example.nobody))
    return [s / total for s in strengths]


def line(judged: Sequence[tuple[float, bool, float]]) -> tuple[float, float]:
    """Slope and offset of the logistic regression of right on log-odds (Platt 1999).

    Takes log-odds, whether right, and weight. Targets are Platt's, short of 0 and 1; a weak prior
    holds the line near the identity.
    """
    x, y, weight = torch.tensor(judged, dtype=torch.float64).T
    yes = float(y.sum())
    high, low = (yes + 1) / (yes + 2), 1 / (len(y) - yes + 2)
    y = y * high + (1 - y) * low
    found = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)

    def loss() -> torch.Tensor:
        z = found[0] * x + found[1]
        return torch.nn.functional.binary_cross_entropy_with_logits(
            z, y, weight, reduction="sum") + (found[0] - 1) ** 2 + found[1] ** 2 / 2

    _minimise(found, loss)
    slope, offset = found.tolist()
    return slope, offset


def _fit(examples: Sequence[Example], prior: float) -> dict[str, float]:
    seen = {n for e in examples for f in (*e.candidates, e.nobody) for n in f}
    names = sorted(seen | {n for n, value in table.expected().items() if value})
    rows, right, weight = _tensors(examples, {n: i for i, n in enumerate(names)})
    empty = rows.abs().sum(-1) == 0
    expected = torch.tensor([table.expected().get(n, 0.0) for n in names], dtype=torch.float64)
    learnt = expected.clone().requires_grad_()

    def loss() -> torch.Tensor:
        scores = (rows @ learnt).masked_fill(empty, -torch.inf)
        gained = torch.logsumexp(scores.masked_fill(~right, -torch.inf), 1)
        return (weight * (torch.logsumexp(scores, 1) - gained)).sum() \
            + prior / 2 * ((learnt - expected) ** 2).sum()

    _minimise(learnt, loss)
    return dict(zip(names, learnt.tolist(), strict=True))


def _minimise(found: torch.Tensor, loss: Callable[[], torch.Tensor]) -> None:
    optimizer = torch.optim.LBFGS([found], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        value = loss()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(closure)  # type: ignore[no-untyped-call]


def _tensors(examples: Sequence[Example], column: Mapping[str, int]
             ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Features by example and option (the first is nobody), right options, weights."""
    most = max((len(e.candidates) for e in examples), default=0) + 1
    rows = torch.zeros(len(examples), most, len(column), dtype=torch.float64)
    right = torch.zeros(len(examples), most, dtype=torch.bool)
    for i, example in enumerate(examples):
        for j, features in enumerate((example.nobody, *example.candidates)):
            for name, value in features.items():
                rows[i, j, column[name]] = value
        right[i, 0] = not any(example.right)
        right[i, 1:len(example.right) + 1] = torch.tensor(example.right)
    return rows, right, torch.tensor([importance(e) for e in examples], dtype=torch.float64)
