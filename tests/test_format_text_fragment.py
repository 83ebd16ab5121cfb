"""Links with text fragments: taken apart and followed as a browser would, and by a real one."""

from __future__ import annotations

import html
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given, settings

from quotes.errors import InputError
from quotes.formats.text_fragment import export, link
from quotes.records import QuoteRecord
from tests.browser import chromium
from tests.fragments import Directive, Page, directives
from tests.web_exports import BRIDGE, TEXTS, documents, exported, golden, quoted, sample

PAGE = {"id": "a", "url": "https://example.org/a"}


def led_to(text: str, *content: str, after: int = 0, given: bool = True) -> list[str | None]:
    """The words to which a browser would go, for each piece."""
    found = link(quoted(text, "r", "direct", *content, after=after, doc=PAGE), text if given else None)
    assert found.address is not None, found.trouble
    ranges = [Page(text).find(directive) for directive in directives(found.address)]
    return [None if place is None else text[slice(*place)] for place in ranges]


def places(text: str, *content: str, after: int = 0) -> list[tuple[int, int] | None]:
    found = link(quoted(text, "r", "direct", *content, after=after, doc=PAGE), text)
    assert found.address is not None, found.trouble
    return [Page(text).find(directive) for directive in directives(found.address)]


def test_the_golden_file() -> None:
    assert exported("text-fragment", sample(), TEXTS) == golden("text-fragment")


def test_each_link_of_the_golden_file_leads_to_its_words() -> None:
    lines = golden("text-fragment").decode().splitlines()
    links = [line for line in lines if not line.startswith("#")]
    records = [record for record in sample() if record.document.url]
    assert len(links) == len(records) == 7
    for url, record in zip(links, records, strict=True):
        found = [Page(BRIDGE).find(directive) for directive in directives(url)]
        assert found == [(span.start, span.end) for span in record.content]


def test_a_document_without_an_address_has_no_link_and_is_counted() -> None:
    lines = golden("text-fragment").decode().splitlines()
    assert sum("no address on the web" in line for line in lines) == 2
    assert lines[-1] == "# 7 of 9 records have a link"


def test_what_divides_a_directive_is_encoded() -> None:
    text = "He said: well-known, R&D; 100% “sûr” #1 a+b."
    found = link(quoted(text, "r", "direct", "well-known, R&D; 100% “sûr” #1 a+b", doc=PAGE), text)
    assert found.address == ("https://example.org/a#:~:text=well%2Dknown%2C%20R%26D%3B%20100%25%20"
                             "%E2%80%9Cs%C3%BBr%E2%80%9D%20%231%20a%2Bb")
    assert led_to(text, "well-known, R&D; 100% “sûr” #1 a+b") == ["well-known, R&D; 100% “sûr” #1 a+b"]


@pytest.mark.parametrize(("url", "begins"), [
    ("https://example.org/a#top", "https://example.org/a#top:~:text="),
    ("https://example.org/a#:~:text=old", "https://example.org/a#:~:text="),
    ("https://example.org/a#top:~:text=old", "https://example.org/a#top:~:text=")])
def test_an_address_that_has_a_fragment(url: str, begins: str) -> None:
    record = quoted(BRIDGE, "r", "direct", "the river rose", doc={"id": "a", "url": url})
    assert link(record, BRIDGE).address == begins + "the%20river%20rose"


def test_the_second_of_the_same_words_is_told_from_the_first() -> None:
    text = "“Go home,” he said. She laughed. “Go home,” said Ana. GO HOME, they sang."
    second = text.index("Go home", 10)
    assert places(text, "Go home,", after=10) == [(second, second + 8)]
    assert places(text, "Go home,") == [(1, 9)]


def test_words_that_nothing_tells_apart_have_no_link() -> None:
    text = "Go.\n" * 40
    found = link(quoted(text, "r", "direct", "Go.", after=60, doc=PAGE), text)
    assert found.address is None
    assert "told from others" in found.trouble


def test_a_piece_that_cannot_be_told_is_said() -> None:
    text = "Go.\n" * 40 + "Stay here."
    found = link(quoted(text, "r", "direct", "Go.", "Stay here.", doc=PAGE), text)
    assert found.address == "https://example.org/a#:~:text=Stay%20here."
    assert found.trouble == " (1 of 2 pieces can't be told from others)"


