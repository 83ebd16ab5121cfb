"""TEI P5: each document whole, with its quotations marked in the text.

Decides the encoding. The text of a document is the content of one `<ab>`, character for character:
places in it are the records' own. The pieces of a quotation are `<said>` elements, chained
by `next` and `prev`; `n` counts its pieces, so that one that had to be cut, where it crosses
another, is known by the same `n`. A mention is `<rs>`, a cue `<seg type="cue">`; words in marks
inside a mixed quotation are `<q>`. `who` leads to lists of people, bodies, places and works in
`<standOff>`, where an `<annotation>` a record holds what a `<said>` can't.

Characters that XML can't hold become `<g>` with U+FFFD in it, and the header says which they were.
One document makes a `<TEI>`, several a `<teiCorpus>`; the records of one document that don't come
together make a `<TEI>` each time. Two documents at most are in memory at a time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby

from quotes.formats.given import check
from quotes.formats.nesting import Step, Stretch, steps
from quotes.formats.tei_lists import Cast, header, known_of_each
from quotes.formats.xml import FORBIDDEN, STAND_IN, element, escaped, opening
from quotes.records import QuoteRecord

NEEDS_TEXT = True

NAMESPACE = "http://www.tei-c.org/ns/1.0"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)

# Which element stands outside where several have one range.
_SAID, _Q, _MENTION, _CUE = range(4)
_TAGS = {_SAID: "said", _Q: "q", _MENTION: "rs", _CUE: "seg"}


def export(records: Iterable[QuoteRecord], texts: Mapping[str, str]) -> Iterator[bytes]:
    """One XML file, a chunk a document."""
    documents = (list(group) for _, group in
                 groupby(records, key=lambda record: (record.doc_id, record.document.sha256)))
    first, second = next(documents, []), next(documents, [])
    if not second:
        whole = _tei(first, texts[first[0].doc_id], "d1") if first else _nothing()
        yield f"{_DECLARATION}{opening('TEI', xmlns=NAMESPACE)}{whole}</TEI>\n".encode()
        return
    yield (f"{_DECLARATION}{opening('teiCorpus', xmlns=NAMESPACE)}\n"
           f"{header('Quotations of several documents')}\n").encode()
    for number, group in enumerate(chain([first, second], documents), 1):
        yield f"<TEI>{_tei(group, texts[group[0].doc_id], f'd{number}')}</TEI>\n".encode()
    yield b"</teiCorpus>\n"


def _nothing() -> str:
    return f"{header('No quotations')}{element('text', element('body', element('ab')))}"


def _tei(records: Sequence[QuoteRecord], text: str, name: str) -> str:
    """One document: its header, who speaks and what is known of each record, and its text."""
    cast = Cast(name)
    inline = _Inline(name, records, text, cast)
    body = inline.markup(text)
    forbidden = sorted({ord(character) for character in FORBIDDEN.findall(text)})
    language = records[0].document.language
    known = language if language and _LANGUAGE.fullmatch(language) else None
    lists = cast.markup() + known_of_each(name, records, inline.pieces)
    return "\n".join((
        header(records[0].document.title or records[0].doc_id, records[0], name, forbidden),
        element("standOff", lists),
        element("text", element("body", element("ab", body, xml_space="preserve")),
                xml_lang=known))) + "\n"


class _Inline:
    """The elements inside one document's text."""

    def __init__(self, name: str, records: Sequence[QuoteRecord], text: str, cast: Cast) -> None:
        self._name, self._records = name, records
        self._who = [cast.who(record) for record in records]
        stretches = [stretch for number, record in enumerate(records)
                     for stretch in _stretches(record, number, text)]
        self._steps = list(steps(len(text), stretches))
        # How many elements each quotation, mention and so on is written as.
        self.pieces = Counter((step.stretch.rank, step.stretch.number) for step in self._steps
                              if step.stretch is not None and step.kind == "open")
        self._opened: Counter[tuple[int, int]] = Counter()

    def markup(self, text: str) -> str:
        return "".join(map(self._step, self._steps, (text for _ in self._steps)))

    def _step(self, step: Step, text: str) -> str:
        if step.stretch is None:
            return _characters(text[step.start:step.end], self._name)
        if step.kind == "close":
            return f"</{_TAGS[step.stretch.rank]}>"
        return self._open(step.stretch)

    def _open(self, stretch: Stretch) -> str:
        """A start tag, with what chains the pieces and says whose they are."""
        key = stretch.rank, stretch.number
        self._opened[key] += 1
        here, record = self._opened[key], self._records[stretch.number]
        chained = {
            "xml_id": _id(self._name, *key, here), "n": str(stretch.part),
            "prev": f"#{_id(self._name, *key, here - 1)}" if here > 1 else None,
            "next": f"#{_id(self._name, *key, here + 1)}" if here < self.pieces[key] else None}
        if stretch.rank == _SAID:
            # Words of which the text says that nobody said them are nobody's.
            unsaid = record.cue is not None and record.cue.negated
            who = None if unsaid else self._who[stretch.number]
            tag = opening("said", **chained, who=who,
                          direct="true" if record.type == "direct" else "false",
                          cert=str(record.confidence))
            return tag + (_certainty(record) if who and here == 1 else "")
        whose = f"#{self._name}.q{stretch.number + 1}"
        if stretch.rank == _MENTION:
            return opening("rs", **chained, corresp=whose, ref=self._who[stretch.number])
        return opening(_TAGS[stretch.rank], **chained, corresp=whose,
                       type="cue" if stretch.rank == _CUE else None)


def _stretches(record: QuoteRecord, number: int, text: str) -> Iterator[Stretch]:
    """What of a record stands in the text."""
    marked = [(_SAID, record.content),
              (_Q, record.quoted if record.type == "mixed" else []),
              (_MENTION, record.speaker.mention if record.speaker else []),
              (_CUE, record.cue.spans if record.cue else [])]
    for rank, spans in marked:
        for part, span in enumerate(spans, 1):
            check(record, text, span)
            yield Stretch(span.start, span.end, rank, number, part)


def _id(name: str, rank: int, number: int, piece: int) -> str:
    """Unique in the file: of the document, of the record, of the element."""
    letter = {_SAID: "", _Q: "q", _MENTION: "m", _CUE: "c"}[rank]
    return f"{name}.q{number + 1}.{letter}{piece}"


def _certainty(record: QuoteRecord) -> str:
    """That the name is right, which is another question than whether somebody said it."""
    sure = record.speaker.confidence if record.speaker else 0.0
    return element("certainty", locus="value", match="@who", degree=str(sure))


def _characters(text: str, name: str) -> str:
    """Text of the document, with a sign for each character that XML can't hold."""
    kept = FORBIDDEN.split(text)
    signs = [element("g", STAND_IN, ref=f"#{name}.u{ord(found):04X}")
             for found in FORBIDDEN.findall(text)]
    return "".join(escaped(part) + sign for part, sign in zip(kept, [*signs, ""], strict=True))
