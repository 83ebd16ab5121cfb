"""Label Studio: tasks with predictions, for people who correct records in Label Studio.

Decides how a record stands in its JSON: one task a document, one prediction in it with a region
for each mark, choices for type and category, a text field for the speaker's name, and relations.
A mark of several pieces is several regions, each joined to the next by `continues`. Offsets count
code points, as Label Studio has done since 1.4. `CONFIG` is the labelling interface that the
tasks fit. Task `data` keeps what tells `quotes import` the document and which marks are unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from quotes.formats.annotation import (
    CATEGORIES,
    CONTENT,
    CONTINUES,
    CUE,
    LABELS,
    RELATIONS,
    TYPES,
    Mark,
    apart,
    by_document,
    drawn,
    plain_name,
)
from quotes.records import QuoteRecord

NEEDS_TEXT = True

MARK, TYPE, CATEGORY, NAME, TEXT = "mark", "type", "category", "speaker", "text"


def export(records: Iterable[QuoteRecord], texts: Mapping[str, str]) -> Iterator[bytes]:
    """A JSON list of tasks, a chunk each."""
    yield b"["
    for i, (doc_id, own) in enumerate(by_document(records).items()):
        yield (b",\n" if i else b"\n") + orjson.dumps(task(own, texts[doc_id]))
    yield b"\n]\n"


def task(records: Sequence[QuoteRecord], text: str) -> dict[str, Any]:
    """The task of one document's records."""
    marks, links = drawn(records, text)
    whole = {mark.number: mark for mark in marks}
    split, joined = apart(marks, links)
    result = [each for mark in split for each in _region(mark, text, whole.get(mark.number))]
    result += [{"type": "relation", "from_id": _id(link.source), "to_id": _id(link.target),
                "direction": "right", "labels": [link.relation]} for link in joined]
    return {
        "data": {TEXT: text, "document": records[0].document.model_dump(mode="json"),
                 "records": [mark.record for mark in marks if mark.record is not None]},
        "predictions": [{"model_version": records[0].generator.model,
                         # Tasks are sorted by it: the one with the most doubtful record first.
                         "score": min(record.confidence for record in records),
                         "result": result}],
    }


def _id(number: int) -> str:
    return f"m{number}"


def _region(mark: Mark, text: str, whole: Mark | None) -> Iterator[dict[str, Any]]:
    """A piece of a mark; the first piece carries what is said of all."""
    [(start, end)] = mark.spans
    place = {"start": start, "end": end}
    yield _item(mark, MARK, "labels",
                {**place, "text": text[start:end], "labels": [mark.label]})
    if whole is not None and mark.label == CONTENT:
        yield _item(mark, TYPE, "choices", {**place, "choices": [whole.type]})
        if whole.name is not None:
            yield _item(mark, NAME, "textarea", {**place, "text": [plain_name(whole.name)]})
    elif whole is not None and mark.label == CUE:
        yield _item(mark, CATEGORY, "choices", {**place, "choices": [whole.category]})


def _item(mark: Mark, control: str, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": _id(mark.number), "from_name": control, "to_name": TEXT, "type": kind,
            "value": value}


def _config() -> str:
    def values(tag: str, names: Iterable[str]) -> str:
        return "\n".join(f'    <{tag} value="{name}"/>' for name in names)

    return f"""<View>
  <Style>.htx-text{{ white-space: pre-wrap; }}</Style>
  <Relations>
{values("Relation", (*RELATIONS, CONTINUES))}
  </Relations>
  <Labels name="{MARK}" toName="{TEXT}">
{values("Label", LABELS)}
  </Labels>
  <Text name="{TEXT}" value="$text" granularity="symbol"/>
  <Choices name="{TYPE}" toName="{TEXT}" perRegion="true" whenTagName="{MARK}" \
whenLabelValue="{CONTENT}">
{values("Choice", TYPES)}
  </Choices>
  <TextArea name="{NAME}" toName="{TEXT}" perRegion="true" whenTagName="{MARK}" \
whenLabelValue="{CONTENT}" maxSubmissions="1" editable="true" placeholder="Who said it"/>
  <Choices name="{CATEGORY}" toName="{TEXT}" perRegion="true" whenTagName="{MARK}" \
whenLabelValue="{CUE}">
{values("Choice", CATEGORIES)}
  </Choices>
</View>
"""


CONFIG = _config()
