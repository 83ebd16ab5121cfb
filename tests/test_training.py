"""The recipe of the embedded network: labels, windows, learning, going on, and what is exported."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from quotes.errors import InputError, ModelError, UsageError
from quotes.network import Network, Words
from quotes.network.joint import batch
from quotes.network.windows import BREAK, windows
from quotes.text import Span
from tests.toy_training import (
    EMBEDDED,
    RECIPE,
    ROOMS,
    TAGS,
    attribution,
    located,
    pieces_of,
    story,
    tiny,
    toy,
    trainer,
)
from training.joint import check, checkpoint, examples, export, recipe, scores
from training.joint.corpora import aligned
from training.joint.examples import Example, in_window, together
from training.joint.held_back import chosen, held_back
from training.joint.labels import IGNORED, NOBODY, Labels, attributed, named, words_in
from training.joint.losses import losses
from training.joint.model import Joint
from training.joint.own_labels import OwnLabels
from training.joint.schedule import Schedule
from training.joint.stored import stored

TEXT = "Ruiz said the bridge is safe and denied that it leaks . \"We built it,\" she added."



def forms(text: str, spans: list[Span]) -> list[str]:
    return [text[a:b] for a, b in spans]


def test_a_word_belongs_to_a_span_that_touches_it() -> None:
    words = [Span(0, 4), Span(4, 5), Span(6, 9)]
    assert words_in(words, 3, 6) == (0, 2)
    assert words_in(words, 5, 6) == (2, 2)  # the blank alone
    assert words_in(words, 0, 9) == (0, 3)


def test_attributions_become_tags_and_pointers() -> None:
    words = located(TEXT)
    row = forms(TEXT, words)
    labels = attributed(words, [
        attribution(TEXT, source="Ruiz", cue="said", content="the bridge is safe"),
        attribution(TEXT, source="Ruiz", cue="denied", content="that it leaks"),
        attribution(TEXT, source="she", cue="added", content='"We built it,"')], TAGS)
    said, denied, added = (row.index(word) for word in ("said", "denied", "added"))
    assert [TAGS[k] for k in labels.tag[:7]] == [
        "B-source", "B-cue", "B-content", "I-content", "I-content", "I-content", "O"]
    # The source that two share points to the nearer cue, and both cues to it.
    assert labels.point[0] == said
    assert labels.source[said] == labels.source[denied] == 0
    assert labels.source[added] == row.index("she")
    assert labels.point[row.index("that"):row.index("that") + 3].tolist() == [denied] * 3
    assert labels.point[row.index('"')] == added
    assert labels.point[row.index("and")] == IGNORED
    assert labels.point[said] == said
    assert np.flatnonzero(labels.source != IGNORED).tolist() == [said, denied, added]
    assert (labels.head == IGNORED).all()


def test_a_split_content_is_two_stretches_of_one_cue() -> None:
    text = "The test , they said , was late"
    words = located(text)
    labels = attributed(words, [
        attribution(text, source="they", cue="said", content=["The test", "was late"])], TAGS)
    assert [TAGS[k] for k in labels.tag] == ["B-content", "I-content", "O", "B-source", "B-cue",
                                             "O", "B-content", "I-content"]
    assert labels.point.tolist() == [4, 4, IGNORED, 4, 4, IGNORED, 4, 4]


def test_a_cue_without_source_points_to_nobody_and_one_without_cue_is_left_out() -> None:
    text = "Allegedly it rains and snows"
    words = located(text)
    labels = attributed(words, [attribution(text, cue="Allegedly", content="it rains"),
                                attribution(text, content="snows")], TAGS)
    assert labels.source.tolist() == [NOBODY] + [IGNORED] * 4
    assert TAGS[labels.tag[4]] == "O"


def test_a_cue_inside_another_content_wins_and_what_follows_begins_anew() -> None:
    text = "He said they hope it ends"
    words = located(text)
    labels = attributed(words, [
        attribution(text, source="He", cue="said", content="they hope it ends"),
        attribution(text, source="they", cue="hope", content="it ends")], TAGS)
    assert [TAGS[k] for k in labels.tag] == ["B-source", "B-cue", "B-source", "B-cue",
                                             "B-content", "I-content"]
    assert labels.point.tolist() == [1, 1, 3, 3, 3, 3]


def test_names_are_projected_and_the_first_wins() -> None:
    words = [Span(0, 4), Span(5, 9), Span(10, 12), Span(13, 18)]
    kinds = ["O", "B-ORDINAL", "B-ORG", "I-ORG"]
    found = named(words, [(Span(0, 9), "ORG"), (Span(7, 12), "ORG"), (Span(10, 18), "ORDINAL")],
                  kinds)
    assert found.tolist() == [2, 3, 1, IGNORED]


def test_silver_tokens_are_found_in_the_texts(tmp_path: Path) -> None:
    path = tmp_path / "names.bio"
    path.write_text("Ana\tB-PERSON\nRuiz\tI-PERSON\nleft\tO\n\n.\tO\nUN\tB-ORG\n", "utf-8")
    assert aligned(["Ana Ruiz  left.\n", "\nUN "], path) == [
        [(Span(0, 8), "PERSON")], [(Span(1, 3), "ORG")]]
    with pytest.raises(InputError, match="does not go on"):
        aligned(["Ana left."], path)
    with pytest.raises(InputError, match="more tokens"):
        aligned(["Ana Ruiz left."], path)


# ---------------------------------------------------------------- windows

def test_what_points_out_of_a_window_is_left_out(tmp_path: Path) -> None:
    config = tiny(tmp_path)
    document = story()
    cut = windows(document.words, pieces_of(tmp_path), config)
    assert len(cut) == 3
    labels = document.labels
    for window in cut:
        targets = in_window(labels, window, TAGS)
        place = {word: i for i, word in enumerate(window.words.tolist()) if word != BREAK}
        for i, word in enumerate(window.words.tolist()):
            if word == BREAK:
                assert (targets.tag[i], targets.head[i], targets.source[i]) == (
                    0, IGNORED, IGNORED)
                continue
            head, point, source = labels.head[word], labels.point[word], labels.source[word]
            assert targets.head[i] == (0 if head == NOBODY else place[head] + 1)
            assert targets.point[i] == place.get(point, IGNORED)
            assert targets.source[i] == (IGNORED if source == IGNORED else
                                         place.get(source, IGNORED - 1) + 1)
    # The second cue's source and content are in another window.
    assert sum(int((in_window(labels, w, TAGS).source != IGNORED).sum()) for w in cut) == 1


def test_a_content_goes_on_over_a_break_and_begins_anew_in_a_window(tmp_path: Path) -> None:
    config = tiny(tmp_path)
    words = Words(["he", "said", "it", "is", "raining"], [0] * 3 + [1] * 2, [0] * 3 + [1] * 2)
    labels = Labels.unknown(5)
    labels.tag[:] = [1, 3, 5, 6, 6]
    labels.point[:] = 1
    [window] = windows(words, pieces_of(tmp_path), config)
    targets = in_window(labels, window, TAGS)
    assert [TAGS[k] for k in targets.tag] == ["B-source", "B-cue", "B-content", "I-content",
                                              "I-content", "I-content"]
    assert targets.point.tolist() == [1] * 6
    apart = windows(words, pieces_of(tmp_path), config | {"window_pieces": 4})
    assert TAGS[in_window(labels, apart[1], TAGS).tag[0]] == "B-content"
    assert in_window(labels, apart[1], TAGS).point.tolist() == [IGNORED] * 2
    unlabelled = in_window(Labels.unknown(5), window, TAGS)
    assert all((row == IGNORED).all() for row in unlabelled)


def test_each_window_is_in_one_batch_an_epoch_and_batches_hold_one_corpus(tmp_path: Path) -> None:
    config = tiny(tmp_path)
    some = examples.examples([story()] * 7, pieces_of(tmp_path), config, ROOMS)
    given = [e._replace(corpus="treebank" if i % 3 else "news") for i, e in enumerate(some)]
    steps = replace(RECIPE.steps, epochs=2, windows=2, most_windows=4, pieces=44,
                    rooms=ROOMS)
    plan = examples.plan(given, steps, seed=1)
    assert sorted(i for chunk in plan for i in chunk) == sorted([*range(len(given))] * 2)
    for chunk in plan:
        assert len({given[i].corpus for i in chunk}) == 1
        longest = max(len(given[i].window.pieces) for i in chunk)
        assert len(chunk) <= 2 or len(chunk) * longest <= steps.pieces
    assert plan == examples.plan(given, steps, seed=1) != examples.plan(given, steps, seed=2)


# ---------------------------------------------------------------- learning

def test_every_loss_falls_on_a_toy_corpus(tmp_path: Path) -> None:
    given, made, config = toy(tmp_path)
    assert len(given) == 3
    run = trainer(given, made, config)
    lines: list[str] = []
    run.run(lines.append, lambda state: None)
    assert run.step == len(run.plan)
    assert "words/s" in lines[0]
    for name in ("tag", "point", "source", "arcs", "deprel", "upos", "xpos", "ner"):
        row = [found[name] for found in run.history if name in found]
        # Names have two labels by turns here, half of their loss to lose; the others lose more.
        assert np.mean(row[-5:]) < 0.7 * np.mean(row[:3]), name


def test_a_run_goes_on_as_if_it_had_not_stopped(tmp_path: Path) -> None:
    given, made, config = toy(tmp_path)
    made = replace(made, own_labels=replace(made.own_labels, after=0.02))  # in the third step
    whole = trainer(given, made, config)
    whole.run(lambda line: None, lambda state: None, most_steps=9)
    path = tmp_path / "checkpoint.pt"
    first = trainer(given, made, config)
    first.run(lambda line: None, lambda state: checkpoint.save(path, state | {"key": "a"}),
              most_steps=4)
    second = trainer(given, made, config)
    torch.manual_seed(99)
    state = checkpoint.saved(path, "a")
    assert state is not None
    second.restore(state)
    second.run(lambda line: None, lambda state: None, most_steps=5)
    assert first.history + second.history == whole.history
    assert second.elapsed == whole.elapsed
    for name, tensor in second.weights().items():
        assert torch.equal(tensor, whole.weights()[name]), name
    with pytest.raises(UsageError, match="other settings"):
        checkpoint.saved(path, "b")


def test_a_slow_machine_ends_in_time_at_a_rate_of_nothing(tmp_path: Path) -> None:
    given, made, config = toy(tmp_path)
    run = trainer(given, made, config, seconds=10.0)  # a tick of the clock a step
    run.run(lambda line: None, lambda state: None)
    assert run.step == 10 < len(run.plan)
    assert run.optimizer.param_groups[0]["lr"] <= 0.15 * run.optimizer.param_groups[0]["full"]


def test_the_rate_falls_by_steps_or_by_the_clock_whichever_is_further() -> None:
    schedule = Schedule(steps=100, seconds=1000.0, warm_up=0.1)
    assert schedule.rate(4, 0.0) == pytest.approx(0.5)
    assert schedule.rate(0, 50.0) == pytest.approx(0.5)
    assert schedule.rate(50, 100.0) == schedule.rate(10, 500.0) == pytest.approx(0.5 / 0.9)
    assert schedule.rate(20, 1000.0) == schedule.rate(100, 0.0) == 0.0


def test_a_head_without_labels_has_no_loss_and_padding_none_either(tmp_path: Path) -> None:
    given, made, config = toy(tmp_path)
    model = Joint(config, made.dropout).eval()
    alone = together(given[:1])
    padded = together([given[0], max(given, key=lambda e: len(e.window.words))._replace(
        targets=Labels.unknown(max(len(e.window.words) for e in given)))])
    with torch.inference_mode():
        found = losses(model, alone, model(alone.batch), None)
        beside = losses(model, padded, model(padded.batch), None)
    assert found.keys() == beside.keys()
    for name, loss in found.items():
        assert float(loss) == pytest.approx(float(beside[name]), rel=1e-4), name
    silent = together([given[0]._replace(targets=Labels.unknown(len(given[0].window.words)))])
    assert losses(model, silent, model(silent.batch), None) == {}


def test_the_models_own_labels_take_over_word_by_word_whatever_the_window(tmp_path: Path) -> None:
    given, _, _ = toy(tmp_path)
    own = OwnLabels(given, labels=3, keep=0.75)
    whole = max(given, key=lambda e: len(e.window.words))
    labels = torch.zeros(1, len(whole.window.words), dtype=torch.int64)
    labels[0, 1] = IGNORED
    rows = own.rows([whole])
    assert torch.equal(own.targets(rows, labels)[0, 0], torch.tensor([1.0, 0.0, 0.0]))
    sure = torch.tensor([0.0, 0.0, 50.0]).expand(1, len(whole.window.words), 3)
    own.visit(rows, labels, sure)
    own.visit(rows, labels, sure)
    left = torch.tensor([0.75 ** 2, 0.0, 1 - 0.75 ** 2])
    assert torch.allclose(own.targets(rows, labels)[0, 0], left)
    assert torch.equal(own.given[rows[0, 1]], torch.zeros(3))  # it had no label to take over
    # Words of another window are the same words; breaks, and what fills up, are nobody's.
    first = int(rows[0, 0]) - int(whole.window.words[0])
    for example, line in zip(given, own.rows(given), strict=True):
        words = example.window.words.tolist()
        assert line[:len(words)].tolist() == [0 if w == BREAK else first + w for w in words]
        assert (line[len(words):] == 0).all()
    assert torch.equal(own.given[0], torch.zeros(3))


def test_words_of_two_documents_are_remembered_apart(tmp_path: Path) -> None:
    config = tiny(tmp_path)
    given = examples.examples([story(), story()], pieces_of(tmp_path), config, ROOMS[:1])
    own = OwnLabels(given, labels=3, keep=0.5)
    rows = [set(own.rows([e]).flatten().tolist()) - {0} for e in given]
    by_document = [set.union(*(r for r, e in zip(rows, given, strict=True) if e.document == d))
                   for d in (0, 1)]
    assert not by_document[0] & by_document[1]
    assert max(set.union(*by_document)) < len(own.given)


# ---------------------------------------------------------------- export

def exported(tmp_path: Path) -> tuple[Path, list[Example], Joint]:
    given, made, config = toy(tmp_path / "base")
    run = trainer(given, made, config)
    run.run(lambda line: None, lambda state: None, most_steps=20)
    folder = tmp_path / "en"
    export.write(folder, tmp_path / "base", config, run.weights())
    export.write_card(folder, "toy", {}, {})
    return folder, given, run.model.eval()


def test_inference_computes_what_was_trained(tmp_path: Path) -> None:
    folder, given, trained = exported(tmp_path)
    network = Network(folder)
    rounded = check.of_folder(folder)
    shown = [example.window for example in given]
    check.agreed(network, rounded, shown)  # within 1e-3, or it raises
    with torch.inference_mode():
        learnt = trained(batch(shown))
        heads = batch(shown).words.long()
        chosen = heads.bool()
        relations = trained.relations(learnt.vectors, heads, chosen).argmax(-1)
    for ours, theirs in zip(learnt, network.scores(batch(shown)), strict=True):
        assert torch.allclose(ours, theirs, atol=0.02, rtol=0.02)  # half precision lies between
    found = network._joint.relations(
        learnt.vectors, heads, [len(window.words) for window in shown])[chosen]
    assert (found == relations).float().mean() > 0.95


def test_an_export_that_computes_something_else_is_refused(tmp_path: Path) -> None:
    folder, given, _ = exported(tmp_path)
    altered = check.of_folder(folder)
    with torch.no_grad():
        altered.get_parameter("tag.bias").add_(0.01)
    with pytest.raises(ModelError, match="differ"):
        check.agreed(Network(folder), altered, [example.window for example in given])


def test_weights_beyond_half_precision_are_refused(tmp_path: Path) -> None:
    model = Joint(tiny(tmp_path), RECIPE.dropout)
    with torch.no_grad():
        model.root.add_(1e6)
    with pytest.raises(ModelError, match="root"):
        stored(model)


def test_the_tensors_are_those_of_the_embedded_model() -> None:
    shipped = load_file(EMBEDDED / "network.safetensors")
    again = stored(check.of_folder(EMBEDDED))
    assert {name: (tensor.shape, tensor.dtype) for name, tensor in again.items()} \
        == {name: (tensor.shape, tensor.dtype) for name, tensor in shipped.items()}


@pytest.mark.model
def test_the_embedded_model_computes_the_same_as_a_module(tmp_path: Path) -> None:
    for name in [*export.COPIED, "network.json", "network.safetensors", "calibration.json",
                 "card.json"]:
        if (EMBEDDED / name).exists():
            (tmp_path / name).symlink_to(EMBEDDED / name)
    check.write(tmp_path)  # raises where the module and inference differ
    table = json.loads((tmp_path / "check.json").read_text("utf-8"))
    old = json.loads((EMBEDDED / "check.json").read_text("utf-8"))
    assert table.keys() == old.keys()
    for case in table["cases"]:
        [window] = case["windows"]
        assert window.keys() == old["cases"][0]["windows"][0].keys()
        assert len(window["attributions"]) >= 2
        assert BREAK in window["words"]


# ---------------------------------------------------------------- scores

CONLLU = """# newdoc
# newpar
# text = The mayor left.
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_
2\tmayor\tmayor\tNOUN\tNN\t_\t3\tnsubj\t_\t_
3\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t{head}\tpunct\t_\t_

