"""Which attributions are labelled: decides the draw that fixtures/attributes/sample.jsonl holds.

    python -m benchmarks.attributes.draw

writes the drawn attributions without labels. From the articles held back from training, in the
order of a hash, so that every machine draws the same: first those with a word of negation or
modality in the cue, then those whose cue has none of the ten commonest lemmas, then any.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.attributes.corpus import Article, articles

SEED = "attributes-1"

_DOUBTFUL = re.compile(
    r"\b(not|never|no|nobody|nor|neither|can|could|may|might|must|shall|should|will|would|ought"
    r"|cannot|declin\w+|refus\w+|fail\w*|expected|yet|able|unable|going|without)\b"
    r"|n[’']t\b|[’'](ll|d)\b", re.IGNORECASE)
# The commonest lemmas in the cues of these articles: 0.6 of the cues hold one.
_COMMON = re.compile(
    r"\b(say|said|says|saying|tell|told|tells|telling|call|calls|called|calling|according"
    r"|ask|asks|asked|asking|show|shows|showed|shown|showing|write|writes|wrote|written|writing"
    r"|support|supports|supported|supporting|note|notes|noted|noting|add|adds|added|adding)\b",
    re.IGNORECASE)
# How many of each: the doubtful ones are too rare in a plain draw to measure anything by.
_STRATA: tuple[tuple[int, Callable[[str], bool]], ...] = (
    (35, lambda cue: bool(_DOUBTFUL.search(cue))),
    (50, lambda cue: not _COMMON.search(cue)),
    (115, lambda cue: True))


class Drawn(NamedTuple):
    """One attribution of the corpus, by the article's hash and its spans."""

    doc: str
    source: list[list[int]]
    cue: list[list[int]]
    content: list[list[int]]


def drawn(held_back: Iterable[Article]) -> list[Drawn]:
    """The sample, in text order within each article, articles by their hash."""
    left = sorted(_candidates(held_back), key=lambda one: one[0])
    taken: list[Drawn] = []
    for number, belongs in _STRATA:
        chosen = [one for one in left if belongs(one[1])][:number]
        taken += [one[2] for one in chosen]
        left = [one for one in left if one not in chosen]
    return sorted(taken)


def _candidates(held_back: Iterable[Article]) -> Iterator[tuple[str, str, Drawn]]:
    for article in held_back:
        for one in article.attributions:
            key = hashlib.sha256(f"{SEED} {article.hash} {one['id']}".encode()).hexdigest()
            cue = " ".join(article.text[start:end] for start, end in one["cue"])
            yield key, cue, Drawn(article.hash, one["source"], one["cue"], one["content"])


def _line(one: Drawn) -> dict[str, Any]:
    return one._asdict()


def main(shared: Path | None = None) -> None:
    for one in drawn(articles(shared)):
        sys.stdout.write(json.dumps(_line(one)) + "\n")


if __name__ == "__main__":
    main()
