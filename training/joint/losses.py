"""What the model has to get right: decides which words count for which head.

The loss of a head is the mean cross-entropy over the words of the batch that have its label.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812 (everybody's name for it)
from torch import Tensor

from quotes.network.joint import Scores
from training.joint.examples import Given
from training.joint.labels import IGNORED
from training.joint.model import Joint
from training.joint.recipe import Losses

_OF_WORDS = ("upos", "xpos", "ner", "tag")


def losses(model: Joint, given: Given, scores: Scores, own: Tensor | None) -> dict[str, Tensor]:
    """By head, of those that the batch has labels for.

    `own` (B x N x labels) is the share of each label in the target of attribution.
    """
    found = {name: _loss(getattr(scores, name), given.targets[name])
             for name in _OF_WORDS if name in given.labelled}
    if own is not None and "tag" in given.labelled:
        chosen = given.targets["tag"] != IGNORED
        found["tag"] = F.cross_entropy(scores.tag[chosen].float(), own[chosen])
    outside = ~given.batch.words[:, None, :]
    if "head" in given.labelled:
        arcs = scores.arcs.float().masked_fill(~given.candidates, -torch.inf)
        found["arcs"] = _loss(arcs, given.targets["head"])
        found["deprel"] = _relations(model, given, scores)
    if "point" in given.labelled:
        point = scores.point.float().masked_fill(outside, -torch.inf)
        found["point"] = _loss(point, given.targets["point"])
    if "source" in given.labelled:
        beyond = F.pad(outside, (1, 0), value=False)
        source = scores.source.float().masked_fill(beyond, -torch.inf)
        found["source"] = _loss(source, given.targets["source"])
    return found


def _loss(scores: Tensor, targets: Tensor) -> Tensor:
    chosen = targets != IGNORED
    return F.cross_entropy(scores[chosen].float(), targets[chosen])


def _relations(model: Joint, given: Given, scores: Scores) -> Tensor:
    heads = given.targets["head"]
    chosen = (heads != IGNORED) & (given.targets["deprel"] != IGNORED)
    return F.cross_entropy(model.relations(scores.vectors, heads, chosen).float(),
                           given.targets["deprel"][chosen])


def total(found: dict[str, Tensor], weights: Losses) -> Tensor:
    parts = [getattr(weights, name) * loss for name, loss in sorted(found.items())]
    return torch.stack(parts).sum()
