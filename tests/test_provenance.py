"""Relays, addressees and circumstances on hand-made trees."""

from __future__ import annotations

import pytest

from quotes.attribution import Attribution, attribute
from quotes.attribution.provenance import trace
from quotes.trees import Parse
from tests.proposals import propose
from tests.trees import build, words


def _trace(parse: Parse, cue: str, source: str = "", content: str = "") -> Attribution:
    spans = (parse.span(words(parse, content)),) if content else ()
    return trace(parse, Attribution(
        type="indirect", content=spans, cue=words(parse, cue),
        source=words(parse, source) if source else ()))


def _relays(parse: Parse, attribution: Attribution) -> list[tuple[str, str]]:
    return [(r.relation, parse.text[slice(*parse.span(r.tokens))]) for r in attribution.relays]


def _said(phrase: str, verb: str = "said say", content: str = "") -> Parse:
    """"Ruiz VERB PHRASE that it rained"; rows of the phrase count from 3."""
    return build(f"""\
Ruiz Ruiz PROPN 2 nsubj B-PERSON
{verb} VERB 0 root O VBD
{phrase}
{content}""")


@pytest.mark.parametrize(("noun", "relation"), [
    ("statement", "document"), ("letter", "document"), ("report", "document"),
    ("recording", "recording"), ("video", "recording"),
])
def test_what_carries_the_words(noun: str, relation: str) -> None:
    parse = _said(f"in in ADP 5 case\na a DET 5 det\n{noun} {noun} NOUN 2 obl")
    assert _relays(parse, _trace(parse, "said", "Ruiz")) == [(relation, f"a {noun}")]


def test_about_a_report_carries_nothing() -> None:
    parse = _said("about about ADP 5 case\na a DET 5 det\nreport report NOUN 2 obl")
    assert _relays(parse, _trace(parse, "said", "Ruiz")) == []


def test_a_recording_of_the_speaker() -> None:
    parse = build("""\
A a DET 2 det
recording recording NOUN 0 root
of of ADP 4 case
Kane Kane PROPN 2 nmod B-PERSON
urging urge VERB 2 acl O VBG
men man NOUN 5 obj""")
    assert _relays(parse, _trace(parse, "urging", "Kane")) == [("recording", "A recording")]


def test_the_wife_of_the_speaker_is_no_relay() -> None:
    parse = build("""\
A a DET 2 det
portrait portrait NOUN 0 root
of of ADP 4 case
Kane Kane PROPN 2 nmod B-PERSON
urging urge VERB 2 acl O VBG
men man NOUN 5 obj""")
    assert _relays(parse, _trace(parse, "urging", "Kane")) == []


def _tagged(rows: str) -> Parse:
    """"he says, according to ROWS", where the rows count from 6 and hang on *says* (2)."""
    return build(f"""\
he he PRON 2 nsubj
says say VERB 0 root O VBZ
, , PUNCT 2 punct
{rows}""")


def test_a_translation_provided_by() -> None:
    parse = _tagged("""\
according accord VERB 7 case
to to ADP 4 fixed
a a DET 7 det
translation translation NOUN 2 obl
provided provide VERB 7 acl O VBN
by by ADP 11 case
the the DET 11 det
Institute Institute PROPN 8 obl:agent B-ORG""")
    assert _relays(parse, _trace(parse, "says", "he")) == [("translated_by", "the Institute")]


def test_according_to_a_name_relays() -> None:
    parse = _tagged("according accord VERB 6 case\nto to ADP 4 fixed\nReuters Reuters PROPN 2 obl B-ORG")
    assert _relays(parse, _trace(parse, "says", "he")) == [("relayed_by", "Reuters")]


def test_an_ordinary_phrase_relays_nothing() -> None:
    parse = _tagged("with with ADP 5 case\nReuters Reuters PROPN 2 obl B-ORG")
    assert _relays(parse, _trace(parse, "says", "he")) == []


