"""`quotes export` and `quotes import` at the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quotes.cli import streams
from quotes.errors import UsageError
from quotes.formats.exporting import FORMATS, needs_text
from quotes.formats.jsonl import encode, encode_records
from quotes.whole import whole_file, write_folder
from tests.running import Run
from tests.two_articles import ALEPPO, PORTO, TEXTS, aleppo, porto, records

ROOT = Path(__file__).parents[1]
PATH, OTHER = "news/porto.txt", "../aleppo<1>.txt"


@pytest.fixture
def run(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command line in a folder of its own, with records and texts in it."""
    work = tmp_path / "work"
    (work / "news").mkdir(parents=True)
    monkeypatch.chdir(work)
    Path("r.jsonl").write_bytes(encode_records(records()))
    Path("d.jsonl").write_bytes(encode({"id": name, "text": text} for name, text in TEXTS.items()))
    return run


def test_every_format_is_written(run: Any) -> None:
    for name, known in FORMATS.items():
        given = ["--documents", "d.jsonl"] if needs_text(name) else []
        ran = run("export", "r.jsonl", "--to", name, "-o", f"out-{name}", *given)
        assert (ran.status, ran.out) == (0, ""), name
        assert Path(f"out-{name}").is_dir() == known.folder
    assert not [path for path in Path().rglob("*") if ".part" in path.name]


def test_a_table_on_standard_output_and_several_files(run: Any) -> None:
    Path("b.jsonl").write_bytes(encode_records(aleppo()))
    ran = run("export", "r.jsonl", "b.jsonl", "--to", "csv")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.count(OTHER) == 2


def test_a_pipe(run: Any) -> None:
    command = "from quotes.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", command, "export", "--to", "parquet"], check=True,
                          input=Path("r.jsonl").read_bytes(), capture_output=True, cwd=ROOT)
    assert done.stdout[:4] == done.stdout[-4:] == b"PAR1"
    assert done.stderr == b""


def test_texts_come_from_the_original_paths(run: Any) -> None:
    Path(PATH).write_text(PORTO, encoding="utf-8", newline="")
    Path(OTHER).write_text(ALEPPO, encoding="utf-8", newline="")
    ran = run("export", "r.jsonl", "--to", "doccano")
    assert (ran.status, ran.err) == (0, "")
    assert [line["text"] for line in ran.lines] == [PORTO, ALEPPO]
    os.rename(OTHER, "elsewhere.txt")  # noqa: PTH104
    assert run("export", "r.jsonl", "--to", "doccano", "--documents", PATH, "--documents",
               "elsewhere.txt").lines == ran.lines


def test_a_missing_text_is_told_and_the_rest_goes_on(run: Any) -> None:
    Path(PATH).write_text(PORTO, encoding="utf-8", newline="")
    ran = run("export", "r.jsonl", "--to", "doccano")
    assert ran.status == 1
    assert len(ran.lines) == 1
    assert ran.err == (f"quotes: error: no text for document {OTHER}; with --documents name its file "
                       "by that path, or the file that extract --documents wrote; its records are "
                       "left out\n")


@pytest.mark.parametrize("command", [("export", "--to", "tei"), ("show",), ("report", "-o", "-")])
def test_a_file_that_an_id_leads_to_is_nobodys_article(run: Any, command: tuple[str, ...]) -> None:
    Path(PATH).write_text("A private key.", encoding="utf-8")
    ran = run(command[0], "r.jsonl", *command[1:])
    assert "private" not in str(ran.out) + str(ran.err)
    assert f"no text for document {PATH}" in ran.err


def test_a_text_that_is_another_is_told(run: Any) -> None:
    Path(PATH).write_text(PORTO.replace("Monday", "Tuesday"), encoding="utf-8")
    ran = run("export", "r.jsonl", "--to", "label-studio", "--documents", PATH)
    assert ran.status == 1
    assert f"error: {PATH}: the text is not the one that the records were made from" in ran.err
    assert json.loads(ran.out) == []


