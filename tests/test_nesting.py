"""Parents: the smallest content that holds the cue and the whole of the inner content."""

from __future__ import annotations

from quotes.attribution import Attribution, attribute
from quotes.attribution.nesting import nest
from quotes.text import Span
from quotes.trees import Parse
from tests.proposals import propose
from tests.trees import build, words

_THREE = """\
Reuters Reuters PROPN 2 nsubj B-ORG
said say VERB 0 root O VBD
that that SCONJ 5 mark
Brown Brown PROPN 5 nsubj B-PERSON
claimed claim VERB 2 ccomp O VBD
that that SCONJ 8 mark
Reed Reed PROPN 8 nsubj B-PERSON
warned warn VERB 5 ccomp O VBD
it it PRON 10 nsubj
rained rain VERB 8 ccomp O VBD
. . PUNCT 2 punct"""


def _made(parse: Parse, cue: str, *content: str) -> Attribution:
    spans = tuple(parse.span(words(parse, piece)) for piece in content)
    return Attribution(type="indirect", content=spans, cue=words(parse, cue) if cue else ())


def _parents(parse: Parse, *made: Attribution) -> list[tuple[str, str | None]]:
    """Text of each content with its parent's, in the order of the result."""
    found = nest(parse, made)
    texts = [parse.text[a.content[0].start:a.content[-1].end] for a in found]
    return [(text, None if a.parent is None else texts[a.parent])
            for text, a in zip(texts, found, strict=True)]


def test_three_levels_from_the_tree() -> None:
    parse = propose(build(_THREE), (
        "said", "that Brown claimed that Reed warned it rained", "Reuters"))
    found = attribute(parse)
    assert [a.parent for a in found] == [None, 0, 1]
    assert [a.source for a in found] == [words(parse, n) for n in ("Reuters", "Brown", "Reed")]


def test_the_smallest_content_around() -> None:
    parse = build(_THREE)
    outer = _made(parse, "said", "that Brown claimed that Reed warned it rained")
    middle = _made(parse, "claimed", "that Reed warned it rained")
    inner = _made(parse, "warned", "it rained")
    assert _parents(parse, inner, outer, middle) == [
        ("that Brown claimed that Reed warned it rained", None),
        ("that Reed warned it rained", "that Brown claimed that Reed warned it rained"),
        ("it rained", "that Reed warned it rained")]


def test_a_cue_outside_is_no_child() -> None:
    parse = build(_THREE)
    outer = _made(parse, "claimed", "that Reed warned it rained")
    same = _made(parse, "said", "it rained")
    assert dict(_parents(parse, outer, same))["it rained"] is None


def test_content_that_reaches_out_is_no_child() -> None:
    parse = build(_THREE)
    outer = _made(parse, "said", "that Brown claimed that Reed")
    inner = _made(parse, "claimed", "it rained")
    assert dict(_parents(parse, outer, inner))["it rained"] is None


def test_a_cue_in_the_gap_of_a_content_is_no_child() -> None:
    """"A," X said, "B": what is between the pieces is not inside."""
    parse = build(_THREE)
    outer = _made(parse, "said", "that Brown", "that Reed warned it rained")
    inner = _made(parse, "claimed", "it rained")
    assert [a.parent for a in nest(parse, [outer, inner])] == [None, None]


def test_a_floating_quotation_is_a_child_of_what_holds_it() -> None:
    parse = build(_THREE)
    outer = _made(parse, "said", "that Brown claimed that Reed warned it rained")
    inner = _made(parse, "", "it rained")
    assert [a.parent for a in nest(parse, [outer, inner])] == [None, 0]


def test_siblings_and_equals_have_no_parent_in_each_other() -> None:
    parse = build(_THREE)
    first = _made(parse, "said", "that Brown claimed")
    second = _made(parse, "warned", "it rained")
    twin = _made(parse, "claimed", "it rained")
    assert {a.parent for a in nest(parse, [first, second, twin])} == {None}


def test_text_order() -> None:
    parse = build(_THREE)
    late = _made(parse, "warned", "it rained")
    early = _made(parse, "said", "that Brown claimed")
    assert [a.cue for a in nest(parse, [late, early])] == [early.cue, late.cue]


def test_many_levels_in_reasonable_time() -> None:
    """Two thousand siblings inside one content: a sweep, no comparison of all with all."""
    rows = "\n".join(f"w{i} w NOUN {1 if i else 0} {'dep' if i else 'root'}" for i in range(4001))
    parse = build(rows)
    outer = Attribution(type="indirect", content=(Span(parse.tokens[1].start, len(parse.text)),),
                        cue=(0,))
    inner = [Attribution(type="indirect", cue=(i,), content=(
        Span(parse.tokens[i + 1].start, parse.tokens[i + 1].end),)) for i in range(1, 3999, 2)]
    found = nest(parse, [outer, *inner])
    assert [a.parent for a in found] == [None, *[0] * len(inner)]
