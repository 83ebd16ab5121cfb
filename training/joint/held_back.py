"""The articles that training leaves out: decides which tenth of the corpus that is.

The hashes in held_back.txt are the choice; `chosen` is how it was made, so that a test can
hold the one against the other.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Container, Iterable
from pathlib import Path

LIST = Path(__file__).resolve().parent.parent / "held_back.txt"


class HeldBack(Container[str]):
    """The ids that are held back, known by their hashes."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.hashes = frozenset(line for line in lines if line and not line.startswith("#"))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and short_hash(name) in self.hashes


def held_back() -> HeldBack:
    return HeldBack(LIST.read_text("utf-8").splitlines())


def chosen(articles: Iterable[tuple[str, str]]) -> list[str]:
    """Of (id, publisher) pairs the ids of a tenth of each publisher's, those of least hash."""
    ids = defaultdict(list)
    for name, publisher in articles:
        ids[publisher].append(name)
    return sorted(name for own in ids.values()
                  for name in sorted(own, key=short_hash)[:round(len(own) / 10)])


def short_hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]