def test_texts_that_are_only_better_may_be_missing(run: Any) -> None:
    Path(PATH).write_text(PORTO, encoding="utf-8", newline="")
    ran = run("export", "r.jsonl", "--to", "web-annotation", "--documents", PATH)
    assert ran.status == 1
    assert "left out" not in ran.err
    for record in records():
        assert record.id in ran.out


def test_a_format_without_use_for_texts_says_so(run: Any) -> None:
    ran = run("export", "r.jsonl", "--to", "csv", "--documents", "none.jsonl")
    assert (ran.status, ran.err) == (0, "quotes: csv has no use for texts; --documents is not read\n")


@pytest.mark.parametrize(("args", "words"), [
    (["r.jsonl"], "Missing option '--to'"),
    (["r.jsonl", "--to", "xls"], "'xls' is not one of 'csv'"),
    (["r.jsonl", "--to", "csv", "-o", "r.jsonl"], "'r.jsonl' is an input"),
    (["r.jsonl", "--to", "tei", "--documents", "d.jsonl", "-o", "d.jsonl"], "'d.jsonl' is an input"),
    (["r.jsonl", "--to", "csv", "-o", "news"], "is a folder"),
    (["r.jsonl", "--to", "csv", "-o", "no/x.csv"], "does not exist"),
    (["r.jsonl", "--to", "brat", "--documents", "d.jsonl"], "brat is a folder of files; name a new"),
    (["r.jsonl", "--to", "brat", "--documents", "d.jsonl", "-o", "-"], "brat is a folder of files"),
    (["r.jsonl", "--to", "brat", "--documents", "d.jsonl", "-o", "no/b"], "is to lie in does not exist"),
    (["r.jsonl", "--to", "brat", "--documents", "d.jsonl", "-o", "d.jsonl"], "d.jsonl is a file"),
    (["r.jsonl", "--to", "brat", "--documents", "d.jsonl", "-o", "."], "perhaps with a person's corrections"),
    (["none.jsonl", "--to", "csv"], "none.jsonl: No such file"),
    (["d.jsonl", "--to", "csv"], "d.jsonl:1: not a quote record"),
    (["-", "--to", "tei", "--documents", "-"], "can't both be standard input"),
    ([""], "A path is empty"),
])
def test_what_cannot_be_exported_is_one_line(run: Any, args: list[str], words: str) -> None:
    ran = run("export", *args, *([] if "--to" in args or len(args[0]) else ["--to", "csv"]))
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert words in ran.err


def test_nothing_binary_goes_to_a_terminal(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "is_terminal", lambda: True)
    ran = run("export", "r.jsonl", "--to", "parquet")
    assert (ran.status, ran.out) == (2, "")
    assert "parquet is no text for a terminal; name a file" in ran.err
    assert run("export", "r.jsonl", "--to", "csv").status == 0


def test_records_that_break_off_leave_the_file_of_before(run: Any) -> None:
    Path("out.csv").write_text("mine")
    Path("half.jsonl").write_bytes(encode_records(porto()) + b'{"id":')
    ran = run("export", "half.jsonl", "--to", "csv", "-o", "out.csv")
    assert (ran.status, ran.out) == (2, "")
    assert "half.jsonl:4: not a quote record" in ran.err
    assert Path("out.csv").read_text() == "mine"
    assert run("export", "half.jsonl", "--to", "brat", "--documents", "d.jsonl", "-o", "b").status == 2
    assert sorted(path.name for path in Path().iterdir()) == [
        "d.jsonl", "half.jsonl", "news", "out.csv", "r.jsonl"]


