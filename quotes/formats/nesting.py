"""Stretches of a text that may overlap in any way, as elements that don't.

Decides which element is cut where two cross: the one that began first is closed where the other
ends and goes on behind it, so that any set of stretches can be written inline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Stretch(NamedTuple):
    """A half-open range of the text; of those with one range, that with the lower rank is outer.

    `number` and `part` say whose it is: the caller's own business.
    """

    start: int
    end: int
    rank: int
    number: int
    part: int = 0


class Step(NamedTuple):
    """One step through the text: a stretch opens or closes, or characters pass."""

    kind: str  # open, close or text
    start: int
    end: int
    stretch: Stretch | None = None


def steps(length: int, stretches: Iterable[Stretch]) -> Iterator[Step]:
    """The way through a text of that length, opening and closing well nested.

    >>> way = steps(5, [Stretch(0, 3, 0, 1), Stretch(2, 4, 0, 2)])
    >>> [(s.kind, s.start, s.end, s.stretch and s.stretch.number) for s in way]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('open', 0, 0, 1), ('text', 0, 2, None), ('open', 2, 2, 2), ('text', 2, 3, None),
     ('close', 3, 3, 2), ('close', 3, 3, 1), ('open', 3, 3, 2), ('text', 3, 4, None),
     ('close', 4, 4, 2), ('text', 4, 5, None)]
    """
    waiting = sorted(stretches, key=lambda s: (s.start, -s.end, s.rank, s.number, s.part))
    waiting.reverse()
    inside: list[Stretch] = []
    at = 0
    while waiting or inside:
        ends = min((s.end for s in inside), default=length + 1)
        edge = min(ends, waiting[-1].start if waiting else length)
        if edge > at:
            yield Step("text", at, edge)
            at = edge
        if ends == edge:
            yield from _close(inside, edge)
        else:
            inside.append(waiting.pop())
            yield Step("open", edge, edge, inside[-1])
    if at < length:
        yield Step("text", at, length)


def _close(inside: list[Stretch], edge: int) -> Iterator[Step]:
    """Close what ends here and what stands in it, and open again what goes on."""
    first = next(i for i, stretch in enumerate(inside) if stretch.end == edge)
    above = inside[first:]
    for stretch in reversed(above):
        inside.pop()
        yield Step("close", edge, edge, stretch)
    for stretch in above:
        if stretch.end > edge:
            inside.append(stretch)
            yield Step("open", edge, edge, stretch)
