"""How many of the groups and rivals planted in fixtures/newsroom are found.

A quotation of the key is the record that has most of its words in quotation marks. Counted as the
fixture's README says: groups by pairs of quotations, where pairs that share no words, and pairs
that only a spliced quotation joins, count neither way; rivals by utterance and by pair of speakers'
quotations; decoys and distinct utterances by what was reported amiss.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from pathlib import Path
from typing import Any, NamedTuple

from quotes.records import QuoteRecord
from quotes.variants import VariantGroup, group_variants
from quotes.wording import words

_COVERED = 0.5  # of a quotation's words that a record must hold to be it

Pair = frozenset[str]


class Key(NamedTuple):
    """The key's lines by kind, and the pieces of every quotation by its id."""

    lines: dict[str, list[dict[str, Any]]]
    articles: dict[str, str]
    pieces: dict[str, tuple[str, ...]]


class Found(NamedTuple):
    """Pairs of quotations that were put together, and those that were called rivals."""

    missing: frozenset[str]  # quotations for which there is no record
    together: frozenset[Pair]
    rivals: frozenset[Pair]


def by_kind(key: Iterable[dict[str, Any]]) -> Key:
    lines = defaultdict[str, list[dict[str, Any]]](list)
    articles, pieces = {}, {}
    for line in key:
        lines[line["kind"]].append(line)
        for quotation in _quotations(line):
            articles[quotation["id"]] = quotation["article"]
            pieces[quotation["id"]] = tuple(quotation["quoted"])
    return Key(dict(lines), articles, pieces)


