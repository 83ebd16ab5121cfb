"""CSV: a header row, then one document a row, read row by row.

The separator is whichever of comma, semicolon and tab gives the header the text's field. Rows
are read strictly. Where one is broken, the lines that its stray quotation mark swallowed
are read again as rows of their own, if every one of them is such a row; else (a text's own
lines) they fail together, since a line of a text must not pass for a document.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator

from quotes.documents import Document, Failure
from quotes.errors import InputError
from quotes.readers.decoding import Line, Stream, lines
from quotes.readers.fields import Layout, failure, require, to_document

_SEPARATORS = ",;\t"
_BYTES_PER_CHAR = 4  # of UTF-8 at most
_OTHER_FIELDS = 1 << 20  # bytes of a line beside its text
_LARGEST_LIMIT = (1 << 31) - 1  # the csv module keeps its limit in a C long, 32 bits on Windows

def read_csv(stream: Stream, name: str, layout: Layout) -> Iterator[Document | Failure]:
    """The documents of a stream; an id that a row lacks is `name:line`.

    Raises InputError where the header lacks a field that is asked for.
    """
    _allow_fields_of(layout.max_chars)
    feed = _Feed(lines(stream, _BYTES_PER_CHAR * layout.max_chars + _OTHER_FIELDS))
    separator = _separator(feed.peek(), layout.text_field)
    header = _header(feed, separator, layout)
    while feed.start():
        try:
            row = _row(feed, separator)
            if not row:
                continue
            _check_width(row, header)
            fields = dict(zip(header, row, strict=True))
            yield to_document(fields, name, feed.first, layout)
        except InputError as error:
            _put_back(feed, separator, len(header))
            yield failure(_over_lines(error, feed), name, feed.first)


class _Feed:
    """The lines that the csv module draws for one row, which can be put back."""

    def __init__(self, source: Iterator[Line]) -> None:
        self._source = source
        self._back: deque[Line] = deque()
        self.drawn: list[Line] = []

    @property
    def first(self) -> int:
        return self.drawn[0].number

    def start(self) -> bool:
        """Begin a row; False at the end of the input."""
        self.drawn = []
        return self.peek() is not None

    def peek(self) -> Line | None:
        if not self._back:
            self._back.extend(line for line in [next(self._source, None)] if line)
        return self._back[0] if self._back else None

    def put_back(self, count: int) -> None:
        """Leave the last `count` lines of the row to be drawn again."""
        for _ in range(count):
            self._back.appendleft(self.drawn.pop())

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._source)
        self.drawn.append(line)
        if line.problem:
            raise InputError(line.problem)
        return line.text


def _allow_fields_of(chars: int) -> None:
    """Raise the csv module's limit, which all its users share; never lower it."""
    csv.field_size_limit(max(csv.field_size_limit(), min(chars, _LARGEST_LIMIT)))


def _separator(line: Line | None, text_field: str) -> str:
    first = [line.text] if line else []
    return next((mark for mark in _SEPARATORS if text_field in _names(_fields(first, mark))), ",")


def _names(header: Iterable[str]) -> list[str]:
    return [name.strip() for name in header]


def _header(feed: _Feed, separator: str, layout: Layout) -> list[str]:
    """The names of the columns; none for an empty input."""
    if not feed.start():
        return []
    try:
        header = _names(_row(feed, separator))
        require(header, layout)
    except InputError as error:
        raise InputError(error.message, line=feed.first) from None
    return header


def _row(feed: Iterator[str], separator: str) -> list[str]:
    try:
        return next(csv.reader(feed, delimiter=separator, strict=True), [])
    except csv.Error as error:
        raise InputError(_broken(str(error))) from None


def _broken(message: str) -> str:
    if "new-line character" in message:
        return "broken row: a carriage return without a line feed; save the file with line feeds"
    if "field larger" in message:
        return ("a field is too long, or its quotation mark is never closed; close it, or raise "
                "--max-chars")
    if "unexpected end" in message:
        return "broken row: a quotation mark is never closed; close it, or double one in a text"
    return (f"broken row ({message}); put quotation marks around a field with separators or "
            "line ends, and double each one inside")


def _check_width(row: list[str], header: list[str]) -> None:
    if len(row) != len(header):
        raise InputError(f"the row has {len(row)} fields and the header {len(header)}; put "
                         "quotation marks around a field with separators or line ends")


def _put_back(feed: _Feed, separator: str, width: int) -> None:
    """Leave the lines after a broken row's first to be read again, if they are all rows.

    The last may be the beginning of one. In a table of one column any line would be a row.
    """
    swallowed = [line.text if not line.problem else "" for line in feed.drawn[1:]]
    if not swallowed or width == 1:
        return
    more = feed.peek() is not None
    whole = _width(swallowed[-1:], separator) == width
    begun = more and 1 < _width([swallowed[-1], '"'], separator) <= width
    if (whole or begun) and all(_width([text], separator) == width for text in swallowed[:-1]):
        feed.put_back(len(swallowed))


def _width(texts: list[str], separator: str) -> int:
    return len(_fields(texts, separator))


def _fields(texts: list[str], separator: str) -> list[str]:
    """The fields of the row that the lines hold, none if they hold no whole row."""
    try:
        return _row(iter(texts), separator)
    except InputError:
        return []


def _over_lines(error: InputError, feed: _Feed) -> InputError:
    last = feed.drawn[-1].number
    reach = f" (lines {feed.first} to {last})" if last > feed.first else ""
    return InputError(error.message + reach)
