"""The program's records against the gold passages, by genre.

    python -m benchmarks.gold [FILE…]

Counts by the rules of `quotes evaluate`, nested attributions included: attributions in gold and
records; *found* (content overlaps by half); *right* (the source agrees too) and its F1; of those
found, the right type; of those found whose label has a name, the right name and a wrong one (the
others are left open). The last lines are the figures that tests/test_gold.py holds floors for.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from quotes import Document, Extractor, Settings
from quotes.evaluate import Report, evaluate, from_records, read_gold
from quotes.formats.select import Selection

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "gold"
_TOGETHER = "together"


def files() -> list[Path]:
    return sorted(FOLDER.glob("*.jsonl"))


def measure(path: Path, extractor: Extractor) -> dict[str, Report]:
    """The report of each genre of one file, in the file's order, and of all together."""
    lines = path.read_bytes().splitlines()
    gold = read_gold(lines, str(path))
    written = Selection(threshold=extractor.threshold)
    records = [record for document in gold for record in written.filter(
        extractor.extract(Document(id=document.id, text=document.text)))]
    genres = {value["id"]: value["genre"] for value in map(json.loads, filter(None, lines))}
    found = {}
    for genre in dict.fromkeys(genres.values()):
        chosen = [document for document in gold if genres[document.id] == genre]
        found[genre] = evaluate(chosen, from_records(
            (record for record in records if genres[record.doc_id] == genre), chosen))
    return {**found, _TOGETHER: evaluate(gold, from_records(records, gold))}


def figures(report: Report) -> dict[str, float]:
    """What floors are held for, in percent, rounded down to a tenth."""
    assert report.type is not None
    assert report.names is not None
    shares = {"found": report.overall["content_overlap"].r,
              "attribution": report.overall["attribution"].f1,
              "type": report.type.share, "name": report.names.accuracy}
    return {name: math.floor(1000 * share) / 10 for name, share in shares.items()}


def table(reports: Mapping[str, Report]) -> str:
    """A genre a line."""
    lines = [f"{'genre':19}{'gold':>6}{'records':>9}{'found':>7}{'right':>7}{'F1':>7}"
             f"{'type':>7}{'named':>8}{'name':>6}{'wrong':>7}"]
    for genre, report in reports.items():
        right, names = report.overall["attribution"], report.names
        type_right = 0 if report.type is None else report.type.right
        counts = (0, 0, 0) if names is None else (names.of, names.right, names.wrong)
        lines.append(f"{genre:19}{report.gold:6}{report.predicted:9}"
                     f"{report.overall['content_overlap'].tp:7}{right.tp:7}{100 * right.f1:7.1f}"
                     f"{type_right:7}{counts[0]:8}{counts[1]:6}{counts[2]:7}")
    return "\n".join(lines)


def main(names: Sequence[str]) -> None:
    extractor = Extractor(Settings(threads=1))
    for path in [Path(name) for name in names] or files():
        reports = measure(path, extractor)
        together = reports[_TOGETHER]
        shown = ", ".join(f"{name} {value:.1f}" for name, value in figures(together).items())
        sys.stdout.write(f"{path.name}\n{table(reports)}\n{shown}\n{together.signature}\n\n")


if __name__ == "__main__":
    main(sys.argv[1:])
