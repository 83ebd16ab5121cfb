"""Names of people and bodies: what matches, what must not, and that matching is an equivalence
in form: symmetric, reflexive, never raising."""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.speakers.bodies import BodyMatch, body_match
from quotes.speakers.names import Match, key_words, match, misspelt, parse_name

# Parts of names by the conventions of a language: given names, surnames, and how they are joined.
CONVENTIONS: dict[str, list[str]] = {
    "English": ["John Smith", "J. Smith", "John Q. Smith", "Mary Ann O'Brien", "Sean O\u2019Brien",
                "Martin Hill Jr.", "Martin Hill", "Dr. Anne Wood-Park", "Ben Hill", "Bill Hill",
                "William Hill III"],
    "Arabic": ["Abu Bakr al-Baghdadi", "al-Baghdadi", "Al Baghdadi", "Baghdadi",
               "Mohammed bin Salman", "bin Laden", "Osama bin Laden", "Abd al-Rahman ibn Auf"],
    "Spanish": ["Andrés Manuel López Obrador", "López Obrador", "López", "Joaquín 'El Chapo' Guzmán",
                "Juan de la Cruz", "José Ortega y Gasset"],
    "Portuguese": ["Luiz Inácio Lula da Silva", "Lula", "João da Silva Neto", "Silva"],
    "French": ["Marine Le Pen", "Le Pen", "Jean-Marie Le Pen", "Charles de Gaulle", "de Gaulle"],
    "German": ["Ursula von der Leyen", "von der Leyen", "Jürgen Groß", "Jurgen Gross"],
    "Dutch": ["Vincent van Gogh", "van Gogh", "Van Gogh", "Mark van den Berg"],
    "Chinese": ["Xi Jinping", "Xi", "Li Keqiang", "习近平", "Mao Zedong"],
    "Korean": ["Kim Jong Un", "Kim Jong-un", "Kim Jong Il", "Kim", "Park Geun-hye"],
    "Japanese": ["Shinzō Abe", "Shinzo Abe", "Abe", "黒澤 明"],
    "Vietnamese": ["Nguyễn Phú Trọng", "Nguyen Phu Trong", "Trọng"],
    "Icelandic": ["Björk Guðmundsdóttir", "Björk", "Halldór Ásgrímsson"],
    "Hungarian": ["Orbán Viktor", "Viktor Orbán", "Orbán"],
    "Russian": ["Vladimir Vladimirovich Putin", "Vladimir Putin", "Putin", "Владимир Путин"],
    "Polish": ["Wałęsa", "Lech Wałęsa", "Lech Walesa", "Łukasz Żak"],
    "Burmese": ["Aung San Suu Kyi", "Suu Kyi"],
}
NAMES = [name for names in CONVENTIONS.values() for name in names]
# A million pairs take minutes: the full number is for a release, a tenth of a second for a run.
PAIRS = int(os.environ.get("QUOTES_NAME_PAIRS", "4000"))


@pytest.mark.parametrize(("partial", "full", "grade"), [
    ("Baghdadi", "Abu Bakr al-Baghdadi", Match.SURNAME),
    ("al-Baghdadi", "Abu Bakr al-Baghdadi", Match.SURNAME),
    ("Al Baghdadi", "Abu Bakr al-Baghdadi", Match.SURNAME),
    ("bin Laden", "Osama bin Laden", Match.SURNAME),
    ("Le Pen", "Marine Le Pen", Match.SURNAME),
    ("López", "Andrés Manuel López Obrador", Match.INNER),
    ("López Obrador", "Andrés Manuel López Obrador", Match.SURNAME),
    ("Xi", "Xi Jinping", Match.GIVEN),
    ("Suu Kyi", "Aung San Suu Kyi", Match.SURNAME),
    ("J. Smith", "John Smith", Match.FULL),
    ("John Q. Smith", "John Smith", Match.FULL),
    ("Bill Gray", "William Gray", Match.FULL),
    ("Joaquín Guzmán", "Joaquín 'El Chapo' Guzmán", Match.SAME),
    ("Kim Jong Un", "Kim Jong-un", Match.SAME),
    ("Lech Walesa", "Lech Wałęsa", Match.SAME),
    ("Sean O'Brien", "Seán O\u2019Brien", Match.SAME),
    ("Sen. Ruiz", "Ruiz", Match.SAME),
])
def test_one_person(partial: str, full: str, grade: Match) -> None:
    assert match(partial, full) is grade


