"""Decides whether two names of people can be one person's, and how a name is built.

Matching folds what writers vary (case, accents, hyphens, apostrophes, particles, initials, short
first names) and nothing else; the folded form is never shown. No order of names is taken for
granted: a single word may be a surname (Western), a family name that stands first (Chinese,
Korean, Hungarian), one of two surnames (Spanish, Portuguese) or a given name (Icelandic,
Burmese), so it matches any word of a fuller name, and the grade says which.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from quotes import lexicon

# Letters that Unicode does not take apart, and how English copy spells them.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
                          "ı": "i", "ß": "ss", "ħ": "h", "ə": "a"})
_APOSTROPHES = re.compile(r"['\u2019\u2018\u02bb\u02bc\u02bf\u02be`\u00b4.]")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015/_,]+")
_NICKNAME = re.compile(r"""["\u201c\u201d\u2018'(]\s*"""
                       r"""([^"\u201c\u201d\u2018\u2019'()]+?)\s*["\u201d\u201c\u2019')]""")
_SHORTEST_MISSPELT = 6  # letters; Julia and Julie are two
_SHORTEST_MISPRINT = 5  # Water, for Waters
_LONGEST_TITLE = 4  # words of the longest title in the list: "Chief Master Sgt. of"


class Match(IntEnum):
    """How far two names agree; more is surer."""

    NONE = 0
    GIVEN = 1  # one is a word that the other starts with: Hillary, Xi
    INNER = 2  # one is a word in the middle of the other: López of Andrés López Obrador
    SURNAME = 3  # one is the last word or words of the other
    FULL = 4  # both have first and last word: initials, middle names or short forms differ
    SAME = 5  # equal when folded


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name taken apart; the words are verbatim."""

    titles: tuple[str, ...]
    given: tuple[str, ...]
    nickname: tuple[str, ...]
    particles: tuple[str, ...]
    surname: str
    suffix: str | None


def fold_word(word: str) -> str:
    """The word as it is compared: no case, accents, apostrophes or dots.

    >>> fold_word("Guzmán"), fold_word("O\u2019Brien"), fold_word("Łódź")
    ('guzman', 'obrien', 'lodz')
    """
    plain = _APOSTROPHES.sub("", word.casefold().translate(_LETTERS))
    letters = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in letters if not unicodedata.combining(c)).translate(_LETTERS)


def strip_titles(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Titles at the front, each as long as the list knows it, and the words after them.

    >>> strip_titles(["Lt.", "Gen.", "Talib", "Shaghati"])
    (('Lt. Gen.',), ('Talib', 'Shaghati'))
    """
    titles: list[str] = []
    rest = list(words)
    while rest:
        size = next((n for n in range(min(_LONGEST_TITLE, len(rest)), 0, -1)
                     if lexicon.fold(" ".join(rest[:n])) in lexicon.titles()), 0)
        if size == 0 or size == len(rest) or (len(rest) == 2 and _is_given(rest[0])):
            break
        titles.append(" ".join(rest[:size]))
        rest = rest[size:]
    return tuple(titles), tuple(rest)


def _is_given(word: str) -> bool:
    """Dean, Don, Earl: before one more word, a first name."""
    return not word.endswith(".") and lexicon.fold(word) in lexicon.first_names()


def parse_name(text: str) -> PersonName:
    """Take a person's name apart.

    >>> name = parse_name("Dr. Joaquín 'El Chapo' de la Cruz Jr.")
    >>> name.titles, name.given, name.nickname, name.particles, name.surname, name.suffix
    (('Dr.',), ('Joaquín',), ('El Chapo',), ('de', 'la'), 'Cruz', 'Jr.')
    """
    nicknames = tuple(m.group(1) for m in _NICKNAME.finditer(text) if _is_quoted(text, m))
    words = [w for w in _without_nicknames(text).replace(",", " ").split() if fold_word(w)]
    titles, rest_words = strip_titles(words)
    rest = list(rest_words)
    suffix = rest.pop() if len(rest) > 1 and _part(rest[-1]) == "suffix" else None
    if not rest:
        return PersonName(titles, (), nicknames, (), "", suffix)
    surname = rest.pop()
    particles: list[str] = []
    while len(rest) > 1 and _part(rest[-1]) == "particle":
        particles.insert(0, rest.pop())
    return PersonName(titles, tuple(rest), nicknames, tuple(particles), surname, suffix)


