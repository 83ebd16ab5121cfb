"""Which attribution stands inside which: the parent is the smallest content around the cue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from quotes.attribution.relation import Attribution
from quotes.text import Span, contains
from quotes.trees import Parse


def nest(parse: Parse, found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions in text order with `parent` set; linear but for the depth of nesting."""
    ordered = sorted(found, key=lambda a: (_place(parse, a), -_size(a)))
    parents: dict[int, int | None] = {}
    segments = sorted((span, i) for i, a in enumerate(ordered) for span in a.content)
    open_: list[tuple[Span, int]] = []
    upcoming = 0
    for span, child in sorted((_anchor(parse, a), i) for i, a in enumerate(ordered)):
        while upcoming < len(segments) and segments[upcoming][0].start <= span.start:
            open_.append(segments[upcoming])
            upcoming += 1
        open_ = [(s, i) for s, i in open_ if s.end > span.start]
        parents[child] = _parent(parse, ordered, child, {i for _, i in open_})
    return [replace(a, parent=parents[i]) for i, a in enumerate(ordered)]


def _anchor(parse: Parse, attribution: Attribution) -> Span:
    """The first character of the cue, else of the content, by which a parent has to hold it."""
    token = parse.tokens[attribution.cue[0]] if attribution.cue else None
    return attribution.content[0] if token is None else Span(token.start, token.end)


def _place(parse: Parse, attribution: Attribution) -> int:
    starts = [span.start for span in attribution.content]
    return min([*starts, *(parse.tokens[i].start for i in attribution.cue[:1])])


def _size(attribution: Attribution) -> int:
    return sum(span.end - span.start for span in attribution.content)


def _parent(parse: Parse, ordered: Sequence[Attribution], index: int,
            near: Iterable[int]) -> int | None:
    child = ordered[index]
    anchor = [Span(parse.tokens[i].start, parse.tokens[i].end) for i in child.cue]
    around = [i for i in near if i != index and _size(ordered[i]) > _size(child)
              and _holds(ordered[i].content, anchor)
              and _holds(ordered[i].content, child.content)]
    return min(around, key=lambda i: (_size(ordered[i]), i), default=None)


def _holds(outer: Sequence[Span], inner: Sequence[Span]) -> bool:
    return all(any(contains(o, s) for o in outer) for s in inner)
