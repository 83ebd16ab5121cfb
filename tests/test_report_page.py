"""The page of a report without a browser: what it says, what stays text, what belongs together."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.documents import Document
from quotes.formats.jsonl import encode_records
from quotes.records import QuoteRecord
from quotes.report import check
from quotes.report.page import render_report, write_report
from quotes.report.page.citation import citation
from quotes.report.page.harmless import shown
from quotes.terminal import one_line
from tests.made import record
from tests.running import Run

TEXT = '"We are open," said Ana Ruiz on Monday.'
HOSTILE = ["<script>alert(1)</script>", "</script><script>alert(1)</script>", "<!--", "]]>", "{{7*7}}",
           "{% raw %}", '" onmouseover="alert(1)', "' autofocus onfocus='alert(1)", "</style>", "</details>",
           "&lt;b&gt;", "javascript:alert(1)", "a\x00b", "\x1b[2J", "\u202egnp.exe", "\u2028", "\ud800"]
VOID = {"meta", "input", "link", "br"}


class Read(HTMLParser):
    """What a parser finds: elements with their attributes, the articles' texts, unclosed elements."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, bool]] = []
        self.texts: list[str] = []
        self.words: list[str] = []
        self.inner: dict[str, str] = {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        text = dict(attrs).get("class") == "text"
        if text:
            self.texts.append("")
        if tag not in VOID:
            self.open.append((tag, text))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1][0] == tag, f"</{tag}> in {self.open}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if any(text for _, text in self.open):
            self.texts[-1] += data
        tag = self.open[-1][0] if self.open else ""
        if tag in ("script", "style"):
            self.inner[tag] = self.inner.get(tag, "") + data
        else:
            self.words.append(data)

    def having(self, **wanted: str) -> list[dict[str, str | None]]:
        """The attributes of elements whose attributes have these values; class_ is a class."""
        def fits(own: dict[str, str | None]) -> bool:
            return all(value in (own.get("class") or "").split() if name == "class_"
                       else own.get(name.replace("_", "-")) == value for name, value in wanted.items())
        return [own for _, own in self.elements if fits(own)]


def page(records: list[QuoteRecord], *texts: str) -> Read:
    """The page of records of documents a, b, …"""
    found = Read(render_report(records, [Document("abc"[i], text) for i, text in enumerate(texts)]).html)
    assert found.open == []
    return found


def spanned(text: str, start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "text": text[start:end]}


# What stands there


def test_a_record_is_marked_and_has_a_row() -> None:
    found = page([record(TEXT, id="x")], TEXT)
    assert found.texts == [TEXT]
    assert [one["class"] for one in found.having(data_r="1")] == ["ref", "q di", "c", "s"]
    (reference,) = found.having(class_="ref")
    assert reference["aria-label"] == "1. Ana Ruiz, direct: We are open,"
    assert (reference["id"], reference["href"]) == ("q-x", "#r-x")
    (row,) = found.having(id="r-x")
    assert (row["data-t"], row["data-c"], row["data-p"], row["data-f"]) == ("direct", "statement", "0.9", "")
    assert found.having(href="#q-x")


def test_a_record_has_one_stop_for_the_keyboard_in_its_article_however_many_pieces() -> None:
    text = '"We are open," said Ana Ruiz.\n\n"Come\n\nin."'
    places = [spanned(text, 1, 13), spanned(text, 32, 41)]
    found = page([record(text, content=places, quoted=places)], text)
    assert len(found.having(class_="ref")) == 1
    assert len(found.having(class_="q", data_r="1")) == 3  # the second piece runs over a paragraph's end


def test_marks_in_marks_lie_deeper_and_every_one_is_there() -> None:
    outer = record(TEXT, id="x", type="indirect", content=[spanned(TEXT, 0, 39)])
    found = page([outer, record(TEXT, id="y", parent="x")], TEXT)
    assert [one["class"] for one in found.having(class_="q")][-2:] == ["q in", "q di d1"]
    assert "within 1" in found.words


def test_marks_that_cross_are_cut_and_nothing_is_lost() -> None:
    crossing = [record(TEXT, id=str(i), content=[spanned(TEXT, start, end)], cue=None)
                for i, (start, end) in enumerate([(0, 20), (10, 30), (15, 39), (15, 16)])]
    found = page(crossing, TEXT)
    assert found.texts == [TEXT]
    assert len(found.having(class_="ref")) == 4


def test_paragraphs_are_elements_and_wrapped_lines_flow() -> None:
    wrapped = ("The mayor of the town said on Monday that\nthe bridge would open again in the spring\n"
               "of next year.\n\nA\tB  C\n\n" + TEXT)
    found = page([record(wrapped)], wrapped)
    assert found.texts == [wrapped]
    paragraphs = [own.get("class") for tag, own in found.elements if tag == "p" and "dir" in own]
    assert paragraphs == [None, "kept", None]


