"""Products of two results: decides in what numbers attention and relations are computed.

Networks with products in whole numbers (`joint-2`) round here to bf16: where the processor
multiplies bf16, attention takes two thirds of the time; elsewhere fp32
computes the same from the same numbers. Each window is computed by itself, at its own length, so
that the order of a sum depends on nothing beside it: a last bit would be another step in the next
rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812 (everybody's name for it)
from torch import Tensor

from quotes.network.products import has


class Halves(NamedTuple):
    """What numbers are, and how two batches of matrices are multiplied."""

    kind: torch.dtype
    times: Callable[[Tensor, Tensor], Tensor]

    @classmethod
    def of(cls, *, rounded: bool, exact: bool, device: torch.device) -> Halves:
        if not rounded:
            return cls(torch.float32, torch.bmm)
        fast = not exact and device.type == "cpu" and able()
        return cls(torch.bfloat16, torch.bmm if fast else _in_fp32)

    def attended(self, three: Tensor, heads: int) -> Tensor:
        """Heads x pieces x width of a head, out of query, key and value side by side
        (pieces x three times the hidden width)."""
        q, k, v = three.to(self.kind).view(len(three), 3, heads, -1).permute(1, 2, 0, 3)
        if self.kind == torch.float32:
            return F.scaled_dot_product_attention(q[None], k[None], v[None])[0]
        q, k, v = q.contiguous(), k.contiguous(), v.contiguous()
        scores = self.times(q, k.mT).float().mul_(q.shape[-1] ** -0.5)
        return self.times(scores.softmax(-1).to(self.kind), v)


def able() -> bool:
    """Whether this processor multiplies bf16."""
    return has("avx512_bf16", "amx_bf16")


def _in_fp32(a: Tensor, b: Tensor) -> Tensor:
    return torch.bmm(a.float(), b.float()).to(a.dtype)
