"""Where marks stand, and what each reading of a mark costs there.

Decides nothing by itself: gives every mark a cost for opening a quotation, for closing one
and for being something else. Looks at the mark's shape, at the characters around it and, for
single marks, at the word it touches.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import NamedTuple

from quotes.lexicon import Row, read_entries
from quotes.text import Span, normalise, paragraphs

# Costs, in the unit of `lexicon/marks.tsv`. Only their rough order matters; most
# may be halved or doubled before a case in tests/cases/marks is read in another way.
_STRAY = 5.0  # a double mark that is neither opened nor closed by another
_INCHES = 1.0  # a double mark after a digit; dearer than a pair, cheaper than anything odd
_FEET = 0.5  # a single mark after a digit: feet, minutes; and after a word listed as cut off
_POSSESSIVE = 1.0  # the officers' union; a closing mark is likelier where one is due
_CUT_OFF = 2.5  # an apostrophe after another letter
_MAYBE_OPENING = 3.0  # a straight single mark before a word, when no other mark closes it
_SURELY_OPENING = 4.5  # the same at a paragraph's start, after a comma or colon, or curly
_APOSTROPHE_FIRST = 1.0  # a right single mark before a word: an apostrophe nobody listed
_AFTER_POINT = 4.0  # a single mark after punctuation, where no apostrophe stands
_ELISION_OPENS = 1.5  # 'Tis the season,' he said

_NEARBY = 4  # marks and invisible characters skipped on the way to a neighbour
_WORD = 12  # letters looked at for a word with an apostrophe; none listed is longer

_OPENING_BRACKETS = "([{<"
_CLOSING_BRACKETS = ")]}>"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015/=|*_~"
_INCH_MARKS = ('"', "''", "\u201d", "\u2033")
_PLAIN = ("'", "`", "\u00b4")  # singles of the keyboard; ` also stands around code
_POINTS = ".,;:!?\u2026\u3001\u3002"


class _Pair(NamedTuple):
    open: str
    close: str
    kind: str
    cost: int


def _read_pair(row: Row) -> _Pair:
    return _Pair(row["open"], row["close"], row["kind"], row.count("cost"))


def _lines(name: str) -> list[str]:
    return (files("quotes") / "lexicon" / name).read_text("utf-8").split("\n")


_PAIRS = read_entries(_lines("marks.tsv"), "lexicon/marks.tsv", _read_pair,
                      lambda pair: pair.open + "\t" + pair.close).values()
PAIR_COST = {(pair.open, pair.close): pair.cost for pair in _PAIRS}
# A mark has the kind that it opens; one that never opens, the kind that it closes.
KIND = {pair.close: pair.kind for pair in _PAIRS} | {pair.open: pair.kind for pair in _PAIRS}
# What a mark costs as an opening mark whatever closes it; a pair's own cost holds it too.
OPENING = {mark: min(pair.cost for pair in _PAIRS if pair.open == mark)
           for mark in {pair.open for pair in _PAIRS}}
# The longest first, as the pattern must try them.
_MARKS = sorted(KIND, key=lambda mark: (-len(mark), mark))
_CHARACTERS = frozenset("".join(_MARKS))
_APOSTROPHES = frozenset(mark for mark in _MARKS if KIND[mark] == "single")


def _weight(mark: str) -> float:
    """How much a mark's place says of its direction: all where its shape says nothing."""
    if PAIR_COST.get((mark, mark)) == 0:
        return 1.0
    # Guillemets may be set apart with blanks, corners touch the words outside.
    return 0.5 if KIND[mark] in ("double", "single") else 0.1


_WEIGHT = {mark: _weight(mark) for mark in _MARKS}


def _pattern() -> re.Pattern[str]:
    """Every mark that may be one, and, as `other`, what looks like marks and is none."""
    letter = r"[^\W_]"
    in_words = _any_of(mark for mark in _MARKS if _APOSTROPHES.issuperset(mark))
    outside = _any_of(mark for mark in _MARKS if not _APOSTROPHES.issuperset(mark))
    drawn_line = rf"(?P<one>{_any_of(sorted(_CHARACTERS))})(?P=one){{3,}}"
    attribute = "(?<=[\\w-]=)[\"'\u201d][^\"'\u201d<>\n]{0,200}[\"'\u201d]"  # <a href="...">
    # Three that end a quotation are one and two: ''He said, 'Go,''' without a double mark.
    first_of_three = "|".join(rf"(?<=[^\s{mark}]){mark}(?={mark}{mark}(?!{mark}))"
                              for mark in sorted(_APOSTROPHES) if mark * 2 in KIND)
    return re.compile(rf"(?P<other>{drawn_line}|{attribute})|{outside}|{first_of_three}"
                      rf"|(?<!{letter})(?:{in_words})|(?:{in_words})(?!{letter})")


def _any_of(marks: Iterable[str]) -> str:
    return "|".join(map(re.escape, marks))


_FIND = _pattern()


def _elisions(edge: str) -> frozenset[str]:
    """The words cut off at one edge."""
    rows = read_entries(_lines("elisions.tsv"), "lexicon/elisions.tsv",
                        lambda row: (row["word"], row["edge"]), "\t".join)
    return frozenset(word for word, where in rows.values() if where in (edge, "both"))


