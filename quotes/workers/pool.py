"""Work on batches by several processes, in order.

Decides how far reading runs ahead, and that only a document which ends a process by itself is
given up.
"""

from __future__ import annotations

import os
import sys
import threading
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, field, replace
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from quotes.documents import Document, Failure
from quotes.errors import QuotesError, UsageError
from quotes.workers.channel import EndedError
from quotes.workers.processes import Template, Worker, alone, how_ended

Made = TypeVar("Made")
Told = TypeVar("Told")
T = TypeVar("T")
Read = Document | Failure
Work = Callable[[Any, Sequence[Read]], Iterable[T]]

# Batches a worker that are read, worked on, or done while an earlier one isn't. With fewer, one
# long document would leave the other workers without work sooner; each takes under a megabyte.
_AHEAD = 4

# Windows answers to Ctrl-C only between waits.
_SECONDS_OF_WAIT = 0.5


class Workers(Generic[Made, Told]):
    """Processes that have loaded the same thing; they end with this object.

    `load` gives what the work is done with, and whatever is to be `told` of it here. It and the
    work are functions that other processes can import, with arguments that can be pickled.
    `threads` is torch's number of threads in each worker. What `load` raises is raised here.
    """

    told: Told

    def __init__(self, load: Callable[[], tuple[Made, Told]], number: int, threads: int = 1
                 ) -> None:
        self._stock = _Stock(load, threads, most=number)
        self._number = number
        self.told = self._stock.told
        weakref.finalize(self, self._stock.close)

    def map(self, work: Callable[[Made, Sequence[Read]], Iterable[T]],
            batches: Iterable[Sequence[Read]]) -> Iterator[tuple[Read, T]]:
        """Each document with what `work` makes of it, in order; `work` takes a batch.

        `batches` is read a few batches ahead, in the caller's thread. Closing the iterator ends
        the processes that are still at work.
        """
        run = _Run(self._stock, work, self._number)
        pending = deque[_Task]()
        try:
            for batch in batches:
                pending.append(run.begin(batch))
                while pending and (pending[0].done.done()
                                   or len(pending) >= _AHEAD * self._number):
                    yield from _results(pending[0])
                    pending.popleft()
            while pending:
                yield from _results(pending[0])
                pending.popleft()
        finally:
            run.end(abandoned=any(not task.done.done() for task in pending))


@dataclass(frozen=True)
class _Task:
    batch: Sequence[Read]
    done: Future[list[Any]] = field(default_factory=Future)


def _results(task: _Task) -> Iterator[tuple[Read, Any]]:
    while not wait([task.done], _SECONDS_OF_WAIT).done:
        continue
    yield from zip(task.batch, task.done.result(), strict=True)


class _Stock:
    """Workers that have nothing to do, and the way to more of them."""

    def __init__(self, load: Any, threads: int, most: int) -> None:
        self._load, self._threads, self._most = load, threads, most
        self._idle: list[Worker] = []
        self._lock = threading.Lock()
        self._closed = False
        self._owner = os.getpid()
        self._template = Template(load, threads) if sys.platform == "linux" else None
        if self._template is not None:
            self.told = self._template.told
        if self._template is not None and not self._template.forks:
            self._template.close()
            self._template = None
        elif self._template is None:
            worker = alone(load, threads)
            self.told = worker.begun()
            self._idle.append(worker)

    def take(self) -> Worker:
        """A worker; `EndedError` after `close`.

        A copy of this process has the same pipes to the same workers, and would get answers to
        this one's questions.
        """
        if os.getpid() != self._owner:
            raise UsageError("an extractor with workers can't be used in a forked process; "
                             "make one there")
        with self._lock:
            if self._closed:
                raise EndedError
            if self._idle:
                return self._idle.pop()
            if self._template is None:
                return alone(self._load, self._threads)
            try:
                return self._template.fork()
            except EndedError:  # the system may have ended it for want of memory
                self._template.close()
                self._template = Template(self._load, self._threads)
                return self._template.fork()

    def give_back(self, worker: Worker) -> None:
        with self._lock:
            if not self._closed and len(self._idle) < self._most:
                self._idle.append(worker)
                return
        worker.close()

    def close(self) -> None:
        if os.getpid() != self._owner:  # a copy that ends leaves the workers to their owner
            return
        with self._lock:
            self._closed = True
            while self._idle:
                self._idle.pop().close()
            if self._template is not None:
                self._template.close()


