"""`quotes export`: records in the formats of other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quotes.cli import engine, paths, streams, texts
from quotes.cli.console import describe, tell
from quotes.cli.options import Name, OutputName, Reading, Writing, reading_options, taken
from quotes.cli.recorded import read_files
from quotes.documents import Failure, text_sha256
from quotes.formats.exporting import FORMATS, export_files, export_records, needs_text
from quotes.formats.stream import write_whole
from quotes.whole import check_new, whole_file, write_folder

if TYPE_CHECKING:
    from quotes.records import QuoteRecord


@click.command(short_help="Write records in another program's format.")
@click.argument("records", nargs=-1, metavar="[RECORDS|-]...")
@click.option("--to", required=True, type=click.Choice(list(FORMATS)), help="The format.")
@click.option("--output", "-o", type=OutputName(), metavar="FILE",
              help="Write to FILE, which appears, whole, at the end (an older one is replaced); "
                   "for brat a new folder.")
@click.option("--documents", multiple=True, type=Name(), metavar="FILE",
              help="For formats that need the texts: the file that extract --documents wrote, or "
                   "the articles; may be given several times. Without it the documents' ids are "
                   "tried as file names.")
@reading_options
def export(records: tuple[str, ...], to: str, output: str | None, documents: tuple[str, ...],
           **given: Any) -> None:
    """Write RECORDS in the format of another program.

    RECORDS are files that extract wrote; - is standard input, and so is no file at all.

    \b
    csv             a table: one row a record, for spreadsheets
    parquet         a typed table, for data frames and databases (needs pyarrow)
    markdown        a page to read
    quotation       schema.org Quotation, as JSON-LD
    claimreview     schema.org ClaimReview: a skeleton to fill in
    web-annotation  W3C Web Annotation, as JSON-LD (better with texts)
    text-fragment   links that open the article at the quotation (better with texts)
    tei             TEI P5, in which texts are edited (needs texts)
    brat            a folder to be corrected in brat (needs texts)
    label-studio    tasks to be corrected in Label Studio (needs texts)
    doccano         a file to be corrected in doccano (needs texts)

    Texts are those of the articles that the records were made from. import reads back what was
    corrected in the last three.

    \b
    Examples:
      quotes export records.jsonl --to csv -o records.csv
      quotes export records.jsonl --to brat --documents documents.jsonl -o to-correct
      quotes extract a.txt | quotes export --to tei --documents a.txt -o a.xml

    Exit status: 0 all well, 1 texts are missing or others than the records', 2 not carried out.
    """
    names = paths.inputs(records)
    if paths.STDIN in names and paths.STDIN in documents:
        raise click.UsageError("RECORDS and --documents can't both be standard input.")
    _check_output(to, output, (*names, *documents))
    chosen, found, wrong = _with_texts(read_files(names), to, documents, taken(Reading, given))
    _write_to(to, output, chosen, found)
    click.get_current_context().exit(1 if wrong else 0)


def _check_output(to: str, output: str | None, inputs: Sequence[str]) -> None:
    """Refuse, before any work, an output that can't be written or would spoil an input."""
    if FORMATS[to].folder:
        if output is None or not paths.is_regular(output):
            raise click.BadParameter(f"{to} is a folder of files; name a new folder.",
                                     param_hint="--output")
        check_new(Path(output))
        paths.check_folder("--output", output)
    elif FORMATS[to].binary and output in (None, paths.STDOUT) and streams.is_terminal():
        raise click.BadParameter(f"{to} is no text for a terminal; name a file.",
                                 param_hint="--output")
    else:
        paths.check_outputs(Writing(output, False, None, None), inputs)


def _with_texts(records: Iterator[QuoteRecord], to: str, documents: tuple[str, ...],
                reading: Reading) -> tuple[Iterable[QuoteRecord], dict[str, str], int]:
    """The records that can be written, the texts for them, and how much went wrong.

    Where texts are wanted, all records are read first, to know which: others stream.
    """
    needed = needs_text(to)
    if not needed and not (documents and FORMATS[to].better_with_text):
        if documents:
            tell(f"{to} has no use for texts; --documents is not read")
        return records, {}, 0
    held = list(records)
    wanted: dict[str, str] = {}
    for record in held:
        wanted.setdefault(record.doc_id, record.document.sha256)
    read = engine.read(texts.sources(documents, wanted), reading, quiet=True)
    found, wrong = _texts(texts.matched(read, dict(wanted), guessed=not documents))
    missing = [name for name in wanted if name not in found]
    for name in missing:
        tell(texts.no_text(name, "with --documents name")
             + ("; its records are left out" if needed else ""))
    hashes = {name: text_sha256(text) for name, text in found.items()}
    strange = {record.doc_id for record in held
               if hashes.get(record.doc_id, record.document.sha256) != record.document.sha256}
    for name in sorted(strange):
        tell(f"error: {name}: the text is not the one that the records were made from (sha256 "
             "differs); its records are left out")
    kept = [record for record in held
            if hashes.get(record.doc_id, None if needed else record.document.sha256)
            == record.document.sha256]
    return kept, found, wrong + len(missing) + len(strange)


def _texts(matched: Iterable[Any]) -> tuple[dict[str, str], int]:
    """The texts by the names that the records give them, and how many failed."""
    found, wrong = {}, 0
    for item in matched:
        if isinstance(item, Failure):
            tell(f"error: {describe(item)}")
            wrong += 1
        else:
            name, document = item
            found[name] = document.text
    return found, wrong


def _write_to(to: str, output: str | None, records: Iterable[QuoteRecord], found: dict[str, str]
              ) -> None:
    if FORMATS[to].folder and output is not None:
        number = write_folder(Path(output), export_files(records, to, found))
        tell(f"{number} files written to {output}")
    else:
        _write(output, export_records(records, to, found))


def _write(output: str | None, chunks: Iterable[bytes]) -> None:
    if output in (None, paths.STDOUT):
        for chunk in chunks:
            write_whole(streams.stdout(), chunk)
    elif output is not None and paths.is_regular(output):
        with whole_file(Path(output)) as file:
            for chunk in chunks:
                file.write(chunk)
    elif output is not None:
        with Path(output).open("wb") as device:
            for chunk in chunks:
                write_whole(device, chunk)
