"""The network: its published check, windows, trees, labels and attributions."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.errors import ModelError
from quotes.network import Network, Words
from quotes.network.attributions import Stretch, attributions, stretches, valid_labels
from quotes.network.joint import batch
from quotes.network.trees import maximum_tree, repaired
from quotes.network.windows import BREAK, cuts
from quotes.text import straighten
from quotes.trees import Proposal

MODEL = Path(__file__).resolve().parent.parent / "quotes" / "models" / "en"
CHECK = json.loads((MODEL / "check.json").read_text("utf-8"))
CLOSE_IN_THE_MEAN = 0.05


@cache
def network() -> Network:
    return Network(MODEL)


def words_of(case: dict[str, Any]) -> Words:
    text = straighten(case["text"])
    return Words([text[start:end] for start, end, _ in case["words"]],
                 [sentence for _, _, sentence in case["words"]],
                 [text.count("\n", 0, start) for start, _, _ in case["words"]])


@pytest.mark.model
@pytest.mark.parametrize("case", CHECK["cases"])
def test_pieces_and_windows_are_those_of_the_check(case: dict[str, Any]) -> None:
    [window] = network().windows(words_of(case))
    expected = case["windows"][0]
    assert window.words.tolist() == expected["words"]
    assert window.pieces.tolist() == expected["piece_ids"]
    for name in ("case", "first", "last"):
        assert getattr(window, name).tolist() == expected[name]


@pytest.mark.model
@pytest.mark.parametrize("case", CHECK["cases"])
def test_scores_are_those_of_the_check(case: dict[str, Any]) -> None:
    scores = network().scores(batch(network().windows(words_of(case))))
    expected = case["windows"][0]
    for found, name in [(scores.tag[0], "tag_logits"),
                        (scores.arcs[0, :12], "arc_scores_of_first_12_words"),
                        (scores.point[0, :12], "point_of_first_12_words"),
                        (scores.source[0, :12], "source_point_of_first_12_words")]:
        told = np.array(expected[name])
        # Another processor's last bit is another step of what is rounded now and then.
        assert np.abs(found.numpy() - told).mean() / np.abs(told).mean() < CLOSE_IN_THE_MEAN, name


@pytest.mark.model
@pytest.mark.parametrize("case", CHECK["cases"])
def test_labels_trees_and_attributions_are_those_of_the_check(case: dict[str, Any]) -> None:
    words = words_of(case)
    [reading] = network().read([words])
    expected = case["windows"][0]
    real = [i for i, word in enumerate(expected["words"]) if word != BREAK]
    first = {sentence: words.sentences.index(sentence) for sentence in words.sentences}
    heads = [head - first[sentence] + 1 if head >= 0 else 0
             for head, sentence in zip(reading.heads, words.sentences, strict=True)]
    assert heads == [expected["head"][i] for i in real]
    for name, found in [("upos", reading.upos), ("xpos", reading.xpos),
                        ("deprel", reading.deprels), ("ner", reading.ner)]:
        assert found == [expected[name][i] for i in real], name
    assert [{"source": p.source, "cue": p.cue, "content": p.content} for p in reading.proposals] \
        == [{role: covered(case, spans) for role, spans in found.items()}
            for found in expected["attributions"]]
    for proposal in reading.proposals:
        for score in (proposal.cue_score, proposal.content_score, proposal.source_score):
            assert 0.4 < score <= 1


@pytest.mark.model
@pytest.mark.parametrize("empty", ["cue", "content"])
def test_a_break_between_paragraphs_alone_is_no_cue_and_no_content(
        empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = made([[3], [3]])
    [window] = network().windows(words)
    gap = int(np.flatnonzero(window.words == BREAK)[0])
    good = Proposal((1,), (2,), (), 0.9, 0.9, 0.9)
    bad = replace(good, cue=(gap,)) if empty == "cue" else replace(good, content=(gap,))
    monkeypatch.setattr(network(), "_proposals", lambda *_: [[bad, good]])
    [reading] = network().read([words])
    assert reading.proposals == [good]


def covered(case: dict[str, Any], spans: list[list[int]]) -> tuple[int, ...]:
    """The words of character spans."""
    return tuple(i for i, (start, end, _) in enumerate(case["words"])
                 if any(a <= start and end <= b for a, b in spans))


SENTENCE = "The council said on Monday that the old bridge over the river would reopen in spring ."


def made(paragraphs: list[list[int]]) -> Words:
    """Paragraphs of sentences of so many words."""
    forms: list[str] = []
    sentences: list[int] = []
    numbers: list[int] = []
    for paragraph, sizes in enumerate(paragraphs):
        for size in sizes:
            forms += list(itertools.islice(itertools.cycle(SENTENCE.split()), size))
            sentences += [sentences[-1] + 1 if sentences else 0] * size
            numbers += [paragraph] * size
    return Words(forms, sentences, numbers)


def ranges(paragraphs: list[list[int]], room: int) -> list[tuple[int, int]]:
    """`cuts` for paragraphs of sentences of so many one-piece words, a break between them."""
    units: list[tuple[int, int]] = []
    ends: list[int] = []
    at = 0
    for sizes in paragraphs:
        at += bool(units)
        start = at
        for size in sizes:
            at += size
            ends.append(at)
        units.append((start, at))
    return list(cuts(units, np.array(ends), np.arange(at + 1), room))


def test_a_window_holds_as_many_whole_paragraphs_as_fit_breaks_counted() -> None:
    assert ranges([[4], [5], [3]], 10) == [(0, 10), (11, 14)]
    assert ranges([[4], [6], [3]], 10) == [(0, 4), (5, 15)]


def test_a_longer_paragraph_is_cut_after_its_last_sentence_end_that_fits() -> None:
    assert ranges([[2], [4, 5, 3, 4], [2]], 10) == [(0, 2), (3, 12), (12, 22)]


def test_a_longer_sentence_is_cut_where_the_room_ends() -> None:
    assert ranges([[3, 25, 2]], 10) == [(0, 3), (3, 13), (13, 23), (23, 30)]


def test_only_the_last_part_shares_a_window_with_what_follows() -> None:
    assert ranges([[8, 8], [1], [5]], 10) == [(0, 8), (8, 18), (19, 24)]


def test_no_words_no_windows() -> None:
    assert ranges([], 10) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(1, 30), min_size=1, max_size=4), max_size=6), st.integers(3, 20))
def test_windows_hold_every_word_once_and_no_more_than_fits(paragraphs: list[list[int]], room: int
                                                            ) -> None:
    found = ranges(paragraphs, room)
    held = [i for start, end in found for i in range(start, end)]
    assert held == sorted(set(held))
    lengths = [sum(sizes) for sizes in paragraphs]
    edges = itertools.accumulate((n + 1 for n in lengths), initial=0)
    real = [i for start, n in zip(edges, lengths, strict=False) for i in range(start, start + n)]
    assert set(real) <= set(held)
    assert all(0 < end - start <= room for start, end in found)


@pytest.mark.model
def test_a_long_document_is_read_whole_each_sentence_a_tree() -> None:
    words = made([[20, 15], [300], [16] * 20, [17]])
    assert len(network().windows(words)) > 3
    [reading] = network().read([words])
    assert all(reading.upos)
    assert all(reading.deprels)
    for sentence in set(words.sentences):
        within = [i for i, s in enumerate(words.sentences) if s == sentence]
        roots = [i for i in within if reading.heads[i] < 0]
        parts = 2 if len(within) > 250 else 1
        assert len(roots) == parts
        assert all(head < 0 or words.sentences[head] == sentence
                   for head in (reading.heads[i] for i in within))


@pytest.mark.model
def test_the_batch_changes_nothing() -> None:
    documents = [made([[5], [30, 12]]), made([[200], [90]]), made([]), made([[1]])]
    documents += [words_of(case) for case in CHECK["cases"]]
    alone, together = network().read(documents, 1), network().read(documents, 64)
    for one, other in zip(alone, together, strict=True):
        assert (one.upos, one.xpos, one.heads, one.deprels, one.ner) == \
            (other.upos, other.xpos, other.heads, other.deprels, other.ner)
        assert [(p.cue, p.content, p.source) for p in one.proposals] == \
            [(p.cue, p.content, p.source) for p in other.proposals]
        for a, b in zip(one.proposals, other.proposals, strict=True):
            assert a.content_score == pytest.approx(b.content_score, abs=1e-5)
    assert sum(len(one.proposals) for one in alone) >= 8


@pytest.mark.model
def test_odd_forms_have_pieces() -> None:
    odd = ["\u200b", "\u0301", "\U0001f600", "\x00", "x" * 5000, "." * 5000, "\u4e2d\u6587"]
    [reading] = network().read([Words(odd, [0] * len(odd), [0] * len(odd))])
    assert all(reading.upos)
    [window] = network().windows(Words(["\u200b"], [0], [0]))
    assert window.pieces.tolist() == [101, 100, 102]
    [window] = network().windows(Words(["." * 5000], [0], [0]))
    assert len(window.pieces) == 2 + 12


def test_an_unknown_architecture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "network.json").write_text('{"architecture": "joint-9"}')
    with pytest.raises(ModelError, match="joint-9"):
        Network(tmp_path)


@pytest.mark.parametrize(("content", "told"), [
    ("{", "no JSON"), ("[]", "kind None"),
    ('{"architecture": "joint-1", "layers": 6, "pieces": {"unk": 1}, "labels": []}',
     r"lacks heads, .*pieces\.sep, labels\.upos")])
def test_a_broken_network_json_is_refused(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "network.json").write_text(content)
    with pytest.raises(ModelError, match=rf"network\.json: .*{told}"):
        Network(tmp_path)


def best_by_trial(scores: np.ndarray[Any, Any]) -> float:
    """The best sum of any tree with one root."""
    n = len(scores)
    best = -np.inf
    for heads in itertools.product(range(n + 1), repeat=n):
        if heads.count(0) == 1 and reaches_root(heads):
            best = max(best, float(sum(scores[d, h] for d, h in enumerate(heads))))
    return best


def reaches_root(heads: tuple[int, ...]) -> bool:
    for node in range(1, len(heads) + 1):
        steps, at = 0, node
        while at and steps <= len(heads):
            at, steps = heads[at - 1], steps + 1
        if at:
            return False
    return True


@pytest.mark.parametrize("seed", range(40))
def test_the_maximum_tree_is_the_best_of_all(seed: int) -> None:
    random = np.random.default_rng(seed)
    n = 1 + seed % 5
    scores = np.log(random.dirichlet(np.full(n + 1, 0.3), n) + 1e-12)
    scores[:, 0] += 2  # more roots than one would please the greedy choice
    scores[np.arange(n), np.arange(n) + 1] = -np.inf
    found = tuple(maximum_tree(scores).tolist())
    assert found.count(0) == 1
    assert reaches_root(found)
    assert sum(scores[d, h] for d, h in enumerate(found)) == pytest.approx(best_by_trial(scores))


def test_a_large_maximum_tree_is_a_tree_and_no_worse_than_a_chain() -> None:
    scores = np.random.default_rng(1).normal(size=(120, 121)) * 20
    scores[np.arange(120), np.arange(120) + 1] = -np.inf
    found = tuple(maximum_tree(scores).tolist())
    assert reaches_root(found)
    assert found.count(0) == 1
    assert sum(scores[d, h] for d, h in enumerate(found)) >= sum(scores[d, d] for d in range(120))


def test_only_what_is_no_tree_is_repaired() -> None:
    sentences = np.array([0, 0, 0, BREAK, 1, 1])
    scores = np.full((6, 7), -5.0)
    scores[0, 2], scores[1, 1], scores[1, 0] = -1, -1, -2  # a cycle of the first two
    scores[2, 2] = -1
    good = np.array([2, 0, 2, 0, 0, 5])
    assert repaired(good, sentences, scores).tolist() == good.tolist()
    cyclic = np.array([2, 1, 2, 0, 0, 5])
    assert repaired(cyclic, sentences, scores).tolist() == [2, 0, 2, 0, 0, 5]
    two_roots = np.array([2, 0, 2, 0, 0, 0])
    fixed = repaired(two_roots, sentences, scores)
    assert sorted(fixed[4:].tolist()) in ([0, 5], [0, 6])
    assert fixed[:4].tolist() == two_roots[:4].tolist()


LABELS = ["O", "B-cue", "I-cue", "B-content", "I-content"]


@pytest.mark.parametrize("seed", range(20))
def test_valid_labels_are_the_best_valid_sequence(seed: int) -> None:
    logits = np.random.default_rng(seed).normal(size=(2, 5, len(LABELS)))
    found = valid_labels(logits, LABELS)
    for row, table in zip(found, logits, strict=True):
        best = max((s for s in itertools.product(range(len(LABELS)), repeat=5) if valid(s)),
                   key=lambda s: sum(table[i, k] for i, k in enumerate(s)))
        assert tuple(row.tolist()) == best


def valid(sequence: tuple[int, ...]) -> bool:
    names = ["O", *(LABELS[k] for k in sequence)]
    return all(not b.startswith("I-") or a[2:] == b[2:] for a, b in itertools.pairwise(names))


def pointing(n: int, to: dict[int, int]) -> np.ndarray[Any, Any]:
    """Log-probabilities of each word's target: the given one, else its own place."""
    table = np.full((n, n), -9.0)
    for word in range(n):
        table[word, to.get(word, word)] = -0.1
    return table


