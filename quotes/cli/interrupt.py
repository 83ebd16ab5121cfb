"""Ctrl-C where nothing is written yet, or any more.

Decides that it ends the program at once while libraries are imported: an import that is
broken off may turn KeyboardInterrupt into an error of its own, and says so at length.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import threading
from collections.abc import Iterator

INTERRUPTED = 128 + 2  # as a shell reports SIGINT


@contextlib.contextmanager
def at_once() -> Iterator[None]:
    """Ctrl-C ends the process, without a word. Nothing may be half written meanwhile."""
    if not _ours():
        yield
        return
    signal.signal(signal.SIGINT, lambda signum, frame: os._exit(INTERRUPTED))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def ignored_at_exit() -> None:
    """All is written and the status is fixed: let the interpreter end in peace."""
    if _ours():
        atexit.register(signal.signal, signal.SIGINT, signal.SIG_IGN)


def _ours() -> bool:
    """Whether Ctrl-C is Python's to answer here: nohup and other programs take it away."""
    return (signal.getsignal(signal.SIGINT) is signal.default_int_handler
            and threading.current_thread() is threading.main_thread())
