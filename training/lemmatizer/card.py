"""The card beside the file: what it was made from, under which licence, and its scores."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from quotes.lemmatizer.lemmatizer import FILE
from training.tokenizer.card import TREEBANKS

CARD = "lemmatizer.card.json"


def write(folder: Path, scores: Mapping[str, float]) -> None:
    content = (folder / FILE).read_bytes()
    card = {"name": json.loads(content)["name"],
            "what": "lemmas of English words from form, UPOS and XPOS: a dictionary, and for other "
                    "words the likeliest change of the ending by a log-linear model",
            "licence": "CC BY-SA 4.0",
            "training": "python -m training.lemmatizer, recipe.toml as it ships",
            "files": {FILE: "dictionary, changes, weights, known lemmas"},
            "data": [*TREEBANKS,
                     "irregular forms written for this project: training/lemmatizer/irregular.tsv",
                     "lemmas of this project's lists of cues and speakers: quotes/lexicon"],
            "changes to the data": "multi-word tokens split into their words, quotation marks "
                                   "straightened",
            "scores": {f"{name}, gold tags (accuracy)": found for name, found in scores.items()},
            "sha256": {FILE: hashlib.sha256(content).hexdigest()}}
    (folder / CARD).write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")
