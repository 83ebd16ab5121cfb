"""Straightening moves no offset; wrapped lines and paragraphs are told apart."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from quotes.text import Span, any_overlap, merge, normalise, paragraphs, runs, straighten, trim

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 8)).map(
    lambda pair: Span(pair[0], pair[0] + pair[1])))


@given(st.text())
def test_length_and_words_stay(text: str) -> None:
    plain = normalise(text)
    assert len(plain) == len(text)
    assert all(a == b for a, b in zip(text, plain, strict=True) if a.isalnum())


@given(st.text(alphabet="ab .\r\n\u2029\u201c"))
def test_paragraphs_cover_all_that_is_visible(text: str) -> None:
    plain = normalise(text)
    covered = {i for start, end in paragraphs(plain) for i in range(start, end)}
    assert {i for i, c in enumerate(plain) if not c.isspace()} <= covered
    assert all("\n" not in plain[start:end] for start, end in paragraphs(plain))


def test_every_mark_becomes_a_straight_one() -> None:
    marks = "\u2018\u2019\u201a\u2032\u00b4`\u201c\u201d\u201e\u2033\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f"
    assert set(straighten(marks)) == {"'", '"'}


def test_wrapped_copy_is_joined_and_short_lines_are_not() -> None:
    wrapped = ("The council voted on Monday to reopen the harbour bridge, which has\n"
               "been closed since the storm in January, and to pay for the repairs\n"
               "out of the reserve.\n\nA second paragraph.")
    assert [wrapped[s:e].count("\n") for s, e in paragraphs(normalise(wrapped))] == [2, 0]
    listed = "By Ana Ruiz\nPORTO\n\u201cWe are ready,\u201d she said."
    assert len(paragraphs(normalise(listed))) == 3


def test_wrapped_copy_with_windows_line_ends() -> None:
    wrapped = ("The council voted on Monday to reopen the harbour bridge, which has\r\n"
               "been closed since the storm in January.\r\n\r\nA second paragraph.")
    assert len(paragraphs(normalise(wrapped))) == 2


@given(SPANS, st.integers(0, 60), st.integers(1, 8))
def test_any_overlap_is_what_a_scan_would_say(spans: list[Span], start: int, length: int) -> None:
    joined = merge(s for s in spans if s.start < s.end)
    span = Span(start, start + length)
    scanned = any(s.start < span.end and span.start < s.end for s in joined)
    assert any_overlap(joined, span) == scanned


@given(st.lists(st.integers(0, 40)))
def test_runs_are_the_numbers(numbers: list[int]) -> None:
    assert [i for a, b in runs(numbers) for i in range(a, b)] == sorted(set(numbers))


@given(st.text(alphabet=" \tab\n"), st.integers(0, 10), st.integers(0, 10))
def test_trim_takes_blanks_and_nothing_else(text: str, start: int, end: int) -> None:
    span = Span(min(start, len(text)), max(min(start, len(text)), min(end, len(text))))
    kept = trim(text, span)
    assert text[kept.start:kept.end] == text[span.start:span.end].strip()


def test_long_lines_take_no_square_of_time() -> None:
    """A quadratic search would take minutes for any of these."""
    started = time.process_time()
    for text in ("a " * 500_000, " " * 1_000_000, ("a " * 20 + "\n") * 20_000,
                 (" " * 50 + "\n") * 20_000):
        assert len(normalise(text)) == len(text)
        paragraphs(normalise(text))
    assert time.process_time() - started < 20
