"""The group of commands, and how they end.

Decides the exit status and that every error is one line on standard error: 0 all well, 1
some documents failed, 2 the command could not be carried out (usage, model, output), 130
Ctrl-C, 141 the reader of the output went away, as for other programs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

import click

from quotes.cli.commands import NOT_DONE, Commands
from quotes.cli.console import mute_stdout, tell
from quotes.cli.evaluate import evaluate
from quotes.cli.export import export
from quotes.cli.extract import extract
from quotes.cli.import_ import import_
from quotes.cli.interrupt import INTERRUPTED
from quotes.cli.models import models
from quotes.cli.parse import parse
from quotes.cli.report import report
from quotes.cli.schema import schema
from quotes.cli.show import show
from quotes.cli.speakers import speakers
from quotes.cli.variants import variants
from quotes.cli.verify import verify
from quotes.errors import QuotesError


def _print_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        from quotes.cli.engine import version

        click.echo(version())
        ctx.exit()


@click.group(cls=Commands, invoke_without_command=True, no_args_is_help=False,
             context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False,
              callback=_print_version, help="Print the version, the model and its hash.")
@click.pass_context
def quotes(ctx: click.Context) -> None:
    """Find who said what in news text.

    Reads articles and writes one record for each attributed quotation: the words, where
    they stand, who said them, through whom, and how sure the program is. Works offline.

    \b
    Example:
      quotes extract article.txt

    Exit status: 0 all well, 1 some documents failed, 2 the command could not be
    carried out, 130 interrupted, 141 the reader of the output went away.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        ctx.exit(NOT_DONE)


for _command in (extract, parse, show, report, verify, variants, export, import_, speakers,
                 evaluate, schema, models):
    quotes.add_command(_command)


def run(args: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit status."""
    try:
        return int(quotes.main(args, "quotes", standalone_mode=False) or 0)
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except click.ClickException as error:
        _tell_usage(error)
    except QuotesError as error:
        tell(f"error: {error}")
    except OSError as error:
        mute_stdout()
        tell(f"error: {_reason(error)}")
    except Exception as error:
        _tell_defect(error)
    return NOT_DONE


def _tell_usage(error: click.ClickException) -> None:
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "quotes"
    message = error.format_message()
    if isinstance(error, click.NoSuchOption) and error.possibilities:
        message = f"{error.message} Did you mean {error.possibilities[0]!r}?"
    tell(f"error: {message} (see '{path} --help')")


_REMEDIES: Mapping[type[OSError], str] = {
    FileNotFoundError: "check the path and the current folder",
    PermissionError: "check the permissions",
}


def _reason(error: OSError) -> str:
    reason = error.strerror or str(error)
    if not error.filename:
        return f"cannot write the output: {reason}"
    remedy = _REMEDIES.get(type(error), "")
    return f"{error.filename}: {reason}{remedy and f'; {remedy}'}"


def _tell_defect(error: Exception) -> None:
    if os.environ.get("QUOTES_DEBUG"):
        sys.excepthook(type(error), error, error.__traceback__)
    tell(f"error: a defect of quotes, {type(error).__name__}: {error}; "
         "QUOTES_DEBUG=1 shows where")
