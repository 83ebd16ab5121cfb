"""`quotes extract`: documents in, records out."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from quotes.cli import batch, engine, paths, streams
from quotes.cli.console import tell
from quotes.cli.options import (
    Choosing,
    Name,
    Reading,
    Running,
    Writing,
    choosing_options,
    reading_options,
    running_options,
    taken,
    writing_options,
)

if TYPE_CHECKING:
    from quotes.documents import Document, Failure
    from quotes.formats.select import Selection
    from quotes.pipeline import Extractor, Result
    from quotes.records import QuoteRecord

    Render = Callable[[str, Iterable[QuoteRecord]], bytes]

# A table in a file or a pipe: as wide as a page of text can be read.
_PAGE = 100


@click.command(short_help="Extract attributed quotations.")
@click.argument("inputs", nargs=-1, metavar="[PATHS|-]...")
@click.option("--format", "format_", type=click.Choice(["jsonl", "table"]), default="jsonl",
              show_default=True, help="JSON Lines for programs, or a table for people.")
@choosing_options
@click.option("--roster", "roster_file", type=Name(), metavar="FILE",
              help="Link speakers to the people and bodies that FILE lists: JSON Lines or CSV with "
                   "id, name, aliases, kind and roles.")
@click.option("--summary", is_flag=True,
              help="At the end, count documents and records on standard error, and name the "
                   "documents without a record written.")
@writing_options
@reading_options
@running_options
def extract(inputs: tuple[str, ...], format_: str, roster_file: str | None, summary: bool,
            **given: Any) -> None:
    """Write one record for each attributed quotation in PATHS.

    PATHS are files (text, HTML, JSON Lines, CSV, CoNLL-U), folders or globs; - is standard
    input, and so is no path at all. Records go to standard output in the order of the
    input, as each document is finished; nothing else does.

    \b
    Examples:
      quotes extract article.txt
      quotes extract --format table article.html
      quotes extract --speaker garcia --category statement --category denial articles/
      quotes extract --roster people.csv articles/ > records.jsonl
      quotes extract archive.jsonl -o records.jsonl --errors failures.jsonl
      quotes extract archive.jsonl -o records.jsonl --errors failures.jsonl --resume
      quotes extract archive.jsonl -o records.jsonl --workers 4
      curl -s https://example.org/news.html | quotes extract -

    Exit status: 0 all well, 1 some documents failed, 2 the command could not be
    carried out.
    """
    reading, running = taken(Reading, given), taken(Running, given)
    writing, choosing = taken(Writing, given), taken(Choosing, given)
    inputs = paths.inputs(inputs)
    paths.check_outputs(writing, (*inputs, *filter(None, [roster_file])))
    running = _with_roster(running, roster_file)
    render = _renderer(format_, to_stdout=writing.output in (None, paths.STDOUT))

    settings = {"command": "extract", "format": format_, **_options(choosing),
                **engine.options(reading),
                "roster": None if running.roster is None else running.roster.sha256}
    tally = batch.run(engine.read(inputs, reading, quiet=running.quiet),
                      partial(_outcomes, _selection(choosing), render),
                      running=running, writing=writing, settings=settings)
    if summary:
        for line in tally.lines():
            tell(line)
    click.get_current_context().exit(tally.status)


def _with_roster(running: Running, name: str | None) -> Running:
    """Read before anything else is: a roster that is broken needn't wait for a model."""
    if name is None:
        return running
    from quotes.speakers.roster import read_roster

    return replace(running, roster=read_roster(name))


def _selection(choosing: Choosing) -> Selection:
    from quotes.formats.select import Selection

    return Selection(min_confidence=choosing.min_confidence, types=frozenset(choosing.types),
                     speaker=choosing.speaker or "", categories=frozenset(choosing.categories))


def _options(choosing: Choosing) -> dict[str, Any]:
    """What of choosing can change the output, for the journal of a run."""
    return {"min_confidence": choosing.min_confidence, "type": sorted(set(choosing.types)),
            "category": sorted(set(choosing.categories)), "speaker": choosing.speaker or ""}


def _outcomes(selection: Selection, render: Render, extractor: Extractor,
              documents: Sequence[Document | Failure]) -> Iterator[batch.Outcome]:
    selection = replace(selection, threshold=extractor.threshold)
    return (_outcome(result, selection, render) for result in extractor.stream(documents))


def _outcome(result: Result, selection: Selection, render: Render) -> batch.Outcome:
    """A result as it is written."""
    if result.failure is not None:
        return batch.failed(result.failure, result.document)
    assert result.document is not None
    types: Counter[str] = Counter()
    withheld = 0

    def written() -> Iterator[QuoteRecord]:
        # One at a time: those of a very long document would fill the memory.
        nonlocal withheld
        for record in filter(selection.keeps, result.records):
            doubtful = selection.withholds(record)
            withheld += doubtful
            if not doubtful:
                types[record.type] += 1
                yield record

    data = render(result.document.title or result.document.id, written())
    return batch.Outcome(batch.finished(result.document, types, withheld), data, result.warnings)


def _renderer(format_: str, *, to_stdout: bool) -> Render:
    """How records are written; workers import it, so that it is a function of a module."""
    if format_ == "jsonl":
        return _lines
    encoding = sys.stdout.encoding if to_stdout and sys.stdout is not None else "utf-8"
    on_terminal = to_stdout and streams.is_terminal()
    width = shutil.get_terminal_size((_PAGE, 0)).columns if on_terminal else _PAGE
    return partial(_table, width=width, colour=on_terminal, encoding=encoding)


def _lines(heading: str, records: Iterable[QuoteRecord]) -> bytes:
    from quotes.formats.jsonl import encode_records

    return encode_records(records)


def _table(heading: str, records: Iterable[QuoteRecord], *, width: int, colour: bool,
           encoding: str) -> bytes:
    from quotes.formats.table import render

    return render(heading, tuple(records), width=width, colour=colour).encode(encoding, "replace")
