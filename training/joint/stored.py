"""A network's weights as its file has them: decides in what numbers each is written.

Trained in full precision, all are halves. With products in whole numbers (`rounding.py`) their
weights and those of the pieces are int8, with what one is worth in a row (`.row`); that, the steps
and the biases beside them are fp32, and the rest are halves.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from quotes.errors import ModelError
from training.joint.model import Joint
from training.joint.rounding import for_products, in_rows

_PIECES = "enc.embeddings.word_embeddings"


def stored(model: Joint) -> dict[str, Tensor]:
    """The file's tensors by name; `ModelError` for a weight that half precision can't hold."""
    found = {name: tensor.detach().cpu() for name, tensor in sorted(model.state_dict().items())}
    whole: dict[str, Tensor] = {}
    for name, (grid, lines) in model.grids().items():
        if grid.step is None or grid.zero is None:
            continue
        whole |= {f"{name}.step": grid.step.cpu().float(), f"{name}.zero": grid.zero.cpu().int()}
        for line in lines:
            whole |= _named(line, *for_products(found[f"{line}.weight"] * grid.step.cpu()))
            whole[f"{line}.bias"] = found[f"{line}.bias"].float()
    if whole:
        whole |= _named(_PIECES, *in_rows(found[f"{_PIECES}.weight"]))
    halves = {name: tensor.half() for name, tensor in found.items() if name not in whole}
    beyond = [name for name, tensor in halves.items() if not bool(torch.isfinite(tensor).all())]
    if beyond:
        raise ModelError(f"weights that half precision can't hold: {', '.join(beyond)}")
    return {name: tensor.contiguous() for name, tensor in sorted((halves | whole).items())}


def _named(name: str, numbers: Tensor, row: Tensor) -> dict[str, Tensor]:
    return {f"{name}.weight": numbers.to(torch.int8), f"{name}.row": row}


def load(model: Joint, weights: Mapping[str, Tensor]) -> None:
    """Give the module a file's tensors, whole numbers as what they are worth."""
    given = {name: tensor.float() for name, tensor in weights.items()}
    for name, (grid, lines) in model.grids().items():
        if f"{name}.step" not in given:
            continue
        grid.step, grid.zero = given.pop(f"{name}.step"), given.pop(f"{name}.zero")
        for line in lines:
            row = given.pop(f"{line}.row")[:, None]
            given[f"{line}.weight"] = given[f"{line}.weight"] * row / grid.step
    if f"{_PIECES}.row" in given:
        given[f"{_PIECES}.weight"] *= given.pop(f"{_PIECES}.row")[:, None]
    # The steps are the module's by now: only they may be missing.
    missing, unknown = model.load_state_dict(given, strict=False)
    missing = [name for name in missing if not name.endswith((".step", ".zero"))]
    if missing or unknown:
        raise ModelError(f"the weights lack {missing[:3]} and have unknown {unknown[:3]}")
