"""How a record reads: its text, piece by piece."""

from __future__ import annotations

import pytest

from quotes.assembly import assemble, display
from quotes.attribution import Attribution, Relay
from quotes.documents import Document
from quotes.records import Generator, Time
from quotes.speakers import resolve
from quotes.text import Span, normalise, paragraphs
from quotes.trees import Parse, Sentence, Token
from tests.trees import build

WRAPPED = ("\u201cWe close the harbour tonight before the storm,\u201d\n"
           "the mayor said. \u201cNobody may sail until the wind\n"
           "has turned.\u201d\n")


def _parse(text: str) -> Parse:
    """One sentence a paragraph, as the parser finds paragraphs: in the normalised text."""
    tokens: list[Token] = []
    sentences = []
    for number, place in enumerate(paragraphs(normalise(text))):
        first, at = len(tokens), place.start
        for word in text[place.start:place.end].split():
            start = text.index(word, at)
            at = start + len(word)
            tokens.append(Token(len(tokens), number, start, at, word, word, "X", "X",
                                first if len(tokens) > first else -1, "dep"))
        sentences.append(Sentence(number, first, len(tokens), number))
    return Parse(text, tuple(tokens), tuple(sentences))


def _span(text: str, start: str, end: str) -> Span:
    return Span(text.index(start), text.index(end) + len(end))


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_pieces_of_one_wrapped_paragraph_are_joined_by_a_blank(line_end: str) -> None:
    text = WRAPPED.replace("\n", line_end)
    pieces = [_span(text, "We close", "storm,"), _span(text, "Nobody", "turned.")]
    assert display(_parse(text), pieces) == (
        "We close the harbour tonight before the storm, "
        "Nobody may sail until the wind has turned.")


def test_pieces_of_two_paragraphs_are_set_apart_by_a_blank_line() -> None:
    text = "\u201cWe close tonight.\n\u201cNobody may sail.\u201d\n"
    pieces = [_span(text, "We", "tonight."), _span(text, "Nobody", "sail.")]
    assert display(_parse(text), pieces) == "We close tonight.\n\nNobody may sail."


@pytest.mark.parametrize(("modality", "day"), [
    (None, "2015-03-16"), ("will", "2015-03-23"), ("would", None), ("decline", "2015-03-16"),
])
def test_a_time_has_its_day_by_the_documents_date(modality: str | None, day: str | None) -> None:
    parse = build("Ruiz Ruiz PROPN 2 nsubj\nsaid say VERB 0 root O VBD\nno no INTJ 2 obj\n"
                  "Monday Monday PROPN 2 obl:tmod B-DATE")
    found = Attribution(type="indirect", content=(parse.span((2,)),), cue=(1,), source=(0,),
                        time=(3,), modality=modality)
    document = Document("a", parse.text, date="2015-03-18")
    generator = Generator(program="", model="", model_sha256="", settings_sha256="")
    made = assemble(document, parse, [found], resolve(parse, [found]), generator)
    assert made[0].circumstances.time == Time(start=13, end=19, text="Monday", iso=day)


def _chain(parse: Parse, *found: Attribution) -> list[tuple[str, str]]:
    generator = Generator(program="", model="", model_sha256="", settings_sha256="")
    made = assemble(Document("a", parse.text), parse, found, resolve(parse, found), generator)
    return [(source.relation, source.name) for source in made[-1].sources]


NESTED = """\
{} nsubj
says say VERB 0 root O VBZ
Ruiz Ruiz PROPN 4 nsubj B-PERSON
said say VERB 2 ccomp O VBD
no no INTJ 4 obj"""


@pytest.mark.parametrize(("speaker", "source"), [
    ("Reuters Reuters PROPN 2", ("relayed_by", "Reuters")),
    ("Letters letter NOUN 2", ("document", "Letters")),
    ("Recordings recording NOUN 2", ("recording", "Recordings")),
])
def test_whoever_speaks_around_words_is_their_source(speaker: str, source: tuple[str, str]) -> None:
    parse = build(NESTED.format(speaker))
    outer = Attribution(type="indirect", content=(parse.span((2, 4)),), cue=(1,), source=(0,))
    inner = Attribution(type="indirect", content=(parse.span((4,)),), cue=(3,), source=(2,), parent=0)
    assert _chain(parse, outer, inner) == [source]


def test_a_source_stands_once_where_it_is_nearest_to_the_reader() -> None:
    parse = build(NESTED.format("Letters letter NOUN 2"))
    outer = Attribution(type="indirect", content=(parse.span((2, 4)),), cue=(1,), source=(0,),
                        relays=(Relay("published_by", (1,)),))
    inner = Attribution(type="indirect", content=(parse.span((4,)),), cue=(3,), source=(2,), parent=0,
                        relays=(Relay("document", (0,)), Relay("published_by", (1,))))
    assert _chain(parse, outer, inner) == [("published_by", "says"), ("document", "Letters")]
