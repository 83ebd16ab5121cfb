"""URLs with text fragments: a link a record, at which a browser shows the words in their page.

Decides which words of a quotation go into its link. A short piece stands in it whole; a long one,
or one with a line end in it (a browser looks for each term within one paragraph), by its first
and last words. Where the text is given, the link is tried on it: as long as a browser would stop
elsewhere first, more words are taken, and then the words around it. A piece that no link
can tell from another place has none. Without the text nothing can be tried.

A line that begins with `#` is a remark: before each link which record it is, instead of it why
there is none, and at the end how many have none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from quotes.documents import web_address
from quotes.formats.given import Given, check
from quotes.records import QuoteRecord, TextSpan
from quotes.terminal import one_line

NEEDS_TEXT = False

# The polyfill of the specification's authors quotes up to 300 characters whole.
_LONGEST_WHOLE = 300
# Words of each end of a long piece, and of each side of any: as few as will do.
_ENDS = (4, 8, 16)
_NEAR = 2000
_CONTEXT = ((0, 0), (3, 0), (0, 3), (3, 3), (8, 8), (16, 16))

# Marks that part no word between letters or digits (Unicode's word boundaries).
_INSIDE = ".,:'\u2019\u00b7"


class Fragment(NamedTuple):
    """One text directive: `[prefix-,]start[,end][,-suffix]`."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        """As it stands in an address.

        >>> str(Fragment("well-known, yes", "end", prefix="a&b"))
        'text=a%26b-,well%2Dknown%2C%20yes,end'
        """
        terms = [f"{_encoded(self.prefix)}-" if self.prefix else "", _encoded(self.start),
                 _encoded(self.end), f"-{_encoded(self.suffix)}" if self.suffix else ""]
        return "text=" + ",".join(filter(None, terms))


def export(records: Iterable[QuoteRecord], texts: Mapping[str, str]) -> Iterator[bytes]:
    """A remark and a link for each record, and a remark at the end."""
    given, total, without = Given(texts), 0, 0
    for record in records:
        found = link(record, given.text(record))
        total += 1
        without += found.address is None
        yield f"# {_remark(record)}{found.trouble}\n{found.address or ''}".encode().rstrip() + b"\n"
    yield f"# {total - without} of {total} records have a link\n".encode()


class Link(NamedTuple):
    """A record's link, or what is in its way."""

    address: str | None
    trouble: str = ""


def link(record: QuoteRecord, text: str | None) -> Link:
    """The address that shows the record's words in their page, all pieces of them."""
    page = web_address(record.document.url)
    if page is None:
        return Link(None, " (no link: the document has no address on the web)")
    fragments = [fragment(record, span, text) for span in record.content]
    told = [str(found) for found in fragments if found is not None]
    if not told:
        return Link(None, " (no link: no words of it can be told from others of the text)")
    page = page.partition(":~:")[0]
    missing = len(fragments) - len(told)
    return Link(f"{page}{'' if '#' in page else '#'}:~:{'&'.join(told)}",
                f" ({missing} of {len(fragments)} pieces can't be told from others)"
                if missing else "")


def fragment(record: QuoteRecord, span: TextSpan, text: str | None) -> Fragment | None:
    """The shortest directive at which a browser finds the span, as far as that can be known."""
    if text is None:
        return next(iter(_wholes(span.text)), None)
    check(record, text, span)
    place = _Place(text, span)
    return next((found for before, after in _CONTEXT for whole in _wholes(span.text)
                 if (found := place.within(whole, before, after)) is not None), None)


def _wholes(words: str) -> Iterator[Fragment]:
    """The piece whole, if it is short and of one line; else its first and last words, fewest first.
    """
    lines = [line.split() for line in words.splitlines() if _has_letter(line)]
    if not lines:
        return
    if len(lines) == 1 and len(words) <= _LONGEST_WHOLE:
        yield Fragment(" ".join(lines[0]))
        return
    for count in _ENDS:
        first, last = lines[0][:count], lines[-1][-count:]
        if len(lines) > 1 or len(lines[0]) >= 2 * count:
            yield Fragment(" ".join(first), " ".join(last))


class _Place:
    """One span in its text, and whether a directive leads there."""

    def __init__(self, text: str, span: TextSpan) -> None:
        self._page = _page(text)
        self._piece = _bare(span.text)
        # Far more than the words around can take; copies of a book would cost hours.
        self._before = text[max(0, span.start - _NEAR):span.start]
        self._after = text[span.end:span.end + _NEAR]
        self._starts_word = not _inside_word(text, span.start)
        self._ends_word = not _inside_word(text, span.end)

    def within(self, whole: Fragment, before: int, after: int) -> Fragment | None:
        """The directive with so many words around it, if it leads here and nowhere before."""
        prefix = _last_words(self._before, before)
        suffix = _first_words(self._after, after)
        cut = not (self._starts_word or prefix) or not (self._ends_word or suffix)
        if cut or bool(before) != bool(prefix) or bool(after) != bool(suffix):
            return None
        found = whole._replace(prefix=prefix, suffix=suffix)
        return found if self._leads_here(found) else None

    def _leads_here(self, found: Fragment) -> bool:
        """Whether the terms stand nowhere else, blanks, case and accents aside.

        A browser's search is stricter (words must be whole), so what is unique here is there too.
        """
        start, end, prefix, suffix = map(_bare, found)
        if not end:
            return self._page.count(prefix + start + suffix) == 1 if start else False
        here = (self._piece + suffix).find(end + suffix, len(start))
        return self._page.count(prefix + start) == 1 and here == len(self._piece) - len(end)


def _bare(text: str) -> str:
    """What is left of a text for a search that passes over blanks, case and accents."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in apart if not (c.isspace() or unicodedata.combining(c)))


@lru_cache(maxsize=1)
def _page(text: str) -> str:
    """The whole text so; the records of one document mostly come together."""
    return _bare(text)


def _inside_word(text: str, at: int) -> bool:
    """Whether a word goes on over a place; as in *don't* and *3.5* over a mark, too."""
    before, after = text[max(0, at - 2):at], text[at:at + 2]
    if not before or not after:
        return False
    left, right = _in_words(before[-1]), _in_words(after[0])
    return ((left and right) or (left and after[0] in _INSIDE and _in_words(after[1:]))
            or (right and before[-1] in _INSIDE and _in_words(before[:-1])))


def _in_words(character: str) -> bool:
    return character.isalnum() or character == "_" or (
        character != "" and unicodedata.combining(character) > 0)


def _last_words(text: str, count: int) -> str:
    """Of the nearest line before that says something; a term can't go over a line end."""
    line = next((line for line in reversed(text.splitlines()) if _has_letter(line)), "")
    return " ".join(line.split()[-count:]) if count else ""


def _first_words(text: str, count: int) -> str:
    line = next((line for line in text.splitlines() if _has_letter(line)), "")
    return " ".join(line.split()[:count])


def _has_letter(text: str) -> bool:
    return any(c.isalnum() for c in text)


def _remark(record: QuoteRecord) -> str:
    who = record.speaker.name if record.speaker else "nobody named"
    return one_line(f"{record.id} {who}: {' '.join(record.text.split())}")


def _encoded(term: str) -> str:
    """Percent-encoded; the dash is what divides a directive, and Python would leave it."""
    return quote(term, safe="").replace("-", "%2D")
