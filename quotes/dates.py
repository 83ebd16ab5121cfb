"""Decides which day a stated time means, and only where the document's date fixes it.

By the convention of news a bare weekday is the latest one up to the document's own day, or, of
what is yet to be said, the next from it. A week, a month, a year or a word that isn't known
gives no day: a wrong date on a quotation is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from quotes import lexicon

# News leaves the year out of a date in its own year or near it: "Dec. 5" in January is the last
# one, but "Sept. 3" in March may be either.
_NEAR = timedelta(days=183)

# Centuries of newspapers; what lies outside is a slip, and the calendar's ends are never near.
_ISO = re.compile(r"((?:1[6-9]|20)\d{2}-\d{2}-\d{2})(?:[T ].*)?", re.DOTALL)
_CLOCK = re.compile(r"(?i)\b(?:[01]?\d|2[0-3])(?::[0-5]\d(?:\s*[ap]\.?m\b\.?)?|\s*[ap]\.?m\b\.?)")
_DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_CODES = {"day": "t", "part": "p", "which": "h", "count": "c", "unit": "s", "ago": "g",
          "filler": ""}


class _Word(NamedTuple):
    """A word of a stated time: one letter for its sort, and its value."""

    code: str
    value: int
    form: str


def iso_date(phrase: str, published: str | None, *, ahead: bool | None = False) -> str | None:
    """The day that the phrase names, as `YYYY-MM-DD`; None where none is certain.

    `published` is the document's date in ISO 8601, or written out with the month's name.
    `ahead` tells that what happened then was yet to come on that date; None: it may be either.

    >>> iso_date("Tuesday night", "2015-03-18")  # a Wednesday
    '2015-03-17'
    >>> iso_date("Monday", "2015-03-18", ahead=True), iso_date("last week", "2015-03-18")
    ('2015-03-23', None)
    """
    words = [word for form in _forms(phrase) for word in [_word(form)] if word.code]
    shape = "".join(word.code for word in words)
    today = _written(published) if published else None
    if re.fullmatch("p*w?(?:md|dm)y?p*", shape) or re.fullmatch("i", shape):
        found = _calendar(words, today, ahead)
    else:
        found = _counted(shape, words, today, ahead) if today else None
    return found.isoformat() if found else None


def names_day(word: str) -> bool:
    """Whether the word alone is a day: *Tuesday*, *yesterday*.

    >>> names_day("Tuesday"), names_day("tonight"), names_day("week")
    (True, True, False)
    """
    return len(word) > 3 and _word(word.lower()).code in ("t", "w")


def _forms(phrase: str) -> list[str]:
    plain = _CLOCK.sub(" ", phrase).replace(",", " ").casefold()
    return [form for word in plain.split() if (form := word.rstrip("."))]


@lru_cache(maxsize=1024)
def _word(form: str) -> _Word:
    from dateutil.parser import parserinfo  # needs 30 ms to import

    known = _listed().get(form)
    if known is not None:
        return known
    for code, index in (("w", parserinfo().weekday(form)), ("m", parserinfo().month(form))):
        if index is not None:
            return _Word(code, index, form)
    day = _DAY_OF_MONTH.fullmatch(form)
    if day or _YEAR.fullmatch(form):
        return _Word("d" if day else "y", int(day[1] if day else form), form)
    return _Word("i" if _ISO.fullmatch(form) else "?", 0, form)


@cache
def _listed() -> dict[str, _Word]:
    text = (files("quotes.lexicon") / "days.tsv").read_text("utf-8")
    rows = lexicon.read_rows(text.split("\n"), "lexicon/days.tsv")
    return {row["word"]: _Word(_CODES[row["kind"]],
                               0 if row["shift"] == "-" else int(row["shift"]), row["word"])
            for row in rows}


def _written(text: str) -> date | None:
    """A date in full, as documents carry it: ISO 8601, or with the month's name (RFC 2822)."""
    iso = _ISO.fullmatch(text.strip())
    if iso:
        return _valid(iso[1])
    words = [word for form in _forms(text) for word in [_word(form)] if word.code in "mdyw"]
    return _calendar(words, None, False) if [w.code for w in words].count("d") == 1 else None


def _valid(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def _calendar(words: Sequence[_Word], today: date | None, ahead: bool | None) -> date | None:
    """A day of a month; where the year is left out, the one near the document's date."""
    said = {word.code: word for word in words}
    if "i" in said:
        return _valid(said["i"].form)
    if "y" in said:
        years = [said["y"].value]
    elif today is None or ahead is None:
        return None
    else:
        years = [today.year + i for i in ((0, 1) if ahead else (0, -1))]
    days = [day for year in years for day in [_day(said, year)] if day]
    if "y" not in said:
        days = [day for day in days if today and _fits(day, today, bool(ahead))]
    return next((day for day in days if "w" not in said or day.weekday() == said["w"].value), None)


def _day(said: dict[str, _Word], year: int) -> date | None:
    from dateutil.parser import parse

    if "m" not in said or "d" not in said:
        return None
    try:
        found: date = parse(f"{said['d'].value} {said['m'].form} {year}",
                            default=datetime(year, 1, 1)).date()
    except ValueError:  # no such day in that month
        return None
    return found


def _fits(day: date, today: date, ahead: bool) -> bool:
    in_order = day >= today if ahead else day <= today
    return in_order and (day.year == today.year or abs(day - today) <= _NEAR)


def _counted(shape: str, words: Sequence[_Word], today: date, ahead: bool | None) -> date | None:
    """A day told from the document's own: *yesterday*, *two days ago*, *last night*, *Monday*."""
    first = words[0] if words else None
    if re.fullmatch("p*tp*", shape):
        return today + timedelta(days=next(w.value for w in words if w.code == "t"))
    if re.fullmatch("[cd]sg", shape) and first:
        # From a week on, people give round numbers.
        return today - timedelta(days=first.value) if first.value < 7 else None
    if shape == "hp" and first:
        night = first.form == "last" and words[1].form in ("night", "evening")
        return today - timedelta(days=night) if night or first.form == "this" else None
    if re.fullmatch("p*h?wp*", shape):
        which = next((w.form for w in words if w.code == "h"), "this")
        return _weekday(next(w.value for w in words if w.code == "w"), which, today, ahead)
    return None


def _weekday(weekday: int, which: str, today: date, ahead: bool | None) -> date | None:
    """*Last* and *next* within the document's own week mean one day to some and another to others.
    """
    from dateutil.relativedelta import relativedelta
    from dateutil.relativedelta import weekday as nth

    if which == "this":
        step = relativedelta(weekday=nth(weekday, 1 if ahead else -1))
        nearest: date = today + step
        return None if ahead is None else nearest
    day: date = today + (relativedelta(days=-1, weekday=nth(weekday, -1)) if which == "last"
                   else relativedelta(days=1, weekday=nth(weekday, 1)))
    return None if day.isocalendar()[:2] == today.isocalendar()[:2] else day
