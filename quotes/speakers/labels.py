"""Decides which labels of a transcript name nobody: Q and A are turns, not people."""

from __future__ import annotations

from quotes.attribution.relation import Attribution
from quotes.speakers.mentions import mention_text
from quotes.trees import Parse

QUESTION, ANSWER = "Q", "A"


def bare_label(parse: Parse, attribution: Attribution) -> str | None:
    """The label of a turn that is headed by no more than Q or A."""
    if attribution.source_rule != "transcript" or not attribution.source:
        return None
    label = mention_text(parse, attribution.source).rstrip(".:")
    return label if label in (QUESTION, ANSWER) else None
