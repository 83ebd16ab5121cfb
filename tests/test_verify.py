"""Quotations held against sources: tiers, places, alarms, and how records carry them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.verify import main as benchmark
from quotes.documents import Document, Failure
from quotes.formats.jsonl import encode_records, read_records
from quotes.records import TIERS, QuoteRecord, TextSpan, VerifiedPart, VerifiedRecord
from quotes.verify import Sources, verify_quotation, verify_records
from quotes.verify.comparison import MOST_WORDS
from quotes.verify.guarded import Stretch, guarded
from quotes.verify.numbers import Reading, numbers
from quotes.verify.search import MOST_SKIPPED
from quotes.wording import words
from tests.made import record
from tests.timing import least_seconds

SPEECH = ("Good evening. We will not leave the city before Monday, and three million people should "
          "know it. Ana Ruiz said so in Porto. We will rebuild. We will rebuild.")


def sources(*texts: str) -> Sources:
    return Sources([Document(f"s{number}", text) for number, text in enumerate(texts)])


def checked(quotation: str, *texts: str) -> VerifiedPart:
    return verify_quotation(quotation, sources(*(texts or (SPEECH,))))


def raised(part: VerifiedPart) -> list[tuple[str, list[str], list[str]]]:
    return [(alarm.kind, [s.text for s in alarm.source], [s.text for s in alarm.quotation])
            for alarm in part.alarms]


# The tiers


@pytest.mark.parametrize(("quotation", "tier"), [
    ("We will not leave the city before Monday", "exact"),
    ("  three million people should know it. ", "exact"),
    ("We will not leave the city\u2009before Monday,", "typography"),
    ("We will not leave the city before Monday.", "typography"),
    ("Three million people should know it", "case"),
    ("We will not leave the city \u2026 and three million people should know it", "ellipsis"),
    ("\u2026 three million people should know it", "ellipsis"),
    ("We will not leave [Porto] before Monday", "bracketed"),
    ("We will not leave the town before Monday", "altered"),
    ("We will rebuild the harbour and the schools of Lisbon", "absent"),
    ("\u2026", "unchecked"),
    ("", "unchecked"),
    ("[Ruiz]", "unchecked"),
])
def test_the_gravest_tier_that_applies(quotation: str, tier: str) -> None:
    assert checked(quotation).tier == tier


@pytest.mark.parametrize("signs", ["[ " + "." * 60, "(" + ". " * 60, "\u2026." * 60 + "["])
def test_rows_of_dots_take_no_time(signs: str) -> None:
    text = f"We will go {signs} home"
    assert least_seconds(lambda: checked(text, f"We will go {signs} home now."), tries=1) < 2


def seconds(quotation: str, held: Sources) -> float:
    return least_seconds(lambda: verify_quotation(quotation, held))


@pytest.mark.parametrize("sign", ["[", "[a] ", "a[b]", "a ... ", "[...] "])
def test_signs_take_time_in_proportion(sign: str) -> None:
    held = sources("We will go home now.")
    few, many = (seconds(f"We will go {sign * times}", held) for times in (10_000, 40_000))
    assert many < 12 * few + 0.1, "four times as many"


def test_many_ellipses_take_time_in_proportion() -> None:
    """What they reach together is bounded: else each lengthens the others' way."""
    said = [f"word{n}" for n in range(40_000)]
    held = sources(" ".join(said))
    few, many = (seconds(" ... ".join(" ".join(said[at:at + 2])
                                      for at in range(9000, 9000 + 9 * count, 9)), held)
                 for count in (15, 120))
    assert many < 24 * few, "eight times as many"


def test_sixty_ellipses_are_sixty_ellipses() -> None:
    said = [f"word{n}" for n in range(5000)]
    quotation = " ... ".join(" ".join(said[at:at + 2]) for at in range(1000, 1600, 10))
    assert checked(quotation, " ".join(said)).tier == "ellipsis"


def test_the_order_of_the_tiers() -> None:
    assert TIERS == ("exact", "typography", "case", "ellipsis", "bracketed", "altered", "absent",
                     "unchecked")


def test_a_graver_change_hides_no_lighter_one() -> None:
    part = checked("we will not leave the town \u2026 and [3] million people should know it")
    assert part.tier == "altered"
    assert [edit.kind for edit in part.diff] == ["case", "replaced", "skipped", "bracketed"]
    assert (part.diff[1].source.text, part.diff[1].quotation.text) == ("city", "town")
    assert (part.diff[3].source.text, part.diff[3].quotation.text) == ("three", "[3]")
    assert raised(part) == [("name", ["Monday"], [])], "3 is three"


