"""schema.org Quotation, as one JSON-LD document.

Decides that the context stands in the file: whoever reads it needs no network, and the terms
mean what schema.org's own context makes of them (a test holds them against it). Each record is
one line of `@graph` and carries its document with it, so that records may come in any order and
each line can be used alone; nodes that say the same of one document are one node to a reader of
linked data, since they have one `@id`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from quotes.formats.embedded import page_json
from quotes.formats.linked import PROV, SCHEMA, quotation
from quotes.records import QuoteRecord

NEEDS_TEXT = False

# schema.org's own context has these kinds of value for them.
_ADDRESSES = ("url", "isPartOf", "sameAs")
_DATES = ("datePublished", "dateCreated")
CONTEXT = {
    "@vocab": SCHEMA, "prov": PROV,
    **{term: {"@id": SCHEMA + term, "@type": "@id"} for term in _ADDRESSES},
    **{term: {"@id": SCHEMA + term, "@type": SCHEMA + "Date"} for term in _DATES},
}


def export(records: Iterable[QuoteRecord], texts: Mapping[str, str]) -> Iterator[bytes]:
    """One JSON-LD document: a line of it for each record."""
    yield b'{"@context":' + page_json(CONTEXT) + b',\n"@graph":['
    before = b"\n"
    for record in records:
        yield before + page_json(quotation(record))
        before = b",\n"
    yield b"\n]}\n"
