"""Products in whole numbers: decides where the numbers that enter a product are rounded to.

What enters a product of the encoder or of the heads is rounded to one of 256 steps, and each row
of its weights to one of 255, so that the product can be computed in int8. The rounding is part of
the network: `quotes.network.products` computes the very same in integers. The steps are chosen
once, from what a network trained without rounding feeds each product, and stay; the weights then
learn to live with them, the gradient passing the rounding as if it were not there.

A channel's step is shared out between what enters and the weights that it meets, since either may
have channels much wider than the rest (SmoothQuant: Xiao et al., ICML 2023).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from typing import Any

import torch
from torch import Tensor, nn

from quotes.network.products import PAIR

# What is tried for each product; the pair with the least error in its results is taken.
_SHARES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)  # of a channel's width that its step takes up
_CLIPS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)  # of the widest value, what is still told apart
_KEPT = 4096  # rows that the error is measured on
_LEVELS = 256
_MIDDLE = 128
# Where the gelu has its minimum: no value of one is lower.
_LEAST_GELU = 0.17
_ROW_LEVELS = 127


class Grid(nn.Module):
    """The steps of what enters one product, or of several that share it.

    Until it is set it changes nothing. `step` is the size of a step by channel, or one for all;
    `zero` is how many steps lie below nought.
    """

    step: Tensor | None
    zero: Tensor | None

    def __init__(self, after_gelu: bool = False) -> None:
        super().__init__()
        self.after_gelu = after_gelu
        self.watched: list[Tensor] | None = None  # what came by, while somebody watches
        self.register_buffer("step", None)
        self.register_buffer("zero", None)

    def forward(self, x: Tensor) -> Tensor:
        """What enters, in steps, whole; the weights are to be those of `weight`."""
        if self.watched is not None:
            self.watched.append(x.detach().float().reshape(-1, x.shape[-1]))
        if self.step is None or self.zero is None:
            return x
        rounded: Tensor = _Rounded.apply(  # type: ignore[no-untyped-call]
            x, 1.0 / self.step, -self.zero, _LEVELS - 1 - self.zero)
        return rounded

    def weight(self, weight: Tensor) -> Tensor:
        """The weights (outputs x channels) as they meet what enters in steps."""
        if self.step is None:
            return weight
        whole, row = for_products(weight.detach() * self.step)
        scaled = weight * self.step
        return scaled + (whole * row[:, None] - scaled).detach()

    def choose(self, seen: Tensor, weights: Tensor) -> float:
        """Set the steps from rows that entered and all weights that they meet.

        Returns the error in what comes out, squared, relative to it.
        """
        wide = seen.abs().amax(0).clamp(min=1e-6)
        meets = weights.abs().amax(0).clamp(min=1e-6)
        exact = seen @ weights.T
        best = float("inf")
        for share, clip in product((0.0,) if self.after_gelu else _SHARES, _CLIPS):
            shape = wide ** share / meets ** (1 - share) if not self.after_gelu else torch.ones(())
            reach = clip * float((wide / shape).max())
            step, zero = _steps(shape, reach, self.after_gelu)
            whole, row = for_products(weights * step)
            near = (seen / step).round().clamp(-zero, _LEVELS - 1 - zero) @ (whole * row[:, None]).T
            error = float((near - exact).square().mean() / exact.square().mean())
            if error < best:
                best, self.step, self.zero = error, step, torch.tensor(zero)
        return best


def _steps(shape: Tensor, reach: float, after_gelu: bool) -> tuple[Tensor, int]:
    if not after_gelu:
        return shape * (reach / (_MIDDLE - 1)), _MIDDLE
    step = shape * ((reach + _LEAST_GELU) / (_LEVELS - 1))
    return step, after_gelu_zero(step)


def after_gelu_zero(step: Tensor) -> int:
    """How many steps lie below nought where a gelu enters."""
    return round(_LEAST_GELU / float(step))


def in_rows(weight: Tensor) -> tuple[Tensor, Tensor]:
    """Whole numbers from -127 to 127, and for each row what one of them is worth."""
    return _in_rows(weight, weight.abs().amax(1) / _ROW_LEVELS)


def for_products(weight: Tensor) -> tuple[Tensor, Tensor]:
    """As `in_rows`, such that no processor overflows.

    Those without VNNI add the products of channels 2i and 2i + 1 in 16 bits before they go on:
    with what enters at its highest, 255, weights of one sign hold that up to 128 together.
    """
    together = weight.view(len(weight), -1, 2).sum(-1).abs()
    # A trifle more, since two numbers that come to 128.00001 may both be rounded up.
    most = torch.maximum(weight.abs().amax(1) / _ROW_LEVELS, together.amax(1) / PAIR * (1 + 1e-6))
    return _in_rows(weight, most)


def _in_rows(weight: Tensor, row: Tensor) -> tuple[Tensor, Tensor]:
    row = row.clamp(min=1e-10)
    return (weight / row[:, None]).round(), row


class _Rounded(torch.autograd.Function):
    """Rounded and kept within limits; the gradient stops where the limits do."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, per_step: Tensor, low: Tensor, high: Tensor) -> Tensor:
        steps = x.float().mul(per_step).round_()
        ctx.save_for_backward((steps >= low) & (steps <= high), per_step)
        return steps.clamp_(low, high)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        inside, per_step = ctx.saved_tensors
        return gradient * inside * per_step, None, None, None


@contextmanager
def watching(grids: Sequence[Grid]) -> Iterator[None]:
    """Within it each grid keeps what comes by."""
    for grid in grids:
        grid.watched = []
    try:
        yield
    finally:
        for grid in grids:
            grid.watched = None


def sample(grid: Grid) -> Tensor:
    """Rows of what a watching grid has seen, evenly from all of it."""
    seen = torch.cat(grid.watched or [])
    return seen[torch.linspace(0, len(seen) - 1, min(_KEPT, len(seen))).long()]
