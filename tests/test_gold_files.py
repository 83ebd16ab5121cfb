"""The gold passages are well formed: spans in the text, parents that hold, types that the marks bear out.

Nothing here runs the program: a label is judged by its own passage only.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from quotes.records import Category, Kind, QuoteType, Relation

GOLD = Path(__file__).resolve().parent.parent / "fixtures" / "gold"
FILES = sorted(GOLD.glob("*.jsonl"))

ROLES = ("source", "cue", "content")
REQUIRED = {*ROLES, "type", "speaker", "kind", "nested", "category", "negated"}
# The frozen file has only the keys above; later passages say more.
FURTHER = {"parent", "sources", "members", "anonymity_reason", "alternatives"}

OPENING, CLOSING = "“‘\"'", "”’\"'"
# A mark inside content: an apostrophe stands after a letter, or is curly to the right.
INNER = re.compile(r"[“‘\"]|(?<!\w)'(?=\w)")
# Contents whose marks hold labels only: a passage's id, and where the content starts.
LABELLED = {("gold-blog-2", 417), ("gold-science-3", 0)}


def _passages() -> list[dict[str, Any]]:
    return [json.loads(line) for path in FILES
            for line in path.read_text("utf-8").splitlines()]


PASSAGES = _passages()
ALL = pytest.mark.parametrize("passage", PASSAGES, ids=[p["id"] for p in PASSAGES])


def _spans(attribution: dict[str, Any]) -> Iterator[list[list[int]]]:
    """Every list of spans in an attribution."""
    for role in ROLES:
        yield attribution[role]
    yield attribution.get("anonymity_reason", [])
    for source in attribution.get("sources", []):
        yield source["mention"]


def _inside(inner: list[list[int]], outer: list[list[int]]) -> bool:
    """Whether each span of `inner` lies in `outer`, from its first to its last character."""
    start, end = outer[0][0], outer[-1][1]
    return all(start <= s and e <= end for s, e in inner)


def _enclosed(text: str, start: int, end: int) -> bool:
    """Marks stand directly around the span; the last may be missing where its paragraph ends."""
    closed = end == len(text) or text[end] in CLOSING + "\n"
    return start > 0 and text[start - 1] in OPENING and closed


def _type_by_marks(text: str, content: list[list[int]]) -> str:
    enclosed = [_enclosed(text, start, end) for start, end in content]
    if all(enclosed):
        return "direct"
    inner = any(INNER.search(text[start:end]) for start, end in content)
    return "mixed" if inner or any(enclosed) else "indirect"


def test_there_are_two_files_and_enough_passages() -> None:
    assert [path.name for path in FILES] == ["passages-frozen.jsonl", "passages.jsonl"]
    assert len(PASSAGES) >= 48
    assert len({p["genre"] for p in PASSAGES}) >= 14


def test_ids_and_texts_are_unique() -> None:
    assert not [i for i, n in Counter(p["id"] for p in PASSAGES).items() if n > 1]
    assert not [t for t, n in Counter(p["text"] for p in PASSAGES).items() if n > 1]


@ALL
def test_keys_and_values(passage: dict[str, Any]) -> None:
    assert set(passage) == {"id", "genre", "text", "attributions"}
    assert passage["text"].strip() == passage["text"] != ""
    for row in passage["attributions"]:
        assert REQUIRED <= set(row) <= REQUIRED | FURTHER
        assert row["type"] in get_args(QuoteType)
        assert row["category"] in get_args(Category)
        assert row["kind"] is None or row["kind"] in get_args(Kind)
        assert row["speaker"] is None or (row["speaker"] and row["kind"])
        assert isinstance(row["nested"], bool)
        assert isinstance(row["negated"], bool)


@ALL
def test_spans_are_whole_words_of_the_text(passage: dict[str, Any]) -> None:
    """In the text, in order, without blanks at their ends, and never cut inside a word."""
    text = passage["text"]
    for spans in (s for row in passage["attributions"] for s in _spans(row)):
        ends = [end for span in spans for end in span]
        assert ends == sorted(set(ends))
        for start, end in spans:
            assert 0 <= start < end <= len(text)
            piece = text[start:end]
            assert piece == piece.strip()
            assert not re.search(r"\w\Z", text[:start]) or not piece[0].isalnum(), piece
            assert not re.match(r"\w", text[end:]) or not piece[-1].isalnum(), piece


@ALL
def test_parts_of_an_attribution(passage: dict[str, Any]) -> None:
    """One cue at most, some content, and no word that is cue and content at once."""
    for row in passage["attributions"]:
        assert row["content"]
        assert len(row["cue"]) <= 1
        if not row["cue"]:
            assert row["category"] == "other"
            assert not row["source"]
        for a, b in row["cue"]:
            assert all(b <= s or e <= a for s, e in row["content"])


@ALL
def test_nothing_is_labelled_twice(passage: dict[str, Any]) -> None:
    keys = [json.dumps([row["cue"], row["content"]]) for row in passage["attributions"]]
    assert len(keys) == len(set(keys))


@ALL
def test_nested_lies_in_another(passage: dict[str, Any]) -> None:
    rows = passage["attributions"]
    for at, row in enumerate(rows):
        holders = [i for i, other in enumerate(rows)
                   if i != at and _inside(row["content"], other["content"])]
        if row["nested"]:
            assert holders
        if "parent" in row:
            assert row["nested"] == (row["parent"] is not None)
            assert row["parent"] is None or row["parent"] in holders


@ALL
def test_parents_end_somewhere(passage: dict[str, Any]) -> None:
    rows = passage["attributions"]
    for row in rows:
        steps, parent = 0, row.get("parent")
        while parent is not None:
            steps, parent = steps + 1, rows[parent]["parent"]
            assert steps < len(rows)


@ALL
def test_type_agrees_with_the_marks(passage: dict[str, Any]) -> None:
    text = passage["text"]
    for row in passage["attributions"]:
        if (passage["id"], row["content"][0][0]) in LABELLED:
            assert row["type"] == "indirect"
            continue
        assert row["type"] == _type_by_marks(text, row["content"]), [text[s:e] for s, e in row["content"]]


@ALL
def test_chain_and_members(passage: dict[str, Any]) -> None:
    for row in passage["attributions"]:
        for source in row.get("sources", []):
            assert set(source) == {"relation", "name", "kind", "mention"}
            assert source["relation"] in get_args(Relation)
            assert source["kind"] in get_args(Kind)
            assert source["name"]
            assert source["mention"]
        if "members" in row:
            assert row["kind"] == "group"
            assert len(row["members"]) > 1
        if "alternatives" in row:
            assert len(row["alternatives"]) > 1
            assert row["speaker"] not in row["alternatives"]


def test_the_rule_for_types() -> None:
    """The rule that judges the labels, on cases of its own."""
    text = "“One.\n\n“Two,” Ann said. Bob calls it ‘odd’ and ’tis a \"Best Cake\" that he isn't fond of."

    def kind(*pieces: str) -> str:
        starts = [text.index(piece) for piece in pieces]
        return _type_by_marks(text, [[s, s + len(p)] for s, p in zip(starts, pieces, strict=True)])

    assert kind("One.", "Two,") == "direct"
    assert kind("it ‘odd’") == "mixed"
    assert kind("Two,", "he isn't") == "mixed"
    assert kind("that he isn't fond of") == "indirect"
    assert kind("’tis") == "indirect"
    assert kind("a \"Best Cake\" that") == "mixed"
