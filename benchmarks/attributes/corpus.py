"""The articles that the sample was drawn from: decides where the corpus is and what part counts."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from training.joint.held_back import held_back, short_hash

_CHECKOUT = Path(__file__).resolve().parent.parent.parent


class Article(NamedTuple):
    """One article of the corpus. Its id holds words of the headline, so `hash` stands for it."""

    hash: str
    text: str
    attributions: list[dict[str, Any]]


def shared_folder() -> Path:
    """The folder that QUOTES_SHARED names, else `shared` beside the checkout."""
    return Path(os.environ.get("QUOTES_SHARED") or _CHECKOUT.parent / "shared")


def articles(shared: Path | None = None) -> Iterator[Article]:
    """Those held back from training, in the corpus's order."""
    kept = held_back()
    path = (shared or shared_folder()) / "polnear" / "train.jsonl"
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            found = json.loads(line)
            if found["id"] in kept:
                yield Article(short_hash(found["id"]), found["text"], found["attributions"])
