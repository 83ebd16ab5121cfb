"""Decides which two words are one word, however they are printed.

Beyond `wording.key`: accents and the commas of thousands don't count, since wire services and
keyboards drop them, nor which mark parts hours and minutes.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from quotes.wording import key, occurrences

_TIME = re.compile(r"(\d{1,2}):(\d{2})")
# What stands right before digits and belongs to them: a minus, whatever its length (an em dash is
# none), or the point of a number without a nought.
_SIGNS = {"-": "-", "\u2212": "-", "\u2013": "-", ".": "."}
# What may stand before such a sign: between two numbers or words it joins, or is a full stop.
_BEFORE_SIGN = frozenset("([{\"'\u2018\u201c\u201e\xab$\u20ac\xa3\xa5")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?")


@lru_cache(maxsize=1 << 16)
def match_key(word: str) -> str:
    """What a word of a straightened text is compared by.

    >>> match_key("Jos\u00e9"), match_key("1,000.5"), match_key("3,5"), match_key("3:30")
    ('jose', '1000.5', '3,5', '3.30')
    """
    plain = key(word) if word else ""
    if plain[:1].isdigit():
        if _THOUSANDS.fullmatch(plain):
            return plain.replace(",", "")
        return _TIME.sub(r"\1.\2", plain)
    parts = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in parts if not unicodedata.combining(c)) or plain


def letters(text: str) -> str:
    """A stretch of text without whatever is printed differently without changing a word.

    >>> letters("e-mail") == letters("email"), letters("It\u2019s") == letters("its")
    (True, False)
    """
    return "".join(_letters(match.group()) for match in occurrences(text))


@lru_cache(maxsize=1 << 12)
def _letters(word: str) -> str:
    """The word with its case, without accents, dots of initials and separators of thousands."""
    if word[:1].isdigit():
        return match_key(word)
    parts = unicodedata.normalize("NFKD", word)
    return "".join(c for c in parts if not unicodedata.combining(c)
                   and unicodedata.category(c) != "Cf" and c != ".")


def sign(text: str, start: int) -> str:
    """The minus sign or the decimal point right before the digits or currency at a place.

    >>> sign("at \u22125 degrees", 4), sign("of .5 percent", 4), sign("in 2019-20", 8)
    ('-', '.', '')
    """
    found = "" if text[start].isalpha() else _SIGNS.get(text[start - 1:start], "")
    before = text[max(start - 2, 0):start - 1] if found else ""
    return found if not before or before.isspace() or before in _BEFORE_SIGN else ""
