"""Which words of a mention are each of several joint speakers, on trees written by hand."""

from __future__ import annotations

import pytest

from quotes.attribution.relation import Attribution
from quotes.speakers import Resolution, resolve
from quotes.trees import Parse
from tests.trees import build, words

SAID = """
said say VERB 0 root
so so ADV {said} advmod
. . PUNCT {said} punct
"""


def speaker(parse: Parse, mention: str) -> Resolution:
    so = words(parse, " so")
    made = Attribution(type="indirect", content=(parse.spans(so)[0],),
                       source=words(parse, mention), cue=words(parse, "said"))
    found = resolve(parse, [made])[0].speaker
    assert found is not None
    return found


def said(lines: str) -> Parse:
    """The subject's lines, and `said so.`; their heads of 0 become the verb."""
    rows = [row for row in lines.strip().splitlines() if row]
    verb = len(rows) + 1
    subject = "\n".join(row.replace(" 0 nsubj", f" {verb} nsubj") for row in rows)
    return build(subject + SAID.format(said=verb))


CHAIN = """
Ana Ana PROPN 0 nsubj B-PERSON
Ruiz Ruiz PROPN 1 flat I-PERSON
, , PUNCT 4 punct
Ben Ben PROPN 1 conj B-PERSON
Ward Ward PROPN 4 flat I-PERSON
and and CCONJ 7 cc
Carl Carl PROPN {carl} conj B-PERSON
Yates Yates PROPN 7 flat I-PERSON
"""
HUSBAND = """
Ana Ana PROPN 0 nsubj B-PERSON
Ruiz Ruiz PROPN 1 flat I-PERSON
and and CCONJ 5 cc
her her PRON 5 nmod:poss
husband husband NOUN 1 appos
, , PUNCT 7 punct
Ben Ben PROPN 5 appos B-PERSON
Ward Ward PROPN 7 flat I-PERSON
"""
FLAT = """
Ana Ana PROPN 0 nsubj B-PERSON
Ruiz Ruiz PROPN 1 flat I-PERSON
and and CCONJ 4 cc
Ben Ben PROPN 5 compound B-PERSON
Ward Ward PROPN 1 flat I-PERSON
"""
APPOSED = """
Ana Ana PROPN 0 nsubj B-PERSON
Ruiz Ruiz PROPN 1 flat I-PERSON
, , PUNCT 5 punct
a a DET 5 det
doctor doctor NOUN 1 appos
, , PUNCT 10 punct
Ben Ben PROPN 5 appos B-PERSON
Ward Ward PROPN 7 flat I-PERSON
, , PUNCT 10 punct
nurse nurse NOUN 5 conj
, , PUNCT 13 punct
and and CCONJ 13 cc
Carl Carl PROPN 1 conj B-PERSON
Yates Yates PROPN 13 flat I-PERSON
"""


@pytest.mark.parametrize(("lines", "names"), [
    (CHAIN.format(carl=1), ["Ana Ruiz", "Ben Ward", "Carl Yates"]),
    (CHAIN.format(carl=4), ["Ana Ruiz", "Ben Ward", "Carl Yates"]),  # a chain of conjuncts
    (HUSBAND, ["Ana Ruiz", "Ben Ward"]),
    (FLAT, ["Ana Ruiz", "Ben Ward"]),  # taken for one long name
    (APPOSED, ["Ana Ruiz", "Ben Ward", "Carl Yates"]),
])
def test_everybody_named_is_a_member(lines: str, names: list[str]) -> None:
    parse = said(lines)
    found = speaker(parse, parse.text.removesuffix(" said so."))
    assert [m.name for m in found.members] == names
    assert found.kind == "group"


FRIEND = """
Ana Ana PROPN 0 nsubj B-PERSON
Ruiz Ruiz PROPN 1 flat I-PERSON
, , PUNCT 5 punct
a a DET 5 det
friend friend NOUN 1 appos
of of ADP 7 case
Ben Ben PROPN 5 nmod B-PERSON
Ward Ward PROPN 7 flat I-PERSON
and and CCONJ 10 cc
Carl Carl PROPN 7 conj B-PERSON
Yates Yates PROPN 10 flat I-PERSON
"""
LAWYER = """
lawyer lawyer NOUN 0 nsubj
for for ADP 3 case
Ana Ana PROPN 1 nmod B-PERSON
Ruiz Ruiz PROPN 3 flat I-PERSON
and and CCONJ 6 cc
Ben Ben PROPN 3 conj B-PERSON
Ward Ward PROPN 6 flat I-PERSON
"""


@pytest.mark.parametrize(("lines", "name"), [
    (FRIEND, "Ana Ruiz"), (LAWYER, "lawyer for Ana Ruiz and Ben Ward")])
def test_people_whom_the_speaker_belongs_to_are_no_members(lines: str, name: str) -> None:
    parse = said(lines)
    found = speaker(parse, parse.text.removesuffix(" said so."))
    assert (found.name, found.members) == (name, ())


