"""Texts that are nothing but quotations, names or firms: the work grows as the text does.

Counted are instructions, not seconds. Twice the text may take little more than twice of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from quotes.attribution import attribute
from quotes.attribution.marked import Marked
from quotes.speakers import entities, names_of, resolve
from quotes.trees import Parse
from tests.timing import steps
from tests.trees import build

_TWICE = 2.3

SAID = """
\u201c \u201c PUNCT 3 punct
We we PRON 3 nsubj
left leave VERB 6 ccomp
, , PUNCT 3 punct
\u201d \u201d PUNCT 3 punct
said say VERB 0 root
Ana Ana PROPN 6 nsubj B-PERSON
Ruiz Ruiz PROPN 7 flat I-PERSON
. . PUNCT 6 punct
"""
ALONE = """
\u201c \u201c PUNCT 3 punct
We we PRON 3 nsubj
left leave VERB 0 root
. . PUNCT 3 punct
\u201d \u201d PUNCT 3 punct
"""
INNER = """
\u2018 \u2018 PUNCT 3 punct
~We we PRON 3 nsubj
left leave VERB 6 ccomp
, , PUNCT 3 punct
~\u2019 \u2019 PUNCT 3 punct
said say VERB 0 root
Ana Ana PROPN 6 nsubj B-PERSON
Ruiz Ruiz PROPN 7 flat I-PERSON
. . PUNCT 6 punct
"""
FIRM = """
{0} {0} PROPN 3 nsubj B-ORG
Corp Corp PROPN 1 flat I-ORG
grew grow VERB 0 root
. . PUNCT 3 punct

The the DET 2 det
company company NOUN 3 nsubj
said say VERB 0 root
it it PRON 5 nsubj
grew grow VERB 3 ccomp
. . PUNCT 3 punct
"""


def _after_one_cue(times: int) -> Parse:
    return build(SAID + times * ALONE)


def _inside_one(times: int) -> Parse:
    return build("\u201c \u201c PUNCT 3 punct\nHe he PRON 3 nsubj\nleft leave VERB 0 root\n"
                 ". . PUNCT 3 punct\n" + times * INNER)


def _said_so(times: int) -> Parse:
    return build(times * SAID)


def _firms(times: int) -> Parse:
    return build("".join(FIRM.format(_name(i)) for i in range(times)))


def _name(number: int) -> str:
    return "X" + "".join(chr(97 + int(digit)) for digit in f"{number:03}") + "ton"


@pytest.mark.parametrize("made", [_after_one_cue, _inside_one, _said_so, _firms])
def test_attribution_grows_as_the_text_does(made: Callable[[int], Parse]) -> None:
    some, twice = made(40), made(80)
    assert steps(lambda: attribute(twice)) < _TWICE * steps(lambda: attribute(some))


@pytest.mark.parametrize("made", [_said_so, _firms])
def test_speakers_grow_as_the_text_does(
        made: Callable[[int], Parse], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entities, "_CROWD", 5)
    some, twice = made(40), made(80)
    found = [attribute(some), attribute(twice)]
    assert steps(lambda: resolve(twice, found[1])) < _TWICE * steps(lambda: resolve(some, found[0]))


def test_the_texts_are_what_they_should_be() -> None:
    [whole] = [a for a in attribute(_after_one_cue(30)) if a.cue]
    assert len(whole.content) == 31
    marked = Marked.of(_inside_one(30))
    assert sum(q.level == 1 for q in marked.quotations) == 30
    assert len(resolve(_firms(3), attribute(_firms(3)))) == 3


def test_of_very_many_inner_quotations_the_near_ones_are_looked_at() -> None:
    parse = _inside_one(100)
    marked = Marked.of(parse)
    middle = [i for i, token in enumerate(parse.tokens) if token.lower == "left"][50]
    near = marked.around((), (middle,))
    assert 2 <= len(near) <= 8
    assert any(start <= parse.tokens[middle].start < end for q in near if q.level
               for start, end in q.segments)
    assert any(q.level == 0 for q in near)


def test_a_firm_among_very_many_is_still_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entities, "_CROWD", 5)
    parse = build("".join(FIRM.format(_name(i % 20)) for i in range(40)))
    found = names_of(parse, attribute(parse)).entities
    assert sorted(entity.name for entity in found) == [f"{_name(i)} Corp" for i in range(20)]
    assert [len(entity.uses) for entity in found] == [2] * 20


def test_what_a_cut_sentence_says_is_warned_of() -> None:
    parse = _said_so(3)
    cut = replace(parse.sentences[1], whole=False)
    parse = replace(parse, sentences=(parse.sentences[0], cut, parse.sentences[2]))
    assert [a.warnings for a in attribute(parse)] == [(), ("truncated_sentence",), ()]
