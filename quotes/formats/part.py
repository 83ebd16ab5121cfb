"""An output file that is whole or isn't there, and the journal that lets a run go on.

Decides when a document counts as written. Its lines go to FILE.part, then one line to
FILE.part.journal, which says how many bytes of FILE.part are good and their checksum; when
all is done FILE.part becomes FILE. A document without a record, or one that failed, has its
line too. The journal's first line holds what the output depends on: model and options.

Both files are handed to the operating system after each document, which is enough against
a killed process; against a power cut they are forced to the disk every few seconds, and a
journal line is believed only as far as the bytes agree with its checksum.
"""

from __future__ import annotations

import contextlib
import os
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from quotes.documents import Failure
from quotes.errors import UsageError
from quotes.formats.jsonl import encode, failure_fields
from quotes.formats.stream import write_whole
from quotes.terminal import encodable

# What a power cut may cost; forcing every document would cost milliseconds each.
_SECONDS_BETWEEN_SYNCS = 5.0

# The first key of a journal, and the version of its layout.
_MARK, _VERSION = "quotes-journal", 1


@dataclass(frozen=True, slots=True)
class Finished:
    """One document that needs no more work. `sha256` is of its text, None if it had none."""

    id: str
    sha256: str | None = None
    types: Mapping[str, int] = field(default_factory=dict)  # records written, by type
    failure: Failure | None = None
    withheld: int = 0  # records that were too doubtful to be written

    def fields(self) -> dict[str, Any]:
        failure = None if self.failure is None else failure_fields(self.failure)
        return {"id": encodable(self.id), "sha256": self.sha256, "records": dict(self.types),
                "failure": failure, "withheld": self.withheld}


def _finished(line: Mapping[str, Any]) -> Finished:
    failure = None if line["failure"] is None else Failure(**line["failure"])
    return Finished(line["id"], line["sha256"], line["records"], failure, line.get("withheld", 0))


def beside(target: Path) -> tuple[Path, Path]:
    """The part file and the journal of an output file."""
    part = target.with_name(target.name + ".part")
    return part, part.with_name(part.name + ".journal")


class PartFile:
    """FILE.part and its journal, open for writing.

    `header` is whatever the output depends on; to resume, it must be the one the file was
    begun with. Raises UsageError where another run's work would be lost or mixed in.
    """

    def __init__(self, target: Path, header: Mapping[str, Any], *, resume: bool = False) -> None:
        # A link stays a link: it is the file that it leads to that is replaced.
        self.target = Path(os.path.realpath(target)) if target.is_symlink() else target
        self.part, self.journal = beside(self.target)
        self.documents = 0  # finished ones in the file
        with contextlib.ExitStack() as opened:
            self._journal = opened.enter_context(self.journal.open("ab"))
            _lock(self._journal, self.part)
            self._part = opened.enter_context(self.part.open("ab"))
            self._begin(header, resume)
            self._files = opened.pop_all()
        self._synced = time.monotonic()

    def _begin(self, header: Mapping[str, Any], resume: bool) -> None:
        found = _recover(self.part, self.journal)
        if not found.header and (self.part.stat().st_size or found.journal_end):
            raise UsageError(
                f"{self.part} exists and no journal of 'quotes' goes with it; move or delete "
                f"it and {self.journal.name}, or give another output file")
        if found.documents and not resume:
            raise UsageError(
                f"{self.part} holds {found.documents} documents of a run that didn't end; "
                "--resume goes on from them, deleting the file starts again")
        if found.documents:
            _same(header, found.header, self.part)
        self.documents, self._end, self._crc = found.documents, found.end, found.crc
        self._part.truncate(found.end)
        self._journal.truncate(found.journal_end if found.documents else 0)
        if not found.documents:
            self._note({_MARK: _VERSION, **header})

    def finished(self) -> Iterator[Finished]:
        """The documents written by the run that is resumed, in order.

        To be read before anything is written.
        """
        for _, line in zip(range(self.documents), _lines(self.journal, skip=1), strict=False):
            yield _finished(line)

    def write(self, done: Finished, data: bytes) -> None:
        """Append a document's lines, all of them, and note it as finished."""
        write_whole(self._part, data)
        self._end += len(data)
        self._crc = zlib.crc32(data, self._crc)
        self._note({**done.fields(), "end": self._end, "crc32": self._crc})
        self.documents += 1
        if time.monotonic() - self._synced > _SECONDS_BETWEEN_SYNCS:
            self._sync()

    def finish(self) -> None:
        """Everything is written: put the file in its place."""
        self._sync()
        self._part.close()
        self.part.replace(self.target)
        _sync_folder(self.target.parent)  # or a power cut could lose the file and keep no journal
        self._files.close()
        self.journal.unlink()

    def close(self) -> None:
        """Stop where we are. What is finished stays for a later run; nothing, no files."""
        if self._part.closed:
            return
        self._files.close()
        if not self.documents:
            self.part.unlink(missing_ok=True)
            self.journal.unlink(missing_ok=True)

    def _note(self, line: Mapping[str, Any]) -> None:
        write_whole(self._journal, encode([line]))

    def _sync(self) -> None:
        for file in (self._part, self._journal):
            os.fsync(file.fileno())
        self._synced = time.monotonic()


@dataclass(frozen=True, slots=True)
class _Recovered:
    """What of a part file and its journal agrees: a header and a number of documents."""

    header: Mapping[str, Any] = field(default_factory=dict)
    documents: int = 0
    end: int = 0
    crc: int = 0
    journal_end: int = 0


def _recover(part: Path, journal: Path) -> _Recovered:
    """Read both as far as they agree."""
    with part.open("rb") as data, journal.open("rb") as lines:
        first = lines.readline()
        header = _header(_parsed(first))
        # A first line that was cut off is as good as none; a whole one may be somebody's.
        found = _Recovered(header, journal_end=lines.tell() if first.endswith(b"\n") else 0)
        while header and (line := _parsed(lines.readline())) is not None:
            chunk = data.read(max(0, line["end"] - found.end))
            crc = zlib.crc32(chunk, found.crc)
            if found.end + len(chunk) != line["end"] or crc != line["crc32"]:
                break
            found = _Recovered(found.header, found.documents + 1, line["end"], crc, lines.tell())
    return found


def _header(line: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The first line of a journal; empty if it is none of ours."""
    return line if line is not None and line.get(_MARK) == _VERSION else {}


def _parsed(line: bytes) -> dict[str, Any] | None:
    """A whole journal line, or None for the end of what can be used."""
    if not line.endswith(b"\n"):
        return None
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return value if isinstance(value, dict) else None


def _lines(journal: Path, skip: int) -> Iterator[dict[str, Any]]:
    with journal.open("rb") as lines:
        for number, line in enumerate(lines):
            if number >= skip and (value := _parsed(line)) is not None:
                yield value


def _same(header: Mapping[str, Any], begun: Mapping[str, Any], part: Path) -> None:
    for key in dict.fromkeys((*begun, *header)):
        if key != _MARK and begun.get(key) != header.get(key):
            raise UsageError(
                f"{part} was begun with {key} = {begun.get(key)!r}, and now it is "
                f"{header.get(key)!r}; run with what it was begun with, or delete the file "
                "to start again")


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # which opens no folder, and needs none
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lock(file: BinaryIO, part: Path) -> None:
    """Let no second run write to the same part file; where there are no locks, trust."""
    with contextlib.suppress(ImportError):
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(f"another run is writing {part}; wait for it, or give another "
                             "output file") from None
        except OSError:  # a file system without locks
            return
