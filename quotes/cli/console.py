"""What the program says aside: one line at a time, on standard error.

Decides nothing about what is said; whatever it is, it can't harm the terminal.
"""

from __future__ import annotations

import os
import sys

from quotes.documents import Failure
from quotes.terminal import one_line


def tell(message: str) -> None:
    """One line on standard error. Written at once, so that a progress bar can stay below it."""
    if sys.stderr is not None:
        sys.stderr.write(f"quotes: {one_line(message)}\n")
        sys.stderr.flush()


def describe(failure: Failure) -> str:
    """Where it failed, and why, without saying the place twice."""
    place = failure.path or failure.id
    if failure.line is not None:
        place = f"{place}:{failure.line}"
    return failure.error if failure.error.startswith(place) else f"{place}: {failure.error}"


def mute_stdout() -> None:
    """Drop what standard output still holds: Python would fail at it once more at its end."""
    try:
        descriptor = sys.stdout.fileno()
    except (AttributeError, OSError, ValueError):  # closed, or none
        return
    with open(os.devnull, "wb") as devnull:  # noqa: PTH123 (os.devnull is no path on Windows)
        os.dup2(devnull.fileno(), descriptor)
