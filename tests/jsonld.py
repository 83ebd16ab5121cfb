"""JSON-LD read as a graph without a network, and held against the vocabularies that it uses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from rdflib import PROV, RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from tests.web_exports import CONTEXTS

SCHEMA = Namespace("http://schema.org/")
_KEPT = {"https://schema.org": "schemaorg-context.jsonld",
         "http://www.w3.org/ns/anno.jsonld": "web-annotation-context.jsonld"}
# Which of schema.org's data types a literal may be.
_LITERALS = ("Text", "Number", "Integer", "Date", "URL")


def graph(data: bytes) -> Graph:
    """The file as a graph; contexts come from this folder's copies, any other is a KeyError."""
    found = Graph()
    found.parse(data=json.dumps(_with_contexts(json.loads(data))), format="json-ld")
    return found


def _with_contexts(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_contexts(element) for element in value]
    if isinstance(value, dict):
        return {key: _context(element) if key == "@context" else _with_contexts(element)
                for key, element in value.items()}
    return value


def _context(value: Any) -> Any:
    if isinstance(value, list):
        return [_context(element) for element in value]
    if isinstance(value, str):
        return json.loads((CONTEXTS / _KEPT[value]).read_text("utf-8"))["@context"]
    return value


@cache
def vocabulary() -> Graph:
    return graph((CONTEXTS / "schemaorg-vocabulary.jsonld").read_bytes())


def misuses(found: Graph) -> Iterator[str]:
    """What schema.org or PROV don't have, or not there: the terms, then domains and ranges."""
    for subject, predicate, value in found:
        if str(predicate).startswith(str(PROV)) and not _of_prov(predicate):
            yield f"no PROV term: {predicate}"
        if predicate == RDF.type:
            if not _known(value):
                yield f"no class: {value}"
        elif str(predicate).startswith(str(SCHEMA)):
            yield from _misused(found, subject, predicate, value)


def _known(class_: Node) -> bool:
    return _of_prov(class_) or (class_, None, None) in vocabulary()


def _of_prov(term: Node) -> bool:
    """Whether the ontology has the term; rdflib lists them as attributes of the namespace."""
    name = str(term).removeprefix(str(PROV))
    return name != str(term) and name in PROV.__annotations__


def _misused(found: Graph, subject: Node, predicate: Node, value: Node) -> Iterator[str]:
    domains = set(vocabulary().objects(predicate, SCHEMA.domainIncludes))
    ranges = set(vocabulary().objects(predicate, SCHEMA.rangeIncludes))
    if not ranges:
        yield f"no property: {predicate}"
    if not _classes(found, subject) & domains:
        yield f"{predicate} of {_classes(found, subject)}"
    if isinstance(value, Literal):
        if not {SCHEMA[name] for name in _LITERALS} & ranges:
            yield f"{predicate} is words: {value}"
    elif not (_classes(found, value) & ranges or _is_address(found, value, ranges)):
        yield f"{predicate} leads to {_classes(found, value)}"


def _classes(found: Graph, node: Node) -> set[Node]:
    """The classes of a node, and what they are kinds of."""
    own = set(found.objects(node, RDF.type))
    return own | {above for class_ in own for above in vocabulary().objects(class_, RDFS.subClassOf)}


def _is_address(found: Graph, value: Node, ranges: set[Node]) -> bool:
    """A mere reference: to an address, or to a record that isn't in this file."""
    return isinstance(value, URIRef) and (value, RDF.type, None) not in found and SCHEMA.URL in ranges
