"""`python -m benchmarks.verify`: the cost of finding quotations in a large source.

Generates a source of sentences that are all different, and quotations of each sort: verbatim,
altered in two places, cut with an ellipsis, and made up from the same words. Prints what indexing
and each quotation cost, the memory, and how many got the tier that they were made for.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import accumulate
from statistics import median
from typing import NamedTuple

import click

from benchmarks import machine
from quotes.documents import Document
from quotes.verify import Sources, verify_quotation

_WORDS = 40_000  # different ones, as often as Zipf's law has it; real news of that size has more
_SORTS = ("exact", "altered", "ellipsis", "absent")
_MOST_SECONDS = 1.0
_SENTENCES_A_PARAGRAPH = 4
_SYLLABLES = ("ba", "de", "ki", "lo", "mu", "ra", "se", "ti", "no", "vu", "an", "er")


class Made(NamedTuple):
    """A quotation and the tier that it was made for."""

    sort: str
    text: str


class Measured(NamedTuple):
    """`seconds` of the clock; `cpu`, which other programs don't lengthen."""

    made: Made
    tier: str
    seconds: float
    cpu: float


@click.command()
@click.option("--words", default=1_000_000, show_default=True, type=click.IntRange(min=1000))
@click.option("--quotations", default=1000, show_default=True, type=click.IntRange(min=4))
@click.option("--seed", default=1, show_default=True)
def main(words: int, quotations: int, seed: int) -> None:
    """Measure index time, seconds a quotation, and memory.

    \b
    Example:
      python -m benchmarks.verify --words 1000000 --quotations 1000
    """
    rng = random.Random(seed)  # noqa: S311 (text, not a secret)
    sentences = _sentences(rng, words)
    made = [_made(_SORTS[n % len(_SORTS)], rng, sentences) for n in range(quotations)]
    text = _text(sentences)
    del sentences
    before, start, cpu = _peak(), time.perf_counter(), time.process_time()
    sources = Sources([Document("source", text)])
    indexed, cpu = time.perf_counter() - start, time.process_time() - cpu
    after = _peak()
    measured = [_measured(quotation, sources) for quotation in made]
    seconds = [m.seconds for m in measured]
    print(f"{machine.this()}\n{sources.words:,} words of source, {quotations:,} quotations")
    print(f"index: {indexed:.1f} s ({cpu:.1f} s of CPU), {after - before:,.0f} MiB beyond the "
          f"text; peak of the process {_peak():,.0f} MiB")
    for sort in _SORTS:
        own = [m for m in measured if m.made.sort == sort]
        print(f"{sort:<9} {_told(own)}, tiers {dict(Counter(m.tier for m in own))}")
    verdict = "holds" if max(seconds) < _MOST_SECONDS else "MISSED"
    print(f"all       {_told(measured)} (each below {_MOST_SECONDS:.0f} s: {verdict})")
    if verdict == "MISSED":
        sys.exit(1)


def _told(measured: list[Measured]) -> str:
    clock, cpu = [m.seconds for m in measured], [m.cpu for m in measured]
    return (f"median {1000 * median(clock):5.1f} ms, worst {1000 * max(clock):5.1f} ms "
            f"(of CPU {1000 * median(cpu):.1f} and {1000 * max(cpu):.1f})")


def _sentences(rng: random.Random, words: int) -> list[list[str]]:
    """Sentences of 6 to 30 words; frequent words are short."""
    vocabulary = sorted({_word(rng) for _ in range(2 * _WORDS)}, key=len)[:_WORDS]
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(vocabulary))))
    found, total = [], 0
    while total < words:
        length = rng.randint(6, 30)
        found.append(rng.choices(vocabulary, cum_weights=weights, k=length))
        total += length
    return found


def _word(rng: random.Random) -> str:
    syllables = rng.choices(_SYLLABLES, k=rng.choices((1, 2, 3, 4, 5), weights=(1, 4, 8, 8, 4))[0])
    return "".join(syllables) + rng.choice(("", "n", "s", "t", "l", "m"))


def _text(sentences: list[list[str]]) -> str:
    written = [" ".join(words).capitalize() + "." for words in sentences]
    step = _SENTENCES_A_PARAGRAPH
    return "\n\n".join(" ".join(written[at:at + step]) for at in range(0, len(written), step))


def _made(sort: str, rng: random.Random, sentences: list[list[str]]) -> Made:
    makers: dict[str, Callable[[random.Random, list[list[str]], int], list[str]]] = {
        "exact": lambda rng, all_, at: all_[at],
        "altered": _altered, "ellipsis": _cut, "absent": _invented}
    at = rng.choice([n for n in rng.sample(range(len(sentences) - 1), 200)
                     if len(sentences[n]) >= 10])
    text = " ".join(makers[sort](rng, sentences, at))
    return Made(sort, text[0].upper() + text[1:])


def _altered(rng: random.Random, sentences: list[list[str]], at: int) -> list[str]:
    """One word replaced and one left out."""
    words = list(sentences[at])
    replaced, dropped = rng.sample(range(1, len(words) - 1), 2)
    words[replaced] = "otherwise"
    del words[dropped]
    return words


def _cut(rng: random.Random, sentences: list[list[str]], at: int) -> list[str]:
    """The end of the sentence and half of the next left out."""
    following = sentences[at + 1]
    return [*sentences[at][:6], "\u2026", *following[len(following) // 2:]]


def _invented(rng: random.Random, sentences: list[list[str]], at: int) -> list[str]:
    """Words of many sentences."""
    return [rng.choice(rng.choice(sentences)) for _ in range(len(sentences[at]))]


def _measured(made: Made, sources: Sources) -> Measured:
    start, cpu = time.perf_counter(), time.process_time()
    part = verify_quotation(made.text, sources)
    return Measured(made, part.tier, time.perf_counter() - start, time.process_time() - cpu)


def _peak() -> float:
    """MiB that the process has held at most."""
    unit = 1024 if sys.platform == "linux" else 1
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


if __name__ == "__main__":
    main()
