"""A parse with its quotations: which tokens stand in marks, and which quotations are near.

Everything here is looked up by place, so that a long document costs no more a word than a
short one, and a long paragraph no more than many short ones.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from quotes.marks import Quotation, find_quotations
from quotes.text import Span, any_overlap, merge, sharing
from quotes.trees import Parse

# Characters of blanks between a colon and its quotation, at most.
_BEFORE = 8

# Quotations inside one another that are looked at all together; print has three or four.
_FEW = 24


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
    def _outermost(self) -> list[tuple[Span, int]]:
        """The segments, marks included, of outermost quotations: sorted and disjoint."""
        return sorted((outer, index) for index, q in enumerate(self.quotations) if q.level == 0
                      for outer in q.outside)

    @cached_property
    def _families(self) -> dict[int, list[int]]:
        """Outermost quotation to itself and all that it holds, by index."""
        roots: dict[int, int] = {}
        found: dict[int, list[int]] = {}
        for index, q in enumerate(self.quotations):
            roots[index] = index if q.parent is None else roots[q.parent]
            found.setdefault(roots[index], []).append(index)
        return found

    def around(self, cue: Iterable[int], content: Iterable[int]) -> list[Quotation]:
        """The quotations that can hold words of the content: those without the cue in them."""
        tokens = self.parse.tokens
        words = list(content)
        if not words:
            return []
        start, end = tokens[min(words)].start - _BEFORE, tokens[max(words)].end + _BEFORE
        first = max(0, bisect_left(self._outermost, ((start,),)) - 1)
        last = bisect_right(self._outermost, end, lo=first, key=lambda place: place[0].start)
        near: set[int] = set()
        for _, index in self._outermost[first:last]:
            near.update(self._members(index, Span(start, end)))
        places = [Span(tokens[i].start, tokens[i].start + 1) for i in cue]
        return [q for q in map(self.quotations.__getitem__, sorted(near))
                if not any(any_overlap(q.segments, place) for place in places)]

    def _members(self, outermost: int, near: Span) -> Iterable[int]:
        """What an outermost quotation holds, itself too; of very much, what is near the span or
        at its own edges, which a content may grow to."""
        family = self._families[outermost]
        if len(family) <= _FEW:
            return family
        levels, edges = self._crowds[outermost]
        return {*edges, *(self._at[outer] for level in levels for outer in sharing(level, near))}

    @cached_property
    def _at(self) -> dict[Span, int]:
        return {outer: i for i, q in enumerate(self.quotations) for outer in q.outside}

    @cached_property
    def _crowds(self) -> dict[int, tuple[list[list[Span]], list[int]]]:
        """Of quotations that hold very many, where they stand, level by level, and which stand
        at the edges."""
        found: dict[int, tuple[list[list[Span]], list[int]]] = {}
        for outermost, family in self._families.items():
            if len(family) > _FEW:
                levels: dict[int, list[Span]] = {}
                for q in map(self.quotations.__getitem__, family):
                    levels.setdefault(q.level, []).extend(q.outside)
                edges = merge(Span(max(0, at - _BEFORE), at + _BEFORE)
                              for outer in self.quotations[outermost].outside for at in outer)
                found[outermost] = ([sorted(level) for level in levels.values()], [
                    i for i in family if any(any_overlap(edges, outer)
                                             for outer in self.quotations[i].outside)])
        return found

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

    def unbroken(self, cue: int, start: int, end: int) -> bool:
        """Whether between two places there are only marks and words of the cue's own clause.

        A sentence of narrative between them, or a clause about somebody else ("while Cole
        shook his head"), may have handed the word to another speaker.
        """
        sentence = self.parse.sentence_of(cue)
        for i in self.parse.tokens_in(Span(start, end)) if start < end else ():
            token = self.parse.tokens[i]
            if token.upos == "PUNCT" or i in self.owner:
                continue
            if not sentence.first <= i < sentence.last:
                return False
            name = self.parse.name_at(i)
            if token.relation == "nsubj" and token.head != cue and name is not None \
                    and name.type == "PERSON":
                return False
        return True

    def after_colon(self, quotation: Quotation) -> bool:
        start = quotation.outside[0].start
        return self.parse.text[max(0, start - _BEFORE):start].rstrip()[-1:] == ":"
