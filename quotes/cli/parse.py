"""`quotes parse`: documents in, CoNLL-U out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from quotes.cli import batch, engine, paths
from quotes.cli.options import (
    Reading,
    Running,
    Writing,
    reading_options,
    running_options,
    taken,
    writing_options,
)
from quotes.documents import Document, Failure

if TYPE_CHECKING:
    from quotes.pipeline import Extractor
    from quotes.trees import Parse


@click.command(short_help="Write the trees that the program sees, as CoNLL-U.")
@click.argument("inputs", nargs=-1, metavar="[PATHS|-]...")
@writing_options
@reading_options
@running_options
def parse(inputs: tuple[str, ...], **given: Any) -> None:
    """Write the sentences of PATHS as CoNLL-U: tokens, tags, trees and names.

    What the program sees, to look at and to score; extract reads it back in place of
    the text. Offsets and names stand in the last column (start_char, end_char, NER).

    \b
    Examples:
      quotes parse article.txt > article.conllu
      quotes extract article.conllu
      quotes parse archive.jsonl -o archive.conllu --resume
    """
    reading, running = taken(Reading, given), taken(Running, given)
    writing = taken(Writing, given)
    inputs = paths.inputs(inputs)
    paths.check_outputs(writing, inputs)
    settings = {"command": "parse", **engine.options(reading)}
    tally = batch.run(engine.read(inputs, reading, quiet=running.quiet), _process,
                       running=running, writing=writing, settings=settings)
    click.get_current_context().exit(tally.status)


def _process(extractor: Extractor, documents: Sequence[Document | Failure]
             ) -> Iterator[batch.Outcome]:
    for item in extractor.parses(documents):
        yield batch.failed(item) if isinstance(item, Failure) else _outcome(*item)


def _outcome(document: Document, parse: Parse) -> batch.Outcome:
    from quotes.conllu import write

    return batch.Outcome(batch.finished(document), write(parse, document.id).encode())
