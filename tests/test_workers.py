"""Several processes: the same in the same order, whatever dies, and nobody left behind."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quotes import pipeline
from quotes.documents import Document, Failure
from quotes.errors import QuotesError, UsageError
from quotes.pipeline import Extractor, Settings
from quotes.workers import Workers
from tests import working

ROOT = Path(__file__).parents[1]
posix = pytest.mark.skipif(os.name == "nt", reason="signals as on Unix")
linux = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")

# A process that hangs is to fail the test, on a busy machine too.
_LONG = 120


@pytest.fixture(scope="module")
def workers() -> Workers[Any, str]:
    return Workers(working.quick, 2)


def _texts(*texts: str) -> list[Document]:
    return [Document(id=str(i), text=text) for i, text in enumerate(texts)]


def _seen(workers: Workers[Any, str], *texts: str, size: int = 3) -> list[str]:
    return [told for _, told in workers.map(working.seen, working.batches(_texts(*texts), size))]


def _gone(pid: int) -> bool:
    """Whether a process ends within some seconds."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


# The same as one process gives


def test_all_in_order_with_the_callers_own_documents(workers: Workers[Any, str]) -> None:
    documents = [Document(id=str(i), text=f"t{i}", metadata={"any": object()}) for i in range(40)]
    broken = Failure(id="x", error="unreadable")
    found = list(workers.map(working.seen, working.batches([*documents, broken])))
    assert workers.told == "loaded"
    assert all(item is given for (item, _), given in zip(found, documents, strict=False))
    assert [told.split()[0] for _, told in found] == [f"t{i}" for i in range(40)] + ["unreadable"]
    assert len({told.split()[1] for _, told in found[:-1]}) == 2


def test_reading_runs_a_few_batches_ahead_and_no_further(workers: Workers[Any, str]) -> None:
    read: list[int] = []

    def documents() -> Iterator[Document]:
        for i in range(1000):
            read.append(i)
            yield Document(id=str(i), text="sleep 0.05" if i == 0 else "t")

    found = workers.map(working.seen, working.batches(documents(), 1))
    next(found)
    assert len(read) <= 4 * 2
    found.close()  # type: ignore[attr-defined]


def test_a_broken_input_is_told_in_its_place(workers: Workers[Any, str]) -> None:
    def documents() -> Iterator[Document]:
        yield from _texts("a", "b")
        raise UsageError("no more")

    with pytest.raises(UsageError, match="no more"):
        list(workers.map(working.seen, working.batches(documents(), 1)))
    assert [told.split()[0] for told in _seen(workers, "c")] == ["c"]


# What dies, and what fails


@posix
def test_only_the_document_that_kills_its_process_is_lost(workers: Workers[Any, str]) -> None:
    found = _seen(workers, "a", "b", "kill", "c", "d", "e", "kill", "f", size=4)
    assert [told.split()[0] for told in found if "process" not in told] == list("abcdef")
    assert [i for i, told in enumerate(found) if "process" in told] == [2, 6]
    assert "died of SIGKILL, as where memory runs out, twice" in found[2]


@posix
def test_a_document_whose_process_dies_once_is_read_again(workers: Workers[Any, str],
                                                          tmp_path: Path) -> None:
    found = _seen(workers, f"kill-once {tmp_path / 'a'}", "b", f"kill-once {tmp_path / 'c'}", size=1)
    assert [told.split()[0] for told in found] == ["kill-once", "b", "kill-once"]


@linux
def test_workers_outlive_the_process_that_they_were_forked_from() -> None:
    workers = Workers(working.quick, 2)
    template = int(_seen(workers, "parent")[0].split()[1])
    assert template != os.getpid()
    os.kill(template, signal.SIGKILL)
    found = _seen(workers, "a", "kill", "b")
    assert ["process" in told for told in found] == [False, True, False]


def test_what_work_raises_is_raised_here(workers: Workers[Any, str]) -> None:
    with pytest.raises(QuotesError, match="it says so") as raised:
        _seen(workers, "a", "raise")
    assert "_obeyed" in str(raised.value.__cause__)


