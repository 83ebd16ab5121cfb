"""What is put right in proposals, and how proposals and tree become attributions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from quotes.attribution import Attribution, attribute
from quotes.trees import Parse, Proposal
from tests.proposals import propose
from tests.trees import build, words


def _texts(parse: Parse, found: Sequence[Attribution]) -> list[list[str]]:
    return [[parse.text[s:e] for s, e in a.content] for a in found]


_REPORTED = """\
Ruiz Ruiz PROPN 2 nsubj B-PERSON
said say VERB 0 root O VBD
it it PRON 4 nsubj
rained rain VERB 2 ccomp O VBD
. . PUNCT 2 punct
"""
_DETACHED = """
" " PUNCT 2 punct
Go go VERB 0 root O VB
now now ADV 2 advmod
" " PUNCT 2 punct
. . PUNCT 2 punct
"""
_PLAIN = """
Boats boat NOUN 2 nsubj
sank sink VERB 0 root O VBD
. . PUNCT 2 punct
"""


def test_a_proposal_becomes_an_attribution() -> None:
    parse = propose(build(_REPORTED), ("said", "it rained", "Ruiz"))
    found = attribute(parse)
    assert _texts(parse, found) == [["it rained"]]
    assert (found[0].rule, found[0].source_rule, found[0].type) == ("network", "network", "indirect")
    assert found[0].confidence == pytest.approx(0.9 ** 3)
    assert found[0].path == "content >ccomp; source >nsubj"
    assert found[0].unattributed is None


def test_the_tree_finds_what_the_network_passed_over() -> None:
    parse = build(_REPORTED)
    found = attribute(parse)
    assert _texts(parse, found) == [["it rained"]]
    assert (found[0].rule, found[0].source) == ("tree:ccomp", words(parse, "Ruiz"))
    assert 0 < found[0].confidence <= 0.6


_THOUGHT = """\
{who} VERB_OF NOUN 2 nsubj
{verb} VERB 0 root O {tag}
it it PRON 4 nsubj
rained rain VERB 2 ccomp O VBD"""


def _thought(who: str, verb: str, tag: str) -> list[float]:
    rows = _THOUGHT.format(who=who, verb=verb, tag=tag).replace("VERB_OF NOUN", f"{who} PRON")
    return [a.confidence for a in attribute(build(rows))]


def test_a_rare_cue_with_a_clause_is_trusted_little_outside_anothers_words() -> None:
    rare, usual = _thought("She", "thought think", "VBD"), _thought("She", "said say", "VBD")
    assert len(rare) == len(usual) == 1
    assert rare[0] < 0.2 < usual[0]


def test_who_says_i_think_reports_himself() -> None:
    assert _thought("I", "think think", "VBP")[0] > 0.3


def test_a_verb_without_tense_or_said_to_the_reader_tells_of_nobody() -> None:
    assert _thought("She", "thinking think", "VBG") == []
    assert _thought("You", "know know", "VBP") == []


def test_in_marks_that_nobody_claims_a_rare_cue_is_read() -> None:
    rows = """\
