"""Records in the formats of other programs, each read with a real parser of that format.

`python -m tests.test_export` writes the golden files anew.
"""

from __future__ import annotations

import builtins
import csv
import io
import json
import re
import tracemalloc
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest
from markdown_it import MarkdownIt

from quotes import export_records
from quotes.errors import InputError, UsageError
from quotes.formats.annotation import CONTINUES, LABELS, RELATIONS
from quotes.formats.exporting import FORMATS, export_files, needs_text
from quotes.formats.file_names import FileNames
from quotes.formats.label_studio import CONFIG
from quotes.formats.parquet import schema
from quotes.records import QuoteRecord, VerifiedRecord
from quotes.speakers.roster.cells import unguarded
from tests.two_articles import PORTO, TEXTS, porto, quotation, records, verified

GOLDEN = Path(__file__).parents[1] / "fixtures" / "exports"
FILES = {"csv": "records.csv", "markdown": "records.md", "label-studio": "tasks.json",
         "doccano": "doccano.jsonl", "parquet": "records.parquet"}


def exported(to: str, found: Iterable[QuoteRecord] | None = None) -> bytes:
    return b"".join(export_records(records() if found is None else found, to, TEXTS))


def brat_files(found: Iterable[QuoteRecord] | None = None) -> dict[str, bytes]:
    return dict(export_files(records() if found is None else found, "brat", TEXTS))


# All of them


@pytest.mark.parametrize("to", ["csv", "markdown", "label-studio", "doccano"])
def test_a_file_is_as_it_was(to: str) -> None:
    assert exported(to) == (GOLDEN / FILES[to]).read_bytes()


def test_brat_s_folder_is_as_it_was() -> None:
    golden = {path.name: path.read_bytes() for path in (GOLDEN / "brat").iterdir()}
    assert brat_files() == golden


def test_parquet_s_table_is_as_it_was() -> None:
    table = pq.read_table(GOLDEN / FILES["parquet"])
    assert table.schema == schema()
    assert table.to_pylist() == pq.read_table(io.BytesIO(exported("parquet"))).to_pylist()


@pytest.mark.parametrize("to", sorted(FILES))
def test_no_records_are_a_file_too(to: str) -> None:
    data = exported(to, [])
    assert {"csv": data.count(b"\n") == 1, "markdown": data == b"", "doccano": data == b"",
            "label-studio": to == "label-studio" and json.loads(data) == [],
            "parquet": to == "parquet" and pq.read_table(io.BytesIO(data)).num_rows == 0}[to]
    assert set(brat_files([])) == {"annotation.conf", "documents.jsonl"}


@pytest.mark.parametrize("to", sorted(FORMATS))
def test_texts_that_are_needed_are_checked(to: str) -> None:
    export = export_files if FORMATS[to].folder else export_records
    for texts, words in (({}, "needs the text of this document"),
                         ({"news/porto.txt": PORTO + " "}, "sha256 differs")):
        if needs_text(to):
            with pytest.raises(InputError, match=words) as failed:
                list(export(porto(), to, texts))
            assert str(failed.value).startswith("news/porto.txt: ")
    with pytest.raises(UsageError, match="no format"):
        list(export_records(porto(), to + "x"))


def test_a_record_whose_spans_are_not_in_the_text_is_refused() -> None:
    moved = porto()[0].model_dump()
    moved["content"][0]["start"] -= 1
    with pytest.raises(InputError, match=r"news/porto.txt: record \w+: \d+-\d+ is not verbatim"):
        exported("doccano", [QuoteRecord.model_validate(moved)])


def test_a_folder_and_a_file_are_not_confused() -> None:
    with pytest.raises(UsageError, match="call export_files"):
        list(export_records([], "brat"))
    with pytest.raises(UsageError, match="call export_records"):
        list(export_files([], "csv"))


# CSV


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_csv_has_every_record_with_its_offsets() -> None:
    for row, record in zip(rows(exported("csv")), records(), strict=True):
        places = [tuple(map(int, place.split("-"))) for place in row["content_spans"].split(";")]
        assert places == [(span.start, span.end) for span in record.content]
        text = TEXTS[row["doc_id"]]
        assert unguarded(row["content_text"]) == "\n".join(text[a:b] for a, b in places)
        assert unguarded(row["text"]) == record.text
        assert float(row["confidence"]) == record.confidence


