"""The program as a library: documents in, records out, in order, in bounded memory.

Decides how documents are batched and that one which fails takes no other with it. Several
processes read the same batches as one would; how, is the business of `quotes.workers`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar, get_args

from quotes import records, sections
from quotes.assembly import assemble
from quotes.attribution import Calibration, attribute
from quotes.documents import Document, Failure, text_sha256
from quotes.errors import InputError, QuotesError, UsageError
from quotes.language import looks_english
from quotes.packed import Packed
from quotes.speakers import resolve
from quotes.speakers.roster import Roster, read_roster
from quotes.trees import Parse
from quotes.workers import Workers

if TYPE_CHECKING:
    from quotes.parse import Parser

# Documents are parsed together up to this many characters: enough for full batches of the
# network's windows, little enough that records come out while a long archive is read and that
# a small one keeps several workers busy. 60,000 save a hundredth of the time. A score may depend on
# it in its last digit, so it is the same whatever the number of workers.
_CHARS_TOGETHER = 30_000
# What an item counts at least: failures and empty documents too are told of as they come.
_LEAST = 100

# More than any machine has cores for.
_MOST_WORKERS = 256

# Read before workers are forked, so that they share what the first document loads, too.
_FIRST = '"We are ready," said Ana Ruiz, the harbour\'s director. She left on Friday.'

Read = Document | Failure
Precision = Literal["auto", "exact"]
T = TypeVar("T")


@dataclass(frozen=True)
class Settings:
    """What an `Extractor` is made with.

    model: None for the embedded model, `stanza:PACKAGE`, or the path of a model folder.
    threads: of torch; None leaves torch's own number, which with several workers is one each.
    batch_size: windows of the network in one batch; changes speed and memory, not records. More
        than the four unasked cost each worker memory and gained nothing with AVX2.
    precision: "exact" computes in fp32 where the processor could in int8. The model's numbers are
        whole in both; now and then the last bit of what follows decides a record.
    device: where the network runs, by torch's name: "cpu", or "cuda" where there is one.
    roster: the people and bodies that speakers are linked to, or the file that lists them.
    workers: processes that read documents; with several, none of it happens in this process.
        Changes no record. They share one model where the system allows it, and end with the
        extractor.
    """

    model: str | None = None
    threads: int | None = None
    batch_size: int = 4
    precision: Precision = "auto"
    device: str = "cpu"
    roster: Roster | str | os.PathLike[str] | None = None
    workers: int = 1


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
        if self.settings.precision not in get_args(Precision):
            raise UsageError(f"precision is {' or '.join(get_args(Precision))}, "
                             f"not {self.settings.precision!r}")
        self._roster = _roster(self.settings)
        self._workers = _workers(replace(self.settings, roster=self._roster))
        self._parser = None if self._workers else _load(self.settings)
        model = self._workers.told if self._workers else _model(self._parser)
        self._calibration = Calibration.of(model.calibration)
        self.model_name, self.model_sha256 = model.name, model.sha256
        self.threshold = self._calibration.threshold
        self._generator = records.Generator(
            program=records.program(), model=self.model_name,
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

    def stream(self, documents: Iterable[Read]) -> Iterator[Result]:
        """One result a document, in input order; a failure passes through as a result."""
        if self._workers is not None:
            for given, packed in self._workers.map(_packed, _batches(documents)):
                yield _unpacked(given, packed)
            return
        for long, some in groupby(documents, sections.is_long):
            if long:
                yield from (self._read_long(item) for item in some if isinstance(item, Document))
                continue
            for item in self.parses(some):
                if isinstance(item, Failure):
                    yield Result(document=None, failure=item)
                else:
                    yield self._read(*item)

    def parses(self, documents: Iterable[Read]) -> Iterator[tuple[Document, Parse] | Failure]:
        """Each document with its parse, in input order: what the program saw."""
        for given, found in self.map(_parses, documents):
            if isinstance(given, Failure):
                yield given
            else:
                yield found if isinstance(found, Failure) else (given, found)

    def map(self, work: Callable[[Extractor, Sequence[Read]], Iterable[T]],
            documents: Iterable[Read]) -> Iterator[tuple[Read, T]]:
        """Each document with what `work` makes of it, in input order.

        `work` takes an extractor, in whatever process it is called, and a batch. Where there
        are several workers, it is to be a function that other processes can import, and what
        it makes can be pickled.
        """
        if self._workers is not None:
            yield from self._workers.map(work, _batches(documents))
            return
        for batch in _batches(documents):
            yield from zip(batch, work(self, batch), strict=True)

    def _parse(self, documents: list[Document]) -> list[Parse | Failure]:
        assert self._parser is not None
        try:
            parsed = self._parser.parse(documents)
        except Exception as error:
            if len(documents) == 1:
                return [_failure(documents[0], error)]
            return [outcome for document in documents for outcome in self._parse([document])]
        return list(parsed)

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


class _Model(NamedTuple):
    name: str
    sha256: str
    calibration: dict[str, Any] | None


def _load(settings: Settings) -> Parser:
    from quotes.parse import Parser  # torch takes seconds to import

    return Parser(settings.model, threads=settings.threads, batch_size=settings.batch_size,
                  exact=settings.precision == "exact", device=settings.device)


def _model(parser: Parser | None) -> _Model:
    assert parser is not None
    return _Model(parser.name, parser.sha256, parser.calibration)


def _workers(settings: Settings) -> Workers[Extractor, _Model] | None:
    """The processes that read; None for this one."""
    if not 1 <= settings.workers <= _MOST_WORKERS:
        raise UsageError(f"workers is 1 to {_MOST_WORKERS}")
    if settings.workers == 1:
        return None
    return Workers(partial(_loaded, replace(settings, workers=1, threads=1)), settings.workers,
                   settings.threads or 1)


def _loaded(settings: Settings) -> tuple[Extractor, _Model]:
    """In a worker, or the process that they are forked from: what the work is done with."""
    extractor = Extractor(settings)
    extractor.extract(_FIRST)
    return extractor, _model(extractor._parser)


def _parses(extractor: Extractor, batch: Sequence[Read]) -> Iterator[Parse | Failure]:
    parsed = iter(extractor._parse([d for d in batch if isinstance(d, Document)]))
    return (next(parsed) if isinstance(item, Document) else item for item in batch)


class _Packed(NamedTuple):
    """A result on its way between processes: reading JSON is a quarter of unpickling's work."""

    read: bool  # whether the result has its document
    records: list[str]
    failure: Failure | None
    warnings: tuple[str, ...]


