"""The words of two texts side by side: decides what one word is, and which words stand for which.

A word keeps its place in its own text, so that whatever is found among words can be shown
in the text as it was written. Words are compared by their keys, in which marks are
straight, letters small and compatibility forms plain.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Sequence
from typing import NamedTuple

from quotes.text import straighten

# A number with its separators, or letters and digits with apostrophes inside.
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W_]+(?:'[^\W_]+)*")


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


def words(text: str) -> list[Word]:
    """The words of a text in order; marks, dashes and blanks lie between them.

    >>> [word.key for word in words("\u201cIt\u2019s 3.5 well-kept ROADS.\u201d")]
    ["it's", '3.5', 'well', 'kept', 'roads']
    """
    return [Word(m.start(), m.end(), _key(m.group())) for m in _WORD.finditer(straighten(text))]


def _key(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()


def edits(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[Edit]:
    """The fewest changes that turn one row of words into the other, equal stretches included.

    >>> edits("the road is open".split(), "the road is not open".split())[1]
    Edit(kind='insert', first=(3, 3), second=(3, 4))
    """
    from rapidfuzz.distance import Levenshtein

    return [Edit(code.tag, (code.src_start, code.src_end), (code.dest_start, code.dest_end))
            for code in Levenshtein.opcodes(first, second)]
