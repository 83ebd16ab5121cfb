"""Whether records and a text belong together.

Decides what is said when they don't: a text that was changed since, and spans that are not
the text's own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quotes.documents import text_sha256
from quotes.records import QuoteRecord, TextSpan


def disagreements(text: str, records: Iterable[QuoteRecord]) -> list[str]:
    """What is wrong with the records as records of this text; empty if nothing is.

    The first is the hash, then each span that is not verbatim.
    """
    records = list(records)
    found = []
    digest = text_sha256(text)
    if any(record.document.sha256 != digest for record in records):
        found.append("the text is not the one that the records were made from (sha256 differs)")
    found += [f"record {record.id}: {name} {span.start}-{span.end} is not verbatim"
              for record in records
              for name, span in spans(record) if not verbatim(text, span)]
    return found


def verbatim(text: str, span: TextSpan) -> bool:
    return span.start < span.end <= len(text) and text[span.start:span.end] == span.text


def spans(record: QuoteRecord) -> Iterator[tuple[str, TextSpan]]:
    """Every span of the record that is shown, with the name of its field."""
    yield from (("content", span) for span in record.content)
    yield from (("quoted", span) for span in record.quoted)
    if record.cue is not None:
        yield from (("cue", span) for span in record.cue.spans)
    if record.speaker is not None:
        yield from (("mention", span) for span in record.speaker.mention)
        if record.speaker.name_span is not None:
            yield "name_span", record.speaker.name_span
    for source in record.sources:
        yield from (("source", span) for span in source.mention)
