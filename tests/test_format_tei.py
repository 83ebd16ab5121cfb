"""TEI P5: parsed, held against grammars, its text and its quotations read back."""

from __future__ import annotations

import gzip
from collections import defaultdict
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from quotes.errors import InputError
from quotes.formats.nesting import Step, Stretch, steps
from quotes.formats.tei import NAMESPACE, export
from quotes.formats.xml import FORBIDDEN
from quotes.records import QuoteRecord
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
    speaker,
)

NS = {"t": NAMESPACE}
ID = "{http://www.w3.org/XML/1998/namespace}id"
Element = Any  # lxml has no types


@cache
def grammar() -> Any:
    return etree.RelaxNG(etree.parse(CONTEXTS / "tei-said.rng"))


def parsed(data: bytes) -> Element:
    """The file's root, valid by our own grammar, whose references all lead somewhere."""
    root = etree.fromstring(data)
    assert grammar().validate(root), grammar().error_log
    ids = root.xpath("//@xml:id")
    assert len(ids) == len(set(ids))
    for value in root.xpath("//@who|//@ref|//@next|//@prev|//@corresp|//ptr/@target|"
                            "//t:annotation/@target", namespaces=NS):
        assert set(value.split()) <= {f"#{id_}" for id_ in ids}
    return root


def words(element: Element) -> str:
    """The document's text: signs that stand for what XML can't hold are one character each."""
    return "".join(element.itertext())


def read_back(document: Element) -> dict[str, dict[str, list[tuple[int, int]]]]:
    """Of each record, by its id: the ranges of its content, mention and cue, told by tag."""
    ranges: dict[tuple[str, str], dict[int, list[tuple[int, int]]]] = defaultdict(
        lambda: defaultdict(list))
    place(document.find(".//t:ab", NS), 0, ranges)
    found: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for annotation in document.iterfind(".//t:annotation", NS):
        own = annotation.get(ID)
        id_ = annotation.findtext("t:note[@type='record']", namespaces=NS)
        found[id_] = {tag: [(pieces[0][0], pieces[-1][1]) for _, pieces in sorted(parts.items())]
                      for (whose, tag), parts in ranges.items() if whose == own}
    return found


def place(element: Element, at: int, ranges: Any) -> int:
    """Note where each element begins and ends; returns where this one ends."""
    start = at
    at += len(element.text or "")
    for child in element:
        at = place(child, at, ranges) + len(child.tail or "")
    tag = etree.QName(element).localname
    if tag in ("said", "q", "rs", "seg"):
        whose = element.get("corresp", "#" + element.get(ID, "").rpartition(".")[0])[1:]
        ranges[whose, tag][int(element.get("n"))].append((start, at))
    return at


def test_the_golden_file() -> None:
    assert exported("tei", sample(), TEXTS) == golden("tei")


def test_the_golden_file_is_valid_and_has_all_texts() -> None:
    texts = [words(ab) for ab in parsed(golden("tei")).iterfind(".//t:ab", NS)]
    assert texts == [BRIDGE, FIRE.replace("\x00", "\ufffd").replace("\x0b", "\ufffd")]


@pytest.mark.parametrize(("old", "new"), [
    (b'direct="true"', b'direct="partly"'), (b'cert="0.866"', b'cert="2"'), (b"<said ", b"<says "),
    (b"<certainty ", b"<certain ")])
def test_the_grammar_can_fail(old: bytes, new: bytes) -> None:
    data = golden("tei").replace(old, new, 1).replace(b"</said>", b"</says>", new == b"<says ")
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return
    assert not grammar().validate(root)


def test_every_quotation_is_read_back() -> None:
    found: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for document in parsed(golden("tei")).iterfind(".//t:TEI", NS):
        found |= read_back(document)
    for record in sample():
        spans = [(span.start, span.end) for span in record.content]
        assert found[record.id]["said"] == spans
        mention = record.speaker.mention if record.speaker else []
        assert found[record.id].get("rs", []) == [(span.start, span.end) for span in mention]
        cue = record.cue.spans if record.cue else []
        assert found[record.id].get("seg", []) == [(span.start, span.end) for span in cue]


