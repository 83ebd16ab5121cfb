"""The network `joint-1`: one encoder over a window's pieces, and all heads over its words.

Decides nothing: numbers in, scores out, in fp32. Shapes are written with B windows, P
pieces, N words (breaks included), both padded to the longest window of the batch; the
padding never reaches a real word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (everybody's name for it)
from torch import Tensor

from quotes.network.windows import BREAK, Numbers, Window


class Batch(NamedTuple):
    """Windows side by side, padded with zeros (sentences with BREAK)."""

    pieces: Tensor  # B x P
    case: Tensor  # B x P
    real: Tensor  # B x P, whether a piece is one
    first: Tensor  # B x N
    last: Tensor  # B x N
    sentences: Tensor  # B x N
    words: Tensor  # B x N, whether a word (or a break) is one


class Scores(NamedTuple):
    """What the heads say. A masked cell is minus infinity."""

    upos: Tensor  # B x N x labels
    xpos: Tensor
    ner: Tensor
    tag: Tensor
    arcs: Tensor  # B x N x (root and N), before any mask
    point: Tensor  # B x N x N, before any mask: which word starts my cue
    source: Tensor  # B x N x (none and N), before any mask: which word starts my source
    vectors: Tensor  # B x N x hidden


def pad(rows: Sequence[Numbers], filler: int = 0) -> Tensor:
    table = np.full((len(rows), max(map(len, rows))), filler, dtype=np.int64)
    for line, row in zip(table, rows, strict=True):
        line[:len(row)] = row
    return torch.from_numpy(table)


def batch(windows: Sequence[Window]) -> Batch:
    return Batch(
        pieces=pad([w.pieces for w in windows]),
        case=pad([w.case for w in windows]),
        real=pad([np.ones_like(w.pieces) for w in windows]).bool(),
        first=pad([w.first for w in windows]),
        last=pad([w.last for w in windows]),
        sentences=pad([w.sentences for w in windows], BREAK),
        words=pad([np.ones_like(w.words) for w in windows]).bool())


class Joint:
    """The network's weights and the functions over them.

    Functions over a table of tensors rather than a tree of modules: nothing is
    initialised only to be overwritten, which would be most of the loading time.
    """

    def __init__(self, weights: Mapping[str, Tensor], config: Mapping[str, Any]) -> None:
        self._layers = int(config["layers"])
        self._heads = int(config["heads"])
        self._epsilon = float(config["layer_norm_eps"])
        # The rows of the piece embeddings are turned to fp32 as they are looked up.
        pieces = "enc.embeddings.word_embeddings.weight"
        self._pieces = weights[pieces]
        self._w = {name: tensor.float() for name, tensor in weights.items() if name != pieces}
        for i in range(self._layers):
            self._fuse(f"enc.encoder.layer.{i}.attention.self.")

    def _fuse(self, prefix: str) -> None:
        """One product for query, key and value: three times fewer, larger ones."""
        for kind in ("weight", "bias"):
            parts = [self._w.pop(f"{prefix}{part}.{kind}") for part in ("query", "key", "value")]
            self._w[f"{prefix}all.{kind}"] = torch.cat(parts)

    def _linear(self, name: str, x: Tensor) -> Tensor:
        return F.linear(x, self._w[f"{name}.weight"], self._w[f"{name}.bias"])

    def _norm(self, name: str, x: Tensor) -> Tensor:
        return F.layer_norm(x, x.shape[-1:], self._w[f"{name}.weight"],
                            self._w[f"{name}.bias"], self._epsilon)

    def _encode(self, given: Batch) -> Tensor:
        """B x P x hidden."""
        length = given.pieces.shape[1]
        x = F.embedding(given.pieces, self._pieces).float()
        x = x + F.embedding(given.case, self._w["case.weight"])
        x = x + self._w["enc.embeddings.position_embeddings.weight"][:length]
        x = x + self._w["enc.embeddings.token_type_embeddings.weight"][0]
        x = self._norm("enc.embeddings.LayerNorm", x)
        mask = given.real[:, None, None, :]
        for i in range(self._layers):
            x = self._layer(f"enc.encoder.layer.{i}", x, mask)
        return x

    def _layer(self, name: str, x: Tensor, mask: Tensor) -> Tensor:
        rows, length, width = x.shape
        three = self._linear(f"{name}.attention.self.all", x)
        q, k, v = three.view(rows, length, 3, self._heads, width // self._heads) \
            .permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(rows, length, width)
        x = self._norm(f"{name}.attention.output.LayerNorm",
                       x + self._linear(f"{name}.attention.output.dense", mixed))
        inner = F.gelu(self._linear(f"{name}.intermediate.dense", x))
        return self._norm(f"{name}.output.LayerNorm",
                          x + self._linear(f"{name}.output.dense", inner))

    def _projected(self, name: str, x: Tensor) -> Tensor:
        return F.gelu(self._linear(f"{name}.0", x))

    def _with_column(self, name: str, vectors: Tensor) -> Tensor:
        """The word vectors after one that stands for the root, or for none."""
        extra = self._w[name].expand(vectors.shape[0], 1, -1)
        return torch.cat([extra, vectors], 1)

    def _arcs(self, vectors: Tensor) -> Tensor:
        heads = self._projected("ah", self._with_column("root", vectors))
        arc = self._w["arc"]
        return (self._projected("ad", vectors) @ arc[:-1] + arc[-1]) @ heads.mT / 16

    def scores(self, given: Batch) -> Scores:
        hidden = self._encode(given)
        width = hidden.shape[-1]
        first, last = (hidden.gather(1, at[..., None].expand(-1, -1, width))
                       for at in (given.first, given.last))
        w = first + last
        point = self._projected("q", w) @ self._w["w"] @ self._projected("k", w).mT / 4
        source = self._projected("q2", w) @ self._w["w2"] \
            @ self._projected("k2", self._with_column("none", w)).mT / 4
        return Scores(self._linear("up", w), self._linear("xp", w), self._linear("ner", w),
                      self._linear("tag", w), self._arcs(w), point, source, w)

    def relations(self, vectors: Tensor, heads: Tensor) -> Tensor:
        """B x N: the best relation of each word to its head (0 = root, 1 = first word)."""
        dependents = self._projected("ld", vectors)
        governors = self._projected("lh", self._with_column("root", vectors))
        governors = governors.gather(1, heads[..., None].expand(-1, -1, governors.shape[-1]))
        lab = self._w["lab"]
        size, labels, _ = lab.shape
        flat = lab.reshape(size, -1)
        rows = []
        for d, g in zip(_with_one(dependents), _with_one(governors), strict=True):
            # A window at a time: the product is labels times as wide as a word vector.
            rows.append(((d @ flat).view(-1, labels, size) @ g[..., None])[..., 0].argmax(-1))
        return torch.stack(rows)


def _with_one(x: Tensor) -> Tensor:
    return F.pad(x, (0, 1), value=1.0)


def candidates(given: Batch) -> Tensor:
    """B x N x (root and N): which words may be whose head.

    Those of the same sentence and the root, never the word itself; for a break and for
    padding only the root.
    """
    of = given.sentences
    same = (of[:, :, None] == of[:, None, :]) & (of != BREAK)[:, :, None]
    same &= ~torch.eye(of.shape[1], dtype=torch.bool)
    return F.pad(same, (1, 0), value=True)
