"""Sentences with what has to be found in them, and what must not, through the whole program.

Each file of tests/cases/attribution is a list of cases: `label`, `comment`, `text`, and

- `expect`: records that must be there, each by the keys that matter: `content` (verbatim, a
  string or one a span), `cue` (words that the cue holds; null for none), `mention` (the words
  that name the speaker; null for nobody), `name`, `type`, `category`, `negated`, `modality`,
  `addressee`, `sources` ([relation, name], all of them), `parent` (words of the parent's
  content; null for none), `unattributed`, `warnings`, `quoted`, `time`, `medium`, `occasion`,
  `day` (that `time` is, by the case's `date`), `affiliation`;
- `forbid`: the same keys, and `has` (words within the content); no record may fit all of them;
- `count`: how many records there are in all.

Cases in `known-failures` also say why they fail, and must fail: one that starts to pass moves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from quotes import Document, Extractor
from quotes.formats.select import Selection
from quotes.records import QuoteRecord, TextSpan

pytestmark = pytest.mark.model

_CASES = Path(__file__).parent / "cases" / "attribution"
_FOLDERS = ("in-the-wild", "synthetic", "negative", "known-failures")
Case = dict[str, Any]


def _texts(spans: Sequence[TextSpan]) -> list[str]:
    return [span.text for span in spans]


def _listed(wanted: str | list[str]) -> list[str]:
    return [wanted] if isinstance(wanted, str) else wanted


def _content(record: QuoteRecord, wanted: Any) -> bool:
    return _texts(record.content) == _listed(wanted)


def _has(record: QuoteRecord, wanted: Any) -> bool:
    return any(wanted in text for text in _texts(record.content))


def _cue(record: QuoteRecord, wanted: Any) -> bool:
    if wanted is None or record.cue is None:
        return wanted is None and record.cue is None
    words = re.findall(r"[\w']+", " ".join(_texts(record.cue.spans)))
    return f" {wanted} " in f" {' '.join(words)} "


def _mention(record: QuoteRecord, wanted: Any) -> bool:
    if wanted is None or record.speaker is None:
        return wanted is None and record.speaker is None
    return _texts(record.speaker.mention) == _listed(wanted)


def _name(record: QuoteRecord, wanted: Any) -> bool:
    return record.speaker is not None and bool(record.speaker.name == wanted)


def _sources(record: QuoteRecord, wanted: Any) -> bool:
    return bool([[s.relation, s.name] for s in record.sources] == wanted)


def _addressee(record: QuoteRecord, wanted: Any) -> bool:
    if wanted is None or record.addressee is None:
        return wanted is None and record.addressee is None
    return _texts(record.addressee.mention) == [wanted]


def _of_cue(field: str) -> Callable[[QuoteRecord, Any], bool]:
    return lambda record, wanted: record.cue is not None and getattr(record.cue, field) == wanted


def _of_circumstances(field: str) -> Callable[[QuoteRecord, Any], bool]:
    def fits(record: QuoteRecord, wanted: Any) -> bool:
        span = getattr(record.circumstances, field)
        return bool((span and span.text) == wanted)

    return fits


_FITS: dict[str, Callable[[QuoteRecord, Any], bool]] = {
    "content": _content, "has": _has, "cue": _cue, "mention": _mention, "name": _name,
    "type": lambda record, wanted: record.type == wanted,
    "quoted": lambda record, wanted: _texts(record.quoted) == wanted,
    "unattributed": lambda record, wanted: record.unattributed == wanted,
    "warnings": lambda record, wanted: record.warnings == wanted,
    "sources": _sources, "addressee": _addressee,
    "category": _of_cue("category"), "negated": _of_cue("negated"),
    "modality": _of_cue("modality"), "lemma": _of_cue("lemma"),
    "time": _of_circumstances("time"), "medium": _of_circumstances("medium"),
    "occasion": _of_circumstances("occasion"),
    "day": lambda record, wanted: (t := record.circumstances.time) is not None and t.iso == wanted,
    "affiliation": lambda record, wanted: (s := record.speaker) is not None
    and s.affiliation == wanted,
}


def _parent(records: Sequence[QuoteRecord], record: QuoteRecord, wanted: Any) -> bool:
    if wanted is None or record.parent is None:
        return wanted is None and record.parent is None
    parent = next(r for r in records if r.id == record.parent)
    return _has(parent, wanted)


def _misfits(records: Sequence[QuoteRecord], record: QuoteRecord, wanted: Case) -> list[str]:
    """The keys that the record doesn't fit."""
    return [key for key, value in wanted.items()
            if not (_parent(records, record, value) if key == "parent"
                    else _FITS[key](record, value))]


