"""Whom a pronoun means where the last mention misleads, and what a label's initials stand for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quotes.speakers import Resolution
from quotes.speakers.initials import have_initials
from quotes.trees import Parse
from tests.test_speakers import said, speakers
from tests.trees import build

LAWYER = """
Ana Ana PROPN 3 nsubj B-PERSON
Ruiz Ruiz PROPN 1 flat I-PERSON
said say VERB 0 root
her her PRON 5 nmod:poss
client client NOUN 6 nsubj
hoped hope VERB 3 ccomp
for for ADP 8 case
mercy mercy NOUN 6 obl
. . PUNCT 3 punct

She she PRON 2 nsubj
added add VERB 0 root
more more ADJ 2 obj
. . PUNCT 2 punct
"""


@pytest.mark.parametrize("owner", ["her", "a"])
def test_the_speaker_goes_on_not_the_one_known_from_her_words(owner: str) -> None:
    rows = "a a DET 5 det" if owner == "a" else "her her PRON 5 nmod:poss"
    parse = build(LAWYER.replace("her her PRON 5 nmod:poss", rows))
    outer = said(parse, "Ana Ruiz", content=f"{owner} client hoped for mercy")
    inner = said(parse, f"{owner} client", cue="hoped", content="for mercy", parent=0)
    *_, she = speakers(parse, outer, inner, said(parse, "She", cue="added"))
    assert she.name == "Ana Ruiz"


def mayor(second: str) -> Resolution:
    parse = build(f"""
The the DET 2 det
mayor mayor NOUN 3 nsubj
agreed agree VERB 0 root
. . PUNCT 3 punct

{second}

She she PRON 2 nsubj
added add VERB 0 root
more more ADJ 2 obj
. . PUNCT 2 punct
""")
    return speakers(parse, said(parse, "The mayor", cue="agreed"),
                    said(parse, "She", cue="added"))[-1]


def test_the_subject_of_a_sentence_between_takes_over() -> None:
    rosa = "Rosa Rosa PROPN 3 nsubj B-PERSON\nKern Kern PROPN 1 flat I-PERSON\n" \
        "objected object VERB 0 root\n. . PUNCT 3 punct"
    assert mayor(rosa).name == "Rosa Kern"
    rain = "Rain rain NOUN 2 nsubj\nfell fall VERB 0 root\n. . PUNCT 2 punct"
    assert mayor(rain).name == "The mayor"


def test_a_description_after_a_name_may_be_another() -> None:
    parse = build("""
Rosa Rosa PROPN 3 nsubj B-PERSON
Kern Kern PROPN 1 flat I-PERSON
objected object VERB 0 root
. . PUNCT 3 punct

The the DET 2 det
carer carer NOUN 3 nsubj
agreed agree VERB 0 root
. . PUNCT 3 punct

She she PRON 2 nsubj
added add VERB 0 root
more more ADJ 2 obj
. . PUNCT 2 punct
""")
    *_, she = speakers(parse, said(parse, "Rosa Kern", cue="objected"),
                       said(parse, "The carer", cue="agreed"), said(parse, "She", cue="added"))
    assert she.resolution == "unresolved"
    assert {name for name, _ in she.alternatives} == {"Rosa Kern", "The carer"}


def test_two_of_one_gender_in_the_sentence_before_leave_it_open() -> None:
    parse = build("""
Paul Paul PROPN 3 nsubj B-PERSON
Dorn Dorn PROPN 1 flat I-PERSON
met meet VERB 0 root
Tom Tom PROPN 3 obj B-PERSON
Keel Keel PROPN 4 flat I-PERSON
. . PUNCT 3 punct

He he PRON 2 nsubj
added add VERB 0 root
more more ADJ 2 obj
. . PUNCT 2 punct
""")
    he, = speakers(parse, said(parse, "He", cue="added"))
    assert (he.name, he.resolution) == ("He", "unresolved")
    assert [name for name, _ in he.alternatives] == ["Paul Dorn", "Tom Keel"]


@pytest.mark.parametrize(("category", "name"), [("question", "the referee"),
                                                ("statement", "Paul Dorn")])
def test_who_was_asked_answers(category: str, name: str) -> None:
    parse = build("""
