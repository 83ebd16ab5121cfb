"""How sure an attribution is, 0..1.

For what the network proposed: the product of its posteriors for cue, content and source. For
what only tree, marks or layout show: the constants below, each the share of such finds that
hold up when read by hand. For a floating quotation: that it is a quotation.
"""

from __future__ import annotations

from dataclasses import replace

from quotes.attribution.relation import Attribution

# A tree reading is as sure as its cue is usual, and the parser may be wrong about who and what.
_TREE = 0.6
_BY_RULE = {
    "transcript": 0.9,  # named by its layout; the label may be a heading after all
    "signature": 0.7,  # a dash may also open a list or an aside
    "floating": 0.8,
    "floating part": 0.5,  # not a sentence of its own: may be a title or a scare quote
}


def weigh(attribution: Attribution) -> Attribution:
    """The attribution with its confidence; a draft carries its own evidence's in."""
    return replace(attribution, confidence=_confidence(attribution))


def _confidence(attribution: Attribution) -> float:
    rule = attribution.rule
    if rule.startswith("network"):
        return min(1.0, max(0.0, attribution.confidence))
    if rule.startswith("tree"):
        return _TREE * attribution.confidence
    return _BY_RULE[rule]
