"""Output to a stream: standard output, a pipe, a device.

Decides that a document's lines go out together, so that whatever ends the program leaves
whole lines behind.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import BinaryIO


def write_whole(file: BinaryIO, data: bytes) -> None:
    """Write and flush all of it; Ctrl-C waits until that is done.

    A second Ctrl-C doesn't wait: the reader of a pipe may have stopped reading.
    """
    with _uninterrupted():
        left = memoryview(data)
        while left:  # an unbuffered stream may take less than it is given
            left = left[file.write(left):]
        file.flush()


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not ours or threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed = False

    def note(signum: int, frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if pressed:
        raise KeyboardInterrupt
