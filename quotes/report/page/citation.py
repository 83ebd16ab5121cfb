"""A record as a line that can be pasted into an article or a memo.

Decides that reported speech never looks like a person's own words: marks stand around direct
speech only, and what is not or only partly in the speaker's words says so.
"""

from __future__ import annotations

from quotes.records import QuoteRecord, Source
from quotes.terminal import one_line

_SPEECH = {"direct": "", "mixed": ", partly in the writer's words",
           "indirect": ", in the writer's words"}


def citation(record: QuoteRecord, title: str) -> str:
    """Who, by way of whom, what, where it stands; one line."""
    words = " ".join(record.text.split())
    said = f"“{words}”" if record.type == "direct" else words
    where = ", ".join([f"“{title}”", *_published(record), f"characters {_places(record)}"])
    return one_line(f"{who(record)}{_by_way_of(record)}{_SPEECH[record.type]}: {said} "
                    f"({where}; record {record.id})")


def who(record: QuoteRecord) -> str:
    """The speaker's name, or why there is none."""
    if record.speaker is None:
        reason = f" ({record.unattributed.replace('_', ' ')})" if record.unattributed else ""
        return f"Unattributed{reason}"
    if record.speaker.resolution == "unresolved":
        return f"{record.speaker.name} (not resolved)"
    return record.speaker.name


def way(source: Source) -> str:
    """How somebody stands between the speaker and the reader.

    >>> way(Source(relation="relayed_by", name="The Wire"))
    'relayed by The Wire'
    >>> way(Source(relation="document", name="a letter"))
    'document: a letter'
    """
    relation = source.relation.replace("_", " ")
    return f"{relation} {source.name}" if relation.endswith(" by") else f"{relation}: {source.name}"


def _by_way_of(record: QuoteRecord) -> str:
    ways = [way(source) for source in record.sources]
    return f" ({', '.join(ways)})" if ways else ""


def _published(record: QuoteRecord) -> list[str]:
    about = record.document
    return [fact for fact in (about.author, about.publisher, about.date, about.url) if fact]


def _places(record: QuoteRecord) -> str:
    return " and ".join(f"{span.start}–{span.end}" for span in record.content)
