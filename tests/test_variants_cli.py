"""`quotes variants` at the command line, and records that stay in their files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from quotes.errors import InputError
from quotes.formats.jsonl import encode_records
from quotes.formats.stored import StoredRecords
from tests.running import Run
from tests.test_variants import BRIDGE, LONG, said


@pytest.fixture
def run(run: Run) -> Run:
    """Run a command line in a folder of its own, with two files of records in it."""
    Path("a.jsonl").write_bytes(encode_records([said(LONG, "a"), said(BRIDGE, "a", None, at=500)]))
    Path("b.jsonl").write_bytes(b"\n" + encode_records(
        [said(LONG, "b", "Eva Vale"), said(BRIDGE, "b", at=300)]).replace(b"\n", b"\r\n"))
    return run


def test_one_line_a_group_rivals_first(run: Any) -> None:
    ran = run("variants", "a.jsonl", "b.jsonl", "--summary")
    assert ran.status == 0
    assert [bool(line["rivals"]) for line in ran.lines] == [True, False]
    first = ran.lines[0]["members"][0]
    assert (first["document"], first["content"]) == (
        "a", [{"start": 1, "end": 1 + len(LONG), "text": LONG}])
    assert ran.err == ("quotes: 4 records: 4 in 2 groups, 1 of them with rival attributions; 1 can "
                       "be given a speaker; 0 came twice, 0 without words to compare\n")


def test_the_order_of_files_changes_no_byte(run: Any) -> None:
    assert run("variants", "a.jsonl", "b.jsonl").out == run("variants", "b.jsonl", "a.jsonl").out


@pytest.mark.parametrize("args", [("-",), ()])
def test_records_come_from_a_pipe(run: Any, args: tuple[str, ...]) -> None:
    data = Path("a.jsonl").read_bytes() + Path("b.jsonl").read_bytes()
    done = subprocess.run([sys.executable, "-m", "tests.made", "variants", *args], input=data,
                          capture_output=True, check=True, cwd=Path(__file__).parents[1])
    assert done.stdout.decode() == run("variants", "a.jsonl", "b.jsonl").out


def test_completed_records(run: Any) -> None:
    run("variants", "a.jsonl", "b.jsonl", "--records", "all.jsonl")
    before = [line for name in ("a.jsonl", "b.jsonl")
              for line in Path(name).read_bytes().splitlines() if line]
    lines = Path("all.jsonl").read_bytes().splitlines()
    assert [line == old for line, old in zip(lines, before, strict=True)] == [True, False, True, True]
    speaker = json.loads(lines[1])["speaker"]
    assert (speaker["name"], speaker["resolution"], speaker["mention"]) == ("Ana Ruiz", "variant", [])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes as on Unix")
def test_a_named_pipe_is_read_once(run: Any) -> None:
    os.mkfifo("pipe")
    with subprocess.Popen(["cat", "a.jsonl", "b.jsonl"], stdout=subprocess.PIPE) as cat, \
            subprocess.Popen(["sh", "-c", "cat > pipe"], stdin=cat.stdout):
        piped = run("variants", "pipe").out
    assert piped == run("variants", "a.jsonl", "b.jsonl").out


@pytest.mark.parametrize(("args", "words"), [
    (["a.jsonl", "--records", "a.jsonl"], "'a.jsonl' is an input"),
    (["a.jsonl", "b.jsonl", "--records", "./b.jsonl"], "is an input"),
    (["a.jsonl", "--records", "."], "can't be written as a file"),
    (["a.jsonl", "--records", "nowhere/all.jsonl"], "can't be written as a file"),
    (["a.jsonl", "--records", "-"], "standard output is where the groups go; name a file"),
    (["c.jsonl"], "c.jsonl: No such file"),
    (["notes.txt"], "notes.txt:1: not a quote record"),
    (["a.jsonl", "--record"], "Did you mean"),
    ([""], "A path is empty"),
])
def test_what_cannot_be_meant_is_one_line(run: Any, args: list[str], words: str) -> None:
    Path("notes.txt").write_text("Nobody spoke.\n")
    ran = run("variants", *args)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert words in ran.err
    assert len(Path("a.jsonl").read_bytes().splitlines()) == 2


def test_a_broken_line_leaves_the_older_file(run: Any) -> None:
    Path("all.jsonl").write_text("mine")
    Path("broken.jsonl").write_bytes(Path("a.jsonl").read_bytes() + b'{"id": \xff')
    ran = run("variants", "broken.jsonl", "--records", "all.jsonl")
    assert (ran.status, ran.err.partition(":")[2][:21]) == (2, " error: broken.jsonl:3"[:21])
    assert Path("all.jsonl").read_text() == "mine"
    assert sorted(path.name for path in Path().iterdir()) == [
        "a.jsonl", "all.jsonl", "b.jsonl", "broken.jsonl"]


def test_two_that_differ_under_one_id_are_told(run: Run) -> None:
    Path("c.jsonl").write_bytes(encode_records([said(LONG, "a", "Ola Berg"), said(LONG, "b", "Eva Vale")]))
    ran = run("variants", "a.jsonl", "b.jsonl", "c.jsonl", "--summary")
    assert "2 came twice (1 of them with other contents), 0 without" in ran.err
    assert ran.out == run("variants", "c.jsonl", "b.jsonl", "a.jsonl").out


@pytest.mark.skipif(os.name == "nt", reason="a limit of open files as on Unix")
def test_more_files_than_may_be_open(run: Run) -> None:
    import resource

    names = [f"{number}.jsonl" for number in range(200)]
    for name in names:
        Path(name).write_bytes(encode_records([said(LONG, name)]))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard))
    try:
        ran = run("variants", *names, "--records", "all.jsonl")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert (ran.status, ran.err) == (0, "")
    assert len(ran.lines[0]["members"]) == 200
    assert Path("all.jsonl").read_bytes() == b"".join(Path(name).read_bytes() for name in names)


def test_a_file_that_changes_while_it_is_read_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotes.formats.stored._MOST_OPEN", 1)
    with StoredRecords([(name, Path(name)) for name in ("a.jsonl", "b.jsonl")]) as stored:
        assert stored[0].doc_id == "a"
        Path("b.jsonl").write_bytes(Path("a.jsonl").read_bytes())
        with pytest.raises(InputError, match=r"b.jsonl: the file has changed"):
            stored[-1]


def test_nothing_in_nothing_out(run: Any) -> None:
    Path("empty.jsonl").write_bytes(b"")
    ran = run("variants", "empty.jsonl", "--records", "all.jsonl")
    assert (ran.status, ran.out, ran.err, Path("all.jsonl").read_bytes()) == (0, "", "", b"")


def test_stored_records_are_a_sequence(run: Any) -> None:
    with Path("b.jsonl").open("rb") as file:
        stored = StoredRecords([("b.jsonl", file)])
        assert [r.id for r in stored] == [stored[0].id, stored[-1].id] == [r.id for r in stored[:]]
        assert stored.line(0).endswith(b"\r\n")
        with pytest.raises(IndexError):
            stored[2]


def test_a_byte_order_mark_is_no_part_of_a_stored_record(run: Any) -> None:
    given = Path("b.jsonl").read_bytes()
    Path("c.jsonl").write_bytes(b"\xef\xbb\xbf" + given)
    with Path("b.jsonl").open("rb") as file, Path("c.jsonl").open("rb") as marked:
        one, other = StoredRecords([("b.jsonl", file)]), StoredRecords([("c.jsonl", marked)])
        assert list(one) == list(other)
        assert [one.line(at) for at in range(len(one))] == [other.line(at) for at in range(len(one))]


def test_a_complaint_names_the_place(run: Any) -> None:
    Path("notes.txt").write_text("\nNobody spoke.\n")
    with Path("notes.txt").open("rb") as file, pytest.raises(InputError) as raised:
        StoredRecords([("notes.txt", file)])[0]
    assert (raised.value.path, raised.value.line) == ("notes.txt", 2)
