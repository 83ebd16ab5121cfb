"""Records that stay in their files; decides that each is read whenever it is asked for."""

from __future__ import annotations

import codecs
from array import array
from collections.abc import Iterator, Sequence
from typing import BinaryIO, overload

from quotes.formats.jsonl import read_record
from quotes.records import QuoteRecord


class StoredRecords(Sequence[QuoteRecord]):
    """The records of files of JSON Lines, read when they are asked for.

    Takes pairs of a name for messages and an open file that can be rewound. Raises InputError, with
    the place, when a line is asked for that is no record.
    """

    def __init__(self, files: Sequence[tuple[str, BinaryIO]]) -> None:
        self._files = list(files)
        self._file, self._line, self._offset = array("I"), array("Q"), array("Q")
        for number, (_, file) in enumerate(self._files):
            offset = 0
            file.seek(0)
            for line_number, read in enumerate(file, 1):
                line = read.removeprefix(codecs.BOM_UTF8) if line_number == 1 else read
                offset += len(read) - len(line)
                if line.strip():
                    self._file.append(number)
                    self._line.append(line_number)
                    self._offset.append(offset)
                offset += len(line)

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
        file = self._files[self._file[at]][1]
        file.seek(self._offset[at])
        return file.readline()

    def __iter__(self) -> Iterator[QuoteRecord]:
        return (self[at] for at in range(len(self)))
