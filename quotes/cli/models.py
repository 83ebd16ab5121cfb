"""`quotes models`: the official Stanza packages that `--model stanza:PACKAGE` can use."""

from __future__ import annotations

import click

from quotes.cli import engine
from quotes.cli.commands import Commands
from quotes.cli.console import tell
from quotes.cli.options import ModelName


@click.group(cls=Commands, short_help="List or download official Stanza packages.")
def models() -> None:
    """List or download official Stanza packages, to use in place of the embedded parser.

    The embedded model needs nothing of this. Nothing else in the program ever goes
    to the network.

    \b
    Example:
      quotes models list
    """


@models.command("list", short_help="List what is on this machine.")
def list_() -> None:
    """List the models that `--model` can use on this machine.

    \b
    Example:
      quotes models list
    """
    for name in engine.models():
        click.echo(name)


@models.command(short_help="Download an official Stanza package.")
@click.argument("package", type=ModelName())
def download(package: str) -> None:
    """Download the official Stanza package PACKAGE, for `--model stanza:PACKAGE`.

    \b
    Example:
      quotes models download default_accurate
    """
    package = package.removeprefix("stanza:")
    tell(f"downloaded to {engine.download_model(package)}; use --model stanza:{package}")
