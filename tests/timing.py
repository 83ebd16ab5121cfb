"""How long something takes, on machines that do other things too, and how much work it is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any


def least_seconds(work: Callable[[], object], tries: int = 2) -> float:
    """CPU seconds of the fastest try: what disturbs a try only makes it slower."""
    return min(_seconds(work) for _ in range(tries))


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def steps(work: Callable[[], object]) -> int:
    """Instructions of Python's that the work takes: the same in every run, on any machine.

    It is done once before, so that word lists are loaded and what is remembered is known.
    """
    work()
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Callable[..., Any]:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
