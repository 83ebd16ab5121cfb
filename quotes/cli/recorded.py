"""The records of files that `quotes extract` wrote, for the commands that read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from quotes.cli import paths, streams

if TYPE_CHECKING:
    from quotes.records import QuoteRecord


def read_files(names: Sequence[str]) -> Iterator[QuoteRecord]:
    """The records of all files in order, one at a time; - is standard input."""
    from quotes.formats.jsonl import read_records

    for name in names:
        with ExitStack() as opened:
            lines = streams.stdin() if name == paths.STDIN \
                else opened.enter_context(Path(name).open("rb"))
            yield from read_records(lines, "standard input" if name == paths.STDIN else name)
