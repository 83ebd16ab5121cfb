"""The command: decides the order of a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import numpy as np
import numpy.typing as npt
from safetensors.numpy import save

from quotes.errors import QuotesError
from quotes.tokenizer.tokenizer import WEIGHTS, WORDS, Tables, Tokenizer
from training.options import recipe_options
from training.tokenizer import card, corpora, examples, patterns, recipe, scores
from training.tokenizer.fit import fit, packed

_SENTENCES = Path(__file__).parents[2] / "fixtures" / "sentences"


@click.command()
@recipe_options("tokenizer.safetensors and tokenizer.json", recipe.DEFAULT)
def main(shared: Path, out: Path, settings: Path, also: tuple[str, ...]) -> None:
    """Train the tokenizer: under a minute.

    \b
    Example:
      python -m training.tokenizer --shared ../shared --out build/tokenizer
    """
    try:
        _run(shared, out, recipe.load(settings))
    except QuotesError as error:
        raise click.ClickException(str(error)) from error
    tokenizer = Tokenizer(out)
    found = {name: scores.on_paragraphs(tokenizer, corpora.treebank(shared / name))
             for name in (corpora.DEV, *also)}
    card.write(out, found)
    print(json.dumps(found))
    for cases in sorted(_SENTENCES.glob("*.jsonl")):
        print(cases.name, json.dumps(scores.wrong(tokenizer, cases), ensure_ascii=False, indent=1))


def _run(shared: Path, out: Path, settings: dict[str, Any]) -> None:
    news, fitting = settings["news"], settings["fit"]
    real = list(corpora.treebank(shared / corpora.TRAIN))
    made = list(patterns.generated(real, news["paragraphs"], news["seed"]))
    changed = list(patterns.changed(real, news["changed"], news["seed"]))
    size = settings["tables"]["cuts"]
    rows = examples.of_cuts([*real, *made], size)
    cuts = packed(fit(*rows, size, fitting["cuts_penalty"], fitting["steps"],
                      fitting["cuts_rare"]))
    tables = Tables(cuts.tolist(), [],
                    examples.classes(real, settings["words"]["class"]),
                    examples.inner_cuts(real, settings["words"]["inner"]))
    size = settings["tables"]["ends"]
    rows = examples.of_ends([*((p, 1.0) for p in real),
                             *((p, news["weight"]) for p in (*made, *changed))], tables, size)
    ends = packed(fit(*rows, size, fitting["ends_penalty"], fitting["steps"],
                      fitting["ends_rare"]))
    _write(out, settings["name"], tables, cuts, ends)


def _write(out: Path, name: str, tables: Tables, cuts: npt.NDArray[np.int8],
           ends: npt.NDArray[np.int8]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / WEIGHTS).write_bytes(save({"cuts": cuts, "ends": ends}))
    lines: dict[str, list[str]] = {}
    for word, letter in tables.classes.items():
        lines.setdefault(letter, []).append(word)
    words = {"name": name, "licence": "CC BY-SA 4.0",
             "classes": {letter: " ".join(lines[letter]) for letter in sorted(lines)},
             "inner": {word: list(places) for word, places in tables.inner.items()}}
    (out / WORDS).write_text(json.dumps(words, ensure_ascii=False, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    main()
