"""A trained network as a model folder: decides which files it has and what its card says."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors.torch import save
from torch import Tensor

# What the network is read with, and what works beside it: as in the embedded model.
COPIED = ("tokenizer.safetensors", "tokenizer.json", "tokenizer.card.json", "lemmatizer.json",
          "lemmatizer.card.json", "resources.json", "vocab.txt", "README.md")
_HASHED = ("network.safetensors", "network.json", "calibration.json", "vocab.txt",
           "tokenizer.safetensors", "tokenizer.json", "lemmatizer.json")

_DATA = {
    "tags and tree": "UD English EWT r2.16 sources (CC BY-SA 4.0) and UD English GUM without the "
    "documents whose text has a non-commercial licence (fiction, wikiHow, essays, letters, "
    "podcasts), multi-word tokens split, straight quotes",
    "names": "mentions of people, organisations and places in GUM's coreference (CC BY) where its "
    "documents are among the treebank's; elsewhere silver OntoNotes labels by spaCy "
    "en_core_web_md 3.8 (MIT)",
    "attribution": "PolNeAR train (annotations by Newell, Margolin and Ruths, LREC 2018); no text "
    "of it is in the weights' files",
}


_FILES = {
    "network.safetensors": "the joint network, trained as told here",
    "tokenizer.safetensors": "tokens and sentence ends; tokenizer.card.json",
    "tokenizer.json": "words that the tokenizer knows",
    "lemmatizer.json": "lemmas of words with their tags; lemmatizer.card.json",
}


def write(folder: Path, base: Path, config: Mapping[str, Any],
          weights: Mapping[str, Tensor]) -> None:
    """The folder's files but check.json and card.json; `weights` as they are stored."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        if (base / name).exists():
            shutil.copyfile(base / name, folder / name)
    (folder / "network.json").write_text(json.dumps(config, indent=1) + "\n", "utf-8")
    (folder / "network.safetensors").write_bytes(save(dict(weights)))


def write_card(folder: Path, name: str, training: Mapping[str, Any],
               scores: Mapping[str, Any]) -> None:
    """card.json: the data and licence, how it was trained, its scores, and the files' hashes.

    The parser reads no folder without it, so it is written before the scores are known, and again.
    """
    card = {
        "name": name, "language": "en", "licence": "CC BY-SA 4.0",
        "encoder": "initialised from sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)",
        "data": _DATA, "files": _FILES, "training": training, "scores": scores,
        "sha256": {file: hashlib.sha256((folder / file).read_bytes()).hexdigest()
                   for file in _HASHED if (folder / file).exists()},
    }
    (folder / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n",
                                      "utf-8")