def test_what_loading_raises_is_raised_here() -> None:
    with pytest.raises(QuotesError, match="it says so"):
        Workers(working.failing, 2)


def test_an_error_of_the_system_while_loading_is_no_death() -> None:
    with pytest.raises(FileNotFoundError, match="no such weights"):
        Workers(working.missing, 2)


@posix
def test_a_forked_copy_is_refused_and_leaves_the_workers_alone(workers: Workers[Any, str]) -> None:
    before = _seen(workers, "pid")
    child = os.fork()
    if child == 0:  # no test goes on here
        status = 1
        try:
            _seen(workers, "a")
        except UsageError:
            workers._stock.close()
            status = 0
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert _seen(workers, "pid") == before


@posix
def test_loading_that_dies_is_told() -> None:
    with pytest.raises(QuotesError, match="a process that loads the model died of SIGKILL"):
        Workers(working.dying, 2)


def test_a_number_that_makes_no_sense_is_refused() -> None:
    for number in (0, 257):
        with pytest.raises(UsageError, match="workers is 1 to 256"):
            Extractor(Settings(workers=number))


# How they start and end


@pytest.mark.parametrize("load", [working.quick, working.threaded])
def test_who_has_threads_is_not_forked(load: Any) -> None:
    own = _seen(Workers(load, 2), "parent")[0].split()[1] == str(os.getpid())
    assert own == (load is working.threaded or sys.platform != "linux")


def test_workers_that_load_for_themselves_do_the_same() -> None:
    workers = Workers(working.threaded, 2)
    assert [told.split()[0] for told in _seen(workers, *"abcdefgh")] == list("abcdefgh")
    if os.name != "nt":
        assert ["process" in told for told in _seen(workers, "a", "kill", "b")] == [False, True, False]


def test_who_stops_listening_waits_for_nobody(workers: Workers[Any, str]) -> None:
    begun = time.monotonic()
    found = workers.map(working.seen, working.batches(_texts("a", "sleep 600", "sleep 600"), 1))
    pid = int(next(found)[1].split()[1])
    found.close()  # type: ignore[attr-defined]
    assert time.monotonic() - begun < 60
    assert os.name == "nt" or _gone(pid)
    assert _seen(workers, "b")[0].startswith("b ")


@posix
def test_workers_end_with_their_owner() -> None:
    workers = Workers(working.quick, 2)
    pids = {int(told.split()[1]) for told in _seen(workers, *"abcd", size=1)}
    del workers
    assert all(map(_gone, pids))


def test_what_is_printed_there_is_not_printed_here(workers: Workers[Any, str],
                                                   capfd: pytest.CaptureFixture[str]) -> None:
    assert _seen(workers, "print")[0].startswith("print ")
    assert capfd.readouterr().out == ""