def test_what_stands_behind_a_record_is_told() -> None:
    told = record(
        TEXT, id="x", warnings=["unclosed_mark"], sources=[{"relation": "translated_by", "name": "The Wire"}],
        speaker={"name": "Ana Ruiz", "kind": "person", "resolution": "pronoun", "confidence": 0.5,
                 "mention": [spanned(TEXT, 20, 28)], "anonymous": True, "link": "Q1", "roles": ["mayor"],
                 "alternatives": [{"name": "Eva Vale", "confidence": 0.25}, {"name": "Jo", "confidence": 0.001}]})
    words = page([told], TEXT).words
    assert {"translated by The Wire", "anonymous", "unclosed mark", "link Q1", "or Eva Vale 0.25", "mayor"} <= set(words)


def test_nobody_is_said_to_be_nobody() -> None:
    found = page([record(TEXT, id="x", speaker=None, unattributed="no_cue")], TEXT)
    assert "Unattributed (no cue)" in found.words
    assert "No record has a speaker." in found.words
    assert found.having(id="r-x")[0]["data-f"] == "u"


def test_fields_of_other_tools_are_shown() -> None:
    words = page([record(TEXT, verification={"tier": "altered", "alarms": ["negation"], "parts": []},
                         variant_of=7, empty=None)], TEXT).words
    assert {"verification: altered", "alarm: negation", "variant of: 7"} <= set(words)
    assert not [word for word in words if word.startswith("empty")]


def test_a_verified_record_is_shown_like_its_line() -> None:
    from quotes.records import VerifiedRecord

    found = {"tier": "exact", "tiers": {"exact": 1}, "alarms": ["number"], "parts": []}
    line = record(TEXT, verification=found)
    read = VerifiedRecord.model_validate(line.model_dump())
    assert {"verification: exact", "alarm: number"} <= set(page([read], TEXT).words)
    assert render_report([read]).html == render_report([line]).html


def test_no_records_make_a_page_too() -> None:
    assert {"0 records · 0 speakers", "There are no records."} <= set(page([]).words)


# Several documents


def test_articles_are_numbered_in_the_order_of_the_records() -> None:
    found = page([record(TEXT, doc_id="b", id="x"), record(TEXT, id="y")], TEXT + " A.", TEXT + " B.")
    assert found.texts == [TEXT + " B.", TEXT + " A."]
    assert [one["data-a"] for one in found.having(role="row")[1:]] == ["1", "2"]


def test_a_text_is_known_by_its_hash() -> None:
    assert Read(render_report([record(TEXT)], [Document("elsewhere", TEXT)]).html).texts == [TEXT]


def test_a_missing_text_is_told_and_its_records_are_listed() -> None:
    done = render_report([record(TEXT, id="x")])
    found = Read(done.html)
    assert done.problems == ("a: its text was not given; its records are in the table",)
    assert found.texts == []
    assert found.having(id="r-x")
    assert not found.having(href="#q-x")
    assert "not marked in article 1" in found.words


def test_of_a_changed_text_only_what_is_verbatim_is_marked() -> None:
    changed = TEXT.replace("Ruiz", "Rios")
    done = render_report([record(TEXT, id="x")], [Document("a", changed)])
    found = Read(done.html)
    assert found.texts == [changed]
    assert [one["class"] for one in found.having(data_r="1")] == ["ref", "q di", "c"]
    assert "sha256 differs" in done.problems[0]
    assert done.problems[1:] == ("a: places of its records that are not in the text, and are not marked: 1",)
    assert any("sha256 differs" in word for word in found.words)


def test_a_text_is_hashed_once_however_many_records_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []

    def noted(text: str) -> str:
        hashed.append(text)
        return "0"

    monkeypatch.setattr(check, "text_sha256", noted)
    page([record(TEXT, id=str(i)) for i in range(9)], TEXT)
    assert hashed == [TEXT]


def test_a_record_that_comes_twice_is_shown_once_and_ids_never_clash() -> None:
    found = page([record(TEXT, id="x"), record(TEXT, id="x"), record(TEXT, id="x", doc_id="b")], TEXT, TEXT)
    ids = [own["id"] for _, own in found.elements if "id" in own]
    assert len(ids) == len(set(ids))
    assert [one["id"] for one in found.having(role="row")[1:]] == ["r-x", "r-x-2"]


