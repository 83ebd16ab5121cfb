"""What teaches: decides a paragraph's text, its tokens and its sentences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from quotes.conllu import read
from quotes.text import Span, straighten

TRAIN, DEV = "ud/train.conllu", "ud/dev.conllu"


class Paragraph(NamedTuple):
    """Text without a line end; `ends` are the tokens' numbers after which a sentence ends."""

    text: str
    tokens: list[Span]
    ends: list[int]
    tags: list[str]  # UPOS of each token, empty where nobody labelled it


def treebank(path: Path) -> Iterator[Paragraph]:
    """The paragraphs of a CoNLL-U file, straightened."""
    for document in read(path.read_text("utf-8")):
        parse, text = document.parse, straighten(document.text)
        bounds = [i for i, (a, b) in enumerate(pairwise(parse.sentences), 1)
                  if a.paragraph != b.paragraph]
        for first, last in pairwise([0, *bounds, len(parse.sentences)]):
            sentences = parse.sentences[first:last]
            tokens = parse.tokens[sentences[0].first:sentences[-1].last]
            base = tokens[0].start
            yield Paragraph(text[base:tokens[-1].end].replace("\n", " "),
                            [Span(t.start - base, t.end - base) for t in tokens],
                            [s.last - sentences[0].first for s in sentences],
                            [t.upos for t in tokens])
