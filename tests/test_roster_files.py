"""How a roster is read and written, and what is said of one that is broken."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.errors import InputError
from quotes.records import Kind
from quotes.speakers.roster import (
    RosterEntry,
    read_entries,
    read_roster,
    roster_csv,
    roster_jsonl,
)

RUIZ = RosterEntry("Q1", "Ana Ruiz", ("A. Ruiz", "Ruiz"), "person", ("mayor of Porto",))
PORT = RosterEntry("7", "Port Agency", (), "organization")
ANYBODY = RosterEntry("Q3", "Georgia")
ALL = [RUIZ, PORT, ANYBODY]

CSV = """id,name,aliases,kind,roles
Q1,Ana Ruiz,A. Ruiz; Ruiz,person,mayor of Porto
7,Port Agency,,organization,
Q3,Georgia,,,
"""


def read(text: str) -> list[RosterEntry]:
    return read_entries(text.encode(), "people.csv")


# What can be read


@pytest.mark.parametrize("text", [
    CSV,
    CSV.replace(",", ";").replace("A. Ruiz; Ruiz", '"A. Ruiz; Ruiz"'),
    CSV.replace(",", "\t"),
    CSV.replace("\n", "\r\n"),
    CSV.replace("\n", "\r"),
    "\n" + CSV.replace("7,Port", "\n,,,,\n7,Port"),
    "name,notes,id,roles,kind,aliases\nAna Ruiz,\"called\nin May\",Q1,mayor of Porto,Person,"
    "\"A. Ruiz;Ruiz;\"\nPort Agency,,7,,organization,\nGeorgia,,Q3,,,\n",
])
def test_tables_of_any_make(text: str) -> None:
    assert read(text) == ALL


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    text = CSV.replace("Ana Ruiz", "Ána Ruiz")
    assert read_entries(text.encode(encoding), "people.csv")[0].name == "Ána Ruiz"


def test_json_lines() -> None:
    lines = [{"id": "Q1", "name": " Ana  Ruiz", "aliases": ["A. Ruiz", "Ruiz", "Ruiz", ""],
              "kind": "person", "roles": "mayor of Porto", "born": 1970},
             {"id": 7, "name": "Port Agency", "kind": "organization", "aliases": None},
             {"id": "Q3", "name": "Georgia", "kind": None}]
    text = "\ufeff" + "\n\n".join(map(json.dumps, lines))
    assert read(text) == ALL


def test_a_file_becomes_a_roster(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(CSV, "utf-8")
    assert read_roster(path).entries == (PORT, RUIZ, ANYBODY)  # by id
    assert read_roster(str(path)).sha256 == read_roster(path).sha256


def test_a_roster_may_be_empty() -> None:
    assert read("id,name\n") == []


# What is refused


@pytest.mark.parametrize(("text", "line", "words"), [
    ("", 1, "no column 'id'"),
    ("person,name\nQ1,Ana\n", 1, "no column 'id'"),
    ("id;name,x\nQ1;Ana,\n", 1, "no column 'id'"),
    ("id,name,alias\nQ1,Ana,\n", 1, "column 'alias': did you mean 'aliases'"),
    ("id,name,Roles\nQ1,Ana,\n", 1, "column 'Roles': did you mean 'roles'"),
    ("id,name,kind,kind\nQ1,Ana,,\n", 1, "two columns are called 'kind'"),
    ("id,name\nQ1,Ana\nQ2,Ruiz, Ana\n", 3, "the row has 3 fields and the header 2"),
    ("id,name\nQ1,Ana\nQ2\n", 3, "the row has 1 fields"),
    ("id,name\nQ1,\"a\nb\"\n,Ana\n", 4, "no id"),
    ("id,name\nQ1,Ana\nQ2,  \n", 3, "no name"),
    ("id,name\nQ1,Ana\nQ2,Bea\nQ1,Ida\n", 4, "the id 'Q1' is also that of line 2"),
    ("id,name,kind\nQ1,Ana,human\n", 2, "unknown kind 'human'; it is one of person, organ"),
    ("id,name\nQ1,Ana\nQ2,\"Bea\nQ3,Ida\n", 3, "never closed"),
    ('id,name\nQ1,Ana\nQ2,"Bea" x\n', 3, "broken row"),
    ('{"id": "Q1", "name": "Ana"}\n{"id": "Q2", \n', 2, "broken JSON at column"),
    ('[{"id": "Q1", "name": "Ana"}]', 1, "no JSON object; write one object a line"),
    ('{"id": "Q1", "name": "Ana"}\n[]\n', 2, "no JSON object"),
    ('{"id": "Q1", "name": 5}\n', 1, "'name' is not text"),
    ('{"id": true, "name": "Ana"}\n', 1, "'id' is not text"),
    ('{"id": "Q1", "name": "Ana", "aliases": [5]}\n', 1, "'aliases' is no list of texts"),
    ('{"id": "Q1", "name": "Ana", "kind": 5}\n', 1, "unknown kind 5"),
    ('{"id": "Q1", "name": "Ana", "alias": []}\n', 1, "field 'alias': did you mean 'aliases'"),
    ('{"name": "Ana"}\n', 1, "no id"),
])
def test_a_broken_row_is_named_with_its_line_and_a_remedy(text: str, line: int, words: str) -> None:
    with pytest.raises(InputError) as refused:
        read(text)
    assert (refused.value.path, refused.value.line) == ("people.csv", line)
    assert words in refused.value.message
    assert str(refused.value).startswith(f"people.csv:{line}: ")


def test_what_is_no_text_at_all(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(InputError, match=r"people\.xlsx: binary: .*; a roster is CSV or JSON Lines"):
        read_roster(path)
    with pytest.raises(InputError, match=r"none\.csv: the roster can't be read: No such file"):
        read_roster(tmp_path / "none.csv")


# There and back


_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).map(
    lambda text: " ".join(text.split())).filter(bool)
_MANY = st.lists(_TEXTS, unique=True, max_size=3).map(tuple)
_KINDS: list[Kind] = ["person", "organization", "group", "place", "document", "unknown"]
_ENTRIES = st.lists(st.builds(RosterEntry, _TEXTS, _TEXTS, _MANY, st.sampled_from(_KINDS), _MANY),
                    unique_by=lambda entry: entry.id, max_size=4)


@given(_ENTRIES)
def test_what_is_written_is_read_back_unchanged(entries: list[RosterEntry]) -> None:
    assert read_entries(roster_jsonl(entries), "r") == entries if entries else True
    assert read_entries(roster_csv(entries), "r") == entries


@given(_ENTRIES)
def test_no_cell_is_a_formula(entries: list[RosterEntry]) -> None:
    rows = csv.reader(io.StringIO(roster_csv(entries).decode("utf-8-sig"), newline=""))
    for cell in (cell for row in rows for cell in row):
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_a_name_that_a_spreadsheet_would_run_is_disarmed_and_comes_back() -> None:
    entries = [RosterEntry("=1+1", '=HYPERLINK("http://a.example","Ana")', ("Ana", "@Ana", "'-Ana"))]
    data = roster_csv(entries)
    assert b"\"Ana; '@Ana; ''-Ana\"" in data
    assert b"\"'=1+1\"" in data
    assert b"'=HYPERLINK" in data
    assert read_entries(data, "r") == entries


def test_a_spreadsheet_is_told_that_it_is_utf8() -> None:
    assert roster_csv([]).startswith(b"\xef\xbb\xbf")