@pytest.mark.skipif(os.name == "nt", reason="links as on Unix")
@pytest.mark.skipif(os.name == "nt", reason="no /dev there")
def test_what_the_output_is_appended_to_keeps_what_it_has(tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_bytes(encode_records(records()))
    (tmp_path / "all.csv").write_text("kept\n")
    with (tmp_path / "all.csv").open("ab") as out:
        subprocess.run([sys.executable, "-m", "tests.made", "export", "--to", "csv", "-o",
                        "/dev/stdout", str(tmp_path / "r.jsonl")], stdout=out, check=True, cwd=ROOT)
    assert (tmp_path / "all.csv").read_text("utf-8").startswith("kept\n")
    refused = subprocess.run([sys.executable, "-m", "tests.made", "variants", "--records",
                              "/dev/stdout", str(tmp_path / "r.jsonl")], capture_output=True,
                             check=False, cwd=ROOT)
    assert (refused.returncode, refused.stdout) == (2, b"")


def test_a_link_stays_a_link(run: Any) -> None:
    Path("real.csv").write_text("old")
    Path("out.csv").symlink_to("real.csv")
    run("export", "r.jsonl", "--to", "csv", "-o", "out.csv")
    assert Path("out.csv").is_symlink()
    assert "Ana Ruiz" in Path("real.csv").read_text(encoding="utf-8")


def test_a_folder_is_whole_or_is_not_there(tmp_path: Path) -> None:
    def broken() -> Iterator[tuple[str, bytes]]:
        yield "a", b"1"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "b", broken())
    with pytest.raises(KeyboardInterrupt), whole_file(tmp_path / "c") as file:
        file.writelines(data for _, data in broken())
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "b").mkdir()
    assert write_folder(tmp_path / "b", [("a", b"1")]) == 1
    with pytest.raises(UsageError, match="is a folder with files in it"):
        write_folder(tmp_path / "b", [("a", b"2")])
    assert (tmp_path / "b" / "a").read_bytes() == b"1"


# Back


@pytest.mark.parametrize("tool", ["brat", "label-studio", "doccano"])
def test_there_and_back(run: Any, tool: str) -> None:
    run("export", "r.jsonl", "--to", tool, "--documents", "d.jsonl", "-o", "sent")
    ran = run("import", "--from", tool, "sent", "--records", "r.jsonl")
    assert (ran.status, ran.out) == (0, Path("r.jsonl").read_text(encoding="utf-8"))
    assert ran.err == "quotes: 4 records of 2 documents: 0 changed, 0 added, 0 removed\n"
    assert run("import", "--from", tool, "sent", "-o", "back.jsonl").status == 0
    assert len(Path("back.jsonl").read_text(encoding="utf-8").splitlines()) == 4


def test_what_failed_is_told_and_the_rest_goes_on(run: Any) -> None:
    run("export", "r.jsonl", "--to", "doccano", "--documents", "d.jsonl", "-o", "sent")
    lines = Path("sent").read_bytes().splitlines(keepends=True)
    Path("sent").write_bytes(b"{}\n" + lines[1] + b"\x1b[2J{\n")
    ran = run("import", "--from", "doccano", "sent", "none", "--records", "r.jsonl")
    assert ran.status == 1
    assert [line["doc_id"] for line in ran.lines] == [OTHER]
    first, second, third, counted, missing = ran.err.splitlines()
    assert first.startswith("quotes: error: sent:1: no text in it; ")
    assert second.startswith("quotes: error: sent:3: not JSON")
    assert third.startswith("quotes: error: none: No such file")
    assert counted == "quotes: 1 records of 1 documents: 0 changed, 0 added, 0 removed"
    assert missing == ("quotes: not in the files: 1 documents with 3 records, such as news/porto.txt; "
                       "nothing is written of them")
    assert "\x1b" not in ran.err


@pytest.mark.parametrize(("args", "words"), [
    ([], "No input"), ([""], "A path is empty"), (["-", "--records", "-"], "Only one input"),
    (["-"], "brat's files can't be read from standard input"),
    (["b", "--records", "none.jsonl"], "none.jsonl: No such file"),
    (["b", "-o", "b"], "is an input"),
    (["b", "--records", "d.jsonl"], "d.jsonl:1: not a quote record"),
    (["b", "-o", "no/x"], "does not exist")])
def test_what_cannot_be_imported_is_one_line(run: Any, args: list[str], words: str) -> None:
    Path("b").touch()
    ran = run("import", "--from", "brat", *args)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert words in ran.err


def test_an_import_from_standard_input(run: Any) -> None:
    run("export", "r.jsonl", "--to", "doccano", "--documents", "d.jsonl", "-o", "sent")
    command = "from quotes.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", command, "import", "--from", "doccano", "-"],
                          check=True, input=Path("sent").read_bytes(), capture_output=True, cwd=ROOT)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [r.id for r in records()]
