"""A record made anew from corrected marks.

Decides what each field becomes. The spans are the marks'; what followed from old spans follows
from the new ones; what no mark shows (dates, the speaker's kind and roles) stays as long as its
own mark does. No parser runs here, so that a new cue's lemma is its own words unless another
record of the document has that cue, and a sentence is its paragraph unless a record knows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, cast

from quotes import lexicon
from quotes.formats.annotation import Marking, Spans, fragments, pieces, plain_name, shown
from quotes.marks import Quotation, find_quotations
from quotes.records import (
    Addressee,
    Category,
    Context,
    Cue,
    QuoteRecord,
    QuoteType,
    Relation,
    Source,
    Speaker,
    TextSpan,
    Unattributed,
    record_id,
)
from quotes.text import Span, contains, merge, normalise, overlaps, paragraphs, trim

_WORD = re.compile(r"\w+")
_POS: tuple[lexicon.CuePos, ...] = ("verb", "noun", "adp", "phrase", "adj", "adv")


class Maker:
    """Makes records of one text; `originals` are its records from before the corrections."""

    def __init__(self, text: str, document: Mapping[str, Any], originals: Sequence[QuoteRecord],
                 program: str) -> None:
        self.text = text
        self.originals = originals
        self._document = document
        self._program = program

    def record(self, marking: Marking, before: QuoteRecord | None, rule: str, confidence: float
               ) -> QuoteRecord:
        """The record that the marking is; `before` is the one that it was."""
        fields = {} if before is None else before.model_dump()
        content = self._content(marking, before)
        quoted, kind = self._quoted(content, marking, before)
        cue = self._cue(marking, before)
        speaker = self._speaker(marking, before)
        if before is None or quoted != before.quoted:
            fields.pop("verification", None)  # which was of the words in marks
        return QuoteRecord.model_validate({
            "document": self._document, "doc_id": self._document["id"],
            "generator": {"program": self._program, "model": "none", "model_sha256": "",
                          "settings_sha256": ""},
            **fields,
            "id": self._id(marking, before, content, cue, speaker), "type": kind,
            "text": self._display(content) if before is None or content != before.content
            else before.text,
            "content": _plain(content), "quoted": _plain(quoted),
            "cue": cue and cue.model_dump(), "speaker": speaker and speaker.model_dump(),
            "sources": [source.model_dump() for source in self._sources(marking, before)],
            "addressee": self._addressee(marking, before), "parent": None,
            "unattributed": _unattributed(cue, speaker, before), "confidence": confidence,
            "evidence": {"rule": rule, "features": None if before is None else
                         {"before": before.id, "rule": before.evidence.rule}},
            "context": self._context(content, cue, before).model_dump(),
            "warnings": [] if before is None or content != before.content else before.warnings,
        })

    def _spans(self, spans: Iterable[Span]) -> list[TextSpan]:
        return [TextSpan(start=start, end=end, text=self.text[start:end]) for start, end in spans]

    def _same(self, one: Spans, other: Spans) -> bool:
        """Whether two marks are the same as far as every format can hold them."""
        return fragments(self.text, one) == fragments(self.text, other)

    def _content(self, marking: Marking, before: QuoteRecord | None) -> list[TextSpan]:
        if before is not None and self._same(marking.content, shown(before).content):
            return before.content
        return self._spans(self._pieces(marking.content))

    def _id(self, marking: Marking, before: QuoteRecord | None, content: Sequence[TextSpan],
            cue: Cue | None, speaker: Speaker | None) -> str:
        """The old one where the words that it stands for are the same."""
        if before is not None:
            old = shown(before)
            if all(self._same(a, b) for a, b in ((marking.content, old.content),
                                               (marking.cue, old.cue),
                                               (marking.speaker, old.speaker))):
                return before.id
        mention = speaker.mention if speaker else []
        return record_id(self._document["id"], _pairs(cue.spans if cue else []), _pairs(mention),
                         _pairs(content))

    # Words in marks

    @cached_property
    def _quotations(self) -> tuple[Quotation, ...]:
        return find_quotations(self.text)

    def _quoted(self, content: list[TextSpan], marking: Marking, before: QuoteRecord | None
                ) -> tuple[list[TextSpan], str]:
        """What of the content stands in marks, and the type.

        The type is the person's where it was changed, else it follows from the marks of the text.
        """
        if before is not None and content == before.content:
            return before.quoted, marking.type or before.type
        quoted = self._spans(self._insides([Span(s.start, s.end) for s in content], marking))
        if marking.type and (before is None or marking.type != before.type):
            return quoted, marking.type
        found = self._type(content, quoted)
        if found == "mixed" and before is not None and before.type == "indirect" \
                and all(span in before.quoted for span in quoted):
            return quoted, before.type  # a title or a label, as the parse saw it
        return quoted, found

    def _insides(self, content: Sequence[Span], marking: Marking) -> list[Span]:
        """The insides of marks within the content, of those that don't hold its cue or speaker."""
        barred = (*marking.cue, *marking.speaker)
        found: list[Span] = []
        for quotation in self._quotations:
            if not any(contains(inside, span) for inside in quotation.segments for span in barred):
                found += [Span(max(a.start, b.start), min(a.end, b.end))
                          for a in content for b in quotation.segments if overlaps(a, b)]
        trimmed = (trim(self.text, span) for span in found)
        return merge(s for s in trimmed if any(c.isalnum() for c in self.text[s.start:s.end]))

    def _type(self, content: Sequence[TextSpan], quoted: Sequence[TextSpan]) -> QuoteType:
        words = [Span(span.start + m.start(), span.start + m.end())
                 for span in content for m in _WORD.finditer(span.text)]
        within = [any(q.start <= w.start and w.end <= q.end for q in quoted) for w in words]
        return "direct" if within and all(within) else "mixed" if any(within) else "indirect"

    # Who, how, to whom

    def _cue(self, marking: Marking, before: QuoteRecord | None) -> Cue | None:
        if not marking.cue:
            return None
        old = before.cue if before is not None else None
        if old is not None and before is not None and self._same(marking.cue, shown(before).cue):
            return old if marking.category in (None, old.category) \
                else old.model_copy(update={"category": marking.category})
        spans = self._spans(self._pieces(marking.cue))
        words = " ".join(" ".join(span.text for span in spans).casefold().split())
        alike = self._first(lambda record: record.cue is not None
                            and _words(record.cue.spans).casefold() == words)
        known = alike.cue if alike is not None else None
        lemma = known.lemma if known else words
        given = marking.category if old is None or marking.category != old.category else None
        category = given or (known.category if known else _listed(words))
        return Cue(spans=spans, lemma=lemma, category=cast(Category, category))

    def _speaker(self, marking: Marking, before: QuoteRecord | None) -> Speaker | None:
        old = before.speaker if before is not None else None
        mention = self._pieces(marking.speaker)
        renamed = marking.name if marking.name and (
            old is None or marking.name != plain_name(old.name)) else None
        if old is not None and before is not None:
            was = shown(before).speaker
            moved = not self._same(mention, was)
            # A mark added to a speaker who had none, and whose name the person left.
            near = any(overlaps(a, b) for a in mention for b in was) \
                or (not was and marking.name == plain_name(old.name))
            if not moved or (mention and near):
                found = old if not moved else _remarked(old, self._spans(mention))
                return _named(renamed, found.mention) if renamed else found
        if not mention:
            return _named(renamed, []) if renamed else None
        found = self._by_mention(mention)
        return _named(renamed, found.mention) if renamed else found

    def _by_mention(self, mention: Spans) -> Speaker:
        """Whoever is meant by these words elsewhere in the document, else the words themselves."""
        spans = self._spans(mention)
        words = _words(spans)
        alike = self._first(lambda r: r.speaker is not None
                            and self._same(shown(r).speaker, mention)) or \
            self._first(lambda r: r.speaker is not None and r.speaker.name_span is not None
                        and words in (r.speaker.name, _words(r.speaker.mention)))
        if alike is not None and alike.speaker is not None:
            return _remarked(alike.speaker, spans)
        return Speaker(name=words, kind="unknown", mention=spans, resolution="unresolved",
                       confidence=0.0)

    def _sources(self, marking: Marking, before: QuoteRecord | None) -> list[Source]:
        """Those that are marked, in the order of before; the rest after them, in text order."""
        left = [(relation, tuple(mention)) for relation, mention in marking.sources]
        kept: list[Source] = []
        for source in before.sources if before is not None else ():
            was = tuple(Span(s.start, s.end) for s in source.mention)
            at = next((i for i, (_, mention) in enumerate(left) if self._same(mention, was)), None)
            if at is not None:
                kept.append(source.model_copy(update={"relation": left.pop(at)[0]}))
            elif not source.mention:
                kept.append(source)  # which no mark could show
        added = sorted(left, key=lambda each: each[1])
        return kept + [Source(relation=cast(Relation, relation), mention=self._spans(mention),
                              name=_words(self._spans(mention))) for relation, mention in added]

    def _addressee(self, marking: Marking, before: QuoteRecord | None) -> dict[str, Any] | None:
        if before is not None and self._same(marking.addressee, shown(before).addressee):
            return None if before.addressee is None else before.addressee.model_dump()
        if not marking.addressee:
            return None
        spans = self._spans(self._pieces(marking.addressee))
        return Addressee(name=_words(spans), mention=spans).model_dump()

    def _first(self, test: Callable[[QuoteRecord], bool]) -> QuoteRecord | None:
        return next(filter(test, self.originals), None)

    # Where, and how it reads

    @cached_property
    def _plain(self) -> str:
        return normalise(self.text)

    def _pieces(self, spans: Spans) -> Spans:
        return pieces(self.text, self._plain, spans)

    @cached_property
    def _paragraphs(self) -> list[Span]:
        return paragraphs(self._plain)

    def _paragraph(self, offset: int) -> int:
        """The paragraph that an offset lies in, or the last one that begins before it."""
        before = [i for i, span in enumerate(self._paragraphs) if span.start <= offset]
        return before[-1] if before else 0

    def _display(self, content: Sequence[TextSpan]) -> str:
        """The content as a person reads it, as `assembly.display` does it."""
        shown_text = ""
        for i, span in enumerate(content):
            if i:
                apart = self._paragraph(content[i - 1].end - 1) != self._paragraph(span.start)
                shown_text += "\n\n" if apart else " "
            shown_text += " ".join(span.text.split())
        return shown_text

    def _context(self, content: Sequence[TextSpan], cue: Cue | None, before: QuoteRecord | None
                 ) -> Context:
        start = (cue.spans if cue else content)[0].start
        if before is not None and before.context.sentence[0] <= start < before.context.sentence[1]:
            return before.context
        alike = self._first(lambda r: r.context.sentence[0] <= start < r.context.sentence[1])
        if alike is not None:
            return alike.context
        number = self._paragraph(start)
        whole = self._paragraphs[number] if self._paragraphs else Span(0, len(self.text))
        return Context(sentence=(whole.start, whole.end), paragraph=number)


