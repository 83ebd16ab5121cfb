"""A corpus of one short story, and a network that is trained on it in a moment."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch

from quotes.network import Words
from quotes.network.windows import Pieces
from quotes.text import Span
from training.joint import examples, recipe
from training.joint.corpora import Annotated
from training.joint.examples import Example
from training.joint.labels import NOBODY, attributed
from training.joint.model import Joint
from training.joint.train import Machine, Trainer

EMBEDDED = Path(__file__).resolve().parent.parent / "quotes" / "models" / "en"
RECIPE = recipe.load()
ROOMS = [20]  # of the tiny network
TAGS = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"]
FORMS = ["[PAD]", "[break]", "[UNK]", "[CLS]", "[SEP]", "the", "mayor", "said", "we", "are",
         "ready", ".", ",", "rain", "##ing", "it", "is", "he", "denied", "that"]


def located(text: str) -> list[Span]:
    """Words between blanks, a mark at an end apart."""
    found = []
    at = 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        inner = word.strip('".,')
        inside = start + word.index(inner) if inner else start
        cuts = sorted({start, inside, inside + len(inner), at})
        found += [Span(a, b) for a, b in pairwise(cuts)]
    return found


def attribution(text: str, **parts: str | list[str]) -> dict[str, list[list[int]]]:
    """Spans of the parts, each where it stands first."""
    found: dict[str, list[list[int]]] = {"source": [], "cue": [], "content": []}
    for role, pieces in parts.items():
        for piece in [pieces] if isinstance(pieces, str) else pieces:
            start = text.index(piece)
            found[role].append([start, start + len(piece)])
    return found


def pieces_of(folder: Path) -> Pieces:
    return Pieces(folder / "vocab.txt", 2, 12)


def tiny(folder: Path) -> dict[str, Any]:
    """A model folder's vocabulary and sizes: a network that is trained in a moment."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(FORMS) + "\n", "utf-8")
    whole: dict[str, Any] = json.loads((EMBEDDED / "network.json").read_text("utf-8"))
    return whole | {"layers": 2, "hidden": 24, "heads": 3, "intermediate": 40,
                    "vocab": len(FORMS), "positions": 64, "window_pieces": 20,
                    "arc_dim": 16, "label_dim": 6, "point_dim": 8,
                    "pieces": {"break": 1, "unk": 2, "cls": 3, "sep": 4}}


def story() -> Annotated:
    """Four paragraphs in three windows, with every kind of label; the second cue's source and
    content stand in the first window."""
    rows = [["the mayor said we are ready .", "he said that it is raining ."],
            ["\" we are ready , \" he said ."], ["the mayor denied that it is raining ."],
            ["he is the mayor ."]]
    words: list[str] = []
    sentences: list[int] = []
    paragraphs: list[int] = []
    for paragraph, row in enumerate(rows):
        for sentence in row:
            number = sentences[-1] + 1 if sentences else 0
            words += sentence.split()
            sentences += [number] * len(sentence.split())
            paragraphs += [paragraph] * len(sentence.split())
    text = " ".join(words)
    labels = attributed(located_words(words), [
        attribution(text, source="the mayor", cue="said", content="we are ready"),
        attribution(text, source="mayor", cue="denied", content="it is raining")], TAGS)
    for i, number in enumerate(sentences):
        first = sentences.index(number)
        labels.head[i] = first if i > first else NOBODY
        labels.upos[i], labels.xpos[i], labels.deprel[i] = i % 5, i % 7, i % 3
        labels.ner[i] = i % 2
    return Annotated("story", "news", Words(words, sentences, paragraphs), labels)


def located_words(words: list[str]) -> list[Span]:
    ends = np.cumsum([len(word) + 1 for word in words]).tolist()
    return [Span(end - len(word) - 1, end - 1) for word, end in zip(words, ends, strict=True)]


def toy(tmp_path: Path) -> tuple[list[Example], recipe.Recipe, dict[str, Any]]:
    config = tiny(tmp_path)
    given = examples.examples([story()], pieces_of(tmp_path), config, ROOMS)
    made = replace(
        RECIPE, steps=replace(RECIPE.steps, epochs=40, windows=2, rooms=ROOMS),
        rates=replace(RECIPE.rates, encoder=3e-3, heads=3e-3),
        run=replace(RECIPE.run, log_steps=5, checkpoint_minutes=1e9))
    return given, made, config


def trainer(given: list[Example], made: recipe.Recipe, config: dict[str, Any],
            seconds: float = 1e9) -> Trainer:
    torch.manual_seed(5)
    ticks = iter(range(1_000_000))
    return Trainer(Joint(config, made.dropout), given, made, seed=3, seconds=seconds,
                   machine=Machine(torch.device("cpu"), half=False),
                   clock=lambda: float(next(ticks)))
