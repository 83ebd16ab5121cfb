"""A run over many documents: `extract` and `parse` alike.

Decides the order of things around each document: its failure or warnings are told, its lines
are written whole, then it is noted as finished (but for the failure that `--strict` stops at, so
that it is read again when the run is resumed). A run that is resumed goes through
the documents that are finished already, in the same order, and must find them unchanged.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

from quotes.cli import engine, progress
from quotes.cli.console import describe, tell
from quotes.cli.options import Running, Writing
from quotes.cli.paths import STDOUT, is_regular
from quotes.cli.streams import stdout
from quotes.cli.tally import Tally
from quotes.documents import Document, Failure, text_sha256
from quotes.errors import UsageError
from quotes.formats.jsonl import encode_document, encode_failure
from quotes.formats.part import Finished, PartFile
from quotes.formats.stream import write_whole
from quotes.terminal import encodable

if TYPE_CHECKING:
    from quotes.pipeline import Extractor

Read = Document | Failure


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document's output: what is noted, the bytes that are written, what is said."""

    done: Finished
    data: bytes = b""
    warnings: tuple[str, ...] = ()


def finished(document: Document, types: Mapping[str, int] | None = None,
             withheld: int = 0) -> Finished:
    return Finished(document.id, text_sha256(document.text), dict(types or {}), withheld=withheld)


def failed(failure: Failure, document: Document | None = None) -> Outcome:
    digest = None if document is None else text_sha256(document.text)
    return Outcome(Finished(failure.id, digest, failure=failure))


# What is done with a batch, in this process or in a worker: to be imported and pickled.
Process = Callable[["Extractor", Sequence[Read]], Iterator[Outcome]]


def run(documents: Iterator[Read], process: Process, *, running: Running, writing: Writing,
        settings: Mapping[str, Any]) -> Tally:
    """Read, process and write the documents; what it came to.

    `settings` is what the output depends on besides the model.
    """
    extractor, documents = _load(documents, running)
    header = {**engine.identity(extractor), "precision": running.precision,
              "device": running.device, **settings}
    tally = Tally()
    with Outputs(writing, header) as outputs:
        if writing.resume and not outputs.resumed and not running.quiet:
            tell("nothing to resume; starting from the beginning")
        left = outputs.skip_finished(documents, tally)
        shown = progress.wanted(quiet=running.quiet, to_stdout=outputs.to_stdout)
        # Closed before anything is said of the end: workers end, and can say nothing after it.
        with contextlib.closing(_found(extractor, process, left)) as found:
            stopped = _write_all(progress.tracked(found, shown=shown), outputs, tally, running)
        if not stopped:
            outputs.finish()
    if stopped:
        tell("stopped at the first document that failed (--strict)" + outputs.left_behind())
    elif writing.errors and tally.failed and not running.quiet:
        tell(f"{len(tally.failed)} of {tally.documents} documents failed; see {writing.errors}")
    return tally


def _load(documents: Iterator[Read], running: Running
          ) -> tuple[Extractor | None, Iterator[Read]]:
    """The extractor, unless nothing can be read: then an error needn't wait for a model."""
    failures: list[Read] = []
    for item in documents:
        if isinstance(item, Document):
            return engine.load(running), chain(failures, [item], documents)
        failures.append(item)
        if running.strict:
            break
    return None, iter(failures)


def _found(extractor: Extractor | None, process: Process, items: Iterable[Read]
           ) -> Generator[tuple[Read, Outcome], None, None]:
    """What comes of each document; without an extractor there are failures only."""
    if extractor is not None:
        yield from extractor.map(process, items)
    else:
        yield from ((item, failed(item)) for item in items if isinstance(item, Failure))


def _write_all(found: Iterable[tuple[Read, Outcome]], outputs: Outputs, tally: Tally,
               running: Running) -> bool:
    """Write as documents finish; whether `--strict` stopped it."""
    for item, outcome in found:
        tally.add(outcome.done)
        failure = outcome.done.failure
        if failure is not None:
            outputs.report(failure)
            if running.strict:
                return True
        if not running.quiet:
            for warning in outcome.warnings:
                tell(f"warning: {outcome.done.id}: {warning}")
        outputs.write(item, outcome)
    return False


