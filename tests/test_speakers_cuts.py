"""Where a mention begins that took in what frames the sentence, on trees written by hand."""

from __future__ import annotations

import pytest

from quotes.attribution.relation import Attribution
from quotes.speakers import resolve
from tests.trees import build, words

FRAMED = """
According accord VERB 4 case
to to ADP 1 fixed
the the DET 4 det
Herald Herald PROPN 0 root B-ORG
, , PUNCT 6 punct
Ana Ana PROPN 4 appos B-PERSON
Ruiz Ruiz PROPN 6 flat I-PERSON
{verb} {lemma} VERB 4 parataxis
so so ADV 8 advmod
. . PUNCT 4 punct
"""


@pytest.mark.parametrize(("verb", "lemma", "name"), [
    ("said", "say", "Ana Ruiz"),
    ("resigned", "resign", "Herald")])  # she does not speak: the paper does
def test_after_a_frame_the_person_speaks(verb: str, lemma: str, name: str) -> None:
    parse = build(FRAMED.format(verb=verb, lemma=lemma))
    made = Attribution(type="indirect", content=(parse.spans(words(parse, " so"))[0],),
                       source=words(parse, "the Herald, Ana Ruiz"), cue=words(parse, verb))
    speaker = resolve(parse, [made])[0].speaker
    assert speaker is not None
    assert speaker.name == name
