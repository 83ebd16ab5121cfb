"""Products of a network's weights: decides what computes them, and that the results agree.

A network that was trained for it (`joint-2`) has whole numbers in its products: what enters is
rounded to one of 256 steps, the weights to one of 255. On processors that multiply such numbers
oneDNN computes them in int8: nine times as fast as in fp32 with VNNI, twice as fast with AVX2
alone, where it takes weights that overflow nothing (`paired`). Elsewhere, and where `exact` is
asked for, the same whole numbers are multiplied in fp32, which holds every sum of them exactly;
the two then differ by the last bit of what follows, which now and then rounds to another step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

import torch
import torch.nn.functional as F  # noqa: N812 (everybody's name for it)
from torch import Tensor

_MOST = 255  # the highest step
PAIR = 128  # what two weights may come to: 128 * 255 is the most that 16 bits with a sign hold
# A gelu that falls to the next step changes a result of the trial by 127 / 2^14, an overflow more.
_CLOSE = 0.03
_LARGEST = 127  # the largest weight: int8 without -128, which has no opposite


class Product(Protocol):
    """A linear layer: rows x channels in, rows x outputs out, in fp32."""

    def __call__(self, x: Tensor) -> Tensor: ...

    def after_gelu(self, before: Product, x: Tensor) -> Tensor:
        """This product of the gelu of the product `before`."""
        ...


class Plain:
    """In fp32, nothing rounded."""

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        self._weight, self._bias = weight, bias

    def __call__(self, x: Tensor) -> Tensor:
        return F.linear(x, self._weight, self._bias)

    def after_gelu(self, before: Product, x: Tensor) -> Tensor:
        return self(F.gelu(before(x)))


class Grid(NamedTuple):
    """The steps of what enters a product."""

    step: Tensor  # by channel, or one
    zero: int  # how many lie below nought

    def steps(self, x: Tensor) -> Tensor:
        """In steps counted from the lowest: 0 to 255, whole, in fp32."""
        return (x * (1.0 / self.step)).round_().add_(self.zero).clamp_(0, _MOST)


class Exact:
    """In whole numbers that fp32 holds: up to 2^24, more than any sum of ours comes to."""

    def __init__(self, grid: Grid, weight: Tensor, row: Tensor, bias: Tensor) -> None:
        self._grid, self._weight, self._row, self._bias = grid, weight.float(), row, bias

    def __call__(self, x: Tensor) -> Tensor:
        steps = self._grid.steps(x).sub_(self._grid.zero)
        return F.linear(steps, self._weight).mul_(self._row).add_(self._bias)

    def after_gelu(self, before: Product, x: Tensor) -> Tensor:
        return self(F.gelu(before(x)))


class Whole:
    """In int8 by oneDNN; for weights with which the processor is `able`."""

    def __init__(self, grid: Grid, weight: Tensor, row: Tensor, bias: Tensor) -> None:
        self._grid = grid
        self._packed = torch.ops.onednn.qlinear_prepack(weight.contiguous(), None)
        self._row, self._bias = row.contiguous(), bias.contiguous()
        self._zeros = torch.zeros(len(row), dtype=torch.int32)

    def __call__(self, x: Tensor) -> Tensor:
        return self._of(self._grid.steps(x).to(torch.uint8), 1.0, 0, torch.float32, "none")

    def after_gelu(self, before: Product, x: Tensor) -> Tensor:
        if not isinstance(before, Whole):
            return self(F.gelu(before(x)))
        # The gelu is taken and rounded to steps as the sums come out, in one go.
        inner = before._of(before._grid.steps(x).to(torch.uint8), float(self._grid.step),
                           self._grid.zero, torch.uint8, "gelu")
        return self._of(inner, 1.0, 0, torch.float32, "none")

    def _of(self, steps: Tensor, step: float, zero: int, kind: torch.dtype, then: str) -> Tensor:
        found: Tensor = torch.ops.onednn.qlinear_pointwise(
            steps, 1.0, self._grid.zero, self._packed, self._row, self._zeros, self._bias,
            step, zero, kind, then, [], "none" if then == "gelu" else "")
        return found


def able(weight: Tensor) -> bool:
    """Whether this processor and this torch multiply these weights in int8, and rightly."""
    if has("avx512_vnni", "avx_vnni"):
        return _agreed(_LARGEST)
    # Half as large, any two come to 128 at most.
    return has("avx2") and paired(weight) and _agreed(_LARGEST // 2)


def has(*instructions: str) -> bool:
    """Whether torch knows this processor to have one of them; older releases know of none."""
    can: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    return any(can.get(name) for name in instructions)


def paired(weight: Tensor) -> bool:
    """Whether no two products that are added in 16 bits overflow them.

    Without VNNI the products of channels 2i and 2i + 1 are, before they go on in 32 bits.
    """
    if weight.shape[1] % 2:
        return False
    # Of two with opposite signs neither the weights' sum nor that of the products is too large.
    together = weight.view(len(weight), -1, 2).sum(-1, dtype=torch.int16)
    return int(together.abs().max()) <= PAIR


@lru_cache(maxsize=2)
def _agreed(largest: int) -> bool:
    """Whether int8 computes what fp32 does, with weights of up to so much.

    The operators are torch's own but not part of what it promises to keep, so they are tried.
    """
    rows, outputs, channels = 32, 48, 256
    dice = torch.Generator().manual_seed(0)
    x = torch.rand(rows, channels, generator=dice) * 300 - 150
    weight = torch.randint(-largest, largest + 1, (outputs, channels), generator=dice,
                           dtype=torch.int8)
    row, bias = torch.full((outputs,), 2.0 ** -14), torch.ones(outputs)
    up = Grid(torch.ones(channels), 128), weight, row, bias
    down = Grid(torch.tensor(2.0 ** -8), 40), weight[:, :outputs].contiguous(), row, bias
    try:
        return all(torch.allclose(a, b, atol=_CLOSE)
                   for a, b in zip(_both(Whole, up, down, x), _both(Exact, up, down, x),
                                   strict=True))
    except (RuntimeError, AttributeError, TypeError):
        return False


def _both(kind: type[Whole] | type[Exact], up: Sequence[Any], down: Sequence[Any],
          x: Tensor) -> tuple[Tensor, Tensor]:
    first, second = kind(*up), kind(*down)
    return first(x), second.after_gelu(first, x)


def product(weights: Mapping[str, Tensor], names: Sequence[str], grid: str, *,
            exact: bool) -> Product:
    """The linear layers of these names as one, their outputs one after the other.

    `grid` names the steps of what enters them, where the network has any; what a step is worth
    is in the weights already.
    """
    weight, bias = (torch.cat([weights[f"{name}.{kind}"] for name in names])
                    for kind in ("weight", "bias"))
    if f"{grid}.step" not in weights:
        return Plain(weight.float(), bias.float())
    row = torch.cat([weights[f"{name}.row"] for name in names]).float()
    found = Grid(weights[f"{grid}.step"].float(), int(weights[f"{grid}.zero"]))
    integers = not exact and weight.device.type == "cpu" and able(weight)
    return (Whole if integers else Exact)(found, weight, row, bias.float())
