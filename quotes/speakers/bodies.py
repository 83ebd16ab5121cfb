"""Decides whether two names of organisations, groups or places stand for one body.

Long form and acronym (Federal Bureau of Investigation, FBI), a name and its beginning or end
(SITE Intelligence Group, SITE; New York Times, the Times), the same words in another order
(Justice Department, Department of Justice), and the aliases that no rule can know (Daesh).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files

from quotes import lexicon
from quotes.speakers.names import fold_word

# Words that long forms have and acronyms skip: Department *of* Justice, DOJ or DJ.
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "a", "an",
                    "de", "du", "des", "at"})
# Legal forms that a name ends in; copy drops them after the first time, acronyms always.
_FORMS = frozenset({"co", "corp", "corporation", "company", "inc", "incorporated", "ltd", "limited",
                    "plc", "llc", "llp", "lp", "ag", "sa", "se", "gmbh", "nv", "bv", "spa", "ab",
                    "oyj", "asa", "kg", "pty"})
_WORD = re.compile(r"[^\W_]+(?:['\u2019.][^\W_]+)*\.?|&")
_SHORTEST_ACRONYM = 2


class BodyMatch(IntEnum):
    """How far two names of bodies agree; more is surer."""

    NONE = 0
    PART = 1
    ACRONYM = 2
    ALIAS = 3
    SAME = 4


def body_match(a: str, b: str) -> BodyMatch:
    """The grade to which two names agree. Symmetric; a name always matches itself.

    >>> body_match("PA", "Port Agency").name, body_match("SITE", "SITE Intelligence Group").name
    ('ACRONYM', 'PART')
    >>> body_match("Justice Department", "the Department of Justice").name
    'SAME'
    """
    if a == b:
        return BodyMatch.SAME
    one, two = body_words(a), body_words(b)
    if not one or not two:
        return BodyMatch.SAME if fold_word(a) == fold_word(b) else BodyMatch.NONE
    if sorted(one) == sorted(two):
        return BodyMatch.SAME
    if _alias(one) is not None and _alias(one) == _alias(two):
        return BodyMatch.ALIAS
    if is_acronym(a, b) or is_acronym(b, a):
        return BodyMatch.ACRONYM
    short, long = sorted((one, two), key=len)
    if len(short) < len(long) and (long[:len(short)] == short or long[-len(short):] == short):
        return BodyMatch.NONE if _is_generic(short) else BodyMatch.PART
    turned = 1 < len(short) < len(long) and sorted(long[-len(short):]) == sorted(short)
    return BodyMatch.PART if turned and not _is_generic(short) else BodyMatch.NONE


@lru_cache(maxsize=65536)
def body_words(name: str) -> tuple[str, ...]:
    """The folded words that are compared, articles and prepositions apart.

    >>> body_words("the U.S. Department of Justice")
    ('us', 'department', 'justice')
    """
    return tuple(w for w in _folded(name) if w not in _SMALL)


def acronyms(name: str) -> frozenset[str]:
    """The initials that the name can be cut to, with and without its small words.

    >>> sorted(acronyms("Islamic State of Iraq and Syria"))
    ['isis', 'isoias']
    """
    words = _folded(name)
    while len(words) > _SHORTEST_ACRONYM and words[-1] in _FORMS:
        words.pop()
    content = [w for w in words if w not in _SMALL]
    if len(content) < _SHORTEST_ACRONYM:
        return frozenset()
    return frozenset({"".join(w[0] for w in content), "".join(w[0] for w in words)})


def has_legal_form(name: str) -> bool:
    """Acme Holdings *Ltd.*, Renn *AG*: the name of a firm.

    >>> has_legal_form("Renn AG"), has_legal_form("Renn")
    (True, False)
    """
    words = _folded(name)
    return len(words) > 1 and words[-1] in _FORMS


def is_acronym(short: str, long: str) -> bool:
    """Whether capitals stand for the longer name: FBI, U.N., BfV."""
    plain = short.replace(".", "").replace(" ", "")
    if not plain.isalpha() or len(plain) < _SHORTEST_ACRONYM:
        return False
    capitals = sum(c.isupper() for c in plain)
    return capitals * 2 > len(plain) and plain[0].isupper() and fold_word(plain) in acronyms(long)


def keys(name: str) -> Iterator[str]:
    """What a name is looked up by: its first and last word, its acronyms, its alias."""
    words = body_words(name)
    if words:
        yield words[0]
        yield words[-1]
        yield " ".join(sorted(words))
    yield from acronyms(name)
    plain = fold_word(name.replace(" ", ""))
    if plain:
        yield plain
    alias = _alias(words)
    if alias:
        yield alias


def _folded(name: str) -> list[str]:
    words = [fold_word(w) for w in _WORD.findall(name)]
    return [w for i, w in enumerate(words) if w and not (i == 0 and w == "the")]


def _is_generic(words: tuple[str, ...]) -> bool:
    """Nothing but words that many names end in: Department, Group, Court."""
    return all(w in lexicon.organisations() for w in words)


def _alias(words: tuple[str, ...]) -> str | None:
    return _aliases().get(" ".join(words))


@cache
def _aliases() -> dict[str, str]:
    text = (files("quotes") / "lexicon" / "aliases.tsv").read_text("utf-8")
    rows = lexicon.read_rows(text.split("\n"), "lexicon/aliases.tsv")
    return {" ".join(body_words(form)): "=" + row["name"]
            for row in rows for form in (row["name"], *row.several("aliases"))}
