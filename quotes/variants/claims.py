"""Decides whether two wordings that share a stretch claim the same in it.

*I will not resign* and *I will resign* are no claim that two people made, nor are *14 million* and
*40 million*: a negation that one side lacks, or another number, is another claim. A clause left out
takes its own negations and numbers with it; how either is spelt (*can't*, *fourteen*) is no
difference. Where a stretch begins or ends, what stands right beside it on both sides counts too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import takewhile

from quotes import lexicon
from quotes.variants.stretch import WIDEST_GAP, Stretch

NOT = "not"
# *Neither … nor* is one negation; *one* stands for a person or thing more often than it counts.
_NOT_COUNTED = frozenset({"nor", "one"})
_HUNDRED = 100
# A longer row of digits is a word like any other; Python refuses to read a very long one.
_MOST_DIGITS = 30
_LARGEST = 10 ** _MOST_DIGITS


def claim_word(key: str) -> str | None:
    """What a word adds to a claim: NOT, or the number it is; None for most words.

    >>> [claim_word(key) for key in ("cannot", "nobody", "fourteen", "13,000", "bridge")]
    ['not', 'not', '14', '13000', None]
    """
    if key[0].isdigit():
        return key.replace(",", "")
    entry = lexicon.alarm_words().get(key)
    if entry is None or key in _NOT_COUNTED:
        return None
    if entry.kind == "negation" or (entry.kind == "contraction" and NOT in entry.value.split()):
        return NOT
    return entry.value if entry.kind in ("number", "scale") and entry.value.isdigit() else None


def same_claim(first: Sequence[int], second: Sequence[int], found: Stretch,
               claims: Callable[[int], str | None]) -> bool:
    """Whether the stretch of two rows of words holds the same negations and numbers on both sides.

    `claims` gives what a word adds (`claim_word`).
    """
    one, two = list[object](), list[object]()
    for a, b, c, d in (*found.gaps, *_edges(first, second, found, claims)):
        if max(b - a, d - c) <= WIDEST_GAP:
            one += _told([claims(word) for word in first[a:b]])
            two += _told([claims(word) for word in second[c:d]])
    return Counter(one) == Counter(two) if one and two else not one and not two


def _edges(first: Sequence[int], second: Sequence[int], found: Stretch,
           claims: Callable[[int], str | None]) -> Iterator[tuple[int, int, int, int]]:
    """What adds to a claim right before and after the stretch, where both sides go on."""
    (one, last), (two, other) = found.first, found.second

    def run(words: Sequence[int]) -> int:
        return sum(1 for _ in takewhile(lambda word: claims(word) is not None, words))

    if one and two:
        yield (one - run(first[:one][::-1]), one, two - run(second[:two][::-1]), two)
    if last < len(first) and other < len(second):
        yield (last, last + run(first[last:]), other, other + run(second[other:]))


def _told(words: Sequence[str | None]) -> Iterator[object]:
    """The negations of some words, and their numbers, each as its value.

    >>> list(_told(["not", "30", "1", "1000", None, "2.5", "1000000", "10:30"]))
    ['not', Fraction(31000, 1), Fraction(2500000, 1), '10:30']
    """
    if not any(words):
        return
    total, current, counting = Fraction(0), Fraction(0), False
    for word in (*words, None):
        value = _value(word)
        if value is None:
            if counting:
                yield total + current
            total, current, counting = Fraction(0), Fraction(0), False
            if word is not None:
                yield word
        elif value >= _HUNDRED and value % _HUNDRED == 0 and counting \
                and total + current < _LARGEST:  # a scale
            current = (current or 1) * value
            if value > _HUNDRED:
                total, current = total + current, Fraction(0)
        else:
            current, counting = current + value, True


def _value(word: str | None) -> Fraction | None:
    digits = (word or "").replace(".", "", 1)
    counts = digits.isdecimal() and len(digits) <= _MOST_DIGITS
    return Fraction(word) if word and counts and word[-1] != "." else None
