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


def test_according_to_that_was_taken_for_the_verb_relays_too() -> None:
    parse = build("""\
he he PRON 2 nsubj
says say VERB 4 ccomp O VBZ
, , PUNCT 2 punct
according accord VERB 0 root
to to ADP 4 fixed
Reuters Reuters PROPN 4 nsubj B-ORG""")
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


@pytest.mark.parametrize(("rows", "told"), [
    ("Reuters Reuters PROPN 2 iobj B-ORG", "Reuters"),
    ("the the DET 5 det\nPorto Porto PROPN 5 compound B-ORG\nTimes Times PROPN 2 iobj I-ORG",
     "the Porto Times"),
    ("a a DET 4 det\nnewspaper newspaper NOUN 2 iobj", "a newspaper"),
    ("BBC BBC PROPN 4 compound B-ORG\nRadio Radio PROPN 2 iobj I-ORG", "BBC Radio"),
])
def test_the_press_passes_on_what_it_is_told(rows: str, told: str) -> None:
    parse = _said(rows, "told tell")
    found = _trace(parse, "told", "Ruiz")
    assert found.addressee == words(parse, told)
    assert _relays(parse, found) == [("relayed_by", told)]


@pytest.mark.parametrize("rows", [
    "the the DET 4 det\ncourt court NOUN 2 iobj",
    "Vos Vos PROPN 2 iobj B-PERSON",
    "the the DET 5 det\nPorto Porto PROPN 5 compound B-ORG\nCouncil Council PROPN 2 iobj I-ORG",
    "Mercury Mercury PROPN 2 iobj B-PERSON",
    "the the DET 4 det\neconomist economist NOUN 2 iobj",
])
def test_others_who_are_told_pass_nothing_on(rows: str) -> None:
    parse = _said(rows, "told tell")
    found = _trace(parse, "told", "Ruiz")
    assert found.addressee
    assert found.relays == ()


@pytest.mark.parametrize(("noun", "relation"), [
    ("interpreter", "translated_by"), ("lawyer", "relayed_by"),
])
def test_who_stands_beside_the_speaker(noun: str, relation: str) -> None:
    parse = _said(f"through through ADP 5 case\nher she PRON 5 nmod:poss\n{noun} {noun} NOUN 2 obl")
    assert _relays(parse, _trace(parse, "said", "Ruiz")) == [(relation, f"her {noun}")]


def test_the_chain_runs_from_the_reader_to_the_speaker() -> None:
    parse = _said("""\
Reuters Reuters PROPN 2 iobj B-ORG
through through ADP 6 case
a a DET 6 det
translator translator NOUN 2 obl
in in ADP 9 case
a a DET 9 det
statement statement NOUN 2 obl
carried carry VERB 9 acl O VBN
by by ADP 12 case
Interfax Interfax PROPN 10 obl B-ORG""", "told tell")
    assert _relays(parse, _trace(parse, "told", "Ruiz")) == [
        ("relayed_by", "Reuters"), ("relayed_by", "Interfax"), ("document", "a statement"),
        ("translated_by", "a translator")]


@pytest.mark.parametrize(("rows", "relays", "addressee"), [
    ("sent send VERB 5 acl O VBN\nto to ADP 8 case\nReuters Reuters PROPN 6 obl B-ORG",
     [("relayed_by", "Reuters"), ("document", "a letter")], "Reuters"),
    ("sent send VERB 5 acl O VBN\nto to ADP 8 case\nVos Vos PROPN 6 obl B-PERSON",
     [("document", "a letter")], "Vos"),
    ("published publish VERB 5 acl O VBN\nin in ADP 8 case\nNature Nature PROPN 6 obl B-ORG",
     [("published_by", "Nature"), ("document", "a letter")], ""),
    ("published publish VERB 5 acl O VBN\nin in ADP 8 case\nMay May PROPN 6 obl B-DATE",
     [("document", "a letter")], ""),
    ("to to ADP 7 case\nVos Vos PROPN 5 nmod B-PERSON", [("document", "a letter to Vos")], "Vos"),
    ("about about ADP 7 case\nVos Vos PROPN 5 nmod B-PERSON",
     [("document", "a letter about Vos")], ""),
])
def test_what_is_told_of_a_letter(rows: str, relays: list[tuple[str, str]], addressee: str) -> None:
    parse = _said(f"in in ADP 5 case\na a DET 5 det\nletter letter NOUN 2 obl\n{rows}")
    found = _trace(parse, "said", "Ruiz")
    assert _relays(parse, found) == relays
    assert found.addressee == (words(parse, addressee) if addressee else ())


