"""The command line: what it prints where, how it ends, and that it can be interrupted."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import click
import pytest

from quotes import records
from quotes.cli import engine, main, options
from quotes.cli.app import quotes
from quotes.cli.tally import Tally
from quotes.formats.part import Finished
from tests import made
from tests.running import Ran, Run

ROOT = Path(__file__).parents[1]
GOOD = '"We are open," said Ana Ruiz on Monday.\n'
posix = pytest.mark.skipif(os.name == "nt", reason="signals and devices as on Unix")


@pytest.fixture
def run(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in a folder of its own, with the quick extractor."""
    monkeypatch.setattr(engine, "load", lambda running: made.Extractor())
    return run


@pytest.fixture
def articles(tmp_path: Path) -> list[str]:
    """Three documents: one with a record, one that fails, one without a record."""
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "b.txt").write_text("FAIL")
    (tmp_path / "c.txt").write_text("Nobody spoke.")
    return ["a.txt", "b.txt", "c.txt"]


def _archive(path: Path, documents: int) -> None:
    path.write_text("".join(json.dumps({"id": f"d{i}", "text": GOOD * (i % 3)}) + "\n"
                            for i in range(documents)))


# What is printed where


def test_a_good_article_gives_records_and_no_other_word(run: Any, articles: list[str]) -> None:
    ran = run("extract", "a.txt")
    assert (ran.status, ran.err) == (0, "")
    assert [line["text"] for line in ran.lines] == ["We are open,"]


def test_a_failure_is_told_the_rest_goes_on_and_the_status_says_so(
        run: Any, articles: list[str]) -> None:
    ran = run("extract", *articles, "missing.txt", "a.txt")
    assert ran.status == 1
    assert len(ran.lines) == 2
    assert ran.err.splitlines()[0] == "quotes: error: b.txt: it says so"
    assert "missing.txt: no such file" in ran.err


def test_failures_go_to_a_file_instead(run: Any, articles: list[str]) -> None:
    ran = run("extract", *articles, "--errors", "e.jsonl")
    assert ran.err.splitlines() == ["quotes: 1 of 3 documents failed; see e.jsonl"]
    [failure] = map(json.loads, Path("e.jsonl").read_text().splitlines())
    assert failure == {"id": "b.txt", "path": "b.txt", "line": None, "error": "it says so"}
    assert run("extract", *articles, "--errors", "e.jsonl", "--quiet").err == ""


def test_strict_stops_at_the_first_failure(run: Any, articles: list[str]) -> None:
    ran = run("extract", "a.txt", "b.txt", "a.txt", "--strict")
    assert ran.status == 1
    assert len(ran.lines) == 1
    assert "stopped at the first document that failed" in ran.err
    ran = run("extract", "--strict", "missing.txt", "gone.txt")
    assert "gone.txt" not in ran.err


def test_nothing_readable_needs_no_model(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "load", lambda running: pytest.fail("the model was loaded"))
    assert run("extract", "missing.txt", "-o", "out.jsonl").status == 1
    assert Path("out.jsonl").read_text() == ""


def test_warnings_are_told_unless_quiet(run: Any) -> None:
    Path("w.txt").write_text("WARN")
    assert run("extract", "w.txt").err == "quotes: warning: w.txt: be warned\n"
    assert run("extract", "w.txt", "-q").err == ""


def test_the_summary_counts_and_names(run: Any, articles: list[str]) -> None:
    assert run("extract", *articles, "--summary").err.splitlines()[1:] == [
        "quotes: documents: 3 (1 without a record, 1 failed)",
        "quotes: records: 1 (1 direct)",
        "quotes: without a record: c.txt",
        "quotes: failed: b.txt",
    ]


def test_a_tally_is_of_everything() -> None:
    tally = Tally()
    tally.add(Finished("a", types={"mixed": 2, "direct": 1}))
    tally.add(Finished("b"))
    assert tally.status == 0
    assert tally.lines()[1] == "records: 3 (1 direct, 2 mixed)"
    assert tally.silent == ["b"]


def test_a_tally_says_what_was_withheld() -> None:
    tally = Tally()
    tally.add(Finished("a", types={"direct": 1}, withheld=2))
    assert "withheld: 2 too doubtful (--min-confidence 0 writes all)" in tally.lines()


