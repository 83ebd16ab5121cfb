"""Label Studio's export read back, with the regions that people made there.

Decides which of a task's annotations counts, and that regions are held against the text: the
words that a region has must be those at its place. Releases before 1.4 counted code units of
UTF-16; where all regions of a task agree with their words only so, they are read so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from quotes.documents import Failure
from quotes.errors import InputError
from quotes.formats.annotation import (
    ADDRESSEE,
    CATEGORIES,
    CUE,
    LABELS,
    SAID_BY,
    SAID_TO,
    SIGNALLED_BY,
    SPEAKER,
    TYPES,
    AnnotatedText,
    Link,
    Mark,
    Warn,
    together,
)
from quotes.formats.label_studio import CATEGORY, NAME, TEXT, TYPE
from quotes.formats.units import Units
from quotes.text import Span

_REMEDY = "give what Label Studio exports as JSON"
_ALLOWED = {TYPE: TYPES, CATEGORY: CATEGORIES}
# What a relation means that was drawn without choosing a name, where it can mean one thing only.
_OBVIOUS = {CUE: SIGNALLED_BY, SPEAKER: SAID_BY, ADDRESSEE: SAID_TO}


def read(data: bytes, path: str, warn: Warn) -> Iterator[AnnotatedText | Failure]:
    """The documents of an export, a task each."""
    try:
        tasks = orjson.loads(data)
    except ValueError as error:
        yield Failure(path, f"not JSON ({error}); {_REMEDY}", path=path)
        return
    for number, task in enumerate(tasks if isinstance(tasks, list) else [tasks], 1):
        yield _read_task(task, path, number, warn)


def _read_task(task: Any, path: str, number: int, warn: Warn) -> AnnotatedText | Failure:
    try:
        return _task(task, f"{path}: task {number}", warn)
    except InputError as error:
        return Failure(path, f"task {number}: {error.message}", path=path)


def _task(task: Any, place: str, warn: Warn) -> AnnotatedText:
    data = task.get("data") if isinstance(task, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(data.get(TEXT), str):
        raise InputError(f"no data.{TEXT} in it (JSON-MIN and CSV lack the relations); {_REMEDY}")
    result = _result(task)
    marks = _marks(result, data[TEXT], place, warn)
    numbers = {key: mark.number for key, mark in marks.items()}
    known = [mark for mark in marks.values() if mark.label in LABELS]
    for label in sorted({mark.label for mark in marks.values()} - set(LABELS)):
        warn(f"{place}: marks {label!r} are passed over; there are {', '.join(LABELS)}")
    labels = {mark.number: mark.label for mark in known}
    links = [link for each in result if each.get("type") == "relation"
             for link in _links(each, numbers, labels)]
    whole, joined = together(known, links)
    document, entries = data.get("document"), data.get("records")
    return AnnotatedText(place, data[TEXT], whole, joined,
                         document if isinstance(document, Mapping) else None,
                         [str(each) for each in entries] if isinstance(entries, list) else ())


def _result(task: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What counts: the one annotation, or the one that was set as ground truth, else, where
    nobody has annotated, the prediction."""
    done = [a for a in _objects(task.get("annotations")) if not a.get("was_cancelled")]
    if len(done) > 1:
        done = [a for a in done if a.get("ground_truth")] or done
    if len(done) > 1:
        raise InputError(f"{len(done)} annotations; set one as ground truth in Label Studio, and "
                         "export again")
    counted = done or _objects(task.get("predictions"))[:1]
    return _objects(counted[0].get("result")) if counted else []


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _marks(result: Sequence[Mapping[str, Any]], text: str, place: str, warn: Warn
           ) -> dict[str, Mark]:
    """The marks by the ids of their regions."""
    regions = [each for each in result if each.get("type") == "labels"]
    spans = _places(regions, text, place, warn)
    found: dict[str, Mark] = {}
    for number, (region, span) in enumerate(zip(regions, spans, strict=True), 1):
        labels = [str(label) for label in _value(region).get("labels") or ("",)]
        label = next((label for label in labels if label in LABELS), labels[0])
        found[str(region.get("id"))] = Mark(number, label, (span,))
    for each in result:
        key, said = str(each.get("id")), _said(each)
        if said is not None and key in found:
            found[key] = found[key]._replace(**said)
    return found


def _value(region: Mapping[str, Any]) -> Mapping[str, Any]:
    value = region.get("value")
    return value if isinstance(value, Mapping) else {}


def _said(each: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a control other than the labels says of its region."""
    control, value = each.get("from_name"), _value(each)
    given = value.get("text" if control == NAME else "choices")
    first = given[0] if isinstance(given, list) and given else given
    if control == NAME and isinstance(first, str):
        return {"name": " ".join(first.split()) or None}
    if control not in _ALLOWED or not isinstance(first, str):
        return None
    if first not in _ALLOWED[control]:
        raise InputError(f"{control} is {first!r}, and can be {', '.join(_ALLOWED[control])}")
    return {control: first}


def _places(regions: Sequence[Mapping[str, Any]], text: str, place: str, warn: Warn
            ) -> list[Span]:
    """Where the regions stand, in code points."""
    given = [_offsets(region) for region in regions]
    told = [_value(region).get("text") for region in regions]
    wrong = [i for i, span in enumerate(given) if not _agrees(text, span, told[i])]
    if not wrong:
        return given
    units = Units(text)
    turned = [(units.code_point(start), units.code_point(end)) for start, end in given]
    other = [Span(*each) for each in turned if None not in each]  # type: ignore[arg-type]
    if len(other) == len(given) and all(map(_agrees, [text] * len(other), other, told)):
        warn(f"{place}: offsets count UTF-16, as Label Studio did before 1.4; they were converted")
        return other
    start, end = given[wrong[0]]
    raise InputError(f"region {regions[wrong[0]].get('id')} at {start}-{end} says "
                     f"{told[wrong[0]]!r}, and the text there is {text[start:end]!r}; import the "
                     "task as it was exported, and mark it again")


def _offsets(region: Mapping[str, Any]) -> Span:
    value = _value(region)
    try:
        return Span(int(value["start"]), int(value["end"]))
    except (KeyError, TypeError, ValueError):
        raise InputError(f"region {region.get('id')} has no start and end; {_REMEDY}") from None


def _agrees(text: str, span: Span, words: Any) -> bool:
    """Whether it lies in the text and has its words; a browser shows line ends in its own way."""
    start, end = span
    return 0 <= start < end <= len(text) and (
        not isinstance(words, str) or _bare(words) == _bare(text[start:end]))


def _bare(words: str) -> str:
    return "".join(words.replace("\\n", " ").split())


def _links(relation: Mapping[str, Any], numbers: Mapping[str, int], labels: Mapping[int, str]
           ) -> Iterator[Link]:
    ends = [numbers.get(str(relation.get(key)), 0) for key in ("from_id", "to_id")]
    if relation.get("direction") == "left":
        ends.reverse()
    named = [str(name) for name in relation.get("labels") or ()]
    if not named:
        named = [_OBVIOUS[label] for label in map(labels.get, ends) if label in _OBVIOUS][:1]
    for name in named or ["without a name"]:
        yield Link(name, *ends)
