"""Characters as XML 1.0 takes them.

Decides what becomes of those that it can't hold at all (most control characters, U+FFFE and
U+FFFF): U+FFFD stands for each of them, one character for one, so that places don't move.
"""

from __future__ import annotations

import re

FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
STAND_IN = "\ufffd"

# A reader turns a bare carriage return into a line feed, and CR LF into one character.
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_ESCAPED = str.maketrans(_ESCAPES)
# In attributes it does so with tabs and line feeds, too.
_IN_ATTRIBUTES = str.maketrans({**_ESCAPES, "\n": "&#10;", "\t": "&#9;"})


def escaped(text: str) -> str:
    """Text between tags.

    >>> escaped("a<b\\x00\\r\\n")
    'a&lt;b\\ufffd&#13;\\n'
    """
    return FORBIDDEN.sub(STAND_IN, text).translate(_ESCAPED)


def element(tag: str, content: str | None = None, /, **attributes: str | None) -> str:
    """One element whose content is markup already; `xml_id` is written xml:id.

    >>> element("p", escaped("1 < 2"), xml_id="a", n=None)
    '<p xml:id="a">1 &lt; 2</p>'
    """
    if not content:
        return opening(tag, **attributes)[:-1] + "/>"
    return f"{opening(tag, **attributes)}{content}</{tag}>"


def opening(tag: str, /, **attributes: str | None) -> str:
    """A start tag; attributes that are None are left out."""
    told = "".join(f' {name.replace("_", ":", 1)}="{_value(value)}"'
                   for name, value in attributes.items() if value is not None)
    return f"<{tag}{told}>"


def _value(value: str) -> str:
    return FORBIDDEN.sub(STAND_IN, value).translate(_IN_ATTRIBUTES)