" " PUNCT 3 punct
You you PRON 3 nsubj
know know VERB 0 root O VBP
it it PRON 5 nsubj
rained rain VERB 3 ccomp O VBD
" " PUNCT 3 punct"""
    parse = build(rows)
    assert [(a.rule, a.parent) for a in attribute(parse)] == [("floating", None), ("tree:ccomp", 0)]


def test_the_tree_names_the_source_that_the_network_doubts() -> None:
    parse = propose(build(_REPORTED), ("said", "it rained", ""), source_score=0.3)
    found = attribute(parse)
    assert (found[0].source, found[0].rule) == (words(parse, "Ruiz"), "network+tree")


def test_the_tree_names_none_where_the_network_is_sure_of_none() -> None:
    parse = propose(build(_REPORTED), ("said", "it rained", ""), source_score=0.9)
    found = attribute(parse)
    assert (found[0].source, found[0].unattributed) == ((), "sourceless_cue")


def test_a_faint_proposal_goes() -> None:
    rows = "Ruiz Ruiz PROPN 2 nsubj B-PERSON\nate eat VERB 0 root O VBD\nice ice NOUN 2 obj"
    assert attribute(propose(build(rows), ("ate", "ice", "Ruiz"), score=0.3)) == []


def test_two_readings_of_one_cue_and_content_are_one() -> None:
    parse = propose(build(_REPORTED), ("said", "it rained", "Ruiz"), ("said", "it rained", ""))
    assert len(attribute(parse)) == 1


def test_a_content_without_a_word_is_no_attribution() -> None:
    parse = propose(build(_PLAIN), ("sank", ".", "Boats"))
    assert attribute(parse) == []


# ---- a quotation that is detached from reported words

def test_reported_words_let_go_of_a_detached_quotation() -> None:
    parse = build(_REPORTED.replace("Ruiz Ruiz PROPN 2 nsubj B-PERSON", "Forces force NOUN 2 nsubj")
                  + _DETACHED)
    parse = propose(parse, ("said", 'it rained. "Go now"', "Forces"))
    found = attribute(parse)
    assert _texts(parse, found) == [["it rained"], ["Go now"]]
    assert (found[1].cue, found[1].source, found[1].unattributed) == ((), (), "no_cue")


def test_a_colon_before_the_quotation_keeps_it() -> None:
    parse = build(_REPORTED.replace(". . PUNCT", ": : PUNCT") + _DETACHED)
    parse = propose(parse, ("said", 'it rained: "Go now"', "Ruiz"))
    assert len(attribute(parse)) == 1


def test_quoted_words_keep_the_quotation_that_follows() -> None:
    rows = """\
" " PUNCT 2 punct
Stop stop VERB 5 ccomp O VB
, , PUNCT 2 punct
" " PUNCT 2 punct
said say VERB 0 root O VBD
Ruiz Ruiz PROPN 5 nsubj B-PERSON
. . PUNCT 5 punct
"""
    parse = build(rows + _DETACHED)
    parse = propose(parse, ("said", '"Stop,"', "Ruiz"))
    assert _texts(parse, attribute(parse)) == [["Stop,", "Go now"]]


# ---- pieces astray

def test_unquoted_content_stays_in_the_cues_paragraph() -> None:
    parse = build(_REPORTED + "#\n" + _PLAIN)
    parse = propose(parse, ("said", "it rained.\n\nBoats sank", "Ruiz"))
    assert _texts(parse, attribute(parse)) == [["it rained"]]


def test_a_colon_sends_it_to_the_next_paragraph() -> None:
    rows = "Ruiz Ruiz PROPN 2 nsubj B-PERSON\nsaid say VERB 0 root O VBD\n: : PUNCT 2 punct\n"
    parse = build(rows + "#\n" + _PLAIN)
    parse = propose(parse, ("said", "Boats sank", "Ruiz"))
    assert _texts(parse, attribute(parse)) == [["Boats sank"]]


def test_reported_words_go_on_from_a_sentences_start() -> None:
    parse = propose(build(_REPORTED + _PLAIN), ("said", "it rained. Boats sank", "Ruiz"))
    assert _texts(parse, attribute(parse)) == [["it rained. Boats sank"]]


def test_a_piece_from_the_middle_of_another_sentence_is_dropped() -> None:
    middle = """
Boats boat NOUN 2 nsubj
sank sink VERB 0 root O VBD
in in ADP 5 case
the the DET 5 det
harbour harbour NOUN 2 obl
today today NOUN 2 obl
. . PUNCT 2 punct
"""
    parse = build(_REPORTED + middle)
    said, far = words(parse, "it rained"), words(parse, "harbour today")
    proposal = Proposal(words(parse, "said"), (*said, *far), words(parse, "Ruiz"), 0.9, 0.9, 0.9)
    parse = Parse(parse.text, parse.tokens, parse.sentences, parse.names, (proposal,))
    assert _texts(parse, attribute(parse)) == [["it rained"]]


# ---- headlines and publications

_HEADLINE = """\
Pope pope NOUN 2 nsubj
makes make VERB 0 root O VBZ
statement statement NOUN 2 obj
on on ADP 5 case
war war NOUN 3 nmod
"""


def test_a_headlines_topic_is_not_what_was_said() -> None:
    parse = propose(build(_HEADLINE + "#\n" + _REPORTED), ("makes statement", "on war", "Pope"))
    assert [a.source for a in attribute(parse)] == [words(parse, "Ruiz")]


def test_a_sentence_with_its_stop_is_no_headline() -> None:
    parse = propose(build(_HEADLINE + ". . PUNCT 2 punct"), ("makes statement", "on war", "Pope"))
    assert len(attribute(parse)) == 1


def test_the_end_of_a_paragraph_is_no_headline() -> None:
    parse = propose(build(_PLAIN + "\n" + _HEADLINE), ("makes statement", "on war", "Pope"))
    assert len(attribute(parse)) == 1


def test_a_headline_that_says_something_stays() -> None:
    rows = """\
