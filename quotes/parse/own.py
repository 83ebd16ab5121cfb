"""The embedded model without Stanza: decides how its parts make a parse together.

What Stanza's pipeline over the variants of `variants.py` gives, without its import and its objects,
which would add a seventh to the time of the whole program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from quotes.lemmatizer import Lemmatizer
from quotes.network import Reading, Words
from quotes.parse.columns import Columns, frozen
from quotes.text import Span, straighten
from quotes.tokenizer import Tokenizer
from quotes.trees import Parse


class Tokenized(NamedTuple):
    """Words without tags or trees: as the network takes them, and where they stand."""

    words: Words
    spans: list[Span]


def tokenized(tokenizer: Tokenizer, plain: str, chunks: Sequence[Span]) -> Tokenized:
    """The words in parts of a normalised text; sentences and paragraphs count from 0."""
    spans: list[Span] = []
    sentences: list[int] = []
    paragraphs: list[int] = []
    sentence = paragraph = -1
    for chunk in chunks:
        for found in tokenizer.sentences(plain, chunk):
            sentence += 1
            before = spans[-1].end if spans else 0
            if sentence == 0 or "\n" in plain[before:found[0].start]:
                paragraph += 1
            spans += found
            sentences += [sentence] * len(found)
            paragraphs += [paragraph] * len(found)
    straight = straighten(plain)
    return Tokenized(Words([straight[start:end] for start, end in spans], sentences, paragraphs),
                     spans)


def parsed(text: str, found: Tokenized, reading: Reading, lemmatizer: Lemmatizer) -> Parse:
    """The parse of a text, of whose normalised form these are the words."""
    forms, sentences, paragraphs = found.words
    lemmas = list(map(lemmatizer.lemma, forms, reading.upos, reading.xpos))
    parse = frozen(text, Columns(
        found.spans, sentences, paragraphs, lemmas, reading.upos, reading.xpos, reading.heads,
        reading.deprels, [head < 0 for head in reading.heads], reading.ner))
    return replace(parse, proposals=tuple(reading.proposals))
