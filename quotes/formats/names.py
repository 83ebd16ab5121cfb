"""What things are called in a file for the web: addresses, identifiers, names of people.

Decides which address a browser may be sent to, which identifier stands for a record, a text or
an entity in every run, and when the name of a speaker is a name at all. A description ("a
spokesman") never becomes one.
"""

from __future__ import annotations

import base64
import re
import uuid
from datetime import date as day
from urllib.parse import quote, urlsplit

from quotes.records import Kind, QuoteRecord, Speaker

# Ours alone: identifiers made with it meet nobody else's.
_OURS = uuid.UUID("b7c2f7f0-5c3e-5d0c-9a5e-3f0f5a6f6a11")
# What RFC 3986 lets stand in an address as it is; the rest is percent-encoded.
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%-._~"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
                   r"(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?",
                   re.ASCII)


def web_address(url: str | None) -> str | None:
    """The address as a browser takes it, or None for what is none.

    >>> web_address("https://example.org/caf\u00e9?a=1#top")
    'https://example.org/caf%C3%A9?a=1#top'
    >>> web_address("javascript:alert(1)"), web_address("notes.txt")
    (None, None)
    """
    # Browsers take a backslash for a slash, others don't: who would be asked is in doubt.
    if url is None or any(c.isspace() or not c.isprintable() or c == "\\" for c in url.strip()):
        return None
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname and parts.hostname.encode("idna").decode("ascii")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    # A host has a spelling of its own for letters beyond ASCII.
    user, at, place = parts.netloc.rpartition("@")
    place = place.lower().replace(parts.hostname or "", host)
    address = parts._replace(netloc=f"{user}{at}{place}")
    return re.sub("%(?![0-9A-Fa-f]{2})", "%25", quote(address.geturl(), safe=_IN_ADDRESSES))


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


def is_named(speaker: Speaker) -> bool:
    """Whether what the record calls the speaker is a name, and not the words of a description."""
    if speaker.anonymous or speaker.resolution == "unresolved":
        return False
    if speaker.name_span is not None or speaker.resolution != "description":
        return looks_named(speaker.name, speaker.kind)
    own_words = {" ".join(span.text.split()) for span in speaker.mention}
    return speaker.name not in own_words and looks_named(speaker.name, speaker.kind)


def looks_named(name: str, kind: Kind) -> bool:
    """Whether words of which nothing else is known are a name: their last has a capital.

    A letter of a script without capitals counts as one. Names of bodies may end in a common
    noun, so of those any capital after the first word will do.

    >>> looks_named("Ana Ruiz", "person"), looks_named("A neighbour", "person")
    (True, False)
    >>> looks_named("the Islamic State group", "organization"), looks_named("he", "unknown")
    (True, False)
    """
    words = name.split()
    asked = words[1:] or words if kind in ("organization", "group", "place") else words[-1:]
    return any(c.isupper() or c.isdigit() or (c.isalpha() and c == c.swapcase())
               for word in asked for c in word)
