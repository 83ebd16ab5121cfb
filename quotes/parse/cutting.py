"""How a document is cut before the tokenizer sees it.

Decides three things. A line of the normalised text is a paragraph, so no sentence spans a
line end. A paragraph longer than the tokenizer reads at once is cut at a plain sentence end,
else at a blank, else anywhere. And a very long document is read in blocks, so that memory
and time stay in proportion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quotes.text import Span

# What Stanza's own tokenizer reads at once are 1,000 characters, with the mark that it adds; beyond
# that its answer depends on what else is in the batch.
LONGEST_FOR_STANZA = 900

# What is held of a block while it is read (with Stanza's objects about 7 kB a word); at a line end
# after the first figure, or anywhere at the second, a new block starts.
_BLOCK = 50_000
_LONGEST_BLOCK = 100_000

# Four small letters before the mark: no abbreviation of a title, month or state is so long.
_PLAIN_END = re.compile(r"[a-z]{4}[.!?][\"')]*\s+(?=[\"'(]?[A-Z])")

# What tokenizers take for blank; a chunk of nothing else would vanish in them.
_VISIBLE = re.compile(r"[^\s\u0080-\u009f]")
_BLANK = re.compile(r"[\s\u0080-\u009f]")


def blocks(text: str, longest: int | None = None) -> Iterator[list[Span]]:
    """The chunks of a normalised text, a list for each block. None are empty or only blanks.

    A chunk is a paragraph, or a part of one of at most `longest` characters (None: of a block).

    >>> list(blocks("One.\\n\\n Two. "))
    [[Span(start=0, end=4), Span(start=7, end=11)]]
    """
    block: list[Span] = []
    for line in re.finditer(r"[^\n]+", text):
        if block and line.start() - block[0].start > _BLOCK:
            yield block
            block = []
        for chunk in _chunks(text, line.start(), line.end(), longest or _LONGEST_BLOCK):
            if block and chunk.end - block[0].start > _LONGEST_BLOCK:
                yield block
                block = []
            block.append(chunk)
    if block:
        yield block


def _chunks(text: str, start: int, end: int, longest: int) -> Iterator[Span]:
    while (first := _VISIBLE.search(text, start, end)) is not None:
        start = first.start()
        cut = end if end - start <= longest else _cut(text, start, start + longest)
        last = cut
        while _BLANK.match(text[last - 1]):
            last -= 1
        yield Span(start, last)
        start = cut


def _cut(text: str, start: int, limit: int) -> int:
    ends = [match.end() for match in _PLAIN_END.finditer(text, start, limit)]
    if ends:
        return ends[-1]
    blanks = [match.end() for match in _BLANK.finditer(text, start, limit)]
    return blanks[-1] if blanks else limit
