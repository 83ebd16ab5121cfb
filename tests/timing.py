"""How long something takes, on machines that do other things too."""

from __future__ import annotations

import time
from collections.abc import Callable


def least_seconds(work: Callable[[], object], tries: int = 2) -> float:
    """CPU seconds of the fastest try: what disturbs a try only makes it slower."""
    return min(_seconds(work) for _ in range(tries))


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
