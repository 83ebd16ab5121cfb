"""Decides how much each feature counts when a pronoun or a description is resolved, and how sure
a name is.

`lexicon/speaker_weights.tsv` is written by `training/speakers` from people's coreference: a
weight for each sort of word, and what turns a candidate's share into a probability.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from quotes import lexicon

Sort = Literal["he", "it", "they", "noun"]  # he stands for she too; noun for *the commander*
SORTS: tuple[Sort, ...] = ("he", "it", "they", "noun")
_PATH = "lexicon/speaker_weights.tsv"
_SURE = 0.999  # no share is told as certainty


@dataclass(frozen=True)
class Weights:
    """For each sort of word the weight of each feature, and its limits."""

    rows: Mapping[Sort, Mapping[str, float]]

    def score(self, sort: Sort, features: Mapping[str, float]) -> float:
        """Log-odds of a candidate, or of nobody."""
        known = self.rows[sort]
        return sum(known.get(name, 0.0) * value for name, value in features.items())

    def limit(self, sort: Sort, name: str) -> float:
        """A number that is no weight: the least share or lead of a winner."""
        return self.rows[sort][name]

    def probability(self, sort: Sort, share: float) -> float:
        """That the name is right, from the share that its candidate has.

        Platt's scaling (Platt 1999), fitted on documents that the weights had not learnt from.
        """
        share = min(max(share, 1 - _SURE), _SURE)
        known = self.rows[sort]
        logit = known["calibration_offset"] + known["calibration_slope"] * math.log(
            share / (1 - share))
        return 1 / (1 + math.exp(-logit))


@cache
def shipped() -> Weights:
    """The weights that come with the package."""
    return parsed((files("quotes") / _PATH).read_text("utf-8").split("\n"))


def parsed(lines: Iterable[str]) -> Weights:
    """Raises LexiconError where a row is malformed."""
    rows = list(lexicon.read_rows(lines, _PATH))
    return Weights({sort: {row["feature"]: float(row[sort]) for row in rows} for sort in SORTS})
