"""News text made from patterns and from treebank sentences: decides what is drawn, by a seed."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from quotes.text import Span
from training.tokenizer.corpora import Paragraph

_FILE = Path(__file__).with_name("patterns.tsv")
_SLOT = re.compile(r"\{(\w+)\}")
# A sentence that can stand in any frame: no marks of its own, neither a scrap nor a page.
_LENGTHS = range(4, 22)
_PLAIN = re.compile(r"[A-Z][^\"'()\[\]:~{}‖]*[a-z]")


def generated(paragraphs: Sequence[Paragraph], count: int, seed: int) -> Iterator[Paragraph]:
    """`count` paragraphs: each pattern as often as every other."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    slots = _slots()
    slots["body"] = bodies(paragraphs)
    patterns = slots.pop("pattern")
    for i in range(count):
        yield written(_filled(patterns[i % len(patterns)], slots, chance))


def _slots() -> dict[str, list[str]]:
    slots: dict[str, list[str]] = defaultdict(list)
    for line in _FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, filling = line.partition("\t")
            slots[name].append(filling)
    return slots


def bodies(paragraphs: Sequence[Paragraph]) -> list[str]:
    """Plain treebank sentences without their full stop, in the patterns' notation."""
    found = []
    for text, tokens, ends, _ in paragraphs:
        for first, last in zip([0, *ends], ends, strict=False):
            if last - first in _LENGTHS and text[slice(*tokens[last - 1])] == ".":
                inner = tokens[first:last - 1]
                if _PLAIN.fullmatch(text[inner[0].start:inner[-1].end]):
                    found.append(_noted(text, inner))
    return found


def _noted(text: str, tokens: Sequence[Span]) -> str:
    parts = [text[slice(*tokens[0])]]
    for before, token in pairwise(tokens):
        parts.append("~" if before.end == token.start else " ")
        parts.append(text[slice(*token)])
    return "".join(parts)


def _filled(pattern: str, slots: dict[str, list[str]], chance: random.Random) -> str:
    def drawn(match: re.Match[str]) -> str:
        name = match[1]
        filling = chance.choice(slots["body" if name == "small" else name])
        return filling[:1].lower() + filling[1:] if name == "small" else filling

    while _SLOT.search(pattern):
        pattern = _SLOT.sub(drawn, pattern)
    return pattern


def written(noted: str) -> Paragraph:
    """The paragraph that a text in the patterns' notation stands for.

    >>> written('"~Go~!~" he said~. ‖ I went~.').text
    '"Go!" he said. I went.'
    """
    text = ""
    tokens: list[Span] = []
    ends: list[int] = []
    for part in re.findall(r"‖|~|[^ ~‖]+| ", noted.replace(" ‖ ", "‖")):
        if part == "‖":
            ends.append(len(tokens))
        if part in " ‖":
            text += " "
        elif part != "~":
            tokens.append(Span(len(text), len(text) + len(part)))
            text += part
    return Paragraph(text, tokens, [*ends, len(tokens)], [])


def changed(paragraphs: Sequence[Paragraph], share: float, seed: int) -> Iterator[Paragraph]:
    """A share of the paragraphs as news layouts them: the first words in capitals, or without
    the last full stop; all characters stay where they are."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    for paragraph in paragraphs:
        if chance.random() < share:
            yield _capitals(paragraph, chance.randint(2, 4))
        if chance.random() < share and paragraph.text.endswith(".") and len(paragraph.ends) > 1:
            yield _unstopped(paragraph)


def _capitals(paragraph: Paragraph, words: int) -> Paragraph:
    end = paragraph.tokens[min(words, paragraph.ends[0], len(paragraph.tokens)) - 1].end
    lead = paragraph.text[:end].upper()
    # A few letters become two in capitals (ß), which would move what follows.
    return paragraph._replace(text=lead + paragraph.text[end:]) if len(lead) == end else paragraph


def _unstopped(paragraph: Paragraph) -> Paragraph:
    text, tokens, ends, tags = paragraph
    if text[slice(*tokens[-1])] != "." or ends[-1] - ends[-2] < 2:
        return paragraph
    return Paragraph(text[:tokens[-2].end], tokens[:-1], [*ends[:-1], ends[-1] - 1], tags[:-1])
