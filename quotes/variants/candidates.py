"""Decides which pairs are looked at closely, out of the half billion that a million records make.

Every wording has band keys: two telling words in their order, not more than two other telling words
between them. Keys lie sorted in one array of numbers, so that those who share one lie side by side.
That finds a short part of a long quotation as surely as a copy, which MinHash does not: it
estimates how much of both together is shared, and of a part and its whole that is little.

What shares a key with many (*the prime minister said*, *no comment*) is held against its next few
neighbours only, so that the work grows with the records and not with their square.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from quotes.variants.gathering import Numbers

# Telling words further on that a word is paired with: one may be put in and one replaced between
# them.
_REACH = 3
# Who shares a key with fewer than these is held against all of them, else against the next ones in
# order; a wording that many share has other keys, and its variants lie side by side.
FEW, _NEXT = 24, 4
# Pairs that are counted in one go: half a gigabyte.
_TOGETHER = 16_000_000
_POSTINGS_TOGETHER = 500_000

_MIX, _MIX2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


def mixed(one: Numbers, two: Numbers) -> Numbers:
    """One number of 64 bits for two, the same in every run."""
    with np.errstate(over="ignore"):
        value = one.astype(np.uint64) * _MIX + two.astype(np.uint64) + np.uint64(1)
        value ^= value >> np.uint64(29)
        value *= _MIX2
        return value ^ (value >> np.uint64(32))


def band_keys(ids: Numbers, bounds: Numbers, light: Numbers) -> tuple[Numbers, Numbers]:
    """The keys of all wordings, and the number of the wording that has each."""
    telling = ~light[ids]
    owner = np.repeat(np.arange(len(bounds) - 1, dtype=np.uint32), np.diff(bounds))[telling]
    words = ids[telling]
    found = [(mixed(words[:-step], words[step:]), owner[:-step], owner[:-step] == owner[step:])
             for step in range(1, _REACH + 1) if step < len(words)]
    if not found:
        return np.zeros(0, np.uint64), np.zeros(0, np.uint32)
    return (np.concatenate([keys[same] for keys, _, same in found]),
            np.concatenate([owners[same] for _, owners, same in found]))


def sorted_postings(keys: Numbers, owners: Numbers, order: Numbers | None = None
                    ) -> tuple[Numbers, Numbers]:
    """Keys that two share or more in order, and those who have each; within a key by `order`.

    `order` gives each owner's place; without it, it is the number. Key and place go into one number
    of 64 bits, which is sorted where it lies: at a million records two arrays wouldn't fit.
    """
    places = owners if order is None else order[owners]
    bits = np.uint64(max(1, int(places.max()).bit_length() if len(places) else 1))
    codes = (keys << bits) | places.astype(np.uint64)
    codes.sort()
    new = np.ones(len(codes), np.bool_)
    new[1:] = codes[1:] != codes[:-1]
    codes = codes[new]
    keys = codes >> bits
    again = np.zeros(len(keys), np.bool_)
    again[1:] = keys[1:] == keys[:-1]
    again[:-1] |= again[1:]
    places = (codes[again] & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.uint32)
    return keys[again], places if order is None else np.argsort(order).astype(np.uint32)[places]


def pairs(keys: Numbers, owners: Numbers) -> Iterator[NDArray[np.int64]]:
    """Pairs (n, 2) of those who share two keys or more, smaller number first, in order.

    Takes sorted postings. They come in portions, each pair once.
    """
    for low, high in _portions(keys, owners):
        codes = np.concatenate(list(_codes(keys, owners, low, high)) or [np.zeros(0, np.int64)])
        unique, count = np.unique(codes, return_counts=True)
        unique = unique[count >= 2]
        yield np.stack([unique >> 32, unique & 0xFFFFFFFF], axis=1)


def sharing(keys: Numbers, owners: Numbers) -> Iterator[NDArray[np.int64]]:
    """Pairs (n, 2) of those who share a key, smaller number first.

    Takes sorted postings. They come in portions; a pair may be in several.
    """
    cuts = [0, *range(_POSTINGS_TOGETHER, len(keys), _POSTINGS_TOGETHER), len(keys)]
    cuts = [int(np.searchsorted(keys, keys[at])) if at < len(keys) else at for at in cuts]
    for low, high in pairwise(cuts):
        for codes in _codes(keys[low:high], owners[low:high], 0, 1 << 32):
            yield np.stack([codes >> 32, codes & 0xFFFFFFFF], axis=1)


def _codes(keys: Numbers, owners: Numbers, low: int, high: int) -> Iterator[Numbers]:
    """Pairs whose smaller number lies in a range, once for each key, each as one number."""
    few = _lengths(keys) < FEW
    for step in range(1, FEW):
        same = keys[step:] == keys[:-step]
        if step > _NEXT:
            same &= few[step:]
        one, two = owners[:-step][same], owners[step:][same]
        first = np.minimum(one, two).astype(np.int64)
        wanted = (first >= low) & (first < high)
        if wanted.any():
            yield (first[wanted] << 32) | np.maximum(one, two)[wanted].astype(np.int64)


def _lengths(keys: Numbers) -> Numbers:
    """How many share each posting's key."""
    if not len(keys):
        return np.zeros(0, np.int64)
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    lengths = np.diff(np.append(starts, len(keys)))
    return np.repeat(lengths, lengths)


def _portions(keys: Numbers, owners: Numbers) -> list[tuple[int, int]]:
    """Ranges of numbers that together make about as many pairs as fit into memory."""
    if not len(owners):
        return []
    lengths = _lengths(keys)
    each = np.where(lengths < FEW, (lengths - 1) / 2, np.minimum(lengths - 1, _NEXT))
    size = int(owners.max()) + 1
    total = np.cumsum(np.bincount(owners, weights=each, minlength=size))
    cuts = [int(np.searchsorted(total, at)) for at in
            np.arange(_TOGETHER, total[-1], _TOGETHER)]
    edges = sorted({0, *cuts, size})
    return list(pairwise(edges))


class Sets:
    """Which numbers belong together, after some were joined."""

    def __init__(self, size: int) -> None:
        self._root = list(range(size))

    def root(self, number: int) -> int:
        """The smallest number of the set."""
        above = self._root
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    def join(self, one: int, two: int) -> None:
        one, two = self.root(one), self.root(two)
        self._root[max(one, two)] = min(one, two)

    def roots(self) -> NDArray[np.int64]:
        """The set of each number."""
        return np.array([self.root(number) for number in range(len(self._root))], np.int64)
