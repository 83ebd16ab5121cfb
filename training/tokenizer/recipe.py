"""The settings of a run: decides that a recipe names all of them and no other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

from quotes.errors import UsageError

DEFAULT = Path(__file__).resolve().parent / "recipe.toml"


def load(path: Path = DEFAULT, default: Path = DEFAULT) -> dict[str, Any]:
    """The recipe of a file; `UsageError` where it hasn't just the settings of the default one,
    each of the same type.
    """
    found, known = (tomllib.loads(p.read_text("utf-8")) for p in (path, default))
    if _kinds(found) != _kinds(known):
        wrong = sorted(name for name, _ in _kinds(found) ^ _kinds(known))
        raise UsageError(f"{path}: lacks, doesn't know or has another type for {', '.join(wrong)}")
    return found


def _kinds(table: dict[str, Any], before: str = "") -> set[tuple[str, str]]:
    kinds = set()
    for name, value in table.items():
        if isinstance(value, dict):
            kinds |= _kinds(value, f"{before}{name}.")
        else:
            kinds.add((before + name, type(value).__name__))
    return kinds
