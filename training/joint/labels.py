"""What annotators marked in a text, as one number a word: decides which word has which label.

A corpus marks characters, the network reads words. A word belongs to a span that covers any
of its characters, as in the scorer.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from quotes.network.windows import Numbers
from quotes.text import Span

# What the losses skip: the corpus says nothing of this word (torch's own default).
IGNORED = -100
# The governor of a root, and the source of a cue that has none.
NOBODY = -1
OUTSIDE = 0  # the label O, first in every list of BIO labels

# Later roles win where spans overlap: a cue is short and starts everything else.
_ROLES = ("content", "source", "cue")


class Labels(NamedTuple):
    """One number a word of a document, or IGNORED.

    `upos`, `xpos`, `ner`, `tag` and `deprel` are indices into the lists of network.json,
    the others indices of words, or NOBODY.
    """

    upos: Numbers
    xpos: Numbers
    ner: Numbers
    tag: Numbers
    deprel: Numbers
    head: Numbers
    point: Numbers  # first word of its cue
    source: Numbers  # of a cue's first word, the first word of the source

    @classmethod
    def unknown(cls, words: int) -> Labels:
        return cls(*(np.full(words, IGNORED, dtype=np.int64) for _ in cls._fields))


class Marked(NamedTuple):
    """An attribution in words: half-open ranges of each role, in text order."""

    content: list[tuple[int, int]]
    source: list[tuple[int, int]]
    cue: list[tuple[int, int]]


def words_in(words: Sequence[Span], start: int, end: int) -> tuple[int, int]:
    """The half-open range of the words that share a character with a span.

    >>> words_in([Span(0, 3), Span(3, 4), Span(5, 9)], 3, 6)
    (1, 3)
    """
    first = bisect_right(words, start, key=lambda word: word.end)
    return first, max(first, bisect_left(words, end, key=lambda word: word.start))


def attributed(words: Sequence[Span], attributions: Iterable[Mapping[str, list[list[int]]]],
               tags: Sequence[str]) -> Labels:
    """The labels that attributions give to words, tags and pointers.

    `attributions` have spans of characters for source, cue and content; one without a cue
    in the words is left out, since nothing could point to it.
    """
    labels = Labels.unknown(len(words))
    labels.tag[:] = OUTSIDE
    marked = [found for a in attributions if (found := _marked(words, a)).cue]
    for role in _ROLES:
        for one in marked:
            for first, last in getattr(one, role):
                labels.tag[first:last] = tags.index(f"I-{role}")
                labels.tag[first] = tags.index(f"B-{role}")
    begin_stretches(labels.tag, tags)
    for one in marked:
        _point(labels, one, tags)
    return labels


def _marked(words: Sequence[Span], attribution: Mapping[str, list[list[int]]]) -> Marked:
    ranges = {role: sorted(words_in(words, start, end) for start, end in attribution[role])
              for role in _ROLES}
    return Marked(**{role: [(a, b) for a, b in found if a < b] for role, found in ranges.items()})


def _point(labels: Labels, one: Marked, tags: Sequence[str]) -> None:
    """Let its words point to the cue's first word, and that one to the source.

    A source that two attributions share points to the nearer cue; the other one finds it by
    its own pointer.
    """
    lead = one.cue[0][0]
    for role in _ROLES:
        for i in (i for first, last in getattr(one, role) for i in range(first, last)):
            known = labels.point[i]
            nearer = known == IGNORED or abs(lead - i) < abs(known - i)
            if nearer and tags[labels.tag[i]][2:] == role:
                labels.point[i] = lead
    labels.source[lead] = one.source[0][0] if one.source else NOBODY


def begin_stretches(found: Numbers, names: Sequence[str]) -> None:
    """Make of each I-x that follows neither B-x nor I-x a B-x, in place."""
    before = ""
    for i, label in enumerate(found.tolist()):
        name = names[label] if label >= 0 else "O"
        if name.startswith("I-") and before != name[2:]:
            found[i] = names.index("B-" + name[2:])
        before = name[2:]


def named(words: Sequence[Span], names: Iterable[tuple[Span, str]],
          labels: Sequence[str]) -> Numbers:
    """BIO labels of names; where two share a word, the first has it.

    A type without an I- label has names of one word only: the other words are IGNORED.
    """
    found = np.full(len(words), OUTSIDE, dtype=np.int64)
    for span, kind in names:
        first, last = words_in(words, *span)
        if first == last or found[first:last].any():
            continue
        inside = "I-" + kind
        found[first:last] = labels.index(inside) if inside in labels else IGNORED
        found[first] = labels.index("B-" + kind)
    return found
