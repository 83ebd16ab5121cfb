"""The lemmatizer: decides the lemma of a form with its tags, and looks at no other word.

A form of the dictionary has the lemma that is told there. Of any other form the tag allows some
changes, and the likeliest candidate wins: a sum of whole numbers, the same on every machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

from quotes.errors import ModelError
from quotes.lemmatizer.candidates import UNCHANGED, candidates, features, part
from quotes.text import straighten

FILE = "lemmatizer.json"

# Words of a long archive are mostly its commonest ones; the memory for them has a bound (20 MB).
_MOST_REMEMBERED = 100_000
# The longest words of English have some thirty letters; what is longer is an address or data.
_LONGEST_WORD = 60
# The parts of speech whose lemmas nobody can know all of, or that are few and in the dictionary.
_SETTLED = ("p", "")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


@dataclass(frozen=True)
class Tables:
    """What the treebank taught.

    `entries` are lemmas of forms by "UPOS XPOS", `changes` what each XPOS allows, `weights` what
    counts for a candidate, `known` the lemmas of each part of speech and those with capitals,
    `tags` the XPOS that words of a UPOS have, the commonest first.
    """

    entries: Mapping[str, Mapping[str, str]]
    changes: Mapping[str, Sequence[str]]
    weights: Mapping[str, int]
    known: Mapping[str, frozenset[str]]
    tags: Mapping[str, Sequence[str]]


class Lemmatizer:
    """Lemmas of single words. `folder` holds lemmatizer.json, or is tables made by hand."""

    def __init__(self, folder: Path | Tables) -> None:
        self._tables = folder if isinstance(folder, Tables) else load(folder)
        self._remembered: dict[tuple[str, str, str], str] = {}

    def lemma(self, form: str, upos: str, xpos: str) -> str:
        """The lemma of a form, by the tags of Universal Dependencies and of the Penn Treebank."""
        key = (form, upos, xpos)
        found = self._remembered.get(key)
        if found is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[key] = self._decided(form, upos, xpos)
        return found

    def _decided(self, form: str, upos: str, xpos: str) -> str:
        form = straighten(form)
        found = []
        for tag in self._readings(upos, xpos):
            told = _told(self._tables.entries.get(f"{upos} {tag}", {}), form, upos)
            if told is not None:
                return told
            found.append(self._made(form, tag))
            if (tag == xpos and part(tag) in _SETTLED) or self._is_known(found[-1], tag):
                return found[-1]
        return found[0]

    def _readings(self, upos: str, xpos: str) -> list[str]:
        """The tags to read a word with: its own first, unless no word has both of its tags.

        A tagger that chooses UPOS and XPOS apart, as the network does, contradicts itself on one
        word in two hundred, and may take one form of a verb for another: where a tag gives no
        word that is known, the other tags of its UPOS may.
        """
        usual = self._tables.tags.get(upos, ())
        others = [tag for tag in usual if tag != xpos]
        fits = xpos in usual or not usual or part(xpos) == "p"
        return [xpos, *others] if fits else [*others, xpos]

    def _is_known(self, lemma: str, xpos: str) -> bool:
        return lemma.lower() in self._tables.known.get(part(xpos), ())

    def _made(self, form: str, xpos: str) -> str:
        """What rules make of a form that the dictionary doesn't have."""
        if _GROUPED.fullmatch(form):
            return form.replace(",", "")
        if len(form) > _LONGEST_WORD or not any(map(str.isalpha, form)):
            return form
        return self._likeliest(form, xpos)

    def _likeliest(self, form: str, xpos: str) -> str:
        tables = self._tables
        open_to = candidates(form, xpos, tables.changes.get(xpos, (UNCHANGED,)))
        if len(open_to) == 1:
            return open_to[0].lemma
        best, lemma = -inf, form.lower() if part(xpos) == "v" else form
        for one in open_to:
            total = sum(tables.weights.get(name, 0)
                        for name in features(form, xpos, one, tables.known))
            if total > best:
                best, lemma = total, one.lemma
        return lemma


def _told(entries: Mapping[str, str], form: str, upos: str) -> str | None:
    """What the dictionary has for the form, or for it in small letters; a name's capitals count."""
    found = entries.get(form)
    return found if found is not None or upos == "PROPN" else entries.get(form.lower())


def load(folder: Path) -> Tables:
    """The tables of a model folder; `ModelError` where the file is missing or no such table."""
    path = folder / FILE
    try:
        return _unpacked(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path}: no lemmatizer ({error!r}); it belongs in a model folder, "
                         "see training/lemmatizer/README.md") from error


def packed(tables: Tables) -> dict[str, Any]:
    """The tables as the file has them: words in lines, since none holds a blank."""
    return {"entries": {tags: " ".join(word for pair in sorted(entries.items()) for word in pair)
                        for tags, entries in sorted(tables.entries.items())},
            "changes": {xpos: " ".join(changes) for xpos, changes in tables.changes.items()},
            "weights": dict(tables.weights),
            "known": {name: " ".join(sorted(words)) for name, words in tables.known.items()},
            "tags": {upos: " ".join(tags) for upos, tags in sorted(tables.tags.items())}}


def _unpacked(stored: Mapping[str, Mapping[str, Any]]) -> Tables:
    return Tables({tags: _pairs(line.split(" ")) for tags, line in stored["entries"].items()},
                  {xpos: tuple(line.split(" ")) for xpos, line in stored["changes"].items()},
                  {name: int(weight) for name, weight in stored["weights"].items()},
                  {name: frozenset(line.split(" ")) for name, line in stored["known"].items()},
                  {upos: tuple(line.split(" ")) for upos, line in stored["tags"].items()})


def _pairs(words: Sequence[str]) -> dict[str, str]:
    return dict(zip(words[::2], words[1::2], strict=True))
