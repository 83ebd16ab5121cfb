"""Which speakers people labelled, and whether a record names the same: fixtures/speakers/README.md.

A label holds offsets only, so the articles come from the corpus beside the checkout. A record's
name is right where it is, without titles, one of the names that the article gives the speaker.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from quotes.documents import text_sha256
from quotes.records import Speaker

FILE = Path(__file__).resolve().parent.parent / "fixtures" / "speakers" / "polnear.jsonl"
Verdict = Literal["right", "wrong", "open"]
Words = tuple[str, ...]

# Words before a name that are no part of it: those that the users' scorer of GUM leaves out, and
# the ranks of these articles. Kept apart from the program's own list, which is under test.
_TITLES = {"the", "mr", "mrs", "ms", "dr", "sir", "prof", "professor", "president", "judge",
           "justice", "sen", "senator", "rep", "gov", "governor", "gen", "lt", "rev", "secretary",
           "speaker", "mayor", "former", "pope"}


class Entity(NamedTuple):
    """Somebody in an article, with the words by which it names or describes him."""

    kind: str
    best: Words  # of the fullest name; empty where the article gives none
    names: frozenset[Words]
    heads: frozenset[str]
    anonymous: bool
    members: tuple[str, ...]

    @property
    def is_named(self) -> bool:
        return bool(self.names or self.members)


class Label(NamedTuple):
    """One attribution of the corpus; `speakers` are the readings of its speaker that are right."""

    id: str
    spans: Mapping[str, Sequence[Sequence[int]]]  # source, cue, content
    speakers: tuple[str, ...]  # ids of entities; none where nobody can be told
    mention: str


class Article(NamedTuple):
    id: str  # the corpus's own
    hash: str
    text: str
    entities: Mapping[str, Entity]
    labels: Sequence[Label]

    def entity(self, label: Label) -> Entity | None:
        """The speaker by the first reading."""
        return self.entities[label.speakers[0]] if label.speakers else None


def articles(corpus: Path, labels: Path = FILE) -> list[Article]:
    """The labelled articles with their texts from the corpus (JSON Lines with `id` and `text`).

    Raises ValueError where an article is not in the corpus, or its text is another one.
    """
    rows = [json.loads(line) for line in labels.read_text("utf-8").splitlines()]
    wanted = {row["document"]: row for row in rows}
    found = {key: document for key, document in _documents(corpus) if key in wanted}
    missing = [key for key in wanted if key not in found
               or text_sha256(found[key]["text"]) != wanted[key]["sha256"]]
    if missing:
        raise ValueError(f"{corpus} has no such article, or another text of it: {missing}")
    return [_article(found[key], row) for key, row in wanted.items()]


def _documents(corpus: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            yield hashlib.sha256(document["id"].encode()).hexdigest()[:16], document


def _article(document: dict[str, Any], row: dict[str, Any]) -> Article:
    text = document["text"]
    labels = [Label(a["id"], {role: a[role] for role in ("source", "cue", "content")},
                    (a["speaker"], *a.get("also", ())) if a["speaker"] else (), a["mention"])
              for a in row["attributions"]]
    entities = {key: _entity(text, entity) for key, entity in row["entities"].items()}
    return Article(document["id"], row["document"], text, entities, labels)


def _entity(text: str, row: dict[str, Any]) -> Entity:
    best = name_words(text[slice(*row["name"])]) if row["name"] else ()
    names = frozenset(name_words(text[start:end]) for start, end in row["names"])
    heads = frozenset(word for start, end in row["heads"]
                      for word in name_words(text[start:end]))
    return Entity(row["kind"], best, names, heads, row["anonymous"],
                  tuple(row.get("members", ())))


def name_words(name: str) -> Words:
    """The words of a name, folded, without titles at its start and a possessive at its end.

    >>> name_words("Lt. Gen. Ana Ruiz's")
    ('ana', 'ruiz')
    >>> name_words("the Pope")  # the last word is never a title
    ('pope',)
    """
    plain = re.sub(r"['\u2019]s?$", "", name.strip())
    words = re.findall(r"\w+", plain.casefold())
    while len(words) > 1 and words[0] in _TITLES:
        words.pop(0)
    return tuple(words)


def judge(article: Article, label: Label, speaker: Speaker | None) -> Verdict:
    """Whether a record names the labelled speaker, somebody else, or leaves it open.

    Where the article has no name for the speaker, leaving it open is right.
    """
    entity = article.entity(label)
    if speaker is None or speaker.resolution == "unresolved":
        return "open" if entity is not None and entity.is_named else "right"
    said = name_words(speaker.name)
    if reading(article, label, speaker) is not None:
        return "right"
    if entity is not None and entity.is_named and _names_nobody(entity, speaker, said):
        return "open"
    return "wrong"


def reading(article: Article, label: Label, speaker: Speaker) -> Entity | None:
    """The labelled speaker that the record names, by the first reading that it agrees with."""
    said = name_words(speaker.name)
    return next((article.entities[key] for key in label.speakers if _is(article, key, said)), None)


def _is(article: Article, key: str, said: Words) -> bool:
    entity = article.entities[key]
    if entity.members:
        return all(_within(article.entities[member], said) for member in entity.members)
    if entity.names:
        return said in entity.names and not _is_shared(article, key, said)
    return not entity.heads.isdisjoint(said)


def _within(member: Entity, said: Words) -> bool:
    """Whether the joint name holds one of the member's own."""
    if member.heads:
        return not member.heads.isdisjoint(said)
    text = " ".join(said)
    return any(re.search(rf"\b{re.escape(' '.join(name))}\b", text) for name in member.names)


def _is_shared(article: Article, key: str, said: Words) -> bool:
    """Whether another speaker of the article goes by that name too, so that it tells nobody."""
    return any(said in entity.names for other, entity in article.entities.items() if other != key)


def _names_nobody(entity: Entity, speaker: Speaker, said: Words) -> bool:
    """Whether the name is shared by two, or a description in the article's own words."""
    own = name_words(" ".join(span.text for span in speaker.mention))
    return said in entity.names or (speaker.resolution == "description" and said == own)


def is_short(article: Article, label: Label, speaker: Speaker) -> bool:
    """Whether a right name is less than the fullest that the article has."""
    entity = reading(article, label, speaker)
    return entity is not None and name_words(speaker.name) != entity.best != ()
