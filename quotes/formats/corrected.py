"""The records that a person's marks are.

Decides which record a mark was, and whether it was corrected. A record whose marks are as they
were exported comes back as it was. Any other is "corrected by hand" and certain: a person vouches
for it, and no filter by confidence may drop it. Without the records of before, what a file noted
at export still tells which marks are unchanged; those are "read back".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple

from quotes.formats.annotation import Marking, Spans, Warn, facts, shown, signature
from quotes.formats.remade import Maker
from quotes.records import Evidence, QuoteRecord
from quotes.text import Span

BY_HAND, READ_BACK = "corrected by hand", "read back"
_CERTAIN = 1.0
# An edited mark is still that of the record with which it has at least this share of the content
# of both in common; less, and it is rather another quotation.
_SHARED = 0.5


class Corrected(NamedTuple):
    """What became of the records of one document: all that there are now, and how many differ."""

    doc_id: str
    records: list[QuoteRecord]
    changed: int = 0
    added: int = 0
    removed: int = 0


def correct(maker: Maker, doc_id: str, markings: Sequence[Marking], entries: Iterable[str], *,
            words_only: bool, warn: Warn) -> Corrected:
    """The records that the markings of a text are, in text order.

    `entries` are what the file noted (see `annotation.entry`); with `words_only` the markings say
    nothing of type, category and name.
    """
    pairs = _paired(maker, markings, words_only=words_only)
    noted = _Noted(entries)
    made = [_made(maker, marking, before, noted, words_only=words_only)
            for marking, before in zip(markings, pairs, strict=True)]
    ids = {record.id for record in maker.originals}
    records = [_with_parent(i, made, pairs, marking, ids) for i, marking in enumerate(markings)]
    changed = sum(r is not b and r.evidence.rule == BY_HAND
                  for r, b in zip(records, pairs, strict=True) if b is not None)
    added = sum(b is None and r.evidence.rule == BY_HAND
                for r, b in zip(records, pairs, strict=True))
    removed = len(maker.originals) - sum(before is not None for before in pairs)
    return Corrected(doc_id, _distinct(_ordered(records, pairs, maker.originals), warn), changed,
                     added, removed)


def _paired(maker: Maker, markings: Sequence[Marking], *, words_only: bool
            ) -> list[QuoteRecord | None]:
    """For each marking the record that it was: by its marks, else by its id, else by its words."""
    left = {id(record): record for record in maker.originals}
    by_marks: dict[str, list[QuoteRecord]] = defaultdict(list)
    for record in maker.originals:
        by_marks[_key(_seen(record, words_only), maker)].append(record)
    by_id = {record.id: [record] for record in maker.originals}
    pairs: list[QuoteRecord | None] = [None] * len(markings)
    ways: tuple[Callable[[Marking], list[QuoteRecord]], ...] = (
        lambda m: by_marks.get(_key(m, maker), []),
        lambda m: by_id.get((m.entry or "").rsplit(" ", 2)[0], []),
        lambda m: _alike(m, left.values()))
    for candidates in ways:
        for i, marking in enumerate(markings):
            if pairs[i] is None:
                free = (record for record in candidates(marking) if id(record) in left)
                pairs[i] = next(free, None)
                left.pop(id(pairs[i]), None)
    return pairs


def _key(marking: Marking, maker: Maker) -> str:
    return repr(facts(marking, maker.text))


def _seen(record: QuoteRecord, words_only: bool) -> Marking:
    marking = shown(record)
    return marking.words_only() if words_only else marking


def _alike(marking: Marking, left: Iterable[QuoteRecord]) -> list[QuoteRecord]:
    """The record that has most of its content in common with the mark, if that is enough."""
    shares = [(_shared(marking.content, shown(record).content), record) for record in left]
    best = max(shares, key=lambda each: each[0], default=None)
    return [best[1]] if best is not None and best[0] >= _SHARED else []


def _shared(one: Spans, other: Spans) -> float:
    """How much of two contents is common to both, from 0 to 1."""
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    whole = _length(one) + _length(other) - common
    return common / whole if whole else 0.0


def _length(spans: Iterable[Span]) -> int:
    return sum(span.end - span.start for span in spans)


class _Noted:
    """Ids and confidences by the signature of the marks, each to be taken once."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._left: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for noted in entries:
            parts = noted.rsplit(" ", 2)
            if len(parts) == 3 and (sure := _probability(parts[2])) is not None:
                self._left[parts[1]].append((parts[0], sure))

    def take(self, marks: str) -> tuple[str, float] | None:
        found = self._left.get(marks)
        return found.pop(0) if found else None


def _probability(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number <= 1 else None


def _made(maker: Maker, marking: Marking, before: QuoteRecord | None, noted: _Noted, *,
          words_only: bool) -> QuoteRecord:
    own = facts(marking, maker.text)
    if before is not None and own == facts(_seen(before, words_only), maker.text):
        return before
    known = noted.take(signature(marking, maker.text)) if before is None else None
    if known is None:
        return maker.record(marking, before, BY_HAND, _CERTAIN)
    return maker.record(marking, None, READ_BACK, known[1]).model_copy(update={"id": known[0]})


def _with_parent(i: int, made: Sequence[QuoteRecord], pairs: Sequence[QuoteRecord | None],
                 marking: Marking, originals: Collection[str]) -> QuoteRecord:
    """With the id that the outer record has now.

    Only a relation that was drawn or taken away is a correction, not that the outer record has
    another id now, or is gone. A parent that wasn't exported stays.
    """
    record, before = made[i], pairs[i]
    outer = None if marking.within is None else made[marking.within]
    if before is None:
        return record.model_copy(update={"parent": outer and outer.id})
    was = None if marking.within is None else pairs[marking.within]
    if outer is not None:
        parent, drawn = outer.id, was is None or was.id != before.parent
    elif before.parent in originals:
        parent, drawn = None, any(p is not None and p.id == before.parent for p in pairs)
    else:
        parent, drawn = before.parent, False
    if parent == record.parent and not drawn:
        return record
    update: dict[str, Any] = {"parent": parent}
    if drawn and record is before:
        update |= {"confidence": _CERTAIN, "evidence": Evidence(
            rule=BY_HAND, features={"before": before.id, "rule": before.evidence.rule})}
    return record.model_copy(update=update)


def _ordered(records: Sequence[QuoteRecord], pairs: Sequence[QuoteRecord | None],
             originals: Sequence[QuoteRecord]) -> list[QuoteRecord]:
    """In the order of before; a new one stands before the first that begins after it."""
    place = {id(original): i for i, original in enumerate(originals)}
    old = [(place[id(before)], record) for record, before in zip(records, pairs, strict=True)
           if before is not None]
    found = [record for _, record in sorted(old, key=lambda each: each[0])]
    new = [record for record, before in zip(records, pairs, strict=True) if before is None]
    for record in sorted(new, key=lambda r: r.content[0].start):
        at = next((i for i, other in enumerate(found)
                   if other.content[0].start > record.content[0].start), len(found))
        found.insert(at, record)
    return found


def _distinct(records: Iterable[QuoteRecord], warn: Warn) -> list[QuoteRecord]:
    found: dict[str, QuoteRecord] = {}
    for record in records:
        if record.id in found:
            warn(f"two marks of one quotation ({record.content[0].start}-"
                 f"{record.content[-1].end}, same cue and speaker); one record is made of them")
        found.setdefault(record.id, record)
    return list(found.values())
