"""Where words and their neighbours stand in the sources.

Decides how the places of one, two and three words in a row are kept: flat arrays, sorted by what
stands there, so that memory is some 50 bytes a word of source and a look-up two binary searches.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Places = NDArray[np.int32]

LONGEST = 3  # words of a gram; longer ones are found by their parts

# An odd multiplier mixes the ids of a gram into 64 bits. Two grams that meet in one code are only
# a candidate too many: whatever is found is compared word by word.
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


class Postings:
    """The places of grams in a row of word ids."""

    def __init__(self, ids: Ids) -> None:
        self._orders: list[Places] = []
        self._codes: list[NDArray[np.uint64]] = []
        for length in range(1, LONGEST + 1):
            codes = _coded(ids, length)
            order = np.argsort(codes, kind="stable").astype(np.int32)
            self._orders.append(order)
            self._codes.append(codes[order])

    def places(self, gram: Sequence[int]) -> Places:
        """Where the words of a gram stand, in order; each the place of its first word."""
        code = _coded(np.asarray(gram, dtype=np.int32), len(gram))
        codes = self._codes[len(gram) - 1]
        first, last = (np.searchsorted(codes, code[0], side) for side in ("left", "right"))
        return self._orders[len(gram) - 1][first:last]


def _coded(ids: Ids, length: int) -> NDArray[np.uint64]:
    """A number for each row of `length` words."""
    count = max(len(ids) - length + 1, 0)
    codes = np.zeros(count, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for at in range(length):
            codes = (codes ^ (codes >> _SHIFT)) * _MIX + ids[at:at + count].astype(np.uint64)
    return codes
