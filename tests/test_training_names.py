"""Names as the scorer of a model folder reads them from labelled tokens."""

from __future__ import annotations

import json

import pytest

from quotes.parse.folder import EMBEDDED
from quotes.text import Span
from training.joint.names import NEWS, _bare, _read, _read_spans, score

LABELLED = """# newdoc id = a
# text = The Harbor Union 's Ana Ruiz left Oslo .
1\tThe\tB-ORG\t-\t-
2\tHarbor\tI-ORG\t-\t-
3\tUnion\tI-ORG\t-\t-
4\t's\tI-ORG\t-\t-
5\tAna\tB-PER\t-\t-
6\tRuiz\tI-PER\t-\t-
7\tleft\tO\t-\t-
8\tOslo\tB-LOC\t-\t-
9\t.\tO\t-\t-

1\tNobody\tO\t-\t-

# newdoc id = b
1\tFriday\tB-DATE\t-\t-
"""


def test_labelled_tokens_are_a_text_with_its_names() -> None:
    (text, names), (other, none) = _read(LABELLED)
    assert text == "The Harbor Union 's Ana Ruiz left Oslo .\nNobody\n"
    assert {(text[a:b], kind) for a, b, kind in names} == {
        ("Harbor Union", "ORG"), ("Ana Ruiz", "PER"), ("Oslo", "LOC")}
    assert (other, none) == ("Friday\n", set())


def test_articles_and_possessives_are_no_part_of_a_name() -> None:
    text = "the Post's"
    assert list(_bare(text, Span(0, len(text)), "ORG")) == [(4, 8, "ORG")]
    assert list(_bare("The ", Span(0, 4), "ORG")) == []


def test_names_of_the_news_passages_are_whole_words_apart_in_order() -> None:
    rows = [json.loads(line) for line in NEWS.read_text("utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == len(rows) == 45
    for row in rows:
        text, last = row["text"], 0
        for start, end, kind in row["names"]:
            assert kind in ("PER", "ORG", "LOC")
            assert last <= start < end
            name = text[start:end]
            assert name == name.strip()
            assert not name.lower().startswith(("the ", "a "))
            assert not text[start - 1:start].isalnum()
            assert not text[end:end + 1].isalnum()
            last = end
    [first, *_] = _read_spans(NEWS.read_text("utf-8"))
    assert first == (rows[0]["text"], {tuple(name) for name in rows[0]["names"]})


@pytest.mark.model
@pytest.mark.slow
def test_names_in_news_get_no_worse() -> None:
    assert score(NEWS, EMBEDDED)["F1"] >= 78.5
