"""Who says I outside quotation marks, on documents built by hand."""

from __future__ import annotations

import pytest

from quotes.attribution.relation import Attribution
from quotes.speakers import Resolution, resolve
from quotes.text import Span
from quotes.trees import Parse
from tests.trees import build, words

INTRODUCTION = """
Dr. Dr. PROPN 2 compound
Ana Ana PROPN 4 nsubj B-PERSON
Ruiz Ruiz PROPN 2 flat I-PERSON
studies study VERB 0 root
ants ant NOUN 4 obj
. . PUNCT 4 punct

Ruiz Ruiz PROPN 2 nsubj B-PERSON
teaches teach VERB 0 root
. . PUNCT 2 punct
"""
QUESTION = """
#
Why why ADV 2 advmod
ants ant NOUN 0 root
? ? PUNCT 2 punct
"""


def answer(length: int) -> str:
    """A paragraph: `I think so, ` and as many words more."""
    more = "\n".join("really really ADV 2 advmod" for _ in range(length))
    return f"\n#\nI I PRON 2 nsubj\nthink think VERB 0 root\nso so ADV 2 advmod\n{more}\n"


def i_think(parse: Parse, occurrence: int = 1) -> Resolution:
    """The speaker of the nth `I think`."""
    source = words(parse, "I think", occurrence=occurrence)
    content = parse.text.index("so", parse.tokens[source[0]].start)
    made = Attribution(type="indirect", content=(Span(content, content + 2),),
                       source=source[:1], cue=source[1:])
    speaker = resolve(parse, [made])[0].speaker
    assert speaker is not None
    return speaker


def test_answers_of_a_printed_interview_are_the_guests() -> None:
    parse = build(INTRODUCTION + (QUESTION + answer(25)) * 3)
    for n in (1, 2, 3):
        speaker = i_think(parse, n)
        assert (speaker.name, speaker.resolution) == ("Ana Ruiz", "pronoun")
        assert "interview" in speaker.evidence


@pytest.mark.parametrize("text", [
    INTRODUCTION + (QUESTION + answer(2)) * 3,  # talk, line by line
    INTRODUCTION + (QUESTION + answer(25)) * 2,  # two questions may be rhetorical
    answer(25) + INTRODUCTION + (QUESTION + answer(25)) * 3,  # somebody speaks before it
])
def test_what_is_no_printed_interview_names_nobody(text: str) -> None:
    speaker = i_think(build(text))
    assert (speaker.name, speaker.resolution) == ("I", "unresolved")


INTRODUCED = """
I I PRON 3 nsubj
am be AUX 3 cop
{name} {name} PROPN 0 root B-PERSON
. . PUNCT 3 punct
"""


def test_a_narrator_gives_a_name_once() -> None:
    one = build(INTRODUCED.format(name="Ana") + answer(2))
    assert i_think(one).name == "Ana"
    two = build(INTRODUCED.format(name="Ana") + "\n" + INTRODUCED.format(name="Bo") + answer(2))
    assert i_think(two).resolution == "unresolved"


@pytest.mark.parametrize(("length", "name"), [(60, "Ana Ruiz"), (3, "I")])
def test_a_letter_is_signed_and_talk_is_not(length: int, name: str) -> None:
    signature = "\n#\nAna Ana PROPN 0 root B-PERSON\nRuiz Ruiz PROPN 1 flat I-PERSON\n"
    assert i_think(build(answer(length) + signature)).name == name
