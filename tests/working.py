"""What worker processes of tests load and do; they import it, so that it can't stand in a test."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from quotes.documents import Document, Failure
from quotes.errors import LexiconError
from quotes.workers import Workers
from tests import made

T = TypeVar("T")
Read = Document | Failure

# Documents a batch, few enough that each of two workers gets several of a test's.
TOGETHER = 5


class Extractor(made.Extractor):
    """The quick extractor, with real processes behind it."""

    def __init__(self, workers: int) -> None:
        self._workers = Workers(quick, workers)

    def map(self, work: Callable[..., Iterable[T]], documents: Iterable[Read]
            ) -> Iterator[tuple[Read, T]]:
        return self._workers.map(work, batches(documents))


def extractor(running: object) -> made.Extractor:
    """As `quotes.cli.engine.load`."""
    workers: int = running.workers  # type: ignore[attr-defined]
    return Extractor(workers) if workers > 1 else quick()[0]


def batches(documents: Iterable[Read], size: int = TOGETHER) -> Iterator[list[Read]]:
    batch: list[Read] = []
    for document in documents:
        batch.append(document)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def quick() -> tuple[made.Extractor, str]:
    made.Extractor.seconds = float(os.environ.get("SECONDS_EACH", "0"))
    return made.Extractor(), "loaded"


def threaded() -> tuple[made.Extractor, str]:
    """Like a library that starts threads when it is loaded."""
    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
    return quick()


def failing() -> tuple[made.Extractor, str]:
    raise LexiconError("it says so", path="cues.tsv", line=3)


def missing() -> tuple[made.Extractor, str]:
    raise FileNotFoundError("no such weights")


def dying() -> tuple[made.Extractor, str]:
    os.kill(os.getpid(), signal.SIGKILL)
    return quick()


def seen(extractor: made.Extractor, batch: Sequence[Read]) -> Iterator[str]:
    """Obeys the texts; tells what was read, and by which process."""
    for item in batch:
        if isinstance(item, Failure):
            yield item.error
        else:
            yield f"{item.text} {_obeyed(item.text)}"


def _obeyed(text: str) -> int:
    command, _, name = text.partition(" ")
    if command == "kill" or (command == "kill-once" and not Path(name).exists()):
        if name:
            Path(name).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if command == "sleep":
        time.sleep(float(name))
    if command == "raise":
        raise LexiconError("it says so", path="cues.tsv", line=3)
    if command == "print":
        os.write(1, b"a library says something\n")
    return os.getppid() if command == "parent" else os.getpid()
