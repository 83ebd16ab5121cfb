"""Layouts that name the speaker by position: "NAME: text", "Q. … A. …", "— Name".

A single "Name: text" may be a headline or a list; two or more labelled paragraphs in a
document are a transcript. Unlabelled paragraphs after a label go on with it only where
labels are the rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from quotes.attribution.relation import Attribution
from quotes.text import Span, normalise, paragraphs, trim
from quotes.trees import Parse

# A label: up to five words, each capitalised or a particle, then a colon; or Q and A alone.
_LABEL = re.compile(
    r"(?P<name>(?:[^\W\d_a-z][\w.'\u2019-]*|of|the|van|von|de|al|bin)"
    r"(?:[ \u00a0](?:[^\W\d_a-z][\w.'\u2019-]*|of|the|van|von|de|al|bin)){0,4}"
    r"(?:[ ]\([^)\n]{1,40}\))?)(?P<cue>:)(?=\s+\S)")
_QUESTION = re.compile(r"(?P<name>[QA])(?P<cue>[.:])(?=\s+\S)")
_SIGNATURE = re.compile(r"(?P<cue>\u2014|\u2013|--|-)\s?(?P<name>[^\W\d_a-z][^\n.!?]{1,80})\.?$")
_FEWEST_LABELS = 2
# Most dialogues label every turn; below this share the labels are headings.
_RULE = 0.5


def transcripts(parse: Parse) -> list[Attribution]:
    """The labelled turns of the document, one attribution a turn."""
    places = paragraphs(normalise(parse.text))
    labels = [_label(parse.text, place) for place in places]
    count = sum(label is not None for label in labels)
    if count < _FEWEST_LABELS:
        return []
    first = next(i for i, label in enumerate(labels) if label is not None)
    go_on = count >= _RULE * (len(labels) - first)
    return list(_turns(parse, places, labels, go_on))


def _label(text: str, place: Span) -> re.Match[str] | None:
    for pattern in (_QUESTION, _LABEL):
        found = pattern.match(text, place.start, place.end)
        if found is not None:
            return found
    return None


def _turns(parse: Parse, places: Sequence[Span], labels: Sequence[re.Match[str] | None],
           go_on: bool) -> Iterator[Attribution]:
    owner = -1
    owners = []
    for i, label in enumerate(labels):
        owner = i if label is not None else (owner if go_on else -1)
        owners.append(owner)
    for owner, group in groupby(range(len(places)), key=owners.__getitem__):
        label = labels[owner] if owner >= 0 else None
        if label is not None:
            yield _turn(parse, label, [places[i] for i in group])


def _turn(parse: Parse, label: re.Match[str], places: Sequence[Span]) -> Attribution:
    first = trim(parse.text, Span(label.end(), places[0].end))
    content = (first, *places[1:]) if first.start < first.end else tuple(places[1:])
    return Attribution(
        type="indirect", content=content,
        cue=tuple(parse.tokens_in(Span(*label.span("cue")))),
        source=tuple(parse.tokens_in(Span(*label.span("name")))),
        source_rule="transcript", category="statement", rule="transcript")


def signatures(parse: Parse, quotations: Sequence[Span]) -> Iterator[tuple[Span, Attribution]]:
    """Quotations (outsides) that the next paragraph signs: "— Name"."""
    places = paragraphs(normalise(parse.text))
    following = {place.end: after for place, after in pairwise(places)}
    for outer in quotations:
        after = following.get(outer.end)
        signed = after and _SIGNATURE.match(parse.text, after.start, after.end)
        if signed:
            yield outer, Attribution(
                type="direct", content=(outer,),
                cue=tuple(parse.tokens_in(Span(*signed.span("cue")))),
                source=tuple(parse.tokens_in(Span(*signed.span("name")))),
                source_rule="byline", category="statement", rule="signature")
