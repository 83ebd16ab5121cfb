"""The command: decides the order of a run."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from quotes.errors import QuotesError
from quotes.lemmatizer.lemmatizer import FILE, Lemmatizer, Tables, packed
from training.lemmatizer import card, corpora, scores, tables
from training.lemmatizer.fit import fit
from training.options import recipe_options
from training.tokenizer import recipe

DEFAULT = Path(__file__).resolve().parent / "recipe.toml"


@click.command()
@recipe_options(f"{FILE} and its card", DEFAULT)
def main(shared: Path, out: Path, settings: Path, also: tuple[str, ...]) -> None:
    """Train the lemmatizer: a quarter of a minute.

    \b
    Example:
      python -m training.lemmatizer --shared ../shared --out build/lemmatizer
    """
    try:
        made = recipe.load(settings, DEFAULT)
        _write(out, made["name"], learned(corpora.counted(corpora.words(shared / corpora.TRAIN)),
                                          made))
    except QuotesError as error:
        raise click.ClickException(str(error)) from error
    lemmatizer = Lemmatizer(out)
    found = {name: scores.on_words(lemmatizer, corpora.words(shared / name))
             for name in (corpora.DEV, *also)}
    card.write(out, found)
    print(json.dumps(found))
    for word, told in scores.wrong(lemmatizer):
        print(*word, "not", told)


def learned(counts: corpora.Counts, made: dict[str, Any]) -> Tables:
    """Everything that the file holds."""
    words = tables.commonest(counts)
    listed = {word[:3] for word in corpora.irregular()}
    regular = [word for word in words if word[:3] not in listed]
    allowed = tables.changes(regular, made["changes"]["forms"])
    lexicon = tables.Lexicon(words, corpora.listed())
    weights = fit(tables.questions(regular, allowed, lexicon), **made["fit"])
    rules = Tables({}, allowed, weights, lexicon.known(),
                   tables.tags(counts, made["tags"]["words"]))
    return replace(rules, entries=tables.dictionary(words, counts, rules,
                                                    made["dictionary"]["seen"]))


def _write(out: Path, name: str, found: Tables) -> None:
    out.mkdir(parents=True, exist_ok=True)
    table = {"name": name, "licence": "CC BY-SA 4.0", **packed(found)}
    (out / FILE).write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    main()
