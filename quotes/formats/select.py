"""Which records are written.

Decides what the filters of the command line mean. A record that is left out is left out of
the output only: the extraction itself never sees the filters, so `parent` may name a record
that isn't there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from quotes.records import QuoteRecord, Speaker


@dataclass(frozen=True, slots=True)
class Selection:
    """The records wanted: all conditions must hold; an empty one always does."""

    min_confidence: float = 0.0
    types: frozenset[str] = frozenset()
    speaker: str = ""
    categories: frozenset[str] = frozenset()

    def keeps(self, record: QuoteRecord) -> bool:
        return (
            record.confidence >= self.min_confidence
            and (not self.types or record.type in self.types)
            and (not self.categories or _category(record) in self.categories)
            and (not self.speaker or speaker_matches(self.speaker, record.speaker))
        )

    def filter(self, records: Iterable[QuoteRecord]) -> tuple[QuoteRecord, ...]:
        return tuple(filter(self.keeps, records))


def _category(record: QuoteRecord) -> str | None:
    """What kind of speech act the cue makes it; words without a cue are of none."""
    return None if record.cue is None else record.cue.category


def speaker_matches(wanted: str, speaker: Speaker | None) -> bool:
    """Whether the words stand in the speaker's name or in that of one of its members."""
    if speaker is None:
        return False
    names = (speaker.name, *(member.name for member in speaker.members))
    return any(fold_name(wanted) in fold_name(name) for name in names)


def fold_name(name: str) -> str:
    """The name without case, accents and runs of blanks, for comparing only.

    >>> fold_name("Jos\u00e9  MU\u00d1OZ")
    'jose munoz'
    """
    # Twice, since a character may fall apart into capitals, or a folded one into accents.
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    bare = "".join(c for c in parts if not unicodedata.combining(c))
    return " ".join(bare.split())
