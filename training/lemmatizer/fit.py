"""A choice among candidates (softmax over sums of weights): decides the weights, without chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import torch

from training.lemmatizer.tables import Question


def fit(questions: Sequence[Question], penalty: float, steps: int, rare: int,
        scale: int) -> dict[str, int]:
    """The weight of each feature that makes the right candidates likeliest (ridge, L-BFGS).

    A feature that fewer than `rare` questions have weighs nothing.
    """
    often = Counter(name for q in questions for name in {n for row in q.features for n in row})
    numbers = {name: i for i, name in enumerate(sorted(n for n in often if often[n] >= rare))}
    weights = torch.zeros(len(numbers), dtype=torch.float64, requires_grad=True)
    table = _Table(questions, numbers)
    optimizer = torch.optim.LBFGS([weights], max_iter=steps, history_size=8, tolerance_grad=1e-5,
                                  tolerance_change=1e-9, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = table.loss(weights) + penalty * (weights @ weights) / 2
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    found = torch.round(weights.detach() * scale).long().tolist()
    return {name: found[i] for name, i in numbers.items() if found[i]}


class _Table:
    """All candidates of all questions in one run, with the numbers of their features."""

    def __init__(self, questions: Sequence[Question], numbers: dict[str, int]) -> None:
        feature: list[int] = []
        row: list[int] = []
        question: list[int] = []
        right: list[int] = []
        for i, asked in enumerate(questions):
            right.append(len(question) + asked.right)
            for names in asked.features:
                found = [numbers[name] for name in names if name in numbers]
                feature += found
                row += [len(question)] * len(found)
                question.append(i)
        self._feature, self._row, self._question, self._right = (
            torch.tensor(column, dtype=torch.int64) for column in (feature, row, question, right))

    def loss(self, weights: torch.Tensor) -> torch.Tensor:
        """The negative log-likelihood of the right candidates."""
        scores = torch.zeros(len(self._question), dtype=torch.float64)
        scores = scores.index_add(0, self._row, weights[self._feature])
        count = len(self._right)
        highest = torch.full((count,), -torch.inf, dtype=torch.float64).scatter_reduce(
            0, self._question, scores.detach(), "amax")
        sums = torch.zeros(count, dtype=torch.float64).index_add(
            0, self._question, torch.exp(scores - highest[self._question]))
        return (torch.log(sums) + highest - scores[self._right]).sum()
