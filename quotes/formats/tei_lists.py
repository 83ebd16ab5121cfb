"""What stands around the text of a TEI document: its header, its speakers, its annotations.

Decides where a speaker is listed: people, groups and bodies in `<listPerson>`, places in
`<listPlace>`, documents in `<listBibl>`, and those of whom nothing is known in a `<list>`. A name
is one only where the document gives one; other words are a note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from quotes.documents import web_address
from quotes.formats.names import written_date
from quotes.formats.xml import element, escaped
from quotes.records import Kind, QuoteRecord, Speaker
from quotes.speakers.naming import is_name, is_named

# The elements of an entry: the list, the entry, the name in it.
_ENTRIES: Mapping[Kind, tuple[str, str, str]] = {
    "person": ("listPerson", "person", "persName"),
    "group": ("listPerson", "personGrp", "persName"),
    "organization": ("listPerson", "org", "orgName"),
    "place": ("listPlace", "place", "placeName"),
    "document": ("listBibl", "bibl", "title"),
    "unknown": ("list", "item", "name"),
}
_LISTS = ("listPerson", "listPlace", "listBibl", "list")
_PROGRAM = re.compile(r"([A-Za-z_][\w.-]*) (\d+[a-z]*\d*(?:\.\d+[a-z]*\d*){0,3})", re.ASCII)
_MADE_BY = "Quotations marked by {}."


class Cast:
    """Everybody to whom words are attributed in one document, each once."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._ids: dict[str, str] = {}
        self._entries: dict[str, list[str]] = {tag: [] for tag in _LISTS}

    def who(self, record: QuoteRecord) -> str | None:
        """References to the speaker, or to each of several joint ones."""
        speaker = record.speaker
        if speaker is None:
            return None
        if not speaker.members:
            return self._reference(
                speaker.entity or f"{record.id} speaker", speaker.name, speaker.kind,
                is_named(speaker), _about(speaker))
        return " ".join(
            self._reference(member.entity or f"{record.id} member {number}", member.name,
                            member.kind, member.entity is not None
                            and is_name(member.name, member.kind), _roster(member.link))
            for number, member in enumerate(speaker.members))

    def _reference(self, entity: str, name: str, kind: Kind, named: bool, about: str) -> str:
        if entity not in self._ids:
            id_ = self._ids[entity] = f"{self._name}.s{len(self._ids) + 1}"
            listed, entry, tag = _ENTRIES[kind]
            called = element(tag, escaped(name)) if named else note("description", name)
            also = about if entry == "person" else ""
            self._entries[listed].append(element(entry, called + also, xml_id=id_))
        return f"#{self._ids[entity]}"

    def markup(self) -> str:
        return "".join(element(tag, "".join(entries)) + "\n"
                       for tag, entries in self._entries.items() if entries)


def _about(speaker: Speaker) -> str:
    """Titles, roles and affiliation of a person, in the order that TEI gives them."""
    return "".join([*(note("title", title) for title in speaker.titles),
                    *(element("occupation", escaped(role)) for role in speaker.roles),
                    element("affiliation", escaped(speaker.affiliation))
                    if speaker.affiliation else "", _roster(speaker.link)])


def _roster(link: str | None) -> str:
    return "" if link is None else element("idno", escaped(link), type="roster")


def note(type_: str, words: str) -> str:
    return element("note", escaped(words), type=type_)


def known_of_each(name: str, records: Sequence[QuoteRecord],
                pieces: Mapping[tuple[int, int], int]) -> str:
    """What is known of each record and has no place in its `<said>` elements."""
    numbers = {record.id: number for number, record in enumerate(records, 1)}
    listed = "".join(_annotation(name, number, record, pieces[0, number - 1], numbers) + "\n"
                     for number, record in enumerate(records, 1))
    return element("listAnnotation", listed)


def _annotation(name: str, number: int, record: QuoteRecord, pieces: int,
                numbers: Mapping[str, int]) -> str:
    cue = record.cue
    told = [("record", record.id), ("type", record.type)]
    if cue is not None:
        told += [("cue", cue.category)] + [("negated", cue.lemma)] * cue.negated
        told += [("modality", cue.modality)] if cue.modality else []
    told += [("unattributed", record.unattributed)] if record.unattributed else []
    told += [("addressee", record.addressee.name)] if record.addressee else []
    told += [(source.relation, source.name) for source in record.sources]
    told += [("warning", warning) for warning in record.warnings]
    outer = numbers.get(record.parent or "")
    parent = element("ptr", type="parent", target=f"#{name}.q{outer}") if outer else ""
    targets = " ".join(f"#{name}.q{number}.{piece}" for piece in range(1, pieces + 1))
    return element("annotation", "".join(note(*pair) for pair in told) + parent,
                   xml_id=f"{name}.q{number}", target=targets)


def header(title: str, record: QuoteRecord | None = None, name: str = "",
           forbidden: Sequence[int] = ()) -> str:
    """The header of a document, or of what stands above several."""
    program = "quotes" if record is None else record.generator.program
    author = record.document.author if record else None
    titles = element("title", escaped(title)) + (
        element("author", escaped(author)) if author else "")
    source = _source(record) if record else element("p", "The documents below.")
    file = element("fileDesc", element("titleStmt", titles)
                   + element("publicationStmt", element("p", escaped(_MADE_BY.format(program))))
                   + element("sourceDesc", source))
    coding = _program(program) + _characters(name, forbidden)
    return element("teiHeader", file + (element("encodingDesc", coding) if coding else ""))


def _source(record: QuoteRecord) -> str:
    """The document that was read, by its own facts and by the hash of its text."""
    info = record.document
    day = written_date(info.date)
    address = web_address(info.url)
    parts = [element(tag, escaped(words)) for tag, words in (
        ("title", info.title), ("author", info.author), ("publisher", info.publisher)) if words]
    if info.date:
        parts.append(element("date", escaped(info.date), when=day and day[:10]))
    if address:
        parts.append(element("ref", escaped(address), target=address))
    parts += [element("idno", escaped(record.doc_id), type="document"),
              element("idno", escaped(info.sha256), type="sha256")]
    return element("bibl", "".join(parts))


def _program(program: str) -> str:
    """The program as TEI names one, where it names itself with a version."""
    match = _PROGRAM.fullmatch(program)
    return "" if match is None else element("appInfo", element(
        "application", element("label", escaped(program)), ident=match[1], version=match[2]))


def _characters(name: str, forbidden: Sequence[int]) -> str:
    """Which characters of the text U+FFFD stands for."""
    listed = "".join(
        element("char", element("note", f"U+{code:04X} can't stand in XML 1.0; U+FFFD is written "
                                "in its place, one character for one."),
                xml_id=f"{name}.u{code:04X}") for code in forbidden)
    return element("charDecl", listed) if listed else ""
