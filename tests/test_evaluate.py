"""Scores of predictions against gold: what agrees, what is counted, what is refused.

Where the users' own scorer is at hand, every figure must be the same as its.
"""

from __future__ import annotations

import importlib.util
import json
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest

from quotes.errors import InputError
from quotes.evaluate import (
    Predictions,
    Report,
    Rule,
    compare,
    evaluate,
    from_records,
    read_gold,
    read_predictions,
)
from quotes.evaluate.bootstrap import span
from quotes.evaluate.fields import report_fields
from quotes.evaluate.matching import GIVEN, MEASURES, ROLES, TYPES
from quotes.evaluate.names import same_name
from quotes.evaluate.words import Words, quoted
from quotes.formats.jsonl import encode_records, read_record
from quotes.text import Span
from tests import made
from tests.running import Run

TEXT = 'The old mayor said the tax is "far too high." Bob left. "Go," Eve told us, "now."'
Spans = list[list[int]]


def at(words: str, text: str = TEXT) -> list[int]:
    return [text.index(words), text.index(words) + len(words)]


MAYOR = {"source": [at("The old mayor")], "cue": [at("said")],
         "content": [at('the tax is "far too high."')]}
EVE = {"source": [at("Eve")], "cue": [at("told us")], "content": [at('"Go,"'), at('"now."')]}
BOB = {"source": [at("Bob")], "cue": [], "content": [at("Bob left")]}


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 (no secret)


def document(*attributions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "1", "text": TEXT, "attributions": list(attributions), **more}


def lines(*documents: dict[str, Any]) -> list[bytes]:
    return [json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in documents]


def scored(gold: list[dict[str, Any]], predicted: list[dict[str, Any]], *, rounds: int = 0,
           seed: int = 0, **rule: Any) -> Report:
    wanted = read_gold(lines(*gold), "gold.jsonl")
    found = read_predictions(lines(*predicted), "pred.jsonl", wanted, read_record)
    return evaluate(wanted, found, Rule(**rule), rounds=rounds, seed=seed)


def right(report: Report, measure: str) -> tuple[int, int, int]:
    score = report.overall[measure]
    return score.tp, score.predicted, score.gold


# What agrees


def test_gold_agrees_with_itself() -> None:
    report = scored([document(MAYOR, EVE)], [document(MAYOR, EVE)])
    assert all(score.f1 == 1 for score in report.overall.values())
    assert all(share.share == 1 for share in report.given.values())
    assert all(score.f1 == 1 for score in report.words.values())
    assert (report.by_type["direct"].gold, report.by_type["mixed"].gold) == (1, 1)


def test_half_the_words_are_a_match_and_less_is_none() -> None:
    half = {**MAYOR, "content": [at("the tax is")]}  # three of six
    less = {**MAYOR, "content": [at("tax is")]}
    assert right(scored([document(MAYOR)], [document(half)]), "attribution") == (1, 1, 1)
    assert right(scored([document(MAYOR)], [document(half)]), "attribution_strict") == (0, 1, 1)
    assert right(scored([document(MAYOR)], [document(less)]), "content_overlap") == (0, 1, 1)


def test_sources_agree_by_a_word_and_strictly_without_the_article() -> None:
    head, bare = ({**MAYOR, "source": [at(words)]} for words in ("mayor", "old mayor"))
    assert right(scored([document(MAYOR)], [document(head)]), "attribution")[0] == 1
    assert right(scored([document(MAYOR)], [document(head)]), "attribution_strict")[0] == 0
    assert right(scored([document(MAYOR)], [document(bare)]), "attribution_strict")[0] == 1


def test_no_source_agrees_only_with_no_source() -> None:
    nobody = {**MAYOR, "source": []}
    assert right(scored([document(nobody)], [document(nobody)]), "attribution")[0] == 1
    assert right(scored([document(nobody)], [document(nobody)]), "attribution_strict")[0] == 1
    report = scored([document(nobody)], [document(MAYOR)])
    assert right(report, "attribution")[0] == 0
    assert report.given["source_given_content"].share == 0


