"""A record as linked data: nodes of schema.org, with PROV-O for who passed the words on.

Decides what is claimed of whom. The words are a Quotation; it is *spoken by* the one to whom the
document attributes them, and its *creator* is only said where all of them stand in quotation
marks, since a report has the reporter's wording. What somebody denied, or might say, is attributed
to them by PROV alone; what they did not say is only *about* them. A speaker has the type of its
kind: Person and Organization where it is one, Place, CreativeWork, else Thing. Whoever has no name
gets none: what the document calls them is their description.

The words were quoted from the document (prov:wasQuotedFrom). Sources are a chain of derivations
from the reader towards the speaker: each link is what that source passed on, attributed to it;
the document or recording at its end is the primary source. Confidence is a PropertyValue: of the
attribution on prov:qualifiedGeneration, of the name on prov:qualifiedAttribution.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from quotes.documents import web_address
from quotes.formats.names import (
    document_iri,
    entity_iri,
    record_iri,
    text_iri,
    written_date,
)
from quotes.records import Cue, Kind, Member, QuoteRecord, Source, Speaker
from quotes.speakers.naming import is_name, is_named

SCHEMA, PROV = "http://schema.org/", "http://www.w3.org/ns/prov#"

Node = dict[str, Any]

_TYPES: Mapping[Kind, str] = {
    "person": "Person", "organization": "Organization", "place": "Place",
    "document": "CreativeWork", "group": "Thing", "unknown": "Thing"}
_MAKERS = ("Person", "Organization")  # whom schema.org lets create, translate or publish
_VERSION = re.compile(r"(.*\S) ([\d.]\S*)")


def quotation(record: QuoteRecord) -> Node:
    """The node of one record, with everything that it refers to inside it."""
    parts = [span.text for span in record.content]
    within = [{"@id": record_iri(record, record.parent)}] if record.parent else []
    node: Node = {
        "@type": "Quotation",
        "@id": record_iri(record),
        "identifier": record.id,
        "text": record.text,
        "hasPart": [{"@type": "Quotation", "position": number, "text": part}
                    for number, part in enumerate(parts, 1)] if parts != [record.text] else [],
        "keywords": keywords(record),
        "inLanguage": record.document.language,
        "dateCreated": _said_on(record),
        "isPartOf": [document(record), *within],
        "audience": _audience(record),
        **_attribution(record),
        "prov:wasQuotedFrom": {"@id": document_iri(record)},
        **_origin(record),
        "prov:qualifiedGeneration": _generation(record),
    }
    return _filled(node)


def document(record: QuoteRecord) -> Node:
    """The document in which the words stand, and the hash of its text."""
    info = record.document
    text = {"@type": "MediaObject", "@id": text_iri(info.sha256), "sha256": info.sha256,
            "encodingFormat": "text/plain; charset=utf-8"}
    publisher = {"@type": "Organization", "name": info.publisher} if info.publisher else None
    return _filled({
        "@type": "CreativeWork", "@id": document_iri(record), "identifier": record.doc_id,
        "name": info.title, "url": web_address(info.url),
        "datePublished": written_date(info.date), "creditText": info.author,
        "publisher": publisher, "encoding": text})


def speakers(record: QuoteRecord) -> list[Node]:
    """Those to whom the words are attributed: the speaker, or each of several joint ones."""
    speaker = record.speaker
    if speaker is None:
        return []
    if speaker.members:
        return [_member(record, number, member) for number, member in enumerate(speaker.members)]
    about: Node = {}
    if speaker.kind == "person":
        about = {"honorificPrefix": speaker.titles, "jobTitle": speaker.roles,
                 "affiliation": _agent(speaker.affiliation, "organization")
                 if speaker.affiliation else None}
    id_ = _entity(record, speaker.entity, "speaker")
    return [_filled({**_agent(speaker.name, speaker.kind, is_named(speaker)), "@id": id_,
                     **about, **_link(speaker.link)})]


def makers(nodes: Sequence[Node]) -> list[Node]:
    """The people and organizations among them."""
    return [node for node in nodes if node["@type"] in _MAKERS]


def keywords(record: QuoteRecord) -> list[str]:
    """How the words are given and with what cue, and what a reader should beware of."""
    cue = record.cue
    about = [] if cue is None else [cue.category, "negated" if cue.negated else "",
                                    cue.modality or ""]
    return [word for word in (record.type, *about, record.unattributed, *record.warnings) if word]


def _said_on(record: QuoteRecord) -> str | None:
    time = record.circumstances.time
    return None if time is None else written_date(time.iso)


def _audience(record: QuoteRecord) -> Node | None:
    addressee = record.addressee
    return None if addressee is None else {"@type": "Audience", "description": addressee.name}


def _attribution(record: QuoteRecord) -> Node:
    """Who speaks, in schema.org's properties where it has one and in PROV's."""
    speaker, nodes = record.speaker, speakers(record)
    if is_unsaid(record):
        return {"about": nodes}
    if speaker is None or _speaks_itself(speaker):
        return {}
    known = makers(nodes) if _says_so(record.cue) else []
    others = [node for node in nodes if node not in known]
    return {
        "spokenByCharacter": known,
        "creator": _references(known) if record.type == "direct" else [],
        "prov:wasAttributedTo": _references(known) + others,
        "prov:qualifiedAttribution": [
            {"@type": ["prov:Attribution", "PropertyValue"], "prov:agent": agent,
             **_confidence(speaker.confidence)} for agent in _references(nodes)],
    }


def is_unsaid(record: QuoteRecord) -> bool:
    """Whether the document says that the words were not said: *would not say who pays*."""
    return record.cue is not None and record.cue.negated


def _says_so(cue: Cue | None) -> bool:
    """Whether the words can stand as the speaker's: what is denied, or might be said, can't."""
    return cue is None or (cue.category != "denial" and cue.modality is None)


def _speaks_itself(speaker: Speaker) -> bool:
    """A document that nobody speaks in: no agent, but where the words come from."""
    return speaker.kind == "document" and not speaker.members


def _origin(record: QuoteRecord) -> Node:
    """Where the words came from before the document had them."""
    found: Node = {"prov:hadPrimarySource": []}
    if record.speaker and _speaks_itself(record.speaker) and not is_unsaid(record):
        [work] = speakers(record)
        found["prov:hadPrimarySource"].append(work)
        found["prov:qualifiedPrimarySource"] = {
            "@type": ["prov:PrimarySource", "PropertyValue"], "prov:entity": {"@id": work["@id"]},
            **_confidence(record.speaker.confidence)}
    for key, passed_on in _chain(record).items():
        found[key] = [*found.get(key, []), passed_on]
    return found


def _chain(record: QuoteRecord) -> Node:
    """The derivation from what the nearest source passed on, and so on towards the speaker."""
    link: Node = {}
    for number, source in reversed(list(enumerate(record.sources))):
        if source.relation == "published_by" and source.name == record.document.publisher:
            continue  # what it passed on is the document itself, which names it
        work = source.relation in ("document", "recording") or source.kind == "document"
        passed_on = _agent(source.name, "document") if work else _relayed(
            source, _entity(record, None, f"source {number}"))
        last = work and not link
        link = {"prov:hadPrimarySource" if last else "prov:wasDerivedFrom":
                {**passed_on, "keywords": source.relation, **link}}
    return link


def _relayed(source: Source, id_: str) -> Node:
    """What a relay, translator or publisher passed on."""
    agent = {**_agent(source.name, source.kind), "@id": id_}
    own = {"translated_by": "translator", "published_by": "publisher"}.get(source.relation)
    node: Node = {"@type": "CreativeWork", "prov:wasAttributedTo": agent}
    if own and agent["@type"] in _MAKERS:
        node[own] = {"@id": id_}
    return node


def _generation(record: QuoteRecord) -> Node:
    """That a program found the record, and how likely it is right."""
    match = _VERSION.fullmatch(record.generator.program)
    name, version = match.groups() if match else (record.generator.program, None)
    program = _filled({"@type": ["prov:SoftwareAgent", "SoftwareApplication"], "name": name,
                       "softwareVersion": version})
    return {"@type": ["prov:Generation", "PropertyValue"], **_confidence(record.confidence),
            "prov:activity": {"@type": "prov:Activity", "prov:wasAssociatedWith": program}}


def _confidence(value: float) -> Node:
    return {"name": "confidence", "value": value, "minValue": 0, "maxValue": 1}


def _member(record: QuoteRecord, number: int, member: Member) -> Node:
    named = member.entity is not None and is_name(member.name, member.kind)
    id_ = _entity(record, member.entity, f"member {number}")
    return {**_agent(member.name, member.kind, named), "@id": id_, **_link(member.link)}


def _agent(name: str, kind: Kind, named: bool | None = None) -> Node:
    named = is_name(name, kind) if named is None else named
    return {"@type": _TYPES[kind], "name" if named else "description": name}


def _entity(record: QuoteRecord, entity: str | None, role: str) -> str:
    return entity_iri(record, entity if entity is not None else f"{record.id} {role}")


def _link(link: str | None) -> Node:
    """The id in the user's own list: an address of the same person, or an id only they know."""
    address = web_address(link)
    if address is not None:
        return {"sameAs": address}
    return {} if link is None else {"identifier": {
        "@type": "PropertyValue", "propertyID": "roster", "value": link}}


def _references(nodes: Sequence[Node]) -> list[Node]:
    return [{"@id": node["@id"]} for node in nodes]


def _filled(node: Node) -> Node:
    """Without what is empty; a list of one is its element."""
    alone = {key: value[0] if isinstance(value, list) and len(value) == 1 else value
             for key, value in node.items()}
    return {key: value for key, value in alone.items() if value not in (None, [], "")}