def test_owners_are_not_what_they_own() -> None:
    parse = said("""
Ruiz Ruiz PROPN 3 nmod:poss B-PERSON
's 's PART 1 case O POS
mother mother NOUN 0 nsubj
and and CCONJ 7 cc
Ward Ward PROPN 7 nmod:poss B-PERSON
's 's PART 5 case O POS
father father NOUN 3 conj
""")
    found = speaker(parse, "Ruiz's mother and Ward's father")
    assert [m.name for m in found.members] == ["Ruiz's mother", "Ward's father"]


COUNTRIES = """
Avon Avon PROPN 0 nsubj B-GPE
, , PUNCT 3 punct
Tarn Tarn PROPN 1 conj B-GPE
and and CCONJ 5 cc
Isar Isar PROPN 3 conj B-GPE
"""


@pytest.mark.parametrize("cut", ["Tarn and Isar", "Avon, Tarn", "Avon"])
def test_a_mention_cut_short_gets_its_other_names_back(cut: str) -> None:
    found = speaker(said(COUNTRIES), cut)
    assert [m.name for m in found.members] == ["Avon", "Tarn", "Isar"]


def test_either_of_two_is_nobody_yet() -> None:
    parse = said("""
Either either CCONJ 2 cc:preconj
Ruiz Ruiz PROPN 0 nsubj B-PERSON
or or CCONJ 4 cc
Ward Ward PROPN 2 conj B-PERSON
""")
    found = speaker(parse, "Either Ruiz or Ward")
    assert found.resolution == "unresolved"
    assert [name for name, _ in found.alternatives] == ["Ruiz", "Ward"]


def test_a_title_for_two_that_the_parser_cut_off() -> None:
    parse = said("""
Sens Sens PROPN 0 root
. . PUNCT 1 flat
Paul Paul PROPN 0 nsubj B-PERSON
Gray Gray PROPN 3 flat I-PERSON
and and CCONJ 6 cc
Lucy Lucy PROPN 3 conj B-PERSON
Ward Ward PROPN 6 flat I-PERSON
""")
    found = speaker(parse, "Sens. Paul Gray and Lucy Ward")
    assert [m.name for m in found.members] == ["Paul Gray", "Lucy Ward"]


def test_a_ministry_of_two_things_is_one() -> None:
    parse = said("""
The the DET 2 det
Environment environment NOUN 0 nsubj O NNP
and and CCONJ 4 cc
Climate Climate PROPN 5 compound B-ORG
Ministry Ministry PROPN 2 conj I-ORG
""")
    assert speaker(parse, "The Environment and Climate Ministry").members == ()


def test_a_couple_is_not_one_of_them() -> None:
    found = speaker(said("""
Mr Mr PROPN 4 nmod:desc
and and CCONJ 3 cc
Mrs Mrs PROPN 4 nmod:desc
Ruiz Ruiz PROPN 0 nsubj B-PERSON
"""), "Mr and Mrs Ruiz")
    assert (found.name, found.resolution) == ("Mr and Mrs Ruiz", "description")


def test_a_mention_cut_off_after_its_article() -> None:
    assert speaker(said("""
The the DET 2 det
FBI FBI PROPN 0 nsubj B-ORG
"""), "The").name == "FBI"


ADVISER = """
Ana Ana PROPN 0 nsubj B-PERSON
Ruiz Ruiz PROPN 1 flat I-PERSON
, , PUNCT 5 punct
a a DET 5 det
fellow fellow NOUN 1 appos
{comma}and and CCONJ {at} cc
an a DET {at} det
adviser adviser NOUN 1 conj
"""


def test_what_else_somebody_is_is_nobody_else() -> None:
    found = speaker(said(ADVISER.format(comma="", at=8)), "Ana Ruiz, a fellow and an adviser")
    assert (found.name, found.members) == ("Ana Ruiz", ())
    closed = said(ADVISER.format(comma=", , PUNCT 9 punct\n", at=9))
    assert len(speaker(closed, "Ana Ruiz, a fellow, and an adviser").members) == 2


@pytest.mark.parametrize("before", ["", "President president PROPN 11 compound\n",
                                    "late late ADJ 11 amod\n"])
def test_whom_an_adviser_advises_does_not_speak_with_the_adviser(before: str) -> None:
    name = 11 + bool(before)
    parse = said(f"""
Ana Ana PROPN 0 nsubj B-PERSON
Ruiz Ruiz PROPN 1 flat I-PERSON
, , PUNCT 5 punct
a a DET 5 det
nurse nurse NOUN 1 appos
and and CCONJ 9 cc
a a DET 9 det
former former ADJ 9 amod
adviser adviser NOUN 1 appos
to to ADP {name} case
{before.replace(" 11 ", f" {name} ")}Ben Ben PROPN 9 nmod B-PERSON
Ward Ward PROPN {name} flat I-PERSON
""")
    found = speaker(parse, parse.text.partition(" said")[0])
    assert (found.kind, found.members) == ("person", ())
    assert found.name == "Ana Ruiz"
