"""Very long documents: where they are cut, and that the numbers are the whole document's."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence

import pytest

from quotes import pipeline, sections
from quotes.documents import Document
from quotes.packed import Packed
from quotes.pipeline import Extractor, Result
from quotes.records import QuoteRecord
from quotes.trees import Parse
from tests.trees import SAID, build


def _cut(text: str, longest: int, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    monkeypatch.setattr(sections, "LONGEST", longest)
    found = list(sections.sections(Document("a", text)))
    assert "".join(section.document.text for section in found) == text
    assert [text[s.start:s.start + len(s.document.text)] for s in found] \
        == [s.document.text for s in found]
    return [(section.document.text, section.goes_on) for section in found]


@pytest.mark.parametrize(("text", "first", "goes_on"), [
    ("One two three.\n\nFour.\nFive six seven eight.", "One two three.\n\n", False),
    ('One two three.\nFour.\n\n"Five six seven', "One two three.\n", False),
    ('One two three.\n\n"Five six seven', "One two three.\n\n", False),
    ("Here ended. And then he went on", "Here ended. ", True),
    ("one two three four five six seven", "one two three four ", True),
    ("a" * 40, "a" * 20, True)])
def test_a_section_ends_where_least_goes_on(
        text: str, first: str, goes_on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _cut(text, 20, monkeypatch)[0] == (first, goes_on)


def test_a_section_is_half_as_long_at_least(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _cut("A b.\n\n" + "word " * 100, 40, monkeypatch)
    assert all(20 <= len(text) <= 40 for text, _ in found[:-1])


def test_line_ends_that_only_wrap_end_no_paragraph(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "The mayor of the town said on Monday that he would\n"
    assert all(goes_on for _, goes_on in _cut(line * 10, 200, monkeypatch)[:-1])


def test_cutting_takes_each_blank_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    rank = sections._rank

    def counted(plain: str, blanks: object) -> int:
        looked.append(1)
        return rank(plain, blanks)  # type: ignore[arg-type]

    monkeypatch.setattr(sections, "_rank", counted)
    _cut("\n" * 500 + "a b " * 500 + " \n" * 500, 100, monkeypatch)
    assert len(looked) <= 2000


# The records of a document that is read so

class _Parser:
    """Parses a text that says the same over and over, and fails where one says FAIL."""

    name, sha256, calibration = "stand-in", "0" * 64, None

    def parse(self, documents: Sequence[Document]) -> list[Parse]:
        for document in documents:
            if "FAIL" in document.text:
                raise ValueError("out of words")
        return [build("\n#\n".join([SAID] * d.text.count("left"))) for d in documents]


ONE = build(SAID).text


@pytest.fixture
def extractor(monkeypatch: pytest.MonkeyPatch) -> Extractor:
    monkeypatch.setattr(pipeline, "_load", lambda settings: _Parser())
    monkeypatch.setattr(sections, "LONGEST", 2 * len(ONE) + 10)
    return Extractor()


def _read(extractor: Extractor, text: str) -> Result:
    [result] = extractor.stream([Document("a", text)])
    return result


def test_every_span_counts_the_whole_document(extractor: Extractor) -> None:
    text = "\n\n".join([ONE] * 5)
    result = _read(extractor, text)
    found = list(result.records)
    assert result.warnings == (sections.WARNING,)
    assert len(found) == 5
    for record in found:
        assert record.cue is not None
        assert record.speaker is not None
        spans = [*record.content, *record.quoted, *record.cue.spans, *record.speaker.mention]
        assert all(text[span.start:span.end] == span.text for span in spans)
        assert text[slice(*record.context.sentence)] == ONE.strip()
        assert record.warnings == ["read_in_sections"]
    assert [record.content[0].start for record in found] == sorted(
        {record.content[0].start for record in found})
    assert len({record.id for record in found}) == 5
    assert len({record.document.sha256 for record in found}) == 1


def test_a_person_of_one_section_is_nobody_of_another(extractor: Extractor) -> None:
    entities = [record.speaker and record.speaker.entity
                for record in _read(extractor, "\n\n".join([ONE] * 3)).records]
    assert entities == ["e1", "e1", "e1s2"]


def test_paragraphs_are_counted_through(extractor: Extractor) -> None:
    found = [record.context.paragraph
             for record in _read(extractor, "\n\n".join([ONE] * 5)).records]
    assert found == [0, 1, 2, 3, 4]


def test_others_keep_their_order_and_are_read_whole(extractor: Extractor) -> None:
    short, long = Document("short", ONE), Document("long", "\n\n".join([ONE] * 3))
    results = list(extractor.stream([short, long, short]))
    assert [r.document and r.document.id for r in results] == ["short", "long", "short"]
    assert [len(r.records) for r in results] == [1, 3, 1]
    assert [bool(r.warnings) for r in results] == [False, True, False]


def test_a_section_that_fails_fails_the_document(extractor: Extractor) -> None:
    result = _read(extractor, "\n\n".join([ONE, ONE, ONE, "FAIL"]))
    assert result.failure is not None
    assert result.failure.id == "a"
    assert not result.records


# Packed records

@pytest.fixture(scope="module")
def record() -> QuoteRecord:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pipeline, "_load", lambda settings: _Parser())
        [made] = Extractor().extract(Document("a", ONE)),
    return made[0]


def test_packed_records_come_back_as_they_were(record: QuoteRecord) -> None:
    many = [record.model_copy(update={"id": str(i), "text": "a\nb \u2028 é"}) for i in range(600)]
    packed = Packed(many)
    assert len(packed) == 600
    assert list(packed) == many
    assert (packed[0], packed[255], packed[256], packed[-1]) \
        == (many[0], many[255], many[256], many[-1])
    assert packed[254:258] == many[254:258]
    with pytest.raises(IndexError):
        packed[600]


def test_packed_records_take_little_memory(record: QuoteRecord) -> None:
    tracemalloc.start()
    packed = Packed(record.model_copy(update={"id": str(i)}) for i in range(2000))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(packed) == 2000
    assert taken < 2000 * len(record.model_dump_json())
