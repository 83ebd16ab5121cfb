"""The options that the recipes of small models share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def recipe_options(written: str, settings: Path) -> Callable[[F], F]:
    """`--shared`, `--out`, `--recipe` and `--score` of a recipe that writes these files."""
    options = (
        click.option("--shared", required=True, help="The folder with the corpora.",
                     type=click.Path(exists=True, file_okay=False, path_type=Path)),
        click.option("--out", required=True, help=f"The folder to write {written} to.",
                     type=click.Path(file_okay=False, path_type=Path)),
        click.option("--recipe", "settings", default=settings, show_default="recipe.toml",
                     type=click.Path(exists=True, dir_okay=False, path_type=Path),
                     help="Another file of settings."),
        click.option("--score", "also", multiple=True, metavar="FILE",
                     help="Score on this file of the corpora's folder too, "
                          "e.g. ud/ewt_test.conllu."))

    def apply(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return apply
