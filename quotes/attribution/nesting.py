"""Which attribution stands inside which: the parent is the smallest content around the cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotes.attribution.relation import Attribution
from quotes.text import Span, contains
from quotes.trees import Parse


def nest(parse: Parse, found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions in text order with `parent` set."""
    ordered = sorted(found, key=lambda a: (_place(parse, a), -_size(a)))
    return [replace(a, parent=_parent(parse, ordered, i)) for i, a in enumerate(ordered)]


def _place(parse: Parse, attribution: Attribution) -> int:
    starts = [span.start for span in attribution.content]
    return min([*starts, *(parse.tokens[i].start for i in attribution.cue[:1])])


def _size(attribution: Attribution) -> int:
    return sum(span.end - span.start for span in attribution.content)


def _parent(parse: Parse, ordered: Sequence[Attribution], index: int) -> int | None:
    child = ordered[index]
    anchor = [Span(parse.tokens[i].start, parse.tokens[i].end) for i in child.cue]
    inner = anchor or list(child.content)
    around = [i for i, outer in enumerate(ordered)
              if i != index and _holds(outer.content, inner)
              and _holds(outer.content, child.content) and _size(outer) > _size(child)]
    return min(around, key=lambda i: _size(ordered[i]), default=None)


def _holds(outer: Sequence[Span], inner: Sequence[Span]) -> bool:
    return all(any(contains(o, s) for o in outer) for s in inner)
