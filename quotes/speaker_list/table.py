"""A table of speakers for people.

Decides what a person sees of a speaker at first sight: name, titles, roles and other forms, how
often and in how many documents it speaks, and when. Lines come in pieces, so that a list of any
length can be paged through.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from quotes import lexicon
from quotes.speaker_list.gathering import ListedSpeaker
from quotes.terminal import one_line

_ROWS_TOGETHER = 200
_NARROW = 70  # columns; below, only names and counts
_MOST_SHOWN = 4  # of roles, and of other forms


def table_lines(speakers: Iterable[ListedSpeaker], *, width: int, colour: bool) -> Iterator[str]:
    """The table in pieces of whole lines, the head in the first; nothing for no speakers."""
    rows, first = iter(speakers), True
    while chunk := list(islice(rows, _ROWS_TOGETHER)):
        yield _piece(chunk, width, colour, header=first)
        first = False


def _piece(speakers: Sequence[ListedSpeaker], width: int, colour: bool, header: bool) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, highlight=False,
                      color_system="auto" if colour else None, legacy_windows=False)
    table = Table(box=box.ASCII_DOUBLE_HEAD, show_edge=False, expand=True, show_header=header,
                  header_style="bold")
    wide = width >= _NARROW
    table.add_column("speaker", ratio=1, overflow="fold")
    if wide:
        table.add_column("kind", width=12)
    table.add_column("records", width=7, justify="right")
    if wide:
        table.add_column("documents", width=9, justify="right")
        table.add_column("first", width=10)
        table.add_column("last", width=10)
    for speaker in speakers:
        cells = (_speaker(speaker), speaker.kind, str(speaker.records), str(speaker.documents),
                 speaker.first_date or "", speaker.last_date or "")
        table.add_row(*(cells if wide else (cells[0], cells[2])))
    console.print(table)
    return "".join(line.rstrip(" ") + "\n" for line in out.getvalue().splitlines())


def _speaker(speaker: ListedSpeaker) -> Text:
    cell = Text(one_line(speaker.name), style="bold cyan")
    notes = [_told("", (*filter(_is_office, speaker.titles), *speaker.roles)),
             _told("also ", [form for form in speaker.forms if form != speaker.name]),
             f"link {speaker.link}" if speaker.link is not None else "",
             "perhaps several of the name" if speaker.uncertain else ""]
    for note in filter(None, notes):
        cell.append(f"\n{one_line(note)}", style="dim not bold")
    return cell


def _is_office(title: str) -> bool:
    """Mr. and Ms. tell a reader nothing."""
    known = lexicon.titles().get(lexicon.fold(title))
    return known is None or known.kind != "honorific"


def _told(what: str, values: Sequence[str]) -> str:
    more = len(values) - _MOST_SHOWN
    shown = ", ".join(values[:_MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")
    return what + shown if values else ""
