"""What a network that was trained before makes of a batch: decides how far it is followed.

The teacher has an opinion on every head for every word, also where the corpus of the window says
nothing: on trees of news, on attributions of a treebank's texts. The loss of a head is the mean
divergence of the learner's distribution from the teacher's (Hinton, Vinyals and Dean, 2015).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812 (everybody's name for it)
from torch import Tensor

from quotes.network.joint import Scores
from training.joint.examples import Given
from training.joint.model import Joint

# Instead of minus infinity, which has no difference to itself.
_IMPOSSIBLE = -1e4
# The scores of all relations of a word cost more than the rest of its heads: every fourth word.
_RELATED = 4


def divergences(teacher: Joint, learner: Joint, given: Given, scores: Scores) -> dict[str, Tensor]:
    """By head, over all words of the batch; `scores` are the learner's."""
    with torch.no_grad():
        wanted = teacher(given.batch)
    words = given.batch.words
    outside = ~words[:, None, :]
    masks = {"arcs": ~given.candidates, "point": outside,
             "source": F.pad(outside, (1, 0), value=False)}
    found = {}
    for name in ("upos", "xpos", "ner", "tag", "arcs", "point", "source"):
        ours, theirs = (_masked(getattr(table, name), masks.get(name))[words]
                        for table in (scores, wanted))
        found[name] = _divergence(ours, theirs)
    heads = _masked(wanted.arcs, masks["arcs"]).argmax(-1)
    chosen = words & (torch.rand(words.shape, device=words.device) < 1 / _RELATED)
    chosen[0, 0] = True  # a window begins with a word: there is one to take the mean of
    with torch.no_grad():
        theirs = teacher.relations(wanted.vectors, heads, chosen)
    found["deprel"] = _divergence(learner.relations(scores.vectors, heads, chosen), theirs)
    return found


def _masked(table: Tensor, mask: Tensor | None) -> Tensor:
    table = table.float()
    return table if mask is None else table.masked_fill(mask, _IMPOSSIBLE)


def _divergence(ours: Tensor, theirs: Tensor) -> Tensor:
    return F.kl_div(ours.float().log_softmax(-1), theirs.float().log_softmax(-1),
                    log_target=True, reduction="batchmean")
