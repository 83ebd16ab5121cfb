"""Decides in whose voice each word of the document stands: inside which quotation, if any.

*I* and *my* inside a quotation are its speaker, *you* is its addressee, and a name inside it is
spoken of, not speaking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quotes.attribution.relation import Attribution
from quotes.text import Span
from quotes.trees import Parse


@dataclass(frozen=True)
class Voices:
    """For each token inside a quotation, the innermost attribution that it belongs to."""

    _quotes: dict[int, int]

    def quote_at(self, token: int) -> int | None:
        return self._quotes.get(token)


def voices(parse: Parse, attributions: Sequence[Attribution]) -> Voices:
    """Mark the tokens of every quotation; a shorter one lies inside a longer one."""
    return _marked(parse, [_spoken(a) for a in attributions])


def reported(parse: Parse, attributions: Sequence[Attribution]) -> Voices:
    """The same for all that is attributed, in marks or not."""
    return _marked(parse, [a.content for a in attributions])


def _marked(parse: Parse, words: Sequence[tuple[Span, ...]]) -> Voices:
    sizes = {i: sum(s.end - s.start for s in spans) for i, spans in enumerate(words)}
    found: dict[int, int] = {}
    for index in sorted(sizes, key=lambda i: -sizes[i]):
        for span in words[index]:
            found.update(dict.fromkeys(parse.tokens_in(span), index))
    return Voices(found)


def _spoken(attribution: Attribution) -> tuple[Span, ...]:
    return attribution.content if attribution.type == "direct" else attribution.quoted