def test_a_tag_is_no_attribution_of_its_own() -> None:
    parse = build("""\
" " PUNCT 2 punct
Burn burn VERB 7 ccomp O VB
it it PRON 2 obj
, , PUNCT 2 punct
" " PUNCT 2 punct
he he PRON 7 nsubj
says say VERB 0 root O VBZ
, , PUNCT 7 punct
according accord VERB 12 case
to to ADP 9 fixed
the the DET 12 det
Institute Institute PROPN 7 obl B-ORG""")
    found = attribute(propose(parse, ("says", '"Burn it,"', "he")))
    assert [a.source for a in found] == [words(parse, "he")]
    assert _relays(parse, found[0]) == [("relayed_by", "the Institute")]


@pytest.mark.parametrize(("verb", "rows", "addressee"), [
    ("told tell", "reporters reporter NOUN 2 iobj", "reporters"),
    ("told tell", "the the DET 4 det\ncourt court NOUN 2 obj", "the court"),
    ("told tell", "Vos Vos PROPN 2 obj B-PERSON", "Vos"),
    ("urged urge", "followers follower NOUN 2 obj", "followers"),
    ("warned warn", "them they PRON 2 obj", "them"),
    ("said say", "to to ADP 4 case\nher she PRON 2 obl", "her"),
])
def test_addressee(verb: str, rows: str, addressee: str) -> None:
    parse = _said(rows, verb)
    assert _trace(parse, verb.split(maxsplit=1)[0], "Ruiz").addressee == words(parse, addressee)


@pytest.mark.parametrize(("verb", "rows"), [
    ("said say", "words word NOUN 2 obj"),
    ("denied deny", "Vos Vos PROPN 2 obj B-PERSON"),
    ("said say", "to to ADP 4 case\napplause applause NOUN 2 obl"),
    ("said say", "with with ADP 4 case\nVos Vos PROPN 2 obl B-PERSON"),
    ("urged urge", "calm calm NOUN 2 obj"),
])
def test_no_addressee(verb: str, rows: str) -> None:
    assert _trace(_said(rows, verb), verb.split(maxsplit=1)[0], "Ruiz").addressee == ()


def test_who_was_asked_is_the_addressee() -> None:
    parse = build("""\
Ruiz Ruiz PROPN 3 nsubj:pass B-PERSON
was be AUX 3 aux:pass
asked ask VERB 0 root O VBN
about about ADP 5 case
it it PRON 3 obl""")
    assert _trace(parse, "asked", content="about it").addressee == words(parse, "Ruiz")


@pytest.mark.parametrize(("rows", "time"), [
    ("Tuesday Tuesday PROPN 2 obl:tmod B-DATE", "Tuesday"),
    ("on on ADP 4 case\nTuesday Tuesday PROPN 2 obl B-DATE", "Tuesday"),
    ("at at ADP 4 case\nnoon noon NOUN 2 obl B-TIME", "noon"),
])
def test_time(rows: str, time: str) -> None:
    parse = _said(rows)
    assert _trace(parse, "said", "Ruiz").time == words(parse, time)


def test_a_place_is_no_time() -> None:
    parse = _said("in in ADP 4 case\nPorto Porto PROPN 2 obl B-GPE")
    assert _trace(parse, "said", "Ruiz").time == ()


def test_a_time_within_the_content_is_not_that_of_the_saying() -> None:
    parse = _said("on on ADP 4 case\nTuesday Tuesday PROPN 2 obl B-DATE")
    assert _trace(parse, "said", "Ruiz", "on Tuesday").time == ()


@pytest.mark.parametrize(("noun", "kind"), [
    ("television", "medium"), ("blog", "medium"), ("Twitter", "medium"), ("rally", "occasion"),
    ("briefing", "occasion"),
])
def test_medium_and_occasion(noun: str, kind: str) -> None:
    parse = _said(f"on on ADP 4 case\n{noun} {noun} NOUN 2 obl")
    found = _trace(parse, "said", "Ruiz")
    assert {"medium": found.medium, "occasion": found.occasion} == {
        "medium": (), "occasion": (), kind: words(parse, noun)}


def test_a_floating_quotation_has_no_circumstances() -> None:
    parse = build("Go go VERB 0 root O VB")
    bare = Attribution(type="direct", content=(parse.span((0,)),))
    assert trace(parse, bare) == bare
