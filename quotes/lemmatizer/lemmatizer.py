"""The lemmatizer: decides the lemma of a form with its tags, and looks at no other word.

A form of the dictionary has the lemma that is told there, the nearest tags first. Of any other
form the tag allows some changes, and the likeliest candidate wins: a sum of whole numbers, so
that it is the same on every machine.
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
from quotes.lemmatizer.candidates import UNCHANGED, VERB, candidates, features
from quotes.lemmatizer.tags import FORMS_OF_VERBS, meant
from quotes.text import straighten

FILE = "lemmatizer.json"

# Words of a long archive are mostly its commonest ones; the memory for them has a bound (20 MB).
_MOST_REMEMBERED = 100_000
# The longest words of English have some thirty letters; what is longer is an address or data.
_LONGEST_WORD = 60
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


@dataclass(frozen=True)
class Tables:
    """What the treebank taught.

    `entries` are lemmas of forms by "UPOS XPOS", `changes` what each XPOS allows, `weights` what
    counts for a candidate, `known` the lemmas of each part of speech and those with capitals.
    """

    entries: Mapping[str, Mapping[str, str]]
    changes: Mapping[str, Sequence[str]]
    weights: Mapping[str, int]
    known: Mapping[str, frozenset[str]]


class Lemmatizer:
    """Lemmas of single words. `folder` holds lemmatizer.json, or is tables made by hand."""

    def __init__(self, folder: Path | Tables) -> None:
        self._tables = folder if isinstance(folder, Tables) else load(folder)
        self._remembered: dict[tuple[str, str, str], str] = {}

    def lemma(self, form: str, upos: str, xpos: str) -> str:
        """The lemma of a form; without `xpos` a verb's or noun's is guessed from its ending."""
        key = (form, upos, xpos)
        found = self._remembered.get(key)
        if found is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[key] = self._decided(form, upos, xpos)
        return found

    def _decided(self, form: str, upos: str, xpos: str) -> str:
        form = straighten(form)
        tag = meant(form, upos, xpos)
        found = self._tagged(form, upos, tag)
        verbs = self._tables.known.get(VERB, frozenset())
        if upos != "VERB" or not tag.startswith("VB") or found.lower() in verbs:
            return found
        # The tagger may have taken one verb form for another.
        others = (self._tagged(form, upos, other) for other in FORMS_OF_VERBS if other != tag)
        return next((other for other in others if other in verbs), found)

    def _tagged(self, form: str, upos: str, xpos: str) -> str:
        told = _told(self._tables.entries.get(f"{upos} {xpos}", {}), form, upos)
        if told is not None:
            return told
        if _GROUPED.fullmatch(form):
            return form.replace(",", "")
        if len(form) > _LONGEST_WORD or not any(map(str.isalpha, form)):
            return form
        return self._likeliest(form, xpos)

    def _likeliest(self, form: str, xpos: str) -> str:
        tables = self._tables
        best, lemma = -inf, form
        for one in candidates(form, tables.changes.get(xpos, (UNCHANGED,))):
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
            "known": {name: " ".join(sorted(words)) for name, words in tables.known.items()}}


def _unpacked(stored: Mapping[str, Mapping[str, Any]]) -> Tables:
    return Tables({tags: _pairs(line.split(" ")) for tags, line in stored["entries"].items()},
                  {xpos: tuple(line.split(" ")) for xpos, line in stored["changes"].items()},
                  {name: int(weight) for name, weight in stored["weights"].items()},
                  {name: frozenset(line.split(" ")) for name, line in stored["known"].items()})


def _pairs(words: Sequence[str]) -> dict[str, str]:
    return dict(zip(words[::2], words[1::2], strict=True))
