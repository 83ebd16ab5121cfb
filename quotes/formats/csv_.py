"""CSV: one row a record, for spreadsheets and data frames.

Decides which column holds what, and how several values share a cell. RFC 4180: commas, CR LF,
quotation marks where they are needed; UTF-8, with the mark that tells Excel so. A cell that a
spreadsheet would run as a formula has an apostrophe before it (see `speakers.roster.cells`, which
takes it off again): the words come from the texts of strangers. Nothing else is altered.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from quotes.records import (
    Addressee,
    Circumstances,
    Cue,
    QuoteRecord,
    Source,
    Speaker,
    TextSpan,
)
from quotes.speakers.roster.cells import guarded

NEEDS_TEXT = False

_ROWS_TOGETHER = 500  # in one chunk

Cell = str | int | float | bool | None


def export(records: Iterable[QuoteRecord], texts: Mapping[str, str]) -> Iterator[bytes]:
    """The header, which is the same for all records, and the rows, some hundred in a chunk."""
    rows = ([_cell(column(record)) for column in COLUMNS.values()] for record in records)
    chunk = list(islice(rows, _ROWS_TOGETHER))  # before the header: they may not be readable
    yield _lines([list(COLUMNS), *chunk], mark="\ufeff")
    while chunk := list(islice(rows, _ROWS_TOGETHER)):
        yield _lines(chunk)


def _lines(rows: Iterable[Sequence[str]], mark: str = "") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return (mark + out.getvalue()).encode("utf-8", "backslashreplace")


def _cell(value: Cell) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else guarded(value) if isinstance(value, str) else str(value)


def _places(spans: Iterable[TextSpan]) -> str:
    """Offsets, in code points of the document's text.

    >>> _places([TextSpan(start=3, end=5, text="so"), TextSpan(start=9, end=10, text="a")])
    '3-5;9-10'
    """
    return ";".join(f"{span.start}-{span.end}" for span in spans)


def _words(spans: Iterable[TextSpan]) -> str:
    """The pieces as they stand in the text, a line end between two."""
    return "\n".join(span.text for span in spans)


def _list(values: Iterable[str]) -> str:
    """Several values in one cell; a semicolon or backslash of their own has a backslash.

    >>> _list(["Rome", "Smith; Sons"])
    'Rome; Smith\\\\; Sons'
    """
    return "; ".join(re.sub(r"[\\;]", r"\\\g<0>", value) for value in values)


def _one(span: TextSpan | None) -> list[TextSpan]:
    return [] if span is None else [span]


def _of_speaker(read: Callable[[Speaker], Cell]) -> Callable[[QuoteRecord], Cell]:
    return lambda record: None if record.speaker is None else read(record.speaker)


def _of_cue(read: Callable[[Cue], Cell]) -> Callable[[QuoteRecord], Cell]:
    return lambda record: None if record.cue is None else read(record.cue)


def _of_addressee(read: Callable[[Addressee], Cell]) -> Callable[[QuoteRecord], Cell]:
    return lambda record: None if record.addressee is None else read(record.addressee)


def _text(span: TextSpan | None) -> Cell:
    return None if span is None else span.text


def _day(circumstances: Circumstances) -> Cell:
    return None if circumstances.time is None else circumstances.time.iso


def _source(source: Source) -> str:
    return f"{source.relation}: {source.name}"


def verification(record: QuoteRecord) -> Mapping[str, Any]:
    """What `quotes verify` added, as plain values; empty if nothing."""
    found: Any = getattr(record, "verification", None)
    if found is not None and not isinstance(found, Mapping):
        found = found.model_dump(mode="json")
    return found or {}


def _checked(key: str) -> Callable[[QuoteRecord], Cell]:
    return lambda record: verification(record).get(key)


def _checked_against(record: QuoteRecord) -> Cell:
    places = (part.get("place") or {} for part in verification(record).get("parts", ()))
    return _list(dict.fromkeys(str(p["document"]) for p in places if "document" in p))


COLUMNS: Mapping[str, Callable[[QuoteRecord], Cell]] = {
    "id": lambda r: r.id,
    "doc_id": lambda r: r.doc_id,
    "document_title": lambda r: r.document.title,
    "document_url": lambda r: r.document.url,
    "document_date": lambda r: r.document.date,
    "document_author": lambda r: r.document.author,
    "document_publisher": lambda r: r.document.publisher,
    "document_language": lambda r: r.document.language,
    "document_sha256": lambda r: r.document.sha256,
    "type": lambda r: r.type,
    "text": lambda r: r.text,
    "speaker": _of_speaker(lambda s: s.name),
    "confidence": lambda r: r.confidence,
    "content_spans": lambda r: _places(r.content),
    "content_text": lambda r: _words(r.content),
    "quoted_spans": lambda r: _places(r.quoted),
    "quoted_text": lambda r: _words(r.quoted),
    "cue_spans": _of_cue(lambda c: _places(c.spans)),
    "cue_text": _of_cue(lambda c: _words(c.spans)),
    "cue_lemma": _of_cue(lambda c: c.lemma),
    "cue_category": _of_cue(lambda c: c.category),
    "cue_negated": _of_cue(lambda c: c.negated),
    "cue_modality": _of_cue(lambda c: c.modality),
    "speaker_kind": _of_speaker(lambda s: s.kind),
    "speaker_mention_spans": _of_speaker(lambda s: _places(s.mention)),
    "speaker_mention_text": _of_speaker(lambda s: _words(s.mention)),
    "speaker_name_span": _of_speaker(lambda s: _places(_one(s.name_span))),
    "speaker_entity": _of_speaker(lambda s: s.entity),
    "speaker_resolution": _of_speaker(lambda s: s.resolution),
    "speaker_titles": _of_speaker(lambda s: _list(s.titles)),
    "speaker_roles": _of_speaker(lambda s: _list(s.roles)),
    "speaker_affiliation": _of_speaker(lambda s: s.affiliation),
    "speaker_anonymous": _of_speaker(lambda s: s.anonymous),
    "speaker_anonymity_reason": _of_speaker(lambda s: s.anonymity_reason),
    "speaker_members": _of_speaker(lambda s: _list(m.name for m in s.members)),
    "speaker_link": _of_speaker(lambda s: s.link),
    "speaker_confidence": _of_speaker(lambda s: s.confidence),
    "speaker_alternatives": _of_speaker(lambda s: _list(a.name for a in s.alternatives)),
    "sources": lambda r: _list(map(_source, r.sources)),
    "addressee": _of_addressee(lambda a: a.name),
    "addressee_spans": _of_addressee(lambda a: _places(a.mention)),
    "medium": lambda r: _text(r.circumstances.medium),
    "occasion": lambda r: _text(r.circumstances.occasion),
    "time": lambda r: _text(r.circumstances.time),
    "time_iso": lambda r: _day(r.circumstances),
    "parent": lambda r: r.parent,
    "unattributed": lambda r: r.unattributed,
    "rule": lambda r: r.evidence.rule,
    "sentence": lambda r: f"{r.context.sentence[0]}-{r.context.sentence[1]}",
    "paragraph": lambda r: r.context.paragraph,
    "warnings": lambda r: _list(r.warnings),
    "verification_tier": _checked("tier"),
    "verification_alarms": lambda r: _list(map(str, verification(r).get("alarms", ()))),
    "verification_reason": _checked("reason"),
    "verification_documents": _checked_against,
    "program": lambda r: r.generator.program,
    "model": lambda r: r.generator.model,
}
