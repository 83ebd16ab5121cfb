"""Decides in which order groups are told, and what a record without a speaker becomes.

Groups with rival attributions come first, then those of most documents. The records are read once
for numbers, and those of each group once more when it is told, so that of any number of records
only one group's are in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any

from quotes.records import QuoteRecord
from quotes.variants.compared import compared
from quotes.variants.gathering import contents, gather, number_of
from quotes.variants.linking import Linker
from quotes.variants.outlets import Documents
from quotes.variants.rivalry import Donation, Utterance, utterances
from quotes.variants.telling import Read, group_id, tell
from quotes.variants.values import VariantGroup
from quotes.variants.voices import contradict

# Records that are kept read: one of many sentences, each quoted elsewhere, is of as many groups.
_RECENT = 32


def group_variants(records: Sequence[QuoteRecord]) -> Grouping:
    """Group the records of the same utterance, across documents and inside one.

    `records` may be any sequence, such as a list, or one that reads from a file: it is gone through
    once, then asked for single records. The result is the same in whatever order they come. A
    record that comes twice (same id, same text) counts once; if it says two things, one of them,
    always the same, is taken.
    """
    return Grouping(records)


class Grouping:
    """The groups of some records; iterate over it for each as a `VariantGroup`.

    `total` records were read; of these `repeated` had come before, of which `differing` say
    something else than the one that counts; `wordless` have no word that can be compared.
    """

    def __init__(self, records: Sequence[QuoteRecord]) -> None:
        self._records = records
        self._recent = lru_cache(maxsize=_RECENT)(self._sentences)
        sentences = gather(records)
        linker = Linker(sentences)
        self._documents = Documents(sentences, linker.wordings.tolist())
        self._rows, roots = sentences.joined(linker.sets.roots())
        del linker
        self._utterances = sorted(utterances(self._rows, roots), key=self._order)
        self._given = self._donations()
        self.total, self.repeated, self.differing, self.wordless = sentences.counts

    def __len__(self) -> int:
        return len(self._utterances)

    def __iter__(self) -> Iterator[VariantGroup]:
        return (tell(self._rows, self._documents, utterance,
                     {row: self._recent(int(self._rows.position[row])) for row in utterance.rows})
                for utterance in self._utterances)

    @property
    def grouped(self) -> int:
        """How many records are in a group."""
        return len({int(self._rows.ident[row]) for utterance in self._utterances
                    for row in utterance.rows})

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
        ident = number_of(record.id, record.document.sha256)
        if ident not in self._given or record.speaker is not None:
            return record
        utterance, donation = self._given[ident]
        if contents(record) != contents(self._read([donation.row])[donation.row]):
            return record  # another of the same id
        return _completed(record, donation, group_id(self._rows, utterance.rows),
                          self._read(donation.donors))

    def _donations(self) -> dict[int, tuple[Utterance, Donation]]:
        """By record; where two of its sentences are two people's, none."""
        found: dict[int, list[tuple[Utterance, Donation]]] = {}
        for utterance in self._utterances:
            for donation in utterance.donations:
                found.setdefault(int(self._rows.ident[donation.row]), []).append(
                    (utterance, donation))
        return {ident: max(some, key=lambda pair: (pair[1].sure, pair[1].donors))
                for ident, some in found.items() if self._agree([d for _, d in some])}

    def _agree(self, donations: Sequence[Donation]) -> bool:
        voices = {v for d in donations for v in [self._rows.voice(d.donors[0])] if v is not None}
        return not any(contradict(one, two) for one, two in combinations(voices, 2))

    def _sentences(self, position: int) -> Read:
        record = self._records[position]
        return Read(record, compared(record))

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
