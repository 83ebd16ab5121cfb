"""Gold and predictions out of JSON Lines.

Decides what a line may be, and that whatever can't be compared is refused with its line: a
span outside its text, a record of another text, a document that is there twice. Gold is one
document a line, with its text; a prediction is one document a line too, or what
`quotes extract` writes, one record a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, get_args

import orjson

from quotes.documents import text_sha256
from quotes.errors import InputError
from quotes.evaluate.values import Attribution, GoldDocument, Predictions, Spans
from quotes.records import Generator, QuoteRecord, QuoteType, TextSpan
from quotes.text import Span

ParseRecord = Callable[[bytes, str, int], QuoteRecord]

_BOM = b"\xef\xbb\xbf"
_SHAPE = '{"id": ..., "text": ..., "attributions": [{"source": [[start, end]], "cue": ..., ' \
         '"content": ...}]}'


def read_gold(lines: Iterable[bytes], path: str) -> list[GoldDocument]:
    """The gold documents of a file, in its order.

    Raises InputError, with the line's number, for a line that is none, for an id that comes
    twice, and for a file without any.
    """
    found: dict[str, GoldDocument] = {}
    for number, line in _filled(lines):
        with _placed(path, number):
            document = _gold_document(_object(line))
            if document.id in found:
                raise InputError(f"document {document.id!r} is there twice; keep one of its lines")
        found[document.id] = document
    if not found:
        raise InputError(f"holds no gold document; write one a line: {_SHAPE}", path=path)
    return list(found.values())


def read_predictions(lines: Iterable[bytes], path: str, gold: Sequence[GoldDocument],
                     parse: ParseRecord, *, ignore_extra: bool = False) -> Predictions:
    """The predictions of a file, for the documents of gold.

    `parse` reads a record: line, path and number in, InputError where it is none. Documents
    that gold lacks are an error, or, with `ignore_extra`, are left out and named.
    """
    taken = _Taken(gold, ignore_extra)
    for number, line in _filled(lines):
        with _placed(path, number):
            value = _object(line)
            if "attributions" in value:
                taken.add_document(value)
            else:
                taken.add_record(parse(line, path, number))
    return taken.predictions()


def from_records(records: Iterable[QuoteRecord], gold: Sequence[GoldDocument]) -> Predictions:
    """The same for records that are at hand."""
    taken = _Taken(gold)
    for record in records:
        taken.add_record(record)
    return taken.predictions()


class _Taken:
    """Predictions as they are read, each held against its gold document."""

    def __init__(self, gold: Sequence[GoldDocument], ignore_extra: bool = False) -> None:
        self._gold = {document.id: document for document in gold}
        self._ignore_extra = ignore_extra
        self._found: dict[str, list[Attribution]] = {}
        self._sha256: dict[str, str] = {}
        self._whole: set[str] = set()  # documents that came as one line
        self._generators: dict[str, Generator] = {}
        self._left: dict[str, None] = {}

    def add_document(self, value: Mapping[str, Any]) -> None:
        name = _id(value)
        document = self._document(name)
        if name in self._found:
            raise InputError(f"document {name!r} is there twice; keep one of its lines")
        if document is None:
            return
        text = value.get("text", document.text)
        if text != document.text:
            raise InputError(f"the text of document {name!r} is not that of gold, so that offsets "
                             "mean other words; predict on gold's own text")
        self._whole.add(name)
        self._found[name] = [_prediction(one, text) for one in _attributions(value)]

    def add_record(self, record: QuoteRecord) -> None:
        self._generators.setdefault(record.generator.model_dump_json(), record.generator)
        document = self._document(record.doc_id)
        if document is None:
            return
        if document.id in self._whole:
            raise InputError(f"document {document.id!r} is there twice, as a whole and by record; "
                             "keep one of them")
        self._same_text(record, document)
        self._found.setdefault(document.id, []).append(_of_record(record, document.text))

    def _document(self, name: str) -> GoldDocument | None:
        document = self._gold.get(name)
        if document is None:
            if not self._ignore_extra:
                raise InputError(
                    f"document {name!r} is not in gold, which holds {len(self._gold)} (the first: "
                    f"{next(iter(self._gold), None)!r}); extract from the gold file itself, or "
                    "leave such documents out with --ignore-extra")
            self._left[name] = None
        return document

    def _same_text(self, record: QuoteRecord, document: GoldDocument) -> None:
        if document.id not in self._sha256:
            self._sha256[document.id] = text_sha256(document.text)
        if record.document.sha256 != self._sha256[document.id]:
            raise InputError(f"record {record.id} was made from another text than gold has for "
                             f"{document.id!r} (sha256 differs); extract from the gold file itself")

    def predictions(self) -> Predictions:
        return Predictions({name: tuple(found) for name, found in self._found.items()},
                           tuple(self._generators.values()), tuple(self._left))


@contextmanager
def _placed(path: str, number: int) -> Iterator[None]:
    """Errors say where."""
    try:
        yield
    except InputError as error:
        raise InputError(error.message, path=path, line=number) from None


def _filled(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(lines, 1):
        bare = line.removeprefix(_BOM) if number == 1 else line
        if bare.strip():
            yield number, bare


def _object(line: bytes) -> dict[str, Any]:
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise InputError(f"broken JSON at column {error.colno} ({error.msg}); write one whole "
                         "object a line, in UTF-8") from None
    if not isinstance(value, dict):
        raise InputError("the line is no JSON object; write one object a line")
    return value


def _id(value: Mapping[str, Any]) -> str:
    name = value.get("id")
    if not isinstance(name, str) or not name:
        raise InputError(f"lacks an \"id\" that is a string; a line is {_SHAPE}")
    return name


def _gold_document(value: Mapping[str, Any]) -> GoldDocument:
    if "doc_id" in value:
        raise InputError("this is a quote record, and gold needs texts and labels; give the gold "
                         "file first, then what 'quotes extract' wrote")
    name, text = _id(value), value.get("text")
    if not isinstance(text, str):
        raise InputError(f"gold document {name!r} lacks its \"text\"; a line is {_SHAPE}")
    return GoldDocument(name, text, tuple(_label(one, text) for one in _attributions(value)))


def _attributions(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = value.get("attributions")
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise InputError(f"document {value['id']!r} lacks \"attributions\", a list of objects; "
                         f"a line is {_SHAPE}")
    return found


def _label(value: Mapping[str, Any], text: str) -> Attribution:
    """Gold; `type`, `speaker` and `nested` are what some gold has besides."""
    nested = value.get("nested")
    return Attribution(
        **_roles(value, text), type=_type(value.get("type")), name=_name(value.get("speaker")),
        settled="speaker" in value, nested=None if nested is None else bool(nested))


def _prediction(value: Mapping[str, Any], text: str) -> Attribution:
    name = _name(value.get("speaker"))
    return Attribution(
        **_roles(value, text), type=_type(value.get("kind")), name=name, settled=name is not None,
        nested=bool(value.get("parent")), confidence=_confidence(value.get("confidence")))


def _roles(value: Mapping[str, Any], text: str) -> dict[str, Any]:
    return {role: _spans(value.get(role), role, text) for role in ("content", "source", "cue")}


def _spans(found: object, role: str, text: str) -> Spans:
    if found is None:
        return ()
    if not isinstance(found, list):
        raise InputError(f"{role} is {_short(found)}; write a list of [start, end]")
    return tuple(_span(one, role, text) for one in found)


def _span(found: object, role: str, text: str) -> Span:
    if not (isinstance(found, list) and len(found) == 2 and all(type(n) is int for n in found)):
        raise InputError(f"{role} holds {_short(found)}; a span is [start, end], two whole numbers")
    return _within(Span(*found), role, text)


def _within(span: Span, role: str, text: str) -> Span:
    if not 0 <= span.start < span.end <= len(text):
        raise InputError(f"{role} holds [{span.start}, {span.end}], which is empty or outside the "
                         f"text of {len(text)} characters; offsets count code points from 0")
    return span


def _type(found: object) -> QuoteType | None:
    """Other systems have other kinds; these are read from the text instead."""
    return next((kind for kind in get_args(QuoteType) if kind == found), None)


def _name(found: object) -> str | None:
    if found is not None and not isinstance(found, str):
        raise InputError(f"speaker is {_short(found)}; write the name as a string, or null")
    return found


def _confidence(found: object) -> float | None:
    if found is None or (isinstance(found, int | float) and not isinstance(found, bool)):
        return None if found is None else float(found)
    raise InputError(f"confidence is {_short(found)}; write a number from 0 to 1, or null")


def _of_record(record: QuoteRecord, text: str) -> Attribution:
    speaker = record.speaker
    cue = record.cue.spans if record.cue is not None else ()
    return Attribution(
        content=_verbatim(record.content, "content", text),
        source=_verbatim(speaker.mention if speaker is not None else (), "mention", text),
        cue=_verbatim(cue, "cue", text), type=record.type,
        name=speaker.name if speaker is not None else None,
        settled=speaker is None or speaker.resolution != "unresolved",
        nested=record.parent is not None, confidence=record.confidence)


def _verbatim(spans: Iterable[TextSpan], role: str, text: str) -> Spans:
    found = tuple(_within(Span(span.start, span.end), role, text) for span in spans)
    for span, at in zip(spans, found, strict=True):
        if text[at.start:at.end] != span.text:
            raise InputError(f"{role} {at.start}-{at.end} is not {_short(span.text)} in gold's "
                             "text; extract from the gold file itself")
    return found


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 40 else shown[:39] + "…"
