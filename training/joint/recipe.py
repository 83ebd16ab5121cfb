"""The settings of a run: decides that a recipe names all of them and no other."""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

from quotes.errors import UsageError

DEFAULT = Path(__file__).resolve().parent / "recipe.toml"


@dataclass(frozen=True)
class Encoder:
    package: str
    sha256: str


@dataclass(frozen=True)
class Steps:
    epochs: int
    windows: int
    most_windows: int
    rooms: list[int]
    pieces: int


@dataclass(frozen=True)
class Rates:
    encoder: float
    heads: float
    warm_up: float
    decay: float
    beta_1: float
    beta_2: float
    clip: float


@dataclass(frozen=True)
class Dropout:
    hidden: float
    attention: float
    words: float


@dataclass(frozen=True)
class Losses:
    tag: float
    point: float
    source: float
    arcs: float
    deprel: float
    upos: float
    xpos: float
    ner: float


@dataclass(frozen=True)
class OwnLabels:
    after: float
    keep: float


@dataclass(frozen=True)
class Teacher:
    share: float
    names: float


@dataclass(frozen=True)
class Rounding:
    batches: int


@dataclass(frozen=True)
class Leaning:
    outside: float


@dataclass(frozen=True)
class Run:
    checkpoint_minutes: float
    log_steps: int
    reserve_minutes: float


@dataclass(frozen=True)
class Recipe:
    """One section of the file each; recipe.toml says what they mean."""

    name: str
    encoder: Encoder
    steps: Steps
    rates: Rates
    dropout: Dropout
    losses: Losses
    own_labels: OwnLabels
    teacher: Teacher
    rounding: Rounding
    leaning: Leaning
    run: Run


_SECTIONS = {"encoder": Encoder, "steps": Steps, "rates": Rates, "dropout": Dropout,
             "losses": Losses, "own_labels": OwnLabels, "teacher": Teacher, "rounding": Rounding,
             "leaning": Leaning, "run": Run}
_Section = TypeVar("_Section")


def load(path: Path = DEFAULT) -> Recipe:
    """The recipe of a file; `UsageError` where a setting is missing, unknown or of another type."""
    table = tomllib.loads(path.read_text("utf-8"))
    sections: dict[str, Any] = {name: _section(path, name, kind, table.pop(name, {}))
                                for name, kind in _SECTIONS.items()}
    name = table.pop("name", "")
    if table or not isinstance(name, str) or not name:
        raise UsageError(f"{path}: needs a name, and knows no {sorted(table)}")
    return Recipe(name, **sections)


def _section(path: Path, name: str, kind: type[_Section], given: dict[str, Any]) -> _Section:
    expected = {field.name: field.type for field in fields(kind)}  # type: ignore[arg-type]
    if expected.keys() != given.keys():
        wrong = sorted(expected.keys() ^ given.keys())
        raise UsageError(f"{path}: [{name}] lacks, or doesn't know, {', '.join(wrong)}")
    for key, value in given.items():
        if type(value).__name__ != expected[key].partition("[")[0]:
            raise UsageError(f"{path}: {name}.{key} is {expected[key]}, not {value!r}")
    return kind(**given)
