"""Which inputs and outputs can be meant.

Decides what is refused before any work is done: waiting for a keyboard nobody types at,
and an output that is, or would become, an input.
"""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from quotes.cli.options import Writing
from quotes.formats.part import beside

STDIN = "-"
STDOUT = "-"


def inputs(paths: Sequence[str]) -> tuple[str, ...]:
    """The paths; standard input where none is given and something is piped in."""
    check_named(paths)
    if paths:
        return tuple(paths)
    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError("No input: name files or folders, or - for standard input.",
                               click.get_current_context(silent=True))
    return (STDIN,)


def check_named(paths: Sequence[str]) -> None:
    """Refuse an empty path, which an unset variable of a script leaves."""
    if not all(paths):
        raise click.UsageError("A path is empty (''): name a file or a folder, or - for standard "
                               "input.", click.get_current_context(silent=True))


def check_outputs(writing: Writing, paths: Sequence[str]) -> None:
    """Refuse outputs that can't be written, or that would be read."""
    if writing.resume and not is_regular(writing.output):
        raise click.BadParameter("goes with --output FILE only.", param_hint="--resume")
    named = {"--output": writing.output, "--errors": writing.errors,
             "--documents": writing.documents}
    regular = {option: name for option, name in named.items() if name and is_regular(name)}
    sources = list(_sources(paths)) if regular else []
    seen = _beside_output(writing.output, sources)
    for option, name in regular.items():
        path = _resolved(name)
        _check_writable(option, name, path)
        if path in seen:
            raise click.BadParameter(f"{name!r} is also {seen[path]}.", param_hint=option)
        seen[path] = f"given to {option}"
        _check_not_read(option, name, path, sources)


def _beside_output(output: str | None, sources: Iterable[Path]) -> dict[Path, str]:
    """The files that stand for the output until it is whole, and what they are."""
    if output is None or not is_regular(output):
        return {}
    option, found = "--output", {}
    for path in map(_resolved, beside(_resolved(output))):
        if path in sources:
            raise click.BadParameter(f"{output!r} is written by way of {path.name!r}, which is an "
                                     "input.", param_hint=option)
        found[path] = f"where the {option} {output!r} is kept until it is whole"
    return found


def _resolved(name: str | Path) -> Path:
    return Path(os.path.realpath(name))


def is_regular(name: str | None) -> bool:
    """Whether it is, or can become, an ordinary file: no stream, no device, no pipe."""
    if name is None or name == STDOUT:
        return False
    path = Path(name)
    return path.is_file() or path.is_dir() or not path.exists()


def _check_writable(option: str, name: str, path: Path) -> None:
    if path.is_dir():
        raise click.BadParameter(f"{name!r} is a folder; name a file in it.", param_hint=option)
    if not path.parent.is_dir():
        raise click.BadParameter(f"the folder of {name!r} does not exist.", param_hint=option)
    if not os.access(path.parent, os.W_OK):
        raise click.BadParameter(f"the folder of {name!r} can't be written to.", param_hint=option)


def check_folder(option: str, name: str) -> None:
    """Refuse a folder that can't be made."""
    parent = _resolved(name).parent
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        raise click.BadParameter(f"the folder that {name!r} is to lie in does not exist, or can't "
                                 "be written to.", param_hint=option)


def _check_not_read(option: str, name: str, path: Path, sources: Iterable[Path]) -> None:
    for source in sources:
        if path == source:
            raise click.BadParameter(f"{name!r} is an input.", param_hint=option)
        if source in path.parents and source.is_dir():
            raise click.BadParameter(f"{name!r} lies in an input folder, and would be read as "
                                     "an article; put it elsewhere.", param_hint=option)


def _sources(paths: Iterable[str]) -> Iterator[Path]:
    """The files and folders that are meant, links followed."""
    for given in paths:
        if given != STDIN:
            literal = os.path.lexists(given)
            names = [given] if literal else glob.glob(given, recursive=True)  # noqa: PTH207
            yield from map(_resolved, names)
