"""Every command and example that the documentation shows is run, and gives what is shown.

In README.md, CONTRIBUTING.md and docs/*.md the word after a fence decides:

- ```` ```console ````: each line that starts with `$ ` is run by bash (a following line that starts
  with `> ` continues it) and must succeed. The lines up to the next command, if there are any,
  must be its output: a line `...` stands for any lines, blanks count as one, and a decimal may
  be a twentieth or two percent off, since confidences differ a little between processors.
- ```` ```python ````: executed; what follows `>>>` is run as a doctest.
- ```` ```sh ````: not run (set-up, downloads), but each `make` target in it must exist.

The blocks of one document run in order in one folder that holds links to the checkout's own files,
so a block may read what an earlier one wrote.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
SECONDS = 300
_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")
_DECIMAL = re.compile(r"\d+\.\d+")
_NEAR, _NEAR_SHARE = 0.05, 0.02
_DOCTEST = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Block(NamedTuple):
    """A fenced block: the word after the fence, the line it starts on, its text."""

    language: str
    line: int
    text: str


class Command(NamedTuple):
    """One command of a console block and the output shown for it, empty if none is."""

    line: str
    output: str


def blocks(document: str) -> Iterator[Block]:
    """
    >>> [block.language for block in blocks("a\\n```sh\\nls\\n```\\nb\\n```python\\n1\\n```\\n")]
    ['sh', 'python']
    """
    for match in _FENCE.finditer(document):
        line = document.count("\n", 0, match.start()) + 1
        yield Block(match.group(1), line, match.group(2))


def commands(block: str) -> list[Command]:
    r"""
    >>> commands("$ ls \\\n> -a\nx\ny\n$ pwd\n")
    [Command(line='ls \\\n-a', output='x\ny'), Command(line='pwd', output='')]
    """
    found: list[Command] = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        first, *rest = part.rstrip("\n").split("\n")
        while rest and rest[0].startswith("> "):
            first += "\n" + rest.pop(0).removeprefix("> ")
        found.append(Command(first, "\n".join(rest)))
    return found


def same(shown: str, got: str) -> bool:
    """Whether an output is the one shown, by the rules above.

    >>> same("a  0.91\\n...\\nz", "a 0.90\\nb\\nc\\nz\\n"), same("82.7 b", "83.1 b")
    (True, True)
    >>> same("a\\nz", "a\\nb\\nz"), same("0.91", "0.80")
    (False, False)
    """
    lines, output = ([" ".join(line.split()) for line in text.strip().split("\n")]
                     for text in (shown, got))
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else _with_decimals(line) + r"\n"
                      for line in lines)
    found = re.fullmatch(pattern, "\n".join(output) + "\n")
    return found is not None and all(
        abs(float(a) - float(b)) <= max(_NEAR, _NEAR_SHARE * float(a))
        for a, b in zip(_DECIMAL.findall(shown), found.groups(), strict=True))


def _with_decimals(line: str) -> str:
    """A pattern for the line with a group for each decimal in it."""
    return r"(\d+\.\d+)".join(map(re.escape, _DECIMAL.split(line)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with links to what the checkout holds, where commands may write."""
    work = tmp_path / "work"
    work.mkdir()
    for path in ROOT.iterdir():
        if not path.name.startswith("."):
            (work / path.name).symlink_to(path)
    return work


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Puts this Python's `quotes` and `python` first, whether the package is installed or not."""
    binaries = tmp_path / "bin"
    binaries.mkdir()
    python = shlex.quote(sys.executable)
    start = "from quotes.cli import main; main()"
    for name, line in {"python": python, "quotes": f"{python} -c '{start}'"}.items():
        (binaries / name).write_text(f'#!/bin/sh\nexec {line} "$@"\n', encoding="utf-8")
        (binaries / name).chmod(0o755)
    path = os.pathsep.join((str(binaries), os.environ["PATH"]))
    return os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1"}


def run_console(block: Block, folder: Path, environment: dict[str, str]) -> None:
    for command in commands(block.text):
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command.line],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
        where = f"line {block.line}: {command.line}"
        assert done.returncode == 0, f"{where} gave {done.returncode}:\n{done.stdout}"
        if command.output:
            assert same(command.output, done.stdout), f"{where} printed:\n{done.stdout}"


def run_python(block: Block, names: dict[str, Any]) -> None:
    if not block.text.startswith(">>>"):
        exec(compile(block.text, f"<example on line {block.line}>", "exec"), names)
        return
    example = doctest.DocTestParser().get_doctest(block.text, names, "example", None, block.line)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=_DOCTEST)
    assert runner.run(example, out=report.append, clear_globs=False).failed == 0, "".join(report)
    names.update(example.globs)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="console blocks are run by bash")
@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_examples_give_what_is_shown(
    path: Path, folder: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    names: dict[str, Any] = {"__name__": "__example__"}
    for block in blocks(path.read_text(encoding="utf-8")):
        if block.language == "console":
            run_console(block, folder, environment)
        elif block.language == "python":
            run_python(block, names)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_fences_are_closed_and_named(path: Path) -> None:
    """An odd fence would hide every example after it; an unnamed one would not be run."""
    text = path.read_text(encoding="utf-8")
    assert len(re.findall(r"^```", text, re.MULTILINE)) % 2 == 0
    assert [block.line for block in blocks(text) if not block.language] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_targets_exist(path: Path) -> None:
    """Each `make` target that a document names, in a block or in a sentence, is in the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make ([a-z][a-z-]*)", text, re.MULTILINE))
    assert named - targets == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_lead_to_files(path: Path) -> None:
    links = _LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_named_files_exist(path: Path) -> None:
    """A file of the project that a sentence names, between backticks, is there."""
    names = re.findall(r"`((?:quotes|tests|fixtures|docs|benchmarks|training)/[\w./-]*)`", path.read_text("utf-8"))
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_readme_opens_with_the_two_commands() -> None:
    first = next(blocks((ROOT / "README.md").read_text(encoding="utf-8")))
    lines = [line.partition("#")[0].strip() for line in first.text.splitlines()]
    assert [line for line in lines if line] == ["make demo", "make test"]


def test_wrong_output_is_noticed(folder: Path, environment: dict[str, str]) -> None:
    run_console(Block("console", 1, "$ python -c 'print(1)'\n1\n"), folder, environment)
    with pytest.raises(AssertionError, match="printed"):
        run_console(Block("console", 1, "$ python -c 'print(1)'\n2\n"), folder, environment)
    with pytest.raises(AssertionError, match="gave 3"):
        run_console(Block("console", 1, "$ exit 3\n"), folder, environment)


def test_wrong_example_is_noticed() -> None:
    run_python(Block("python", 1, ">>> 1 + 1\n2\n"), {})
    with pytest.raises(AssertionError, match="Expected"):
        run_python(Block("python", 1, ">>> 1 + 1\n3\n"), {})
    with pytest.raises(ZeroDivisionError):
        run_python(Block("python", 1, "1 / 0\n"), {})
