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


# The words over an act, when the cue holds them

def _over(verb: str, lemma: str, between: str = "", upos: str = "VERB") -> Parse:
    """"They VERB (words) to admit who paid"; `between` are rows of "form lemma upos relation"."""
    rows = [row.split() for row in between.splitlines()]
    place = 4 + len(rows)
    middle = "".join(f"{f} {m} {u} 2 {r}\n" for f, m, u, r in rows)
    return build(f"""\
They they PRON 2 nsubj
{verb} {lemma} {upos} 0 root O VBD
{middle}to to PART {place} mark
admit admit VERB 2 xcomp O VB
who who PRON {place + 2} nsubj
paid pay VERB {place} ccomp O VBD""")


@pytest.mark.parametrize(("verb", "lemma", "between", "cue", "expected"), [
    ("failed", "fail", "", "failed to admit", ("admit", "statement", True, "fail")),
    ("has", "have", "yet yet ADV advmod", "has yet to admit", ("admit", "statement", True, "yet")),
    ("seemed", "seem", "", "seemed to admit", ("admit", "statement", False, "seem")),
    ("went", "go", "on on ADP compound:prt", "went on to admit",
     ("admit", "statement", False, None)),
    ("refused", "refuse", "", "refused to admit", ("refuse", "denial", False, None)),
    ("hoped", "hope", "", "hoped to admit", ("hope", "intention", False, None)),
])
def test_a_cue_comes_down_to_its_act(verb: str, lemma: str, between: str, cue: str,
                                     expected: tuple[str, str, bool, str | None]) -> None:
    assert _read(_over(verb, lemma, between), cue) == expected


@pytest.mark.parametrize(("adjective", "negated"), [("unable", True), ("unlikely", False)])
def test_an_adjective_over_the_act(adjective: str, negated: bool) -> None:
    reading = _read(_over(adjective, adjective, upos="ADJ"), f"{adjective} to admit")
    assert reading == ("admit", "statement", negated, adjective)


def test_two_denials_cancel_out() -> None:
    parse = _over("fail", "fail", "never never ADV advmod")
    assert not _read(parse, "fail never to admit").negated


def test_an_object_between_makes_another_phrase() -> None:
    used = _over("used", "use", "speeches speech NOUN obj")
    assert _read(used, "admit").modality is None
    wanted = _over("wanted", "want", "him he PRON obj")
    assert _read(wanted, "admit").modality == "want"


def test_a_purpose_is_no_modality() -> None:
    parse = build("""\
They they PRON 2 nsubj
appeared appear VERB 0 root O VBD
there there ADV 2 advmod
to to PART 5 mark
admit admit VERB 2 advcl O VB
it it PRON 5 obj""")
    assert _read(parse, "appeared there to admit").modality is None


def test_stopping_short_is_not_saying() -> None:
    parse = build("""\
She she PRON 2 nsubj
stopped stop VERB 0 root O VBD
short short ADV 2 advmod
of of SCONJ 5 mark
saying say VERB 2 advcl O VBG
so so ADV 5 advmod""")
    assert _read(parse, "stopped short of saying") == ("say", "statement", True, "stop")


def _asked(first: str, mark: str = "?", negator: str = "") -> Parse:
    """"FIRST did (n't) she say so?", with rows for what stands before the auxiliary."""
    before = 1 if first else 0
    verb = 3 + before + bool(negator)
    rows = f"{first} {verb} advmod O WRB\n" if first else ""
    rows += f"did do AUX {verb} aux O VBD\n"
    rows += f"{negator} not PART {verb} advmod\n" if negator else ""
    return build(rows + f"""\
she she PRON {verb} nsubj
say say VERB 0 root O VB
so so ADV {verb} advmod
{mark} {mark} PUNCT {verb} punct""")


def test_what_is_asked_is_neither_said_nor_denied() -> None:
    assert _read(_asked(""), "say") == ("say", "statement", False, "whether")
    assert _read(_asked("", negator="n't"), "say") == ("say", "statement", False, "whether")


def test_why_takes_it_as_said() -> None:
    assert _read(_asked("Why why ADV"), "say").modality is None


def test_inversion_alone_asks_nothing() -> None:
    assert _read(_asked("", mark="."), "say").modality is None


def test_nor_denies() -> None:
    parse = build("""\
Nor nor CCONJ 4 cc
did do AUX 4 aux O VBD
she she PRON 4 nsubj
say say VERB 0 root O VB
so so ADV 4 advmod""")
    assert _read(parse, "say").negated


_COORDINATED = """\
She she PRON 3 nsubj
{modal} {modal} AUX 3 aux O MD
confirm confirm VERB 0 root O {first}
it it PRON 3 obj
{cc} {cc} CCONJ 6 cc
{second} deny VERB 3 conj O {tag}
it it PRON 6 obj"""


def test_a_coordinated_verb_shares_its_auxiliary() -> None:
    shared = build(_COORDINATED.format(modal="would", first="VB", cc="or", second="deny", tag="VB"))
    assert _read(shared, "deny").modality == "would"
    finite = build(_COORDINATED.format(modal="would", first="VB", cc="but", second="denied",
                                       tag="VBD"))
    assert _read(finite, "denied").modality is None


def test_a_verb_after_or_shares_the_subject() -> None:
    parse = build("""\
Nobody nobody PRON 2 nsubj
said say VERB 0 root O VBD
or or CCONJ 4 cc
implied imply VERB 2 conj O VBD
it it PRON 4 obj""")
    assert _read(parse, "implied").negated