def _told(record: QuoteRecord) -> str:
    speaker = record.speaker
    return (f"{record.type} {_texts(record.content)} cue={record.cue and _texts(record.cue.spans)}"
            f" mention={speaker and _texts(speaker.mention)} name={speaker and speaker.name}"
            f" sources={[(s.relation, s.name) for s in record.sources]}"
            f" to={record.addressee and record.addressee.name} parent={record.parent}"
            f" unattributed={record.unattributed} rule={record.evidence.rule}")


def _complaints(case: Case, records: Sequence[QuoteRecord]) -> Iterator[str]:
    for wanted in case.get("expect", ()):
        misfits = [_misfits(records, record, wanted) for record in records]
        if not any(not keys for keys in misfits):
            yield f"not found: {wanted}; misfits: {min(misfits, key=len, default='no record')}"
    for barred in case.get("forbid", ()):
        yield from (f"forbidden: {_told(record)}" for record in records
                    if not _misfits(records, record, barred))
    if "count" in case and len(records) != case["count"]:
        yield f"{len(records)} records, expected {case['count']}"


def _cases() -> Iterator[Any]:
    for path in sorted(_CASES.glob("*/*.json")):
        folder = path.parent.name
        for case in json.loads(path.read_text("utf-8")):
            marks = [pytest.mark.xfail(strict=True, raises=AssertionError, reason=case["reason"])] \
                if folder == "known-failures" else []
            yield pytest.param(case, marks=marks, id=f"{folder}/{path.stem}: {case['label']}")


@pytest.mark.parametrize("case", list(_cases()))
def test_case(case: Case, extractor: Extractor) -> None:
    records = extractor.extract(Document(id="case", text=case["text"], date=case.get("date"),
                                         publisher=case.get("publisher")))
    if "expect" not in case:  # what isn't there may be proposed, as long as nobody sees it unasked
        records = list(Selection(threshold=extractor.threshold).filter(records))
    complaints = list(_complaints(case, records))
    assert not complaints, "\n".join([*complaints, "records:", *map(_told, records)])


def _wanted_texts(wanted: Case) -> Iterator[str]:
    for key in ("content", "has", "cue", "mention", "addressee", "time", "medium", "occasion"):
        yield from _listed(wanted.get(key) or [])
    yield from wanted.get("quoted", ())


@pytest.mark.parametrize("path", sorted(_CASES.glob("*/*.json")), ids=lambda p: p.stem)
def test_cases_can_fail(path: Path) -> None:
    """Every case demands something, with known keys and words that stand in its text."""
    assert path.parent.name in _FOLDERS
    for case in json.loads(path.read_text("utf-8")):
        demands = [*case.get("expect", ()), *case.get("forbid", ())]
        assert demands or "count" in case, case["label"]
        assert {"label", "comment", "text"} <= case.keys()
        for wanted in demands:
            assert wanted.keys() <= {*_FITS, "parent"}, case["label"]
        for wanted in case.get("expect", ()):
            missing = [t for t in _wanted_texts(wanted) if t not in case["text"]
                       and not set(t.split()) <= set(case["text"].split())]
            assert not missing, (case["label"], missing)