_CUT_AT_START, _CUT_AT_END = _elisions("start"), _elisions("end")
_CUT_AT_BOTH = _CUT_AT_START & _CUT_AT_END


# ------------------------------------------------------------------ marks and their places

class Mark(NamedTuple):
    """One mark with what each reading of it costs where it stands."""

    start: int
    end: int
    glyph: str
    opening: float  # infinite where such a mark never opens
    closing: float
    neither: float


class Paragraph(NamedTuple):
    span: Span
    marks: list[Mark]


def marked_paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a text with what may be a mark in each."""
    for span in paragraphs(normalise(text)):
        found = (_mark(text, span, match) for match in _FIND.finditer(text, *span)
                 if match["other"] is None)
        yield Paragraph(span, [mark for mark in found if mark is not None])


def _mark(text: str, paragraph: Span, match: re.Match[str]) -> Mark | None:
    """The mark with its costs, or None for an apostrophe beyond doubt."""
    glyph, start, end = match.group(), match.start(), match.end()
    before = _neighbour(text, paragraph, start - 1, -1)
    after = _neighbour(text, paragraph, end, 1)
    opening = _opening(glyph, _opens_after(before) + _opens_before(text, after, end))
    closing = _WEIGHT[glyph] * (_closes_after(before) + _closes_before(after))
    if KIND[glyph] != "single":
        inches = glyph in _INCH_MARKS and text[max(start - 1, 0):start].isdigit()
        return Mark(start, end, glyph, opening, closing, _INCHES if inches else _STRAY)
    if _is_and(text, start, end):
        return None
    neither = _apostrophe(text, paragraph, match)
    if neither == 0:
        opening += _ELISION_OPENS
    return Mark(start, end, glyph, opening, closing, neither)


def _opening(glyph: str, place: float) -> float:
    if glyph not in OPENING:
        return math.inf
    # A mark turned the other way opens only where everything around it says so.
    return OPENING[glyph] + place * (1.0 if OPENING[glyph] else _WEIGHT[glyph])


def _neighbour(text: str, paragraph: Span, at: int, step: int) -> str:
    """The next character that is neither a mark nor invisible; empty at the paragraph's end."""
    for _ in range(_NEARBY):
        if not paragraph.start <= at < paragraph.end:
            return ""
        if text[at] not in _CHARACTERS and unicodedata.category(text[at]) != "Cf":
            return text[at]
        at += step
    return text[at - step]


def _opens_after(before: str) -> float:
    if not before or before.isspace() or before in _OPENING_BRACKETS or before in _DASHES:
        return 0.0
    if before in _POINTS:
        return 1.5  # a blank forgotten
    return 2.0 if before in _CLOSING_BRACKETS else 3.0 if before.isalnum() else 1.0


def _opens_before(text: str, after: str, end: int) -> float:
    if not after or after.isspace():
        return 4.0
    if after in _CLOSING_BRACKETS:
        return 2.0
    # An ellipsis may begin a quotation, no other point does.
    return 2.0 if after in _POINTS and after != "\u2026" and text[end:end + 2] != ".." else 0.0


def _closes_after(before: str) -> float:
    if not before or before.isspace():
        return 3.0
    return 2.0 if before in _OPENING_BRACKETS else 0.0


def _closes_before(after: str) -> float:
    return 2.0 if after.isalnum() else 0.0


# ------------------------------------------------------------------ apostrophes

def _word_after(text: str, at: int) -> str:
    end = at
    while end < len(text) and end < at + _WORD and text[end].isalnum():
        end += 1
    return text[at:end].lower()


def _word_before(text: str, at: int) -> str:
    start = at
    while start > 0 and start > at - _WORD and text[start - 1].isalnum():
        start -= 1
    return text[start:at].lower()


def _is_and(text: str, start: int, end: int) -> bool:
    """Whether the mark is one of the two in rock 'n' roll."""
    leading, trailing = _word_after(text, end), _word_before(text, start)
    beyond = end + len(leading)
    first = start - len(trailing) - 1
    return (leading in _CUT_AT_BOTH and text[beyond:beyond + 1] in _APOSTROPHES) \
        or (trailing in _CUT_AT_BOTH and first >= 0 and text[first] in _APOSTROPHES)


def _apostrophe(text: str, paragraph: Span, match: re.Match[str]) -> float:
    """What it costs to take a single mark for no quotation mark."""
    glyph, start = match.group(), match.start()
    trailing = _word_before(text, start)
    if trailing:
        return _apostrophe_after(trailing)
    leading = _word_after(text, match.end())
    if not leading:
        return _AFTER_POINT
    if leading in _CUT_AT_START or re.fullmatch(r"\d\ds?", leading):
        return 0.0
    if glyph == "\u2019":
        return _APOSTROPHE_FIRST
    nearby = text[max(paragraph.start, start - _NEARBY):start].rstrip()
    introduced = nearby[-1:] in ("", ",", ":")
    return _SURELY_OPENING if introduced or glyph not in _PLAIN else _MAYBE_OPENING


def _apostrophe_after(word: str) -> float:
    if word[-1].isdigit() or word in _CUT_AT_END or (word.endswith("in") and len(word) > 3):
        return _FEET
    return _POSSESSIVE if word.endswith("s") else _CUT_OFF