Road road NOUN 2 nsubj
reopens reopen VERB 0 root O VBZ
, , PUNCT 4 punct
says say VERB 2 parataxis O VBZ
mayor mayor NOUN 4 nsubj"""
    parse = propose(build(rows), ("says", "Road reopens", "mayor"))
    assert _texts(parse, attribute(parse)) == [["Road reopens"]]


def _published(verb: str, lemma: str, noun: str, more: str = "") -> Parse:
    return propose(build(f"""\
Reuters Reuters PROPN 2 nsubj B-ORG
{verb} {lemma} VERB 0 root O VBD
the the DET 4 det
{noun} {noun} NOUN 2 obj
{more}. . PUNCT 2 punct"""), (verb, f"the {noun}", "Reuters"))


def test_a_publication_says_nothing_of_what_was_said() -> None:
    assert attribute(_published("reported", "report", "recording")) == []


def test_what_is_reported_and_no_document_stays() -> None:
    parse = _published("reported", "report", "accident")
    assert _texts(parse, attribute(parse)) == [["the accident"]]


def test_a_document_that_tells_its_subject_stays() -> None:
    rows = "of of ADP 6 case\nwar war NOUN 4 nmod\n"
    assert len(attribute(_published("reported", "report", "recording", rows))) == 1


# ---- speakers that a tag hides, and addressees

_TAG = """\
" " PUNCT 2 punct
Burn burn VERB 7 ccomp O VB
it it PRON 2 obj
, , PUNCT 2 punct
" " PUNCT 2 punct
he he PRON 7 nsubj
says say VERB 0 root O VBZ
, , PUNCT 7 punct
according accord VERB 11 case
to to ADP 9 fixed
Reuters Reuters PROPN 7 obl B-ORG"""


def test_the_speaker_before_the_tag_speaks() -> None:
    parse = propose(build(_TAG), ("according to", '"Burn it,"', "Reuters"))
    found = attribute(parse)
    assert [(a.source, a.cue) for a in found] == [(words(parse, "he"), words(parse, "says"))]
    assert [(r.relation, r.tokens) for r in found[0].relays] == [
        ("relayed_by", words(parse, "Reuters"))]


def test_according_to_is_the_cue_where_nobody_else_speaks() -> None:
    parse = build("""\
It it PRON 2 nsubj
rained rain VERB 0 root O VBD
, , PUNCT 6 punct
according accord VERB 6 case
to to ADP 4 fixed
Reuters Reuters PROPN 2 obl B-ORG""")
    found = attribute(propose(parse, ("according to", "It rained", "Reuters")))
    assert [(a.source, a.relays) for a in found] == [(words(parse, "Reuters"), ())]


def test_who_was_asked_is_no_content() -> None:
    parse = build("""\
