"""Where names begin and end, and which of them are one entity, on trees written by hand."""

from __future__ import annotations

import pytest

from quotes.speakers.bodies import BodyMatch, body_match
from quotes.speakers.entities import register
from quotes.speakers.names import Match, match, misspelt
from quotes.speakers.roles import learn_roles
from quotes.speakers.uses import name_uses
from quotes.trees import Parse
from tests.trees import build


def names(parse: Parse, *heads: int) -> list[tuple[str, str]]:
    return [(use.text, use.kind) for use in name_uses(parse, heads)]


def linked(parse: Parse, *heads: int) -> list[list[str]]:
    """The candidates of each use, in text order."""
    found = register(parse, name_uses(parse, heads))
    return [[e.name for e in found.link(use).candidates] for use in found.uses]


NICKNAME = """
Ramon Ramon PROPN 6 nsubj B-PERSON
" " PUNCT 3 punct I-PERSON
El El PROPN 1 appos B-PERSON
Zorro Zorro PROPN 3 flat I-PERSON
" " PUNCT 3 punct
Ibanez Ibanez PROPN 1 flat B-PERSON
left leave VERB 0 root
. . PUNCT 7 punct
"""


def test_a_nickname_that_the_recogniser_took_apart_is_inside_the_name() -> None:
    assert names(build(NICKNAME)) == [('Ramon "El Zorro" Ibanez', "person")]


def test_a_nickname_alone_is_the_bearer() -> None:
    later = """
El El PROPN 3 nsubj B-PERSON
Zorro Zorro PROPN 1 flat I-PERSON
spoke speak VERB 0 root
. . PUNCT 3 punct
"""
    assert linked(build(NICKNAME + later)) == [['Ramon "El Zorro" Ibanez']] * 2


@pytest.mark.parametrize(("a", "b", "grade"), [
    ('Ramon "El Zorro" Ibanez', "El Zorro", Match.FULL),
    ('Edward "Rocky" Tanner', "Rocky Tanner", Match.FULL),
    ('Edward "Rocky" Tanner', "Rocky Turner", Match.NONE),
    ('Edward "Rocky" Tanner', "Rocky", Match.FULL),
])
def test_nicknames_match(a: str, b: str, grade: Match) -> None:
    assert match(a, b) is match(b, a) is grade


def test_father_and_son_are_no_misspelling() -> None:
    assert not misspelt("Martin Lowell Sr.", "Martin Lowell Jr.")


def test_a_surname_of_father_and_son_stays_open() -> None:
    parse = build("""
Martin Martin PROPN 7 nsubj B-PERSON
Lowell Lowell PROPN 1 flat I-PERSON
Sr. Sr. PROPN 1 flat I-PERSON
and and CCONJ 5 cc
Martin Martin PROPN 1 conj B-PERSON
Lowell Lowell PROPN 5 flat I-PERSON
Jr. Jr. PROPN 5 flat I-PERSON
met meet VERB 0 root
. . PUNCT 8 punct

Lowell Lowell PROPN 2 nsubj B-PERSON
left leave VERB 0 root
. . PUNCT 2 punct
""")
    assert linked(parse)[-1] == ["Martin Lowell Sr.", "Martin Lowell Jr."]


def test_half_of_a_hyphenated_surname_taken_for_a_place() -> None:
    parse = build("""
Lind Lind PROPN 4 nsubj B-GPE
~- - PUNCT 3 punct B-ORG
~Berg Berg PROPN 1 flat B-PERSON
left leave VERB 0 root
. . PUNCT 4 punct
""")
    assert names(parse) == [("Lind-Berg", "person")]


def test_whose_brother_is_not_the_one_named_by_surname_before() -> None:
    parse = build("""
Gray Gray PROPN 8 nsubj B-PERSON
, , PUNCT 6 punct
whose whose PRON 4 nmod:poss
brother brother NOUN 6 nsubj
Neil Neil PROPN 4 flat B-PERSON
Gray Gray PROPN 5 flat I-PERSON
died die VERB 1 acl:relcl
, , PUNCT 6 punct
spoke speak VERB 0 root
. . PUNCT 8 punct
""")
    assert linked(parse) == [["Gray"], ["Neil Gray"]]


def test_a_surname_that_is_a_trade() -> None:
    parse = build("""
Then then ADV 2 advmod
said say VERB 0 root
Baker Baker PROPN 2 nsubj B-PERSON NNP
so so ADV 2 advmod
. . PUNCT 2 punct
""")
    assert names(parse) == [("Baker", "person")]


