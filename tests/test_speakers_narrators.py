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


ANNOUNCED = """
We we PRON 2 nsubj
interviewed interview VERB 0 root
Ana Ana PROPN 2 obj B-PERSON
Ruiz Ruiz PROPN 3 flat I-PERSON
about about ADP 6 case
Tim Tim PROPN 2 obl B-PERSON
Dow Dow PROPN 6 flat I-PERSON
. . PUNCT 2 punct
"""
TOPIC = """
We we PRON 2 nsubj
interviewed interview VERB 0 root
somebody somebody PRON 2 obj
about about ADP 5 case
Tim Tim PROPN 2 obl B-PERSON
Dow Dow PROPN 5 flat I-PERSON
. . PUNCT 2 punct
"""
TO_YOU = """
#
Why why ADV 4 advmod
do do AUX 4 aux
you you PRON 4 nsubj
think think VERB 0 root
so so ADV 4 advmod
? ? PUNCT 4 punct
"""


def test_whom_an_interview_is_said_to_be_with_is_i_in_answers_and_you_in_questions() -> None:
    parse = build(ANNOUNCED + TO_YOU + answer(10))
    assert (found := i_think(parse)).name == "Ana Ruiz"
    assert found.resolution == "pronoun"
    source = words(parse, "you")
    made = Attribution(type="indirect", content=(), source=source, cue=words(parse, "think")[:1])
    asked = resolve(parse, [made])[0].speaker
    assert asked is not None
    assert asked.name == "Ana Ruiz"


def test_what_an_interview_is_about_is_not_its_guest() -> None:
    assert i_think(build(TOPIC + TO_YOU + answer(10))).resolution == "unresolved"
    # nor where it is named again and again, with a title
    again = "\nSen. Sen. PROPN 2 nmod:desc\nTim Tim PROPN 4 nsubj B-PERSON\n" \
        "Dow Dow PROPN 2 flat I-PERSON\nleft leave VERB 0 root\n. . PUNCT 4 punct\n"
    parse = build(TOPIC + again * 3 + (TO_YOU + answer(25)) * 3)
    assert i_think(parse).resolution == "unresolved"


def test_a_short_paragraph_that_says_you_may_be_either() -> None:
    remark = answer(2).replace("really really", "your you", 1)
    assert i_think(build(ANNOUNCED + TO_YOU + answer(10) + TO_YOU + remark), 2).resolution == \
        "unresolved"


def test_a_greeting_gives_the_name() -> None:
    parse = build("""
Hello hello INTJ 4 discourse
it it PRON 4 nsubj
is be AUX 4 cop
Ana Ana PROPN 0 root B-PERSON
. . PUNCT 4 punct
""" + answer(2))
    assert i_think(parse).name == "Ana"


SPOKE = """
Harbour Harbour PROPN 3 compound B-ORG
News News PROPN 3 nsubj I-ORG
spoke speak VERB 0 root
with with ADP 5 case
Ana Ana PROPN 3 obl B-PERSON
Ruiz Ruiz PROPN 5 flat I-PERSON
for for ADP 9 case
an a DET 9 det
interview interview NOUN 3 obl
. . PUNCT 3 punct
"""
SAT_DOWN = SPOKE.replace("Harbour Harbour PROPN 3 compound B-ORG", "Tim Tim PROPN 3 nsubj B-PERSON") \
    .replace("News News PROPN 3 nsubj I-ORG", "Dow Dow PROPN 1 flat I-PERSON")
GIVES = """
Tim Tim PROPN 3 nsubj B-PERSON
Dow Dow PROPN 1 flat I-PERSON
gave give VERB 0 root
an a DET 5 det
interview interview NOUN 3 obj
. . PUNCT 3 punct
"""


@pytest.mark.parametrize(("introduction", "name"), [
    (SPOKE, "Ana Ruiz"),
    (SAT_DOWN, "I"),  # either may be the guest
    (GIVES, "Tim Dow"),
    (TOPIC + "\n" + GIVES, "I"),  # somebody else was interviewed here
    (GIVES + "\n" + ANNOUNCED, "Ana Ruiz"),
])
def test_who_of_the_people_in_an_introduction_is_the_guest(introduction: str, name: str) -> None:
    assert i_think(build(introduction + TO_YOU + answer(10))).name == name


