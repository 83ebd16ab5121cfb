"""HTML: what of a page is the article, by trafilatura; nothing is fetched and nothing run.

The main text is trafilatura's, with a blank line between its paragraphs; title, date, author,
publisher and address are what the page says of itself. A date must be stated as one: a year
in a footer is no date of an article.
"""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import Any

from quotes.documents import Document
from quotes.errors import InputError
from quotes.readers.decoding import decode
from quotes.readers.fields import check_length

# The parser's time grows with the square of a tag's attributes; 2,000 of them take 20 ms, and
# no page that people wrote has as many.
_MOST_ATTRIBUTES = 2000
_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']+|"[^"]*"|'[^']*')*""")

# Begun only where a run of blanks begins: else a long one takes the square of its length.
_LINE_END = re.compile(r"(?<![ \t])[ \t]*[\r\n][ \t\r\n]*")
_LANGUAGE = re.compile(r"""<html\b[^>]{0,500}?\slang\s*=\s*["']?([a-zA-Z-]{2,20})""", re.IGNORECASE)

_NO_TEXT = ("no main text found in this HTML; it may be built by scripts, need a subscription, or "
            "be no article: save its text as a .txt file")


def read_html(data: bytes, name: str, max_chars: int) -> Document:
    """The article in a page; an empty file is an empty document.

    Raises InputError where there is no article, or the page is no HTML that can be read.
    """
    if not data.strip():
        return Document(id=name, text="", path=name)
    html = decode(data, html=True)
    _refuse_crowded(html)
    page = _extract(_unwrapped(html))
    text = _paragraphs(page.text or "") if page else ""
    if not text:
        raise InputError(_NO_TEXT)
    check_length(text, max_chars)
    language = _LANGUAGE.search(html)
    return Document(id=name, text=text, title=page.title or None, url=page.url or None,
                    date=page.date or None, author=page.author or None,
                    publisher=page.sitename or None, language=language and language[1],
                    path=name)


def _extract(html: str) -> Any:
    """trafilatura's own document, or None."""
    from trafilatura import bare_extraction

    _quieten()
    try:
        return bare_extraction(
            html, with_metadata=True, include_comments=False,
            date_extraction_params={"original_date": True, "extensive_search": False})
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError,
            RecursionError) as error:  # whatever a hostile page can make the library stumble on
        raise InputError(f"the HTML can't be read ({type(error).__name__}: {error}); save its "
                         "text as a .txt file") from error


@cache
def _quieten() -> None:
    """Keep the libraries' remarks from standard error, unless the user has set up logging."""
    for library in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
        logging.getLogger(library).addHandler(logging.NullHandler())


def _refuse_crowded(html: str) -> None:
    for tag in _TAG.finditer(html):
        # An attribute may have no value: blanks count too.
        if len(tag[0]) > _MOST_ATTRIBUTES and max(
                tag[0].count("="), len(tag[0].split())) > _MOST_ATTRIBUTES:
            raise InputError(f"a tag with over {_MOST_ATTRIBUTES:,} attributes, which is no "
                             "article's; save its text as a .txt file")


def _unwrapped(html: str) -> str:
    """Line ends as the blanks that they are in HTML, so that those of the text are paragraphs'."""
    return html if "<pre" in html.lower() else _LINE_END.sub(" ", html)


def _paragraphs(text: str) -> str:
    """A blank line between paragraphs: single line ends could pass for wrapped lines.

    >>> _paragraphs("One.\\nTwo. \\n")
    'One.\\n\\nTwo.'
    """
    return "\n\n".join(line for line in map(str.strip, text.split("\n")) if line)
