"""What runs in the processes: the template, and the workers.

Decides when a fork is safe, and that a process ends with those that it works for.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from quotes.errors import QuotesError
from quotes.workers.channel import Channel, EndedError


def alone(threads: int) -> None:
    """A worker that was started, not forked: it loads for itself."""
    channel = _standard_streams()
    inbox = _inbox(channel)
    made, told = _loaded(channel, inbox.get())
    _work(channel, inbox, made, told, threads)


def template(threads: int, control: int) -> None:
    """Load, say whether forking is safe, then fork a worker whenever asked.

    `control` is the socket that brings each worker's own.
    """
    channel = _standard_streams()
    with contextlib.suppress(EndedError):
        made, told = _loaded(channel, channel.receive())
        # What is loaded stays: the collector needn't write to its pages in each worker.
        gc.collect()
        gc.freeze()
        channel.send((True, (told, _may_fork())))
        _fork_on_demand(channel, socket.socket(fileno=control),
                        lambda own: _work(own, _inbox(own), made, told, threads))
    os._exit(0)


def _standard_streams() -> Channel:
    """Our pipes, taken away from whatever prints or reads."""
    channel = Channel(os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb"))
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(nothing, descriptor)
    os.close(nothing)
    return channel


def _loaded(channel: Channel, load: Any) -> tuple[Any, Any]:
    """What the caller's function loads; if it can't, that is said and the process ends."""
    try:
        made, told = load()
    except Exception as error:
        with contextlib.suppress(EndedError):
            channel.send((False, _portable(error)))
        os._exit(1)
    return made, told


def _may_fork() -> bool:
    """Whether nothing but this thread runs here: others would be missing in a forked process.

    That holds for pools of OpenMP and for the driver of a graphics card alike.
    """
    try:
        return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208
    except OSError:
        return False


def _fork_on_demand(channel: Channel, control: socket.socket, begin: Callable[[Channel], None]
                    ) -> None:
    """Answer `None` with the id of a new worker, a worker's id with how that one ended."""
    children = set[int]()
    try:
        while True:
            asked = channel.receive()
            if asked is None:
                _, [descriptor], *_ = socket.recv_fds(control, 1, 1)
                pid = os.fork()
                if not pid:
                    channel.close()
                    control.close()
                    _forked(descriptor, begin)
                os.close(descriptor)
                children.add(pid)
                channel.send((True, pid))
            else:
                channel.send((True, _ended(asked) if asked in children else None))
                children.discard(asked)
    finally:  # whoever asked is gone
        for pid in children:
            _ended(pid)


def _forked(descriptor: int, begin: Callable[[Channel], None]) -> None:
    """Never returns: what follows is the template's."""
    try:
        own = socket.socket(fileno=descriptor)
        begin(Channel(own.makefile("rb"), own.makefile("wb"), own))
    finally:
        os._exit(1)


def _ended(pid: int) -> int:
    """End a process; its exit status, or minus the signal that it died of."""
    os.kill(pid, signal.SIGKILL)  # of no effect on one that has ended
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _inbox(channel: Channel) -> SimpleQueue[Any]:
    """What comes in, kept by a thread that ends the process when nothing can come any more."""
    inbox = SimpleQueue[Any]()

    def keep() -> None:
        with contextlib.suppress(EndedError):
            while True:
                inbox.put(channel.receive())
        os._exit(0)

    threading.Thread(target=keep, daemon=True).start()
    return inbox


def _work(channel: Channel, inbox: SimpleQueue[Any], made: Any, told: Any, threads: int
          ) -> None:
    """Tell that all is loaded, then do what comes in, until the process ends."""
    if threads > 1:  # only now: the template must have had none
        import torch

        torch.set_num_threads(threads)
    with contextlib.suppress(EndedError):
        channel.send((True, told))
        while True:
            work, items = inbox.get()
            channel.send(_outcome(work, made, items))
    os._exit(0)


def _outcome(work: Any, made: Any, items: Any) -> tuple[bool, Any]:
    try:
        return True, list(work(made, items))
    except Exception as error:
        return False, _portable(error)


def _portable(error: Exception) -> tuple[Exception, str]:
    """The error as it can be pickled and unpickled, and where it arose."""
    where = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 (made in this line)
    except Exception:
        error = QuotesError(str(error)) if isinstance(error, QuotesError) else (
            RuntimeError(f"{type(error).__name__}: {error}"))
    return error, where
