"""Decides which documents may teach, which only measure, and reads them with their parses.

Nothing learns from a document under a non-commercial licence, from one with a sentence of the
treebank's development or test part, or from the fifth that is held back (`held_back.txt`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from quotes.attribution import Attribution, attribute
from quotes.documents import Document
from quotes.parse import Parser
from quotes.trees import Name, Parse, Proposal, Sentence, Token
from training.speakers.gold import Chains

Use = Literal["learn", "held_back", "test"]
HELD_BACK = Path(__file__).parent / "held_back.txt"
TEXTS, CHAINS = "gum/dev.jsonl", "gum/coref.jsonl"
_TREEBANK = ("ud/dev.conllu", "ud/gum_test.conllu")
# A sentence as short as this may stand in any document.
_TELLING_CHARS = 40


@dataclass(frozen=True)
class Marked:
    """A document as the program sees it, with the chains that people marked."""

    id: str
    genre: str
    use: Use
    parse: Parse
    attributions: list[Attribution]
    chains: Chains


def read(shared: Path, cache_folder: Path) -> Iterator[Marked]:
    """Every document with chains, in the order of their ids' hashes."""
    rows = {row["id"]: row for row in _rows(shared / CHAINS)}
    texts = {row["id"]: row["text"] for row in _rows(shared / TEXTS) if row["id"] in rows}
    barred = _sentences(shared)
    parses = _parses(texts, cache_folder)
    for name in sorted(texts, key=digest):
        row, parse = rows[name], parses[name]
        use: Use = "held_back" if digest(name) in held_back() else "learn"
        if row["nc"] or any(_plain(s) in barred for s in _texts(parse)):
            use = "test"
        yield Marked(name, row["genre"], use, parse, attribute(parse),
                     Chains(parse, row["entities"]))


def digest(name: str) -> str:
    """What the list of documents held back knows a document by."""
    return hashlib.sha256(name.encode()).hexdigest()[:16]


@cache
def held_back() -> frozenset[str]:
    lines = HELD_BACK.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _texts(parse: Parse) -> Iterator[str]:
    for sentence in parse.sentences:
        span = parse.span(range(sentence.first, sentence.last))
        if span.end - span.start >= _TELLING_CHARS:
            yield parse.text[span.start:span.end]


def _sentences(shared: Path) -> frozenset[str]:
    """The longer sentences of the treebank's parts that nothing learns from."""
    return frozenset(
        _plain(line.removeprefix("# text = "))
        for path in _TREEBANK for line in (shared / path).read_text("utf-8").splitlines()
        if line.startswith("# text = ") and len(line) >= _TELLING_CHARS)


def _plain(text: str) -> str:
    return "".join(text.split())


def _parses(texts: Mapping[str, str], folder: Path) -> dict[str, Parse]:
    """By the embedded model; kept for its weights' hash, since parsing takes minutes."""
    parser = Parser()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"parses-{parser.sha256[:16]}.jsonl"
    if not path.exists():
        documents = [Document(id=name, text=text) for name, text in sorted(texts.items())]
        partial = path.with_suffix(".part")
        with partial.open("w", encoding="utf-8") as out:
            for document in documents:
                for parse in parser.parse([document]):
                    out.write(json.dumps({"id": document.id, **asdict(parse)}) + "\n")
        partial.replace(path)
    return {row["id"]: _parse(row) for row in _rows(path) if row["id"] in texts}


def _parse(row: Mapping[str, Any]) -> Parse:
    return Parse(row["text"], tuple(Token(**t) for t in row["tokens"]),
                 tuple(Sentence(**s) for s in row["sentences"]),
                 tuple(Name(**n) for n in row["names"]),
                 tuple(_proposal(p) for p in row["proposals"]))


def _proposal(row: Mapping[str, Any]) -> Proposal:
    parts: Iterable[str] = ("cue", "content", "source")
    return Proposal(**{**row, **{part: tuple(row[part]) for part in parts}})
