"""Who speaks across documents: who is joined, who isn't, and what is counted."""

from __future__ import annotations

from typing import Any

import pytest

from quotes.records import Kind, QuoteRecord
from quotes.speaker_list import ListedSpeaker, Listing, roster_entries
from quotes.speaker_list.table import table_lines
from quotes.speakers.roster import read_entries, roster_csv, roster_jsonl
from tests.made import record

TEXT = '"We are open," said Ana Ruiz.'
MENTION = {"start": 20, "end": 28, "text": "Ana Ruiz"}


def said(name: str, doc: str = "a", *, form: str | None = None, date: str | None = None,
         type_: str = "direct", features: dict[str, Any] | None = None, number: int = 0,
         **speaker: Any) -> QuoteRecord:
    """A record whose speaker has that name; `form` is how the text has it."""
    span = {**MENTION, "text": form or name}
    mention = {"kind": "person", "resolution": "named", "confidence": 0.9, "mention": [span],
               "name_span": span, **speaker}
    return record(TEXT, doc_id=doc, id=f"{doc}:{name}:{form}:{number}", type=type_,
                  speaker={"name": name, **mention},
                  document={"id": doc, "sha256": "0" * 64, "date": date},
                  evidence={"rule": "test", "features": features})


def listed(*records: QuoteRecord) -> list[ListedSpeaker]:
    return list(Listing(records))


def names(*records: QuoteRecord) -> list[str]:
    return [speaker.name for speaker in listed(*records)]


# Who is one


@pytest.mark.parametrize(("kind", "one", "other"), [
    ("person", "José Muñoz", "Jose MUNOZ"),
    ("person", "Abu Bakr al-Baghdadi", "Abu Bakr Al Baghdadi"),
    ("person", "Dr. Ana Ruiz", "Ana Ruiz"),
    ("organization", "Justice Department", "the Department of Justice"),
    ("organization", "Daesh", "Islamic State"),
])
def test_the_same_whole_name_joins(kind: Kind, one: str, other: str) -> None:
    [speaker] = listed(said(one, "a", kind=kind), said(other, "b", kind=kind))
    assert (speaker.records, speaker.documents, speaker.uncertain) == (2, 2, False)


@pytest.mark.parametrize(("kind", "one", "other"), [
    ("person", "Ana Ruiz", "Ruiz"),  # a part
    ("person", "Bill Gray", "William Gray"),  # for a roster to say
    ("person", "John Smith", "John Paul Smith"),
    ("person", "John Smith", "John Smith Jr."),
    ("person", "Ana Ruiz", "A. Ruiz"),
    ("organization", "Tidewater Agency", "TA"),
    ("organization", "Tidewater Agency", "Tidewater Agency of Porto"),
])
def test_less_than_the_whole_name_joins_nobody(kind: Kind, one: str, other: str) -> None:
    assert len(listed(said(one, "a", kind=kind), said(other, "b", kind=kind))) == 2


def test_a_person_and_a_place_of_one_name_are_two() -> None:
    assert len(listed(said("Georgia Vale"), said("Georgia Vale", "b", kind="place"))) == 2


def test_a_link_joins_whatever_the_names_and_parts_the_same_name() -> None:
    found = listed(said("Muhammad Ali", "a", link="Q1"), said("Cassius Clay", "b", link="Q1"),
                   said("Muhammad Ali", "c", link="Q2"), said("Muhammad Ali", "d"))
    assert [(s.name, s.link, s.documents) for s in found] == [
        ("Cassius Clay", "Q1", 2), ("Muhammad Ali", "Q2", 1), ("Muhammad Ali", None, 1)]


@pytest.mark.parametrize(("name", "kind", "uncertain"), [
    ("Ruiz", "person", True), ("A. Ruiz", "person", True), ("Ana Ruiz", "person", False),
    ("the Ministry", "organization", True), ("Tidewater Ministry", "organization", False)])
def test_a_name_that_tells_nobody_from_another_is_said_to_be_so(
        name: str, kind: Kind, uncertain: bool) -> None:
    [speaker] = listed(said(name, "a", kind=kind), said(name, "b", kind=kind))
    assert speaker.uncertain is uncertain
    [linked] = listed(said(name, kind=kind, link="Q1"))
    assert not linked.uncertain


def test_homonyms_that_the_roster_knows_are_uncertain() -> None:
    doubt = {"roster": "several bear the name: Q1, Q2"}
    [speaker] = listed(said("Ana Ruiz", features=doubt), said("Ana Ruiz", "b"))
    assert speaker.uncertain


# Who is listed


def test_who_has_no_name_is_counted_and_not_listed() -> None:
    description: dict[str, Any] = {"resolution": "description", "name_span": None}
    found = Listing([
        said("a spokesman", anonymous=True), said("Gray", resolution="unresolved"),
        said("The commander", **description), said("Officials", kind="group", **description),
        said("his successor", name_span=None, resolution="preceding"),
        said("the commander", form="he", name_span=None, resolution="pronoun"),
        record(TEXT, id="x", speaker=None)])
    assert list(found) == []
    assert (found.unnamed, found.speakerless, found.repeated) == (6, 1, 0)


def test_a_pronoun_and_a_description_count_for_whom_they_mean() -> None:
    [speaker] = listed(said("Ana Ruiz", form="she", name_span=None, resolution="pronoun"),
                       said("Ana Ruiz", form="the mayor", name_span=None, resolution="description"))
    assert (speaker.records, speaker.forms) == (2, ())