def match(a: str, b: str) -> Match:
    """The grade to which two names agree. Symmetric; a name always matches itself.

    >>> match("Baghdadi", "Abu Bakr al-Baghdadi").name, match("Bill Gray", "Ann Gray").name
    ('SURNAME', 'NONE')
    >>> match("J. Smith", "John Paul Smith").name, match("Kim", "Kim Jong-un").name
    ('FULL', 'GIVEN')
    """
    if a == b:
        return Match.SAME
    one, two = _key(a), _key(b)
    if not one.words or not two.words:
        return Match.SAME if fold_word(a) == fold_word(b) else Match.NONE
    if len(one.words) > 1 and len(two.words) > 1 and one.suffix != two.suffix:
        return Match.NONE  # Donald Trump and Donald Trump Jr. are two men
    if one.words == two.words or one.whole == two.whole:
        return Match.SAME
    if _by_nickname(one, two) or _by_nickname(two, one):
        return Match.FULL
    short, long = sorted((one, two), key=lambda key: len(key.whole))
    if len(short.whole) > 1 and long.whole[-len(short.whole):] == short.whole:
        return Match.SURNAME  # the particle included: Le Pen of Marine Le Pen
    short, long = sorted((one, two), key=lambda key: len(key.words))
    return _grade(short.words, long.words)


def misspelt(a: str, b: str) -> bool:
    """Whether two full names differ by one letter of a long first name, as slips of copy do.

    Short names one letter apart are different names (Jean, Joan).

    >>> misspelt("Kristin Vale", "Kristen Vale"), misspelt("Jean Vale", "Joan Vale")
    (True, False)
    """
    one, two = key_words(a), key_words(b)
    if len(one) < 2 or len(one) != len(two) or one[1:] != two[1:] or one[0] == two[0]:
        return False  # with one first name too, they are apart for their suffixes
    first, second = sorted((one[0], two[0]), key=len)
    return len(first) >= _SHORTEST_MISSPELT and _one_letter_apart(first, second)


def misprinted(word: str, surname: str) -> bool:
    """Whether a folded word is a surname with one letter wrong, missing or too many. The Khans are
    a family, and no misprint of Khan.

    >>> misprinted("maurer", "mauer"), misprinted("khans", "khan"), misprinted("gray", "grey")
    (True, False, False)
    """
    short, long = sorted((word, surname), key=len)
    return len(short) >= _SHORTEST_MISPRINT and word != surname + "s" \
        and _one_letter_apart(short, long)


def _one_letter_apart(short: str, long: str) -> bool:
    """Other words with the same first letter, and one letter that differs or is added."""
    if short == long or short[0] != long[0] or len(long) - len(short) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y),
                 len(short))
    return short[start + (len(short) == len(long)):] == long[start + 1:]


def key_words(name: str) -> tuple[str, ...]:
    """The folded words that are compared: no titles, nicknames, particles or suffix.

    >>> key_words("Sheikh Abu Bakr al-Baghdadi")
    ('abu', 'bakr', 'baghdadi')
    """
    return _key(name).words


def listed_gender(name: str) -> str | None:
    """What the first name tells by the list; a name of one word is then the name one goes by.

    >>> listed_gender("Mary Okafor"), listed_gender("Okafor"), listed_gender("")
    ('f', None, None)
    """
    words = key_words(name)
    return lexicon.first_names().get(words[0]) if words else None


@dataclass(frozen=True, slots=True)
class _Key:
    words: tuple[str, ...]  # without particles
    whole: tuple[str, ...]  # with them
    suffix: str
    nicknames: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=65536)
