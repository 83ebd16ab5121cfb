"""Which day a stated time means; the documents here are of Wednesday, 18 March 2015."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.dates import iso_date, names_day

WEDNESDAY = "2015-03-18"


@pytest.mark.parametrize(("phrase", "day"), [
    ("Thursday", "2015-03-12"), ("on Thursday", "2015-03-12"), ("Tuesday night", "2015-03-17"),
    ("Wednesday", "2015-03-18"), ("late on Wednesday", "2015-03-18"),
    ("10 p.m. Thursday", "2015-03-12"), ("Sunday at 10:30", "2015-03-15"),
    ("noon on Monday", "2015-03-16"), ("yesterday", "2015-03-17"),
    ("yesterday evening", "2015-03-17"), ("today", "2015-03-18"), ("earlier today", "2015-03-18"),
    ("this morning", "2015-03-18"), ("tonight", "2015-03-18"), ("last night", "2015-03-17"),
    ("two days ago", "2015-03-16"), ("last Thursday", "2015-03-12"), ("March 3", "2015-03-03"),
    ("the 3rd of March", "2015-03-03"), ("Monday, March 9", "2015-03-09"),
    ("Dec. 5", "2014-12-05"), ("Dec. 5, 2014", "2014-12-05"),
    ("Friday, Dec. 5, 2014", "2014-12-05"), ("3 March 2014", "2014-03-03"),
    ("the night of March 3", "2015-03-03"), ("2014-12-05", "2014-12-05"),
])
def test_the_document_fixes_the_day(phrase: str, day: str) -> None:
    assert iso_date(phrase, WEDNESDAY) == day


@pytest.mark.parametrize("phrase", [
    "last week", "this week", "earlier this month", "March", "2009", "spring", "noon", "midnight",
    "10 p.m.", "the second day of the trial", "the same day", "a few days ago", "10 days ago",
    "Monday and Tuesday", "Monday through Friday", "March 3-5", "over the weekend", "Feb. 30",
    "Feb. 30, 2012", "12/05/2014", "05-12-2014", "March 14 15", "last morning", "day", "", "5",
    # a slip of the writer: that day was a Friday
    "Thursday, Dec. 5, 2014",
    # yesterday to some readers, last week's to others; and the like
    "last Tuesday", "next Thursday",
    # half a year off, in another year: the last one or the next
    "Sept. 3",
])
def test_no_day_is_certain(phrase: str) -> None:
    assert iso_date(phrase, WEDNESDAY) is None


@pytest.mark.parametrize(("phrase", "day"), [
    ("Thursday", "2015-03-19"), ("Wednesday", "2015-03-18"), ("Monday morning", "2015-03-23"),
    ("May 2", "2015-05-02"), ("tomorrow", "2015-03-19"), ("next Tuesday", "2015-03-24"),
    ("Feb. 2", None),
])
def test_what_is_yet_to_be_said(phrase: str, day: str | None) -> None:
    assert iso_date(phrase, WEDNESDAY, ahead=True) == day


@pytest.mark.parametrize(("phrase", "day"), [
    ("Thursday", None), ("March 3", None), ("yesterday", "2015-03-17"),
    ("Dec. 5, 2014", "2014-12-05"),
])
def test_what_may_be_past_or_to_come(phrase: str, day: str | None) -> None:
    assert iso_date(phrase, WEDNESDAY, ahead=None) == day


def test_the_year_before_and_after() -> None:
    assert iso_date("Dec. 30", "2015-01-02") == "2014-12-30"
    assert iso_date("Jan. 2", "2014-12-30", ahead=True) == "2015-01-02"
    assert iso_date("Feb. 29", "2016-03-01") == "2016-02-29"
    assert iso_date("Feb. 29", "2015-03-01") is None


@pytest.mark.parametrize("published", [
    "2015-03-18T23:59:59Z", "2015-03-18 04:00", "Wed, 18 Mar 2015 10:00:00 GMT",
    "March 18, 2015", " 2015-03-18 ",
])
def test_forms_of_the_documents_date(published: str) -> None:
    assert iso_date("yesterday", published) == "2015-03-17"


@pytest.mark.parametrize("published", [
    None, "", "2015", "3/18/2015", "2015-13-18", "today", "0001-01-01", "9999-12-31",
])
def test_a_document_without_a_certain_date(published: str | None) -> None:
    assert iso_date("yesterday", published) is None
    assert iso_date("Thursday", published) is None
    assert iso_date("Dec. 5, 2014", published) == "2014-12-05"


@given(st.dates(date(1800, 1, 1), date(2090, 12, 31)), st.integers(0, 6))
def test_a_bare_weekday_is_within_a_week(today: date, weekday: int) -> None:
    name = (date(2024, 1, 1) + timedelta(days=weekday)).strftime("%A")
    past = date.fromisoformat(iso_date(name, today.isoformat()) or "")
    ahead = date.fromisoformat(iso_date(name, today.isoformat(), ahead=True) or "")
    assert past.weekday() == ahead.weekday() == weekday
    assert 0 <= (today - past).days < 7
    assert 0 <= (ahead - today).days < 7


@given(st.text(max_size=30), st.one_of(st.none(), st.text(max_size=12), st.just(WEDNESDAY)))
def test_any_text_gives_a_date_or_none(phrase: str, published: str | None) -> None:
    found = iso_date(phrase, published)
    assert found is None or date.fromisoformat(found)


@pytest.mark.parametrize(("word", "known"), [
    ("Tuesday", True), ("yesterday", True), ("tonight", True), ("March", False),
    ("week", False), ("sun", False), ("sat", False),
])
def test_words_that_are_a_day(word: str, known: bool) -> None:
    assert names_day(word) is known


def test_the_library_is_loaded_with_the_first_date() -> None:
    code = "import sys, quotes.dates; print('dateutil' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
