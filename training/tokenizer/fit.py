"""Logistic regression over hashed features: decides the weights, with no chance in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch

Floats = npt.NDArray[np.float64]


def fit(rows: Sequence[Sequence[int]], right: Sequence[bool], weight: Sequence[float], size: int,
        penalty: float, steps: int, rare: int) -> Floats:
    """The weights that make the answers likeliest, each drawn to 0 (ridge), by L-BFGS.

    `rows` are the features' numbers, as many in each row; `weight` is how often a row counts.
    A feature that fewer than `rare` rows have stays 0.
    """
    table = torch.from_numpy(np.asarray(rows, dtype=np.int64))
    places = table.flatten()
    sign = torch.from_numpy(np.where(np.asarray(right), 1.0, -1.0))
    often = torch.from_numpy(np.asarray(weight, dtype=np.float64))
    kept = (torch.bincount(places, minlength=size) >= rare).double()
    weights = torch.zeros(size, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=steps, history_size=8,
                                  tolerance_grad=1e-5, tolerance_change=1e-9,
                                  line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        with torch.no_grad():
            margin = sign * weights[table].sum(1)
            pull = -often * sign * torch.sigmoid(-margin)
            spread = pull.repeat_interleave(table.shape[1])
            slope = torch.bincount(places, weights=spread, minlength=size)
            weights.grad = (slope + penalty * weights) * kept
            value = often @ torch.nn.functional.softplus(-margin)
            return value + penalty * (weights @ weights) / 2

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    found: Floats = weights.detach().numpy()
    return found


def packed(weights: Floats) -> npt.NDArray[np.int8]:
    """One byte a weight; what they are to be multiplied by is left out: the sum's sign decides."""
    return np.rint(weights * 127 / max(1e-6, float(np.abs(weights).max()))).astype(np.int8)
