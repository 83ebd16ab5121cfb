"""The benchmarks' corpus and arithmetic. How fast anything is, no test asserts."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import batches, corpus, machine, peers, report, scale, speed, startup, throughput
from benchmarks.corpus import Draw, Names, documents, names, reordered, varied, words_in
from benchmarks.stages import PROBES, STAGES, StageClock, probed
from benchmarks.throughput import Throughput, Words
from quotes.documents import Document
from quotes.trees import Parse, Token

ARTICLES = [path.read_text("utf-8") for path in sorted(corpus.ARTICLES.glob("*.txt"))]


# The corpus

def test_the_corpus_is_the_same_each_time_and_long_enough() -> None:
    first, again = list(documents(3000)), list(documents(3000))
    assert first == again
    assert sum(words_in(document.text) for document in first) >= 3000
    assert sum(words_in(document.text) for document in first[:-1]) < 3000


def test_a_longer_corpus_begins_with_the_shorter_one() -> None:
    short, long = list(documents(2000)), list(documents(4000))
    assert long[:len(short)] == short


def test_documents_have_ids_of_their_own_and_different_lengths() -> None:
    found = list(documents(20_000))
    lengths = [words_in(document.text) for document in found]
    assert len({document.id for document in found}) == len(found)
    assert min(lengths) < 200
    assert max(lengths) > 1500


def test_no_document_repeats_another_one() -> None:
    text = "".join(document.text for document in documents(20_000))
    paragraphs = re.split(r"\n\n+", text)
    long = [paragraph for paragraph in paragraphs if words_in(paragraph) > 40]
    # Some paragraphs name nobody and count nothing, so they come again as they are.
    assert len(set(long)) > 0.9 * len(long)


def test_the_choices_are_the_same_on_every_python() -> None:
    draw = Draw(1)
    assert [draw.below(100) for _ in range(5)] == [13, 84, 76, 25, 49]
    assert draw.order(6) == [4, 3, 0, 1, 2, 5]


def test_between_reaches_both_ends() -> None:
    draw = Draw(1)
    assert {draw.between(2, 4) for _ in range(100)} == {2, 3, 4}


@pytest.mark.parametrize(("kind", "known"), names().items(), ids=names().keys())
def test_every_name_stands_in_an_article_and_finds_another(kind: str, known: Names) -> None:
    text = "\n".join(ARTICLES)
    assert [name for name in known.found if not re.search(rf"\b{name}[ns]?\b", text)] == []
    new = known.others(Draw(1))
    assert list(new) == known.found
    assert len(set(new.values())) == len(new)


def test_names_change_throughout_and_with_their_endings() -> None:
    kinds = [Names(found=["Tuck"], whole=["Marrow"]), Names(found=["Kestria"], whole=["Aldia"])]
    assert varied("TUCK: Mrs Tuck's hat. Both Tucks were Kestrian. Tucker.", kinds, Draw(1)) \
        == "MARROW: Mrs Marrow's hat. Both Marrows were Aldian. Tucker."


def test_names_may_change_places() -> None:
    kinds = [Names(found=["Ann", "Eve"], whole=["Eve", "Ann"])]
    assert {varied("Ann met Eve", kinds, Draw(seed)) for seed in range(20)} \
        == {"Ann met Eve", "Eve met Ann"}


@pytest.mark.parametrize(("old", "new"), [
    ("1991", "(19[5-9][0-9]|20[0-2][0-9])"), ("14", "[1-3][0-9]"), ("7", "[1-9]"),
    ("2,310", "[1-9],[1-9][0-9]{2}"), ("£400,000", "£[1-9][0-9]{2},000"),
    ("2.10", r"[1-9]\.[1-3][0-9]"), ("4563", "[1-9][0-9]{3}"), ("05", "[1-3][0-9]")])
def test_numbers_stay_of_their_kind(old: str, new: str) -> None:
    for seed in range(50):
        assert re.fullmatch(new, varied(old, [Names(["Ann"], ["Eve"])], Draw(seed)))


def test_paragraphs_change_places_but_a_quotation_follows_what_it_followed() -> None:
    paragraphs = ["Title", "A.", "“B.", "C.", "‘D.’", '"E."', "F."]
    orders = {tuple(reordered(paragraphs, Draw(seed))) for seed in range(50)}
    assert len(orders) == 6
    for order in orders:
        assert sorted(order) == sorted(paragraphs)
        assert order[0] == "Title"
        assert "A.“B." in "".join(order)
        assert 'C.‘D.’"E."' in "".join(order)


def test_words_are_pieces_with_a_letter_or_a_digit() -> None:
    assert words_in("“Well – 40, ” he said…") == 4


# The stages

class _Time:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def spend(self, seconds: float) -> None:
        self.now += seconds


def test_a_stage_inside_another_is_not_counted_twice() -> None:
    now = _Time()
    clock = StageClock(now)
    with clock.stage("outer"):
        now.spend(1)
        clock.around("inner", now.spend)(10)
        now.spend(2)
    now.spend(1000)
    clock.around("inner", now.spend)(20)
    assert clock.seconds == {"outer": 3, "inner": 30}


def test_a_stage_that_fails_is_counted_and_ends() -> None:
    now = _Time()
    clock = StageClock(now)

    def fail() -> None:
        now.spend(5)
        raise LookupError

    with clock.stage("outer"):
        with pytest.raises(LookupError):
            clock.around("inner", fail)()
        now.spend(1)
    assert clock.seconds == {"outer": 1, "inner": 5}


def test_every_stage_is_where_the_probes_look_for_it_and_is_left_as_it_was() -> None:
    from quotes import pipeline

    before = vars(pipeline)["attribute"]
    with probed(StageClock()) as missing:
        assert missing == []
        assert vars(pipeline)["attribute"] is not before
    assert vars(pipeline)["attribute"] is before


def test_a_stage_that_another_version_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = (PROBES[0]._replace(stage="a", module="quotes.nowhere"),
              PROBES[0]._replace(stage="b", module="quotes.pipeline", name="Nobody.reads"))
    monkeypatch.setattr("benchmarks.stages.PROBES", absent)
    with probed(StageClock()) as missing:
        assert missing == ["a", "b"]


# The figures

def test_words_are_tokens_with_a_letter_or_a_digit() -> None:
    texts = ["Ruiz", ",", "40", "”", "Ruiz", "$"]
    tokens = tuple(Token(i, 0, 0, 0, text, text, "X", "", -1, "root")
                   for i, text in enumerate(texts))
    words = Words()
    words.add(Parse("", tokens, ()))
    words.add(Parse("", tokens, ()))
    assert (words.number, words.forms) == (6, {"Ruiz", "40"})


def _took(total: float = 2.0, words: int = 1000, network: float = 1.5) -> Throughput:
    return Throughput(documents=3, characters=6 * words, words=words, forms=400, records=50, loading=1.25, total=total,
                      stages={"tokenize": 0.25, "network": network},
                      memory_loaded=300 << 20, memory=512 << 20,
                      model="a model", model_sha256="0123456789abcdef" * 4)


def test_the_table_says_microseconds_a_word_and_what_is_left() -> None:
    told = report.throughput(_took())
    assert "| network | 1500 | 75.0% | 667 |" in told
    assert "| batching, language check | 250 | 12.5% | 4,000 |" in told
    assert "| **all** | 2000 | 100.0% | 500 |" in told
    assert "Peak memory: 512 MiB, 300 MiB of it when loaded." in told


def test_the_ratio_is_the_median_of_the_pairs() -> None:
    pairs = [(_took(1.0), _took(2.0)), (_took(1.0), _took(9.0)), (_took(4.0), _took(2.0))]
    assert report.ratio(pairs) == 2.0
    told = report.compared(pairs, "commit abc")
    assert "**2.00 times as many**" in told
    assert "| 3 | 250 | 500 | 0.50 |" in told


def test_stages_are_compared_where_both_have_them() -> None:
    here, there = _took(network=1.0), _took(network=1.5)
    del there.stages["tokenize"]
    assert "By stage: network 1.50." in report.compared([(here, there)], "commit abc")


def test_the_first_record_is_held_against_the_median_of_the_ratios() -> None:
    took = startup.Startup(((3.0, 2.0), (8.0, 2.0), (2.0, 2.0)))
    assert (took.ratio, took.first_record, took.stanza) == (1.5, 3.0, 2.0)
    assert "holds" in report.started(took)
    assert "MISSED" in report.started(startup.Startup(((4.2, 2.0),)))


def test_the_first_line_is_told_from_the_end_of_the_command() -> None:
    slow = "import sys, time; print('a', flush=True); time.sleep(1); print('b')"
    assert startup.first_line_seconds([sys.executable, "-c", slow]) \
        < startup.seconds([sys.executable, "-c", slow])


def test_a_command_without_output_is_no_measurement() -> None:
    with pytest.raises(RuntimeError, match="no line"):
        startup.first_line_seconds([sys.executable, "-c", ""])


def test_records_that_differ_are_counted_once() -> None:
    found = batches.compared(["a", "b", "b", "c"], ["c", "b", "a", "d"])
    assert found == batches.Agreement(records=4, differing=1)
    assert not found.holds
    assert batches.Agreement(2000, 2).holds
    assert batches.Agreement(0, 0).holds


def test_the_machine_is_described_without_its_name() -> None:
    import platform

    told = str(machine.this())
    assert "cores" in told
    assert "torch 2" in told
    assert not platform.node() or platform.node() not in told


def test_results_are_appended_with_the_command_that_measures_them(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = tmp_path / "RESULTS.md"
    results.write_text("# Results\n", "utf-8")
    monkeypatch.setattr(speed, "RESULTS", results)
    monkeypatch.setattr(throughput, "measured", lambda *_: _took())
    asked = ["--words", "1000", "--pairs", "1", "--against", str(tmp_path)]
    done = CliRunner().invoke(speed.main, asked)
    assert done.exit_code == 0, done.output
    assert results.read_text("utf-8") == "# Results\n"
    CliRunner().invoke(speed.main, [*asked, "--write"])
    told = results.read_text("utf-8")
    assert told.startswith("# Results\n\n## ")
    assert "python -m benchmarks.speed --words 1000 --pairs 1 --against OTHER\n" in told
    assert "1.00 times as many" in told
    assert str(tmp_path) not in told


def test_a_missed_target_is_an_exit_status(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throughput, "measured", lambda *_: _took())
    monkeypatch.setattr(startup, "measured", lambda _: startup.Startup(((5.0, 2.0),)))
    monkeypatch.setattr(batches, "measured", lambda _: batches.Agreement(10, 0))
    done = CliRunner().invoke(speed.main, ["--words", "10"])
    assert done.exit_code == 1
    assert "MISSED" in done.output


# Beside another program

def test_the_ratio_of_two_programs_is_the_median_of_the_runs() -> None:
    def pair(ours: float, other: float) -> peers.Pair:
        return peers.Pair(_took(ours), peers.Peer(other, 1.0, 1100, "spaCy 3, en_small 3",
                                                  ["tagger", "ner"]))
    told = peers.told([pair(6.0, 2.0), pair(9.0, 1.0), pair(2.0, 2.0)])
    assert "**3.00 times as much**" in told
    assert "spaCy 3, en_small 3 (tagger, ner; `nlp.pipe`)" in told
    assert "| 2 | 9.00 | 9000 | 111 | 1.00 | 1000 | 1,000 | 9.00 |" in told


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script with a #! line")
def test_the_other_program_reads_the_same_texts_on_one_thread(tmp_path: Path) -> None:
    stand_in = tmp_path / "python"
    stand_in.write_text(f"""#!{sys.executable}
