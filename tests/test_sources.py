"""Sources on hand-made trees: who a cue's place in the tree names, construction by construction."""

from __future__ import annotations

import pytest

from quotes.attribution import cues
from quotes.attribution.sources import NOTHING, Found, noun_phrase, source
from quotes.trees import Parse
from tests.trees import build, words


def _source(parse: Parse, cue: str, *, occurrence: int = 1) -> Found:
    tokens = words(parse, cue, occurrence=occurrence)
    return source(parse, tokens, cues.head(parse, tokens))


def _is(parse: Parse, found: Found, phrase: str, rule: str, *, occurrence: int = 1) -> None:
    assert found == Found(words(parse, phrase, occurrence=occurrence), rule)


def test_subject_with_title_and_role() -> None:
    parse = build("""\
Harbour harbour NOUN 2 compound
master master NOUN 5 nsubj
Piet Piet PROPN 2 appos B-PERSON
Vos Vos PROPN 3 flat I-PERSON
said say VERB 0 root O VBD
so so ADV 5 advmod""")
    _is(parse, _source(parse, "said"), "Harbour master Piet Vos", "subject")


def test_inverted_subject_with_an_apposition() -> None:
    parse = build("""\
It it PRON 2 nsubj
rains rain VERB 0 root O VBZ
, , PUNCT 4 punct
said say VERB 2 parataxis O VBD
Ruiz Ruiz PROPN 4 nsubj B-PERSON
, , PUNCT 8 punct
a a DET 8 det
baker baker NOUN 5 appos
. . PUNCT 2 punct""")
    _is(parse, _source(parse, "said"), "Ruiz, a baker", "subject")


def test_a_relative_clause_is_no_part_of_the_mention() -> None:
    parse = build("""\
Ruiz Ruiz PROPN 6 nsubj B-PERSON
, , PUNCT 4 punct
who who PRON 4 nsubj O WP
limped limp VERB 1 acl:relcl O VBD
, , PUNCT 4 punct
said say VERB 0 root O VBD
so so ADV 6 advmod""")
    _is(parse, _source(parse, "said"), "Ruiz", "subject")


def test_joint_subjects_are_one_source() -> None:
    parse = build("""\
Ruiz Ruiz PROPN 4 nsubj B-PERSON
and and CCONJ 3 cc
Vos Vos PROPN 1 conj B-PERSON
said say VERB 0 root O VBD""")
    _is(parse, _source(parse, "said"), "Ruiz and Vos", "subject")


def test_agent_of_a_passive() -> None:
    parse = build("""\
It it PRON 3 expl
was be AUX 3 aux:pass
announced announce VERB 0 root O VBN
by by ADP 6 case
the the DET 6 det
army army NOUN 3 obl:agent
that that SCONJ 9 mark
it it PRON 9 nsubj
rained rain VERB 3 ccomp O VBD""")
    _is(parse, _source(parse, "announced"), "the army", "agent")


def test_a_passive_without_agent_names_nobody() -> None:
    parse = build("""\
It it PRON 3 expl
was be AUX 3 aux:pass
announced announce VERB 0 root O VBN
that that SCONJ 6 mark
it it PRON 6 nsubj
rained rain VERB 3 ccomp O VBD""")
    assert _source(parse, "announced") == NOTHING


def test_quoted_as_saying_is_said_by_its_subject() -> None:
    parse = build("""\
Ruiz Ruiz PROPN 3 nsubj:pass B-PERSON
was be AUX 3 aux:pass
quoted quote VERB 0 root O VBN
as as SCONJ 5 mark
saying say VERB 3 advcl O VBG
it it PRON 7 nsubj
rained rain VERB 5 ccomp O VBD""")
    _is(parse, _source(parse, "quoted as saying"), "Ruiz", "subject")


_CONJOINED = """\
Ruiz Ruiz PROPN 2 nsubj B-PERSON
said say VERB 0 root O VBD
it it PRON 4 nsubj
rained rain VERB 2 ccomp O VBD
, , PUNCT 7 punct
but but CCONJ 7 cc
added add VERB 2 conj O VBD
it it PRON 9 nsubj
stopped stop VERB 7 ccomp O VBD"""


