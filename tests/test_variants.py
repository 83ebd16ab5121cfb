"""Which records are one utterance, who contradicts whom, and what is told of a group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.records import QuoteRecord
from quotes.variants import Grouping, Member, VariantGroup, group_variants
from quotes.variants.compared import compared
from tests.made import record
from tests.timing import least_seconds

FOUNDING = ("Start your actions! Turn the night of the disbelievers into day",
            "Turn the dark night of the infidels into day, destroy their homes and make rivers of "
            "their blood")
LONG = "I will not resign while there is work to do in this harbour"
BRIDGE = "The bridge was closed because the river had taken two of its pillars"


def said(words: str, doc: str = "a", name: str | None = "Ana Ruiz", *, at: int = 0,
         date: str | None = None, publisher: str | None = None, url: str | None = None,
         kind: str = "person", speaker: dict[str, Any] | None = None, **changes: Any) -> QuoteRecord:
    """A record of words in marks, `at` characters into its document."""
    text = " " * at + f'"{words}" said Nobody.'
    if name is None:
        who = None
    else:
        start = len(text) - 7
        span = {"start": start, "end": start + len(name), "text": name}
        who = {"name": name, "kind": kind, "mention": [span], "name_span": span,
               "resolution": "named", "confidence": 0.9, **(speaker or {})}
    document = {"id": doc, "sha256": doc.encode().hex(), "date": date, "publisher": publisher,
                "url": url}
    return record(text, doc_id=doc, document=document, speaker=who,
                  **({"unattributed": "no_cue"} if name is None else {}), **changes)


def reported(words: str, doc: str = "a", name: str | None = "Ana Ruiz", **changes: Any) -> QuoteRecord:
    return said(words, doc, name, type="indirect", quoted=[], **changes)


def groups(*records: QuoteRecord) -> list[VariantGroup]:
    return list(group_variants(records))


def group(*records: QuoteRecord) -> VariantGroup:
    [found] = groups(*records)
    return found


def are_one(*records: QuoteRecord) -> bool:
    found = groups(*records)
    return len(found) == 1 and len(found[0].members) == len(records)


# What is one utterance


def test_the_founding_article() -> None:
    found = group(said(FOUNDING[0], name="Baghdadi"), said(FOUNDING[1], at=900, name=None))
    assert found.words.startswith("turn the dark night of the infidels into day destroy")
    [first, second] = found.members
    assert (second.relation, first.relation, first.against) == ("reference", "part", second.record)
    assert [(d.kind, d.against.text, d.member.text) for d in first.diff] == [
        ("dropped", "dark", ""), ("replaced", "infidels", "disbelievers")]
    assert found.documents == 1


@pytest.mark.parametrize(("one", "other"), [
    (LONG, LONG.upper() + "!"),
    (LONG, "I’ll not resign while there’s work to do, in this harbour."),
    (BRIDGE, "the river had taken two of its pillars"),
    (BRIDGE, "The bridge was closed … because the river had taken two pillars"),
    (BRIDGE, "The bridge [over the Tide] was closed because the river had taken two of its pillars"),
    (BRIDGE, "because the river had taken two of its pillars, and we have no divers"),
])
def test_variants_are_one_whoever_speaks(one: str, other: str) -> None:
    assert are_one(said(one, "a"), said(other, "b", None))
    assert are_one(said(one, "a"), said(other, "b", "Eva Vale"))


@pytest.mark.parametrize(("one", "other"), [
    ("No comment", "No comment"),
    ("This is a disgrace", "This is a disgrace"),
    (BRIDGE, "The bridge will be open again before the summer is over"),
    (BRIDGE, "It was because of the river that it had to be closed"),
    ("It is what it is and we will do what we can", "It is what it is and we will do what we must"),
    ("", "!"),
])
def test_what_anybody_may_say_is_no_utterance_of_two(one: str, other: str) -> None:
    assert groups(said(one or "-", "a"), said(other, "b", "Eva Vale")) == []


@pytest.mark.parametrize(("one", "other", "expected"), [
    ("I will not resign", LONG, True),
    ("resign while there is", LONG, True),
    ("We will pay", "We will not pay", True),
    ("a disgrace to the harbour", "a disgrace to this harbour", True),
    ("work", LONG, False),  # a word may be of any speech
    ("will not", LONG, False),  # tells nothing
])
def test_short_words_are_one_where_the_speaker_is(one: str, other: str, expected: bool) -> None:
    assert are_one(said(one, "a"), said(other, "b", "Ruiz")) is expected
    assert not are_one(said(one, "a"), said(other, "b", "Eva Vale"))


def test_short_words_of_one_speaker_are_one_within_a_week() -> None:
    short, day = "a matter of vanity", "2024-05-03"
    assert are_one(said(short, "a", date=day), said(short, "b", date="2024-05-09"))
    assert not are_one(said(short, "a", date=day), said(short, "b", date="2024-05-12"))
    assert are_one(said("disgrace", "a", date=day), said("disgrace", "b", date=day))
    assert not are_one(said("disgrace", "a", date=day), said("disgrace", "b"))


def test_an_event_that_two_documents_share_joins_short_words() -> None:
    shared = [said(BRIDGE, "a"), said(BRIDGE, "b")]
    short = said("two of its", "b", None, at=500), said("not two of its", "a", "Eva Vale", at=500)
    assert groups(*short) == []
    assert sorted(len(g.members) for g in groups(*shared, *short)) in ([4], [2, 2])


def test_a_fragment_joins_one_longer_quotation_and_not_two() -> None:
    one = "It is a disgrace that nobody has looked at the pillars since the war"
    other = "The harbour board is a disgrace, and so is the chairman of the council"
    found = groups(said(one, "a", date="2024-05-03"), said(other, "b", date="2024-05-03"),
                   said("a disgrace", "c", date="2024-05-03"))
    assert [len(g.members) for g in found] == [2]


def test_reported_words_join_the_quotation_they_report() -> None:
    assert are_one(said(LONG, "a"), reported("she would not resign while there was work to do", "b"))
    assert are_one(said("The bridge is not safe", "a"), reported("that the bridge was not safe", "b"))
    assert not are_one(said(LONG, "a"), reported("there is work to do", "b", "Eva Vale"))
    assert not are_one(reported("that the toll would rise", "a"),
                       reported("that the toll would rise", "b", "Eva Vale"))


def test_of_a_mixed_record_the_words_in_marks_count() -> None:
    text = f'"She said {BRIDGE}" said Nobody.'
    part = {"start": text.index("the river"), "end": text.index('" said N')}
    quoted = [{**part, "text": text[part["start"]:part["end"]]}]
    mixed = record(text, doc_id="b", type="mixed", quoted=quoted)
    assert group(said(BRIDGE, "a"), mixed).members[1].shared == 8


def test_sentences_that_are_quoted_apart_are_two_utterances() -> None:
    found = groups(said(f"{BRIDGE}. {LONG}", "a"), said(BRIDGE, "b"), said(LONG, "c"),
                   said(f"{LONG}.", "d"))
    assert sorted([m.text for m in g.members] for g in found) == [
        [LONG, LONG, f"{LONG}."], [f"{BRIDGE}", BRIDGE]]


def test_sentences_that_are_quoted_together_are_one() -> None:
    both = f"{BRIDGE}. {LONG}"
    found = group(said(both, "a"), said(both, "b"), said(BRIDGE, "c"))
    assert [m.text for m in found.members] == [both, both, BRIDGE]
    assert [m.relation for m in found.members] == ["reference", "same", "part"]


@pytest.mark.parametrize(("text", "sentences"), [
    ("We met Mr. Gray and Lt. Gen. Vale in the U.S. Senate. They said nothing.", 2),
    ("We go at 3.5 knots. ‘Slowly.’", 1),  # a word is no sentence
    ("We go at 3.5 knots. ‘Slowly,’ as he said", 2),
    ("Is it safe? [T]hat is the question …\nWe cannot know.", 3),
    ("We will… wait and see", 1),
    ("No. No. No.", 1),
])
def test_sentences(text: str, sentences: int) -> None:
    assert len(compared(said(text))) == sentences


def test_a_cue_inside_a_sentence_parts_nothing() -> None:
    text = '"We will not," said Ana Ruiz, "give up the harbour. Nobody asked us."'
    spans = [{"start": text.index(part), "end": text.index(part) + len(part), "text": part}
             for part in ("We will not,", "give up the harbour. Nobody asked us.")]
    pieces = compared(record(text, content=spans, quoted=spans))
    assert [piece.keys for piece in pieces] == [
        ("we", "will", "not", "give", "up", "the", "harbour"), ("nobody", "asked", "us")]


@pytest.mark.parametrize(("text", "keys"), [
    ("I won’t; we can't, they'd", "i will not we can not they would"),
    ("it's Ana's, isn't it", "it's ana's is not it"),
    ("n't 'll", "n't ll"),
])
def test_contractions_are_spelt_out_in_their_place(text: str, keys: str) -> None:
    made = said(text)
    [piece] = compared(made)
    assert " ".join(piece.keys) == keys
    start = made.content[0].start
    assert "".join(made.text[w.start - start:w.end - start] for w in piece.words) == "".join(
        c for c in text if c not in " ;,").replace("'ll", "ll")


def test_nested_records_are_one_place() -> None:
    inner = said(LONG, "a", at=20)
    outer = said(f"He told me: {LONG}", "a", "Eva Vale", at=8)
    inner = inner.model_copy(update={"parent": outer.id})
    assert groups(inner, outer) == []
    found = group(inner, outer, said(LONG, "b"))
    assert [m.speaker and m.speaker.name for m in found.members] == ["Ana Ruiz", "Ana Ruiz"]
    assert found.rivals == ()


def test_a_record_that_comes_twice_counts_once() -> None:
    grouping = group_variants([said(LONG), said(LONG), said(LONG, "b")])
    assert [len(g.members) for g in grouping] == [2]
    assert (grouping.total, grouping.repeated, grouping.differing) == (3, 1, 0)


def test_of_two_that_differ_under_one_id_always_the_same_counts() -> None:
    one, other = said(LONG), said(LONG, name="Eva Vale")
    named = [grouping for order in permutations([one, other, one, said(LONG, "b")])
             for grouping in [group_variants(order)]]
    assert {(g.repeated, g.differing) for g in named} in ({(2, 1)}, {(2, 2)})
    assert len({repr(list(g)) for g in named}) == 1


def test_what_another_tool_added_makes_no_other_record() -> None:
    checked = QuoteRecord.model_validate({**said(LONG).model_dump(), "verification": {"tier": "exact"}})
    assert group_variants([said(LONG), checked]).differing == 0


def test_who_is_not_the_record_that_counts_gets_no_speaker() -> None:
    one, other = said(LONG, "b", None), said(BRIDGE, "b", None)
    assert one.id == other.id
    found = complete([said(LONG, "a"), said(BRIDGE, "a", "Eva Vale", at=500), one, other])
    given = [record.speaker and record.speaker.name for record in found[2:]]
    assert given in (["Ana Ruiz", None], [None, "Eva Vale"])


def test_reported_words_between_two_pieces_of_a_quotation_are_no_part_of_it() -> None:
    text = f'"{LONG}, {BRIDGE}, and that is all" said Ana Ruiz'
    pieces = [{"start": at, "end": at + len(words), "text": words} for at, words in
              ((1, LONG), (text.index("and that"), "and that is all"))]
    quotation = record(text, content=pieces, quoted=pieces)
    between = reported(BRIDGE, at=text.index(BRIDGE) - 1).model_copy(
        update={"document": quotation.document})
    [found] = groups(quotation, between, said(BRIDGE, "b"))
    assert [m.document for m in found.members] == ["a", "b"]
    inside = reported(LONG[7:], at=7).model_copy(update={"document": quotation.document})
    assert groups(quotation, inside) == []


# Rivals


def test_rival_attributions_come_first() -> None:
    found = groups(said(BRIDGE, "a"), said(BRIDGE, "b"), said(BRIDGE, "c"),
                   said(LONG, "a", at=500), said(LONG, "b", "Eva Vale", at=500))
    [rivals] = found[0].rivals
    assert {rivals.one.name, rivals.two.name} == {"Ana Ruiz", "Eva Vale"}
    assert rivals.shared == 13
    assert not found[1].rivals


@pytest.mark.parametrize(("one", "two"), [
    ({"name": "Ana Ruiz"}, {"name": "Ruiz"}),
    ({"name": "Ana Ruiz"}, {"name": "Mayor Ana Ruiz"}),
    ({"name": "Kristin Vale"}, {"name": "Kristen Vale"}),
    ({"name": "Ana Ruiz"}, {"name": "the mayor", "speaker": {
        "resolution": "description", "name_span": None}}),
    ({"name": "Ana Ruiz"}, {"name": "A source", "speaker": {"anonymous": True}}),
    ({"name": "Ana Ruiz"}, {"name": "Vale", "speaker": {"resolution": "unresolved"}}),
    ({"name": "Ana Ruiz"}, {"name": "Eva Vale", "speaker": {"confidence": 0.3}}),
    ({"name": "Ana Ruiz"}, {"name": "Eva Vale", "confidence": 0.5}),  # 0.9 of it that it is hers
    ({"name": "Ana Ruiz"}, {"name": "Councils"}),
    ({"name": "Ana Ruiz"}, {"name": "Tide Report", "kind": "document"}),
    ({"name": "Ana Ruiz"}, {"name": "Eva Vale", "speaker": {
        "alternatives": [{"name": "Ruiz", "confidence": 0.6}]}}),
    ({"name": "Siobhán Vale"}, {"name": "Siobhan Vale KC"}),
    ({"name": "Harcourt", "speaker": {"titles": ["Lady Justice"]}},
     {"name": "the Court of Appeal", "kind": "organization"}),
    ({"name": "Ana Ruiz"}, {"name": "Ruiz and Vale", "kind": "group", "speaker": {
        "members": [{"name": "Ruiz", "kind": "person"}, {"name": "Eva Vale", "kind": "person"}]}}),
    ({"name": "Ana Ruiz", "sources": [{"relation": "relayed_by", "name": "Tidewater Agency"}]},
     {"name": "Tidewater Agency", "kind": "organization"}),
    ({"name": "Ana Ruiz", "speaker": {"roles": ["Port Authority spokeswoman"]}},
     {"name": "the Port Authority", "kind": "organization"}),
    ({"name": "Port Agency", "kind": "organization"}, {"name": "PA", "kind": "organization"}),
])
def test_no_rivals(one: dict[str, Any], two: dict[str, Any]) -> None:
    for first, second in ((one, two), (two, one)):
        assert group(said(LONG, "a", **first), said(LONG, "b", **second)).rivals == ()


@pytest.mark.parametrize(("one", "two"), [
    ({"name": "Donald Gray"}, {"name": "Donald Gray Jr."}),
    ({"name": "Ana Ruiz", "speaker": {"link": "Q1"}}, {"name": "Ana Ruiz", "speaker": {"link": "Q2"}}),
    ({"name": "Ana Ruiz"}, {"name": "the Port Authority", "kind": "organization"}),
    ({"name": "Ana Ruiz"}, {"name": "Eva Vale", "speaker": {"resolution": "pronoun"}}),
    ({"name": "Ana Ruiz"}, {"name": "Eva Vale", "speaker": {
        "alternatives": [{"name": "Ruiz", "confidence": 0.2}]}}),
    ({"name": "Ana Ruiz", "speaker": {"titles": ["Ms."]}},
     {"name": "the Port Authority", "kind": "organization"}),
    ({"name": "Ana Ruiz", "speaker": {"roles": ["spokeswoman"], "affiliation": "Tide Line"}},
     {"name": "the Port Authority", "kind": "organization"}),
    ({"name": "Ana Ruiz"}, {"name": "Ana Vale KC"}),
])
def test_rivals(one: dict[str, Any], two: dict[str, Any]) -> None:
    assert len(group(said(LONG, "a", **one), said(LONG, "b", **two)).rivals) == 1


def test_speakers_who_share_no_stretch_are_no_rivals() -> None:
    both = f"{BRIDGE}, but {LONG}"
    found = group(said(BRIDGE, "a", "Eva Vale"), said(LONG, "b"), said(both, "c", None))
    assert (len(found.members), found.rivals) == (3, ())


NOT_SAFE = "The bridge is not safe and the council has known it for two long winters"


@pytest.mark.parametrize(("one", "other"), [
    ("I will not resign", "I will resign"),
    (LONG, LONG.replace(" not", "")),
    ("Nobody in this harbour has asked the pilots", "Somebody in this harbour has asked the pilots"),
    ("At least 14 million dollars are gone from the harbour", "At least 40 million dollars are gone from the harbour"),
    ("Thirteen thousand people crossed that bridge every day", "Thirty-one thousand people crossed that bridge every day"),
    ("We found cracks in eleven of the hangers on Friday", "We found cracks in the hangers on Friday"),
])
def test_two_claims_are_no_rivals_and_one_speakers_variants(one: str, other: str) -> None:
    shared = [said(BRIDGE, "a", at=500), said(BRIDGE, "b", at=500)]
    assert not any(g.rivals for g in groups(said(one, "a"), said(other, "b", "Eva Vale"), *shared))
    assert sorted(len(g.members) for g in groups(said(one, "a"), said(other, "b"), *shared)) == [2, 2]
    assert groups(said(one, "a"), said(other, "b", "Eva Vale")) == []


def test_what_is_no_chance_stays_together_whatever_it_claims() -> None:
    other = NOT_SAFE.replace(" not", "")
    assert group(said(NOT_SAFE, "a"), said(other, "b", "Eva Vale")).rivals == ()


@pytest.mark.parametrize(("one", "other"), [
    ("The bridge can't open before 14 ships have left the harbour",
     "The bridge cannot open before fourteen ships have left the harbour"),
    ("We have spent 2,500,000 dollars on pilots and ships",
     "We have spent 2.5 million dollars on pilots and ships"),
    ("We stay, and nobody has asked us in eleven years of winter, until the pilots and ships are back in the harbour",
     "We stay … until the pilots and ships are back in the harbour"),
])
def test_one_claim_is_one_however_it_is_spelt_or_cut(one: str, other: str) -> None:
    assert len(group(said(one, "a"), said(other, "b", "Eva Vale")).rivals) == 1


def test_only_who_says_the_same_is_told_as_a_rival() -> None:
    fourteen = "The repair will cost at least 14 million dollars, and the harbour has no money left"
    forty = fourteen.replace("14", "40")
    [rivals] = group(said(fourteen, "a"), said(forty, "b"), said(fourteen, "c", "Eva Vale")).rivals
    assert (rivals.one.records, rivals.two.records) == (("a:0",), ("c:0",))


def test_a_place_contradicts_only_a_place_that_spoke() -> None:
    def at(name: str, doc: str, **changes: Any) -> QuoteRecord:
        return said(LONG, doc, name, kind="place", **changes)

    assert group(said(LONG, "a"), at("Mosul", "b")).rivals == ()
    assert group(said(LONG, "a", "Port Authority", kind="organization"), at("Mosul", "b")).rivals == ()
    assert len(group(at("Baghdad", "a"), at("Tehran", "b")).rivals) == 1
    label = {"spans": [{"start": 0, "end": 1, "text": ":"}], "lemma": ":", "category": "other"}
    for cue in (None, label):
        assert group(at("Baghdad", "a", cue=cue), at("Tehran", "b")).rivals == ()
    assert group(at("MOSUL, Iraq", "a"), at("Tehran", "b")).rivals == ()
    assert complete([at("MOSUL, Iraq", "a", cue=None), said(LONG, "b", None)])[1].speaker is None


def test_who_publishes_another_document_passes_words_on() -> None:
    wire = said(LONG, "a", publisher="Continental Wire")
    named = said(LONG, "b", "Continental Wire", kind="organization")
    assert group(wire, named, said(LONG, "c")).rivals == ()
    assert len(group(said(LONG, "a"), named, said(LONG, "c")).rivals) == 1


def test_a_phrase_that_many_say_makes_nobody_a_rival() -> None:
    names = ["Ana Ruiz", "Eva Vale", "Ida Gray", "Ola Berg", "Ugo Conti", "Yan Lin"]
    text = "Our thoughts and prayers are with the victims and their families tonight"
    found = group(*(said(text, str(i), name) for i, name in enumerate(names)))
    assert found.said_by_many
    assert found.rivals == ()


# What is told


def test_relations_and_spans() -> None:
    found = group(said(BRIDGE, "a"), said(BRIDGE.upper(), "b"), said(BRIDGE.replace("two", "three"), "c"),
                  said("the river had taken two of its pillars", "d"),
                  said("the river had taken two of its pillars, and the pier", "e"))
    assert [m.relation for m in found.members] == ["reference", "same", "altered", "part", "overlap"]
    [change] = found.members[2].diff
    assert (change.kind, change.against.text, change.member.text) == ("replaced", "two", "three")
    assert found.wordings == 4


def test_a_changed_number_is_seen_though_the_right_one_comes_later() -> None:
    cost = "The repair will cost at least 14 million dollars, and we do not have 14 million dollars"
    found = group(said(cost, "a"), said("The repair will cost at least 40 million dollars", "b"))
    [change] = found.members[1].diff
    assert (found.members[1].relation, change.against.text, change.member.text) == ("part", "14", "40")


def test_a_member_beside_another_than_the_reference() -> None:
    both = f"{BRIDGE}. {LONG}"
    other = f"{LONG}, and nobody has asked me whether these ships need a pilot"
    found = group(said(both, "a"), said(other, "b"),
                  said("nobody has asked me whether these ships need a pilot", "c"))
    assert found.members[2].against == found.members[1].record


def test_the_earliest_and_the_undated() -> None:
    found = group(said(LONG, "a", date="May 4, 2024"), said(LONG, "b", date="2024-05-03T23:00:00Z"),
                  said(LONG, "c", date="2024-05-03"), said(LONG, "d", date="spring"), said(LONG, "e"))
    assert found.earliest is not None
    assert (found.earliest.date, found.earliest.documents) == ("2024-05-03", ("b", "c"))
    assert found.undated == 2
    assert group(said(LONG, "a"), said(LONG, "b")).earliest is None


def outlets(*records: QuoteRecord) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    [found] = [g for g in group_variants(records) if g.words.startswith("i will not resign")]
    return [(outlet.documents, outlet.copied) for outlet in found.outlets]


def test_of_many_documents_those_of_one_publisher_are_one_outlet_all_the_same() -> None:
    many = [said(LONG, f"d{n}", publisher=f"Paper {n % 60}") for n in range(120)]
    found = outlets(*many)
    assert len(found) == 60
    assert all(len(documents) == 2 for documents, _ in found)


def test_outlets() -> None:
    assert outlets(said(LONG, "a", publisher="The Tide"), said(LONG, "b", publisher="THE TIDE"),
                   said(LONG, "c", url="https://www.example.org/1"),
                   said(LONG, "d", url="https://example.org/2"), said(LONG, "e")) == [
        (("a", "b"), ()), (("c", "d"), ()), (("e",), ())]
    relayed = [{"relation": "relayed_by", "name": "Reuters", "kind": "organization"}]
    assert outlets(said(LONG, "a", sources=relayed), said(LONG, "b", sources=relayed),
                   said(LONG, "c")) == [(("a", "b"), ("agency",)), (("c",), ())]
    assert outlets(said(LONG, "a", sources=relayed), said(LONG, "b", publisher="Reuters")) == [
        (("a", "b"), ("agency",))]
    own = [{"relation": "published_by", "name": "The Tide", "kind": "organization"}]
    assert outlets(said(LONG, "a", sources=own, publisher="The Tide"),
                   said(LONG, "b", sources=own, publisher="The Tide")) == [(("a", "b"), ())]


def test_wire_copies_count_once() -> None:
    def article(doc: str, *texts: str) -> list[QuoteRecord]:
        return [said(text, doc, at=300 * i) for i, text in enumerate(texts)]

    wire = article("a", LONG, BRIDGE, "Nobody told the pilots of the last ship", "We have no divers left")
    cut = article("b", *(r.text for r in wire[:3]))
    own = article("c", BRIDGE, LONG, "Let the minister come here and look")
    assert outlets(*wire, *cut, *own) == [(("a", "b"), ("quotations",)), (("c",), ())]


def test_two_records_are_a_copy_if_one_is_reported() -> None:
    both = [said(LONG, "a"), reported("that ships would have to wait", "a", at=500),
            said(LONG, "b"), reported("that ships would have to wait", "b", at=700)]
    assert outlets(*both) == [(("a", "b"), ("quotations",))]
    assert len(outlets(both[0], both[2])) == 2


# Whom an open quotation is given


def complete(records: Sequence[QuoteRecord]) -> list[QuoteRecord]:
    grouping = group_variants(records)
    return [grouping.complete(r) for r in records]


def test_an_open_quotation_gets_the_only_speaker() -> None:
    named, open_ = said(LONG, "a", speaker={"titles": ["Mayor"], "link": "Q1"}), said(LONG, "b", None)
    found = complete([said(LONG, "c", "Ruiz"), named, open_])[2]
    assert found.speaker is not None
    assert (found.speaker.name, found.speaker.resolution, found.speaker.link) == ("Ana Ruiz", "variant", "Q1")
    assert (found.speaker.mention, found.speaker.entity, found.unattributed) == ([], None, None)
    assert found.speaker.confidence < 0.9
    features = found.evidence.features or {}
    assert features["variant"]["records"] == ["a:0"]
    assert features["variant"]["unattributed"] == "no_cue"
    assert features["variant"]["group"] == group(said(LONG, "c", "Ruiz"), named, open_).id


def test_a_part_that_is_shared_is_less_sure() -> None:
    whole, part = (complete([said(FOUNDING[0], "a"), said(words, "b", None)])[1].speaker
                   for words in (FOUNDING[0], FOUNDING[1]))
    assert whole is not None
    assert part is not None
    assert part.confidence < whole.confidence < 0.9


@pytest.mark.parametrize("records", [
    [said(LONG, "a"), said(LONG, "b", "Eva Vale"), said(LONG, "c", None)],  # rivals
    [said(LONG, "a", "the mayor", speaker={"resolution": "description", "name_span": None}),
     said(LONG, "c", None)],
    [said(LONG, "a"), reported(LONG, "c", None)],  # reported words are nobody's own
    [said(BRIDGE, "a"), said("two of its pillars", "a", at=500), said(BRIDGE, "b", "Ruiz"),
     said("of its pillars", "c", None)],
])
def test_nobody_is_given_on_less(records: list[QuoteRecord]) -> None:
    assert complete(records) == records


# Determinism and hostile input


def test_the_order_of_the_input_changes_nothing() -> None:
    records = [said(LONG, "a"), said(LONG, "b", "Eva Vale"), said("I will not resign", "c"),
               said(BRIDGE, "a", at=600), said(BRIDGE, "c", at=500)]
    first = groups(*records)
    assert len(first) == 2
    assert all(groups(*order) == first for order in permutations(records))


def test_a_group_keeps_its_id() -> None:
    records = [said(LONG, "a"), said(LONG, "b")]
    assert group(*records).id == "fd69a6c875f3f6ea"
    assert group(*records, said(BRIDGE, "c")).id == "fd69a6c875f3f6ea"


WORDS = st.lists(st.sampled_from([
    "the", "river", "took", "pillars", "of", "bridges", "night", "day", "مرحبا", "ﬁne", "é", "e\u0301",
    "\x00", "<script>", "\u202eabc", "🙂", "I'm", "3.5", "%", "…", "\r\n"]), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(WORDS, st.sampled_from(["Ana Ruiz", "Ruiz", "Eva Vale", None]),
                          st.sampled_from("abc")), max_size=8))
def test_whatever_is_said_places_are_verbatim(made: list[tuple[list[str], str | None, str]]) -> None:
    records = [said(" ".join(words) or "-", doc, name, at=200 * i)
               for i, (words, name, doc) in enumerate(made)]
    texts = {r.id: " " * r.content[0].start + r.text for r in records}
    grouping = group_variants(records)
    found = list(grouping)
    assert found == list(group_variants(records[::-1]))
    # Two sentences of one record may be two utterances; no sentence is in two groups.
    seen = [(m.record, m.content[0].start) for g in found for m in g.members]
    assert len(seen) == len(set(seen))
    for member in (m for g in found for m in g.members):
        _check_places(member, texts)
    _check_completed(grouping, records)


def _check_places(member: Member, texts: dict[str, str]) -> None:
    for change in member.diff:
        assert texts[member.record][change.member.start:change.member.end] == change.member.text
        assert member.against is not None
        assert texts[member.against][change.against.start:change.against.end] == change.against.text


def _check_completed(grouping: Grouping, records: Sequence[QuoteRecord]) -> None:
    """Who has a speaker keeps it, and nothing but a speaker is changed."""
    for one in records:
        other = grouping.complete(one)
        if other is not one:
            assert one.speaker is None
            assert other.model_copy(update={"speaker": None, "evidence": one.evidence,
                                            "unattributed": one.unattributed}) == one


# What grows with the records, and not with their square


def _one_phrase(count: int) -> list[QuoteRecord]:
    return [said(LONG, f"d{n}", ("Ana Ruiz", "Eva Vale", None)[n % 3]) for n in range(count)]


def _one_document(count: int) -> list[QuoteRecord]:
    return [said(LONG, "a", ("Ana Ruiz", "Eva Vale", None)[n % 3], at=80 * n) for n in range(count)]


def _one_quotation_over_all(count: int) -> list[QuoteRecord]:
    whole = said(". ".join(["no comment on that"] * 40) + " " * 99 * count + "no", "a", "Eva Vale")
    return [whole, *(said("no comment on that", "a", at=99 * n) for n in range(count))]


def _many_wordings(count: int) -> list[QuoteRecord]:
    return [said(f"w{n} {LONG} x{n % 9} y{n}", f"d{n}", ("Ana Ruiz", "Eva Vale")[n % 2]) for n in range(count)]


def _two_that_quote_apart(count: int) -> list[QuoteRecord]:
    """One long quotation, of which another document has every second sentence by itself."""
    sentences = [f"The w{n} x{n} y{n} z{n} of this harbour are gone" for n in range(count // 10)]
    return [said(". ".join(sentences) + ".", "a"),
            *(said(text, "b", at=200 * n) for n, text in enumerate(sentences[::2]))]


@pytest.mark.parametrize("make", [_one_phrase, _one_document, _one_quotation_over_all, _many_wordings,
                                  _two_that_quote_apart])
def test_the_work_grows_with_the_records(make: Callable[[int], list[QuoteRecord]]) -> None:
    few, many = make(400), make(1_600)

    def seconds(records: list[QuoteRecord]) -> float:
        return least_seconds(lambda: list(group_variants(records)))

    assert seconds(few) > 0
    assert seconds(many) < 8 * seconds(few)  # four times as many; of all with all it would be 16


def test_nothing_in_nothing_out() -> None:
    assert groups() == []
    assert groups(said("…"), said("!", "b")) == []


@pytest.mark.parametrize("form", ["\u1369", "1" * 5000, "1\u20440", "0." + "3" * 5000,
                                  "million " * 300])
def test_odd_digits_break_no_group(form: str) -> None:
    text = f"We saw {form} of them in the harbour before the ferry left for the islands"
    assert are_one(said(text, "a"), said(text, "b"))
