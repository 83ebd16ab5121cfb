"""Q and A head the turns of a transcript and name nobody."""

from __future__ import annotations

from typing import Any

import pytest

from quotes.assembly import assemble
from quotes.attribution.relation import Attribution
from quotes.documents import Document
from quotes.records import Generator
from quotes.speakers import resolve
from quotes.text import Span
from quotes.trees import Parse
from tests.trees import build, words

GENERATOR = Generator(program="p", model="m", model_sha256="0", settings_sha256="0")

TURNS = """
{opening}
#
Q Q PROPN 4 nsubj{named}
~: : PUNCT 4 punct
Who who PRON 4 nsubj
signed sign VERB 0 root
~? ? PUNCT 4 punct

#
A A PROPN 5 nsubj{named}
~: : PUNCT 5 punct
Ben Ben PROPN 5 nsubj B-PERSON
Cole Cole PROPN 3 flat I-PERSON
said say VERB 0 root
no no INTJ 5 obj
to to ADP 8 case
us we PRON 5 obl
. . PUNCT 5 punct
"""
INTRODUCED = """
Ana Ana PROPN 3 nsubj:pass B-PERSON
was be AUX 3 aux:pass
interviewed interview VERB 0 root
. . PUNCT 3 punct
"""


def _turn(parse: Parse, label: str, start: str, end: str, **more: Any) -> Attribution:
    at = parse.text.index(start)
    source = words(parse, label + ":")
    return Attribution(type="indirect", content=(Span(at, parse.text.index(end, at) + len(end)),),
                       source=source[:1], cue=source[1:], source_rule="transcript", **more)


def _turns(parse: Parse) -> list[Attribution]:
    inner = Attribution(type="indirect", content=(parse.spans(words(parse, "no"))[0],),
                        source=words(parse, "Ben Cole"), cue=words(parse, "said"), parent=1)
    return [_turn(parse, "Q", "Who", "?"), _turn(parse, "A", "Ben", "us."), inner]


@pytest.mark.parametrize("named", ["", " B-PERSON"])
def test_bare_labels_are_nobodys_names_and_relay_nothing(named: str) -> None:
    parse = build(TURNS.format(opening="", named=named))
    found = _turns(parse)
    resolved = resolve(parse, found)
    told = assemble(Document("a", parse.text), parse, found, resolved, GENERATOR)
    speakers = [r.speaker for r in told if r.speaker is not None]
    assert [(s.name, s.resolution) for s in speakers] == [
        ("Q", "unresolved"), ("A", "unresolved"), ("Ben Cole", "named")]
    assert all(s.confidence <= 0.2 and s.entity is None for s in speakers[:2])
    assert [r.sources for r in told] == [[], [], []]


def test_a_is_the_guest_where_the_document_says_who_that_is() -> None:
    parse = build(TURNS.format(opening=INTRODUCED, named=""))
    found = _turns(parse)
    resolved = resolve(parse, found)
    told = assemble(Document("a", parse.text), parse, found, resolved, GENERATOR)
    assert [r.speaker.name for r in told if r.speaker] == ["Q", "Ana", "Ben Cole"]
    assert [(s.relation, s.name) for s in told[2].sources] == [("relayed_by", "Ana")]
