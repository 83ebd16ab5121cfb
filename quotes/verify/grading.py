"""Decides how far the words of a quotation and of its place agree: the tier, and what differs.

Columns of the alignment become segments: the same words, words that differ, what an ellipsis skips,
what brackets stand for. The same words can only differ in marks, dashes, spaces, accents and case;
of the marks, a minus sign changes what is said, and so does a question mark made a full stop, or
the reverse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import Literal, NamedTuple

from quotes import lexicon
from quotes.records import TIERS, Tier
from quotes.verify.alignment import Column
from quotes.verify.keys import letters, sign
from quotes.verify.quotation import Element, Quotation, end_mark, has_ellipsis
from quotes.verify.sources import Sources

SegmentKind = Literal["same", "case", "typography", "skipped", "bracketed", "altered", "mark"]

_TIER_OF_SEGMENT: dict[SegmentKind, Tier] = {
    "same": "exact", "case": "case", "typography": "typography", "skipped": "ellipsis",
    "bracketed": "bracketed", "altered": "altered", "mark": "altered"}
_BREAK = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]]*\s|\n\s*\n")
_MOST_TAKEN = 8  # words of a number
_FEW_REMAINING = 3  # words that brackets at an edge may well stand for
_WITHIN_NUMBER = ("and", "a", "of")  # one and a half million, a quarter of a million
_DIFFERENT: frozenset[str] = frozenset({"replaced", "dropped", "added"})


class Segment(NamedTuple):
    """Source words and quotation words that stand for each other: half-open ranges.

    A *mark* stands after the words before it and holds none.
    """

    kind: SegmentKind
    source: tuple[int, int]  # places
    words: tuple[int, int]  # indices


@dataclass(frozen=True, slots=True)
class Graded:
    """A quotation at a place: `source` are its places, `start:end` its characters there."""

    tier: Tier
    segments: tuple[Segment, ...]
    source: tuple[int, int]
    document: int
    start: int
    end: int


def gravest(tiers: Sequence[Tier]) -> Tier:
    """The last in the order of `TIERS`.

    >>> gravest(["exact", "absent", "case"])
    'absent'
    """
    return max(tiers, key=TIERS.index)


def grade(quotation: Quotation, columns: Sequence[Column], sources: Sources) -> Graded:
    """The tier of a quotation at the place that its alignment gives."""
    document = sources.document_of(columns[0].source[0])
    segments = list(_segments(quotation, columns, sources, document))
    segments = [*map(partial(_fit_edge, quotation, sources, document), segments,
                     [at == 0 for at in range(len(segments))],
                     [at == len(segments) - 1 for at in range(len(segments))])]
    places = [place for segment in segments for place in segment.source
              if segment.source[0] < segment.source[1]]
    first, last = (min(places), max(places)) if places else columns[0].source
    start, end = sources.start(first), sources.end(max(last - 1, first))
    text = sources.text(document)
    exact = _verbatim(quotation, text, start)
    if exact is not None:
        same = Segment("same", (first, last), (0, len(quotation.words)))
        return Graded("exact", (same,), (first, last), document, *exact)
    start -= len(sign(text, start))
    segments = [*_with_marks(quotation, segments, sources, text)]
    tiers: list[Tier] = ["typography", *(_TIER_OF_SEGMENT[s.kind] for s in segments),
                         *_signs(quotation, segments, sources, document)]
    return Graded(gravest(tiers), tuple(segments), (first, last), document, start, end)


def _verbatim(quotation: Quotation, text: str, start: int) -> tuple[int, int] | None:
    """Where exactly the quotation's own characters stand at these words, if they do."""
    said = quotation.text.strip()
    lead = len(quotation.text) - len(quotation.text.lstrip())
    before = quotation.words[0].start - lead
    begin = start - before
    end = begin + len(said)
    if begin < 0 or text[begin:end] != said or (
            said[-1].isalnum() and text[end:end + 1].isalnum()):  # the beginning of a longer word
        return None
    if sign(text, start) != sign(quotation.text, quotation.words[0].start):  # left before it
        return None
    return begin, end


def _with_marks(quotation: Quotation, segments: Iterable[Segment], sources: Sources, text: str
                ) -> Iterator[Segment]:
    """The segments, and after them where a question was made a statement, or a statement one.

    No mark, a comma or dots may be the article's own; a full stop in the place of a question mark,
    or the reverse, claims that something else was meant.
    """
    for segment in segments:
        yield segment
        (first, last), (begin, end) = segment.source, segment.words
        if first == last or begin == end or segment.kind == "altered":
            continue
        here = quotation.text[slice(*end_mark(quotation.text, quotation.words[end - 1].end))]
        there = text[slice(*end_mark(text, sources.end(last - 1)))] if here else ""
        if ("?" in there and "?" not in here) or (
                "?" in here and "." in there and "?" not in there):
            yield Segment("mark", (last, last), (end, end))


