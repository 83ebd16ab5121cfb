"""`python -m benchmarks.speed`: what the program costs, measured and printed.

Decides what is measured together. Figures are printed as they come, so that a run that is
stopped has still said something.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from benchmarks import batches, machine, report, startup, throughput

RESULTS = Path(__file__).resolve().parent / "RESULTS.md"

# The first documents of the corpus are enough to meet hundreds of windows twice.
_WORDS_FOR_BATCHES = 10_000


@click.command()
@click.option("--words", default=100_000, show_default=True, type=click.IntRange(min=1),
              help="Words of the documents to read.")
@click.option("--pairs", default=5, show_default=True, type=click.IntRange(min=1),
              help="How often two things are measured in turn.")
@click.option("--against", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="Compare with the package in another checkout, and measure nothing else.")
@click.option("--write", is_flag=True, help="Append the figures to benchmarks/RESULTS.md.")
def main(words: int, pairs: int, against: Path | None, write: bool) -> None:
    """Measure CPU time, memory, the time to the first record, and batches.

    \b
    Example:
      python -m benchmarks.speed --words 20000 --pairs 3
    """
    command = f"python -m benchmarks.speed --words {words} --pairs {pairs}"
    command += " --against OTHER" if against else ""
    parts = [report.heading(command, machine.revision())]
    print(parts[0], flush=True)
    for part in _compared(words, pairs, against) if against else _all(words, pairs):
        print(part, flush=True)
        parts.append(part)
    if write:
        with RESULTS.open("a", encoding="utf-8") as file:
            file.write("\n" + "\n".join(parts))
    if any("MISSED" in part for part in parts):
        sys.exit(1)


def _all(words: int, pairs: int) -> Iterator[str]:
    yield report.throughput(throughput.measured(words))
    yield report.started(startup.measured(pairs))
    some = min(words, _WORDS_FOR_BATCHES)
    yield report.agreed(batches.measured(some), some)


def _compared(words: int, pairs: int, against: Path) -> Iterator[str]:
    found = [(throughput.measured(words), throughput.measured(words, against.resolve()))
             for _ in range(pairs)]
    yield report.compared(found, machine.revision(against))


if __name__ == "__main__":
    main()