def test_joint_speakers_are_counted_each() -> None:
    members = [{"name": "Ana Ruiz", "kind": "person", "entity": "e1"},
               {"name": "Eva Vale", "kind": "person", "entity": "e2", "link": "Q7"},
               {"name": "a neighbour", "kind": "person", "entity": "e3"},
               {"name": "Gray", "kind": "person"}]
    found = listed(said("Ana Ruiz and others", kind="group", members=members), said("Ana Ruiz", "b"))
    assert [(s.name, s.link, s.records) for s in found] == [("Ana Ruiz", None, 2),
                                                            ("Eva Vale", "Q7", 1)]


# What is told of each


def test_counts_names_roles_and_dates() -> None:
    [speaker] = listed(
        said("José Muñoz", "b", date="2024-05-03T23:00:00Z", titles=["Dr."], roles=["mayor"]),
        said("José Muñoz", "b", form="Muñoz", number=1, date="2024-05-03", roles=["mayor"]),
        said("Jose Munoz", "a", type_="mixed", date="2023-11-30", roles=["engineer", "mayor"]),
        said("José Muñoz", "b", form="Muñoz", number=2, type_="indirect"),
        said("José Muñoz", "c", form="Muñoz", date="May 3, 2025"))
    assert speaker == ListedSpeaker(
        name="José Muñoz", kind="person", link=None, uncertain=False, records=5, documents=3,
        types={"direct": 3, "indirect": 1, "mixed": 1}, titles=("Dr.",),
        roles=("mayor", "engineer"), forms=("Muñoz", "Jose Munoz", "José Muñoz"),
        first_date="2023-11-30", last_date="2024-05-03")


def test_documents_are_counted_once_in_any_order() -> None:
    [speaker] = listed(*(said("Ana Ruiz", doc, number=i) for i, doc in enumerate("abab")))
    assert (speaker.records, speaker.documents) == (4, 2)


def test_a_record_that_comes_twice_counts_once() -> None:
    found = Listing([said("Ana Ruiz"), said("Ana Ruiz"), said("Ana Ruiz", number=1)])
    assert [s.records for s in found] == [2]
    assert found.repeated == 1


def test_texts_of_one_id_are_two_documents() -> None:
    other = said("Ana Ruiz").model_copy(update={
        "document": said("Ana Ruiz").document.model_copy(update={"sha256": "1" * 64})})
    assert [(s.records, s.documents) for s in listed(said("Ana Ruiz"), other)] == [(2, 2)]


def test_those_who_speak_most_come_first_then_by_name() -> None:
    records = [said("Eva Vale"), said("Ana Ruiz"), said("Ida Gray"), said("Ida Gray", "b")]
    assert names(*records) == names(*reversed(records)) == ["Ida Gray", "Ana Ruiz", "Eva Vale"]


# The table


def test_the_table() -> None:
    found = listed(
        said("Ana Ruiz", form="Ruiz", titles=["Mrs.", "Gen."], roles=["mayor"], date="2024-05-03"),
        said("Gray", "b"), said("Eva Vale", "c", link="Q7"))
    text = "".join(table_lines(found, width=100, colour=False))
    for shown in ("Gen., mayor", "also Ruiz", "perhaps several of the name", "link Q7", "2024-05-03"):
        assert shown in text
    assert "Mrs." not in text
    assert max(map(len, text.splitlines())) <= 100


def test_a_long_table_has_one_head_and_straight_columns() -> None:
    found = listed(*(said(f"Ana Ruiz{i}", str(i)) for i in range(450)))
    pieces = list(table_lines(found, width=90, colour=False))
    lines = "".join(pieces).splitlines()
    assert len(pieces) == 3
    assert sum("records" in line for line in lines) == 1
    assert len({line.index("|") for line in lines if "|" in line}) == 1
    assert list(table_lines([], width=90, colour=False)) == []


def test_a_narrow_table_and_hostile_names() -> None:
    [text] = table_lines(listed(said("Ana\x1b[2J Ruiz")), width=40, colour=False)
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 40


# The roster made of it


def test_a_roster_has_whole_names_only() -> None:
    found = listed(
        said("Ana Ruiz", form="Ruiz", roles=["mayor"]), said("Ana Ruiz", form="Anna Ruiz", number=1),
        said("Tidewater Agency", kind="organization", form="TA"),
        said("Tidewater Agency", kind="organization", form="Tidewater", number=1),
        said("Gray", "b"), said("Eva Vale", link="Q7"))
    entries = {entry.id: entry for entry in roster_entries(found)}
    assert set(entries) == {"ana-ruiz", "tidewater-agency", "Q7"}
    assert entries["ana-ruiz"].aliases == ("Anna Ruiz",)
    assert entries["ana-ruiz"].roles == ("mayor",)
    assert entries["tidewater-agency"].aliases == ("TA",)
    assert (entries["Q7"].name, entries["Q7"].kind) == ("Eva Vale", "person")


def test_no_two_entries_of_a_roster_share_an_id() -> None:
    found = listed(said("Ana Ruiz"), said("Ana Ruiz", kind="place", number=1),
                   said("Ida Gray", "b", link="ana-ruiz-2"), said("Ana  RUIZ", kind="document"))
    ids = [entry.id for entry in roster_entries(found)]
    assert sorted(ids) == ["ana-ruiz", "ana-ruiz-2", "ana-ruiz-3", "ana-ruiz-4"]


def test_a_roster_reads_back_unchanged() -> None:
    found = listed(said("=Ana\nRuiz", form="=Ana Ruiz; Sons", roles=["mayor; \"cook\"", "+1"]),
                   said("José Muñoz", "b", roles=["mayor of\nPorto"]))
    entries = list(roster_entries(found))
    assert read_entries(roster_csv(entries), "r") == entries
    assert read_entries(roster_jsonl(entries), "r") == entries
    assert len(entries) == 2
