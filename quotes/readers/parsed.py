"""CoNLL-U: one document from each `# newdoc` to the next, with its parse, read one at a time.

What the rows mean is decided in `quotes.conllu`; here, where a document begins. A document that
is broken is a failure, and the next one is read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quotes import conllu
from quotes.documents import Document, Failure
from quotes.errors import InputError
from quotes.readers.decoding import Line, Stream, lines
from quotes.readers.fields import Layout, check_length, failure, too_long

_NEW_DOCUMENT = re.compile(r"#\s*newdoc\b")
_BYTES_PER_CHAR = 4  # of UTF-8 at most, in a `# text` line
_OTHER_FIELDS = 1 << 20  # bytes of a line beside its text
# Characters of CoNLL-U for one of text: a one-letter word with all its columns takes about 100.
_ROWS_PER_CHAR = 100


class _Part:
    """The lines of one document as far as they are read, or the reason why they can't be."""

    def __init__(self, layout: Layout, rows: list[Line]) -> None:
        self._layout = layout
        self._size = 0
        self._comments = 0  # rows at the end that are comments on the sentence that follows
        self._rows: list[Line] = []
        self.problem: InputError | None = None
        self.line = 0  # of its first row, from 1
        for row in rows:
            self.add(row)

    @property
    def text(self) -> str:
        return "".join(row.text for row in self._rows)

    def add(self, row: Line) -> None:
        self.line = self.line or row.number
        self._size += len(row.text)
        self._comments = self._comments + 1 if row.text.startswith("#") else 0
        if row.problem and self.problem is None:
            self.problem = InputError(row.problem, line=row.number)
        elif self._size > _ROWS_PER_CHAR * self._layout.max_chars + _OTHER_FIELDS:
            self.problem = self.problem or too_long(self._layout.max_chars)
        if self.problem and not self._comments:
            self._rows = []  # nothing more of this document is needed
        else:
            self._rows.append(row)

    def split(self) -> _Part:
        """The part that begins with the comments at the end of this one, which loses them."""
        start = len(self._rows) - self._comments
        following = _Part(self._layout, self._rows[start:])
        del self._rows[start:]
        return following


def read_parsed(stream: Stream, name: str, layout: Layout) -> Iterator[Document | Failure]:
    """The documents of a stream; one without an id is `name`, or `name:line` if not the first."""
    for part in _parts(stream, layout):
        yield from _results(part, name, layout)


def _results(part: _Part, name: str, layout: Layout) -> Iterator[Document | Failure]:
    """The document of a part; nothing where it has comments only."""
    try:
        for document in _read(part):
            check_length(document.text, layout.max_chars)
            own = document.id or (name if part.line == 1 else f"{name}:{part.line}")
            yield Document(id=own, text=document.text, parse=document.parse, path=name,
                           line=part.line)
    except InputError as error:
        yield failure(error, name, error.line or part.line)


def _read(part: _Part) -> list[conllu.Parsed]:
    if part.problem:
        raise part.problem
    try:
        return conllu.read(part.text)
    except InputError as error:
        line = part.line - 1 + (error.line or 1)
        raise InputError(f"broken CoNLL-U: {error.message}", line=line) from None
    except ValueError as error:  # a number of thousands of digits
        raise InputError(f"broken CoNLL-U: {error}", line=part.line) from None


def _parts(stream: Stream, layout: Layout) -> Iterator[_Part]:
    """Lines up to the comments on the first sentence of the next document."""
    part = _Part(layout, [])
    for row in lines(stream, _BYTES_PER_CHAR * layout.max_chars + _OTHER_FIELDS):
        if _NEW_DOCUMENT.match(row.text):
            following = part.split()
            yield part
            part = following
        part.add(row)
    yield part