class Outputs:
    """Where everything goes: the records, the failures and the texts."""

    def __init__(self, writing: Writing, header: Mapping[str, Any]) -> None:
        self._files = contextlib.ExitStack()
        self._part: PartFile | None = None
        self._stream: BinaryIO | None = None
        self.to_stdout = writing.output in (None, STDOUT)
        with contextlib.ExitStack() as opened:
            self._open(writing, header, opened)
            self._errors = _opened(writing.errors, opened, kept=writing.resume)
            self._documents = _opened(writing.documents, opened, kept=writing.resume)
            self._files = opened.pop_all()

    def _open(self, writing: Writing, header: Mapping[str, Any], opened: contextlib.ExitStack
              ) -> None:
        if writing.output is not None and is_regular(writing.output):
            self._part = PartFile(Path(writing.output), header, resume=writing.resume)
            opened.callback(self._part.close)
        elif self.to_stdout:
            self._stream = stdout()
        else:
            self._stream = _opened(writing.output, opened)

    def __enter__(self) -> Outputs:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._files.close()
        if kind is KeyboardInterrupt and (left := self.left_behind()):
            tell(f"interrupted{left}")

    @property
    def resumed(self) -> bool:
        return self._part is not None and self._part.documents > 0

    def skip_finished(self, documents: Iterator[Read], tally: Tally) -> Iterator[Read]:
        """The documents that are left. Failures and texts of the finished ones are written
        anew, since only the journal knows how far those files were right; over the same bytes, so
        that nothing of them is lost where the run can't be resumed."""
        for done in self._part.finished() if self._part is not None else ():
            item = next(documents, None)
            _same_document(done, item)
            tally.add(done)
            if done.failure is not None:
                self.report(done.failure)
            elif isinstance(item, Document):
                self._keep(item)
        for file in (self._errors, self._documents):
            if file is not None and file.seekable():
                file.truncate()
        return documents

    def write(self, item: Read, outcome: Outcome) -> None:
        if isinstance(item, Document) and outcome.done.failure is None:
            self._keep(item)
        if self._part is not None:
            self._part.write(outcome.done, outcome.data)
        elif self._stream is not None and outcome.data:
            write_whole(self._stream, outcome.data)

    def report(self, failure: Failure) -> None:
        if self._errors is None:
            tell(f"error: {describe(failure)}")
        else:
            write_whole(self._errors, encode_failure(failure))

    def _keep(self, document: Document) -> None:
        if self._documents is not None:
            write_whole(self._documents, encode_document(document))

    def finish(self) -> None:
        if self._part is not None:
            self._part.finish()

    def left_behind(self) -> str:
        if self._part is None or not self._part.documents:
            return ""
        return (f"; {self._part.part} holds {self._part.documents} documents, "
                "and --resume goes on from there")


def _opened(name: str | None, opened: contextlib.ExitStack, *, kept: bool = False
            ) -> BinaryIO | None:
    """A file to write; with `kept`, what it holds stays until it is written over."""
    if name is None:
        return None
    if name == STDOUT:
        raise UsageError("standard output holds records only; name a file")
    return opened.enter_context(Path(name).open("r+b" if kept and Path(name).is_file() else "wb"))


def _same_document(done: Finished, item: Read | None) -> None:
    """Refuse to go on where the inputs are not those that the run was begun with."""
    if item is None or encodable(item.id) != done.id:
        found = "the input ends" if item is None else f"the input has {item.id}"
        raise UsageError(f"cannot resume: where the interrupted run read {done.id}, {found}; "
                         "give the same inputs in the same order, or delete the part file")
    if done.sha256 and isinstance(item, Failure):
        raise UsageError(f"cannot resume: {done.id} was read before and can't be any more "
                         f"({item.error}); mend it, or delete the part file to start again")
    if done.sha256 and isinstance(item, Document) and text_sha256(item.text) != done.sha256:
        raise UsageError(f"cannot resume: {done.id} has changed since it was read; "
                         "delete the part file to start again")