def test_who_speaks() -> None:
    root = parsed(golden("tei"))

    def called(record: str) -> list[tuple[str, str]]:
        [annotation] = root.xpath(f"//t:annotation[t:note='{record}']", namespaces=NS)
        said = root.xpath("//*[@xml:id=$id]", id=annotation.get("target").split()[0][1:])[0]
        entries = [root.xpath("//*[@xml:id=$id]", id=ref[1:])[0] for ref in said.get("who", "").split()]
        return [(etree.QName(entry).localname, etree.QName(entry[0]).localname + " " + words(entry[0]))
                for entry in entries]

    assert called("r1") == [("person", "persName Ana Ruiz")]
    assert called("r2") == [("org", "orgName Reuters")]
    assert called("r3") == [("person", "note the minister")]
    assert called("r4") == [("person", "persName Ida Gray"), ("person", "note a neighbour")]
    assert called("r5") == []
    assert called("r6") == [("bibl", "note The report")]
    assert called("r7") == []  # would not say
    assert [words(name) for name in root.iterfind(".//t:placeName", NS)] == ["Washington"]
    assert called("r8") == [("item", "note he")]


def test_direct_or_not_and_words_in_marks() -> None:
    root = parsed(golden("tei"))
    assert [said.get("direct") for said in root.iterfind(".//t:said", NS)] == [
        "true", "true", "false", "false", "false", "true", "false", "false", "true", "true"]
    assert [words(q) for q in root.iterfind(".//t:q", NS)] == ["open"]


def test_pieces_are_chained_and_counted() -> None:
    first, second = parsed(golden("tei")).xpath("//t:said[starts-with(@xml:id, 'd1.q1.')]", namespaces=NS)
    assert (first.get("next"), second.get("prev")) == (f"#{second.get(ID)}", f"#{first.get(ID)}")
    assert (first.get("prev"), second.get("next"), first.get("n"), second.get("n")) == (
        None, None, "1", "2")


def test_how_sure_it_is() -> None:
    [said] = parsed(golden("tei")).xpath("//t:said[@xml:id='d1.q1.1']", namespaces=NS)
    assert (said.get("cert"), said[0].get("degree"), said[0].get("match")) == ("0.866", "0.9", "@who")


def test_sources_parents_and_warnings_stand_in_annotations() -> None:
    root = parsed(golden("tei"))
    [third] = root.xpath("//t:annotation[t:note='r3']", namespaces=NS)
    told = [(note.get("type"), note.text) for note in third.iterfind("t:note", NS)]
    assert told[-2:] == [("relayed_by", "Reuters"), ("document", "a letter")]
    assert third.find("t:ptr", NS).get("target") == "#d1.q2"
    assert root.xpath("//t:annotation[t:note='r5']/t:note[@type='warning']/text()",
                      namespaces=NS) == ["unclosed_mark"]


def test_what_xml_cannot_hold_is_told() -> None:
    root = parsed(golden("tei"))
    signs = root.xpath("//t:ab//t:g", namespaces=NS)
    declared = [root.xpath("//*[@xml:id=$id]", id=sign.get("ref")[1:])[0] for sign in signs]
    assert ["U+0000" in words(declared[0]), "U+000B" in words(declared[1])] == [True, True]


def one_text(text: str, *records: QuoteRecord) -> Element:
    return parsed(exported("tei", list(records), {"a": text}))


def test_quotations_that_cross() -> None:
    text = "abcdefghij"
    records = [quoted(text, "r1", "direct", "abcdef"), quoted(text, "r2", "direct", "defgh"),
               quoted(text, "r3", "mixed", "cdefghi", quoted=[{"start": 1, "end": 5, "text": "bcde"}])]
    root = one_text(text, *records)
    assert words(root.find(".//t:ab", NS)) == text
    found = read_back(root)
    assert {id_: tags["said"] for id_, tags in found.items()} == {
        "r1": [(0, 6)], "r2": [(3, 8)], "r3": [(2, 9)]}
    assert found["r3"]["q"] == [(1, 5)]


def test_the_same_words_twice_and_pieces_that_touch() -> None:
    text = "abcdef"
    pieces = [{"start": 0, "end": 2, "text": "ab"}, {"start": 2, "end": 4, "text": "cd"}]
    found = read_back(one_text(text, quoted(text, "r1", "direct", content=pieces),
                               quoted(text, "r2", "direct", "abcd"), quoted(text, "r3", "direct", "abcd")))
    assert [found[id_]["said"] for id_ in ("r1", "r2", "r3")] == [
        [(0, 2), (2, 4)], [(0, 4)], [(0, 4)]]


def test_one_document_is_a_tei_and_none_is_an_empty_one() -> None:
    assert etree.QName(one_text(BRIDGE, quoted(BRIDGE, "r", "direct", "Go home."))).localname == "TEI"
    assert etree.QName(parsed(exported("tei", [], {}))).localname == "TEI"


