"""The library's way round a document that fails, and what a record says of its making."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from quotes import pipeline
from quotes.documents import Document, Failure
from quotes.errors import InputError, UsageError
from quotes.pipeline import Extractor, Settings
from quotes.readers import read
from quotes.speakers.roster import Roster, RosterEntry
from quotes.trees import Parse, Sentence, Token
from tests.trees import SAID, build


class _Parser:
    """Parses one word a document, and fails at a text that says so."""

    name, sha256, calibration = "stand-in", "0" * 64, None

    def parse(self, documents: Sequence[Document]) -> list[Parse]:
        for document in documents:
            if "FAIL" in document.text:
                raise ValueError("out of words")
        return [Parse(d.text, (Token(0, 0, 0, len(d.text), d.text, d.text, "X", "X", -1, "root"),),
                      (Sentence(0, 0, 1, 0),)) for d in documents]


@pytest.fixture
def extractor(monkeypatch: pytest.MonkeyPatch) -> Extractor:
    monkeypatch.setattr(pipeline, "_load", lambda settings: _Parser())
    return Extractor()


def _failures(extractor: Extractor, *paths: str) -> list[Failure]:
    found = extractor.stream(read(paths))
    return [result.failure for result in found if result.failure is not None]


@pytest.mark.parametrize(("name", "content", "line"), [
    ("a.jsonl", '{"id": "x", "text": "Yes."}\n{"id": "y", "text": "FAIL"}\n', 2),
    ("a.csv", "id,text\nx,Yes.\ny,FAIL\n", 3),
    ("a.conllu", "# newdoc id = x\n# text = Yes\n1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_\n\n"
                 "# newdoc id = y\n# text = FAIL\n1\tFAIL\tfail\tX\tX\t_\t0\troot\t_\t_\n\n", 5),
    ("a.txt", "FAIL", None),
    ("a.html", "<html><body><article><p>FAIL and this is what the article says, in full and at "
               "some length.</p></article></body></html>", None)])
def test_a_failure_names_file_and_line(extractor: Extractor, tmp_path: Path, name: str,
                                       content: str, line: int | None) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    [failure] = _failures(extractor, str(path))
    assert (failure.path, failure.line) == (str(path), line)
    assert failure.id == (str(path) if line is None else "y")
    assert "out of words" in failure.error


def test_a_document_of_no_file_goes_by_its_id(extractor: Extractor) -> None:
    with pytest.raises(InputError, match=r"^mine: .*out of words"):
        extractor.extract(Document(id="mine", text="FAIL"))
    with pytest.raises(InputError, match=r"^a\.jsonl:17: .*out of words"):
        extractor.extract(Document(id="mine", text="FAIL", path="a.jsonl", line=17))


def test_where_the_model_lies_changes_no_hash_of_settings(
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_load", lambda settings: _Parser())
    hashes = {Extractor(settings)._generator.settings_sha256 for settings in (
        Settings(), Settings(model="models/en"), Settings(threads=1, batch_size=64))}
    assert hashes == {hashlib.sha256(b"{}").hexdigest()}


def test_a_roster_is_a_setting_that_changes_records(
        monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pipeline, "_load", lambda settings: _Parser())
    entry = RosterEntry("Q1", "Ana Ruiz")
    path = tmp_path / "people.csv"
    path.write_text("id,name\nQ1,Ana Ruiz\n")
    hashes = [Extractor(Settings(roster=roster))._generator.settings_sha256 for roster in (
        None, Roster([]), Roster([entry]), Roster([RosterEntry("Q2", "Ana Ruiz")]), path, str(path))]
    assert len(set(hashes[:4])) == 4
    assert hashes[4:] == [hashes[2]] * 2


def test_a_roster_that_cannot_be_read_is_told_before_a_model_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the roster can't be read"):
        Extractor(Settings(model="no such folder", roster=tmp_path / "none.csv"))


def test_speakers_are_linked_to_the_roster(monkeypatch: pytest.MonkeyPatch) -> None:
    parse = build(SAID)
    monkeypatch.setattr(pipeline, "_load", lambda settings: _Parser())
    document = Document(id="a", text=parse.text, parse=parse)
    monkeypatch.setattr(_Parser, "parse", lambda self, documents: [parse] * len(documents))
    ana, other = RosterEntry("Q1", "Ana Ruiz"), RosterEntry("Q2", "Ana Ruiz")
    [plain] = Extractor().extract(document)
    [one] = Extractor(Settings(roster=Roster([ana]))).extract(document)
    [two] = Extractor(Settings(roster=Roster([ana, other]))).extract(document)
    assert plain.speaker is not None
    assert one.speaker is not None
    assert two.speaker is not None
    assert (plain.speaker.link, one.speaker.link, two.speaker.link) == (None, "Q1", None)
    assert [a.name for a in two.speaker.alternatives] == ["Ana Ruiz (Q1)", "Ana Ruiz (Q2)"]
    assert [r.evidence.features and r.evidence.features.get("roster") for r in (plain, one, two)] \
        == [None, "Q1: name", "several bear the name: Q1, Q2"]
    assert plain.id == one.id == two.id


def test_failures_are_told_of_as_they_come() -> None:
    from quotes.pipeline import _batches

    read = 0

    def failures() -> Iterator[Failure]:
        nonlocal read
        for number in range(10_000):
            read += 1
            yield Failure(str(number), "broken", path="archive.jsonl")

    assert next(_batches(failures()))
    assert read < 1000


def test_a_precision_that_is_unknown_is_refused() -> None:
    with pytest.raises(UsageError, match="precision is auto or exact, not 'fp32'"):
        Extractor(Settings(precision="fp32"))  # type: ignore[arg-type]
