"""Quotations without a cue: which are speech, what they are joined to, and whose they are."""

from __future__ import annotations

import pytest

from quotes.attribution import Attribution, attribute, floating
from quotes.attribution.marked import Marked
from quotes.trees import Parse
from tests.proposals import propose
from tests.timing import least_seconds
from tests.trees import build, words


def _is_speech(parse: Parse) -> list[bool]:
    marked = Marked.of(parse)
    return [floating.is_speech(marked, q) for q in marked.quotations]


_ALONE = """\
" " PUNCT 2 punct
{words}
. . PUNCT 2 punct
" " PUNCT 2 punct"""


@pytest.mark.parametrize("rows", [
    "Leave leave VERB 0 root O VB\nus we PRON 2 obj",
    "Never never ADV 0 root\nagain again ADV 2 advmod",
])
def test_a_sentence_in_marks_is_speech(rows: str) -> None:
    assert _is_speech(build(_ALONE.format(words=rows))) == [True]


def test_a_clause_in_marks_is_speech_within_a_sentence() -> None:
    parse = build("""\
The the DET 2 det
sign sign NOUN 0 root
" " PUNCT 5 punct
we we PRON 5 nsubj
sell sell VERB 2 appos O VBP
ice ice NOUN 5 obj
" " PUNCT 5 punct
hung hang VERB 2 acl O VBN""")
    assert _is_speech(parse) == [True]


@pytest.mark.parametrize(("rows", "what"), [
    ('" " PUNCT 4 punct\nexpert expert NOUN 4 amod\n" " PUNCT 4 punct', "a scare quote"),
    ('" " PUNCT 4 punct\nDawn Dawn PROPN 4 compound\n" " PUNCT 4 punct', "a name"),
    ('" " PUNCT 5 punct\nLong long ADJ 3 amod\nWinter winter NOUN 5 compound\n" " PUNCT 5 punct',
     "a title"),
])
def test_no_speech(rows: str, what: str) -> None:
    panel = len(rows.splitlines()) + 1
    parse = build(f"{rows}\npanel panel NOUN {panel + 1} nsubj\nmet meet VERB 0 root O VBD")
    assert _is_speech(parse) == [False], what


def test_a_title_with_a_verb_in_it_is_a_label() -> None:
    parse = build("""\
He he PRON 2 nsubj
read read VERB 0 root O VBD
" " PUNCT 6 punct
The the DET 5 det
Sun sun NOUN 6 nsubj
Rises rise VERB 2 obj O VBZ
" " PUNCT 6 punct""")
    assert _is_speech(parse) == [False]


_SAID = """\
" " PUNCT 2 punct
Stop stop VERB 5 ccomp O VB
, , PUNCT 2 punct
" " PUNCT 2 punct
{cue} VERB 0 root O VBD
{source} 5 nsubj{label}
. . PUNCT 5 punct"""
_MORE = """
" " PUNCT 2 punct
Go go VERB 0 root O VB
now now ADV 2 advmod
. . PUNCT 2 punct
" " PUNCT 2 punct
"""
_PLAIN = """
It it PRON 2 nsubj
rained rain VERB 0 root O VBD
. . PUNCT 2 punct
"""
_PERSON = ("Ruiz Ruiz PROPN", " B-PERSON")


def _said(source: tuple[str, str] = _PERSON, cue: str = "said say") -> str:
    return _SAID.format(cue=cue, source=source[0], label=source[1]) + "\n"


def _found(rows: str, source: str = "Ruiz", cue: str = "said") -> tuple[Parse, list[Attribution]]:
    parse = propose(build(rows), (cue, '"Stop,"', source))
    return parse, attribute(parse)


def _texts(parse: Parse, attribution: Attribution) -> list[str]:
    return [parse.text[s:e] for s, e in attribution.content]


def test_more_of_it_after_the_cue_is_joined() -> None:
    parse, found = _found(_said() + _MORE)
    assert [_texts(parse, a) for a in found] == [["Stop,", "Go now."]]
    assert found[0].type == "direct"
    assert len(found[0].quoted) == 2


def test_two_more_pieces_in_a_row_are_joined() -> None:
    parse, found = _found(_said() + _MORE + _MORE)
    assert _texts(parse, found[0]) == ["Stop,", "Go now.", "Go now."]


