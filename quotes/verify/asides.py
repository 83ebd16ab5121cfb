"""Decides which words of a source nobody spoke: what a transcript notes in brackets.

[laughter], (APPLAUSE): a quotation may leave them out without changing what was said.
"""

from __future__ import annotations

import re

from quotes.verify.sources import Sources

# Any words in square brackets, since speech has none; in round ones only what transcripts note.
_ASIDE = re.compile(
    r"\[[^\[\]]{1,80}\]|\((?:applause|cheers?(?:\s+and\s+applause)?|cheering|laughter|laughs|laughing|"
    r"crosstalk|inaudible|unintelligible|indistinct|pause|music|booing|off-?mic|ph|sic)\)",
    re.IGNORECASE)


def asides(sources: Sources, document: int, first: int, last: int) -> frozenset[int]:
    """The places from `first` up to `last` that lie in notes of a transcript."""
    if first >= last:
        return frozenset()
    begin, end = sources.start(first), sources.end(last - 1)
    text = sources.text(document)[max(begin - 1, 0):end + 1]
    spans = [m.span() for m in _ASIDE.finditer(text)] if "[" in text or "(" in text else []
    offset = max(begin - 1, 0)
    return frozenset(place for place in range(first, last) for a, b in spans
                     if a + offset < sources.start(place) < b + offset)
