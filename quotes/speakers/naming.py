"""Decides whether what a record calls a speaker is a name, by its capitals, or a description.

One rule for all that tell the two apart: lists of speakers, rivals, files for the web.
"""

from __future__ import annotations

from quotes import lexicon
from quotes.records import Kind, Speaker

_ARTICLES = ("the", "The")
# Before a common noun: his successor, an architect. "A" alone could be somebody's initial.
_DETERMINERS = frozenset({"a", "an", "his", "her", "its", "their", "our", "my", "your", "one",
                          "some", "this", "that", "these", "those", "another", "other", "both"})


def is_name(name: str, kind: Kind) -> bool:
    """Whether words of which nothing else is known are a name.

    Of a person, or where the kind isn't known, the first word and the last have a capital, or the
    first is a particle. The names of bodies and places may end in a common noun. A letter of a
    script without capitals counts as one.

    >>> is_name("Abu Bakr al-Baghdadi", "person"), is_name("the Iraqi commander", "person")
    (True, False)
    >>> is_name("the Islamic State group", "group"), is_name("officials of the Port", "group")
    (True, False)
    >>> is_name("van der Berg", "person"), is_name("Rumours of a sale", "unknown")
    (True, False)
    """
    words = name.split()
    if words and words[0] in _ARTICLES:
        words = words[1:]
    if not words or words[0].lower() in _DETERMINERS:
        return False
    if kind in ("person", "unknown"):
        return (_has_capital(words[0]) or _is_particle(words[0])) and _has_capital(words[-1])
    return _has_capital(words[0])


def is_named(speaker: Speaker) -> bool:
    """Whether a record's speaker has a name, and isn't kept anonymous.

    A description that stands for somebody named elsewhere has; one whose name is only what stands
    there has none.
    """
    if speaker.anonymous or speaker.resolution == "unresolved":
        return False
    return speaker.name_span is not None or (not _is_own_words(speaker)
                                             and is_name(speaker.name, speaker.kind))


def _is_own_words(speaker: Speaker) -> bool:
    """A description that stands for nobody else: its name is what stands there."""
    return speaker.resolution == "description" and any(
        speaker.name in " ".join(span.text.split()) for span in speaker.mention)


def _is_particle(word: str) -> bool:
    return lexicon.name_parts().get(word) == "particle"


def _has_capital(word: str) -> bool:
    return any(c.isupper() or c.isdigit() or (c.isalpha() and c == c.swapcase()) for c in word)