def _plain(spans: Iterable[TextSpan]) -> list[dict[str, Any]]:
    return [span.model_dump() for span in spans]


def _pairs(spans: Iterable[TextSpan]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]


def _words(spans: Iterable[TextSpan]) -> str:
    return " ".join(" ".join(span.text for span in spans).split())


def _listed(words: str) -> str:
    """The category of a cue that the word lists have."""
    entries = (lexicon.cues(pos).get(words) for pos in _POS)
    return next((entry.category for entry in entries if entry is not None), "other")


def _remarked(speaker: Speaker, mention: list[TextSpan]) -> Speaker:
    """The same speaker, named by these words; the name within them only if it still is."""
    name = speaker.name_span
    held = name is not None and any(s.start <= name.start and name.end <= s.end for s in mention)
    return speaker.model_copy(update={"mention": mention, "name_span": name if held else None})


def _named(name: str, mention: list[TextSpan]) -> Speaker:
    """Whom a person has named; what was known of another name goes."""
    at = next(((s, s.text.find(name)) for s in mention if name in s.text), None)
    span = None if at is None else TextSpan(start=at[0].start + at[1], text=name,
                                            end=at[0].start + at[1] + len(name))
    return Speaker(name=name, kind="unknown", mention=mention, name_span=span,
                   resolution="named", confidence=1.0)


def _unattributed(cue: Cue | None, speaker: Speaker | None, before: QuoteRecord | None
                  ) -> Unattributed | None:
    if speaker is not None:
        return None
    if before is not None and before.speaker is None:
        return before.unattributed
    return "no_cue" if cue is None else "sourceless_cue"
