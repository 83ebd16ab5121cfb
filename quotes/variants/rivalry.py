"""Decides which speakers of a group contradict one another, and whom an open quotation is given.

Two speakers are rivals if a record of each shares enough words with one of the other
(`stretch.accuses`) and no name that either text gives to these words fits both. Where a great many
speakers say the same, it is a phrase. A quotation without a speaker is given the group's only one,
by the records that share enough with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from typing import NamedTuple

import numpy as np

from quotes.variants.candidates import ranges_of
from quotes.variants.gathering import NOBODY, Numbers, Rows
from quotes.variants.linking import overlapping, places
from quotes.variants.stretch import accuses, suffices
from quotes.variants.voices import Voice, contradict, fullest, identity, is_called

# A doubtful name contradicts nobody.
_SURE = 0.5
# More speakers of the same words than rivals have been known to be: a formula, a song, a motto.
_MANY = 5
# Records of each rival, or wordings of one speaker, that are tried for a common stretch.
_TRIED = 8
# Of the donor's confidence: the utterance may be another one after all.
_LESS = 0.9


class Rivalry(NamedTuple):
    """Two sets of rows whose speakers contradict each other."""

    one: tuple[int, ...]
    two: tuple[int, ...]
    shared: int
    sure: float


class Donation(NamedTuple):
    """A row without a speaker, the rows that name one, fullest name first, and how sure it is."""

    row: int
    donors: tuple[int, ...]
    sure: float


class Utterance(NamedTuple):
    """The rows of one group, and what follows from whom they name."""

    rows: tuple[int, ...]
    rivals: tuple[Rivalry, ...]
    said_by_many: bool
    donations: tuple[Donation, ...]


def utterances(rows: Rows, roots: Numbers) -> Iterator[Utterance]:
    """All groups of two places or more, in no order that means anything."""
    order = np.argsort(roots, kind="stable")
    for low, high in ranges_of(roots[order]):
        if high - low > 1:
            joined = order[low:high].tolist()
            members = places(rows, joined)
            if len(members) > 1:
                yield _utterance(rows, joined, members)


def _utterance(rows: Rows, joined: Sequence[int], members: Sequence[int]) -> Utterance:
    parties = _parties(rows, members)
    many = len(parties) > _MANY
    rivals = () if many else tuple(_rivals(rows, joined, parties))
    given = () if rivals or many else tuple(_donations(rows, members))
    return Utterance(tuple(members), rivals, many, given)


def _parties(rows: Rows, members: Sequence[int]) -> list[tuple[int, ...]]:
    """The members by the name of their speaker, surest first."""
    found: dict[tuple[str, ...], list[int]] = {}
    for row in sorted(members, key=lambda r: (-float(rows.sure[r]), r)):
        voice = rows.voice(row)
        if voice is not None and rows.sure[row] >= _SURE:
            found.setdefault(identity(voice), []).append(row)
    return [tuple(party) for _, party in sorted(found.items())]


def _rivals(rows: Rows, joined: Sequence[int], parties: Sequence[tuple[int, ...]]
            ) -> Iterator[Rivalry]:
    relays = {name for row in joined for voice in [rows.voice(row)] if voice
              for name in voice.relays}
    heard = [party for party in parties if not _passes_on(rows, party, relays)]
    around = _around(rows, joined) if len(heard) > 1 else {}
    for one, two in combinations(heard, 2):
        tried = islice(product(one[:_TRIED], two[:_TRIED]), _TRIED * _TRIED)
        shared = max((_accused(rows, around, a, b) for a, b in tried), default=0)
        if shared:
            yield Rivalry(one, two, shared, float(min(rows.sure[one[0]], rows.sure[two[0]])))


def _passes_on(rows: Rows, party: Sequence[int], relays: Iterable[str]) -> bool:
    """Whether a document of the group names the party as who passed words on."""
    voice = rows.voice(party[0])
    return voice is not None and any(
        is_called(name, relay) for name in voice.names for relay in relays)


def _accused(rows: Rows, around: Mapping[int, Sequence[int]], one: int, two: int) -> int:
    """How many words two rows share that can't be both speakers'."""
    if rows.overlap(one, two) or any(
            not contradict(a, b) for a in _voices(rows, around[one], one)
            for b in _voices(rows, around[two], two)):
        return 0
    found = rows.shared(one, two)
    if found is None or not accuses(found, rows.wording(one), rows.wording(two)):
        return 0
    return found.equal


def _around(rows: Rows, joined: Sequence[int]) -> dict[int, Sequence[int]]:
    """For each row those of its document that may overlap with it."""
    by_document: dict[int, list[int]] = {}
    for row in joined:
        by_document.setdefault(int(rows.document[row]), []).append(row)
    return {row: place for some in by_document.values() for place in overlapping(rows, some)
            for row in place}


def _voices(rows: Rows, around: Sequence[int], row: int) -> set[Voice]:
    """The voices that a document gives to the place of a row: nested records have several."""
    return {voice for other in around if other == row or rows.overlap(row, other)
            for voice in [rows.voice(other)] if voice is not None}


def _donations(rows: Rows, members: Sequence[int]) -> Iterator[Donation]:
    named = sorted((r for r in members if rows.speaker[r] != NOBODY),
                   key=lambda r: (-len(rows.voices[int(rows.speaker[r])].name.split()),
                                  -float(rows.sure[r]), r))
    open_ = [r for r in members if rows.open[r] and rows.marked[r]]
    if not open_ or not named or not _is_one_speaker(rows, named):
        return
    donors = list(islice(_wordings(rows, named), _TRIED))
    for row in open_:
        shared = {donor: found.equal for donor in donors
                  for found in [rows.shared(row, donor)]
                  if found and suffices(found, rows.wording(row), rows.wording(donor))}
        if shared:
            covered = max(shared.values()) / int(rows.size[row])
            sure = float(rows.sure[next(iter(shared))]) * _LESS * (1 + covered) / 2
            yield Donation(row, tuple(shared), round(sure, 3))


def _wordings(rows: Rows, named: Sequence[int]) -> Iterator[int]:
    """The rows in marks, the first of each wording."""
    seen = set[tuple[int, ...]]()
    for row in named:
        words = tuple(rows.words(row))
        if rows.marked[row] and words not in seen:
            seen.add(words)
            yield row


def _is_one_speaker(rows: Rows, named: Sequence[int]) -> bool:
    voices = {identity(voice): voice for r in named for voice in [rows.voice(r)] if voice}
    return len(voices) <= _MANY and not any(
        contradict(a, b) for a, b in combinations(voices.values(), 2))


def fullest_of(rows: Rows, members: Sequence[int]) -> Voice | None:
    """The voice of the members whose name says most."""
    return fullest(voice for row in members for voice in [rows.voice(row)] if voice is not None)
