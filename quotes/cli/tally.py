"""What a run comes to.

Decides the counts of `--summary` and the exit status.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from quotes.formats.part import Finished


@dataclass(slots=True)
class Tally:
    """Counts over the documents of a run, those of an earlier, interrupted run included."""

    documents: int = 0
    withheld: int = 0
    types: Counter[str] = field(default_factory=Counter)
    silent: list[str] = field(default_factory=list)  # ids of documents without a record
    failed: list[str] = field(default_factory=list)

    def add(self, done: Finished) -> None:
        self.documents += 1
        self.types.update(done.types)
        self.withheld += done.withheld
        if done.failure is not None:
            self.failed.append(done.id)
        elif not done.types:
            self.silent.append(done.id)

    @property
    def status(self) -> int:
        return 1 if self.failed else 0

    def lines(self) -> list[str]:
        """The summary, a line each."""
        types = ", ".join(f"{count} {name}" for name, count in sorted(self.types.items()))
        records = sum(self.types.values())
        return [
            f"documents: {self.documents} ({len(self.silent)} without a record, "
            f"{len(self.failed)} failed)",
            f"records: {records}" + (f" ({types})" if types else ""),
            *([f"withheld: {self.withheld} too doubtful (--min-confidence 0 writes all)"]
              if self.withheld else []),
            *(f"without a record: {name}" for name in self.silent),
            *(f"failed: {name}" for name in self.failed),
        ]
