"""What the lemmatizer scores on words with their tags, and on the cases of news English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from quotes.lemmatizer import Lemmatizer
from training.lemmatizer.corpora import Word

CASES = Path(__file__).parents[2] / "fixtures" / "lemmas" / "words.tsv"


def on_words(lemmatizer: Lemmatizer, gold: Iterable[Word]) -> float:
    """Percent of the words that get their lemma."""
    right = [lemmatizer.lemma(form, upos, xpos) == lemma for form, upos, xpos, lemma in gold]
    return round(100 * sum(right) / max(1, len(right)), 2)


def cases(path: Path = CASES) -> Iterator[Word]:
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield Word(*line.split("\t"))


def wrong(lemmatizer: Lemmatizer) -> list[tuple[Word, str]]:
    """The cases that get another lemma, and which."""
    return [(word, told) for word in cases()
            if (told := lemmatizer.lemma(word.form, word.upos, word.xpos)) != word.lemma]
