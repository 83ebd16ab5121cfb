"""GUM's documents by their own scorer, in the views that keep what was trained on apart.

Of the documents, those of fiction, wikiHow, essays, letters and podcasts (`nc` in coref.jsonl)
trained nothing. The others trained the network's trees and, since 2026-11-29, names; four in five
of them also the choice between candidates (training/speakers).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from quotes.documents import Document
from quotes.records import QuoteRecord

_COLUMNS = (("documents", "documents"), ("recall", "recall"), ("source", "source_accuracy"),
            ("name", "speaker_name_accuracy"), ("of", "n_named"),
            ("pronoun", "pronoun_name_accuracy"), ("of", "n_pronoun"),
            ("wrong at 80%", "wrong_names_at_80%_coverage"))
Row = dict[str, Any]


def report(shared: Path, extract: Callable[[Document], Sequence[QuoteRecord]]) -> str:
    """A Markdown table, a view a line; percentages by gum/score.py."""
    gold = _read(shared / "gum" / "dev.jsonl")
    records = [record for row in gold
               for record in extract(Document(id=row["id"], text=row["text"]))]
    with TemporaryDirectory() as folder:
        predictions = _predictions(shared, Path(folder), records)
        scores = {name: _score(shared, Path(folder), rows, predictions)
                  for name, rows in views(gold, _read(shared / "gum" / "coref.jsonl")).items()}
    lines = [f"| {name} | " + " | ".join(str(score[key]) for _, key in _COLUMNS) + " |"
             for name, score in scores.items()]
    return "\n".join(["| documents of GUM | " + " | ".join(c for c, _ in _COLUMNS) + " |",
                      "| --- |" + " ---: |" * len(_COLUMNS), *lines])


def views(gold: Sequence[Row], coreference: Iterable[Row]) -> Mapping[str, list[Row]]:
    """The documents of each view; those that hold none are left out."""
    apart = {row["id"] for row in coreference if row["nc"]}
    chosen = {
        "all": list(gold),
        "news and interview": [r for r in gold if r["genre"] in ("news", "interview")],
        "trained nothing": [r for r in gold if r["id"] in apart],
        "trained the network": [r for r in gold if r["id"] not in apart]}
    return {name: rows for name, rows in chosen.items() if rows}


def _predictions(shared: Path, folder: Path, records: Iterable[QuoteRecord]) -> Path:
    """The records as the scorer reads them, by the users' own converter."""
    made, out = folder / "records.jsonl", folder / "predictions.jsonl"
    made.write_text("".join(record.model_dump_json() + "\n" for record in records), "utf-8")
    _run(shared / "to_predictions.py", str(made), str(out),
         "--gold", str(shared / "gum" / "dev.jsonl"))
    return out


def _score(shared: Path, folder: Path, rows: Iterable[Row], predictions: Path) -> Row:
    gold = folder / "gold.jsonl"
    gold.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    found: Row = json.loads(_run(shared / "gum" / "score.py", "score", str(gold),
                                 str(predictions), "--json"))
    return found


def _run(*command: Path | str) -> str:
    """What a script of the users' prints; their message where it fails."""
    done = subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True,
                          check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr or done.stdout}")
    return done.stdout


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
