"""The options that several commands share, as values.

Decides their names, defaults and help. Each group of options is a decorator and a frozen
dataclass of the same fields.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

if TYPE_CHECKING:
    from quotes.readers import Kind
    from quotes.speakers.roster import Roster

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

INPUT_FORMATS = ("text", "html", "jsonl", "csv", "conllu")
TYPES = ("direct", "indirect", "mixed")
CATEGORIES = ("statement", "question", "order", "promise", "belief", "intention", "denial",
              "document", "according_to", "other")

# More threads than any machine gains from end in a crash inside OpenMP; more windows at once
# only cost memory; more processes than cores do, too.
MOST_THREADS, MOST_WINDOWS, MOST_WORKERS = 256, 1024, 256

_NAMES_OF_STDOUT = frozenset({"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})


@dataclass(frozen=True, slots=True)
class Reading:
    """How the input is read."""

    input_format: Kind | None
    text_field: str
    id_field: str
    max_chars: int


@dataclass(frozen=True, slots=True)
class Running:
    """What reads it, and how fast."""

    model: str | None
    threads: int | None
    batch_size: int
    precision: Literal["auto", "exact"]
    device: Literal["cpu", "cuda"]
    workers: int
    strict: bool
    quiet: bool
    roster: Roster | None = None  # read from a file, for the commands that take one


@dataclass(frozen=True, slots=True)
class Choosing:
    """Which records are written."""

    min_confidence: float | None
    types: tuple[str, ...]
    categories: tuple[str, ...]
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Writing:
    """Where everything goes."""

    output: str | None
    resume: bool
    errors: str | None
    documents: str | None


class Probability(click.FloatRange):
    """A number from 0 to 1. Python reads "nan" as a number, and no comparison refuses it."""

    def __init__(self) -> None:
        super().__init__(0, 1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None
                ) -> float:
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value} is not a number from 0 to 1.", param, ctx)
        return number


class Name(click.types.StringParamType):
    """A name of something, which can't be empty."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None
                ) -> str:
        if not value.strip():
            self.fail(f"{value!r} is empty; name something, or leave it out.", param, ctx)
        return str(value)


class OutputName(Name):
    """A file to write; every name of standard output is `-`.

    Opened by its name under /dev, a file that the output is appended to would lose what it has.
    """

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None
                ) -> str:
        named = super().convert(value, param, ctx)
        return "-" if named in _NAMES_OF_STDOUT else named


class ModelName(Name):
    """A folder, or stanza: and a package."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None
                ) -> str:
        named = super().convert(value, param, ctx)
        if named.strip() == "stanza:":
            self.fail("'stanza:' lacks a package, as in stanza:default_accurate.", param, ctx)
        return named


def taken(group: type[T], given: Mapping[str, Any]) -> T:
    """The options of one group out of all that click gives."""
    return group(**{field.name: given[field.name] for field in fields(group)  # type: ignore[arg-type]
                    if field.name in given})


def _together(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    def apply(function: F) -> F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return apply


reading_options = _together(
    click.option("--input-format", type=click.Choice(INPUT_FORMATS),
                 help="What the input is, where its name and first bytes don't tell."),
    click.option("--text-field", type=Name(), default="text", show_default=True, metavar="NAME",
                 help="Field of JSON Lines and CSV that holds the text."),
    click.option("--id-field", type=Name(), default="id", show_default=True, metavar="NAME",
                 help="Field of JSON Lines and CSV that holds the document's id."),
    click.option("--max-chars", type=click.IntRange(min=1), default=20_000_000,
                 show_default=True, help="A longer document is a failure."),
)

running_options = _together(
    click.option("--model", type=ModelName(), metavar="MODEL",
                 help="A folder like the embedded model's, or stanza:PACKAGE."),
    click.option("--threads", type=click.IntRange(1, MOST_THREADS),
                 help="Processor threads to use; by default as many as torch chooses, and with "
                      "several workers one each."),
    click.option("--workers", type=click.IntRange(1, MOST_WORKERS), default=1, show_default=True,
                 help="Processes that read documents, for many documents and several cores; never "
                      "the records or their order."),
    click.option("--batch-size", type=click.IntRange(1, MOST_WINDOWS), default=4,
                 show_default=True,
                 help="Windows of text that the network reads at once: speed and memory, "
                      "never the records."),
    click.option("--precision", type=click.Choice(["auto", "exact"]), default="auto",
                 show_default=True,
                 help="exact computes in fp32 where the processor could in int8: slower, and "
                      "the same on more machines."),
    click.option("--device", type=click.Choice(["cpu", "cuda"]), default="cpu",
                 show_default=True, help="Where the network runs."),
    click.option("--strict", is_flag=True, help="Stop at the first document that fails."),
    click.option("--quiet", "-q", is_flag=True,
                 help="No progress, no warnings; errors are still told."),
)

choosing_options = _together(
    click.option("--min-confidence", type=Probability(), metavar="P",
                 help="Write only records at least this sure (0 to 1); 0 writes all. Without it, "
                      "all quotations in marks are written, and of the rest those that the "
                      "model is sure enough of."),
    click.option("--type", "types", multiple=True, type=click.Choice(TYPES),
                 help="Write only records of this type; may be given several times."),
    click.option("--category", "categories", multiple=True, type=click.Choice(CATEGORIES),
                 help="Write only records whose cue is of this category; may be given several "
                      "times. A record without a cue has no category."),
    click.option("--speaker", type=Name(), metavar="WORDS",
                 help="Write only records whose speaker, or one of whose joint speakers, has "
                      "WORDS in the name; case and accents don't count."),
)

writing_options = _together(
    click.option("--output", "-o", type=OutputName(), metavar="FILE",
                 help="Write to FILE, which appears, whole, at the end (an older one is "
                      "replaced); until then the output is in FILE.part."),
    click.option("--resume", is_flag=True,
                 help="Go on from the FILE.part of a run that was interrupted."),
    click.option("--errors", type=Name(), metavar="FILE",
                 help="Write failures to FILE as JSON Lines instead of telling each."),
    click.option("--documents", type=Name(), metavar="FILE",
                 help="Write the exact texts that offsets refer to, as JSON Lines."),
)
