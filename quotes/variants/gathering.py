"""Decides what is kept of each record while all of them are read once: numbers, in rows.

A million records don't fit into memory as objects. Kept are the words as numbers, whose speaker it
is, when and in which document; whatever is written in the end is read again. Rows are numbered by
the records' ids, so that nothing depends on the order in which files are given.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from quotes.dates import iso_date
from quotes.records import QuoteRecord
from quotes.variants.claims import claim_word, same_claim
from quotes.variants.compared import Compared, compared, cut, is_light, plain
from quotes.variants.stretch import Stretch, Wording, shared
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
    return _day(record.document.date) if record.document.date else UNDATED


@lru_cache(maxsize=1 << 12)
def _day(written: str) -> int:
    iso = iso_date("today", written)
    return date.fromisoformat(iso).toordinal() if iso else UNDATED


class Counts(NamedTuple):
    """How many records were read, had come before, and have no word that can be compared.

    Of those that had come before, `differing` say something else than the one that is kept.
    """

    total: int
    repeated: int
    differing: int
    wordless: int


@dataclass(frozen=True, slots=True)
class Rows:
    """What is known of all sentences of all records, one row each, in the order of the records'
    ids.

    All but the last six are arrays with a number for each row. `ident` stands for id and text of
    its record, `parent` for the record that holds that one, `document` for its document; `position`
    is where the record stands in the input, `first` and `last` are the sentences of it that the row
    has, `start` and `end` their place. The words are `ids[low:high]`; the whole record has `size`.
    """

    ident: Numbers
    parent: Numbers
    document: Numbers
    position: Numbers
    day: Numbers
    speaker: Numbers
    sure: Numbers
    marked: Numbers
    open: Numbers
    size: Numbers
    first: Numbers
    last: Numbers
    start: Numbers
    end: Numbers
    low: Numbers
    high: Numbers
    length: Numbers
    ids: Numbers
    light: bytes  # by word: 1 for one that tells nothing
    claims: Mapping[int, str]  # by word, for those that add to a claim
    voices: Sequence[Voice]  # by speaker
    counts: Counts

    def __len__(self) -> int:
        return len(self.ident)

    def words(self, row: int) -> list[int]:
        """What the words of a row are compared by, reported speech undone."""
        return self.ids[self.low[row]:self.high[row]].tolist()  # type: ignore[no-any-return]

    def wording(self, row: int) -> Wording:
        return Wording(int(self.length[row]), bool(self.marked[row]))

    def shared(self, one: int, two: int) -> Stretch | None:
        return shared(self.words(one), self.words(two), self.light.__getitem__)

    def same_claim(self, one: int, two: int, found: Stretch) -> bool:
        """Whether what two rows share holds the same negations and numbers in both."""
        return same_claim(self.words(one), self.words(two), found, self.claims.get)

    def voice(self, row: int) -> Voice | None:
        number = int(self.speaker[row])
        return None if number == NOBODY else self.voices[number]

    def overlap(self, one: int, two: int) -> bool:
        """Whether two rows are the same place of one document."""
        return bool(self.document[one] == self.document[two] and self.start[one] < self.end[two]
                    and self.start[two] < self.end[one])

    def joined(self, roots: Numbers) -> tuple[Rows, Numbers]:
        """The rows of one record that have one root as one row, and the root of each.

        What stands between two sentences of a row is of the row too.
        """
        order = np.lexsort((self.first, self.ident, roots))
        new = np.ones(len(order), np.bool_)
        new[1:] = (np.diff(roots[order]) != 0) | (np.diff(self.ident[order]) != 0)
        first = order[new]
        last = order[np.append(np.flatnonzero(new)[1:], len(order)) - 1] if len(order) else order
        kept = {name: getattr(self, name)[first] for name in _OF_ROWS}
        ends = {name: getattr(self, name)[last] for name in ("last", "end", "high")}
        length = ends["high"] - kept["low"]
        return replace(self, **{**kept, **ends, "length": length}), roots[first]


_OF_ROWS = ("ident", "parent", "document", "position", "day", "speaker", "sure", "marked", "open",
            "size", "first", "last", "start", "end", "low", "high")


def gather(records: Sequence[QuoteRecord]) -> Rows:
    """Read all records, once, and those that come twice once more. Of these one is kept."""
    gathered = _Gathered()
    for record in records:
        gathered.add(record)
    every = _numbers(gathered.ident, np.uint64)
    first, differing = _distinct(records, every)
    repeated = len(every) - len(first)
    first = first[~_reported_inside(gathered)[first]]
    of_record = {name: _numbers(getattr(gathered, name), kind)[first]
                 for name, kind in _KINDS.items()}
    of_record["position"] = first.astype(np.int64)
    sentences = np.diff(_numbers(gathered.sentences, np.int64), prepend=0)
    some = spread(np.cumsum(sentences)[first] - sentences[first], sentences[first])
    owner = np.repeat(np.arange(len(first)), sentences[first])
    part = spread(np.zeros(len(first), np.int64), sentences[first])
    high = _numbers(gathered.ends, np.int64)
    low = np.concatenate([[0], high[:-1]]) if len(high) else high
    ids, light, claims = _numbered(gathered)
    counts = Counts(len(every), repeated, differing,
                    int(np.count_nonzero(sentences[first] == 0)))
    return Rows(**{name: values[owner] for name, values in of_record.items()},
                first=part, last=part, start=_numbers(gathered.starts, np.int64)[some],
                end=_numbers(gathered.stops, np.int64)[some], low=low[some], high=high[some],
                length=(high - low)[some], ids=ids, light=light,
                claims=claims, voices=list(gathered.voices), counts=counts)


_CONTENTS = set(QuoteRecord.model_fields) - {"generator"}


def contents(record: QuoteRecord) -> bytes:
    """What tells two records of one id and text apart; what another tool added doesn't."""
    own = record.model_dump_json(include=_CONTENTS)
    return hashlib.blake2b(own.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _distinct(records: Sequence[QuoteRecord], ident: Numbers) -> tuple[Numbers, int]:
    """Where the one stands that is kept of each id and text, and how many others differ from it.

    Which is kept depends on what they say, and not on the order in which they come.
    """
    _, kept, count = np.unique(ident, return_index=True, return_counts=True)
    order, start = np.argsort(ident, kind="stable"), np.cumsum(count) - count
    differing = 0
    for number in np.flatnonzero(count > 1).tolist():
        said = {at: contents(records[at])
                for at in order[start[number]:start[number] + count[number]].tolist()}
        kept[number] = min(said, key=lambda at: (said[at], at))
        differing += sum(own != said[kept[number]] for own in said.values())
    return kept, differing


_KINDS: dict[str, Any] = {
    "ident": np.uint64, "parent": np.uint64, "document": np.uint64, "day": np.int32,
    "speaker": np.int32, "sure": np.float32, "marked": np.bool_, "open": np.bool_,
    "size": np.int32}


def _numbered(gathered: _Gathered) -> tuple[Numbers, bytes, Mapping[int, str]]:
    """The words of all sentences as numbers in the order of their letters; which are light, and
    which add to a claim.
    """
    order = sorted(gathered.vocabulary)
    if not order:
        return np.zeros(0, np.uint32), b"", {}
    number = np.empty(len(order), np.uint32)
    number[[gathered.vocabulary[word] for word in order]] = np.arange(len(order))
    return (number[_numbers(gathered.ids, np.uint32)],
            bytes(is_light(word) for word in order),
            {at: claim for at, word in enumerate(order) for claim in [claim_word(word)] if claim})


def _reported_inside(gathered: _Gathered) -> Numbers:
    """Which records are reported words inside somebody's quotation, and so are part of it.

    What stands between two pieces of a quotation is outside of it.
    """
    owner = _numbers(gathered.piece_owners, np.int64)
    start = _numbers(gathered.piece_starts, np.int64)
    end = _numbers(gathered.piece_ends, np.int64)
    document = _numbers(gathered.document, np.uint64)[owner]
    marked = _numbers(gathered.marked, np.bool_)
    order = np.lexsort((~marked[owner], start, document))  # the marked one of two at one place
    found = np.bincount(owner, minlength=len(marked)) > 0
    open_document, open_end = None, 0
    for record, here, stop, own in zip(owner[order].tolist(), document[order].tolist(),
                                       end[order].tolist(), marked[owner[order]].tolist(),
                                       strict=True):
        if here != open_document:
            open_document, open_end = here, 0
        if own:
            open_end = max(open_end, stop)
        elif stop > open_end:
            found[record] = False
    inside: Numbers = found & ~marked
    return inside


def _numbers(values: array[Any], kind: Any) -> Numbers:
    found: Numbers = np.frombuffer(values, kind) if len(values) else np.zeros(0, kind)
    return found


def ranges_of(values: Numbers) -> Iterator[tuple[int, int]]:
    """Where stretches of one value begin and end in a sorted array.

    >>> list(ranges_of(np.array([3, 3, 7])))
    [(0, 2), (2, 3)]
    """
    if len(values):
        edges = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1], [True]]))
        yield from pairwise(edges.tolist())


