"""What an annotator sees of a record: marks on the text, and relations that join them.

Decides the labels and relations that brat, Label Studio and doccano share. A record is a mark
Content, joined to the marks of its cue, speaker (the mention), sources and addressee. Two records
of one cue or speaker share that mark. Marks are sorted and disjoint; spans that touch are one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, get_args

from quotes.errors import InputError
from quotes.records import Category, QuoteRecord, QuoteType, Relation, TextSpan
from quotes.text import Span, merge

CONTENT, CUE, SPEAKER, SOURCE, ADDRESSEE = "Content", "Cue", "Speaker", "Source", "Addressee"
LABELS = (CONTENT, CUE, SPEAKER, SOURCE, ADDRESSEE)
SIGNALLED_BY, SAID_BY, SAID_TO, WITHIN = "signalled_by", "said_by", "said_to", "within"
RELAYS: tuple[str, ...] = get_args(Relation)
# From a content to a mark of this label; `within` from the inner to the outer content.
RELATIONS: Mapping[str, str] = {SIGNALLED_BY: CUE, SAID_BY: SPEAKER, SAID_TO: ADDRESSEE,
                                **dict.fromkeys(RELAYS, SOURCE), WITHIN: CONTENT}
# From a piece of a mark to its next one, in formats whose marks are of one piece.
CONTINUES = "continues"
TYPES: tuple[str, ...] = get_args(QuoteType)
CATEGORIES: tuple[str, ...] = get_args(Category)

# The characters at which some program of Python's kind ends a line.
_LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_LINE = re.compile(f"[^{''.join(_LINE_ENDS)}]+")

Spans = tuple[Span, ...]
Warn = Callable[[str], None]


class Mark(NamedTuple):
    """Words that are marked. `line` is where it stands in a file that was read."""

    number: int  # each once in a text, from 1
    label: str
    spans: Spans
    type: str | None = None  # of a content
    category: str | None = None  # of a cue
    name: str | None = None  # of a content: who said it
    record: str | None = None  # of a content: see `entry`
    line: int | None = None


class Link(NamedTuple):
    """A relation from one mark to another, by their numbers."""

    relation: str
    source: int
    target: int
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Marking:
    """One attribution as it is marked; what a format can't hold is None."""

    content: Spans
    cue: Spans = ()
    speaker: Spans = ()
    sources: tuple[tuple[str, Spans], ...] = ()  # relation and mention, in text order
    addressee: Spans = ()
    type: str | None = None
    category: str | None = None
    name: str | None = None
    within: int | None = None  # index of the marking whose content holds this one
    entry: str | None = None
    line: int | None = None

    def words_only(self) -> Marking:
        """Without what a format that has only marks and relations can't hold."""
        return replace(self, type=None, category=None, name=None)


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text with the marks that a file has on it.

    `document` is a record's `document`, as far as the file has it; a text of which nothing is
    known is document `name`. `entries` are what the file noted of the records (see `entry`),
    unless each stands on its mark.
    """

    path: str
    text: str
    marks: Sequence[Mark]
    links: Sequence[Link]
    document: Mapping[str, Any] | None = None
    entries: Sequence[str] = ()
    words_only: bool = False  # the format can't hold type, category and name
    line: int | None = None
    name: str | None = None  # the path, if None


def shown(record: QuoteRecord) -> Marking:
    """A record as it is marked."""
    sources = sorted((s.relation, _spans(s.mention)) for s in record.sources if s.mention)
    return Marking(
        content=_spans(record.content), cue=_spans(record.cue.spans if record.cue else ()),
        speaker=_spans(record.speaker.mention if record.speaker else ()),
        sources=tuple(dict.fromkeys(sources)),
        addressee=_spans(record.addressee.mention if record.addressee else ()),
        type=record.type, category=record.cue.category if record.cue else None,
        name=(plain_name(record.speaker.name) or None) if record.speaker else None)


def plain_name(name: str) -> str:
    """A name as one line that survives a tool's input field; joiners belong to its letters."""
    return " ".join("".join(c if c.isprintable() or c in "\u200c\u200d" else " " for c in name
                            ).split())


def _spans(spans: Iterable[TextSpan]) -> Spans:
    return tuple(merge(Span(span.start, span.end) for span in spans))


def by_document(records: Iterable[QuoteRecord]) -> dict[str, list[QuoteRecord]]:
    """The records of each document, wherever they stand, in the order of the first ones."""
    found: dict[str, list[QuoteRecord]] = {}
    for record in records:
        found.setdefault(record.doc_id, []).append(record)
    return found


