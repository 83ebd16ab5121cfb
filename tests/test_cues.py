"""Cues on hand-made trees: head, category, negation, modality, and the words that may be one."""

from __future__ import annotations

import pytest

from quotes.attribution import cues
from quotes.trees import Parse
from tests.trees import build, words


def _read(parse: Parse, phrase: str) -> cues.Reading:
    return cues.read(parse, words(parse, phrase))


def _clause(verb: str, lemma: str, before: str = "", after: str = "") -> Parse:
    """"The mayor VERB that prices rose", with rows that hang on the verb (row 3)."""
    return build(f"""\
The the DET 2 det
mayor mayor NOUN 3 nsubj
{verb} {lemma} VERB 0 root O VBD
that that SCONJ 6 mark
prices price NOUN 6 nsubj
rose rise VERB 3 ccomp O VBD
{before}{after}""")


@pytest.mark.parametrize(("verb", "lemma", "category"), [
    ("said", "say", "statement"), ("asked", "ask", "question"), ("ordered", "order", "order"),
    ("vowed", "vow", "promise"), ("believed", "believe", "belief"), ("hoped", "hope", "intention"),
    ("denied", "deny", "denial"), ("frobbed", "frob", "other"),
])
def test_category_comes_from_the_list(verb: str, lemma: str, category: str) -> None:
    reading = _read(_clause(verb, lemma), verb)
    assert (reading.lemma, reading.category) == (lemma, category)
    assert not reading.negated
    assert reading.modality is None


def test_a_mark_alone_states() -> None:
    parse = build("""\
Ruiz Ruiz PROPN 0 root B-PERSON
: : PUNCT 1 punct
no no DET 4 det
deal deal NOUN 1 parataxis""")
    assert _read(parse, ":").category == "statement"


def test_the_verb_heads_a_cue_of_several_words() -> None:
    parse = build("""\
He he PRON 3 nsubj:pass
was be AUX 3 aux:pass
quoted quote VERB 0 root O VBN
as as SCONJ 5 mark
saying say VERB 3 advcl O VBG
so so ADV 5 advmod""")
    assert cues.head(parse, words(parse, "was quoted as saying")) == words(parse, "quoted")[0]
    assert _read(parse, "quoted as saying").lemma == "quote as say"


def test_nothing_is_headed_by_a_mark() -> None:
    parse = build("""\
He he PRON 2 nsubj
said say VERB 0 root O VBD
: : PUNCT 2 punct
no no INTJ 2 ccomp""")
    assert cues.head(parse, words(parse, "said:")) == words(parse, "said")[0]


def test_a_particle_counts_wherever_it_stands() -> None:
    parse = build("""\
He he PRON 2 nsubj
pointed point VERB 0 root O VBD
this this PRON 2 obj
out out ADP 2 compound:prt""")
    assert _read(parse, "pointed").lemma == "point out"


def _helped(helper: str, lemma: str, xpos: str, relation: str = "aux",
            upos: str = "AUX") -> Parse:
    return build(f"""\
She she PRON 3 nsubj
{helper} {lemma} {upos} 3 {relation} O {xpos}
say say VERB 0 root O VB
that that SCONJ 6 mark
it it PRON 6 nsubj
rained rain VERB 3 ccomp O VBD""")


@pytest.mark.parametrize("modal", ["would", "may", "could", "must", "might", "can", "should"])
def test_a_modal_is_kept(modal: str) -> None:
    reading = _read(_helped(modal, modal, "MD"), "say")
    assert (reading.modality, reading.negated) == (modal, False)


def test_an_auxiliary_is_no_modal() -> None:
    assert _read(_helped("did", "do", "VBD"), "say").modality is None


@pytest.mark.parametrize("adverb", ["not", "never", "hardly"])
def test_a_negating_adverb(adverb: str) -> None:
    assert _read(_helped(adverb, adverb, "RB", "advmod", "ADV"), "say").negated


def test_another_adverb_negates_nothing() -> None:
    assert not _read(_helped("often", "often", "RB", "advmod", "ADV"), "say").negated


def test_contracted_negation() -> None:
    parse = build("""\
She she PRON 4 nsubj
did do AUX 4 aux O VBD
n't not PART 4 advmod
say say VERB 0 root O VB""")
    assert _read(parse, "say").negated


@pytest.mark.parametrize("rows", [
    "Nobody nobody PRON 2 nsubj\nsaid say VERB 0 root O VBD",
    "No no DET 2 det\nminister minister NOUN 3 nsubj\nsaid say VERB 0 root O VBD",
])
def test_a_negated_subject_negates(rows: str) -> None:
    assert _read(build(rows), "said").negated


def test_negation_below_the_cue_is_the_contents_own() -> None:
    parse = build("""\
She she PRON 2 nsubj
said say VERB 0 root O VBD
it it PRON 6 nsubj
did do AUX 6 aux O VBD
not not PART 6 advmod
rain rain VERB 2 ccomp O VB""")
    assert not _read(parse, "said").negated


def _infinitive(verb: str, lemma: str, adverb: str = "") -> Parse:
    row = f"{adverb} {adverb} ADV 2 advmod\n" if adverb else ""
    place = 5 if adverb else 4
    return build(f"""\
They they PRON 2 nsubj
{verb} {lemma} VERB 0 root O VBD
{row}to to PART {place} mark
say say VERB 2 xcomp O VB
who who PRON {place + 2} nsubj
paid pay VERB {place} ccomp O VBD""")


@pytest.mark.parametrize(("verb", "lemma"), [
    ("refused", "refuse"), ("declined", "decline"), ("failed", "fail")])
def test_a_refusal_above_negates(verb: str, lemma: str) -> None:
    reading = _read(_infinitive(verb, lemma), "say")
    assert (reading.negated, reading.modality) == (True, lemma)


def test_have_yet_to_negates_and_have_to_does_not() -> None:
    assert _read(_infinitive("have", "have", "yet"), "say").negated
    assert not _read(_infinitive("have", "have"), "say").negated


def test_expected_to_is_a_modality_without_negation() -> None:
    reading = _read(_infinitive("expected", "expect"), "say")
    assert (reading.negated, reading.modality) == (False, "expect")


def test_a_negator_within_the_cue() -> None:
    parse = _helped("not", "not", "RB", "advmod", "ADV")
    assert _read(parse, "not say").negated


def test_candidates_know_verbs_nouns_and_according_to() -> None:
    parse = build("""\
According accord VERB 3 case
to to ADP 1 fixed
Ruiz Ruiz PROPN 6 obl B-PERSON
the the DET 5 det
claim claim NOUN 6 nsubj
collapsed collapse VERB 0 root O VBD
, , PUNCT 8 punct
said say VERB 6 parataxis O VBD
Vos Vos PROPN 8 nsubj B-PERSON""")
    found = set(cues.candidates(parse, range(len(parse.tokens))))
    assert found == {words(parse, "According to"), words(parse, "claim"), words(parse, "said")}


def test_a_candidate_takes_its_preposition() -> None:
    parse = build("""\
They they PRON 2 nsubj
called call VERB 0 root O VBD
for for ADP 4 case
calm calm NOUN 2 obl""")
    assert list(cues.candidates(parse, range(4))) == [words(parse, "called for")]


def test_a_preposition_of_another_verb_stays_out() -> None:
    parse = build("""\
They they PRON 2 nsubj
called call VERB 0 root O VBD
him he PRON 2 obj
at at ADP 5 case
noon noon NOUN 2 obl""")
    assert list(cues.candidates(parse, range(5))) == [words(parse, "called")]