def test_narrative_between_ends_the_run_and_the_next_is_a_record_of_its_own() -> None:
    parse, found = _found(_said() + _PLAIN + _MORE)
    assert [_texts(parse, a) for a in found] == [["Stop,"], ["Go now."]]
    assert found[1].cue == ()
    assert (found[1].source, found[1].unattributed) == ((), "no_cue")


def test_the_next_paragraph_goes_on_with_one_person() -> None:
    parse, found = _found(_said() + "#\n" + _MORE)
    assert [_texts(parse, a) for a in found] == [["Stop,"], ["Go now."]]
    assert found[1].source == words(parse, "Ruiz")
    assert found[1].unattributed is None


def test_a_paragraph_between_ends_the_evidence() -> None:
    _, found = _found(_said() + "#\n" + _PLAIN + "#\n" + _MORE)
    assert (found[1].source, found[1].unattributed) == ((), "no_cue")


@pytest.mark.parametrize(("source", "mention"), [
    (("police police NOUN", ""), "police"),
    (("forces force NOUN", ""), "forces"),
    (("they they PRON", ""), "they"),
    (("Nordvik Nordvik PROPN", " B-ORG"), "Nordvik"),
])
def test_a_group_does_not_speak_in_one_voice(source: tuple[str, str], mention: str) -> None:
    _, found = _found(_said(source) + "#\n" + _MORE, mention)
    assert (found[1].source, found[1].unattributed) == ((), "no_cue")


@pytest.mark.parametrize(("source", "mention"), [
    (("she she PRON", ""), "she"), (("spokesman spokesman NOUN", ""), "spokesman"),
    (("mayor mayor NOUN", ""), "mayor"),
])
def test_one_person_speaks_on(source: tuple[str, str], mention: str) -> None:
    parse, found = _found(_said(source) + "#\n" + _MORE, mention)
    assert found[1].source == words(parse, mention)


def test_reported_words_lend_no_speaker_to_the_next_paragraph() -> None:
    rows = """\
Ruiz Ruiz PROPN 2 nsubj B-PERSON
said say VERB 0 root O VBD
it it PRON 4 nsubj
rained rain VERB 2 ccomp O VBD
. . PUNCT 2 punct
#
""" + _MORE
    parse = propose(build(rows), ("said", "it rained", "Ruiz"))
    assert attribute(parse)[1].unattributed == "no_cue"


_REPORTED = """\
Ruiz Ruiz PROPN 2 nsubj B-PERSON
{cue} VERB 0 root O VBD
it it PRON 4 nsubj
rained rain VERB 2 ccomp O VBD
. . PUNCT 2 punct
"""


def _reported(cue: str = "said say") -> tuple[Parse, list[Attribution]]:
    rows = _REPORTED.format(cue=cue) + _MORE
    parse = propose(build(rows), (cue.split(maxsplit=1)[0], "it rained", "Ruiz"))
    return parse, attribute(parse)


def test_the_last_to_speak_goes_on_in_the_paragraph() -> None:
    parse, found = _reported()
    assert [_texts(parse, a) for a in found] == [["it rained"], ["Go now."]]
    assert (found[1].source, found[1].cue) == (words(parse, "Ruiz"), ())


def test_who_asks_does_not_answer() -> None:
    _, found = _reported(cue="asked ask")
    assert found[0].category == "question"
    assert found[1].unattributed == "no_cue"


_AFTER = _said().replace(". . PUNCT 5 punct", """\
after after SCONJ 9 mark
Cole Cole PROPN 9 nsubj B-PERSON
promised promise VERB 5 advcl O VBD
help help NOUN 9 obj
. . PUNCT 5 punct""")


def test_who_stands_in_a_clause_of_the_sentence_leaves_open_who_goes_on() -> None:
    parse = propose(build(_AFTER + _MORE), ("said", '"Stop,"', "Ruiz"), ("promised", "help", "Cole"))
    found = attribute(parse)
    last = next(a for a in found if _texts(parse, a) == ["Go now."])
    assert (last.cue, last.source, last.unattributed) == ((), (), "ambiguous")


@pytest.mark.parametrize(("relation", "whose"), [
    ("conj", "engineer"), ("parataxis", "engineer"), ("advcl", "Ruiz")])
