"""Edges and kinds: where content begins and ends, and what of it stands in marks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quotes.attribution import edges
from quotes.attribution.marked import Marked
from quotes.marks import find_quotations
from quotes.text import Span
from quotes.trees import Parse, Sentence, Token


def _parse(text: str) -> Parse:
    """A token a word or mark, without a tree; a blank line ends a paragraph."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    place = 0
    for number, paragraph in enumerate(text.split("\n\n")):
        first = len(tokens)
        for word in _split(paragraph):
            start = text.index(word, place)
            place = start + len(word)
            upos = "X" if any(c.isalnum() for c in word) else "PUNCT"
            tokens.append(Token(len(tokens), number, start, place, word, word.lower(), upos, upos,
                                -1 if len(tokens) == first else first, "dep"))
        sentences.append(Sentence(number, first, len(tokens), number))
    return Parse(text, tuple(tokens), tuple(sentences))


def _split(paragraph: str) -> list[str]:
    for mark in '",.:?!“”«»„‘;()':
        paragraph = paragraph.replace(mark, f" {mark} ")
    return paragraph.split()


def _tokens(parse: Parse, phrase: str) -> tuple[int, ...]:
    start = parse.text.index(phrase)
    return tuple(parse.tokens_in(Span(start, start + len(phrase))))


def _segments(text: str, *meant: str, cue: str = "said", source: str = "Ruiz") -> list[str]:
    """The content's spans where the words of `meant` were proposed."""
    parse = _parse(text)
    outside = frozenset((*_tokens(parse, cue), *_tokens(parse, source)))
    usable = Marked.of(parse).around(_tokens(parse, cue), range(len(parse.tokens)))
    words = sorted({i for phrase in meant for i in _tokens(parse, phrase)})
    return [text[s:e] for s, e in edges.segments(parse, words, outside, usable)]


def test_the_outer_pair_is_left_out() -> None:
    assert _segments('"The road is open," Ruiz said.', '"The road is open,"') == [
        "The road is open,"]


def test_the_pair_is_left_out_where_only_the_inside_was_meant() -> None:
    assert _segments('"The road is open," Ruiz said.', "The road is open") == ["The road is open,"]


def test_a_quotation_mostly_meant_is_meant_whole() -> None:
    assert _segments('"The road is open now," Ruiz said.', "road is open") == [
        "The road is open now,"]


def test_a_piece_mostly_inside_is_the_quotation() -> None:
    text = '"The road is open and the bridge is shut," Ruiz said.'
    assert _segments(text, "bridge is") == ["The road is open and the bridge is shut,"]


def test_a_piece_that_grazes_a_quotation_leaves_it() -> None:
    text = 'Ruiz said the road by the old river is open "as it has always been, whatever they say".'
    assert _segments(text, 'the road by the old river is open "as') == [
        "the road by the old river is open"]


def test_most_of_a_quotation_takes_all_of_it_whatever_stands_before() -> None:
    text = 'Ruiz said the plan of the old men was a "very bad joke".'
    assert _segments(text, 'the plan of the old men was a "very bad') == [
        'the plan of the old men was a "very bad joke"']


def test_marks_within_stay_balanced() -> None:
    assert _segments('Ruiz said it was a "total war" on them.', 'it was a "total war" on them') == [
        'it was a "total war" on them']
    assert _segments('Ruiz said it was a "total war".', 'it was a "total war') == [
        'it was a "total war"']


def test_two_pairs_are_no_outer_pair() -> None:
    text = 'Ruiz said "a gift" and "an insult".'
    assert _segments(text, '"a gift" and "an insult"') == ['"a gift" and "an insult"']


def test_end_punctuation_of_unquoted_words_is_left_out() -> None:
    assert _segments("Ruiz said the road is open.", "the road is open.") == ["the road is open"]
    assert _segments("The road is open, Ruiz said.", "The road is open,") == ["The road is open"]


def test_a_stray_mark_goes() -> None:
    text = 'Ruiz said the road is open".'
    assert all('"' not in piece for piece in _segments(text, 'the road is open"'))


def test_brackets_stay() -> None:
    assert _segments("Ruiz said it is open (again).", "it is open (again).") == [
        "it is open (again)"]


def test_cue_and_source_part_the_content() -> None:
    text = '"The roof came down," said Ruiz, "before dawn."'
    assert _segments(text, text) == ["The roof came down,", "before dawn."]


