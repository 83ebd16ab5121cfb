"""Decides which stretch two wordings share, and when it is enough to call them one utterance.

Words are aligned by their longest common subsequence, and the best run of it is taken: each word in
common counts for it, each that one side has otherwise against it, but a gap never more than four
words, since copy leaves out and puts in whole clauses. A longer excerpt, a shorter one and two that
overlap are so one case.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

W = TypeVar("W", int, str)
Block = tuple[int, int, int]  # of equal words: where it starts in each row, and how long it is

# What a gap can cost at most, in words: more than the chance finds between two far words of the
# language ("of the"), less than the clause that stands beyond an ellipsis.
WIDEST_GAP = 4
# What stands between two rows of equal words where a word or two were changed, smallest first.
_SMALL_GAPS = ((0, 0), (1, 1), (0, 1), (1, 0), (2, 2), (1, 2), (2, 1), (0, 2), (2, 0))


class Stretch(NamedTuple):
    """The best run of words in common; ranges are half-open, in words.

    `equal` words are in both, `telling` of them tell what it is about; `cost` is what the gaps
    between them cost. Of each gap, `gaps` has the range in the one and in the other.
    """

    equal: int
    telling: int
    cost: int
    first: tuple[int, int]
    second: tuple[int, int]
    gaps: tuple[tuple[int, int, int, int], ...]

    @property
    def is_dense(self) -> bool:
        return 2 * self.cost <= self.equal


class Wording(NamedTuple):
    """How long a wording is, and whether it stands in quotation marks."""

    length: int
    marked: bool


def shared(first: Sequence[W], second: Sequence[W], is_light: Callable[[W], int]
           ) -> Stretch | None:
    """The stretch that two rows of words share; None if they have no word in common.

    >>> def is_light(word: str) -> bool: return len(word) < 5
    >>> found = shared("turn the night of the enemy".split(), "so turn the dark night".split(),
    ...                is_light)
    >>> found.equal, found.telling, found.cost, found.first, found.second, found.gaps
    (3, 1, 1, (0, 3), (1, 5), ((2, 2, 3, 4),))
    """
    from rapidfuzz.distance import LCSseq

    blocks = [(c.src_start, c.dest_start, c.src_end - c.src_start)
              for c in LCSseq.opcodes(first, second) if c.tag == "equal"]
    if not blocks:
        return None
    run, cost = _best_run(blocks)
    chosen, more = _grown(run, first, second)
    equal = sum(block[2] for block in chosen)
    light = sum(sum(map(is_light, first[at:at + length])) for at, _, length in chosen)
    one, two, length = chosen[-1]
    gaps = tuple((a[0] + a[2], b[0], a[1] + a[2], b[1]) for a, b in pairwise(chosen))
    return Stretch(equal, equal - light, cost + more,
                   (chosen[0][0], one + length), (chosen[0][1], two + length), gaps)


def _grown(run: Sequence[Block], first: Sequence[W], second: Sequence[W]
           ) -> tuple[list[Block], int]:
    """The run with the words about its ends, which a subsequence may have matched elsewhere.

    Also what it costs to reach them.
    """
    one, two, _ = run[0]
    last, other_last, size = run[-1]
    before, cost = _onward(first[:one][::-1], second[:two][::-1])
    after, more = _onward(first[last + size:], second[other_last + size:])
    left: list[Block] = [(one - a - length, two - b - length, length)
                         for a, b, length in reversed(before)]
    right: list[Block] = [(last + size + a, other_last + size + b, length)
                          for a, b, length in after]
    return [*left, *run, *right], cost + more


def _onward(first: Sequence[W], second: Sequence[W]) -> tuple[list[Block], int]:
    """Blocks that go on from the beginning, each longer than the small gap before it."""
    found: list[Block] = []
    one, two, cost = 0, 0, 0
    while True:
        reached = ((a, b, length) for a, b in _SMALL_GAPS
                   for length in [_common(first, second, one + a, two + b)] if length > max(a, b))
        a, b, length = next(reached, (0, 0, 0))
        if not length:
            return found, cost
        found.append((one + a, two + b, length))
        one, two, cost = one + a + length, two + b + length, cost + max(a, b)


def _common(first: Sequence[W], second: Sequence[W], one: int, two: int) -> int:
    """How many words are equal in a row from two places on."""
    length = 0
    while one + length < len(first) and two + length < len(second) \
            and first[one + length] == second[two + length]:
        length += 1
    return length


def _best_run(blocks: Sequence[Block]) -> tuple[Sequence[Block], int]:
    """The run of blocks with most words above its cost, and the cost; the longest of equals."""
    best, best_run, best_cost = 0, (0, 0), 0
    score, start, cost = 0, 0, 0
    for at, (one, two, length) in enumerate(blocks):
        gap = 0
        if at:
            before = blocks[at - 1]
            gap = min(WIDEST_GAP, max(one - before[0] - before[2], two - before[1] - before[2]))
        if score - gap <= 0:
            score, start, cost, gap = 0, at, 0, 0
        score, cost = score - gap + length, cost + gap
        if score > best or (score == best and 2 * cost <= score + cost):
            best, best_run, best_cost = score, (start, at + 1), cost
    return blocks[best_run[0]:best_run[1]], best_cost


def suffices(found: Stretch, one: Wording, two: Wording) -> bool:
    """Whether the shared words alone say that it is one utterance, whoever speaks.

    Six words of which three tell something, half of the shorter wording; or ten and five,
    whatever else is said. Reported words agree by chance of style: seven and four, always half.
    """
    if not found.is_dense:
        return False
    half = 2 * found.equal >= min(one.length, two.length)
    if one.marked and two.marked:
        return (found.equal >= 6 and found.telling >= 3 and half) or is_no_chance(found)
    return found.equal >= 7 and found.telling >= 4 and half


def is_no_chance(found: Stretch) -> bool:
    """Whether nobody says so much the same by himself, whatever else is said and claimed."""
    return found.is_dense and found.equal >= 10 and found.telling >= 5


def suffices_beside(found: Stretch, one: Wording, two: Wording) -> bool:
    """Whether they say so where the speaker or the event is known to be one.

    Nearly all of the shorter wording, and of one or two words all, side by side.
    """
    shorter = min(one.length, two.length)
    if not (one.marked and two.marked):
        return found.is_dense and 4 * found.equal >= 3 * shorter and found.equal >= 4 \
            and found.telling >= 2
    if shorter < 3:
        return found.equal == shorter and found.cost == 0 and found.telling >= 1
    return found.is_dense and 4 * found.equal >= 3 * shorter and found.equal >= 3 \
        and (found.telling >= 1 or found.equal >= 4)


def accuses(found: Stretch, one: Wording, two: Wording) -> bool:
    """Whether one of two different speakers must be wrong: what anybody may say is not enough.

    Six words of which three tell something, eight in a row of which two do, or four that are
    nearly all of both; of reported words there must be more.
    """
    if not (one.marked and two.marked):
        return found.is_dense and found.equal >= 8 and found.telling >= 4
    if (found.equal >= 6 and found.telling >= 3) or (found.equal >= 8 and found.cost == 0):
        return found.is_dense and found.telling >= 2
    return found.is_dense and found.equal >= 4 and found.telling >= 2 \
        and 5 * found.equal >= 4 * max(one.length, two.length)
