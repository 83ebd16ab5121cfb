"""JSON that may stand inside a page: decides which characters are written as escapes.

Linked data is made to be put into HTML, between `<script>` tags, where `</script>` in a quotation
would end it and what follows would run.
"""

from __future__ import annotations

from typing import Any

import orjson

_ESCAPED = {sign: f"\\u{ord(sign):04x}".encode() for sign in "<>&\u2028\u2029"}


def page_json(value: Any) -> bytes:
    """One line of JSON without a character that a page could take for its own.

    >>> page_json({"text": "</script>&"})
    b'{"text":"\\\\u003c/script\\\\u003e\\\\u0026"}'
    """
    found = orjson.dumps(value)
    for sign, escape in _ESCAPED.items():
        found = found.replace(sign.encode(), escape)
    return found
