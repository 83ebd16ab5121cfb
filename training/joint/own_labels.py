"""What the model itself makes of a word: decides how much of it goes into the word's label.

Two readers of the corpus agree on three attributions of four, so that one reader's labels are
partly a matter of chance, and a model that learns them by heart learns the chance too. From some
point of the run on, the target of a word is a running mean of its label and of what the model
gave it whenever it came by (self-adaptive training: Huang, Zhang and Zhang, NeurIPS 2020). A word
is remembered by its place in its document, since the windows around it change.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (everybody's name for it)
from torch import Tensor

from quotes.network.joint import pad
from training.joint.examples import Example
from training.joint.labels import IGNORED


class OwnLabels:
    """Of each word of all documents the share of its target that the model itself has given."""

    def __init__(self, given: Sequence[Example], labels: int, keep: float) -> None:
        """`keep` of a target stays at each visit."""
        lengths = np.zeros(1 + max(example.document for example in given), dtype=np.int64)
        for example in given:
            last = int(example.window.words.max())
            lengths[example.document] = max(lengths[example.document], last + 1)
        # The first row is nobody's: of breaks and of what fills a batch up.
        self._starts = 1 + np.cumsum(lengths) - lengths
        self._keep = keep
        self.given = torch.zeros(1 + int(lengths.sum()), labels)

    def rows(self, some: Sequence[Example]) -> Tensor:
        """B x N: the row of each word of a batch."""
        return pad([np.where(example.window.words < 0, 0,
                             example.window.words + self._starts[example.document])
                    for example in some], 0)

    def targets(self, rows: Tensor, labels: Tensor) -> Tensor:
        """B x N x labels: what is given by now, and the corpus's own label for the rest."""
        given = self.given[rows]
        corpus = F.one_hot(labels.clamp(min=0), given.shape[-1])
        return given + (1.0 - given.sum(-1, keepdim=True)) * corpus

    def visit(self, rows: Tensor, labels: Tensor, scores: Tensor) -> None:
        """Take in what the model gives the labelled words now (B x N x labels, logits)."""
        chosen = (labels != IGNORED) & (rows > 0)
        found = scores[chosen].float().softmax(-1)
        at = rows[chosen]
        self.given[at] = self._keep * self.given[at] + (1.0 - self._keep) * found
