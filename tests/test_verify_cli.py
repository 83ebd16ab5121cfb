"""`quotes verify` at the command line: what is printed where, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from quotes.formats.jsonl import encode_records, read_records
from tests.made import record
from tests.running import Ran, Run

ANA = '"We are not open," said Ana Ruiz.'
EVA = '"The moon is made of green cheese," said Eva Vale.'
ROOT = Path(__file__).parents[1]


@pytest.fixture
def run(run: Run) -> Run:
    """Run a command line in a folder of its own, with records and two sources in it."""
    Path("records.jsonl").write_bytes(encode_records([record(ANA), record(EVA)]))
    Path("a.txt").write_text("We are open today, she said.")
    Path("b.txt").write_text("Well, we are not open. She left.")
    return run


def tiers(ran: Ran) -> list[str]:
    return [line["verification"]["tier"] for line in ran.lines]


def test_records_come_out_whole_with_a_verification(run: Any) -> None:
    ran = run("verify", "records.jsonl", "--against", "a.txt")
    assert (ran.status, ran.err, tiers(ran)) == (0, "", ["altered", "absent"])
    assert ran.lines[0]["verification"]["alarms"] == ["negation"]
    given = [json.loads(line) for line in Path("records.jsonl").read_text().splitlines()]
    assert [{k: v for k, v in line.items() if k != "verification"} for line in ran.lines] == given
    again = list(read_records(ran.out.encode().splitlines(), "r"))
    assert [r.model_dump(mode="json") for r in again] == ran.lines


@pytest.mark.parametrize("args", [
    ["--against", "a.txt", "b.txt"], ["--against", "a.txt", "--against", "b.txt"],
    ["--against", "*.txt"], ["--against=a.txt", "--against=b.txt"], ["--against", "."]])
def test_several_sources_as_people_type_them(run: Any, args: list[str]) -> None:
    Path("records.jsonl").rename("records.ndj")
    ran = run("verify", "records.ndj", *args)
    assert tiers(ran) == ["case", "absent"]
    assert Path(ran.lines[0]["verification"]["parts"][0]["place"]["document"]).name == "b.txt"


def test_options_may_follow_the_sources(run: Any) -> None:
    ran = run("verify", "records.jsonl", "--against", "a.txt", "b.txt", "--summary")
    assert ran.err == "quotes: records: 2 (1 case, 1 absent); 0 with an alarm\n"
    ran = run("verify", "--summary", "--against", "a.txt", "--", "records.jsonl")
    assert ran.err == "quotes: records: 2 (1 altered, 1 absent); 1 with an alarm\n"


def test_a_pipe(run: Any) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.made", "verify", "--against", str(Path("a.txt").resolve())],
        input=Path("records.jsonl").read_bytes(), capture_output=True, check=True, cwd=ROOT)
    assert [json.loads(line)["verification"]["tier"] for line in done.stdout.splitlines()] == [
        "altered", "absent"]


def test_a_missing_source_is_told_and_nothing_is_absent(run: Any) -> None:
    ran = run("verify", "records.jsonl", "--against", "a.txt", "c.txt")
    assert (ran.status, tiers(ran)) == (1, ["altered", "unchecked"])
    assert ran.err == ("quotes: error: source c.txt: no such file; check the path and the current "
                       "folder\n")
    ran = run("verify", "records.jsonl", "--against", "c.txt", "--summary")
    assert (ran.status, tiers(ran)) == (1, ["unchecked", "unchecked"])
    assert "records: 2 (2 unchecked); 0 with an alarm" in ran.err


def test_a_broken_line_is_told_and_the_others_go_on(run: Any) -> None:
    lines = Path("records.jsonl").read_bytes().splitlines(keepends=True)
    Path("records.jsonl").write_bytes(b"".join([lines[0], b"{}\n", b"\n", lines[1]]))
    ran = run("verify", "records.jsonl", "--against", "b.txt")
    assert (ran.status, tiers(ran)) == (1, ["case", "absent"])
    assert ran.err.startswith("quotes: error: records.jsonl:2: not a quote record")


def test_a_wrong_file_is_told_in_a_few_lines(run: Any) -> None:
    good = Path("records.jsonl").read_bytes()
    Path("records.jsonl").write_bytes(b"{}\n" * 1000 + good)
    Path("wrong.jsonl").write_bytes(b"{}\n" * 4)
    Path("c.jsonl").write_text("{}\n" * 9)
    ran = run("verify", "records.jsonl", "wrong.jsonl", "--against", "b.txt", "c.jsonl")
    assert (ran.status, tiers(ran)) == (1, ["case", "unchecked"])
    told = ran.err.splitlines()
    assert len(told) == 12
    assert [line for line in told if " more line" in line] == [
        "quotes: and 6 more lines of c.jsonl", "quotes: and 997 more lines of records.jsonl",
        "quotes: and 1 more line of wrong.jsonl"]


def test_records_with_a_byte_order_mark(run: Any) -> None:
    good = Path("records.jsonl").read_bytes()
    Path("records.jsonl").write_bytes(b"\xef\xbb\xbf" + good)
    ran = run("verify", "records.jsonl", "--against", "b.txt")
    assert (ran.status, ran.err, tiers(ran)) == (0, "", ["case", "absent"])
    assert "holds records" in run("verify", "--against", "records.jsonl", "--", "records.jsonl").err
    Path("records.jsonl").write_bytes(b"\xef\xbb\xbf\r\n")
    ran = run("verify", "records.jsonl", "--against", "b.txt")
    assert (ran.status, ran.out, ran.err) == (0, "", "")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_records_in_utf_16_are_refused_with_the_remedy(run: Any, encoding: str) -> None:
    good = Path("records.jsonl").read_text()
    Path("records.jsonl").write_bytes(good.encode(encoding))
    ran = run("verify", "records.jsonl", "--against", "b.txt")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("quotes: error: records.jsonl:1: in UTF-16, and records are UTF-8; "
                              "save the file as UTF-8 (iconv -f UTF-16 -t UTF-8)\n")


def test_a_source_without_words_is_remarked(run: Any) -> None:
    Path("c.txt").write_text("")
    Path("d.jsonl").write_text('{"id": "x", "text": "We are not open."}\n{"id": "y", "text": "..."}\n')
    ran = run("verify", "records.jsonl", "--against", "c.txt", "d.jsonl")
    assert (ran.status, tiers(ran)) == (0, ["typography", "absent"])
    assert ran.err == ("quotes: warning: source c.txt has no words; nothing can be found in it\n"
                       "quotes: warning: source d.jsonl:2 has no words; nothing can be found in it\n")
    Path("e.jsonl").write_text("")
    ran = run("verify", "records.jsonl", "--against", "e.jsonl")
    assert (ran.status, tiers(ran)) == (0, ["unchecked", "unchecked"])
    assert ran.err == "quotes: warning: no document came from --against; all records are unchecked\n"


@pytest.mark.parametrize(("args", "words"), [
    (["records.jsonl"], "Missing option '--against'"),
    (["records.jsonl", "--against"], "requires an argument"),
    (["records.jsonl", "--against", ""], "is empty"),
    (["-", "--against", "-"], "can't both be standard input"),
    (["--against", "a.txt", "records.jsonl"], "'records.jsonl' holds records"),
    (["c.jsonl", "--against", "a.txt"], "c.jsonl: No such file"),
    (["records.jsonl", "--agianst", "a.txt"], "Did you mean '--against'?"),
])
def test_what_cannot_be_meant_is_one_line(run: Any, args: list[str], words: str) -> None:
    ran = run("verify", *args)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert words in ran.err


def test_no_record_at_all_is_remarked(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.made", "verify", "--against", str(Path("a.txt").resolve())],
        input=b"", capture_output=True, check=True, cwd=ROOT)
    assert done.stdout == b""
    assert b"no record came on standard input" in done.stderr


def test_sources_are_read_by_the_reading_options(run: Any) -> None:
    Path("c.jsonl").write_text(json.dumps({"nr": 7, "body": "We are not open."}) + "\n")
    ran = run("verify", "records.jsonl", "--against", "c.jsonl", "--text-field", "body",
              "--id-field", "nr")
    assert tiers(ran) == ["typography", "absent"]
    assert ran.lines[0]["verification"]["parts"][0]["place"]["document"] == "7"


def test_hostile_sources(run: Any) -> None:
    Path("a.txt").write_bytes("\ufeff<script>\x00 \u202eWe\r\nare not\u00a0open\x1b[2J,\u200b".encode())
    ran = run("verify", "records.jsonl", "--against", "a.txt")
    assert (ran.status, tiers(ran)) == (0, ["typography", "absent"])
    Path("a.txt").write_text("")
    assert tiers(run("verify", "records.jsonl", "--against", "a.txt")) == ["absent", "absent"]
