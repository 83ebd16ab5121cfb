"""Decides which labels of a transcript name nobody, and which are a person's initials.

Q and A are turns, not people; BW is Ben Ward where the document has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotes.attribution.relation import Attribution
from quotes.speakers.initials import have_initials, is_initials
from quotes.speakers.mentions import mention_text
from quotes.speakers.uses import Use
from quotes.trees import Parse

QUESTION, ANSWER = "Q", "A"


def bare_label(parse: Parse, attribution: Attribution) -> str | None:
    """The label of a turn that is headed by no more than Q or A."""
    if attribution.source_rule != "transcript" or not attribution.source:
        return None
    label = mention_text(parse, attribution.source).rstrip(".:")
    return label if label in (QUESTION, ANSWER) else None


def with_labels(parse: Parse, uses: Sequence[Use],
                attributions: Sequence[Attribution]) -> list[Use]:
    """The uses, those labels that are initials of people taken for names of people."""
    full = {use.text for use in uses if use.kind == "person"}
    found = {use.first: use for use in uses}
    for attribution in attributions:
        if attribution.source_rule != "transcript" or not attribution.source:
            continue
        first, text = attribution.source[0], mention_text(parse, attribution.source).rstrip(":")
        if is_initials(text) and any(have_initials(name, text) for name in full):
            last = attribution.source[-1] + 1
            use = found.get(first) or Use(first, last, "person", text)
            found[first] = replace(use, kind="person", guessed=False)
    return sorted(found.values(), key=lambda use: use.first)