def test_pairs_are_one_to_one_and_the_best_first() -> None:
    assert right(scored([document(MAYOR)], [document(MAYOR, MAYOR)]), "content_exact") == (1, 2, 1)
    assert right(scored([document(MAYOR, MAYOR)], [document(MAYOR)]), "content_exact") == (1, 1, 2)
    part = {**BOB, "content": [at("the tax is")]}
    report = scored([document(MAYOR)], [document(part, MAYOR)])
    assert right(report, "attribution_strict") == (1, 2, 1)  # not taken by the first that fits


def test_a_document_without_prediction_is_missed() -> None:
    report = scored([document(MAYOR), document(EVE, id="2")], [document(MAYOR)])
    assert right(report, "attribution") == (1, 1, 2)
    assert report.without_prediction == ("2",)


def test_the_type_of_gold_is_read_from_its_marks_and_that_of_a_prediction_from_its_label() -> None:
    report = scored([document(MAYOR)], [document({**MAYOR, "kind": "indirect"})])
    assert report.by_type["mixed"].measures["attribution"].r == 1
    assert report.by_type["indirect"].measures["attribution"].p == 1
    assert report.by_type["mixed"].predicted == 0
    assert scored([document(MAYOR)], [document({**MAYOR, "kind": "odd"})]).by_type["mixed"].predicted == 1
    labelled = scored([document({**MAYOR, "type": "direct"})], [document(MAYOR)])
    assert (labelled.by_type["mixed"].gold, labelled.by_type["direct"].gold) == (1, 0)
    assert labelled.by_type["mixed"].measures["attribution"].r == 1


def test_direct_only_leaves_out_what_has_no_word_in_marks() -> None:
    report = scored([document(MAYOR, BOB)], [document(BOB)], direct_only=True)
    assert (report.gold, report.predicted) == (1, 0)


def test_content_without_a_word_is_left_out_and_counted() -> None:
    mark = {**BOB, "content": [at(".")]}
    report = scored([document(MAYOR, mark)], [document(mark)])
    assert (report.gold, report.predicted) == (1, 0)
    assert report.left_out == {"gold": {"without words": 1}, "predicted": {"without words": 1}}


@pytest.mark.parametrize(("text", "inside"), [
    ("\u201cOne.\n\n\u201cTwo,\u201d he said. \u201cThree.\u201d", ["One.", "Two,", "Three."]),
    ('He said "one\nTwo "three" four', ["one", "three"]),
    ('"One"-"two"', ["One", "two"]),
    ("``One,'' she said", ["One,"]),
    ("no marks, don't", []),
])
def test_marks(text: str, inside: list[str]) -> None:
    assert [text[start:end] for start, end in quoted(text)] == inside


def test_words_are_touched_and_articles_dropped() -> None:
    words = Words("the old man")
    assert words.covered([Span(5, 6)]) == {1}
    assert words.bare({0, 1, 2}) == words.bare({1, 2}) == (1, 2)
    assert words.bare({0}) == (0,)


# The users' scorer


