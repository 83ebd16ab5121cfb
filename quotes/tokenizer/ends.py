"""The walk over a stretch's tokens: decides what is known where a sentence may end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from quotes.text import Span
from quotes.tokenizer.features import STOPS, Place, may_end, of_end, style

_EDGE = "\n"  # beyond the stretch's ends: no token looks so


def sentence_ends(text: str, tokens: Sequence[Span], classes: Mapping[str, str],
                  is_end: Callable[[int, list[str]], bool]) -> Iterator[int]:
    """After how many tokens each sentence ends, the last one included.

    `is_end` is asked with that number and the features, and only where the answer may be yes.
    """
    if not tokens:
        return
    words = [text[start:end] for start, end in tokens]
    padded = [_EDGE, _EDGE, *words, _EDGE, _EDGE]
    count = len(words)
    first = marks = opened = brackets = stop = 0
    manner = style(words)
    for i in range(count - 1):
        word = words[i]
        if not word.isalnum():
            marks += word.count('"')
            brackets += word.count("(") + word.count("[") - word.count(")") - word.count("]")
            if word in STOPS:
                stop = i + 1
        if not may_end(word, words[i + 1]):
            continue
        blank = min(2, tokens[i + 1].start - tokens[i].end)
        place = Place(i + 1 - first, marks, opened, brackets, count - 1 - i,
                      i + 1 - stop, manner)
        if is_end(i + 1, of_end(padded[i:i + 6], str(blank), place, classes)):
            yield i + 1
            first, opened, brackets = i + 1, marks, 0
    yield count
