"""What teaches: decides which words of the treebank, and what the lists beside it add."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from quotes import lexicon
from quotes.text import straighten

# A part of a word that was written apart has the whole word's lemma, which no rule can know.
_PARTIAL = ("GW", "AFX")
TRAIN, DEV = "ud/train.conllu", "ud/dev.conllu"
_IRREGULAR = Path(__file__).with_name("irregular.tsv")
_PARTS = ("VBD", "VBN", "VBG")
# Times that a form of irregular.tsv counts as seen: a slip of the treebank's does not outweigh it.
_LISTED = 10


class Word(NamedTuple):
    form: str
    upos: str
    xpos: str
    lemma: str


Counts = dict[tuple[str, str, str], Counter[str]]


def words(path: Path) -> Iterator[Word]:
    """The words of a CoNLL-U file, straightened; without those whose lemma nobody told."""
    for line in path.read_text("utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) == 10 and columns[0].isdigit() and columns[2] != "_":
            yield Word(straighten(columns[1]), columns[3], columns[4], straighten(columns[2]))


def counted(found: Iterable[Word]) -> Counts:
    """How often each form with its tags has each lemma, irregular.tsv included."""
    counts: Counts = defaultdict(Counter)
    for word in found:
        if word.xpos not in _PARTIAL:
            counts[word[:3]][word.lemma] += 1
    for word in irregular():
        counts[word[:3]][word.lemma] += _LISTED
    return counts


def irregular(path: Path = _IRREGULAR) -> Iterator[Word]:
    """The forms of irregular.tsv, each with the tags that it can have."""
    forms: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, lemma, *rest = line.split("\t")
        if kind == "compound":
            past = forms[lemma]
            for before in rest[0].split(" "):
                yield from _verb(before + lemma, [_after(before, part) for part in past])
        elif kind == "verb":
            forms[lemma] = rest
            yield from _verb(lemma, rest)
        elif kind == "plural":
            yield Word(rest[0], "NOUN", "NNS", lemma)
        else:
            yield from _degrees(lemma, *rest)


def _after(before: str, part: str) -> str:
    return "/".join(before + form for form in part.split("/") if form)


def _verb(lemma: str, parts: Iterable[str]) -> Iterator[Word]:
    for xpos, part in zip(_PARTS, parts, strict=False):
        for form in filter(None, part.split("/")):
            yield Word(form, "VERB", xpos, lemma)


def _degrees(lemma: str, comparative: str, superlative: str) -> Iterator[Word]:
    for upos, tag in (("ADJ", "JJ"), ("ADV", "RB")):
        base = "well" if (lemma, upos) == ("good", "ADV") else lemma
        for suffix, part in (("R", comparative), ("S", superlative)):
            for form in part.split("/"):
                yield Word(form, upos, tag + suffix, base)


def listed() -> dict[str, set[str]]:
    """Lemmas that the program's own lists have: verbs and nouns that attribute, and who speaks."""
    nouns = {*lexicon.cues("noun"), *lexicon.roles(), *lexicon.anonymous()}
    return {"v": {entry.words[0] for entry in lexicon.cues("verb").values()},
            "n": {noun for noun in nouns if noun.isalpha()}}
