"""The line that says what a score is a score of.

Decides what must be equal for two scores to be compared: as in sacrebleu, all of it stands
beside the figures, so that a figure that is copied somewhere can be traced.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import orjson

from quotes.evaluate.matching import LEAST_IOU
from quotes.evaluate.values import GoldDocument, Predictions, Rule
from quotes.records import program

# Enough of a hash to tell files apart that anybody will ever compare.
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Signature:
    """What the figures depend on. `str()` is the line."""

    program: str  # that evaluated
    predicted_by: tuple[str, ...]  # program, model and hashes; empty where a prediction is silent
    match: str
    rule: Rule
    gold_sha256: str
    documents: int
    rounds: int
    seed: int

    @classmethod
    def of(cls, gold: Sequence[GoldDocument], predicted: Predictions, rule: Rule, rounds: int,
           seed: int) -> Signature:
        by = sorted(f"{g.program} {g.model}@{g.model_sha256[:_DIGITS]}"
                    f" settings@{g.settings_sha256[:_DIGITS]}" for g in predicted.generators)
        return cls(program(), tuple(by), f"content-iou>={LEAST_IOU}+source-overlap", rule,
                   gold_sha256(gold), len(gold), rounds, seed)

    def __str__(self) -> str:
        rule = self.rule
        by = " & ".join(self.predicted_by) or "unknown"
        parts = {"evaluate": self.program, "predicted-by": by,
                 "match": self.match, "types": "direct+mixed" if rule.direct_only else "all",
                 "profile": rule.profile, "gold": self.gold_sha256[:_DIGITS],
                 "documents": str(self.documents)}
        if rule.min_confidence is not None:
            parts["min-confidence"] = str(rule.min_confidence)
        parts["bootstrap"] = str(self.rounds)
        if self.rounds:
            parts["seed"] = str(self.seed)
        return "|".join(f"{key}:{value}" for key, value in parts.items())


def gold_sha256(gold: Iterable[GoldDocument]) -> str:
    """Of ids, texts and labels, as they are compared: not of the file's blanks or other keys."""
    digest = hashlib.sha256()
    for document in gold:
        labels = [[one.content, one.source, one.cue, one.type, one.name, one.settled, one.nested]
                  for one in document.attributions]
        digest.update(orjson.dumps([document.id, document.text, labels], default=list))
        digest.update(b"\n")
    return digest.hexdigest()
