"""A roster as a file that `reading` reads back unchanged."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict

import orjson

from quotes.speakers.roster.cells import COLUMNS, guarded, joined
from quotes.speakers.roster.entries import RosterEntry


def roster_jsonl(entries: Iterable[RosterEntry]) -> bytes:
    """One JSON object a line."""
    return b"".join(orjson.dumps(asdict(entry)) + b"\n" for entry in entries)


def roster_csv(entries: Iterable[RosterEntry]) -> bytes:
    """A table for a spreadsheet: with the mark that tells Excel of UTF-8, every cell quoted."""
    out = io.StringIO(newline="")
    table = csv.writer(out, quoting=csv.QUOTE_ALL)
    table.writerow(COLUMNS)
    for entry in entries:
        table.writerow((guarded(entry.id), guarded(entry.name), joined(entry.aliases),
                        "" if entry.kind == "unknown" else entry.kind, joined(entry.roles)))
    return out.getvalue().encode("utf-8-sig")
