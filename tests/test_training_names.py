"""Names as the scorer of a model folder reads them from labelled tokens."""

from __future__ import annotations

from quotes.text import Span
from training.joint.names import _bare, _read

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