def test_as_reported_by() -> None:
    parse = _said("""\
as as SCONJ 4 mark
reported report VERB 2 advcl O VBN
by by ADP 6 case
Reuters Reuters PROPN 4 obl:agent B-ORG""")
    assert _relays(parse, _trace(parse, "said", "Ruiz")) == [("relayed_by", "Reuters")]


def test_wrote_in_a_city_is_no_paper() -> None:
    parse = _said("in in ADP 4 case\nPorto Porto PROPN 2 obl B-GPE", "wrote write")
    assert _trace(parse, "wrote", "Ruiz").relays == ()


QUOTED = """\
Ruiz Ruiz PROPN 3 nsubj:pass B-PERSON
was be AUX 3 aux:pass
quoted quote VERB 0 root O VBN
by by ADP 5 case
Reuters Reuters PROPN 3 obl:agent B-ORG
as as SCONJ 7 mark
saying say VERB 3 advcl O VBG"""


def test_who_quotes_is_a_relay_or_the_speaker() -> None:
    parse = build(QUOTED)
    assert _relays(parse, _trace(parse, "quoted", "Ruiz")) == [("relayed_by", "Reuters")]
    assert _trace(parse, "quoted", "Reuters").relays == ()


CITING = """\
Citing cite VERB 4 advcl O VBG
aides aide NOUN 1 obj
Reuters Reuters PROPN 4 nsubj B-ORG
reported report VERB 0 root O VBD
Ruiz Ruiz PROPN 6 nsubj B-PERSON
said say VERB 4 ccomp O VBD
no no INTJ 6 obj"""


def test_whom_the_relay_cites_stands_nearer_to_the_speaker() -> None:
    parse = build(CITING)
    assert _relays(parse, _trace(parse, "said", "Ruiz", "no")) == [("relayed_by", "aides")]
    assert _trace(parse, "reported", "Reuters", "Ruiz said no").relays == ()


def _report(rows: str) -> Parse:
    """"ROWS report said no": the rows come before *report*."""
    at = rows.count("\n") + 2
    return build(f"{rows}\nreport report NOUN {at + 1} nsubj\nsaid say VERB 0 root O VBD\n"
                 f"no no INTJ {at + 1} obj")


@pytest.mark.parametrize(("rows", "author"), [
    ("The the DET 2 det\nministry ministry NOUN 4 nmod:poss\n's 's PART 2 case O POS",
     "The ministry"),
    ("A a DET 4 det\nWorld World PROPN 3 compound B-ORG\nBank Bank PROPN 4 compound I-ORG",
     "World Bank"),
    ("A a DET 3 det\npolice police NOUN 3 compound", "police"),
    ("A a DET 3 det\ntelevision television NOUN 3 compound", ""),
    ("Monday Monday PROPN 3 nmod:poss B-DATE\n's 's PART 1 case O POS", ""),
    ("A a DET 3 det\nlong long ADJ 3 amod", ""),
])
def test_who_made_the_report_that_speaks(rows: str, author: str) -> None:
    parse = _report(rows)
    whole = parse.text[:parse.text.index(" said")]
    assert _trace(parse, "said", whole).author == (words(parse, author) if author else ())


@pytest.mark.parametrize(("rows", "author"), [
    ("by by ADP 4 case\nKane Kane PROPN 2 nmod B-PERSON", "Kane"),
    ("about about ADP 4 case\nKane Kane PROPN 2 nmod B-PERSON", ""),
    ("signed sign VERB 2 acl O VBN\nby by ADP 5 case\nsenators senator NOUN 3 obl", "senators"),
    ("found find VERB 2 acl O VBN\nby by ADP 5 case\nsenators senator NOUN 3 obl", ""),
])
def test_who_made_the_letter_that_speaks(rows: str, author: str) -> None:
    at = rows.count("\n") + 4
    parse = build(f"A a DET 2 det\nletter letter NOUN {at} nsubj\n{rows}\n"
                  f"said say VERB 0 root O VBD")
    whole = parse.text.removesuffix(" said")
    assert _trace(parse, "said", whole).author == (words(parse, author) if author else ())


