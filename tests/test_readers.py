"""What comes out of files, folders, patterns and streams: documents, or failures that help."""

from __future__ import annotations

import csv
import io
import json
import logging
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotes.documents import Document, Failure
from quotes.errors import InputError, UsageError
from quotes.readers import KINDS, Kind, read
from quotes.readers.decoding import decode

FIXTURES = Path(__file__).parent.parent / "fixtures" / "inputs"
ARTICLE = ("<p>The harbour authority will keep the old ferry running until the autumn, its director said.</p>"
           "<p>Residents of the island had asked for a second boat in the morning, and got none.</p>"
           "<p>A spokesperson for the council said that it would look at the numbers in June.</p>")


def results(*paths: Path | str, **options: Any) -> list[Document | Failure]:
    return list(read([str(path) for path in paths], **options))


def only(*paths: Path | str, **options: Any) -> Document:
    [found] = results(*paths, **options)
    assert isinstance(found, Document), found
    return found


def refusal(*paths: Path | str, **options: Any) -> Failure:
    [found] = results(*paths, **options)
    assert isinstance(found, Failure), found
    return found


def from_bytes(data: bytes, kind: Kind | None = None, **options: Any) -> list[Document | Failure]:
    return results("-", kind=kind, stdin=io.BytesIO(data), **options)


def ids(found: list[Document | Failure]) -> list[str]:
    return [item.id for item in found]


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


