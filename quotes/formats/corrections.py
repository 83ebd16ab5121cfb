"""Files that people corrected in brat, Label Studio or doccano, read back as records.

Decides which document a text is, and when its marks can be trusted: the text must be the one that
the records were made from. A document that fails takes no other with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, Literal, NamedTuple

from quotes.documents import Failure, text_sha256
from quotes.errors import InputError, UsageError
from quotes.formats.annotation import AnnotatedText, Warn, by_document, gathered, loose, shown
from quotes.formats.corrected import Corrected, correct
from quotes.formats.remade import Maker
from quotes.records import QuoteRecord

Tool = Literal["brat", "label-studio", "doccano"]
TOOLS: Mapping[str, str] = {"brat": "brat_reading", "label-studio": "label_studio_reading",
                            "doccano": "doccano_reading"}
# What stands in a record that no model made.
_PROGRAM = "quotes import"


def read_corrections(paths: Iterable[str | Path], tool: Tool,
                     originals: Iterable[QuoteRecord] = (), *,
                     warn: Warn = lambda message: None) -> Iterator[QuoteRecord | Failure]:
    """The records of files that were corrected in a tool, document by document, in text order.

    `paths` are files, or for brat folders. `originals` are the records that were exported: those
    whose marks are unchanged come back as they were, and the others keep what no mark shows.
    Without them a record has what the format holds. Documents of which nothing is in the files
    give no record. A file or document that can't be read, or whose marks don't agree with its text,
    gives a Failure. `warn` is told what was passed over. Raises UsageError for an unknown tool.
    """
    for found in corrected_documents(paths, tool, originals, warn=warn):
        if isinstance(found, Failure):
            yield found
        elif isinstance(found, Corrected):
            yield from found.records


def corrected_documents(paths: Iterable[str | Path], tool: Tool,
                        originals: Iterable[QuoteRecord] = (), *, warn: Warn,
                        stdin: BinaryIO | None = None
                        ) -> Iterator[Corrected | Missing | Failure]:
    """The same by document, with how many records were changed, added and removed.

    At the end comes a `Missing` for each document of the originals that wasn't in the files. Where
    `stdin` is given, the path - is it.
    """
    if tool not in TOOLS:
        raise UsageError(f"no tool {tool!r}; there are {', '.join(TOOLS)}")
    module = import_module(f"quotes.formats.{TOOLS[tool]}")
    known = _Known(originals)
    for path in map(str, paths):
        for item in _read(path, tool, module, stdin, warn):
            yield item if isinstance(item, Failure) else _corrected(item, known, warn)
    yield from known.missing()


def _read(path: str, tool: Tool, module: ModuleType, stdin: BinaryIO | None, warn: Warn
          ) -> Iterator[AnnotatedText | Failure]:
    if tool == "brat":
        yield from module.read(path, warn)
        return
    try:
        data = stdin.read() if path == "-" and stdin is not None else Path(path).read_bytes()
    except OSError as error:
        yield Failure(path, f"{error.strerror}; give a file that was exported from {tool}",
                      path=path)
        return
    yield from module.read(data, "standard input" if path == "-" else path, warn)


class Missing(NamedTuple):
    """A document that was exported and didn't come back, and how many records it had."""

    doc_id: str
    records: int


class _Known:
    """The records from before, by document."""

    def __init__(self, originals: Iterable[QuoteRecord]) -> None:
        self._by_id = by_document(originals)
        self._by_text = {own[0].document.sha256: doc_id for doc_id, own in self._by_id.items()}
        self.taken: dict[str, str] = {}
        self._seen: set[str] = set()

    def of(self, item: AnnotatedText) -> tuple[str, list[QuoteRecord]]:
        """The document's id, by what the file says, else by its text, else by its name."""
        stated = (item.document or {}).get("id")
        named = self._by_text.get(text_sha256(item.text)) if stated is None else str(stated)
        doc_id = named or item.name or item.path
        self._seen.add(doc_id)
        return doc_id, self._by_id.get(doc_id, [])


    def missing(self) -> Iterator[Missing]:
        """Those of which no file had anything."""
        return (Missing(doc_id, len(own)) for doc_id, own in self._by_id.items()
                if doc_id not in self._seen)


def _corrected(item: AnnotatedText, known: _Known, warn: Warn) -> Corrected | Failure:
    doc_id, originals = known.of(item)
    document = _document(item, doc_id, originals)
    digest = text_sha256(item.text)
    failed = None
    if document["sha256"] != digest:
        failed = ("the text is not the one that the records were made from (sha256 differs), so "
                  "its offsets mean nothing; put back the text that was exported, and mark again")
    elif doc_id in known.taken:
        failed = (f"document {doc_id} was already read from {known.taken[doc_id]}; give one file "
                  "of it")
    if failed is not None:
        return Failure(doc_id, failed, path=item.path, line=item.line)
    known.taken[doc_id] = item.path
    return _made(item, doc_id, document, originals, warn)


def _made(item: AnnotatedText, doc_id: str, document: Mapping[str, Any],
          originals: list[QuoteRecord], warn: Warn) -> Corrected | Failure:
    place = item.path if item.line is None else f"{item.path}:{item.line}"

    def warn_here(message: str) -> None:
        warn(f"{place}: {message}")

    markings = gathered(item.marks, item.links, warn_here)
    _tell_loose(item, originals, warn_here)
    entries = [*item.entries, *(m.entry for m in markings if m.entry is not None)]
    try:
        return correct(Maker(item.text, document, originals, _PROGRAM), doc_id, markings, entries,
                       words_only=item.words_only, warn=warn_here)
    except InputError as error:
        return Failure(doc_id, error.message, path=item.path, line=item.line)


def _document(item: AnnotatedText, doc_id: str, originals: list[QuoteRecord]
              ) -> Mapping[str, Any]:
    if originals:
        return originals[0].document.model_dump()
    stated = dict(item.document or {})
    return {"sha256": text_sha256(item.text), **stated, "id": doc_id}


def _tell_loose(item: AnnotatedText, originals: Iterable[QuoteRecord], warn: Warn) -> None:
    """Say which marks belong to no content, unless they are left over from a removed record."""
    left_over = {span for record in originals for marking in [shown(record)]
                 for spans in (marking.cue, marking.speaker, marking.addressee,
                               *(mention for _, mention in marking.sources)) for span in spans}
    for mark in loose(item.marks, item.links):
        if not set(mark.spans) <= left_over:
            where = f"line {mark.line}: " if mark.line is not None else ""
            start, end = mark.spans[0].start, mark.spans[-1].end
            warn(f"{where}the mark {mark.label} at {start}-{end} is joined to no Content, and is "
                 "passed over; draw a relation from the content to it")
