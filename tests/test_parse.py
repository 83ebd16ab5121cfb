"""The parser: cutting, conversion from Stanza, model folders, odd input, no network access."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import socket
import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.conllu import read, write
from quotes.documents import Document
from quotes.errors import ModelError, UsageError
from quotes.network import Network
from quotes.parse import Parser, download, from_stanza, installed, proposals, published
from quotes.parse.convert import Growing
from quotes.parse.cutting import LONGEST_FOR_STANZA, blocks
from quotes.parse.folder import EMBEDDED, checked
from quotes.text import Span, normalise
from quotes.trees import Name, Parse, Sentence, Token
from tests.trees import build

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = (
    "Mayor reopens bridge\n\nThe mayor, Ana Ruiz, said on Monday that the bridge would reopen. "
    "\u201cWe\u2019re ready,\u201d she told reporters.\n\nAccording to the Harbor Authority, 40 "
    "ships waited off Porto; officials denied it.\n")


@cache
def parser() -> Parser:
    return Parser()


def parsed(text: str) -> Parse:
    [found] = parser().parse([Document(id="a", text=text)])
    return found


def check(parse: Parse, text: str) -> None:
    """What holds of every parse."""
    assert parse.text == text
    plain = normalise(text)
    end = 0
    for i, token in enumerate(parse.tokens):
        assert token.index == i
        assert end <= token.start < token.end
        assert token.text == text[token.start:token.end]
        assert token.upos
        assert token.deprel
        assert token.lemma
        end = token.end
    at = 0
    for i, sentence in enumerate(parse.sentences):
        assert (sentence.index, sentence.first) == (i, at)
        heads = [t.head for t in parse.tokens[sentence.first:sentence.last]]
        assert heads.count(-1) == 1
        assert sentence.last > sentence.first
        inside = range(sentence.first, sentence.last)
        assert all(parse.tokens[k].sentence == i for k in inside)
        assert all(h == -1 or h in inside for h in (parse.tokens[k].head for k in inside))
        assert "\n" not in plain[parse.tokens[sentence.first].start:parse.tokens[sentence.last - 1].end]
        at = sentence.last
    assert at == len(parse.tokens)
    numbers = [sentence.paragraph for sentence in parse.sentences]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(len(set(numbers))))


# Cutting


def test_a_line_is_a_paragraph_and_blanks_are_none() -> None:
    assert list(blocks(" One. \n\n\u0085 \nTwo.")) == [[Span(1, 5), Span(11, 15)]]
    assert list(blocks("\n \t\x80\n")) == []


def test_a_long_paragraph_is_cut_at_a_plain_sentence_end() -> None:
    text = ("The bridge over the river is open. Mr. Ruiz saw it. " * 40).strip()
    [chunks] = blocks(text, LONGEST_FOR_STANZA)
    assert len(chunks) > 2
    assert all(text[chunk.end - 5:chunk.end] == "open." for chunk in chunks[:-1])


def test_without_a_sentence_end_it_is_cut_at_a_blank_and_without_a_blank_anywhere() -> None:
    [chunks] = blocks("word " * 400, 900)
    assert all(("word " * 400)[chunk.start:chunk.end].endswith("word") for chunk in chunks)
    [chunks] = blocks("x" * 2000, 900)
    assert [chunk.end - chunk.start for chunk in chunks] == [900, 900, 200]
    assert list(blocks("x" * 2000)) == [[Span(0, 2000)]]


@settings(max_examples=100, deadline=None)
@given(st.text("ab. \n\u0085\t", max_size=3000))
def test_chunks_hold_every_visible_character_once(text: str) -> None:
    chunks = [chunk for block in blocks(text, 900) for chunk in block]
    assert all(a.end <= b.start for a, b in pairwise(chunks))
    seen = "".join(text[slice(*chunk)] for chunk in chunks)
    assert "".join(seen.split()) == "".join(text.split())
    assert all(text[chunk.start].strip("\u0085 \t") for chunk in chunks)
    assert all(chunk.end - chunk.start <= 900 for chunk in chunks)


def test_a_long_text_comes_in_blocks() -> None:
    found = list(blocks("A sentence here.\n" * 10_000))
    assert len(found) > 1
    assert all(block[-1].end - block[0].start < 110_000 for block in found)
    assert len(list(blocks("A sentence here. " * 10_000))) > 1


# From Stanza


def stanza_document(text: str, sentences: list[list[dict[str, Any]]]) -> Any:
    from stanza.models.common.doc import Document as StanzaDocument

    return StanzaDocument(sentences, text)


def word(number: int, form: str, upos: str, head: int, deprel: str, **more: Any) -> dict[str, Any]:
    return {"id": number, "text": form, "lemma": form.lower(), "upos": upos, "xpos": upos,
            "head": head, "deprel": deprel, **more}


def test_a_stanza_document_with_multi_word_tokens() -> None:
    text = "They can\u2019t go, won\u2019t they"
    document = stanza_document(text, [[
        word(1, "They", "PRON", 4, "nsubj", start_char=0, end_char=4, ner="O"),
        {"id": (2, 3), "text": "can\u2019t", "start_char": 5, "end_char": 10, "ner": "O"},
        word(2, "can", "AUX", 4, "aux", start_char=5, end_char=8),
        word(3, "not", "PART", 4, "advmod", start_char=8, end_char=10),
        word(4, "go", "VERB", 0, "root", start_char=11, end_char=13, ner="O"),
        word(5, ",", "PUNCT", 6, "punct", start_char=13, end_char=14, ner="O"),
        {"id": (6, 7), "text": "won\u2019t", "start_char": 15, "end_char": 20, "ner": "B-ORG"},
        word(6, "will", "AUX", 4, "aux"),
        word(7, "not", "PART", 6, "advmod"),
        word(8, "they", "PRON", 6, "nsubj", start_char=21, end_char=25, ner="E-ORG")]])
    found = from_stanza(document, text)
    assert [(t.text, t.head) for t in found.tokens] == [
        ("They", 3), ("can", 3), ("\u2019t", 3), ("go", -1), (",", 5), ("won\u2019t", 3),
        ("won\u2019t", 5), ("they", 5)]
    assert found.names == (Name(5, 8, "ORG"),)
    assert len(found.sentences) == 1


def test_a_sentence_over_a_line_end_is_two() -> None:
    text = "Big news\n\nAna left."
    document = stanza_document(text, [[
        word(1, "Big", "ADJ", 2, "amod", start_char=0, end_char=3, ner="B-ORG"),
        word(2, "news", "NOUN", 4, "nsubj", start_char=4, end_char=8, ner="I-ORG"),
        word(3, "Ana", "PROPN", 4, "nsubj", start_char=10, end_char=13, ner="E-ORG"),
        word(4, "left.", "VERB", 0, "root", start_char=14, end_char=19, ner="O")]])
    found = from_stanza(document)
    assert [(s.first, s.last, s.paragraph) for s in found.sentences] == [(0, 2, 0), (2, 4, 1)]
    assert [(t.head, t.deprel) for t in found.tokens] == [
        (1, "amod"), (-1, "root"), (3, "nsubj"), (-1, "root")]
    assert found.names == (Name(0, 2, "ORG"), Name(2, 3, "ORG"))


def test_a_wrapped_line_does_not_end_a_sentence() -> None:
    text = ("The mayor of the small town said on Monday that\nthe old bridge would be open again in\n"
            "September.")
    starts = [0, text.index("the old"), text.index("September")]
    ends = [text.index("\n"), text.rindex("\n"), len(text)]
    document = stanza_document(text, [[
        word(i + 1, text[a:b], "X", i, "dep", start_char=a, end_char=b)
        for i, (a, b) in enumerate(zip(starts, ends, strict=True))]])
    assert len(from_stanza(document).sentences) == 1


def test_a_document_without_a_tree_or_offsets_is_refused() -> None:
    bare = stanza_document("A", [[{"id": 1, "text": "A", "start_char": 0, "end_char": 1}]])
    with pytest.raises(UsageError, match="depparse"):
        from_stanza(bare)
    with pytest.raises(UsageError, match="no offsets"):
        from_stanza(stanza_document("A", [[word(1, "A", "X", 0, "root")]]))


def test_a_sentence_of_two_trees_is_two() -> None:
    document = stanza_document("A b c d", [[
        word(1, "A", "X", 2, "dep", start_char=0, end_char=1),
        word(2, "b", "X", 0, "root", start_char=2, end_char=3),
        word(3, "c", "X", 0, "root", start_char=4, end_char=5),
        word(4, "d", "X", 3, "dep", start_char=6, end_char=7)]])
    found = from_stanza(document)
    assert [(s.first, s.last, s.paragraph) for s in found.sentences] == [(0, 2, 0), (2, 4, 0)]
    assert [t.sentence for t in found.tokens] == [0, 0, 1, 1]
    assert [t.head for t in found.tokens] == [1, -1, -1, 2]
    assert not any(s.whole for s in found.sentences)


@pytest.mark.parametrize(("first", "gap", "whole"), [
    ("He left", " ", False), ("He left.", " ", True), ("He left", "\n\n", True)])
def test_a_sentence_that_two_blocks_share_is_in_neither_whole(
        first: str, gap: str, whole: bool) -> None:
    blocks_ = [first, "and came back.", "He sat."]
    text = blocks_[0] + gap + " ".join(blocks_[1:])
    growing = Growing(text)
    for block in blocks_:
        start = text.index(block)
        token = Token(0, 0, start, start + len(block), block, block, "X", "X", -1, "root")
        growing.add(Parse(text, (token,), (Sentence(0, 0, 1, 0),)))
    assert [s.whole for s in growing.parse().sentences] == [whole, whole, True]


# The embedded model


@pytest.mark.model
def test_a_sentence_longer_than_a_window_is_a_sentence_for_each_tree() -> None:
    text = "we saw " + "a-b-c-d-e-f-g-h-i " * 40
    found = parsed(text)
    check(found, text)
    assert len(found.sentences) > 1
    assert not any(sentence.whole for sentence in found.sentences)


@pytest.mark.model
def test_an_article() -> None:
    found = parsed(ARTICLE)
    check(found, ARTICLE)
    said = next(t for t in found.tokens if t.text == "said")
    assert (said.lemma, said.upos, said.head) == ("say", "VERB", -1)
    assert found.child(said.index, "nsubj") == next(t for t in found.tokens if t.text == "mayor")
    assert [t.text for t in found.tokens if t.sentence == 2][:4] == ["\u201c", "We", "\u2019re", "ready"]
    assert "Ana Ruiz" in [ARTICLE[slice(*found.span(range(n.first, n.last)))] for n in found.names]
    assert [s.paragraph for s in found.sentences] == [0, 1, 1, 2]
    shown = [(" ".join(found.tokens[i].text for i in p.cue), found.span(p.source))
             for p in found.proposals]
    assert [cue for cue, _ in shown] == ["said", "told", "According to"]
    assert ARTICLE[slice(*shown[2][1])] == "the Harbor Authority"


@pytest.mark.model
def test_a_parse_goes_through_conllu_and_back() -> None:
    for text in (ARTICLE, "\ufeff One  two.\r\n\r\nThree\tfour\u00a0five. \n"):
        found = parsed(text)
        [back] = read(write(found, "a"))
        assert back.text == text
        assert replace(found, proposals=()) == back.parse
        [again] = parser().parse([Document(id="a", text=text, parse=back.parse)])
        assert [(p.cue, p.content, p.source) for p in again.proposals] == \
            [(p.cue, p.content, p.source) for p in found.proposals]


@pytest.mark.model
@pytest.mark.parametrize("text", [
    "", " \n\t \r\n", "\x00", "a\x00b said \x00.", "\x80\x81 a\x85b", "\u200b", "\ufeffHello.",
    "\U0001f600\U0001f469\u200d\U0001f467 said \u201cyes\u201d \U0001f600", "e\u0301\u0301 " * 40,
    "\u0642\u0627\u0644 \"\u0646\u0639\u0645\".", "One.\r\nTwo.\r\n\r\nThree.", "a\tb\u00a0c\u3000d",
    "a\u2028b\u2029c\x0bd", "." * 3000, "\"" * 400, "x" * 5000, "see http://example.com/" + "a" * 1500,
    "<UNK> <PAD> \\n |", "A" * 990 + " b. " + "c" * 50])
def test_odd_text(text: str) -> None:
    check(parsed(text), text)


@pytest.mark.model
@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    check(parsed(text), text)


@pytest.mark.model
def test_a_long_single_word() -> None:
    check(parsed("x" * 100_000), "x" * 100_000)


@pytest.mark.model
def test_a_long_paragraph_is_one_parse_of_many_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotes.parse.cutting._BLOCK", 2000)
    monkeypatch.setattr("quotes.parse.cutting._LONGEST_BLOCK", 4000)
    text = "The council met on Monday. Ruiz said it would not, as she told the board, pay. " * 150
    text += "\n\nRuiz said no more.\n"
    assert len(list(blocks(normalise(text)))) > 2
    found = parsed(text)
    check(found, text)
    assert {s.paragraph for s in found.sentences} == {0, 1}
    assert len(found.proposals) > 100
    assert all(found.tokens[p.cue[0]].text in ("said", "told") for p in found.proposals)
    assert found.proposals[-1].content[0] > 0.9 * len(found.tokens)


@pytest.mark.model
def test_documents_are_read_as_if_alone() -> None:
    texts = [ARTICLE, "", "He left.", ARTICLE * 3, "\u201cNo,\u201d said Ruiz.\nYes. " + "Long words. " * 200]
    documents = [Document(id=str(i), text=text) for i, text in enumerate(texts)]
    together = Parser(batch_size=64).parse(documents)
    for text, found in zip(texts, together, strict=True):
        alone = parsed(text)
        assert (found.tokens, found.sentences, found.names) == \
            (alone.tokens, alone.sentences, alone.names)
        assert [(p.cue, p.content, p.source) for p in found.proposals] == \
            [(p.cue, p.content, p.source) for p in alone.proposals]


@pytest.mark.model
def test_a_document_that_comes_parsed_keeps_its_trees() -> None:
    given_parse = build("""
        Ana Ana PROPN 2 nsubj B-PERSON
        said say VERB 0 root
        that that SCONJ 5 mark
        it it PRON 5 nsubj
        rained rain VERB 2 ccomp
        . . PUNCT 2 punct
    """)
    [found, other] = parser().parse([Document(id="a", text=given_parse.text, parse=given_parse),
                                     Document(id="b", text=ARTICLE)])
    assert (found.tokens, found.names) == (given_parse.tokens, given_parse.names)
    assert [(p.source, p.cue, p.content) for p in found.proposals] == [((0,), (1,), (2, 3, 4))]
    assert other == parsed(ARTICLE)


@pytest.mark.model
def test_words_that_share_a_span_are_read_by_their_lemmas() -> None:
    text = "Ana won't say, he said."
    document = stanza_document(text, [[
        word(1, "Ana", "PROPN", 4, "nsubj", start_char=0, end_char=3),
        {"id": (2, 3), "text": "won't", "start_char": 4, "end_char": 9},
        word(2, "will", "AUX", 4, "aux"), word(3, "not", "PART", 4, "advmod"),
        word(4, "say", "VERB", 7, "ccomp", start_char=10, end_char=13),
        word(5, ",", "PUNCT", 4, "punct", start_char=13, end_char=14),
        word(6, "he", "PRON", 7, "nsubj", start_char=15, end_char=17),
        word(7, "said", "VERB", 0, "root", start_char=18, end_char=22),
        word(8, ".", "PUNCT", 7, "punct", start_char=22, end_char=23)]])
    network = Network(EMBEDDED)
    found = from_stanza(document, network=network)
    assert [(p.source, p.cue, p.content) for p in found.proposals] == [((5,), (6,), (0, 1, 2, 3))]
    assert proposals([from_stanza(document)], network) == [found.proposals]


@pytest.mark.model
def test_the_variants_in_a_pipeline_of_ones_own_say_what_the_parser_says() -> None:

    import quotes.parse.variants as registered

    nlp = registered.pipeline()
    text = normalise(ARTICLE).strip()
    document = nlp(text)
    own, other = from_stanza(document), parsed(text)
    assert (own.tokens, own.sentences, own.names) == (other.tokens, other.sentences, other.names)
    assert [ent.text for ent in document.ents] == [
        text[slice(*own.span(range(n.first, n.last)))] for n in own.names]
    assert all(sentence.dependencies for sentence in document.sentences)


@pytest.mark.model
def test_name_and_hash() -> None:
    assert parser().name == json.loads((EMBEDDED / "card.json").read_text("utf-8"))["name"]
    assert parser().sha256 == checked(EMBEDDED).sha256
    assert len(parser().sha256) == 64


QUIET = """
import socket, sys
def refuse(*_, **__): raise AssertionError("a look at the network of the world")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
from quotes.conllu import read, write
from quotes.documents import Document
from quotes.parse import Parser
[parse] = Parser(threads=1).parse([Document(id="a", text=open(sys.argv[1], encoding="utf-8").read())])
assert parse.proposals
import os
assert os.environ["OMP_WAIT_POLICY"] == sys.argv[2], os.environ["OMP_WAIT_POLICY"]
assert "torch._dynamo" not in sys.modules
"""


@pytest.mark.model
@pytest.mark.parametrize("policy", [None, "ACTIVE"])
def test_a_fresh_run_prints_nothing_and_never_connects(tmp_path: Path, policy: str | None) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "OMP_WAIT_POLICY"}
    environment |= {"PYTHONPATH": str(ROOT)} | ({"OMP_WAIT_POLICY": policy} if policy else {})
    done = subprocess.run([sys.executable, "-c", QUIET, str(tmp_path / "a.txt"), policy or "PASSIVE"],
                          env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_unmeant_settings_are_refused() -> None:
    with pytest.raises(UsageError):
        Parser(threads=0)
    with pytest.raises(UsageError):
        Parser(batch_size=0)


# Model folders and packages


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    for path in EMBEDDED.iterdir():
        (folder / path.name).symlink_to(path)
    return folder


def replaced(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


@pytest.mark.model
def test_a_folder_like_the_embedded_one(copied: Path) -> None:
    found = Parser(str(copied))
    assert found.sha256 == parser().sha256
    [parse] = found.parse([Document(id="a", text=ARTICLE)])
    assert parse == parsed(ARTICLE)


def test_an_altered_file_is_refused_by_name(copied: Path) -> None:
    content = bytearray((copied / "lemmatizer.json").read_bytes())
    content[1000] ^= 1
    replaced(copied / "lemmatizer.json", bytes(content))
    with pytest.raises(ModelError, match=r"lemmatizer\.json: not the file that .*card\.json names"):
        Parser(str(copied))


OPENED = ["network.safetensors", "vocab.txt", "tokenizer.safetensors", "tokenizer.json", "lemmatizer.json"]


@pytest.mark.parametrize("name", OPENED)
def test_each_file_that_is_opened_must_be_in_the_card(copied: Path, name: str) -> None:
    card = json.loads((EMBEDDED / "card.json").read_text("utf-8"))
    del card["sha256"][name]
    replaced(copied / "card.json", json.dumps(card).encode())
    with pytest.raises(ModelError, match=rf"card\.json: no sha256 of {name}.*name a folder"):
        checked(copied)


def test_other_labels_are_another_model(copied: Path) -> None:
    """Refused where the card vouches for the old ones; with a new card it has another hash."""
    before = checked(copied).sha256
    content = (EMBEDDED / "network.json").read_bytes() + b"\n"
    replaced(copied / "network.json", content)
    with pytest.raises(ModelError, match=r"network\.json: not the file"):
        checked(copied)
    card = json.loads((EMBEDDED / "card.json").read_text("utf-8"))
    card["sha256"]["network.json"] = hashlib.sha256(content).hexdigest()
    replaced(copied / "card.json", json.dumps(card).encode())
    assert checked(copied).sha256 != before


@pytest.mark.parametrize("name", ["tokenizer.json", "network.json", "card.json"])
def test_a_missing_file_is_named(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(ModelError, match=f"{name}.*name a folder"):
        Parser(str(copied))


@pytest.mark.parametrize("content", [
    b"{", b"[]", b'{"name": "x"}', b'{"name": "x", "sha256": {}}', b'{"name": "x", "sha256": []}',
    b'{"name": "x", "sha256": {"lemmatizer.json": null}}'])
def test_a_broken_card_is_refused(copied: Path, content: bytes) -> None:
    replaced(copied / "card.json", content)
    with pytest.raises(ModelError, match=r"card\.json"):
        Parser(str(copied))


def test_a_folder_that_is_none() -> None:
    with pytest.raises(ModelError, match="no folder with a model"):
        Parser("no/such/folder")


@pytest.fixture
def resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in place of Stanza's."""
    import stanza.resources.common as common

    monkeypatch.setattr(common, "DEFAULT_MODEL_DIR", str(tmp_path))
    return tmp_path