def _packed(extractor: Extractor, batch: Sequence[Read]) -> Iterator[_Packed]:
    return (_Packed(result.document is not None, [r.model_dump_json() for r in result.records],
                    result.failure, result.warnings) for result in extractor.stream(batch))


def _unpacked(given: Read, packed: _Packed) -> Result:
    found = Packed.of(packed.records) if sections.is_long(given) \
        else tuple(map(records.QuoteRecord.model_validate_json, packed.records))
    document = given if packed.read and isinstance(given, Document) else None
    return Result(document, found, packed.failure, packed.warnings)


def _roster(settings: Settings) -> Roster | None:
    given = settings.roster
    return read_roster(given) if isinstance(given, (str, os.PathLike)) else given


def _settings_sha256(settings: Settings, roster: Roster | None) -> str:
    """Of the settings, as JSON, that can change a record besides the model, which has a hash.

    Threads, batch size and workers change none, nor does the file that a roster comes in.
    """
    changing: dict[str, str] = {} if roster is None else {"roster": roster.sha256}
    if settings.precision != "auto":
        changing["precision"] = settings.precision
    if settings.device != "cpu":
        changing["device"] = settings.device
    return hashlib.sha256(json.dumps(changing).encode()).hexdigest()


def _batches(documents: Iterable[Read]) -> Iterator[list[Read]]:
    batch: list[Read] = []
    size = 0
    for item in documents:
        batch.append(item)
        size += _LEAST + (len(item.text) if isinstance(item, Document) else 0)
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
