"""Figures to Markdown, the same on the screen and in RESULTS.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from statistics import median

from benchmarks import batches, machine, startup
from benchmarks.throughput import Throughput

_MEBI = 1 << 20


def heading(command: str, what: str) -> str:
    return (f"## {date.today().isoformat()}, {what}\n\n"
            f"    {command}\n\n"
            f"{machine.this()}.\n")


def throughput(took: Throughput) -> str:
    rows = [*took.stages.items(), ("batching, language check", took.elsewhere),
            ("**all**", took.total)]
    lines = [row(stage, f"{1e6 * seconds / took.words:.0f}", f"{seconds / took.total:.1%}",
                 _rate(took.words, seconds)) for stage, seconds in rows]
    return (f"CPU time of `Extractor.stream` on one thread: {took.words:,} words "
            f"({took.forms:,} different ones) in {took.documents} documents, "
            f"{took.records:,} records; model {took.model}, sha256 {took.model_sha256[:16]}…\n\n"
            + table(("stage", "µs a word", "share", "words a second"), lines)
            + f"\n\nLoading apart: {took.loading:.1f} s of CPU time. {_memory(took)}\n")


def _memory(took: Throughput) -> str:
    if took.memory is None or took.memory_loaded is None:
        return "Peak memory: this system doesn't say."
    return (f"Peak memory: {mebibytes(took.memory)} MiB, "
            f"{mebibytes(took.memory_loaded)} MiB of it when loaded.")


def mebibytes(memory: int | None) -> str:
    return "–" if memory is None else f"{memory / _MEBI:,.0f}"


def _rate(words: int, seconds: float) -> str:
    return f"{words / seconds:,.0f}" if seconds > 0 else "–"


def started(took: startup.Startup) -> str:
    verdict = "holds" if took.ratio <= startup.LIMIT else "MISSED"
    return (f"First record of one article: {took.ratio:.2f} times `import stanza` (at most "
            f"{startup.LIMIT:.1f}: {verdict}); median of {len(took.pairs)} pairs in turn, "
            f"{took.first_record:.1f} s and {took.stanza:.1f} s of the clock.\n")


def agreed(found: batches.Agreement, words: int) -> str:
    one, other = batches.SIZES
    return (f"Batch sizes {one} and {other} on {words:,} words: {found.differing} of "
            f"{found.records:,} records differ "
            f"(at most one in a thousand: {'holds' if found.holds else 'MISSED'}).\n")


def ratio(pairs: Sequence[tuple[Throughput, Throughput]]) -> float:
    """How many times faster this checkout is than the other: the median of the pairs."""
    return median(here.words_per_second / there.words_per_second for here, there in pairs)


def compared(pairs: Sequence[tuple[Throughput, Throughput]], other: str) -> str:
    lines = [row(str(i), f"{here.words_per_second:,.0f}", f"{there.words_per_second:,.0f}",
                 f"{here.words_per_second / there.words_per_second:.2f}")
             for i, (here, there) in enumerate(pairs, 1)]
    stages = ", ".join(f"{name} {_stage_ratio(pairs, name):.2f}" for name in pairs[0][0].stages
                       if all(name in there.stages for _, there in pairs))
    return (f"Words a CPU second here and in another checkout ({other}), in turn, one thread, "
            f"{pairs[0][0].words:,} words: **{ratio(pairs):.2f} times as many**. "
            f"By stage: {stages}.\n\n"
            + table(("pair", "here", "there", "ratio"), lines) + "\n")


def _stage_ratio(pairs: Sequence[tuple[Throughput, Throughput]], stage: str) -> float:
    return median((here.words / here.stages[stage]) / (there.words / there.stages[stage])
                  for here, there in pairs)


def table(columns: Iterable[str], lines: Iterable[str]) -> str:
    columns = tuple(columns)
    rule = row("---", *("---:" for _ in columns[1:]))
    return "\n".join([row(*columns), rule, *lines])


def row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"
