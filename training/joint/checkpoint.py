"""Where a run stands, in one file: decides that only the same run goes on from it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from quotes.errors import UsageError


def save(path: Path, state: Mapping[str, Any]) -> None:
    """Written beside and then moved, so that a run stopped here has the earlier one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    torch.save(dict(state), part)
    part.replace(path)


def saved(path: Path, key: str) -> dict[str, Any] | None:
    """The state of an earlier part of this run, if any.

    `key` stands for the settings and data; `UsageError` where the file is of another run.
    """
    if not path.exists():
        return None
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    if state["key"] != key:
        raise UsageError(f"{path}: of a run with other settings or data; remove it to begin anew, "
                         "or name another --out")
    return state
