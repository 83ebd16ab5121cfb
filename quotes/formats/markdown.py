"""Markdown: a page for a person to read, or to paste into another.

Decides how a quotation looks there: a heading for each run of records of one document, a
blockquote for each record, and below the words who said them, with what cue, and how sure that is.
Whatever stands in the article is only text: no character of it can open a tag, a link, an image, a
heading, code or a table, and controls and marks that override the direction of writing show as
signs (see `terminal`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from quotes.formats.csv_ import verification
from quotes.records import DocumentInfo, QuoteRecord, Speaker
from quotes.terminal import one_line

NEEDS_TEXT = False

# A backslash takes the meaning of any of these; @, a colon before something and a dot after www
# make links on GitHub.
_SIGNS = re.compile(r"[\\`*_\[\]<>#|~&$^@{}]|:(?=\S)|(?<=www)\.", re.IGNORECASE)
_NUMBER = re.compile(r"\d+[.)]")
_DIRECT = "\u201c{}\u201d"
_PIECES_APART = " \u00b7 "
_FACTS_APART = "; "


def export(records: Iterable[QuoteRecord], texts: Mapping[str, str]) -> Iterator[bytes]:
    """A chunk a document; records of one document that stand apart get a heading each time."""
    first = True
    for _, group in groupby(records, key=lambda r: (r.doc_id, r.document.sha256)):
        own = list(group)
        page = _heading(own[0].document) + "".join(map(_entry, own))
        yield (page if first else "\n" + page).encode("utf-8")
        first = False


def escaped(text: str) -> str:
    """The text as one line that Markdown shows as it is, blanks apart.

    >>> escaped("*5* < [6](x)\\n- see www.a.b")
    '\\\\*5\\\\* \\\\< \\\\[6\\\\](x) - see www\\\\.a.b'
    >>> escaped("1. Not a list")
    '1\\\\. Not a list'
    """
    line = _SIGNS.sub(r"\\\g<0>", one_line(" ".join(text.split())))
    start = _NUMBER.match(line)
    if start:
        return f"{line[:start.end() - 1]}\\{line[start.end() - 1:]}"
    return f"\\{line}" if line[:1] in ("-", "+", "=") else line


def _heading(document: DocumentInfo) -> str:
    facts = (document.author, document.publisher, document.date, document.url)
    below = _FACTS_APART.join(escaped(fact) for fact in facts if fact)
    return f"# {escaped(document.title or document.id)}\n" + (f"\n{below}\n" if below else "")


def _entry(record: QuoteRecord) -> str:
    """The words, then who said them, as two paragraphs of one blockquote."""
    lines = [*_words(record), f"\u2014 {_attribution(record)}"]
    return "\n" + "\n>\n".join(f"> {line}" for line in lines) + "\n"


def _words(record: QuoteRecord) -> list[str]:
    """The content in paragraphs; what stands between two pieces isn't the speaker's.

    A direct quotation has left its marks in the text, so they are set again.
    """
    marks = _DIRECT if record.type == "direct" else "{}"
    pieces = [marks.format(escaped(span.text)) for span in record.content]
    if len(pieces) > 1:
        return [_PIECES_APART.join(pieces)]
    return [marks.format(escaped(part)) for part in record.text.split("\n\n") if part.strip()]


def _attribution(record: QuoteRecord) -> str:
    facts = [_who(record)]
    if record.cue is not None:
        words = _PIECES_APART.join(escaped(span.text) for span in record.cue.spans)
        facts.append(f"*{words}*" + (" (negated)" if record.cue.negated else ""))
    facts += [f"{source.relation.replace('_', ' ')} {escaped(source.name)}"
              for source in record.sources]
    facts += [record.type, f"{record.confidence:.2f}", *_checked(record)]
    return _FACTS_APART.join(facts)


def _who(record: QuoteRecord) -> str:
    speaker = record.speaker
    if speaker is None:
        return f"({escaped((record.unattributed or 'unattributed').replace('_', ' '))})"
    about = _FACTS_APART.join(map(escaped, _about(speaker)))
    return f"**{escaped(speaker.name)}**" + (f" ({about})" if about else "")


def _about(speaker: Speaker) -> Iterator[str]:
    yield from (*speaker.titles, *speaker.roles)
    if speaker.resolution == "unresolved":
        yield "unresolved"
    if speaker.anonymous:
        yield "anonymous"


def _checked(record: QuoteRecord) -> Iterator[str]:
    """What `quotes verify` found, if it was asked."""
    found = verification(record)
    if found:
        alarms = ", ".join(map(str, found.get("alarms", ())))
        yield escaped(f"checked: {found.get('tier')}" + (f" ({alarms})" if alarms else ""))
