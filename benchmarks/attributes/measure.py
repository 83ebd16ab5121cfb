"""Type, category, negation and modality held against the labelled sample.

Decides which record answers for which labelled attribution, and what counts as right. The
pairing is that of the corpus's scorer (`score.py`, beside the corpus): all gold attributions of
the article with all records that have a cue and no parent, best overlap first, at a token IoU of
a half or more. A pair whose cues share no word is counted apart: there the program reads the
attributes of another word.
"""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.attributes.corpus import Article, shared_folder
from quotes.records import QuoteRecord

SAMPLE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "attributes" / "sample.jsonl"
# As score.py has it, where the number stands in the code.
_MATCH = 0.5
ATTRIBUTES = ("type", "category", "negated", "modality")


class Label(NamedTuple):
    """One line of the sample."""

    doc: str
    source: list[list[int]]
    cue: list[list[int]]
    content: list[list[int]]
    type: str
    category: str
    negated: bool
    modality: str | None
    doubtful: list[str]


class Answer(NamedTuple):
    """A label, what the program says of it, and whether both speak of the same cue.

    values: of the four attributes, in order; None where no record was found.
    """

    label: Label
    values: tuple[Any, ...] | None
    same_cue: bool = False

    def right(self, attribute: str) -> bool:
        return bool(self.value(attribute) == getattr(self.label, attribute))

    def value(self, attribute: str) -> Any:
        return None if self.values is None else self.values[ATTRIBUTES.index(attribute)]


class Share(NamedTuple):
    """So many right, of so many."""

    right: int
    of: int

    def __str__(self) -> str:
        return f"{self.right} / {self.of} ({self.right / self.of:.1%})" if self.of else "–"


def sample(path: Path = SAMPLE) -> list[Label]:
    return [Label(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def scorer(shared: Path | None = None) -> Any:
    """The corpus's own scorer, as a module."""
    path = (shared or shared_folder()) / "score.py"
    spec = importlib.util.spec_from_file_location("polnear_score", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answers(score: Any, article: Article, labels: Iterable[Label],
            records: Iterable[QuoteRecord]) -> Iterator[Answer]:
    """What the program says of each of the article's labels."""
    known = [one for one in records if one.cue is not None and one.parent is None]
    text = score.Text(article.text)
    pairs = score.pair([text.tokens(gold["content"]) for gold in article.attributions],
                       [text.tokens(_spans(one.content)) for one in known])
    record_of = {_key(article.attributions[gold]): known[found]
                 for overlap, gold, found in pairs if overlap >= _MATCH}
    for label in labels:
        yield _answer(text, label, record_of.get(_key(label._asdict())))


def _answer(text: Any, label: Label, record: QuoteRecord | None) -> Answer:
    if record is None or record.cue is None:
        return Answer(label, None)
    cue = record.cue
    same = bool(text.tokens(label.cue) & text.tokens(_spans(cue.spans))
                or _touch(label.cue, _spans(cue.spans)))
    return Answer(label, (record.type, cue.category, cue.negated, cue.modality), same)


def _key(gold: dict[str, Any]) -> str:
    return str([gold["source"], gold["cue"], gold["content"]])


def _touch(a: Sequence[Sequence[int]], b: Sequence[Sequence[int]]) -> bool:
    """Characters in common: a colon has no word that the scorer would count."""
    return any(s < y and x < e for s, e in a for x, y in b)


def _spans(found: Iterable[Any]) -> list[list[int]]:
    return [[one.start, one.end] for one in found]


def share(found: Iterable[Answer], attribute: str, sure: bool = False) -> Share:
    """How many are right of those found; `sure`: of those whose label isn't doubtful."""
    told = [one for one in found if one.values is not None
            and not (sure and attribute in one.label.doubtful)]
    return Share(sum(one.right(attribute) for one in told), len(told))


def confusion(found: Iterable[Answer], attribute: str) -> Counter[tuple[Any, Any]]:
    """(label, what the program says) of those that differ, with how often."""
    return Counter((getattr(one.label, attribute), one.value(attribute))
                   for one in found if one.values is not None and not one.right(attribute))