def test_the_texts_that_offsets_refer_to(run: Any) -> None:
    Path("a.txt").write_bytes(b"\xef\xbb\xbfOne.\r\n\r\n" + GOOD.encode())
    ran = run("extract", "a.txt", "--documents", "d.jsonl")
    document = json.loads(Path("d.jsonl").read_text(encoding="utf-8"))
    assert document == {"id": "a.txt", "text": "One.\r\n\r\n" + GOOD}
    for span in ran.lines[0]["content"]:
        assert document["text"][span["start"]:span["end"]] == span["text"]


def test_filters(run: Any) -> None:
    Path("a.txt").write_text(GOOD + '"No," said José Muñoz.\n')
    assert len(run("extract", "a.txt", "--speaker", "munoz").lines) == 1
    assert run("extract", "a.txt", "--type", "mixed", "--type", "indirect").out == ""
    assert len(run("extract", "a.txt", "--type", "mixed", "--type", "direct").lines) == 2
    assert run("extract", "a.txt", "--min-confidence", "0.95").out == ""
    assert run("extract", "a.txt", "--category", "belief", "--category", "other").out == ""
    assert len(run("extract", "a.txt", "--category", "belief", "--category", "statement").lines) == 2


def test_a_roster_is_read_first_and_reaches_the_extractor(
        run: Any, articles: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[options.Running] = []

    def load(running: options.Running) -> made.Extractor:
        given.append(running)
        return made.Extractor()

    monkeypatch.setattr(engine, "load", load)
    Path("people.csv").write_text("id,name\nQ1,Ana Ruiz\n")
    assert run("extract", "a.txt", "--roster", "people.csv").status == 0
    assert run("extract", "a.txt").status == 0
    assert [None if r.roster is None else len(r.roster) for r in given] == [1, None]


@pytest.mark.parametrize(("args", "words"), [
    (["--roster", "people.csv"], "people.csv:2: the entry has no id"),
    (["--roster", "none.csv"], "none.csv: the roster can't be read"),
    (["--roster", "people.csv", "-o", "people.csv"], "'people.csv' is an input")])
def test_a_roster_that_cannot_be_meant_ends_it_before_anything_is_done(
        run: Any, articles: list[str], args: list[str], words: str) -> None:
    Path("people.csv").write_text("id,name\n,Ana Ruiz\n")
    ran = run("extract", "a.txt", *args)
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err
    assert ran.err.count("\n") == 1


def test_a_table(run: Any, articles: list[str]) -> None:
    ran = run("extract", "a.txt", "c.txt", "--format", "table")
    assert ran.err == ""
    assert "Ana Ruiz" in ran.out
    assert "no quotation found" in ran.out
    assert "\x1b" not in ran.out


def test_schema_is_json(run: Any) -> None:
    assert json.loads(run("schema").out) == records.schema()
    verified = json.loads(run("schema", "--verified").out)
    assert verified == records.schema(records.VerifiedRecord)
    assert "verification" in verified["required"]


def test_file_names_cannot_harm_the_terminal(run: Any) -> None:
    ran = run("extract", "a\n\x1b[2J.txt")
    assert ran.status == 1
    assert ran.err.count("\n") == 1
    assert "\x1b" not in ran.err


@posix
def test_a_document_id_that_is_not_utf8(run: Any) -> None:
    with open(b"caf\xe9.txt", "wb") as file:  # noqa: PTH123 (a path of bytes)
        file.write(b"FAIL")
    ran = run("extract", os.fsdecode(b"caf\xe9.txt"), "-o", "out", "--errors", "errors")
    assert ran.status == 1
    assert json.loads(Path("errors").read_text())["error"] == "it says so"


# Files


def test_an_output_file_is_whole_and_alone(run: Any, articles: list[str]) -> None:
    ran = run("extract", *articles, "-o", "out.jsonl")
    assert (ran.status, ran.out) == (1, "")
    assert len(Path("out.jsonl").read_text().splitlines()) == 1
    assert not list(Path().glob("*.part*"))


@pytest.mark.parametrize(("args", "words"), [
    (["a.txt", "-o", "a.txt"], "'a.txt' is an input"),
    (["a.txt", "-o", "./x/../a.txt"], "is an input"),
    (["*.txt", "-o", "c.txt"], "is an input"),
    ([".", "--documents", "d.jsonl"], "input folder"),
    (["a.txt", "-o", "x", "--errors", "x"], "also given to --output"),
    (["a.txt", "-o", "y", "--documents", "y.part"], "kept until it is whole"),
    (["a.txt", "-o", "y", "--errors", "./y.part.journal"], "kept until it is whole"),
    (["a.txt", "-o", "a", "--documents", "linked"], "kept until it is whole"),
    (["b.txt", "a.txt", "-o", "out"], "'out' is written by way of 'a.txt'"),
    (["a.txt", "-o", "x"], "is a folder"),
    (["a.txt", "-o", "no/out"], "folder of 'no/out' does not exist"),
    (["a.txt", "--resume"], "--resume"),
    (["a.txt", "--errors", "-"], "records only"),
])
def test_outputs_that_cannot_be_meant(run: Any, articles: list[str], args: list[str], words: str
                                      ) -> None:
    if "is a folder" in words or "/x/" in "".join(args):
        Path("x").mkdir()
    Path("linked").symlink_to("a.part")
    Path("out.part.journal").symlink_to("a.txt")
    before = {path: path.read_text() for path in Path().glob("*.txt")}
    ran = run("extract", *args)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert words in ran.err
    assert before == {path: path.read_text() for path in Path().glob("*.txt")}


@posix
def test_a_device_is_written_to_and_never_replaced(run: Any, articles: list[str]) -> None:
    assert run("extract", "a.txt", "-o", os.devnull).status == 0
    assert not Path(os.devnull).is_file()
    assert not Path(os.devnull + ".part").exists()


@posix
def test_output_that_cannot_be_written_is_one_line(run: Any, articles: list[str]) -> None:
    ran = run("extract", "a.txt", "-o", "/dev/full")
    assert ran.status == 2
    assert "No space left" in ran.err
    assert ran.err.count("\n") == 1


def _interrupted(path: str, documents: int, monkeypatch: pytest.MonkeyPatch, run: Any,
                 *args: str) -> None:
    """Run until so many documents are written, then fail as a full disk does."""
    def stream(self: made.Extractor, items: Any) -> Iterator[made.Result]:
        for number, result in enumerate(whole(self, items)):
            if number == documents:
                raise OSError(28, "No space left on device")
            yield result

    with monkeypatch.context() as patched:
        whole = made.Extractor.stream
        patched.setattr(made.Extractor, "stream", stream)
        assert run("extract", path, *args).status == 2


@pytest.mark.parametrize("documents", [1, 2, 5, 8])
def test_a_resumed_run_ends_like_one_that_was_never_interrupted(
        run: Any, monkeypatch: pytest.MonkeyPatch, documents: int) -> None:
    _archive(Path("in.jsonl"), 8)
    with Path("in.jsonl").open("a") as file:
        file.write('{"id": "bad"\n{"id": "worse", "text": "FAIL"}\n')
    args = ["--errors", "{}.errors", "--documents", "{}.documents", "--summary"]
    whole = run("extract", "in.jsonl", "-o", "whole", *(arg.format("whole") for arg in args))
    resumed = [arg.format("cut") for arg in args]
    _interrupted("in.jsonl", documents, monkeypatch, run, "-o", "cut", *resumed)
    assert not Path("cut").exists()
    ran = run("extract", "in.jsonl", "-o", "cut", *resumed, "--resume")
    assert ran.status == whole.status == 1
    assert ran.err.replace("cut", "whole") == whole.err
    for suffix in ("", ".errors", ".documents"):
        assert Path("cut" + suffix).read_bytes() == Path("whole" + suffix).read_bytes()


def test_finished_documents_are_not_read_again(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _archive(Path("in.jsonl"), 8)
    _interrupted("in.jsonl", 5, monkeypatch, run, "-o", "out")
    seen: list[str] = []
    whole = made.Extractor.stream
    monkeypatch.setattr(made.Extractor, "stream", lambda self, items: (
        (seen.append(result.document.id), result)[1] for result in whole(self, items)))  # type: ignore[union-attr, func-returns-value]
    assert run("extract", "in.jsonl", "-o", "out", "--resume").status == 0
    assert seen == ["d5", "d6", "d7"]


@pytest.mark.parametrize(("change", "words"), [
    (["--type", "mixed"], "begun with type = [], and now it is ['mixed']"),
    (["--text-field", "body"], "begun with text_field"),
])
def test_a_run_is_not_resumed_with_other_settings(
        run: Any, monkeypatch: pytest.MonkeyPatch, change: list[str], words: str) -> None:
    _archive(Path("in.jsonl"), 8)
    _interrupted("in.jsonl", 5, monkeypatch, run, "-o", "out")
    if change[0] == "--text-field":
        Path("in.jsonl").write_text(Path("in.jsonl").read_text().replace('"text"', '"body"'))
    ran = run("extract", "in.jsonl", "-o", "out", "--resume", *change)
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert words in ran.err


def test_a_run_that_is_not_resumed_keeps_the_failures_and_texts(
        run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = '{"id": "bad"\n'
    _archive(Path("in.jsonl"), 8)
    Path("in.jsonl").write_text(bad + Path("in.jsonl").read_text())
    asked = ["-o", "out", "--errors", "e", "--documents", "d"]
    _interrupted("in.jsonl", 5, monkeypatch, run, *asked)
    kept = {name: Path(name).read_bytes() for name in ("e", "d")}
    text = Path("in.jsonl").read_text()
    Path("in.jsonl").write_text(text.replace("Monday", "Friday", 1))
    refused = run("extract", "in.jsonl", *asked, "--resume")
    assert refused.status == 2
    assert "cannot resume" in refused.err
    assert {name: Path(name).read_bytes() for name in ("e", "d")} == kept
    assert all(kept.values())


def test_a_run_is_not_resumed_with_other_texts(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _archive(Path("in.jsonl"), 8)
    _interrupted("in.jsonl", 5, monkeypatch, run, "-o", "out")
    text = Path("in.jsonl").read_text()
    Path("in.jsonl").write_text(text.replace("Monday", "Friday", 1))
    assert "d1 has changed" in run("extract", "in.jsonl", "-o", "out", "--resume").err
    Path("in.jsonl").write_text(text.replace('"d3"', '"e3"'))
    assert "where the interrupted run read d3" in run("extract", "in.jsonl", "-o", "out",
                                                      "--resume").err
    Path("in.jsonl").write_text(text)
    assert run("extract", "in.jsonl", "-o", "out", "--resume").status == 0


def test_a_run_is_not_resumed_where_a_text_can_no_more_be_read(
        run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("in").mkdir()
    page = f"<html><body><article>{f'<p>{GOOD}</p>' * 9}</article></body></html>"
    for name, text in [("a.txt", GOOD), ("b.html", page), ("c.txt", GOOD)]:
        (Path("in") / name).write_text(text)
    _interrupted("in", 2, monkeypatch, run, "-o", "out")
    Path("in/b.html").write_text("<html></html>")
    refused = run("extract", "in", "-o", "out", "--resume")
    assert refused.status == 2
    assert "b.html was read before and can't be any more (no main text" in refused.err
    Path("in/b.html").write_text(page)
    assert run("extract", "in", "-o", "out", "--resume").status == 0


def test_strict_leaves_what_is_finished_and_reads_the_failed_one_again(run: Any) -> None:
    Path("a.txt").write_text(GOOD)
    Path("b.txt").write_text("FAIL")
    ran = run("extract", "a.txt", "b.txt", "-o", "out", "--strict")
    assert ran.status == 1
    assert "--resume goes on from there" in ran.err
    Path("b.txt").write_text(GOOD)
    assert run("extract", "a.txt", "b.txt", "-o", "out", "--strict", "--resume").status == 0
    assert len(Path("out").read_text().splitlines()) == 2


# Usage


@pytest.mark.parametrize(("args", "words"), [
    (["extrat", "a.txt"], "Did you mean 'extract'?"),
    (["models", "lst"], "Did you mean 'list'?"),
    (["extract", "--speeker", "a"], "Did you mean '--speaker'?"),
    (["extract", "--type", "quoted"], "'quoted' is not one of"),
    (["extract", "--min-confidence", "2", "a"], "--min-confidence"),
    (["extract", "--min-confidence", "nan", "a"], "nan is not a number from 0 to 1"),
    (["extract", "--batch-size", "0", "a"], "--batch-size"),
    (["extract", "--batch-size", "999999", "a"], "1<=x<=1024"),
    (["parse", "--threads", "999999", "a"], "1<=x<=256"),
    (["extract", ""], "A path is empty ('')"),
    (["show", "r.jsonl", "a", ""], "A path is empty ('')"),
    (["show", ""], "'RECORDS': '' is empty"),
    (["extract", "--speaker", "", "a"], "'--speaker': '' is empty"),
    (["extract", "--text-field", "", "a"], "'--text-field': '' is empty"),
    (["extract", "--id-field", " ", "a"], "'--id-field': ' ' is empty"),
    (["extract", "--output", "", "a"], "'--output' / '-o': '' is empty"),
    (["extract", "--errors", "", "a"], "'--errors': '' is empty"),
    (["extract", "--model", "", "a"], "'--model': '' is empty"),
    (["extract", "--model", "stanza:", "a"], "'stanza:' lacks a package"),
    (["models", "download", "stanza:"], "'stanza:' lacks a package"),
    (["show"], "RECORDS"),
])
def test_wrong_usage_is_one_line_with_a_hint(run: Any, args: list[str], words: str) -> None:
    ran = run(*args)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert words in ran.err
    assert "--help" in ran.err


def test_no_command_shows_help_aside(run: Any) -> None:
    ran = run()
    assert (ran.status, ran.out) == (2, "")
    assert "Commands:" in ran.err


@pytest.mark.parametrize("command", ["extract", "parse"])
def test_a_keyboard_is_not_waited_for(run: Any, monkeypatch: pytest.MonkeyPatch, command: str
                                      ) -> None:
    monkeypatch.setattr(sys, "stdin", open(os.devnull))  # noqa: PTH123, SIM115
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    ran = run(command)
    assert ran.status == 2
    assert "No input" in ran.err


def test_a_defect_is_one_line_too(run: Any, monkeypatch: pytest.MonkeyPatch, articles: list[str]
                                  ) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("division")

    monkeypatch.setattr(made.Extractor, "stream", broken)
    ran = run("extract", "a.txt")
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "a defect of quotes, ZeroDivisionError" in ran.err
    monkeypatch.setenv("QUOTES_DEBUG", "1")
    assert "Traceback" in run("extract", "a.txt").err


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    yield " ".join(("quotes", *path)), group
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))
        else:
            yield " ".join(("quotes", *path, name)), command


@pytest.mark.parametrize(("path", "command"), list(_commands(quotes)))
def test_every_command_has_an_example_that_parses(path: str, command: click.Command) -> None:
    shown = command.get_help(click.Context(command))
    examples = [line.strip() for line in shown.partition("Example")[2].splitlines()
                if f"{line.strip()} ".startswith(f"{path} ")]
    assert examples, f"{path} --help lacks an example"
    for example in examples:
        words = shlex.split(example.split("|")[0].split(">")[0])[len(path.split()):]
        command.make_context(path, words, resilient_parsing=False).close()


@pytest.mark.parametrize(("path", "command"), list(_commands(quotes)))
def test_every_option_is_explained(path: str, command: click.Command) -> None:
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{path} {option.name}"


def test_options_offer_what_the_library_knows() -> None:
    from quotes import readers

    defaults = {option.name: option.default for option in quotes.commands["extract"].params}
    assert readers.KINDS == options.INPUT_FORMATS
    assert defaults["max_chars"] == readers.DEFAULT_MAX_CHARS
    types = next(o.type for o in quotes.commands["extract"].params if o.name == "types")
    assert isinstance(types, click.Choice)
    assert tuple(types.choices) == get_args(records.QuoteType)
    categories = next(o.type for o in quotes.commands["extract"].params if o.name == "categories")
    assert isinstance(categories, click.Choice)
    assert tuple(categories.choices) == get_args(records.Category)


# Showing


def test_show_marks_and_lists(run: Any, articles: list[str]) -> None:
    run("extract", "a.txt", "-o", "r.jsonl")
    for docs in ([], ["a.txt"]):
        ran = run("show", "r.jsonl", *docs)
        assert (ran.status, ran.err) == (0, "")
        assert '"[Q1: We are open,]" [C1: said] [S1: Ana Ruiz] on Monday.' in ran.out
        assert "direct    0.90  Ana Ruiz" in ran.out


def test_show_takes_the_texts_of_documents(run: Any) -> None:
    Path("in.csv").write_text(f"id,text\nx,{json.dumps(GOOD.replace(chr(34), chr(39)))}\n")
    Path("in.jsonl").write_text(json.dumps({"id": "x", "body": GOOD}))
    run("extract", "in.jsonl", "--text-field", "body", "-o", "r", "--documents", "d.jsonl")
    assert "[S1: Ana Ruiz]" in run("show", "r", "d.jsonl").out
    assert "[S1: Ana Ruiz]" in run("show", "r", "in.jsonl", "--text-field", "body").out


def test_show_finds_the_same_text_under_another_name(run: Any, articles: list[str]) -> None:
    run("extract", "a.txt", "-o", "r.jsonl")
    Path("a.txt").rename("z.txt")
    assert "[S1: Ana Ruiz]" in run("show", "r.jsonl", "z.txt").out


def _moved(run: Any, *names: str) -> None:
    """Records of articles in one folder, and later versions of them in another."""
    for folder, text in (("old", GOOD), ("new", GOOD.replace("Monday", "Friday"))):
        for name in names:
            Path(folder, name).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, name).write_text(f"{name}. {text}")
    run("extract", "old", "-o", "r.jsonl")


def test_show_knows_an_article_by_the_name_of_its_file(run: Any) -> None:
    _moved(run, "a.txt", "b.txt")
    ran = run("show", "r.jsonl", "new/b.txt", "new/a.txt")
    assert ran.status == 1
    assert ran.err.count("sha256 differs") == 2
    assert ran.out.count("[S1: Ana Ruiz] on Friday") == 2


@pytest.mark.parametrize(("names", "docs"), [
    (["a.txt"], ["new/a.txt", "new/x/a.txt"]),
    (["a.txt", "x/a.txt"], ["new/a.txt"]),
])
def test_show_does_not_guess_between_files_of_one_name(run: Any, names: list[str],
                                                       docs: list[str]) -> None:
    _moved(run, *names)
    Path("new/x").mkdir(exist_ok=True)
    Path("new/x/a.txt").write_text("Nobody spoke.")
    ran = run("show", "r.jsonl", *docs)
    assert (ran.status, ran.out) == (1, "")
    first = Path("old/a.txt")
    assert (f"no text for document {first}; after r.jsonl, name its file by that path, or the "
            "file that extract --documents wrote") in ran.err


def test_show_says_when_text_and_records_disagree(run: Any, articles: list[str]) -> None:
    run("extract", "a.txt", "-o", "r.jsonl")
    Path("a.txt").write_text(GOOD.replace("Ana", "Eva"))
    ran = run("show", "r.jsonl", "a.txt")
    assert ran.status == 1
    assert "sha256 differs" in ran.err
    assert "mention 20-28 is not verbatim" in ran.err
    assert '"[Q1: We are open,]" [C1: said] Eva Ruiz' in ran.out


def test_show_says_what_it_has_no_text_for(run: Any, articles: list[str]) -> None:
    run("extract", "a.txt", "-o", "r.jsonl")
    Path("a.txt").unlink()
    ran = run("show", "r.jsonl")
    assert (ran.status, ran.out) == (1, "")
    assert "no text for document a.txt" in ran.err


def test_show_says_so_of_an_id_too_long_for_a_file(run: Any) -> None:
    name = "https://example.org/" + "a" * 300
    Path("d.jsonl").write_text(json.dumps({"id": name, "text": GOOD}) + "\n")
    run("extract", "d.jsonl", "-o", "r.jsonl")
    ran = run("show", "r.jsonl")
    assert (ran.status, ran.out) == (1, "")
    assert f"no text for document {name}" in ran.err


def test_show_refuses_what_is_no_record(run: Any) -> None:
    Path("r.jsonl").write_text('{"a": 1}\n')
    ran = run("show", "r.jsonl")
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "r.jsonl:1: not a quote record" in ran.err
    assert "gone.jsonl: No such file" in run("show", "gone.jsonl").err


def test_no_control_character_reaches_the_terminal_from_an_article(run: Any) -> None:
    text = "\x1b]0;owned\x07 \x9b2J " + GOOD
    Path("a.jsonl").write_text(json.dumps({"id": "\x1b[2J", "text": text}))
    run("extract", "a.jsonl", "-o", "r.jsonl")
    shown = run("show", "r.jsonl", "a.jsonl").out
    assert "owned" in shown
    assert not set(shown) & set("\x1b\x07\x9b")


# Parsing


def test_parse_writes_what_extract_reads_back(run: Any, articles: list[str]) -> None:
    ran = run("parse", *articles, "missing.txt")
    assert ran.status == 1
    assert "missing.txt" in ran.err
    Path("a.conllu").write_text(ran.out)
    back = run("extract", "a.conllu")
    assert (back.status, back.err.count("it says so")) == (1, 1)
    [line] = back.lines
    assert (line["doc_id"], line["text"]) == ("a.txt", "We are open,")


def test_a_parse_goes_to_a_file_too(run: Any) -> None:
    _archive(Path("in.jsonl"), 8)
    run("parse", "in.jsonl", "-o", "whole")
    run("parse", "in.jsonl", "-o", "out")
    assert Path("out").read_bytes() == Path("whole").read_bytes() != b""
    assert run("parse", "in.jsonl", "-o", "out", "--resume").err == (
        "quotes: nothing to resume; starting from the beginning\n")


# In a process of its own


def _start(*args: str, cwd: Path, **more: Any) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), **more.pop("env", {})}
    return subprocess.Popen([sys.executable, "-m", "tests.made", *args], cwd=cwd, env=env,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)