def test_a_trade_with_an_article_is_no_name() -> None:
    parse = build("""
Then then ADV 2 advmod
said say VERB 0 root
the the DET 4 det
Baker Baker PROPN 2 nsubj B-PERSON NNP
so so ADV 2 advmod
. . PUNCT 2 punct
""")
    assert names(parse) == []


def test_a_place_and_the_word_that_makes_a_club_of_it() -> None:
    parse = build("""
Porto Porto PROPN 2 compound B-GPE
United United PROPN 3 nsubj B-ORG
won win VERB 0 root
. . PUNCT 3 punct
""")
    assert names(parse) == [("Porto United", "organization")]


def test_a_country_before_an_acronym_is_no_part_of_it() -> None:
    parse = build("""
Norland Norland PROPN 2 compound B-GPE
NFA NFA PROPN 3 nsubj B-ORG
won win VERB 0 root
. . PUNCT 3 punct
""")
    assert names(parse) == [("Norland", "place"), ("NFA", "organization")]


def test_a_paper_named_after_people() -> None:
    parse = build("""
The the DET 2 det
Observer Observer NOUN 3 nsubj O NNP
said say VERB 0 root
so so ADV 3 advmod
. . PUNCT 3 punct
""")
    assert names(parse, 1) == [("Observer", "organization")]


def test_a_firm_by_its_first_word() -> None:
    parse = build("""
Pfalz Pfalz PROPN 2 compound B-ORG
AG AG PROPN 3 nsubj I-ORG
sold sell VERB 0 root
. . PUNCT 3 punct

Pfalz Pfalz PROPN 2 nsubj B-PERSON
bought buy VERB 0 root
. . PUNCT 2 punct
""")
    assert linked(parse) == [["Pfalz AG"], ["Pfalz AG"]]


def test_an_alias_that_the_recogniser_takes_for_a_place() -> None:
    parse = build("""
Islamic Islamic ADJ 2 amod B-ORG
State State PROPN 3 nsubj I-ORG
lost lose VERB 0 root
. . PUNCT 3 punct

Daesh Daesh PROPN 2 nsubj B-GPE
lost lose VERB 0 root
. . PUNCT 2 punct

Daesh Daesh PROPN 2 nsubj B-GPE
fled flee VERB 0 root
. . PUNCT 2 punct
""")
    assert linked(parse) == [["Islamic State"]] * 3


@pytest.mark.parametrize(("a", "b", "grade"), [
    ("General Motors Co.", "GM", BodyMatch.ACRONYM),
    ("U.S. Department of Justice", "Justice Department", BodyMatch.PART),
    ("Renn Shipping AG", "RSA", BodyMatch.NONE),
])
def test_bodies_match(a: str, b: str, grade: BodyMatch) -> None:
    assert body_match(a, b) is body_match(b, a) is grade


def test_far_from_both_a_surname_is_whom_the_text_is_about() -> None:
    full = "{a} {a} PROPN 3 nsubj B-PERSON\nRuiz Ruiz PROPN 1 flat I-PERSON\nleft leave VERB 0 root\n"
    other = "So so ADV 2 advmod\nbe be VERB 0 root\n"
    bare = "Ruiz Ruiz PROPN 2 nsubj B-PERSON\nspoke speak VERB 0 root"

    def text(ana: int, ben: int, gap: int) -> Parse:
        return build("\n".join([*[full.format(a="Ben")] * ben, *[full.format(a="Ana")] * ana,
                                *[other] * gap, bare]))

    assert linked(text(3, 1, 5))[-1] == ["Ana Ruiz"]
    assert len(linked(text(2, 1, 5))[-1]) == 2  # hardly more about her than about him
    assert len(linked(text(1, 1, 0))[-1]) == 2  # both just named


def test_a_trade_that_opens_the_sentence_is_no_part_of_the_name() -> None:
    parse = build("""
Rapper Rapper PROPN 4 nsubj B-PERSON
Lil Lil PROPN 1 flat B-PERSON
Quake Quake PROPN 2 flat I-PERSON
left leave VERB 0 root
. . PUNCT 4 punct
""")
    assert names(parse) == [("Lil Quake", "person")]


@pytest.mark.parametrize(("after", "name"), [
    ("spoke speak VERB 0 root O VBD", "Moon Hae-won"),
    ("plans plan NOUN 0 root", "Moon Hae")])
