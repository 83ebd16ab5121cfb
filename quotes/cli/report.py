"""`quotes report`: records and their articles as one page for a browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from quotes.cli import engine, paths, streams, texts
from quotes.cli.console import describe, tell
from quotes.cli.options import Name, OutputName, Reading, Writing, reading_options, taken
from quotes.cli.recorded import read_files
from quotes.documents import Document, Failure
from quotes.formats.stream import write_whole

if TYPE_CHECKING:
    from quotes.records import QuoteRecord


@click.command(short_help="Write a page to read records and articles in a browser.")
@click.argument("records", type=Name(), metavar="RECORDS")
@click.argument("docs", nargs=-1, metavar="[DOCS]...")
@click.option("--output", "-o", type=OutputName(), required=True, metavar="FILE",
              help="Write the page to FILE, such as report.html; - is standard output.")
@reading_options
def report(records: str, docs: tuple[str, ...], output: str, **given: Any) -> None:
    """Write the articles of RECORDS, with their quotations marked, as one page of HTML.

    The page needs nothing but a browser: send it, keep it, open it offline. It shows who speaks
    how often, the articles with quotations, cues and speakers, and a table of the records to
    search, sort and choose from; each record has a link and a citation to copy.

    RECORDS is what extract wrote; - is standard input. DOCS are the articles, as they were
    given to extract, or the file that its --documents option wrote; with none, the documents'
    ids are tried as file names. Where a text is missing, or isn't the one that the records were
    made from, the page says so, and marks only what is still verbatim.

    \b
    Examples:
      quotes report records.jsonl -o report.html
      quotes report records.jsonl documents.jsonl -o report.html
      quotes extract article.txt | quotes report - article.txt -o report.html

    Exit status: 0 all well, 1 some documents could not be shown as they were read.
    """
    paths.check_named(docs)
    if records == paths.STDIN and paths.STDIN in docs:
        raise click.UsageError("RECORDS and DOCS can't both be standard input.")
    paths.check_outputs(Writing(output, False, None, None), (records, *docs))
    found = list(read_files([records]))
    wanted = {record.doc_id: record.document.sha256 for record in found}
    read = engine.read(texts.sources(docs, wanted), taken(Reading, given), quiet=True)
    failures: list[Failure] = []
    matched = texts.matched(read, wanted, guessed=not docs)
    problems = _write(output, found, _documents(matched, failures))
    _tell(problems, failures)
    for name in wanted:
        tell(texts.no_text(name, f"after {records}, name"))
    click.get_current_context().exit(1 if failures or problems else 0)


def _documents(matched: Iterable[tuple[str, Document] | Failure], failures: list[Failure]
               ) -> Iterator[Document]:
    """The documents under the names that their records give them; what failed goes aside."""
    for item in matched:
        if isinstance(item, Failure):
            failures.append(item)
        else:
            name, document = item
            yield replace(document, id=name)


def _tell(problems: Iterable[str], failures: Iterable[Failure]) -> None:
    """What was wrong with texts; those that are missing are told with a remedy."""
    from quotes.report.page import MISSING

    for failure in failures:
        tell(f"error: {describe(failure)}")
    for problem in problems:
        if not problem.endswith(MISSING):
            tell(f"warning: {problem}")


def _write(output: str, records: Iterable[QuoteRecord], documents: Iterable[Document]
           ) -> tuple[str, ...]:
    from quotes.report.page import render_report, write_report

    if output != paths.STDOUT:
        return write_report(output, records, documents)
    page = render_report(records, documents)
    write_whole(streams.stdout(), page.html.encode("utf-8"))
    return page.problems
