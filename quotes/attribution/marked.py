"""A parse with its quotations: which tokens stand in marks, and which quotations are near.

Everything here is looked up by paragraph or by token, so that a long document costs no more
a word than a short one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from quotes.marks import Quotation, find_quotations
from quotes.trees import Parse

# Characters of blanks between a colon and its quotation, at most.
_BEFORE = 8


@dataclass(frozen=True)
class Marked:
    """A parse and the quotations of its text."""

    parse: Parse
    quotations: Sequence[Quotation]

    @classmethod
    def of(cls, parse: Parse) -> Marked:
        return cls(parse, find_quotations(parse.text))

    @cached_property
    def owner(self) -> dict[int, int]:
        """Token in marks to the index of the outermost quotation that holds it."""
        return {i: q for q, quotation in enumerate(self.quotations) if quotation.level == 0
                for segment in quotation.segments for i in self.parse.tokens_in(segment)}

    @cached_property
    def detached(self) -> frozenset[int]:
        """Tokens, marks among them, of quotations that are sentences of their own."""
        return frozenset(i for q in self.quotations
                         if q.level == 0 and self.stands_alone(q) and not self.after_colon(q)
                         for outer in q.outside for i in self.parse.tokens_in(outer))

    @cached_property
    def _by_paragraph(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for index, quotation in enumerate(self.quotations):
            for paragraph in dict.fromkeys(
                    self.parse.sentence_of(within[0]).paragraph
                    for segment in quotation.segments
                    if (within := self.parse.tokens_in(segment))):
                found.setdefault(paragraph, []).append(index)
        return found

    def around(self, cue: Iterable[int], content: Iterable[int]) -> list[Quotation]:
        """The quotations that can hold words of the content: those without the cue in them."""
        places = [self.parse.tokens[i].start for i in cue]
        paragraphs = {self.parse.sentence_of(i).paragraph for i in content}
        near = sorted({q for p in paragraphs for q in self._by_paragraph.get(p, ())})
        return [q for q in map(self.quotations.__getitem__, near)
                if not any(s.start <= place < s.end for s in q.segments for place in places)]

    def holds_words(self, tokens: Iterable[int]) -> bool:
        """Whether a token is more than punctuation."""
        return any(self.parse.tokens[i].upos != "PUNCT" for i in tokens)

    def stands_alone(self, quotation: Quotation) -> bool:
        """Whether nothing else is said in the sentences that the quotation touches."""
        within = [i for outer in quotation.outside for i in self.parse.tokens_in(outer)]
        if not within:
            return False
        first = self.parse.sentence_of(within[0]).first
        last = self.parse.sentence_of(within[-1]).last
        return not self.holds_words((*range(first, within[0]), *range(within[-1] + 1, last)))

    def after_colon(self, quotation: Quotation) -> bool:
        start = quotation.outside[0].start
        return self.parse.text[max(0, start - _BEFORE):start].rstrip()[-1:] == ":"