Ruiz Ruiz PROPN 3 nsubj:pass B-PERSON
was be AUX 3 aux:pass
asked ask VERB 0 root O VBN
about about ADP 6 case
the the DET 6 det
tour tour NOUN 3 obl
. . PUNCT 3 punct""")
    proposal = Proposal(words(parse, "asked"), (*words(parse, "Ruiz"), *words(parse, "about the tour")),
                        (), 0.9, 0.9, 0.9)
    parse = Parse(parse.text, parse.tokens, parse.sentences, parse.names, (proposal,))
    found = attribute(parse)
    assert _texts(parse, found) == [["about the tour"]]
    assert found[0].addressee == words(parse, "Ruiz")


_TOLD = """\
Few few ADJ 2 nsubj
tell tell VERB 0 root O VBP
the the DET 4 det
{object} {object} NOUN 2 obj
. . PUNCT 2 punct
"""


@pytest.mark.parametrize(("noun", "found"), [("difference", 0), ("truth", 1)])
def test_an_idiom_says_nothing(noun: str, found: int) -> None:
    parse = propose(build(_TOLD.format(object=noun)), ("tell", f"the {noun}", "Few"))
    assert len(attribute(parse)) == found


@pytest.mark.parametrize(("word", "found"), [("Needless", 0), ("Eager", 1)])
def test_a_phrase_says_nothing(word: str, found: int) -> None:
    parse = propose(build(f"""\
{word} {word} ADJ 5 advmod
to to PART 3 mark
say say VERB 1 xcomp O VB
it it PRON 5 nsubj
rained rain VERB 0 root O VBD
. . PUNCT 5 punct"""), (f"{word} to say", "it rained", ""))
    assert len(attribute(parse)) == found


def test_a_phrase_that_the_text_ends_within_is_none() -> None:
    parse = propose(build("""\
Vos Vos PROPN 2 nsubj B-PERSON
wants want VERB 0 root O VBZ
it it PRON 4 nsubj
rained rain VERB 6 ccomp O VBD
to to PART 6 mark
say say VERB 2 xcomp O VB"""), ("to say", "it rained", "Vos"))
    [found] = attribute(parse)
    assert found.rule.startswith("network")


def test_it_reports_nothing_the_verb_does() -> None:
    parse = propose(build("""\
It it PRON 3 expl
was be AUX 3 aux:pass
reported report VERB 0 root O VBN
that that SCONJ 6 mark
boats boat NOUN 6 nsubj
sank sink VERB 3 csubj:pass O VBD
. . PUNCT 3 punct"""), ("It", "that boats sank", ""))
    [found] = attribute(parse)
    assert found.cue == words(parse, "reported")


def test_unattributed_says_why() -> None:
    parse = build("""\
It it PRON 3 expl
was be AUX 3 aux:pass
said say VERB 0 root O VBN
that that SCONJ 6 mark
it it PRON 6 nsubj
rained rain VERB 3 ccomp O VBD""")
    found = attribute(propose(parse, ("said", "that it rained", "")))
    assert (found[0].source, found[0].unattributed) == ((), "sourceless_cue")
    assert attribute(build("")) == []


def _mended_source(rows: str, cue: str, content: str, source: str) -> str:
    parse = build(rows)
    pieces = tuple(i for piece in source.split("|") for i in words(parse, piece))
    proposal = propose(parse, (cue, content, source.split("|", 1)[0])).proposals[0]
    parse = replace(parse, proposals=(replace(proposal, source=pieces),))
    spans = parse.spans(attribute(parse)[0].source)
    return "|".join(parse.text[s:e] for s, e in spans)


_DELEGATE = """\
A a DET 2 det
delegate delegate NOUN 9 nsubj
not not PART 6 advmod
on on ADP 6 case
the the DET 6 det
slate slate NOUN 2 nmod
, , PUNCT 8 punct
Lena Lena PROPN 2 appos B-PERSON
said say VERB 0 root O VBD
it it PRON 11 nsubj
rained rain VERB 9 ccomp O VBD"""


@pytest.mark.parametrize("source", ["A delegate not on|Lena", "A", "A|Lena", "A delegate not on the"])
def test_a_mention_is_a_whole_phrase(source: str) -> None:
    mended = _mended_source(_DELEGATE, "said", "it rained", source)
    assert mended.startswith("A delegate")
    assert not mended.endswith((" the", " on"))


def test_a_comma_goes_on_to_its_apposition() -> None:
    rows = """\
Lena Lena PROPN 5 nsubj B-PERSON
, , PUNCT 4 punct
a a DET 4 det
nurse nurse NOUN 1 appos
said say VERB 0 root O VBD
it it PRON 7 nsubj
rained rain VERB 5 ccomp O VBD"""
    assert _mended_source(rows, "said", "it rained", "Lena,") == "Lena, a nurse"
    assert _mended_source(rows, "said", "it rained", "Lena") == "Lena"


def test_who_is_the_cues_subject_and_not_what_it_refers_to() -> None:
    rows = """\
