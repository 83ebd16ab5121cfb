"""What people correct in brat, Label Studio and doccano, read back as records."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, get_args

import pytest

from quotes import export_records, read_corrections
from quotes.documents import Failure
from quotes.errors import UsageError
from quotes.formats.corrected import BY_HAND, READ_BACK, Corrected
from quotes.formats.corrections import Missing, Tool, corrected_documents
from quotes.formats.exporting import export_files
from quotes.records import QuoteRecord
from quotes.whole import write_folder
from tests import made
from tests.two_articles import ALEPPO, PORTO, TEXTS, porto, quotation, records

TOOLS: tuple[Tool, ...] = get_args(Tool)
DIRECT = 1  # its place among the records


def sent(tool: Tool, folder: Path, found: Iterable[QuoteRecord] | None = None) -> Path:
    """What is given to a tool: a file, or a folder for brat."""
    path = folder / tool
    own = records() if found is None else list(found)
    if tool == "brat":
        write_folder(path, export_files(own, tool, TEXTS))
    else:
        path.write_bytes(b"".join(export_records(own, tool, TEXTS)))
    return path


def back(path: Path, tool: Tool, originals: Sequence[QuoteRecord] = (), *, quiet: bool = True
         ) -> list[QuoteRecord]:
    """The records that come back, none of which may have failed."""
    warned: list[str] = []
    found = list(read_corrections([path], tool, originals, warn=warned.append))
    assert not quiet or warned == []
    assert not any(isinstance(item, Failure) for item in found), found
    return [item for item in found if isinstance(item, QuoteRecord)]


class Brat:
    """The .ann of the first article, to be changed as brat would."""

    def __init__(self, folder: Path) -> None:
        self.folder = sent("brat", folder)
        self.file = self.folder / "news_porto.ann"

    def replace(self, old: str, new: str) -> None:
        text = self.file.read_bytes().decode()
        assert old in text
        self.file.write_bytes(text.replace(old, new).encode())

    def add(self, *lines: str) -> None:
        self.file.write_bytes(self.file.read_bytes() + "".join(f"{line}\n" for line in lines).encode())

    def remove(self, *marks: str) -> None:
        """Marks, with all that refers to them, as brat removes them."""
        lines = self.file.read_bytes().decode().splitlines(keepends=True)
        kept = [line for line in lines if not any(
            line.startswith(f"{m}\t") or f":{m} " in line.replace("\n", " ") or f" {m} " in line
            or f" {m}\t" in line for m in marks)]
        self.file.write_bytes("".join(kept).encode())

    def mark(self, number: int, label: str, words: str) -> str:
        start = PORTO.index(words)
        return f"T{number}\t{label} {start} {start + len(words)}\t{words}"


@pytest.fixture
def brat(tmp_path: Path) -> Brat:
    return Brat(tmp_path)


def changed_task(folder: Path, change: Callable[[list[dict[str, Any]]], None]) -> Path:
    """The tasks with one annotation of the first, which is its prediction after a change."""
    path = sent("label-studio", folder)
    tasks = json.loads(path.read_bytes())
    result = tasks[0]["predictions"][0]["result"]
    change(result)
    tasks[0]["annotations"] = [{"id": 1, "was_cancelled": False, "result": result}]
    path.write_text(json.dumps(tasks))
    return path


# What nobody changed


@pytest.mark.parametrize("tool", TOOLS)
def test_what_was_not_corrected_comes_back_as_it_was(tool: Tool, tmp_path: Path) -> None:
    originals = records()
    assert back(sent(tool, tmp_path), tool, originals) == originals


@pytest.mark.parametrize("tool", TOOLS)
def test_without_the_records_there_is_what_the_format_holds(tool: Tool, tmp_path: Path) -> None:
    for record, was in zip(back(sent(tool, tmp_path), tool), records(), strict=True):
        assert record.id == was.id
        assert record.confidence == was.confidence
        assert record.evidence.rule == READ_BACK
        for field in ("document", "doc_id", "type", "quoted", "parent"):
            assert getattr(record, field) == getattr(was, field), field
        assert [s.text for s in record.content] == [s.text for s in was.content]
        assert (record.cue and record.cue.spans) == (was.cue and was.cue.spans)
        assert (record.speaker and record.speaker.mention) == (was.speaker and was.speaker.mention)
        if tool != "doccano":
            assert (record.speaker and record.speaker.name) == (was.speaker and was.speaker.name)
            assert (record.cue and record.cue.category) == (was.cue and was.cue.category)


@pytest.mark.parametrize("tool", TOOLS)
def test_only_some_of_the_records_were_exported(tool: Tool, tmp_path: Path) -> None:
    """A parent that nobody saw is no relation that was taken away."""
    originals = porto()
    assert back(sent(tool, tmp_path, originals[1:]), tool, originals[1:]) == originals[1:]


def test_documents_of_which_no_file_tells_give_no_record(tmp_path: Path) -> None:
    path = sent("doccano", tmp_path, porto())
    assert back(path, "doccano", records()) == porto()


# Corrections in brat


def test_other_edges(brat: Brat) -> None:
    originals = records()
    brat.replace("T3\tContent 140 153;189 215\t=HYPERLINK(1) was \"ever | written\" there",
                 "T3\tContent 194 208\tever | written")
    found = back(brat.folder, "brat", originals)
    assert [a == b for a, b in zip(found, originals, strict=True)] == [True, True, False, True]
    record, was = found[2], originals[2]
    assert [(s.start, s.end, s.text) for s in record.content] == [(194, 208, "ever | written")]
    assert (record.text, record.type, record.quoted) == ("ever | written", "direct", record.content)
    assert (record.confidence, record.evidence.rule) == (1.0, BY_HAND)
    assert record.evidence.features == {"before": was.id, "rule": "network"}
    assert record.id != was.id
    assert (record.speaker, record.cue, record.context) == (was.speaker, was.cue, was.context)
    assert record.warnings == []


def test_a_title_in_marks_stays_one_when_the_edges_change(tmp_path: Path) -> None:
    text = "Eva Vale denied that the film \"Open Sea\" was cut before May."
    content = "that the film \"Open Sea\" was cut before May"
    inside = {"start": text.index("Open"), "end": text.index("Open") + 8, "text": "Open Sea"}
    was = quotation(text, "a.txt", [content], cue="denied", type="indirect", quoted=[inside])
    folder = tmp_path / "brat"
    write_folder(folder, export_files([was], "brat", {"a.txt": text}))
    [file] = folder.glob("*.ann")
    first, last = text.index("that"), text.index(" before")
    old, new = f"{first} {first + len(content)}\t{content}", f"{first} {last}\t{text[first:last]}"
    assert old in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    [found] = back(folder, "brat", [was])
    assert (found.content[0].end, found.type, found.quoted) == (last, "indirect", was.quoted)


def test_the_id_of_the_outer_one_changes_and_the_inner_one_is_not_corrected(brat: Brat) -> None:
    brat.replace("T1\tContent 43 79\t“We are \U0001f600 open,” said mayor Ana Ruiz",
                 "T1\tContent 43 70\t“We are \U0001f600 open,” said mayor")
    outer, inner, *_ = back(brat.folder, "brat", records())
    assert inner.parent == outer.id != porto()[0].id
    assert inner == porto()[1].model_copy(update={"parent": outer.id})


def test_a_removed_record(brat: Brat) -> None:
    brat.remove("T1")
    found = back(brat.folder, "brat", records())
    assert [r.id for r in found] == [r.id for r in records()[1:]]
    assert found[0] == porto()[1].model_copy(update={"parent": None})


def test_a_relation_taken_away_is_a_correction(brat: Brat) -> None:
    brat.replace("R7\twithin Arg1:T2 Arg2:T1\n", "")
    record = back(brat.folder, "brat", records())[DIRECT]
    assert (record.parent, record.evidence.rule, record.id) == (None, BY_HAND, porto()[1].id)


def test_an_added_record(brat: Brat) -> None:
    brat.add(brat.mark(50, "Content", "stays open"), brat.mark(51, "Speaker", "mayor Ana Ruiz"),
             brat.mark(52, "Cue", "added"), "R50\tsaid_by Arg1:T50 Arg2:T51",
             "R51\tsignalled_by Arg1:T50 Arg2:T52")
    found = back(brat.folder, "brat", records())
    assert [r for r in found if r.evidence.rule != BY_HAND] == records()
    record = found[0]  # it stands first in the text
    assert (record.text, record.type, record.confidence) == ("stays open", "indirect", 1.0)
    assert record.evidence.features is None
    assert record.cue is not None
    assert (record.cue.lemma, record.cue.category) == ("added", "other")
    assert record.speaker is not None
    assert (record.speaker.name, record.speaker.link) == ("Ana Ruiz", "Q1")  # known of this mention
    assert record.document == porto()[0].document
    assert all(PORTO[s.start:s.end] == s.text for s in (*record.content, *record.cue.spans))


def test_a_speaker_who_is_nowhere_else_is_its_own_words(brat: Brat) -> None:
    brat.add(brat.mark(50, "Content", "ever"), brat.mark(51, "Speaker", "Li Wei"),
             "R50\tsaid_by Arg1:T50 Arg2:T51")
    record = next(r for r in back(brat.folder, "brat", records()) if r.text == "ever")
    assert record.speaker is not None
    assert (record.speaker.name, record.speaker.kind, record.speaker.resolution,
            record.speaker.confidence) == ("Li Wei", "unknown", "unresolved", 0.0)
    assert record.unattributed is None


def test_a_name_type_and_category_that_a_person_gave(brat: Brat) -> None:
    brat.replace("; speaker=Ana Ruiz", "; speaker=Anna  Ruiz-Lopes")
    brat.replace("A3\tType T2 direct", "A3\tType T2 mixed")
    brat.replace("A8\tCategory T6 statement", "A8\tCategory T6 promise")
    record, was = back(brat.folder, "brat", records())[DIRECT], porto()[1]
    assert record.speaker is not None
    assert (record.speaker.name, record.speaker.link, record.speaker.mention) == (
        "Anna Ruiz-Lopes", None, was.speaker and was.speaker.mention)
    assert (record.type, record.cue and record.cue.category) == ("mixed", "promise")
    assert (record.id, record.content, record.circumstances) == (was.id, was.content, was.circumstances)


def test_the_mention_moved_a_little_is_the_same_speaker_and_elsewhere_is_another(
        brat: Brat, tmp_path: Path) -> None:
    brat.replace("T7\tSpeaker 65 79\tmayor Ana Ruiz", "T7\tSpeaker 71 79\tAna Ruiz")
    record, was = back(brat.folder, "brat", records())[DIRECT], porto()[1]
    assert record.speaker is not None
    assert was.speaker is not None
    assert record.speaker.model_copy(update={"mention": was.speaker.mention}) == was.speaker
    assert [s.text for s in record.speaker.mention] == ["Ana Ruiz"]
    brat.replace("T7\tSpeaker 71 79\tAna Ruiz", "T7\tSpeaker 34 41\tReuters")
    moved = back(brat.folder, "brat", records())[DIRECT].speaker
    assert moved is not None
    assert (moved.name, moved.kind) == ("Reuters", "organization")


def test_no_speaker_any_more(brat: Brat) -> None:
    brat.replace("; speaker=Ana Ruiz", "; speaker=")
    brat.remove("T7")
    record = back(brat.folder, "brat", records())[DIRECT]
    assert (record.speaker, record.unattributed) == (None, "sourceless_cue")
    assert record.id != porto()[1].id


def test_other_sources_and_addressee(brat: Brat) -> None:
    brat.replace("R5\trelayed_by", "R5\tpublished_by")
    brat.remove("T9")
    record = back(brat.folder, "brat", records())[DIRECT]
    assert [(s.relation, s.name, s.kind) for s in record.sources] == [
        ("published_by", "Reuters", "organization")]
    assert record.addressee is None


def test_verification_is_of_the_words_that_were_verified(brat: Brat) -> None:
    originals = [QuoteRecord.model_validate({**r.model_dump(), "verification": {"tier": "exact"},
                                             "later": 1}) for r in records()]
    brat.replace("T2\tContent 44 58;82 96\tWe are \U0001f600 open, It *stays* so,",
                 "T2\tContent 44 58\tWe are \U0001f600 open,")
    brat.replace("Category T10 statement", "Category T10 belief")
    extras = [r.model_extra or {} for r in back(brat.folder, "brat", originals)]
    assert [sorted(extra) for extra in extras] == [
        ["later", "verification"], ["later"], ["later", "verification"], ["later", "verification"]]


def test_marks_that_belong_to_nothing_are_told(brat: Brat) -> None:
    brat.add(brat.mark(50, "Speaker", "she"), brat.mark(51, "Opinion", "stays"),
             "R50\tsaid_by Arg1:T4 Arg2:T50", "E1\tThing:T50")
    warned: list[str] = []
    found = list(read_corrections([brat.folder], "brat", records(), warn=warned.append))
    assert found == records()
    told = "\n".join(warned)
    assert "marks Opinion are passed over" in told
    assert "what E1 says is passed over" in told
    assert "the relation said_by joins marks that it can't join" in told
    brat.replace("R50\tsaid_by Arg1:T4 Arg2:T50\n", "")
    warned.clear()
    list(read_corrections([brat.folder], "brat", records(), warn=warned.append))
    assert any(f"the mark Speaker at {PORTO.index('she')}-{PORTO.index('she') + 3} is joined to no Content" in w for w in warned)


@pytest.mark.parametrize(("old", "new", "line", "words"), [
    ("T4\tCue 21 33\tAccording to", "T4\tCue 22 33\tAccording to", 4, "'According to', and the text there is 'ccording to'"),
    ("T4\tCue 21 33\t", "T4\tCue 21 3300\t", 4, "reaches outside the text"),
    ("T4\tCue 21 33\t", "T4\tCue 33 21\t", 4, "reaches outside the text"),
    ("T4\tCue 21 33\t", "T4 Cue 21 33 ", 4, "not a line of brat's"),
    ("T4\tCue 21 33\t", f"T{'4' * 5000}\tCue 21 33\t", 4, "not a line of brat's"),
    ("A1\tType T1 mixed", "A1\tType T1 sung", 21, "Type is 'sung', and can be direct, indirect, mixed"),
])
def test_a_line_that_does_not_agree_with_the_text(
        brat: Brat, old: str, new: str, line: int, words: str) -> None:
    brat.replace(old, new)
    failed, *rest = read_corrections([brat.folder], "brat", records(), warn=pytest.fail)
    assert isinstance(failed, Failure)
    assert (failed.path, failed.line) == (str(brat.file), line)
    assert words in failed.error
    assert rest == records()[3:]


def test_another_text_is_no_text_of_these_records(brat: Brat, tmp_path: Path) -> None:
    text = brat.file.with_suffix(".txt")
    text.write_bytes(text.read_bytes() + b" ")
    failed = [item for item in read_corrections([brat.folder], "brat") if isinstance(item, Failure)]
    assert ["sha256 differs" in item.error and item.path == str(brat.file) for item in failed] == [True]


def test_a_folder_that_is_somebody_s_own(tmp_path: Path) -> None:
    """No documents.jsonl: the document is the file, or the one of that text."""
    (tmp_path / "a.txt").write_text(PORTO, encoding="utf-8", newline="")
    start = PORTO.index("It *stays*")
    (tmp_path / "a.ann").write_text(
        f"T1\tContent {start} {start + 10}\tIt *stays*\n\n", encoding="utf-8")
    [record] = back(tmp_path, "brat")
    assert (record.doc_id, record.type, record.speaker) == (str(tmp_path / "a.txt"), "direct", None)
    assert (record.unattributed, record.evidence.rule) == ("no_cue", BY_HAND)
    [record] = back(tmp_path / "a.ann", "brat", porto())
    assert record.document == porto()[0].document


@pytest.mark.parametrize(("files", "words"), [
    ({}, "a folder without .ann files"), ({"a.ann": b""}, "No such file"),
    ({"a.ann": b"\xff", "a.txt": b"a"}, "in UTF-8"), ({"a.ann": b"", "a.txt": b"\xff"}, "in UTF-8"),
    ({"a.ann": b"", "a.txt": b"a", "documents.jsonl": b"{"}, "not what export wrote"),
])
def test_a_folder_that_cannot_be_read(tmp_path: Path, files: dict[str, bytes], words: str) -> None:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    [failure] = read_corrections([tmp_path], "brat")
    assert isinstance(failure, Failure)
    assert words in failure.error


def test_a_text_that_lost_a_character_is_told_once(brat: Brat) -> None:
    text = brat.file.with_suffix(".txt")
    text.write_bytes(text.read_bytes()[1:])
    found = list(read_corrections([brat.folder], "brat", records()))
    assert isinstance(found[0], Failure)
    assert found[0].error.endswith("(and 10 more lines)")
    assert found[1:] == records()[3:]
    [failure] = read_corrections([text], "brat")
    assert isinstance(failure, Failure)
    assert "no .ann file" in failure.error


def test_a_mention_for_a_speaker_who_had_none(tmp_path: Path) -> None:
    before = quotation("“Go.” He left.", "d", ["Go."], speaker={"name": "Bo", "link": "Q7"})
    write_folder(tmp_path / "b", export_files([before], "brat", {"d": "“Go.” He left."}))
    with (tmp_path / "b" / "d.ann").open("a", encoding="utf-8") as file:
        file.write("T2\tSpeaker 6 8\tHe\nR1\tsaid_by Arg1:T1 Arg2:T2\n")
    [record] = back(tmp_path / "b", "brat", [before])
    assert record.speaker is not None
    assert (record.speaker.name, record.speaker.link) == ("Bo", "Q7")
    assert [span.text for span in record.speaker.mention] == ["He"]


def test_a_document_is_read_once(tmp_path: Path) -> None:
    path = sent("doccano", tmp_path, porto())
    found = list(read_corrections([path, path], "doccano", porto()))
    assert found[:3] == porto()
    assert isinstance(found[3], Failure)
    assert "was already read" in found[3].error


def test_counts(brat: Brat) -> None:
    brat.remove("T1")
    brat.replace("Category T10 statement", "Category T10 belief")
    brat.add(brat.mark(50, "Content", "stays open"))
    [porto_, aleppo] = [c for c in corrected_documents([brat.folder], "brat", records(), warn=pytest.fail)
                        if isinstance(c, Corrected)]
    assert (porto_.changed, porto_.added, porto_.removed) == (1, 1, 1)
    assert (aleppo.changed, aleppo.added, aleppo.removed) == (0, 0, 0)


def test_a_document_that_does_not_come_back_is_told(brat: Brat) -> None:
    others = [made.record('"No," said Eva Vale.', doc_id=name) for name in ("gone", "lost", "lost")]
    found = corrected_documents([brat.folder], "brat", [*records(), *others], warn=pytest.fail)
    assert [item for item in found if isinstance(item, Missing)] == [("gone", 1), ("lost", 2)]
    assert list(read_corrections([brat.folder], "brat", [*records(), *others])) == records()


def test_an_unknown_tool() -> None:
    with pytest.raises(UsageError, match="no tool"):
        list(read_corrections([], "prodigy"))  # type: ignore[arg-type]


# Corrections in Label Studio


def test_a_region_moved_in_label_studio(tmp_path: Path) -> None:
    def change(result: list[dict[str, Any]]) -> None:
        for each in result:
            if each.get("id") == "m7":  # mayor Ana Ruiz
                each["value"].update(start=71, end=79, text="Ana Ruiz")

    record = back(changed_task(tmp_path, change), "label-studio", records())[DIRECT]
    assert record.evidence.rule == BY_HAND
    assert [s.text for s in (record.speaker.mention if record.speaker else [])] == ["Ana Ruiz"]
    assert record.speaker is not None
    assert record.speaker.name == "Ana Ruiz"


def test_controls_of_label_studio(tmp_path: Path) -> None:
    def change(result: list[dict[str, Any]]) -> None:
        for each in result:
            if each.get("id") == "m2" and each["from_name"] == "speaker":
                each["value"]["text"] = ["Anna Ruiz"]
            if each.get("id") == "m6" and each["from_name"] == "category":
                each["value"]["choices"] = ["promise"]

    record = back(changed_task(tmp_path, change), "label-studio", records())[DIRECT]
    assert (record.speaker and record.speaker.name, record.cue and record.cue.category) == (
        "Anna Ruiz", "promise")


def test_a_relation_without_a_name_means_what_it_can(tmp_path: Path) -> None:
    def change(result: list[dict[str, Any]]) -> None:
        for each in result:
            if each["type"] == "relation" and each["labels"] in (["said_by"], ["signalled_by"]):
                each["labels"] = []
            elif each["type"] == "relation" and each["labels"] == ["within"]:
                each.update(direction="left", from_id=each["to_id"], to_id=each["from_id"])

    assert back(changed_task(tmp_path, change), "label-studio", records()) == records()


def test_offsets_in_units_of_utf_16_are_known_by_their_words(tmp_path: Path) -> None:
    def change(result: list[dict[str, Any]]) -> None:
        for each in result:
            if "value" in each:
                for key in ("start", "end"):
                    each["value"][key] = len(PORTO[:each["value"][key]].encode("utf-16-le")) // 2

    path = changed_task(tmp_path, change)
    warned: list[str] = []
    assert list(read_corrections([path], "label-studio", records(), warn=warned.append)) == records()
    assert ["count UTF-16" in message for message in warned] == [True]


def test_words_as_a_browser_shows_them(tmp_path: Path) -> None:
    path = sent("label-studio", tmp_path)
    tasks = json.loads(path.read_bytes())
    for each in tasks[1]["predictions"][0]["result"]:
        each["value"]["text"] = each["value"].get("text", "x") if each["type"] != "labels" else \
            "The road to the northern gate of the town\\n\\nis `closed`. [See](http://a.example)"
    path.write_text(json.dumps(tasks))
    assert back(path, "label-studio", records()) == records()


def test_which_annotation_counts(tmp_path: Path) -> None:
    path = sent("label-studio", tmp_path, porto())
    task = json.loads(path.read_bytes())[0]
    good: list[Any] = task["predictions"][0]["result"]
    empty: dict[str, Any] = {"result": []}
    for done, number in (
            ([], 3), ([empty], 0), ([{"result": good}], 3),
            ([{"result": good}, {**empty, "was_cancelled": True}], 3),
            ([empty, {"result": good, "ground_truth": True}], 3)):
        path.write_text(json.dumps({**task, "annotations": done}))
        assert len(back(path, "label-studio")) == number
    path.write_text(json.dumps([{**task, "annotations": [empty, empty]}]))
    [failure] = read_corrections([path], "label-studio")
    assert isinstance(failure, Failure)
    assert "task 1: 2 annotations; set one as ground truth" in failure.error


@pytest.mark.parametrize(("content", "words"), [
    ("{", "not JSON"), ("[1]", "task 1: no data.text"), ('[{"text": "a"}]', "task 1: no data.text"),
    ('{"data": {"text": "abc"}, "annotations": [{"result": [{"type": "labels", "id": "r"}]}]}',
     "region r has no start and end"),
    ('{"data": {"text": "abc"}, "annotations": [{"result": [{"type": "labels", "id": "r", "value": '
     '{"start": 0, "end": 2, "text": "bc", "labels": ["Content"]}}]}]}',
     "region r at 0-2 says 'bc', and the text there is 'ab'"),
])
def test_what_is_no_export_of_label_studio(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "a.json").write_text(content)
    [failure] = read_corrections([tmp_path / "a.json"], "label-studio")
    assert isinstance(failure, Failure)
    assert words in failure.error
    assert failure.path == str(tmp_path / "a.json")


# Corrections in doccano


def doccano(folder: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    path = sent("doccano", folder)
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    change(lines[0])
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return path


def test_an_entity_moved_in_doccano(tmp_path: Path) -> None:
    def change(line: dict[str, Any]) -> None:
        line.update(id=17, Comments=[])  # as doccano adds them
        units = len(PORTO[:71].encode("utf-16-le")) // 2
        line["entities"][8]["start_offset"] = units

    record = back(doccano(tmp_path, change), "doccano", records())[DIRECT]
    assert record.speaker is not None
    assert ([s.text for s in record.speaker.mention], record.speaker.name) == (["Ana Ruiz"], "Ana Ruiz")
    assert record.cue == porto()[1].cue


@pytest.mark.parametrize(("words", "same"), [("ever | wri", True), ("there", False)])
def test_which_record_a_mark_was_is_known_by_most_of_its_words(
        tmp_path: Path, words: str, same: bool) -> None:
    """doccano keeps no id with a mark."""
    before = quotation("He wrote \"ever | written\" there.", "d", ["ever | written"])
    path = tmp_path / "a"
    path.write_bytes(b"".join(export_records([before], "doccano", {
        "d": "He wrote \"ever | written\" there."})))
    line = json.loads(path.read_bytes())
    start = line["text"].index(words)
    line["entities"][0].update(start_offset=start, end_offset=start + len(words))
    path.write_text(json.dumps(line))
    [record] = back(path, "doccano", [before])
    assert record.text == words
    assert (record.evidence.features or {}).get("before") == (before.id if same else None)


def test_doccano_numbers_entities_anew(tmp_path: Path) -> None:
    def change(line: dict[str, Any]) -> None:
        for each in line["entities"]:
            each["id"] += 500
        for each in line["relations"]:
            each.update(from_id=each["from_id"] + 500, to_id=each["to_id"] + 500)
        line["entities"].reverse()

    assert back(doccano(tmp_path, change), "doccano", records()) == records()


def test_what_doccano_itself_exported() -> None:
    """The golden file after its way through doccano 1.8.4: imported, stored and exported there."""
    path = Path(__file__).parents[1] / "fixtures" / "exports" / "doccano-exported.jsonl"
    assert back(path, "doccano", records()) == records()
    assert [record.id for record in back(path, "doccano")] == [record.id for record in records()]


@pytest.mark.parametrize(("change", "words"), [
    (lambda line: line.pop("text"), "no text in it"),
    (lambda line: line.pop("relations"), "from a project that allows relations"),
    (lambda line: line["entities"][0].update(end_offset=9999), "lies outside the text of 219 code units"),
    (lambda line: line["entities"][0].update(start_offset=19), "or within a character"),
    (lambda line: line["entities"][0].pop("label"), "an entity without"),
    (lambda line: line["relations"][0].pop("type"), "a relation without"),
    (lambda line: line.update(text=line["text"] + "x"), "sha256 differs"),
])
def test_a_line_of_doccano_s_that_is_wrong(tmp_path: Path, change: Any, words: str) -> None:
    found = list(read_corrections([doccano(tmp_path, change)], "doccano", records()))
    [failure] = [item for item in found if isinstance(item, Failure)]
    assert words in failure.error
    assert (failure.path, failure.line) == (str(tmp_path / "doccano"), 1)
    assert [item for item in found if isinstance(item, QuoteRecord)] == records()[3:]


@pytest.mark.parametrize("tool", ["label-studio", "doccano"])
def test_a_missing_file_is_a_failure(tmp_path: Path, tool: Tool) -> None:
    [failure] = read_corrections([tmp_path / "no"], tool)
    assert isinstance(failure, Failure)
    assert "No such file" in failure.error


# What follows from new marks


def test_a_content_over_paragraphs_is_a_piece_each_and_over_wrapped_lines_one(tmp_path: Path) -> None:
    line = "The mayor of the town said on Monday that"
    text = f"{line}\nthe bridge would open again in the spring\nof next year.\n\nMore words."
    (tmp_path / "a.txt").write_text(text, newline="")
    start = text.index("the bridge")
    (tmp_path / "a.ann").write_text(
        f"T1\tContent {start} {start + 41};{start + 42} {start + 55};{start + 57} {len(text)}\t"
        f"{text[start:start + 41]} of next year. More words.\n")
    [record] = back(tmp_path, "brat")
    assert [s.text for s in record.content] == [
        "the bridge would open again in the spring\nof next year.", "More words."]
    assert record.text == "the bridge would open again in the spring of next year.\n\nMore words."


@pytest.mark.parametrize(("content", "cue", "kind"), [
    ("We go", "said", "direct"), ("“We go”", "said", "direct"), ("that “we” go", "said", "mixed"),
    ("it stays", "said", "indirect"), ("Go on, said Bo", "told", "indirect")])
def test_the_type_follows_from_the_marks(tmp_path: Path, content: str, cue: str, kind: str) -> None:
    text = "“We go” said Al; that “we” go; it stays. He told them: “Go on, said Bo, she told us.”"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    at, to = text.index(content), text.rindex(cue)
    (tmp_path / "a.ann").write_text(
        f"T1\tContent {at} {at + len(content)}\t{content}\nT2\tCue {to} {to + len(cue)}\t{cue}\n"
        "R1\tsignalled_by Arg1:T1 Arg2:T2\n", encoding="utf-8")
    [record] = back(tmp_path, "brat")
    assert record.type == kind


def test_two_marks_of_the_same_are_one_record(brat: Brat) -> None:
    brat.add(brat.mark(50, "Content", "stays open"), brat.mark(51, "Content", "stays open"))
    warned: list[str] = []
    found = list(read_corrections([brat.folder], "brat", records(), warn=warned.append))
    assert len(found) == 5
    assert ["two marks of one quotation" in message for message in warned] == [True]


def test_crlf_texts_keep_their_offsets(tmp_path: Path) -> None:
    sent_text = (sent("brat", tmp_path) / "aleppo_1.txt").read_bytes().decode()
    assert sent_text == ALEPPO.replace("\r", " ")
    start = ALEPPO.index("town")  # marked in brat over the end of a line, which shows as a blank
    with (tmp_path / "brat" / "aleppo_1.ann").open("a", encoding="utf-8") as file:
        file.write(f"T2\tContent {start} {start + 5};{start + 6} {start + 8}\ttown  is\n")
    record = back(tmp_path / "brat", "brat", records())[-1]
    assert (record.text, record.content[0].text) == ("town is", "town\r\nis")
    plain = quotation("a\r\nb", "d", ["b"])
    write_folder(tmp_path / "x", export_files([plain], "brat", {"d": "a\r\nb"}))
    assert back(tmp_path / "x", "brat", [plain]) == [plain]
