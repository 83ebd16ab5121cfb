"""CoNLL-U in and out: exact text, offsets, names, and what is refused with its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.conllu import read, write
from quotes.errors import InputError
from quotes.trees import Name, Parse, Sentence, Token
from tests.trees import build


def row(number: str, form: str, head: int | str = 0, misc: str = "_", deprel: str = "dep") -> str:
    return "\t".join([number, form, form.lower(), "X", "_", "_", str(head), deprel, "_", misc])


def lines(*rows: str) -> str:
    return "\n".join(rows) + "\n\n"


PLAIN = build("""
    Ana Ana PROPN 2 nsubj B-PERSON
    left leave VERB 0 root
    . . PUNCT 2 punct

    He he PRON 2 nsubj
    slept sleep VERB 0 root
    #
    Rain rain NOUN 0 root
""")


def test_a_written_parse_reads_back_the_same() -> None:
    [found] = read(write(PLAIN, "a"))
    assert found.id == "a"
    assert found.text == PLAIN.text == "Ana left. He slept\n\nRain"
    assert found.parse == PLAIN


def test_what_is_written() -> None:
    first = write(PLAIN, "a\nb").split("\n")
    assert first[:4] == ["# newdoc id = a b", "# newpar", "# sent_id = 1", "# text = Ana left."]
    assert first[4] == "1\tAna\tAna\tPROPN\tNNP\t_\t2\tnsubj\t_\tstart_char=0|end_char=3|NER=B-PERSON"
    assert first[5].endswith("NER=O|SpaceAfter=No")
    assert write(PLAIN, "a").count("# newpar") == 2
    assert all(len(line.split("\t")) == 10 for line in first if line and line[0] != "#")


def test_a_document_without_a_word_writes_nothing() -> None:
    assert write(Parse(" \n", (), ()), "a") == ""
    assert read("") == []


GAPS = st.text("\u00a0 \t\n\r\u0085|\\\u2028\u3000", min_size=0, max_size=3)
FORMS = st.text(st.characters(exclude_categories=("Cs", "Z", "Cc")), min_size=1, max_size=6) \
    .filter(lambda form: not any(map(str.isspace, form)) and form != "_")


@st.composite
def parses(draw: st.DrawFn) -> Parse:
    text = draw(GAPS)
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    names: list[Name] = []
    paragraph = -1
    for number in range(draw(st.integers(0, 3))):
        first = len(tokens)
        paragraph += draw(st.booleans()) or number == 0
        size = draw(st.integers(1, 4))
        for i in range(size):
            form = draw(FORMS)
            if draw(st.integers(0, 5)) == 0:
                form += draw(st.sampled_from([" ", "\n", "\t"])) + "x"
            tokens.append(Token(first + i, number, len(text), len(text) + len(form), form, "l", "X",
                                "", first + i - 1 if i else -1, "dep"))
            text += form + draw(GAPS)
        if draw(st.booleans()):
            names.append(Name(first, draw(st.integers(first + 1, first + size)), "ORG"))
        sentences.append(Sentence(number, first, first + size, paragraph))
    return Parse(text, tuple(tokens), tuple(sentences), tuple(names))


@settings(max_examples=300, deadline=None)
@given(parses())
def test_any_text_comes_back_exactly(parse: Parse) -> None:
    found = read(write(parse, "x"))
    if not parse.tokens:
        assert found == []
        return
    assert found[0].text == parse.text
    assert found[0].parse == parse


def test_without_blanks_told_the_text_is_the_text_lines() -> None:
    [found] = read(lines("# newdoc", "# newpar", "# text = A  b.", row("1", "A"), row("2", "b", 1),
                         row("3", ".", 1)) +
                   lines("# text = C", row("1", "C")) +
                   lines("# newpar", "# text = D", row("1", "D")))
    assert found.text == "A  b. C\n\nD"
    assert [(t.start, t.end) for t in found.parse.tokens] == [(0, 1), (3, 4), (4, 5), (6, 7), (9, 10)]
    assert [s.paragraph for s in found.parse.sentences] == [0, 0, 1]


def test_without_a_text_line_words_stand_apart_but_for_space_after() -> None:
    [found] = read(lines(row("1", "A", 0, "SpaceAfter=No"), row("2", "b", 1, "SpaceAfter=No")) +
                   lines(row("1", "C")))
    assert found.text == "AbC"
    assert found.id is None


def test_start_char_widens_the_gap() -> None:
    [found] = read(lines(row("1", "A", 0, "start_char=2|end_char=3")) +
                   lines("# newpar", row("1", "B", 0, "start_char=6|end_char=7")))
    assert found.text == "  A\n\n\nB"


def test_documents_are_told_apart() -> None:
    found = read(lines("# newdoc id = a", row("1", "A")) + lines("# newdoc id = b", row("1", "B")))
    assert [(f.id, f.text) for f in found] == [("a", "A"), ("b", "B")]


def test_words_of_a_multi_word_token() -> None:
    [found] = read(lines("# text = dont wont", "1-2\tdont" + "\t_" * 8, row("1", "do"),
                         row("2", "nt", 1), "3-4\twont" + "\t_" * 8, row("3", "will", 1),
                         row("4", "not", 1), "4.1\tx" + "\t_" * 8))
    assert [(t.start, t.end, t.text) for t in found.parse.tokens] == [
        (0, 2, "do"), (2, 4, "nt"), (5, 9, "wont"), (5, 9, "wont")]
    written = write(found.parse, "a")
    assert "\n3-4\twont\t" in written
    assert "1-2" not in written
    assert read(written)[0].parse == found.parse


def test_names_in_bio_or_bioes_end_with_the_sentence() -> None:
    [found] = read(lines(row("1", "A", 0, "ner=B-ORG"), row("2", "b", 1, "ner=E-ORG"),
                         row("3", "c", 1, "ner=S-GPE")) + lines(row("1", "D", 0, "NER=I-GPE")))
    assert found.parse.names == (Name(0, 2, "ORG"), Name(2, 3, "GPE"), Name(3, 4, "GPE"))


def test_crlf_and_a_byte_order_mark() -> None:
    [found] = read("\ufeff" + lines("# newdoc id = a", row("1", "A")).replace("\n", "\r\n"))
    assert (found.id, found.text) == ("a", "A")


@pytest.mark.parametrize(("text", "line", "message"), [
    ("1\tA\n\n", 1, "2 columns"),
    (lines(row("1", "A"), row("3", "B")), 2, "word number '3' where 2"),
    (lines(row("1", "")), 1, "a word without a form"),
    (lines(row("1" * 5000, "A")), 1, "word number"),
    (lines("# text = A c", row("1", "A"), row("2", "b", 1)), 3, "does not come next"),
    (lines("# text = A b", row("1", "A")), 2, "goes on after"),
    (lines(row("1", "A"), row("2", "b", 5)), 2, "head 5 in a sentence of 2 words"),
    (lines(row("1", "A", "_")), 1, "head is '_', not a number"),
    (lines(row("1", "A", 2), row("2", "b", 1)), 1, "cycle"),
    (lines(row("1", "A", 1)), 1, "cycle"),
    (lines(row("1", "A", 0, "start_char=0|end_char=9")), 1, "end_char=9"),
    (lines(row("1", "AA")) + lines(row("1", "b", 0, "start_char=1")), 3, "start_char=1 lies inside"),
    (lines(row("1", "A"), row("2", "b", 1, "start_char=7")), 2, "start_char=7"),
    (lines("1-2\tAb" + "\t_" * 8, row("1", "A")), 1, "without all of its words"),
])
def test_bad_input_names_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(text)
    assert caught.value.line == line