def test_help_imports_nothing_slow() -> None:
    code = ("import sys; from quotes.cli.app import run; run(['extract', '--help']); "
            "print(*sys.modules, file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True,
                          cwd=ROOT)
    slow = {"torch", "stanza", "trafilatura", "rich", "numpy", "charset_normalizer"}
    assert not slow & set(done.stderr.split())


def test_extraction_as_lines_imports_no_rich(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    code = ("import sys; from tests import made; from quotes.cli import engine; "
            "from quotes.cli.app import run; engine.load = lambda running: made.Extractor(); "
            "run(['extract', sys.argv[1]]); print(*sys.modules, file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.txt")],
                          capture_output=True, check=True, text=True, cwd=ROOT)
    assert "Ana Ruiz" in done.stdout
    assert not {"rich", "trafilatura", "torch", "stanza"} & set(done.stderr.split())


def test_standard_input(tmp_path: Path) -> None:
    for args in (["extract"], ["extract", "-"]):
        out, err = _start(*args, cwd=tmp_path, stdin=subprocess.PIPE).communicate(GOOD.encode())
        assert json.loads(out)["text"] == "We are open,"
        assert err == b""


@posix
def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    _archive(tmp_path / "in.jsonl", 3000)
    process = _start("extract", "in.jsonl", cwd=tmp_path)
    assert process.stdout is not None
    assert process.stderr is not None
    assert json.loads(process.stdout.readline())["doc_id"] == "d1"
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 141


