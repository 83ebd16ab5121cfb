"""What a pronoun's candidates are weighed by, and what is remembered before it."""

from __future__ import annotations

import pytest

from quotes.attribution.relation import Attribution
from quotes.errors import LexiconError
from quotes.speakers import names_of, resolve
from quotes.speakers.genders import learn_genders
from quotes.speakers.memory import Memory, nouns
from quotes.speakers.pronouns import agreeing_kinds, reasons, sort_of
from quotes.speakers.weights import SORTS, Weights, parsed, shipped
from quotes.text import Span
from quotes.trees import Name, Parse, Sentence, Token
from tests.test_speakers import said, speakers
from tests.timing import least_seconds
from tests.trees import build

NURSE = """
A a DET 2 det
nurse nurse NOUN 3 nsubj
came come VERB 0 root
. . PUNCT 3 punct

Rosa Rosa PROPN 3 nsubj B-PERSON
Kern Kern PROPN 1 flat I-PERSON
nodded nod VERB 0 root
. . PUNCT 3 punct

The the DET 2 det
nurse nurse NOUN 3 nsubj
left leave VERB 0 root
. . PUNCT 3 punct
"""


def test_the_table_weighs_every_sort_of_pronoun() -> None:
    rows = shipped().rows
    assert set(rows) == set(SORTS)
    assert rows["he"]["per_sentence"] < 0 < rows["he"]["gender_known"]
    assert rows["he"]["source_last_speaker_here"] > 0
    assert all({"least_share", "least_lead", "calibration_slope"} <= set(r) for r in rows.values())


def test_a_larger_share_is_a_surer_name_and_none_is_certain() -> None:
    told = [shipped().probability("he", share) for share in (0.0, 0.3, 0.6, 0.9, 1.0)]
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] < 1


def test_a_malformed_table_is_refused() -> None:
    with pytest.raises(LexiconError, match="cells"):
        parsed(["feature\the\tit\tthey\treason", "nearest\t1"])


def test_pronouns_by_the_weights_that_they_have() -> None:
    assert [sort_of(f) for f in ("herself", "its", "'em", "who", "i")] == [
        "he", "it", "they", None, None]
    assert agreeing_kinds("he") == {"person"}
    assert agreeing_kinds(None) == frozenset()


def test_reasons_are_the_strongest_and_few() -> None:
    known = Weights({s: {"a_b": 2.0, "per_c": 1.0, "source_a_b": 3.0, "d": -9.0, "e": 0.1}
                     for s in SORTS})
    features = dict.fromkeys(("a_b", "per_c", "source_a_b", "d", "e"), 1.0)
    assert reasons("he", features, known) == ["a b", "c"]


def test_a_noun_goes_on_with_the_one_before_and_names_come_between() -> None:
    parse = build(NURSE)
    found = nouns(names_of(parse, ()))
    assert list(found) == [1, 9]
    assert found[1] is found[9]
    assert found[1].id == ""  # in no register until it speaks


def test_memory_is_of_names_and_of_what_is_noted() -> None:
    parse = build(NURSE)
    register = names_of(parse, ())
    memory, nurse = Memory(register), nouns(register)[1]
    memory.note(9, nurse, "noun")
    memory.note(1, nurse, "noun")
    memory.note(1, nurse, "noun")  # the same word speaks once
    assert [(s.token, s.how) for s in memory.before(10)] == [
        (9, "noun"), (4, "name"), (1, "noun")]
    assert [s.token for s in memory.before(9)] == [4, 1]
    assert memory.times(nurse, 10) == 2
    assert memory.times(register.entities[0], 10) == 1


FAR = """
Rosa Rosa PROPN 3 nsubj B-PERSON
Kern Kern PROPN 1 flat I-PERSON
sings sing VERB 0 root
. . PUNCT 3 punct
"""
SHE = """
She she PRON 2 nsubj
travels travel VERB 0 root
. . PUNCT 2 punct
"""


def test_pronouns_between_keep_somebody_in_mind() -> None:
    """Thirty sentences on, beyond the reach of the name itself."""
    parse = build(FAR + SHE * 30 + "\nShe she PRON 2 nsubj\nsaid say VERB 0 root\n"
                                   "no no INTJ 2 obj\n. . PUNCT 2 punct\n")
    she, = speakers(parse, said(parse, "She", occurrence=31, content="no"))
    assert (she.name, she.resolution) == ("Rosa Kern", "pronoun")
    assert "by pronoun" in she.evidence or "doubling" in she.evidence


def test_many_pronouns_overrule_a_title_that_another_bears() -> None:
    parse = build("""
Mrs. Mrs. PROPN 2 compound
Kern Kern PROPN 3 nsubj B-PERSON
sang sing VERB 0 root
. . PUNCT 3 punct
""" + """
Kern Kern PROPN 2 nsubj B-PERSON
lost lose VERB 0 root
his his PRON 4 nmod:poss
hat hat NOUN 2 obj
. . PUNCT 2 punct
""" * 4)
    register = names_of(parse, ())
    assert register.entities[0].gender == "f"
    learn_genders(register)
    assert register.entities[0].gender == "m"


def test_time_is_linear_in_pronouns_that_speak_nothing_too() -> None:
    """A hundred thousand words, every fourth sentence attributed, somebody in each: four times
    the mentions, at most nine times the time, since seconds depend on the machine."""
    def seconds(sentences: int) -> float:
        parse, made = _long(sentences)
        assert len(parse.tokens) == 5 * sentences
        assert len(resolve(parse, made)) == sentences / 4
        return least_seconds(lambda: resolve(parse, made))

    assert seconds(20_000) < 9 * seconds(5000)


def _long(count: int) -> tuple[Parse, list[Attribution]]:
    """Sentences of five words: a name, *the nurse said no*, *rain hit her*, *he said no*."""
    rows: list[Token] = []
    sentences, names, made, text = [], [], [], ""
    for n in range(count):
        first = len(rows)
        words = [("Ana", "PROPN"), (f"Ruiz{chr(97 + n // 4 % 26)}{chr(97 + n // 104 % 26)}", "PROPN")] if n % 4 == 0 else (
            [("The", "DET"), ("nurse", "NOUN")] if n % 4 == 1 else [("Rain", "NOUN"), ("now", "ADV")]
            if n % 4 == 2 else [("He", "PRON"), ("now", "ADV")])
        verb = "hit" if n % 4 == 2 else "said"
        rest = [("her", "PRON")] if n % 4 == 2 else [("no", "INTJ")]
        for form, upos in [*words, (verb, "VERB"), *rest, (".", "PUNCT")]:
            at = first + len(words)
            head = -1 if len(rows) == at else at
            deprel = "root" if head < 0 else "det" if form == "The" else (
                "nsubj" if len(rows) == first + (n % 4 == 1) else "obj")
            head = first + 1 if form == "The" else head
            rows.append(Token(len(rows), n, len(text), len(text) + len(form), form, form.lower(),
                              upos, upos, head, deprel))
            text += form + " "
        sentences.append(Sentence(n, first, len(rows), n // 4))
        if n % 4 == 0:
            names.append(Name(first, first + 2, "PERSON"))
        if n % 4 == 3:
            made.append(Attribution(
                type="indirect", content=(Span(rows[-2].start, rows[-2].end),),
                cue=(first + 2,), source=(first,)))
    return Parse(text, tuple(rows), tuple(sentences), tuple(names)), made
