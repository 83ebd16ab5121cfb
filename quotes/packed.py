"""Many records in little memory: as compressed JSON, some hundred together.

A record of a quotation takes eleven kilobytes as objects, 1.6 as JSON, and a tenth of that beside
others of its document. What a very long document says would else outweigh all that reads it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from quotes.records import QuoteRecord

# Few enough to unpack for one of them, enough to share what they have in common.
_TOGETHER = 256


class Packed(Sequence[QuoteRecord]):
    """A sequence of records, each made anew whenever it is asked for."""

    def __init__(self, records: Iterable[QuoteRecord] = ()) -> None:
        self._packs: list[bytes] = []
        self._last: list[bytes] = []  # fewer than a pack
        self.extend(records)

    @classmethod
    def of(cls, lines: Iterable[str]) -> Packed:
        """Records that are JSON already."""
        made = cls()
        made._add(line.encode() for line in lines)
        return made

    def extend(self, records: Iterable[QuoteRecord]) -> None:
        self._add(record.model_dump_json().encode() for record in records)

    def _add(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            self._last.append(line)
            if len(self._last) == _TOGETHER:
                self._packs.append(zlib.compress(b"\n".join(self._last), 1))
                self._last = []

    def __len__(self) -> int:
        return len(self._packs) * _TOGETHER + len(self._last)

    def __iter__(self) -> Iterator[QuoteRecord]:
        for number in range(len(self._packs) + 1):
            yield from map(QuoteRecord.model_validate_json, self._lines(number))

    @overload
    def __getitem__(self, index: int) -> QuoteRecord: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[QuoteRecord]: ...
    def __getitem__(self, index: int | slice) -> QuoteRecord | Sequence[QuoteRecord]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        number, place = divmod(range(len(self))[index], _TOGETHER)
        return QuoteRecord.model_validate_json(self._lines(number)[place])

    def _lines(self, number: int) -> list[bytes]:
        return zlib.decompress(self._packs[number]).split(b"\n") \
            if number < len(self._packs) else self._last
