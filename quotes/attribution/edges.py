"""Where a content begins and ends, to the character, and which of it stands in marks.

The network and the tree name words; marks decide the edges. A segment that reaches into a
quotation either takes all of it or leaves it, marks stay balanced, and one pair around a
whole segment is left out. Punctuation at the ends of unquoted words is left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from quotes.marks import Quotation
from quotes.records import QuoteType
from quotes.text import Span, any_overlap, contains, merge, overlaps, runs, sharing, trim
from quotes.trees import Parse

# A segment of which at least this share lies inside a quotation is that quotation; a quotation
# of which at least this share is meant is meant whole.
_MOSTLY = 0.5
_FUNCTION = ("SCONJ", "CCONJ", "PART", "AUX", "DET", "ADP", "PUNCT")
_CLOSERS = "\"'\u201d\u2019\u00bb\u203a\u300d\u300f)]%\u2026"
_OPENERS = "\"'\u201c\u2018\u201e\u201a\u00ab\u2039\u300c\u300e`([$\u20ac\u00a3#@\u2026"


def segments(parse: Parse, tokens: Iterable[int], outside: frozenset[int],
             quotations: Sequence[Quotation]) -> tuple[Span, ...]:
    """The content's spans: one a piece and paragraph, its edges settled by the marks.

    `outside` holds the tokens of cue and source, which no segment may run over;
    `quotations` those that can hold the content (see `Marked.around`).
    """
    words = [i for i in tokens if i not in outside]
    pieces = [Span(parse.tokens[a].start, parse.tokens[b - 1].end)
              for a, b in _pieces(parse, words, outside)]
    snapped = [span for piece in pieces for span in _snap(parse, piece, quotations)]
    snapped += _reopened(snapped, quotations)
    barred = [Span(parse.tokens[i].start, parse.tokens[i].end) for i in outside]
    settled = [_settle(parse.text, span, quotations)
               for whole in _unite(parse, merge(snapped), barred)
               for span in _without(whole, barred)]
    kept = [span for span in dict.fromkeys(settled) if _has_word(parse.text, span)]
    weighty = [span for span in kept if _weighs(parse, span)]
    return tuple(weighty or kept)


def _weighs(parse: Parse, span: Span) -> bool:
    """Whether a piece says something by itself; a stranded *that* or *be* doesn't."""
    return any(parse.tokens[i].upos not in _FUNCTION for i in parse.tokens_in(span))


def _has_word(text: str, span: Span) -> bool:
    return any(c.isalnum() for c in text[span.start:span.end])


