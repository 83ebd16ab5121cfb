"""Layouts that name the speaker by position: "NAME: text", "Q. … A. …", "— Name".

A single "Name: text" may be a headline or an entry of a list; labels that come back, or that
name people, are those of a transcript. Unlabelled paragraphs after a label go on with it only
where labels are the rule.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from quotes.attribution.floating import leftover
from quotes.attribution.marked import Marked
from quotes.attribution.relation import Attribution
from quotes.text import Span, normalise, paragraphs, trim
from quotes.trees import Parse

# A label: up to five words, each capitalised or a particle, then a colon; or Q and A alone.
_WORD = r"(?:[^\W\d_a-z][\w.'\u2019-]*|of|the|van|von|de|al|bin)"
_LABEL = re.compile(
    rf"(?P<name>{_WORD}(?:[ \u00a0]{_WORD}){{0,4}}(?:[ ]\([^)\n]{{1,40}}\))?)(?P<cue>:)(?=\s+\S)")
_QUESTION = re.compile(r"(?P<name>[QA])(?P<cue>[.:])(?=\s+\S)")
_SIGNATURE = re.compile(r"(?P<cue>\u2014|\u2013|--|-)\s?(?P<name>[^\W\d_a-z][^\n.!?]{1,80})$")
_FEWEST_LABELS = 2
# Most dialogues label every turn; below this share the labels are headings.
_RULE = 0.5


def transcripts(parse: Parse) -> list[Attribution]:
    """The labelled turns of the document, one attribution a turn."""
    places = paragraphs(normalise(parse.text))
    labels = [_label(parse.text, place) for place in places]
    given = [label for label in labels if label is not None]
    if len(given) < _FEWEST_LABELS or not _are_speakers(parse, given):
        return []
    first = next(i for i, label in enumerate(labels) if label is not None)
    go_on = len(given) >= _RULE * (len(labels) - first)
    return [turn for turn in _turns(parse, places, labels, go_on) if turn.content]


def _label(text: str, place: Span) -> re.Match[str] | None:
    for pattern in (_QUESTION, _LABEL):
        found = pattern.match(text, place.start, place.end)
        if found is not None:
            return found
    return None


def _are_speakers(parse: Parse, labels: Sequence[re.Match[str]]) -> bool:
    """Whether a label comes back, two are in capitals, or two name people."""
    names = [label["name"] for label in labels]
    if Counter(names).most_common(1)[0][1] > 1 \
            or sum(name.isupper() for name in names) >= _FEWEST_LABELS:
        return True
    people = sum(any(name is not None and name.type == "PERSON" for name in map(
        parse.name_at, parse.tokens_in(Span(*label.span("name"))))) for label in labels)
    return people >= _FEWEST_LABELS


def _turns(parse: Parse, places: Sequence[Span], labels: Sequence[re.Match[str] | None],
           go_on: bool) -> Iterator[Attribution]:
    owner = -1
    owners = []
    for i, label in enumerate(labels):
        owner = i if label is not None else (owner if go_on else -1)
        owners.append(owner)
    owners = _without_epilogue(labels, owners)
    for owner, group in groupby(range(len(places)), key=owners.__getitem__):
        label = labels[owner] if owner >= 0 else None
        if label is not None:
            yield _turn(parse, label, [places[i] for i in group])


def _without_epilogue(labels: Sequence[object], owners: list[int]) -> list[int]:
    """The owners of paragraphs, less the last turn's where no other turn ran over a paragraph:
    what follows a dialogue of one paragraph a turn is the writer's again."""
    last = max((i for i, label in enumerate(labels) if label is not None), default=-1)
    runs_on = any(labels[i] is None and owner >= 0 for i, owner in enumerate(owners[:last]))
    return owners if runs_on else [owner if i <= last else -1 for i, owner in enumerate(owners)]


def _turn(parse: Parse, label: re.Match[str], places: Sequence[Span]) -> Attribution:
    """A turn holds whole sentences: its last stop stays, other than that of a reported clause."""
    first = trim(parse.text, Span(label.end(), places[0].end))
    content = (first, *places[1:]) if first.start < first.end else tuple(places[1:])
    return Attribution(
        type="indirect", content=content,
        cue=tuple(parse.tokens_in(Span(*label.span("cue")))),
        source=tuple(parse.tokens_in(Span(*label.span("name")))),
        source_rule="transcript", category="statement", rule="transcript")


def signatures(marked: Marked, found: Sequence[Attribution]) -> Iterator[Attribution]:
    """Quotations that nobody else speaks and that the next paragraph signs: "— Name"."""
    text = marked.parse.text
    places = paragraphs(normalise(text))
    following = {place.end: after for place, after in pairwise(places)}
    for quotation in leftover(marked, found):
        after = following.get(quotation.outside[-1].end)
        signed = after and _SIGNATURE.match(text, after.start, after.end)
        if signed:
            yield Attribution(
                type="direct", content=quotation.segments,
                cue=tuple(marked.parse.tokens_in(Span(*signed.span("cue")))),
                source=tuple(marked.parse.tokens_in(Span(*signed.span("name")))),
                source_rule="byline", category="statement", rule="signature")