def _key(name: str) -> _Key:
    _, words = strip_titles(_without_nicknames(name).split())
    parts = [(fold_word(p), p) for word in words for p in _SEPARATORS.split(word) if fold_word(p)]
    suffix = parts.pop()[0] if len(parts) > 1 and _part(parts[-1][1]) == "suffix" else ""
    # A capital and a blank make the first word a given name (Al Gore, Ben Affleck, Van Morrison);
    # al-Baghdadi and bin Laden start with particles.
    given_first = bool(words) and words[0][:1].isupper() and not re.search(r"[-\u2010]", words[0])
    kept = [w for i, (w, form) in enumerate(parts)
            if (i == 0 and given_first) or _part(form) != "particle"]
    whole = tuple(w for w, _ in parts)
    return _Key(tuple(kept) or whole, whole, suffix, tuple(_nicknames(name)))


def nickname_words(name: str) -> tuple[str, ...]:
    """The folded words of the nicknames that the name gives in marks.

    >>> nickname_words("Ramón 'El Zorro' Ibáñez")
    ('el', 'zorro')
    """
    return tuple(word for nickname in _key(name).nicknames for word in nickname)


def _nicknames(name: str) -> Iterator[tuple[str, ...]]:
    for found in _NICKNAME.finditer(name):
        if _is_quoted(name, found):
            yield tuple(w for part in _SEPARATORS.split(found.group(1)) if (w := fold_word(part)))


def _by_nickname(short: _Key, long: _Key) -> bool:
    """Only the nickname, or the nickname and the surname."""
    return any(short.words in (nickname, (*nickname, long.words[-1]))
               for nickname in long.nicknames)


def _grade(short: tuple[str, ...], long: tuple[str, ...]) -> Match:
    """How the shorter name sits in the longer one (as many words, or more)."""
    if len(short) == 1:
        return _grade_word(short[0], long)
    if sorted(short) == sorted(long):
        return Match.FULL  # the family name first or last: Higuchi Ichiyo, Ichiyo Higuchi
    if len(short) == len(long):
        same = all(map(_same_word, short, long)) and _share_a_word(short, long)
        return Match.FULL if same else Match.NONE
    if long[-len(short):] == short:
        return Match.SURNAME
    if not _is_subsequence(short, long) or not _share_a_word(short, long):
        return Match.NONE
    first = _same_word(short[0], long[0])
    return Match.FULL if first and _middles_agree(short, long) else Match.NONE


def _grade_word(word: str, long: tuple[str, ...]) -> Match:
    if len(long) == 1:
        return Match.FULL if _short_form(word, long[0]) else Match.NONE
    if len(word) < 2 and word.isascii():
        return Match.NONE  # a bare initial names nobody
    if word == long[-1]:
        return Match.SURNAME
    if _short_form(word, long[0]) or word == long[0]:
        return Match.GIVEN
    return Match.INNER if word in long else Match.NONE


def _same_word(a: str, b: str) -> bool:
    if a == b or _short_form(a, b):
        return True
    return (len(a) == 1 or len(b) == 1) and a[0] == b[0]


def _short_form(a: str, b: str) -> bool:
    names = lexicon.nicknames()
    return b in names.get(a, ()) or a in names.get(b, ())


def _share_a_word(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Initials alone make no match: J. S. is not John Smith."""
    return any(len(w) > 1 and w in b for w in a)


def _is_subsequence(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    words = iter(long)
    return all(any(_same_word(w, other) for other in words) for w in short)


def _middles_agree(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Middle initials are kept apart: George W. Bush is not George H. W. Bush."""
    a, b = short[1:-1], long[1:-1]
    if not a or not all(len(w) == 1 for w in a):
        return True
    return all(map(_same_word, a, b))


def _part(word: str) -> str | None:
    return lexicon.name_parts().get(lexicon.fold(word))


def _without_nicknames(text: str) -> str:
    return _NICKNAME.sub(lambda m: " " if _is_quoted(text, m) else m.group(), text)


def _is_quoted(text: str, found: re.Match[str]) -> bool:
    """Marks, not the apostrophes of O'Brien: nothing may touch the outer sides."""
    before = text[found.start() - 1:found.start()] if found.start() else " "
    after = text[found.end():found.end() + 1] or " "
    return before.isspace() and not after.isalnum()
