"""What of a foreign text may stand in a page.

Escaping alone is not enough. A page can't hold NUL or half of a surrogate pair, a control
character shows as nothing, and a mark that overrides the direction of writing would show words
in an order that the text doesn't have. Each becomes one visible character, as on a terminal, so
that nothing is dropped in silence and offsets stay.
"""

from __future__ import annotations

import hashlib
import re

from markupsafe import Markup, escape

from quotes.terminal import one_line, printable

# What may stand in an id and after a # without an escape.
_ANCHOR = re.compile(r"[0-9A-Za-z_-]{1,64}")


def shown(text: str) -> str:
    """An article's text as the page shows it, one character for one; line ends and tabs stay.

    >>> shown("a\\x00b\\r\\n\u202ec")
    'a\u2400b\\r\\n\ufffdc'
    """
    return "\r".join(map(printable, text.split("\r")))


def article_text(text: str) -> Markup:
    """The shown text, escaped. A bare carriage return would be read back as a line feed.

    >>> article_text("<b>\\r\\n")
    Markup('&lt;b&gt;&#13;\\n')
    """
    return Markup(str(escape(shown(text))).replace("\r", "&#13;"))


def harmless(value: object) -> object:
    """What a template prints: strings on one line, everything else as it is."""
    return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def anchor(name: str) -> str:
    """A name that can stand in an id: itself where it can, else its hash.

    >>> anchor("001721032a30ee73"), anchor('" onclick="')
    ('001721032a30ee73', '5a28533bbf675769')
    """
    if _ANCHOR.fullmatch(name):
        return name
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
