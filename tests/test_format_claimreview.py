"""schema.org ClaimReview: a skeleton without a rating, read by a JSON-LD parser."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from rdflib import PROV, RDF, Literal

from quotes.formats.claimreview import export
from quotes.records import Cue, QuoteRecord
from tests.jsonld import SCHEMA, graph, misuses
from tests.web_exports import BRIDGE, TEXTS, documents, exported, golden, quoted, sample, speaker


def reviews(records: list[QuoteRecord]) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(exported("claimreview", records, {}))
    return listed


def test_the_golden_file() -> None:
    assert exported("claimreview", sample(), TEXTS) == golden("claimreview")


def test_the_vocabularies_have_all_of_it() -> None:
    assert list(misuses(graph(golden("claimreview")))) == []


def test_each_record_is_a_review_of_one_claim() -> None:
    found = graph(golden("claimreview"))
    assert len(list(found.subjects(RDF.type, SCHEMA.ClaimReview))) == len(sample())
    assert len(list(found.subjects(RDF.type, SCHEMA.Claim))) == len(sample())
    assert len(list(found.subject_objects(SCHEMA.itemReviewed))) == len(sample())


@pytest.mark.parametrize("term", [
    "reviewRating", "ratingValue", "alternateName", "bestRating", "reviewBody", "firstAppearance",
    "claimInterpreter", "aggregateRating"])
def test_nothing_is_judged_and_nothing_said_that_nobody_knows(term: str) -> None:
    assert list(graph(golden("claimreview")).subject_objects(SCHEMA[term])) == []
    assert term not in {key for review in reviews(sample()) for key in every_key(review)}


def every_key(value: Any) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(every_key, value)) if value else set()
    if isinstance(value, dict):
        return set(value).union(*map(every_key, value.values()))
    return set()


def test_what_is_to_fill_in_is_not_there_and_is_named() -> None:
    for review in reviews(sample()):
        assert not {"url", "author", "datePublished", "reviewRating"} & set(review)
        for missing in ("url", "author", "datePublished", "reviewRating"):
            assert missing in review["description"]
        assert review["creativeWorkStatus"] == "Draft"


@pytest.mark.parametrize("to", ["claimreview", "quotation", "web-annotation"])
def test_words_of_an_article_end_no_script_of_the_page(to: str) -> None:
    hostile = "</script><script>alert(1)</script> &amp; <!-- \u2028"
    article = f'"{hostile}" she said.'
    written = exported(to, [quoted(article, "r", "direct", hostile, cue="said")], {})
    assert b"<" not in written
    assert b"&" not in written
    assert hostile in json.dumps(json.loads(written), ensure_ascii=False)


def test_each_object_can_stand_in_a_page_alone() -> None:
    whole = graph(golden("claimreview"))
    for review in reviews(sample()):
        assert review["@context"] == "https://schema.org"
        assert set(graph(json.dumps(review).encode()).subjects(RDF.type, SCHEMA.Claim)) <= set(
            whole.subjects(RDF.type, SCHEMA.Claim))


def test_what_was_claimed_by_whom_where_and_when() -> None:
    claim = reviews(sample())[0]["itemReviewed"]
    assert claim["author"]["name"] == "Ana Ruiz"
    assert claim["appearance"]["url"] == "https://example.org/%C3%A9?a=1#top"
    assert claim["datePublished"] == "2024-05-03"
    assert claim["text"] == reviews(sample())[0]["claimReviewed"] == sample()[0].text


def said(**cue: Any) -> dict[str, Any]:
    spans = [{"start": 0, "end": 6, "text": "Bridge"}]
    [review] = reviews([quoted(
        BRIDGE, "r", "indirect", "who pays", speaker=speaker(BRIDGE, "Ana Ruiz", "person", "Ana Ruiz"),
        cue=Cue.model_validate({"lemma": "say", "category": "statement", "spans": spans, **cue}
                               ).model_dump())])
    return review


@pytest.mark.parametrize(("cue", "claimed"), [
    ({"category": "denial"}, "(Bridge) who pays"), ({"category": "question"}, "(Bridge) who pays"),
    ({"category": "order"}, "(Bridge) who pays"), ({"negated": True}, "(Bridge; negated) who pays"),
    ({"modality": "would"}, "(Bridge; would) who pays"),
    ({"category": "denial", "spans": []}, "(say) who pays")])
def test_what_somebody_denied_or_did_not_say_is_no_claim_of_theirs(
        cue: dict[str, Any], claimed: str) -> None:
    review = said(**cue)
    assert review["claimReviewed"] == review["itemReviewed"]["text"] == claimed
    assert "author" not in review["itemReviewed"]
    assert review["itemReviewed"]["isBasedOn"]["text"] == "who pays"


def test_what_somebody_stands_by_is() -> None:
    for category in ("statement", "belief", "promise", "according_to"):
        assert said(category=category)["claimReviewed"] == "who pays"
        assert said(category=category)["itemReviewed"]["author"]["name"] == "Ana Ruiz"


def test_only_people_and_bodies_are_authors_and_the_nameless_stay_so() -> None:
    authors = [review["itemReviewed"].get("author") for review in reviews(sample())]
    assert [None if author is None else author.get("name") for author in authors] == [
        "Ana Ruiz", "Reuters", None, None, None, None, None, None, None]
    assert authors[2]["description"] == "the minister"


def test_relays_are_terms_of_prov_whatever_the_context_knows() -> None:
    found = graph(golden("claimreview"))
    passed = set(found.objects(None, PROV.wasDerivedFrom))
    assert {str(found.value(found.value(node, PROV.wasAttributedTo), SCHEMA.name)) for node in passed} == {
        "Reuters", "SITE"}
    assert b"prov:" not in golden("claimreview")


@settings(deadline=None)
@given(documents())
def test_any_words_come_back(made: tuple[str, list[QuoteRecord]]) -> None:
    _, records = made
    found = graph(b"".join(export(records, {})))
    assert list(misuses(found)) == []
    for record in records:
        assert (None, SCHEMA.claimReviewed, Literal(record.text)) in found


def test_no_records_are_a_list() -> None:
    assert reviews([]) == []
