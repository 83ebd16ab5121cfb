"""The tokenizer: decides tokens, then where among them a sentence ends, paragraph by paragraph.

Both decisions are sums of weights (logistic regression), so a result depends on nothing but
the paragraph's own text. A chunk seen before, between the same neighbours, is cut as before.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from quotes.errors import ModelError
from quotes.text import Span
from quotes.tokenizer.chunks import LONGEST_CHUNK, chunks, plain_cuts, stretches
from quotes.tokenizer.ends import sentence_ends
from quotes.tokenizer.features import asked_cuts, kind, score

WEIGHTS, WORDS = "tokenizer.safetensors", "tokenizer.json"

# Chunks of a long archive are mostly its commonest ones; the memory for them has a bound (30 MB).
_MOST_REMEMBERED = 100_000


@dataclass(frozen=True)
class Tables:
    """The weights of both models, and the words that they know."""

    cuts: Sequence[float]
    ends: Sequence[float]
    classes: Mapping[str, str]
    inner: Mapping[str, tuple[int, ...]]  # cuts inside words of letters only: cannot, gonna


def load(folder: Path) -> Tables:
    """The tables of a model folder; `ModelError` where a file is missing or no such table."""
    try:
        stored = load_file(folder / WEIGHTS)
        words = json.loads((folder / WORDS).read_text("utf-8"))
        classes = {word: letter for letter, line in words["classes"].items()
                   for word in line.split(" ")}
        inner = {word: tuple(cuts) for word, cuts in words["inner"].items()}
        tables = Tables(_weights(stored, "cuts"), _weights(stored, "ends"), classes, inner)
    except Exception as error:  # safetensors has no error class of its own below Exception
        raise ModelError(f"{folder}: no tokenizer ({error!r}); {WEIGHTS} and {WORDS} belong "
                         "in a model folder, see training/tokenizer/README.md") from error
    return tables


def _weights(stored: Mapping[str, np.ndarray], name: str) -> Sequence[float]:
    """One byte a weight. Only the sign of a sum counts, so no scale is needed, and sums of whole
    numbers are the same on every machine.
    """
    size = len(stored[name])
    if stored[name].dtype != np.int8 or size < 1 or size & (size - 1):
        raise ValueError(f"{name} has {size} weights of {stored[name].dtype}, "
                         "not a power of two of int8")
    return array("b", stored[name].tobytes())


class Tokenizer:
    """Sentences and tokens of a paragraph.

    `folder` holds tokenizer.safetensors and tokenizer.json, or is tables made by hand.
    """

    def __init__(self, folder: Path | Tables) -> None:
        self._tables = folder if isinstance(folder, Tables) else load(folder)
        self._remembered: dict[tuple[str, str, str], tuple[int, ...]] = {}

    def sentences(self, text: str, paragraph: Span) -> Iterator[list[Span]]:
        """The sentences of one paragraph of a normalised text, each a list of its tokens.

        Spans count the whole text. Every visible character is in one token, in order.
        """
        for stretch in stretches(text, paragraph):
            tokens = self.tokens(text, stretch)
            start = 0
            for end in sentence_ends(text, tokens, self._tables.classes, self._is_end):
                yield tokens[start:end]
                start = end

    def tokenize(self, text: str, paragraph: Span) -> list[list[Span]]:
        return list(self.sentences(text, paragraph))

    def tokens(self, text: str, stretch: Span) -> list[Span]:
        """The tokens of a stretch, without a look at sentences."""
        found: list[Span] = []
        bounds = chunks(text, stretch)
        words = [text[start:end] for start, end in bounds]
        before = "^"
        for i, (start, end) in enumerate(bounds):
            word = words[i]
            after = kind(words[i + 1][0]) if i + 1 < len(words) else "$"
            cuts = self._cuts(word, before, after)
            if cuts:
                places = [start, *(start + cut for cut in cuts), end]
                found += map(Span, places, places[1:])
            else:
                found.append(Span(start, end))
            before = kind(word[-1])
        return found

    def _cuts(self, chunk: str, before: str, after: str) -> tuple[int, ...]:
        if len(chunk) == 1:
            return ()
        if len(chunk) > LONGEST_CHUNK:
            return plain_cuts(chunk)
        key = (chunk, before, after)
        found = self._remembered.get(key)
        if found is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[key] = self._decided(chunk, before, after)
        return found

    def _decided(self, chunk: str, before: str, after: str) -> tuple[int, ...]:
        cuts = [i for i, features in asked_cuts(chunk, before, after)
                if score(features, self._tables.cuts) > 0]
        found: list[int] = []
        for start, end in zip([0, *cuts], [*cuts, len(chunk)], strict=True):
            if start:
                found.append(start)
            found += [start + i for i in self._tables.inner.get(chunk[start:end].lower(), ())
                      if start + i < end]
        return tuple(found)

    def _is_end(self, _: int, features: list[str]) -> bool:
        return score(features, self._tables.ends) > 0
