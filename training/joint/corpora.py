"""The corpora as words with labels: decides which file says what of which word.

News (PolNeAR) has attributions, the treebank tags and trees, both silver names. In documents of
the treebank whose mentions people have marked, those say what is a name (`mentions.py`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from quotes.conllu import read
from quotes.documents import Document
from quotes.errors import InputError
from quotes.network.windows import Numbers, Words
from quotes.parse import Parser
from quotes.parse.own import Tokenized
from quotes.text import Span, straighten
from quotes.trees import Parse
from training.joint import mentions
from training.joint.labels import NOBODY, Labels, attributed, named

# What a run reads, in the folder of the corpora.
NEWS = "polnear/train.jsonl"
NEWS_NAMES = "ner/silver_news.bio"
TREEBANK = "ud/train.conllu"
TREEBANK_NAMES = "ner/silver_ud_train.bio"

_BLANKS = re.compile(r"\s*")

# Parsed together: some 20,000 words, then a line of the log.
_DOCUMENTS_TOGETHER = 20


class Annotated(NamedTuple):
    id: str
    corpus: str  # a batch holds one corpus
    words: Words
    labels: Labels


class Located(NamedTuple):
    """A document's words where they stand, as the embedded tokenizer finds them."""

    spans: list[Span]
    sentences: list[int]
    paragraphs: list[int]

    def words(self, text: str) -> Words:
        plain = straighten(text)
        return Words([plain[start:end] for start, end in self.spans],
                     self.sentences, self.paragraphs)


def news(shared: Path, cache: Path, labels: Mapping[str, list[str]], left_out: Container[str],
         log: Callable[[str], None]) -> list[Annotated]:
    """PolNeAR's articles but those left out, with attributions and names."""
    articles = [json.loads(line) for line in (shared / NEWS).read_text("utf-8").splitlines()]
    located = tokenized(articles, cache, log)
    names = aligned([article["text"] for article in articles], shared / NEWS_NAMES)
    found = []
    for article, where, own in zip(articles, located, names, strict=True):
        if article["id"] not in left_out:
            marked = attributed(where.spans, article["attributions"], labels["tag"])
            marked = marked._replace(ner=named(where.spans, own, labels["ner"]))
            found.append(Annotated(article["id"], "news", where.words(article["text"]), marked))
    return found


def tokenized(articles: Sequence[Mapping[str, Any]], cache: Path,
              log: Callable[[str], None]) -> list[Located]:
    """The words of articles by the embedded tokenizer; made once, then read from the cache.

    The cache holds offsets only, in a file named after the texts and the tokenizer.
    """
    parser = Parser()
    key = hashlib.sha256(parser.sha256.encode())
    for article in articles:
        key.update(article["text"].encode())
    path = cache / f"words-{key.hexdigest()[:16]}.jsonl"
    if not path.exists():
        found = list(_tokenize(articles, parser, log))
        cache.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text("".join(json.dumps(located) + "\n" for located in found), "utf-8")
        part.replace(path)
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [Located([Span(*span) for span in spans], *rest) for spans, *rest in rows]


def _tokenize(articles: Sequence[Mapping[str, Any]], parser: Parser,
              log: Callable[[str], None]) -> Iterator[Located]:
    for start in range(0, len(articles), _DOCUMENTS_TOGETHER):
        some = articles[start:start + _DOCUMENTS_TOGETHER]
        log(f"words of articles {start + 1} to {start + len(some)} of {len(articles)}")
        for parts in parser.tokenize([Document(id=a["id"], text=a["text"]) for a in some]):
            yield _one(parts)


def _one(parts: Iterable[Tokenized]) -> Located:
    """The parts of a document as one: each begins a paragraph, as the parser cuts them."""
    found = Located([], [], [])
    for part in parts:
        sentence, paragraph = (row[-1] + 1 if row else 0 for row in found[1:])
        found.spans.extend(part.spans)
        found.sentences.extend(i + sentence for i in part.words.sentences)
        found.paragraphs.extend(i + paragraph for i in part.words.paragraphs)
    return found


def _sentences(parse: Parse) -> tuple[list[int], list[int]]:
    sentences = [token.sentence for token in parse.tokens]
    return sentences, [parse.sentences[i].paragraph for i in sentences]


def treebank(shared: Path, labels: Mapping[str, list[str]]) -> list[Annotated]:
    """The treebank's documents, with tags, trees and names."""
    silver = [label for _, label in _rows(shared / TREEBANK_NAMES)]
    known = mentions.read(shared)
    found = []
    start = 0
    for i, parsed in enumerate(read((shared / TREEBANK).read_text("utf-8"))):
        parse = parsed.parse
        end = start + len(parse.tokens)
        names = _numbers(mentions.labelled(parse, silver[start:end], known), labels["ner"])
        found.append(Annotated(parsed.id or f"treebank {i}", "treebank", _words(parse),
                               _of_trees(parse, labels)._replace(ner=names)))
        start = end
    if start != len(silver):
        raise InputError(f"{len(silver)} labels for the {start} words of {TREEBANK}",
                         path=TREEBANK_NAMES)
    return found


def _words(parse: Parse) -> Words:
    return Words([straighten(token.text) for token in parse.tokens], *_sentences(parse))


def _of_trees(parse: Parse, labels: Mapping[str, list[str]]) -> Labels:
    found = Labels.unknown(len(parse.tokens))
    index = {kind: {label: i for i, label in enumerate(labels[kind])}
             for kind in ("upos", "xpos", "deprel")}
    for i, token in enumerate(parse.tokens):
        found.upos[i] = index["upos"][token.upos]
        found.xpos[i] = index["xpos"][token.xpos]
        found.deprel[i] = index["deprel"][token.deprel]
        found.head[i] = token.head if token.head >= 0 else NOBODY
    return found


def _numbers(names: Sequence[str], labels: Sequence[str]) -> Numbers:
    index = {label: i for i, label in enumerate(labels)}
    return np.array([index[label] for label in names], dtype=np.int64)


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text("utf-8").split("\n"):
        if line:
            form, _, label = line.rpartition("\t")
            yield form, label


def aligned(texts: Sequence[str], path: Path) -> list[list[tuple[Span, str]]]:
    """The names of each text, from a file of all their tokens with BIO labels, in order.

    The tokens cover every character of the texts but blanks; documents aren't marked.
    """
    rows = _rows(path)
    found = []
    for text in texts:
        names: list[tuple[Span, str]] = []
        for span, label in _placed(text, rows, path):
            if label.startswith("I-") and names:
                names[-1] = (Span(names[-1][0].start, span.end), names[-1][1])
            elif label != "O":
                names.append((span, label[2:]))
        found.append(names)
    if next(rows, None) is not None:
        raise InputError("more tokens than the texts have", path=str(path))
    return found


def _placed(text: str, rows: Iterator[tuple[str, str]],
            path: Path) -> Iterator[tuple[Span, str]]:
    plain = straighten(text).rstrip()
    at = 0
    while at < len(plain):
        at = _BLANKS.match(plain, at).end()  # type: ignore[union-attr]
        form, label = next(rows, ("", ""))
        if not form or not plain.startswith(straighten(form), at):
            raise InputError(f"the token {form!r} does not go on the text at {at}", path=str(path))
        yield Span(at, at + len(form)), label
        at += len(form)
