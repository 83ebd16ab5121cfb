"""The newsroom folder is well formed: what its key quotes stands where the key says, in the numbers promised.

Nothing here runs the fact-checker's tools: the key is held against its own articles and sources only.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quotes.documents import Document
from quotes.readers import read

NEWSROOM = Path(__file__).resolve().parent.parent / "fixtures" / "newsroom"
KEY: list[dict[str, Any]] = [json.loads(line) for line in
                             (NEWSROOM / "key.jsonl").read_text("utf-8").splitlines()]
SOURCES = {path.name: path.read_text("utf-8") for path in (NEWSROOM / "sources").iterdir()}

FAITHFUL = {"exact", "typography", "case", "ellipsis", "bracketed"}
ALARMS = {"negation", "number", "name", "modal"}
CHECKED = {"faithful", "misquotation", "out_of_context"}
LEAST = {"variant": 25, "misquotation": 25, "rival": 8, "decoy": 8, "faithful": 40, "absent": 8,
         "distinct": 8, "wire_copy": 1}

CUT_OR_BRACKET = re.compile(r"…|\.\.\.|\. \. \.|\[")

# Marks that a reader would take for a quotation's, around two words or more of one paragraph.
IN_MARKS = re.compile(r"“([^”\n]*)”|\"([^\"\n]*)\"|(?<!\w)‘((?:[^’\n]|’(?=\w))*)’"
                      r"|(?<!\w)'((?:[^'\n]|'(?=\w))*)'")


@pytest.fixture(scope="module")
def articles() -> dict[str, Document]:
    """The articles as the readers give them, by the key's own names."""
    found = list(read([str(NEWSROOM / "articles")]))
    return {Path(d.id).name: d for d in found if isinstance(d, Document)}


def _kind(kind: str) -> list[dict[str, Any]]:
    return [line for line in KEY if line["kind"] == kind]


def _quotations() -> Iterator[dict[str, Any]]:
    """Everything in the key that has words of an article."""
    for line in KEY:
        if "quoted" in line:
            yield line
        yield from line.get("members", [])
        for side in line.get("sides", []):
            yield from side["members"]


def _trimmed(piece: str) -> str:
    return piece.strip(" ,.;:?!")


def _straight(text: str) -> str:
    """The words alone, in small letters."""
    return " ".join(re.findall(r"[\w']+", text.replace("’", "'").casefold()))


def test_fifty_articles_of_an_articles_length(articles: dict[str, Document]) -> None:
    assert len(articles) == 50
    assert {i: n for i, d in articles.items()
            if not 150 <= (n := len(d.text.split())) <= 500} == {}


def test_a_source_has_the_length_of_one() -> None:
    assert {name: n for name, text in SOURCES.items()
            if not 600 <= (n := len(text.split())) <= 2000} == {}


def test_counts() -> None:
    counts = Counter(line["kind"] for line in KEY)
    assert {kind: counts[kind] for kind, least in LEAST.items() if counts[kind] < least} == {}
    assert len(_kind("variant")) - len([g for g in _kind("variant") if g["differs"]]) < 10
    assert {t for line in _kind("faithful") for t in [line["tier"]]} == FAITHFUL


def test_words_stand_in_the_article_in_order(articles: dict[str, Document]) -> None:
    for quotation in _quotations():
        text, at = articles[quotation["article"]].text, 0
        for piece in quotation["quoted"]:
            at = text.find(piece, at)
            assert at >= 0, (quotation["id"], piece)
            at += len(piece)
        speaker = quotation.get("speaker")
        assert speaker is None or speaker in text, quotation["id"]


def test_source_words_stand_in_the_source() -> None:
    sides = (side for line in KEY for side in line.get("sides", []))
    for line in [*KEY, *sides]:
        for words in line.get("source_words", []):
            assert words in SOURCES[line["source"]], words


def test_tiers_agree_with_the_words() -> None:
    for line in KEY:
        if line["kind"] not in CHECKED:
            continue
        words, pieces = " ".join(line["source_words"]), line["quoted"]
        marked = any(CUT_OR_BRACKET.search(piece) for piece in pieces)
        exact = all(_trimmed(piece) in words for piece in pieces)
        close = all(_straight(piece) in _straight(words) for piece in pieces)
        assert (exact and not marked) == (line["tier"] == "exact"), line["id"]
        assert marked == (line["tier"] in {"ellipsis", "bracketed"}), line["id"]
        assert not (close and line["tier"] == "altered"), line["id"]


def test_absent_words_stand_in_no_source() -> None:
    for line in _kind("absent"):
        assert not any(_straight(piece) in _straight(text) for piece in line["quoted"]
                       for text in SOURCES.values()), line["id"]


def test_tiers_and_alarms_are_known() -> None:
    for line in _kind("misquotation"):
        assert line["tier"] == "altered", line["id"]
        assert set(line["alarms"]) <= ALARMS, line["id"]
    for line in _kind("faithful"):
        assert line["tier"] in FAITHFUL


def test_ids_are_unique_and_tell_one_thing_each() -> None:
    own = [line["id"] for line in KEY if "id" in line]
    assert len(own) == len(set(own))
    groups = [line["group"] for line in _kind("variant")]
    assert len(groups) == len(set(groups))
    told: dict[str, tuple[str, list[str]]] = {}
    for quotation in _quotations():
        what = (quotation["article"], quotation["quoted"])
        assert told.setdefault(quotation["id"], what) == what
    assert set(told) == set(own)


def test_groups_have_two_to_eight_members_and_rivals_two_sides() -> None:
    for line in _kind("variant"):
        ids = [member["id"] for member in line["members"]]
        assert 2 <= len(set(ids)) == len(ids) <= 8, line["group"]
        assert all(pair[0] in ids and pair[1] in ids for pair in line["disjoint"])
    for line in _kind("rival"):
        people = [side["person"] for side in line["sides"]]
        assert len(set(people)) == len(people) >= 2
        assert sum(side["right"] for side in line["sides"]) == 1
    assert all(len(line["members"]) >= 2 for line in _kind("decoy"))
    assert all(side["members"] for line in _kind("distinct") for side in line["sides"])


def test_no_quotation_in_marks_is_missing(articles: dict[str, Document]) -> None:
    pieces: dict[str, list[str]] = {}
    for quotation in _quotations():
        pieces.setdefault(quotation["article"], []).extend(quotation["quoted"])
    for name, article in articles.items():
        for match in IN_MARKS.finditer(article.text):
            inside = match[match.lastindex or 0]
            known = any(inside in piece or piece in inside for piece in pieces[name])
            assert len(inside.split()) < 2 or known, (name, inside)


def test_copies_copy(articles: dict[str, Document]) -> None:
    for line in _kind("wire_copy"):
        original, copy = (_said(articles[line[key]].text) for key in ("of", "article"))
        shared = sum((original & copy).values())
        assert shared >= (0.95 if line["extent"] == "whole" else 0.2) * sum(original.values())


def _said(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def test_addresses_lead_nowhere() -> None:
    paths = [path for path in NEWSROOM.rglob("*") if path.is_file()]
    for path in paths:
        text = path.read_text("utf-8")
        for host in re.findall(r"(?:https?://|@)([\w.-]+\.[a-z]+)", text):
            assert host.endswith(".example"), (path.name, host)
