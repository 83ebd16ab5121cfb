"""Finds the words that a quotation must not change: negations, numbers, names and modals.

Decides what each counts as, so that another spelling (n't, cannot, 3) is no change; and which
capitals are names. `lexicon/alarms.tsv` has the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from quotes import lexicon
from quotes.records import AlarmKind
from quotes.verify.keys import match_key, sign
from quotes.verify.numbers import Reading, numbers
from quotes.wording import Word

_OPENERS = frozenset("!?:\u2026\u2022\"\u201c\u201e\xab()[]*")
_PASSED_OVER = frozenset(" \t\r\n\xa0'\u2018\u2019\u201d\xbb\u2013\u2014-")
_PRONOUN = re.compile(r"i(?:'\w+)?")
# A headline has a capital on every word longer than *from*; fewer of them may be a row of names.
_LONG_WORD, _FEW_WORDS = 4, 5

WOULD_OR_HAD = "'d"  # the words don't tell which


@dataclass(frozen=True, slots=True)
class Guarded:
    """words[first:last] of a text; two of one kind and value are no change."""

    kind: AlarmKind
    value: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a text that are looked at; `is_name` knows names that open a sentence."""

    text: str
    words: tuple[Word, ...]
    is_name: Callable[[str], bool]

    def shown(self, at: int) -> str:
        return self.text[self.words[at].start:self.words[at].end]


def guarded(stretch: Stretch) -> list[Guarded]:
    """All guarded words of a stretch, by kind and in order.

    >>> from quotes.wording import words
    >>> text = "Ruiz can't pay $5m, and won't"
    >>> stretch = Stretch(text, tuple(words(text)), {"ruiz"}.__contains__)
    >>> [(g.kind, g.value) for g in guarded(stretch)]  # doctest: +NORMALIZE_WHITESPACE
    [('modal', 'can'), ('negation', 'not'), ('modal', 'will'), ('negation', 'not'),
     ('number', '5000000 $'), ('name', 'ruiz')]
    """
    return [*_closed(stretch), *guarded_numbers(stretch), *_names(stretch)]


def sense(forms: Sequence[str]) -> list[object]:
    """What a row of words says, however its numbers, negations and contractions are spelt.

    >>> sense(["no", "one"]) == sense(["nobody"]), sense(["can't"]) == sense(["cannot"])
    (True, True)
    """
    parts = [part for form in forms for part in expanded(form)]
    read = numbers([Reading(part) for part in parts])
    found: list[object] = [number.value for number in read]
    inside = {at for number in read for at in range(number.first, number.last)}
    at = 0
    while at < len(parts):
        length, entry = _entry(parts[at:at + 2])
        if entry is not None:
            found.append((entry.kind, entry.value))
        elif at not in inside:
            found.append(parts[at])
        at += length or 1
    return found


def _closed(stretch: Stretch) -> Iterator[Guarded]:
    """Negations and modals; a contraction counts as the words that it stands for."""
    parts = [(form, at) for at, word in enumerate(stretch.words) for form in expanded(word.key)]
    at = 0
    while at < len(parts):
        length, entry = _entry([form for form, _ in parts[at:at + 2]])
        if entry is None or _is_other(stretch, parts, at, entry):
            at += 1
            continue
        kind: AlarmKind = "negation" if entry.kind == "negation" else "modal"
        yield Guarded(kind, entry.value, parts[at][1], parts[at + length - 1][1] + 1)
        at += length


def _entry(forms: Sequence[str]) -> tuple[int, lexicon.AlarmWord | None]:
    """The longest negation or modal that the forms begin with."""
    for length in (2, 1):
        entry = lexicon.alarm_words().get(" ".join(forms[:length]))
        if entry is not None and len(forms) >= length and (
                entry.kind in ("negation", "modal") or entry.form == WOULD_OR_HAD):
            return length, entry
    return 0, None


def is_light(form: str) -> bool:
    """Whether any sentence may hold a word, whatever it is about: it tells of no origin."""
    entry = lexicon.alarm_words().get(form)
    return form in lexicon.light_words() or (
        entry is not None and entry.kind in ("negation", "modal", "contraction"))


def is_negation(form: str) -> bool:
    return (entry := lexicon.alarm_words().get(form)) is not None and entry.kind == "negation"


@lru_cache(maxsize=1 << 12)
def expanded(form: str) -> tuple[str, ...]:
    """The words that a form stands for.

    >>> expanded("won't"), expanded("she'll"), expanded("isn't"), expanded("cannot")
    (('will', 'not'), ('she', 'will'), ('is', 'not'), ('can', 'not'))
    """
    entry = lexicon.alarm_words().get(form)
    if entry is not None and entry.kind == "contraction":
        return tuple(entry.value.split())
    if "'" in form:
        for ending in lexicon.alarm_words().values():
            if ending.kind == "ending" and form.endswith(ending.form) and form != ending.form:
                return form.removesuffix(ending.form), ending.value
    return (form,)


