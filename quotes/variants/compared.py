"""Decides which words of a record are compared, and which of them tell what it is about.

Of a direct record all words, of a mixed one those in quotation marks, of an indirect one the whole
content, which is then held to more (see `stretch`): what stands in no marks are the writer's words.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from quotes import lexicon
from quotes.records import QuoteRecord, TextSpan
from quotes.wording import Word, words


class Compared(NamedTuple):
    """The words of a record with their places in its document.

    `marked`: they are the speaker's own, by the writer's quotation marks.
    """

    words: tuple[Word, ...]
    marked: bool

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(word.key for word in self.words)


def compared(record: QuoteRecord) -> Compared:
    """The words that are compared; none where nothing between the marks is a word."""
    spans = record.quoted if record.type == "mixed" else record.content
    found = (Word(span.start + word.start, span.start + word.end, word.key)
             for span in spans for word in words(span.text))
    return Compared(tuple(found), record.type != "indirect")


def cut(record: QuoteRecord, start: int, end: int) -> str:
    """The text between two places, as far as the record's own spans hold it.

    What stands between two spans (the cue) is not in the record: a blank stands for it.
    """
    spans = record.quoted if record.type == "mixed" else record.content
    return " ".join(filter(None, (_within(span, start, end) for span in spans)))


def _within(span: TextSpan, start: int, end: int) -> str:
    return span.text[max(0, start - span.start):max(0, end - span.start)]


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
