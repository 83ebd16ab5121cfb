"""The cheapest reading of a run of paragraphs.

Decides which marks open, which close what, and what is left open, by a Viterbi search over
stacks of open marks. Only the `_WIDTH` cheapest stacks are kept, so the time is linear in the
number of marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from quotes.marks.places import KIND, OPENING, PAIR_COST, Mark, Paragraph
from quotes.text import Span

# Costs, in the unit of `lexicon/marks.tsv`; see also those of `places`.
_UNCLOSED = 4.0  # less than a stray mark: what can only open is an opening mark
_INSIDE = 0.1  # an apostrophe in a single quotation: close early rather than late
_NESTED = 1.5  # opened inside marks of its kind; dearer where the outer is never closed
_CONTINUED = 1.5  # going on in the next paragraph; a mark that hardly opens is not worth it
_SILENT = 1.0  # an inner quotation that goes on although only the outer one is opened anew

_HOPELESS = 12.0  # a reading that much dearer than the best is given up: more than two stray marks
_WIDTH = 12  # stacks kept a mark; ordinary news needs three
_DEPTH = 5  # quotations inside each other; print has three at most

_Stack = tuple[str, ...]


class Step(NamedTuple):
    """One event of a reading, linked to the one before."""

    previous: Step | None
    # open, close: the `number` innermost quotations end unclosed first; end: the same at a
    # paragraph's end, where all others pause; again: the one at level `number` goes on
    action: Literal["open", "close", "end", "again"]
    at: Span  # the mark, empty where there is none
    number: int
    glyph: str = ""


class _Reading(NamedTuple):
    cost: float
    last: Step | None


_Readings = dict[_Stack, _Reading]


def blocks(found: Iterable[Paragraph]) -> Iterator[list[Paragraph]]:
    """Runs of paragraphs of which each but the first begins with an opening mark."""
    block: list[Paragraph] = []
    for paragraph in found:
        if block and not _begins_with_mark(paragraph):
            yield block
            block = []
        block.append(paragraph)
    if block:
        yield block


def _begins_with_mark(paragraph: Paragraph) -> bool:
    span, marks = paragraph
    return bool(marks) and marks[0].start == span.start and marks[0].glyph in OPENING


def cheapest(block: list[Paragraph]) -> Iterator[Step]:
    """The steps of the cheapest reading of a block, in text order."""
    readings: _Readings = {(): _Reading(0.0, None)}
    for number, (paragraph, found) in enumerate(block):
        arriving = _enter(readings, found) if number else {0: readings}
        readings = arriving.pop(0, {})
        for i, mark in enumerate(found):
            readings = _advance(readings, mark)
            for stack, reading in arriving.get(i + 1, {}).items():
                _offer(readings, stack, reading)
        readings = _leave(readings, paragraph)
    return reversed(list(_back(_settle(readings).last)))


def _back(step: Step | None) -> Iterator[Step]:
    while step is not None:
        yield step
        step = step.previous


def _offer(readings: _Readings, stack: _Stack, reading: _Reading) -> None:
    known = readings.get(stack)
    if known is None or reading.cost < known.cost:
        readings[stack] = reading


class _Move(NamedTuple):
    """One way to take a mark, given what is open."""

    stack: _Stack  # what is open afterwards
    action: Literal["open", "close"] | None
    number: int  # quotations that end unclosed
    cost: float  # on top of what the mark's place costs


def _advance(readings: _Readings, mark: Mark) -> _Readings:
    """Every reading with every way to take the next mark."""
    place = {None: mark.neither, "open": mark.opening, "close": mark.closing}
    at = Span(mark.start, mark.end)
    after: _Readings = {}
    for stack, (cost, last) in readings.items():
        for move in _moves(stack, mark.glyph):
            total = cost + place[move.action] + move.cost
            known = after.get(move.stack)
            if known is None or total < known.cost:
                step = Step(last, move.action, at, move.number, mark.glyph) \
                    if move.action else last
                after[move.stack] = _Reading(total, step)
    return _best(after)


def _best(readings: _Readings) -> _Readings:
    limit = min(reading.cost for reading in readings.values()) + _HOPELESS
    kept = [item for item in readings.items() if item[1].cost < limit]
    return dict(sorted(kept, key=lambda item: item[1].cost)[:_WIDTH])


@lru_cache(maxsize=4096)  # far more than the stacks of any real text
def _moves(stack: _Stack, glyph: str) -> tuple[_Move, ...]:
    inside = _INSIDE if any(KIND[opener] == "single" for opener in stack) else 0.0
    moves = [_Move(stack, None, 0, inside)]
    if glyph in OPENING:
        moves += _openings(stack, glyph)
    for i, opener in enumerate(stack):
        pair = PAIR_COST.get((opener, glyph))
        if pair is not None:
            drop = len(stack) - i - 1
            moves.append(_Move(stack[:i], "close", drop,
                               pair - OPENING[opener] + drop * _UNCLOSED))
    return tuple(moves)


def _openings(stack: _Stack, glyph: str) -> Iterator[_Move]:
    """The mark opens a quotation inside what is open, or ends the last one of its kind."""
    same = [i for i, opener in enumerate(stack) if KIND[opener] == KIND[glyph]]
    if len(stack) < _DEPTH:
        innermost = bool(same) and same[-1] == len(stack) - 1
        yield _Move((*stack, glyph), "open", 0, _NESTED if innermost else 0.0)
    if same:
        drop = len(stack) - same[-1]
        yield _Move((*stack[:-drop], glyph), "open", drop, drop * _UNCLOSED)


def _leave(readings: _Readings, paragraph: Span) -> _Readings:
    """The readings at a paragraph's end, each told where it is."""
    end = Span(paragraph.end, paragraph.end)
    return {stack: _Reading(cost, Step(last, "end", end, 0)) if stack else _Reading(cost, last)
            for stack, (cost, last) in readings.items()}


