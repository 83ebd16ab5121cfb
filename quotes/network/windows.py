"""Words to numbers: decides the pieces and the case of a word, and what a window holds.

A window is what the network reads at once: whole paragraphs, as many as fit. Nothing in
it depends on the other documents of a batch, so neither do the results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

Numbers = NDArray[np.int64]

# Running text repeats its words; this many forms cover a long archive's everyday vocabulary
# in some ten megabytes.
_REMEMBERED_FORMS = 50_000

BREAK = -1  # stands for a word's index, and for its sentence, at a paragraph break


class Words(NamedTuple):
    """A document as the network takes it; the three are of one length.

    `sentences` and `paragraphs` number the sentence and the paragraph of each word; they
    never fall, and a paragraph's end is a sentence's end.
    """

    forms: Sequence[str]  # straightened
    sentences: Sequence[int]
    paragraphs: Sequence[int]


class Window(NamedTuple):
    """Some consecutive words of a document, breaks between paragraphs included."""

    words: Numbers  # index of each word in the document, or BREAK
    sentences: Numbers  # sentence of each word, or BREAK
    pieces: Numbers  # with the marks at both ends
    case: Numbers  # of each piece
    first: Numbers  # where in `pieces` each word starts
    last: Numbers  # where its last piece stands


def case_class(form: str) -> int:
    """How a word is written, which lower-cased pieces can't say: an index into `case_classes`.

    >>> [case_class(form) for form in (",", "40", "said", "Ruiz", "UN", "iPhone", "I")]
    [0, 1, 2, 3, 4, 5, 3]
    """
    if not any(map(str.isalnum, form)):
        return 0
    if not any(map(str.isalpha, form)):
        return 1
    if form.islower():
        return 2
    if form.isupper() and len(form) > 1:
        return 4
    return 3 if form[0].isupper() else 5


class Pieces:
    """Uncased BERT's pieces of a word, each word cut on its own.

    `most` is the number of pieces kept of one word.
    """

    def __init__(self, vocabulary: Path, unknown: int, most: int) -> None:
        tokenizer = Tokenizer(WordPiece.from_file(str(vocabulary), unk_token="[UNK]"))
        tokenizer.normalizer = BertNormalizer(lowercase=True)
        tokenizer.pre_tokenizer = BertPreTokenizer()

        def pieces(form: str) -> tuple[tuple[int, ...], int]:
            ids = tokenizer.encode(form, add_special_tokens=False).ids[:most]
            return tuple(ids) or (unknown,), case_class(form)

        self.of: Callable[[str], tuple[tuple[int, ...], int]] = \
            lru_cache(_REMEMBERED_FORMS)(pieces)


class _Units(NamedTuple):
    """A document's words with a unit of its own for each break between paragraphs."""

    words: Numbers
    sentences: Numbers
    case: Numbers
    offsets: Numbers  # in `pieces`, one more than there are units
    pieces: Numbers
    paragraphs: list[tuple[int, int]]  # half-open ranges of units


def _units(words: Words, pieces: Pieces, break_piece: int) -> _Units:
    index: list[int] = []
    numbers: list[tuple[int, ...]] = []
    case: list[int] = []
    starts: list[int] = []
    previous: int | None = None
    for i, (form, paragraph) in enumerate(zip(words.forms, words.paragraphs, strict=True)):
        if paragraph != previous:
            if previous is not None:
                index.append(BREAK)
                numbers.append((break_piece,))
                case.append(0)
            starts.append(len(index))
            previous = paragraph
        ids, cased = pieces.of(form)
        index.append(i)
        numbers.append(ids)
        case.append(cased)
    ends = [start - 1 for start in starts[1:]] + [len(index)]
    at = np.array(index, dtype=np.int64)
    sentences = np.where(at == BREAK, BREAK, np.append(_array(words.sentences), BREAK)[at])
    return _Units(at, sentences, _array(case), _cumulated([len(ids) for ids in numbers]),
                  _array([piece for ids in numbers for piece in ids]),
                  list(zip(starts, ends, strict=True)))


def _array(values: Sequence[int]) -> Numbers:
    return np.array(values, dtype=np.int64)


def _cumulated(counts: Sequence[int]) -> Numbers:
    return np.concatenate([[0], np.cumsum(_array(counts))]).astype(np.int64)


def cuts(paragraphs: Sequence[tuple[int, int]], sentence_ends: Numbers, offsets: Numbers,
         room: int) -> Iterator[tuple[int, int]]:
    """Half-open ranges of units, one a window, that hold at most `room` pieces each.

    A window holds whole paragraphs; a paragraph that alone is longer starts a window of
    its own, is cut after the last sentence end that fits, or where none does at the last
    unit, and only its last part may share a window with what follows.
    """
    start = end = -1
    for first, last in paragraphs:
        if start >= 0 and offsets[last] - offsets[start] <= room:
            end = last
            continue
        if start >= 0:
            yield start, end
        start, end = first, last
        while offsets[last] - offsets[start] > room:
            cut = _cut(start, sentence_ends, offsets, room)
            yield start, cut
            start = cut
    if start >= 0:
        yield start, end


def _cut(start: int, sentence_ends: Numbers, offsets: Numbers, room: int) -> int:
    fits = int(np.searchsorted(offsets, offsets[start] + room, side="right")) - 1
    at = int(np.searchsorted(sentence_ends, fits, side="right")) - 1
    return int(sentence_ends[at]) if at >= 0 and sentence_ends[at] > start else fits


def windows(words: Words, pieces: Pieces, config: dict[str, Any]) -> list[Window]:
    """All windows of a document, in text order; none for a document without words."""
    if not words.forms:
        return []
    special = config["pieces"]
    units = _units(words, pieces, special["break"])
    sentence_ends = 1 + np.flatnonzero(np.diff(units.sentences))
    return [_window(units, start, end, special["cls"], special["sep"])
            for start, end in cuts(units.paragraphs, sentence_ends, units.offsets,
                                   config["window_pieces"])]


def _window(units: _Units, start: int, end: int, cls: int, sep: int) -> Window:
    base = units.offsets[start]
    inside = units.pieces[base:units.offsets[end]]
    case = np.repeat(units.case[start:end], np.diff(units.offsets[start:end + 1]))
    return Window(units.words[start:end], units.sentences[start:end],
                  np.concatenate([[cls], inside, [sep]]), np.concatenate([[0], case, [0]]),
                  1 + units.offsets[start:end] - base, units.offsets[start + 1:end + 1] - base)
