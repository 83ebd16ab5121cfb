"""The networks `joint-1` and `joint-2`: one encoder over a window's pieces, heads over its words.

Decides nothing: numbers in, scores out, in fp32. Shapes are written with B windows, P
pieces, N words (breaks included), both padded to the longest window of the batch. The encoder
reads the pieces without their padding; that of the words never reaches a real one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (everybody's name for it)
from torch import Tensor

from quotes.network.halves import Halves
from quotes.network.products import Product, product
from quotes.network.windows import BREAK, Numbers, Window

_PIECES = "enc.embeddings.word_embeddings.weight"
_PIECE_ROWS = "enc.embeddings.word_embeddings.row"  # what one is worth, where they are whole
# What is neither a product's nor a layer's.
_TABLES = ("case.weight", "enc.embeddings.position_embeddings.weight",
           "enc.embeddings.token_type_embeddings.weight", "root", "none", "arc", "lab", "w", "w2")
# Heads over word vectors by how their results are used: as scores, after a gelu as what scores are
# made of, and the same for the relations of words to their heads.
_TAGS = ("up", "xp", "ner", "tag")
_PROJECTED = ("ad", "ah", "q", "k", "q2", "k2")
_RELATED = ("ld", "lh")


class Batch(NamedTuple):
    """Windows side by side, padded with zeros (sentences with BREAK)."""

    pieces: Tensor  # B x P
    case: Tensor  # B x P
    real: Tensor  # B x P, whether a piece is one
    first: Tensor  # B x N
    last: Tensor  # B x N
    sentences: Tensor  # B x N
    words: Tensor  # B x N, whether a word (or a break) is one

    def to(self, device: torch.device) -> Batch:
        return Batch(*(table.to(device) for table in self))


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
    With `exact` whole numbers are multiplied in fp32 (`quotes.network.products`).
    """

    def __init__(self, weights: Mapping[str, Tensor], config: Mapping[str, Any], *,
                 exact: bool = False) -> None:
        self._heads = int(config["heads"])
        self._epsilon = float(config["layer_norm_eps"])
        make = partial(product, weights, exact=exact)
        self._halves = Halves.of(rounded="words.step" in weights, exact=exact,
                                 device=weights[_PIECES].device)
        self._layers = [_Layer.of(f"enc.encoder.layer.{i}", weights, make)
                        for i in range(int(config["layers"]))]
        self._pieces, self._piece_rows = weights[_PIECES], weights.get(_PIECE_ROWS)
        self._first_norm = _Norm.of("enc.embeddings.LayerNorm", weights)
        self._w = {name: weights[name].float() for name in _TABLES}
        lab = self._w["lab"]
        self._lab = lab.reshape(1, len(lab), -1).to(self._halves.kind)
        self._relations = make([f"{name}.0" for name in _RELATED], "words")
        self._all = make([*_TAGS, *(f"{name}.0" for name in _PROJECTED)], "words")
        self._widths = [len(weights[f"{name}.bias"])
                        for name in (*_TAGS, *(f"{name}.0" for name in _PROJECTED))]
        with torch.inference_mode():
            self._root = self._of_words(self._w["root"][None, None])["ah"]
            self._none = self._of_words(self._w["none"][None, None])["k2"]
            self._root_related = self._related(self._w["root"][None, None])[1]

    def _norm(self, norm: _Norm, x: Tensor) -> Tensor:
        return F.layer_norm(x, x.shape[-1:], norm.weight, norm.bias, self._epsilon)

    def _embedded(self, pieces: Tensor) -> Tensor:
        """The rows of the piece embeddings, turned to fp32 as they are looked up."""
        x = F.embedding(pieces, self._pieces).float()
        if self._piece_rows is None:
            return x
        return x.mul_(F.embedding(pieces, self._piece_rows[:, None]).float())

    def _encode(self, given: Batch, lengths: list[int]) -> Tensor:
        """All windows' pieces x hidden, without the padding."""
        places = torch.cat([torch.arange(n, device=given.real.device) for n in lengths])
        x = self._embedded(given.pieces[given.real])
        x = x + F.embedding(given.case[given.real], self._w["case.weight"])
        x = x + self._w["enc.embeddings.position_embeddings.weight"][places]
        x = x + self._w["enc.embeddings.token_type_embeddings.weight"][0]
        x = self._norm(self._first_norm, x)
        for layer in self._layers:
            windows = torch.split(layer.attended(x), lengths)
            mixed = torch.cat([self._halves.attended(three, self._heads).transpose(0, 1).flatten(1)
                               for three in windows]).float()
            x = self._norm(layer.attention_norm, layer.attention_output(mixed).add_(x))
            inner = layer.output.after_gelu(layer.intermediate, x)
            x = self._norm(layer.output_norm, inner.add_(x))
        return x

    def _of_words(self, w: Tensor) -> dict[str, Tensor]:
        """What each head makes of word vectors, all in one product."""
        parts = torch.split(self._all(w), self._widths, -1)
        found = dict(zip(_TAGS, parts, strict=False))
        return found | {name: F.gelu(part) for name, part
                        in zip(_PROJECTED, parts[len(_TAGS):], strict=True)}

    def scores(self, given: Batch) -> Scores:
        counts = given.real.sum(1)
        hidden = self._encode(given, counts.tolist())
        before = (counts.cumsum(0) - counts)[:, None]
        w = hidden[before + given.first] + hidden[before + given.last]
        of = self._of_words(w)
        arc = self._w["arc"]
        arcs = (of["ad"] @ arc[:-1] + arc[-1]) @ _after(self._root, of["ah"]).mT / 16
        point = of["q"] @ self._w["w"] @ of["k"].mT / 4
        source = of["q2"] @ self._w["w2"] @ _after(self._none, of["k2"]).mT / 4
        return Scores(of["up"], of["xp"], of["ner"], of["tag"], arcs, point, source, w)

    def _related(self, w: Tensor) -> tuple[Tensor, ...]:
        """Word vectors as dependents and as governors."""
        return F.gelu(self._relations(w)).chunk(len(_RELATED), -1)

    def relations(self, vectors: Tensor, heads: Tensor, lengths: Sequence[int]) -> Tensor:
        """B x N: the best relation of each word to its head (0 = root, 1 = first word).

        `lengths` are the windows' numbers of words; beyond them nothing is said.
        """
        dependents, governors = self._related(vectors)
        governors = _after(self._root_related, governors)
        governors = governors.gather(1, heads[..., None].expand(-1, -1, governors.shape[-1]))
        size, labels, _ = self._w["lab"].shape
        found = torch.zeros_like(heads)
        # A window at a time: the product is labels times as wide as a word vector.
        kind, times = self._halves
        d, g = _with_one(dependents).to(kind), _with_one(governors).to(kind).float()
        for i, n in enumerate(lengths):
            through = times(d[i:i + 1, :n], self._lab)[0].view(n, labels, size).float()
            # One vector a word: as a batch of products it takes five times as long.
            found[i, :n] = through.mul_(g[i, :n, None]).sum(-1).argmax(-1)
        return found


