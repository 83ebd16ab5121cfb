"""The records of the fixtures' articles against what a careful reader found in them.

    python -m benchmarks.articles [NAME…]

Counts, an article a line: findings, those with a record (its content overlaps by 0.6 or more),
those whose record has the right type, cue and speaker's name, those right in all that the label
says; the same for the findings that any careful reader would insist on; and records that name a
speaker and pair with nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.findings import Comparison, compare, load
from quotes import Document, Extractor, Settings
from quotes.formats.select import Selection

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "articles"
# Written and labelled before the program was first run on them; nothing is tuned on them.
UNSEEN = ("wire", "court", "business", "interview", "local")
_CORE = ("type", "cue", "no", "names", "speaker")


class Count(NamedTuple):
    """How many findings there are, are found, are right at their core, and right in full."""

    findings: int
    found: int
    core: int
    full: int


class Row(NamedTuple):
    """One article's counts: of all findings, of the required ones, and records beside them."""

    every: Count
    required: Count
    extra: int


def measure(name: str, extractor: Extractor) -> Row:
    """The counts of one article of `FOLDER`."""
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    records = Selection(threshold=extractor.threshold).filter(
        extractor.extract(Document(id=name, text=text)))
    compared, extra = compare(text, load(FOLDER / f"{name}.expected.jsonl"), records)
    return Row(_count(compared), _count([c for c in compared if c.finding["required"]]), len(extra))


def _count(compared: Sequence[Comparison]) -> Count:
    found = [c for c in compared if c.record is not None]
    return Count(len(compared), len(found), sum(map(_core_is_right, found)),
                 sum(not c.problems for c in found))


def _sum(counts: Sequence[Count]) -> Count:
    return Count(*map(sum, zip(*counts, strict=True)))


def _core_is_right(compared: Comparison) -> bool:
    return not any(problem.split()[0] in _CORE for problem in compared.problems)


def main(names: Sequence[str]) -> None:
    extractor = Extractor(Settings(threads=1))
    out = sys.stdout.write
    out(f"{'':10}{'all findings':>32}{'required':>32}\n")
    out(f"{'article':10}" + 2 * f"{'':4}{'n':>4}{'found':>8}{'core':>8}{'full':>8}" + "   extra\n")
    rows = [measure(name, extractor) for name in names]
    total = Row(_sum([row.every for row in rows]), _sum([row.required for row in rows]),
                sum(row.extra for row in rows))
    for name, row in zip([*names, "together"], [*rows, total], strict=True):
        out(f"{name:10}" + "".join(f"{'':4}{c[0]:>4}{c[1]:>8}{c[2]:>8}{c[3]:>8}"
                                   for c in (row.every, row.required)) + f"{row.extra:>8}\n")


if __name__ == "__main__":
    main(sys.argv[1:] or UNSEEN)
