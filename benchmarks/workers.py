"""`python -m benchmarks.workers`: what a second process gains, and what memory it takes.

Each number of workers is measured in a process of its own, on the same documents, by the clock;
so the machine has to be quiet. Memory is measured in runs of their own, since looking at it takes
a core's tenth: it is read from /proc (Linux only) four times a second, and told as it was when all
processes together had most.

- *PSS*: a process's own pages, and of each page that it shares its share; the sum over all
  processes is what they take together.
- *own* (USS): pages that no other process has, which is what would be free again without it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

from benchmarks import machine
from benchmarks.corpus import documents, words_in

HERE = Path(__file__).resolve().parent.parent

_SECONDS_BETWEEN = 0.25
_MIB = 1024  # kB

# As many as fill each worker's memory; it grows little after them.
_WORDS_FOR_MEMORY = 60_000



@click.command()
@click.option("--words", default=200_000, show_default=True, type=click.IntRange(min=1),
              help="Words of the documents to read.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(min=2),
              help="Compare one process with this many.")
@click.option("--pairs", default=1, show_default=True, type=click.IntRange(min=1),
              help="How often both are measured in turn; the fastest run of each is told.")
@click.option("--measure", type=int, hidden=True, help="Only measure so many workers, as JSON.")
@click.option("--watch", is_flag=True, hidden=True, help="With --measure: memory too.")
def main(words: int, workers: int, pairs: int, measure: int | None, watch: bool) -> None:
    """Measure throughput and memory of one process and of several.

    \b
    Example:
      python -m benchmarks.workers --words 30000
    """
    if measure is not None:
        print(json.dumps(measured(measure, words, watch=watch)))
        return
    command = f"python -m benchmarks.workers --words {words} --workers {workers} --pairs {pairs}"
    print(f"    {command}\n\n{machine.revision()}; {machine.this()}.\n", flush=True)
    runs = [(_run(1, words), _run(workers, words)) for _ in range(pairs)]
    one, several = (min(side, key=lambda run: float(run["seconds"]))
                    for side in zip(*runs, strict=True))
    print("\n".join(timed(one, several)), flush=True)
    some = min(words, _WORDS_FOR_MEMORY)
    one, several = (_run(number, some, "--watch") for number in (1, workers))
    print("\n".join(remembered(one, several)))


def _run(workers: int, words: int, *more: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.workers", "--measure", str(workers),
               "--words", str(words), *more]
    done = subprocess.run(command, cwd=HERE, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measured(workers: int, words: int, *, watch: bool) -> dict[str, Any]:
    """One run in this process, which has to be a fresh one."""
    from quotes.pipeline import Extractor, Settings

    todo = list(documents(words))
    begun = time.perf_counter()
    extractor = Extractor(Settings(workers=workers, threads=1))
    extractor.extract("It rained.")  # so that nothing is loaded any more
    loading = time.perf_counter() - begun
    with ExitStack() as watching:
        most = watching.enter_context(watched()) if watch else []
        begun = time.perf_counter()
        found = sum(len(result.records) for result in extractor.stream(todo))
        seconds = time.perf_counter() - begun
    del extractor  # only processes that have ended are counted
    return {"workers": workers, "words": sum(words_in(document.text) for document in todo),
            "documents": len(todo), "records": found, "loading": loading, "seconds": seconds,
            "cpu": sum(os.times()[:4]), "memory": most}


@contextmanager
def watched() -> Iterator[list[tuple[str, int, int]]]:
    """The roles, PSS and USS (kB) of this process and those it started, at their most."""
    most: list[tuple[str, int, int]] = []
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_SECONDS_BETWEEN):
            found = _memory()
            if sum(pss for _, pss, _ in found) > sum(pss for _, pss, _ in most):
                most[:] = found

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield most
    finally:
        done.set()
        thread.join()


def _memory() -> list[tuple[str, int, int]]:
    """Of each process its role, PSS and USS in kB; nothing where there is no /proc."""
    own = os.getpid()
    templates = _children(own)
    workers = [pid for template in templates for pid in _children(template)]
    roles = [("the command" if templates else "one process", own),
             *(("template", pid) for pid in templates),
             *((f"worker {number}", pid) for number, pid in enumerate(workers, 1))]
    try:
        return [(role, *_of(pid)) for role, pid in roles]
    except OSError:
        return []


def _of(pid: int) -> tuple[int, int]:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()[1:]
    kilobytes = {name: int(value.split()[0]) for name, _, value in
                 (line.partition(":") for line in rollup)}
    return kilobytes["Pss"], kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for task in Path(f"/proc/{pid}/task").iterdir()
                for child in (task / "children").read_text("utf-8").split()]
    except OSError:
        return []


def timed(one: Mapping[str, Any], several: Mapping[str, Any]) -> Iterator[str]:
    """What the clock says, in Markdown."""
    yield (f"{one['words']:,} words in {one['documents']} documents, {one['records']:,} and "
           f"{several['records']:,} records.\n")
    yield "| workers | seconds | words a second | loading | CPU seconds of all, with loading |"
    yield "| ---: | ---: | ---: | ---: | ---: |"
    for run in (one, several):
        yield (f"| {run['workers']} | {run['seconds']:.1f} | {run['words'] / run['seconds']:,.0f} "
               f"| {run['loading']:.1f} | {run['cpu']:.1f} |")
    yield f"\nGain: {one['seconds'] / several['seconds']:.2f} times.\n"


def remembered(one: Mapping[str, Any], several: Mapping[str, Any]) -> Iterator[str]:
    """What memory was taken, in Markdown."""
    if not one["memory"] or not several["memory"]:
        yield "Memory: not told by this system."
        return
    (_, alone, _), = one["memory"]
    yield f"Memory on {one['words']:,} words:\n"
    yield "| process | PSS, MiB | own, MiB | own, of one process's PSS |"
    yield "| --- | ---: | ---: | ---: |"
    for role, pss, uss in (*one["memory"], *several["memory"]):
        yield f"| {role} | {pss / _MIB:.0f} | {uss / _MIB:.0f} | {uss / alone:.0%} |"
    together = sum(pss for _, pss, _ in several["memory"])
    each = (together - alone) / (several["workers"] - 1)
    yield (f"\nAll processes of {several['workers']} workers: {together / _MIB:.0f} MiB; each "
           f"worker after the first adds {each / alone:.0%} of what one process takes.")


if __name__ == "__main__":
    main()