def _segments(quotation: Quotation, columns: Sequence[Column], sources: Sources,
              document: int) -> Iterator[Segment]:
    """Columns that differ side by side are one segment."""
    run: list[Column] = []
    for column in columns:
        kind = _kind(quotation, column, sources, document)
        if kind is None:
            run.append(column)
            continue
        if run:
            yield _different(quotation, run, sources, document)
            run = []
        yield Segment(kind, column.source, _words(quotation, column.elements))
    if run:
        yield _different(quotation, run, sources, document)


def _kind(quotation: Quotation, column: Column, sources: Sources, document: int
          ) -> SegmentKind | None:
    """What a column is by itself; None for one of a run of words that differ."""
    element = quotation.elements[column.elements[0]] if column.elements[0] < column.elements[1] \
        else None
    if column.kind == "skipped":
        return "skipped"
    if column.kind == "dropped" and sources.asides[slice(*column.source)].all():
        return "bracketed"
    if element is not None and element.kind == "partial" and column.kind != "added":
        if column.kind != "equal" and element.outside not in sources.form(column.source[0]):
            return None
        return _partial(quotation, element, column.source, sources, document)
    if column.kind == "group":
        return _group(quotation, column, sources, document)
    if column.kind in _DIFFERENT:
        return None
    return _same_words(quotation, column.source, _words(quotation, column.elements), sources,
                       document)


def _partial(quotation: Quotation, element: Element, source: tuple[int, int], sources: Sources,
             document: int) -> SegmentKind:
    """Brackets inside a word are an editor's unless the source has these very letters."""
    bare = re.sub(r"[\[\]]", "", quotation.text[element.start:element.end])
    there = _source_text(sources, document, source)
    return "same" if letters(bare) == letters(there) else "bracketed"


def _group(quotation: Quotation, column: Column, sources: Sources, document: int) -> SegmentKind:
    """Brackets are an editor's unless the source has the words, in the same case or in brackets."""
    words = _words(quotation, column.elements)
    forms = [word.key for word in quotation.words[slice(*words)]]
    if forms != [sources.form(place) for place in range(*column.source)]:
        return "bracketed"
    before = sources.start(column.source[0]) - 1
    own = quotation.elements[column.elements[0]].kind == "round" \
        or sources.text(document)[max(before, 0):before + 1] == "["
    kind = _same_words(quotation, column.source, words, sources, document)
    return "bracketed" if kind == "case" and not own else kind


def _same_words(quotation: Quotation, source: tuple[int, int], words: tuple[int, int],
                sources: Sources, document: int) -> SegmentKind:
    """Whether words of one key have the same signs and the same letters, large and small."""
    spelt = all(word.key[0].isalpha() for word in quotation.words[slice(*words)])
    if not spelt and _has_other_signs(quotation, words, source, sources, document):
        return "altered"
    there = _source_text(sources, document, source)
    here = quotation.text[slice(*quotation.span(*words))]
    if there == here:
        return "same"
    there, here = letters(there), letters(here)
    return "same" if there == here else "case"


def _has_other_signs(quotation: Quotation, words: tuple[int, int], source: tuple[int, int],
                     sources: Sources, document: int) -> bool:
    """Whether one side has a minus sign or a decimal point that the other lacks."""
    here = [sign(quotation.text, quotation.words[at].start) for at in range(*words)]
    there = [sign(sources.text(document), sources.start(place)) for place in range(*source)]
    return list(filter(None, here)) != list(filter(None, there))


def _different(quotation: Quotation, run: Sequence[Column], sources: Sources,
               document: int) -> Segment:
    """A run of words that differ; if they have the same letters, only spaces or dashes do."""
    source = run[0].source[0], run[-1].source[1]
    words = _words(quotation, (run[0].elements[0], run[-1].elements[1]))
    return Segment(_difference(quotation, words, source, sources, document), source, words)


def _difference(quotation: Quotation, words: tuple[int, int], source: tuple[int, int],
                sources: Sources, document: int) -> SegmentKind:
    there = letters(_source_text(sources, document, source))
    here = letters(quotation.text[slice(*quotation.span(*words))])
    if _has_other_signs(quotation, words, source, sources, document):
        return "altered"
    return "typography" if there == here else \
        "case" if there.casefold() == here.casefold() else "altered"


def _source_text(sources: Sources, document: int, source: tuple[int, int]) -> str:
    if source[0] == source[1]:
        return ""
    return sources.text(document)[sources.start(source[0]):sources.end(source[1] - 1)]


def _words(quotation: Quotation, elements: tuple[int, int]) -> tuple[int, int]:
    """The words of a range of elements."""
    first, last = elements
    if first == last:
        at = quotation.elements[first].first if first < len(quotation.elements) \
            else len(quotation.words)
        return at, at
    return quotation.elements[first].first, quotation.elements[last - 1].last