def test_a_conjunct_shares_the_subject() -> None:
    parse = build(_CONJOINED)
    _is(parse, _source(parse, "added"), "Ruiz", "shared_subject")


def test_a_conjunct_with_a_subject_of_its_own_keeps_it() -> None:
    parse = build("""\
Ruiz Ruiz PROPN 2 nsubj B-PERSON
left leave VERB 0 root O VBD
and and CCONJ 5 cc
Vos Vos PROPN 5 nsubj B-PERSON
said say VERB 2 conj O VBD""")
    _is(parse, _source(parse, "said"), "Vos", "subject")


def test_a_finite_conjunct_of_an_infinitive_climbs_to_the_finite_verb() -> None:
    parse = build("""\
He he PRON 2 nsubj
urged urge VERB 0 root O VBD
them they PRON 2 obj
to to PART 5 mark
stay stay VERB 2 xcomp O VB
and and CCONJ 7 cc
called call VERB 5 conj O VBD
for for ADP 9 case
calm calm NOUN 7 obl""")
    _is(parse, _source(parse, "called for"), "He", "shared_subject")


def test_an_infinitive_of_an_object_is_the_objects() -> None:
    parse = build("""\
He he PRON 2 nsubj
asked ask VERB 0 root O VBD
her she PRON 2 obj
to to PART 5 mark
say say VERB 2 xcomp O VB
so so ADV 5 advmod""")
    _is(parse, _source(parse, "say"), "her", "object")


def test_an_infinitive_without_object_shares_the_subject() -> None:
    parse = build("""\
Ministers minister NOUN 2 nsubj
refused refuse VERB 0 root O VBD
to to PART 4 mark
say say VERB 2 xcomp O VB
why why ADV 4 ccomp""")
    _is(parse, _source(parse, "say"), "Ministers", "shared_subject")


def test_a_participle_shares_the_subject() -> None:
    parse = build("""\
Witnesses witness NOUN 2 nsubj
fled flee VERB 0 root O VBD
, , PUNCT 4 punct
saying say VERB 2 advcl O VBG
it it PRON 6 nsubj
burned burn VERB 4 ccomp O VBD""")
    _is(parse, _source(parse, "saying"), "Witnesses", "shared_subject")


def test_a_participle_on_a_recording_is_its_persons() -> None:
    parse = build("""\
A a DET 2 det
recording recording NOUN 0 root
of of ADP 5 case
warlord warlord NOUN 5 compound
Kane Kane PROPN 2 nmod B-PERSON
urging urge VERB 2 acl O VBG
men man NOUN 6 obj""")
    _is(parse, _source(parse, "urging"), "warlord Kane", "participle")


def test_a_participle_on_a_person() -> None:
    parse = build("""\
They they PRON 2 nsubj
filmed film VERB 0 root O VBD
Kane Kane PROPN 2 obj B-PERSON
urging urge VERB 3 acl O VBG
men man NOUN 4 obj""")
    _is(parse, _source(parse, "urging"), "Kane", "participle")


def test_a_relative_pronoun_is_the_subject() -> None:
    parse = build("""\
the the DET 2 det
pilot pilot NOUN 8 nsubj
, , PUNCT 5 punct
who who PRON 5 nsubj O WP
said say VERB 2 acl:relcl O VBD
so so ADV 5 advmod
, , PUNCT 5 punct
left leave VERB 0 root O VBD""")
    _is(parse, _source(parse, "said"), "who", "relative")


def test_a_relative_verb_without_a_subject_is_said_of_its_noun() -> None:
    parse = build("""\
the the DET 2 det
pilot pilot NOUN 0 root
and and CCONJ 4 cc
said say VERB 2 acl:relcl O VBD""")
    _is(parse, _source(parse, "said"), "the pilot", "relative")


def test_the_subject_within_a_relative_clause_outranks_its_noun() -> None:
    parse = build("""\
the the DET 2 det
plan plan NOUN 0 root
that that PRON 5 obj O WDT
Ruiz Ruiz PROPN 5 nsubj B-PERSON
praised praise VERB 2 acl:relcl O VBD""")
    _is(parse, _source(parse, "praised"), "Ruiz", "subject")


