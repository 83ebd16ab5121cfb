"""Whole names, without titles, from trees and recognisers that cut them."""

from __future__ import annotations

import pytest

from quotes.attribution.relation import Attribution
from quotes.speakers import Resolution, resolve
from quotes.trees import Parse
from tests.trees import build, words


def speaker(parse: Parse, source: str) -> Resolution:
    found = resolve(parse, [Attribution(type="indirect", content=(), source=words(parse, source),
                                        cue=words(parse, "said"))])[0].speaker
    assert found is not None
    return found



# Each row: the source as the parser may hang it (words of one sentence), and the name within.
CASES = [
    # the office governs a preposition whose object the name is wrongly hung on
    ("""
Norse norse ADJ 2 amod B-NORP
Ambassador ambassador NOUN 9 nsubj
to to ADP 7 case
the the DET 6 det
United united ADJ 6 amod B-ORG
Ports port PROPN 7 compound I-ORG
Omar Omar PROPN 2 nmod B-PERSON
Haddad Haddad PROPN 7 flat I-PERSON
said say VERB 0 root
""", "Omar Haddad"),
    # a rank hangs on the role, the name on the verb
    ("""
Harbour Harbour PROPN 2 compound B-ORG
spokesman spokesman NOUN 6 nsubj
Capt. Capt. PROPN 2 flat
Jo Jo PROPN 6 nsubj B-PERSON
Dow Dow PROPN 4 flat I-PERSON
said say VERB 0 root
""", "Jo Dow"),
    # the office is the root, and the name the subject of the verb
    ("""
former former ADJ 3 amod
Norland Norland PROPN 3 compound B-GPE
Gov. Gov. PROPN 6 nsubj
Mia Mia PROPN 6 nsubj B-PERSON
Quill Quill PROPN 4 flat I-PERSON
said say VERB 0 root
""", "Mia Quill"),
    # a role of three words with a preposition in it
    ("""
Former former ADJ 2 amod
chief chief NOUN 7 nsubj
of of ADP 4 case
staff staff NOUN 2 nmod
Ned Ned PROPN 7 nsubj B-PERSON
Regis Regis PROPN 5 flat I-PERSON
said say VERB 0 root
""", "Ned Regis"),
    # the recogniser kept the first name, and took the town and the first name for one
    ("""
Mayor mayor NOUN 6 nsubj
of of ADP 3 case
Porto Porto PROPN 1 nmod B-GPE
Ana Ana PROPN 3 flat B-ORG
Ruiz Ruiz PROPN 3 flat B-PERSON
said say VERB 0 root
""", "Ana Ruiz"),
    # the recogniser stopped before the particle and its surname
    ("""
Prince Prince PROPN 2 nmod:desc
Hamad Hamad PROPN 5 nsubj B-PERSON
bin bin PROPN 2 flat I-PERSON
Isa Isa PRON 2 flat
said say VERB 0 root
""", "Hamad bin Isa"),
    ("""
Minister Minister PROPN 2 nmod:desc
Lucia Lucia PROPN 6 nsubj B-PERSON
van van ADP 5 case
den den X 5 det
Broek Broek PROPN 2 flat
said say VERB 0 root
""", "Lucia van den Broek"),
    # the governor's bank is no speaker
    ("""
Bank Bank PROPN 6 nsubj B-ORG
of of ADP 2 case
Norland Norland PROPN 3 compound B-GPE
Governor Governor NOUN 1 flat
Per Per PROPN 6 nsubj B-PERSON
said say VERB 0 root
""", "Per"),
    # a title's word is part of a body's name unless a person's follows
    ("""
The the DET 2 det
Coalition Coalition PROPN 6 nsubj B-ORG
for for ADP 5 case
Real real ADJ 5 amod
Justice justice PROPN 2 nmod
said say VERB 0 root
""", "Coalition for Real Justice"),
    # the recogniser knew the country only
    ("""
The the DET 3 det
U.S. U.S. PROPN 3 compound B-GPE
Department department PROPN 6 nsubj
of of ADP 5 case
Harbours Harbours PROPN 3 nmod
said say VERB 0 root
""", "U.S. Department of Harbours"),
    # the recogniser split country and department
    ("""
The the DET 2 det B-ORG
Norland Norland PROPN 3 compound I-ORG
Department department PROPN 6 nsubj B-ORG
of of ADP 5 case I-ORG
Harbours Harbours PROPN 3 nmod I-ORG
said say VERB 0 root
""", "Norland Department of Harbours"),
    # joined to a word inside the name
    ("""
The the DET 2 det
Union Union PROPN 7 nsubj B-ORG
of of ADP 4 case I-ORG
Weavers weaver PROPN 2 nmod I-ORG
and and CCONJ 6 cc
Dyers dyer PROPN 4 conj B-ORG
said say VERB 0 root
""", "Union of Weavers and Dyers"),
    # a title's word before one more word is a first name
    ("""
Dean Dean PROPN 3 nsubj B-PERSON
Holt Holt PROPN 1 flat I-PERSON
said say VERB 0 root
""", "Dean Holt"),
    # a body's name goes on over small words
    ("""
The the DET 2 det
Centre Centre PROPN 7 nsubj B-ORG
for for ADP 4 case I-ORG
Policy Policy PROPN 2 nmod I-ORG
and and CCONJ 6 cc I-ORG
Law law NOUN 4 conj
said say VERB 0 root
""", "Centre for Policy and Law"),
]


