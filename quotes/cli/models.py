"""`quotes models`: what `--model` can name here, what it is, and whether its files are whole."""

from __future__ import annotations

import click

from quotes.cli import engine
from quotes.cli.commands import Commands
from quotes.cli.console import tell
from quotes.cli.options import ModelName


@click.group(cls=Commands, short_help="List, describe, check or download models.")
def models() -> None:
    """List, describe, check or download models.

    The embedded model needs nothing of this. Official Stanza packages can take the place of its
    parser. Nothing but `download` ever goes to the network.

    \b
    Example:
      quotes models list
    """


@models.command("list", short_help="List what is on this machine.")
def list_() -> None:
    """List the models that `--model` can use on this machine: name, size, sha256 of its files.

    \b
    Example:
      quotes models list
    """
    for line in engine.models():
        click.echo(line)


@models.command(short_help="Tell what a model is and what it scores.")
@click.argument("model", type=ModelName(), required=False)
def info(model: str | None) -> None:
    """Print the card of MODEL as JSON: origin, licence, training, scores, files with their hashes.

    MODEL is a folder or stanza:PACKAGE; without it, the embedded model.

    \b
    Example:
      quotes models info
    """
    import orjson

    click.echo(orjson.dumps(engine.card(model), option=orjson.OPT_INDENT_2))


@models.command(short_help="Check that a model's files are the published ones.")
@click.argument("model", type=ModelName(), required=False)
def verify(model: str | None) -> None:
    """Check the files of MODEL against the hashes that were published with them.

    MODEL is a folder or stanza:PACKAGE; without it, the embedded model and every package that is
    here. The embedded model is checked whenever it is loaded.

    \b
    Example:
      quotes models verify
    """
    for line in engine.verified(model):
        click.echo(line)


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