def test_records_of_one_document_that_stand_apart() -> None:
    records = [quoted(BRIDGE, "r1", "direct", "Go home."), quoted(FIRE, "r2", "direct", "Fire!", doc={"id": "b"}),
               quoted(BRIDGE, "r3", "indirect", "the river rose", parent="r1")]
    root = parsed(exported("tei", records, {"a": BRIDGE, "b": FIRE}))
    assert [words(idno) for idno in root.iterfind(".//t:idno[@type='document']", NS)] == ["a", "b", "a"]


def test_no_name_is_made_of_a_description() -> None:
    who = speaker(BRIDGE, "the minister", "person", "the minister", "description", anonymous=True)
    root = one_text(BRIDGE, quoted(BRIDGE, "r", "direct", "Go home.", speaker=who))
    assert root.find(".//t:persName", NS) is None
    assert root.findtext(".//t:person/t:note", namespaces=NS) == "the minister"


def test_an_entity_is_listed_once() -> None:
    who = speaker(BRIDGE, "Ana Ruiz", "person", "Ana Ruiz", entity="e1")
    root = one_text(BRIDGE, quoted(BRIDGE, "r1", "direct", "Go home.", speaker=who),
                    quoted(BRIDGE, "r2", "indirect", "the river rose", speaker=who))
    assert len(root.findall(".//t:person", NS)) == 1


@pytest.mark.parametrize(("facts", "found"), [
    ({"date": "2024-02-30"}, [None]), ({"date": "May 3"}, [None]), ({"date": "2024-05-03T10:00"}, ["2024-05-03"])])
def test_a_date_that_is_none_stays_words(facts: dict[str, str], found: list[str | None]) -> None:
    root = one_text(BRIDGE, quoted(BRIDGE, "r", "direct", "Go home.", doc=facts))
    assert [date.get("when") for date in root.iterfind(".//t:date", NS)] == found
    assert root.findtext(".//t:date", namespaces=NS) == facts["date"]


@pytest.mark.parametrize("language", ["en", "en-GB", "english language", "", "\x00"])
def test_a_language_that_is_none_is_left_out(language: str) -> None:
    one_text(BRIDGE, quoted(BRIDGE, "r", "direct", "Go home.", doc={"language": language}))


def test_words_that_stand_elsewhere_are_refused() -> None:
    moved = {"start": 1, "end": 3, "text": "Go"}
    with pytest.raises(InputError, match="not verbatim"):
        b"".join(export([quoted(BRIDGE, "r", "direct", content=[moved])], {"a": BRIDGE}))


@settings(deadline=None)
@given(documents())
def test_any_text_and_any_stretches_come_back(made: tuple[str, list[QuoteRecord]]) -> None:
    text, records = made
    root = parsed(b"".join(export(records, {"a": text})))
    assert words(root.find(".//t:ab", NS)) == FORBIDDEN.sub("\ufffd", text)
    found = read_back(root)
    for record in records:
        assert found[record.id]["said"] == [(span.start, span.end) for span in record.content]
        assert record.cue is not None
        assert found[record.id]["seg"] == [(span.start, span.end) for span in record.cue.spans]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 12)), max_size=8))
def test_any_stretches_nest(pairs: list[tuple[int, int]]) -> None:
    stretches = [Stretch(start, start + length, 0, number) for number, (start, length) in enumerate(pairs)]
    open_: list[Stretch] = []
    covered: dict[Stretch, list[int]] = {stretch: [] for stretch in stretches}
    seen = 0
    for step in steps(24, stretches):
        seen = follow(step, open_, covered, seen)
    assert seen == 24
    assert open_ == []
    assert covered == {s: list(range(s.start, s.end)) for s in stretches}


def follow(step: Step, open_: list[Stretch], covered: dict[Stretch, list[int]], seen: int) -> int:
    if step.kind == "close":
        assert open_.pop() == step.stretch
    elif step.stretch is not None:
        open_.append(step.stretch)
    else:
        assert step.start == seen
        for stretch in open_:
            covered[stretch] += range(step.start, step.end)
    return step.end if step.stretch is None else seen


@pytest.mark.slow
def test_the_grammar_of_the_tei_takes_it() -> None:
    with gzip.open(CONTEXTS / "tei_all.rng.gz") as file:
        whole = etree.RelaxNG(etree.parse(file))  # half a minute
    crossing = [quoted("abcdefghij", "r1", "direct", "abcdef"), quoted("abcdefghij", "r2", "mixed", "defgh")]
    roots = [etree.fromstring(golden("tei")), etree.fromstring(exported("tei", [], {})),
             etree.fromstring(exported("tei", crossing, {"a": "abcdefghij"}))]
    for root in roots:
        assert whole.validate(root), whole.error_log
    said = roots[0].find(".//t:said", NS)
    said.set("direct", "partly")
    assert not whole.validate(roots[0])
