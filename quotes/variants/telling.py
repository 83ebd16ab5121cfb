"""Decides how a group is told: which member the others are held against, and what differs.

The longest wording in quotation marks is the reference, since every part has a place in it; of
equals the earliest. A member that shares nothing with it is held against one that does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from quotes.records import QuoteRecord
from quotes.variants.compared import Compared, cut, is_light, plain
from quotes.variants.gathering import UNDATED, Rows
from quotes.variants.outlets import Documents, outlets
from quotes.variants.rivalry import Rivalry, Utterance, fullest_of
from quotes.variants.stretch import Stretch, shared
from quotes.variants.values import (
    Earliest,
    Given,
    Member,
    Party,
    Place,
    Relation,
    Rivals,
    Said,
    VariantGroup,
    WordChange,
)
from quotes.wording import Word, edits

# Members against which one is held that shares nothing with the reference.
_TRIED = 100
_LAST = date.max.toordinal()


class Read(NamedTuple):
    """A record as it was read again, and its sentences."""

    record: QuoteRecord
    sentences: Sequence[Compared]


class _One(NamedTuple):
    """A member while it is looked at."""

    row: int
    record: QuoteRecord
    compared: Compared
    plain: tuple[str, ...]
    content: tuple[Place, ...]
    day: int


class _Held(NamedTuple):
    """A member beside the one that it is held against."""

    one: _One
    against: _One | None
    found: Stretch | None


def group_id(rows: Rows, members: Sequence[int]) -> str:
    """The same records give the same id in every run."""
    said = sorted((int(rows.ident[row]), int(rows.start[row])) for row in members)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def tell(rows: Rows, documents: Documents, utterance: Utterance,
         read: Mapping[int, Read]) -> VariantGroup:
    """The group as it is printed; `read` has the records of the utterance's rows."""
    records = {row: found.record for row, found in read.items()}
    members = [_one(rows, row, read[row]) for row in utterance.rows]
    members.sort(key=lambda m: (m.day or _LAST, m.record.doc_id, m.compared.words[0].start, m.row))
    reference = min(members, key=_first_of_all)
    held = {h.one.row: h for h in _hold(reference, members)}
    given = {d.row: d for d in utterance.donations}
    told = []
    for member in members:
        donation = given.get(member.row)
        speaker = None if donation is None else Given(
            _name(rows, donation.donors), donation.sure,
            tuple(records[row].id for row in donation.donors))
        told.append(_member(held[member.row], member is reference, speaker))
    return VariantGroup(
        id=group_id(rows, utterance.rows),
        rivals=tuple(_rivals(rows, rivalry, records) for rivalry in utterance.rivals),
        said_by_many=utterance.said_by_many,
        words=" ".join(reference.compared.keys),
        reference=reference.record.id,
        documents=len({(m.record.doc_id, m.record.document.sha256) for m in members}),
        wordings=len({m.compared.keys for m in members}),
        speakers=tuple(sorted({m.speaker.name for m in told if m.speaker is not None})),
        earliest=_earliest(members),
        undated=len({m.record.doc_id for m in members if m.day == UNDATED}),
        outlets=outlets(rows, documents, [(m.row, m.record) for m in members]),
        members=tuple(told))


def _one(rows: Rows, row: int, read: Read) -> _One:
    record, every = read
    sentences = every[int(rows.first[row]):int(rows.last[row]) + 1]
    found = Compared(tuple(word for s in sentences for word in s.words), sentences[0].marked)
    return _One(row, record, found, tuple(map(plain, found.keys)), _content(record, every, found),
                int(rows.day[row]))


def _content(record: QuoteRecord, every: Sequence[Compared], said: Compared
             ) -> tuple[Place, ...]:
    """The text of some sentences; with the stops around them if they are all there are."""
    start, end = said.words[0].start, said.words[-1].end
    if start == every[0].words[0].start:
        start = 0
    if end == every[-1].words[-1].end:
        end = max(span.end for span in record.content)
    return tuple(Place(*piece) for piece in cut(record, start, end))


def _first_of_all(member: _One) -> tuple[bool, int, int, str, int]:
    """What makes a reference, best first."""
    return (not member.compared.marked, -len(member.plain), member.day or _LAST,
            member.record.doc_id, member.row)


