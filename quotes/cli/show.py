"""`quotes show`: an article with its quotations, cues and speakers marked."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from quotes.cli import engine, paths, streams, texts
from quotes.cli.console import describe, tell
from quotes.cli.options import Name, Reading, reading_options, taken
from quotes.cli.recorded import read_files
from quotes.documents import Document, Failure

if TYPE_CHECKING:
    from quotes.records import QuoteRecord

    Grouped = dict[str, list[QuoteRecord]]


@click.command(short_help="Print articles with their quotations marked.")
@click.argument("records", type=Name(), metavar="RECORDS")
@click.argument("docs", nargs=-1, metavar="[DOCS]...")
@reading_options
def show(records: str, docs: tuple[str, ...], **given: Any) -> None:
    """Print the articles of RECORDS with quotations (Q), cues (C) and speakers (S) marked.

    RECORDS is what extract wrote; - is standard input. DOCS are the articles, as they
    were given to extract, or the file that its --documents option wrote; with none, the
    documents' ids are tried as file names. An article is known by its id, else by its text,
    else by the name of its file where no other has it. A text that isn't the one that the records
    were made from is said to be so, and only what is still verbatim in it is marked.

    \b
    Examples:
      quotes show records.jsonl
      quotes show records.jsonl article.txt
      quotes show records.jsonl documents.jsonl | less
      quotes extract article.txt | quotes show - article.txt

    Exit status: 0 all well, 1 some documents could not be shown as they were read.
    """
    paths.check_named(docs)
    if records == paths.STDIN and paths.STDIN in docs:
        raise click.UsageError("RECORDS and DOCS can't both be standard input.")
    grouped = _grouped(read_files([records]))
    named = texts.sources(docs, grouped)
    read = engine.read(named, taken(Reading, given), quiet=True)
    wrong = _show_all(read, grouped, guessed=not docs)
    for name in grouped:
        tell(texts.no_text(name, f"after {records}, name"))
    click.get_current_context().exit(1 if wrong or grouped else 0)


def _grouped(records: Iterable[QuoteRecord]) -> Grouped:
    """The records of each document, in the order of the file."""
    found: Grouped = {}
    for record in records:
        found.setdefault(record.doc_id, []).append(record)
    return found


def _show_all(documents: Iterable[Document | Failure], grouped: Grouped, *, guessed: bool) -> int:
    """Print what has records, and take it out of `grouped`; how many went wrong."""
    wrong, printed = 0, False
    wanted = {name: records[0].document.sha256 for name, records in grouped.items()}
    for item in texts.matched(documents, wanted, guessed=guessed):
        if isinstance(item, Failure):
            tell(f"error: {describe(item)}")
            wrong += 1
        else:
            name, document = item
            wrong += _show(document, grouped.pop(name), after_another=printed)
            printed = True
    return wrong


def _show(document: Document, records: Sequence[QuoteRecord], *, after_another: bool) -> bool:
    """Print one article; whether something was wrong with it."""
    from quotes.report.check import disagreements

    problems = disagreements(document.text, records)
    for problem in problems:
        tell(f"warning: {document.id}: {problem}")
    streams.write_text(("\n" if after_another else "") + _page(document, records))
    return bool(problems)


def _page(document: Document, records: Sequence[QuoteRecord]) -> str:
    heading = document.title or document.id
    if not streams.is_terminal():
        from quotes.report.text import page

        return page(document.text, records, heading=heading)
    from quotes.report.colour import coloured_page

    return coloured_page(document.text, records, heading=heading,
                         width=shutil.get_terminal_size().columns)
