"""`quotes variants`: the same utterance across documents, one group a line."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from quotes.cli import paths, streams
from quotes.cli.console import tell
from quotes.cli.options import OutputName

if TYPE_CHECKING:
    from quotes.formats.stored import StoredRecords
    from quotes.variants import Grouping

_TOGETHER = 100  # groups, or records, in one write
_RECORDS = "--records"


@click.command(short_help="Group the same utterance across documents.")
@click.argument("records", nargs=-1, metavar="[RECORDS|-]...")
@click.option(_RECORDS, "completed", type=OutputName(), metavar="FILE",
              help="Write all records to FILE (not to standard output, which has the groups), "
                   "which appears, whole, at the end (an older one is replaced); those without a "
                   "speaker whose group has exactly one get it, with the resolution 'variant' "
                   "and the evidence.")
@click.option("--summary", is_flag=True,
              help="At the end, count records and groups on standard error.")
def variants(records: tuple[str, ...], completed: str | None, summary: bool) -> None:
    """Print one line for each utterance that RECORDS have twice or more.

    RECORDS are files that extract wrote; - is standard input, and so is no file at all.
    A line has the members (document, offsets, text) with the words that differ, the earliest
    document, the outlets, of which copies of one text count once, and before all that the
    rivals: different speakers of the same words. Groups with rivals come first.

    \b
    Examples:
      quotes variants records.jsonl
      quotes variants monday.jsonl tuesday.jsonl --records completed.jsonl > groups.jsonl
      quotes extract articles/ | quotes variants --summary
      quotes variants records.jsonl | jq -r 'select(.rivals != []) | .words, .rivals[].one.name'
    """
    from quotes.formats.stored import StoredRecords
    from quotes.variants import group_variants

    names = paths.inputs(records)
    if completed is not None:
        _check_completed(completed, names)
    with ExitStack() as opened:
        stored = opened.enter_context(
            StoredRecords([(_shown(name), _source(name, opened)) for name in names]))
        groups = group_variants(stored)
        _print(groups)
        if completed is not None:
            _write_completed(stored, groups, completed)
        if summary:
            _tell_summary(groups)


def _shown(name: str) -> str:
    return "standard input" if name == paths.STDIN else name


def _source(name: str, opened: ExitStack) -> BinaryIO | Path:
    """What can be gone through twice: a file's path, of a pipe a copy."""
    if name == paths.STDIN:
        return opened.enter_context(_copy(streams.stdin()))
    if Path(name).is_file():
        return Path(name)
    with Path(name).open("rb") as pipe:
        return opened.enter_context(_copy(pipe))


def _copy(file: BinaryIO) -> BinaryIO:
    copy = tempfile.TemporaryFile()  # noqa: SIM115 (who asks for it closes it)
    shutil.copyfileobj(file, copy)
    return copy


def _check_completed(name: str, inputs: Sequence[str]) -> None:
    """Refuse, before any work, what can't be written, or is being read."""
    if name == paths.STDOUT:
        raise click.BadParameter("standard output is where the groups go; name a file for the "
                                 "records.", param_hint=_RECORDS)
    target = Path(os.path.realpath(name))
    if not paths.is_regular(name) or target.is_dir() or not target.parent.is_dir() \
            or not os.access(target.parent, os.W_OK):
        raise click.BadParameter(f"{name!r} can't be written as a file; name one in a folder that "
                                 "exists and can be written to.", param_hint=_RECORDS)
    for given in inputs:
        if given != paths.STDIN and Path(os.path.realpath(given)) == target:
            raise click.BadParameter(f"{name!r} is an input; name another file.",
                                     param_hint=_RECORDS)


def _print(groups: Grouping) -> None:
    from quotes.formats.jsonl import encode
    from quotes.formats.stream import write_whole

    rows = map(asdict, groups)
    while chunk := list(islice(rows, _TOGETHER)):
        write_whole(streams.stdout(), encode(chunk))


def _write_completed(stored: StoredRecords, groups: Grouping, name: str) -> None:
    from quotes.whole import whole_file

    with whole_file(Path(name)) as file:
        file.writelines(_completed_lines(stored, groups))


def _completed_lines(stored: StoredRecords, groups: Grouping) -> Iterator[bytes]:
    """Every line as it was read, unless its record is given a speaker."""
    from quotes.formats.jsonl import encode_records

    for at, record in enumerate(stored):
        found = groups.complete(record)
        yield encode_records([found]) if found is not record \
            else stored.line(at).rstrip(b"\r\n") + b"\n"


def _tell_summary(groups: Grouping) -> None:
    members = groups.grouped
    differing = f" ({groups.differing} of them with other contents)" if groups.differing else ""
    tell(f"{groups.total} records: {members} in {len(groups)} groups, {groups.rivalling} of them "
         f"with rival attributions; {groups.completable} can be given a speaker; "
         f"{groups.repeated} came twice{differing}, {groups.wordless} without words to compare")
