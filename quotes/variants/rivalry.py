"""Decides which speakers of a group contradict one another, and whom an open quotation is given.

Two speakers are rivals if a record of each shares enough words with one of the other
(`stretch.accuses`) and claims the same in them (`claims`), and no name that either text gives to
these words fits both. Where a great many speakers say the same, it is a phrase. A quotation without
a speaker is given the group's only one, by the records that share enough with it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice, product
from typing import NamedTuple

import numpy as np

from quotes.variants.gathering import NOBODY, Numbers, Rows, ranges_of
from quotes.variants.places import places
from quotes.variants.stretch import accuses, suffices
from quotes.variants.voices import Voice, contradict, fullest, identity, is_called

# A doubtful attribution, or name, contradicts nobody: rather wrong than right.
_SURE = 0.5
# More speakers of the same words than rivals have been known to be: a formula, a song, a motto.
_MANY = 5
# Wordings of each rival, or of one speaker, that are tried for a common stretch.
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
    if len(heard) < 2:
        return
    accused = _Accused(rows, joined)
    for one, two in combinations(heard, 2):
        found = _between(accused, one, two)
        if found is not None:
            yield found


def _between(accused: _Accused, one: Sequence[int], two: Sequence[int]) -> Rivalry | None:
    """The rows of two parties that say the same, each held against the other's first few."""
    rows = accused.rows
    tried = [tuple(islice(_wordings(rows, party), _TRIED)) for party in (one, two)]
    shared = {(a, b): words for a, b in product(*tried) for words in [accused(a, b)] if words}
    if not shared:
        return None
    first, second = ({pair[side]: None for pair in shared} for side in (0, 1))
    own = [row for row in one if row in first or any(accused(row, head) for head in second)]
    other = [row for row in two if row in second or any(accused(row, head) for head in first)]
    sure = rows.sure
    return Rivalry(tuple(own), tuple(other), max(shared.values()),
                   float(sure[own[0]] * sure[other[0]]))


def _passes_on(rows: Rows, party: Sequence[int], relays: Iterable[str]) -> bool:
    """Whether a document of the group names the party as who passed words on."""
    voice = rows.voice(party[0])
    return voice is not None and any(
        is_called(name, relay) for name in voice.names for relay in relays)


class _Accused:
    """Tells how many words two rows of one group share that can't be both speakers'.

    What a pair of wordings shares is looked up where it comes again.
    """

    def __init__(self, rows: Rows, joined: Sequence[int]) -> None:
        self.rows = rows
        self._around = _Voices(rows, joined)
        self._shared: dict[tuple[object, ...], int] = {}

    def __call__(self, one: int, two: int) -> int:
        if self.rows.overlap(one, two) or any(
                not contradict(a, b) for a, b in product(self._around.at(one),
                                                         self._around.at(two))):
            return 0
        key = (*self._wording(one), *self._wording(two))
        if key not in self._shared:
            self._shared[key] = self._words(one, two)
        return self._shared[key]

    def _wording(self, row: int) -> tuple[object, ...]:
        return tuple(self.rows.words(row)), bool(self.rows.marked[row])

    def _words(self, one: int, two: int) -> int:
        rows = self.rows
        found = rows.shared(one, two)
        if found is None or not accuses(found, rows.wording(one), rows.wording(two)) \
                or not rows.same_claim(one, two, found):
            return 0
        return found.equal


class _Voices:
    """The voices that documents give to a place: nested records have several.

    Of each voice the starts and the ends of its rows: as many rows lie over a place as begin before
    its end, less those that end before its start.
    """

    def __init__(self, rows: Rows, joined: Sequence[int]) -> None:
        self._rows = rows
        places = dict[int, dict[Voice, tuple[list[int], list[int]]]]()
        for row in joined:
            voice = rows.voice(row)
            if voice is not None:
                starts, ends = places.setdefault(int(rows.document[row]), {}).setdefault(
                    voice, ([], []))
                starts.append(int(rows.start[row]))
                ends.append(int(rows.end[row]))
        self._places = {document: [(voice, sorted(starts), sorted(ends))
                                   for voice, (starts, ends) in some.items()]
                        for document, some in places.items()}

    def at(self, row: int) -> list[Voice]:
        start, end = int(self._rows.start[row]), int(self._rows.end[row])
        return [voice for voice, starts, ends in self._places[int(self._rows.document[row])]
                if bisect_left(starts, end) > bisect_right(ends, start)]


def _donations(rows: Rows, members: Sequence[int]) -> Iterator[Donation]:
    named = sorted((r for r in members if rows.speaker[r] != NOBODY),
                   key=lambda r: (-len(rows.voices[int(rows.speaker[r])].name.split()),
                                  -float(rows.sure[r]), r))
    open_ = [r for r in members if rows.open[r] and rows.marked[r]]
    if not open_ or not named or not _is_one_speaker(rows, named):
        return
    donors = list(islice(_wordings(rows, (r for r in named if rows.marked[r])), _TRIED))
    for row in open_:
        shared = {donor: found.equal for donor in donors
                  for found in [rows.shared(row, donor)]
                  if found and suffices(found, rows.wording(row), rows.wording(donor))}
        if shared:
            covered = max(shared.values()) / int(rows.size[row])
            sure = float(rows.sure[next(iter(shared))]) * _LESS * (1 + covered) / 2
            yield Donation(row, tuple(shared), round(sure, 3))


def _wordings(rows: Rows, some: Iterable[int]) -> Iterator[int]:
    """The first row of each wording."""
    seen = set[tuple[object, ...]]()
    for row in some:
        wording = (tuple(rows.words(row)), bool(rows.marked[row]))
        if wording not in seen:
            seen.add(wording)
            yield row


def _is_one_speaker(rows: Rows, named: Sequence[int]) -> bool:
    voices = {identity(voice): voice for r in named for voice in [rows.voice(r)] if voice}
    return len(voices) <= _MANY and not any(
        contradict(a, b) for a, b in combinations(voices.values(), 2))


def fullest_of(rows: Rows, members: Sequence[int]) -> Voice | None:
    """The voice of the members whose name says most."""
    return fullest(voice for row in members for voice in [rows.voice(row)] if voice is not None)
