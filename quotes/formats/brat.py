"""brat: a folder of texts with marks beside them, for people who correct records in brat.

Decides how a record stands in brat's standoff files. For each document there is a .txt, which is
its text (but for CR LF, see `file_text`), and a .ann: a mark T for each content, cue, speaker,
source and addressee, relations R from the content to the others, attributes A (type, category,
confidence in tenths), and a note # on each content with the record's id and the speaker's name,
which can be corrected there. brat counts code points, as records do; it forbids line ends in a
mark, so that one is cut at each. annotation.conf tells brat all of these names, and documents.jsonl
tells `quotes import` which document each text is, and where it had a CR.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from quotes.formats.annotation import (
    CATEGORIES,
    CONTENT,
    CUE,
    LABELS,
    RELATIONS,
    TYPES,
    Link,
    Mark,
    by_document,
    drawn,
    fragments,
    plain_name,
)
from quotes.formats.file_names import FileNames
from quotes.formats.jsonl import encode
from quotes.records import QuoteRecord

NEEDS_TEXT = True

SIDECAR = "documents.jsonl"
TYPE, CATEGORY, CONFIDENCE = "Type", "Category", "Confidence"
_TENTHS = 10


def export_files(records: Iterable[QuoteRecord], texts: Mapping[str, str]
                 ) -> Iterator[tuple[str, bytes]]:
    """The folder's files: (name, content). The documents' order is that of their first records."""
    names = FileNames()
    sidecar: list[dict[str, Any]] = []
    yield "annotation.conf", CONF.encode()
    for doc_id, own in by_document(records).items():
        name = names.name(doc_id)
        text = texts[doc_id]
        sidecar.append({"file": name, "document": own[0].document.model_dump(mode="json"),
                        "cr": [found.start() for found in re.finditer("\r\n", text)]})
        yield f"{name}.txt", file_text(text).encode("utf-8")
        yield f"{name}.ann", standoff(own, text).encode("utf-8")
    yield SIDECAR, encode(sidecar)


def file_text(text: str) -> str:
    """The text with a blank for the CR of CR LF: some releases of brat read the two as one
    character, and all marks after it would be at a wrong place.

    >>> file_text("a\\r\\nb")
    'a \\nb'
    """
    return text.replace("\r\n", " \n")


def original_text(text: str, cr: Iterable[int]) -> str:
    """What `file_text` was given; `cr` are the places of the CR."""
    characters = list(text)
    for at in cr:
        if 0 <= at < len(characters) and characters[at] == " ":
            characters[at] = "\r"
    return "".join(characters)


def standoff(records: Sequence[QuoteRecord], text: str) -> str:
    """The .ann of a document's records."""
    marks, links = drawn(records, text)
    sure = {record.id: record.confidence for record in records}
    lines = [_mark_line(mark, text) for mark in marks]
    lines += [_link_line(number, link) for number, link in enumerate(links, 1)]
    attributes = [each for mark in marks for each in _attributes(mark, sure)]
    lines += [f"A{number}\t{name} T{mark} {value}"
              for number, (name, mark, value) in enumerate(attributes, 1)]
    contents = [mark for mark in marks if mark.label == CONTENT]
    lines += [f"#{number}\tAnnotatorNotes T{mark.number}\t{_note(mark)}"
              for number, mark in enumerate(contents, 1)]
    return "".join(f"{line}\n" for line in lines)


def _note(mark: Mark) -> str:
    return f"record={plain_name(mark.record or '')}; speaker={mark.name or ''}"


def _mark_line(mark: Mark, text: str) -> str:
    pieces = fragments(text, mark.spans)
    places = ";".join(f"{start} {end}" for start, end in pieces)
    words = " ".join(text[start:end] for start, end in pieces)
    return f"T{mark.number}\t{mark.label} {places}\t{words}"


def _link_line(number: int, link: Link) -> str:
    return f"R{number}\t{link.relation} Arg1:T{link.source} Arg2:T{link.target}"


def _attributes(mark: Mark, sure: Mapping[str, float]) -> Iterator[tuple[str, int, str]]:
    if mark.label == CONTENT and mark.record is not None:
        yield TYPE, mark.number, str(mark.type)
        confidence = sure[mark.record.rsplit(" ", 2)[0]]
        yield CONFIDENCE, mark.number, str(round(confidence * _TENTHS) / _TENTHS)
    elif mark.label == CUE and mark.category is not None:
        yield CATEGORY, mark.number, mark.category


def _conf() -> str:
    relations = "\n".join(f"{name}\tArg1:{CONTENT}, Arg2:{label}"
                          for name, label in RELATIONS.items())
    tenths = "|".join(str(i / _TENTHS) for i in range(_TENTHS + 1))
    return (f"""# What brat offers for marking quotations; written by quotes export --to brat.
[entities]
{chr(10).join(LABELS)}

[relations]
{relations}
<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
{TYPE}\tArg:{CONTENT}, Value:{'|'.join(TYPES)}
{CATEGORY}\tArg:{CUE}, Value:{'|'.join(CATEGORIES)}
{CONFIDENCE}\tArg:{CONTENT}, Value:{tenths}
""")


CONF = _conf()
