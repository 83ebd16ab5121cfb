"""A parsed document as frozen values: tokens, sentences, names, and the network's proposals.

Knows nothing of Stanza. Everything above this level sees a document only in this form, so
a tree written by hand and a tree from any parser are read alike. All indices are into
`Parse.tokens`; all offsets are code points of the document's text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from quotes.text import Span, runs


@dataclass(frozen=True, slots=True)
class Token:
    """One syntactic word. `text` is the document's own characters, marks not straightened."""

    index: int
    sentence: int
    start: int
    end: int
    text: str
    lemma: str
    upos: str
    xpos: str
    head: int  # index of the governor in the parse, -1 for the root of a tree
    deprel: str  # basic Universal Dependencies, with subtypes

    @property
    def relation(self) -> str:
        """The dependency relation without its subtype: `nsubj` for `nsubj:pass`."""
        return self.deprel.partition(":")[0]

    @property
    def lower(self) -> str:
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Sentence:
    index: int
    first: int  # index of the first token
    last: int  # index after the last token
    paragraph: int  # 0-based, counted over paragraphs that hold a token
    whole: bool = True  # False: a part of one that was too long to be read at once


@dataclass(frozen=True, slots=True)
class Name:
    """A named entity: tokens `first` to `last` (exclusive), an OntoNotes type."""

    first: int
    last: int
    type: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """One attribution as the network proposes it, in token indices, before any rule.

    The scores are mean posterior probabilities (0..1) of the labels of each part;
    `source_score` is that of the link to the source, or to none where `source` is empty.
    """

    cue: tuple[int, ...]
    content: tuple[int, ...]
    source: tuple[int, ...]
    cue_score: float
    content_score: float
    source_score: float


class Place(NamedTuple):
    """Where a parse stands in a document that is too long to be read at once."""

    section: int = 0  # from 1; 0 where the document is read whole
    start: int = 0  # code points of the document before its text
    paragraph: int = 0  # paragraphs of the document before its first


BEGINNING = Place()


@dataclass(frozen=True)
class Parse:
    """A document's tokens with their trees, sentences, names and proposals.

    Of a very long document it is a section, and its offsets and numbers count from `place`.
    """

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    place: Place = BEGINNING

    @cached_property
    def _children(self) -> tuple[tuple[int, ...], ...]:
        found: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head >= 0:
                found[token.head].append(token.index)
        return tuple(map(tuple, found))

    @cached_property
    def _relations(self) -> list[str]:
        return [token.relation for token in self.tokens]

    @cached_property
    def _relations_below(self) -> tuple[frozenset[str], ...]:
        """Of each token's dependents, with and without subtypes: mostly none is the one wanted."""
        tokens, bare = self.tokens, self._relations
        return tuple(frozenset(name for i in below for name in (tokens[i].deprel, bare[i]))
                     for below in self._children)

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def _ends(self) -> list[int]:
        return [token.end for token in self.tokens]

    @cached_property
    def _name_at(self) -> dict[int, Name]:
        return {i: name for name in self.names for i in range(name.first, name.last)}

    def children(self, index: int, *relations: str) -> list[Token]:
        """Dependents in text order; with relations, those whose `deprel` is one of them,
        or starts with one of them before a colon (`obl` also finds `obl:agent`)."""
        tokens, below = self.tokens, self._children[index]
        if not relations:
            return [tokens[i] for i in below]
        if self._relations_below[index].isdisjoint(relations):
            return []
        bare = self._relations
        return [tokens[i] for i in below
                if tokens[i].deprel in relations or bare[i] in relations]

    def child(self, index: int, *relations: str) -> Token | None:
        """The first such dependent, if any."""
        found = self.children(index, *relations)
        return found[0] if found else None

    def subtree(self, index: int) -> list[int]:
        """The token and all below it, sorted; a broken tree's cycle is walked once."""
        found, stack = {index}, [index]
        while stack:
            below = [i for i in self._children[stack.pop()] if i not in found]
            found.update(below)
            stack.extend(below)
        return sorted(found)

    def ancestors(self, index: int) -> list[int]:
        """From the governor to the root; a broken tree's cycle is walked once."""
        found: list[int] = []
        seen = {index}
        head = self.tokens[index].head
        while head >= 0 and head not in seen:
            found.append(head)
            seen.add(head)
            head = self.tokens[head].head
        return found

    def path(self, start: int, end: int) -> str | None:
        """The tree path between two tokens: `<nsubj` goes up by nsubj, `>ccomp` down.

        None where they stand in different trees.
        """
        up = [start, *self.ancestors(start)]
        down = [end, *self.ancestors(end)]
        below = set(down)
        meeting = next((i for i in up if i in below), None)
        if meeting is None:
            return None
        steps = ["<" + self.tokens[i].deprel for i in up[:up.index(meeting)]]
        steps += [">" + self.tokens[i].deprel for i in reversed(down[:down.index(meeting)])]
        return "".join(steps)

    def span(self, indices: Iterable[int]) -> Span:
        """From the first to the last of the tokens, whatever lies between."""
        chosen = list(indices)
        return Span(self.tokens[min(chosen)].start, self.tokens[max(chosen)].end)

    def spans(self, indices: Iterable[int]) -> list[Span]:
        """One span for each run of consecutive tokens."""
        return [Span(self.tokens[a].start, self.tokens[b - 1].end) for a, b in runs(indices)]

    def tokens_in(self, span: Span) -> range:
        """Indices of the tokens that share a character with the span."""
        return range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))

    def name_at(self, index: int) -> Name | None:
        """The named entity that holds the token."""
        return self._name_at.get(index)

    def sentence_of(self, index: int) -> Sentence:
        return self.sentences[self.tokens[index].sentence]

    def root(self, sentence: Sentence) -> int:
        """Index of the sentence's root; its first token where no token is one."""
        within = range(sentence.first, sentence.last)
        return next((i for i in within if self.tokens[i].head < 0), sentence.first)
