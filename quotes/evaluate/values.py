"""What is compared: attributions of gold and of a prediction, in one form.

Decides which parts of a record, or of a label, play a role in a score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from quotes.records import Generator, QuoteType
from quotes.text import Span

Spans = tuple[Span, ...]


def excerpt(text: str, spans: Spans) -> str:
    """The words of the spans, a blank between."""
    return " ".join(text[start:end] for start, end in spans)


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution. `name` counts only where `settled`: not where gold has no such label,
    nor where the speaker of a record is unresolved. None, settled: nobody is named."""

    content: Spans
    source: Spans = ()
    cue: Spans = ()
    type: QuoteType | None = None
    name: str | None = None
    settled: bool = False
    nested: bool | None = None  # within the content of another one; None: it isn't said
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text and all its attributions."""

    id: str
    text: str
    attributions: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True)
class Predictions:
    """The attributions that were found, by document; `left` are documents that gold lacks."""

    documents: Mapping[str, tuple[Attribution, ...]]
    generators: tuple[Generator, ...] = ()  # what made them, where the file says so
    left: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Rule:
    """Which attributions are compared."""

    profile: Literal["none", "polnear"] = "none"
    direct_only: bool = False
    min_confidence: float | None = None
