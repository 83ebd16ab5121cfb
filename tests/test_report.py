"""The marked article: nested marks, crossing marks, and nothing lost of the text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from quotes.records import TextSpan
from quotes.report.check import disagreements
from quotes.report.colour import coloured_page
from quotes.report.text import Mark, Piece, marks, page, pieces, summary
from tests.made import record

TEXT = '"We are open," said Ana Ruiz on Monday.'


def _shown(found: list[Piece]) -> str:
    return "".join(f"[{p.opens.label} " if p.opens else "]" if p.closes else p.text for p in found)


def test_marks_are_nested_the_longer_outside() -> None:
    ordered = [Mark(0, 6, "Q", 1), Mark(2, 6, "Q", 2), Mark(2, 3, "S", 2)]
    assert _shown(list(pieces("abcdefg", ordered))) == "[Q1 ab[Q2 [S2 c]def]]g"


def test_marks_that_cross_are_cut_where_they_do() -> None:
    ordered = [Mark(0, 4, "Q", 1), Mark(2, 6, "Q", 2)]
    assert _shown(list(pieces("abcdefg", ordered))) == "[Q1 ab[Q2 cd]][Q2 ef]g"


@given(st.integers(0, 12), st.lists(st.tuples(st.integers(0, 11), st.integers(1, 12)), max_size=8))
def test_whatever_is_marked_no_letter_is_lost_and_brackets_match(
        length: int, edges: list[tuple[int, int]]) -> None:
    text = "abcdefghijkl"[:length]
    found = sorted((Mark(a, b, "Q", n) for n, (a, b) in enumerate(edges) if a < b <= length),
                   key=lambda m: (m.start, -m.end))
    cut = list(pieces(text, found))
    assert "".join(piece.text for piece in cut) == text
    depth = 0
    for piece in cut:
        depth += (piece.opens is not None) - (piece.closes is not None)
        assert depth == len(piece.marks)
    assert depth == 0
    at = 0
    for piece in cut:
        assert {m.number for m in piece.marks} == {
            m.number for m in found if m.start <= at < m.end} or not piece.text
        at += len(piece.text)


def test_brackets_can_be_taken_out_again() -> None:
    shown = page(TEXT, [record(TEXT)]).partition("\n")[0]
    assert re.sub(r"\[[QCS]\d+: |\]", "", shown) == TEXT


def test_each_piece_of_a_quotation_has_a_mark_of_its_own() -> None:
    text = '"We are open," said Ana Ruiz. "Come in."'
    pieces = [{"start": 1, "end": 13, "text": "We are open,"},
              {"start": 31, "end": 39, "text": "Come in."}]
    shown = page(text, [record(text, content=pieces, quoted=pieces)])
    assert shown.startswith('"[Q1: We are open,]" [C1: said] [S1: Ana Ruiz]. "[Q1: Come in.]"\n')


def test_colour_has_the_same_words() -> None:
    shown = coloured_page(TEXT, [record(TEXT)], width=80, heading="A title")
    assert "\x1b[" in shown
    bare = re.sub(r"\x1b\[[\d;]*m|\[\d\]", "", shown)
    assert TEXT in bare
    assert "A title" in bare


def test_the_list_says_what_the_text_does_not() -> None:
    outer = record(TEXT, id="x", sources=[{"relation": "translated_by", "name": "The Wire"}])
    inner = record(TEXT, id="y", parent="x", speaker=None, unattributed="sourceless_cue",
                   warnings=["unclosed_mark"])
    first, second = summary([outer, inner])
    assert first == "  1  direct    0.90  Ana Ruiz; translated by The Wire"
    assert second == "  2  direct    0.90  (sourceless cue); within 1; unclosed mark"


def test_records_of_the_text_agree_with_it() -> None:
    assert disagreements(TEXT, [record(TEXT)]) == []


def test_a_changed_text_and_each_false_span_are_told() -> None:
    changed = TEXT.replace("Ruiz", "Rios")
    hash_differs, mention = disagreements(changed, [record(TEXT)])
    assert "sha256 differs" in hash_differs
    assert "mention 20-28" in mention


def test_a_span_outside_the_text_or_empty_is_not_verbatim() -> None:
    for span in (TextSpan(start=100, end=104, text=""), TextSpan(start=3, end=3, text="")):
        one = record(TEXT, content=[span], quoted=[])
        assert len(disagreements(TEXT, [one])) == 1
        assert not [mark for mark in marks(TEXT, [one]) if mark.kind == "Q"]
