"""What holds for any text: offsets, sameness, and independence of the batch.

The model reads every example, so there are few of them; what they splice in is what breaks
offsets: characters beyond the first plane, marks that combine, line ends, NUL, right-to-left
text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotes import Document, Extractor, Settings
from quotes.records import QuoteRecord

pytestmark = pytest.mark.model

_SENTENCES = (
    '"The road is open," Ana Ruiz said. "Drive slowly."',
    "“We lost the boats,” said Piet Vos, the harbour master.",
    "The minister said the plan was ‘dead in the water’ and asked for patience.",
    "According to the harbour office, four ships are waiting.",
    "«It is over», the coach told reporters on Monday.",
    "REYES: Who signed it?\n\nMORGAN: Nobody did.",
    "„Nein“, sagte er; 「いいえ」 she said, according to a translation provided by Nordvik.",
    "He warned of a \"total war\" against the coast, which the general denied.",
)
_ODD = ("\r\n", "\r\n\r\n", "\t", "\x00", "\u200f", "\u202e", "\u0301", "\u200b", "\ufeff", "\u2028", "\x85",
        "\U0001f44b\U0001f3fd", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "שלום", "قال الوزير",
        "한국어", "e\u0301", "\"", "'", "“", "”", "''", "``", "»", "「", "—", "...", "\xa0", "\U000e0041")
_settled = settings(max_examples=25, deadline=None, derandomize=True, database=None,
                    suppress_health_check=[HealthCheck.too_slow,
                                           HealthCheck.function_scoped_fixture])


@st.composite
def _texts(draw: st.DrawFn) -> str:
    """Sentences with quotations, with odd characters at random places in them."""
    sentences = draw(st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=3))
    text = draw(st.sampled_from((" ", "\n\n", "\r\n\r\n", "\n"))).join(sentences)
    splices = draw(st.lists(st.tuples(
        st.integers(0, len(text)),
        st.one_of(st.sampled_from(_ODD),
                  st.text(st.characters(exclude_categories=["Cs"]), max_size=8))), max_size=6))
    for place, odd in sorted(splices, reverse=True):
        text = text[:place] + odd + text[place:]
    return text


def _spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every {start, end, text} in a record's JSON, wherever it stands."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        for inner in value.values():
            yield from _spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _spans(inner)


def _json(records: Sequence[QuoteRecord]) -> list[str]:
    return [record.model_dump_json() for record in records]


@_settled
@given(text=_texts())
def test_every_span_is_verbatim(text: str, extractor: Extractor) -> None:
    for record in extractor.extract(Document(id="a", text=text)):
        spans = list(_spans(record.model_dump()))
        assert len(spans) >= len(record.content)
        for span in spans:
            assert span["start"] < span["end"]
            assert text[span["start"]:span["end"]] == span["text"]
        start, end = record.context.sentence
        assert 0 <= start < end <= len(text)


@_settled
@given(text=_texts())
def test_records_are_well_formed(text: str, extractor: Extractor) -> None:
    """Content is sorted, disjoint and holds a word; parents exist; ids differ."""
    records = extractor.extract(Document(id="a", text=text))
    ids = [record.id for record in records]
    assert len(set(ids)) == len(ids)
    for record in records:
        places = [(s.start, s.end) for s in record.content]
        assert places == sorted(places)
        assert all(end <= start for (_, end), (start, _) in pairwise(places))
        assert any(c.isalnum() for c in record.text)
        assert record.parent is None or record.parent in set(ids) - {record.id}
        assert (record.speaker is None) == (record.unattributed is not None)
        assert record.type == "indirect" or record.quoted


@settings(_settled, max_examples=10)
@given(text=_texts())
def test_same_text_gives_the_same_bytes(text: str, extractor: Extractor) -> None:
    document = Document(id="a", text=text)
    assert _json(extractor.extract(document)) == _json(extractor.extract(document))


@pytest.fixture(scope="module")
def documents(checkout: Path) -> list[Document]:
    """The founding article and texts of several lengths, so that batches mix them."""
    mosul = (checkout / "fixtures" / "articles" / "mosul.txt").read_text("utf-8")
    made = [" ".join(_SENTENCES[:n]) for n in range(1, len(_SENTENCES) + 1)]
    paragraphs = ["\n\n".join(_SENTENCES[n:] + _SENTENCES[:n]) for n in range(0, len(_SENTENCES), 3)]
    return [Document(id=str(i), text=text) for i, text in enumerate([mosul, *made, *paragraphs, ""])]


def _records(extractor: Extractor, documents: Sequence[Document]) -> list[list[str]]:
    results = list(extractor.stream(documents))
    assert all(result.failure is None for result in results)
    return [_json(result.records) for result in results]


def test_batch_size_changes_no_record(documents: list[Document], extractor: Extractor) -> None:
    """One window at a time, 64 together, and the size in between: the same bytes."""
    usual = _records(extractor, documents)
    assert sum(map(len, usual)) > len(documents)
    for size in (1, 64):
        assert _records(Extractor(Settings(threads=1, batch_size=size)), documents) == usual


def test_company_changes_no_record(documents: list[Document], extractor: Extractor) -> None:
    """A document alone gives what it gives among others, in any order."""
    together = _records(extractor, documents)
    assert [_records(extractor, [document])[0] for document in documents] == together
    assert _records(extractor, documents[::-1])[::-1] == together
