"""`quotes speakers`: who speaks in many documents, one line each."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotes.cli import paths, streams
from quotes.cli.console import tell
from quotes.cli.options import Name
from quotes.cli.recorded import read_files

if TYPE_CHECKING:
    from quotes.speaker_list import Listing

# A table in a file or a pipe: as wide as a page of text can be read.
_PAGE = 100
_ROWS_TOGETHER = 500  # of JSON Lines in one write
_ROSTERS = (".csv", ".jsonl")


@click.command(short_help="List who speaks, across documents.")
@click.argument("records", nargs=-1, metavar="[RECORDS|-]...")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines, one speaker a line.")
@click.option("--roster-template", "template", type=Name(), metavar="FILE",
              help="Write the speakers to FILE, a new .csv or .jsonl, as a roster to correct and "
                   "give to extract --roster; nothing is listed.")
def speakers(records: tuple[str, ...], as_json: bool, template: str | None) -> None:
    """List the speakers of RECORDS: names, roles, counts, first and last date.

    RECORDS are files that extract wrote; - is standard input, and so is no file at all.
    Speakers of two documents are one where both are linked to one entry of a roster, or
    where neither is and the whole name is the same. A surname alone tells nobody from
    another: its line says that it may hold several people. Who has no name is not listed.

    \b
    Examples:
      quotes speakers records.jsonl
      quotes speakers --json 2023.jsonl 2024.jsonl > speakers.jsonl
      quotes speakers records.jsonl --roster-template people.csv
      quotes extract articles/ | quotes speakers -
    """
    from quotes.speaker_list import Listing

    names = paths.inputs(records)
    if template is not None:
        _check_template(template)
    listing = Listing(read_files(names))
    if template is not None:
        _write_template(listing, template)
    elif as_json:
        _print_json(listing)
    else:
        _print_table(listing)
    _tell_rest(listing)


def _check_template(name: str) -> None:
    """Refuse, before any work, what would be no roster, or would replace a corrected one."""
    option = "--roster-template"
    if not name.lower().endswith(_ROSTERS):
        raise click.BadParameter(f"{name!r} ends neither in .csv nor in .jsonl, which say how a "
                                 "roster is written.", param_hint=option)
    if Path(name).exists():
        raise click.BadParameter(f"{name!r} exists, and may hold a person's corrections; name "
                                 "another file, or move it.", param_hint=option)


def _write_template(listing: Listing, name: str) -> None:
    from quotes.speaker_list import roster_entries
    from quotes.speakers.roster import roster_csv, roster_jsonl

    entries = list(roster_entries(listing))
    write = roster_csv if name.lower().endswith(".csv") else roster_jsonl
    with Path(name).open("xb") as file:
        file.write(write(entries))
    tell(f"{len(entries)} entries written to {name}; {len(listing) - len(entries)} speakers left "
         "out, whose names don't tell one from another")


def _print_json(listing: Listing) -> None:
    from quotes.formats.jsonl import encode
    from quotes.formats.stream import write_whole

    rows = map(asdict, listing)
    while chunk := list(islice(rows, _ROWS_TOGETHER)):
        write_whole(streams.stdout(), encode(chunk))


def _print_table(listing: Listing) -> None:
    from quotes.speaker_list.table import table_lines

    on_terminal = streams.is_terminal()
    width = shutil.get_terminal_size((_PAGE, 0)).columns if on_terminal else _PAGE
    for piece in table_lines(listing, width=width, colour=on_terminal):
        streams.write_text(piece)


def _tell_rest(listing: Listing) -> None:
    """What of the records is in no line of the list."""
    counts = {"of speakers without a name": listing.unnamed,
              "without a speaker": listing.speakerless, "that came twice": listing.repeated}
    told = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    if told:
        tell(f"records not listed: {told}")
