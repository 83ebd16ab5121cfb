"""The network as the parser uses it: words of many documents in, a `Reading` of each out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file

from quotes.errors import ModelError
from quotes.network.attributions import Floats, attributions, stretches, valid_labels
from quotes.network.joint import Batch, Joint, Scores, batch, candidates
from quotes.network.trees import repaired
from quotes.network.windows import BREAK, Numbers, Pieces, Window, Words, windows
from quotes.trees import Proposal

# The second is the first with products in whole numbers.
_ARCHITECTURES = ("joint-1", "joint-2")
# What is read of network.json; a dot parts an object from its key.
_KEYS = ("layers", "heads", "layer_norm_eps", "max_pieces_per_word", "window_pieces",
         *(f"pieces.{name}" for name in ("break", "unk", "cls", "sep")),
         *(f"labels.{name}" for name in ("upos", "xpos", "ner", "deprel", "tag")))


@dataclass
class Reading:
    """What the network says of a document; the lists have one entry a word."""

    upos: list[str]
    xpos: list[str]
    heads: list[int]  # index of the governor in the document, -1 for a root
    deprels: list[str]
    ner: list[str]  # BIO, valid: I-x only after B-x or I-x
    proposals: list[Proposal]  # in text order of their cues

    @classmethod
    def empty(cls, words: int) -> Reading:
        return cls([""] * words, [""] * words, [-1] * words, [""] * words, ["O"] * words, [])


class Network:
    """A loaded network; `read` may be called from one thread at a time."""

    def __init__(self, folder: Path, *, exact: bool = False, device: str = "cpu") -> None:
        """With `exact` in fp32 also where the processor could compute in int8.

        Raises `ModelError` for a device that isn't here.
        """
        self._device = _device(device)
        self._config = _config(folder / "network.json")
        self._labels: dict[str, list[str]] = self._config["labels"]
        self._pieces = Pieces(folder / "vocab.txt", self._config["pieces"]["unk"],
                              self._config["max_pieces_per_word"])
        self._joint = Joint(load_file(folder / "network.safetensors", device=device),
                            self._config, exact=exact)
        self._leaning = _leaning(self._config)

    def windows(self, words: Words) -> list[Window]:
        """The windows in which a document is read."""
        return windows(words, self._pieces, self._config)

    def scores(self, given: Batch) -> Scores:
        """The heads' scores before any decoding, on the network's device."""
        with torch.inference_mode():
            return self._joint.scores(given.to(self._device))

    def read(self, documents: Sequence[Words], batch_size: int = 4) -> list[Reading]:
        """Read all documents, `batch_size` windows at a time."""
        readings = [Reading.empty(len(words.forms)) for words in documents]
        todo = [(window, reading) for words, reading in zip(documents, readings, strict=True)
                for window in self.windows(words)]
        todo.sort(key=lambda pair: -len(pair[0].pieces))  # the largest first: memory is known early
        for start in range(0, len(todo), batch_size):
            some = todo[start:start + batch_size]
            with torch.inference_mode():
                self._read_batch([window for window, _ in some], [reading for _, reading in some])
        for reading in readings:
            reading.proposals.sort(key=lambda proposal: proposal.cue)
        return readings

    def _read_batch(self, some: list[Window], readings: list[Reading]) -> None:
        given = batch(some)
        there = self._joint.scores(given.to(self._device))
        scores = Scores(*(table.cpu() for table in there))
        heads = self._heads(given, scores, some)
        columns = {
            "upos": scores.upos.argmax(-1).numpy(),
            "xpos": scores.xpos.argmax(-1).numpy(),
            "ner": self._names(given, scores),
            "deprel": self._joint.relations(
                there.vectors, heads.to(self._device),
                [len(window.words) for window in some]).cpu().numpy()}
        proposals = self._proposals(given, scores, some)
        for i, (window, reading) in enumerate(zip(some, readings, strict=True)):
            labels = {name: [self._labels[name][k] for k in table[i, :len(window.words)].tolist()]
                      for name, table in columns.items()}
            _fill(reading, window, heads[i, :len(window.words)].tolist(), labels)
            # What had only a paragraph's break for its cue or content has none.
            reading.proposals += [found for p in proposals[i]
                                  if (found := _in_document(p, window)).cue and found.content]

    def _heads(self, given: Batch, scores: Scores, some: list[Window]) -> torch.Tensor:
        masked = scores.arcs.masked_fill(~candidates(given), -torch.inf)
        heads = masked.argmax(-1)
        odds = masked.log_softmax(-1).numpy()
        for i, window in enumerate(some):
            n = len(window.words)
            heads[i, :n] = torch.from_numpy(repaired(heads[i, :n].numpy(), window.sentences,
                                                     odds[i, :n, :n + 1]))
        return heads

    def _names(self, given: Batch, scores: Scores) -> Numbers:
        """Labels of names; none goes on over a paragraph's end."""
        logits = scores.ner.numpy().copy()
        logits[(given.sentences == BREAK).numpy()] = [
            0.0 if label == "O" else -np.inf for label in self._labels["ner"]]
        return valid_labels(logits, self._labels["ner"])

    def _proposals(self, given: Batch, scores: Scores, some: list[Window]) -> list[list[Proposal]]:
        names = self._labels["tag"]
        labels = valid_labels(scores.tag.numpy() + self._leaning, names)
        odds = _role_odds(scores.tag.softmax(-1).numpy(), names)
        outside = ~given.words[:, None, :]
        point = scores.point.masked_fill(outside, -torch.inf).log_softmax(-1).numpy()
        none_too = torch.nn.functional.pad(outside, (1, 0), value=False)
        source = scores.source.masked_fill(none_too, -torch.inf).log_softmax(-1).numpy()
        found = []
        for i, window in enumerate(some):
            n = len(window.words)
            chosen = labels[i, :n]
            found.append(attributions(
                stretches([names[k] for k in chosen.tolist()]),
                odds[i, np.arange(n), chosen], point[i, :n, :n], source[i, :n, :n + 1]))
        return found