def test_stretches_join_the_cue_to_which_they_point() -> None:
    spans = stretches(["B-source", "B-cue", "B-content", "I-content", "O", "B-source", "B-cue",
                       "B-content"])
    point = pointing(8, {0: 1, 2: 1, 3: 1, 5: 6, 7: 6})
    none = np.full((8, 9), -9.0)
    none[1, 1], none[6, 6] = -0.2, -0.3
    first, second = attributions(spans, np.linspace(0.1, 0.8, 8), point, none)
    assert (first.source, first.cue, first.content) == ((0,), (1,), (2, 3))
    assert first.content_score == pytest.approx(0.35)
    assert first.source_score == pytest.approx(np.exp(-0.2))
    assert (second.source, second.cue, second.content) == ((5,), (6,), (7,))


def test_a_cue_that_points_to_another_joins_it() -> None:
    spans = [Stretch("cue", 0, 1), Stretch("content", 1, 2), Stretch("cue", 2, 3)]
    [found] = attributions(spans, np.ones(3), pointing(3, {1: 2, 2: 0}), np.full((3, 4), -1.0))
    assert (found.cue, found.content) == ((0, 2), (1,))


def test_two_cues_that_point_to_each_other_both_stay() -> None:
    spans = [Stretch("cue", 0, 1), Stretch("content", 1, 2), Stretch("cue", 2, 3),
             Stretch("content", 3, 4)]
    found = attributions(spans, np.ones(4), pointing(4, {0: 2, 2: 0, 1: 0, 3: 2}),
                         np.full((4, 5), -1.0))
    assert [p.cue for p in found] == [(0,), (2,)]


