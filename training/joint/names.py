"""What a model folder scores on names that people labelled: decides what a name's edges are.

People, organisations and places, since that is what the labels of the corpus have; a leading
article and a trailing possessive don't count, since the corpora differ in them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from quotes.documents import Document
from quotes.parse import Parser
from quotes.text import Span
from quotes.trees import Parse

# Labelled by hand over web text: token by token, a document's lines after its "# newdoc".
NAMES = "ner/gold_ewt_dev.iob2"
# News passages written for this project, with names by the rules of that file.
NEWS = Path(__file__).resolve().parents[2] / "fixtures" / "names" / "news.jsonl"
_KINDS = {"PER": "PER", "PERSON": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}
_BEFORE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_AFTER = re.compile(r"\s*'s?$")

Name = tuple[int, int, str]


def score(gold: Path, folder: Path) -> dict[str, float]:
    """Precision, recall and F1 in percent, of whole names with their kind; raw text in."""
    given = gold.read_text("utf-8")
    read = _read_spans(given) if gold.suffix == ".jsonl" else _read(given)
    texts, wanted = zip(*read, strict=True)
    parses = Parser(str(folder)).parse([Document(id=str(i), text=text)
                                        for i, text in enumerate(texts)])
    found = [set(_found(parse)) for parse in parses]
    right = sum(len(a & b) for a, b in zip(wanted, found, strict=True))
    p, r = (right / max(1, sum(map(len, side))) for side in (found, wanted))
    return {"precision": round(100 * p, 1), "recall": round(100 * r, 1),
            "F1": round(200 * p * r / max(p + r, 1e-9), 1)}


def _found(parse: Parse) -> Iterator[Name]:
    for name in parse.names:
        if name.type in _KINDS:
            span = Span(parse.tokens[name.first].start, parse.tokens[name.last - 1].end)
            yield from _bare(parse.text, span, _KINDS[name.type])


def _bare(text: str, span: Span, kind: str) -> Iterator[Name]:
    inside = text[span.start:span.end]
    before, after = _BEFORE.match(inside), _AFTER.search(inside)
    start = span.start + (before.end() if before else 0)
    end = span.end - (len(inside) - after.start() if after else 0)
    if start < end:
        yield start, end, kind


def _read_spans(lines: str) -> Iterator[tuple[str, set[Name]]]:
    """Each document's text and names, from one JSON object a line."""
    for row in map(json.loads, lines.splitlines()):
        yield row["text"], {(start, end, kind) for start, end, kind in row["names"]}


def _read(lines: str) -> Iterator[tuple[str, set[Name]]]:
    """Each document's text, a sentence a line, and its names."""
    for document in lines.split("# newdoc")[1:]:
        text = ""
        names: set[Name] = set()
        for sentence in document.split("\n\n"):
            rows = [row.split("\t") for row in sentence.splitlines() if row[:1].isdigit()]
            text, own = _sentence(text, rows)
            names.update(own)
        yield text, names


def _sentence(text: str, rows: Iterable[list[str]]) -> tuple[str, list[Name]]:
    """The text with the sentence after it, its words parted by blanks, and its names."""
    spans: list[tuple[Span, str]] = []
    for _, form, label, *_ in rows:
        start = len(text)
        text += form
        if label.startswith("I-") and spans:
            spans[-1] = (Span(spans[-1][0].start, len(text)), spans[-1][1])
        elif label != "O":
            spans.append((Span(start, len(text)), label[2:]))
        text += " "
    kept = [name for span, kind in spans if kind in _KINDS
            for name in _bare(text, span, _KINDS[kind])]
    return text[:-1] + "\n", kept
