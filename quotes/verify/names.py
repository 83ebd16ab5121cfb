"""Decides whether a word that opens a sentence, where every word has a capital, is a name.

It is one if the record names it (speaker, sources, addressee), or if the sources write it with a
capital in the middle of a sentence, and more often than with a small letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quotes.records import QuoteRecord
from quotes.verify.guarded import has_capital, name_key, opens_sentence
from quotes.verify.sources import UNKNOWN, Sources
from quotes.wording import Word, words

_LOOKED_AT = 40  # places of a word; a name shows in fewer
_BEFORE = 3  # words in which a sentence may end


class NameSense:
    """Answers whether a word, by its `name_key`, is a name in the sources or in a record."""

    def __init__(self, sources: Sources, given: Iterable[str] = ()) -> None:
        self._sources = sources
        self._given = frozenset(given)

    def __call__(self, form: str) -> bool:
        return form in self._given or self._is_written_so(form)

    def _is_written_so(self, form: str) -> bool:
        number = self._sources.number(form)
        if number == UNKNOWN:
            return False
        capitals, small = 0, 0
        for place in self._sources.places(number)[:_LOOKED_AT].tolist():
            text = self._sources.text(self._sources.document_of(place))
            if not has_capital(text[self._sources.start(place):self._sources.end(place)]):
                small += 1
            elif not opens_sentence(text, *self._around(place)):
                capitals += 1
        return capitals > small

    def _around(self, place: int) -> tuple[list[Word], int]:
        """The words before a place and its own, and the index of its own."""
        low, _ = self._sources.bounds(self._sources.document_of(place))
        first = max(low, place - _BEFORE)
        return [Word(self._sources.start(at), self._sources.end(at), self._sources.form(at))
                for at in range(first, place + 1)], place - first


def names_of(record: QuoteRecord) -> Iterator[str]:
    """The words of the names that a record gives, each by its `name_key`."""
    named = [source.name for source in record.sources]
    if record.speaker is not None:
        named += [record.speaker.name, *(member.name for member in record.speaker.members)]
    if record.addressee is not None:
        named.append(record.addressee.name)
    for name in named:
        yield from (name_key(word.key) for word in words(name)
                    if has_capital(name[word.start:word.end]))