def test_csv_columns() -> None:
    row = rows(exported("csv"))[1]
    assert {key: row[key] for key in (
        "type", "speaker", "speaker_titles", "speaker_link", "speaker_anonymous", "sources",
        "addressee", "time", "time_iso", "cue_lemma", "cue_negated", "document_date", "paragraph",
        "verification_tier")} == {
        "type": "direct", "speaker": "Ana Ruiz", "speaker_titles": "mayor", "speaker_link": "Q1",
        "speaker_anonymous": "false", "sources": "relayed_by: Reuters", "addressee": "reporters",
        "time": "Monday", "time_iso": "2024-05-06", "cue_lemma": "say", "cue_negated": "false",
        "document_date": "2024-05-03", "paragraph": "1", "verification_tier": ""}
    assert rows(exported("csv"))[2]["speaker_members"] == "Eva Vale; Li Wei"
    assert rows(exported("csv"))[2]["speaker"] == "Eva Vale; Li Wei"


@pytest.mark.parametrize("found", [verified(), VerifiedRecord.model_validate(verified().model_dump())],
                         ids=["read", "made"])
def test_csv_says_what_verification_found(found: QuoteRecord) -> None:
    [row] = rows(exported("csv", [found]))
    assert (row["verification_tier"], row["verification_alarms"], row["verification_documents"]) \
        == ("altered", "negation; number", "minutes\\; May.txt")


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "'=1",
                                   "＝1+1"])
