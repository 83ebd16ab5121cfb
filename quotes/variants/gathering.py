"""Decides what is kept of each record while all of them are read once: numbers, in rows.

A million records don't fit into memory as objects. Kept are the words as numbers, whose speaker it
is, when and in which document; whatever is written in the end is read again. Rows are numbered by
the records' ids, so that nothing depends on the order in which files are given.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotes.dates import iso_date
from quotes.records import QuoteRecord
from quotes.variants.compared import compared, is_light, plain
from quotes.variants.voices import Voice, voice

Numbers = NDArray[Any]
NOBODY = -1
UNDATED = 0


def number_of(*parts: str) -> int:
    """64 bits that stand for some text, the same in every run."""
    digest = hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "little")


def day_of(record: QuoteRecord) -> int:
    """The day of the document's date as a number; UNDATED for none, or none that is certain."""
    iso = iso_date("today", record.document.date)
    return date.fromisoformat(iso).toordinal() if iso else UNDATED


class Rows:
    """What is known of all records, one row each, in the order of their ids.

    `ident` stands for id and text of a record, `parent` for the record that holds it,
    `document` for a document; `position` is where the record stands in the input. `words` of row i
    are `ids[bounds[i]:bounds[i + 1]]`. A record that came twice has one row.
    """

    def __init__(self, records: Iterable[QuoteRecord]) -> None:
        gathered = _Gathered()
        for record in records:
            gathered.add(record)
        self.total = len(gathered.ident)
        ident, first = np.unique(np.frombuffer(gathered.ident, np.uint64), return_index=True)
        self.ident: Numbers = ident
        self.position: Numbers = first.astype(np.int64)
        self.repeated = self.total - len(ident)
        self.parent = _taken(gathered.parent, np.uint64, first)
        self.document = _taken(gathered.document, np.uint64, first)
        self.start = _taken(gathered.start, np.int64, first)
        self.end = _taken(gathered.end, np.int64, first)
        self.day = _taken(gathered.day, np.int32, first)
        self.speaker = _taken(gathered.speaker, np.int32, first)
        self.sure = _taken(gathered.sure, np.float32, first)
        self.marked = _taken(gathered.marked, np.bool_, first)
        self.open = _taken(gathered.open, np.bool_, first)
        self.voices: list[Voice] = list(gathered.voices)
        self._words(gathered, first)

    def __len__(self) -> int:
        return len(self.ident)

    def words(self, row: int) -> list[int]:
        """What the words of a row are compared by, reported speech undone."""
        return self.ids[self.bounds[row]:self.bounds[row + 1]].tolist()  # type: ignore[no-any-return]

    def voice(self, row: int) -> Voice | None:
        number = int(self.speaker[row])
        return None if number == NOBODY else self.voices[number]

    def is_light(self, word: int) -> bool:
        return bool(self.light[word])

    def overlap(self, one: int, two: int) -> bool:
        """Whether two rows are the same place of one document."""
        return bool(self.document[one] == self.document[two] and self.start[one] < self.end[two]
                    and self.start[two] < self.end[one])

    def _words(self, gathered: _Gathered, first: Numbers) -> None:
        """Number the words by their letters, and bring the rows' words into the rows' order."""
        order = sorted(gathered.vocabulary)
        number = np.empty(len(order), np.uint32)
        number[[gathered.vocabulary[word] for word in order]] = np.arange(len(order))
        self.light: Numbers = np.array([is_light(word) for word in order], np.bool_)
        ids = number[np.frombuffer(gathered.ids, np.uint32)] if order else np.zeros(0, np.uint32)
        ends = np.frombuffer(gathered.ends, np.uint64).astype(np.int64)
        starts = np.concatenate([[0], ends[:-1]]).astype(np.int64)
        self.length: Numbers = (ends - starts)[first]
        self.bounds: Numbers = np.concatenate([[0], np.cumsum(self.length)])
        self.ids: Numbers = ids[spread(starts[first], self.length)]


def spread(starts: Numbers, lengths: Numbers) -> Numbers:
    """The numbers of all ranges, one after the other.

    >>> spread(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    before = np.cumsum(lengths, dtype=np.int64) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))


def _taken(values: array[Any], kind: Any, rows: Numbers) -> Numbers:
    return np.frombuffer(values, kind)[rows]


class _Gathered:
    """The rows in the order of the input, in flat arrays of the machine's numbers."""

    def __init__(self) -> None:
        self.ident, self.parent, self.document = array("Q"), array("Q"), array("Q")
        self.start, self.end = array("q"), array("q")
        self.day, self.speaker = array("i"), array("i")
        self.sure = array("f")
        self.marked, self.open = array("b"), array("b")
        self.ids, self.ends = array("I"), array("Q")
        self.vocabulary: dict[str, int] = {}
        self.voices: dict[Voice, int] = {}

    def add(self, record: QuoteRecord) -> None:
        sha256 = record.document.sha256
        self.ident.append(number_of(record.id, sha256))
        self.parent.append(number_of(record.parent, sha256) if record.parent else 0)
        self.document.append(number_of(record.doc_id, sha256))
        self.day.append(day_of(record))
        speaker = voice(record)
        self.speaker.append(NOBODY if speaker is None
                            else self.voices.setdefault(speaker, len(self.voices)))
        self.sure.append(record.speaker.confidence if record.speaker else 0.0)
        self.open.append(record.speaker is None)
        self._add_words(record)

    def _add_words(self, record: QuoteRecord) -> None:
        found = compared(record)
        self.marked.append(found.marked)
        self.start.append(found.words[0].start if found.words else 0)
        self.end.append(found.words[-1].end if found.words else 0)
        number = self.vocabulary
        self.ids.extend(number.setdefault(plain(word.key), len(number)) for word in found.words)
        self.ends.append(len(self.ids))
