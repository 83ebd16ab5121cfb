"""An article's text as HTML with its marks, paragraph by paragraph.

Decides where elements open and close. Marks may nest, cross and run over paragraphs, elements
may not: a mark is cut wherever another element ends and goes on after it. `report.text` says what
is marked and cuts what crosses; every character of the text is in the page once, in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from quotes.report.page.entries import Entry
from quotes.report.page.harmless import article_text
from quotes.report.text import Mark, Piece, marks, pieces
from quotes.text import Span, normalise, paragraphs, straighten

_CLASSES = {"direct": "q di", "mixed": "q mi", "indirect": "q in"}
# Deeper marks are drawn like the third: there is no more room below a line.
_DEEPEST = 2

_PARAGRAPH = Markup('<p dir="auto">{}</p>')
_KEPT = Markup('<p dir="auto" class="kept">{}</p>')
_OPEN = Markup('<span class="{}" data-r="{}">')
_CLOSE = Markup("</span>")
# Blanks that set words in columns; the line ends of a paragraph that was only wrapped do not.
_ALIGNED = re.compile(r"[^\S\n]{2}|\t")
# Empty, so that the text stays the article's own; the number is drawn by the style sheet.
_REFERENCE = Markup('<a class="ref" id="q-{0}" href="#r-{0}" data-r="{1}" data-n="{1}" '
                    'aria-label="{2}"></a>')


def marked(text: str, entries: Sequence[Entry]) -> tuple[Markup, frozenset[int]]:
    """The text of an article, and the numbers of the records whose words are marked in it."""
    numbered = dict(enumerate(entries, 1))
    seen: set[int] = set()
    parts: list[Markup] = []
    end = 0
    for span, inside in _by_paragraph(text, marks(text, [entry.record for entry in entries])):
        parts.append(article_text(text[end:span.start]))
        cut = pieces(text[span.start:span.end], inside)
        words = Markup("").join(_element(piece, numbered, seen) for piece in cut)
        kept = _ALIGNED.search(straighten(text[span.start:span.end]))
        parts.append((_KEPT if kept else _PARAGRAPH).format(words))
        end = span.end
    parts.append(article_text(text[end:]))
    return Markup("").join(parts), frozenset(seen)


def _by_paragraph(text: str, ordered: Sequence[Mark]) -> Iterator[tuple[Span, list[Mark]]]:
    """Each paragraph with its part of the marks, at places in the paragraph."""
    waiting, open_marks = list(reversed(ordered)), list[Mark]()
    for span in paragraphs(normalise(text)):
        while waiting and waiting[-1].start < span.end:
            open_marks.append(waiting.pop())
        open_marks = [mark for mark in open_marks if mark.end > span.start]
        inside = [Mark(max(mark.start, span.start) - span.start,
                       min(mark.end, span.end) - span.start, mark.kind, mark.number)
                  for mark in open_marks]
        yield span, sorted(inside, key=lambda m: (m.start, -m.end, m.kind != "Q", m.number))


def _element(piece: Piece, numbered: Mapping[int, Entry], seen: set[int]) -> Markup:
    if piece.closes is not None:
        return _CLOSE
    if piece.opens is None:
        return article_text(piece.text)
    entry = numbered[piece.opens.number]
    opened = _OPEN.format(_class(piece, entry), entry.number)
    if piece.opens.kind != "Q" or entry.number in seen:
        return opened
    seen.add(entry.number)
    return _REFERENCE.format(entry.anchor, entry.number, entry.label) + opened


def _class(piece: Piece, entry: Entry) -> str:
    assert piece.opens is not None
    if piece.opens.kind != "Q":
        return piece.opens.kind.lower()
    depth = sum(mark.kind == "Q" for mark in piece.marks) - 1
    return _CLASSES[entry.record.type] + (f" d{min(depth, _DEEPEST)}" if depth else "")