def _drop(reading: _Reading, number: int, cost: float = 0.0) -> _Reading:
    """The innermost quotations end unclosed with the paragraph that has just ended."""
    if number == 0:
        return _Reading(reading.cost + cost, reading.last)
    end = reading.last.at if reading.last else Span(0, 0)
    return _Reading(reading.cost + cost + number * _UNCLOSED,
                    Step(reading.last, "end", end, number))


def _settle(readings: _Readings) -> _Reading:
    """The cheapest reading once nothing may go on."""
    return min((_drop(reading, len(stack)) for stack, reading in readings.items()),
               key=lambda reading: reading.cost)


def _enter(readings: _Readings, found: list[Mark]) -> dict[int, _Readings]:
    """The readings of a paragraph that begins with a mark, by the number of marks they use up.

    Each open quotation either ends with the paragraph before or is opened anew, the outermost
    first; inner ones may go on without a mark of their own.
    """
    arriving: dict[int, _Readings] = {0: {(): _settle(readings)}}
    for stack, reading in readings.items():
        used = _opened_anew(stack, found)
        for keep in {used, len(stack)} if used else ():
            silent = (keep - used) * _SILENT
            cost, last = _drop(reading, len(stack) - keep, _CONTINUED + silent)
            for level in range(keep):
                mark = found[min(level, used - 1)]
                start = mark.start if level < used else mark.end
                cost += float(level < used and mark.glyph != stack[level])
                last = Step(last, "again", Span(start, mark.end), level, mark.glyph)
            _offer(arriving.setdefault(used, {}), stack[:keep], _Reading(cost, last))
    return arriving


def _opened_anew(stack: _Stack, found: list[Mark]) -> int:
    """How many of the open quotations the marks at the paragraph's start open again."""
    used = 0
    for glyph, mark in zip(stack, found, strict=False):
        touches = used == 0 or mark.start - found[used - 1].end <= 1
        if mark.glyph not in OPENING or KIND[mark.glyph] != KIND[glyph] or not touches:
            break
        used += 1
    return used
