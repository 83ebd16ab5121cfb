"""How long a person waits for the first record, beside what nobody can wait less than.

Stanza's own import is the yardstick, run in turn with the command, so that a machine that
is busy with other things slows both alike.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.corpus import ARTICLES

ARTICLE = ARTICLES / "mosul.txt"

# The first record in at most twice the time of `import stanza`.
LIMIT = 2.0


@dataclass(frozen=True)
class Startup:
    """Pairs of wall-clock seconds: to the first record, and for `import stanza`."""

    pairs: tuple[tuple[float, float], ...]

    @property
    def ratio(self) -> float:
        return median(first / stanza for first, stanza in self.pairs)

    @property
    def first_record(self) -> float:
        return median(first for first, _ in self.pairs)

    @property
    def stanza(self) -> float:
        return median(stanza for _, stanza in self.pairs)


def command() -> list[str]:
    """`quotes extract ARTICLE`, of the environment that this runs in."""
    scripts = Path(sys.executable).parent
    name = "quotes.exe" if sys.platform == "win32" else "quotes"
    return [str(scripts / name), "extract", str(ARTICLE)]


def measured(pairs: int) -> Startup:
    ours, stanza = command(), [sys.executable, "-c", "import stanza"]
    # Once unmeasured: both then find their files in memory and their bytecode written.
    first_line_seconds(ours), seconds(stanza)
    return Startup(tuple((first_line_seconds(ours), seconds(stanza)) for _ in range(pairs)))


def first_line_seconds(command: Sequence[str]) -> float:
    """From the start of a command to its first line on standard output."""
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        taken = time.perf_counter() - begun
        process.stdout.read()
    if process.returncode or not line:
        raise RuntimeError(f"{command[0]} wrote no line (exit status {process.returncode})")
    return taken


def seconds(command: Sequence[str]) -> float:
    """From the start of a command to its end."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun
