"""What the program says aside: one line at a time, on standard error.

Decides nothing about what is said, but how often; whatever it is, it can't harm the terminal.
"""

from __future__ import annotations

import os
import sys
from collections import Counter

from quotes.documents import Failure
from quotes.terminal import one_line

_MOST_TOLD = 3  # as many as tell whether it is the file or a line of it


def tell(message: str) -> None:
    """One line on standard error. Written at once, so that a progress bar can stay below it."""
    if sys.stderr is not None:
        sys.stderr.write(f"quotes: {one_line(message)}\n")
        sys.stderr.flush()


class Complaints:
    """What is wrong in files: of each the first few are told, the others counted.

    A wrong file is wrong in every line, and a thousand messages hide the one about another.
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def tell(self, place: str, message: str) -> None:
        self._counts[place] += 1
        if self._counts[place] <= _MOST_TOLD:
            tell(message)

    def close(self, place: str) -> None:
        """Say how many more there were of a file."""
        more = self._counts.pop(place, 0) - _MOST_TOLD
        if more > 0:
            tell(f"and {more} more {'line' if more == 1 else 'lines'} of {place}")

    def close_all(self) -> None:
        for place in list(self._counts):
            self.close(place)


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
