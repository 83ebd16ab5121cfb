"""Any text and any spans survive export, a real parser of the format, and import."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quotes import export_records, read_corrections
from quotes.formats.annotation import fragments, shown, visible
from quotes.formats.exporting import export_files
from quotes.records import QuoteRecord
from quotes.speakers.roster.cells import unguarded
from quotes.text import Span
from quotes.whole import write_folder
from tests.test_export import markdown_text
from tests.two_articles import quotation

# Emoji, combining marks, right to left and overrides, every kind of line end, NUL, and whatever a
# format takes for markup.
_STRANGE = "\U0001f600\U0001f468\u200d\u0301\u202e\u05d0\u0627\r\n\t\v\f\x1c\x85\u2028\u2029\0\ufeff" \
    "\"“”'<>&*_`#|[]()\\=+-@;,:{}1a "
texts = st.text(st.one_of(st.sampled_from(_STRANGE), st.characters(exclude_categories=["Cs"])),
                min_size=1, max_size=40).filter(lambda text: text.strip())


@st.composite
def _spans(draw: st.DrawFn, text: str, least: int = 0) -> list[dict[str, Any]]:
    found = []
    for _ in range(draw(st.integers(least, 3))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        found.append({"start": start, "end": end, "text": text[start:end]})
    return found


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[QuoteRecord]]:
    text = draw(texts)
    found: dict[str, QuoteRecord] = {}
    for _ in range(draw(st.integers(1, 3))):
        content = draw(_spans(text, 1))
        if not visible(text, tuple(Span(s["start"], s["end"]) for s in content)):
            continue
        cue, mention, relay = (draw(_spans(text)) for _ in range(3))
        name = draw(texts)
        record = QuoteRecord.model_validate({
            **quotation(text, "d", [text]).model_dump(), "id": f"r{len(found)} x", "content": content, "quoted": [], "text": name,
            "cue": {"spans": cue, "lemma": "say", "category": "order"} if cue else None,
            "speaker": {"name": name, "kind": "person", "resolution": "named", "confidence": 0.5,
                        "mention": mention} if draw(st.booleans()) else None,
            "sources": [{"relation": "document", "name": name, "mention": relay}] if relay else [],
            "parent": draw(st.sampled_from([None, *found])),
            "confidence": draw(st.floats(0, 1))})
        found[record.id] = record
    assume(found)
    return text, list(found.values())


@given(documents())
@settings(deadline=None)
def test_csv(made: tuple[str, list[QuoteRecord]]) -> None:
    text, records = made
    data = b"".join(export_records(records, "csv")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data, newline=""), strict=True))
    for row, record in zip(rows, records, strict=True):
        places = [tuple(map(int, place.split("-"))) for place in row["content_spans"].split(";")]
        assert places == [(s.start, s.end) for s in record.content]
        assert unguarded(row["content_text"]) == "\n".join(text[a:b] for a, b in places)
        assert unguarded(row["text"]) == record.text
        assert float(row["confidence"]) == record.confidence


@given(documents())
@settings(deadline=None)
def test_parquet(made: tuple[str, list[QuoteRecord]]) -> None:
    data = b"".join(export_records(made[1], "parquet"))
    found = []
    for row in pq.read_table(io.BytesIO(data)).to_pylist():
        del row["verification"], row["more"]
        found.append(QuoteRecord.model_validate(row))
    assert found == made[1]


@given(documents())
@settings(deadline=None)
def test_markdown_is_only_text(made: tuple[str, list[QuoteRecord]]) -> None:
    data = b"".join(export_records(made[1], "markdown"))
    for record, words in zip(made[1], markdown_text(data)[1::2], strict=True):
        pieces = [" ".join(span.text.split()) for span in record.content]
        if "".join(pieces).isprintable() and all(pieces) and len(pieces) > 1:
            assert words == " · ".join(f"“{piece}”" for piece in pieces)


@given(documents())
@settings(deadline=None)
def test_doccano_and_label_studio(made: tuple[str, list[QuoteRecord]]) -> None:
    text, records = made
    for tool in ("doccano", "label-studio"):
        data = b"".join(export_records(records, tool, {"d": text}))
        json.loads(data) if tool == "label-studio" else [json.loads(line) for line in data.splitlines()]
        with tempfile.NamedTemporaryFile(delete=False) as file:
            file.write(data)
        try:
            _comes_back(text, records, Path(file.name), tool)
        finally:
            Path(file.name).unlink()


@given(documents())
@settings(deadline=None)
def test_brat(made: tuple[str, list[QuoteRecord]]) -> None:
    text, records = made
    with tempfile.TemporaryDirectory() as folder:
        write_folder(Path(folder) / "b", export_files(records, "brat", {"d": text}))
        _is_brat_s(Path(folder) / "b" / "d")
        _comes_back(text, records, Path(folder) / "b", "brat")


def _comes_back(text: str, records: list[QuoteRecord], path: Path, tool: Any) -> None:
    """Exactly, given the records; and without them, whatever is marked."""
    assert list(read_corrections([path], tool, records)) == records
    found = [item for item in read_corrections([path], tool) if isinstance(item, QuoteRecord)]
    assert sorted(record.id for record in found) == sorted(record.id for record in records)
    by_id = {record.id: record for record in records}
    for record in found:
        old, new = shown(by_id[record.id]), shown(record)
        for field in ("content", "cue", "speaker"):
            kept = [f for f in fragments(text, getattr(old, field)) if text[slice(*f)].strip()]
            assert [f for f in fragments(text, getattr(new, field)) if text[slice(*f)].strip()] == kept
        for span in (*record.content, *record.quoted):
            assert text[span.start:span.end] == span.text


_ANN = re.compile(r"T\d+\t\w+ (?P<spans>\d+ \d+(?:;\d+ \d+)*)\t(?P<text>.+)"
                  r"|R\d+\t\w+ Arg1:T\d+ Arg2:T\d+|A\d+\t\w+ T\d+ \S+|#\d+\tAnnotatorNotes T\d+\t.*",
                  re.DOTALL)


def _is_brat_s(document: Path) -> None:
    """What brat itself demands: lines as Python splits them, marks in order and verbatim."""
    text = document.with_suffix(".txt").read_bytes().decode("utf-8")
    ids = set()
    for line in document.with_suffix(".ann").read_bytes().decode("utf-8").splitlines():
        found = _ANN.fullmatch(line)
        assert found is not None, line
        ids.add(line.partition("\t")[0])
        if found["spans"]:
            spans = [tuple(map(int, span.split())) for span in found["spans"].split(";")]
            assert spans == sorted(spans)
            assert all(a < b for a, b in spans)
            assert all(one[1] <= two[0] for one, two in pairwise(spans))
            assert found["text"] == " ".join(text[a:b] for a, b in spans)
            assert found["text"].strip()
    assert all(set(re.findall(r"Arg\d:(T\d+)", line)) <= ids
               for line in document.with_suffix(".ann").read_text("utf-8").split("\n"))
