"""Decides how what was found out about each stretch in marks becomes a record's `verification`.

A record is as grave as its gravest part; `tiers` counts them all, so that one absent part doesn't
hide the exact one beside it. An indirect record has nothing in marks, and is unfound. That a
document has its own words proves nothing: it is passed over unless it is the only source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import get_args

from quotes.records import (
    TIERS,
    Alarm,
    AlarmKind,
    QuoteRecord,
    SourcePlace,
    TextSpan,
    Tier,
    Verification,
    VerifiedPart,
    VerifiedRecord,
    WordEdit,
)
from quotes.verify.comparison import Comparison, compare
from quotes.verify.grading import Graded, Segment, gravest
from quotes.verify.keys import sign
from quotes.verify.names import NameSense, names_of
from quotes.verify.quotation import Quotation, end_mark
from quotes.verify.sources import Sources
from quotes.wording import Word

_CONTEXT = 80  # characters before and after a place: a line


def verify_records(records: Iterable[QuoteRecord], sources: Sources) -> Iterator[VerifiedRecord]:
    """The records in order, each with how its words in marks agree with the sources.

    Lazily: one record is held at a time, and the sources were indexed once. A verification that a
    record has already is replaced.
    """
    for record in records:
        yield _verified(record, sources)


def verify_quotation(text: str, sources: Sources) -> VerifiedPart:
    """The same for bare words; offsets on the quotation's side count from its own start.

    >>> from quotes.documents import Document
    >>> part = verify_quotation("We will leave the city",
    ...                         Sources([Document("b", "We will not leave the city.")]))
    >>> part.tier, [alarm.kind for alarm in part.alarms], part.place.start, part.place.end
    ('altered', ['negation'], 0, 26)
    """
    span = TextSpan(start=0, end=len(text), text=text)
    return _part(span, sources, NameSense(sources))


def _verified(record: QuoteRecord, sources: Sources) -> VerifiedRecord:
    """The record with its verification; what it holds was checked when it was made."""
    fields = {**dict(record), "verification": _verification(record, sources)}
    return VerifiedRecord.model_construct(**fields)


def _verification(record: QuoteRecord, sources: Sources) -> Verification:
    spans = record.quoted or (record.content if record.type == "direct" else [])
    names = NameSense(sources, names_of(record))
    own = sources.copies(record.document.sha256)
    parts = [_part(span, sources, names, own) for span in spans]
    if not parts:
        return Verification(tier="unchecked", tiers={}, alarms=[], parts=[],
                            reason="nothing of it stands in quotation marks")
    counts: Counter[Tier] = Counter(part.tier for part in parts)
    raised = {alarm.kind for part in parts for alarm in part.alarms}
    unchecked = next((part.reason for part in parts if part.tier == "unchecked"), None)
    return Verification(
        tier=gravest(list(counts)), tiers={tier: counts[tier] for tier in TIERS if counts[tier]},
        alarms=[kind for kind in get_args(AlarmKind) if kind in raised], reason=unchecked,
        parts=parts)


def _part(span: TextSpan, sources: Sources, names: NameSense,
          own: frozenset[int] = frozenset()) -> VerifiedPart:
    found = compare(span.text, sources, names, own)
    if found.graded is None or found.quotation is None:
        return VerifiedPart(quoted=span, tier=found.tier, reason=found.reason)
    here = _Side(span.text, found.quotation.words, span.start)
    there = _Side(sources.text(found.graded.document), found.source_words)
    return VerifiedPart(
        quoted=span, tier=found.tier, alarms=list(_alarms(found, there, here)),
        diff=[_edit(segment, found.first, there, here, found.quotation)
              for segment in found.graded.segments if segment.kind != "same"],
        place=_place(found.graded, sources, found.equal_places))


class _Side:
    """A text and some of its words, as spans of what they stand in."""

    def __init__(self, text: str, words: tuple[Word, ...], offset: int = 0) -> None:
        self._text, self._words, self._offset = text, words, offset

    def span(self, first: int, last: int) -> TextSpan:
        """Words[first:last], a minus sign included; of none, the place after the word before."""
        if first == last:
            return self.marked(self._between(first), self._between(first))
        start = self._words[first].start
        return self.marked(start - len(sign(self._text, start)), self._words[last - 1].end)

    def _between(self, at: int) -> int:
        return self._words[at - 1].end if at else self._words[0].start if self._words else 0

    def mark(self, at: int) -> TextSpan:
        """The marks that end a sentence after words[:at]."""
        return self.marked(*end_mark(self._text, self._words[at - 1].end))

    def marked(self, start: int, end: int) -> TextSpan:
        if "[" in self._text[start:end].rpartition("]")[2] and self._text[end:end + 1] == "]":
            end += 1
        return TextSpan(start=start + self._offset, end=end + self._offset,
                        text=self._text[start:end])


def _alarms(found: Comparison, there: _Side, here: _Side) -> Iterator[Alarm]:
    for raised in found.raised:
        yield Alarm(kind=raised.kind, source=[there.span(*words) for words in raised.source],
                    quotation=[here.span(*words) for words in raised.quotation])


def _edit(segment: Segment, first: int, there: _Side, here: _Side, quotation: Quotation
          ) -> WordEdit:
    places = segment.source[0] - first, segment.source[1] - first
    kind = segment.kind
    if kind == "mark":
        return WordEdit(kind="replaced", source=there.mark(places[0]),
                        quotation=here.mark(segment.words[0]))
    if kind == "altered":
        shown = "added" if places[0] == places[1] else \
            "dropped" if segment.words[0] == segment.words[1] else "replaced"
    else:
        shown = kind
    return WordEdit.model_validate({"kind": shown, "source": there.span(*places),
                                    "quotation": _marked(segment, here, quotation)})


def _marked(segment: Segment, here: _Side, quotation: Quotation) -> TextSpan:
    """The quotation's words, an editor's dots or brackets included."""
    if segment.kind == "bracketed":
        for element in quotation.elements:
            if element.first == segment.words[0] and element.last == segment.words[1]:
                return here.marked(element.start, element.end)
    if segment.kind == "skipped":
        for dots in quotation.ellipses:
            boundary = quotation.elements[dots.boundary].first \
                if dots.boundary < len(quotation.elements) else len(quotation.words)
            if boundary == segment.words[0]:
                return here.marked(dots.start, dots.end)
    return here.span(*segment.words)


def _place(graded: Graded, sources: Sources, equal: int) -> SourcePlace:
    document = sources.documents[graded.document]
    text, start, end = document.text, graded.start, graded.end
    return SourcePlace(
        document=document.id, title=document.title, url=document.url,
        sha256=sources.hashes[graded.document], start=start, end=end, text=text[start:end],
        before=_whole_words(text, max(start - _CONTEXT, 0), start),
        after=_whole_words(text, end, min(end + _CONTEXT, len(text))), equal_places=equal)


def _whole_words(text: str, start: int, end: int) -> str:
    """A stretch without the parts of words at whichever edge lies inside one."""
    while 0 < start < end and text[start - 1].isalnum() and text[start].isalnum():
        start += 1
    while start < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end -= 1
    return text[start:end]