def _hold(reference: _One, members: Sequence[_One]) -> Iterator[_Held]:
    """Each member beside the reference, or beside one that was placed before it."""
    placed, left = [reference], []
    yield _Held(reference, None, None)
    for member in (m for m in members if m is not reference):
        found = shared(reference.plain, member.plain, is_light)
        if found is not None and _is_enough(found, reference, member):
            placed.append(member)
            yield _Held(member, reference, found)
        else:
            left.append(member)
    for member in left:
        tried = ((other, found) for other in placed[1:_TRIED]
                 for found in [shared(other.plain, member.plain, is_light)]
                 if found is not None and _is_enough(found, other, member))
        other, best = next(tried, (None, None))
        placed.append(member)
        yield _Held(member, other, best)


def _is_enough(found: Stretch, one: _One, two: _One) -> bool:
    """Whether they share enough for their difference to mean anything."""
    return found.is_dense and (2 * found.equal >= min(len(one.plain), len(two.plain))
                               or (found.equal >= 5 and found.telling >= 2))


def _member(held: _Held, is_reference: bool, given: Given | None) -> Member:
    record = held.one.record
    document = record.document
    against = None if held.against is None else held.against.record.id
    diff = tuple(_changes(held.against, held.one, held.found)) \
        if held.against is not None and held.found is not None else ()
    return Member(
        record=record.id, document=record.doc_id, title=document.title, url=document.url,
        publisher=document.publisher, date=document.date, type=record.type,
        speaker=_said(record), text=" ".join(piece.text for piece in held.one.content),
        content=held.one.content,
        relation="reference" if is_reference else _relation(held, diff), against=against,
        shared=held.found.equal if held.found is not None else 0, diff=diff, given=given)


def _said(record: QuoteRecord) -> Said | None:
    speaker = record.speaker
    return None if speaker is None else Said(
        speaker.name, speaker.kind, speaker.link, speaker.resolution, speaker.confidence)


def _relation(held: _Held, diff: Sequence[WordChange]) -> Relation:
    """How the member's wording lies to the other's."""
    if held.against is None or held.found is None:
        return "linked"
    ends = [(low > 0) + (high < len(side.plain)) for side, (low, high) in
            ((held.against, held.found.first), (held.one, held.found.second))]
    if not any(ends):
        return "altered" if diff else "same"
    if all(ends):
        return "overlap"
    return "part" if ends[0] else "whole"


def _changes(against: _One, member: _One, found: Stretch) -> Iterator[WordChange]:
    """The words that differ inside the stretch that both share."""
    one = against.compared.words[slice(*found.first)]
    two = member.compared.words[slice(*found.second)]
    for edit in edits([word.key for word in one], [word.key for word in two]):
        if edit.kind != "equal":
            yield WordChange(
                {"replace": "replaced", "delete": "dropped", "insert": "added"}[edit.kind],  # type: ignore[arg-type]
                _place(against.record, one, edit.first), _place(member.record, two, edit.second))


def _place(record: QuoteRecord, words: Sequence[Word], part: tuple[int, int]) -> Place:
    """The words of a part; where there are none, the place before the word that follows."""
    low, high = part
    if low == high:
        at = words[low].start if low < len(words) else words[-1].end
        return Place(at, at, "")
    start, end = words[low].start, words[high - 1].end
    return Place(start, end, " ".join(text for _, _, text in cut(record, start, end)))


def _rivals(rows: Rows, rivalry: Rivalry, records: Mapping[int, QuoteRecord]) -> Rivals:
    return Rivals(_party(rows, rivalry.one, records), _party(rows, rivalry.two, records),
                  rivalry.shared, round(rivalry.sure, 3))


def _party(rows: Rows, members: Sequence[int], records: Mapping[int, QuoteRecord]) -> Party:
    named = fullest_of(rows, members)
    assert named is not None
    return Party(named.name, named.kind, named.link, round(float(rows.sure[members[0]]), 3),
                 tuple(records[row].id for row in members))


def _name(rows: Rows, members: Sequence[int]) -> str:
    named = fullest_of(rows, members)
    return "" if named is None else named.name


def _earliest(members: Sequence[_One]) -> Earliest | None:
    days = sorted({m.day for m in members} - {UNDATED})
    if not days:
        return None
    first = dict.fromkeys(m.record.doc_id for m in members if m.day == days[0])
    return Earliest(date.fromordinal(days[0]).isoformat(), tuple(first))
