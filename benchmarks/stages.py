"""Where the CPU time goes: decides which function's time belongs to which stage.

The functions are measured from outside, so that the program itself carries no clocks.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from importlib import import_module
from typing import Any, NamedTuple
from unittest.mock import patch


class Probe(NamedTuple):
    """A function, and the stage that its time is counted for."""

    stage: str
    module: str
    name: str  # may be a method: `Class.method`


PROBES = (
    Probe("tokenize", "quotes.parse.parser", "tokenized"),
    Probe("network", "quotes.network", "Network.read"),
    # What is left of the parser: cutting the text, Stanza's objects, the frozen parse.
    Probe("conversion", "quotes.parse", "Parser.parse"),
    Probe("attribution", "quotes.pipeline", "attribute"),
    Probe("speakers", "quotes.pipeline", "resolve"),
    Probe("records", "quotes.pipeline", "assemble"),
)
STAGES = tuple(probe.stage for probe in PROBES)


class StageClock:
    """CPU seconds, user and system, of the whole process by stage.

    While a stage runs inside another one the outer one's time stands still, so that the
    seconds of all stages add up to the time that was spent in any.
    """

    def __init__(self, now: Callable[[], float] = time.process_time) -> None:
        self.seconds: dict[str, float] = {}
        self._now = now
        self._running: list[str] = []
        self._since = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self._count()
        self._running.append(name)
        try:
            yield
        finally:
            self._count()
            self._running.pop()

    def _count(self) -> None:
        now = self._now()
        if self._running:
            running = self._running[-1]
            self.seconds[running] = self.seconds.get(running, 0.0) + now - self._since
        self._since = now

    def around(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            with self.stage(name):
                return function(*args, **kwargs)
        return timed


@contextmanager
def probed(clock: StageClock) -> Iterator[list[str]]:
    """Count the stages' time for as long as this lasts; gives the stages that aren't there.

    Another version of the program may lack one; its time is then part of the total only.
    """
    missing: list[str] = []
    with ExitStack() as patches:
        for probe in PROBES:
            owner, name = _owner(probe)
            if owner is None or not hasattr(owner, name):
                missing.append(probe.stage)
                continue
            timed = clock.around(probe.stage, getattr(owner, name))
            patches.enter_context(patch.object(owner, name, timed))
        yield missing


def _owner(probe: Probe) -> tuple[Any, str]:
    """What holds the function, or None, and the function's name there."""
    try:
        owner: Any = import_module(probe.module)
    except ModuleNotFoundError:
        return None, probe.name
    *path, name = probe.name.split(".")
    for part in path:
        owner = getattr(owner, part, None)
    return owner, name