@pytest.mark.parametrize("quotation", ["leave", "the city", "three million people"])
def test_one_to_three_words_must_stand_side_by_side(quotation: str) -> None:
    assert checked(quotation).tier == "exact"
    assert checked(" zebra ".join(quotation.split()) + " zebra").tier == "absent"


def test_a_source_may_mark_what_a_quotation_repeats() -> None:
    """Its own dots and brackets are no editor's of the quotation."""
    source = "Well... [the mayor] never came (she said)."
    assert checked("Well... [the mayor] never came (she said)", source).tier == "exact"
    assert checked("Well\u2026 [the mayor] never came \u2013 she said", source).tier == "typography"


def test_what_a_transcript_notes_may_be_left_out() -> None:
    source = "We will win [laughter] every seat (APPLAUSE) in the valley."
    part = checked("We will win every seat in the valley", source)
    assert (part.tier, part.alarms) == ("bracketed", [])


def test_an_ellipsis_reaches_only_so_far() -> None:
    def apart(count: int) -> str:
        return f"Nobody knew the harbour. {'So it went. ' * count}Everybody saw the lighthouse."

    quotation = "Nobody knew the harbour \u2026 Everybody saw the lighthouse"
    assert checked(quotation, apart(MOST_SKIPPED // 3 - 10)).tier == "ellipsis"
    assert checked(quotation, apart(MOST_SKIPPED)).tier != "ellipsis"


def test_nothing_reaches_from_one_document_into_the_next() -> None:
    assert checked("leave the city before Monday", "We leave the city", "before Monday").tier != "exact"
    assert checked("the city before", "We leave the city", "before Monday").tier == "absent"


def test_a_made_up_ending_leaves_the_place() -> None:
    part = checked("We will not leave the city before Monday, and then we shall burn the harbour down")
    assert part.tier == "altered"
    assert part.place is not None
    assert part.place.text.startswith("We will not leave the city before Monday")
    assert ("modal", ["should"], ["shall"]) in raised(part)


def test_absent_is_told_with_what_was_counted() -> None:
    part = checked("We will paint the whole town before Christmas")
    assert part.tier == "absent"
    assert part.reason is not None
    assert part.reason.startswith("the nearest place has 4 of its 8 words in order, ")
    assert (part.place, part.diff, part.alarms) == (None, [], [])


@pytest.mark.parametrize(("quotation", "tier"), [
    ("We can't do any more zebra them", "altered"),  # the one telling word is another
    ("do any he more for can't them we had", "absent"),  # the same words, shuffled
    ("Them he had any do of more we can't", "absent"),
])
def test_nearly_all_words_in_order_or_none_of_it(quotation: str, tier: str) -> None:
    assert checked(quotation, "We can't do any more for them, he had told us.").tier == tier


def test_likeness_in_a_long_source_may_be_chance() -> None:
    """A scrap that suffices in a speech says nothing where a million words may be alike."""
    scrap, said = "Give him some water and a blanket", "Give him some water and a chair."
    assert checked(scrap, said).tier == "altered"
    long = "A man had some water, and give or take a road it was his. Tell him. " * 10_000
    part = checked(scrap, f"{said} {long}")
    assert part.tier == "absent"
    assert part.reason is not None
    assert "may be chance" in part.reason


# The place


def test_the_place_is_verbatim_with_its_context() -> None:
    part = checked("three billion people should know it", "Nothing here.", SPEECH)
    place = part.place
    assert place is not None
    assert SPEECH[place.start:place.end] == place.text == "three million people should know it"
    assert (place.document, place.equal_places) == ("s1", 1)
    assert place.before.endswith("the city before Monday, and ")
    assert place.after.startswith(". Ana Ruiz said so")
    assert SPEECH[place.end:].startswith(place.after)


def test_of_equal_places_the_first_is_given_and_all_are_counted() -> None:
    part = checked("We will rebuild")
    assert part.place is not None
    assert (part.place.start, part.place.equal_places) == (SPEECH.index("We will rebuild"), 2)


def test_of_places_with_the_same_words_the_lightest_counts() -> None:
    part = checked("We will win.", "we will win, WE WILL WIN. We will win. We will win.")
    assert part.place is not None
    assert (part.tier, part.place.start, part.place.equal_places) == ("exact", 26, 2)


def test_the_exact_source_wins_over_the_altered_one() -> None:
    part = checked("We will not leave the city", "We will leave the city.", SPEECH)
    assert part.place is not None
    assert (part.tier, part.place.document) == ("exact", "s1")


def test_a_long_quotation_has_one_place() -> None:
    said = [f"word{n} and so on" for n in range(200)]
    source = ". ".join(said)
    part = checked(". ".join(["zebra" if n % 20 == 7 else sentence for n, sentence in enumerate(said)]),
                   f"Before that. {source} {'and so on ' * 3000}")
    assert part.place is not None
    assert (part.tier, part.place.start, part.place.equal_places) == ("altered", 13, 1)


def test_many_short_documents() -> None:
    texts = [f"Item {number} is in the box." for number in range(50)]
    part = checked("Item 31 is not in the box", *texts)
    assert part.place is not None
    assert (part.tier, part.place.document) == ("altered", "s31")


# Alarms


@pytest.mark.parametrize(("source", "quotation", "alarms"), [
    ("We will not go there again", "We will go there again", [("negation", ["not"], [])]),
    ("We will go there again", "We won't go there again", [("negation", [], ["won't"])]),
    ("We will not go there again", "We won't go there again", []),
    ("We never said that to them", "We hardly said that to them", [("negation", ["never"], ["hardly"])]),
    ("It is a lawful order, he said", "It is an unlawful order, he said",
     [("negation", ["lawful"], ["unlawful"])]),
    ("No. 10 made that very clear", "No. 11 made that very clear", [("number", ["10"], ["11"])]),
    ("It cost $5m in the first year", "It cost five million dollars in the first year", []),
    ("It cost $5m in the first year", "It cost $5bn in the first year",
     [("number", ["$5m"], ["$5bn"])]),
    ("It fell by two thirds last year", "It fell by two fifths last year",
     [("number", ["thirds"], ["fifths"])]),
    ("They may come again in May", "They might come again in May", [("modal", ["may"], ["might"])]),
    ("They may come again in May", "They may come again in March", [("name", ["May"], ["March"])]),
    ("She'd have gone to the harbour", "She would have gone to the harbour", []),
    ("We have to go to the harbour", "We must go to the harbour", [("modal", ["have to"], ["must"])]),
    ("I am going to the harbour now", "I am walking to the harbour now", []),
    ("Then Ana met Eva in the street", "Then Eva met Ana in the street",
     [("name", ["Ana"], ["Eva"]), ("name", ["Eva"], ["Ana"])]),
    ("That is what Ana's house is worth", "That is what Ana house is worth", []),
    ("We met him on 3 May 2019 there", "We met him on May 3rd, 2019 there", []),
    ("Every single one of you is here", "Every one of you is here", []),
    ("There are 1,200 cases in 3 towns", "There are 1 200 cases in 3 towns", []),
    ("There are 200 cases in 3 towns", "There are 1 200 cases in 3 towns",
     [("number", ["200"], ["1 200"])]),
    ("It fell by 0.5 percent last year", "It fell by .5 percent last year", []),
    ("It fell by .5 percent last year", "It fell by 5 percent last year",
     [("number", [".5 percent"], ["5 percent"])]),
    ("I told you John F. Kennedy came", "I told you John Kennedy came", [("name", ["F"], [])]),
    ("THE CITY OF PORTO WILL STAY OPEN", "THE CITY OF LISBON WILL STAY OPEN", []),
])
def test_alarms(source: str, quotation: str, alarms: list[Any]) -> None:
    assert raised(checked(quotation, source + ".")) == alarms


@pytest.mark.parametrize(("quotation", "alarms"), [
    ("We will \u2026 leave the city before Monday", [("negation", ["not"], [])]),
    ("We will [never] leave the city before Monday", [("negation", ["not"], ["never"])]),
    ("three [hundred] people should know it", [("number", ["three million"], ["three [hundred]"])]),
    ("[Ana Ruiz] will not leave the city", []),
    ("[Bill Gray] will not leave the city", [("name", [], ["Bill", "Gray"])]),
])
def test_dots_and_brackets_hide_nothing(quotation: str, alarms: list[Any]) -> None:
    assert raised(checked(quotation)) == alarms


def test_a_minus_sign_is_no_word_and_counts() -> None:
    part = checked("a loss of 3 degrees in a night", "There was a loss of \u22123 degrees in a night.")
    assert (part.tier, raised(part)) == (
        "altered", [("number", ["\u22123 degrees"], ["3 degrees"])])
    assert [(e.kind, e.source.text, e.quotation.text) for e in part.diff] == [
        ("replaced", "\u22123", "3")]
    assert part.place is not None
    assert part.place.text.endswith("\u22123 degrees in a night")


@pytest.mark.parametrize(("source", "quotation", "tier"), [
    ("We had \u22125 degrees", "-5 degrees", "typography"),
    ("We had \u20135 degrees", "-5 degrees", "typography"),
    ("\u201c-5 degrees\u201d, he said", "-5 degrees", "exact"),
    ("We had -5 degrees", "5 degrees", "altered"),
    ("It is -1,200 metres", "It is 1 200 metres", "altered"),
    ("From 2011-19 on", "2011\u201319 on", "typography"),
    ("Covid-19 is here", "Covid \u2013 19 is here", "typography"),
])
def test_a_minus_sign_stands_right_before_digits_and_after_no_word(
        source: str, quotation: str, tier: str) -> None:
    assert checked(quotation, source + ".").tier == tier


@pytest.mark.parametrize(("quotation", "marks"), [
    ("You did that.", ("?", ".")), ("You did that!", ("?", "!")), ("You did [that].", ("?", ".")),
    ("I know?", (".", "?")), ("You did that. I know.", ("?", ".")),
    ("You did that", None), ("You did that,", None), ("You did that \u2026", None),
    ("You did that \u2026 I know.", None), ("You did that?!", None), ("I know!", None),
])
def test_a_question_is_no_statement(quotation: str, marks: tuple[str, str] | None) -> None:
    part = checked(quotation, "\u201cYou did that?\u201d I know. Be gone!")
    assert (part.tier == "altered") == (marks is not None)
    assert [(e.source.text, e.quotation.text) for e in part.diff] == ([marks] if marks else [])
    assert part.alarms == []


def test_a_negation_cut_off_before_a_sentence() -> None:
    source = "I told them: do not open the gates tonight."
    assert raised(checked("Open the gates tonight", source)) == [("negation", ["not"], [])]
    assert raised(checked("open the gates tonight", source)) == [], "an article's own words go before"


def test_a_negation_cut_off_after_a_sentence() -> None:
    source = "Did I lie? I did not."
    assert raised(checked("I did.", source)) == [("negation", ["not"], [])]
    assert raised(checked("I did...", source)) == [("negation", ["not"], [])], "it was left out"
    for open_end in ("I did", "I did,", "I did not."):
        assert raised(checked(open_end, source)) == []


@pytest.mark.parametrize(("quotation", "source_words"), [
    ("We should open the gates", ["don't"]), ("\u2026 we should open the gates", ["don't"]),
    ("[W]e should open the gates", ["don't"]), ("we should open the gates", None),
    ("We are ready.", None), ("They came.", None), ("We will win.", None), ("We lose.", None),
])
def test_a_negation_reaches_as_far_as_its_clause(quotation: str, source_words: list[str] | None
                                                 ) -> None:
    source = ("I don't think that we should open the gates. I did not know, we are ready. Nobody knew.\n\n"
              "they came. There is no doubt that we will win. I will not rest because we lose.")
    assert raised(checked(quotation, source)) == (
        [("negation", source_words, [])] if source_words else [])


@pytest.mark.parametrize(("source", "is_severed"), [
    ("I did not say that I would go home", True), ("I did not want to go home", True),
    ("I did not. You go home", True), ("I did not, as I said, go home", False),
    ("I did not in any way go home", False),
])
def test_dots_may_part_a_negation_from_what_it_negated(source: str, is_severed: bool) -> None:
    assert (("negation", ["not"], ["not"]) in raised(checked("I did not \u2026 go home", source))
            ) == is_severed


@pytest.mark.parametrize(("source", "quotation", "alarms"), [
    ("not possible", "impossible", []), ("impossible", "not possible", []),
    ("not legal and not possible", "illegal and impossible", []),
    ("not impossible", "impossible", [("negation", ["not"], [])]),
    ("impossible", "not impossible", [("negation", [], ["not"])]),
    ("never possible", "impossible",
     [("negation", ["never"], []), ("negation", ["possible"], ["impossible"])]),
    ("not possible", "not impossible", [("negation", ["possible"], ["impossible"])]),
])
def test_impossible_is_not_possible(source: str, quotation: str, alarms: list[Any]) -> None:
    assert raised(checked(f"It is {quotation} to stay here", f"It is {source} to stay here.")) == alarms


def test_a_name_that_opens_a_sentence_shows_elsewhere_or_in_the_record() -> None:
    first, other = "Ruiz wants to leave the city.", "Everybody wants to leave the city"
    assert raised(checked(other, first)) == []
    assert raised(checked(other, f"{first} They say that Ruiz lied.")) == [("name", ["Ruiz"], [])]
    said = record(f'"{other}" said Eva Vale')
    spoken = said.model_copy(update={"speaker": said.speaker and said.speaker.model_copy(
        update={"name": "Ana Ruiz"})})
    [verified] = verify_records([spoken], sources(first))
    assert verified.verification.alarms == ["name"]


@pytest.mark.parametrize(("forms", "value"), [
    ("3", "3"), ("three", "3"), ("1000000", "1000000"), ("one million", "1000000"), ("1.5 bn", "1500000000"),
    ("two hundred and five", "205"), ("twenty five", "25"), ("twenty fifth", "25st"),
    ("nineteen eighty four", "1984"), ("two thousand and one", "2001"), ("a dozen", "12"),
    ("five per cent", "5 %"), ("5 %", "5 %"), ("$ 5", "5 $"), ("5 dollars", "5 $"), ("minus five", "-5"),
    ("half a million", "500000"), ("three and", "3"), ("no one", ""), ("m", ""), ("minus", ""), ("$", ""),
    ("hundred", "100"), ("five hundred thousand", "500000"), ("half", "1/2"),
    ("one and a half million", "1500000"), ("a million and a half", "1500000"), ("1 and a half m", "1500000"),
    ("two and a half", "5/2"), ("two million and a half", "2500000"), ("two hundred and a half million", "200500000"),
    ("an hour and a half", "3/2 hour"), ("two years and a half", "5/2 year"), ("half an hour", "1/2 hour"),
    ("a quarter of a million dollars", "250000 $"), ("a half million", "500000"), ("half of them", "1/2"),
    ("half a percent", "1/2 %"), ("a mile", ""), ("a million", "1000000"),
])
def test_what_a_number_is(forms: str, value: str) -> None:
    found = numbers([Reading(form) for form in forms.split()])
    assert [" ".join(number.value).strip() for number in found] == ([value] if value else [])


def test_two_numbers_side_by_side_are_two() -> None:
    assert [n.value[0] for n in numbers([Reading(f) for f in ["five", "six", "2023", "300"]])] == [
        "5", "6", "2023", "300"]


def test_names_by_capitals() -> None:
    def names(text: str) -> list[str]:
        stretch = Stretch(text, tuple(words(text)), lambda form: False)
        return [g.value for g in guarded(stretch) if g.kind == "name"]

    assert names("He met Mr. Vale and al-Qaida's Eva. Then I left with Will.") == [
        "vale", "qaida", "eva", "will"]
    assert names("Ana Ruiz came. \u201cHouses burn,\u201d she said. Houses do.") == ["ana", "ruiz"]
    assert names("Mayor Promises Better Houses Before Winter Storms") == []


# Records


TWO = '"We will not leave the city," said Ana Ruiz, "and the moon is made of cheese."'


def two_parts(**changes: Any) -> QuoteRecord:
    one, other = TWO.index("We"), TWO.index("and the")
    spans = [{"start": one, "end": one + 27, "text": TWO[one:one + 27]},
             {"start": other, "end": len(TWO) - 1, "text": TWO[other:-1]}]
    return record(TWO, content=spans, quoted=spans, **changes)


def verified(*records: QuoteRecord, held_against: Sources | None = None) -> list[VerifiedRecord]:
    return list(verify_records(records, sources(SPEECH) if held_against is None else held_against))


def test_one_absent_part_makes_the_record_so_and_hides_nothing() -> None:
    [found] = verified(two_parts())
    assert found.verification.tier == "absent"
    assert found.verification.tiers == {"typography": 1, "absent": 1}
    assert [part.tier for part in found.verification.parts] == ["typography", "absent"]


def test_offsets_count_in_the_records_own_document() -> None:
    text = 'He left. "We will leave the city before Monday," said Ana Ruiz'
    [found] = verified(record(text))
    [part] = found.verification.parts
    for span in _spans_here(part):
        assert text[span.start:span.end] == span.text
    assert found.verification.alarms == ["negation"]


def test_an_indirect_record_is_unchecked_and_of_a_mixed_one_the_marks_count() -> None:
    whole = [{"start": 0, "end": len(TWO), "text": TWO}]
    [indirect] = verified(two_parts(type="indirect").model_copy(update={"quoted": []}))
    assert (indirect.verification.tier, indirect.verification.parts) == ("unchecked", [])
    assert indirect.verification.reason is not None
    [mixed] = verified(record(TWO, type="mixed", content=whole))
    assert [part.quoted.text for part in mixed.verification.parts] == ["We will not leave the city,"]


def test_a_records_own_document_proves_nothing() -> None:
    other = "They will leave the city, said Ana Ruiz."
    [alone] = verified(record(TWO), held_against=sources(TWO))
    assert alone.verification.tier == "exact"
    [found] = verified(record(TWO), held_against=sources(TWO, SPEECH, TWO))
    assert found.verification.tier == "typography"
    assert [part.place and part.place.document for part in found.verification.parts] == ["s1"]
    [altered] = verified(record(TWO), held_against=sources(other, TWO))
    assert (altered.verification.tier, altered.verification.alarms) == ("altered", ["negation"])
    [absent] = verified(record(TWO), held_against=sources(TWO, "Nothing of it."))
    assert absent.verification.parts[0].reason == (
        "besides its own document, none of its words is in a source")


def test_a_direct_record_of_another_program_may_lack_quoted() -> None:
    [found] = verified(record(TWO, quoted=[]))
    assert found.verification.tier == "typography"


def test_a_missing_source_is_not_absence() -> None:
    failure = Failure("b.txt", "no such file")
    held = Sources([Document("a", SPEECH), failure])
    assert held.failures == [failure]
    [found] = verified(two_parts(), held_against=held)
    assert [part.tier for part in found.verification.parts] == ["typography", "unchecked"]
    assert found.verification.reason == "not in the sources that could be read, and 1 could not"
    [nothing] = verified(two_parts(), held_against=Sources([failure]))
    assert nothing.verification.tiers == {"unchecked": 2}
    assert nothing.verification.reason == "no source could be read"
    assert verified(two_parts(), held_against=Sources([]))[0].verification.tier == "unchecked"


def test_sources_are_read_like_any_documents(tmp_path: Any) -> None:
    (tmp_path / "a.txt").write_text(SPEECH)
    held = Sources.read([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    assert (len(held), len(held.failures)) == (1, 1)


def test_a_verified_record_reads_back_and_keeps_other_programs_keys() -> None:
    [found] = verified(two_parts(other={"a": 1}))
    [again] = read_records(encode_records([found]).splitlines(), "r")
    assert again.model_dump() == found.model_dump()
    assert again.model_dump()["other"] == {"a": 1}
    [twice] = verified(again)
    assert twice == found


def test_records_are_taken_one_at_a_time() -> None:
    def endless() -> Iterator[QuoteRecord]:
        while True:
            yield two_parts()

    assert next(verify_records(endless(), sources(SPEECH))).verification.tier == "absent"


def test_what_is_longer_than_any_quotation_is_said_to_be_so() -> None:
    part = checked("zebra " * (MOST_WORDS + 1))
    assert (part.tier, part.reason) == (
        "unchecked", f"longer than {MOST_WORDS} words; cut it into passages")


ARTICLE = (Path(__file__).parents[1] / "fixtures" / "articles" / "mosul.txt").read_text("utf-8")
QUOTED = [(m.start(1), m[1]) for m in re.finditer('"([^"]+)"', ARTICLE)]


def test_the_founding_article_has_its_own_quotations() -> None:
    held = sources(ARTICLE)
    parts = [verify_quotation(text, held) for _, text in QUOTED]
    assert len(parts) == 4
    assert {part.tier for part in parts} == {"exact"}
    assert [part.place and part.place.start for part in parts] == [start for start, _ in QUOTED]


def test_the_founding_article_beside_a_copy_altered_by_hand() -> None:
    copy = ARTICLE
    for said, altered in (("Turn the dark night", "Do not turn the night"), ("total war", "total peace"),
                          ("and make rivers", "and may make rivers"), ("actions! ", "actions,\n")):
        copy = copy.replace(said, altered)
    parts = [verify_quotation(text, sources(copy)) for _, text in QUOTED]
    assert [part.tier for part in parts] == ["typography", "absent", "exact", "altered"]
    assert raised(parts[3]) == [("modal", ["may"], []), ("negation", ["not"], [])]


# Whatever the text


def _spans_here(part: VerifiedPart) -> Iterator[TextSpan]:
    yield from (edit.quotation for edit in part.diff)
    yield from (span for alarm in part.alarms for span in alarm.quotation)


def _assert_verbatim(part: VerifiedPart, quotation: str, source: str) -> None:
    for span in _spans_here(part):
        assert quotation[span.start:span.end] == span.text
    there = [edit.source for edit in part.diff] + [s for alarm in part.alarms for s in alarm.source]
    for span in there:
        assert source[span.start:span.end] == span.text
    if part.place is not None:
        assert source[part.place.start:part.place.end] == part.place.text
        assert source[:part.place.start].endswith(part.place.before)
        assert source[part.place.end:].startswith(part.place.after)


HOSTILE = st.text(st.one_of(
    st.characters(exclude_categories=["Cs"]), st.sampled_from("ab .,'\"[]()\u2026\u2019\r\n\x00\u202e\u0301\u00ad3%-")),
    max_size=80)


@given(HOSTILE, HOSTILE)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_a_tier_and_verbatim_spans(source: str, quotation: str) -> None:
    part = checked(quotation, source)
    assert part.tier in TIERS
    _assert_verbatim(part, quotation, source)


@given(HOSTILE, HOSTILE, HOSTILE)
@settings(max_examples=300, deadline=None)
def test_what_stands_there_is_exact(before: str, quotation: str, after: str) -> None:
    if not words(quotation) or any(c in quotation for c in "[]()"):
        return
    part = checked(quotation.strip(), f"{before}\n{quotation.strip()}\n{after}")
    assert part.tier in ("exact", "unchecked")
    assert part.alarms == []


WORDS = st.lists(st.sampled_from(["the", "mayor", "will", "not", "open", "three", "roads", "in", "Porto", "we", "may"]),
                 min_size=4, max_size=25)


@given(WORDS, WORDS, st.data())
@settings(max_examples=300, deadline=None)
def test_edits_make_one_text_of_the_other(source: list[str], other: list[str], data: Any) -> None:
    """Applied to the place, the diff gives the quotation's words."""
    start = data.draw(st.integers(0, len(source) - 1))
    cut = [*source[start:start + 6], *other[:2], *source[start + 6:]]
    text, quotation = " ".join(source), " ".join(cut)
    part = checked(quotation, text)
    _assert_verbatim(part, quotation, text)
    if part.place is None:
        return
    made, at = "", part.place.start
    for edit in part.diff:
        made += f"{text[at:edit.source.start]} {edit.quotation.text} "
        at = edit.source.end
    made += text[at:part.place.end]
    assert made.lower().split() == quotation.lower().split()


def test_the_benchmark_runs() -> None:
    ran = CliRunner().invoke(benchmark, ["--words", "5000", "--quotations", "40"])
    assert ran.exit_code == 0, ran.output
    for sort in ("exact", "altered", "ellipsis", "absent"):
        assert f"{{'{sort}': 10}}" in ran.output


@pytest.mark.parametrize("form", ["\u1369", "\u00b2", "1" * 5000, "0." + "3" * 5000, "1\u20440",
                                  "\u215f0"])
def test_odd_digits_are_words_or_numbers_and_break_nothing(form: str) -> None:
    text = f"We saw {form} of them in May {form} and left {form} s."
    sources = Sources([Document("b", text)])
    assert verify_quotation(text, sources).tier == "exact"
    assert verify_quotation(text.replace("saw", "see"), sources).tier == "altered"


@pytest.mark.parametrize("forms", ["", "five", "1", "one and a half"])
@pytest.mark.parametrize("more", ["million", "000", "hundred thousand"])
def test_no_number_is_larger_than_anything_counted(forms: str, more: str) -> None:
    words = f"{forms} {f'{more} ' * 3000}".split()
    found = numbers([Reading(form) for form in words])
    assert found
    assert max(len(number.value[0]) for number in found) < 100
