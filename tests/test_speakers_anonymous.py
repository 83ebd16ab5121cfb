"""Which sources the text leaves unnamed, and what reason it gives, on flat trees."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quotes.attribution.relation import Attribution
from quotes.speakers import Resolution, resolve
from quotes.speakers.anonymous import statements
from quotes.speakers.kinds import noun_kind
from quotes.trees import Parse
from tests.timing import least_seconds
from tests.trees import build, words


def flat(sentence: str) -> Parse:
    """All words under the first; a tree is not what is tested."""
    rows = [f"{word} {word.lower()} {'PUNCT' if word in ',.' else 'NOUN'} {min(i, 1)} dep"
            for i, word in enumerate(sentence.split())]
    return build("\n".join(rows))


@pytest.mark.parametrize(("sentence", "reason"), [
    ("They spoke on condition of anonymity because the raid was secret .",
     "because the raid was secret"),
    ("He spoke on the condition that he not be named , citing company policy .",
     "citing company policy"),
    ("The witness , who cannot be named for legal reasons , left .", "for legal reasons"),
    ("She was granted anonymity because she is a minor .", "because she is a minor"),
    ("She asked to remain anonymous , fearing reprisals .", "fearing reprisals"),
    ("He declined to give his last name out of fear .", "out of fear"),
    ("They did not want their names used .", None),
    ("The man , whose name was withheld , left .", None),
    ("An aide , who was not authorized to speak publicly , left .",
     "not authorized to speak publicly"),
    ("He spoke on condition of anonymity , as he was not allowed to comment .",
     "as he was not allowed to comment"),
])
def test_a_wish_not_to_be_named_and_its_reason(sentence: str, reason: str | None) -> None:
    assert [a.reason for a in statements(flat(sentence))] == [reason]


@pytest.mark.parametrize("sentence", [
    "He was not named in the report .",
    "The gifts came from an anonymous donor .",
    "They were not allowed to leave .",
    "She gave her name and left .",
])
def test_what_says_nothing_of_a_source(sentence: str) -> None:
    assert not list(statements(flat(sentence)))


def test_a_plural_whose_lemma_is_wrong() -> None:
    parse = build("Witnesses witnesse NOUN 2 nsubj O NNS\nsaid say VERB 0 root")
    assert noun_kind(parse, 0) == "group"


def speaker(parse: Parse, mention: str) -> Resolution:
    so = words(parse, " so")
    found = resolve(parse, [Attribution(
        type="indirect", content=(parse.spans(so)[0],), source=words(parse, mention),
        cue=words(parse, "said"))])[0].speaker
    assert found is not None
    return found


def test_one_of_several_is_unnamed() -> None:
    found = speaker(build("""
one one PRON 2 nsubj
said say VERB 0 root
so so ADV 2 advmod
"""), "one")
    assert (found.name, found.kind, found.anonymous) == ("one", "person", True)


def test_who_gives_a_name_has_one() -> None:
    found = speaker(build("""
A a DET 2 det
man man NOUN 8 nsubj
who who PRON 4 nsubj
identified identify VERB 2 acl:relcl
himself himself PRON 4 obj
as as ADP 7 case
Karim Karim PROPN 4 obl B-PERSON
said say VERB 0 root
so so ADV 8 advmod
"""), "A man who identified himself as Karim")
    assert (found.name, found.anonymous) == ("Karim", False)


LEAK = """
The the DET 2 det
ministry ministry NOUN 3 nsubj
said say VERB 0 root
an an DET 5 det
official official NOUN 8 nsubj
on on ADP 5 case
duty duty NOUN 5 nmod
spoke speak VERB 3 ccomp
on on ADP 10 case
condition condition NOUN 8 obl
of of ADP 12 case
anonymity anonymity NOUN 10 nmod
because because SCONJ 15 mark
it it PRON 15 nsubj
leaked leak VERB 8 advcl
. . PUNCT 3 punct

The the DET 2 det
official official NOUN 3 nsubj
added add VERB 0 root
so so ADV 3 advmod
. . PUNCT 3 punct
"""


def test_a_reason_is_that_of_whom_it_is_said_and_stays_with_them() -> None:
    parse = build(LEAK)

    def attribution(mention: tuple[int, ...], cue: str) -> Attribution:
        return Attribution(type="indirect", content=(parse.spans(words(parse, " so"))[0],),
                           source=mention, cue=words(parse, cue))

    found = resolve(parse, [attribution((0, 1), "said"), attribution((3, 4), "spoke"),
                            attribution((16, 17), "added")])
    speakers = [one.speaker for one in found]
    told = [(one.name, one.anonymous, one.anonymity_reason) for one in speakers if one]
    assert told[0] == ("The ministry", False, None)
    assert told[1] == ("an official", True, "because it leaked")
    assert told[2][1:] == told[1][1:]


def test_a_line_may_end_inside_the_phrase() -> None:
    parse = flat("They spoke on condition of anonymity because the raid was secret .")
    wrapped = replace(parse, text=parse.text.replace("condition of", "condition\nof"))
    assert [a.reason for a in statements(wrapped)] == ["because the raid was secret"]


@pytest.mark.parametrize("word", ["declin", "refus", "not "])
def test_words_of_any_length_take_no_time(word: str) -> None:
    parse = flat(word * 15_000)
    assert least_seconds(lambda: list(statements(parse)), tries=1) < 1
