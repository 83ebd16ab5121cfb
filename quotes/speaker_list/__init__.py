"""Decides who speaks in many documents: one line a speaker, with what is known of each.

Joins the same speaker across documents by the link to a roster, else by the whole name; see
`identity` for what a name alone can't tell.
"""

from __future__ import annotations

from collections.abc import Iterable

from quotes.records import QuoteRecord
from quotes.speaker_list.gathering import ListedSpeaker, Listing
from quotes.speaker_list.template import roster_entries

__all__ = ["ListedSpeaker", "Listing", "list_speakers", "roster_entries"]


def list_speakers(records: Iterable[QuoteRecord]) -> list[ListedSpeaker]:
    """The speakers of the records, the most quoted first; a `Listing` also counts the rest.

    >>> list_speakers([])
    []
    """
    return list(Listing(records))
