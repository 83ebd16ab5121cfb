"""One process that reads the varied documents on one thread and says what it took.

Run as a program of its own, since the peak of a process's memory can't be taken back:
`python -m benchmarks.throughput CHECKOUT WORDS` prints one JSON object. The package that is
measured is the one in the checkout; the documents are always this checkout's.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from benchmarks.stages import STAGES, StageClock, probed

if TYPE_CHECKING:
    from quotes.documents import Document
    from quotes.pipeline import Extractor, Result
    from quotes.records import QuoteRecord
    from quotes.trees import Parse

HERE = Path(__file__).resolve().parent.parent

# Every library that has threads of its own is told to use one.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
                            "RAYON_NUM_THREADS"), "1")

# Read before the clock starts, so that what is loaded at the first document isn't counted.
_WARM_UP = '"We are ready," said Ana Ruiz, the harbour\'s director. She left on Friday.'


@dataclass(frozen=True)
class Throughput:
    """What one run took. Seconds are CPU time of the process, memory is in bytes."""

    documents: int
    characters: int
    words: int  # tokens of the parse that hold a letter or a digit
    forms: int  # different ones among them
    records: int
    loading: float  # imports, the model, and the first sentence
    total: float  # of Extractor.stream, less the making of the documents
    stages: dict[str, float]  # of `total`; what is left is batching and the language check
    memory_loaded: int | None  # peak before the documents
    memory: int | None  # peak of all
    model: str
    model_sha256: str

    @property
    def words_per_second(self) -> float:
        return self.words / self.total

    @property
    def elsewhere(self) -> float:
        return self.total - sum(self.stages.values())


def measured(words: int, checkout: Path = HERE) -> Throughput:
    """Run the measurement in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.throughput", str(checkout), str(words)]
    done = subprocess.run(command, cwd=HERE, check=True, stdout=subprocess.PIPE,
                          env={**os.environ, **ONE_THREAD})
    return Throughput(**json.loads(done.stdout))


class Words:
    """Counts the documents that go in and the words of their parses: tokens that hold a letter
    or a digit."""

    def __init__(self) -> None:
        self.documents = self.characters = self.number = 0
        self.forms: set[str] = set()

    def made(self, documents: Iterator[Document], clock: StageClock) -> Iterator[Document]:
        """The documents, each made when it is asked for; the clock keeps their making apart."""
        while True:
            with clock.stage("making"):
                document = next(documents, None)
            if document is None:
                return
            self.documents += 1
            self.characters += len(document.text)
            yield document

    def add(self, parse: Parse) -> None:
        words = [token.text for token in parse.tokens if any(map(str.isalnum, token.text))]
        self.number += len(words)
        self.forms.update(words)

    def passing(self, parses: Callable[..., Iterator[Any]], clock: StageClock
                ) -> Callable[..., Iterator[Any]]:
        """`Extractor.parses` with the words counted as they pass, which the clock keeps apart."""
        def counted(documents: Any) -> Iterator[Any]:
            for item in parses(documents):
                with clock.stage("counting"):
                    if isinstance(item, tuple):
                        self.add(item[1])
                yield item
        return counted


def peak_memory() -> int | None:
    """Bytes, of this process so far; None where the system doesn't say (Windows)."""
    try:
        import resource
    except ModuleNotFoundError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def run(words: int) -> Throughput:
    """Measure in this process; it has to be a fresh one for `loading` and the memory."""
    from benchmarks.corpus import documents

    extractor = _loaded()
    loading, memory_loaded = time.process_time(), peak_memory()
    clock, seen = StageClock(), Words()
    with (probed(clock), patch.object(extractor, "parses", seen.passing(extractor.parses, clock)),
          clock.stage("elsewhere")):
        records = sum(len(_found(result))
                      for result in extractor.stream(seen.made(documents(words), clock)))
    for apart in ("making", "counting"):
        del clock.seconds[apart]
    return Throughput(
        documents=seen.documents, characters=seen.characters, words=seen.number,
        forms=len(seen.forms), records=records, loading=loading, total=sum(clock.seconds.values()),
        stages={name: clock.seconds[name] for name in STAGES if name in clock.seconds},
        memory_loaded=memory_loaded, memory=peak_memory(),
        model=extractor.model_name, model_sha256=extractor.model_sha256)


def _loaded() -> Extractor:
    from quotes.documents import Document
    from quotes.pipeline import Extractor, Settings

    extractor = Extractor(Settings(threads=1))
    extractor.extract(Document(id="warm-up", text=_WARM_UP))
    gc.freeze()  # as the command does when it has loaded (quotes.cli.engine)
    return extractor


def _found(result: Result) -> Sequence[QuoteRecord]:
    if result.failure is not None:
        raise RuntimeError(f"{result.failure.id}: {result.failure.error}")
    return result.records


def main(checkout: str, words: str) -> None:
    sys.path.insert(0, checkout)
    import quotes

    if Path(quotes.__file__).resolve().parent.parent != Path(checkout).resolve():
        sys.exit(f"{checkout} holds no package `quotes`")
    print(json.dumps(asdict(run(int(words)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