class _Run:
    """The threads of one call, each with a worker of its own."""

    def __init__(self, stock: _Stock, work: Any, most: int) -> None:
        self._stock, self._work, self._most = stock, work, most
        self._todo = SimpleQueue[_Task | None]()
        self._hands: list[_Hand] = []

    def begin(self, batch: Sequence[Read]) -> _Task:
        task = _Task(batch)
        self._todo.put(task)
        if len(self._hands) < self._most:
            self._hands.append(_Hand(self._stock, self._work, self._todo))
            self._hands[-1].start()
        return task

    def end(self, *, abandoned: bool) -> None:
        """Wait for the threads; what is abandoned is not finished first."""
        if sys.is_finalizing():  # Python has stopped the threads: nobody could be waited for
            return
        for hand in self._hands:
            if abandoned:
                hand.stop()
            self._todo.put(None)
        for hand in self._hands:
            hand.join()


class _DiedError(QuotesError):
    """A process ended at work."""

    def __init__(self, status: int | None) -> None:
        super().__init__(f"a worker process {how_ended(status)}")
        self.status = status


class _Hand(threading.Thread):
    """Gives tasks to a worker, one at a time, and to another worker when that one dies."""

    def __init__(self, stock: _Stock, work: Any, todo: SimpleQueue[_Task | None]) -> None:
        super().__init__(name="quotes-worker", daemon=True)
        self._stock, self._work, self._todo = stock, work, todo
        self._worker: Worker | None = None
        self._stopped = False
        self._lock = threading.Lock()  # of these two

    def run(self) -> None:
        while (task := self._todo.get()) is not None and not self._stopped:
            self._answer(task)
        with self._lock:
            if self._worker is not None and self._stopped:
                self._worker.close()
            elif self._worker is not None:
                self._stock.give_back(self._worker)

    def _answer(self, task: _Task) -> None:
        try:
            outcomes = self._outcomes(task.batch)
        except Exception as error:
            task.done.set_exception(error)
        else:
            task.done.set_result(outcomes)

    def stop(self) -> None:
        """Finish nothing more."""
        with self._lock:
            self._stopped = True
            if self._worker is not None:
                self._worker.end()

    def _outcomes(self, batch: Sequence[Read]) -> list[Any]:
        """Of a batch that a process dies of, each document by itself."""
        try:
            return self._tried(batch)
        except _DiedError:
            return [outcome for item in batch for outcome in self._alone(item)]

    def _alone(self, item: Read) -> list[Any]:
        """Of a document that a process dies of, what is made of that failure."""
        try:
            return self._tried([item])
        except _DiedError as died:
            if isinstance(item, Failure):
                raise
            return self._tried([_failure(item, died.status)])

    def _tried(self, batch: Sequence[Read]) -> list[Any]:
        """What a worker makes of a batch; `_DiedError` if it ends instead."""
        try:
            done = self._at_work().done(self._work, [_light(item) for item in batch])
        except EndedError as error:
            raise _DiedError(self._parted()) from error
        return list(done)

    def _at_work(self) -> Worker:
        with self._lock:
            if self._stopped:
                raise EndedError
            if self._worker is not None:
                return self._worker
            self._worker = self._stock.take()
        self._worker.begun()
        return self._worker

    def _parted(self) -> int | None:
        """Let go of a worker that has ended; how it ended."""
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is None:
            return None
        status = worker.end()
        worker.close()
        return status


def _light(item: Read) -> Read:
    """What a worker needs of it: nothing reads the metadata, which may be anything."""
    return replace(item, metadata={}) if isinstance(item, Document) and item.metadata else item


def _failure(document: Document, status: int | None) -> Failure:
    return Failure(id=document.id, path=document.path or document.id, line=document.line,
                   error=f"the process that read it {how_ended(status)}, twice; "
                         "split the document, or take fewer workers")
