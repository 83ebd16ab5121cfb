"""Decides how the weights are written: `speaker_weights.tsv`, rounded, with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from quotes import lexicon
from quotes.lexicon.rows import Row
from quotes.speakers.weights import SORTS, Sort

MEANINGS = Path(__file__).parent / "features.tsv"
_HEAD = """\
# What speaks for and against a candidate when a pronoun or a description is resolved: log-odds,
# added up and made shares by softmax against `none` (that nobody in reach is meant). Learnt from
# people's coreference and written by `python -m training.speakers`; do not edit. `per_` rows count,
# all others hold or don't. A rule of grammar (number, gender, a name inside the words attributed)
# is not here: it excludes. The last rows are no weights: the share and the lead over the second
# that a winner needs, and the line that turns the log-odds of its share into those that the name
# is right.
#
# he    he and she, him and her, …
# it    of bodies and documents
# they  of bodies and of several people
# noun  descriptions: the commander, the company
"""
_LAST = {
    "least_share": "a winner with a smaller share is nobody: a wrong name is worse than none",
    "least_lead": "nor is one that leads the second by less",
    "contested_lead": "the same where nobody who could be meant has spoken",
    "calibration_slope": "Platt's scaling of the share",
    "calibration_offset": "the same"}


@cache
def expected() -> Mapping[str, float]:
    """Where each feature's weight is drawn to."""
    return {row["feature"]: float(row["expected"]) for row in _features()}


def _features() -> list[Row]:
    return list(lexicon.read_rows(MEANINGS.read_text("utf-8").split("\n"), MEANINGS.name))


def write(path: Path, weights: Mapping[Sort, Mapping[str, float]]) -> None:
    """Every feature that any sort uses; raises KeyError for one whose meaning is not listed."""
    meanings = {row["feature"]: row["meaning"] for row in _features()}
    used = {name for sort in SORTS for name, value in weights[sort].items() if round(value, 2)}
    unknown = used - set(meanings) - set(_LAST)
    if unknown:
        raise KeyError(f"{MEANINGS.name} lacks {', '.join(sorted(unknown))}")
    lines = ["\t".join(("feature", *SORTS, "reason"))]
    for name, reason in [*meanings.items(), *_LAST.items()]:
        if name in used or name in _LAST:
            numbers = (f"{weights[sort].get(name, 0.0):.2f}" for sort in SORTS)
            lines.append("\t".join((name, *numbers, reason)))
    path.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")
