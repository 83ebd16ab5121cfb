"""Which field of a JSON object or a CSV row becomes what of a document.

The text and the id are taken from the fields that the caller names; title, url, date, author,
publisher and language go to the document's own fields where they hold text; everything else
is carried over in `metadata`. An object named `metadata` is unpacked there, so that what this
program writes about a document reads back as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from quotes.documents import Document, Failure
from quotes.errors import InputError

DEFAULT_ID_FIELD = "id"
_OWN_FIELDS = ("title", "url", "date", "author", "publisher", "language")
_NAMES_SHOWN = 12  # of a wide table's columns, enough to see which one was meant


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a document's text and id stand, and how long a text may be, in characters."""

    text_field: str
    id_field: str
    max_chars: int


def to_document(fields: Mapping[str, Any], name: str, line: int, layout: Layout) -> Document:
    """The document in one line of a file called `name`.

    Raises InputError for a missing field, one of a wrong type, or too long a text.

    >>> found = to_document({"text": "Yes.", "date": "2024-05-03", "desk": "city"}, "a.jsonl", 3,
    ...                     Layout("text", "id", 100))
    >>> found.id, found.date, found.metadata
    ('a.jsonl:3', '2024-05-03', {'desk': 'city'})
    """
    require(fields, layout)
    if {"schema_version", "doc_id"} <= fields.keys():
        raise InputError("this is a record that quotes wrote, not a document; "
                         "leave its file out")
    text = fields[layout.text_field]
    if not isinstance(text, str):
        raise InputError(f"field {layout.text_field!r} holds {_type(text)}, not text")
    check_length(text, layout.max_chars)
    rest = {key: value for key, value in fields.items()
            if key not in (layout.text_field, layout.id_field)}
    own: dict[str, Any] = {key: _own(rest.pop(key)) for key in _OWN_FIELDS
                           if _is_own(rest.get(key))}
    nested = rest.pop("metadata") if isinstance(rest.get("metadata"), dict) else {}
    return Document(id=_id(fields.get(layout.id_field), layout) or f"{name}:{line}",
                    text=text, metadata={**nested, **rest}, path=name, line=line, **own)


def require(fields: Iterable[str], layout: Layout) -> None:
    """Raise InputError if the text's field is not there, or an id's that was asked for by name."""
    present = list(fields)
    for field, option in ((layout.text_field, "--text-field"), (layout.id_field, "--id-field")):
        optional = field == layout.id_field == DEFAULT_ID_FIELD
        if field not in present and not optional:
            raise InputError(f"no field {field!r}; {_listed(present)}; name one with {option}")


def check_length(text: str, max_chars: int) -> None:
    """Raise InputError if the text is over the limit."""
    if len(text) > max_chars:
        raise too_long(max_chars)


def too_long(max_chars: int) -> InputError:
    return InputError(f"text over {max_chars:,} characters; split it, or raise --max-chars")


def failure(error: InputError, name: str, line: int | None = None) -> Failure:
    """What stands for the document that `error` is about."""
    line = error.line if line is None else line
    return Failure(id=name if line is None else f"{name}:{line}", error=error.message,
                   path=name, line=line)


def _listed(present: list[str]) -> str:
    if not present:
        return "there are no fields"
    shown = ", ".join(map(repr, present[:_NAMES_SHOWN]))
    return f"the fields are {shown}{', …' if len(present) > _NAMES_SHOWN else ''}"


def _id(value: object, layout: Layout) -> str | None:
    """The id as text; None where there is none, or an empty one."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    raise InputError(f"field {layout.id_field!r} holds {_type(value)}, not text or a number")


def _is_own(value: object) -> bool:
    return isinstance(value, str) or _is_texts(value)


def _is_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _own(value: object) -> str | None:
    """Text as it is, several authors joined as trafilatura joins them, an empty field as none."""
    return ("; ".join(value) if _is_texts(value) else str(value)) or None


def _type(value: object) -> str:
    names = {type(None): "null", bool: "true or false", dict: "an object", list: "a list"}
    return names.get(type(value), "a number")