@pytest.mark.parametrize("pronoun", ["it", "there"])
def test_an_expletive_speaks_not(pronoun: str) -> None:
    parse = build(f"""\
{pronoun} {pronoun} PRON 2 expl
said say VERB 0 root O VBD""")
    assert _source(parse, "said") == NOTHING


def test_a_real_it_may_speak() -> None:
    parse = build("it it PRON 2 nsubj\nsaid say VERB 0 root O VBD")
    _is(parse, _source(parse, "said"), "it", "subject")


def test_a_possessive_speaks_in_a_noun() -> None:
    parse = build("""\
His he PRON 2 nmod:poss
warning warning NOUN 7 nsubj
that that SCONJ 5 mark
it it PRON 5 nsubj
rained rain VERB 2 acl O VBD
was be AUX 7 cop
late late ADJ 0 root""")
    _is(parse, _source(parse, "warning"), "His", "possessive")


def test_the_s_is_no_part_of_the_mention() -> None:
    parse = build("""\
Ruiz Ruiz PROPN 3 nmod:poss B-PERSON
's 's PART 1 case O POS
claim claim NOUN 0 root""")
    _is(parse, _source(parse, "claim"), "Ruiz", "possessive")


@pytest.mark.parametrize("case", ["by", "of", "from"])
def test_a_noun_with_its_speaker_after_it(case: str) -> None:
    parse = build(f"""\
The the DET 2 det
claim claim NOUN 0 root
{case} {case} ADP 5 case
Senator Senator PROPN 5 compound
Reed Reed PROPN 2 nmod B-PERSON""")
    _is(parse, _source(parse, "claim"), "Senator Reed", "possessive")


def test_a_noun_that_is_an_object_has_the_verbs_subject() -> None:
    parse = build("""\
Reed Reed PROPN 2 nsubj B-PERSON
repeated repeat VERB 0 root O VBD
the the DET 4 det
claim claim NOUN 2 obj
that that SCONJ 7 mark
it it PRON 7 nsubj
rained rain VERB 4 acl O VBD""")
    _is(parse, _source(parse, "claim"), "Reed", "subject")


def test_about_names_no_speaker_of_a_noun() -> None:
    parse = build("""\
The the DET 2 det
claim claim NOUN 5 nsubj
about about ADP 4 case
Reed Reed PROPN 2 nmod B-PERSON
spread spread VERB 0 root O VBD""")
    assert _source(parse, "claim") == NOTHING


@pytest.mark.parametrize(("form", "rows"), [
    ("case", "according accord VERB 6 case\nto to ADP 3 fixed"),
    ("governor", "according accord VERB 2 advcl\nto to ADP 6 case"),
])
def test_according_to(form: str, rows: str) -> None:
    phrase = 2 if form == "case" else 3
    parse = build(f"""\
It it PRON 2 nsubj
rained rain VERB 0 root O VBD
{rows}
the the DET 6 det
harbour harbour NOUN {phrase} obl""")
    _is(parse, _source(parse, "according to"), "the harbour", "according_to")


def test_per() -> None:
    parse = build("""\
It it PRON 2 nsubj
rained rain VERB 0 root O VBD
per per ADP 5 case
the the DET 5 det
sheriff sheriff NOUN 2 obl""")
    _is(parse, _source(parse, "per"), "the sheriff", "according_to")


def test_adjective_cue() -> None:
    parse = build("""\
Ruiz Ruiz PROPN 3 nsubj B-PERSON
is be AUX 3 cop
adamant adamant ADJ 0 root
that that SCONJ 6 mark
it it PRON 6 nsubj
rains rain VERB 3 ccomp O VBZ""")
    _is(parse, _source(parse, "adamant"), "Ruiz", "subject")


def test_a_noun_phrase_is_one_run_of_words() -> None:
    """What the tree hangs on the noun from afar is no part of it."""
    parse = build("""\
Ruiz Ruiz PROPN 2 nsubj B-PERSON
left leave VERB 0 root O VBD
angry angry ADJ 1 amod""")
    assert noun_phrase(parse, 0) == (0,)


def test_a_noun_phrase_leaves_prepositions_and_trailing_marks() -> None:
    parse = build("""\
of of ADP 3 case
the the DET 3 det
mayor mayor NOUN 0 root
, , PUNCT 3 punct""")
    assert noun_phrase(parse, 2) == words(parse, "the mayor")
