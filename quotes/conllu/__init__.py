"""CoNLL-U in and out: decides the exact text and the offsets of a document parsed already.

The text of a document is its `# text` lines, one blank between sentences and a blank line
before each `# newpar`; a sentence without such a line is its words, apart but for
`SpaceAfter=No`. `start_char` and `end_char` in MISC must agree: they may only widen the gap
between sentences. What stands between words comes back exactly where MISC tells it, as
UDPipe's `SpacesAfter`, `SpacesBefore` and `SpacesInToken` do and `write` does; else other
blanks than the plain ones are lost, and offsets count the text as built here.

Names are `NER=` in MISC, BIO or BIOES. Enhanced dependencies, features and empty nodes are
not read. A word in a multi-word token takes the token's span, unless it has offsets of its own
or the token is its words put together.
"""

from __future__ import annotations

from quotes.conllu.reading import Parsed, read
from quotes.conllu.writing import write

__all__ = ["Parsed", "read", "write"]
