"""`quotes verify`: the words of quotations held against their sources."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quotes.cli import engine, paths, streams
from quotes.cli.console import Complaints, describe, tell
from quotes.cli.options import Name, Reading, reading_options, taken
from quotes.errors import InputError

if TYPE_CHECKING:
    from quotes.records import QuoteRecord, VerifiedRecord
    from quotes.verify import Sources

_AGAINST = "--against"
_RECORD_KEYS = (b'"schema_version"', b'"doc_id"', b'"generator"')


class _TakesMany(click.Command):
    """`--against` takes all that follows it up to the next option, as `--against a.txt b.txt`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, list(spread(args)))


def spread(args: Sequence[str]) -> Iterator[str]:
    """The arguments with the option before each of its values.

    >>> list(spread(["a", "--against", "b", "c", "--summary"]))
    ['a', '--against', 'b', '--against', 'c', '--summary']
    """
    values = -1  # of the option so far; -1 outside of it
    for at, arg in enumerate(args):
        if arg == "--":
            yield from args[at:]
            return
        if arg == _AGAINST:
            values = 0
        elif arg.startswith("-") and arg != paths.STDIN:
            values = -1
        elif values > 0:
            yield _AGAINST
        values += values >= 0 and arg != _AGAINST
        yield arg


@click.command(cls=_TakesMany, short_help="Check the words of quotations against sources.")
@click.argument("records", nargs=-1, metavar="[RECORDS|-]...")
@click.option(_AGAINST, "against", multiple=True, required=True, type=Name(),
              metavar="FILES...",
              help="What was said or published: transcripts, press releases, articles, as files, "
                   "folders or globs, up to the next option; RECORDS stand before it.")
@click.option("--summary", is_flag=True,
              help="At the end, count the records of each tier on standard error.")
@reading_options
def verify(records: tuple[str, ...], against: tuple[str, ...], summary: bool, **given: Any) -> None:
    """Print each of RECORDS with a `verification` of its words in quotation marks.

    RECORDS are files that extract wrote; - is standard input, and so is no file at all.
    A record's tier is exact, typography (marks, dashes, spaces), case, ellipsis, bracketed,
    altered, absent or unchecked: the gravest that applies. Alarms name the negations,
    numbers, names and modals that were changed; diff and place show the words on both sides.
    A source that can't be read is told, and what isn't in the others is unchecked, not absent.

    \b
    Examples:
      quotes verify records.jsonl --against speech.txt
      quotes verify records.jsonl --against transcripts/ releases/*.html --summary > verified.jsonl
      quotes extract article.txt | quotes verify --against speech.txt
      quotes verify records.jsonl --against speech.txt > verified.jsonl
      jq 'select(.verification.tier == "altered")' verified.jsonl

    Exit status: 0 whatever was found, 1 some sources or records could not be read, 2 the
    command could not be carried out.
    """
    names = paths.inputs(records)
    _check_against(names, against)
    sources = _sources(against, taken(Reading, given))
    tally = _Tally(len(sources.failures))
    for record in _verified(names, sources, tally):
        tally.add(record)
        _write(record)
    if not tally.records and names == (paths.STDIN,):
        tell(f"warning: no record came on standard input; files of RECORDS stand before {_AGAINST}")
    if summary:
        tell(tally.line())
    click.get_current_context().exit(1 if tally.failed else 0)


@dataclass(slots=True)
class _Tally:
    """What a run comes to."""

    failed: int  # sources and lines of records
    tiers: Counter[str] = field(default_factory=Counter)
    alarming: int = 0

    def add(self, record: VerifiedRecord) -> None:
        self.tiers[record.verification.tier] += 1
        self.alarming += bool(record.verification.alarms)

    @property
    def records(self) -> int:
        return self.tiers.total()

    def line(self) -> str:
        from quotes.records import TIERS

        told = ", ".join(f"{self.tiers[tier]} {tier}" for tier in TIERS if self.tiers[tier])
        return f"records: {self.records} ({told or 'none'}); {self.alarming} with an alarm"


def _check_against(names: Sequence[str], against: Sequence[str]) -> None:
    """Refuse what is surely a slip: one stream for both, or records among the sources."""
    paths.check_named(against)
    if paths.STDIN in names and paths.STDIN in against:
        raise click.UsageError("RECORDS and --against can't both be standard input; name a file "
                               "for one of them.", click.get_current_context())
    for name in against:
        if _holds_records(name):
            raise click.BadParameter(f"{name!r} holds records, and not what was said; put RECORDS "
                                     f"before {_AGAINST}.", param_hint=_AGAINST)


def _holds_records(name: str) -> bool:
    path = Path(name)
    if name == paths.STDIN or not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(1 << 20).removeprefix(codecs.BOM_UTF8).partition(b"\n")[0]
    return start.startswith(b"{") and all(key in start for key in _RECORD_KEYS)


def _sources(against: Sequence[str], reading: Reading) -> Sources:
    from quotes.verify import Sources

    sources = Sources(engine.read(against, reading, quiet=False))
    complaints = Complaints()
    for failure in sources.failures:
        complaints.tell(failure.path or failure.id, f"error: source {describe(failure)}")
    for document in sources.wordless:
        name = document.path or document.id
        told = name if document.line is None else f"{name}:{document.line}"
        complaints.tell(name, f"warning: source {told} has no words; nothing can be found in it")
    complaints.close_all()
    if not sources.documents and not sources.failures:
        tell(f"warning: no document came from {_AGAINST}; all records are unchecked")
    return sources


def _verified(names: Sequence[str], sources: Sources, tally: _Tally) -> Iterator[VerifiedRecord]:
    from quotes.verify import verify_records

    return verify_records(_records(names, tally), sources)


def _records(names: Sequence[str], tally: _Tally) -> Iterator[QuoteRecord]:
    """The records of all files; a line that is none is told and counted."""
    from quotes.formats.jsonl import filled

    complaints = Complaints()
    for name in names:
        with ExitStack() as opened:
            lines = streams.stdin() if name == paths.STDIN \
                else opened.enter_context(Path(name).open("rb"))
            place = "standard input" if name == paths.STDIN else name
            for number, line in filled(lines):
                if (record := _record(line, place, number, complaints)) is None:
                    tally.failed += 1
                else:
                    yield record
            complaints.close(place)


def _record(line: bytes, place: str, number: int, complaints: Complaints) -> QuoteRecord | None:
    from quotes.formats.jsonl import read_record

    try:
        return read_record(line, place, number)
    except InputError as error:
        complaints.tell(place, f"error: {error}")
        return None


def _write(record: VerifiedRecord) -> None:
    from quotes.formats.jsonl import encode_records
    from quotes.formats.stream import write_whole

    write_whole(streams.stdout(), encode_records([record]))
