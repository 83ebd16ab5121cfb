"""The embedded model inside Stanza: variants of tokenize, pos, lemma, depparse and ner.

Importing this registers them; `stanza.Pipeline(..., tokenize_with_quotes=True,
pos_with_quotes=True, lemma_with_quotes=True, ...)` switches them on. The network's three (pos,
depparse and ner) share one pass over a document; lemma needs its tags, or another tagger's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import stanza
from stanza.models.common.doc import Document
from stanza.pipeline.ner_processor import NERProcessor
from stanza.pipeline.processor import (
    ProcessorVariant,
    UDProcessor,
    register_processor_variant,
)
from stanza.pipeline.registry import NAME_TO_PROCESSOR_CLASS

from quotes.lemmatizer import Lemmatizer
from quotes.network import Network, Reading
from quotes.parse.convert import words_of
from quotes.parse.cutting import blocks
from quotes.parse.folder import EMBEDDED, checked
from quotes.text import Span, normalise
from quotes.tokenizer import Tokenizer

NAME = "quotes"


class SharedPass:
    """One reading of each document, for whoever asks first and whoever asks later."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._readings: WeakKeyDictionary[Document, Reading] = WeakKeyDictionary()

    def read(self, documents: Sequence[Document]) -> None:
        """Read the documents anew."""
        words = [words_of(document) for document in documents]
        self._readings.update(zip(documents, self._network.read(words),
                                  strict=True))

    def readings(self, documents: Sequence[Document]) -> list[Reading]:
        missing = [d for d in documents
                   if d not in self._readings or len(self._readings[d].upos) != d.num_words]
        if missing:
            self.read(missing)
        return [self._readings[document] for document in documents]


@lru_cache(maxsize=1)
def _embedded() -> SharedPass:
    return SharedPass(Network(checked(EMBEDDED).folder))


class _Variant(ProcessorVariant):  # type: ignore[misc]
    OVERRIDE = True

    def __init__(self, config: dict[str, Any]) -> None:
        self._shared: SharedPass = _embedded()

    def process(self, document: Document) -> Document:
        return self.bulk_process([document])[0]

    def bulk_process(self, documents: list[Document]) -> list[Document]:
        for document, reading in zip(documents, self._shared.readings(documents), strict=True):
            self._write(document, reading)
        return documents

    def _write(self, document: Document, reading: Reading) -> None:
        raise NotImplementedError


@lru_cache(maxsize=1)
def _embedded_tokenizer() -> Tokenizer:
    return Tokenizer(checked(EMBEDDED).folder)


@register_processor_variant("tokenize", NAME)
class _Tokens(ProcessorVariant):  # type: ignore[misc]
    """Tokens and sentences of a text; a line is a paragraph."""

    OVERRIDE = True

    def __init__(self, config: dict[str, Any]) -> None:
        self._tokenizer: Tokenizer = _embedded_tokenizer()

    def process(self, document: str | Document) -> Document:
        text = document if isinstance(document, str) else document.text
        plain = normalise(text)
        found = [tokens(self._tokenizer, plain, chunks) for chunks in blocks(plain)]
        return Document([sentence for block in found for sentence in block], text)

    def bulk_process(self, documents: Sequence[Document]) -> list[Document]:
        return [self.process(document) for document in documents]


def tokens(tokenizer: Tokenizer, text: str,
           chunks: Iterable[Span]) -> list[list[dict[str, Any]]]:
    """The sentences in parts of a normalised text, as Stanza's `Document` takes them.

    Offsets count the whole text.
    """
    return [[{"id": i, "text": text[span.start:span.end], "start_char": span.start,
              "end_char": span.end} for i, span in enumerate(sentence, start=1)]
            for chunk in chunks for sentence in tokenizer.sentences(text, chunk)]


@register_processor_variant("pos", NAME)
class _Tags(_Variant):
    def bulk_process(self, documents: list[Document]) -> list[Document]:
        # The first of the three: a document that comes a second time may have changed.
        self._shared.read(documents)
        return super().bulk_process(documents)

    def _write(self, document: Document, reading: Reading) -> None:
        for word, upos, xpos in zip(document.iter_words(), reading.upos, reading.xpos, strict=True):
            word.upos, word.xpos = upos, xpos


