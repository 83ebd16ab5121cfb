"""An article with its quotations marked, for the terminal.

Decides how marks look: in colour on a terminal (a quotation green, a cue yellow, a speaker
cyan, each with the number of its record), and as labelled brackets everywhere else:
`[Q1: the words]`, `[C1: said]`, `[S1: Maria Ruiz]`. Below the article stands a list with
what the text itself doesn't show: the resolved name, the sources, the confidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quotes.records import QuoteRecord, TextSpan
from quotes.report.check import verbatim
from quotes.terminal import one_line, printable

NAMES = {"Q": "quotation", "C": "cue", "S": "speaker"}
STYLES = {"Q": "green", "C": "yellow", "S": "bold cyan"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text to mark: `kind` is Q(uotation), C(ue) or S(peaker)."""

    start: int
    end: int
    kind: str
    number: int  # of the record, from 1

    @property
    def label(self) -> str:
        return f"{self.kind}{self.number}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of output: text of the article, or the sign of a mark that opens or closes."""

    text: str
    marks: tuple[Mark, ...]  # those that hold it, outermost first
    opens: Mark | None = None
    closes: Mark | None = None


def page(text: str, records: Sequence[QuoteRecord], *, heading: str = "") -> str:
    """The article with labelled brackets, and the list of its records."""
    article = "".join(_bracketed(piece) for piece in pieces(text, marks(text, records)))
    parts = [one_line(heading), article.strip("\n"), "\n".join(summary(records))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _bracketed(piece: Piece) -> str:
    if piece.opens is not None:
        return f"[{piece.opens.label}: "
    return "]" if piece.closes is not None else printable(piece.text)


def marks(text: str, records: Sequence[QuoteRecord]) -> list[Mark]:
    """What to mark, in the order in which it opens; spans that aren't verbatim are left out."""
    found = [Mark(span.start, span.end, kind, number)
             for number, record in enumerate(records, 1)
             for kind, span in _marked(record) if verbatim(text, span)]
    return sorted(found, key=lambda m: (m.start, -m.end, m.kind != "Q", m.number))


def _marked(record: QuoteRecord) -> Iterator[tuple[str, TextSpan]]:
    yield from (("Q", span) for span in record.content)
    if record.cue is not None:
        yield from (("C", span) for span in record.cue.spans)
    if record.speaker is not None:
        yield from (("S", span) for span in record.speaker.mention)


def pieces(text: str, ordered: Sequence[Mark]) -> Iterator[Piece]:
    """The text cut at the marks' edges, well nested: where two marks cross, the one that
    opened first is closed and opened again inside the other's end."""
    waiting, open_marks, at = list(reversed(ordered)), list[Mark](), 0
    while waiting or open_marks:
        starts = waiting[-1].start if waiting else len(text)
        ends = min((mark.end for mark in open_marks), default=len(text) + 1)
        edge = min(starts, ends)
        if edge > at:
            yield Piece(text[at:edge], tuple(open_marks))
            at = edge
        if ends <= starts:
            yield from _close(open_marks, edge)
        else:
            mark = waiting.pop()
            open_marks.append(mark)
            yield Piece("", tuple(open_marks), opens=mark)
    if at < len(text):
        yield Piece(text[at:], ())


def _close(open_marks: list[Mark], edge: int) -> Iterator[Piece]:
    """Close what ends here, and open again what had to be closed for it."""
    first = next(i for i, mark in enumerate(open_marks) if mark.end == edge)
    above = open_marks[first:]
    for mark in reversed(above):
        open_marks.pop()
        yield Piece("", tuple(open_marks), closes=mark)
    for mark in above:
        if mark.end > edge:
            open_marks.append(mark)
            yield Piece("", tuple(open_marks), opens=mark)


def summary(records: Sequence[QuoteRecord]) -> list[str]:
    """One line a record: number, type, confidence, speaker and what stands behind it."""
    numbers = {record.id: number for number, record in enumerate(records, 1)}
    return [_summary_line(number, record, numbers) for number, record in enumerate(records, 1)]


def _summary_line(number: int, record: QuoteRecord, numbers: dict[str, int]) -> str:
    parts = [f"{number:>3}  {record.type:<8}  {record.confidence:.2f}  {_who(record)}"]
    parts += [f"{source.relation.replace('_', ' ')} {source.name}" for source in record.sources]
    if record.parent in numbers:
        parts.append(f"within {numbers[record.parent]}")
    parts += [warning.replace("_", " ") for warning in record.warnings]
    return one_line("; ".join(parts))


def _who(record: QuoteRecord) -> str:
    speaker = record.speaker
    if speaker is None:
        return f"({(record.unattributed or 'unattributed').replace('_', ' ')})"
    about = ", ".join([*speaker.titles, *speaker.roles])
    name = f"{speaker.name} ({about})" if about else speaker.name
    return f"{name} [unresolved]" if speaker.resolution == "unresolved" else name
