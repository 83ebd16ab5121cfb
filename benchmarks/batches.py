"""Whether the batch size changes a record, which it may not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.corpus import documents
from quotes.documents import Document
from quotes.pipeline import Extractor, Settings

SIZES = (1, 64)

# Sums of floating point numbers depend on their order, so a score at a limit may fall to
# either side: at most one record in a thousand may differ.
LIMIT = 0.001


@dataclass(frozen=True)
class Agreement:
    """Records of a run, and how many of them the other run lacks."""

    records: int
    differing: int

    @property
    def holds(self) -> bool:
        return self.differing <= LIMIT * self.records


def measured(words: int) -> Agreement:
    """Both batch sizes on the first documents of the corpus."""
    todo = list(documents(words))
    one, other = (records(todo, size) for size in SIZES)
    return compared(one, other)


def records(todo: Iterable[Document], batch_size: int) -> list[str]:
    """Every record as its JSON."""
    extractor = Extractor(Settings(threads=1, batch_size=batch_size))
    return [record.model_dump_json() for result in extractor.stream(todo)
            for record in result.records]


def compared(one: Iterable[str], other: Iterable[str]) -> Agreement:
    a, b = Counter(one), Counter(other)
    return Agreement(max(a.total(), b.total()), max((a - b).total(), (b - a).total()))
