"""Decides which words of a record are compared, and which of them tell what it is about.

Of a direct record all words, of a mixed one those in quotation marks, of an indirect one the whole
content, which is then held to more (see `stretch`): what stands in no marks are the writer's words.
They are compared by sentences, since two that one article quotes together another quotes apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from quotes import lexicon
from quotes.records import QuoteRecord, TextSpan
from quotes.wording import Word, words

# What ends a sentence, with the marks that close after it, before a blank.
_END = re.compile(r"""[.!?\u2026]["'\u201d\u2019)\]]*(\s+)(?=["'\u201c\u2018(\[]*(\w))""")
_LONGEST_ABBREVIATION = 3  # letters: Mr., Gen., U.S.
# Fewer words than these are no sentence that could be looked for by itself.
_FEWEST = 3


class Compared(NamedTuple):
    """The words of one sentence, or of several, with their places in the document.

    `marked`: they are the speaker's own, by the writer's quotation marks.
    """

    words: tuple[Word, ...]
    marked: bool

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(word.key for word in self.words)


def compared(record: QuoteRecord) -> list[Compared]:
    """The sentences that are compared; none where nothing between the marks is a word.

    What a cue stands between is one sentence if the second piece begins with a small letter.
    """
    marked = record.type != "indirect"
    found: list[list[Word]] = []
    open_ = False
    for span in _spans(record):
        for start, end in _sentences(span.text):
            text = span.text[start:end]
            said = list(_placed(words(text), span.start + start))
            goes_on = open_ and record.type != "mixed" and start == 0 and _begins_small(text)
            if found and (goes_on or (len(said) < _FEWEST and record.type != "mixed")):
                found[-1] += said
            elif said:
                found.append(said)
        open_ = not span.text.rstrip(_CLOSING).endswith(_STOPS)
    return [Compared(tuple(said), marked) for said in found]


_CLOSING, _STOPS = " \"'\u201d\u2019)]", (".", "!", "?", "\u2026")


def _spans(record: QuoteRecord) -> list[TextSpan]:
    return record.quoted if record.type == "mixed" else record.content


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text begin and end."""
    start = 0
    for match in _END.finditer(text):
        before = text[max(start, match.start() - _LONGEST_ABBREVIATION - 1):match.start()]
        word = re.split(r"\W", before)[-1]
        short = len(word) <= _LONGEST_ABBREVIATION and word[:1].isupper()
        if not short and not match[2].islower():
            yield start, match.start(1)
            start = match.end(1)
    yield start, len(text)


def _begins_small(text: str) -> bool:
    return next((c.islower() for c in text if c.isalnum()), False)


def _placed(found: Iterable[Word], offset: int) -> Iterator[Word]:
    """The words at their places in the document; of a contraction the two that it stands for."""
    for start, end, key in found:
        if "'" in key and end - start == len(key):
            yield from _spelt_out(Word(offset + start, offset + end, key))
        else:
            yield Word(offset + start, offset + end, key)


def _spelt_out(word: Word) -> tuple[Word, ...]:
    start, end, key = word
    endings, stems = lexicon.contractions(), lexicon.stems()
    ending = next((e for e in endings if key.endswith(e)), key)
    stem = key.removesuffix(ending)
    if not stem:
        return (word,)
    cut = start + len(stem)
    whole = stems.get(stem, (stem,))[0] if ending == "n't" else stem
    return Word(start, cut, whole), Word(cut, end, endings[ending][0])


def cut(record: QuoteRecord, start: int, end: int) -> list[tuple[int, int, str]]:
    """What of the compared spans lies between two places: start, end and text of each piece."""
    pieces = ((span, max(start, span.start), min(end, span.end)) for span in _spans(record))
    return [(low, high, span.text[low - span.start:high - span.start])
            for span, low, high in pieces if low < high]


@lru_cache(maxsize=1 << 16)
def plain(key: str) -> str:
    """The word that stands for all that reported speech makes of it.

    >>> plain("she"), plain("would"), plain("night")
    ('i', 'will', 'night')
    """
    return _backshift().get(key, key)


@lru_cache(maxsize=1 << 16)
def is_light(key: str) -> bool:
    """Whether any sentence may hold the word, so that it tells nothing.

    >>> is_light("would"), is_light("night")
    (True, False)
    """
    return key in lexicon.light_words() or plain(key) in lexicon.light_words()


@cache
def _backshift() -> dict[str, str]:
    text = (files("quotes.lexicon") / "backshift.tsv").read_text("utf-8")
    rows = [row.several("forms")
            for row in lexicon.read_rows(text.split("\n"), "lexicon/backshift.tsv")]
    return {form: forms[0] for forms in rows for form in forms}
