"""Which inputs a list of paths means, and of what kind each is.

A path that exists means itself, even if it holds a `*`; a folder means the files below it
whose suffix is known, sorted by name; anything else with `*`, `?` or `[` is a pattern, for
shells that expand none. `-` is standard input. What is named outright is always read, at
worst as plain text; what merely lies in a folder is passed over where its suffix is unknown,
and the passing over is told to `warn`.
"""

from __future__ import annotations

import glob
import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from quotes.documents import Failure

Kind = Literal["text", "html", "jsonl", "csv", "conllu"]
Warn = Callable[[str], None]

STDIN = "-"

# Markdown and plain JSON stay out: in a folder they are notes and settings rather than articles.
_KIND_OF_SUFFIX: dict[str, Kind] = {
    ".txt": "text", ".text": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".csv": "csv", ".tsv": "csv",
    ".conllu": "conllu",
}

# How the first line of an input with no telling name begins. A news text begins like none of these.
_KIND_OF_START: tuple[tuple[re.Pattern[bytes], Kind], ...] = (
    (re.compile(rb"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE), "html"),
    (re.compile(rb'\s*\{\s*"[^"]*"\s*:'), "jsonl"),
    (re.compile(rb"# (?:newdoc|newpar|sent_id|text|global\.columns)\b"), "conllu"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or standard input. `kind` is None where only its first line can tell."""

    path: str
    kind: Kind | None

    @property
    def name(self) -> str:
        """The path as it is shown and used as an id."""
        return spelt_out(self.path)


def sources(paths: Sequence[str], kind: Kind | None, warn: Warn) -> Iterator[Source | Failure]:
    """The inputs in the order of the paths, each path expanded when its turn comes."""
    stdin_seen = False
    for path in paths:
        if path == STDIN:
            yield (_failure(path, "standard input was read already; give - only once")
                   if stdin_seen else Source(path, kind))
            stdin_seen = True
        elif _exists(path):
            yield from _existing(path, kind, warn)
        elif any(mark in path for mark in "*?["):
            yield from _matching(path, kind, warn)
        else:
            yield _failure(path, "no such file; check the path and the current folder")


def kind_of_start(line: bytes) -> Kind:
    """What an input is by its first line.

    >>> kind_of_start(b'<!DOCTYPE html>'), kind_of_start(b'{"id": 1}'), kind_of_start(b'PORTO')
    ('html', 'jsonl', 'text')
    """
    start = line.removeprefix(b"\xef\xbb\xbf")
    return next((kind for shape, kind in _KIND_OF_START if shape.match(start)), "text")


def spelt_out(path: str) -> str:
    """The path with undecodable bytes and control characters spelled out.

    >>> print(spelt_out("a\\udce9\\nb.txt"))
    a\\xe9\\nb.txt
    """
    return "".join(map(_shown, path))


def _shown(char: str) -> str:
    if "\udc80" <= char <= "\udcff":  # a byte that the file system's encoding can't decode
        return f"\\x{ord(char) - 0xDC00:02x}"
    if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}:
        return char.encode("unicode_escape").decode("ascii")
    return char


def _existing(path: str, kind: Kind | None, warn: Warn) -> Iterator[Source | Failure]:
    if Path(path).is_dir():
        yield from _folder(path, kind, warn)
    else:
        yield Source(path, kind or _kind_of_suffix(path))


def _matching(pattern: str, kind: Kind | None, warn: Warn) -> Iterator[Source | Failure]:
    """What a shell would have put in the pattern's place; `**` finds files, at any depth."""
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - pathlib alters the path
    if "**" in pattern:  # the folders' own files are among the matches
        found = [path for path in found if not Path(path).is_dir()]
    if not found:
        yield _failure(pattern, "no file matches this pattern; check it and the current folder")
    for path in found:
        yield from _existing(path, kind, warn)


def _folder(path: str, kind: Kind | None, warn: Warn) -> Iterator[Source | Failure]:
    """Files below a folder. With a kind given, every file that isn't hidden is of that kind."""
    skipped: Counter[str] = Counter()
    found = 0
    for item in _walk(path):
        known = None if isinstance(item, Failure) else kind or _kind_of_suffix(item)
        if isinstance(item, Failure):
            found += 1
            yield item
        elif known is None or not _is_regular(item):
            skipped[Path(item).suffix.lower() or "no suffix"] += 1
        else:
            found += 1
            yield Source(item, known)
    if skipped:
        warn(_skipped(path, skipped))
    if not found:
        yield _failure(path, f"no file in this folder ends in {', '.join(_KIND_OF_SUFFIX)}; "
                             "name the files themselves, or say what kind they are")


def _skipped(path: str, skipped: Counter[str]) -> str:
    count = skipped.total()
    suffixes = ", ".join(spelt_out(suffix) for suffix, _ in skipped.most_common(5))
    return (f"{spelt_out(path)}: {count} file{'s' * (count != 1)} passed over ({suffixes}); "
            "name such a file itself to have it read as text")


def _walk(folder: str) -> Iterator[str | Failure]:
    """Paths of all files, in the order of their names; a folder met again is not entered."""
    stack, entered = [folder], set()
    while stack:
        path = stack.pop()
        if not Path(path).is_dir():
            yield path
            continue
        try:
            status = Path(path).stat()
            if (status.st_dev, status.st_ino) in entered:
                continue
            entered.add((status.st_dev, status.st_ino))
            with os.scandir(path) as entries:
                visible = [entry.path for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            yield _failure(path, f"{error.strerror}; check the folder's permissions")
            continue
        stack.extend(sorted(visible, reverse=True))


def _exists(path: str) -> bool:
    """Whether there is such a path; a broken link is one, and opening it says what's wrong."""
    try:
        Path(path).lstat()
    except (OSError, ValueError):  # ValueError: a NUL in the path
        return False
    return bool(path)


def _is_regular(path: str) -> bool:
    """False for pipes and devices, which could keep a walk waiting for ever."""
    try:
        return stat.S_ISREG(Path(path).stat().st_mode)
    except OSError:
        return True  # opening it will tell the reason


def _kind_of_suffix(path: str) -> Kind | None:
    return _KIND_OF_SUFFIX.get(Path(path).suffix.lower())


def _failure(path: str, error: str) -> Failure:
    return Failure(id=spelt_out(path), error=error, path=spelt_out(path))
