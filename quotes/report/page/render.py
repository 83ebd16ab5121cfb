"""Records and documents into the page, and the page into a file.

Decides the order of the articles (that of the records), which text belongs to which of them (by
id, else by hash) and what is said where a text is missing or was changed. The page's policy lets
its own style sheet and script run, known by their hashes, and nothing else: what an escape
missed could neither run nor load anything. The same input gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from quotes.documents import Document, text_sha256, web_address
from quotes.records import DocumentInfo, QuoteRecord
from quotes.report.check import disagreements
from quotes.report.page.entries import Entry
from quotes.report.page.harmless import anchor, harmless
from quotes.report.page.marked import marked
from quotes.report.page.speakers import Cast
from quotes.whole import whole_file

# The problem of an article of which only the records are there.
MISSING = "its text was not given; its records are in the table"

# Speakers of the chart; the others are in the list below it.
_CHART = 8


@dataclass(frozen=True, slots=True)
class Article:
    """One document of the report; `text` is None where it wasn't given."""

    number: int
    title: str
    about: DocumentInfo
    url: str | None  # only what a click can safely open
    entries: tuple[Entry, ...]
    text: Markup | None
    marked: frozenset[int]  # numbers of the records that are marked in the text
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The page, and what it has to say about its input: one line a problem."""

    html: str
    problems: tuple[str, ...]


def write_report(path: str | os.PathLike[str], records: Iterable[QuoteRecord],
                 documents: Iterable[Document] = ()) -> tuple[str, ...]:
    """Write the page to a file, which appears whole or not at all; what was wrong, a line each.

    `documents` are the articles, in any order: one belongs to the records that have its id
    as `doc_id`, else to those that were made from the same text. Articles without records are
    left out; records without an article are listed, and their article is said to be missing.
    Raises OSError where the file can't be written.
    """
    page = render_report(records, documents)
    data, target = page.html.encode("utf-8"), Path(path)
    if target.exists() and not target.is_file():  # a device or a pipe, which nothing may replace
        target.write_bytes(data)
    else:
        with whole_file(target) as file:
            file.write(data)
    return page.problems


def render_report(records: Iterable[QuoteRecord], documents: Iterable[Document] = ()) -> Page:
    """The page as text; see `write_report`."""
    grouped = _grouped(records)
    articles = _articles(grouped, _texts(grouped, documents))
    entries = [entry for article in articles for entry in article.entries]
    cast = _cast(grouped)
    style, script = _asset("report.css"), _asset("report.js")
    html = _template().render(
        articles=articles, entries=entries, speakers=cast.counted, chart=_CHART,
        by_number={article.number: article for article in articles},
        types=("direct", "mixed", "indirect"),
        categories=sorted({entry.category for entry in entries if entry.category}),
        speakerless=sum(entry.record.speaker is None for entry in entries),
        style=Markup(style), script=Markup(script), policy=_policy(style, script))
    problems = [f"{article.about.id}: {problem}" for article in articles
                for problem in article.problems]
    return Page(html + "\n", tuple(map(str, map(harmless, problems))))


def _grouped(records: Iterable[QuoteRecord]) -> dict[str, list[QuoteRecord]]:
    """The records of each document; one that comes twice is shown once."""
    found: dict[str, dict[str, QuoteRecord]] = {}
    for record in records:
        found.setdefault(record.doc_id, {}).setdefault(record.id, record)
    return {name: list(own.values()) for name, own in found.items()}


def _cast(grouped: Mapping[str, Sequence[QuoteRecord]]) -> Cast:
    numbers = {name: number for number, name in enumerate(grouped, 1)}
    return Cast((record for own in grouped.values() for record in own), numbers)


def _texts(grouped: Mapping[str, Sequence[QuoteRecord]], documents: Iterable[Document]
           ) -> dict[str, Document]:
    by_text = {own[0].document.sha256: name for name, own in grouped.items()}
    found: dict[str, Document] = {}
    for document in documents:
        name = document.id if document.id in grouped else by_text.get(text_sha256(document.text))
        if name is not None:
            found.setdefault(name, document)
    return found


def _articles(grouped: Mapping[str, Sequence[QuoteRecord]], texts: Mapping[str, Document]
              ) -> list[Article]:
    cast, anchors = _cast(grouped), set[str]()
    articles: list[Article] = []
    first = 1
    for number, (name, own) in enumerate(grouped.items(), 1):
        document = texts.get(name)
        title = (document.title if document else None) or own[0].document.title or name
        entries = _entries(own, first, number, title, cast, anchors)
        articles.append(_article(number, title, entries, document))
        first += len(own)
    return articles


def _entries(own: Sequence[QuoteRecord], first: int, article: int, title: str, cast: Cast,
             anchors: set[str]) -> tuple[Entry, ...]:
    numbers = {record.id: number for number, record in enumerate(own, first)}
    return tuple(
        Entry(record, numbers[record.id], _unused(anchor(record.id), anchors), article,
              cast.of(record), numbers.get(record.parent or ""), title)
        for record in own)


def _unused(name: str, taken: set[str]) -> str:
    """The name, or the first of name-2, name-3, … that no other record has."""
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}-{number}", number + 1
    taken.add(candidate)
    return candidate


def _article(number: int, title: str, entries: tuple[Entry, ...], document: Document | None
             ) -> Article:
    about = entries[0].record.document
    url = web_address(about.url)
    if document is None:
        return Article(number, title, about, url, entries, None, frozenset(), (MISSING,))
    text, numbers = marked(document.text, entries)
    problems = _problems(document.text, [entry.record for entry in entries])
    return Article(number, title, about, url, entries, text, numbers, problems)


def _problems(text: str, records: Sequence[QuoteRecord]) -> tuple[str, ...]:
    found = disagreements(text, records)
    places = [problem for problem in found if problem.endswith("not verbatim")]
    told = [problem for problem in found if problem not in places]
    if places:
        told.append("places of its records that are not in the text, and are not marked: "
                    f"{len(places)}")
    return tuple(told)


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, finalize=harmless,
                              trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_asset("report.html"))


def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    return (f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
            "base-uri 'none'; form-action 'none'")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()
