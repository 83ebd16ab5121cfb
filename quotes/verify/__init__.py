"""Decides whether the words of a quotation are those of its sources.

    >>> from quotes.documents import Document
    >>> sources = Sources([Document("b", "Three million people know it.")])
    >>> part = verify_quotation("Three billion people know it.", sources)
    >>> part.tier, part.alarms[0].kind, part.alarms[0].source[0].text
    ('altered', 'number', 'Three million')

`verify_records` does it for records, lazily; docs/verify.md says what the tiers and alarms mean.
"""

from __future__ import annotations

from quotes.verify.sources import Sources
from quotes.verify.verification import verify_quotation, verify_records

__all__ = ["Sources", "verify_quotation", "verify_records"]
