"""`quotes import`: what people corrected in an annotation tool, back as records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from quotes.cli import paths, streams
from quotes.cli.console import describe, tell
from quotes.cli.options import Name, OutputName, Writing
from quotes.cli.recorded import read_files
from quotes.documents import Failure
from quotes.formats.corrections import Tool
from quotes.formats.stream import write_whole
from quotes.whole import whole_file

if TYPE_CHECKING:
    from quotes.formats.corrected import Corrected
    from quotes.formats.corrections import Missing


@click.command(name="import", short_help="Read corrected annotations back as records.")
@click.argument("files", nargs=-1, metavar="FILES...")
@click.option("--from", "tool", required=True, type=click.Choice(get_args(Tool)),
              help="The tool that the files come from.")
@click.option("--records", "originals", type=Name(), metavar="FILE",
              help="The records that were exported. With them, whatever was not corrected comes "
                   "back as it was; without, a record has only what the tool's format holds.")
@click.option("--output", "-o", type=OutputName(), metavar="FILE",
              help="Write to FILE, which appears, whole, at the end (an older one is replaced).")
def import_(files: tuple[str, ...], tool: Tool, originals: str | None, output: str | None) -> None:
    """Write the records of FILES that were corrected in brat, Label Studio or doccano.

    FILES are what export wrote and the tool changed: for brat the folder, or .ann files with
    their .txt beside them; for Label Studio its export as JSON; for doccano its export as
    JSONL(relation). - is standard input, for the last two.

    A record whose marks were changed, or that was added, has evidence.rule "corrected by hand"
    and confidence 1. Records whose marks were taken away are gone. Marks must agree with the text,
    and the text with the records: where they don't, the document is told, with the place and what
    would mend it, and the rest goes on. Documents of --records that are not in FILES give no
    record; how many they are is told.

    \b
    Examples:
      quotes import --from brat to-correct --records records.jsonl -o corrected.jsonl
      quotes import --from label-studio project-1.json --records records.jsonl
      quotes import --from doccano all.jsonl | quotes export --to csv -o corrected.csv

    Exit status: 0 all well, 1 some documents could not be read back, 2 the command could not be
    carried out.
    """
    _check(files, tool, originals, output)
    with ExitStack() as opened:
        write = _writer(output, opened)
        wrong = _write_all(_documents(files, tool, originals), write,
                           counted=originals is not None)
    click.get_current_context().exit(1 if wrong else 0)


def _check(files: Sequence[str], tool: Tool, originals: str | None, output: str | None) -> None:
    if not files:
        raise click.UsageError("No input: name the files that were corrected.",
                               click.get_current_context(silent=True))
    paths.check_named(files)
    if (*files, originals).count(paths.STDIN) > 1:
        raise click.UsageError("Only one input can be standard input.")
    if tool == "brat" and paths.STDIN in files:
        raise click.UsageError("brat's files can't be read from standard input; name the folder.")
    inputs = (*files, *filter(None, [originals]))
    paths.check_outputs(Writing(output, False, None, None), inputs)


def _documents(files: Sequence[str], tool: Tool, originals: str | None
               ) -> Iterator[Corrected | Missing | Failure]:
    from quotes.formats.corrections import corrected_documents

    records = read_files([originals]) if originals is not None else iter(())
    stdin = streams.stdin() if paths.STDIN in files else None
    return corrected_documents(files, tool, records, stdin=stdin,
                               warn=lambda message: tell(f"warning: {message}"))


def _writer(output: str | None, opened: ExitStack) -> Callable[[bytes], object]:
    if output is None or output == paths.STDOUT:
        return lambda data: write_whole(streams.stdout(), data)
    if paths.is_regular(output):
        return opened.enter_context(whole_file(Path(output))).write
    return opened.enter_context(Path(output).open("wb")).write


def _write_all(found: Iterator[Corrected | Missing | Failure], write: Callable[[bytes], object], *,
               counted: bool) -> int:
    """Write document by document, and tell what came of it; how many failed."""
    from quotes.formats.corrections import Missing
    from quotes.formats.jsonl import encode_records

    missing: list[Missing] = []
    wrong = documents = records = changed = added = removed = 0
    for item in found:
        if isinstance(item, Failure):
            tell(f"error: {describe(item)}")
            wrong += 1
            continue
        if isinstance(item, Missing):
            missing.append(item)
            continue
        write(encode_records(item.records))
        documents, records = documents + 1, records + len(item.records)
        changed, added, removed = changed + item.changed, added + item.added, removed + item.removed
    rest = f": {changed} changed, {added} added, {removed} removed" if counted else ""
    tell(f"{records} records of {documents} documents{rest}")
    if missing:
        tell(f"not in the files: {len(missing)} documents with {sum(m.records for m in missing)} "
             f"records, such as {missing[0].doc_id}; nothing is written of them")
    return wrong
