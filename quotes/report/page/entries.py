"""What the page tells of one record: its number, its link, its notes, its name for a reader.

Notes are what the columns of the table have no place for, in the record's own words with blanks
for underscores. Fields that this version doesn't know, another tool's verdict among them, are
notes too, so that nothing that was found out is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import Markup

from quotes.records import QuoteRecord, Speaker
from quotes.report.page.citation import citation, way, who
from quotes.report.page.harmless import article_text
from quotes.terminal import one_line

# Words of a quotation that tell which one it is, in the name of its link.
_WORDS = 8
# Less would be shown as 0.00.
_LEAST = 0.005
# A foreign field may hold a page of text; a note is a few words.
_MOST_CHARACTERS = 120


class Note(NamedTuple):
    """A few words about a record; `kind` decides how they look: fact, doubt or alarm."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A record with its place in the report: `number` and `article` count from 1."""

    record: QuoteRecord
    number: int
    anchor: str
    article: int
    speakers: tuple[int, ...]
    parent: int | None  # the number of the record that holds this one
    title: str

    @property
    def text(self) -> Markup:
        """The words with their paragraphs."""
        return article_text(self.record.text)

    @property
    def who(self) -> str:
        return who(self.record)

    @property
    def category(self) -> str:
        return "" if self.record.cue is None else self.record.cue.category

    @property
    def anonymous(self) -> bool:
        return self.record.speaker is not None and self.record.speaker.anonymous

    @property
    def unattributed(self) -> bool:
        return self.record.speaker is None or self.record.unattributed is not None

    @property
    def label(self) -> str:
        """Who says what, for whoever hears the page."""
        words = self.record.text.split()
        start = " ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else "")
        return one_line(f"{self.number}. {self.who}, {self.record.type}: {start}")

    @property
    def citation(self) -> str:
        return citation(self.record, self.title)

    @property
    def about(self) -> str:
        """How the text names the speaker, and what they are."""
        return "" if self.record.speaker is None else _about(self.record.speaker)

    @property
    def notes(self) -> list[Note]:
        return [*_extras(self.record), *_facts(self.record, self.parent), *_doubts(self.record)]


def _about(speaker: Speaker) -> str:
    mention = " … ".join(" ".join(span.text.split()) for span in speaker.mention)
    facts = [*speaker.titles, *speaker.roles, speaker.affiliation or ""]
    if mention != speaker.name and speaker.name_span is None and mention:
        facts.insert(0, f"“{mention}”")
    elif not mention:
        facts.insert(0, speaker.resolution.replace("_", " "))
    return ", ".join(fact for fact in facts if fact)


def _facts(record: QuoteRecord, parent: int | None) -> Iterator[Note]:
    for source in record.sources:
        yield Note("fact", way(source))
    if parent is not None:
        yield Note("fact", f"within {parent}")
    if record.addressee is not None:
        yield Note("fact", f"to {record.addressee.name}")
    if record.speaker is not None and record.speaker.link is not None:
        yield Note("fact", f"link {record.speaker.link}")
    if record.cue is not None and record.cue.negated:
        yield Note("fact", "negated")


def _doubts(record: QuoteRecord) -> Iterator[Note]:
    if record.speaker is not None:
        if record.speaker.anonymous:
            yield Note("doubt", "anonymous")
        others = [f"{other.name} {other.confidence:.2f}" for other in record.speaker.alternatives
                  if other.confidence >= _LEAST]
        if others:
            yield Note("doubt", f"or {', '.join(others)}")
        if record.unattributed is not None:
            yield Note("doubt", record.unattributed.replace("_", " "))
    for warning in record.warnings:
        yield Note("doubt", warning.replace("_", " "))


def _extras(record: QuoteRecord) -> Iterator[Note]:
    for name, value in _beyond(record).items():
        verdict = _as_mapping(value)
        if name == "verification" and verdict is not None:
            yield from _verification(verdict)
        elif value not in (None, "", [], {}):
            yield Note("fact", f"{name.replace('_', ' ')}: {_short(value)}")


def _beyond(record: QuoteRecord) -> dict[str, Any]:
    """What the record has besides the fields of all records."""
    added = [name for name in type(record).model_fields if name not in QuoteRecord.model_fields]
    return {name: getattr(record, name) for name in added} | (record.model_extra or {})


def _verification(verdict: Mapping[str, Any]) -> Iterator[Note]:
    if verdict.get("tier") is not None:
        yield Note("fact", f"verification: {_short(verdict['tier'])}")
    alarms = verdict.get("alarms") or ()
    for alarm in alarms if isinstance(alarms, list | tuple) else [alarms]:
        yield Note("alarm", f"alarm: {_short(alarm)}")


def _as_mapping(value: object) -> Mapping[str, Any] | None:
    if hasattr(value, "model_dump"):
        value = value.model_dump(mode="json")
    return value if isinstance(value, Mapping) else None


def _short(value: object) -> str:
    """A foreign value in a few words; of a table, what it holds besides lists."""
    table = _as_mapping(value)
    if table is not None:
        value = ", ".join(str(v) for v in table.values() if isinstance(v, str | int | float))
    text = " ".join(str(value).replace("_", " ").split())
    return text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS - 1] + "…"