def test_speakers_are_counted_over_articles_but_descriptions_are_not() -> None:
    def by(name: str, doc_id: str, **more: Any) -> QuoteRecord:
        speaker = {"name": name, "kind": "person", "mention": [spanned(TEXT, 20, 28)],
                   "resolution": "named", "confidence": 0.9, **more}
        return record(TEXT, doc_id=doc_id, id=f"{name}{doc_id}{more}", speaker=speaker)

    joint = {"members": [{"name": "ANA  RUIZ", "entity": "e1"}, {"name": "Eva Vale", "entity": "e2"}]}
    found = page([by("Ana Ruiz", "a"), by("Ana Ruiz", "b"), by("Ana Ruiz and Eva Vale", "a", **joint),
                  by("a spokesman", "a", anonymous=True), by("a spokesman", "b", anonymous=True),
                  by("A. Ruiz", "a", link="Q1"), by("Ana R.", "b", link="Q1")], TEXT, TEXT)
    counts = [re.sub(r" records.*", "", word) for word in found.words if word.startswith(" records: ")]
    options = [word for word in found.words if re.search(r"\(\d+\)$", word)]
    assert len(counts) == 5
    assert options == ["Ana Ruiz (3)", "A. Ruiz (2)", "Eva Vale (1)", "a spokesman, article 1 (1)",
                       "a spokesman, article 2 (1)"]
    assert [one["data-s"] for one in found.having(role="row")[1:]] == [
        "0", "0 2", "3", "1", "0", "4", "1"]


# Hostile input


@pytest.mark.parametrize("bad", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_a_field_holds_is_text(bad: str) -> None:
    """The same elements as a harmless word gives, and the words themselves."""
    def made(word: str) -> Read:
        about = {"id": word, "sha256": "0", "title": word, "author": word, "publisher": word, "date": word,
                 "url": word}
        one = record(TEXT, id=word, doc_id=word, document=about, text=word, parent=word, warnings=[word],
                     sources=[{"relation": "document", "name": word}], extra=word,
                     addressee={"name": word, "mention": []},
                     speaker={"name": word, "kind": "person", "mention": [], "resolution": "named",
                              "roles": [word], "confidence": 1, "alternatives": [{"name": word, "confidence": 0.5}]})
        html = render_report([one], [Document(word, TEXT)]).html
        html.encode("utf-8")
        return Read(html)

    harmless, hostile = made("word"), made(bad)
    assert [(tag, list(own)) for tag, own in hostile.elements] == [(tag, list(own)) for tag, own in harmless.elements]
    assert hostile.inner == harmless.inner
    assert one_line(bad) in hostile.words
    assert not [own for _, own in hostile.elements if str(own.get("href", "#"))[0] != "#"]


@pytest.mark.parametrize("bad", [word for word in HOSTILE if word != "\ud800"])
def test_whatever_an_article_holds_is_text(bad: str) -> None:
    text = f'{bad} "{bad} We are open," said Ana Ruiz.{bad}'
    found = page([record(text, id="x")], text)
    assert found.texts == [shown(text)]
    assert {tag for tag, own in found.elements if own.get("data-r")} == {"a", "span"}
    assert len([tag for tag, _ in found.elements if tag == "script"]) == 1


_RANDOM = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("<>&\"'\r\n\t \x00\u202e\u2028\x85{}%"),
                  max_size=60)


@given(_RANDOM, st.lists(st.tuples(st.integers(0, 59), st.integers(1, 60)), max_size=6))
def test_every_character_of_a_text_is_in_the_page_once_in_order(
        text: str, edges: list[tuple[int, int]]) -> None:
    records = [record(TEXT, id=str(n), cue=None, speaker=None, content=[spanned(text, a, b)])
               for n, (a, b) in enumerate(edges) if a < b <= len(text)]
    records.append(record(TEXT, id="none"))
    found = Read(render_report(records, [Document("a", text)]).html)
    assert found.texts == [shown(text)]
    assert len(shown(text)) == len(text)
    assert found.open == []


def test_only_web_addresses_are_links() -> None:
    def links(url: str) -> list[dict[str, str | None]]:
        about = {"id": "a", "sha256": "0", "url": url}
        return [own for tag, own in page([record(TEXT, document=about)]).elements
                if tag == "a" and str(own["href"])[0] != "#"]

    assert links("https://example.org/?a=1&b=2") == [
        {"href": "https://example.org/?a=1&b=2", "rel": "noopener noreferrer"}]
    for url in ("javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,a", "java\nscript:alert(1)",
                "https://a b", "//example.org", "file:///etc/passwd", "https://a\nb", "example.org"):
        assert links(url) == []