Lena Lena PROPN 7 nsubj B-PERSON
, , PUNCT 4 punct
who who PRON 4 nsubj O WP
says say VERB 1 acl:relcl O VBZ
it it PRON 6 nsubj
rained rain VERB 4 ccomp O VBD
left leave VERB 0 root O VBD"""
    assert _mended_source(rows, "says", "it rained", "Lena|who") == "who"


def test_the_owner_keeps_the_mark() -> None:
    rows = """\
Ruiz Ruiz PROPN 3 nmod:poss B-PERSON
's 's PART 1 case O POS
claim claim NOUN 7 nsubj
that that SCONJ 6 mark
it it PRON 6 nsubj
rained rain VERB 3 acl O VBD
surprised surprise VERB 0 root O VBD
them they PRON 7 obj"""
    assert _mended_source(rows, "'s claim", "that it rained", "Ruiz") == "Ruiz's"


def _only(rows: str, *parts: tuple[str, str, str]) -> tuple[str, str, str]:
    """Source, cue and content of the outermost attribution that proposals come to."""
    parse = propose(build(rows), *parts)
    outer = [a for a in attribute(parse) if a.parent is None]
    assert len(outer) == 1
    source, cue = ("".join(parse.text[s:e] for s, e in parse.spans(ix))
                   for ix in (outer[0].source, outer[0].cue))
    return source, cue, " | ".join(parse.text[s:e] for s, e in outer[0].content)


def _joined_cues(rows: str, first: str, last: str, content: str, source: str) -> Parse:
    parse = propose(build(rows), (first, content, source))
    cue = (*words(parse, first), *words(parse, last))
    return replace(parse, proposals=(replace(parse.proposals[0], cue=cue),))


def test_of_two_cues_taken_for_one_the_frame_holds_the_rest() -> None:
    parse = _joined_cues("""\
He he PRON 2 nsubj
promised promise VERB 7 ccomp O VBD
to to PART 4 mark
go go VERB 2 xcomp
, , PUNCT 7 punct
Vos Vos PROPN 7 nsubj B-PERSON
said say VERB 0 root O VBD""", "promised", "said", "to go", "He")
    outer, inner = attribute(parse)
    assert (outer.source, outer.cue, inner.parent) == (words(parse, "Vos"), words(parse, "said"), 0)
    assert _texts(parse, [outer, inner]) == [["He promised to go"], ["to go"]]


def test_of_two_cues_the_tag_after_a_quotation_is_none() -> None:
    parse = _joined_cues("""\
" " PUNCT 2 punct
Go go VERB 6 ccomp O VB
, , PUNCT 6 punct
" " PUNCT 2 punct
he he PRON 6 nsubj
said say VERB 0 root O VBD
in in ADP 8 case
Riga Riga PROPN 6 obl
, , PUNCT 12 punct
according accord VERB 12 case O VBG
to to ADP 10 fixed
Vos Vos PROPN 6 obl B-PERSON""", "said", "according to", "Go", "Vos")
    found = attribute(parse)
    assert [(a.source, a.cue) for a in found] == [(words(parse, "he"), words(parse, "said"))]


_URGED = """\
Vos Vos PROPN 2 nsubj B-PERSON
urged urge VERB 0 root O VBD
members member NOUN {} {}
not not PART 6 advmod
to to PART 6 mark
cancel cancel VERB 2 {}
. . PUNCT 2 punct"""


@pytest.mark.parametrize("rows", [_URGED.format(2, "obj", "xcomp"), _URGED.format(6, "nsubj", "ccomp")])
def test_whoever_is_urged_is_outside_the_content(rows: str) -> None:
    assert _only(rows, ("urged", "members not to cancel", "Vos")) == ("Vos", "urged", "not to cancel")


def test_what_alone_is_urged_is_the_content() -> None:
    rows = """\
