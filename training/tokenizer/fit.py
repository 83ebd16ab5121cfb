"""Logistic regression over hashed features: decides the weights, with no chance in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

Floats = npt.NDArray[np.float64]


def fit(rows: Sequence[Sequence[int]], right: Sequence[bool], weight: Sequence[float], size: int,
        penalty: float, steps: int, rare: int) -> Floats:
    """The weights that make the answers likeliest, each drawn to 0 (ridge), by L-BFGS.

    `rows` are the features' numbers, as many in each row; `weight` is how often a row counts.
    A feature that fewer than `rare` rows have stays 0.
    """
    seen = np.bincount(np.concatenate([np.asarray(row) for row in rows]), minlength=size)
    columns = np.asarray([number for row in rows for number in row])
    starts = np.cumsum([0, *map(len, rows)])
    table = csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(rows), size))
    turned = table.T.tocsr()
    sign = np.where(np.asarray(right), 1.0, -1.0)
    often = np.asarray(weight, dtype=np.float64)
    kept = (seen >= rare).astype(np.float64)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margin = sign * (table @ weights)
        value = float(often @ np.logaddexp(0, -margin)) + penalty * float(weights @ weights) / 2
        pull = -often * sign / (1 + np.exp(np.clip(margin, -30, 30)))
        return value, ((turned @ pull) + penalty * weights) * kept

    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B",
                     options={"maxiter": steps, "maxcor": 8})
    return np.asarray(found.x)


def packed(weights: Floats) -> npt.NDArray[np.int8]:
    """One byte a weight; what they are to be multiplied by is left out: the sum's sign decides."""
    return np.rint(weights * 127 / max(1e-6, float(np.abs(weights).max()))).astype(np.int8)
