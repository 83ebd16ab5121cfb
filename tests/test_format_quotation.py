"""schema.org Quotation: read by a JSON-LD parser, asked as a graph, held against the vocabularies."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from rdflib import PROV, RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from quotes.documents import web_address
from quotes.formats.linked import quotation
from quotes.formats.names import text_iri, written_date
from quotes.formats.quotation import CONTEXT, export
from quotes.records import Kind, QuoteRecord, Source, Speaker
from quotes.speakers.naming import is_name, is_named
from tests.jsonld import SCHEMA, graph, misuses
from tests.web_exports import BRIDGE, TEXTS, documents, exported, golden, quoted, sample, speaker


def asked(query: str, records: list[QuoteRecord]) -> list[tuple[str, ...]]:
    """The rows that a query finds in the exported records."""
    found = graph(exported("quotation", records, {}))
    prefixes = f"PREFIX s: <{SCHEMA}> PREFIX prov: <{PROV}> "
    return sorted(tuple(str(cell) for cell in row)  # type: ignore[union-attr]
                  for row in found.query(prefixes + query))


def test_the_golden_file() -> None:
    assert exported("quotation", sample(), TEXTS) == golden("quotation")


def test_every_record_is_a_quotation_with_its_words() -> None:
    rows = asked("SELECT ?id ?text { ?q a s:Quotation; s:identifier ?id; s:text ?text }", sample())
    assert rows == [(record.id, record.text) for record in sample()]


def test_the_vocabularies_have_all_of_it() -> None:
    assert list(misuses(graph(golden("quotation")))) == []


@pytest.mark.parametrize("wrong", [
    {"@type": "Quote"}, {"@type": "Quotation", "words": "a"},
    {"@type": "Person", "claimReviewed": "a"}, {"@type": "Quotation", "creator": "Ana Ruiz"},
    {"@type": "Quotation", "creator": {"@type": "Place", "name": "Porto"}},
    {"@type": "Quotation", "prov:wasSaidBy": "a"}])
def test_the_check_of_the_vocabularies_can_fail(wrong: dict[str, Any]) -> None:
    assert list(misuses(graph(json.dumps({"@context": CONTEXT, **wrong}).encode())))


def test_the_context_in_the_file_means_what_schema_orgs_own_does() -> None:
    file = json.loads(golden("quotation"))
    own = graph(json.dumps({**file, "@context": ["https://schema.org", {"prov": str(PROV)}]}).encode())
    assert isomorphic(own, graph(golden("quotation")))


def test_the_file_needs_no_other_context() -> None:
    found = Graph().parse(data=golden("quotation"), format="json-ld")
    assert len(list(found.subjects(RDF.type, SCHEMA.Quotation))) == len(sample()) + 2  # two pieces


def test_a_person_is_one_only_if_the_record_says_so() -> None:
    rows = asked("SELECT ?id ?class ?name { ?q s:identifier ?id; prov:wasAttributedTo ?who. "
                 "?who a ?class; s:name ?name }", sample())
    assert rows == [("r1", str(SCHEMA.Person), "Ana Ruiz"), ("r2", str(SCHEMA.Organization), "Reuters"),
                    ("r4", str(SCHEMA.Person), "Ida Gray")]


def test_what_somebody_denied_is_not_spoken_by_them() -> None:
    assert asked("SELECT ?id { ?q s:identifier ?id; s:spokenByCharacter ?who }", sample()) == [
        ("r1",), ("r2",), ("r3",), ("r9",)]


def test_what_somebody_did_not_say_is_about_them_and_nobodys() -> None:
    rows = asked("SELECT ?id ?class ?name { ?q s:identifier ?id; s:about ?who. ?who a ?class; s:name ?name "
                 "FILTER NOT EXISTS { ?q prov:wasAttributedTo|prov:qualifiedAttribution ?it } }", sample())
    assert rows == [("r7", str(SCHEMA.Place), "Washington")]
    direct = sample()[0].model_copy(update={"cue": sample()[6].cue})
    assert asked("SELECT ?who { ?q s:creator|s:spokenByCharacter|prov:wasAttributedTo ?who }", [direct]) == []


def test_who_has_no_name_gets_none() -> None:
    rows = asked("SELECT ?id ?words { ?q s:identifier ?id; prov:wasAttributedTo ?who. "
                 "?who s:description ?words. FILTER NOT EXISTS { ?who s:name ?name } }", sample())
    assert rows == [("r3", "the minister"), ("r4", "a neighbour"), ("r8", "he"), ("r9", "somebody")]


def test_whose_words_they_are_is_said_only_of_direct_ones() -> None:
    rows = asked("SELECT ?id { ?q s:identifier ?id; s:creator ?who }", sample())
    assert rows == [("r1",), ("r9",)]


def test_nobody_is_made_up_for_words_without_a_speaker() -> None:
    assert asked("SELECT ?who { ?q s:identifier 'r5'; prov:wasAttributedTo|s:creator|"
                 "s:spokenByCharacter ?who }", sample()) == []


def test_the_chain_of_sources_leads_to_the_primary_one() -> None:
    rows = asked("""SELECT ?id ?relay ?source {
        ?q s:identifier ?id; prov:wasQuotedFrom ?article; prov:wasDerivedFrom ?passed.
        ?passed prov:wasAttributedTo/s:name ?relay; prov:hadPrimarySource/s:description ?source }""",
                 sample())
    assert rows == [("r3", "Reuters", "a letter"), ("r9", "SITE", "a recording")]


def test_a_document_that_a_relay_stands_behind_is_not_the_primary_source() -> None:
    relay, letter = sample()[2].sources
    record = sample()[2].model_copy(update={"sources": [letter, relay]})
    rows = asked("SELECT ?words ?relay { ?q s:identifier 'r3'; prov:wasDerivedFrom ?letter. ?letter "
                 "s:description ?words; prov:wasDerivedFrom/prov:wasAttributedTo/s:name ?relay }", [record])
    assert rows == [("a letter", "Reuters")]
    assert asked("SELECT ?source { ?it prov:hadPrimarySource ?source }", [record]) == []


def test_the_documents_own_publisher_is_no_link_of_the_chain() -> None:
    def published(name: str) -> list[tuple[str, ...]]:
        record = sample()[0].model_copy(update={"sources": [Source(
            relation="published_by", name=name, kind="organization")]})
        return asked("SELECT ?name { ?q prov:wasDerivedFrom/s:publisher/s:name ?name }", [record])

    assert published("The Gazette") == []
    assert published("The Courier") == [("The Courier",)]


def test_a_translator_is_one() -> None:
    assert asked("SELECT ?name { ?passed s:translator/s:name ?name }", sample()) == [("SITE",)]


def test_a_document_that_speaks_is_no_agent_but_a_source() -> None:
    rows = asked("SELECT ?id ?words ?sure { ?q s:identifier ?id; prov:hadPrimarySource ?work; prov:"
                 "qualifiedPrimarySource [ prov:entity ?work; s:value ?sure ]. ?work a s:CreativeWork; "
                 "s:description ?words }", sample())
    assert rows == [("r6", "The report", "0.9")]


def test_a_document_that_speaks_and_one_that_it_stood_in_are_both_kept() -> None:
    record = sample()[5].model_copy(update={"sources": sample()[2].sources[1:]})
    rows = asked("SELECT ?words { ?q prov:hadPrimarySource/s:description ?words }", [record])
    assert rows == [("The report",), ("a letter",)]


def test_confidence_of_attribution_and_of_name() -> None:
    rows = asked("SELECT ?right ?named { ?q s:identifier 'r1'; prov:qualifiedGeneration/s:value ?right; "
                 "prov:qualifiedAttribution/s:value ?named }", sample())
    assert rows == [("0.866", "0.9")]


def test_nested_records_and_one_document() -> None:
    assert asked("SELECT ?outer { ?q s:identifier 'r3'; s:isPartOf/s:identifier ?outer }",
                 sample()) == [("news/1",), ("r2",)]
    assert len(asked("SELECT DISTINCT ?document { ?q prov:wasQuotedFrom ?document }", sample())) == 2


def test_the_document_and_its_text() -> None:
    rows = asked("SELECT ?name ?url ?day ?by ?of ?hash { ?d s:identifier 'news/1'; s:name ?name; s:url ?url; "
                 "s:datePublished ?day; s:creditText ?by; s:publisher/s:name ?of; s:encoding/s:sha256 ?hash }",
                 sample()[:1])
    assert rows == [("Bridge & <road>", "https://example.org/%C3%A9?a=1#top", "2024-05-03", "Eva Vale",
                     "The Gazette", sample()[0].document.sha256)]


@settings(deadline=None)
@given(documents())
def test_any_words_come_back(made: tuple[str, list[QuoteRecord]]) -> None:
    _, records = made
    data = b"".join(export(records, {}))
    found = graph(data)
    assert list(misuses(found)) == []
    for record in records:
        node = URIRef(quotation(record)["@id"])
        assert found.value(node, SCHEMA.text) == Literal(record.text)
        parts = sorted((int(str(found.value(part, SCHEMA.position))), str(found.value(part, SCHEMA.text)))
                       for part in found.objects(node, SCHEMA.hasPart))
        assert [text for _, text in parts] in ([], [span.text for span in record.content])


def test_no_records_are_a_file() -> None:
    assert len(graph(exported("quotation", [], {}))) == 0


@pytest.mark.parametrize(("name", "kind", "named"), [
    ("Ana Ruiz", "person", True), ("A spokesman", "person", False), ("Port of Lisbon", "organization", True),
    ("The newspaper", "organization", False), ("محمد", "person", True), ("", "person", False)])
def test_names(name: str, kind: Kind, named: bool) -> None:
    assert is_name(name, kind) is named


def test_a_description_that_means_somebody_named_is_named() -> None:
    mayor = speaker(BRIDGE, "Ana Ruiz", "person", "the minister", "description")
    assert is_named(Speaker.model_validate(mayor))
    assert not is_named(Speaker.model_validate({**mayor, "anonymous": True}))
    assert not is_named(Speaker.model_validate({**mayor, "name": "the minister"}))


@pytest.mark.parametrize("url", [
    "ftp://example.org/", "https://example.org\\@evil.example/", "https://", "https://a b/", "https://exa\u202emple.org/", "http://[::1", "", "x"])
def test_no_web_address(url: str) -> None:
    assert web_address(url) is None


def test_addresses_dates_and_names_of_texts() -> None:
    assert web_address("HTTPS://EXAMPLE.org/a%20b%") == "https://example.org/a%20b%25"
    assert web_address("https://Ana:Q@bücher.example:80/") == "https://Ana:Q@xn--bcher-kva.example:80/"
    assert written_date("2024-02-30") is None
    assert written_date("2024-05-03T10:00:00Z") == "2024-05-03T10:00:00Z"
    assert text_iri("none").startswith("urn:uuid:")


def test_what_a_roster_knows() -> None:
    [linked] = [s for s in [sample()[0].speaker] if s is not None]
    for link, query in (("Q1", "s:identifier [ s:propertyID 'roster'; s:value 'Q1' ]"),
                        ("https://example.org/q", "s:sameAs <https://example.org/q>")):
        record = quoted(BRIDGE, "r", "direct", "Go home.",
                        speaker=linked.model_copy(update={"link": link}).model_dump())
        assert asked(f"SELECT ?name {{ ?who {query}; s:name ?name }}", [record]) == [("Ana Ruiz",)]
