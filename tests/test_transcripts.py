"""Layouts that name the speaker: labelled turns, Q and A, signatures."""

from __future__ import annotations

import re

import pytest

from quotes.attribution.marked import Marked
from quotes.attribution.transcripts import signatures, transcripts
from quotes.trees import Parse, Sentence, Token


def _parse(text: str) -> Parse:
    """Words and marks as tokens, a paragraph a sentence; no tree is looked at here."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for line in re.finditer(r"[^\n]+", text):
        first = len(tokens)
        for match in re.finditer(r"\w+|[^\w\s]", line.group()):
            tokens.append(Token(len(tokens), len(sentences), line.start() + match.start(),
                                line.start() + match.end(), match.group(), match.group().lower(),
                                "X", "X", -1 if len(tokens) == first else first, "dep"))
        sentences.append(Sentence(len(sentences), first, len(tokens), len(sentences)))
    return Parse(text, tuple(tokens), tuple(sentences))


def _turns(text: str) -> list[tuple[str, list[str]]]:
    parse = _parse(text)
    return [(text[slice(*parse.span(a.source))], [text[s:e] for s, e in a.content])
            for a in transcripts(parse)]


def test_labelled_turns() -> None:
    assert _turns("REYES: Who signed?\n\nMORGAN: I did.") == [
        ("REYES", ["Who signed?"]), ("MORGAN", ["I did."])]


def test_the_colon_is_the_cue() -> None:
    parse = _parse("REYES: Who signed?\nMORGAN: I did.")
    found = transcripts(parse)
    assert [[parse.tokens[i].text for i in a.cue] for a in found] == [[":"], [":"]]
    assert {(a.source_rule, a.category, a.rule) for a in found} == {
        ("transcript", "statement", "transcript")}


@pytest.mark.parametrize("label", [
    "Anna Berg", "MR. KING", "Dr O'Neill", "Ludwig van Berg", "THE COURT", "Núñez",
    "REYES (by phone)", "José de Cruz",
])
def test_labels(label: str) -> None:
    assert _turns(f"{label}: Go on.\n\n{label}: I will.")[0] == (label, ["Go on."])


@pytest.mark.parametrize("text", [
    "He said: go on.\n\nShe said: I will.",
    "12:30 Start\n\n14:00 End",
    "a: one\n\nb: two",
    "REYES:\n\nMORGAN:",
    "A label of more than five words: Go.\n\nAnother Label Of More Than Five Words: I will.",
])
def test_no_labels(text: str) -> None:
    assert _turns(text) == []


def test_one_label_is_no_transcript() -> None:
    assert _turns("Ruiz: no deal.\n\nThe talks went on.") == []


@pytest.mark.parametrize("mark", [".", ":"])
def test_q_and_a(mark: str) -> None:
    assert _turns(f"Q{mark} What then?\n\nA{mark} I called him.") == [
        ("Q", ["What then?"]), ("A", ["I called him."])]


def test_a_sentence_that_begins_with_a_letter_is_no_answer() -> None:
    assert _turns("A man came.\n\nA dog barked.") == []


def test_an_unlabelled_paragraph_goes_on_with_its_turn() -> None:
    assert _turns("REYES: One.\n\nTwo.\n\nMORGAN: Three.")[0] == ("REYES", ["One.", "Two."])


def test_not_where_labels_are_the_exception() -> None:
    plain = "\n\n".join(["Plain text."] * 4)
    assert _turns(f"REYES: One.\n\n{plain}\n\nMORGAN: Two.") == [
        ("REYES", ["One."]), ("MORGAN", ["Two."])]


def test_what_stands_before_the_first_label_is_nobodys() -> None:
    assert _turns("The court sat at nine.\n\nREYES: One.\n\nMORGAN: Two.") == [
        ("REYES", ["One."]), ("MORGAN", ["Two."])]


def _signed(text: str) -> list[str]:
    parse = _parse(text)
    return [text[slice(*parse.span(a.source))] for a in signatures(Marked.of(parse), ())]


@pytest.mark.parametrize("dash", ["—", "–", "--", "-", "— "])
def test_a_signature(dash: str) -> None:
    assert _signed(f'"Bread is an art."\n{dash}Elena Costa') == ["Elena Costa"]


@pytest.mark.parametrize("after", [
    "— and then it rained.", "Elena Costa", "— Elena came. She sat down.", "",
])
def test_no_signature(after: str) -> None:
    assert _signed(f'"Bread is an art."\n{after}') == []


def test_only_the_line_right_below_signs() -> None:
    assert _signed('"Bread is an art."\nIt rained.\n— Elena Costa') == []


def test_headings_of_a_list_are_no_speakers() -> None:
    assert _turns("Weather: sunny spells\nTemperature: 21 degrees") == []