def test_half_a_given_name_after_a_hyphen(after: str, name: str) -> None:
    parse = build(f"""
Moon Moon PROPN 5 nsubj B-PERSON
Hae Hae PROPN 1 flat I-PERSON
~- - PUNCT 4 punct
~won win VERB 5 parataxis O VBD
{after}
""")
    assert names(parse) == [(name, "person")]


def test_a_title_tells_two_of_one_surname_apart() -> None:
    parse = build("""
Rep. Rep. PROPN 2 compound
Ann Ann PROPN 8 nsubj B-PERSON
Gray Gray PROPN 2 flat I-PERSON
and and CCONJ 6 cc
Sen. Sen. PROPN 6 compound
Bob Bob PROPN 2 conj B-PERSON
Gray Gray PROPN 6 flat I-PERSON
voted vote VERB 0 root

Sen. Sen. PROPN 2 compound
Gray Gray PROPN 3 nsubj B-PERSON
spoke speak VERB 0 root
""")
    assert linked(parse)[-1] == ["Bob Gray"]


def test_what_is_said_after_another_name_is_that_ones_role() -> None:
    parse = build("""
Ivy Ivy PROPN 3 nsubj B-PERSON
Stone Stone PROPN 1 flat I-PERSON
met meet VERB 0 root
Hugo Hugo PROPN 3 obj B-PERSON
Marsh Marsh PROPN 4 flat I-PERSON
, , PUNCT 7 punct
mayor mayor NOUN 1 appos
of of ADP 9 case
Tarn Tarn PROPN 7 nmod B-GPE
. . PUNCT 3 punct
""")
    found = register(parse, name_uses(parse, ()))
    learn_roles(found)
    assert {e.name: list(e.roles) for e in found.entities if e.kind == "person"} == {
        "Ivy Stone": [], "Hugo Marsh": ["mayor of Tarn"]}


PARTY = """
Pence Pence PROPN 7 nsubj B-PERSON
( ( PUNCT 3 punct
R R NOUN 1 appos
- - PUNCT 5 punct
IN IN PROPN 3 appos
) ) PUNCT 3 punct
said say VERB 0 root
no no INTJ 7 obj
. . PUNCT 7 punct
"""


def test_a_state_that_is_spelt_as_a_small_word_is_no_name() -> None:
    assert names(build(PARTY), 4) == [("Pence", "person")]


ONCE = """
Tom Tom PROPN 3 nsubj B-PERSON
Waters Waters PROPN 1 flat I-PERSON
spoke speak VERB 0 root
. . PUNCT 3 punct
"""


def again(name: str) -> str:
    return f"\n{name} {name} PROPN 2 nsubj B-PERSON\nspoke speak VERB 0 root\n. . PUNCT 2 punct\n"


@pytest.mark.parametrize(("lines", "last"), [
    (ONCE + again("Water"), ["Tom Waters"]),
    (ONCE + again("Watters"), ["Tom Waters"]),
    (ONCE + again("Water") + again("Water"), ["Water"]),  # twice is no slip
    (ONCE + again("Waterss"), ["Waterss"]),  # a family, as the Khans
    (ONCE + again("Walter"), ["Walter"]),  # a first name
    (ONCE + ONCE.replace("Tom", "Eva").replace("Waters", "Wators") + again("Waturs"), ["Waturs"]),
    (again("Water") + ONCE, ["Tom Waters"]),  # named before he is introduced: another
])
def test_a_surname_with_a_letter_wrong_is_the_bearers(lines: str, last: list[str]) -> None:
    assert linked(build(lines))[-1] == last


def test_who_is_named_before_the_other_is_nobodys_misprint() -> None:
    assert linked(build(again("Water") + ONCE))[0] == ["Water"]


PARIS = """
Ana Ana PROPN 3 nsubj B-PERSON
Paris Paris PROPN 1 flat I-PERSON
spoke speak VERB 0 root
. . PUNCT 3 punct

In in ADP 2 case
May May PROPN 5 obl
, , PUNCT 2 punct
Paris Paris PROPN 5 {relation} B-GPE
left leave VERB 0 root
. . PUNCT 5 punct
"""


def test_half_a_persons_name_may_be_a_citys_too() -> None:
    assert linked(build(PARIS.format(relation="nsubj"))) == [["Ana Paris"], ["Ana Paris"]]
    assert linked(build(PARIS.format(relation="obl")))[1] == ["Paris"]