def _fit_edge(quotation: Quotation, sources: Sources, document: int, segment: Segment,
              is_first: bool, is_last: bool) -> Segment:
    """The first and the last segment with the source words that belong to them."""
    if is_first == is_last or segment.words[0] == segment.words[1]:
        return segment
    if segment.kind == "altered":
        segment = _within_sentence(segment, sources, document, is_first)
        whole = _parted(quotation, segment, sources, document, is_first)
        if whole is not None:
            return whole
        edge = segment.source[0] if is_first else segment.source[1] - 1
        if segment.source[0] == segment.source[1] or not _may_count(sources.form(edge)):
            return segment
    elif segment.kind != "bracketed" or segment.source[0] < segment.source[1]:
        return segment
    return _with_neighbour(quotation, segment, sources, document, is_first)


def _within_sentence(segment: Segment, sources: Sources, document: int, is_first: bool) -> Segment:
    """Words that differ at an edge stand for none beyond the sentence that they join."""
    first, last = segment.source
    breaks = [place for place in range(first, last + 1) if _breaks(sources, document, place)]
    source = (max([first, *breaks]), last) if is_first else (first, min([last, *breaks]))
    return segment._replace(source=source)


def _parted(quotation: Quotation, segment: Segment, sources: Sources, document: int,
            is_first: bool) -> Segment | None:
    """The segment with the source word beside it, where only a space parts what is one word."""
    first, last = segment.source
    wider = (first - 1, last) if is_first else (first, last + 1)
    if first == last or not _adjoins(sources, document, wider[0] if is_first else last, is_first):
        return None
    kind = _difference(quotation, segment.words, wider, sources, document)
    return None if kind == "altered" else Segment(kind, wider, segment.words)


def _with_neighbour(quotation: Quotation, segment: Segment, sources: Sources, document: int,
                    is_first: bool) -> Segment:
    """What an edge stands for besides: a number for the whole number that the source has there.

    Brackets for the pronoun beside them, or for the sentence's few remaining words.
    """
    first, last = segment.source
    beside = list(_beside(sources, document, segment, is_first))
    taken = 0
    if any(_is_number(word.key) for word in quotation.words[slice(*segment.words)]):
        numbers = takewhile(lambda at: _may_count(beside[at]), range(len(beside)))
        taken = max((at + 1 for at in numbers if _is_number(beside[at])), default=0)
    elif first == last and len(beside) <= _FEW_REMAINING:
        taken = len(beside)
    elif first == last and beside[0] in lexicon.pronouns():
        taken = 1
    return segment._replace(source=(first - taken, last) if is_first else (first, last + taken))


def _beside(sources: Sources, document: int, segment: Segment, is_first: bool) -> Iterator[str]:
    """The words of the sentence beyond the quotation's first or last segment, nearest first."""
    at, step = (segment.source[0] - 1, -1) if is_first else (segment.source[1], 1)
    for place in range(at, at + step * _MOST_TAKEN, step):
        if not _adjoins(sources, document, place, is_first):
            return
        yield sources.form(place)


def _adjoins(sources: Sources, document: int, place: int, is_first: bool) -> bool:
    """Whether a place is in the document and the sentence that a quotation begins or ends in."""
    low, high = sources.bounds(document)
    return low <= place < high and not _breaks(sources, document, place + 1 if is_first else place)


def _is_number(form: str) -> bool:
    entry = lexicon.alarm_words().get(form)
    return form[:1].isdigit() or (entry is not None and entry.kind in (
        "number", "ordinal", "scale", "amount", "part"))


def _may_count(form: str) -> bool:
    """Whether a word is a number, or may join two parts of one."""
    return _is_number(form) or form in _WITHIN_NUMBER


def _breaks(sources: Sources, document: int, place: int) -> bool:
    """Whether a sentence ends right before a place."""
    low, high = sources.bounds(document)
    if not low < place < high:
        return False
    between = sources.text(document)[sources.end(place - 1):sources.start(place)]
    return _BREAK.search(between) is not None


def _signs(quotation: Quotation, segments: Sequence[Segment], sources: Sources,
           document: int) -> Iterator[Tier]:
    """Dots and brackets of the quotation that the source has not at the same place."""
    for boundary in {ellipsis.boundary for ellipsis in quotation.ellipses}:
        at = quotation.elements[boundary].first \
            if boundary < len(quotation.elements) else len(quotation.words)
        if not has_ellipsis(_around(segments, at, sources, document)):
            yield "ellipsis"
    if quotation.empty_brackets:
        yield "bracketed"


def _around(segments: Sequence[Segment], at: int, sources: Sources, document: int) -> str:
    """What stands in the source between the words before and after a boundary of the quotation."""
    text = sources.text(document)
    found = [segment for segment in segments if segment.source[0] < segment.source[1]]
    before = [_place(s, at - 1) + 1 for s in found if s.words[0] < at <= s.words[1]]
    after = [_place(s, at) for s in found if s.words[0] <= at < s.words[1]]
    if before and after:
        return text[sources.end(before[0] - 1):sources.start(after[0])]
    if before:
        return text[sources.end(before[0] - 1):][:_NEAR]
    return text[:sources.start(after[0])][-_NEAR:] if after else ""


_NEAR = 4  # characters in which the source's own ellipsis begins, or ends


def _place(segment: Segment, word: int) -> int:
    return min(segment.source[0] + word - segment.words[0], segment.source[1] - 1)
