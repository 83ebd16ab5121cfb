"""Records that stay in their files; decides that each is read whenever it is asked for."""

from __future__ import annotations

import codecs
import os
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, overload

from quotes.errors import InputError
from quotes.formats.jsonl import read_record
from quotes.records import QuoteRecord

# Files at a time: systems allow a few hundred to all of a process.
_MOST_OPEN = 32


class StoredRecords(Sequence[QuoteRecord]):
    """The records of files of JSON Lines, read when they are asked for.

    Takes pairs of a name for messages and a path, or an open file that can be rewound. Of the files
    that paths name a few are open at a time, so that there can be any number; `close`, or the end
    of a with block, closes them. Raises InputError, with the place, when a line is asked for that
    is no record, or a file has changed since it was first read.
    """

    def __init__(self, files: Sequence[tuple[str, BinaryIO | Path]]) -> None:
        self._files = list(files)
        self._open: dict[int, BinaryIO] = {}  # by number, the one used last at the end
        self._stamps: dict[int, tuple[int, int]] = {}
        self._file, self._line, self._offset = array("I"), array("Q"), array("Q")
        for number in range(len(self._files)):
            offset = 0
            file = self._opened(number)
            file.seek(0)
            for line_number, read in enumerate(file, 1):
                line = read.removeprefix(codecs.BOM_UTF8) if line_number == 1 else read
                offset += len(read) - len(line)
                if line.strip():
                    self._file.append(number)
                    self._line.append(line_number)
                    self._offset.append(offset)
                offset += len(line)

    def __enter__(self) -> StoredRecords:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what was opened here."""
        while self._open:
            self._open.popitem()[1].close()

    def _opened(self, number: int) -> BinaryIO:
        name, file = self._files[number]
        if not isinstance(file, Path):
            return file
        opened = self._open.pop(number, None)
        if opened is None:
            if len(self._open) >= _MOST_OPEN:
                self._open.pop(next(iter(self._open))).close()
            opened = file.open("rb")
        self._open[number] = opened
        about = os.fstat(opened.fileno())
        stamp = about.st_size, about.st_mtime_ns
        if self._stamps.setdefault(number, stamp) != stamp:
            raise InputError("the file has changed since it was first read; run again when nothing "
                             "writes to it", path=name)
        return opened

    def __len__(self) -> int:
        return len(self._offset)

    @overload
    def __getitem__(self, at: int) -> QuoteRecord: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[QuoteRecord]: ...

    def __getitem__(self, at: int | slice) -> QuoteRecord | Sequence[QuoteRecord]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        return read_record(self.line(at), self._files[self._file[at]][0], self._line[at])

    def line(self, at: int) -> bytes:
        """A record's line as it stands in its file, after a byte order mark."""
        file = self._opened(self._file[at])
        file.seek(self._offset[at])
        return file.readline()

    def __iter__(self) -> Iterator[QuoteRecord]:
        return (self[at] for at in range(len(self)))
