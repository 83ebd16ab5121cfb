"""doccano: JSON Lines for sequence labelling with relations, for people who correct records there.

Decides how a record stands in its format JSONL(relation): one line a document, with entities and
relations. doccano has no attributes, so that type, category and name can't be corrected there, and
no marks of several pieces: each piece is an entity, joined to the next by `continues`. Offsets
are code units of UTF-16, as doccano's browser counts unless told to count graphemes. All is
ASCII, since doccano guesses the encoding; entity ids are each once in the file, since it joins
relations by them. What else a line has is kept by doccano and exported again: which document the
text is, and which marks are unchanged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from quotes.formats.annotation import Mark, apart, by_document, drawn
from quotes.formats.units import Units
from quotes.records import QuoteRecord

NEEDS_TEXT = True


def export(records: Iterable[QuoteRecord], texts: Mapping[str, str]) -> Iterator[bytes]:
    """A line, and a chunk, a document."""
    free = 0
    for doc_id, own in by_document(records).items():
        line, used = _example(own, texts[doc_id], free)
        free += used
        yield json.dumps(line, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _example(records: Sequence[QuoteRecord], text: str, free: int) -> tuple[dict[str, Any], int]:
    """The line of a document, and how many entity ids it used, from `free` on."""
    marks, links = drawn(records, text, words_only=True)
    split, joined = apart(marks, links)
    units = Units(text)
    return {
        "text": text,
        "entities": [_entity(mark, units, free) for mark in split],
        "relations": [{"id": i, "from_id": free + link.source, "to_id": free + link.target,
                       "type": link.relation} for i, link in enumerate(joined)],
        "document": records[0].document.model_dump(mode="json"),
        "records": [mark.record for mark in marks if mark.record is not None],
    }, len(split)


def _entity(mark: Mark, units: Units, free: int) -> dict[str, Any]:
    [(start, end)] = mark.spans
    return {"id": free + mark.number, "label": mark.label, "start_offset": units.unit(start),
            "end_offset": units.unit(end)}
