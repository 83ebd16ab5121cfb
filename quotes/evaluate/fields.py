"""A report for programs.

Decides the keys of the JSON: those of the values, with spans as pairs and shares from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from quotes.evaluate.against import Change, Comparison
from quotes.evaluate.scores import Report
from quotes.evaluate.values import Attribution, GoldDocument, excerpt

_REPORT = ("documents", "gold", "predicted", "overall", "given", "by_type", "words")


def report_fields(report: Report) -> dict[str, Any]:
    """All figures, what was left out, and the signature as a line and in parts."""
    names = None if report.names is None else {
        **asdict(report.names), "of": report.names.of, "accuracy": report.names.accuracy}
    return {**{key: _plain(getattr(report, key)) for key in _REPORT},
            "reliability": None if report.reliability is None else asdict(report.reliability),
            "type": _plain(report.type), "names": names, "left_out": report.left_out,
            "without_prediction": list(report.without_prediction),
            "not_in_gold": list(report.not_in_gold),
            "signature": {"line": str(report.signature), **asdict(report.signature)}}


def comparison_fields(found: Comparison, gold: Iterable[GoldDocument]) -> dict[str, Any]:
    """Differences by figure, and each gain and loss with its words."""
    texts = {document.id: document.text for document in gold}
    return {"old": report_fields(found.old), "differences": _plain(found.differences),
            "changes": [_change(change, texts[change.document]) for change in found.changes]}


def _change(change: Change, text: str) -> dict[str, Any]:
    other = change.other
    return {"change": change.change, "document": change.document, "before": change.before,
            "now": change.now, **_attribution(change.attribution, text),
            "other": None if other is None else _attribution(other, text)}


def _attribution(one: Attribution, text: str) -> dict[str, Any]:
    roles = {"source": one.source, "cue": one.cue, "content": one.content}
    return {**{role: [list(span) for span in spans] for role, spans in roles.items()},
            "text": excerpt(text, one.content)}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value if value is None or isinstance(value, int) else asdict(value)