def drawn(records: Sequence[QuoteRecord], text: str, *, words_only: bool = False
          ) -> tuple[list[Mark], list[Link]]:
    """The marks and relations of a document's records, in the order of the records.

    Raises InputError for a content that holds nothing visible, which no tool can mark.
    """
    canvas = _Canvas(text)
    numbers = {record.id: canvas.content(record, words_only=words_only) for record in records}
    for record in records:
        canvas.join(numbers[record.id], shown(record))
        if record.parent in numbers and record.parent != record.id:
            canvas.links.append(Link(WITHIN, numbers[record.id], numbers[record.parent]))
    return canvas.marks, canvas.links


class _Canvas:
    """Marks on one text, as they are added."""

    def __init__(self, text: str) -> None:
        self.marks: list[Mark] = []
        self.links: list[Link] = []
        self._text = text
        self._shared: dict[tuple[str, Spans, str | None], int] = {}

    def content(self, record: QuoteRecord, *, words_only: bool) -> int:
        marking = shown(record)
        if not visible(self._text, marking.content):
            raise InputError(f"the content of record {record.id} has no visible character, so it "
                             "can't be marked; leave the record out", path=record.doc_id)
        held = marking.words_only() if words_only else marking
        return self._add(Mark(0, CONTENT, marking.content, type=held.type, name=held.name,
                              record=entry(record, held, self._text)))

    def join(self, content: int, marking: Marking) -> None:
        self._join(content, SIGNALLED_BY, marking.cue, marking.category)
        self._join(content, SAID_BY, marking.speaker)
        for relation, spans in marking.sources:
            self._join(content, relation, spans)
        self._join(content, SAID_TO, marking.addressee)

    def _join(self, content: int, relation: str, spans: Spans, category: str | None = None
              ) -> None:
        if visible(self._text, spans):
            key = (RELATIONS[relation], spans, category)
            if key not in self._shared:
                self._shared[key] = self._add(Mark(0, key[0], spans, category=category))
            self.links.append(Link(relation, content, self._shared[key]))

    def _add(self, mark: Mark) -> int:
        self.marks.append(mark._replace(number=len(self.marks) + 1))
        return len(self.marks)


def visible(text: str, spans: Spans) -> bool:
    return any(text[start:end].strip() for start, end in spans)


def apart(marks: Sequence[Mark], links: Sequence[Link]) -> tuple[list[Mark], list[Link]]:
    """Marks of one piece each, the pieces of one joined in a row; a first piece has its number."""
    found: list[Mark] = []
    chain: list[Link] = []
    free = len(marks)
    for mark in marks:
        number = mark.number
        for i, span in enumerate(mark.spans):
            if i:
                free += 1
                chain.append(Link(CONTINUES, number, free))
                number = free
            found.append(mark._replace(number=number, spans=(span,)))
    return found, [*links, *chain]


def together(marks: Sequence[Mark], links: Sequence[Link]) -> tuple[list[Mark], list[Link]]:
    """Pieces that continue one another as one mark again; it says what its first piece says.

    A relation of any piece is one of the mark. Pieces may be joined either way and in any order.
    """
    label = {mark.number: mark.label for mark in marks}
    whole = {mark.number: mark.number for mark in marks}

    def first(number: int) -> int:
        while whole[number] != number:
            number = whole[number]
        return number

    rest: list[Link] = []
    for link in links:
        if link.relation == CONTINUES and label.get(link.source) == label.get(link.target) \
                and link.source in whole:
            ends = sorted((first(link.source), first(link.target)))
            whole[ends[1]] = ends[0]
        else:
            rest.append(link)
    pieces_of: dict[int, list[Mark]] = {}
    for mark in marks:
        pieces_of.setdefault(first(mark.number), []).append(mark)
    return ([_whole(own) for own in pieces_of.values()],
            [link._replace(source=first(link.source) if link.source in whole else link.source,
                           target=first(link.target) if link.target in whole else link.target)
             for link in rest])


def _whole(own: Sequence[Mark]) -> Mark:
    """One mark of several; what none but a later piece says counts too."""
    head = min(own, key=lambda mark: mark.number)
    ordered = sorted(own, key=lambda mark: mark.spans)
    return head._replace(
        spans=tuple(merge(span for mark in own for span in mark.spans)),
        type=next((m.type for m in ordered if m.type), None),
        category=next((m.category for m in ordered if m.category), None),
        name=next((m.name for m in ordered if m.name), None))


