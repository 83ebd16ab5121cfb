"""Whose records are counted together, and can be chosen together.

Speakers of several documents are one where they are linked to one entry of a roster, or bear the
same name as it is written (case and blanks apart). Descriptions and pronouns that nothing
resolves belong to their own document: *a spokesman* of two articles is two people. Joint
speakers count for each member.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from quotes.records import QuoteRecord, Speaker

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """One speaker of the report: `number` is the place in the list, from 0."""

    number: int
    name: str
    article: int | None  # the only one in which the name means this speaker, from 1
    direct: int
    mixed: int
    indirect: int

    @property
    def total(self) -> int:
        return self.direct + self.mixed + self.indirect


class Cast:
    """All speakers of the report, most records first."""

    def __init__(self, records: Iterable[QuoteRecord], articles: dict[str, int]) -> None:
        names: dict[Key, Counter[str]] = {}
        types: dict[Key, Counter[str]] = {}
        for record in records:
            for key, name in _speakers(record):
                names.setdefault(key, Counter())[name] += 1
                types.setdefault(key, Counter())[record.type] += 1
        shown = {key: max(found, key=lambda n, f=found: (f[n], len(n), n))  # type: ignore[misc]
                 for key, found in names.items()}
        ordered = sorted(names, key=lambda k: (-types[k].total(), shown[k], k))
        self._numbers = {key: number for number, key in enumerate(ordered)}
        self.counted = tuple(
            Counted(number, shown[key], articles.get(key[1]) if key[0] == "in" else None,
                    types[key]["direct"], types[key]["mixed"], types[key]["indirect"])
            for key, number in self._numbers.items())

    def of(self, record: QuoteRecord) -> tuple[int, ...]:
        """The numbers of a record's speakers."""
        return tuple(dict.fromkeys(self._numbers[key] for key, _ in _speakers(record)))


def _speakers(record: QuoteRecord) -> list[tuple[Key, str]]:
    speaker = record.speaker
    if speaker is None:
        return []
    if not speaker.members:
        return [(_key(record, speaker), speaker.name)]
    found: dict[Key, str] = {}
    for member in speaker.members:
        nameless = member.entity is None
        found[_own(record, member.name, member.link, nameless)] = member.name
    return list(found.items())


def _key(record: QuoteRecord, speaker: Speaker) -> Key:
    nameless = speaker.anonymous or speaker.resolution == "unresolved" or _is_described(speaker)
    return _own(record, speaker.name, speaker.link, nameless)


def _is_described(speaker: Speaker) -> bool:
    """A description that stands for nobody whose name is known."""
    return speaker.resolution == "description" and any(
        speaker.name in " ".join(span.text.split()) for span in speaker.mention)


def _own(record: QuoteRecord, name: str, link: str | None, nameless: bool) -> Key:
    folded = " ".join(name.casefold().split())
    if link is not None:
        return ("link", link)
    return ("in", record.doc_id, folded) if nameless else ("name", folded)
