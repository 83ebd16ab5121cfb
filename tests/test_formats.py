"""Formats: lines, filters, tables, and a file that is whole or isn't there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.documents import Failure
from quotes.errors import InputError, UsageError
from quotes.formats import jsonl, table
from quotes.formats.part import Finished, PartFile
from quotes.formats.select import Selection, fold_name
from tests.made import record

TEXT = '"We are open," said Ana Ruiz on Monday.'
HEADER = {"model": "m", "type": ["direct"]}


# Lines


def test_a_record_is_one_line_with_the_keys_of_the_schema_in_order() -> None:
    line = jsonl.encode_records([record(TEXT)])
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert list(json.loads(line))[:4] == ["schema_version", "id", "document", "doc_id"]


def test_letters_are_not_escaped() -> None:
    assert "«é»".encode() in jsonl.encode([{"a": "«é»"}])


def test_a_record_comes_back_as_it_was_with_unknown_keys() -> None:
    one = record(TEXT, later="kept")
    line = jsonl.encode_records([one])
    [back] = jsonl.read_records([line, b"\n"], "r.jsonl")
    assert back == one
    assert jsonl.encode_records([back]) == line


@pytest.mark.parametrize(("line", "word"), [
    (b"{", "Invalid JSON"), (b"[]", "not a quote record"), (b"{}", "id: Field required"),
    (b"\xff", "Invalid JSON"),
])
def test_what_is_no_record_is_told_with_its_line(line: bytes, word: str) -> None:
    good = jsonl.encode_records([record(TEXT)])
    with pytest.raises(InputError, match=word) as caught:
        list(jsonl.read_records([good, line], "r.jsonl"))
    assert str(caught.value).startswith("r.jsonl:2: ")
    assert "\n" not in str(caught.value)


def test_another_major_version_is_refused_and_a_minor_one_read() -> None:
    later = jsonl.encode_records([record(TEXT, schema_version="1.7")])
    assert len(list(jsonl.read_records([later], "r"))) == 1
    other = jsonl.encode_records([record(TEXT, schema_version="2.0")])
    with pytest.raises(InputError, match=r"schema 2\.0"):
        list(jsonl.read_records([other], "r"))


def test_a_file_name_that_is_not_utf8_can_be_written() -> None:
    line = jsonl.encode_failure(Failure("caf\udce9", "broken", path="caf\udce9", line=3))
    assert json.loads(line) == {"id": "caf\\udce9", "path": "caf\\udce9", "line": 3,
                                "error": "broken"}


# Filters


def test_confidence_and_type() -> None:
    sure, unsure = record(TEXT), record(TEXT, confidence=0.3, type="mixed")
    assert Selection(min_confidence=0.9).filter([sure, unsure]) == (sure,)
    assert Selection(types=frozenset({"mixed"})).filter([sure, unsure]) == (unsure,)
    assert Selection().filter([sure, unsure]) == (sure, unsure)


def test_the_threshold_withholds_only_what_it_was_measured_on() -> None:
    doubtful = record(TEXT, confidence=0.3, type="indirect")
    kept = [record(TEXT, confidence=0.9, type="indirect"),
            record(TEXT, confidence=0.3, type="mixed"),
            record(TEXT, confidence=0.3, type="indirect", cue=None),
            record(TEXT, confidence=0.3, type="indirect", parent="a")]
    assert list(Selection(threshold=0.5).filter([doubtful, *kept])) == kept
    assert list(Selection(threshold=0.5, min_confidence=0.0).filter([doubtful, *kept])) == [
        doubtful, *kept]
    only_direct = Selection(threshold=0.5, types=frozenset({"direct"}))
    assert not only_direct.keeps(doubtful)
    assert not list(only_direct.filter([doubtful]))


def test_categories_are_those_of_cues() -> None:
    stated = record(TEXT)
    denied = record(TEXT, cue={**stated.model_dump()["cue"], "category": "denial"})
    without = record(TEXT, cue=None)
    everything = [stated, denied, without]
    assert Selection(categories=frozenset({"denial"})).filter(everything) == (denied,)
    assert Selection(categories=frozenset({"denial", "statement"})).filter(everything) == (
        stated, denied)
    assert Selection(categories=frozenset({"other"})).filter(everything) == ()
    assert Selection().filter(everything) == tuple(everything)


@pytest.mark.parametrize(("wanted", "kept"), [
    ("munoz", True), ("José", True), ("jose muñoz", True), ("ortega", True), ("lópez", False),
    ("joseph", False)])
def test_a_speaker_is_matched_by_part_of_a_name_or_member(wanted: str, kept: bool) -> None:
    speaker = {**record(TEXT).model_dump()["speaker"], "name": "José  Muñoz and Eva Ortega",
               "members": [{"name": "José Muñoz"}, {"name": "Eva Ortega"}]}
    assert Selection(speaker=wanted).keeps(record(TEXT, speaker=speaker)) is kept


def test_a_member_is_matched_where_the_joint_name_lacks_it() -> None:
    speaker = {**record(TEXT).model_dump()["speaker"], "name": "the couple",
               "members": [{"name": "Eva Ortega"}]}
    assert Selection(speaker="eva").keeps(record(TEXT, speaker=speaker))


def test_without_a_speaker_no_name_matches() -> None:
    assert not Selection(speaker="a").keeps(record(TEXT, speaker=None))


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)


# The table


def test_the_table_shows_words_speaker_cue_and_confidence() -> None:
    shown = table.render("a.txt", [record(TEXT)], width=100, colour=False)
    for words in ("a.txt", "“We are open,”", "Ana Ruiz", "said", "0.90", "direct"):
        assert words in shown
    assert "\x1b" not in shown
    assert "\x1b[" in table.render("a.txt", [record(TEXT)], width=100, colour=True)


def test_the_table_says_why_nobody_is_named_and_that_nothing_is_found() -> None:
    floating = record(TEXT, speaker=None, cue=None, unattributed="no_cue")
    assert "(no cue)" in table.render("a", [floating], width=80, colour=False)
    assert "no quotation found" in table.render("a", [], width=80, colour=False)


LONG = ('"Nobody in the administration of the municipality misunderstood the circumstances" '
        "said Maximiliana Fitzgerald on Monday.")


@pytest.mark.parametrize("width", [20, 24, 40, 60, 69, 70, 80])
def test_no_word_and_no_column_is_lost_however_narrow_the_terminal(width: int) -> None:
    speaker = {**record(LONG).model_dump()["speaker"], "roles": ["the mayor"]}
    shown = table.render("a", [record(LONG, speaker=speaker)] * 2, width=width, colour=False)
    assert "\u2026" not in shown
    assert all(len(line) <= width for line in shown.splitlines())
    for words in ("Fitzgerald", "said", "0.90", "direct", "the mayor",
                  *record(LONG).text.split()):
        assert words in shown, words


def test_a_narrow_terminal_shows_a_block_a_record() -> None:
    speaker = {**record(LONG).model_dump()["speaker"], "roles": ["the mayor"]}
    shown = table.render("a", [record(LONG, speaker=speaker),
                               record(TEXT, speaker=None, cue=None, unattributed="no_cue")],
                         width=50, colour=False)
    assert shown.splitlines() == [
        "a",
        "“Nobody in the administration of the municipality",
        "misunderstood the circumstances”",
        "  Maximiliana Fitzgerald",
        "  the mayor",
        "  direct | said | 0.90",
        "",
        "“We are open,”",
        "  (no cue)",
        "  direct | 0.90",
        "",
    ]


def test_a_word_longer_than_a_column_goes_on_below() -> None:
    one = record(TEXT, text="x" * 90, speaker={**record(TEXT).model_dump()["speaker"],
                                              "name": "z" * 40})
    for width in (30, 100):
        shown = table.render("a", [one], width=width, colour=False)
        assert (shown.count("x"), shown.count("z")) == (90, 40)


def test_pieces_of_a_quotation_are_shown_apart() -> None:
    text = '"The guns fall silent," said Ana Ruiz. "We expect it."'
    pieces = [{"start": text.index(words), "end": text.index(words) + len(words), "text": words}
              for words in ("The guns fall silent,", "We expect it.")]
    one = record(text, text="The guns fall silent, We expect it.", content=pieces, quoted=pieces)
    for width in (60, 200):
        shown = table.render("a", [one], width=width, colour=False)
        assert "“The guns fall silent,” · “We expect it.”" in shown
    shown = table.render("a", [record(text, content=pieces, type="indirect")], width=60,
                         colour=False)
    assert "The guns fall silent, · We expect it.\n" in shown


def test_titles_and_roles_stand_where_a_name_is_first() -> None:
    speaker = {**record(TEXT).model_dump()["speaker"], "roles": ["the mayor"]}
    shown = table.render("a", [record(TEXT, speaker=speaker)] * 2, width=80, colour=False)
    assert shown.count("Ana Ruiz") == 2
    assert shown.count("the mayor") == 1


def test_no_control_character_reaches_the_terminal_from_a_table() -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\u202e"
    speaker = {**record(TEXT).model_dump()["speaker"], "name": evil, "titles": [evil],
               "roles": [evil]}
    shown = table.render(evil, [record(TEXT, text=evil, speaker=speaker)], width=80, colour=False)
    assert not set(shown) & set("\x1b\x07\u202e")
    assert "owned" in shown


def test_markup_of_rich_in_a_text_is_only_text() -> None:
    shown = table.render("[red]a[/red]", [record(TEXT, text="[bold]b :smile:")], width=80,
                         colour=False)
    assert "[red]a[/red]" in shown
    assert "[bold]b :smile:" in shown


# The part file


def _part(path: Path, *, resume: bool = False, header: dict[str, object] | None = None
          ) -> PartFile:
    return PartFile(path, HEADER if header is None else header, resume=resume)


def _begun(path: Path, *names: str) -> PartFile:
    """A run that has written these documents and was killed."""
    part = _part(path)
    for name in names:
        part.write(Finished(name, "0", {"direct": 1}), f"{name}\n".encode())
    part._files.close()
    return part


def test_the_file_appears_at_the_end_and_nothing_else_is_left(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("old")
    part = _part(out)
    part.write(Finished("a"), b"1\n")
    assert out.read_text() == "old"
    part.finish()
    assert out.read_text() == "1\n"
    assert list(tmp_path.iterdir()) == [out]


def test_a_run_goes_on_after_the_last_whole_document(tmp_path: Path) -> None:
    begun = _begun(tmp_path / "out", "a", "b")
    with begun.part.open("ab") as file:
        file.write(b"half of c")
    with begun.journal.open("ab") as file:
        file.write(b'{"id":"c","sha')
    part = _part(tmp_path / "out", resume=True)
    assert [done.id for done in part.finished()] == ["a", "b"]
    part.write(Finished("c"), b"c\n")
    part.finish()
    assert (tmp_path / "out").read_text() == "a\nb\nc\n"


def test_documents_without_a_record_and_failures_are_finished(tmp_path: Path) -> None:
    part = _part(tmp_path / "out")
    failure = Failure("b", "broken", "b.txt", 17)
    part.write(Finished("a", "5"), b"")
    part.write(Finished("b", failure=failure), b"")
    part.close()
    found = list(_part(tmp_path / "out", resume=True).finished())
    assert found == [Finished("a", "5"), Finished("b", failure=failure)]


@pytest.mark.parametrize("damage", [b"X\nb\n", b"a\n"])
def test_only_bytes_that_agree_with_the_journal_are_believed(tmp_path: Path, damage: bytes
                                                             ) -> None:
    begun = _begun(tmp_path / "out", "a", "b")
    begun.part.write_bytes(damage)
    part = _part(tmp_path / "out", resume=True)
    assert part.documents == (1 if damage.startswith(b"a") else 0)
    part.close()


def test_another_run_is_neither_lost_nor_mixed_in(tmp_path: Path) -> None:
    begun = _begun(tmp_path / "out", "a")
    before = begun.part.read_bytes(), begun.journal.read_bytes()
    with pytest.raises(UsageError, match="--resume"):
        _part(tmp_path / "out")
    with pytest.raises(UsageError, match="begun with model = 'm', and now it is 'n'"):
        _part(tmp_path / "out", resume=True, header={**HEADER, "model": "n"})
    assert (begun.part.read_bytes(), begun.journal.read_bytes()) == before


def test_a_part_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out.part").write_text("a download")
    with pytest.raises(UsageError, match="no journal"):
        _part(tmp_path / "out", resume=True)
    assert (tmp_path / "out.part").read_text() == "a download"


def test_a_run_that_wrote_nothing_leaves_nothing(tmp_path: Path) -> None:
    _part(tmp_path / "out").close()
    assert not list(tmp_path.iterdir())


def test_two_runs_at_once_are_refused(tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="locks as on Unix")
    first = _part(tmp_path / "out")
    with pytest.raises(UsageError, match="another run"):
        _part(tmp_path / "out", resume=True)
    first.finish()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    part = _part(tmp_path / "link")
    part.write(Finished("a"), b"new")
    part.finish()
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


@given(st.lists(st.binary(max_size=20), max_size=6), st.data())
def test_wherever_a_run_is_cut_off_it_ends_as_if_it_had_not_been(
        tmp_path_factory: pytest.TempPathFactory, chunks: list[bytes], data: st.DataObject
) -> None:
    out = tmp_path_factory.mktemp("cut") / "out"
    part = _part(out)
    for number, chunk in enumerate(chunks):
        part.write(Finished(str(number)), chunk)
    part._files.close()
    for file in (part.part, part.journal):
        kept = data.draw(st.integers(0, file.stat().st_size))
        with file.open("r+b") as opened:
            opened.truncate(kept)
    if part.part.stat().st_size and b"\n" not in part.journal.read_bytes():
        return  # its very first line is lost: refused, as for another program's file
    again = _part(out, resume=True)
    done = len(list(again.finished()))
    assert again.part.read_bytes() == b"".join(chunks[:done])
    for number, chunk in enumerate(chunks[done:], done):
        again.write(Finished(str(number)), chunk)
    again.finish()
    assert out.read_bytes() == b"".join(chunks)