def test_a_person_who_speaks_has_no_author() -> None:
    parse = build("""\
A a DET 2 det
friend friend NOUN 5 nsubj
by by ADP 4 case
Kane Kane PROPN 2 nmod B-PERSON
said say VERB 0 root O VBD""")
    assert _trace(parse, "said", "A friend by Kane").author == ()


SPOKE = """\
Officials official NOUN 6 nsubj
who who PRON 3 nsubj O WP
{} VERB 1 acl:relcl O VBD
to to ADP 5 case
Reuters Reuters PROPN 3 obl B-ORG
said say VERB 0 root O VBD"""


def test_a_clause_of_the_source_tells_to_whom() -> None:
    parse = build(SPOKE.format("spoke speak"))
    found = _trace(parse, "said", "Officials who spoke to Reuters")
    assert found.addressee == words(parse, "Reuters")
    assert _relays(parse, found) == [("relayed_by", "Reuters")]
    parse = build(SPOKE.format("went go"))
    assert _trace(parse, "said", "Officials who went to Reuters").addressee == ()


def test_who_asked_is_answered() -> None:
    parse = build("""\
Asked ask VERB 5 advcl O VBN
by by ADP 3 case
reporters reporter NOUN 1 obl:agent
Ruiz Ruiz PROPN 5 nsubj B-PERSON
said say VERB 0 root O VBD""")
    assert _trace(parse, "said", "Ruiz").addressee == words(parse, "reporters")


@pytest.mark.parametrize(("verb", "rows", "addressee"), [
    ("wrote write", "to to ADP 5 case\nthe the DET 5 det\nboard board NOUN 2 obl", "the board"),
    ("shouted shout", "at at ADP 4 case\nVos Vos PROPN 2 obl B-PERSON", "Vos"),
    ("said say", "at at ADP 4 case\nVos Vos PROPN 2 obl B-PERSON", ""),
    ("told tell", "a a DET 4 det\nrally rally NOUN 2 obj", ""),
    ("told tell", "herself herself PRON 2 obj", ""),
    ("called call", "Vos Vos PROPN 2 obj B-PERSON", ""),
    ("told tell", "Reuters Reuters PROPN 2 iobj B-ORG\nof of ADP 5 case\nplans plan NOUN 3 nmod",
     "Reuters"),
    ("told tell", "staff staff NOUN 2 iobj\nin in ADP 6 case\nan a DET 6 det\n"
     "email email NOUN 3 nmod", "staff"),
])
def test_who_listens(verb: str, rows: str, addressee: str) -> None:
    parse = _said(rows, verb)
    found = _trace(parse, verb.split(maxsplit=1)[0], "Ruiz").addressee
    assert found == (words(parse, addressee) if addressee else ())


def test_a_channel_that_hangs_on_the_addressee() -> None:
    parse = _said("staff staff NOUN 2 iobj\nin in ADP 6 case\nan a DET 6 det\n"
                  "email email NOUN 3 nmod", "told tell")
    assert _trace(parse, "told", "Ruiz").medium == words(parse, "an email")


def test_an_event_that_is_told_is_the_occasion() -> None:
    parse = _said("a a DET 4 det\nrally rally NOUN 2 obj", "told tell")
    assert _trace(parse, "told", "Ruiz").occasion == words(parse, "a rally")


@pytest.mark.parametrize(("verb", "name", "medium"), [
    ("said say", "CNN CNN PROPN 2 obl B-ORG", "CNN"),
    ("said say", "Porto Porto PROPN 2 obl B-GPE", ""),
    ("commented comment", "Apple Apple PROPN 2 obl B-ORG", ""),
])
def test_on_the_air(verb: str, name: str, medium: str) -> None:
    parse = _said(f"on on ADP 4 case\n{name}", verb)
    found = _trace(parse, verb.split(maxsplit=1)[0], "Ruiz").medium
    assert found == (words(parse, medium) if medium else ())


