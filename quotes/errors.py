"""The exceptions of the package.

Every message names the input, the place in it and what would mend it; `cli.py` alone
turns them into lines for a person.
"""

from __future__ import annotations


class QuotesError(Exception):
    """Anything that this package refuses or fails at."""


class InputError(QuotesError):
    """A document that can't be read: broken JSON, unknown encoding, a missing field."""

    def __init__(self, message: str, *, path: str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        place = self.path or ""
        if self.line is not None:
            place = f"{place}:{self.line}" if place else f"line {self.line}"
        return f"{place}: {self.message}" if place else self.message


class ModelError(QuotesError):
    """A model folder or package that is missing, altered or of an unknown kind."""


class UsageError(QuotesError):
    """A call that can't mean anything: unknown setting, contradictory options."""


class LexiconError(QuotesError):
    """A row of a word list that can't be read; the message opens with its file and line."""

    def __init__(self, message: str, *, path: str, line: int) -> None:
        super().__init__(f"{path}:{line}: {message}")
