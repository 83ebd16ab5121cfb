"""`python -m benchmarks.peers`: what `quotes` costs beside a pipeline that reads no quotations.

Decides what is compared: the CPU time of the whole program, from text to records, with that of
bare spaCy (its small English pipeline, as it comes) on the same texts, on one thread, loading
apart. The two are run in turn, each time in a process of its own. `make benchmark-peers` installs
spaCy into an environment of its own before.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import click

from benchmarks import machine, report, throughput
from benchmarks.corpus import documents
from benchmarks.speed import RESULTS
from benchmarks.throughput import HERE, ONE_THREAD, Throughput

_PYTHON = HERE / ".venv-peers" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


@dataclass(frozen=True)
class Peer:
    """What one run of the other program took, in seconds of CPU time."""

    total: float  # of the texts
    loading: float  # imports apart
    tokens: int
    name: str
    components: list[str]


@dataclass(frozen=True)
class Pair:
    """The two programs, one after the other, on the same texts."""

    ours: Throughput
    peer: Peer

    @property
    def ratio(self) -> float:
        return self.ours.total / self.peer.total


def measured(words: int, python: Path) -> Pair:
    return Pair(throughput.measured(words), spacy(words, python))


def spacy(words: int, python: Path) -> Peer:
    """Run spaCy in its environment; isolated, so that no path of this one leads into it."""
    texts = "".join(json.dumps(document.text) + "\n" for document in documents(words))
    done = subprocess.run([str(python), "-I", str(HERE / "benchmarks" / "peer_spacy.py")],
                          input=texts, stdout=subprocess.PIPE, check=True, encoding="utf-8",
                          env={**os.environ, **ONE_THREAD})
    return Peer(**json.loads(done.stdout))


def told(pairs: Sequence[Pair]) -> str:
    """The median ratio and the figures of each run, as Markdown."""
    ours, peer = pairs[0].ours, pairs[0].peer
    lines = [report.row(str(i), *_figures(ours.words, pair.ours.total),
                        *_figures(ours.words, pair.peer.total), f"{pair.ratio:.2f}")
             for i, pair in enumerate(pairs, 1)]
    columns = ("run", "quotes, s", "µs a word", "words a second",
               "spaCy, s", "µs a word", "words a second", "ratio")
    return (f"CPU time of `quotes` (`Extractor.stream`, from text to records) beside that of "
            f"{peer.name} ({', '.join(peer.components)}; `nlp.pipe`), one thread, loading apart, "
            f"in turn on the same {ours.words:,} words in {ours.documents} documents: "
            f"**{median(pair.ratio for pair in pairs):.2f} times as much** in the median.\n\n"
            + report.table(columns, lines)
            + f"\n\nModel {ours.model}, sha256 {ours.model_sha256[:16]}…\n")


def _figures(words: int, seconds: float) -> tuple[str, str, str]:
    return f"{seconds:.2f}", f"{1e6 * seconds / words:.0f}", f"{words / seconds:,.0f}"


@click.command()
@click.option("--words", default=20_000, show_default=True, type=click.IntRange(min=1),
              help="Words of the documents to read.")
@click.option("--runs", default=5, show_default=True, type=click.IntRange(min=1),
              help="How often the two are run in turn.")
@click.option("--python", default=_PYTHON, type=click.Path(dir_okay=False, path_type=Path),
              help="The interpreter of the environment that holds spaCy "
                   "[default: that of .venv-peers]")
@click.option("--write", is_flag=True, help="Append the figures to benchmarks/RESULTS.md.")
def main(words: int, runs: int, python: Path, write: bool) -> None:
    """Measure the CPU time of the whole program beside that of bare spaCy small.

    \b
    Example:
      python -m benchmarks.peers --words 5000 --runs 3
    """
    if not python.exists():
        raise click.ClickException(f"{python} is not there; `make benchmark-peers` installs it")
    command = f"python -m benchmarks.peers --words {words} --runs {runs}"
    heading = report.heading(command, machine.revision())
    click.echo(heading)
    pairs = []
    for _ in range(runs):
        pairs.append(measured(words, python))
        click.echo(f"{pairs[-1].ratio:.2f} times as much", err=True)
    found = told(pairs)
    click.echo(found)
    if write:
        with RESULTS.open("a", encoding="utf-8") as file:
            file.write(f"\n{heading}\n{found}")


if __name__ == "__main__":
    main()
