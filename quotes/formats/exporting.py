"""Which formats records can be exported to, and what all of them are promised.

Decides the names, and that a format never sees a text that isn't the one its records were made
from. A format is a module here that has

    NEEDS_TEXT: bool    whether it needs the texts of the articles
    export(records, texts) -> Iterator[bytes]    one file, in chunks, in order

where `texts` goes from document id to text; where texts are needed, every record's is there, its
hash is right, and the record's spans are verbatim in it. A format of many files has
`export_files(records, texts)` instead, which gives relative names, each of one safe part, with the
bytes of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import NamedTuple

from quotes.errors import InputError, UsageError
from quotes.formats.given import Given, check
from quotes.records import QuoteRecord, TextSpan

NO_TEXTS: Mapping[str, str] = MappingProxyType({})


class Format(NamedTuple):
    """Where a format lives, and how it comes out."""

    module: str
    binary: bool = False  # nothing that a terminal could show
    folder: bool = False  # many files
    better_with_text: bool = False  # can do without


FORMATS: Mapping[str, Format] = {
    "csv": Format("csv_"),
    "parquet": Format("parquet", binary=True),
    "quotation": Format("quotation"),
    "claimreview": Format("claimreview"),
    "web-annotation": Format("web_annotation", better_with_text=True),
    "text-fragment": Format("text_fragment", better_with_text=True),
    "tei": Format("tei"),
    "brat": Format("brat", binary=True, folder=True),
    "label-studio": Format("label_studio"),
    "doccano": Format("doccano"),
    "markdown": Format("markdown"),
}


def export_records(records: Iterable[QuoteRecord], to: str, texts: Mapping[str, str] = NO_TEXTS
                   ) -> Iterator[bytes]:
    """The records as one file of a format, in chunks, in order.

    `to` is one of `FORMATS`; `texts` goes from document id to the article's text, for the formats
    that need it (`needs_text`). Raises UsageError for a format that doesn't exist or is many files
    (`export_files` gives those), InputError where a text is missing or another than the record's.
    """
    module = _module(to)
    if FORMATS[to].folder:
        raise UsageError(f"{to} is a folder of files; call export_files")
    chunks: Iterator[bytes] = module.export(_with_texts(records, texts, to), texts)
    return chunks


def export_files(records: Iterable[QuoteRecord], to: str, texts: Mapping[str, str] = NO_TEXTS
                 ) -> Iterator[tuple[str, bytes]]:
    """The records as files of a format that is a folder: (name, content), names all different.

    Arguments and errors as for `export_records`.
    """
    module = _module(to)
    if not FORMATS[to].folder:
        raise UsageError(f"{to} is one file; call export_records")
    files: Iterator[tuple[str, bytes]] = module.export_files(_with_texts(records, texts, to), texts)
    return files


def needs_text(to: str) -> bool:
    """Whether a format needs the texts of the articles."""
    return bool(_module(to).NEEDS_TEXT)


def _module(to: str) -> ModuleType:
    if to not in FORMATS:
        raise UsageError(f"no format {to!r}; there are {', '.join(FORMATS)}")
    return import_module(f"quotes.formats.{FORMATS[to].module}")


def _with_texts(records: Iterable[QuoteRecord], texts: Mapping[str, str], to: str
                ) -> Iterator[QuoteRecord]:
    """The records, each checked to be one of the text that goes with it."""
    if not needs_text(to):
        yield from records
        return
    given = Given(texts)
    for record in records:
        text = given.text(record)
        if text is None:
            raise InputError(f"{to} needs the text of this document; give it", path=record.doc_id)
        for span in _spans(record):
            check(record, text, span)
        yield record


def _spans(record: QuoteRecord) -> Iterator[TextSpan]:
    """All that a format may mark in the text."""
    yield from (*record.content, *record.quoted)
    if record.cue is not None:
        yield from record.cue.spans
    if record.speaker is not None:
        yield from record.speaker.mention
        if record.speaker.name_span is not None:
            yield record.speaker.name_span
    for source in record.sources:
        yield from source.mention
    if record.addressee is not None:
        yield from record.addressee.mention