"""


@pytest.mark.model
def test_trees_are_scored_from_raw_text(tmp_path: Path) -> None:
    path = tmp_path / "gold.conllu"
    path.write_text(CONLLU.format(head=3), "utf-8")
    assert set(scores.trees(path, EMBEDDED).values()) == {100.0}
    path.write_text(CONLLU.format(head=2), "utf-8")
    found = scores.trees(path, EMBEDDED)
    assert (found["Tokens"], found["UPOS"], found["LAS"]) == (100.0, 100.0, 75.0)


@pytest.mark.model
def test_the_network_and_the_extractor_are_scored_on_the_articles_asked_for(
        tmp_path: Path, shared: Callable[[str], Path]) -> None:
    text = "Mayor Ana Ruiz said that the bridge would reopen."
    article = {"id": "a", "text": text, "attributions": [attribution(
        text, source="Mayor Ana Ruiz", cue="said", content="that the bridge would reopen")]}
    root = tmp_path / "shared"
    (root / "polnear").mkdir(parents=True)
    (root / "polnear" / "train.jsonl").write_text(
        json.dumps(article) + "\n" + json.dumps(article | {"id": "b"}) + "\n", "utf-8")
    for name in ("score.py", "to_predictions.py"):
        (root / name).write_text(shared(name).read_text("utf-8"), "utf-8")
    found = scores.held_back(root, EMBEDDED, {"a"}, tmp_path / "work")
    assert found["articles"] == 1
    for side in ("network alone", "extractor"):
        assert found[side]["attribution_strict"] == 100.0
        assert found[side]["direct-only attribution"] == 0.0


# ---------------------------------------------------------------- settings

def test_the_held_back_tenth_is_fixed() -> None:
    assert len(held_back().hashes) == 84
    assert chosen([(f"a{i}", "one") for i in range(20)] + [(f"b{i}", "two") for i in range(10)]) \
        == ["a18", "a7", "b6"]


def test_the_held_back_tenth_is_of_the_corpus(shared: Callable[[str], Path]) -> None:
    lines = shared("polnear/train.jsonl").read_text("utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    assert [a["id"] for a in sorted(articles, key=lambda a: a["id"]) if a["id"] in held_back()] \
        == chosen((a["id"], a["publisher"]) for a in articles)


@pytest.mark.parametrize(("old", "new", "message"), [
    ("clip = 2.0", "", "clip"), ("clip = 2.0", "clip = 2", "float"),
    ("[dropout]", "[dropout]\nheads = 0.1", "heads"), ('name = "en', 'nom = "en', "name")])
def test_a_recipe_with_a_wrong_setting_is_refused(tmp_path: Path, old: str, new: str,
                                                  message: str) -> None:
    text = recipe.DEFAULT.read_text("utf-8")
    assert old in text
    path = tmp_path / "recipe.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(UsageError, match=message):
        recipe.load(path)
