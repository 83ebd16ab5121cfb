"""Labels of names from mentions that people marked, on hand-made trees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quotes.trees import Parse
from tests.trees import build
from training.joint import mentions
from training.joint.mentions import labelled

VISIT = """
Yesterday yesterday NOUN 5 obl:unmarked B-DATE
Mayor mayor PROPN 5 nsubj
Ana Ana PROPN 2 flat B-ORG
Ruiz Ruiz PROPN 2 flat I-ORG
met meet VERB 0 root
the the DET 7 det
Bank bank PROPN 5 obj B-GPE
of of ADP 9 case
Norway Norway PROPN 7 nmod B-GPE
and and CCONJ 11 cc
Oslo Oslo PROPN 7 conj
. . PUNCT 5 punct
"""
# The spaces of a text and its treebank differ.
SPACED = "Yesterday  Mayor Ana Ruiz\nmet the Bank of Norway and Oslo ."


def shared(folder: Path, text: str, marked: list[tuple[str, str, str]], *, nc: bool = False) -> Path:
    """A corpus of one document; each of the mentions is a type, a phrase and its head."""
    entities = [{"id": str(i), "type": kind, "mentions": [{
        "span": [text.index(phrase), text.index(phrase) + len(phrase)], "upos": "PROPN",
        "head": [text.index(head), text.index(head) + len(head)]}]}
        for i, (kind, phrase, head) in enumerate(marked)]
    (folder / mentions.TEXTS).parent.mkdir()
    (folder / mentions.TEXTS).write_text(json.dumps({"id": "a", "text": text}), "utf-8")
    row = {"id": "a", "nc": nc, "entities": entities}
    (folder / mentions.MENTIONS).write_text(json.dumps(row), "utf-8")
    return folder


def silver(lines: str) -> list[str]:
    return [[*line.split(), "O"][5] for line in lines.split("\n") if line]


def found(parse: Parse, labels: list[str]) -> list[str]:
    return [f"{token.text}/{label}" for token, label in zip(parse.tokens, labels, strict=True)
            if label != "O"]


def test_the_name_in_a_mention_is_its_proper_nouns_without_titles(tmp_path: Path) -> None:
    known = mentions.read(shared(tmp_path, SPACED, [
        ("person", "Mayor Ana Ruiz", "Mayor"), ("place", "Norway", "Norway"),
        ("organization", "the Bank of Norway and Oslo", "Bank"), ("place", "Oslo", "Oslo")]))
    parse = build(VISIT)
    assert found(parse, labelled(parse, silver(VISIT), known)) == [
        "Yesterday/B-DATE", "Ana/B-PERSON", "Ruiz/I-PERSON",
        "Bank/B-ORG", "of/I-ORG", "Norway/I-ORG", "Oslo/B-GPE"]


@pytest.mark.parametrize(("kind", "phrase", "head"), [
    ("person", "Mayor", "Mayor"),  # a title alone
    ("event", "Oslo", "Oslo"),  # the treaty
])
def test_what_is_no_name_of_a_kind_that_counts(tmp_path: Path, kind: str, phrase: str,
                                               head: str) -> None:
    known = mentions.read(shared(tmp_path, SPACED, [(kind, phrase, head)]))
    parse = build(VISIT)
    assert found(parse, labelled(parse, silver(VISIT), known)) == ["Yesterday/B-DATE"]


def test_documents_with_a_clause_against_trade_teach_nothing(tmp_path: Path) -> None:
    assert mentions.read(shared(tmp_path, SPACED, [("place", "Oslo", "Oslo")], nc=True)) == {}


PARKS = """
The the DET 2 det
British British PROPN 3 nsubj B-NORP
run run VERB 0 root
the the DET 6 det
National national ADJ 6 amod B-ORG
Parks park PROPN 3 obj I-ORG
here here ADV 3 advmod
. . PUNCT 3 punct
"""


def test_silver_says_what_kind_of_place_it_is_and_what_is_a_people(tmp_path: Path) -> None:
    text = "The British run the National Parks here."
    known = mentions.read(shared(tmp_path, text, [("person", "The British", "British"),
                                                  ("place", "the National Parks", "Parks")]))
    parse = build(PARKS)
    assert found(parse, labelled(parse, silver(PARKS), known)) == [
        "British/B-NORP", "National/B-GPE", "Parks/I-GPE"]
    facilities = [label.replace("ORG", "FAC") for label in silver(PARKS)]
    assert found(parse, labelled(parse, facilities, known))[1:] == ["National/B-FAC", "Parks/I-FAC"]


NOISE = """
really really ADV 2 advmod B-ORG
good good ADJ 0 root I-ORG
Ruiz Ruiz PROPN 2 vocative B-PERSON
ten ten NUM 2 dep B-CARDINAL
"""


def test_where_nobody_marked_anything_a_name_holds_a_proper_noun() -> None:
    parse = build(NOISE)
    assert labelled(parse, silver(NOISE), {}) == ["O", "O", "B-PERSON", "B-CARDINAL"]