def test_a_cue_of_auxiliaries_means_their_verb() -> None:
    parse = build("""\
It it PRON 4 nsubj:pass
has have AUX 4 aux O VBZ
not not PART 4 advmod
announced announce VERB 0 root O VBN""")
    assert _read(parse, "has") == ("announce", "statement", True, None)


def test_an_auxiliary_starts_no_phrase() -> None:
    parse = build("""\
They they PRON 3 nsubj
have have AUX 3 aux O VBP
hoped hope VERB 0 root O VBN
so so ADV 3 advmod""")
    assert _read(parse, "have hoped").category == "intention"


@pytest.mark.parametrize("rows", [
    "She she PRON 3 nsubj\nnot not PART 3 advmod\nonly only ADV 3 advmod\n"
    "said say VERB 0 root O VBD\n",
])
def test_not_only_denies_nothing(rows: str) -> None:
    assert not _read(build(rows.replace(" 3 ", " 4 ")), "said").negated


def test_a_negative_phrase_is_negated_once() -> None:
    parse = build("""\
She she PRON 2 nsubj
had have VERB 0 root O VBD
no no DET 4 det
comment comment NOUN 2 obj""")
    assert _read(parse, "had no comment") == ("have no comment", "denial", False, None)


# Category where the list's first answer won't do

def test_a_verb_that_carries_a_noun() -> None:
    parse = build("""\
She she PRON 2 nsubj
offered offer VERB 0 root O VBD
praise praise NOUN 2 obj
for for ADP 5 case
him he PRON 3 nmod""")
    assert _read(parse, "offered praise for").category == "statement"


@pytest.mark.parametrize(("row", "category"), [
    ("polls poll NOUN 2 nsubj", "document"), ("aides aide NOUN 2 nsubj", "statement"),
    ("they they PRON 2 nsubj", "document"), ("she she PRON 2 nsubj", "statement")])
def test_a_person_who_indicates_says(row: str, category: str) -> None:
    parse = build(f"""\
{row}
indicated indicate VERB 0 root O VBD
that that SCONJ 5 mark
prices price NOUN 5 nsubj
rose rise VERB 2 ccomp O VBD""")
    assert _read(parse, "indicated").category == category


def test_in_a_poll_is_what_is_written_there() -> None:
    parse = build("""\
In in ADP 3 case
a a DET 3 det
{noun} {noun} NOUN 5 obl
they they PRON 5 nsubj
lead lead VERB 0 root O VBP""".replace("{noun}", "poll"))
    assert _read(parse, "In").category == "document"


@pytest.mark.parametrize(("form", "lemma", "upos", "category"), [
    ("favored", "favore", "VERB", "belief"), ("criticism", "criticism", "VERB", "statement"),
    ("warning", "warning", "VERB", "statement"), ("frobbed", "frob", "VERB", "other")])
def test_a_wrong_lemma_or_tag_is_read_by_the_form(form: str, lemma: str, upos: str,
                                                  category: str) -> None:
    parse = build(f"They they PRON 2 nsubj\n{form} {lemma} {upos} 0 root O VBD\nit it PRON 2 obj")
    assert _read(parse, form).category == category


def test_a_negator_before_the_content_is_the_contents_own() -> None:
    parse = build("""\
They they PRON 2 nsubj
chose choose VERB 0 root O VBD
not not PART 2 advmod
to to PART 5 mark
answer answer VERB 2 xcomp O VB""")
    assert not _read(parse, "chose").negated


def test_not_just_one_of_them_said_it() -> None:
    parse = build("""\
Not not PART 6 advmod
just just ADV 6 advmod
Ana Ana PROPN 6 nsubj B-PERSON
Ruiz Ruiz PROPN 3 flat I-PERSON
often often ADV 6 advmod
said say VERB 0 root O VBD
so so ADV 6 advmod""")
    assert not _read(parse, "said").negated


@pytest.mark.parametrize(("rows", "modality"), [
    ("If if SCONJ 3 mark\nshe she PRON 3 nsubj\nsays say VERB 0 root O VBZ", "if"),
    ("She she PRON 3 nsubj\nmay may AUX 3 aux O MD\nsay say VERB 0 root O VB\nif if SCONJ 3 mark",
     "may")])
def test_a_condition_stands_before_the_cue(rows: str, modality: str) -> None:
    parse = build(rows)
    assert _read(parse, "says" if modality == "if" else "say").modality == modality


@pytest.mark.parametrize(("verb", "lemma", "rows", "category"), [
    ("told", "tell", "her she PRON 2 obj\nto to PART 5 mark\nleave leave VERB 2 xcomp", "order"),
    ("told", "tell", "her she PRON 2 obj\nhe he PRON 5 nsubj\nleft leave VERB 2 ccomp",
     "statement"),
    ("asked", "ask", "to to PART 5 mark\nbe be AUX 5 aux:pass\nheard hear VERB 2 xcomp", "order"),
    ("reported", "report", "to to PART 5 mark\nhave have AUX 5 aux\nleft leave VERB 2 xcomp",
     "statement"),
])
def test_an_infinitive_makes_it_an_order(verb: str, lemma: str, rows: str, category: str) -> None:
    parse = build(f"They they PRON 2 nsubj\n{verb} {lemma} VERB 0 root O VBD\n{rows}")
    assert _read(parse, verb).category == category
