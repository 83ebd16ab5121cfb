"""Records held against what a careful reader found: `fixtures/articles/*.expected.jsonl`.

The rules are those of fixtures/articles/README.md: a record pairs with the finding that it
overlaps most, at a token IoU of 0.6 or more over words; then type, cue, speaker and the rest
are compared one by one, and every difference is a line of text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from quotes.records import QuoteRecord

_LEAST_IOU = 0.6
_ARTICLE = re.compile(r"^(the|a|an)\s+", re.IGNORECASE)
Spans = Sequence[Sequence[int]]


class Comparison(NamedTuple):
    """One finding, the record paired with it, and what differs."""

    finding: dict[str, Any]
    record: QuoteRecord | None
    problems: tuple[str, ...]


def load(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def compare(text: str, findings: Sequence[dict[str, Any]],
            records: Sequence[QuoteRecord]) -> tuple[list[Comparison], list[QuoteRecord]]:
    """Each finding with its record and problems; and the attributed records that pair with none."""
    pairs = _pairs(text, findings, records)
    compared = [Comparison(f, records[pairs[i]], tuple(_problems(text, f, records[pairs[i]])))
                if i in pairs else Comparison(f, None, ("not found",))
                for i, f in enumerate(findings)]
    extra = [r for j, r in enumerate(records)
             if j not in pairs.values() and r.speaker is not None]
    return compared, extra


def _pairs(text: str, findings: Sequence[dict[str, Any]],
           records: Sequence[QuoteRecord]) -> dict[int, int]:
    """Finding to record, best overlap first, one to one; a touching cue settles a tie."""
    scored = []
    for i, finding in enumerate(findings):
        for j, record in enumerate(records):
            overlap = max(_iou(text, spans, _spans(record.content))
                          for spans in (finding["content"], *finding.get("alternatives", ())))
            if overlap >= _LEAST_IOU:
                scored.append((-overlap, not _cue_touches(finding, record), i, j))
    pairs: dict[int, int] = {}
    for _, _, i, j in sorted(scored):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _problems(text: str, finding: dict[str, Any], record: QuoteRecord) -> Iterator[str]:
    if record.type != finding["type"]:
        yield f"type {record.type}, expected {finding['type']}"
    if not _cue_touches(finding, record):
        yield f"cue {record.cue and [s.text for s in record.cue.spans]}"
    yield from _speaker_problems(text, finding, record)
    told = "" if record.addressee is None else record.addressee.name
    if "addressee" in finding and _bare(told) != _bare(finding["addressee"]):
        yield f"addressee {told or None}"
    for source in finding.get("sources", ()):
        if not any(s.relation == source["relation"] and (
                "name" not in source or _bare(s.name) == _bare(source["name"]))
                for s in record.sources):
            yield f"sources {[(s.relation, s.name) for s in record.sources]}, expected {source}"


def _speaker_problems(text: str, finding: dict[str, Any], record: QuoteRecord) -> Iterator[str]:
    expected, speaker = finding["speaker"], record.speaker
    if expected is None:
        if speaker is not None and speaker.resolution != "unresolved":
            yield f"names {speaker.name}, where nobody may be named"
        return
    if speaker is None:
        yield "no speaker"
        return
    if _bare(speaker.name) != _bare(expected["name"]):
        yield f"speaker {speaker.name}, expected {expected['name']}"
    if speaker.kind != expected["kind"]:
        yield f"kind {speaker.kind}, expected {expected['kind']}"
    if expected.get("mention") and not _overlap([expected["mention"]], _spans(speaker.mention)):
        yield f"mention {[s.text for s in speaker.mention]}"
    yield from _detail_problems(finding, speaker)


def _detail_problems(finding: dict[str, Any], speaker: Any) -> Iterator[str]:
    if "role" in finding and not any(_either_in(finding["role"], role) for role in speaker.roles):
        yield f"roles {speaker.roles}, expected {finding['role']}"
    if "title" in finding and finding["title"] not in speaker.titles:
        yield f"titles {speaker.titles}, expected {finding['title']}"
    if finding.get("anonymous", False) and not speaker.anonymous:
        yield "not anonymous"


def _either_in(a: str, b: str) -> bool:
    return _bare(a) in _bare(b) or _bare(b) in _bare(a)


def _bare(name: str) -> str:
    return _ARTICLE.sub("", name).casefold()


def _cue_touches(finding: dict[str, Any], record: QuoteRecord) -> bool:
    if finding["cue"] is None or record.cue is None:
        return finding["cue"] is None and record.cue is None
    return _overlap([finding["cue"]], _spans(record.cue.spans))


def _overlap(a: Spans, b: Spans) -> bool:
    return any(s < y and x < e for s, e in a for x, y in b)


def _spans(found: Iterable[Any]) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in found]


def _iou(text: str, a: Spans, b: Spans) -> float:
    first, second = _words(text, a), _words(text, b)
    return len(first & second) / len(first | second) if first | second else 0.0


def _words(text: str, spans: Spans) -> set[int]:
    return {s + m.start() for s, e in spans for m in re.finditer(r"\w+", text[s:e])}
