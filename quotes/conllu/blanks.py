"""Blanks in a column: decides how a line end or a tab is written in one (UDPipe's way)."""

from __future__ import annotations

import re

_ESCAPES = {"\\": "\\\\", " ": "\\s", "\t": "\\t", "\r": "\\r", "\n": "\\n", "|": "\\p"}
_UNESCAPES = {escaped: plain for plain, escaped in _ESCAPES.items()}


def escape(blanks: str) -> str:
    """
    >>> escape("\\n |")
    '\\\\n\\\\s\\\\p'
    """
    return "".join(_ESCAPES.get(c, c) for c in blanks)


def unescape(blanks: str) -> str:
    return re.sub(r"\\[\\strnp]", lambda found: _UNESCAPES[found.group()], blanks)


def plain_blanks(text: str) -> str:
    """Each blank a plain one, so that a field stays a field and offsets stay the same."""
    return "".join(" " if c.isspace() else c for c in text)