def test_a_package_that_was_not_downloaded(resources: Path) -> None:
    assert installed() == []
    with pytest.raises(ModelError, match="quotes models download combined"):
        Parser("stanza:combined")


def listing(folder: Path) -> None:
    (folder / "resources.json").write_text(json.dumps({"en": {
        "lang_name": "English", "default_processors": {"tokenize": "ours"},
        "packages": {"ours": {"tokenize": "ours", "pos": "ours", "depparse": "ours"},
                     "theirs": {"tokenize": "theirs"}},
        "tokenize": {"ours": {}, "theirs": {}}, "pos": {"ours": {}}, "depparse": {"ours": {}}}}))


def test_installed_packages_are_those_whose_files_are_here(resources: Path) -> None:
    listing(resources)
    assert installed() == []
    for name in ("tokenize", "pos", "depparse"):
        (resources / "en" / name).mkdir(parents=True)
        (resources / "en" / name / "ours.pt").touch()
    assert installed() == ["stanza:ours"]


def packaged(folder: Path) -> Path:
    """A package of one model and of one that it depends on; the file of the first."""
    (folder / "resources.json").write_text(json.dumps({"en": {
        "packages": {"ours": {"tokenize": "ours"}},
        "tokenize": {"ours": {"md5": hashlib.md5(b"a").hexdigest(),  # noqa: S324
                              "dependencies": [{"model": "pretrain", "package": "p"}]}},
        "pretrain": {"p": {"md5": hashlib.md5(b"b").hexdigest()}}}}))  # noqa: S324
    for name, content in (("tokenize/ours", b"a"), ("pretrain/p", b"b")):
        path = folder / "en" / f"{name}.pt"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    return folder / "en" / "tokenize" / "ours.pt"