def test_the_guest_speaks_where_the_metadata_name_the_interviewer() -> None:
    parse = build(INTRODUCTION + (QUESTION + answer(25)) * 3)
    source = words(parse, "I think")
    made = Attribution(type="indirect", content=(parse.spans(words(parse, "so"))[0],),
                       source=source[:1], cue=source[1:])
    speaker = resolve(parse, [made], author="Bo Holm")[0].speaker
    assert speaker is not None
    assert speaker.name == "Ana Ruiz"


OWNER = """
Ana Ana PROPN 4 nsubj B-PERSON
Ruiz Ruiz PROPN 1 flat I-PERSON
the the DET 4 det
{role} {role} NOUN 0 root
is be AUX 4 cop
. . PUNCT 4 punct
"""
ONE_OWNER = """
We we PRON 2 nsubj
interviewed interview VERB 0 root
one one NUM 2 obj
of of ADP 6 case
the the DET 6 det
owners owner NOUN 3 nmod
. . PUNCT 2 punct
"""


@pytest.mark.parametrize(("roles", "name"), [
    (["owner"], "Ana Ruiz"), (["neighbor"], "I"), (["owner", "owner"], "I")])
def test_one_of_the_owners_is_the_one_who_is_called_owner(roles: list[str], name: str) -> None:
    people = [OWNER.format(role=role) for role in roles]
    if len(people) > 1:
        people[1] = people[1].replace("Ana", "Bo").replace("Ruiz", "Holm")
    parse = build(ONE_OWNER + "".join(people) + (QUESTION + answer(25)) * 3)
    assert i_think(parse).name == name


BY_TIM = """
Tim Tim PROPN 3 nsubj B-PERSON
Dow Dow PROPN 1 flat I-PERSON
interviewed interview VERB 0 root
Ana Ana PROPN 3 obj B-PERSON
Ruiz Ruiz PROPN 4 flat I-PERSON
. . PUNCT 3 punct
"""
I_ASK = """
#
What what PRON 5 obj
should should AUX 5 aux
I I PRON 5 nsubj
really really ADV 5 advmod
think think VERB 0 root
so so ADV 5 advmod
? ? PUNCT 5 punct
"""


def i_ask(parse: Parse) -> Resolution:
    """The speaker of the last `I really think`."""
    last = parse.text.rindex("I really")
    source = tuple(t.index for t in parse.tokens if t.start == last)
    made = Attribution(type="indirect", content=(), source=source, cue=(source[0] + 2,))
    speaker = resolve(parse, [made])[0].speaker
    assert speaker is not None
    return speaker


@pytest.mark.parametrize(("text", "name"), [
    (BY_TIM + TO_YOU + answer(10) + I_ASK + answer(10), "Tim Dow"),
    (ANNOUNCED + "\n" + SAT_DOWN.replace("Tim", "Bo").replace("Dow", "Ek")
     + TO_YOU + answer(10) + I_ASK + answer(10), "Bo Ek"),
    (ANNOUNCED + TO_YOU + answer(10) + I_ASK + answer(10), "I"),  # it is not said who asks
    (BY_TIM + TO_YOU + answer(10) + TO_YOU + I_ASK + answer(10), "I"),  # may be an answer
])
def test_who_interviewed_the_guest_is_i_in_the_questions(text: str, name: str) -> None:
    assert i_ask(build(text)).name == name


PULLED = """
#
" " PUNCT 3 punct
I I PRON 3 nsubj
think think VERB 0 root
so so ADV 3 advmod
" " PUNCT 3 punct
"""
SIGNED = """\u2014 \u2014 PUNCT 7 punct
{name} {name} PROPN 3 parataxis B-PERSON
"""


@pytest.mark.parametrize(("more", "name"), [
    ("", "Ana Ruiz"),
    (SIGNED.format(name="Ruiz"), "Ana Ruiz"),
    (SIGNED.format(name="Dow"), "I"),
    ("he he PRON 7 nsubj\nwrote write VERB 3 parataxis\n", "I"),
])
def test_a_quotation_printed_large_in_an_interview_is_the_guests(more: str, name: str) -> None:
    parse = build(INTRODUCTION + PULLED + more + (QUESTION + answer(25)) * 3)
    source = words(parse, "I think")
    so = parse.spans(words(parse, "so"))[0]
    whole = Attribution(type="direct", content=(Span(parse.tokens[source[0]].start, so.end),),
                        source=(), cue=())
    inner = Attribution(type="indirect", content=(so,), source=source[:1], cue=source[1:],
                        parent=0)
    speaker = resolve(parse, [whole, inner])[1].speaker
    assert speaker is not None
    assert speaker.name == name