def _pieces(parse: Parse, words: Sequence[int], outside: frozenset[int]) -> list[tuple[int, int]]:
    """Runs of tokens; punctuation between two runs joins them, a paragraph's end parts them."""
    joined: list[tuple[int, int]] = []
    for first, last in _by_paragraph(parse, runs(words)):
        if joined and _only_marks_between(parse, joined[-1][1], first, outside):
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def _by_paragraph(parse: Parse, found: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    for first, last in found:
        start = first
        for i, j in pairwise(range(first, last)):
            if parse.sentence_of(i).paragraph != parse.sentence_of(j).paragraph:
                yield start, j
                start = j
        yield start, last


def _only_marks_between(parse: Parse, first: int, last: int, outside: frozenset[int]) -> bool:
    if parse.sentence_of(first - 1).paragraph != parse.sentence_of(last).paragraph:
        return False
    return all(parse.tokens[i].upos == "PUNCT" and i not in outside for i in range(first, last))


def _snap(parse: Parse, piece: Span, quotations: Sequence[Quotation]) -> list[Span]:
    """The piece, grown to the quotations it is part of and cut at those it only grazes."""
    start, end = piece
    for quotation in quotations:
        for inside, outer in zip(quotation.segments, quotation.outside, strict=True):
            if not overlaps(Span(start, end), outer) or contains(Span(start, end), outer):
                continue
            shared = Span(max(start, inside.start), min(end, inside.end))
            meant = _words(parse, shared)
            if meant >= _MOSTLY * _words(parse, Span(start, end)) \
                    or meant >= _MOSTLY * _words(parse, inside):
                start, end = min(start, outer.start), max(end, outer.end)
            elif start < outer.start:
                end = outer.start
            else:
                start = outer.end
    return [Span(start, end)] if start < end else []


def _reopened(spans: Sequence[Span], quotations: Sequence[Quotation]) -> list[Span]:
    """The other paragraphs of a quotation of which one paragraph is content."""
    return [outer for q in quotations if q.level == 0 and len(q.outside) > 1
            and any(contains(span, outer) for span in spans for outer in q.outside)
            for outer in q.outside]


def _words(parse: Parse, span: Span) -> int:
    return sum(parse.tokens[i].upos != "PUNCT" for i in parse.tokens_in(span)) \
        if span.start < span.end else 0


def _unite(parse: Parse, spans: list[Span], barred: Sequence[Span]) -> list[Span]:
    """Join neighbours that only blanks and punctuation part: two snapped halves of one whole."""
    united: list[Span] = []
    for span in spans:
        gap = parse.text[united[-1].end:span.start] if united else "a"
        if not any(map(str.isalnum, gap)) and _one_paragraph(parse, united[-1], span) and not any(
                overlaps(Span(united[-1].end, span.start), b) for b in barred):
            united[-1] = Span(united[-1].start, span.end)
        else:
            united.append(span)
    return united


def _one_paragraph(parse: Parse, before: Span, after: Span) -> bool:
    """Whether nothing but ends of wrapped lines can part them."""
    last, first = parse.tokens_in(before)[-1:], parse.tokens_in(after)[:1]
    return not last or not first or (parse.sentence_of(last[0]).paragraph
                                     == parse.sentence_of(first[0]).paragraph)


def _without(span: Span, barred: Iterable[Span]) -> list[Span]:
    """The span's parts outside all the barred ones."""
    parts = [span]
    for bar in barred:
        parts = [piece for part in parts for piece in (
            (Span(part.start, bar.start), Span(bar.end, part.end)) if overlaps(part, bar)
            else (part,)) if piece.start < piece.end]
    return sorted(parts)


def _settle(text: str, span: Span, quotations: Sequence[Quotation]) -> Span:
    """Final edges: the inside of the one pair around it all, or words without end punctuation."""
    span = _trim_punctuation(text, span, quotations)
    for quotation in quotations:
        for inside, outer in zip(quotation.segments, quotation.outside, strict=True):
            if contains(outer, span) and contains(span, trim(text, inside)):
                return trim(text, inside)
    return span


def _trim_punctuation(text: str, span: Span, quotations: Sequence[Quotation]) -> Span:
    starts = {outer.start for q in quotations for outer in q.outside}
    ends = {outer.end for q in quotations for outer in q.outside}
    insides = {edge for q in quotations for inside in q.segments for edge in inside}
    start, end = trim(text, span)
    while start < end and start not in starts | insides and _goes(text[start], _OPENERS):
        start += 1
    while end > start and end not in ends | insides and _goes(text[end - 1], _CLOSERS):
        end -= 1
    return Span(start, end)


def _goes(char: str, brackets: str) -> bool:
    """Whether a character at the end of unquoted words is left out: blanks, punctuation that is
    no bracket, and marks that belong to no quotation; never a symbol ("30 €", "C++")."""
    return char.isspace() or _is_mark(char) or (
        char not in brackets and unicodedata.category(char).startswith("P"))


def _is_mark(char: str) -> bool:
    return char in "\"\u201c\u201d\u201e\u00ab\u00bb`'\u2018\u2019"


def quoted(parse: Parse, content: Sequence[Span],
           quotations: Sequence[Quotation]) -> tuple[Span, ...]:
    """The insides of the outermost marks within the content, marks left out."""
    found: list[Span] = []
    ordered = sorted(content)
    for quotation in quotations:
        for inside in quotation.segments:
            for span in sharing(ordered, inside):
                shared = Span(max(span.start, inside.start), min(span.end, inside.end))
                if shared.start < shared.end and _has_word(parse.text, shared):
                    found.append(trim(parse.text, shared))
    return tuple(merge(found))


def kind(parse: Parse, content: Sequence[Span], insides: Sequence[Span]) -> QuoteType:
    """direct: every word in marks; indirect: none that counts; else mixed.

    Marks that hold only a title, a nickname or a label don't make unquoted words mixed.
    """
    words = [i for span in content for i in parse.tokens_in(span)
             if parse.tokens[i].upos != "PUNCT"]
    marked = merge(insides)
    within = [i for i in words if any_overlap(marked, Span(*_place(parse, i)))]
    if within and len(within) == len(words):
        return "direct"
    counting = [span for span in insides if not is_label(parse, span)]
    return "mixed" if counting else "indirect"


def _place(parse: Parse, index: int) -> tuple[int, int]:
    return parse.tokens[index].start, parse.tokens[index].end


def is_label(parse: Parse, inside: Span) -> bool:
    """Whether marks hold only a title, a nickname or a label: every weighty word is capital.

    A word alone ("Yes") is a label only where the parser sees a name in it.
    """
    words = [parse.tokens[i] for i in parse.tokens_in(inside) if parse.tokens[i].upos != "PUNCT"]
    weighty = [w for w in words if w.upos not in ("ADP", "DET", "CCONJ", "PART", "SCONJ", "NUM")]
    if not weighty or not all(w.text[:1].isupper() for w in weighty):
        return False
    return len(weighty) > 1 or weighty[0].upos == "PROPN"