def stem(form: str) -> str:
    """A form without what was contracted with it.

    >>> stem("we're"), stem("won't"), stem("road")
    ('we', 'will', 'road')
    """
    return expanded(form)[0].partition("'")[0]


def _is_other(stretch: Stretch, parts: Sequence[tuple[str, int]], at: int,
              entry: lexicon.AlarmWord) -> bool:
    """May that is a month, No. before a number, going to a place."""
    place = parts[at][1]
    following = parts[at + 2][0] if entry.value == "going to" and at + 2 < len(parts) else ""
    if entry.value == "going to":
        return following in lexicon.readings("destination") or (at + 2 < len(parts) and has_capital(
            stretch.shown(parts[at + 2][1])) and not is_shouted(stretch))
    if entry.form in ("may", "will"):
        return _is_month(stretch, place) or (
            has_capital(stretch.shown(place)) and not is_shouted(stretch)
            and not opens_sentence(stretch.text, stretch.words, place))
    if entry.form == "no":
        end = stretch.words[place].end
        return re.match(r"\.\s?\d", stretch.text[end:end + 3]) is not None
    return False


def _is_month(stretch: Stretch, at: int) -> bool:
    if not has_capital(stretch.shown(at)) or is_shouted(stretch):
        return False
    before = stretch.words[at - 1].key if at else ""
    after = stretch.words[at + 1].key if at + 1 < len(stretch.words) else ""
    return (before in lexicon.readings("before month") or before[:1].isdigit()
            or after[:1].isdigit())


def guarded_numbers(stretch: Stretch) -> list[Guarded]:
    """The numbers alone, which are compared where no word was changed too."""
    readings = [Reading(match_key(word.key), _before(stretch, at), sign(stretch.text, word.start))
                for at, word in enumerate(stretch.words)]
    return [Guarded("number", " ".join(number.value).strip(), number.first, number.last)
            for number in numbers(readings)]


def _before(stretch: Stretch, at: int) -> str:
    """What parts a word from the one before."""
    return stretch.text[stretch.words[at - 1].end:stretch.words[at].start] if at else " "


def _names(stretch: Stretch) -> Iterator[Guarded]:
    if is_shouted(stretch):
        return
    for at in range(len(stretch.words)):
        if _is_name(stretch, at):
            yield Guarded("name", name_key(stretch.words[at].key), at, at + 1)


def _is_name(stretch: Stretch, at: int) -> bool:
    form = stretch.words[at].key
    if not has_capital(stretch.shown(at)) or _PRONOUN.fullmatch(form) or _is_title(form):
        return False
    entry = lexicon.alarm_words().get(form)
    initial = len(form) == 1 and stretch.text.startswith(".", stretch.words[at].end)
    if entry is not None and entry.kind != "modal" and not initial:  # May, Will, John F.
        return False
    if not opens_sentence(stretch.text, stretch.words, at):
        return True
    return (form not in lexicon.light_words() or _is_month(stretch, at)) and (
        stretch.is_name(name_key(form)) or name_key(form) in lexicon.first_names()
        or _before_name(stretch, at))


def _before_name(stretch: Stretch, at: int) -> bool:
    """A capital that opens a sentence, right before a name: the first part of it."""
    return (at + 1 < len(stretch.words)
            and stretch.text[stretch.words[at].end:stretch.words[at + 1].start] == " "
            and has_capital(stretch.shown(at + 1))
            and not _PRONOUN.fullmatch(stretch.words[at + 1].key))


def _is_title(form: str) -> bool:
    return form in lexicon.titles()


def name_key(form: str) -> str:
    """A name without the ending of a genitive; of a month, the whole name."""
    bare = match_key(form.removesuffix("'s").rstrip("'"))
    return lexicon.readings("month").get(bare, bare)


def has_capital(word: str) -> bool:
    """Whether its first letter is a capital; *al-Baghdadi* counts by its second word."""
    return word[:1].isupper()


def is_shouted(stretch: Stretch) -> bool:
    """Whether capitals tell nothing: as in a headline, or in what is all capitals."""
    shown = map(stretch.shown, range(len(stretch.words)))
    letters = [word for word in shown if word[:1].isalpha()]
    long = [word for word in letters if len(word) > _LONG_WORD]
    all_capitals = len(letters) > 1 and all(word.isupper() for word in letters) \
        and any(len(word) > 1 for word in letters)
    return all_capitals or (len(long) >= _FEW_WORDS and all(map(has_capital, long)))


def opens_sentence(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether only marks stand before a word since the last sentence, or since the start."""
    index = words[at].start - 1
    while index >= 0 and text[index] in _PASSED_OVER:
        index -= 1
    blank = text[index + 1:words[at].start].replace("\r", "")
    if index < 0 or text[index] in _OPENERS or "\n\n" in blank:
        return True
    if text[index] != ".":
        return False
    if at == 0:
        return True
    before = words[at - 1]
    short = before.end - before.start == 1
    return not (before.end >= index and (
        short or before.key in lexicon.readings("abbreviation") or _is_title(before.key)
        or "." in text[before.start:before.end]))
