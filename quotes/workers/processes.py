"""The processes as the caller sees them: started, asked, ended."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

from quotes.errors import QuotesError
from quotes.workers.channel import Channel, EndedError

# Libraries with threads of their own are told to use one: a pool of them can't be forked, and
# where the workers take all cores it would only be in their way.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
                             "RAYON_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1")

# A template whose caller is gone ends by itself; one that doesn't is ended.
_SECONDS_TO_END = 5.0


class Worker:
    """A process that works; `pid` is its id.

    `end` ends it, tells whoever waits for its work that it has ended, and gives how it ended:
    the exit status, or minus the number of the signal that it died of; None if nobody knows.
    """

    def __init__(self, channel: Channel, pid: int, end: Callable[[], int | None]) -> None:
        self.pid, self.end = pid, end
        self._channel = channel
        self._told: Any = None
        self._begun = False

    def begun(self) -> Any:
        """Wait until a new worker has loaded; what its loading told of.

        `QuotesError` if it dies before; what its loading raises is raised here. To be called
        again at will.
        """
        if not self._begun:
            try:
                self._told = _answer(self._channel)
            except BaseException as error:  # Ctrl-C too
                status = self.end()
                if isinstance(error, EndedError):
                    raise not_loaded(status) from error
                raise
            self._begun = True
        return self._told

    def done(self, work: Any, items: Any) -> Any:
        """What the work makes of the items; `EndedError` where the process dies of it."""
        self._channel.send((work, items))
        return _answer(self._channel)

    def close(self) -> None:
        """End it where nobody waits for its work."""
        self.end()
        self._channel.close()


class Template:
    """The process that workers are forked from.

    `told` is what its loading told of, `forks` whether workers can be forked at all.
    """

    def __init__(self, load: Any, threads: int) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process, self._channel = _started(
                f"template({threads}, {theirs.fileno()})", theirs.fileno())
        self._lock = threading.Lock()  # a question and its answer belong together
        try:
            self._channel.send(load)
            self.told, self.forks = _answer(self._channel)
        except BaseException as error:  # Ctrl-C too
            self._process.kill()
            self.close()
            if isinstance(error, EndedError):
                raise not_loaded(self._process.returncode) from error
            raise

    def fork(self) -> Worker:
        """A new worker; `EndedError` where the template has died."""
        ours, theirs = socket.socketpair()
        with self._lock, theirs:
            self._channel.send(None)
            try:
                socket.send_fds(self._control, [b"0"], [theirs.fileno()])
            except OSError as error:
                raise EndedError from error
            pid: int = _answer(self._channel)

        def end() -> int | None:
            with contextlib.suppress(OSError):  # it is closed already
                ours.shutdown(socket.SHUT_RDWR)
            return self._end(pid)

        return Worker(Channel(ours.makefile("rb"), ours.makefile("wb"), ours), pid, end)

    def _end(self, pid: int) -> int | None:
        with self._lock, contextlib.suppress(EndedError):
            self._channel.send(pid)
            status: int = _answer(self._channel)
            return status
        return None

    def close(self) -> None:
        """End it, and with it all workers that it has forked."""
        with self._lock:
            self._channel.close()
            self._control.close()
        try:
            self._process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def alone(load: Any, threads: int) -> Worker:
    """A worker that loads for itself."""
    process, channel = _started(f"alone({threads})")

    def end() -> int:
        process.kill()
        return process.wait()

    with contextlib.suppress(EndedError):  # asking it will tell
        channel.send(load)
    return Worker(channel, process.pid, end)


def _started(call: str, *descriptors: int) -> tuple[subprocess.Popen[bytes], Channel]:
    """A Python that runs a function of `child`.

    It looks for modules where this one does: the current folder, from which `-c` would take
    them first, may be anybody's.
    """
    path = [entry for entry in sys.path if isinstance(entry, str)]
    code = (f"import sys; sys.path[:] = {path!a}; "
            f"from quotes.workers import child; child.{call}")
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, **_ONE_THREAD}, pass_fds=descriptors, start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0))
    assert process.stdin is not None
    assert process.stdout is not None
    return process, Channel(process.stdout, process.stdin)  # type: ignore[arg-type]


def _answer(channel: Channel) -> Any:
    well, answer = channel.receive()
    if not well:
        error, where = answer
        raise error from RuntimeError(f"in another process:\n{where}")
    return answer


def how_ended(status: int | None) -> str:
    """
    >>> how_ended(-11), how_ended(3)
    ('died of SIGSEGV', 'ended with status 3')
    """
    if status is None:
        return "ended"
    if status >= 0:
        return f"ended with status {status}"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = f"signal {-status}"
    return f"died of {name}" + (", as where memory runs out" if name == "SIGKILL" else "")


def not_loaded(status: int | None) -> QuotesError:
    return QuotesError(f"a process that loads the model {how_ended(status)}; "
                       "take fewer workers, or close other programs")
