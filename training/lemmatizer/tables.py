"""What the lemmatizer knows: decides changes, known lemmas, and what the dictionary must tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from quotes.lemmatizer.candidates import (
    CAPITALS,
    UNCHANGED,
    Candidate,
    candidates,
    change,
    features,
    part,
)
from quotes.lemmatizer.lemmatizer import Lemmatizer, Tables
from training.lemmatizer.corpora import Counts, Word


class Question(NamedTuple):
    """A form's candidates by their features, and which of them is right."""

    features: list[list[str]]
    right: int


def commonest(counts: Counts) -> list[Word]:
    """Each form with its tags once, with the lemma that it has most often.

    A form with capitals whose lemma has none counts together with the form in small letters.
    """
    found = []
    for (form, upos, xpos), lemmas in sorted(counts.items()):
        lemma = _first(lemmas)
        if lemma == lemma.lower() and upos != "PROPN":
            lemma = _first(lemmas + counts.get((form.lower(), upos, xpos), Counter()))
        found.append(Word(form, upos, xpos, lemma))
    return found


def _first(lemmas: Mapping[str, int]) -> str:
    return max(sorted(lemmas), key=lemmas.__getitem__)


def changes(words: Iterable[Word], least: int) -> dict[str, list[str]]:
    """The changes that several forms of a tag share, the commonest first."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for form, _, xpos, lemma in words:
        if form.isalpha() and len(form) > 2:
            found[xpos].add((form.lower(), change(form.lower(), lemma.lower())))
    table = {}
    for xpos, pairs in sorted(found.items()):
        counts = Counter(how for _, how in sorted(pairs))
        table[xpos] = [how for how, count in counts.most_common() if count >= least] or [UNCHANGED]
    return table


class Lexicon:
    """The lemmas of each part of speech, and which forms they are known from."""

    def __init__(self, words: Iterable[Word], given: Mapping[str, Iterable[str]]) -> None:
        self._forms: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for form, _, xpos, lemma in words:
            if not lemma.isalpha():
                continue
            if part(xpos):
                self._forms[part(xpos)][lemma.lower()].add(form.lower())
            if lemma != lemma.lower():
                self._forms[CAPITALS][lemma].add(form)
        for name, lemmas in given.items():
            for lemma in lemmas:
                self._forms[name][lemma].add("")

    def known(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(lemmas) for name, lemmas in sorted(self._forms.items())}

    def without(self, form: str, among: Iterable[Candidate]) -> dict[str, frozenset[str]]:
        """Those of the candidates' lemmas that are known from another form than this one."""
        found = list(among)
        small, exact = form.lower(), [one.lemma for one in found]
        known = {name: frozenset(lemma.lower() for lemma in exact
                                 if lemmas.get(lemma.lower(), set()) - {small})
                 for name, lemmas in self._forms.items() if name != CAPITALS}
        written = {lemma for lemma in exact if self._forms[CAPITALS].get(lemma, set()) - {form}}
        return {**known, CAPITALS: frozenset(written)}


def questions(words: Iterable[Word], allowed: Mapping[str, list[str]],
              lexicon: Lexicon) -> list[Question]:
    """What the weights must get right: each form as if it were seen for the first time."""
    asked = []
    for form, _, xpos, lemma in words:
        found = candidates(form, xpos, allowed.get(xpos, (UNCHANGED,)))
        lemmas = [one.lemma for one in found]
        if len(found) > 1 and lemma in lemmas and any(map(str.isalpha, form)):
            known = lexicon.without(form, found)
            asked.append(Question([features(form, xpos, one, known) for one in found],
                                  lemmas.index(lemma)))
    return asked


def dictionary(words: Iterable[Word], counts: Counts, rules: Tables,
               least: int) -> dict[str, dict[str, str]]:
    """The forms that changes and weights get wrong, or that only a dictionary can know."""
    entries: dict[str, dict[str, str]] = defaultdict(dict)
    lemmatizer = Lemmatizer(replace(rules, entries=entries))
    # Small letters first: what is told of them holds for the form with capitals too.
    for form, upos, xpos, lemma in sorted(words, key=lambda word: word.form != word.form.lower()):
        if counts[form, upos, xpos][lemma] >= least and " " not in form + lemma \
                and lemmatizer.lemma(form, upos, xpos) != lemma:
            entries[f"{upos} {xpos}"][form] = lemma
    return {tags: entries[tags] for tags in sorted(entries)}


def tags(counts: Counts, least: int) -> dict[str, list[str]]:
    """The XPOS that words of each UPOS have, the commonest first."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for (_, upos, xpos), lemmas in sorted(counts.items()):
        found[upos][xpos] += sum(lemmas.values())
    return {upos: [xpos for xpos, count in row.most_common() if count >= least]
            for upos, row in sorted(found.items())}