import json, os, sys
texts = [json.loads(line) for line in sys.stdin]
print(json.dumps({{"total": 1.0, "loading": 0.0, "tokens": sum(map(len, texts)),
                  "name": os.environ["OMP_NUM_THREADS"], "components": sys.argv[1:2]}}))
""", "utf-8")
    stand_in.chmod(0o755)
    peer = peers.spacy(500, stand_in)
    assert peer.tokens == sum(len(document.text) for document in documents(500))
    assert (peer.name, peer.components) == ("1", ["-I"])


def test_a_missing_environment_is_told_with_the_remedy(tmp_path: Path) -> None:
    done = CliRunner().invoke(peers.main, ["--python", str(tmp_path / "python")])
    assert done.exit_code == 1
    assert "make benchmark-peers" in done.output


# Archives of several lengths

def test_sizes_are_compared_by_the_character() -> None:
    told = scale.told([_took(2.0), _took(11.0, words=5000)])
    assert "| 0.01 | 1,000 | 3 | 2 | 2000 | 1.00 | 512 |" in told
    assert "| 0.03 | 5,000 | 3 | 11 | 2200 | 1.10 | 512 |" in told
    assert "MISSED" not in told
    assert "first size's: MISSED" in scale.told([_took(2.0), _took(12.0, words=5000)])


def test_memory_that_grows_over_the_limit_is_told() -> None:
    big = replace(_took(), memory=1_300_000_000)
    assert "At most 1.2 GB: MISSED" in scale.told([_took(), big])


def test_documents_are_made_while_they_are_read() -> None:
    clock, seen = StageClock(), Words()
    asked = seen.made(iter([Document(id="a", text="One."), Document(id="b", text="Two!!")]), clock)
    next(asked)
    assert (seen.documents, seen.characters) == (1, 4)
    list(asked)
    assert (seen.documents, seen.characters) == (2, 9)
    assert list(clock.seconds) == ["making"]


# With the model

@pytest.mark.model
def test_a_run_adds_up() -> None:
    took = throughput.measured(200)
    assert took.words >= 200
    assert tuple(took.stages) == STAGES
    assert all(seconds > 0 for seconds in took.stages.values())
    assert 0 < took.elsewhere < took.total
    assert len(took.model_sha256) == 64


@pytest.mark.model
def test_batches_of_one_and_of_64_give_the_same_records() -> None:
    found = batches.measured(2000)
    assert found.records > 50
    assert found.differing == 0


def test_a_record_that_only_one_run_has_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def fake(todo: list[Document], batch_size: int) -> list[str]:
        return [f"{document.id} {batch_size}" for document in todo]

    monkeypatch.setattr(batches, "records", fake)
    found = batches.measured(500)
    assert found.differing == found.records > 0
