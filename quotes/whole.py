"""A file, or a folder, that is whole or isn't there.

Decides that what is begun lies under a name of its own beside its place, and is put there when
the last byte is written; whatever ends the work before leaves neither a piece nor a name.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from quotes.errors import UsageError


@contextlib.contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """A file to write to; it replaces `target` where the block ends well."""
    target = _meant(target)
    part = _beside(target)
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def write_folder(target: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write the files into a new folder, or an empty one; how many there were.

    Raises UsageError where the folder holds something, which may be somebody's work.
    """
    check_new(target)
    target = _meant(target)
    part = _beside(target)
    part.mkdir()
    try:
        number = 0
        for number, (name, data) in enumerate(files, 1):  # noqa: B007 (the count is wanted)
            with (part / name).open("xb") as file:
                file.write(data)
        if target.is_dir():
            target.rmdir()  # empty, as it was found to be; Windows renames over no folder
        part.replace(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return number


def check_new(target: Path) -> None:
    """Refuse a folder in which something lies already."""
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is a file, and a folder is to be written; name another")
    if target.is_dir() and any(target.iterdir()):
        raise UsageError(f"{target} is a folder with files in it, perhaps with a person's "
                         "corrections; name a new folder, or empty this one")


def _meant(target: Path) -> Path:
    """A link stays a link: it is what it leads to that is written."""
    return Path(os.path.realpath(target))


def _beside(target: Path) -> Path:
    """A name that no other run, and no earlier one, has."""
    return target.with_name(f"{target.name}.{os.getpid()}.part")
