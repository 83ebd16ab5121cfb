"""Tokens and sentences from tables made by hand: what the walk, the cuts and the limits do."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save_file

from quotes.errors import ModelError
from quotes.text import Span, normalise, paragraphs
from quotes.tokenizer import Tokenizer
from quotes.tokenizer.features import asked_cuts, kinds, may_end, number, outline, places, style
from quotes.tokenizer.tokenizer import WEIGHTS, WORDS, Tables

SIZE = 1 << 14
VISIBLE = re.compile(r"[^\s\u0080-\u009f]")


def table(weights: dict[str, float]) -> list[float]:
    found = [0.0] * SIZE
    for feature, weight in weights.items():
        found[number(feature, SIZE)] = weight
    return found


def made(cuts: dict[str, float] | None = None, ends: dict[str, float] | None = None,
         inner: dict[str, tuple[int, ...]] | None = None) -> Tokenizer:
    return Tokenizer(Tables(table(cuts or {}), table(ends or {}), {}, inner or {}))


def chance(seed: int) -> Tokenizer:
    """Weights without sense, which cut and end at every sort of place."""
    draw = np.random.default_rng(seed)
    return Tokenizer(Tables(draw.normal(size=256).tolist(), draw.normal(size=256).tolist(), {}, {"cannot": (3,)}))


def read(tokenizer: Tokenizer, text: str) -> list[list[str]]:
    return [[text[slice(*token)] for token in sentence]
            for paragraph in paragraphs(text) for sentence in tokenizer.tokenize(text, paragraph)]


def check(tokenizer: Tokenizer, text: str) -> None:
    """Every visible character is in one token, in order; no token holds a blank."""
    sentences = [s for paragraph in paragraphs(text) for s in tokenizer.tokenize(text, paragraph)]
    assert all(sentences)
    tokens = [token for sentence in sentences for token in sentence]
    assert [i for start, end in tokens for i in range(start, end)] == \
        [match.start() for match in VISIBLE.finditer(text)]
    assert all(token.start < token.end for token in tokens)


def test_without_weights_a_chunk_is_a_token_and_a_paragraph_a_sentence() -> None:
    assert read(made(), "Go now. He went.\nYes.") == [["Go", "now.", "He", "went."], ["Yes."]]


def test_a_weight_cuts_where_its_feature_stands() -> None:
    assert read(made(cuts={"c.": 1.0}), "Go. He went.") == [["Go", ".", "He", "went", "."]]
    assert read(made(cuts={"c.": 1.0, "jUUl|.": -2.0}), "Go. He went.") == [["Go.", "He", "went", "."]]


def test_a_weight_ends_a_sentence() -> None:
    both = made(cuts={"c.": 1.0}, ends={"a.": 1.0})
    assert read(both, "Go. He went. Yes") == [["Go", "."], ["He", "went", "."], ["Yes"]]


def test_what_follows_a_cut_inside_letters() -> None:
    apart = made(cuts={"c,": 1.0}, inner={"cannot": (3,)})
    assert read(apart, "I Cannot, you") == [["I", "Can", "not", ",", "you"]]


def test_the_neighbour_chunk_counts_and_is_no_part_of_memory() -> None:
    # j: the kind of what follows, here a capital or a small letter.
    tokenizer = made(cuts={"jUdd|.": 1.0})
    assert read(tokenizer, "In 85. He") == read(tokenizer, "In 85. He") == [["In", "85", ".", "He"]]
    assert read(tokenizer, "In 85. he") == [["In", "85.", "he"]]


def test_marks_are_counted_through_the_paragraph() -> None:
    # q: inside marks (1) or not (0), and whether the sentence began inside.
    inside = made(cuts={"c.": 1.0, "c\"": 1.0, 'd"|go': 1.0, 'd"|he': 1.0}, ends={"q10.|he": 1.0})
    assert read(inside, '"Go. He') == [['"', "Go", "."], ["He"]]
    assert read(inside, '"Go" now. He') == [['"', "Go", '"', "now", ".", "He"]]


@pytest.mark.parametrize(("token", "following", "expected"), [
    (".", "He", True), ("end", "He", True), ("end", "he", False), (",", "he", False), ("said", '"', True),
    ("end", ".", False), ("end", "...", True), (".", "he", True), ("!", "?", False)])
def test_where_a_sentence_may_end(token: str, following: str, expected: bool) -> None:
    assert may_end(token, following) is expected


def test_no_place_before_an_accent_a_joiner_or_a_skin_tone() -> None:
    for chunk in ("e\u0301a\u0302", "👩\u200d🚒", "👍🏽", "❤\ufe0f"):
        assert places(chunk, kinds(chunk)) == []
    assert places("ab-cd", kinds("ab-cd")) == [2, 3]
    assert places("1995", kinds("1995")) == []


def test_features_look_a_bounded_way() -> None:
    longest = max(len(f) for _, features in asked_cuts("a." * 149, "^", "$") for f in features)
    assert longest < 60
    assert outline("x" * 10_000) == "l"
    assert style(["A"] * 10_000) == "04"


def test_a_very_long_chunk_is_cut_by_plain_rules() -> None:
    assert [len(token) for [*tokens] in read(made(), "x" * 350) for token in tokens] == [100, 100, 100, 50]
    assert read(made(), "," * 299 + "!b") == [["," * 100, "," * 100, "," * 99, "!", "b"]]


@pytest.mark.parametrize("text", [
    "x" * 10_000_000, '"' * 1_000_000, '" ' * 20_000, "word " * 50_000, "a.b," * 100_000,
    "(" * 50_000 + ")" * 50_000, "\u0301" * 10_000, "a\u200d" * 5_000, "Mr. " * 10_000],
    ids=["one word", "marks", "marks and blanks", "no end", "stops", "brackets", "accents", "joiners", "abbreviations"])
def test_hostile_text(text: str) -> None:
    check(chance(1), text) if len(text) < 10**6 else list(chance(1).sentences(text, Span(0, len(text))))


@given(st.text(max_size=80) | st.text(alphabet=list("aA1.,'\"-–()é\u0301👩\u200d🚒 \n\x85\x00…/@#"), max_size=200),
       st.integers(0, 3))
def test_any_text(text: str, seed: int) -> None:
    check(chance(seed), normalise(text))


@given(st.lists(st.text(alphabet=list("aAb1.,'\"-() "), min_size=1, max_size=40), min_size=2, max_size=5))
def test_a_paragraph_is_read_as_if_alone(lines: list[str]) -> None:
    tokenizer = chance(2)
    together = [s for line in lines for s in read(chance(2), line)]
    assert read(tokenizer, "\n".join(lines)) == together
    assert read(tokenizer, "\n".join(lines)) == together  # with what it remembers by now


def test_memory_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotes.tokenizer.tokenizer._MOST_REMEMBERED", 3)
    tokenizer = chance(1)
    text = " ".join(f"a{i}." for i in range(20))
    assert read(tokenizer, text) == read(chance(1), text)
    assert len(tokenizer._remembered) <= 3


def stored(folder: Path, size: int = 256) -> Path:
    save_file({"cuts": np.ones(size, dtype=np.int8), "ends": -np.ones(size, dtype=np.int8)}, folder / WEIGHTS)
    (folder / WORDS).write_text(json.dumps({"classes": {"a": "go he"}, "inner": {"cannot": [3]}}), "utf-8")
    return folder


def test_a_folder_is_loaded(tmp_path: Path) -> None:
    assert read(Tokenizer(stored(tmp_path)), "I cannot, sir. He") == [["I", "can", "not", ",", "sir", ".", "He"]]


@pytest.mark.parametrize("damage", [WEIGHTS, WORDS, "size", "json"])
def test_a_damaged_folder_is_named_with_the_remedy(tmp_path: Path, damage: str) -> None:
    stored(tmp_path, 255 if damage == "size" else 256)
    if damage == "json":
        (tmp_path / WORDS).write_text("[]", "utf-8")
    elif damage != "size":
        (tmp_path / damage).unlink()
    with pytest.raises(ModelError, match=r"no tokenizer .*tokenizer\.json"):
        Tokenizer(tmp_path)
