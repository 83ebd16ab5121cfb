"""How often type, category, negation and modality are right: prints the figures.

    python -m benchmarks.attributes

reads the articles of fixtures/attributes/sample.jsonl from the corpus beside the checkout
(QUOTES_SHARED names another folder), some 50,000 words.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from benchmarks.attributes.corpus import Article, articles
from benchmarks.attributes.measure import (
    ATTRIBUTES,
    Answer,
    Label,
    Share,
    answers,
    confusion,
    sample,
    scorer,
    share,
)
from quotes import Extractor, Settings
from quotes.documents import Document


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--shared", type=click.Path(path_type=Path, exists=True, file_okay=False),
              help="The folder of the corpus and its scorer.")
@click.option("--show", is_flag=True, help="The cue of each label that the program differs from.")
def main(shared: Path | None, show: bool) -> None:
    """Holds the program's records against the labelled sample."""
    found, texts = answered(Extractor(Settings(threads=1)), sample(), shared)
    click.echo("\n".join(report(found)))
    if show:
        click.echo("\n" + "\n".join(differences(found, texts)))


def answered(extractor: Extractor, labels: Iterable[Label],
             shared: Path | None = None) -> tuple[list[Answer], dict[str, str]]:
    """An answer for each label, and the texts of their articles by hash."""
    labels_of: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        labels_of[label.doc].append(label)
    wanted = [one for one in articles(shared) if one.hash in labels_of]
    return list(_answered(extractor, wanted, labels_of, scorer(shared))), {
        one.hash: one.text for one in wanted}


def _answered(extractor: Extractor, wanted: Sequence[Article],
              labels_of: dict[str, list[Label]], score: Any) -> Iterator[Answer]:
    results = extractor.stream(Document(id=one.hash, text=one.text) for one in wanted)
    for article, result in zip(wanted, results, strict=True):
        if result.failure is not None:
            raise click.ClickException(f"{article.hash}: {result.failure.error}")
        yield from answers(score, article, labels_of[article.hash], result.records)


def report(found: Collection[Answer]) -> Iterator[str]:
    """The figures, in Markdown."""
    same = [one for one in found if one.same_cue]
    told = sum(one.values is not None for one in found)
    yield (f"{len(found)} labels, {len(found) - told} not found, {told} found, "
           f"{len(same)} of these by the same cue.\n")
    yield "| | all found | by the same cue | of these, label not doubtful |"
    yield "| --- | ---: | ---: | ---: |"
    for name in ATTRIBUTES:
        yield (f"| {name} | {share(found, name)} | {share(same, name)} "
               f"| {share(same, name, sure=True)} |")
    yield ""
    yield from _yes_and_no(found, "negated", False)
    yield from _yes_and_no(found, "modality", None)
    yield from _statements(found)
    yield from _confused(found, "category")
    yield from _confused(found, "type")


def _yes_and_no(found: Iterable[Answer], name: str, no: object) -> Iterator[str]:
    """An attribute that most records lack: right says little, what is missed or made up more."""
    told = [one for one in found if one.values is not None]
    labelled = [one for one in told if getattr(one.label, name) != no]
    claimed = [one for one in told if one.value(name) != no]
    yield (f"{name}: of the labelled {_right(labelled, name)} come out, "
           f"of those that come out {_right(claimed, name)} are right.")


def _right(found: Collection[Answer], name: str) -> Share:
    return Share(sum(one.right(name) for one in found), len(found))


def _statements(found: Iterable[Answer]) -> Iterator[str]:
    told = [one for one in found if one.values is not None]
    kept = [one for one in told if one.value("category") == "statement"]
    meant = [one for one in told if one.label.category == "statement"]
    wrongly = sum(one.label.category != "statement" for one in kept)
    lost = sum(one.value("category") != "statement" for one in meant)
    yield (f"--category statement: keeps {len(kept)}, {wrongly} of them wrongly; "
           f"loses {lost} of {len(meant)}.")


def _confused(found: Iterable[Answer], name: str) -> Iterator[str]:
    yield f"\n{name}, label → record:"
    for (label, record), number in sorted(confusion(found, name).items(),
                                          key=lambda one: (-one[1], one[0])):
        yield f"- {label} → {record}: {number}"


def differences(found: Iterable[Answer], texts: dict[str, str]) -> Iterator[str]:
    """One line an error: document, cue, attribute, label and what the record says."""
    for one in found:
        words = " ".join(texts[one.label.doc][start:end] for start, end in one.label.cue)
        place = f"{one.label.doc} {one.label.cue[0][0] if one.label.cue else '-'} {words!r}"
        if one.values is None:
            yield f"{place}: not found"
            continue
        for name in ATTRIBUTES:
            if not one.right(name):
                yield (f"{place}: {name} {getattr(one.label, name)}, record {one.value(name)}"
                       f"{'' if one.same_cue else ' (another cue)'}"
                       f"{' (doubtful)' if name in one.label.doubtful else ''}")


if __name__ == "__main__":
    sys.exit(main())
