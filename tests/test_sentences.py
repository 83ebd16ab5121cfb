"""A hundred cases of news English, with the tokenizer that ships: half were written before it ran."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import quotes
from quotes.text import normalise, paragraphs
from quotes.tokenizer import Tokenizer

SHIPPED = Path(quotes.__file__).parent / "models" / "en"
FOLDER = Path(__file__).parents[1] / "fixtures" / "sentences"
FROZEN, MORE = ([json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]
                for name in ("cases-frozen.jsonl", "cases.jsonl"))
# Users asked for 95 of the hundred.
LEAST, LEAST_FROZEN = 95, 46


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(SHIPPED)


def found(tokenizer: Tokenizer, text: str) -> list[str]:
    plain = normalise(text)
    return [text[sentence[0].start:sentence[-1].end] for paragraph in paragraphs(plain)
            for sentence in tokenizer.tokenize(plain, paragraph)]


def right(tokenizer: Tokenizer, cases: list[dict[str, Any]]) -> int:
    return sum(found(tokenizer, case["text"]) == case["sentences"] for case in cases)


@pytest.mark.parametrize("case", FROZEN + MORE, ids=lambda case: case["id"])
def test_the_cases_themselves(case: dict[str, Any]) -> None:
    """Their sentences are verbatim, in order, and hold every visible character."""
    assert case.keys() == {"id", "what", "text", "sentences"}
    assert "".join("".join(case["sentences"]).split()) == "".join(case["text"].split())
    assert all(sentence in case["text"] for sentence in case["sentences"])


def test_the_floors(tokenizer: Tokenizer) -> None:
    assert len(FROZEN) == len(MORE) == 50
    assert len({case["id"] for case in FROZEN + MORE}) == 100
    frozen = right(tokenizer, FROZEN)
    assert frozen >= LEAST_FROZEN
    assert frozen + right(tokenizer, MORE) >= LEAST


@pytest.mark.parametrize("text", [
    '"So what?" said Harry.',
    "The commander, Lt. Gen. Talib Shaghati, told reporters on Thursday that civilians have been fleeing.",
    "MOSUL, Iraq (AP) — Troops entered the city."])
def test_one_sentence(tokenizer: Tokenizer, text: str) -> None:
    assert found(tokenizer, text) == [text]


def test_tokens_of_news(tokenizer: Tokenizer) -> None:
    text = normalise('“Don’t,” said Jean-Luc (62), of the U.S.-led force; he can\'t say why.')
    [sentence] = tokenizer.tokenize(text, paragraphs(text)[0])
    assert [text[slice(*token)] for token in sentence] == [
        '"', "Do", "n't", ",", '"', "said", "Jean", "-", "Luc", "(", "62", ")", ",", "of", "the",
        "U.S.", "-", "led", "force", ";", "he", "ca", "n't", "say", "why", "."]