def _quotations(line: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "id" in line:
        yield line
    yield from line.get("members", ())
    for side in line.get("sides", ()):
        yield from side["members"]


def find(key: Key, records: Sequence[QuoteRecord]) -> Found:
    """What the tool makes of the key's quotations."""
    of = {one: _records_of(key, one, records) for one in key.pieces}
    by_record = defaultdict[str, list[str]](list)
    for quotation, ids in of.items():
        for record in ids:
            by_record[record].append(quotation)
    together, rivals = set[Pair](), set[Pair]()
    for group in group_variants(records):
        holds = defaultdict[str, set[str]](set)
        for member in group.members:
            holds[member.record] |= {q for q in by_record[member.record]
                                     if _says(member.text, key.pieces[q])}
        together |= set(_pairs({q for some in holds.values() for q in some}))
        rivals |= {frozenset(pair) for pair in _rival_pairs(group, holds)}
    return Found(frozenset(q for q, ids in of.items() if not ids), frozenset(together),
                 frozenset(pair for pair in rivals if len(pair) == 2))


def _says(text: str, pieces: Sequence[str]) -> bool:
    """Whether a member holds half of a piece, or is itself a part of one."""
    held = [word.key for word in words(text)]
    runs = ((wanted, _run(wanted, held)) for piece in pieces
            for wanted in [[word.key for word in words(piece)]])
    return any(run > _COVERED * min(len(wanted), len(held)) for wanted, run in runs)


def _rival_pairs(group: VariantGroup, holds: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    for rivals in group.rivals:
        one, two = ({q for record in party.records for q in holds[record]}
                    for party in (rivals.one, rivals.two))
        yield from product(one, two)


def _pairs(members: Iterable[str]) -> Iterator[Pair]:
    return (frozenset(pair) for pair in combinations(sorted(members), 2))


def _records_of(key: Key, quotation: str, records: Sequence[QuoteRecord]) -> list[str]:
    """The records that hold the pieces: for each piece those with most of its words in marks."""
    found = []
    for piece in key.pieces[quotation]:
        wanted = [word.key for word in words(piece)]
        scored = [(_held(wanted, record), record.id) for record in records
                  if _article(record) == key.articles[quotation] and record.type != "indirect"]
        best = max(scored, default=(0.0, ""))[0]
        found += [id_ for score, id_ in scored if score == best >= _COVERED]
    return list(dict.fromkeys(found))


def _article(record: QuoteRecord) -> str:
    return Path(record.doc_id).name


def _held(wanted: Sequence[str], record: QuoteRecord) -> float:
    """The share of the words that stands in one of the record's spans, in a row."""
    spans = record.quoted if record.type == "mixed" else record.content
    return max((_run(wanted, [word.key for word in words(span.text)]) for span in spans),
               default=0.0) / max(1, len(wanted))


def _run(wanted: Sequence[str], held: Sequence[str]) -> int:
    """The length of the longest row of words that both have."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, wanted, held, autojunk=False).find_longest_match().size


class Score(NamedTuple):
    """What was found of what was wanted, and what should not have been."""

    right: frozenset[Pair]
    missed: frozenset[Pair]
    wrong: frozenset[Pair]

    def line(self, name: str) -> str:
        found, wanted = len(self.right) + len(self.wrong), len(self.right) + len(self.missed)
        return (f"{name}: precision {_share(len(self.right), found)}, "
                f"recall {_share(len(self.right), wanted)}")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%} ({part} of {whole})" if whole else "– (0 of 0)"


def grouping_score(key: Key, found: Found) -> Score:
    wanted = {pair for line in key.lines["variant"] for pair in _pairs(_ids(line))}
    open_ = _open_pairs(key)
    return Score(frozenset(wanted & found.together - open_),
                 frozenset(wanted - found.together - open_),
                 frozenset(found.together - wanted - open_))


def _ids(line: dict[str, Any]) -> list[str]:
    return [member["id"] for member in line["members"]]


def _open_pairs(key: Key) -> set[Pair]:
    """Pairs that count neither way."""
    groups = [set(_ids(line)) for line in key.lines["variant"]]
    open_ = {frozenset(pair) for line in key.lines["variant"] for pair in line["disjoint"]}
    for one, two in combinations(groups, 2):
        if one & two:  # a spliced quotation is of both
            open_ |= {frozenset(pair) for pair in product(one, two)} - set(_pairs(one)) \
                - set(_pairs(two))
    for line in key.lines["decoy"]:
        if line["reason"] == "said_by_both":
            open_ |= set(_pairs(_ids(line)))
    return open_


def rival_score(key: Key, found: Found) -> Score:
    wanted = {pair for line in key.lines["rival"] for pair in _side_pairs(line)}
    return Score(frozenset(wanted & found.rivals), frozenset(wanted - found.rivals),
                 frozenset(found.rivals - wanted))


def _side_pairs(line: dict[str, Any]) -> Iterator[Pair]:
    for one, two in combinations([_ids(side) for side in line["sides"]], 2):
        yield from (frozenset(pair) for pair in product(one, two))


def report(key: Key, found: Found) -> str:
    """The figures, one a line."""
    groups, rivals = grouping_score(key, found), rival_score(key, found)
    whole = sum(set(_pairs(_ids(line))) - groups.missed == set(_pairs(_ids(line)))
                for line in key.lines["variant"])
    named = sum(any(pair in found.rivals for pair in _side_pairs(line))
                for line in key.lines["rival"])
    decoys = sum(not found.rivals.isdisjoint(_pairs(_ids(line))) for line in key.lines["decoy"])
    mixed = sum(not found.together.isdisjoint(set(_side_pairs(line)) - _open_pairs(key))
                for line in key.lines["distinct"])
    return "\n".join([
        f"quotations without a record in marks: {len(found.missing)} of {len(key.pieces)}",
        groups.line("pairs of one utterance"),
        f"utterances found whole: {_share(whole, len(key.lines['variant']))}",
        f"rival utterances found: {_share(named, len(key.lines['rival']))}",
        rivals.line("pairs of rivals"),
        f"decoys reported: {_share(decoys, len(key.lines['decoy']))}",
        f"distinct utterances mixed up: {_share(mixed, len(key.lines['distinct']))}"])


def errors(key: Key, found: Found) -> Iterator[str]:
    """What is missing, and what is too much."""
    yield from (f"no record: {q}: {key.pieces[q]}" for q in sorted(found.missing))
    for name, score in (("", grouping_score(key, found)), ("rivals ", rival_score(key, found))):
        for what, pairs in (("missed", score.missed), ("wrong", score.wrong)):
            for pair in sorted(map(sorted, pairs)):
                told = (f"{q} {' / '.join(key.pieces[q])}" for q in pair)
                yield f"{name}{what}: " + " | ".join(told)