def test_a_cue_without_a_source_takes_the_one_that_it_points_to() -> None:
    spans = [Stretch("source", 0, 2), Stretch("cue", 2, 3), Stretch("content", 3, 4),
             Stretch("cue", 4, 5), Stretch("content", 5, 6)]
    point = pointing(6, {0: 2, 1: 2, 3: 2, 5: 4})
    to_none, to_source = np.full((6, 7), -9.0), np.full((6, 7), -9.0)
    to_none[4, 0] = -0.1
    to_source[4, 2] = -0.1
    shared = attributions(spans, np.ones(6), point, to_source)
    assert [p.source for p in shared] == [(0, 1), (0, 1)]
    alone = attributions(spans, np.ones(6), point, to_none)
    assert [p.source for p in alone] == [(0, 1), ()]
    assert alone[1].source_score == pytest.approx(np.exp(-0.1))


def test_an_attribution_without_content_is_dropped() -> None:
    spans = [Stretch("source", 0, 1), Stretch("cue", 1, 2)]
    assert attributions(spans, np.ones(2), pointing(2, {0: 1}), np.full((2, 3), -1.0)) == []
    assert attributions([Stretch("content", 0, 1)], np.ones(1), np.zeros((1, 1)),
                        np.zeros((1, 2))) == []
