"""W3C Web Annotation: held against the model's MUSTs, read as a graph, its selectors followed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from quotes.errors import InputError
from quotes.formats.names import text_iri
from quotes.formats.web_annotation import export
from quotes.records import QuoteRecord
from tests.jsonld import graph
from tests.web_exports import (
    BRIDGE,
    CONTEXTS,
    FIRE,
    TEXTS,
    documents,
    exported,
    golden,
    quoted,
    sample,
)

OA, AS = Namespace("http://www.w3.org/ns/oa#"), Namespace("http://www.w3.org/ns/activitystreams#")
MUSTS = Draft202012Validator(json.loads((CONTEXTS / "web-annotation.schema.json").read_text("utf-8")))


def broken(data: bytes) -> list[str]:
    return [error.message for error in MUSTS.iter_errors(json.loads(data))]


def selected(found: Graph, target: Node, text: str) -> str:
    """The words that a target means in a text: at its place, where its quotation must stand."""
    selectors = list(found.objects(target, OA.hasSelector))
    [place] = [s for s in selectors if (s, RDF.type, OA.TextPositionSelector) in found]
    [quote] = [s for s in selectors if (s, RDF.type, OA.TextQuoteSelector) in found]
    start, end = (int(str(found.value(place, edge))) for edge in (OA.start, OA.end))
    prefix, exact, suffix = (str(found.value(quote, term) or "")
                             for term in (OA.prefix, OA.exact, OA.suffix))
    assert text[start - len(prefix):end + len(suffix)] == prefix + exact + suffix
    return text[start:end]


def ordered(found: Graph) -> list[Node]:
    """The annotations in the order of the page."""
    page = found.value(None, RDF.type, AS.OrderedCollectionPage)
    head = found.value(page, AS.items)
    assert head is not None
    return list(Collection(found, head))


def test_the_golden_file() -> None:
    assert exported("web-annotation", sample(), TEXTS) == golden("web-annotation")


def test_the_models_musts() -> None:
    assert broken(golden("web-annotation")) == []
    assert broken(exported("web-annotation", [], {})) == []


@pytest.mark.parametrize(("old", "new"), [
    (b'"exact"', b'"exakt"'), (b'"start":', b'"start":-'), (b'"type":"Annotation"', b'"type":"Note"'),
    (b"http://www.w3.org/ns/anno.jsonld", b"http://example.org/"), (b'"source"', b'"sauce"'),
    (b'"describing"', b'"quoting"')])
def test_the_check_of_the_musts_can_fail(old: bytes, new: bytes) -> None:
    assert broken(golden("web-annotation").replace(old, new))


def test_a_graph_of_annotations() -> None:
    found = graph(golden("web-annotation"))
    assert len(ordered(found)) == len(sample())
    for node, record in zip(ordered(found), sample(), strict=True):
        targets = list(found.objects(node, OA.hasTarget))
        words = {selected(found, target, TEXTS[record.doc_id]) for target in targets}
        assert words == {span.text for span in record.content}


def test_what_the_bodies_say() -> None:
    found = graph(golden("web-annotation"))
    [first, *_, last] = ordered(found)

    def told(node: Node, purpose: URIRef) -> set[str]:
        return {str(found.value(body, RDF.value)) for body in found.objects(node, OA.hasBody)
                if (body, OA.hasPurpose, purpose) in found and (body, RDF.value, None) in found}

    assert told(first, OA.identifying) == {"Ana Ruiz"}
    assert told(first, OA.classifying) == {"direct", "statement"}
    assert told(last, OA.identifying) == set()
    assert told(last, OA.describing) == {"somebody", "translated by: SITE", "recording: a recording"}


def test_mention_and_cue_are_pointed_at() -> None:
    item = json.loads(golden("web-annotation"))["first"]["items"][0]
    pointed = {body["purpose"]: body["selector"][0]["exact"] for body in item["body"]
               if body["type"] == "SpecificResource" and "selector" in body}
    assert pointed == {"identifying": "Mayor Ana Ruiz", "classifying": "said"}


def test_the_record_of_the_quotation_format_is_linked() -> None:
    quotations = [node["@id"] for node in json.loads(golden("quotation"))["@graph"]]
    items = json.loads(golden("web-annotation"))["first"]["items"]
    assert [item["body"][-1]["source"] for item in items] == quotations


def test_a_page_on_the_web_and_a_text_that_has_only_its_hash() -> None:
    items = json.loads(golden("web-annotation"))["first"]["items"]
    page, text = items[0]["target"][0], items[-1]["target"][0]
    assert page["source"] == "https://example.org/%C3%A9?a=1#top"
    assert page["state"]["cached"] == text_iri(sample()[0].document.sha256)
    assert (text["source"], "state" in text) == (text_iri(sample()[-1].document.sha256), False)


def test_words_around_only_where_the_text_is_given() -> None:
    [bare] = json.loads(exported("web-annotation", sample()[:1], {}))["first"]["items"]
    assert bare["target"][0]["selector"][0] == {
        "type": "TextQuoteSelector", "exact": "The bridge, which is well-known & old, is safe,"}
    [full] = json.loads(exported("web-annotation", sample()[:1], TEXTS))["first"]["items"]
    assert full["target"][0]["selector"][0]["prefix"] == "Bridge closed\r\n\r\n“"


def test_a_letter_is_not_cut_from_its_accents() -> None:
    text = "e\u0301" * 40 + "Go." + "e\u0301" * 40
    record = quoted(text, "r", "direct", "Go.")
    [item] = json.loads(exported("web-annotation", [record], {"a": text}))["first"]["items"]
    quote = item["target"][0]["selector"][0]
    assert quote["prefix"].startswith("e")
    assert quote["suffix"].endswith("\u0301")


@pytest.mark.parametrize("texts", [{"news/1": BRIDGE + "!"}, {"news/1": FIRE}])
def test_another_text_is_refused(texts: dict[str, str]) -> None:
    with pytest.raises(InputError, match="sha256"):
        exported("web-annotation", sample(), texts)


def test_words_that_stand_elsewhere_are_refused() -> None:
    moved: dict[str, Any] = {"start": 1, "end": 3, "text": "Go"}
    record = quoted(BRIDGE, "r", "direct", "Go home.", content=[moved])
    with pytest.raises(InputError, match="not verbatim"):
        exported("web-annotation", [record], {"a": BRIDGE})


@settings(deadline=None)
@given(documents())
def test_any_words_come_back(made: tuple[str, list[QuoteRecord]]) -> None:
    text, records = made
    data = b"".join(export(records, {"a": text}))
    assert broken(data) == []
    found = graph(data)
    for node, record in zip(ordered(found), records, strict=True):
        words = sorted(selected(found, target, text) for target in found.objects(node, OA.hasTarget))
        assert words == sorted(span.text for span in record.content)


def test_the_collection_has_a_name_that_follows_from_what_it_holds() -> None:
    def name(records: list[QuoteRecord]) -> str:
        id_: str = json.loads(exported("web-annotation", records, {}))["id"]
        return id_

    assert name(sample()) == name(sample()) != name(sample()[1:])