@pytest.fixture
def scorer(shared: Callable[[str], Path]) -> ModuleType:
    spec = importlib.util.spec_from_file_location("users_score", shared("score.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def agree(scorer: ModuleType, gold: list[dict[str, Any]], predicted: list[dict[str, Any]],
          direct_only: bool) -> None:
    theirs = scorer.score(gold, predicted, direct_only=direct_only, bootstrap=20)
    ours = scored(gold, predicted, direct_only=direct_only, rounds=20)
    assert theirs["overall"]["attribution"]["tp"] > 0
    for measure in MEASURES:
        score = ours.overall[measure]
        assert score.interval is not None
        assert theirs["overall"][measure] == {
            "p": score.p, "r": score.r, "f1": score.f1, "tp": score.tp,
            "predicted": score.predicted, "gold": score.gold, "f1_interval": list(score.interval)}
    for role in ROLES:
        word = ours.words[role]
        assert theirs["tokens"][role] == {"p": word.p, "r": word.r, "f1": word.f1, "tp": word.tp,
                                          "predicted": word.predicted, "gold": word.gold}
    assert [theirs["overall"][g] for g in GIVEN] == [ours.given[g].share for g in GIVEN]
    for kind in TYPES:
        of, row = ours.by_type[kind], theirs["by_kind"][kind]
        assert (row["gold"], row["predicted"]) == (of.gold, of.predicted)
        assert [row[m] for m in MEASURES] == [
            {"r": of.measures[m].r, "p": of.measures[m].p} for m in MEASURES]
        assert [row[g] for g in GIVEN] == [of.given[g].share for g in GIVEN]


def _spans(draw: Random, text: str, most: int) -> Spans:
    starts = [draw.randrange(len(text) - 1) for _ in range(draw.randint(0, most))]
    return [[start, min(len(text), start + draw.randint(1, 25))] for start in starts]


def _any_document(draw: Random, name: str) -> dict[str, Any]:
    pieces = ["the", "An", "word", '"', "“", "”", "''", "``", " ", " ", "\n", ".", "é", "x2", "—"]
    return {"id": name, "text": "".join(draw.choices(pieces, k=80)) + "end"}


def _any_attributions(draw: Random, text: str) -> list[dict[str, Any]]:
    return [{"source": _spans(draw, text, 2), "cue": _spans(draw, text, 1),
             "content": _spans(draw, text, 3),
             "kind": draw.choice(["direct", "mixed", "indirect", None])}
            for _ in range(draw.randint(1, 12))]


def _like(draw: Random, text: str, gold: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Some of gold's, with one part of some replaced, among others."""
    kept = [one for one in gold if draw.random() < 0.7]
    changed = [one if draw.random() < 0.4 else
               {**one, draw.choice(["source", "cue", "content"]): _spans(draw, text, 2)} for one in kept]
    return changed + _any_attributions(draw, text)


@pytest.mark.parametrize("direct_only", [False, True])
def test_any_documents_score_as_the_users_scorer_says(scorer: ModuleType, direct_only: bool) -> None:
    draw = seeded(3)
    for _ in range(30):
        documents = [_any_document(draw, str(i)) for i in range(6)]
        gold = [{**one, "attributions": _any_attributions(draw, one["text"])} for one in documents]
        predicted = [{**one, "attributions": _like(draw, one["text"], one["attributions"])}
                     for one in gold[1:]]
        agree(scorer, gold, predicted, direct_only)


@pytest.mark.parametrize("direct_only", [False, True])
def test_a_corpus_scores_as_the_users_scorer_says(
        scorer: ModuleType, shared: Callable[[str], Path], direct_only: bool) -> None:
    gold = [json.loads(line) for line in shared("polnear/dev.jsonl").read_text("utf-8").splitlines()]
    draw = seeded(5)
    predicted = [{"id": one["id"], "attributions": [
        {**a, "content": a["content"] if draw.random() < 0.7 else [
            [s, s + max(1, int((e - s) * draw.random()))] for s, e in a["content"]],
         "source": a["source"] if draw.random() < 0.8 else a["cue"]}
        for a in one["attributions"] if draw.random() < 0.9]} for one in gold]
    agree(scorer, gold, predicted, direct_only)


# Types and names


def test_types_and_names_are_compared_where_gold_has_them() -> None:
    assert scored([document(MAYOR)], [document(MAYOR)]).type is None
    assert scored([document(MAYOR)], [document(MAYOR)]).names is None
    gold = [document({**MAYOR, "type": "mixed", "speaker": "Ada Ruiz"},
                     {**EVE, "type": "direct", "speaker": "Eve Ott"},
                     {**BOB, "type": "indirect", "speaker": None})]
    report = scored(gold, [document({**MAYOR, "kind": "mixed", "speaker": "ADA RUIZ"},
                                    {**EVE, "kind": "mixed", "speaker": "Bob"},
                                    {**BOB, "speaker": "Bob"})])
    assert report.type is not None
    assert (report.type.right, report.type.of) == (2, 3)
    assert report.names is not None
    assert (report.names.right, report.names.wrong, report.names.open, report.names.invented) == (1, 1, 0, 1)
    assert report.names.accuracy == 0.5


def test_a_name_that_is_left_open_is_not_a_wrong_name() -> None:
    gold = [document({**EVE, "speaker": "Eve Ott"})]
    names = scored(gold, [document({**EVE, "speaker": None})]).names
    assert names is not None
    assert (names.right, names.wrong, names.open) == (0, 0, 1)


@pytest.mark.parametrize(("source", "counts"), [("The old mayor", (0, 0, 1)), ("Eve", (0, 1, 0))])
def test_the_words_of_the_right_mention_are_an_open_name(source: str, counts: tuple[int, ...]) -> None:
    gold = [document({**MAYOR, "speaker": "Ada Ruiz"})]
    names = scored(gold, [document({**MAYOR, "source": [at(source)], "speaker": source})]).names
    assert names is not None
    assert (names.right, names.wrong, names.open) == counts


@pytest.mark.parametrize(("gold", "predicted", "same"), [
    ("the Council", "council", True), ("A nurse", "nurse", True), ("O’Neil", "O'Neil", True),
    ("Ana Ruiz", "Ruiz", False), ("Ana Ruiz", None, False), ("Theo Ruiz", "o Ruiz", False),
])
def test_same_name(gold: str, predicted: str | None, same: bool) -> None:
    assert same_name(gold, predicted) is same


# Records

SAID = '"We are open," said Ana Ruiz. "We are closed," said Bo Li.'


def _gold_of_said() -> list[dict[str, Any]]:
    return [{"id": "a", "text": SAID, "attributions": [
        {"content": [at("We are open,", SAID)], "cue": [at("said", SAID)],
         "source": [at("Ana Ruiz", SAID)], "type": "direct", "speaker": "Ana Ruiz", "nested": False},
        {"content": [at("open", SAID)], "cue": [], "source": [], "nested": False},
        {"content": [at("We are closed,", SAID)], "cue": [at("said", SAID)], "source": [],
         "nested": True}]}]


def test_records_are_compared_by_content_cue_and_mention() -> None:
    gold = read_gold(lines(*_gold_of_said()), "gold.jsonl")
    report = evaluate(gold, from_records([made.record(SAID)], gold))
    assert right(report, "attribution_strict") == (1, 1, 3)
    assert report.names is not None
    assert report.names.right == 1


def test_a_name_that_is_unresolved_counts_where_gold_has_the_same_words_only() -> None:
    gold = read_gold(lines(*_gold_of_said()), "gold.jsonl")
    speaker = made.record(SAID).speaker
    assert speaker is not None
    for name, counts in (("Ana Ruiz", (1, 0, 0)), ("she", (0, 0, 1))):
        changed = speaker.model_copy(update={"name": name, "resolution": "unresolved"})
        names = evaluate(gold, from_records([made.record(SAID, speaker=changed.model_dump())], gold)).names
        assert names is not None
        assert (names.right, names.wrong, names.open) == counts


def test_the_profile_leaves_out_what_the_corpus_has_no_label_for() -> None:
    gold = read_gold(lines(*_gold_of_said()), "gold.jsonl")
    records = [made.record(SAID), made.record(SAID, id="x", parent="a:0"),
               made.record(SAID, id="y", cue=None)]
    report = evaluate(gold, from_records(records, gold), Rule(profile="polnear"))
    assert (report.gold, report.predicted) == (1, 1)
    assert report.left_out == {"gold": {"nested": 1, "without a cue": 1},
                               "predicted": {"nested": 1, "without a cue": 1}}


def test_the_profile_keeps_all_gold_that_does_not_speak_of_nesting() -> None:
    report = scored([document(MAYOR, BOB)], [document(MAYOR, BOB)], profile="polnear")
    assert (report.gold, report.predicted) == (2, 1)


def test_min_confidence_keeps_what_is_as_sure() -> None:
    predicted = [document({**MAYOR, "confidence": 0.5}, {**EVE, "confidence": 0.4}, BOB)]
    report = scored([document(MAYOR, EVE)], predicted, min_confidence=0.5)
    assert (report.predicted, report.left_out["predicted"]) == (2, {"less confident": 1})


# Draws


def _many(number: int, draw: Random) -> list[dict[str, Any]]:
    return [document(*(a for a in (MAYOR, EVE, BOB) if draw.random() < 0.7), id=str(i))
            for i in range(number)]


def test_intervals_hold_the_score_and_depend_on_the_seed_alone() -> None:
    gold, predicted = _many(40, seeded(1)), _many(40, seeded(2))
    reports = [scored(gold, predicted, rounds=200, seed=seed) for seed in (0, 0, 1)]
    one, same, other = (report.overall["attribution"] for report in reports)
    assert one.interval is not None
    assert one.interval[0] < one.f1 < one.interval[1]
    assert one == same
    assert one.interval != other.interval
    assert scored(gold, predicted).overall["attribution"].interval is None


def test_an_interval_is_the_middle_of_the_draws() -> None:
    assert span([float(i) for i in range(1000)][::-1]) == (25, 975)


def test_types_have_intervals_of_their_own() -> None:
    report = scored(_many(40, seeded(1)), _many(40, seeded(2)), rounds=200)
    for kind in TYPES:
        of = report.by_type[kind].measures["attribution"]
        assert of.interval is not None
        assert of.interval[0] < of.f1 < of.interval[1]
    assert len({report.by_type[kind].measures["attribution"].interval for kind in TYPES}) == 3


def test_two_predictions_are_compared_on_the_same_draws() -> None:
    gold, predicted = _many(40, seeded(1)), _many(40, seeded(2))
    new = scored(gold, predicted, rounds=100)
    found = compare(new, new)
    assert {(d.difference, d.interval, d.better) for d in found.differences.values()} == {(0, (0, 0), 0)}
    assert found.changes == ()
    better = compare(scored(gold, gold, rounds=100), new).differences["attribution"]
    assert better.interval is not None
    assert 0 < better.interval[0] < better.difference < better.interval[1]
    assert better.better == 1
    assert compare(scored(gold, gold), scored(gold, predicted)).differences["attribution"].interval is None


# Gains and losses


def _changes(new: list[dict[str, Any]], old: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    gold = [document(MAYOR, EVE)]
    found = compare(scored(gold, [document(*new)]), scored(gold, [document(*old)]))
    return [(c.change, c.before, c.now) for c in found.changes]


def test_gains_and_losses() -> None:
    wrong = {**MAYOR, "source": [at("Eve")]}
    assert _changes([MAYOR], [EVE]) == [("gain", "missed", "right"), ("loss", "right", "missed")]
    assert _changes([wrong], [MAYOR]) == [("loss", "right", "source")]
    assert _changes([wrong], []) == []  # it wasn't right, and isn't
    assert _changes([BOB], []) == [("loss", "absent", "spurious")]
    assert _changes([], [BOB]) == [("gain", "spurious", "absent")]
    assert _changes([BOB, MAYOR], [MAYOR, BOB]) == []


def test_what_stands_for_a_lost_attribution_is_named() -> None:
    gold = [document(MAYOR)]
    wrong = scored(gold, [document({**MAYOR, "source": [at("Eve")]})])
    [change] = compare(wrong, scored(gold, gold)).changes
    assert change.other is not None
    assert change.other.source == (Span(*at("Eve")),)


# The signature


def test_the_signature_tells_program_model_rule_data_and_seed() -> None:
    gold = read_gold(lines(*_gold_of_said()), "gold.jsonl")
    records = [made.record(SAID, generator={"program": "quotes 9.9", "model": "m",
                                            "model_sha256": "ab" * 32, "settings_sha256": "cd" * 32})]
    report = evaluate(gold, from_records(records, gold), Rule("polnear", True, 0.5), rounds=3, seed=7)
    line = str(report.signature)
    for part in ("|predicted-by:quotes 9.9 m@abababababab settings@cdcdcdcdcdcd|",
                 "|match:content-iou>=0.5+source-overlap|", "|types:direct+mixed|profile:polnear|",
                 "|documents:1|min-confidence:0.5|bootstrap:3|seed:7"):
        assert part in line
    assert line.startswith("evaluate:quotes ")


def test_the_hash_of_gold_is_of_what_is_compared() -> None:
    def sha256(*documents: dict[str, Any]) -> str:
        return scored(list(documents), []).signature.gold_sha256

    assert sha256(document(MAYOR)) == sha256(document({**MAYOR, "note": "x"}, more=1))
    others = [document(EVE), document(MAYOR, EVE), document(MAYOR, text=TEXT + " "),
              document(MAYOR, id="2"), document({**MAYOR, "speaker": None}),
              document({**MAYOR, "speaker": "Ada"}), document({**MAYOR, "type": "mixed"})]
    assert len({sha256(one) for one in (document(MAYOR), *others)}) == 8


# What is refused


@pytest.mark.parametrize(("line", "why"), [
    (b"{", "broken JSON at column"),
    (b"\xff\xfe", "broken JSON"),
    (b"[" * 100_000, "broken JSON"),
    (b"[]", "no JSON object"),
    (b'{"text": "a", "attributions": []}', 'lacks an "id"'),
    (b'{"id": 7, "text": "a", "attributions": []}', 'lacks an "id"'),
    (b'{"id": "a", "attributions": []}', 'lacks its "text"'),
    (b'{"id": "a", "text": "a"}', 'lacks "attributions"'),
    (b'{"id": "a", "text": "a", "attributions": [1]}', 'lacks "attributions"'),
    (b'{"id": "a", "text": "a", "attributions": [{"content": [[0, 2]]}]}', "outside the text"),
    (b'{"id": "a", "text": "a", "attributions": [{"content": [[-1, 1]]}]}', "outside the text"),
    (b'{"id": "a", "text": "a", "attributions": [{"content": [[0, 0]]}]}', "is empty"),
    (b'{"id": "a", "text": "a", "attributions": [{"content": [[0, true]]}]}', "two whole numbers"),
    (b'{"id": "a", "text": "a", "attributions": [{"content": [0, 1]}]}', "two whole numbers"),
    (b'{"id": "a", "text": "a", "attributions": [{"content": "a"}]}', "a list of"),
    (b'{"id": "a", "text": "a", "attributions": [{"speaker": 3}]}', "write the name"),
    (b'{"id": "a", "doc_id": "a"}', "give the gold file first"),
])
def test_gold_that_cannot_be_compared_is_refused_with_its_line(line: bytes, why: str) -> None:
    with pytest.raises(InputError) as refused:
        read_gold([b"\xef\xbb\xbf" + lines(document(MAYOR))[0], b" \n", line], "gold.jsonl")
    assert str(refused.value).startswith("gold.jsonl:3: ")
    assert why in str(refused.value)
    assert len(str(refused.value)) < 300


def test_gold_without_documents_or_with_one_twice_is_refused() -> None:
    with pytest.raises(InputError, match=r"^gold\.jsonl: holds no gold document"):
        read_gold([b"\n"], "gold.jsonl")
    with pytest.raises(InputError, match=r"^gold\.jsonl:2: document '1' is there twice"):
        read_gold(lines(document(MAYOR), document(EVE)), "gold.jsonl")


def _refusal(*predicted: bytes) -> str:
    gold = read_gold(lines(document(MAYOR), {"id": "a", "text": SAID, "attributions": []}), "gold.jsonl")
    with pytest.raises(InputError) as refused:
        read_predictions(predicted, "pred.jsonl", gold, read_record)
    return str(refused.value)


def test_predictions_that_cannot_be_compared_are_refused_with_their_line() -> None:
    good = lines(document(MAYOR))[0]
    assert "pred.jsonl:2: document '2' is not in gold" in _refusal(good, *lines(document(id="2")))
    assert "pred.jsonl:2: document '1' is there twice" in _refusal(good, good)
    assert "not that of gold" in _refusal(*lines(document(text=TEXT + " ")))
    assert "pred.jsonl:1: confidence is 'high'" in _refusal(*lines(document({**MAYOR, "confidence": "high"})))
    assert "pred.jsonl:2: not a quote record" in _refusal(good, b'{"id": "a"}\n')


def test_records_of_another_text_or_twice_are_refused() -> None:
    other = encode_records([made.record(SAID + " ", doc_id="a")])
    assert "pred.jsonl:1: record a:0 was made from another text" in _refusal(other)
    record = made.record(SAID, content=[{"start": 1, "end": 3, "text": "xx"}])
    assert "content 1-3 is not 'xx' in gold's text" in _refusal(encode_records([record]))
    whole = lines({"id": "a", "attributions": []})[0]
    mine = encode_records([made.record(SAID)])
    assert "pred.jsonl:2: document 'a' is there twice" in _refusal(whole, mine)
    assert "pred.jsonl:2: document 'a' is there twice" in _refusal(mine, whole)


def test_extra_documents_are_left_out_and_named_when_asked() -> None:
    gold = read_gold(lines(document(MAYOR)), "gold.jsonl")
    extra = [encode_records([made.record(SAID)]), *lines(document(BOB, id="2"), document(MAYOR))]
    found = read_predictions(extra, "pred.jsonl", gold, read_record, ignore_extra=True)
    assert found.left == ("a", "2")
    assert right(evaluate(gold, found), "attribution") == (1, 1, 1)


# Speed


@pytest.mark.parametrize("documents", [1000, 1])
def test_time_grows_with_the_attributions_not_their_square(documents: int) -> None:
    each = 20_000 // documents
    text = 'Ana said the tax is "far too high." ' * each
    labels = [{"source": [[s, s + 3]], "cue": [[s + 4, s + 8]], "content": [[s + 9, s + 35]]}
              for s in range(0, len(text), 36)]
    gold = read_gold(lines(*({"id": str(i), "text": text, "attributions": labels}
                             for i in range(documents))), "gold.jsonl")
    found = Predictions({one.id: one.attributions for one in gold})
    started = time.process_time()
    report = evaluate(gold, found, rounds=100)
    assert right(report, "attribution_strict") == (20_000, 20_000, 20_000)
    assert time.process_time() - started < 20  # 1 to 4 seconds; by pairs of all with all it would be minutes


# The command


@pytest.fixture
def run(run: Run) -> Callable[..., tuple[int, str, str]]:
    files = {"gold": [document(MAYOR, EVE)], "new": [document(MAYOR)], "old": [document(EVE, BOB)],
             "extra": [document(MAYOR), document(id="2")], "none": []}
    for name, documents in files.items():
        Path(f"{name}.jsonl").write_bytes(b"".join(lines(*documents)))

    def run_it(*args: str) -> tuple[int, str, str]:
        ran = run("evaluate", *args)
        return ran.status, ran.out, ran.err

    return run_it


def test_command_prints_tables(run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = run("gold.jsonl", "new.jsonl")
    assert (status, err) == (0, "")
    assert out.startswith("1 document, 2 attributions in gold, 1 predicted\n")
    assert any(line.split() == ["attribution", "|", "100.0", "|", "50.0", "|", "66.7", "|", "66.7", "to", "66.7"]
               for line in out.splitlines())
    assert out.splitlines()[-1].startswith("evaluate:quotes ")


def test_command_prints_gains_and_losses(run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, _ = run("gold.jsonl", "new.jsonl", "--against", "old.jsonl")
    assert status == 0
    assert "gains: 2\n+ 1 19-45; missed > right; The old mayor | said | the tax is" in out
    assert "+ 1 46-54; spurious > absent; Bob | - | Bob left" in out
    assert 'losses: 1\n- 1 56-81; right > missed; Eve | told us | "Go," "now."\n' in out


def test_command_prints_json(run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, _ = run("gold.jsonl", "new.jsonl", "--against", "old.jsonl", "--json")
    value = json.loads(out)
    assert status == 0
    assert value["overall"]["attribution"]["r"] == 0.5
    assert value["given"]["source_given_content"]["share"] == 1
    assert [c["text"] for c in value["against"]["changes"]] == [
        'the tax is "far too high."', '"Go," "now."', "Bob left"]
    assert value["signature"]["line"].startswith("evaluate:")
    alone = json.loads(run("gold.jsonl", "new.jsonl", "--json")[1])
    assert {key: value[key] for key in alone} == alone


def test_command_tells_what_it_left_out(run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, _ = run("gold.jsonl", "old.jsonl", "--profile", "polnear")
    assert status == 0
    assert out.splitlines()[1] == "left out of predicted: 1 without a cue"
    assert "counted as missed: 1 document\n" in run("gold.jsonl", "none.jsonl")[1]


def test_command_refuses_extra_documents_unless_told(run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = run("gold.jsonl", "extra.jsonl")
    assert (status, out) == (2, "")
    assert err.startswith("quotes: error: extra.jsonl:2: document '2' is not in gold")
    assert "--ignore-extra" in err
    status, out, _ = run("gold.jsonl", "extra.jsonl", "--ignore-extra")
    assert status == 0
    assert "left out, since gold lacks it: 1 predicted document\n" in out


def test_command_that_cannot_be_carried_out_says_why(run: Callable[..., tuple[int, str, str]]) -> None:
    assert run("missing.jsonl", "new.jsonl")[::2] == (
        2, "quotes: error: missing.jsonl: No such file or directory; check the path and the current folder\n")
    assert "Only one of GOLD, PRED and OLD" in run("-", "-")[2]
    assert run("none.jsonl", "new.jsonl")[2].startswith("quotes: error: none.jsonl: holds no gold")


def test_json_has_every_figure_of_the_report() -> None:
    fields = report_fields(scored([document({**MAYOR, "speaker": "x", "type": "mixed"})], [document(MAYOR)]))
    assert set(fields) == {"documents", "gold", "predicted", "overall", "given", "by_type", "words", "type", "names",
                           "left_out", "without_prediction", "not_in_gold", "reliability",
                           "signature"}
    assert fields["names"] == {"right": 0, "wrong": 0, "open": 1, "invented": 0, "of": 1, "accuracy": 0.0}


# How sure it is


def test_reliability_holds_confidence_against_what_is_right() -> None:
    from quotes.evaluate.reliability import reliability

    honest = [(0.8, k % 5 != 0) for k in range(300)]
    found = reliability(honest)
    assert found is not None
    assert found.error == pytest.approx(0.0, abs=1e-9)
    assert [b.number for b in found.bins] == [20] * 15
    boasting = reliability([(0.95, k % 2 == 0) for k in range(300)])
    assert boasting is not None
    assert boasting.error == pytest.approx(0.45)
    assert reliability([]) is None
