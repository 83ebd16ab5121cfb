"""The progress bar.

Decides when there is one: on a terminal, for more than a few documents, and not where the
output itself scrolls by on that terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

# With fewer, the output is there before a bar says anything.
_FEW = 3


def wanted(*, quiet: bool, to_stdout: bool) -> bool:
    """Whether a bar may be shown on standard error."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        return False
    return not (to_stdout and sys.stdout is not None and sys.stdout.isatty())


def tracked(items: Iterable[T], *, shown: bool) -> Iterator[T]:
    """The items, counted on standard error as they come."""
    iterator = iter(items)
    if not shown:
        yield from iterator
        return
    for _, item in zip(range(_FEW), iterator, strict=False):
        yield item
    yield from _with_bar(iterator)


def _with_bar(items: Iterator[T]) -> Iterator[T]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} documents"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True,
                  redirect_stdout=False) as bar:
        task = bar.add_task("", total=None, completed=_FEW)
        for item in items:
            bar.advance(task)
            yield item
