"""How paths and streams become documents: text, HTML, JSONL, CSV, CoNLL-U, folders, stdin.

Documents come lazily and in order; JSONL, CSV and CoNLL-U are never held whole. Whatever can't
be read is a `Failure` in its place, with the file, the line and the remedy, and reading goes
on. A document's id is the one it carries, else its path as given (with `:line` where a file
holds many); an id that was given before gets `-2`, `-3`, …, and `warn` is told.
"""

from __future__ import annotations

import dataclasses
import logging
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO, get_args

from quotes.documents import Document, Failure
from quotes.errors import InputError, UsageError
from quotes.readers.decoding import Stream, decode
from quotes.readers.fields import DEFAULT_ID_FIELD, Layout, check_length, failure, too_long
from quotes.readers.jsonl import read_jsonl
from quotes.readers.page import read_html
from quotes.readers.parsed import read_parsed
from quotes.readers.sources import STDIN, Kind, Source, Warn, kind_of_start, sources
from quotes.readers.table import read_csv

__all__ = ["DEFAULT_MAX_CHARS", "KINDS", "Kind", "Warn", "read"]

KINDS: tuple[Kind, ...] = get_args(Kind)

# A year of one newspaper; more in one document is a mistake, and would take hours and much memory.
DEFAULT_MAX_CHARS = 20_000_000

_BYTES_PER_CHAR = 4  # of every Unicode encoding at most

_log = logging.getLogger(__name__)


def read(paths: Sequence[str], *, kind: Kind | None = None, text_field: str = "text",
         id_field: str = DEFAULT_ID_FIELD, stdin: BinaryIO | None = None,
         max_chars: int = DEFAULT_MAX_CHARS, warn: Warn = _log.warning,
         ) -> Iterator[Document | Failure]:
    """The documents that paths, folders, patterns and `-` (standard input) mean.

    `kind` overrides what suffixes and first lines tell. `text_field` and `id_field` name the
    fields of JSONL and the columns of CSV. `warn` is told of ids that were changed and of
    files in folders that were passed over. Raises UsageError for an unknown kind.

    >>> list(read(["missing.txt"]))[0].error
    'no such file; check the path and the current folder'
    """
    if kind is not None and kind not in KINDS:
        raise UsageError(f"unknown kind {kind!r}; it is one of {', '.join(KINDS)}")
    layout = Layout(text_field, id_field, max_chars)
    found = (result for source in sources(paths, kind, warn)
             for result in _results(source, stdin, layout))
    return _with_own_ids(found, warn)


def _results(source: Source | Failure, stdin: BinaryIO | None,
             layout: Layout) -> Iterator[Document | Failure]:
    """All that one source holds; what stops the reading of it is its last result."""
    if isinstance(source, Failure):
        yield source
        return
    if source.path == STDIN and stdin is None and sys.stdin is None:
        yield Failure(source.name, "standard input is closed; name a file", path=source.name)
        return
    try:
        with (nullcontext(stdin or sys.stdin.buffer) if source.path == STDIN
              else Path(source.path).open("rb")) as stream:
            _refuse_large(stream, source, layout)
            yield from _documents(Stream(stream), source, layout)
    except InputError as error:
        yield failure(error, source.name)
    except OSError as error:
        yield Failure(source.name, f"can't be read: {error.strerror or error}; check the file "
                                   "and its permissions", path=source.name)


def _documents(stream: Stream, source: Source, layout: Layout) -> Iterator[Document | Failure]:
    kind = source.kind or kind_of_start(stream.first_line())
    if kind == "jsonl":
        yield from read_jsonl(stream, source.name, layout)
    elif kind == "csv":
        yield from read_csv(stream, source.name, layout)
    elif kind == "conllu":
        yield from read_parsed(stream, source.name, layout)
    elif kind == "html":
        yield read_html(_whole(stream, layout), source.name, layout.max_chars)
    else:
        text = decode(_whole(stream, layout))
        check_length(text, layout.max_chars)
        yield Document(id=source.name, text=text, path=source.name)


def _refuse_large(stream: BinaryIO, source: Source, layout: Layout) -> None:
    """Tell a file that is too large from its size alone, where it is one document."""
    if source.kind in ("text", "html") and source.path != STDIN:
        status = os.fstat(stream.fileno())
        if stat.S_ISREG(status.st_mode) and status.st_size > _most_bytes(layout):
            raise too_long(layout.max_chars)


def _whole(stream: Stream, layout: Layout) -> bytes:
    """All bytes, but no more of an endless stream than a document may have."""
    data = stream.read(_most_bytes(layout) + 1)
    if len(data) > _most_bytes(layout):
        raise too_long(layout.max_chars)
    return data


def _most_bytes(layout: Layout) -> int:
    return _BYTES_PER_CHAR * (layout.max_chars + 1)  # one for the byte order mark


def _with_own_ids(results: Iterator[Document | Failure],
                  warn: Warn) -> Iterator[Document | Failure]:
    """Documents whose ids differ; the number goes up until the new id is free."""
    times: dict[str, int] = {}
    for result in results:
        if isinstance(result, Document) and result.id in times:
            new = _free_id(result.id, times)
            warn(f"{result.id}: this id was given before; the document is called {new}")
            times[new] = 1
            yield dataclasses.replace(result, id=new)
            continue
        if isinstance(result, Document):
            times[result.id] = 1
        yield result


def _free_id(name: str, times: dict[str, int]) -> str:
    while f"{name}-{times[name] + 1}" in times:
        times[name] += 1
    times[name] += 1
    return f"{name}-{times[name]}"
