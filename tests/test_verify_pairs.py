"""Quotations made from sources by stated edits: tier and alarms of each, with the floors to hold.

`pairs.jsonl` was written beside the code; `pairs-frozen.jsonl` and `hard-pairs.jsonl` (unaltered, and
hard to see to be so) by somebody who had not seen it. A pair is never removed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest

from quotes.documents import Document
from quotes.records import AlarmKind, Tier
from quotes.verify import Sources, verify_quotation

FOLDER = Path(__file__).parents[1] / "fixtures" / "verify"
FILES = ["pairs.jsonl", "pairs-frozen.jsonl", "hard-pairs.jsonl"]
LEAST_TIERS = 0.99
WITHOUT_FAIL = ("negation", "number")


class Outcome(NamedTuple):
    """`alarms` and `wanted` without the kinds that the pair leaves open."""

    pair: dict[str, Any]
    tier: str
    alarms: set[str]
    wanted: set[str]


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines() if line]


@cache
def outcomes(name: str) -> tuple[Outcome, ...]:
    return tuple(_outcomes(read(name)))


def _outcomes(pairs: Iterable[dict[str, Any]]) -> Iterator[Outcome]:
    for pair in pairs:
        part = verify_quotation(pair["quotation"], Sources([Document(pair["id"], pair["source"])]))
        left_open = set(pair.get("alarms_open", []))
        raised: set[str] = {alarm.kind for alarm in part.alarms}
        yield Outcome(pair, part.tier, raised - left_open,
                      set(pair["alarms"]) - left_open)


@pytest.mark.parametrize("name", FILES)
def test_each_pair_is_well_formed(name: str) -> None:
    pairs = read(name)
    assert len({pair["id"] for pair in pairs}) == len(pairs)
    for pair in pairs:
        assert {"id", "source", "quotation", "edit", "tier", "alarms"} <= set(pair)
        assert pair["tier"] in get_args(Tier)
        assert set(pair["alarms"]) <= set(get_args(AlarmKind))


@pytest.mark.parametrize("name", FILES)
def test_the_tiers(name: str) -> None:
    found = outcomes(name)
    wrong = [(o.pair["id"], o.pair["tier"], o.tier) for o in found if o.tier != o.pair["tier"]]
    assert len(wrong) <= (1 - LEAST_TIERS) * len(found), wrong


@pytest.mark.parametrize("kind", WITHOUT_FAIL)
@pytest.mark.parametrize("name", FILES)
def test_alarms_that_must_not_fail(name: str, kind: str) -> None:
    wrong = [(o.pair["id"], kind in o.wanted) for o in outcomes(name)
             if (kind in o.wanted) != (kind in o.alarms)]
    assert wrong == []


def test_unaltered_pairs_raise_no_alarm() -> None:
    found = outcomes("hard-pairs.jsonl")
    assert len(found) >= 30
    assert [(o.pair["id"], sorted(o.alarms)) for o in found if o.alarms] == []


def test_there_are_enough_pairs() -> None:
    counted = [len(read(name)) for name in FILES[:2]]
    assert sum(counted) >= 200
    assert min(counted) >= 100
