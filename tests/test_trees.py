"""Walking a parse: children by relation, paths, spans, names; broken trees end."""

from __future__ import annotations

import time
from dataclasses import replace

from quotes.text import Span
from quotes.trees import Parse, Sentence, Token
from tests.trees import build, words

PARSE = build("""
The the DET 2 det
mayor mayor NOUN 4 nsubj
, , PUNCT 2 punct
said say VERB 0 root
roads road NOUN 7 nsubj:pass
were be AUX 7 aux:pass
cleared clear VERB 4 ccomp
by by ADP 9 case
crews crew NOUN 7 obl:agent B-ORG
. . PUNCT 4 punct

He he PRON 2 nsubj
left leave VERB 0 root
""")


def test_children_by_relation_and_by_its_subtypes() -> None:
    assert [t.text for t in PARSE.children(6, "nsubj", "obl")] == ["roads", "crews"]
    assert [t.text for t in PARSE.children(6, "obl:agent")] == ["crews"]
    assert PARSE.child(6, "nsubj:outer") is None
    assert PARSE.child(3, "ccomp") == PARSE.tokens[6]


def test_subtree_is_sorted_and_whole() -> None:
    assert PARSE.subtree(6) == [4, 5, 6, 7, 8]


def test_path_goes_up_and_down() -> None:
    assert PARSE.path(1, 8) == "<nsubj>ccomp>obl:agent"
    assert PARSE.path(3, 3) == ""
    assert PARSE.path(3, 10) is None


def test_a_long_path_takes_time_in_proportion() -> None:
    """A chain as a parser makes of a list without punctuation: each word hangs on the last."""
    words = 40_000
    chain = tuple(Token(i, 0, 2 * i, 2 * i + 1, "a", "a", "X", "X", i - 1, "conj")
                  for i in range(words))
    parse = Parse("a " * words, chain, (Sentence(0, 0, words, 0),))
    start = time.process_time()
    assert parse.path(words - 1, 0) == "<conj" * (words - 1)
    assert time.process_time() - start < 2  # a set at each step took half a minute


def test_spans_and_tokens_of_spans() -> None:
    assert PARSE.spans((0, 1, 3)) == [Span(0, 9), Span(11, 15)]
    assert PARSE.span((0, 3)) == Span(0, 15)
    assert list(PARSE.tokens_in(Span(5, 12))) == [1, 2, 3]
    assert list(PARSE.tokens_in(Span(10, 11))) == []


def test_names_sentences_and_roots() -> None:
    assert PARSE.name_at(8) == PARSE.names[0]
    assert PARSE.name_at(7) is None
    assert PARSE.sentence_of(10).index == 1
    assert PARSE.root(PARSE.sentences[1]) == 11
    assert words(PARSE, "were cleared") == (5, 6)


def test_a_cycle_ends() -> None:
    broken = replace(PARSE, tokens=tuple(
        replace(t, head=6) if t.index == 3 else t for t in PARSE.tokens))
    assert broken.ancestors(6) == [3]
    assert broken.path(6, 3) is not None
    assert set(broken.subtree(6)) >= {3, 6}