def _device(name: str) -> torch.device:
    """The device of a name; `ModelError` where torch has none such here."""
    try:
        return torch.zeros(1, device=name).device
    except (RuntimeError, AssertionError) as error:
        what = str(error).strip().partition("\n")[0]
        raise ModelError(f"no device {name!r} here ({what}); use cpu, or install a torch that is "
                         "built for the accelerator") from error


def _config(path: Path) -> dict[str, Any]:
    """What network.json says; `ModelError` where this version can't run such a network."""
    try:
        config = json.loads(path.read_bytes())
    except ValueError as error:
        raise ModelError(f"{path}: no JSON ({error}); "
                         "take the file from the model again") from error
    kind = config.get("architecture") if isinstance(config, dict) else None
    if kind not in _ARCHITECTURES:
        raise ModelError(f"{path}: a network of the kind {kind!r}, this version runs "
                         f"{' and '.join(_ARCHITECTURES)}; "
                         "install the release that goes with the model")
    missing = [key for key in _KEYS if not _has(config, key)]
    if missing:
        raise ModelError(f"{path}: lacks {', '.join(missing)}; take the file from the model again")
    if not all(isinstance(value, (int, float)) for value in config.get("leaning", {}).values()):
        raise ModelError(f"{path}: leaning maps roles to numbers; "
                         "take the file from the model again")
    return dict(config)


def _leaning(config: dict[str, Any]) -> Floats:
    """What is added to the logits of the attribution labels before they are decoded.

    The labels are learned word by word, while F1 counts whole attributions: a little more
    readiness to see one finds more than it costs. By role, O among them; 0 where not given.
    """
    by_role = config.get("leaning", {})
    return np.array([by_role.get(name[2:] or name, 0.0) for name in config["labels"]["tag"]],
                    dtype=np.float32)


def _has(config: object, key: str) -> bool:
    for part in key.split("."):
        if not isinstance(config, dict) or part not in config:
            return False
        config = config[part]
    return True


def _role_odds(odds: Floats, names: Sequence[str]) -> Floats:
    """Of each label the probability of its role, whether the word begins it or goes on."""
    same = np.array([[a[2:] == b[2:] for b in names] for a in names], dtype=odds.dtype)
    return odds @ same


def _fill(reading: Reading, window: Window, heads: list[int], labels: dict[str, list[str]]) -> None:
    words = window.words.tolist()
    for i, word in enumerate(words):
        if word == BREAK:
            continue
        reading.upos[word] = labels["upos"][i]
        reading.xpos[word] = labels["xpos"][i]
        reading.ner[word] = labels["ner"][i]
        reading.heads[word] = words[heads[i] - 1] if heads[i] else -1
        reading.deprels[word] = labels["deprel"][i]


def _in_document(found: Proposal, window: Window) -> Proposal:
    """The same proposal in word indices of the document; a break is no word."""
    cue, content, source = (tuple(_real(window, part))
                            for part in (found.cue, found.content, found.source))
    return replace(found, cue=cue, content=content, source=source)


def _real(window: Window, part: Sequence[int]) -> Iterator[int]:
    return (word for word in window.words[list(part)].tolist() if word != BREAK)
