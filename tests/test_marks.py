"""What the marks of a text enclose: cases by kind of text, and properties of any text at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.errors import InputError
from quotes.lexicon import read_rows
from quotes.marks import Quotation, find_quotations
from quotes.text import contains, normalise, overlaps, paragraphs

CASES = Path(__file__).parent / "cases" / "marks"
LISTS = Path(__file__).parent.parent / "quotes" / "lexicon"
DEFAULTS = {"level": 0, "parent": None, "closed": True, "single": False}


def load_cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*/*.json")):
        known = [pytest.mark.xfail(strict=True)] if path.parent.name == "known-failures" else []
        for case in json.loads(path.read_text("utf-8")):
            yield pytest.param(case, id=f"{path.parent.name}/{path.stem}/{case['label']}", marks=known)


def shown(text: str, quotation: Quotation) -> dict[str, Any]:
    return {"segments": [text[start:end] for start, end in quotation.segments],
            "level": quotation.level, "parent": quotation.parent,
            "closed": quotation.closed, "single": quotation.single}


def insides(text: str) -> list[list[str]]:
    return [shown(text, quotation)["segments"] for quotation in find_quotations(text)]


@pytest.mark.parametrize("case", list(load_cases()))
def test_case(case: dict[str, Any]) -> None:
    expected = [{**DEFAULTS, **({"segments": [entry]} if isinstance(entry, str) else entry)}
                for entry in case["expect"]]
    assert [shown(case["text"], q) for q in find_quotations(case["text"])] == expected


def test_every_case_says_what_it_is_for() -> None:
    cases = [case.values[0] for case in load_cases()]
    assert all(case["comment"] for case in cases)
    assert len({case["text"] for case in cases}) == len(cases)


def rows(name: str) -> list[Any]:
    return list(read_rows((LISTS / name).read_text("utf-8").split("\n"), name))


@pytest.mark.parametrize("row", [pytest.param(r, id=f"line-{r.line}") for r in rows("marks.tsv")])
def test_every_pair_of_the_list_encloses_words(row: Any) -> None:
    text = f"She wrote {row['open']}some words,{row['close']} then left."
    found = find_quotations(text)
    assert [shown(text, q)["segments"] for q in found] == [["some words,"]]
    assert found[0].opener == row["open"]
    assert found[0].closed
    assert found[0].single == row["kind"].startswith("single")


@pytest.mark.parametrize("row", [pytest.param(r, id=r["word"]) for r in rows("elisions.tsv")])
@pytest.mark.parametrize("mark", ["'", "’"])
def test_every_elision_of_the_list_is_an_apostrophe(row: Any, mark: str) -> None:
    start = mark if row["edge"] in ("start", "both") else ""
    end = mark if row["edge"] in ("end", "both") else ""
    assert insides(f"we saw {start}{row['word']}{end} again and the officers{mark} union") == []


def test_outside_holds_the_marks() -> None:
    text = "“One.\n\n“Two,” he said. ‘Three"
    one, three = find_quotations(text)
    assert [text[start:end] for start, end in one.outside] == ["“One.", "“Two,”"]
    assert [text[start:end] for start, end in three.outside] == ["‘Three"]
    assert (one.opener, three.opener) == ("“", "‘")


def test_offsets_are_of_the_text_as_given() -> None:
    text = "\ufeff\u201cIt\u2019s 😀 e\u0301t\u00e9,\u201d\r\n\u2028he said\x00 \u00abok\u00bb"
    assert insides(text) == [["It\u2019s 😀 e\u0301t\u00e9,"], ["ok"]]


def test_a_long_paragraph_reads_like_its_sentences() -> None:
    sentence = '“We’ll go to the officers’ ‘ball,’” he said of the 12" pipe, "today." '
    once = len(find_quotations(sentence))
    found = find_quotations(sentence * 4000)
    assert once == 3
    assert len(found) == once * 4000
    assert all(quotation.closed for quotation in found)


def test_a_long_run_of_openers_ends() -> None:
    found = find_quotations("“a ‘b " * 3000)
    assert max(quotation.level for quotation in found) < 10


MARKS = "\"'“”‘’„‚«»‹›「」『』`´″"
# Mostly marks and the characters around them that decide, now and then any other.
TEXTS = st.text(st.one_of(st.sampled_from(MARKS), st.sampled_from(MARKS),
                          st.sampled_from(" \n.,s1aA—("), st.characters(codec="utf-8")),
                max_size=60)
WORDY = st.lists(st.sampled_from([*MARKS, "``", "''", "\n\n", "\r\n", "word", "officers", "tis", "12",
                                  " ", " ", ".", ", ", ": "]), max_size=40).map("".join)


@given(st.one_of(TEXTS, WORDY))
def test_any_text_has_well_formed_quotations(text: str) -> None:
    found = find_quotations(text)
    for index, quotation in enumerate(found):
        assert len(quotation.segments) == len(quotation.outside) > 0
        if quotation.outside[0].start < quotation.segments[0].start:
            assert text.startswith(quotation.opener, quotation.outside[0].start)
        else:  # an inner mark stood alone, and goes on where only the outer one opens anew
            assert quotation.level > 0
        for inside, outside in zip(quotation.segments, quotation.outside, strict=True):
            assert 0 <= outside.start <= inside.start < inside.end <= outside.end <= len(text)
            assert not text[inside.start].isspace()
            assert not text[inside.end - 1].isspace()
        check_place(found, index)
    assert [q.outside[0].start for q in found] == sorted({q.outside[0].start for q in found})


def check_place(found: tuple[Quotation, ...], index: int) -> None:
    quotation = found[index]
    if quotation.parent is None:
        assert quotation.level == 0
    else:
        parent = found[quotation.parent]
        assert quotation.parent < index
        assert quotation.level == parent.level + 1
        assert all(any(contains(outer, span) for outer in parent.segments)
                   for span in quotation.outside)
    for other in found[:index]:
        if other.level == quotation.level:
            assert not any(overlaps(a, b) for a in other.outside for b in quotation.outside)


@given(st.one_of(TEXTS, WORDY))
def test_each_segment_stays_in_its_own_paragraph(text: str) -> None:
    homes = paragraphs(normalise(text))
    for quotation in find_quotations(text):
        where = [next(i for i, home in enumerate(homes) if contains(home, span))
                 for span in quotation.outside]
        assert len(set(where)) == len(where)


@given(st.one_of(TEXTS, WORDY), st.one_of(TEXTS, WORDY))
def test_a_paragraph_that_begins_with_a_word_starts_afresh(first: str, second: str) -> None:
    second = "Word " + second
    offset = len(first) + 2
    joined = find_quotations(first + "\n\n" + second)
    assert [(q.segments, q.closed) for q in joined] == \
        [(q.segments, q.closed) for q in find_quotations(first)] + \
        [(tuple((start + offset, end + offset) for start, end in q.segments), q.closed)
         for q in find_quotations(second)]


@given(st.one_of(TEXTS, WORDY))
def test_a_text_is_always_read_the_same_way(text: str) -> None:
    assert find_quotations(text) == find_quotations(text)


def test_gold_contents_begin_where_quotations_do(shared: Callable[[str], Path]) -> None:
    begins = total = 0
    for line in shared("polnear/dev.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)
        text = document["text"]
        starts = {span.start for q in find_quotations(text) for span in q.outside}
        spans = [span for row in document["attributions"] for span in row["content"] or []]
        marked = [start for start, _ in spans
                  if text[start] in '"“«' or text[start:start + 2] in ("``", "''")]
        total += len(marked)
        begins += sum(start in starts for start in marked)
    assert total > 100
    assert begins / total > 0.99


def test_a_text_of_nothing_but_marks_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotes.marks._MOST_MARKS", 20)
    with pytest.raises(InputError, match="not running text"):
        find_quotations('"a" ' * 30)
    assert find_quotations('"a" ' * 10)


def test_what_is_refused_may_be_a_run_of_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotes.marks._MOST_MARKS", 20)
    with pytest.raises(InputError, match="in one paragraph, or in a run that each begin with one"):
        find_quotations('"a" b.\n\n' * 30)
    assert find_quotations('He said "a" b.\n\n' * 30)
