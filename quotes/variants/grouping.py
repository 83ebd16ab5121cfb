"""Decides in which order groups are told, and what a record without a speaker becomes.

Groups with rival attributions come first, then those of most documents. The records are read once
for numbers, and those of each group once more when it is told, so that of any number of records
only one group's are in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from quotes.records import QuoteRecord
from quotes.variants.gathering import Rows, number_of
from quotes.variants.linking import Linker
from quotes.variants.outlets import Documents
from quotes.variants.rivalry import Donation, Utterance, utterances
from quotes.variants.telling import group_id, tell
from quotes.variants.values import VariantGroup


def group_variants(records: Sequence[QuoteRecord]) -> Grouping:
    """Group the records of the same utterance, across documents and inside one.

    `records` may be any sequence, such as a list, or one that reads from a file: it is gone through
    once, then asked for single records. The result is the same in whatever order they come. A
    record that comes twice (same id, same text) counts once.
    """
    return Grouping(records)


class Grouping:
    """The groups of some records; iterate over it for each as a `VariantGroup`.

    `total` records were read; of these `repeated` had come before, and `wordless` have no word that
    can be compared.
    """

    def __init__(self, records: Sequence[QuoteRecord]) -> None:
        self._records = records
        self._rows = Rows(records)
        linker = Linker(self._rows)
        self._utterances = sorted(utterances(linker), key=self._order)
        self._documents = Documents(linker, linker.wordings.tolist())
        self._given = {donation.row: (utterance, donation) for utterance in self._utterances
                       for donation in utterance.donations}
        self.total = self._rows.total
        self.repeated = self._rows.repeated
        self.wordless = int(np.count_nonzero(self._rows.length == 0))

    def __len__(self) -> int:
        return len(self._utterances)

    def __iter__(self) -> Iterator[VariantGroup]:
        return (tell(self._rows, self._documents, utterance, self._read(utterance.rows))
                for utterance in self._utterances)

    @property
    def grouped(self) -> int:
        """How many records are in a group."""
        return sum(len(utterance.rows) for utterance in self._utterances)

    @property
    def rivalling(self) -> int:
        """How many groups have rival attributions; they are the first."""
        return sum(bool(utterance.rivals) for utterance in self._utterances)

    @property
    def completable(self) -> int:
        """How many records can be given a speaker."""
        return len(self._given)

    def complete(self, record: QuoteRecord) -> QuoteRecord:
        """The record with the speaker of its group, where it has none and the group has one.

        Otherwise the record as it is. `evidence.features.variant` names the group and the records
        that the speaker comes from.
        """
        row = self._row(record)
        if row not in self._given:
            return record
        utterance, donation = self._given[row]
        return _completed(record, donation, group_id(self._rows, utterance.rows),
                          self._read(donation.donors))

    def _row(self, record: QuoteRecord) -> int:
        ident = np.uint64(number_of(record.id, record.document.sha256))
        row = int(np.searchsorted(self._rows.ident, ident))
        return row if row < len(self._rows) and self._rows.ident[row] == ident else -1

    def _read(self, rows: Sequence[int]) -> Mapping[int, QuoteRecord]:
        return {row: self._records[int(self._rows.position[row])] for row in rows}

    def _order(self, utterance: Utterance) -> tuple[Any, ...]:
        documents = len({int(self._rows.document[row]) for row in utterance.rows})
        surest = max((rivalry.sure for rivalry in utterance.rivals), default=0.0)
        return (not utterance.rivals, -surest, -documents, -len(utterance.rows), utterance.rows)


def _completed(record: QuoteRecord, donation: Donation, group: str,
               donors: Mapping[int, QuoteRecord]) -> QuoteRecord:
    """The record with the surest donor's speaker, whom its own text doesn't mention."""
    speaker = donors[donation.donors[0]].speaker
    assert speaker is not None
    members = [member.model_copy(update={"mention": [], "entity": None})
               for member in speaker.members]
    given = speaker.model_copy(update={
        "mention": [], "name_span": None, "entity": None, "resolution": "variant",
        "members": members, "alternatives": [], "confidence": donation.sure})
    sources = [donors[row].id for row in donation.donors]
    features = {**(record.evidence.features or {}),
                "variant": {"group": group, "records": sources,
                            "unattributed": record.unattributed}}
    evidence = record.evidence.model_copy(update={"features": features})
    return record.model_copy(update={"speaker": given, "unattributed": None,
                                     "evidence": evidence})