def test_a_long_piece_is_its_first_and_last_words() -> None:
    words = " ".join(f"word{number}" for number in range(200))
    text = f"He said: “{words}.” That was all."
    found = link(quoted(text, "r", "direct", words, doc=PAGE), text)
    assert found.address is not None
    assert directives(found.address) == [
        Directive("word0 word1 word2 word3", "word196 word197 word198 word199")]
    assert led_to(text, words) == [words]


def test_a_last_word_that_comes_earlier_needs_more_words() -> None:
    middle = " ".join(f"w{number} and then so it is" for number in range(100))
    words = f"First of all {middle} but last of all, at the end, then so it is"
    text = f"“{words},” he said."
    found = link(quoted(text, "r", "direct", words, doc=PAGE), text)
    assert found.address is not None
    assert directives(found.address)[0].end == "of all, at the end, then so it is".partition("of ")[2]
    assert led_to(text, words) == [words]


@pytest.mark.parametrize("line_end", ["\n\n", "\r\n", "\u2028", "\x0b"])
def test_no_term_goes_over_a_line_end(line_end: str) -> None:
    words = f"One of them came.{line_end}Two of them went."
    text = f"“{words}” he said."
    found = link(quoted(text, "r", "direct", words, doc=PAGE), text)
    assert found.address is not None
    assert directives(found.address) == [Directive("One of them came.", "Two of them went.")]
    assert led_to(text, words) == [words]


def test_words_inside_a_word_need_what_stands_around() -> None:
    text = "The unhappy man and the happy one."
    assert places(text, "happy man") == [(text.index("happy man"), text.index("happy man") + 9)]


def test_without_the_text_the_words_stand_alone() -> None:
    assert led_to(BRIDGE, "the river rose", given=False) == ["the river rose"]
    words = "x " * 200 + "end"
    assert led_to(f"“{words}”", words, given=False) == [words]


def test_only_marks_are_no_words() -> None:
    assert link(quoted("He said “...”.", "r", "direct", "...", doc=PAGE), None).address is None


def test_another_text_is_refused() -> None:
    with pytest.raises(InputError, match="sha256"):
        exported("text-fragment", sample(), {"news/1": "Another."})


def test_remarks_are_one_harmless_line() -> None:
    text = "“Go\x1b[2J\r\nhome\u202e now,” he said."
    out = exported("text-fragment", [quoted(text, "r", "direct", "Go\x1b[2J\r\nhome\u202e now,")], {})
    assert len(out.splitlines()) == 2
    assert "\x1b" not in out.decode()


def test_no_records() -> None:
    assert exported("text-fragment", [], {}) == b"# 0 of 0 records have a link\n"


@settings(deadline=None)
@given(documents())
def test_any_link_leads_to_its_words(made: tuple[str, list[QuoteRecord]]) -> None:
    text, records = made
    page = Page(text)
    for record in records:
        found = link(record, text)
        if found.address is None:
            continue
        assert found.address.isascii()
        ranges = [page.find(directive) for directive in directives(found.address)]
        for place in ranges:
            assert place is not None
            assert any(span.start <= place[0] < place[1] <= span.end and letters(
                text[slice(*place)]) == letters(span.text) for span in record.content)
    assert b"".join(export(records, {"a": text})).endswith(b" have a link\n")


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


# A real browser


@contextmanager
def served(text: str) -> Iterator[str]:
    """The text as a web page, far apart lines a paragraph each."""
    page = "<!doctype html><meta charset=utf-8><title>t</title>" + "".join(
        f"<p id=p{number} style='margin:1500px 0'>{html.escape(line)}</p>"
        for number, line in enumerate(text.split("\n")))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


@pytest.mark.slow
def test_a_real_browser_goes_to_the_words() -> None:
    lines = ["“Go home,” he said.", "Nothing here.", "She laughed: “Go home,” said Ana.",
             "R&D, well-known – “sûr, 100%” of it.", "A first line of many", "and a last one, he said."]
    text = "\n".join(lines)
    cases = [("Go home,", 0, 0), ("Go home,", 20, 2), ("R&D, well-known – “sûr, 100%”", 0, 3),
             ("A first line of many\nand a last one,", 0, 4)]
    with served(text) as address, chromium() as browser:
        for words, after, paragraph in cases:
            record = quoted(text, "r", "direct", words, after=after, doc={"id": "a", "url": address})
            url = link(record, text).address
            assert url is not None
            page = browser.new_page(viewport={"width": 1000, "height": 800})
            page.goto(url)
            page.wait_for_timeout(500)
            top = page.evaluate(f"document.getElementById('p{paragraph}').getBoundingClientRect().top")
            assert 0 <= top <= 800, (words, url)
            page.close()
