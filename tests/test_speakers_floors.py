"""Who says I in a hearing without labels, on documents built by hand."""

from __future__ import annotations

from quotes.attribution.relation import Attribution
from quotes.speakers import Resolution, resolve
from tests.test_speakers_narrators import QUESTION, answer, i_think
from tests.trees import build, words

NAMED = """
Ana Ana PROPN 3 nsubj B-PERSON
Ruiz Ruiz PROPN 1 flat I-PERSON
appears appear VERB 0 root
. . PUNCT 3 punct
"""
CALL = """
#
Ms. Ms. PROPN 2 compound
{name} {name} PROPN 5 vocative B-PERSON
, , PUNCT 2 punct
please please INTJ 5 discourse
proceed proceed VERB 0 root
. . PUNCT 5 punct
"""
TOPIC = """
#
Ms. Ms. PROPN 2 compound
Ruiz Ruiz PROPN 4 nsubj B-PERSON
will will AUX 4 aux
proceed proceed VERB 0 root
. . PUNCT 4 punct
"""
REMARK = """
#
Well well INTJ 2 discourse
no no INTJ 0 root
. . PUNCT 2 punct
"""
FLOOR = CALL.format(name="Ruiz")


def test_who_is_told_to_proceed_has_the_next_paragraph_and_the_answers() -> None:
    parse = build(NAMED + FLOOR + answer(3) + (QUESTION + answer(3)) * 3)
    assert [i_think(parse, n).name for n in (1, 2, 3, 4)] == ["Ana Ruiz"] * 4


def test_what_follows_no_question_may_be_anybodys() -> None:
    parse = build(NAMED + FLOOR + answer(3) + REMARK + answer(3) + QUESTION * 3)
    assert i_think(parse, 1).name == "Ana Ruiz"
    assert i_think(parse, 2).resolution == "unresolved"


def test_the_floor_passes_on() -> None:
    parse = build(NAMED + FLOOR + answer(3) + (QUESTION + answer(3)) * 3
                  + CALL.format(name="Holm") + answer(3) + QUESTION + answer(3))
    assert [i_think(parse, n).name for n in (1, 4, 5, 6)] == ["Ana Ruiz", "Ana Ruiz",
                                                            "Holm", "Holm"]


def test_who_will_proceed_has_no_floor_yet() -> None:
    parse = build(NAMED + TOPIC + answer(3) + (QUESTION + answer(3)) * 3)
    assert i_think(parse, 1).resolution == "unresolved"


CALLED = """
Ana Ana PROPN 4 {relation} B-PERSON
, , PUNCT 1 punct
you you PRON 4 nsubj
said say VERB 0 root
so so ADV 4 advmod
. . PUNCT 4 punct
"""


def you(relation: str) -> Resolution:
    parse = build(CALLED.format(relation=relation))
    made = Attribution(type="indirect", content=(parse.spans(words(parse, "so"))[0],),
                       source=words(parse, "you"), cue=words(parse, "said"))
    found = resolve(parse, [made])[0].speaker
    assert found is not None
    return found


def test_you_is_who_is_called_by_name() -> None:
    assert you("vocative").name == "Ana"
    assert you("obl").resolution == "unresolved"


LONG = "\n#\nThey they PRON 2 nsubj\nsay say VERB 0 root\nno no INTJ 2 obj\n" \
    + "really really ADV 2 advmod\n" * 90 + ". . PUNCT 2 punct\n\n" \
    "You you PRON 2 nsubj\nagree agree VERB 0 root\n? ? PUNCT 2 punct\n"
AND_ON = "\nOr or CCONJ 2 cc\nnot not PART 0 root\n. . PUNCT 2 punct\n"


def test_a_question_to_who_has_the_floor_may_be_long_and_go_on() -> None:
    parse = build(NAMED + FLOOR + answer(3) + LONG + answer(3) + LONG + AND_ON + answer(3))
    assert [i_think(parse, n).name for n in (1, 2, 3)] == ["Ana Ruiz"] * 3


def test_an_answer_that_asks_back_gives_nobody_the_word() -> None:
    parse = build(NAMED + FLOOR + answer(3) + LONG + answer(3) + LONG.removeprefix("\n#") + AND_ON
                  + answer(3))
    assert i_think(parse, 3).resolution == "unresolved"


def test_you_in_a_question_is_who_has_the_floor() -> None:
    parse = build(NAMED + FLOOR + answer(3) + LONG + answer(3) + REMARK + LONG)
    made = [Attribution(type="indirect", content=(), source=words(parse, "You", occurrence=n),
                        cue=words(parse, "agree", occurrence=n)) for n in (1, 2)]
    first, second = (r.speaker for r in resolve(parse, made))
    assert first is not None
    assert second is not None
    assert (first.name, second.resolution) == ("Ana Ruiz", "unresolved")  # nobody answers
