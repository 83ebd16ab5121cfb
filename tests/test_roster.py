"""Which entry of a roster a speaker is, and when that stays open."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.errors import InputError
from quotes.records import Kind
from quotes.speakers.bodies import body_words
from quotes.speakers.names import key_words
from quotes.speakers.roster import Roster, RosterEntry
from quotes.speakers.values import Resolution, Resolved, ResolvedMember
from tests.timing import least_seconds

COMMANDER = RosterEntry("Q2", "John Smith", (), "person", ("commander of the Harbour Command",))
SINGER = RosterEntry("Q3", "John Smith", (), "person", ("singer", "Bell Choir"))


def person(id_: str, name: str, *aliases: str, roles: tuple[str, ...] = ()) -> RosterEntry:
    return RosterEntry(id_, name, aliases, "person", roles)


def body(id_: str, name: str, *aliases: str, kind: Kind = "organization") -> RosterEntry:
    return RosterEntry(id_, name, aliases, kind)


def linked(roster: list[RosterEntry], name: str, kind: Kind = "person", **more: Any) -> Resolution:
    """The speaker of that name, after the roster has been looked into."""
    speaker = Resolution(**{"name": name, "kind": kind, "mention": (0,), "resolution": "named",
                            "confidence": 0.9, "entity": "e1", **more})
    found = Roster(roster).link(Resolved(speaker)).speaker
    assert found is not None
    return found


# Names


@pytest.mark.parametrize("name", [
    "Abu Bakr al-Baghdadi", "ABU BAKR AL BAGHDADI", "Baghdadi", "al-Baghdadi", "Ibrahim al-Badri"])
def test_any_listed_name_links_however_it_is_spelt(name: str) -> None:
    found = linked([person("Q1", "Abu Bakr al-Baghdadi", "Baghdadi", "Ibrahim Al-Badri")], name)
    assert found.link == "Q1"
    assert found.name == name  # the document's own, verbatim
    assert found.alternatives == ()
    assert found.roster == "Q1: name"


@pytest.mark.parametrize("name", ["Malcolm X", "Kim Jong-un", "Ng", "O", "Sr. Juan de la Cruz Jr.",
                                  "Абу Бакр", "习 近平", "U Thant", "Prince", "Dr."])
def test_a_listed_name_of_any_make_is_found(name: str) -> None:
    for kind in ("person", "organization", "unknown"):
        roster = [RosterEntry("Q1", name, kind="unknown"), person("Q2", "Someone Else")]
        assert linked(roster, name, kind).link == "Q1"


@given(st.text(st.characters(categories=["L", "Zs", "P", "M"]), max_size=20))
def test_a_name_is_its_own(name: str) -> None:
    if key_words(name):
        assert linked([person("Q1", name)], name).link == "Q1"
    if body_words(name):
        assert linked([body("B1", name)], name, "organization").link == "B1"


@pytest.mark.parametrize("name", ["Bill Gray", "William P. Gray", "Sen. William Gray"])
def test_middle_names_short_forms_and_titles_do_not_matter(name: str) -> None:
    assert linked([person("Q1", "William Gray")], name).link == "Q1"


@pytest.mark.parametrize("name", ["Gray", "W. Gray", "William"])
def test_a_part_of_a_name_is_a_candidate_and_never_a_link(name: str) -> None:
    found = linked([person("Q1", "William Gray")], name)
    assert found.link is None
    assert found.alternatives == (("William Gray (Q1)", 0.45),)
    assert found.roster == "part of a name, perhaps of: Q1"


@pytest.mark.parametrize("name", ["Ann Gray", "William Gray Jr.", "William Grey", "Mr. Okafor"])
def test_another_name_is_nobody_of_the_roster(name: str) -> None:
    found = linked([person("Q1", "William Gray", "Gray")], name)
    assert (found.link, found.alternatives, found.roster) == (None, (), "")


def test_two_given_names_are_not_a_full_name() -> None:
    found = linked([person("Q1", "Maria Garcia Lopez")], "Maria Garcia")
    assert found.link is None
    assert [name for name, _ in found.alternatives] == ["Maria Garcia Lopez (Q1)"]


def test_the_family_name_may_stand_first() -> None:
    assert linked([person("Q1", "Higuchi Ichiyo")], "Ichiyo Higuchi").link == "Q1"


# Homonyms


def test_homonyms_are_alternatives_with_their_ids_and_never_a_pick() -> None:
    found = linked([SINGER, COMMANDER], "John Smith", alternatives=(("Eva Ortega", 0.05),))
    assert found.link is None
    assert found.alternatives == (("John Smith (Q2)", 0.3), ("John Smith (Q3)", 0.3),
                                  ("Eva Ortega", 0.05))
    assert found.roster == "several bear the name: Q2, Q3"


def test_a_fuller_name_that_can_be_cut_to_this_one_is_a_homonym() -> None:
    found = linked([person("Q1", "John Smith"), person("Q2", "John Paul Smith")], "John Smith")
    assert found.link is None
    assert len(found.alternatives) == 2
    assert linked([person("Q1", "John Smith"), person("Q2", "John Paul Smith")],
                  "John Paul Smith").link == "Q2"


def test_names_that_the_roster_itself_tells_apart_are_no_homonyms() -> None:
    roster = [person("Q1", "Mike Smith"), person("Q2", "Michael Smith")]
    assert linked(roster, "Mike Smith").link == "Q1"
    assert linked(roster, "Michael Smith").link == "Q2"


def test_initials_fit_all_whom_they_fit() -> None:
    roster = [person("Q1", "J. Smith"), person("Q2", "John Smith"), person("Q3", "Jane Smith")]
    assert linked(roster, "J. Smith").link is None
    assert len(linked(roster, "J. Smith").alternatives) == 3
    assert linked(roster, "Jane Smith").link == "Q3"


def test_an_alias_of_two_entries_is_nobodys() -> None:
    roster = [person("Q1", "Ann Gray", "Gray"), person("Q2", "Bill Gray", "Gray")]
    assert linked(roster, "Gray").link is None
    assert linked(roster, "Ann Gray").link == "Q1"


def test_of_very_many_only_the_number_is_told() -> None:
    found = linked([person(f"Q{i:02}", f"Ann{i} Gray") for i in range(30)], "Gray")
    assert found.alternatives == ()
    assert found.roster.startswith("part of a name, perhaps of: Q00, ")
    assert found.roster.endswith(" and 22 more")


def test_a_surname_that_very_many_bear_hides_nobody() -> None:
    roster = [person(f"Q{i:04}", f"{chr(97 + i % 26)}{i}ra Smith") for i in range(1000)]
    roster += [person("R1", "William Smith"), person("R2", "Smith Ichiyo"), person("R3", "B. Smith")]
    assert linked(roster, "Bill Smith").link == "R1"
    assert linked(roster, "Ichiyo Smith").link == "R2"
    assert linked(roster, "B. Smith").link is None  # Q0001 and others begin with b as well
    assert linked(roster, "B1ra Smith").link == "Q0001"
    assert linked(roster, "Smith").roster == ""


# Roles


@pytest.mark.parametrize(("said", "link"), [
    ({"roles": ("commander of the Harbour Command",)}, "Q2"),
    ({"roles": ("commander",), "affiliation": "Harbour Command"}, "Q2"),
    ({"roles": ("commander",)}, "Q2"),
    ({"titles": ("Mr.",), "roles": ("singer",)}, "Q3"),
    ({"titles": ("Mr.",)}, None),  # says nothing
    ({"roles": ("plumber",)}, None),  # agrees with neither
    ({"roles": ("commander", "rival")}, None),  # more than the roster knows
    ({"roles": ("singer", "commander of the Harbour Command")}, None),  # agrees with both
    ({"roles": ("commander of the Bell Choir",)}, None),  # has something of both
])
def test_a_role_decides_between_homonyms_only_where_it_is_clear(said: Any, link: str | None) -> None:
    found = linked([COMMANDER, SINGER], "John Smith", **said)
    assert found.link == link
    assert bool(found.alternatives) is (link is None)
    if link:
        assert found.roster == f"{link}: name; role, among Q2, Q3"


def test_of_a_homonym_without_roles_nothing_is_known() -> None:
    found = linked([COMMANDER, person("Q4", "John Smith")], "John Smith", roles=("commander",))
    assert found.link is None


def test_another_university_is_no_support() -> None:
    yale = person("Q1", "Ann Gray", roles=("professor at Yale University",))
    found = linked([yale, person("Q2", "Ann Gray", roles=("singer",))], "Ann Gray",
                   roles=("professor",), affiliation="Harvard University")
    assert found.link is None


@pytest.mark.parametrize("title", ["Gen.", "General", "gen."])
def test_an_abbreviated_title_is_the_role(title: str) -> None:
    roster = [person("Q1", "Ann Gray", roles=("general",)),
              person("Q2", "Ann Gray", roles=("singer",))]
    assert linked(roster, "Ann Gray", titles=(title,)).link == "Q1"


def test_an_abbreviation_is_enough_not_to_exclude() -> None:
    roster = [person("Q1", "Ann Gray", roles=("senator",)),
              person("Q2", "Ann Gray", roles=("chairwoman",))]
    assert linked(roster, "Ann Gray", titles=("Sen.",), roles=("chairwoman",)).link is None


# Bodies


@pytest.mark.parametrize(("name", "kind", "link"), [
    ("Justice Department", "organization", "B1"), ("the Department of Justice", "group", "B1"),
    ("Islamic State", "organization", "B2"), ("ISIS", "organization", "B2"),
    ("PA", "organization", None), ("Port Agency", "organization", "B3"),
    ("Port", "organization", None), ("Justice Department", "place", None),
    ("Justice Department", "person", None), ("Justice Department", "unknown", "B1")])
def test_bodies(name: str, kind: Kind, link: str | None) -> None:
    roster = [body("B1", "Department of Justice"), body("B2", "Daesh"), body("B3", "Port Agency")]
    assert linked(roster, name, kind).link == link


def test_an_acronym_links_where_it_is_listed() -> None:
    assert linked([body("B3", "Port Agency", "PA")], "PA", "organization").link == "B3"
    found = linked([body("B3", "Port Agency")], "PA", "organization")
    assert found.alternatives == (("Port Agency (B3)", 0.45),)


def test_an_entry_of_no_kind_is_whatever_bears_its_name() -> None:
    roster = [RosterEntry("X1", "Georgia Vale")]
    kinds: list[Kind] = ["person", "place", "organization", "unknown"]
    assert {linked(roster, "Georgia Vale", kind).link for kind in kinds} == {"X1"}


# Who is looked up


@pytest.mark.parametrize("said", [{"resolution": "unresolved"}, {"anonymous": True}])
def test_who_is_not_known_is_not_linked(said: Any) -> None:
    assert linked([person("Q1", "Ann Gray", "Gray")], "Gray", **said).link is None


def test_joint_speakers_are_linked_each() -> None:
    members = (ResolvedMember("Ann Gray", "person", (0,), "e1"),
               ResolvedMember("John Smith", "person", (2,), "e2"),
               ResolvedMember("Gray", "person", (4,), None))
    found = linked([person("Q1", "Ann Gray", "Gray"), COMMANDER, SINGER],
                   "Ann Gray, John Smith and Gray", "group", members=members)
    assert [m.link for m in found.members] == ["Q1", None, None]
    assert found.link is None


def test_without_a_speaker_there_is_nothing_to_link() -> None:
    assert Roster([COMMANDER]).link(Resolved(None)) == Resolved(None)


# The roster


def test_an_id_is_one_entrys() -> None:
    with pytest.raises(InputError, match="two roster entries have the id 'Q2'"):
        Roster([COMMANDER, person("Q2", "Ann Gray")])


@pytest.mark.parametrize(("id_", "name"), [("", "Ann Gray"), ("Q1", " ")])
def test_an_entry_has_id_and_name(id_: str, name: str) -> None:
    with pytest.raises(InputError, match="needs an id and a name"):
        RosterEntry(id_, name)


def test_the_hash_is_of_what_the_roster_says() -> None:
    assert Roster([COMMANDER, SINGER]).sha256 == Roster([SINGER, COMMANDER]).sha256
    hashes = {Roster(entries).sha256 for entries in (
        [], [COMMANDER], [COMMANDER, SINGER], [COMMANDER, person("Q3", "John Smith")],
        [person("Q1", "a", "b", "c")], [person("Q1", "a", "b", roles=("c",))])}
    assert len(hashes) == 6


def _syllables(chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou")
                   for _ in range(chance.randint(2, 4))).title()


@pytest.mark.slow
def test_a_hundred_thousand_entries_load_in_seconds_and_are_not_scanned() -> None:
    chance = random.Random(6)  # noqa: S311
    surnames = [_syllables(chance) for _ in range(3000)]
    weights = [1 / rank for rank in range(1, 3001)]  # few surnames are very common, as in life
    entries = [person(f"Q{i}", f"{_syllables(chance)} {surname}", f"{_syllables(chance)} {surname}")
               for i, surname in enumerate(chance.choices(surnames, weights, k=100_000))]
    made: list[Roster] = []
    assert least_seconds(lambda: made.append(Roster(entries)), tries=1) < 20
    speakers = [Resolved(Resolution(entry.name, "person", (0,), "named", 0.9, entity="e1"))
                for entry in chance.sample(entries, 300)]
    assert least_seconds(lambda: [made[0].link(s) for s in speakers], tries=1) < 3


@pytest.mark.parametrize("name", ["Mr. ____", "\u2014", "..."])
def test_a_name_that_was_blacked_out_is_nobody(name: str) -> None:
    assert linked([COMMANDER, body("Q9", "Harbour Command")], name).link is None