Vos Vos PROPN 2 nsubj B-PERSON
urged urge VERB 0 root O VBD
calm calm NOUN 2 obj
. . PUNCT 2 punct"""
    assert _only(rows, ("urged", "calm", "Vos")) == ("Vos", "urged", "calm")


_END = """\
Vos Vos PROPN 2 nsubj B-PERSON
praised praise VERB 0 root O VBD
a a DET 4 det
visit visit NOUN 2 obj
in in ADP 6 case
May May PROPN {} nmod
. . PUNCT 2 punct"""


@pytest.mark.parametrize(("governor", "content"), [("4", "a visit in May"), ("2", "a visit")])
def test_content_ends_with_no_preposition(governor: str, content: str) -> None:
    rows = _END.format(governor)
    assert _only(rows, ("praised", "a visit in", "Vos"))[2] == content


def test_words_before_the_cue_that_it_does_not_govern_are_dropped() -> None:
    rows = """\
Vos Vos PROPN 2 nsubj B-PERSON
promised promise VERB 0 root O VBD
a a DET 4 det
wall wall NOUN 2 obj
, , PUNCT 6 punct
adding add VERB 2 advcl O VBG
that that SCONJ 9 mark
it it PRON 9 nsubj
helps help VERB 6 ccomp O VBZ"""
    parse = propose(build(rows), ("adding", "that it helps", "Vos"))
    proposal = parse.proposals[0]
    parse = replace(parse, proposals=(replace(
        proposal, content=(*words(parse, "a wall"), *proposal.content)),))
    found = [a for a in attribute(parse) if a.cue == words(parse, "adding")]
    assert _texts(parse, found) == [["that it helps"]]


def test_a_quotation_that_its_own_verb_claims_is_nobody_elses() -> None:
    rows = """\
" " PUNCT 2 punct
Go go VERB 7 ccomp O VB
now now ADV 2 advmod
, , PUNCT 7 punct
" " PUNCT 2 punct
Vos Vos PROPN 7 nsubj B-PERSON
said say VERB 0 root O VBD
. . PUNCT 7 punct

Ruiz Ruiz PROPN 2 nsubj B-PERSON
says say VERB 0 root O VBZ
otherwise otherwise ADV 2 advmod
. . PUNCT 2 punct"""
    parse = propose(build(rows), ("says", "otherwise", "Ruiz"))
    parse = replace(parse, proposals=(replace(
        parse.proposals[0], content=(*words(parse, "Go now"), *words(parse, "otherwise"))),))
    assert _texts(parse, attribute(parse)) == [["Go now,"], ["otherwise"]]


def test_a_denial_ends_where_a_promise_begins() -> None:
    rows = """\
Vos Vos PROPN 2 nsubj B-PERSON
denied deny VERB 0 root O VBD
it it PRON 5 nsubj
had have AUX 5 aux O VBD
failed fail VERB 2 ccomp O VBN
and and CCONJ 7 cc
promised promise VERB 5 conj O VBD
refunds refund NOUN 7 obj
. . PUNCT 2 punct"""
    parse = propose(build(rows), ("denied", "it had failed and promised refunds", "Vos"))
    found = attribute(parse)
    assert _texts(parse, found) == [["it had failed"], ["refunds"]]
    assert [a.source for a in found] == [words(parse, "Vos")] * 2


_THEN = """\
Vos Vos PROPN 2 nsubj B-PERSON
said say VERB 0 root O VBD
it it PRON 4 nsubj
failed fail VERB 2 ccomp O VBD
{} ; PUNCT 7 punct
Ruiz Ruiz PROPN 7 nsubj B-PERSON
{} VERB 4 {} O VBD
it it PRON 9 nsubj
rained rain VERB 7 ccomp O VBD
. . PUNCT 2 punct"""


def test_another_speaker_after_a_semicolon_is_no_part_of_what_was_said() -> None:
    parse = propose(build(_THEN.format(";", "said say", "parataxis")),
                    ("said", "it failed; Ruiz said it rained", "Vos"))
    assert _texts(parse, attribute(parse)) == [["it failed"], ["it rained"]]


def test_another_verb_after_a_semicolon_may_be() -> None:
    parse = propose(build(_THEN.format(";", "saw see", "parataxis")),
                    ("said", "it failed; Ruiz saw it rained", "Vos"))
    assert _texts(parse, attribute(parse))[0] == ["it failed; Ruiz saw it rained"]