def test_a_package_as_published_and_one_that_was_cut(resources: Path) -> None:
    path = packaged(resources)
    model = published("stanza:ours")
    assert sorted(p.name for p in model.hashes) == ["ours.pt", "p.pt"]
    path.write_bytes(b"")
    with pytest.raises(ModelError, match=r"ours\.pt: not the file that Stanza published; run"):
        published("stanza:ours")
    path.unlink()
    with pytest.raises(ModelError, match=r"ours\.pt: No such file"):
        published("stanza:ours")


def trapped(path: Path) -> Path:
    """A pickle that makes a folder when it is read; that folder."""
    trap = path.with_name("sprung")
    path.write_bytes(pickle.dumps(Trap(str(trap)), protocol=2))
    return trap


def vouch(folder: Path, *names: str) -> None:
    card = json.loads((folder / "card.json").read_text("utf-8"))
    card["sha256"] |= {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    replaced(folder / "card.json", json.dumps(card).encode())


@pytest.mark.model
def test_a_pickle_in_a_model_folder_is_never_opened(copied: Path) -> None:
    """Not even where the card vouches for it, as older models' did for their lemmatizer."""
    trap = trapped(copied / "lemma.pt")
    vouch(copied, "lemma.pt")
    [parse] = Parser(str(copied)).parse([Document(id="a", text=ARTICLE)])
    assert parse == parsed(ARTICLE)
    assert not trap.exists()


def test_a_pickle_under_the_name_of_the_lemmatizer_is_refused(copied: Path) -> None:
    (copied / "lemmatizer.json").unlink()
    trap = trapped(copied / "lemmatizer.json")
    vouch(copied, "lemmatizer.json")
    with pytest.raises(ModelError, match=r"lemmatizer\.json: no lemmatizer"):
        Parser(str(copied))
    assert not trap.exists()


def test_a_model_of_the_older_kind_is_refused_with_what_it_lacks(copied: Path) -> None:
    """Its lemmatizer was a pickle beside the network."""
    (copied / "lemmatizer.json").unlink()
    trap = trapped(copied / "lemma.pt")
    vouch(copied, "lemma.pt")
    card = json.loads((copied / "card.json").read_text("utf-8"))
    del card["sha256"]["lemmatizer.json"]
    replaced(copied / "card.json", json.dumps(card).encode())
    with pytest.raises(ModelError, match=r"card\.json: no sha256 of lemmatizer\.json.*name a folder"):
        Parser(str(copied))
    assert not trap.exists()


class Trap:
    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self.path,)


def test_a_download_without_a_network_says_what_to_do(resources: Path,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no network here")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(ModelError, match=r"combined.*check the name and the network"):
        download("combined")
    assert list(resources.iterdir()) == []


@pytest.mark.model
def test_a_stand_in_gives_tokens_and_trees_and_the_network_proposals(
        monkeypatch: pytest.MonkeyPatch) -> None:
    """An official package's part is played by a pipeline of other processors."""
    from quotes.parse import official
    from quotes.parse.variants import pipeline

    own = checked(EMBEDDED)
    stand_in = pipeline()
    looked_at: list[str] = []
    monkeypatch.setattr(official, "checked", looked_at.append)
    monkeypatch.setattr(official, "pipeline", lambda package: stand_in)
    found = Parser("stanza:ours")
    assert looked_at == ["ours"]
    assert found.name == f"stanza:ours+{own.name}"
    assert found.sha256 != own.sha256
    [parse] = found.parse([Document(id="a", text=ARTICLE)])
    assert parse == parsed(ARTICLE)


def test_threads_beyond_reason_are_refused() -> None:
    with pytest.raises(UsageError, match="threads 1 to 256"):
        Parser(threads=100_000)
