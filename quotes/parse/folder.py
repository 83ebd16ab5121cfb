"""A model folder: decides whether its files are the ones that its card names."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quotes.errors import ModelError

EMBEDDED = Path(__file__).resolve().parent.parent / "models" / "en"

# What the card must vouch for: weights of unknown origin are never read.
_VOUCHED = ("network.safetensors", "vocab.txt", "tokenizer.safetensors", "tokenizer.json",
            "lemmatizer.json")
# Text that can do no harm and that a card may leave out; yet another order of the labels in it is
# another model, so it always counts in the model's hash.
_COUNTED = ("network.json",)
# How raw scores become probabilities; a model may lack it.
_CALIBRATION = "calibration.json"


@dataclass(frozen=True)
class Model:
    """Files that are as published; `sha256` stands for all of them.

    `card` is what is told of the model, `hashes` the sha256 of each file. `calibration` is what
    calibration.json says, None where the model has none.
    """

    folder: Path
    name: str
    sha256: str
    card: dict[str, Any]
    hashes: dict[Path, str]
    calibration: dict[str, Any] | None = None


def checked(folder: Path) -> Model:
    """The model in a folder; `ModelError` where a file is missing, altered or not in the card."""
    card = _card(folder)
    expected = _expected(folder, card["sha256"])
    calibrated = (folder / _CALIBRATION).exists()
    counted = (*_COUNTED, _CALIBRATION) if calibrated else _COUNTED
    found = {name: _hash(folder, name) for name in sorted({*expected, *counted})}
    for name, digest in expected.items():
        if found[name] != digest:
            raise ModelError(f"{folder / name}: not the file that {folder / 'card.json'} names "
                             f"(sha256 {found[name][:12]}…, expected {digest[:12]}…); "
                             f"{_remedy(folder)}")
    lines = "".join(f"{digest}  {name}\n" for name, digest in found.items())
    return Model(folder, str(card["name"]), hashlib.sha256(lines.encode()).hexdigest(), card,
                 {folder / name: digest for name, digest in found.items()},
                 _calibration(folder / _CALIBRATION) if calibrated else None)


def _calibration(path: Path) -> dict[str, Any]:
    """The file's object; `ModelError` where it has other keys or values."""
    remedy = "take the file from the model again, or remove it to have raw scores"
    try:
        table = json.loads(path.read_bytes())
        lines = [table[kind][name] for kind in ("network", "tree")
                 for name in ("intercept", "slope")]
        if not all(isinstance(number, (int, float)) for number in (*lines, table["threshold"])):
            raise ModelError(f"{path}: a value is no number; {remedy}")
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: no calibration ({error!r}); {remedy}") from error
    return dict(table)


def _expected(folder: Path, hashes: object) -> dict[str, str]:
    """The card's hash of each file; `ModelError` where one that is opened has none."""
    path = folder / "card.json"
    if not isinstance(hashes, dict) or not all(isinstance(h, str) for h in hashes.values()):
        raise ModelError(f"{path}: sha256 maps each file to its hash; {_remedy(folder)}")
    for name in _VOUCHED:
        if name not in hashes:
            raise ModelError(f"{path}: no sha256 of {name}, which the program opens; "
                             f"add it if you trust the file, or {_remedy(folder)}")
    return hashes


def _card(folder: Path) -> dict[str, Any]:
    path = folder / "card.json"
    try:
        card = json.loads(path.read_bytes())
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror or error}; {_remedy(folder)}") from error
    except ValueError as error:
        raise ModelError(f"{path}: no JSON ({error}); {_remedy(folder)}") from error
    if not isinstance(card, dict) or not {"name", "sha256"} <= card.keys():
        raise ModelError(f"{path}: a model's card has a name and sha256; {_remedy(folder)}")
    return card


def _hash(folder: Path, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with (folder / name).open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise ModelError(f"{folder / name}: {error.strerror or error}; "
                         f"{_remedy(folder)}") from error
    return digest.hexdigest()


def _remedy(folder: Path) -> str:
    if folder == EMBEDDED:
        return "install quotes-attribution again"
    return "name a folder with the files that its card.json lists, or leave the model option out"