def test_punctuation_alone_does_not_part_it() -> None:
    assert _segments("Ruiz said yes, and no.", "yes", "and no") == ["yes, and no"]


def test_a_cue_within_reported_words() -> None:
    assert _segments("The road, Ruiz said, is open.", "The road", "is open") == [
        "The road", "is open"]


def test_a_paragraph_end_parts_it() -> None:
    text = 'Ruiz said: "One.\n\n"Two."'
    assert _segments(text, '"One.\n\n"Two."') == ["One.", "Two."]


def test_the_end_of_a_wrapped_line_does_not_part_it() -> None:
    parse = _parse("The road is open, and it is safe, Ruiz said.")
    wrapped = replace(parse, text=parse.text.replace("open, and", "open,\nand"))
    pieces = [Span(0, 16), Span(18, 32)]
    assert [s.start for s in edges._unite(wrapped, pieces, [])] == [0]
    other = _parse("The road is open,\n\nand it is safe, Ruiz said.")
    assert [s.start for s in edges._unite(other, [Span(0, 16), Span(19, 33)], [])] == [0, 19]


def test_words_alone_make_a_segment() -> None:
    assert _segments('"Go," Ruiz said. "" ...', '"Go,"', '"" ...') == ["Go,"]


def test_a_cue_inside_a_quotation_leaves_its_marks_alone() -> None:
    text = '"My mother said it rains and I believe her," he wrote.'
    assert _segments(text, "it rains", source="My mother") == ["it rains"]


@pytest.mark.parametrize("text", [
    "“The road is open,” Ruiz said.", "«The road is open,» Ruiz said.",
    "„The road is open,“ Ruiz said.", "'The road is open,' Ruiz said.",
    "``The road is open,'' Ruiz said.", "「The road is open,」 Ruiz said.",
])
def test_every_system_of_marks(text: str) -> None:
    assert _segments(text, "The road is open") == ["The road is open,"]


def _kind(text: str, content: str, **pos: str) -> str:
    parse = _parse(text)
    tokens = tuple(t if t.text not in pos else
                   Token(t.index, t.sentence, t.start, t.end, t.text, t.lemma, pos[t.text],
                         t.xpos, t.head, t.deprel) for t in parse.tokens)
    parse = Parse(parse.text, tokens, parse.sentences)
    start = text.index(content)
    spans = [Span(start, start + len(content))]
    return edges.kind(parse, spans, edges.quoted(parse, spans, find_quotations(text)))


@pytest.mark.parametrize(("text", "content", "kind"), [
    ('"We are open," he said.', "We are open,", "direct"),
    ("He said we are open.", "we are open", "indirect"),
    ('He said we are "wide open".', 'we are "wide open"', "mixed"),
    ('He read "The Long Winter" twice.', 'read "The Long Winter" twice', "indirect"),
    ('He met Jack "The Hammer" Dolan.', 'met Jack "The Hammer" Dolan', "indirect"),
    ('He said the "Red Dawn" was "a bad joke".', 'the "Red Dawn" was "a bad joke"', "mixed"),
    ('He said "No" to them.', '"No" to them', "mixed"),
])
def test_kind(text: str, content: str, kind: str) -> None:
    assert _kind(text, content) == kind


def test_a_name_alone_in_marks_is_a_label() -> None:
    assert _kind('He met "Dino" there.', 'met "Dino" there', Dino="PROPN") == "indirect"


def test_quoted_leaves_the_marks_out() -> None:
    text = 'He said "a gift" and "an insult".'
    parse = _parse(text)
    content = [Span(text.index('"a'), text.index("."))]
    found = edges.quoted(parse, content, find_quotations(text))
    assert [text[s:e] for s, e in found] == ["a gift", "an insult"]


def test_inner_marks_are_no_quoted_part_of_their_own() -> None:
    text = "\"He said 'go away' to me,\" she wrote."
    parse = _parse(text)
    content = [Span(1, text.index('," '))]
    found = edges.quoted(parse, content, find_quotations(text))
    assert [text[s:e] for s, e in found] == ["He said 'go away' to me"]


def test_a_cue_in_one_paragraph_of_a_long_quotation_excludes_it_all_there() -> None:
    text = '"I said no."'
    parse = _parse(text)
    assert Marked.of(parse).around(_tokens(parse, "said"), range(len(parse.tokens))) == []
    assert len(Marked.of(parse).around((), range(len(parse.tokens)))) == 1
