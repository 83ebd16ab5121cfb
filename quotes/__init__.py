"""Attributed quotations from news text: what was said, where, by whom, and how sure that is.

    >>> import quotes
    >>> records = quotes.extract('"We are ready," Ana Ruiz said.')  # doctest: +SKIP
    >>> records[0].speaker.name  # doctest: +SKIP
    'Ana Ruiz'

Importing the package loads neither torch nor a model; the first extraction does. It then
sets `OMP_WAIT_POLICY=PASSIVE` unless that is set or torch is imported already: OpenMP's
default busy waiting makes torch up to ten times slower on a machine that does anything else.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quotes.documents import Document, Failure
    from quotes.errors import QuotesError
    from quotes.formats.corrections import read_corrections
    from quotes.formats.exporting import export_records
    from quotes.pipeline import Extractor, Result, Settings
    from quotes.records import QuoteRecord
    from quotes.report.page import write_report
    from quotes.speaker_list import list_speakers
    from quotes.variants import group_variants
    from quotes.verify import Sources, verify_records

__all__ = ["Document", "Extractor", "Failure", "QuoteRecord", "QuotesError", "Result", "Settings",
           "Sources", "export_records", "extract", "group_variants", "list_speakers",
           "read_corrections", "verify_records", "write_report"]

# Imported when asked for: the command line passes here before it can answer to Ctrl-C.
_HOMES = {"Document": "documents", "Failure": "documents", "QuotesError": "errors",
          "QuoteRecord": "records", "Extractor": "pipeline", "Result": "pipeline",
          "Settings": "pipeline", "Sources": "verify", "export_records": "formats.exporting",
          "group_variants": "variants", "list_speakers": "speaker_list",
          "read_corrections": "formats.corrections", "verify_records": "verify",
          "write_report": "report.page"}


def extract(text: str | Document) -> list[QuoteRecord]:
    """The attributed quotations of one English text, in text order, by the embedded model.

    The model is loaded at the first call and kept. Use an `Extractor` for settings, for many
    documents, or to let go of the model.
    """
    return _default().extract(text)


@cache
def _default() -> Extractor:
    from quotes.pipeline import Extractor

    return Extractor()


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"quotes.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
