"""Decides which entry of the user's own list of people and bodies a speaker is.

A roster gives each an id (of Wikidata, of a newsroom's archive), so that one person is one
across documents. It never changes who is said to have spoken: the name stays the document's.
"""

from __future__ import annotations

from quotes.speakers.roster.entries import RosterEntry
from quotes.speakers.roster.linking import Roster
from quotes.speakers.roster.reading import read_entries, read_roster
from quotes.speakers.roster.writing import roster_csv, roster_jsonl

__all__ = ["Roster", "RosterEntry", "read_entries", "read_roster", "roster_csv", "roster_jsonl"]