class _Norm(NamedTuple):
    weight: Tensor
    bias: Tensor

    @classmethod
    def of(cls, name: str, weights: Mapping[str, Tensor]) -> _Norm:
        return cls(weights[f"{name}.weight"].float(), weights[f"{name}.bias"].float())


class _Layer(NamedTuple):
    """One layer of the encoder."""

    attended: Product  # query, key and value: three times fewer, larger products
    attention_output: Product
    attention_norm: _Norm
    intermediate: Product
    output: Product
    output_norm: _Norm

    @classmethod
    def of(cls, name: str, weights: Mapping[str, Tensor],
           make: Callable[[Sequence[str], str], Product]) -> _Layer:
        own = f"{name}.attention.self"
        rest = [f"{name}.{part}" for part in ("attention.output", "intermediate", "output")]
        out, inner, last = (make([f"{part}.dense"], f"{part}.input") for part in rest)
        return cls(make([f"{own}.{part}" for part in ("query", "key", "value")], f"{own}.input"),
                   out, _Norm.of(f"{rest[0]}.LayerNorm", weights),
                   inner, last, _Norm.of(f"{rest[2]}.LayerNorm", weights))


def _after(extra: Tensor, vectors: Tensor) -> Tensor:
    """Vectors of words after one that stands for the root, or for none."""
    return torch.cat([extra.expand(vectors.shape[0], 1, -1), vectors], 1)


def _with_one(x: Tensor) -> Tensor:
    return F.pad(x, (0, 1), value=1.0)


def candidates(given: Batch) -> Tensor:
    """B x N x (root and N): which words may be whose head.

    Those of the same sentence and the root, never the word itself; for a break and for
    padding only the root.
    """
    of = given.sentences
    same = (of[:, :, None] == of[:, None, :]) & (of != BREAK)[:, :, None]
    same &= ~torch.eye(of.shape[1], dtype=torch.bool, device=of.device)
    return F.pad(same, (1, 0), value=True)