class TestText:
    @pytest.mark.parametrize(("name", "text"), [
        ("bom.txt", "The road is open, a driver said.\n"),
        ("utf16.txt", "The café is open, its owner said.\n"),
        ("latin1.txt", "The café's owner, Zoë Núñez, said it would cost £5.\n"),
        ("crlf.txt", 'The road is open, a driver said.\r\n\r\n"It was shut for a week," she added.\r\n'),
        ("empty.txt", ""),
    ])
    def test_text_is_the_decoded_file(self, name: str, text: str) -> None:
        found = only(FIXTURES / name)
        assert (found.id, found.text) == (str(FIXTURES / name), text)

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
    def test_unicode_encodings(self, tmp_path: Path, encoding: str) -> None:
        text = "“No,” said Zoë.\r\nShe left the café."
        assert only(written(tmp_path, "a.txt", text.encode(encoding))).text == text

    @pytest.mark.parametrize(("encoding", "text"), [
        ("cp1252", "Ana Ruiz said “no” – and left. It’s a naïve plan, the señor said."),
        ("latin-1", "Zoë said it cost £5m."),
        ("cp1252", "It’s"),
        ("cp1252", "“Café” – naïve £5 ‘Zoë’"),
        ("cp1252", "It was 21°C, half of it ½, © 2019 Reuters® said €5."),
        ("cp1252", "The road is open, a driver said. " * 30 + "“It’s closed,” Núñez said."),
        ("mac_roman", "The road is open, a driver said. " * 30 + "It’s closed, he said; the café too."),
        ("cp1250", "Starosta řekl v pondělí, že most bude znovu otevřen na jaře. Žádné další zprávy nejsou, dodal. "
                   "Lidé čekali na přístavišti už od rána, říká ředitelka přístavu."),
        ("mac_roman", "Ana Ruiz said “no” – and left. It’s a naïve plan, the señor said. “We’ll see,” he added."),
        ("cp1251", "Мэр города заявил в понедельник, что мост снова откроют весной."),
        ("shift_jis", "市長は月曜日、橋は春に再開すると述べた。「よかった」と住民は話した。"),
        ("gb18030", "市长周一表示，这座桥将于春季重新开放。"),
    ])
    def test_older_encodings(self, tmp_path: Path, encoding: str, text: str) -> None:
        assert only(written(tmp_path, "a.txt", text.encode(encoding))).text == text

    def test_damaged_utf8_is_not_taken_for_another_encoding(self, tmp_path: Path) -> None:
        data = "No, she said.\n“It is \xff closed.\n".encode().replace(b"\xc3\xbf", b"\xff")
        found = refusal(written(tmp_path, "a.txt", data))
        assert "damaged" in found.error
        assert found.line == 2

    @pytest.mark.parametrize(("data", "advice"), [
        (b"%PDF-1.7\n%\xe2\xe3", "pdftotext"),
        (b"PK\x03\x04 docx", "save it as plain text"),
        (b"{\\rtf1\\ansi Hello}", "save it as plain text"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\x1f\x8b\x08", "unpack"),
        (b"\x7fELF\x02\x01\x01" + bytes(57), "plain text"),
        (b"Caf\xe9 \x00 and more text that is not UTF-8", "plain text"),
        (bytes(range(256)) * 40, "plain text"),
    ])
    def test_binary_files_are_refused(self, tmp_path: Path, data: bytes, advice: str) -> None:
        found = refusal(written(tmp_path, "a.txt", data))
        assert found.error.startswith("binary")
        assert advice in found.error

    def test_a_false_mark_is_refused(self, tmp_path: Path) -> None:
        assert "not valid UTF-16" in refusal(written(tmp_path, "a.txt", b"\xff\xfea\xd8b\xd8")).error

    def test_over_the_limit(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.txt", "é" * 10)
        assert only(path, max_chars=10).text == "é" * 10
        assert "9 characters" in refusal(path, max_chars=9).error

    def test_a_large_file_is_refused_unread(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        with path.open("wb") as file:
            file.truncate(1 << 40)  # a terabyte of nothing, on disks that can hold holes
        assert "--max-chars" in refusal(path).error

    def test_an_endless_stream_is_read_to_the_limit(self) -> None:
        class Endless(io.RawIOBase):
            def read(self, size: int | None = -1) -> bytes:
                assert size is not None
                assert size >= 0
                return b"a" * size

            def readline(self, size: int | None = -1) -> bytes:
                return self.read(size)

        [found] = results("-", stdin=cast(BinaryIO, Endless()), max_chars=1000)
        assert isinstance(found, Failure)
        assert "1,000" in found.error

    def test_ten_megabytes_without_a_paragraph_break(self, tmp_path: Path) -> None:
        text = "“The road is open,” a driver said. " * 290_000
        path = written(tmp_path, "a.txt", text)
        started = time.process_time()
        assert only(path).text == text
        assert time.process_time() - started < 5

    def test_ten_megabytes_in_an_older_encoding(self, tmp_path: Path) -> None:
        data = ("“The road is open,” a driver said. " * 290_000).encode("cp1252")
        path = written(tmp_path, "a.txt", data)
        started = time.process_time()
        assert only(path).text == data.decode("cp1252")
        assert time.process_time() - started < 5


class TestHtml:
    def test_article_and_what_the_page_says_of_it(self) -> None:
        found = only(FIXTURES / "bridge.html")
        assert found.text.startswith("Ferry to stay until autumn\n\nThe harbour authority will keep")
        assert "its director said on Friday, since" in found.text  # the page breaks the line there
        assert "\n\n“Nobody will be left on the quay,” Elena Marsh told reporters." in found.text
        for rest in ("Home", "Sport", "Copyright", "script has run"):
            assert rest not in found.text
        assert (found.title, found.date, found.author, found.publisher, found.url, found.language) == (
            "Ferry to stay until autumn", "2024-05-03", "Ana Ruiz", "Harbour Courier",
            "https://courier.example/2024/05/ferry", "en-GB")

    def test_a_year_in_the_footer_is_no_date(self) -> None:
        page = f"<html><body><article>{ARTICLE}</article><footer>Copyright 1998 Courier</footer></body></html>"
        [found] = from_bytes(page.encode())
        assert isinstance(found, Document)
        assert found.date is None

    @pytest.mark.parametrize(("declaration", "encoding"), [
        ('<meta charset="windows-1251">', "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8_r"),
        ('<meta charset="utf-16">', "utf-8"),  # a page whose declaration can be read is not UTF-16
        ('<meta charset="no such encoding">', "utf-8"),
        ('<meta charset="rot13">', "utf-8"),
        ('<meta charset="iso-8859-5">', "utf-8"),  # wrong, as UTF-8 that fits shows
    ])
    def test_declared_encodings(self, declaration: str, encoding: str) -> None:
        said = "Мэр города заявил в понедельник, что мост снова откроют весной этого года."
        page = f"<html><head>{declaration}</head><body><article><p>{said}</p>{ARTICLE}</article></body></html>"
        [found] = from_bytes(page.encode(encoding), "html")
        assert isinstance(found, Document)
        assert said in found.text

    def test_a_declared_seven_bit_encoding(self) -> None:
        said = "市長は月曜日、橋は春に再開すると述べた。"
        page = f'<html><head><meta charset="iso-2022-jp"></head><body><article><p>{said}</p>{ARTICLE}</article></body></html>'
        [found] = from_bytes(page.encode("iso2022_jp"), "html")
        assert isinstance(found, Document)
        assert said in found.text

    def test_xhtml_with_its_own_declaration(self) -> None:
        page = f'<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body>{ARTICLE}</body></html>'
        [found] = from_bytes(page.encode(), "html")
        assert isinstance(found, Document)
        assert "second boat" in found.text

    @pytest.mark.parametrize("page", ["<html></html>", "no tag at all", "<html><body><script>f()</script></body></html>"])
    def test_no_main_text(self, page: str) -> None:
        [found] = from_bytes(page.encode(), "html")
        assert isinstance(found, Failure)
        assert "no main text" in found.error
        assert ".txt" in found.error

    @pytest.mark.parametrize("page", [b"", b" \n"])
    def test_an_empty_page_is_an_empty_document(self, page: bytes) -> None:
        [found] = from_bytes(page, "html")
        assert isinstance(found, Document)
        assert found.text == ""

    @pytest.mark.parametrize("page", [
        "<div>" * 100_000 + ARTICLE + "</div>" * 100_000,
        "<p>" + "<b>" * 100_000 + ARTICLE,
        "<table><tr><td>" * 100_000 + ARTICLE,
        "<ul><li>" * 100_000 + ARTICLE,
        "<p " + " ".join(f"a{i}=x" for i in range(200_000)) + ">" + ARTICLE,
        "<p " + " ".join(f'a{i}=">"' for i in range(200_000)) + ">" + ARTICLE,
        "<" * 200_000 + ARTICLE,
        "&" * 200_000 + ARTICLE,
        "<p " + "'\"" * 100_000,
        "<a \"" * 100_000,
        "<script>" + "a" * 1_000_000 + ARTICLE,
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>" + ARTICLE,
        "<meta " * 50_000 + ARTICLE,
        "<html " * 50_000 + ARTICLE,
        "<p>" + " " * 500_000 + "</p>" + ARTICLE,
        "<p " + " ".join(f"a{i}" for i in range(200_000)) + ">" + ARTICLE,
        "<p>a\0b\x01\x85\ufffe" + ARTICLE,
    ], ids=[
        "div", "b", "table", "list", "attributes", "attributes with marks", "less than", "ampersand", "quotation marks",
        "unclosed mark", "script", "json-ld", "meta", "html", "blanks",
        "attributes without values", "control characters"])
    def test_hostile_pages(self, page: str) -> None:
        started = time.process_time()
        [found] = from_bytes(f"<html><body>{page}".encode(), "html")
        assert isinstance(found, Document | Failure)
        assert time.process_time() - started < 10

    def test_entities_are_not_expanded_and_nothing_is_fetched(self, tmp_path: Path) -> None:
        secret = written(tmp_path, "secret", "the secret")
        entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
        page = (f'<!DOCTYPE html [<!ENTITY e0 "boom"><!ENTITY s SYSTEM "{secret.as_uri()}">{entities}]>'
                f"<html><body><article><p>Before &e11; and &s; after, he said.</p>{ARTICLE}</article></body></html>")
        [found] = from_bytes(page.encode(), "html")
        assert isinstance(found, Document)
        assert "boom" not in found.text
        assert "the secret" not in found.text

    def test_nothing_on_standard_error(self, capfd: pytest.CaptureFixture[str]) -> None:
        only(FIXTURES / "bridge.html")
        from_bytes(b"<html></html>", "html")
        assert capfd.readouterr() == ("", "")


class TestJsonLines:
    def test_documents_with_their_fields(self) -> None:
        path = FIXTURES / "three.jsonl"
        ferry, seven, last = cast(list[Document], results(path))
        assert (ferry.id, ferry.title, ferry.date, ferry.author) == (
            "ferry", "Ferry to stay", "2024-05-03", "Ana Ruiz; Tom Beck")
        assert ferry.metadata == {"desk": "local", "words": 9}
        assert seven.id == "7"
        assert seven.text.endswith("June.\r\nIt gave no date.")
        assert last.id == f"{path}:4"
        assert last.text == '"No," she said.'

    def test_bad_lines_fail_alone(self) -> None:
        path = FIXTURES / "broken.jsonl"
        found = results(path)
        failures = [item for item in found if isinstance(item, Failure)]
        assert [item.id for item in found if isinstance(item, Document)] == ["a", "g"]
        assert [(item.path, item.line) for item in failures] == [(str(path), n) for n in range(2, 7)]
        for item, words in zip(failures, ("broken JSON at column 29", "no JSON object",
                                          "no field 'text'; the fields are 'id', 'body'; name one with --text-field",
                                          "surrogate", "field 'text' holds a number"), strict=True):
            assert words in item.error

    def test_broken_json_on_line_17(self, tmp_path: Path) -> None:
        lines = [json.dumps({"id": n, "text": "Yes."}) for n in range(1, 21)]
        lines[16] = lines[16][:-3]
        found = results(written(tmp_path, "a.jsonl", "\n".join(lines)))
        assert len(found) == 20
        assert [item.line for item in found if isinstance(item, Failure)] == [17]

    def test_fields_by_name(self) -> None:
        line = json.dumps({"body": "Yes.", "key": "k", "text": "no", "id": "i"}).encode()
        [found] = from_bytes(line, "jsonl", text_field="body", id_field="key")
        assert isinstance(found, Document)
        assert (found.id, found.text, found.metadata) == ("k", "Yes.", {"text": "no", "id": "i"})

    def test_an_id_field_that_is_asked_for_must_be_there(self) -> None:
        [found] = from_bytes(b'{"text": "Yes.", "id": "i"}', "jsonl", id_field="key")
        assert isinstance(found, Failure)
        assert "no field 'key'" in found.error
        assert "--id-field" in found.error

    @pytest.mark.parametrize(("value", "words"), [(None, "null"), (True, "true or false"), ([], "a list"), ({}, "an object")])
    def test_text_that_is_none(self, value: object, words: str) -> None:
        [found] = from_bytes(json.dumps({"text": value}).encode(), "jsonl")
        assert isinstance(found, Failure)
        assert words in found.error

    def test_an_id_that_is_a_list(self) -> None:
        [found] = from_bytes(b'{"text": "Yes.", "id": ["i"]}', "jsonl")
        assert isinstance(found, Failure)
        assert "'id' holds a list" in found.error

    def test_odd_metadata_is_carried_over_as_it_is(self) -> None:
        row = {"text": "Yes.", "id": "", "title": 5, "date": None, "author": [1], "metadata": {"a": 1}, "tags": ["x"]}
        [found] = from_bytes(json.dumps(row).encode(), "jsonl")
        assert isinstance(found, Document)
        assert found.id == "-:1"
        assert found.title is None
        assert found.metadata == {"title": 5, "date": None, "author": [1], "a": 1, "tags": ["x"]}

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1252"])
    def test_encodings(self, encoding: str) -> None:
        lines = "".join(f'{{"id": {n}, "text": "Zoë said “no” at the café."}}\n' for n in range(3))
        found = from_bytes(lines.encode(encoding), "jsonl")
        assert [item.text for item in found if isinstance(item, Document)] == ["Zoë said “no” at the café."] * 3

    def test_a_damaged_line_of_utf8_fails_alone(self) -> None:
        lines = [f'{{"text": "“Line {n},” he said."}}\n'.encode() for n in range(4)]
        lines[2] = lines[2].replace(b"Line", b"Li\xffne")
        found = from_bytes(b"".join(lines), "jsonl")
        assert [item.line for item in found if isinstance(item, Failure)] == [3]
        assert len(found) == 4

    def test_the_first_line_beyond_ascii_is_damaged(self) -> None:
        lines = [b'{"text": "Plain."}\n', b'{"text": "Dam\xffaged."}\n', '{"text": "“Good,” he said, “è vero.”"}\n'.encode()]
        found = from_bytes(b"".join(lines), "jsonl")
        assert [type(item) for item in found] == [Document, Failure, Document]

    def test_one_value_over_many_lines_is_one_failure(self) -> None:
        [found] = from_bytes(json.dumps([{"text": "Yes."}] * 5, indent=1).encode(), "jsonl")
        assert isinstance(found, Failure)
        assert "jq" in found.error

    def test_an_empty_file_holds_no_document(self, tmp_path: Path) -> None:
        assert results(written(tmp_path, "a.jsonl", b"")) == []

    def test_too_long_a_text_and_too_long_a_line(self) -> None:
        lines = [{"text": "a" * 11}, {"text": "a" * 10, "junk": "x" * 3_000_000}, {"text": "a" * 10}]
        found = from_bytes(b"\n".join(json.dumps(line).encode() for line in lines), "jsonl", max_chars=10)
        assert [type(item) for item in found] == [Failure, Failure, Document]
        assert all("--max-chars" in item.error for item in found if isinstance(item, Failure))

    def test_deep_nesting(self) -> None:
        found = from_bytes(b'{"text": "Yes.", "a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n" + b'{"text": "No."}', "jsonl")
        assert [type(item) for item in found] == [Failure, Document]

    def test_lines_are_read_one_by_one(self) -> None:
        class Slow(io.BytesIO):
            drawn = 0

            def readline(self, size: int | None = -1) -> bytes:
                self.drawn += 1
                return super().readline(size)

        stream = Slow(b'{"text": "Yes."}\n' * 1000)
        found = read(["-"], kind="jsonl", stdin=stream, warn=lambda message: None)
        next(found)
        assert stream.drawn <= 2
        assert stream.tell() < 100
        assert len(list(found)) == 999


    def test_a_record_is_no_document(self) -> None:
        [found] = from_bytes(b'{"schema_version": "1.0", "doc_id": "a", "text": "Yes."}', "jsonl")
        assert isinstance(found, Failure)
        assert "a record that quotes wrote" in found.error


class TestCsv:
    def test_rows_with_their_fields(self) -> None:
        ferry, seven = cast(list[Document], results(FIXTURES / "rows.csv"))
        assert ferry.text == "“Nobody will be left,” she said.\r\nThe fares stay, too."
        assert (ferry.id, ferry.publisher, ferry.metadata) == ("ferry", "Harbour Courier", {"desk": "local"})
        assert (seven.id, seven.text, seven.publisher) == ("7", 'A "second boat", he said.', None)

    def test_a_stray_mark_costs_its_own_row_only(self) -> None:
        found = results(FIXTURES / "broken.csv")
        assert [item.id for item in found if isinstance(item, Document)] == ["a", "c", "e"]
        mark, width = (item for item in found if isinstance(item, Failure))
        assert mark.line == 3
        assert "broken row" in mark.error
        assert width.line == 5
        assert "3 fields and the header 2" in width.error

    def test_a_stray_mark_before_rows_without_any(self) -> None:
        found = from_bytes(b'id,text\na,"never closed\n' + b"b,Fine\n" * 3, "csv", warn=lambda message: None)
        assert [type(item) for item in found] == [Failure, Document, Document, Document]

    def test_a_stray_mark_before_a_row_of_several_lines(self) -> None:
        found = from_bytes(b'id,text\na,"never closed\nb,"One.\n\nTwo, she said."\nc,"Three."\n', "csv")
        assert [(type(item), item.id) for item in found] == [(Failure, "-:2"), (Document, "b"), (Document, "c")]

    @pytest.mark.parametrize("data", [
        b'id,text\na,"First paragraph.\n\nYes, he said, and so on\n',
        b'text\n"First line.\nSecond line\nThird\n',
    ])
    def test_the_lines_of_a_cut_off_text_are_no_documents(self, data: bytes) -> None:
        [found] = from_bytes(data, "csv")
        assert isinstance(found, Failure)
        assert found.line == 2
        assert "lines 2 to 4" in found.error

    def test_too_long_a_field(self) -> None:
        text = "a" * 200_000  # more than the csv module's own limit
        rows = f"id,text\na,{text}\nb,{text}b\nc,short\n".encode()
        found = from_bytes(rows, "csv", max_chars=200_000)
        assert [type(item) for item in found] == [Document, Failure, Document]

    def test_the_limit_of_the_csv_module_is_never_lowered(self) -> None:
        before = csv.field_size_limit(50_000_000)
        from_bytes(b"text\nYes.\n", "csv", max_chars=10)
        assert csv.field_size_limit(before) == 50_000_000

    def test_a_missing_column_names_those_there_are(self) -> None:
        [found] = from_bytes(b"key,body\n1,Yes.\n2,No.\n", "csv")
        assert isinstance(found, Failure)
        assert found.line == 1
        assert "no field 'text'; the fields are 'key', 'body'" in found.error

    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_separators(self, separator: str) -> None:
        data = f"id{separator}text\n1{separator}Yes.\n\n2{separator}No.\n".encode()
        assert ids(from_bytes(data, "csv")) == ["1", "2"]

    def test_line_ends_of_old_macs(self) -> None:
        [found] = from_bytes(b"id,text\r1,Yes.\r", "csv")
        assert isinstance(found, Failure)
        assert "line feed" in found.error

    def test_many_stray_marks_take_no_square_of_time(self) -> None:
        started = time.process_time()
        found = from_bytes(b"id,text\n" + b'a,"never closed\n' * 20_000 + b"b,Good.\n", "csv")
        assert len(found) == 20_001
        assert found[-1].id == "b"
        assert time.process_time() - started < 5

    @pytest.mark.parametrize("data", [b"", b"id,text\n"])
    def test_no_rows(self, data: bytes) -> None:
        assert from_bytes(data, "csv") == []

    def test_windows_encoding_as_excel_writes_it(self) -> None:
        data = "id,text\n1,Plain.\n2,Zoë said “no” at the café.\n3,“Oui” is what Chloé said.\n".encode("cp1252")
        found = from_bytes(data, "csv")
        assert [item.text for item in found if isinstance(item, Document)][1:] == [
            "Zoë said “no” at the café.", "“Oui” is what Chloé said."]


def conllu(*words: str, comments: str = "") -> str:
    """A sentence whose words all hang on the first."""
    rows = (f"{n}\t{word}\t_\tX\t_\t_\t{n > 1:d}\t{'dep' if n > 1 else 'root'}\t_\t_\n" for n, word in enumerate(words, 1))
    return f"{comments}# text = {' '.join(words)}\n{''.join(rows)}\n"


class TestParsed:
    def test_a_document_with_its_parse(self) -> None:
        found = only(FIXTURES / "parsed.conllu")
        assert (found.id, found.text) == ("ferry", '"No," she said.')
        assert found.parse is not None
        assert [(token.text, token.deprel) for token in found.parse.tokens[4:6]] == [("she", "nsubj"), ("said", "root")]

    def test_many_documents(self) -> None:
        data = (conllu("One", "here") + conllu("Two", comments="# sent_id = 2\n# newdoc id = b\n") + conllu("Two", "more")
                + conllu("Three", comments="# newdoc\n")).encode()
        found = from_bytes(data, "conllu")
        assert [(item.id, item.text) for item in found if isinstance(item, Document)] == [
            ("-", "One here"), ("b", "Two Two more"), ("-:14", "Three")]

    @pytest.mark.parametrize("broken", ["1\tone\tcolumn too few\n", "1\ta\t_\t_\t_\t_\t" + "9" * 5000 + "\t_\t_\t_\n", "x" * 3_000_000, "“\xff\n"])
    def test_a_broken_document_fails_alone(self, broken: str) -> None:
        start = conllu("One", comments="# newdoc id = a\n")
        end = conllu("Three", comments="# newdoc id = c\n")
        data = f"{start}# newdoc id = b\n{broken}\n\n{end}".encode().replace(b"\xc3\xbf", b"\xff")
        one, two, three = from_bytes(data, "conllu", max_chars=100)
        assert (one.id, three.id) == ("a", "c")
        assert isinstance(two, Failure)
        assert two.line in (5, 6)

    def test_over_the_limit(self) -> None:
        data = conllu(*["long"] * 50_000, comments="# newdoc id = a\n") + conllu("Short", comments="# newdoc id = b\n")
        assert [type(item) for item in from_bytes(data.encode(), "conllu", max_chars=10)] == [Failure, Document]
        assert [type(item) for item in from_bytes(conllu("Longer", "still").encode(), "conllu", max_chars=11)] == [Failure]

    def test_plain_text_is_not_conllu(self) -> None:
        [found] = from_bytes(b"The road is open.\n", "conllu")
        assert isinstance(found, Failure)
        assert "broken CoNLL-U" in found.error
        assert found.line == 1

    @pytest.mark.parametrize("data", [b"", b"\n\n", b"# newdoc id = a\n"])
    def test_no_sentence_is_no_document(self, data: bytes) -> None:
        assert from_bytes(data, "conllu") == []

    def test_what_is_written_reads_back(self) -> None:
        from quotes.conllu import write

        found = only(FIXTURES / "parsed.conllu")
        assert found.parse is not None
        [again] = from_bytes(write(found.parse, found.id).encode())
        assert isinstance(again, Document)
        assert (again.id, again.text, again.parse) == (found.id, found.text, found.parse)


class TestPaths:
    def test_a_missing_file(self) -> None:
        found = refusal("no/such.txt")
        assert found.path == "no/such.txt"
        assert "no such file" in found.error

    @pytest.mark.parametrize("path", ["", "a\0b", "x" * 5000])
    def test_impossible_paths(self, path: str) -> None:
        assert "no such file" in refusal(path).error

    def test_the_rest_goes_on(self, tmp_path: Path) -> None:
        good = written(tmp_path, "a.txt", "Yes.")
        assert [type(item) for item in results("missing", good)] == [Failure, Document]

    def test_a_file_without_permission(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = written(tmp_path, "a.txt", "Yes.")

        def refuse(self: Path, mode: str = "r") -> BinaryIO:  # permissions don't bind every user
            raise PermissionError(13, "Permission denied", str(self))

        monkeypatch.setattr(Path, "open", refuse)
        assert "permission" in refusal(path).error.lower()

    def test_a_file_that_fails_while_it_is_read(self) -> None:
        class Broken(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                raise OSError(5, "Input/output error")

        [found] = results("-", kind="text", stdin=Broken())
        assert isinstance(found, Failure)
        assert "Input/output error" in found.error

    def test_folders_in_order_without_the_hidden_and_the_unknown(self, tmp_path: Path) -> None:
        for name in ("b.txt", "a/z.TXT", "a/b/c.txt", "c.jsonl", ".hidden.txt", ".git/x.txt", "d.png", "e.md", "noname"):
            written(tmp_path, name, '{"id": "j", "text": "Yes."}')
        told: list[str] = []
        found = results(tmp_path, warn=told.append)
        assert ids(found) == [*(str(tmp_path / name) for name in ("a/b/c.txt", "a/z.TXT", "b.txt")), "j"]
        assert len(told) == 1
        assert "3 files passed over" in told[0]
        assert ".png" in told[0]

    def test_a_folder_of_a_given_kind(self, tmp_path: Path) -> None:
        written(tmp_path, "a.log", '{"id": "j", "text": "Yes."}')
        assert ids(results(tmp_path, kind="jsonl")) == ["j"]

    def test_a_folder_with_nothing_to_read(self, tmp_path: Path) -> None:
        assert ".jsonl" in refusal(tmp_path).error

    def test_links_in_a_circle(self, tmp_path: Path) -> None:
        written(tmp_path, "a/b.txt", "Yes.")
        try:
            (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
            (tmp_path / "self").symlink_to(tmp_path / "self")
            (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
        except OSError:
            pytest.skip("this user can't make links")
        found = results(tmp_path, warn=lambda message: None)
        assert [(type(item), Path(item.id).name) for item in found] == [(Document, "b.txt"), (Failure, "gone.txt")]

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
    def test_a_pipe_in_a_folder_does_not_hang(self, tmp_path: Path) -> None:
        written(tmp_path, "a.txt", "Yes.")
        os.mkfifo(tmp_path / "b.txt")
        assert ids(results(tmp_path, warn=lambda message: None)) == [str(tmp_path / "a.txt")]

    def test_patterns(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("b.txt", "a.txt", "d/c.txt", "e.jsonl"):
            written(tmp_path, name, "Yes.")
        monkeypatch.chdir(tmp_path)
        assert ids(results("*.txt")) == ["a.txt", "b.txt"]
        assert ids(results("**/*.txt")) == ["a.txt", "b.txt", str(Path("d/c.txt"))]
        assert "pattern" in refusal("*.html").error

    def test_a_file_whose_name_looks_like_a_pattern(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a[1].txt", "Yes.")
        written(tmp_path, "a1.txt", "No.")
        assert only(path).text == "Yes."

    @pytest.mark.skipif(sys.platform != "linux", reason="needs file names that are any bytes")
    def test_names_that_are_no_text(self, tmp_path: Path) -> None:
        path = written(tmp_path, os.fsdecode(b"caf\xe9\n\x1b.txt"), "Yes.")
        found = only(path)
        assert found.text == "Yes."
        assert found.id == f"{tmp_path}/caf\\xe9\\n\\x1b.txt"

    def test_standard_input_is_read_once(self) -> None:
        found = results("-", "-", stdin=io.BytesIO(b"Yes."))
        assert [type(item) for item in found] == [Document, Failure]
        assert found[0].id == "-"

    @pytest.mark.parametrize(("data", "expected"), [
        (b"<!DOCTYPE html>\n<html><body>" + ARTICLE.encode(), "The harbour authority"),
        (b'{"id": "a", "text": "Yes."}\n', "Yes."),
        (b"PORTO - Yes.", "PORTO - Yes."),
        (b"{ sic }", "{ sic }"),
    ])
    def test_the_kind_of_an_unnamed_stream(self, data: bytes, expected: str) -> None:
        [found] = from_bytes(data)
        assert isinstance(found, Document)
        assert found.text.startswith(expected)

    def test_the_kind_given_overrides_the_suffix(self) -> None:
        assert only(FIXTURES / "bridge.html", kind="text").text.startswith("<!DOCTYPE html>")

    def test_an_unknown_kind(self) -> None:
        with pytest.raises(UsageError, match="text, html, jsonl, csv, conllu"):
            read([], kind=cast(Kind, "pdf"))


class TestIds:
    def test_ids_given_before_are_numbered_and_told(self) -> None:
        lines = b"".join(b'{"id": "%s", "text": "Yes."}\n' % name for name in (b"a", b"a-2", b"a", b"a", b"a-2"))
        told: list[str] = []
        assert ids(from_bytes(lines, "jsonl", warn=told.append)) == ["a", "a-2", "a-3", "a-4", "a-2-2"]
        assert len(told) == 3
        assert "a-3" in told[0]

    def test_a_path_given_twice(self) -> None:
        path = FIXTURES / "bom.txt"
        assert ids(results(path, path, warn=lambda message: None)) == [str(path), f"{path}-2"]

    def test_by_default_the_log_is_told(self, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.WARNING):
            from_bytes(b'{"id": "a", "text": ""}\n' * 2, "jsonl")
        assert "a-2" in caplog.text

    def test_many_of_one_id_take_no_square_of_time(self) -> None:
        started = time.process_time()
        found = from_bytes(b'{"id": "a", "text": ""}\n' * 20_000, "jsonl", warn=lambda message: None)
        assert found[-1].id == "a-20000"
        assert time.process_time() - started < 5


# Text without the control characters that make a text file binary.
_text = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n\r\x0b\x0c\x85\u2028"))
_any_text = st.text(st.characters(exclude_categories=["Cs"]))
_csv_text = _any_text if sys.version_info >= (3, 11) else _text  # older csv modules refuse NUL
_quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _texts(found: list[Document | Failure]) -> Iterator[str]:
    for item in found:
        assert isinstance(item, Document), item
        yield item.text


@_quick
@given(_text)
def test_text_comes_through_verbatim(text: str) -> None:
    assert list(_texts(from_bytes(text.encode("utf-8-sig"), "text"))) == [text]


@_quick
@given(st.lists(_any_text, max_size=4), st.booleans())
def test_json_comes_through_verbatim(texts: list[str], escaped: bool) -> None:
    lines = "".join(json.dumps({"id": n, "text": text}, ensure_ascii=escaped) + "\r\n" for n, text in enumerate(texts))
    assert list(_texts(from_bytes(lines.encode(), "jsonl"))) == texts


@_quick
@given(st.lists(_csv_text, max_size=4), st.sampled_from(["\n", "\r\n"]), st.sampled_from(",;\t"))
def test_csv_comes_through_verbatim(texts: list[str], line_end: str, separator: str) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows([["id", "text"], *([str(n), text] for n, text in enumerate(texts))])
    assert list(_texts(from_bytes(file.getvalue().encode(), "csv"))) == texts


@_quick
@given(st.binary(max_size=300), st.sampled_from([None, *KINDS]),
       st.sampled_from([b"", b"id,text\n", b'{"text": "', b"<html><p>", b"\xff\xfe", b"# text = a\n1\t"]))
def test_no_bytes_raise(data: bytes, kind: Kind | None, start: bytes) -> None:
    found = from_bytes(start + data, kind, warn=lambda message: None)
    assert all(isinstance(item, Document | Failure) for item in found)


def test_a_control_character_that_nobody_sees_is_told_with_its_place() -> None:
    with pytest.raises(InputError, match=r"not text; .* \(the first is byte 7, 0x00\)"):
        decode(b'"Go," \0 Ana said.')
