"""The card beside the weights: what they were made from, under which licence, and their scores."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from quotes.tokenizer.tokenizer import WEIGHTS, WORDS
from training.tokenizer.scores import Scores

CARD = "tokenizer.card.json"
TREEBANKS = [
    "Universal Dependencies English EWT r2.16 sources, CC BY-SA 4.0: Natalia Silveira, Timothy "
    "Dozat, Marie-Catherine de Marneffe, Samuel R. Bowman, Miriam Connor, John Bauer, Christopher "
    "D. Manning: A Gold Standard Dependency Corpus for English. LREC 2014",
    "Universal Dependencies English GUM, CC BY-SA 4.0, without the documents whose text has a "
    "non-commercial licence (fiction, wikiHow, essays, letters, podcasts): Amir Zeldes: The GUM "
    "Corpus: Creating Multilayer Resources in the Classroom. Language Resources and Evaluation "
    "51(3), 2017",
]
_CREDITS = [
    *TREEBANKS,
    "news patterns written for this project: training/tokenizer/patterns.tsv",
]


def write(folder: Path, scores: Mapping[str, Scores]) -> None:
    card = {"name": json.loads((folder / WORDS).read_text("utf-8"))["name"],
            "what": "tokens and sentences of English, one word a token (clitics and hyphens "
                    "apart, no multi-word tokens): two logistic regressions over hashed features",
            "licence": "CC BY-SA 4.0",
            "training": "python -m training.tokenizer, recipe.toml as it ships",
            "files": {WEIGHTS: "weights of the two models, one byte each",
                      WORDS: "classes of common words, cuts inside letters"},
            "data": _CREDITS,
            "changes to the data": "multi-word tokens split into their words, quotation marks "
                                   "straightened, some leads in capitals, some last stops left out",
            "scores": {name: found._asdict() for name, found in scores.items()},
            "sha256": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
                       for name in (WEIGHTS, WORDS)}}
    (folder / CARD).write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")