def test_the_policy_allows_the_pages_own_lines_and_nothing_else() -> None:
    found = page([record(TEXT)], TEXT)
    (policy,) = found.having(http_equiv="Content-Security-Policy")
    rules = dict(rule.split(" ", 1) for rule in str(policy["content"]).split("; "))
    assert (rules["default-src"], rules["base-uri"], rules["form-action"]) == ("'none'",) * 3
    for rule, tag in (("script-src", "script"), ("style-src", "style")):
        digest = base64.b64encode(hashlib.sha256(found.inner[tag].encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert not [own for _, own in found.elements if "style" in own or "src" in own]
    assert not [name for _, own in found.elements for name in own if name.startswith("on")]


# Citations


@pytest.mark.parametrize(("changes", "cited"), [
    ({}, "Ana Ruiz: “We are open,” (“News”, characters 1–13; record x)"),
    ({"type": "indirect"}, "Ana Ruiz, in the writer's words: We are open, (“News”, characters 1–13; record x)"),
    ({"type": "mixed", "speaker": None},
     "Unattributed, partly in the writer's words: We are open, (“News”, characters 1–13; record x)"),
    ({"text": "A\n\nB", "sources": [{"relation": "relayed_by", "name": "The Wire"}],
      "document": {"id": "a", "sha256": "0", "author": "E. Vale", "date": "2024-05-03", "url": "https://a.b"}},
     "Ana Ruiz (relayed by The Wire): “A B” (“News”, E. Vale, 2024-05-03, https://a.b, characters 1–13; record x)"),
])
def test_a_citation_never_makes_reported_words_the_speakers_own(changes: dict[str, Any], cited: str) -> None:
    assert citation(record(TEXT, **{"id": "x", **changes}), "News") == cited


# The function and the command


def test_the_same_input_gives_the_same_bytes_and_the_file_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("older")
    assert write_report(path, [record(TEXT)], [Document("a", TEXT)]) == ()
    first = path.read_bytes()
    write_report(str(path), iter([record(TEXT)]), iter([Document("a", TEXT)]))
    assert path.read_bytes() == first
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="links and devices as on Unix")
def test_a_link_leads_to_the_file_and_a_device_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link.html").symlink_to(tmp_path / "report.html")
    write_report(tmp_path / "link.html", [record(TEXT)])
    assert (tmp_path / "link.html").is_symlink()
    (tmp_path / "r.jsonl").write_bytes(encode_records([record(TEXT)]))
    done = subprocess.run([sys.executable, "-m", "tests.made", "report", tmp_path / "r.jsonl", "-o", "/dev/stdout"],
                          capture_output=True, check=False, cwd=Path(__file__).parents[1])
    assert done.stdout == (tmp_path / "report.html").read_bytes()


@pytest.fixture
def run(run: Run) -> Run:
    """Run a command line in a folder with an article and its records."""
    Path("a.txt").write_text(TEXT)
    Path("r.jsonl").write_bytes(encode_records([record(TEXT, doc_id="a.txt")]))
    return run


@pytest.mark.parametrize("docs", [[], ["a.txt"], ["d.jsonl"], ["z.txt"]])
def test_articles_are_found_as_show_finds_them(run: Any, docs: list[str]) -> None:
    Path("d.jsonl").write_text(json.dumps({"id": "a.txt", "text": TEXT}) + "\n")
    Path("z.txt").write_text(TEXT)
    ran = run("report", "r.jsonl", *docs, "-o", "p.html")
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert Read(Path("p.html").read_text("utf-8")).texts == [TEXT]


def test_the_page_can_go_to_standard_output(run: Any) -> None:
    assert Read(run("report", "r.jsonl", "-o", "-").out).texts == [TEXT]


def test_what_is_wrong_is_told_and_the_page_is_written(run: Any) -> None:
    Path("a.txt").unlink()
    ran = run("report", "r.jsonl", "-o", "p.html")
    assert (ran.status, ran.err) == (
        1, "quotes: error: no text for document a.txt; after r.jsonl, name its file by that path, or the file "
           "that extract --documents wrote\n")
    assert "its text was not given" in Path("p.html").read_text("utf-8")
    Path("a.txt").write_text(TEXT.replace("Ruiz", "Rios"))
    changed = run("report", "r.jsonl", "a.txt", "-o", "p.html")
    assert (changed.status, changed.err.count("quotes: warning: a.txt: ")) == (1, 2)
    assert "gone.txt" in run("report", "r.jsonl", "gone.txt", "-o", "p.html").err


@pytest.mark.parametrize(("args", "words"), [
    (["r.jsonl"], "Missing option '--output'"),
    (["r.jsonl", "-o", "r.jsonl"], "'r.jsonl' is an input"),
    (["r.jsonl", "-o", "none/p.html"], "the folder of 'none/p.html' does not exist"),
    (["a.txt", "-o", "p.html"], "a.txt:1: not a quote record"),
    (["gone.jsonl", "-o", "p.html"], "gone.jsonl: No such file"),
    (["-", "-", "-o", "p.html"], "can't both be standard input"),
    (["r.jsonl", "", "-o", "p.html"], "A path is empty"),
])
def test_what_cannot_be_meant_is_one_line_and_writes_nothing(run: Any, args: list[str], words: str) -> None:
    before = Path("r.jsonl").read_bytes()
    ran = run("report", *args)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert words in ran.err
    assert not Path("p.html").exists()
    assert Path("r.jsonl").read_bytes() == before
