"""Words before a name that only have the capital of the sentence, on trees written by hand."""

from __future__ import annotations

import pytest

from quotes.speakers.uses import name_uses
from tests.trees import build

ALONE = """
Veronica Veronica PROPN 2 nsubj B-PERSON
left leave VERB 0 root
. . PUNCT 2 punct
"""
INSIDE = """
They they PRON 2 nsubj
saw see VERB 0 root
Big big ADJ 4 amod B-PERSON
Ben Ben PROPN 2 obj I-PERSON
. . PUNCT 2 punct

Ben Ben PROPN 2 nsubj B-PERSON
left leave VERB 0 root
. . PUNCT 2 punct
"""


def names(lines: str) -> list[str]:
    return [use.text for use in name_uses(build(lines), [])]


@pytest.mark.parametrize("lines", [
    # an adjective of the name, by the tree
    """
Wise wise ADJ 2 amod B-PERSON
Veronica Veronica PROPN 3 nsubj I-PERSON
sang sing VERB 0 root
""",
    # after a mark in the middle of the sentence
    """
He he PRON 2 nsubj
said say VERB 0 root
" " PUNCT 5 punct
Dear dear INTJ 5 discourse B-PERSON
Veronica Veronica PROPN 2 obj I-PERSON
" " PUNCT 5 punct
""",
    # an adverb of the verb
    """
Then then ADV 3 advmod B-PERSON
Veronica Veronica PROPN 3 nsubj I-PERSON
sang sing VERB 0 root
""",
    # the verb itself
    """
Asked ask VERB 0 root B-PERSON
Veronica Veronica PROPN 1 nsubj I-PERSON
. . PUNCT 1 punct
""",
    # the end of a title that was glued to the sentence, a description in the tree
    """
The the DET 2 det
Cost cost NOUN 5 nsubj
of of ADP 4 case
Wise Wise PROPN 5 nmod:desc B-PERSON
Veronica Veronica PROPN 6 nsubj I-PERSON
sang sing VERB 0 root
""",
])
def test_what_is_elsewhere_a_name_alone_loses_the_word_before_it(lines: str) -> None:
    assert names(lines + "\n" + ALONE)[0] == "Veronica"


def test_two_words_are_a_name_without_the_adjective() -> None:
    assert names("""
Brave brave ADJ 2 amod B-PERSON
Ana Ana PROPN 4 nsubj I-PERSON
Ruiz Ruiz PROPN 2 flat I-PERSON
sang sing VERB 0 root
""") == ["Ana Ruiz"]


@pytest.mark.parametrize(("lines", "name"), [
    # nowhere a name without its adjective
    ("""
White white ADJ 2 amod B-PERSON
Fang Fang PROPN 3 nsubj I-PERSON
howled howl VERB 0 root
""", "White Fang"),
    # a name inside a sentence, so one at its start too
    ("""
Big big ADJ 2 amod B-PERSON
Ben Ben PROPN 3 nsubj I-PERSON
spoke speak VERB 0 root
""" + INSIDE, "Big Ben"),
    # a first name, whatever the tagger takes it for
    ("""
Will will AUX 3 aux B-PERSON
Smith Smith PROPN 3 nsubj I-PERSON
spoke speak VERB 0 root

Smith Smith PROPN 2 nsubj B-PERSON
left leave VERB 0 root
""", "Will Smith"),
    # a family name that is a word of English, and carries the name
    ("""
He he PRON 3 nsubj B-PERSON
Kexin Kexin PROPN 1 flat I-PERSON
spoke speak VERB 0 root

Kexin Kexin PROPN 2 nsubj B-PERSON
left leave VERB 0 root
""", "He Kexin"),
    # no person
    ("""
Good good ADJ 3 amod B-ORG
Morning morning PROPN 3 compound I-ORG
Norland Norland PROPN 4 nsubj I-ORG
spoke speak VERB 0 root

Morning morning PROPN 2 compound B-ORG
Norland Norland PROPN 3 nsubj I-ORG
left leave VERB 0 root
""", "Good Morning Norland"),
    ("""
Old Old ADJ 2 amod B-FAC
Trafford Trafford PROPN 3 nsubj I-FAC
roared roar VERB 0 root

Trafford Trafford PROPN 2 nsubj B-GPE
slept sleep VERB 0 root
""", "Old Trafford"),
])
def test_a_word_of_the_name_stays(lines: str, name: str) -> None:
    assert names(lines)[0] == name
