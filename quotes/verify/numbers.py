"""Decides which words are a number, and which two are one: 3 and three, $5m and 5 million dollars.

A number is its amount with its unit, so that a million is no billion and a mile no kilometre. The
words are those of `lexicon/alarms.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from quotes import lexicon

# More digits than anything is counted with: a row of them is a word like any other, and Python
# refuses to read a very long one.
_MOST_DIGITS = 30
_LARGEST = 10 ** _MOST_DIGITS
_DIGITS = re.compile(rf"\d{{1,{_MOST_DIGITS}}}(?:\.\d{{1,{_MOST_DIGITS}}})?")
_THOUSANDS_BEFORE, _THREE = re.compile(r"\d{1,3}"), re.compile(r"\d{3}")
_FRACTION = re.compile(rf"(?P<whole>\d{{0,{_MOST_DIGITS}}})(?P<upper>\d)\u2044"
                       rf"(?P<lower>0*[1-9]\d{{0,{_MOST_DIGITS}}})")
_CURRENCIES = frozenset("$€£¥")
_ARTICLES, _BEFORE_PART = frozenset({"a", "an"}), frozenset({"a", "an", "one"})
_HUNDRED = 100
_CENTURY = 1900  # of which decades in two digits are
_MOST_DAYS = 31


class Reading(NamedTuple):
    """A word as numbers are read from it: its key, and what stands before it."""

    form: str
    before: str = " "  # what parts it from the word before
    sign: str = ""  # a minus, or the point of a number without a nought, right before it

    @property
    def touches(self) -> bool:
        return not self.before


class Number(NamedTuple):
    """A number that words[first:last] spell: what is counted with it, in which unit."""

    first: int
    last: int
    value: tuple[str, str]  # the amount, exact or as a word, and the unit or nothing


def numbers(words: Sequence[Reading]) -> list[Number]:
    """The numbers of a row of words, in order.

    >>> def values(text):
    ...     return [n.value for n in numbers([Reading(form) for form in text.split()])]
    >>> values("$ 5 million"), values("five million dollars"), values("half a million")
    ([('5000000', '$')], [('5000000', '$')], [('500000', '')])
    >>> values("two thousand five hundred and three miles"), values("nineteen eighty four")
    ([('2503', 'mile')], [('1984', '')])
    >>> values("may 3"), values("3 of may"), values("nineteen eighty four may")
    ([('3', '')], [('3', '')], [('1984', '')])
    >>> values("twenty first century"), values("two or three per cent")
    ([('21st', 'century')], [('2', ''), ('3', '%')])
    >>> values("one and a half million"), values("1.5 m"), values("an hour and a half")
    ([('1500000', '')], [('1500000', '')], [('3/2', 'hour')])
    """
    found: list[Number] = []
    at = 0
    while at < len(words):
        number = _number(words, at)
        if number is None:
            at += 1
        else:
            found.append(number)
            at = number.last
    return found


def _number(words: Sequence[Reading], first: int) -> Number | None:
    at, unit, sign = first, "", ""
    if words[at].form in _CURRENCIES:
        unit, at = words[at].form, at + 1
    if at < len(words) and words[at].form == "minus":
        sign, at = "-", at + 1
    if at == len(words):
        return None
    sign = "-" if "-" in (words[at].sign, words[first].sign) else sign
    if words[at].form in _ARTICLES and (measured := _measured(words, at)) is not None:
        return measured
    amount, at_end = _amount(words, at)
    if at_end == at:
        return None
    after, last = _unit(words, at_end)
    if after and amount.isdecimal() and (more := _and_part(words, last)) is not None \
            and not _goes_with_part(words, more[1]):
        amount, last = _told(int(amount) + more[0]), more[1]  # two years and a half
    if not unit and not after and (date := _date(words, first, last)) is not None:
        return date
    return Number(first, last, (sign + amount, unit or after))


def _date(words: Sequence[Reading], first: int, last: int) -> Number | None:
    """A day together with its month, in either order: May 3, 3 May, the 3rd of May."""
    day = words[first].form
    if not day.isdecimal() or len(day) > 2 or not 1 <= int(day) <= _MOST_DAYS:
        return None
    after = last + (_forms(words, last, 1) == ["of"])
    if _forms(words, after, 1) and words[after].form in lexicon.readings("month"):
        return Number(first, after + 1, (day, ""))
    if first and words[first - 1].form in lexicon.readings("month"):
        return Number(first - 1, last, (day, ""))
    return None


def _amount(words: Sequence[Reading], at: int) -> tuple[str, int]:
    """The amount that begins at a word, and the index after it; the same index if none does."""
    form = words[at].form
    kind = _kind(form)
    if _DIGITS.fullmatch(form) or _FRACTION.fullmatch(form):
        return _from_digits(words, at)
    if form[:1].isdigit():
        return form, at + 1  # 1.000.000: what it is written as
    if kind == "amount":
        return _value(form), at + 1
    if kind == "part":
        return _part(words, at)
    if form in _ARTICLES and _is_scale(words, at + 1) and _and_part(words, at + 2) is not None:
        return _with_part(words, at + 2, Fraction(_scale(words[at + 1].form)))
    if kind == "ordinal":
        return lexicon.alarm_words()[form].value + "st", at + 1
    if kind in ("number", "scale") and form != "minus" and not _is_letter(form) \
            and not _counts_nothing(words, at):
        return _from_words(words, at)
    return "", at


def _part(words: Sequence[Reading], at: int) -> tuple[str, int]:
    """Half, and of what: half a million, a half million, a quarter of an hour."""
    part, end = Fraction(_value(words[at].form)), at + 1
    of = end + (_forms(words, end, 1) == ["of"])
    if of < len(words) and words[of].form in _ARTICLES:
        if _is_scale(words, of + 1):
            end = of + 1
        elif _unit(words, of + 1)[0]:
            return _told(part), of + 1
    if _is_scale(words, end):
        part, end = part * _scale(words[end].form), end + 1
    return _told(part), end


def _and_part(words: Sequence[Reading], at: int) -> tuple[Fraction, int] | None:
    """*And a half*, and the index after it."""
    forms = _forms(words, at, 3)
    if len(forms) < 3 or forms[0] != "and" or forms[1] not in _BEFORE_PART \
            or _kind(forms[2]) != "part":
        return None
    return Fraction(_value(forms[2])), at + 3


def _with_part(words: Sequence[Reading], at: int, value: Fraction) -> tuple[str, int]:
    """What was read so far and a part: one and a half million, a million and a half."""
    more = _and_part(words, at)
    if more is None:
        return _told(value), at
    part, end = more
    if not _is_scale(words, end):
        return _told(value + part * (_scale(words[at - 1].form) if _is_scale(words, at - 1)
                                     else 1)), end
    value, end = _scaled(words, end, value + part)
    return _told(value), end


def _measured(words: Sequence[Reading], first: int) -> Number | None:
    """What its article counts: an hour and a half."""
    unit, last = _unit(words, first + 1)
    more = _and_part(words, last) if unit else None
    if more is None or _goes_with_part(words, more[1]):
        return None
    return Number(first, more[1], (_told(1 + more[0]), unit))


def _goes_with_part(words: Sequence[Reading], at: int) -> bool:
    """Whether a part is of what follows: a mile and a half hour."""
    return _is_scale(words, at) or bool(_unit(words, at)[0])


def _from_digits(words: Sequence[Reading], at: int) -> tuple[str, int]:
    value, at = _whole(words, at)
    if at < len(words) and words[at].touches and _FRACTION.fullmatch(words[at].form):
        value, at = value + _digits(words[at].form), at + 1
    if at < len(words) and words[at].touches:
        if words[at].form in lexicon.readings("ordinal ending"):
            return f"{value}st", at + 1
        if words[at].form == "s":  # the '90s
            return f"{value + (_CENTURY if value < _HUNDRED else 0)}s", at + 1
    value, at = _scaled(words, at, value)
    return _with_part(words, at, value)


def _scaled(words: Sequence[Reading], at: int, value: Fraction) -> tuple[Fraction, int]:
    """Times the scales that follow: 5 million, 2 hundred thousand."""
    while _is_scale(words, at) and value < _LARGEST:
        value, at = value * _scale(words[at].form), at + 1
    return value, at


def _whole(words: Sequence[Reading], at: int) -> tuple[Fraction, int]:
    """Digits, with groups of three that a blank parts: 10 000."""
    digits, first = words[at].form, at
    if words[at].sign == ".":
        return Fraction(f"0.{digits}") if digits.isdecimal() else _digits(digits), at + 1
    at += 1
    while (_THOUSANDS_BEFORE.fullmatch(words[first].form) and at < len(words)
           and len(digits) < _MOST_DIGITS
           and _THREE.fullmatch(words[at].form) and len(words[at].before) == 1
           and words[at].before.isspace()):
        digits, at = digits + words[at].form, at + 1
    return _digits(digits), at


def _digits(form: str) -> Fraction:
    match = _FRACTION.fullmatch(form)
    if match is None:
        return Fraction(form)
    return int(match["whole"] or 0) + Fraction(int(match["upper"]), int(match["lower"]))


def _from_words(words: Sequence[Reading], at: int) -> tuple[str, int]:
    """A number in words: scales multiply what was read before them, the rest is added."""
    total, current, began = 0, 0, at
    while at < len(words):
        form, kind = words[at].form, _kind(words[at].form)
        counts = kind == "number" and form != "minus"
        if kind == "ordinal" and at > began and _fits(current, int(_value(form))):
            return f"{total + current + int(_value(form))}st", at + 1
        if kind == "scale" and not _is_letter(form) and total + current < _LARGEST:
            scale = _scale(form)
            current = (current or 1) * scale
            if scale > _HUNDRED:
                total, current = total + current, 0
        elif counts and (at == began or _fits(current, int(_value(form)))):
            current += int(_value(form))
        elif counts and _is_year(current, total, int(_value(form))):
            current = current * _HUNDRED + int(_value(form))
        elif not (form == "and" and _goes_on(words, at, began)):
            break
        at += 1
    return _with_part(words, at, Fraction(total + current))


def _fits(current: int, value: int) -> bool:
    """Whether a smaller number may be added: twenty one, two hundred five; not five six."""
    if current == 0:
        return True
    if current % _HUNDRED == 0:
        return value < _HUNDRED
    return current % 10 == 0 and current % _HUNDRED >= 20 and value < 10


def _is_year(current: int, total: int, value: int) -> bool:
    return total == 0 and 10 <= current < _HUNDRED and value >= 10


def _goes_on(words: Sequence[Reading], at: int, began: int) -> bool:
    """Whether *and* joins two parts of a number: two hundred and five."""
    return (at > began and at + 1 < len(words) and _kind(words[at - 1].form) == "scale"
            and _kind(words[at + 1].form) == "number" and words[at - 1].form != "dozen")


def _unit(words: Sequence[Reading], at: int) -> tuple[str, int]:
    found = []
    while at < len(words):
        length = next((n for n in (2, 1) if _kind(" ".join(_forms(words, at, n))) == "unit"
                       and len(_forms(words, at, n)) == n), 0)
        apart = words[at].form in _CURRENCIES and not words[at].touches  # of the next number
        if not length or apart:
            break
        found.append(_value(" ".join(_forms(words, at, length))))
        at += length
    return " ".join(found), at


def _counts_nothing(words: Sequence[Reading], at: int) -> bool:
    """*One* that stands for a person or thing: no one, this one, one another."""
    return words[at].form == "one" and (
        (at > 0 and words[at - 1].form in lexicon.readings("no count"))
        or _forms(words, at + 1, 1) == ["another"])


def _is_letter(form: str) -> bool:
    """5m is a number of millions, a lone m is none."""
    return len(form) <= 2 and _kind(form) == "scale"


def _is_scale(words: Sequence[Reading], at: int) -> bool:
    return at < len(words) and _kind(words[at].form) == "scale"


def _forms(words: Sequence[Reading], at: int, count: int) -> list[str]:
    return [word.form for word in words[at:at + count]]


def _kind(form: str) -> str | None:
    entry = lexicon.alarm_words().get(form)
    return None if entry is None else entry.kind


def _value(form: str) -> str:
    return lexicon.alarm_words()[form].value


def _scale(form: str) -> int:
    return int(_value(form))


def _told(value: Fraction) -> str:
    return str(value)