@posix
def test_ctrl_c_ends_it_quietly_with_whole_lines(tmp_path: Path) -> None:
    _archive(tmp_path / "in.jsonl", 3000)
    process = _start("extract", "in.jsonl", cwd=tmp_path, env={"SECONDS_EACH": "0.001"})
    assert process.stdout is not None
    first = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    rest, err = process.communicate()
    assert (process.returncode, err) == (130, b"")
    assert (first + rest).endswith(b"\n")
    assert all(json.loads(line) for line in (first + rest).splitlines())
    assert len(rest.splitlines()) < 2900


@posix
@pytest.mark.parametrize("args", [["--help"], ["extract", "--help"], ["schema"]])
def test_help_whose_reader_went_away_ends_quietly(tmp_path: Path, args: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([sys.executable, "-m", "tests.made", *args], cwd=tmp_path, stdout=writer,
                          stderr=subprocess.PIPE, check=False,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_the_way_to_the_command_line_imports_next_to_nothing() -> None:
    code = "import sys; before = set(sys.modules); import quotes.cli; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, check=True,
                          text=True, cwd=ROOT)
    assert not {"click", "pydantic", "signal", "quotes.records"} & set(done.stdout.split())


@posix
@pytest.mark.parametrize("place", ["click", "quotes.formats.part", "quotes.cli.interrupt",
                                   "quotes.pipeline"])
def test_ctrl_c_during_an_import_ends_it_quietly(tmp_path: Path, place: str) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    code = f"""
import os, signal, sys
class Press:
    def find_spec(self, name, path=None, target=None):
        if name == {place!r}:
            sys.meta_path.remove(self)
            try:
                os.kill(os.getpid(), signal.SIGINT)
                for _ in range(1000):
                    pass
            except KeyboardInterrupt:
                if name != "quotes.cli.interrupt":
                    raise ImportError("as torch makes of it") from None
                raise
sys.meta_path.insert(0, Press())
from quotes.cli import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code, "extract", "a.txt", "-o", "out"],
                          cwd=tmp_path, capture_output=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@posix
def test_ctrl_c_says_what_is_left_to_go_on_from(tmp_path: Path) -> None:
    _archive(tmp_path / "in.jsonl", 3000)
    process = _start("extract", "in.jsonl", "-o", "out", cwd=tmp_path,
                     env={"SECONDS_EACH": "0.002"})
    deadline = time.monotonic() + 20
    part = tmp_path / "out.part"
    while not (part.exists() and part.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130
    assert re.fullmatch(rb"quotes: interrupted; out\.part holds \d+ documents, and --resume goes "
                        rb"on from there\n", err)


@posix
def test_a_killed_run_is_resumed_to_the_same_bytes(tmp_path: Path) -> None:
    _archive(tmp_path / "in.jsonl", 300)
    slow = {"SECONDS_EACH": "0.005"}
    process = _start("extract", "in.jsonl", "-o", "out", cwd=tmp_path, env=slow)
    part = tmp_path / "out.part"
    deadline = time.monotonic() + 20
    while not (part.exists() and part.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    assert 0 < len(part.read_bytes().splitlines()) < 290
    _start("extract", "in.jsonl", "-o", "out", "--resume", cwd=tmp_path).communicate()
    _start("extract", "in.jsonl", "-o", "whole", cwd=tmp_path).communicate()
    assert (tmp_path / "out").read_bytes() == (tmp_path / "whole").read_bytes()
    assert not part.exists()


@posix
def test_closed_and_full_standard_output_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    for redirection in (">&-", "> /dev/full"):
        command = f"{shlex.quote(sys.executable)} -m tests.made extract a.txt {redirection}"
        done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=tmp_path,
                              check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert done.stderr.startswith("quotes: error: ")


@posix
def test_on_a_terminal_there_are_colours_and_a_bar_for_many(tmp_path: Path) -> None:
    import pty

    _archive(tmp_path / "in.jsonl", 30)
    (tmp_path / "a.txt").write_text(GOOD)
    for args, mark in ((["extract", "a.txt", "--format", "table"], b"\x1b["),
                       (["extract", "in.jsonl", "-o", "out"], b"documents")):
        primary, secondary = pty.openpty()
        env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color",
               "SECONDS_EACH": "0.01"}
        env.pop("NO_COLOR", None)
        process = subprocess.Popen([sys.executable, "-m", "tests.made", *args], cwd=tmp_path,
                                   stdin=secondary, stdout=secondary, stderr=secondary, env=env)
        os.close(secondary)
        assert mark in _all_of(primary)
        assert process.wait() == 0


def _all_of(descriptor: int) -> bytes:
    found = b""
    while True:
        try:
            chunk = os.read(descriptor, 4096)
        except OSError:  # the other side is closed
            chunk = b""
        if not chunk:
            os.close(descriptor)
            return found
        found += chunk


# With the model


@pytest.mark.model
def test_the_version_names_model_and_hash(
        capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    out, err = capsys.readouterr()
    assert re.fullmatch(r"quotes \S+, model \S+ \(sha256 [0-9a-f]{64}\)\n", out)
    assert err == ""


@pytest.mark.model
def test_models_lists_the_embedded_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["models", "list"])
    assert ended.value.code == 0
    assert "embedded" in capsys.readouterr().out


@pytest.mark.model
def test_models_are_described_and_checked(capsys: pytest.CaptureFixture[str],
                                          tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["models", "info"])
    card = json.loads(capsys.readouterr().out)
    assert (ended.value.code, card["licence"]) == (0, "CC BY-SA 4.0")
    assert card["sha256"].items() <= {
        name: file["sha256"] for name, file in card["files here"].items()}.items()
    with pytest.raises(SystemExit) as ended:
        main(["models", "verify"])
    assert ended.value.code == 0
    assert "as published" in capsys.readouterr().out
    (tmp_path / "card.json").write_text("{}")
    with pytest.raises(SystemExit) as ended:
        main(["models", "verify", str(tmp_path)])
    assert ended.value.code == 2
    assert "card.json" in capsys.readouterr().err


MOSUL = ROOT / "fixtures" / "articles" / "mosul.txt"


@pytest.mark.model
def test_a_real_article_from_text_to_the_marked_page(tmp_path: Path) -> None:
    def quotes_(*args: str) -> Ran:
        done = subprocess.run([sys.executable, "-c", "from quotes.cli import main; main()", *args],
                              capture_output=True, cwd=tmp_path, check=False,
                              env={**os.environ, "PYTHONPATH": str(ROOT)})
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    found = quotes_("extract", str(MOSUL), "--documents", "d.jsonl")
    assert (found.status, found.err) == (0, "")
    text = MOSUL.read_text(encoding="utf-8")
    assert found.lines
    for line in found.lines:
        assert all(text[s["start"]:s["end"]] == s["text"] for s in line["content"])
    (tmp_path / "r.jsonl").write_text(found.out)
    shown = quotes_("show", "r.jsonl", "d.jsonl")
    assert (shown.status, shown.err) == (0, "")
    assert "[Q1: " in shown.out
    parsed = quotes_("parse", str(MOSUL), "-o", "mosul.conllu")
    assert (parsed.status, parsed.out, parsed.err) == (0, "", "")
    again = quotes_("extract", "mosul.conllu")
    assert (again.status, again.err) == (0, "")
    assert [line["content"] for line in again.lines] == [line["content"] for line in found.lines]


def test_the_package_is_the_command_too() -> None:
    done = subprocess.run([sys.executable, "-m", "quotes", "schema"], capture_output=True,
                          text=True, check=True)
    assert json.loads(done.stdout)["title"] == "QuoteRecord"
