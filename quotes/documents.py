"""What goes in: a document, and what stands in for one that can't be read.

A level of its own between `trees` and `readers`: a document that comes parsed already
carries its `Parse`, and the readers, the parser and the pipeline all pass documents on.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from quotes.errors import InputError
from quotes.trees import Parse

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
