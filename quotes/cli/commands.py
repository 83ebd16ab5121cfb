"""What all groups of commands have in common.

Decides how a command that is interrupted, or whose reader goes away, ends: quietly, and
with the status that a shell gives other programs for it.
"""

from __future__ import annotations

import difflib
from typing import Any

import click

from quotes.cli.console import mute_stdout
from quotes.cli.interrupt import INTERRUPTED

READER_GONE = 128 + 13  # as a shell reports SIGPIPE
NOT_DONE = 2


class Commands(click.Group):
    """A group that proposes the nearest command for one that doesn't exist."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            near = difflib.get_close_matches(name, self.list_commands(ctx))
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"No such command {name!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def make_context(self, info_name: str | None, args: list[str],
                     parent: click.Context | None = None, **extra: Any) -> click.Context:
        try:
            return super().make_context(info_name, args, parent, **extra)
        except BrokenPipeError:  # --help and --version print while they are parsed
            mute_stdout()
            raise click.exceptions.Exit(READER_GONE) from None

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # click would print a line and call it an abortion
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:  # click would make it 1, which means a failed document here
            mute_stdout()
            ctx.exit(READER_GONE)
