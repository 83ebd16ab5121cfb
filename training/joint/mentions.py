"""Names of people's coreference: decides where in a mention the name is, and what silver is worth.

A mention is a whole phrase ("the late Mayor Ana Ruiz of Lund"), and only one whose head is a proper
noun holds a name. Kinds other than people, organisations and places keep the silver labels.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from quotes import lexicon
from quotes.text import Span, straighten
from quotes.trees import Parse
from training.joint.labels import words_in

# Beside each other: the texts, and by the same ids the mentions with offsets into them.
TEXTS, MENTIONS = "gum/dev.jsonl", "gum/coref.jsonl"

# What silver calls a mention of this type. The first is taken where it says none of them.
_KINDS = {"person": ("PERSON",), "organization": ("ORG",), "place": ("GPE", "LOC", "FAC")}
_NAMES = frozenset(kind for kinds in _KINDS.values() for kind in kinds)
_GLUE = frozenset("-\u2013&'.")
_OF = ("of", "for")
Entities = Sequence[Mapping[str, Any]]


class _Found(NamedTuple):
    first: int
    end: int
    type: str


def read(shared: Path) -> dict[str, Entities]:
    """By a text without its blanks, the entities of each document that weights may learn from.

    The offsets of their mentions are turned into such as count no blanks, since a treebank
    sets them in its own way. Documents under a non-commercial licence are left out.
    """
    texts = {row["id"]: row["text"] for row in _rows(shared / TEXTS)}
    found = {}
    for row in _rows(shared / MENTIONS):
        if not row["nc"]:
            text = texts[row["id"]]
            found[_solid(text)] = _shifted(row["entities"], _counted(text))
    return found


def _rows(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _solid(text: str) -> str:
    return "".join(straighten(text).split())


def _counted(text: str) -> list[int]:
    """How many characters that are no blanks stand before each."""
    found = [0]
    for sign in text:
        found.append(found[-1] + (not sign.isspace()))
    return found


def _shifted(entities: Entities, counted: Sequence[int]) -> Entities:
    return [{"type": entity["type"],
             "mentions": [{"upos": mention["upos"],
                           **{part: [counted[at] for at in mention[part]]
                              for part in ("span", "head")}}
                          for mention in entity["mentions"]]}
            for entity in entities]


def labelled(parse: Parse, silver: Sequence[str], known: Mapping[str, Entities]) -> list[str]:
    """BIO labels of names: those of the document's mentions, or else silver without its errors."""
    entities = known.get(_solid(parse.text))
    if entities is None:
        return _sound(parse, silver)
    found = ["O" if label[2:] in _NAMES else label for label in silver]
    for name in _apart(_names(parse, entities)):
        own = {label[2:] for label in silver[name.first:name.end]}
        if own == {"NORP"}:  # "the British" are persons to the one, a people to the other
            continue
        kinds = _KINDS[name.type]
        kind = next((kind for kind in kinds if kind in own), kinds[0])
        found[name.first:name.end] = [f"I-{kind}"] * (name.end - name.first)
        found[name.first] = f"B-{kind}"
    return _begun(found)


def _sound(parse: Parse, silver: Sequence[str]) -> list[str]:
    """Without people, organisations and places that hold no proper noun."""
    found = list(silver)
    start = 0
    for i in range(1, len(silver) + 1):
        if i == len(silver) or not silver[i].startswith("I-"):
            own = parse.tokens[start:i]
            if silver[start][2:] in _NAMES and all(token.upos != "PROPN" for token in own):
                found[start:i] = ["O"] * (i - start)
            start = i
    return found


def _begun(labels: list[str]) -> list[str]:
    """A rest of a silver name whose first word went to another begins with its first word."""
    for i, label in enumerate(labels):
        if label.startswith("I-") and (i == 0 or labels[i - 1][2:] != label[2:]):
            labels[i] = "B" + label[1:]
    return labels


def _apart(names: Iterable[_Found]) -> Iterator[_Found]:
    """Of names within names the longest."""
    taken: set[int] = set()
    for name in sorted(names, key=lambda name: name.first - name.end):
        own = range(name.first, name.end)
        if taken.isdisjoint(own):
            taken.update(own)
            yield name


def _names(parse: Parse, entities: Entities) -> Iterator[_Found]:
    counted = _counted(parse.text)
    words = [Span(counted[token.start], counted[token.end]) for token in parse.tokens]
    for entity in entities:
        for mention in entity["mentions"]:
            if entity["type"] in _KINDS and mention["upos"] == "PROPN":
                phrase = words_in(words, *mention["span"])
                head, _ = words_in(words, *mention["head"])
                first, end = _edges(parse, phrase, head, person=entity["type"] == "person")
                if first < end:
                    yield _Found(first, end, entity["type"])


def _edges(parse: Parse, phrase: tuple[int, int], head: int, *, person: bool) -> tuple[int, int]:
    """The words of the name around a mention's head."""
    start, stop = phrase
    first, end = head, head + 1
    while first > start and (_proper(parse, first - 1)
                             or (first - 2 >= start and _glued(parse, first - 1))):
        first -= 1
    while not person and first - 1 > start and _capital(parse, first - 1):
        first -= 1
    while end < stop and (width := _further(parse, end, (head, stop), person=person)):
        end += width
    if person:
        first = _after_titles(parse, first, end)
    return first, end


def _proper(parse: Parse, i: int) -> bool:
    return parse.tokens[i].upos == "PROPN"


def _glued(parse: Parse, i: int) -> bool:
    return parse.tokens[i].text in _GLUE and _proper(parse, i - 1)


def _capital(parse: Parse, i: int) -> bool:
    """The "National" of "the National Parks": no proper noun by itself."""
    token = parse.tokens[i]
    return token.text[:1].isupper() and token.deprel in ("amod", "compound", "nummod")


def _further(parse: Parse, i: int, within: tuple[int, int], *, person: bool) -> int:
    """How many words the name takes up at `i`, before the end of the phrase: more of it, or "of"
    and more. What stands beside the head by "and" is another name."""
    head, stop = within
    if _proper(parse, i):
        return 1
    rest = [token.text.lower() for token in parse.tokens[i:min(i + 2, stop)]]
    if len(rest) < 2 or (person and rest[0] not in _GLUE):
        return 0
    width = 3 if rest[0] in _OF and rest[1] == "the" else 2
    last = i + width - 1
    joined = rest[0] == "and" and parse.tokens[last].head != head
    goes_on = joined or rest[0] in _OF or rest[0] in _GLUE
    return width if goes_on and last < stop and _proper(parse, last) else 0


def _after_titles(parse: Parse, first: int, end: int) -> int:
    while first < end and lexicon.fold(parse.tokens[first].text) in lexicon.titles():
        first += 1
    return first