@pytest.mark.parametrize(("one", "other"), [
    ("Bill Clinton", "Hillary Clinton"),
    ("Al Gore", "Tipper Gore"),
    ("Ben Hill", "Martin Hill"),
    ("Martin Hill", "Martin Hill Jr."),
    ("George W. Bush", "George H. W. Bush"),
    ("Kim Jong Un", "Kim Jong Il"),
    ("Marine Le Pen", "Jean-Marie Le Pen"),
    ("J. S.", "John Smith"),
    ("J", "John"),
    ("Smith", "Smithson"),
    ("Ann Lee", "Leeann"),
])
def test_two_people(one: str, other: str) -> None:
    assert match(one, other) is Match.NONE


def _variant(chance: random.Random) -> str:
    """A name of some convention, cut, shuffled or dressed as carelessly as copy can be."""
    words = chance.choice(NAMES).split()
    kind = chance.randrange(6)
    if kind == 0:
        words = words[-chance.randint(1, len(words)):]
    elif kind == 1:
        words[0] = words[0][:1] + "."
    elif kind == 2:
        words = [w.upper() for w in words]
    elif kind == 3:
        words.insert(0, chance.choice(["Mr.", "Lt. Gen.", "Sheikh", "Dr."]))
    elif kind == 4:
        chance.shuffle(words)
    return chance.choice([" ", "-", "  "]).join(words)


def test_matching_is_symmetric_and_reflexive_over_many_pairs() -> None:
    chance = random.Random(7)  # noqa: S311 (the same pairs in every run)
    met = 0
    for _ in range(PAIRS):
        a, b = _variant(chance), _variant(chance)
        assert match(a, b) == match(b, a), (a, b)
        assert match(a, a) is Match.SAME
        met += match(a, b) is not Match.NONE
    assert 0 < met < PAIRS  # neither everything nor nothing matches


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_matching_holds_for_any_text(a: str, b: str) -> None:
    assert match(a, b) == match(b, a)
    assert match(a, a) is Match.SAME
    assert body_match(a, b) == body_match(b, a)
    assert body_match(a, a) is BodyMatch.SAME
    parse_name(a)


def test_structure_of_a_name() -> None:
    name = parse_name("Lt. Gen. Talib al-Hassan Jr.")
    assert name.titles == ("Lt. Gen.",)
    assert (name.given, name.surname, name.suffix) == (("Talib",), "al-Hassan", "Jr.")
    assert key_words("Vincent van Gogh") == ("vincent", "gogh")


@pytest.mark.parametrize(("short", "long", "grade"), [
    ("FBI", "Federal Bureau of Investigation", BodyMatch.ACRONYM),
    ("U.N.", "United Nations", BodyMatch.ALIAS),
    ("ISIS", "Islamic State", BodyMatch.ALIAS),
    ("Daesh", "the Islamic State group", BodyMatch.ALIAS),
    ("SITE", "SITE Intelligence Group", BodyMatch.PART),
    ("Department of Justice", "Justice Department", BodyMatch.SAME),
    ("the Harbour Board", "Harbour Board", BodyMatch.SAME),
    ("Group", "SITE Intelligence Group", BodyMatch.NONE),
    ("Port Agency", "Coast Agency", BodyMatch.NONE),
    ("is", "Islamic State of Utopia", BodyMatch.NONE),
])
def test_bodies(short: str, long: str, grade: BodyMatch) -> None:
    assert body_match(short, long) is grade
    assert body_match(long, short) is grade


def test_the_family_name_may_stand_first_or_last() -> None:
    assert match("Sato Haruka", "Haruka Sato") is Match.FULL
    assert match("Sato Haruka", "Haruka Mori") is Match.NONE


@pytest.mark.parametrize(("one", "other", "slip"), [
    ("Kristin Vale", "Kristen Vale", True),
    ("Catherine Vale", "Catharine Vale", True),
    ("Ludovic Vale", "Ludovico Vale", True),
    ("Julia Vale", "Julie Vale", False),  # five letters: two women
    ("Kristin Vale", "Kristen Hale", False),
    ("Kristin Vale", "Kirsten Vale", False),
    ("Kristin", "Kristen", False),
])
def test_a_slip_of_one_letter_in_a_long_first_name(one: str, other: str, slip: bool) -> None:
    assert misspelt(one, other) is misspelt(other, one) is slip