def spread(starts: Numbers, lengths: Numbers) -> Numbers:
    """The numbers of all ranges, one after the other.

    >>> spread(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    before = np.cumsum(lengths, dtype=np.int64) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))


class _Gathered:
    """Records in the order of the input, in flat arrays of the machine's numbers."""

    def __init__(self) -> None:
        self.ident, self.parent, self.document = array("Q"), array("Q"), array("Q")
        self.piece_owners, self.piece_starts, self.piece_ends = array("q"), array("q"), array("q")
        self.day, self.speaker, self.size = array("i"), array("i"), array("i")
        self.sure = array("f")
        self.marked, self.open = array("b"), array("b")
        self.sentences = array("q")  # how many there are up to the end of each record
        self.starts, self.stops, self.ends = array("q"), array("q"), array("q")
        self.ids = array("I")
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
        self.sure.append(record.confidence * record.speaker.confidence if record.speaker else 0.0)
        self.open.append(record.speaker is None)
        self.marked.append(record.type != "indirect")
        self._add_words(record, compared(record))

    def _add_words(self, record: QuoteRecord, found: Sequence[Compared]) -> None:
        number, before = self.vocabulary, len(self.ids)
        for sentence in found:
            self.ids.extend(number.setdefault(plain(key), len(number)) for key in sentence.keys)
            self.ends.append(len(self.ids))
            self.starts.append(sentence.words[0].start)
            self.stops.append(sentence.words[-1].end)
        self.size.append(len(self.ids) - before)
        self.sentences.append(len(self.ends))
        if found:
            for start, end, _ in cut(record, found[0].words[0].start, found[-1].words[-1].end):
                self.piece_owners.append(len(self.sentences) - 1)
                self.piece_starts.append(start)
                self.piece_ends.append(end)
