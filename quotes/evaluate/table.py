"""A report for people.

Decides what is seen at first sight: how much was compared and what was left out, the scores
with their intervals, the scores of each type, the signature; and, of two predictions, the
differences and one line for each attribution that was gained or lost.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping

from rich import box
from rich.console import Console
from rich.table import Table

from quotes.evaluate.against import Change, Comparison
from quotes.evaluate.bootstrap import Interval
from quotes.evaluate.matching import GIVEN, MEASURES, TYPES
from quotes.evaluate.scores import Report, of_type
from quotes.evaluate.values import GoldDocument, excerpt
from quotes.terminal import one_line

_WIDTH = 100
_MAIN = "attribution"  # the measure that is shown of each type with its F1 and differences
_EXCERPT = 60  # characters of a content that a line shows


def render(report: Report, *, reliability: bool = False) -> str:
    """The report as text, on request with what each degree of confidence is worth."""
    lines = [f"{_counted(report.documents, 'document')}, "
             f"{_counted(report.gold, 'attribution')} in gold, {report.predicted} predicted",
             *_notes(report), ""]
    return "\n".join(lines) + "\n" + _scores(report) + "\n" + _types(report) \
        + (_reliability(report) if reliability else "") \
        + "\n".join(["", *_labels(report), str(report.signature)]) + "\n"


def _reliability(report: Report) -> str:
    if report.reliability is None:
        return "\nno prediction says how sure it is\n"
    table = _table("confidence", "predicted", "right")
    for one in report.reliability.bins:
        table.add_row(f"{one.confidence:.3f}", str(one.number), _percent(one.right))
    return "\n" + _printed(table)


def _notes(report: Report) -> Iterator[str]:
    for side, reasons in report.left_out.items():
        yield from (f"left out of {side}: {number} {reason}" for reason, number in reasons.items())
    missing = len(report.without_prediction)
    if missing:
        yield f"without a prediction, and counted as missed: {_counted(missing, 'document')}"
    if report.not_in_gold:
        extra = _counted(len(report.not_in_gold), "predicted document")
        yield f"left out, since gold lacks it: {extra}"


def _scores(report: Report) -> str:
    table = _table("", "P", "R", "F1", "95% of F1")
    for measure, score in report.overall.items():
        table.add_row(measure, *map(_percent, (score.p, score.r, score.f1)),
                      _interval(score.interval))
    for role, score in report.words.items():
        table.add_row(f"words of {role}", *map(_percent, (score.p, score.r, score.f1)), "")
    for measure, share in report.given.items():
        table.add_row(measure, "", "", _percent(share.share), _interval(share.interval))
    return _printed(table)


def _types(report: Report) -> str:
    table = _table("by type: R / P", *report.by_type)
    kinds = report.by_type.values()
    table.add_row("in gold / predicted", *(f"{kind.gold} / {kind.predicted}" for kind in kinds))
    for measure in MEASURES:
        scores = [kind.measures[measure] for kind in kinds]
        table.add_row(measure, *(f"{_percent(s.r)} / {_percent(s.p)}" for s in scores))
        if measure == _MAIN:
            table.add_row(f"{measure} F1", *(_percent(score.f1) for score in scores))
            table.add_row("95% of F1", *(_interval(score.interval) for score in scores))
    for measure in GIVEN:
        table.add_row(measure, *(_percent(kind.given[measure].share) for kind in kinds))
    return _printed(table)


def _labels(report: Report) -> Iterator[str]:
    if report.type is not None:
        of = report.type
        yield f"type, of matches: {_percent(of.share)} ({of.right} of {of.of})"
    if report.names is not None:
        names = report.names
        yield (f"speaker's name, of matches that have one: {_percent(names.accuracy)} "
               f"({names.right} of {names.of}; {names.wrong} wrong, {names.open} left open; "
               f"{names.invented} named where gold names nobody)")
    if report.reliability is not None:
        yield f"expected calibration error of confidence: {report.reliability.error:.3f}"
    if any(one is not None for one in (report.type, report.names, report.reliability)):
        yield ""


def render_comparison(found: Comparison, gold: Iterable[GoldDocument]) -> str:
    """What it was compared with, differences of the scores, then the gains, then the losses."""
    table = _table("against", "difference", "95%", "draws in which it is better")
    shown = [*MEASURES, *GIVEN, *(of_type(_MAIN, kind) for kind in TYPES)]
    for figure, one in ((figure, found.differences[figure]) for figure in shown):
        better = "" if one.better is None else f"{100 * one.better:.0f}%"
        difference = round(100 * one.difference, 1) + 0.0  # no -0.0
        table.add_row(figure, f"{difference:+.1f}", _interval(one.interval), better)
    texts = {document.id: document.text for document in gold}
    lines = [f"against: {found.old.signature}", "", _printed(table)]
    for kind, sign in (("gain", "+"), ("loss", "-")):
        changes = [change for change in found.changes if change.change == kind]
        lines.append(f"{'gains' if kind == 'gain' else 'losses'}: {len(changes)}")
        lines += [f"{sign} {_change(change, texts)}" for change in changes]
    return "\n".join(lines) + "\n"


def _change(change: Change, texts: Mapping[str, str]) -> str:
    text, one = texts[change.document], change.attribution
    words = " ".join(excerpt(text, one.content).split())
    shown = words if len(words) <= _EXCERPT else words[:_EXCERPT - 1] + "\u2026"
    parts = [f"{change.document} {one.content[0].start}-{one.content[-1].end}",
             f"{change.before} > {change.now}",
             " | ".join([excerpt(text, one.source) or "-", excerpt(text, one.cue) or "-", shown])]
    if change.other is not None and "source" in (change.before, change.now):
        parts.append(f"other source: {excerpt(text, change.other.source) or '-'}")
    return one_line("; ".join(parts))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _percent(value: float) -> str:
    return f"{100 * value:.1f}"


def _interval(interval: Interval | None) -> str:
    return "" if interval is None else "{:.1f} to {:.1f}".format(*(100 * x for x in interval))


def _table(first: str, *others: str) -> Table:
    # Plain ASCII rules, as in the table of records.
    table = Table(box=box.ASCII_DOUBLE_HEAD, show_edge=False)
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right")
    return table


def _printed(table: Table) -> str:
    out = io.StringIO()
    Console(file=out, width=_WIDTH, color_system=None, highlight=False).print(table)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())