def test_no_cell_is_a_formula_and_its_words_can_be_had_back(words: str) -> None:
    text = f"{words} said nobody."
    record = quotation(text, "d", [words], text=words,
                       speaker={"name": words, "titles": [words, words]})
    [row] = rows(b"".join(export_records([record], "csv")))
    assert all(cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n", "＝") for cell in row.values())
    assert unguarded(row["content_text"]) == unguarded(row["text"]) == words
    assert unguarded(row["speaker"]) == words


def test_csv_of_many_records_is_written_in_little_memory() -> None:
    record = porto()[1]

    def many(number: int) -> Iterator[QuoteRecord]:
        for _ in range(number):
            yield record

    peaks = []
    for number in (600, 3_000):
        tracemalloc.start()
        assert sum(map(len, export_records(many(number), "csv"))) > number * 400
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5


# Parquet


def read_back(data: bytes) -> list[QuoteRecord]:
    found = []
    for row in pq.read_table(io.BytesIO(data)).to_pylist():
        features = row["evidence"]["features"]
        row["evidence"]["features"] = None if features is None else json.loads(features)
        checked, more = row.pop("verification"), row.pop("more")
        if checked is not None:
            row["verification"] = {**checked, "tiers": json.loads(checked["tiers"])}
        found.append(QuoteRecord.model_validate({**row, **json.loads(more or "{}")}))
    return found


def test_parquet_gives_the_records_back() -> None:
    strange = QuoteRecord.model_validate({**porto()[0].model_dump(), "later": {"field": [1, "a"]}})
    made = [*records(), verified(), strange]
    assert read_back(exported("parquet", made)) == made


def test_parquet_is_written_in_row_groups_as_records_come() -> None:
    left = iter(porto() * 1000)
    chunks = export_records(left, "parquet")
    first = next(chunks)
    assert len(list(left)) == 2000
    data = first + b"".join(chunks)
    assert pq.ParquetFile(io.BytesIO(data)).metadata.row_group(0).num_rows == 1000


def test_without_pyarrow_there_is_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    known = builtins.__import__

    def without(name: str, *args: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "pyarrow":
            raise ModuleNotFoundError(name)
        return known(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match=re.escape("pip install 'quotes-attribution[parquet]'")):
        exported("parquet")


# Markdown

_EXPECTED = {"heading_open", "heading_close", "blockquote_open", "blockquote_close", "inline",
             "paragraph_open", "paragraph_close"}
_WITHIN = {"text", "text_special", "strong_open", "strong_close", "em_open", "em_close"}


def markdown_text(data: bytes, rules: str = "commonmark") -> list[str]:
    """The words of each paragraph, after a check that nothing else is in the page."""
    parser = MarkdownIt(rules)
    if rules == "commonmark":
        parser.enable(["table", "strikethrough"])
    found = []
    for token in parser.parse(data.decode()):
        assert token.type in _EXPECTED, token
        if token.type == "inline":
            assert {child.type for child in token.children or []} <= _WITHIN, token
            found.append("".join(child.content for child in token.children or []))
    return found


def test_markdown_shows_the_words_and_who_said_them() -> None:
    shown = markdown_text(exported("markdown"))
    assert shown[:2] == ["Bridge *stays* open", "A | B; 2024-05-03"]
    assert "“We are \U0001f600 open,” · “It *stays* so,”" in shown
    assert "— Ana Ruiz (mayor); said; relayed by Reuters; direct; 0.88" in shown
    assert "“The road to the northern gate of the town is `closed`. [See](http://a.example)”" in shown
    assert "— (no cue); direct; 0.25" in shown
    assert exported("markdown", [verified()]).decode().rstrip().endswith(
        "checked: altered (negation, number)")


@pytest.mark.parametrize("words", [
    "<script>alert(1)</script>", "![x](http://a)", "[a]: http://b", "# h", "- a", "+ a", "* a",
    "1. a", "12) a", "> a", "| a | b |", "`code`", "~~~", "```", "---", "===", "**b**", "_i_",
    "a\\", "\\*", "&lt;", "https://a.example", "www.a.example", "a@b.example", "~~s~~", "$x$",
    "\u202egnp.exe", "a\x07b", "    code", "\tcode", "*", "_", "a  \nb", "[^1]", "{{ x }}", ":x:"])
def test_hostile_words_stay_words(words: str) -> None:
    text = f"{words} said {words}."
    record = quotation(text, words, [words], mention=[words], speaker={"name": words}, text=words,
                       cue="said", document={"title": words, "author": words, "url": words})
    shown = markdown_text(b"".join(export_records([record], "markdown")))
    plain = " ".join(words.split())
    if plain.isprintable() and plain:
        assert shown[0] == shown[1].split("; ")[0] == plain
        assert shown[2] == f"“{plain}”"
        assert shown[3].startswith(f"— {plain}; said;")
    assert "\u202e" not in "".join(shown)


# brat


def test_file_names_are_safe_and_different() -> None:
    names = FileNames()
    ids = ["a/b.txt", "a\\b.txt", "A/B", "..", "../..", "", "con", "NUL.txt", "com1.tar.gz", "x" * 300,
           "y" + "x" * 300, "\0", "é", ".hidden", "a b", "https://a.example/?q=1", "aux.", "-", "a/b.txt"]
    made = [names.name(id_) for id_ in ids]
    assert len({name.lower() for name in made}) == len(ids)
    for name in made:
        assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,110}", name)
        assert name.split(".")[0].lower() not in ("con", "nul", "aux", "com1")
        assert not name.endswith(".")


def test_brat_marks_are_cut_where_lines_end() -> None:
    lines = brat_files()["aleppo_1.ann"].decode().split("\n")
    start = TEXTS["../aleppo<1>.txt"].index("The road")
    assert lines[0] == (f"T1\tContent {start} {start + 41};{start + 43} {start + 79}\t"
                        "The road to the northern gate of the town is `closed`. [See](http://a.example)")


def test_brat_relations_and_attributes() -> None:
    lines = brat_files()["news_porto.ann"].decode().split("\n")
    marks = dict(line.split("\t")[::2] for line in lines if line.startswith("T"))
    joined = [(relation, marks[one[5:]], marks[other[5:]])
              for line in lines if line.startswith("R")
              for relation, one, other in [line.split("\t")[1].split(" ")]]
    words = "We are \U0001f600 open, It *stays* so,"
    for relation, other in (("said_by", "mayor Ana Ruiz"), ("signalled_by", "said"),
                            ("relayed_by", "Reuters"), ("said_to", "<b>reporters</b>"),
                            ("within", "“We are \U0001f600 open,” said mayor Ana Ruiz")):
        assert (relation, words, other) in joined
    assert "A3\tType T2 direct" in lines
    assert "A4\tConfidence T2 0.9" in lines
    assert f"#2\tAnnotatorNotes T2\trecord={porto()[1].id} " in "\n".join(lines)


# Label Studio and doccano


def test_label_studio_s_interface_has_all_that_tasks_use() -> None:
    root = ElementTree.fromstring(CONFIG)  # noqa: S314 (our own)
    offered = {tag: {each.get("value") for each in root.iter(tag)}
               for tag in ("Label", "Relation", "Choice")}
    controls = {each.get("name"): each.tag for each in root.iter() if each.get("name")}
    assert offered["Label"] == set(LABELS)
    assert offered["Relation"] == {*RELATIONS, CONTINUES}
    for task in json.loads(exported("label-studio")):
        for each in task["predictions"][0]["result"]:
            if each["type"] == "relation":
                assert set(each["labels"]) <= offered["Relation"]
            else:
                assert controls[each["from_name"]].lower() == each["type"]
                assert each["to_name"] == "text"
                assert set(each["value"].get("choices", ())) <= offered["Choice"]


def test_the_interface_can_be_copied_from_the_docs() -> None:
    page = (GOLDEN.parents[1] / "docs" / "formats.md").read_text(encoding="utf-8")
    assert f"```xml\n{CONFIG}```" in page


def test_label_studio_counts_code_points_and_doccano_units_of_utf_16() -> None:
    [task, _] = json.loads(exported("label-studio"))
    text = task["data"]["text"]
    regions = [r["value"] for r in task["predictions"][0]["result"] if r["type"] == "labels"]
    assert all(text[r["start"]:r["end"]] == r["text"] for r in regions)
    line = json.loads(exported("doccano").split(b"\n")[0])
    units = line["text"].encode("utf-16-le")
    words = [units[2 * e["start_offset"]:2 * e["end_offset"]].decode("utf-16-le")
             for e in line["entities"]]
    assert words == [r["text"] for r in regions]
    assert words[0] == "“We are \U0001f600 open,” said mayor Ana Ruiz"


def test_doccano_s_entities_have_ids_of_their_own_and_all_is_ascii() -> None:
    data = exported("doccano")
    assert data.isascii()
    lines = [json.loads(line) for line in data.splitlines()]
    ids = [entity["id"] for line in lines for entity in line["entities"]]
    assert len(set(ids)) == len(ids)
    for line in lines:
        own = {entity["id"] for entity in line["entities"]}
        assert {r[end] for r in line["relations"] for end in ("from_id", "to_id")} <= own
        assert "id" not in line  # doccano has its own


if __name__ == "__main__":
    (GOLDEN / "brat").mkdir(parents=True, exist_ok=True)
    for name, file in FILES.items():
        (GOLDEN / file).write_bytes(exported(name))
    for file, content in brat_files().items():
        (GOLDEN / "brat" / file).write_bytes(content)


@pytest.mark.parametrize("changed", ["sources", "addressee", "name_span"])
def test_every_span_that_is_marked_is_checked(changed: str) -> None:
    text = "“We left,” Ana Ruiz told Eva."
    wrong = {"start": 0, "end": 3, "text": "Eva"}
    changes: dict[str, dict[str, Any]] = {
        "sources": {"sources": [{"relation": "relayed_by", "name": "Eva", "mention": [wrong]}]},
        "addressee": {"addressee": {"name": "Eva", "mention": [wrong]}},
        "name_span": {"speaker": {"name": "Eva", "name_span": wrong}}}
    more = changes[changed]
    speaker = more.pop("speaker", {"name": "Ana Ruiz"})
    record = quotation(text, "a.txt", ["We left,"], cue="told", mention=["Ana Ruiz"],
                       speaker=speaker, **more)
    with pytest.raises(InputError, match="0-3 is not verbatim"):
        b"".join(export_records([record], "tei", {"a.txt": text}))