@pytest.mark.parametrize(("rows", "name"), CASES, ids=[name for _, name in CASES])
def test_the_whole_name_and_nothing_else(rows: str, name: str) -> None:
    parse = build(rows + ". . PUNCT 1 punct\n")
    found = speaker(parse, parse.text.split(" said")[0])
    assert (found.name, found.resolution) == (name, "named")


OTHERS = [
    ("""
A a DET 2 det
spokesman spokesman NOUN 6 nsubj
for for ADP 4 case
Ana Ana PROPN 2 nmod B-PERSON
Ruiz Ruiz PROPN 4 flat I-PERSON
said say VERB 0 root
""", "A spokesman for Ana Ruiz"),
    ("""
Ana Ana PROPN 3 nmod:poss B-PERSON
Ruiz Ruiz PROPN 3 flat I-PERSON
Campaign campaign NOUN 4 nsubj
said say VERB 0 root
""", "Ana Ruiz Campaign"),
    ("""
The the DET 2 det
mother mother NOUN 7 nsubj
of of ADP 5 case
victim victim NOUN 5 compound
Ana Ana PROPN 2 nmod B-PERSON
Ruiz Ruiz PROPN 5 flat I-PERSON
said say VERB 0 root
""", "The mother of victim Ana Ruiz"),
    ("""
Ana Ana PROPN 6 nsubj B-PERSON
Ruiz Ruiz PROPN 1 flat I-PERSON
~'s 's PART 1 case
eldest old ADJ 5 amod
daughter daughter NOUN 1 appos
said say VERB 0 root
""", "Ana Ruiz's eldest daughter"),
    ("""
A a DET 2 det
defector defector NOUN 5 nsubj
Harbour Harbour PROPN 4 compound B-ORG
Guild Guild PROPN 2 appos I-ORG
said say VERB 0 root
""", "A defector Harbour Guild"),
    ("""
Two two NUM 2 nummod
Republicans republican PROPN 3 nsubj B-NORP
said say VERB 0 root
""", "Two Republicans"),
    ("""
Progressives progressive PROPN 2 nsubj
said say VERB 0 root
""", "Progressives"),
]


@pytest.mark.parametrize(("rows", "text"), OTHERS, ids=[text for _, text in OTHERS])
def test_somebody_elses_name_is_not_the_speakers(rows: str, text: str) -> None:
    parse = build(rows + ". . PUNCT 1 punct\n")
    found = speaker(parse, text)
    assert (found.name, found.resolution) == (text, "description")


@pytest.mark.parametrize(("rows", "name", "kind"), [
    ("""
The the DET 2 det
Keep Keep PROPN 3 nsubj B-PERSON
said say VERB 0 root
""", "Keep", "organization"),
    ("""
law law NOUN 2 compound
firm firm NOUN 4 nsubj
Gray Gray PROPN 2 flat B-PERSON
said say VERB 0 root
""", "Gray", "organization"),
    ("""
Norland Norland PROPN 2 compound B-GPE
Police Police PROPN 3 nsubj B-ORG
said say VERB 0 root
""", "Norland Police", "group"),
    ("""
The the DET 3 det
Harbour Harbour PROPN 3 compound B-ORG
Press Press PROPN 4 nsubj I-ORG
said say VERB 0 root
""", "Harbour Press", "organization"),
    ("""
The the DET 2 det
Grays Gray PROPN 3 nsubj B-PERSON
said say VERB 0 root
""", "The Grays", "group"),
    ("""
Two two NUM 2 nummod
companies company NOUN 3 nsubj
said say VERB 0 root
""", "Two companies", "group"),
])
def test_what_kind_of_speaker_it_is(rows: str, name: str, kind: str) -> None:
    parse = build(rows + ". . PUNCT 1 punct\n")
    found = speaker(parse, parse.text.split(" said")[0])
    assert (found.name, found.kind) == (name, kind)


def test_a_general_word_means_the_one_body_that_bears_it() -> None:
    parse = build("""
The the DET 2 det
Guild Guild PROPN 5 nsubj B-ORG
of of ADP 4 case I-ORG
Weavers Weavers PROPN 2 nmod I-ORG
met meet VERB 0 root
. . PUNCT 5 punct

The the DET 2 det
Church Church PROPN 5 nsubj B-ORG
of of ADP 4 case I-ORG
Light Light PROPN 2 nmod I-ORG
met meet VERB 0 root
. . PUNCT 5 punct

The the DET 2 det
Church Church PROPN 3 nsubj B-ORG
spoke speak VERB 0 root
. . PUNCT 3 punct
""")
    made = Attribution(type="indirect", content=(), cue=(),
                       source=words(parse, "The Church", occurrence=2))
    found = resolve(parse, [made])[0].speaker
    assert found is not None
    assert found.name == "Church of Light"


@pytest.mark.parametrize(("before", "name"), [("saw", "Ana Lund"), ("in", "Lund")])
def test_a_surname_taken_for_a_place_unless_something_is_in_it(before: str, name: str) -> None:
    parse = build(f"""
Ana Ana PROPN 3 nsubj B-PERSON
Lund Lund PROPN 1 flat I-PERSON
ran run VERB 0 root
. . PUNCT 3 punct

We we PRON 2 nsubj
sat sit VERB 0 root
{before} {before} {"ADP" if before == "in" else "VERB"} 4 case
Lund Lund PROPN 2 obl B-GPE
. . PUNCT 2 punct

Lund Lund PROPN 2 nsubj B-GPE
spoke speak VERB 0 root
. . PUNCT 2 punct
""")
    made = Attribution(type="indirect", content=(), cue=(),
                       source=words(parse, "Lund", occurrence=3))
    found = resolve(parse, [made])[0].speaker
    assert found is not None
    assert found.name == name
