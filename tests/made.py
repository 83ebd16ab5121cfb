"""Records and a quick extractor for tests of what comes after extraction.

The extractor finds `"…" said NAME` and nothing else, with the interface of the real one, so
that tests of the command line need no model. Run as a program it is the command line itself
with that extractor in it, for what only a process of its own can show.
"""

from __future__ import annotations

import hashlib
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import tee
from typing import Any, TypeVar

from quotes.documents import Document, Failure
from quotes.records import QuoteRecord
from quotes.trees import Parse

T = TypeVar("T")
_SAID = re.compile(r'"(?P<content>[^"]+)" (?P<cue>said) (?P<mention>[A-Z]\w+(?: [A-Z]\w+)*)')


def record(text: str, /, *, doc_id: str = "a", **changes: Any) -> QuoteRecord:
    """A record of the first quotation of the text, with any field replaced."""
    match = _SAID.search(text)
    assert match is not None
    return _record(Document(doc_id, text), match, changes)


def _span(match: re.Match[str], group: str) -> dict[str, Any]:
    return {"start": match.start(group), "end": match.end(group), "text": match[group]}


def _record(document: Document, match: re.Match[str], changes: dict[str, Any]) -> QuoteRecord:
    sha256 = hashlib.sha256(document.text.encode()).hexdigest()
    speaker = {"name": match["mention"], "kind": "person", "mention": [_span(match, "mention")],
               "resolution": "named", "confidence": 0.9}
    fields = {
        "id": f"{document.id}:{match.start()}", "document": {"id": document.id, "sha256": sha256},
        "doc_id": document.id, "type": "direct", "text": match["content"],
        "content": [_span(match, "content")], "quoted": [_span(match, "content")],
        "cue": {"spans": [_span(match, "cue")], "lemma": "say", "category": "statement"},
        "speaker": speaker, "confidence": 0.9, "evidence": {"rule": "test"},
        "context": {"sentence": [match.start(), match.end()], "paragraph": 0},
        "generator": {"program": "test", "model": "test", "model_sha256": "0",
                      "settings_sha256": "0"},
    }
    return QuoteRecord.model_validate({**fields, **changes})


class Result:
    def __init__(self, document: Document | None, records: tuple[QuoteRecord, ...] = (),
                 failure: Failure | None = None, warnings: tuple[str, ...] = ()) -> None:
        self.document, self.records, self.failure = document, records, failure
        self.warnings = warnings


class Extractor:
    """Like `quotes.pipeline.Extractor`. A text that says so fails, warns, or kills the process."""

    model_name = "test"
    model_sha256 = "0" * 64
    seconds = 0.0
    threshold = 0.5

    def stream(self, documents: Iterable[Document | Failure]) -> Iterator[Result]:
        for item in documents:
            time.sleep(self.seconds)
            if isinstance(item, Failure):
                yield Result(None, failure=item)
            elif "KILL" in item.text:
                os.kill(os.getpid(), signal.SIGKILL)
            elif "FAIL" in item.text:
                yield Result(item, failure=Failure(item.id, "it says so", path=item.id))
            else:
                found = tuple(_record(item, m, {}) for m in _SAID.finditer(item.text))
                yield Result(item, found, warnings=("be warned",) if "WARN" in item.text else ())

    def map(self, work: Callable[..., Iterable[T]], documents: Iterable[Document | Failure]
            ) -> Iterator[tuple[Document | Failure, T]]:
        batch, given = tee(documents)  # one batch that never ends
        yield from zip(given, work(self, batch), strict=False)

    def parses(self, documents: Iterable[Document | Failure]
               ) -> Iterator[tuple[Document, Parse] | Failure]:
        for item in documents:
            yield item if isinstance(item, Failure) else (item, _parse(item.text))


def _parse(text: str) -> Parse:
    from quotes.trees import Sentence, Token

    tokens = tuple(Token(i, 0, *m.span(), m.group(), m.group().lower(), "X", "XX",
                         i - 1, "dep" if i else "root")
                   for i, m in enumerate(re.finditer(r"\w+|[^\w\s]", text)))
    return Parse(text, tokens, (Sentence(0, 0, len(tokens), 0),) if tokens else ())


if __name__ == "__main__":
    from quotes.cli import engine, main
    from tests import working

    engine.load = working.extractor  # type: ignore[assignment]
    main(sys.argv[1:])