Paul Paul PROPN 3 nsubj B-PERSON
Dorn Dorn PROPN 1 flat I-PERSON
asked ask VERB 0 root
the the DET 5 det
referee referee NOUN 3 obj
and and CCONJ 8 cc
he he PRON 8 nsubj
replied reply VERB 3 conj
. . PUNCT 3 punct
""")
    asked = said(parse, "Paul Dorn", cue="asked", category=category)
    asked = replace(asked, addressee=(3, 4))
    assert speakers(parse, asked, said(parse, "he", occurrence=2, cue="replied")
                    )[-1].name == name


def force(first: str) -> Parse:
    return build(f"""
Paul Paul PROPN 8 nsubj B-PERSON
Dorn Dorn PROPN 1 flat I-PERSON
{first}
Avon Avon PROPN 1 nmod B-ORG
and and CCONJ 7 cc
Severn Severn PROPN 7 compound B-ORG
Police Police PROPN 1 conj I-ORG
said say VERB 0 root
so so ADV 8 advmod
. . PUNCT 8 punct
""")


def test_a_body_with_and_in_its_name_is_no_second_speaker() -> None:
    one, = speakers(parse := force("of of ADP 4 case"),
                    said(parse, "Paul Dorn of Avon and Severn Police"))
    assert (one.name, one.members) == ("Paul Dorn", ())
    two, = speakers(parse := force(", , PUNCT 4 punct"),
                    said(parse, "Paul Dorn, Avon and Severn Police"))
    assert len(two.members) > 1


INTERVIEW = """
Ben Ben PROPN 3 nsubj B-PERSON
Ward Ward PROPN 1 flat I-PERSON
met meet VERB 0 root
{who} {who} PROPN 3 obj B-PERSON
Wolf Wolf PROPN 4 flat I-PERSON
. . PUNCT 3 punct

#
BW BW PROPN 3 dep B-ORG
~: : PUNCT 1 punct
Why why ADV 0 root
? ? PUNCT 3 punct
"""


@pytest.mark.parametrize(("who", "name"), [("Ida", "Ben Ward"), ("Bo", "BW")])
def test_initials_of_a_label_are_the_only_person_s_who_has_them(who: str, name: str) -> None:
    parse = build(INTERVIEW.format(who=who))
    label, = speakers(parse, said(parse, "BW", cue=":", source_rule="transcript"))
    assert (label.name, label.kind) == (name, "person")
    assert label.resolution == ("acronym" if name == "Ben Ward" else "unresolved")


def test_initials_are_of_all_words() -> None:
    assert have_initials("Ben Ward", "B.W.")
    assert not have_initials("Ben Amos Ward", "BW")


@pytest.mark.parametrize(("reported", "name"), [(True, "he"), (False, "Paul Dorn")])
def test_inside_a_body_s_words_two_men_leave_it_open(reported: bool, name: str) -> None:
    parse = build("""
Tom Tom PROPN 3 nsubj B-PERSON
Keel Keel PROPN 1 flat I-PERSON
left leave VERB 0 root
. . PUNCT 3 punct

Paul Paul PROPN 3 nsubj B-PERSON
Dorn Dorn PROPN 1 flat I-PERSON
won win VERB 0 root
. . PUNCT 3 punct

The the DET 2 det
court court NOUN 3 nsubj
found find VERB 0 root
he he PRON 5 nsubj
claimed claim VERB 3 ccomp
damages damages NOUN 5 obj
. . PUNCT 3 punct
""")
    court = said(parse, "The court", cue="found", content="he claimed damages")
    inner = said(parse, "he", occurrence=2, cue="claimed", content="damages",
                 parent=0 if reported else None)
    assert speakers(parse, court, inner)[-1].name == name
