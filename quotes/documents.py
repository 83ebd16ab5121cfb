"""What goes in: a document, where it can be opened, and what stands in for one that can't be read.

A level of its own between `trees` and `readers`: a document that comes parsed already
carries its `Parse`, and the readers, the parser and the pipeline all pass documents on.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from quotes.errors import InputError
from quotes.trees import Parse

# What RFC 3986 lets stand in an address as it is; the rest is percent-encoded.
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%-._~"
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Document:
    """One text to read. Offsets of every record count code points of `text`.

    `metadata` is carried over from the input unread; `parse` is given where the input was
    parsed already (CoNLL-U), and is then used as it is. `path` and `line` say where a reader
    found the text, for a failure to name.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    date: str | None = None  # ISO 8601, as the input gives it
    author: str | None = None
    publisher: str | None = None
    language: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    parse: Parse | None = None
    path: str | None = None
    line: int | None = None  # from 1; None where the file is this document alone

    def __post_init__(self) -> None:
        lone = _SURROGATE.search(self.text)
        if lone is not None:
            raise InputError(f"lone surrogate U+{ord(lone.group()):04X} at character "
                             f"{lone.start()}; decode the text anew from its bytes", path=self.id)


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read or processed. The batch goes on without it."""

    id: str
    error: str
    path: str | None = None
    line: int | None = None


def text_sha256(text: str) -> str:
    """The hash that stands for a document's text, in records (`document.sha256`) and journals."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def web_address(url: str | None) -> str | None:
    """A document's address as a browser takes it; None for what no click may open.

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
