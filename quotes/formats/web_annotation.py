"""W3C Web Annotation: one collection, an annotation a record.

Decides what is annotated: each piece of the words is a target, named twice, by a quotation of it
(TextQuoteSelector, with the words around it where the text is given) and by its place
(TextPositionSelector, code points, as the model demands). Places count in the text that the
records were made from, which of a web page is its main text only. So a target whose source is an
address has that text as its state (`cached`), by the hash of it; without an address the text
itself, by its hash, is the source.

The bodies say who speaks and how sure that is: names and descriptions (identifying, describing),
the sort of quotation and cue (classifying), the mention and the cue where they stand, and the
identifier that the record has in the `quotation` format (linking).
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from quotes.documents import web_address
from quotes.formats.embedded import page_json
from quotes.formats.given import Given, check
from quotes.formats.linked import PROV, is_unsaid, keywords, speakers
from quotes.formats.names import record_iri, text_iri
from quotes.records import QuoteRecord, TextSpan

NEEDS_TEXT = False

# The model demands the first by its address; the other names PROV's terms.
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"prov": PROV}]

# What Hypothesis, the best known reader of such files, takes from each side of a quotation.
_AROUND = 32


def export(records: Iterable[QuoteRecord], texts: Mapping[str, str]) -> Iterator[bytes]:
    """One AnnotationCollection with one page; a line of it for each record."""
    given, total, seen = Given(texts), 0, hashlib.sha256()
    yield (b'{"@context":' + page_json(CONTEXT)
           + b',"type":"AnnotationCollection","first":{"type":"AnnotationPage","items":[')
    for record in records:
        yield (b",\n" if total else b"\n") + page_json(annotation(record, given.text(record)))
        total += 1
        seen.update(record_iri(record).encode("ascii"))
    # What the collection is called follows from what it holds, and so stands at its end.
    name, page = (UUID(bytes=seen.digest()[at:at + 16], version=5).urn for at in (0, 16))
    yield b"\n]," + page_json({"id": page, "startIndex": 0})[1:] + b"," + page_json(
        {"id": name, "total": total})[1:] + b"\n"


def annotation(record: QuoteRecord, text: str | None) -> dict[str, Any]:
    """One record as an annotation; its context stands at the head of the file."""
    cue, speaker = record.cue, record.speaker
    pointed = [(span, "identifying") for span in (speaker.mention if speaker else [])]
    pointed += [(span, "classifying") for span in (cue.spans if cue else [])]
    return {
        "id": record_iri(record, f"{record.id} annotation"),
        "type": "Annotation",
        "motivation": "describing",
        "generator": {"type": "Software", "name": record.generator.program},
        "body": [*_said(record),
                 *({**_resource(record, span, text), "purpose": purpose}
                   for span, purpose in pointed),
                 {"type": "SpecificResource", "source": record_iri(record), "purpose": "linking"}],
        "target": [_resource(record, span, text) for span in record.content],
        "schema:identifier": record.id,
        "prov:qualifiedGeneration": {
            "type": ["prov:Generation", "schema:PropertyValue"], "schema:name": "confidence",
            "schema:value": record.confidence, "schema:minValue": 0, "schema:maxValue": 1},
    }


def _said(record: QuoteRecord) -> list[dict[str, str]]:
    """Who speaks, through whom, and how, in words."""
    said = not is_unsaid(record)
    people = [_words(node["name"], "identifying" if said else "describing") if "name" in node
              else _words(node["description"], "describing") for node in speakers(record)]
    through = [_words(f"{source.relation.replace('_', ' ')}: {source.name}", "describing")
               for source in record.sources]
    return [*people, *through, *(_words(word, "classifying") for word in keywords(record))]


def _words(value: str, purpose: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _resource(record: QuoteRecord, span: TextSpan, text: str | None) -> dict[str, Any]:
    """A stretch of the document, by its words and by its place."""
    around = {} if text is None else _around(record, span, text)
    address, own = web_address(record.document.url), text_iri(record.document.sha256)
    state = {} if address is None else {"state": {"type": "TimeState", "cached": own}}
    return {
        "type": "SpecificResource", "source": address or own, **state,
        "selector": [
            {"type": "TextQuoteSelector", "exact": span.text, **around},
            {"type": "TextPositionSelector", "start": span.start, "end": span.end}],
    }


def _around(record: QuoteRecord, span: TextSpan, text: str) -> dict[str, str]:
    """What stands before and after; a letter isn't cut from its accents."""
    check(record, text, span)
    start, end = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
    while start < span.start and unicodedata.combining(text[start]):
        start += 1
    while end > span.end and end < len(text) and unicodedata.combining(text[end]):
        end -= 1
    return {"prefix": text[start:span.start], "suffix": text[span.end:end]}
