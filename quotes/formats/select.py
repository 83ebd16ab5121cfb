"""Which records are written.

Decides what the filters of the command line mean. A record that is left out is left out of
the output only: the extraction itself never sees the filters, so `parent` may name a record
that isn't there. Where nobody says how sure a record must be, the model's threshold holds back
the doubtful ones, never words in quotation marks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from quotes.records import QuoteRecord, Speaker


@dataclass(frozen=True, slots=True)
class Selection:
    """The records wanted: all conditions must hold; an empty one always does."""

    min_confidence: float | None = None  # of any record; None: see `threshold`
    threshold: float = 0.0  # below it a record without marks is withheld
    types: frozenset[str] = frozenset()
    speaker: str = ""
    categories: frozenset[str] = frozenset()

    def keeps(self, record: QuoteRecord) -> bool:
        return (
            (self.min_confidence is None or record.confidence >= self.min_confidence)
            and (not self.types or record.type in self.types)
            and (not self.categories or _category(record) in self.categories)
            and (not self.speaker or speaker_matches(self.speaker, record.speaker))
        )

    def withholds(self, record: QuoteRecord) -> bool:
        """Whether a record that was asked for is too doubtful to be written unasked.

        The threshold was measured on outermost attributions with a cue, so it holds for no other;
        and no quotation is lost for want of confidence.
        """
        measured = record.type == "indirect" and record.cue is not None and record.parent is None
        return self.min_confidence is None and measured and record.confidence < self.threshold

    def filter(self, records: Iterable[QuoteRecord]) -> tuple[QuoteRecord, ...]:
        """The records to write: neither such as nobody asked for nor such as are withheld."""
        return tuple(record for record in records
                     if self.keeps(record) and not self.withholds(record))


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
