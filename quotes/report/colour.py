"""The same page in colour.

Decides how a mark looks on a terminal, where rich draws it; `report.text` decides what is
marked. Apart from it, so that a page without colour needs no rich.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from quotes.records import QuoteRecord
from quotes.report.text import NAMES, STYLES, Piece, marks, pieces, summary
from quotes.terminal import one_line, printable


def coloured_page(text: str, records: Sequence[QuoteRecord], *, width: int, heading: str = ""
                  ) -> str:
    """The article with its marks in colour, and the list of its records, lines folded."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=True, highlight=False)
    console.print(_page(text, records, heading))
    return out.getvalue()


def _page(text: str, records: Sequence[QuoteRecord], heading: str) -> Text:
    page = Text()
    if heading:
        page.append(one_line(heading) + "\n\n", style="bold")
    for piece in pieces(text, marks(text, records)):
        page.append_text(_styled(piece))
    page.rstrip()
    page.append("\n\n")
    for kind, name in NAMES.items():
        page.append(f"{name} ", style=STYLES[kind])
    page.append("\n")
    for line in summary(records):
        page.append(line + "\n", style="dim")
    return page


def _styled(piece: Piece) -> Text:
    """Words in the styles of all marks that hold them; a number where a mark opens."""
    if piece.opens is not None:
        return Text(f"[{piece.opens.number}]", style=f"dim {STYLES[piece.opens.kind]}")
    styled = Text(printable(piece.text))
    for mark in piece.marks:
        styled.stylize(STYLES[mark.kind])
    return styled