def test_modules_of_the_current_folder_are_not_imported(tmp_path: Path,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "traceback.py").write_text("open('imported', 'w')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [str(ROOT), *(entry for entry in sys.path if entry)])
    assert _seen(Workers(working.quick, 2), "a")
    assert not (tmp_path / "imported").exists()


_SCRIPT = """
import sys
from quotes.workers import Workers
from tests import working
from tests.test_workers import _texts
workers = Workers(working.quick, 2)
for item, told in workers.map(working.seen, working.batches(_texts("a", "b", *["sleep 600"] * 9), 1)):
    print(told.split()[1], flush=True)
    if sys.argv[1] == "raise" and item.id == "1":
        raise ValueError("stop")
"""


def _script(tmp_path: Path, how: str) -> subprocess.Popen[bytes]:
    (tmp_path / "script.py").write_text(_SCRIPT)
    return subprocess.Popen([sys.executable, "script.py", how], cwd=tmp_path,
                            env={**os.environ, "PYTHONPATH": str(ROOT)},
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_a_script_that_fails_ends_at_once_and_needs_no_guard(tmp_path: Path) -> None:
    out, err = _script(tmp_path, "raise").communicate(timeout=_LONG)
    assert err.decode().strip().endswith("ValueError: stop")
    assert err.decode().count("Traceback") == 1
    assert os.name == "nt" or all(_gone(int(pid)) for pid in out.split())


@posix
def test_workers_of_a_killed_process_end_too(tmp_path: Path) -> None:
    process = _script(tmp_path, "wait")
    assert process.stdout is not None
    pids = [int(process.stdout.readline()) for _ in range(2)]
    process.kill()
    assert process.communicate(timeout=_LONG)[1] == b""  # nobody holds the pipe any more
    assert all(map(_gone, pids))


# The command line


def _start(*args: str, cwd: Path, **env: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.made", *args], cwd=cwd,
                            env={**os.environ, "PYTHONPATH": str(ROOT), **env},
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def _ran(*args: str, cwd: Path) -> tuple[int, str]:
    process = _start(*args, cwd=cwd)
    _, err = process.communicate(timeout=_LONG)
    return process.returncode, err.decode()


def _archive(path: Path, documents: int) -> None:
    said = '"We are open," said Ana Ruiz on Monday.\n'
    texts = {3: "FAIL", 7: "WARN"}
    path.write_text("".join(json.dumps({"id": f"d{i}", "text": texts.get(i, said * (i % 3))}) + "\n"
                            for i in range(documents)))


@posix
@pytest.mark.parametrize("command", [["extract", "--format", "table"], ["parse"]])
def test_two_workers_write_what_one_writes(tmp_path: Path, command: list[str]) -> None:
    _archive(tmp_path / "in.jsonl", 40)
    told = [_ran(*command, "in.jsonl", "-o", f"out{n}", "--errors", f"e{n}", "--documents", f"d{n}",
                 "--workers", n, cwd=tmp_path) for n in ("1", "2")]
    assert told[1] == (told[0][0], told[0][1].replace("e1", "e2"))
    for name in ("out", "e", "d"):
        assert (tmp_path / f"{name}2").read_bytes() == (tmp_path / f"{name}1").read_bytes()
    assert (tmp_path / "out2").stat().st_size > 1000


@posix
def test_a_killed_worker_costs_one_document(tmp_path: Path) -> None:
    _archive(tmp_path / "in.jsonl", 22)
    with (tmp_path / "in.jsonl").open("a") as file:
        file.write('{"id": "bad", "text": "KILL"}\n{"id": "good", "text": "\\"Yes,\\" said Ana."}\n')
    status, err = _ran("extract", "in.jsonl", "-o", "out", "--workers", "2", "--quiet", cwd=tmp_path)
    assert status == 1
    assert re.search(r"^quotes: error: in\.jsonl:23: the process that read it died of SIGKILL", err, re.M)
    assert [json.loads(line)["doc_id"] for line in (tmp_path / "out").read_text().splitlines()][-2:] \
        == ["d20", "good"]


@posix
def test_strict_stops_workers_too(tmp_path: Path) -> None:
    _archive(tmp_path / "in.jsonl", 40)
    status, err = _ran("extract", "in.jsonl", "-o", "out", "--strict", "--workers", "2", cwd=tmp_path)
    assert status == 1
    assert err.endswith("quotes: stopped at the first document that failed (--strict); out.part holds "
                        "3 documents, and --resume goes on from there\n")


@posix
def test_ctrl_c_ends_all_processes_and_the_rest_is_done_later(tmp_path: Path) -> None:
    _archive(tmp_path / "in.jsonl", 300)
    process = _start("extract", "in.jsonl", "-o", "out", "--workers", "2", "-q", cwd=tmp_path,
                     SECONDS_EACH="0.02")
    part, deadline = tmp_path / "out.part", time.monotonic() + _LONG
    while not (part.exists() and part.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of the group
    # Everybody who could write has ended when the pipe has.
    _, err = process.communicate(timeout=_LONG)
    assert process.returncode == 130
    assert re.fullmatch(rb"quotes: error: d3: it says so\nquotes: interrupted; out\.part "
                        rb"holds \d+ documents, and --resume goes on from there\n", err)
    assert _ran("extract", "in.jsonl", "-o", "out", "--resume", "--workers", "2", cwd=tmp_path)[0] == 1
    _ran("extract", "in.jsonl", "-o", "whole", cwd=tmp_path)
    assert (tmp_path / "out").read_bytes() == (tmp_path / "whole").read_bytes()


@posix
def test_a_reader_that_goes_away_ends_all_processes(tmp_path: Path) -> None:
    _archive(tmp_path / "in.jsonl", 3000)
    process = _start("extract", "in.jsonl", "--workers", "2", "-q", "--errors", "e", cwd=tmp_path)
    assert process.stdout is not None
    assert process.stderr is not None
    assert json.loads(process.stdout.readline())["doc_id"] == "d1"
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(_LONG) == 141


# With the model

_WITH_POOLS = """
import json, sys
import torch
torch.set_num_threads(2)
torch.ones(2000, 2000) @ torch.ones(2000, 2000)  # its pool of threads runs now
from quotes import pipeline
from quotes.documents import Document
pipeline._CHARS_TOGETHER = 1500
documents = [Document(id=str(i), text=text) for i, text in enumerate(json.load(sys.stdin))]
extractor = pipeline.Extractor(pipeline.Settings(workers=2))
found = [[record.model_dump_json() for record in result.records] for result in extractor.stream(documents)]
[[_, parse]] = extractor.parses(documents[:1])
assert parse.text == documents[0].text and len(parse.tokens) > 20
json.dump([extractor.model_sha256, extractor.threshold, found], sys.stdout)
"""


@pytest.mark.model
def test_two_workers_find_what_one_process_finds_and_do_not_hang(
        extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenMP's threads in the caller are what a careless fork would wait for, forever."""
    monkeypatch.setattr(pipeline, "_CHARS_TOGETHER", 1500)
    text = (ROOT / "fixtures" / "articles" / "mosul.txt").read_text("utf-8")
    texts = [*(part for part in text.split("\n\n") if len(part) > 200), "", "No."]
    done = subprocess.run([sys.executable, "-c", _WITH_POOLS], input=json.dumps(texts), text=True,
                          capture_output=True, check=False, timeout=_LONG * 2,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert (done.returncode, done.stderr) == (0, "")
    alone = [[record.model_dump_json() for record in result.records]
             for result in extractor.stream(_texts(*texts))]
    assert json.loads(done.stdout) == [extractor.model_sha256, extractor.threshold, alone]
    assert sum(map(len, alone)) > 5


# The benchmark


def test_the_benchmark_says_what_a_second_worker_adds() -> None:
    from benchmarks import workers

    run = {"words": 1000, "documents": 2, "records": 9, "loading": 1.0, "cpu": 11.0}
    one = {**run, "workers": 1, "seconds": 10.0, "memory": [("one process", 500 * 1024, 490 * 1024)]}
    two = {**run, "workers": 2, "seconds": 5.0, "memory": [
        (role, 200 * 1024, 150 * 1024) for role in ("the command", "worker 1", "worker 2")]}
    assert "Gain: 2.00 times." in "\n".join(workers.timed(one, two))
    told = "\n".join(workers.remembered(one, two))
    assert "| worker 2 | 200 | 150 | 30% |" in told
    assert "600 MiB; each worker after the first adds 20% of" in told
    assert "not told" in "\n".join(workers.remembered({**one, "memory": []}, two))


@linux
def test_the_benchmark_sees_template_and_workers() -> None:
    from benchmarks import workers as benchmark

    workers = Workers(working.quick, 2)
    _seen(workers, *"abcdefgh", size=1)
    roles = [role for role, pss, own in benchmark._memory() if pss >= own > 0]
    assert roles[0] == "the command"
    assert {"template", "worker 1"} <= set(roles)
