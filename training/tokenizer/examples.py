"""From paragraphs to rows: decides what the two models are asked in training."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quotes.text import Span
from quotes.tokenizer.chunks import LONGEST_CHUNK, chunks
from quotes.tokenizer.ends import sentence_ends
from quotes.tokenizer.features import asked_cuts, kind, number
from quotes.tokenizer.tokenizer import Tables, Tokenizer
from training.tokenizer.corpora import Paragraph


class Rows(NamedTuple):
    features: list[list[int]]
    right: list[bool]
    weight: list[float]


def of_cuts(paragraphs: Iterable[Paragraph], size: int) -> Rows:
    """A row for each place of each different chunk, as heavy as the chunk is common."""
    asked: Counter[tuple[str, str, str, tuple[int, ...]]] = Counter()
    for paragraph in paragraphs:
        text, stops = paragraph.text, {token.end for token in paragraph.tokens}
        bounds = chunks(text, Span(0, len(text)))
        for i, (start, end) in enumerate(bounds):
            if not 1 < end - start <= LONGEST_CHUNK:
                continue
            chunk = text[start:end]
            before = kind(text[bounds[i - 1][1] - 1]) if i else "^"
            after = kind(text[bounds[i + 1][0]]) if i + 1 < len(bounds) else "$"
            cuts = tuple(stop - start for stop in range(start + 1, end) if stop in stops)
            asked[chunk, before, after, cuts] += 1
    rows = Rows([], [], [])
    for (chunk, before, after, cuts), count in asked.items():
        for place, features in asked_cuts(chunk, before, after):
            rows.features.append([number(feature, size) for feature in features])
            rows.right.append(place in cuts)
            # A chunk seen a hundred times is no hundred pieces of evidence.
            rows.weight.append(count ** 0.5)
    return rows


def inner_cuts(paragraphs: Iterable[Paragraph], least: int) -> dict[str, tuple[int, ...]]:
    """Words of letters that are two tokens more often than not: cannot, gonna."""
    cut: dict[str, Counter[tuple[int, ...]]] = defaultdict(Counter)
    for text, tokens, _, _ in paragraphs:
        run: list[Span] = []
        for token in [*tokens, Span(len(text), len(text))]:
            letters = text[slice(*token)].isalpha()
            if run and not (letters and run[-1].end == token.start):
                word = text[run[0].start:run[-1].end].lower()
                cut[word][tuple(part.start - run[0].start for part in run[1:])] += 1
                run = []
            if letters:
                run.append(token)
    best = {word: found.most_common(1)[0] for word, found in cut.items()}
    return {word: cuts for word, (cuts, count) in sorted(best.items())
            if cuts and count >= least and count * 2 > cut[word].total()}


def classes(paragraphs: Iterable[Paragraph], least: int) -> dict[str, str]:
    """A letter for each common word: its commonest tag, as a capital if it is mostly written
    small inside sentences, which makes its capital a sign of a beginning."""
    tags: dict[str, Counter[str]] = defaultdict(Counter)
    small: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for text, tokens, ends, labels in paragraphs:
        starts = {0, *ends}
        for i, (token, tag) in enumerate(zip(tokens, labels, strict=True)):
            word = text[slice(*token)]
            low = word.lower()
            if not word[0].isalpha() or len(word) > 24:
                continue
            tags[low][tag] += 1
            if i not in starts and text[tokens[i - 1].start] not in '"(':
                inside[low] += 1
                small[low] += word[0].islower()
    letters = {tag: chr(ord("a") + i) for i, tag in enumerate(
        sorted({tag for found in tags.values() for tag in found}))}
    return {low: letter.upper() if small[low] * 4 > inside[low] * 3 else letter
            for low, found in sorted(tags.items()) if found.total() >= least
            for letter in [letters[found.most_common(1)[0][0]]]}


def of_ends(paragraphs: Sequence[tuple[Paragraph, float]], tables: Tables, size: int) -> Rows:
    """A row for each place where a sentence may end, between the tokens that the first model
    finds; what is known of the sentence so far is what people marked."""
    tokenizer = Tokenizer(tables)
    rows = Rows([], [], [])
    for (text, tokens, ends, _), weight in paragraphs:
        stops = {tokens[end - 1].end for end in ends}
        found = tokenizer.tokens(text, Span(0, len(text)))

        def record(k: int, features: list[str], found: list[Span] = found,
                   stops: set[int] = stops, weight: float = weight) -> bool:
            right = found[k - 1].end in stops
            rows.features.append([number(feature, size) for feature in features])
            rows.right.append(right)
            rows.weight.append(weight)
            return right

        for _ in sentence_ends(text, found, tables.classes, record):
            pass
    return rows
