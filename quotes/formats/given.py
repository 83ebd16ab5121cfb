"""The text of a record's document, for formats that need it, or are better with it.

Decides that a text that was given and isn't the record's own is an error, never a text to pass
over: what is drawn from it would stand beside words that it doesn't hold.
"""

from __future__ import annotations

from collections.abc import Mapping

from quotes.documents import text_sha256
from quotes.errors import InputError
from quotes.records import QuoteRecord, TextSpan


class Given:
    """Texts by document id, each checked once against the records' hash."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._known: dict[str, str] = {}

    def text(self, record: QuoteRecord) -> str | None:
        """The document's text, or None where it wasn't given; raises InputError for another's."""
        if record.doc_id not in self._texts:
            return None
        text = self._texts[record.doc_id]
        if record.doc_id not in self._known:
            self._known[record.doc_id] = text_sha256(text)
        if self._known[record.doc_id] != record.document.sha256:
            raise InputError("the text is not the one that the records were made from (sha256 "
                             "differs); give the text as extract read it, which its --documents "
                             "option writes", path=record.doc_id)
        return text


def check(record: QuoteRecord, text: str, span: TextSpan) -> None:
    """Raises InputError unless the text has the span's words where the span says."""
    if not span.start < span.end or text[span.start:span.end] != span.text:
        raise InputError(f"record {record.id}: {span.start}-{span.end} is not verbatim; give the "
                         "records as extract wrote them", path=record.doc_id)
