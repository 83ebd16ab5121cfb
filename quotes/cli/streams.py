"""The standard streams, which may be closed, or unable to hold a character."""

from __future__ import annotations

import sys
from typing import BinaryIO

from quotes.errors import UsageError
from quotes.formats.stream import write_whole


def stdin() -> BinaryIO:
    if sys.stdin is None:
        raise UsageError("standard input is closed; name a file")
    return sys.stdin.buffer


def stdout() -> BinaryIO:
    if sys.stdout is None:
        raise UsageError("standard output is closed; name a file with --output")
    return sys.stdout.buffer


def write_text(text: str) -> None:
    """Text for a person, in the terminal's encoding; what it lacks becomes a question mark."""
    write_whole(stdout(), text.encode(sys.stdout.encoding, "replace"))


def is_terminal() -> bool:
    """Whether a person reads standard output."""
    return sys.stdout is not None and sys.stdout.isatty()