def test_who_speaks_last_beside_the_first_goes_on(relation: str, whose: str) -> None:
    rows = _AFTER.replace("after after SCONJ 9 mark\n", "but but CCONJ 9 cc\n") \
        .replace("Cole Cole PROPN 9 nsubj B-PERSON", "engineer engineer NOUN 9 nsubj") \
        .replace("5 advcl", f"5 {relation}")
    parse = propose(build(rows + _MORE), ("said", '"Stop,"', "Ruiz"),
                    ("promised", "help", "engineer"))
    last = next(a for a in attribute(parse) if "Go now." in _texts(parse, a))
    assert last.source == words(parse, whose)


_WITHIN = """\
Ruiz Ruiz PROPN 2 nsubj B-PERSON
said say VERB 0 root O VBD
{inner} 4 nsubj{label}
promised promise VERB 2 {relation} O VBD
help help NOUN 4 obj
. . PUNCT 2 punct
"""


@pytest.mark.parametrize(("inner", "label", "mention", "relation", "speaker"), [
    ("Cole Cole PROPN", " B-PERSON", "Cole", "ccomp", None),
    ("she she PRON", "", "she", "ccomp", "Ruiz"),
    ("Cole Cole PROPN", " B-PERSON", "Cole", "conj", "Cole"),
    ("Cole Cole PROPN", " B-PERSON", "Cole", "parataxis", "Cole"),
])
def test_who_goes_on_after_two_speakers(inner: str, label: str, mention: str, relation: str,
                                        speaker: str | None) -> None:
    rows = _WITHIN.format(inner=inner, label=label, relation=relation) + _MORE
    parse = propose(build(rows), ("said", f"{mention} promised help", "Ruiz"),
                    ("promised", "help", mention))
    last = next(a for a in attribute(parse) if "Go now." in _texts(parse, a))
    assert last.source == (words(parse, speaker) if speaker else ())
    assert last.unattributed == (None if speaker else "ambiguous")


def test_who_did_not_say_it_is_no_evidence() -> None:
    rows = """\
Ruiz Ruiz PROPN 4 nsubj B-PERSON
did do AUX 4 aux O VBD
not not PART 4 advmod
say say VERB 0 root O VB
it it PRON 6 nsubj
rained rain VERB 4 ccomp O VBD
. . PUNCT 4 punct
""" + _MORE
    parse = propose(build(rows), ("say", "it rained", "Ruiz"))
    found = attribute(parse)
    assert found[0].negated
    assert found[1].unattributed == "no_cue"


def test_a_question_waits_for_another_voice() -> None:
    rows = _said().replace(", , PUNCT", "? ? PUNCT") + "#\n" + _MORE
    parse = propose(build(rows), ("said", '"Stop?"', "Ruiz"))
    assert attribute(parse)[1].unattributed == "no_cue"


def test_no_attribution_at_all() -> None:
    parse = build(_PLAIN + _MORE)
    found = attribute(parse)
    assert [_texts(parse, a) for a in found] == [["Go now."]]
    assert (found[0].type, found[0].unattributed, found[0].cue) == ("direct", "no_cue", ())
    assert found[0].confidence == 0.8


def test_an_unclosed_quotation_is_said_to_be_one() -> None:
    rows = _PLAIN + "\n" + "\n".join(_MORE.strip().splitlines()[:-1])
    found = attribute(build(rows))
    assert found[0].warnings == ("unclosed_mark",)


def test_no_quotation_is_dropped_for_want_of_a_speaker() -> None:
    parse = propose(build(_said()), ("said", '"Stop,"', ""), source_score=0.95)
    found = attribute(parse)
    assert [_texts(parse, a) for a in found] == [["Stop,"]]
    assert (found[0].source, found[0].unattributed) == ((), "sourceless_cue")


def test_one_long_paragraph_costs_no_more_than_many() -> None:
    """Time grows with the text, not with its square: four times the text, at most nine the time."""
    def seconds(times: int) -> float:
        rows = _said() + _MORE
        text = build("\n".join(line for _ in range(times) for line in (rows, "")))
        parse = propose(text)
        return least_seconds(lambda: attribute(parse))

    assert seconds(400) < 9 * max(seconds(100), 0.02)
