"""The program as a library: documents in, records out, in order, in bounded memory.

Decides how documents are batched and that one which fails takes no other with it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from quotes import records, sections
from quotes.assembly import assemble
from quotes.attribution import Calibration, attribute
from quotes.documents import Document, Failure, text_sha256
from quotes.errors import InputError, QuotesError
from quotes.language import looks_english
from quotes.packed import Packed
from quotes.speakers import resolve
from quotes.speakers.roster import Roster, read_roster
from quotes.trees import Parse

if TYPE_CHECKING:
    from quotes.parse import Parser

# Documents are parsed together up to this many characters: enough for full batches of the
# network's windows, little enough that records come out while a long archive is read.
_CHARS_TOGETHER = 60_000


@dataclass(frozen=True)
class Settings:
    """What an `Extractor` is made with.

    model: None for the embedded model, `stanza:PACKAGE`, or the path of a model folder.
    threads: of torch; None leaves torch's own number.
    batch_size: windows of the network in one batch; changes speed and memory, not records.
    precision: "exact" computes in fp32 where the processor could in int8. The model's numbers are
        whole in both; now and then the last bit of what follows decides a record.
    device: where the network runs, by torch's name: "cpu", or "cuda" where there is one.
    roster: the people and bodies that speakers are linked to, or the file that lists them.
    """

    model: str | None = None
    threads: int | None = None
    batch_size: int = 8
    precision: Literal["auto", "exact"] = "auto"
    device: str = "cpu"
    roster: Roster | str | os.PathLike[str] | None = None


@dataclass(frozen=True)
class Result:
    """What became of one document: its records, or its failure.

    The records are a tuple; of a very long document a sequence that makes each anew when it is
    asked for, since they would fill the memory.
    """

    document: Document | None
    records: Sequence[records.QuoteRecord] = ()
    failure: Failure | None = None
    warnings: tuple[str, ...] = ()


class Extractor:
    """Loads a model once and reads documents with it.

    >>> extractor = Extractor()  # doctest: +SKIP
    >>> extractor.extract('"We are ready," Ana Ruiz said.')[0].speaker.name  # doctest: +SKIP
    'Ana Ruiz'
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._roster = _roster(self.settings)
        self._parser = _load(self.settings)
        self._calibration = Calibration.of(self._parser.calibration)
        self.model_name = self._parser.name
        self.model_sha256 = self._parser.sha256
        self.threshold = self._calibration.threshold
        self._generator = records.Generator(
            program=f"quotes {version('quotes-attribution')}", model=self.model_name,
            model_sha256=self.model_sha256,
            settings_sha256=_settings_sha256(self.settings, self._roster))

    def extract(self, document: Document | str) -> list[records.QuoteRecord]:
        """The records of one document or text; raises `QuotesError` where it can't be read."""
        if isinstance(document, str):
            document = Document(id=_text_id(document), text=document)
        result = next(self.stream([document]))
        if result.failure is not None:
            raise InputError(result.failure.error, path=result.failure.path,
                             line=result.failure.line)
        return list(result.records)

    def stream(self, documents: Iterable[Document | Failure]) -> Iterator[Result]:
        """One result a document, in input order; a failure passes through as a result."""
        for long, some in groupby(documents, sections.is_long):
            if long:
                yield from (self._read_long(item) for item in some if isinstance(item, Document))
                continue
            for item in self.parses(some):
                if isinstance(item, Failure):
                    yield Result(document=None, failure=item)
                else:
                    yield self._read(*item)

    def parses(self, documents: Iterable[Document | Failure]
               ) -> Iterator[tuple[Document, Parse] | Failure]:
        """Each document with its parse, in input order: what the program saw."""
        for batch in _batches(documents):
            parsed = iter(self._parse([d for d in batch if isinstance(d, Document)]))
            for item in batch:
                yield next(parsed) if isinstance(item, Document) else item

    def _parse(self, documents: list[Document]) -> list[tuple[Document, Parse] | Failure]:
        try:
            parsed = self._parser.parse(documents)
        except Exception as error:
            if len(documents) == 1:
                return [_failure(documents[0], error)]
            return [outcome for document in documents for outcome in self._parse([document])]
        return list(zip(documents, parsed, strict=True))

    def _read(self, document: Document, parse: Parse) -> Result:
        try:
            made = self._records(document, parse)
        except Exception as error:
            return Result(document=document, failure=_failure(document, error))
        return Result(document=document, records=tuple(made), warnings=_warnings(document))

    def _read_long(self, document: Document) -> Result:
        """Section by section, of which none stays in memory; one that fails fails them all."""
        made, counting = Packed(), sections.Counting()
        for section in sections.sections(document):
            for item in self.parses([section.document]):
                if isinstance(item, Failure):
                    return Result(document=document, failure=item)
                try:
                    made.extend(self._records(document, counting.placed(section, item[1])))
                except Exception as error:
                    return Result(document=document, failure=_failure(document, error))
        return Result(document=document, records=made,
                      warnings=(*_warnings(document), sections.WARNING))

    def _records(self, document: Document, parse: Parse) -> list[records.QuoteRecord]:
        found = attribute(parse, self._calibration)
        speakers = resolve(parse, found, author=document.author, publisher=document.publisher)
        if self._roster is not None:
            speakers = [self._roster.link(speaker) for speaker in speakers]
        return assemble(document, parse, found, speakers, self._generator)


def _warnings(document: Document) -> tuple[str, ...]:
    return () if looks_english(document.text) is not False else (
        "the text does not look English; the model reads English only",)


def _load(settings: Settings) -> Parser:
    from quotes.parse import Parser  # torch and Stanza take seconds to import

    return Parser(settings.model, threads=settings.threads, batch_size=settings.batch_size,
                  exact=settings.precision == "exact", device=settings.device)


def _roster(settings: Settings) -> Roster | None:
    given = settings.roster
    return read_roster(given) if isinstance(given, (str, os.PathLike)) else given


def _settings_sha256(settings: Settings, roster: Roster | None) -> str:
    """Of the settings, as JSON, that can change a record besides the model, which has a hash.

    Threads and batch size change none, nor does the file that a roster comes in.
    """
    changing: dict[str, str] = {} if roster is None else {"roster": roster.sha256}
    if settings.precision != "auto":
        changing["precision"] = settings.precision
    if settings.device != "cpu":
        changing["device"] = settings.device
    return hashlib.sha256(json.dumps(changing).encode()).hexdigest()


def _batches(documents: Iterable[Document | Failure]) -> Iterator[list[Document | Failure]]:
    batch: list[Document | Failure] = []
    size = 0
    for item in documents:
        batch.append(item)
        size += len(item.text) if isinstance(item, Document) else 0
        if size >= _CHARS_TOGETHER:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _failure(document: Document, error: Exception) -> Failure:
    told = str(error) if isinstance(error, QuotesError) else (
        f"{type(error).__name__}: {error} (a defect of the program; please report the document)")
    return Failure(id=document.id, error=told, path=document.path or document.id,
                   line=document.line)


def _text_id(text: str) -> str:
    return "text-" + text_sha256(text)[:12]
