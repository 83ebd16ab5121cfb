"""The text that is measured: articles whose names, numbers and order are varied.

Decides what a benchmark reads. Few documents over and over would be answered from caches,
so each article is rewritten before it is used: other names throughout, other numbers, its
paragraphs in another order, and documents from a notice to a long read. The same seed makes
the same text on every machine and Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random

from quotes.documents import Document

ARTICLES = Path(__file__).resolve().parent.parent / "fixtures" / "articles"
NAMES = Path(__file__).resolve().parent / "names.tsv"

# Any fixed number; another one makes another corpus, whose figures can't be compared.
SEED = 20_000

# Words that a document is to have, each as likely: news runs from a notice to a long read,
# and most of it is of 300 to 900 words.
_LENGTHS = (60, 150, 300, 400, 500, 600, 700, 900, 1500, 4000)

# A paragraph that opens with one of these goes on with the one before it.
_OPENING = ('"', "“", "‘", "'")


class Draw:
    """Choices from a seed. Only `Random.random` is promised to be the same on every Python."""

    def __init__(self, seed: int) -> None:
        self._next = Random(seed).random  # noqa: S311 (no secret)

    def below(self, number: int) -> int:
        """From 0 up to, not including, the number."""
        return int(self._next() * number)

    def between(self, low: int, high: int) -> int:
        """Both ends included."""
        return low + self.below(high - low + 1)

    def order(self, number: int) -> list[int]:
        """All numbers below the given one, in any order."""
        keys = [self._next() for _ in range(number)]
        return sorted(range(number), key=keys.__getitem__)


@dataclass
class Names:
    """One kind of name: those in the articles, and what can take their place."""

    found: list[str] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)
    stem: list[str] = field(default_factory=list)
    ending: list[str] = field(default_factory=list)

    def others(self, draw: Draw) -> dict[str, str]:
        """A name for each that is found, no two the same."""
        choices = self.whole or [stem + ending for stem in self.stem for ending in self.ending]
        order = draw.order(len(choices))
        return {old: choices[at] for old, at in zip(self.found, order)}  # noqa: B905


def names(path: Path = NAMES) -> dict[str, Names]:
    """The kinds of names that the file lists."""
    found: dict[str, Names] = {}
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, part, words = line.split("\t")
            getattr(found.setdefault(kind, Names()), part).extend(words.split())
    return found


def varied(text: str, kinds: Iterable[Names], draw: Draw) -> str:
    """The text with other names and numbers. The same name becomes the same name."""
    new = {old: other for kind in kinds for old, other in kind.others(draw).items()}
    return re.sub(r"[0-9]+", lambda match: _number(match[0], draw), _renamed(text, new))


def _renamed(text: str, new: Mapping[str, str]) -> str:
    both = {**new, **{old.upper(): other.upper() for old, other in new.items()}}
    either = "|".join(sorted(both, key=len, reverse=True))
    # A plural's or a demonym's last letter stays: the Tucks, Kestrian.
    return re.sub(rf"\b(?:{either})(?=[ns]?\b)", lambda match: both[match[0]], text)


def _number(old: str, draw: Draw) -> str:
    """Another number of as many digits; a year stays a year, a day of the month stays one."""
    if int(old) == 0:
        return old
    if len(old) == 4 and old[:2] in ("19", "20"):
        return str(draw.between(1950, 2029))
    if len(old) == 2 and int(old) <= 31:
        return str(draw.between(10, 31))
    return str(draw.between(10 ** (len(old) - 1), 10 ** len(old) - 1))


def reordered(paragraphs: Sequence[str], draw: Draw) -> list[str]:
    """The first one, a title, stays; the others come in any order.

    One that opens with a quotation mark follows the one before it, where its speaker stands.
    """
    title, *others = paragraphs
    groups: list[list[str]] = []
    for paragraph in others:
        if groups and paragraph.startswith(_OPENING):
            groups[-1].append(paragraph)
        else:
            groups.append([paragraph])
    return [title, *(p for at in draw.order(len(groups)) for p in groups[at])]


def words_in(text: str) -> int:
    """Pieces between blanks that hold a letter or a digit: about as many as a parse has."""
    return sum(any(map(str.isalnum, piece)) for piece in text.split())


def _paragraphs(articles: Sequence[str], kinds: Sequence[Names], draw: Draw) -> Iterator[str]:
    """Without end."""
    while True:
        text = varied(articles[draw.below(len(articles))], kinds, draw)
        yield from reordered(re.split(r"\n\n+", text.strip()), draw)


def documents(words: int, articles: Sequence[str] | None = None) -> Iterator[Document]:
    """Documents of at least so many words together, all that are needed and no more."""
    if articles is None:
        articles = [path.read_text("utf-8") for path in sorted(ARTICLES.glob("*.txt"))]
    draw = Draw(SEED)
    kinds = list(names().values())
    number = 0
    while words > 0:
        text = _text(_paragraphs(articles, kinds, draw), _LENGTHS[draw.below(len(_LENGTHS))])
        words -= words_in(text)
        number += 1
        yield Document(id=f"varied-{number:04}", text=text)


def _text(paragraphs: Iterator[str], words: int) -> str:
    def wanted() -> Iterator[str]:
        left = words
        while left > 0:
            (paragraph,) = islice(paragraphs, 1)
            left -= words_in(paragraph)
            yield paragraph
    return "\n\n".join(wanted()) + "\n"
