"""Decides whom the labels of a transcript name: nobody, a person by initials or by a title.

Q and A are turns, not people; BW is Ben Ward where the document has one, and THE PRESIDENT is
the one person there who is called President.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotes import lexicon
from quotes.attribution.relation import Attribution
from quotes.speakers.entities import Entity, Register
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


def turn_of(attributions: Sequence[Attribution], index: int) -> int | None:
    """The labelled turn in which an attribution stands, at whatever depth."""
    parent = attributions[index].parent
    while parent is not None and attributions[parent].source_rule != "transcript":
        parent = attributions[parent].parent
    return parent


def titled(register: Register, attribution: Attribution) -> Entity | None:
    """THE PRESIDENT: the one person of the document who bears just this title."""
    if attribution.source_rule != "transcript" or not attribution.source:
        return None
    label = lexicon.fold(mention_text(register.parse, attribution.source).rstrip(":"))
    title = label.removeprefix("the ")
    if title not in lexicon.titles():
        return None
    bearers = [e for e in register.entities
               if e.kind == "person" and any(lexicon.fold(t) == title for t in e.titles)]
    return bearers[0] if len(bearers) == 1 else None
