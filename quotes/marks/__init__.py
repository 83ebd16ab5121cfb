"""Which characters are quotation marks, and what they enclose.

Decides: whether a mark opens a quotation, closes one or is something else (an apostrophe,
feet, inches); which opening and closing marks belong together; where a quotation ends that
nobody closed; and which paragraphs are one quotation because each opens it anew.

Every mark may be read in several ways, and every way has a cost: for standing where such a
mark does not stand (`places`), for a pair that does not belong together (`lexicon/marks.tsv`),
for a mark left over (`reading`). The cheapest reading of a paragraph wins. It ends with its
paragraph, unless a quotation is open there and the next paragraph begins with an opening mark.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from quotes.errors import InputError
from quotes.marks.places import KIND, marked_paragraphs
from quotes.marks.reading import Step, blocks, cheapest
from quotes.text import Span, trim

__all__ = ["Quotation", "find_quotations"]

# A search step costs half a kilobyte. Ten megabytes of news in one paragraph hold half as many
# marks, and paragraphs that each begin with a mark are searched together. A text of nothing but
# marks is refused before it fills the memory.
_MOST_MARKS = 1_000_000


@dataclass(frozen=True, slots=True)
class Quotation:
    """What one pair of marks encloses, over one paragraph or several.

    `segments` and `outside` run in parallel, one entry a paragraph: the inside without marks
    and outer blanks, and the same with its marks (where the paragraph has them).
    """

    segments: tuple[Span, ...]
    outside: tuple[Span, ...]
    opener: str  # the characters of the first opening mark
    level: int  # 0 for the outermost
    parent: int | None  # index of the quotation that holds this one
    closed: bool  # False: ended by its paragraph, its parent's end or the next opening mark
    single: bool


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of a text, in the order of their opening marks; in linear time.

    Offsets count code points of `text`, which may have any marks and line ends. Quotations of
    one level never overlap, and each lies in its parent's segments. Pairs that hold nothing
    visible are left out. Raises InputError where one paragraph, or a run of paragraphs of which
    each opens with a mark anew, holds over a million marks.

    >>> text = '"Go," he said. "The officers\\' union won\\'t."'
    >>> [text[start:end] for q in find_quotations(text) for start, end in q.segments]
    ['Go,', "The officers' union won't."]
    """
    builder = _Builder(text)
    for block in blocks(marked_paragraphs(text)):
        if sum(len(marks) for _, marks in block) > _MOST_MARKS:
            raise InputError(f"over {_MOST_MARKS:,} quotation marks in one paragraph, or in a run "
                             "that each begin with one: not running text; leave it out")
        for step in cheapest(block):
            builder.take(step)
    return builder.finish()


@dataclass(slots=True)
class _Draft:
    """A quotation on the way; `resumed` is the mark that its present segment begins with."""

    opener: Step
    level: int
    parent: int | None
    resumed: Span | None
    segments: list[Span] = field(default_factory=list)
    outside: list[Span] = field(default_factory=list)
    closed: bool = False


class _Builder:
    """Turns the steps of a reading into quotations."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._drafts: list[_Draft] = []
        self._open: list[int] = []

    def take(self, step: Step) -> None:
        if step.action == "again":
            self._resume(self._drafts[self._open[step.number]], step)
            return
        for _ in range(step.number):
            self._end_segment(self._open.pop(), Span(step.at.start, step.at.start))
        if step.action == "open":
            parent = self._open[-1] if self._open else None
            self._drafts.append(_Draft(step, len(self._open), parent, step.at))
            self._open.append(len(self._drafts) - 1)
        elif step.action == "close":
            self._drafts[self._open[-1]].closed = True
            self._end_segment(self._open.pop(), step.at)
        else:
            for index in self._open:
                self._end_segment(index, step.at)

    def _resume(self, draft: _Draft, step: Step) -> None:
        draft.resumed = step.at
        if not draft.segments and step.at.start < step.at.end:
            draft.opener = step  # the mark before it stood alone at a paragraph's end

    def _end_segment(self, index: int, at: Span) -> None:
        """The segment ends before the mark at `at`, which is empty where there is none."""
        draft = self._drafts[index]
        if draft.resumed is None:
            return
        inside = trim(self._text, Span(draft.resumed.end, at.start))
        if inside.start < inside.end:
            end = at.end if at.end > at.start else inside.end
            draft.segments.append(inside)
            draft.outside.append(Span(draft.resumed.start, end))
        draft.resumed = None

    def finish(self) -> tuple[Quotation, ...]:
        """All but the empty ones; what an empty one holds is empty too."""
        kept = [i for i, draft in enumerate(self._drafts) if draft.segments]
        place: dict[int | None, int] = {old: new for new, old in enumerate(kept)}
        return tuple(self._quotation(self._drafts[i], place) for i in kept)

    def _quotation(self, draft: _Draft, place: dict[int | None, int]) -> Quotation:
        return Quotation(
            segments=tuple(draft.segments), outside=tuple(draft.outside),
            opener=draft.opener.glyph, level=draft.level, parent=place.get(draft.parent),
            closed=draft.closed, single=KIND[draft.opener.glyph].startswith("single"))
