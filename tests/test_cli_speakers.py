"""`quotes speakers` at the command line, and a roster's way round."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from quotes.formats.jsonl import encode_records
from quotes.speakers.roster import Roster, RosterEntry, read_roster
from tests.made import record
from tests.running import Run

ANA, EVA = '"We are open," said Ana Ruiz.', '"No," said Eva Vale.'


@pytest.fixture
def run(run: Run, tmp_path: Path) -> Run:
    """Run a command line in a folder of its own, with two files of records in it."""
    (tmp_path / "a.jsonl").write_bytes(encode_records([record(ANA), record(EVA)]))
    (tmp_path / "b.jsonl").write_bytes(encode_records(
        [record(ANA, doc_id="b"), record(ANA, doc_id="c", speaker=None)]))
    return run


def test_a_table_of_several_files(run: Any) -> None:
    ran = run("speakers", "a.jsonl", "b.jsonl")
    assert ran.status == 0
    assert ran.out.index("Ana Ruiz") < ran.out.index("Eva Vale")
    assert ran.err == "quotes: records not listed: 1 without a speaker\n"


def test_json_lines(run: Any) -> None:
    ran = run("speakers", "--json", "a.jsonl", "b.jsonl", "a.jsonl")
    assert [(s["name"], s["records"], s["documents"]) for s in ran.lines] == [
        ("Ana Ruiz", 2, 2), ("Eva Vale", 1, 1)]
    assert "2 that came twice" in ran.err


def test_records_come_from_standard_input(run: Any) -> None:
    done = subprocess.run([sys.executable, "-m", "tests.made", "speakers", "--json"],
                          input=Path("a.jsonl").read_bytes(), capture_output=True, check=True,
                          cwd=Path(__file__).parents[1])
    assert [json.loads(line)["name"] for line in done.stdout.splitlines()] == ["Ana Ruiz", "Eva Vale"]


@pytest.mark.parametrize("name", ["people.csv", "people.jsonl"])
def test_a_template_is_a_roster(run: Any, name: str) -> None:
    ran = run("speakers", "a.jsonl", "--roster-template", name)
    assert (ran.status, ran.out) == (0, "")
    assert ran.err.startswith(f"quotes: 2 entries written to {name}; 0 speakers left out")
    assert read_roster(name).entries == Roster([
        RosterEntry("ana-ruiz", "Ana Ruiz", (), "person"),
        RosterEntry("eva-vale", "Eva Vale", (), "person")]).entries


@pytest.mark.parametrize(("args", "words"), [
    (["a.jsonl", "--roster-template", "people.txt"], "ends neither in .csv nor in .jsonl"),
    (["a.jsonl", "--roster-template", "b.jsonl"], "'b.jsonl' exists"),
    (["c.jsonl"], "c.jsonl: No such file"),
    (["notes.txt"], "notes.txt:1: not a quote record"),
    ([""], "A path is empty"),
])
def test_what_cannot_be_meant_is_one_line(run: Any, args: list[str], words: str) -> None:
    Path("notes.txt").write_text("Nobody spoke.\n")
    ran = run("speakers", *args)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert words in ran.err


def test_corrections_are_never_overwritten(run: Any) -> None:
    Path("people.csv").write_text("mine")
    run("speakers", "a.jsonl", "--roster-template", "people.csv")
    assert Path("people.csv").read_text() == "mine"
