"""brat's files read back, with the marks that people made in them.

Decides what a line of standoff must be, and that marks are held against the text: what isn't
verbatim is a failure of that document, with its file, line and remedy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import orjson

from quotes.documents import Failure
from quotes.formats.annotation import (
    CATEGORIES,
    LABELS,
    TYPES,
    AnnotatedText,
    Link,
    Mark,
    Warn,
)
from quotes.formats.brat import CATEGORY, SIDECAR, TYPE, original_text
from quotes.text import Span, merge

# No number of a real file is longer, and Python refuses to read a very long one.
_MARK = re.compile(r"T(\d{1,15})\t(\S+) (\d{1,15} \d{1,15}(?:;\d{1,15} \d{1,15})*)(?:\t(.*))?",
                   re.DOTALL)
_RELATION = re.compile(r"R\d{1,15}\t(\S+) \w+:T(\d{1,15}) \w+:T(\d{1,15})\s*")
_ATTRIBUTE = re.compile(r"[AM]\d{1,15}\t(\S+) T(\d{1,15})(?: (\S+))?\s*")
_NOTE = re.compile(r"#\d{1,15}\t\S+ T(\d{1,15})\t(.*)", re.DOTALL)
_ENTRY, _NAME = re.compile(r"record=(.*?)(?:; speaker=|$)"), re.compile(r"speaker=(.*)")
# Events, equivalences and links to databases, which annotation.conf doesn't offer.
_UNUSED = "E*N"
_SHORT = 60
_ALLOWED = {TYPE: TYPES, CATEGORY: CATEGORIES}


def read(path: str, warn: Warn) -> Iterator[AnnotatedText | Failure]:
    """The documents of a folder, as they were exported, then by name; or of one .ann file with
    its .txt beside it."""
    start = Path(path)
    files = sorted(start.rglob("*.ann")) if start.is_dir() else [start]
    if not files or files[0].suffix != ".ann":
        what = "a folder without .ann files" if start.is_dir() else "no .ann file"
        yield Failure(path, f"{what}; name the folder that brat works on", path=path)
        return
    for folder, own in groupby(files, key=lambda file: file.parent):
        documents = _documents(folder / SIDECAR)
        if isinstance(documents, Failure):
            yield documents
        else:
            place = {name: i for i, name in enumerate(documents)}
            for file in sorted(own, key=lambda f: place.get(f.stem, len(place))):
                yield from _read_file(file, documents.get(file.stem, {}), warn)


def _read_file(file: Path, known: Mapping[str, Any], warn: Warn
               ) -> Iterator[AnnotatedText | Failure]:
    try:
        text = file.with_suffix(".txt").read_bytes().decode("utf-8")
        lines = file.read_bytes().decode("utf-8").split("\n")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else f"not readable: {error}"
        where = getattr(error, "filename", None) or str(file)
        yield Failure(str(file), f"{reason}; give the folder as brat left it, .txt and .ann side "
                      "by side, in UTF-8", path=str(where))
        return
    reading = _Reading(text, str(file), warn)
    numbered = [(number, line.removesuffix("\r")) for number, line in enumerate(lines, 1)]
    for number, line in sorted(numbered, key=lambda each: not each[1].startswith("T")):
        reading.take(number, line)  # the marks first, which all others are about
    if reading.failures:
        first, more = reading.failures[0], len(reading.failures) - 1
        yield replace(first, error=f"{first.error} (and {more} more lines)") if more else first
    else:
        yield AnnotatedText(str(file), original_text(text, known.get("cr", ())),
                            reading.finished(), reading.links, known.get("document"),
                            name=str(file.with_suffix(".txt")))


def _documents(sidecar: Path) -> dict[str, Mapping[str, Any]] | Failure:
    """What each text is, in the order of export, where the folder was written by us."""
    if not sidecar.is_file():
        return {}
    try:
        rows = [orjson.loads(line) for line in sidecar.read_bytes().splitlines() if line.strip()]
        return {str(row["file"]): {"document": dict(row["document"]),
                                   "cr": list(map(int, row.get("cr", ())))} for row in rows}
    except (KeyError, TypeError, ValueError) as error:
        remedy = "put it back, or delete it and give --records, which tell a document by its text"
        return Failure(str(sidecar), f"not what export wrote ({error!r}); {remedy}",
                       path=str(sidecar))


class _Reading:
    """One .ann, line by line."""

    def __init__(self, text: str, path: str, warn: Warn) -> None:
        self.links: list[Link] = []
        self.failures: list[Failure] = []
        self._text, self._path, self._warn = text, path, warn
        self._marks: dict[int, Mark] = {}
        self._told: set[str] = set()

    def take(self, number: int, line: str) -> None:
        if not line.strip():
            return
        for pattern, read in ((_MARK, self._mark), (_RELATION, self._relation),
                              (_ATTRIBUTE, self._attribute), (_NOTE, self._note)):
            found = pattern.fullmatch(line)
            if found is not None:
                read(number, found)
                return
        if line[0] in _UNUSED or line.startswith(("#", "R", "A", "M")):
            self._once(f"line {number}: what {line.split(chr(9), 1)[0]} says is passed over")
        else:
            self._fail(number, "not a line of brat's; correct it in brat, not by hand")

    def finished(self) -> list[Mark]:
        return [mark for mark in self._marks.values() if mark.label in LABELS]

    def _mark(self, number: int, found: re.Match[str]) -> None:
        key, label = int(found[1]), found[2]
        spans = [Span(*map(int, place.split())) for place in found[3].split(";")]
        if label not in LABELS:
            self._once(f"line {number}: marks {label} are passed over; there are "
                       f"{', '.join(LABELS)}")
        elif not all(start < end <= len(self._text) for start, end in spans):
            self._fail(number, f"T{key} reaches outside the text, which has {len(self._text)} "
                       "characters; put back the .txt that was exported")
        elif (words := self._words(spans)) != (found[4] or "").rstrip("\r"):
            self._fail(number, f"T{key} says {_short(found[4] or '')}, and the text there is "
                       f"{_short(words)}; put back the .txt that was exported, or mark it again")
        else:
            self._marks[key] = Mark(key, label, tuple(merge(spans)), line=number)

    def _words(self, spans: Sequence[Span]) -> str:
        return " ".join(self._text[start:end] for start, end in spans)

    def _relation(self, number: int, found: re.Match[str]) -> None:
        self.links.append(Link(found[1], int(found[2]), int(found[3]), number))

    def _attribute(self, number: int, found: re.Match[str]) -> None:
        name, mark, value = found[1], self._marks.get(int(found[2])), found[3]
        if mark is None or name not in _ALLOWED:
            return
        if value not in _ALLOWED[name]:
            self._fail(number, f"{name} is {value!r}, and can be {', '.join(_ALLOWED[name])}")
        else:
            self._marks[mark.number] = mark._replace(type=value) if name == TYPE \
                else mark._replace(category=value)

    def _note(self, number: int, found: re.Match[str]) -> None:
        mark = self._marks.get(int(found[1]))
        entry, name = _ENTRY.search(found[2]), _NAME.search(found[2])
        if mark is not None and (entry or name):
            self._marks[mark.number] = mark._replace(
                record=entry[1].strip() if entry else mark.record,
                name=(" ".join(name[1].split()) or None) if name else mark.name)

    def _once(self, message: str) -> None:
        """Told of the first such line only."""
        if (kind := message.partition(": ")[2]) not in self._told:
            self._told.add(kind)
            self._warn(f"{self._path}: {message}")

    def _fail(self, number: int, error: str) -> None:
        self.failures.append(Failure(self._path, error, path=self._path, line=number))


def _short(words: str) -> str:
    """Enough of the words to find them."""
    return repr(words if len(words) <= _SHORT else f"{words[:_SHORT]}...")