def gathered(marks: Iterable[Mark], links: Iterable[Link], warn: Warn) -> list[Marking]:
    """The attributions that marks and relations make, in the order of the contents.

    A relation may be drawn either way; one between marks that it can't join is warned of.
    """
    by_number = {mark.number: mark for mark in marks}
    contents = [mark for mark in by_number.values() if mark.label == CONTENT]
    places = {mark.number: i for i, mark in enumerate(contents)}
    joined: dict[int, list[tuple[str, Mark]]] = {mark.number: [] for mark in contents}
    for link in links:
        ends = _ends(link, by_number)
        if ends is None:
            warn(f"line {link.line}: " * (link.line is not None) + f"the relation {link.relation} "
                 "joins marks that it can't join; it is passed over")
        else:
            joined[ends[0].number].append((link.relation, ends[1]))
    return [_marking(mark, joined[mark.number], places) for mark in contents]


def _ends(link: Link, by_number: Mapping[int, Mark]) -> tuple[Mark, Mark] | None:
    """The content first."""
    marks = by_number.get(link.source), by_number.get(link.target)
    for one, other in (marks, marks[::-1]):
        if one is not None and other is not None and one.label == CONTENT and one != other \
                and RELATIONS.get(link.relation) == other.label:
            return one, other
    return None


def _marking(content: Mark, joined: Sequence[tuple[str, Mark]], places: Mapping[int, int]
             ) -> Marking:
    def spans(label: str) -> Spans:
        return tuple(merge(span for _, mark in joined if mark.label == label
                           for span in mark.spans))

    sources = sorted((relation, mark.spans) for relation, mark in joined if mark.label == SOURCE)
    categories = [mark.category for _, mark in joined if mark.label == CUE and mark.category]
    outer = [places[mark.number] for relation, mark in joined if relation == WITHIN]
    return Marking(content=content.spans, cue=spans(CUE), speaker=spans(SPEAKER),
                   sources=tuple(dict.fromkeys(sources)), addressee=spans(ADDRESSEE),
                   type=content.type, category=categories[0] if categories else None,
                   name=content.name, within=outer[0] if outer else None, entry=content.record,
                   line=content.line)


def loose(marks: Iterable[Mark], links: Iterable[Link]) -> Iterator[Mark]:
    """The marks that belong to no content."""
    used = {number for link in links for number in (link.source, link.target)}
    return (mark for mark in marks if mark.label != CONTENT and mark.number not in used)


def facts(marking: Marking, text: str) -> tuple[Any, ...]:
    """What is the same in two markings that mark the same; only `within` is left out."""
    content, cue, speaker, addressee = (
        fragments(text, spans) if visible(text, spans) else ()
        for spans in (marking.content, marking.cue, marking.speaker, marking.addressee))
    sources = sorted((relation, fragments(text, mention))
                     for relation, mention in marking.sources if visible(text, mention))
    return (content, cue, speaker, addressee, sources, marking.type,
            marking.category if cue else None, marking.name)


def fragments(text: str, spans: Spans) -> Spans:
    """The spans cut where a line ends, without the line ends: brat can mark no others.

    >>> fragments("ab\\n\\ncd", (Span(1, 5),))
    (Span(start=1, end=2), Span(start=4, end=5))
    """
    return tuple(Span(*m.span()) for start, end in spans for m in _LINE.finditer(text, start, end))


def pieces(text: str, plain: str, spans: Iterable[Span]) -> Spans:
    """The spans as a record has them: one a paragraph, over the line ends of a wrapped one.

    `plain` is `text.normalise(text)`, in which only paragraphs end lines.

    >>> pieces("ab\\n\\ncd", "ab\\n\\ncd", [Span(1, 5)])
    (Span(start=1, end=2), Span(start=4, end=5))
    >>> pieces("ab\\ncd", "ab cd", [Span(1, 2), Span(3, 4)])
    (Span(start=1, end=4),)
    """
    found: list[Span] = []
    for span in fragments(text, tuple(merge(spans))):
        between = slice(found[-1].end, span.start) if found else slice(0, 0)
        if found and set(text[between]) <= _LINE_ENDS and "\n" not in plain[between]:
            found[-1] = Span(found[-1].start, span.end)
        elif text[span.start:span.end].strip():
            found.append(span)
    return tuple(found)


def entry(record: QuoteRecord, marking: Marking, text: str) -> str:
    """What a file notes of a record: its id, how it was marked, how sure it was.

    From the second it can be told whether a person has changed the marks.
    """
    return f"{record.id} {signature(marking, text)} {record.confidence}"


def signature(marking: Marking, text: str) -> str:
    """The same for markings that mark the same."""
    return hashlib.sha256(repr(facts(marking, text)).encode("utf-8", "surrogatepass")
                          ).hexdigest()[:8]