@lru_cache(maxsize=1)
def _embedded_lemmatizer() -> Lemmatizer:
    return Lemmatizer(checked(EMBEDDED).folder)


@register_processor_variant("lemma", NAME)
class _Lemmas(ProcessorVariant):  # type: ignore[misc]
    OVERRIDE = True

    def __init__(self, config: dict[str, Any]) -> None:
        self._lemmatizer: Lemmatizer = _embedded_lemmatizer()

    def process(self, document: Document) -> Document:
        lemmatize(self._lemmatizer, document)
        return document

    def bulk_process(self, documents: list[Document]) -> list[Document]:
        return [self.process(document) for document in documents]


def lemmatize(lemmatizer: Lemmatizer, document: Document) -> None:
    """Set the lemma of every word of a Stanza document that has tags."""
    for word in document.iter_words():
        word.lemma = lemmatizer.lemma(word.text, word.upos or "", word.xpos or "")


@register_processor_variant("depparse", NAME)
class _Tree(_Variant):
    def _write(self, document: Document, reading: Reading) -> None:
        base = 0
        for sentence in document.sentences:
            for word in sentence.words:
                i = base + word.id - 1
                word.head = reading.heads[i] - base + 1 if reading.heads[i] >= 0 else 0
                word.deprel = reading.deprels[i]
            base += len(sentence.words)
            sentence.build_dependencies()


@register_processor_variant("ner", NAME)
class _Names(_Variant):
    def _write(self, document: Document, reading: Reading) -> None:
        at = 0
        for sentence in document.sentences:
            labels = [""] * len(sentence.tokens)
            for i, token in enumerate(sentence.tokens):
                labels[i] = _of_token(reading.ner[at:at + len(token.words)])
                at += len(token.words)
            for token, label in zip(sentence.tokens, _bioes(labels), strict=True):
                token.ner = label
                token.multi_ner = (label,)
        document.build_ents()


class _NamesProcessor(NERProcessor):  # type: ignore[misc]
    """Stanza's processor, which up to 1.15 looks for a model of its own beside a variant."""

    def _set_up_final_config(self, config: dict[str, Any]) -> None:
        if hasattr(self, "_variant"):
            UDProcessor._set_up_final_config(self, config)
        else:
            super()._set_up_final_config(config)


NAME_TO_PROCESSOR_CLASS["ner"] = _NamesProcessor


def _of_token(labels: Sequence[str]) -> str:
    """A multi-word token's label: that of its first word in a name."""
    return next((label for label in labels if label != "O"), "O")


def _bioes(labels: Sequence[str]) -> list[str]:
    """BIO as Stanza writes names: S- for a name of one token, E- for the last of several.

    >>> _bioes(["B-ORG", "I-ORG", "B-GPE", "O", "I-ORG"])
    ['B-ORG', 'E-ORG', 'S-GPE', 'O', 'S-ORG']
    """
    found = []
    before = "O"
    for label, following in zip(labels, [*labels[1:], "O"], strict=True):
        if label != "O":
            starts = label[0] == "B" or before[2:] != label[2:]
            goes_on = following == "I-" + label[2:]
            found.append(("B" if goes_on else "S") if starts else ("I" if goes_on else "E"))
            found[-1] += label[1:]
        else:
            found.append(label)
        before = label
    return found


def pipeline() -> stanza.Pipeline:
    """The embedded model as a Stanza pipeline, for code that wants Stanza's `Document`."""
    processors = ("tokenize", "pos", "lemma", "depparse", "ner")
    return stanza.Pipeline(
        "en", dir=str(EMBEDDED), processors=",".join(processors), package=None,
        download_method=None, allow_unknown_language=True, use_gpu=False, logging_level="ERROR",
        **{f"{name}_with_{NAME}": True for name in processors})
