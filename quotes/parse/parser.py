"""The parser: documents in, a `Parse` of each out, in batches across documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from quotes.documents import Document
from quotes.errors import ModelError, UsageError
from quotes.lemmatizer import Lemmatizer
from quotes.network import Network
from quotes.parse import official
from quotes.parse.convert import Growing, from_stanza, proposals, words_of
from quotes.parse.cutting import LONGEST_FOR_STANZA, blocks
from quotes.parse.folder import EMBEDDED, Model, checked
from quotes.parse.heap import give_back
from quotes.parse.own import Tokenized, parsed, tokenized
from quotes.text import Span, normalise
from quotes.tokenizer import Tokenizer
from quotes.trees import Parse

# Characters that are parsed together: enough to fill the network's batches; Stanza's objects, where
# one of its packages is used (7 kB a word), stay below 150 MB.
_TOGETHER = 100_000
# More than any machine's cores; OpenMP crashes where it can't start as many as it is told to.
_MOST_THREADS = 256


class _Block(NamedTuple):
    document: int  # index of the document
    text: str  # its whole text, normalised
    chunks: list[Span]

    @property
    def size(self) -> int:
        return self.chunks[-1].end - self.chunks[0].start


class Parser:
    """The embedded model, or Stanza's pipeline, loaded once.

    `model` is None for the embedded model, `stanza:PACKAGE` for tokens, tags, trees and
    names of an official package, else a folder like the embedded one. `threads` is torch's
    number of threads (None leaves it), `batch_size` the number of windows that the network
    reads at once; neither changes a result. `exact` computes in fp32 where the processor could in
    int8, `device` is torch's name of where the network runs. `name` and `sha256` say which
    model runs. Raises `ModelError` where a file is missing or altered.
    """

    name: str
    sha256: str
    calibration: dict[str, Any] | None  # what the model says of its proposals' scores

    def __init__(self, model: str | None = None, *, threads: int | None = None,
                 batch_size: int = 4, exact: bool = False, device: str = "cpu") -> None:
        if batch_size < 1 or (threads is not None and not 1 <= threads <= _MOST_THREADS):
            raise UsageError(f"batch_size is 1 or more, threads 1 to {_MOST_THREADS}")
        import torch

        if threads is not None:
            torch.set_num_threads(threads)
        package = model.removeprefix(official.PREFIX) \
            if model and model.startswith(official.PREFIX) else None
        own = checked(EMBEDDED if model is None or package is not None else _folder(model))
        self._network = Network(own.folder, exact=exact, device=device)
        self.name, self.sha256, self.calibration = own.name, own.sha256, own.calibration
        self._batch_size = batch_size
        self._pipeline: Any = None
        if package is None:
            self._tokenizer, self._lemmatizer = Tokenizer(own.folder), Lemmatizer(own.folder)
        else:
            official.checked(package)  # its files are pickles: none is loaded that is another's
            self._pipeline = official.pipeline(package)
            self.name = f"{official.PREFIX}{package}+{own.name}"
            both = official.hash_of(self._pipeline) + own.sha256
            self.sha256 = hashlib.sha256(both.encode()).hexdigest()

    def parse(self, documents: Sequence[Document]) -> list[Parse]:
        """A parse of each document, with the network's proposals.

        A document that comes parsed keeps its tokens, trees and names.
        """
        parses = [Growing(document.text) for document in documents]
        for group in self._groups(documents):
            texts = [documents[block.document].text for block in group]
            found = self._by_stanza(group, texts) if self._pipeline else self._by_own(group, texts)
            for block, parse in zip(group, found, strict=True):
                parses[block.document].add(parse)
            give_back()
        given = self._proposed([document.parse for document in documents if document.parse])
        return [next(given) if document.parse else growing.parse()
                for document, growing in zip(documents, parses, strict=True)]

    def tokenize(self, documents: Sequence[Document]) -> Iterator[list[Tokenized]]:
        """The words of each document, in a part for each of its blocks; the embedded model's only.

        Sentences and paragraphs count from 0 in each part. This is all that training needs of
        a parser, at a tenth of the time of a parse.
        """
        for document in documents:
            yield [tokenized(self._tokenizer, block.text, block.chunks)
                   for block in self._blocks([document])]

    def _by_own(self, group: Sequence[_Block], texts: Sequence[str]) -> Iterator[Parse]:
        words = [tokenized(self._tokenizer, block.text, block.chunks) for block in group]
        readings = self._network.read([found.words for found in words], self._batch_size)
        for text, found, reading in zip(texts, words, readings, strict=True):
            yield parsed(text, found, reading, self._lemmatizer)

    def _by_stanza(self, group: Sequence[_Block], texts: Sequence[str]) -> Iterator[Parse]:
        documents = self._annotated(group)
        readings = self._network.read([words_of(d) for d in documents], self._batch_size)
        for text, document, reading in zip(texts, documents, readings, strict=True):
            yield replace(from_stanza(document, text), proposals=tuple(reading.proposals))

    def _proposed(self, parses: Sequence[Parse]) -> Iterator[Parse]:
        """Documents that came parsed, with the network's proposals, all read in one go."""
        found = proposals(parses, self._network, self._batch_size)
        for parse, proposed in zip(parses, found, strict=True):
            yield replace(parse, proposals=proposed)

    def _groups(self, documents: Sequence[Document]) -> Iterator[list[_Block]]:
        """The blocks of all documents that don't come parsed, as many at a time as go together."""
        group: list[_Block] = []
        size = 0
        for block in self._blocks(documents):
            if group and size + block.size > _TOGETHER:
                yield group
                group, size = [], 0
            group.append(block)
            size += block.size
        if group:
            yield group

    def _blocks(self, documents: Sequence[Document]) -> Iterator[_Block]:
        for i, document in enumerate(documents):
            if document.parse is None:
                text = normalise(document.text)
                found = blocks(text, LONGEST_FOR_STANZA) if self._pipeline else blocks(text)
                for chunks in found:
                    yield _Block(i, text, chunks)

    def _annotated(self, group: Sequence[_Block]) -> list[Any]:
        """A Stanza document for each block; offsets count the document's whole text."""
        from stanza.models.common.doc import Document as StanzaDocument

        chunks = [StanzaDocument([], text=block.text[chunk.start:chunk.end])
                  for block in group for chunk in block.chunks]
        tokens = iter(self._pipeline.process(chunks, processors="tokenize"))
        rest = [name for name in self._pipeline.processors if name not in {"tokenize", "mwt"}]
        return list(self._pipeline.process([_merged(block, tokens) for block in group],
                                           processors=rest))


