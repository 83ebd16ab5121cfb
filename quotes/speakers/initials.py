"""Decides whether capitals are the initials of a name."""

from __future__ import annotations

from quotes.speakers.names import key_words

_SIZES = range(2, 5)  # letters: one alone may be anybody's


def is_initials(text: str) -> bool:
    """BW, J.R.: two to four capitals, with or without dots.

    >>> is_initials("BW"), is_initials("B.W."), is_initials("Bw"), is_initials("A")
    (True, True, False, False)
    """
    letters = text.replace(".", "")
    return letters.isalpha() and letters.isupper() and len(letters) in _SIZES


def have_initials(name: str, text: str) -> bool:
    """Whether they are the first letters of all the name's words.

    >>> have_initials("Ben Ward", "BW"), have_initials("Ben Ward", "B"), have_initials("BW", "BW")
    (True, False, False)
    """
    words = key_words(name)
    return len(words) > 1 and "".join(w[0] for w in words) == text.replace(".", "").lower()
