"""Pronouns that take up the subject of their own clause, on trees written by hand."""

from __future__ import annotations

import pytest

from quotes.attribution.relation import Attribution
from quotes.speakers import Resolution, resolve
from quotes.trees import Parse
from tests.trees import build, words

OTHER = """
Tim Tim PROPN 3 nsubj B-PERSON
Dow Dow PROPN 1 flat I-PERSON
spoke speak VERB 0 root
. . PUNCT 3 punct
"""
TAKEN_UP = OTHER + """
The the DET 2 det
mayor mayor NOUN 8 {relation}
of of ADP 4 case
Porto Porto PROPN 2 nmod B-GPE
, , PUNCT 6 punct
Ana Ana PROPN 2 appos B-PERSON
{comma} {comma} PUNCT 9 punct
{pronoun} {pronoun} PRON 9 nsubj
said say VERB 0 root
so so ADV 9 advmod
. . PUNCT 9 punct
""".replace("NOUN 8", "NOUN 9")


def speaker(parse: Parse, pronoun: str) -> Resolution:
    made = Attribution(type="indirect", content=(parse.spans(words(parse, "so"))[0],),
                       source=words(parse, pronoun + " said")[:1], cue=words(parse, "said"))
    found = resolve(parse, [made])[0].speaker
    assert found is not None
    return found


@pytest.mark.parametrize("relation", ["nsubj", "dislocated"])
def test_a_pronoun_takes_up_the_subject_before_it(relation: str) -> None:
    found = speaker(build(TAKEN_UP.format(relation=relation, comma=",", pronoun="she")), "she")
    assert (found.name, found.resolution) == ("Ana", "pronoun")
    assert "takes up" in found.evidence


@pytest.mark.parametrize(("relation", "comma", "pronoun"), [
    ("vocative", ",", "she"),  # she is told about, not spoken to
    ("nsubj", ";", "she"),  # more than a comma between them
    ("nsubj", ",", "it"),  # a person is no it
])
def test_else_it_means_whom_the_text_tells(relation: str, comma: str, pronoun: str) -> None:
    found = speaker(build(TAKEN_UP.format(relation=relation, comma=comma, pronoun=pronoun)),
                    pronoun)
    assert "takes up" not in found.evidence