def published(model: str | None) -> Model:
    """A model whose files are as published, found as `Parser` finds it; else `ModelError`."""
    if model and model.startswith(official.PREFIX):
        return official.checked(model.removeprefix(official.PREFIX))
    return checked(EMBEDDED if model is None else _folder(model))


def _folder(name: str) -> Path:
    folder = Path(name)
    if not folder.is_dir():
        raise ModelError(f"{name}: no folder with a model; name one, or stanza:PACKAGE, "
                         "or leave the model option out")
    return folder


def _merged(block: _Block, tokenized: Iterator[Any]) -> Any:
    """The chunks' Stanza documents as one over the whole text, as Stanza merges its own."""
    from stanza.models.common.doc import Document as StanzaDocument

    merged = StanzaDocument([], text=block.text)
    for chunk, part in zip(block.chunks, tokenized):  # noqa: B905 (the iterator goes on)
        for sentence in part.sentences:
            for token in sentence.tokens:
                _shift(token, chunk.start)
                for word in token.words:
                    _shift(word, chunk.start)
            sentence.doc = merged
            sentence.index = len(merged.sentences)
            merged.sentences.append(sentence)
    merged.num_tokens = sum(len(sentence.tokens) for sentence in merged.sentences)
    merged.num_words = sum(len(sentence.words) for sentence in merged.sentences)
    return merged


def _shift(unit: Any, by: int) -> None:
    # Stanza's own merging of documents sets these too: a token has no setter for them.
    if unit.start_char is not None:
        unit._start_char += by
        unit._end_char += by
