"""How right a prediction is: attributions that were found, held against gold.

    >>> from quotes.evaluate import evaluate, from_records, read_gold
    >>> line = b'{"id":"a","text": "It rained, I hear.","attributions":[{"content":[[0,9]]}]}'
    >>> gold = read_gold([line], "gold.jsonl")
    >>> evaluate(gold, from_records([], gold)).overall["attribution"].r
    0.0

Never runs the pipeline: whatever made the predictions, they come as records or as JSON Lines.
`words` and `matching` decide what agrees, `scores` what is divided by what, `bootstrap` how
sure a score is, `against` what two predictions differ in.
"""

from __future__ import annotations

from quotes.evaluate.against import Change, Comparison, Difference, compare
from quotes.evaluate.reading import from_records, read_gold, read_predictions
from quotes.evaluate.scores import Report, evaluate
from quotes.evaluate.signature import Signature
from quotes.evaluate.values import Attribution, GoldDocument, Predictions, Rule

__all__ = ["Attribution", "Change", "Comparison", "Difference", "GoldDocument", "Predictions",
           "Report", "Rule", "Signature", "compare", "evaluate", "from_records", "read_gold",
           "read_predictions"]
