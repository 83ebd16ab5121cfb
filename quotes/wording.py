"""The words of two texts side by side: decides what one word is, and which words stand for which.

A word keeps its place in its own text, so that whatever is found among words can be shown
in the text as it was written. Words are compared by their keys, in which marks are
straight, letters small and compatibility forms plain. A sign that is read aloud (5 %, $ 5) is a
word too: to leave it out changes what is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from quotes.text import straighten

# Inside a word, and no letter: accents written apart; soft hyphens, joiners and marks of direction.
_ACCENTS = "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_LETTERS = rf"[^\W_][^\W_{_ACCENTS}{_INVISIBLE}]*(?:[{_ACCENTS}{_INVISIBLE}]+[^\W_]*)*"
# A number with its separators; initials with dots; letters and digits with apostrophes inside;
# a sign that is read aloud.
_WORD = re.compile(rf"\d+(?:[.,:]\d+)*|[^\W\d_](?:\.[^\W\d_])+(?![^\W_])|"
                   rf"{_LETTERS}(?:'{_LETTERS})*|[%\u2030$\xa2-\xa5\u20a0-\u20bf&+=\xb0]")
# Apostrophes that `text.straighten` leaves: modifier letters and the full-width form, one for one.
_APOSTROPHES = str.maketrans(dict.fromkeys("\u02bc\u02bb\u02b9\u055a\uff07\u201b", "'"))
_UNREAD = re.compile(rf"[{_INVISIBLE}]")


class Word(NamedTuple):
    """A half-open range of code points, and what the word is compared by."""

    start: int
    end: int
    key: str


class Edit(NamedTuple):
    """What makes of words `first[start:end]` the words `second[start:end]`."""

    kind: str  # equal, replace, delete or insert
    first: tuple[int, int]
    second: tuple[int, int]


def occurrences(text: str) -> Iterator[re.Match[str]]:
    """The words of a text as matches in its straightened form; `key` tells what each is."""
    return _WORD.finditer(straighten(text).translate(_APOSTROPHES))


def words(text: str) -> list[Word]:
    """The words of a text in order; marks, dashes and blanks lie between them.

    >>> [word.key for word in words("\u201cIt\u2019s 3.5 well-kept ROADS.\u201d")]
    ["it's", '3.5', 'well', 'kept', 'roads']
    >>> [word.key for word in words("5% of the U.S. budget")]
    ['5', '%', 'of', 'the', 'us', 'budget']
    """
    return [Word(m.start(), m.end(), key(m.group())) for m in occurrences(text)]


@lru_cache(maxsize=1 << 16)
def key(word: str) -> str:
    """What a word of a straightened text is compared by."""
    plain = unicodedata.normalize("NFKC", _UNREAD.sub("", word)).casefold()
    return plain if plain[0].isdigit() else plain.replace(".", "")


def edits(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[Edit]:
    """The fewest changes that turn one row of words into the other, equal stretches included.

    >>> edits("the road is open".split(), "the road is not open".split())[1]
    Edit(kind='insert', first=(3, 3), second=(3, 4))
    """
    from rapidfuzz.distance import Levenshtein

    return [Edit(code.tag, (code.src_start, code.src_end), (code.dest_start, code.dest_end))
            for code in Levenshtein.opcodes(first, second)]
