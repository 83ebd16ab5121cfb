"""`quotes evaluate`: records against gold, and against the records of before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

import click

from quotes.cli import paths, streams
from quotes.cli.options import Name, Probability
from quotes.formats.stream import write_whole

if TYPE_CHECKING:
    from quotes.evaluate import Comparison, GoldDocument, Predictions, Report

# Ends of an interval move by some tenths between seeds; more rounds than this cost only time.
_MOST_ROUNDS = 100_000


@click.command(short_help="Score records against gold.")
@click.argument("gold", type=Name(), metavar="GOLD")
@click.argument("pred", type=Name(), metavar="PRED")
@click.option("--against", type=Name(), metavar="OLD",
              help="Also compare with OLD, an earlier PRED for the same gold: differences of "
                   "the scores, and what was gained and lost.")
@click.option("--profile", type=click.Choice(["none", "polnear"]), default="none",
              show_default=True,
              help="polnear leaves out what that corpus doesn't annotate: predictions within "
                   "another one (with a parent) and those without a cue. Says how many.")
@click.option("--direct-only", is_flag=True,
              help="Compare only contents with words in quotation marks.")
@click.option("--min-confidence", type=Probability(), metavar="P",
              help="Leave out predictions less sure than this (0 to 1).")
@click.option("--ignore-extra", is_flag=True,
              help="Leave out predicted documents that GOLD lacks, which are an error otherwise.")
@click.option("--bootstrap", "rounds", type=click.IntRange(0, _MOST_ROUNDS), default=1000,
              show_default=True, metavar="ROUNDS",
              help="Draws of documents for the 95% intervals; 0 for none.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, metavar="N",
              help="Of the draws.")
@click.option("--reliability", is_flag=True,
              help="Also show, for each degree of confidence, how many are right.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of tables.")
def evaluate(gold: str, pred: str, against: str | None, profile: Literal["none", "polnear"],
             direct_only: bool, min_confidence: float | None, ignore_extra: bool, rounds: int,
             seed: int, reliability: bool, as_json: bool) -> None:
    """Print how right PRED is, held against GOLD.

    GOLD has one document a line, as JSON: id, text, and attributions, each with source, cue
    and content as lists of [start, end]; type and speaker are compared where it has them.
    PRED is what extract wrote, or has lines like GOLD's. Documents match by id, and one of
    GOLD that PRED lacks counts as missed. - is standard input.

    An attribution is right when half the words of both contents are common and the sources
    share a word. In the strict measure, all words of both agree.

    \b
    Examples:
      quotes evaluate gold.jsonl records.jsonl
      quotes evaluate gold.jsonl records.jsonl --profile polnear --direct-only
      quotes evaluate gold.jsonl new.jsonl --against old.jsonl --json
      quotes extract gold.jsonl | quotes evaluate gold.jsonl -

    Exit status: 0 all well, 2 the files can't be compared.
    """
    from quotes.evaluate import Rule, compare
    from quotes.evaluate import evaluate as score

    if (gold, pred, against).count(paths.STDIN) > 1:
        raise click.UsageError("Only one of GOLD, PRED and OLD can be standard input.")
    rule = Rule(profile, direct_only, min_confidence)
    documents = _gold(gold)
    reports = [score(documents, _predictions(name, documents, ignore_extra=ignore_extra), rule,
                     rounds=rounds, seed=seed)
               for name in (pred, against) if name is not None]
    found = compare(*reports) if against is not None else None
    if as_json:
        _write_json(reports[0], found, documents)
    else:
        _write_tables(reports[0], found, documents, reliability=reliability)


def _gold(name: str) -> list[GoldDocument]:
    from quotes.evaluate import read_gold

    with _opened(name) as (lines, called):
        return read_gold(lines, called)


def _predictions(name: str, gold: Sequence[GoldDocument], *, ignore_extra: bool) -> Predictions:
    from quotes.evaluate import read_predictions
    from quotes.formats.jsonl import read_record

    with _opened(name) as (lines, called):
        return read_predictions(lines, called, gold, read_record, ignore_extra=ignore_extra)


@contextmanager
def _opened(name: str) -> Iterator[tuple[BinaryIO, str]]:
    """The lines of a file, and what messages call it."""
    if name == paths.STDIN:
        yield streams.stdin(), "standard input"
    else:
        with Path(name).open("rb") as file:
            yield file, name


def _write_tables(report: Report, found: Comparison | None, gold: Sequence[GoldDocument], *,
                  reliability: bool) -> None:
    from quotes.evaluate.table import render, render_comparison

    compared = "" if found is None else "\n" + render_comparison(found, gold)
    streams.write_text(render(report, reliability=reliability) + compared)


def _write_json(report: Report, found: Comparison | None, gold: Sequence[GoldDocument]) -> None:
    import orjson

    from quotes.evaluate.fields import comparison_fields, report_fields

    compared = {} if found is None else {"against": comparison_fields(found, gold)}
    value = orjson.dumps({**report_fields(report), **compared},
                         option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    write_whole(streams.stdout(), value)