def test_the_day_of_an_occasion_is_the_time() -> None:
    parse = _said("""\
at at ADP 5 case
a a DET 5 det
rally rally NOUN 2 obl
in in ADP 7 case
Ohio Ohio PROPN 5 nmod B-GPE
on on ADP 9 case
Monday Monday PROPN 5 nmod B-DATE""")
    found = _trace(parse, "said", "Ruiz")
    assert found.occasion == words(parse, "a rally in Ohio")
    assert found.time == words(parse, "Monday")


@pytest.mark.parametrize("preposition", ["about", "of", "for"])
def test_what_is_talked_about_is_no_occasion(preposition: str) -> None:
    parse = _said(f"{preposition} {preposition} ADP 5 case\nthe the DET 5 det\n"
                  "game game NOUN 2 obl")
    assert _trace(parse, "said", "Ruiz").occasion == ()


def test_the_end_of_an_occasion() -> None:
    parse = _said("at at ADP 5 case\nthe the DET 5 det\nend end NOUN 2 obl\n"
                  "of of ADP 7 case\ntrial trial NOUN 5 nmod")
    assert _trace(parse, "said", "Ruiz").occasion == words(parse, "the end of trial")


@pytest.mark.parametrize("preposition", ["for", "since", "until", "about", "from"])
def test_a_duration_or_a_limit_is_no_time(preposition: str) -> None:
    parse = _said(f"{preposition} {preposition} ADP 4 case\nMonday Monday PROPN 2 obl B-DATE")
    assert _trace(parse, "said", "Ruiz").time == ()


def test_a_day_says_more_than_an_hour() -> None:
    parse = _said("at at ADP 4 case\nnoon noon NOUN 2 obl B-TIME\n"
                  "Monday Monday PROPN 2 obl:tmod B-DATE")
    assert _trace(parse, "said", "Ruiz").time == words(parse, "Monday")


@pytest.mark.parametrize(("preposition", "rows", "time"), [
    ("at", "Monday Monday PROPN 6 nmod:poss B-DATE\n's 's PART 4 case O POS", "Monday"),
    ("in", "a a DET 6 det\nMonday Monday PROPN 6 compound B-DATE", "Monday"),
    ("in", "a a DET 6 det\n2014 2014 NUM 6 nummod B-DATE", "2014"),
    ("after", "Monday Monday PROPN 6 nmod:poss B-DATE\n's 's PART 4 case O POS", ""),
    ("at", "the the DET 6 det\nIndependence Independence PROPN 6 compound B-DATE", ""),
])
def test_the_day_that_an_occasion_is_named_after(preposition: str, rows: str, time: str) -> None:
    parse = _said(f"{preposition} {preposition} ADP 6 case\n{rows}\ndebate debate NOUN 2 obl")
    found = _trace(parse, "said", "Ruiz")
    assert found.occasion[-1:] == words(parse, "debate")
    assert found.time == (words(parse, time) if time else ())


def test_a_papers_name_that_the_parser_tore_apart() -> None:
    parse = _said("""\
in in ADP 5 case
an a DET 5 det
interview interview NOUN 2 obl
with with ADP 9 case
Le Le PROPN 9 compound B-ORG
Monde Monde PROPN 5 dep I-ORG
newspaper newspaper NOUN 5 nmod""")
    found = _trace(parse, "said", "Ruiz")
    assert found.addressee == words(parse, "Le Monde newspaper")
    assert [relay.relation for relay in found.relays] == ["relayed_by"]


def test_a_day_that_the_recogniser_missed() -> None:
    assert _trace(parse := _said("yesterday yesterday NOUN 2 obl:tmod"), "said",
                  "Ruiz").time == words(parse, "yesterday")


def test_a_floating_quotation_has_no_circumstances() -> None:
    parse = build("Go go VERB 0 root O VB")
    bare = Attribution(type="direct", content=(parse.span((0,)),))
    assert trace(parse, bare) == bare
