"""What things are called in a file for the web.

Decides which identifier stands for a record, a text or an entity in every run, and which date is
one that programs read.
"""

from __future__ import annotations

import base64
import re
import uuid
from datetime import date as day

from quotes.records import QuoteRecord

# Ours alone: identifiers made with it meet nobody else's.
_OURS = uuid.UUID("b7c2f7f0-5c3e-5d0c-9a5e-3f0f5a6f6a11")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
                   r"(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?",
                   re.ASCII)


def record_iri(record: QuoteRecord, id_: str | None = None) -> str:
    """The identifier of a record, or of another record of the same text."""
    return _urn("record", record.document.sha256, id_ or record.id)


def document_iri(record: QuoteRecord) -> str:
    return _urn("document", record.document.sha256, record.doc_id)


def entity_iri(record: QuoteRecord, entity: str) -> str:
    """The identifier of one of the document's entities."""
    return _urn("entity", record.document.sha256, record.doc_id, entity)


def text_iri(sha256: str) -> str:
    """The name of a text by its hash (RFC 6920), which anyone who has the text can verify.

    >>> text_iri("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    'ni:///sha-256;47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'
    """
    if not _SHA256.fullmatch(sha256):
        return _urn("text", sha256)
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


def _urn(*parts: str) -> str:
    return uuid.uuid5(_OURS, repr(parts)).urn


def written_date(date: str | None) -> str | None:
    """A date as ISO 8601, or None where it is written otherwise.

    >>> written_date("2024-05-03 10:00"), written_date("May 3, 2024")
    ('2024-05-03T10:00', None)
    """
    if date is None or not _DATE.fullmatch(date.strip()):
        return None
    try:
        day.fromisoformat(date.strip()[:10])
    except ValueError:  # the 30th of February
        return None
    return date.strip().replace(" ", "T")
