"""A table for people.

Decides what a person sees of a record at first sight: the words, who said them, the cue
and how sure the program is. One table a document, so that output streams; on a terminal too
narrow for columns, a block a record.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from quotes.records import QuoteRecord, Speaker
from quotes.terminal import one_line, printable

# Below this a record is a guess; the colour says so.
_DOUBTFUL = 0.5
# In fewer columns the names and cues of a table would be cut within words.
_NARROW = 70
_INDENT = "  "
_APART = " \u00b7 "


def render(heading: str, records: Sequence[QuoteRecord], *, width: int, colour: bool) -> str:
    """The records of one document as a table, `width` columns wide."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, highlight=False,
                      color_system="auto" if colour else None, legacy_windows=False)
    console.print(Text(one_line(heading), style="bold"))
    if not records:
        console.print(Text("no quotation found", style="dim"))
    elif width < _NARROW:
        _print_blocks(console, records)
    else:
        console.print(_table(records))
    console.print()
    # Cells are filled up to the column's width; at a line's end that is only noise.
    return "".join(line.rstrip(" ") + "\n" for line in out.getvalue().splitlines())


def _table(records: Sequence[QuoteRecord]) -> Table:
    # Plain ASCII rules: they are right in every encoding and in every pager.
    table = Table(box=box.ASCII_DOUBLE_HEAD, show_edge=False, expand=True, show_lines=True,
                  header_style="bold")
    table.add_column("quotation", ratio=6, overflow="fold")
    table.add_column("type", width=8)
    table.add_column("speaker", ratio=3, overflow="fold")
    table.add_column("cue", ratio=2, overflow="fold")
    table.add_column("conf.", width=5, justify="right")
    known: set[str] = set()
    for record in records:
        table.add_row(*_row(record, known))
    return table


def _print_blocks(console: Console, records: Sequence[QuoteRecord]) -> None:
    """Each record's quotation, and below it what the columns of a table would hold.

    Only a word longer than a whole line goes on in the next one.
    """
    known: set[str] = set()
    for number, record in enumerate(records):
        words, kind, speaker, cue, sure = _row(record, known)
        facts = Text(" | ").join(fact for fact in (kind, cue, sure) if fact)
        if number:
            console.print()
        console.print(words, overflow="fold")
        for fact in (speaker, facts):
            for line in fact.wrap(console, console.width - len(_INDENT), overflow="fold"):
                console.print(Text(_INDENT) + line)


def _row(record: QuoteRecord, known: set[str]) -> tuple[Text, ...]:
    sure = record.confidence >= _DOUBTFUL
    return (
        Text(printable(_quotation(record))),
        Text(record.type, style="dim"),
        _speaker(record, known),
        Text(one_line(_cue(record)), style="yellow"),
        Text(f"{record.confidence:.2f}", style="green" if sure else "red"),
    )


def _quotation(record: QuoteRecord) -> str:
    """The words, each piece apart: what stands between two of them isn't the speaker's.

    A direct quotation has left its marks in the text, so they are set again.
    """
    marks = "\u201c{}\u201d" if record.type == "direct" else "{}"
    pieces = [record.text]
    if len(record.content) > 1:
        pieces = [" ".join(span.text.split()) for span in record.content]
    return _APART.join(map(marks.format, pieces))


def _cue(record: QuoteRecord) -> str:
    if record.cue is None:
        return ""
    words = " ".join(span.text for span in record.cue.spans)
    return f"{words} (negated)" if record.cue.negated else words


def _speaker(record: QuoteRecord, known: set[str]) -> Text:
    """Who said it; titles and roles where the name first stands in the table."""
    cell = Text()
    if record.speaker is None:
        cell.append(f"({(record.unattributed or 'unattributed').replace('_', ' ')})", style="dim")
    else:
        cell.append(one_line(record.speaker.name), style="bold cyan")
        cell.append(_about(record.speaker, first=record.speaker.name not in known), style="dim")
        known.add(record.speaker.name)
    for source in record.sources:
        relation = source.relation.replace("_", " ")
        cell.append(f"\n{relation}: {one_line(source.name)}", style="dim")
    return cell


def _about(speaker: Speaker, *, first: bool) -> str:
    """What stands under the name: roles, and whether it is a name at all."""
    notes = [*speaker.titles, *speaker.roles] if first else []
    if speaker.anonymous:
        notes.append("anonymous")
    if speaker.resolution == "unresolved":
        notes.append("unresolved")
    return f"\n{one_line(', '.join(notes))}" if notes else ""
