"""What a model folder scores: decides what is read, and leaves the counting to the scorers.

Raw text in, as a user would read it: words, sentences, trees and names are the folder's own.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Any

from quotes import Extractor, Settings
from quotes.conllu import read, write
from quotes.documents import Document, Failure
from quotes.errors import QuotesError
from quotes.formats.select import Selection
from quotes.text import straighten
from quotes.trees import Parse
from training.joint import names
from training.joint.corpora import NEWS

# The treebank's part for choosing, and its test parts, which choose nothing.
TREES = ("ud/dev.conllu", "ud/ewt_test.conllu", "ud/gum_test.conllu")
_OF_TREES = ("Tokens", "Sentences", "UPOS", "XPOS", "Lemmas", "UAS", "LAS")
_MEASURES = ("attribution", "attribution_strict", "content_overlap")


def of_folder(shared: Path, folder: Path, unseen: Container[str] | None, work: Path
              ) -> dict[str, Any]:
    """All that a card says of a model folder; of attribution, on the articles it hasn't seen."""
    found: dict[str, Any] = {}
    if unseen is not None:
        found["attribution, held-back tenth of PolNeAR train (F1)"] = held_back(
            shared, folder, unseen, work)
    for name in TREES:
        found[f"trees, raw text, {name} (F1)"] = trees(shared / name, folder)
    for name, path in [(names.NAMES, shared / names.NAMES), ("news passages", names.NEWS)]:
        found[f"names, raw text, {name}"] = names.score(path, folder)
    return found


def held_back(shared: Path, folder: Path, ids: Container[str], work: Path) -> dict[str, Any]:
    """F1 on the articles with these ids, of the network alone and of the whole extractor."""
    work.mkdir(parents=True, exist_ok=True)
    articles = [article for line in (shared / NEWS).read_text("utf-8").splitlines()
                if (article := json.loads(line))["id"] in ids]
    gold = _lines(work / "gold.jsonl", articles)
    documents = [Document(id=article["id"], text=article["text"]) for article in articles]
    extractor = Extractor(Settings(model=str(folder)))
    alone = _lines(work / "alone.jsonl", map(_proposed, _parses(extractor, documents)))
    records = work / "records.jsonl"
    records.write_text("".join(line + "\n" for line in _records(extractor, documents)), "utf-8")
    whole = work / "whole.jsonl"
    _python(shared / "to_predictions.py", records, whole, "--gold", gold, "--profile", "polnear")
    return {"articles": len(articles), "network alone": scored(shared, gold, alone),
            "extractor": scored(shared, gold, whole)}


def trees(gold: Path, folder: Path) -> dict[str, float]:
    """F1 of words, tags and trees from raw text, by the scorer of the CoNLL 2018 shared task.

    It compares characters, so both sides have straight marks.
    """
    from udtools import udeval  # type: ignore[import-untyped]

    conllu = gold.read_text("utf-8")
    documents = [Document(id=str(i), text=parsed.text) for i, parsed in enumerate(read(conllu))]
    parses = _parses(Extractor(Settings(model=str(folder))), documents)
    found = "".join(write(parse, document.id) for document, parse in parses)
    # A sentence longer than a window has a root in each of its parts.
    rules = {"multiple_roots_okay": True}
    sides = [udeval.load_conllu(io.StringIO(straighten(side)), name, rules)
             for name, side in [(gold.name, conllu), ("found", found)]]
    report = udeval.evaluate(*sides)
    return {name: round(100 * float(report[name].f1), 2) for name in _OF_TREES}


def _parses(extractor: Extractor, documents: Iterable[Document]) -> list[tuple[Document, Parse]]:
    found = []
    for outcome in extractor.parses(documents):
        if isinstance(outcome, Failure):
            raise QuotesError(f"{outcome.id}: {outcome.error}")
        found.append(outcome)
    return found


def _proposed(outcome: tuple[Document, Parse]) -> dict[str, Any]:
    document, parse = outcome
    return {"id": document.id, "attributions": [
        {role: [list(span) for span in parse.spans(getattr(proposal, role))]
         for role in ("source", "cue", "content")} for proposal in parse.proposals]}


def _records(extractor: Extractor, documents: Iterable[Document]) -> Iterable[str]:
    for result in extractor.stream(documents):
        if result.failure is not None:
            raise QuotesError(f"{result.failure.id}: {result.failure.error}")
        for record in Selection(threshold=extractor.threshold).filter(result.records):
            yield record.model_dump_json()


def _lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def scored(shared: Path, gold: Path, predicted: Path) -> dict[str, float]:
    """What the shared scorer says, in percent."""
    report = json.loads(_python(shared / "score.py", gold, predicted, "--json"))
    direct = json.loads(_python(shared / "score.py", gold, predicted, "--json", "--direct-only"))
    overall = report["overall"]
    found = {name: overall[name]["f1"] for name in _MEASURES}
    found |= {"precision": overall["attribution"]["p"], "recall": overall["attribution"]["r"],
              "direct-only attribution": direct["overall"]["attribution"]["f1"],
              "source given content": overall["source_given_content"]}
    found |= {f"{kind} recall": row["attribution"]["r"]
              for kind, row in report["by_kind"].items()}
    return {name: round(100 * value, 1) for name, value in found.items()}


def _python(*command: Path | str) -> str:
    done = subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True,
                          check=False)
    if done.returncode:
        raise QuotesError(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout
