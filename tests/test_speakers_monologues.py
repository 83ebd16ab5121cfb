"""Whose voice a text of one voice is, on documents built by hand."""

from __future__ import annotations

import pytest

from quotes.attribution.relation import Attribution
from quotes.speakers import resolve
from quotes.text import Span
from quotes.trees import Parse
from tests.test_speakers_narrators import INTRODUCED, INTRODUCTION, QUESTION, answer, i_think
from tests.trees import build, words

HEADED = """
Remarks remark NOUN 0 root
by by ADP 4 case
Mayor Mayor PROPN 4 compound
Ana Ana PROPN 1 nmod B-PERSON
Ruiz Ruiz PROPN 4 flat I-PERSON
{more}
"""
DELIVERED = """
Ana Ana PROPN 3 nsubj B-PERSON
Ruiz Ruiz PROPN 1 flat I-PERSON
delivered deliver VERB 0 root
remarks remark NOUN 3 obj
. . PUNCT 3 punct
"""
ABOUT = """
A a DET 2 det
speech speech NOUN 0 root
on on ADP 4 case
Ana Ana PROPN 2 nmod B-PERSON
Ruiz Ruiz PROPN 4 flat I-PERSON
"""
BYLINE = """
By by ADP 2 case
Ana Ana PROPN 0 root B-PERSON
Ruiz Ruiz PROPN 2 flat I-PERSON
"""
WELCOME = """
Hey hey INTJ 4 discourse
it it PRON 4 nsubj
's be AUX 4 cop
Jackie Jackie PROPN 0 root
and and CCONJ 6 cc
welcome welcome INTJ 4 conj
to to ADP 9 case
my my PRON 9 nmod:poss
channel channel NOUN 6 obl
. . PUNCT 4 punct
"""


# The parser hangs the name on "here", and half of it is an adverb to the tagger.
ON_HERE = """
Hey hey INTJ 6 discourse
it it PRON 6 nsubj
's be AUX 6 cop
Jackie Jackie PROPN 6 compound {first}
Way Way ADV 6 advmod O NNP
here here ADV 0 root
today today NOUN 6 obl {day}
. . PUNCT 6 punct
"""


@pytest.mark.parametrize(("first", "name"), [("B-PERSON", "Jackie Way"), ("B-EVENT", "I")])
def test_it_is_somebody_here(first: str, name: str) -> None:
    opening = ON_HERE.format(first=first, day="B-DATE")
    assert i_think(build(opening + answer(25))).name == name


@pytest.mark.parametrize(("opening", "name"), [
    (HEADED.format(more=""), "Ana Ruiz"),
    (DELIVERED, "Ana Ruiz"),
    (BYLINE, "Ana Ruiz"),
    (WELCOME, "Jackie"),  # whom the recogniser missed
])
def test_the_top_of_a_text_says_whose_it_is(opening: str, name: str) -> None:
    speaker = i_think(build(opening + answer(25)))
    assert (speaker.name, speaker.resolution) == (name, "pronoun")


@pytest.mark.parametrize("opening", [
    HEADED.format(more="and and CCONJ 7 cc\nBo Bo PROPN 4 conj B-PERSON"),  # of two speakers
    ABOUT,
    answer(5) + DELIVERED,  # what is said after the speech has begun announces nothing
])
def test_who_is_only_spoken_of_says_nothing(opening: str) -> None:
    assert i_think(build(opening + answer(25)), 1).resolution == "unresolved"


def test_several_who_give_their_names_say_i_in_their_own_paragraphs() -> None:
    line = "I I PRON 2 nsubj\nthink think VERB 0 root\nso so ADV 2 advmod\n"
    parse = build(INTRODUCED.format(name="Ana") + "\n" + line + "\n#"
                  + INTRODUCED.format(name="Bo") + "\n" + line + answer(25))
    assert [i_think(parse, n).name for n in (1, 2)] == ["Ana", "Bo"]
    assert i_think(parse, 3).resolution == "unresolved"


def test_a_channel_is_one_voice_though_it_asks_questions() -> None:
    assert i_think(build(WELCOME + (QUESTION + answer(2)) * 3), 3).name == "Jackie"


def test_in_mere_talk_a_name_holds_for_its_paragraph() -> None:
    parse = build(INTRODUCED.format(name="Ana") + (QUESTION + answer(2)) * 3)
    assert i_think(parse, 1).resolution == "unresolved"


def test_no_denial_is_an_introduction() -> None:
    parse = build("""
I I PRON 4 nsubj
am be AUX 4 cop
not not ADV 4 advmod
Ana Ana PROPN 0 root B-PERSON
. . PUNCT 4 punct
""" + answer(5))
    assert i_think(parse).resolution == "unresolved"


def test_the_author_of_a_story_is_not_its_teller() -> None:
    """One who says *I said* twice is in the dialogue, whoever wrote the story."""
    said = """
#
" " PUNCT 2 punct
Go go VERB 5 ccomp
" " PUNCT 2 punct
I I PRON 5 nsubj
said say VERB 0 root
. . PUNCT 5 punct
"""
    parse = build(BYLINE + said * 2 + answer(5))
    quoted = [_mine(parse, n) for n in (1, 2)]
    source = words(parse, "I think")
    start = parse.text.index("so", parse.tokens[source[0]].start)
    thought = Attribution(type="indirect", content=(Span(start, start + 2),), source=source[:1],
                          cue=source[1:])
    speaker = resolve(parse, [*quoted, thought])[-1].speaker
    assert speaker is not None
    assert speaker.resolution == "unresolved"


def _mine(parse: Parse, occurrence: int) -> Attribution:
    span = parse.spans(words(parse, "Go", occurrence=occurrence))[0]
    source = words(parse, "I said", occurrence=occurrence)
    return Attribution(type="direct", content=(span,), quoted=(span,), source=source[:1],
                       cue=source[1:])


def test_a_photographers_credit_makes_no_guest_of_anybody() -> None:
    credit = """
#
Image image NOUN 0 root
: : PUNCT 1 punct
Bo Bo PROPN 1 appos B-PERSON
Holm Holm PROPN 3 flat I-PERSON
"""
    once = INTRODUCTION.split("\n\n")[0] + "\n"
    parse = build(once + credit + (QUESTION + answer(25)) * 3)
    assert i_think(parse).name == "Ana Ruiz"


TITLED = """
Vice Vice PROPN 3 compound
President President PROPN 3 compound
Ana Ana PROPN 5 nsubj B-PERSON
Ruiz Ruiz PROPN 3 flat I-PERSON
spoke speak VERB 0 root
. . PUNCT 5 punct

#
THE the DET 3 det
VICE VICE PROPN 3 compound
PRESIDENT PRESIDENT PROPN 5 nsubj
~: : PUNCT 5 punct
I I PRON 6 nsubj
think think VERB 0 root
so so ADV 6 advmod
. . PUNCT 6 punct
"""


def _label(parse: Parse) -> list[Attribution]:
    start = parse.text.index("I think")
    label = words(parse, "THE VICE PRESIDENT")
    turn = Attribution(type="indirect", content=(Span(start, len(parse.text)),), source=label,
                       cue=(label[-1] + 1,), source_rule="transcript")
    source = words(parse, "I think")
    so = parse.spans(words(parse, "so"))[0]
    return [turn, Attribution(type="indirect", content=(so,), source=source[:1], cue=source[1:],
                              parent=0)]


def test_a_label_that_is_a_title_is_its_one_bearers() -> None:
    parse = build(TITLED)
    turn, inner = (r.speaker for r in resolve(parse, _label(parse)))
    assert turn is not None
    assert turn.name == "Ana Ruiz"
    assert inner is not None
    assert (inner.name, inner.resolution) == ("Ana Ruiz", "pronoun")


def test_a_label_that_two_could_bear_names_neither() -> None:
    first, _ = TITLED.split("\n\n")
    second = "#\n" + first.replace("Ana", "Bo").replace("Ruiz", "Holm") + "\n\n"
    parse = build(second + TITLED)
    turn, inner = (r.speaker for r in resolve(parse, _label(parse)))
    assert turn is not None
    assert turn.name == "THE VICE PRESIDENT"
    assert inner is not None
    assert inner.name not in ("Bo Holm", "Ana Ruiz")


THANKS = """
#
Thanks thanks INTJ 3 discourse
, , PUNCT 1 punct
{name} {name} PROPN 0 vocative B-PERSON
. . PUNCT 3 punct
"""


@pytest.mark.parametrize("other", [QUESTION, THANKS.format(name="Ana")])
def test_where_another_voice_is_heard_a_name_holds_for_its_paragraph(other: str) -> None:
    line = "I I PRON 2 nsubj\nthink think VERB 0 root\nso so ADV 2 advmod\n"
    parse = build(INTRODUCED.format(name="Ana") + "\n" + line + other + answer(25))
    assert i_think(parse, 1).name == "Ana"
    assert i_think(parse, 2).resolution == "unresolved"


def test_a_short_letter_is_signed_too() -> None:
    parse = build(answer(2) + """
#
Yours yours PRON 0 root
, , PUNCT 1 punct
#
Harriet Harriet PROPN 0 root
""")
    assert i_think(parse).name == "Harriet"
