"""What came of a command line that a test ran."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any


class Ran:
    """The outcome of one command."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]
