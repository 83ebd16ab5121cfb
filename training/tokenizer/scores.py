"""What the tokenizer scores on labelled paragraphs and on the cases of news English."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from quotes.text import Span, normalise, paragraphs
from quotes.tokenizer import Tokenizer
from training.tokenizer.corpora import Paragraph


class Scores(NamedTuple):
    """F1 in percent, spans against spans, as the scorer of the CoNLL 2018 shared task counts."""

    tokens: float
    sentences: float


def on_paragraphs(tokenizer: Tokenizer, gold: Iterable[Paragraph]) -> Scores:
    counts = [[0, 0], [0, 0]]
    for text, tokens, ends, _ in gold:
        found = tokenizer.tokenize(text, Span(0, len(text)))
        sides = ((found, [tokens[a:b] for a, b in zip([0, *ends], ends, strict=False)]))
        for i, spans in enumerate((_tokens, _sentences)):
            here, there = map(spans, sides)
            counts[i][0] += 2 * len(here & there)
            counts[i][1] += len(here) + len(there)
    return Scores(*(round(100 * both / max(1, total), 2) for both, total in counts))


def _tokens(sentences: Sequence[Sequence[Span]]) -> set[Span]:
    return {token for sentence in sentences for token in sentence}


def _sentences(sentences: Sequence[Sequence[Span]]) -> set[Span]:
    return {Span(sentence[0].start, sentence[-1].end) for sentence in sentences}


def wrong(tokenizer: Tokenizer, cases: Path) -> list[tuple[str, list[str]]]:
    """The cases of a file that are cut otherwise: id, and the sentences found."""
    missed = []
    for case in map(json.loads, cases.read_text("utf-8").splitlines()):
        plain = normalise(case["text"])
        found = [case["text"][sentence[0].start:sentence[-1].end]
                 for paragraph in paragraphs(plain)
                 for sentence in tokenizer.sentences(plain, paragraph)]
        if found != case["sentences"]:
            missed.append((case["id"], found))
    return missed
