"""`python -m benchmarks.scale`: whether an archive five times as long takes five times as long.

Decides what counts as linear and flat. Each size is read in a process of its own, on one thread,
from documents that are made while they are read and of which none repeats another; the peak of
the process's memory is then that of the program, however long the archive is.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from benchmarks import machine, report, throughput
from benchmarks.speed import RESULTS
from benchmarks.throughput import Throughput

# CPU time for each character may differ by so much between two sizes: the same run differs by
# half of that on a machine that does other things too.
_LIMIT = 0.15
_MOST_MEMORY = 1_200_000_000  # bytes

# Of the corpus, blanks and line ends counted.
_CHARACTERS_A_WORD = 5.8


def measured(megabytes: float) -> Throughput:
    """Documents of about so many million characters."""
    return throughput.measured(round(1e6 * megabytes / _CHARACTERS_A_WORD))


def told(runs: Sequence[Throughput]) -> str:
    """The sizes beside each other, as Markdown; MISSED where they aren't linear or flat."""
    shares = [_a_character(run) / _a_character(runs[0]) for run in runs]
    lines = [report.row(f"{run.characters / 1e6:.2f}", f"{run.words:,}", f"{run.documents:,}",
                        f"{run.total:.0f}", f"{1e6 * run.total / run.words:.0f}", f"{share:.2f}",
                        report.mebibytes(run.memory))
             for run, share in zip(runs, shares, strict=True)]
    columns = ("million characters", "words", "documents", "CPU, s", "µs a word",
               "against the first", "peak memory, MiB")
    linear = max(abs(share - 1) for share in shares) <= _LIMIT
    peaks = [run.memory for run in runs if run.memory is not None]
    flat = max(peaks, default=0) <= _MOST_MEMORY
    return (report.table(columns, lines)
            + f"\n\nCPU time a character within {_LIMIT:.0%} of the first size's: "
            f"{_verdict(linear)}. At most {_MOST_MEMORY / 1e9} GB: {_verdict(flat)}.\n")


def _a_character(run: Throughput) -> float:
    return run.total / run.characters


def _verdict(holds: bool) -> str:
    return "holds" if holds else "MISSED"


@click.command()
@click.argument("megabytes", nargs=-1, type=click.FloatRange(min=0, min_open=True))
@click.option("--write", is_flag=True, help="Append the figures to benchmarks/RESULTS.md.")
def main(megabytes: tuple[float, ...], write: bool) -> None:
    """Read archives of MEGABYTES (1 5 25) one after the other, and compare time and memory.

    \b
    Example:
      python -m benchmarks.scale 0.2 1
    """
    sizes = megabytes or (1.0, 5.0, 25.0)
    command = " ".join(["python -m benchmarks.scale", *(f"{size:g}" for size in sizes)])
    heading = report.heading(command, machine.revision())
    click.echo(heading)
    runs = []
    for size in sizes:
        runs.append(measured(size))
        click.echo(f"{size:g} MB: {runs[-1].total:.0f} s", err=True)
    found = told(runs)
    click.echo(found)
    if write:
        with RESULTS.open("a", encoding="utf-8") as file:
            file.write(f"\n{heading}\n{found}")
    sys.exit("MISSED" in found)


if __name__ == "__main__":
    main()
