"""Columns to a parse: decides where sentences, trees and names begin and end.

One way for every parser: what Stanza says of its documents (`convert.py`) and what the embedded
model says without Stanza (`own.py`) are columns first, one entry a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from sys import intern
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from quotes.text import Span
from quotes.trees import Name, Parse, Sentence, Token


class Columns(NamedTuple):
    """One entry a word each, in text order."""

    spans: Sequence[Span]
    sentences: Sequence[int]  # as the parser cut them; they never fall, and neither do paragraphs
    paragraphs: Sequence[int]
    lemmas: Sequence[str | None]  # the word's own form where there is none
    upos: Sequence[str]
    xpos: Sequence[str]
    heads: Sequence[int]  # index of the governor, -1 for a root
    deprels: Sequence[str]
    roots: Sequence[bool]  # whether the parser said that the word is a root
    names: Sequence[str]  # BIO or BIOES; + goes on whatever it is, as later words of one token do


def frozen(text: str, columns: Columns) -> Parse:
    """The parse of a text. A sentence is where a tree is: it ends where no arc goes on.

    The network cuts a sentence that is longer than its window, and reads a tree in each part.
    """
    numbers = _trees_apart(columns.heads)
    ends = [*np.flatnonzero(np.diff(numbers)).tolist(), len(numbers) - 1] if len(numbers) else []
    number = numbers.tolist()
    return Parse(text, tuple(_tokens(text, columns, number)),
                 tuple(_sentences(columns, ends)), tuple(_names(columns.names, number)))


def _trees_apart(heads: Sequence[int]) -> NDArray[np.int64]:
    """For each word the number of its tree."""
    above = np.array(heads, dtype=np.int64)
    places = np.flatnonzero(above >= 0)
    low, high = np.minimum(places, above[places]), np.maximum(places, above[places])
    size = len(above) + 1
    begin, end = (np.bincount(side + 1, minlength=size) for side in (low, high))
    crossing = np.cumsum(begin - end)
    return np.cumsum(crossing[:-1] == 0) - 1


def _tokens(text: str, columns: Columns, sentences: Sequence[int]) -> Iterable[Token]:
    # A long document repeats its words: each is kept once.
    forms = [intern(text[start:end]) for start, end in columns.spans]
    lemmas = [form if lemma in (None, "_") else intern(lemma)
              for form, lemma in zip(forms, columns.lemmas, strict=True)]
    relations = [relation if head >= 0 else "root"
                 for relation, head in zip(columns.deprels, columns.heads, strict=True)]
    starts, ends = ([span[side] for span in columns.spans] for side in (0, 1))
    return map(Token, range(len(forms)), sentences, starts, ends, forms, lemmas, columns.upos,
               columns.xpos, columns.heads, relations)


def _sentences(columns: Columns, lasts: Sequence[int]) -> Iterator[Sentence]:
    """Sentences by their last words. One is whole where the parser's had no other tree."""
    roots = Counter(number for number, root in zip(columns.sentences, columns.roots, strict=True)
                    if root)
    for i, (before, last) in enumerate(pairwise([-1, *lasts])):
        first = before + 1
        yield Sentence(i, first, last + 1, columns.paragraphs[first],
                       roots[columns.sentences[first]] <= 1)


def _names(labels: Sequence[str], sentences: Sequence[int]) -> list[Name]:
    """The names that labels mark; none spans a sentence end."""
    found: list[Name] = []
    first, kind = -1, ""
    for i, label in enumerate(labels):
        goes_on = kind and sentences[i] == sentences[i - 1] and (
            label == "+" or (label[:2] in ("I-", "E-") and label[2:] == kind))
        if goes_on:
            continue
        if kind:
            found.append(Name(first, i, kind))
        first, kind = i, label[2:]
    if kind:
        found.append(Name(first, len(labels), kind))
    return found
