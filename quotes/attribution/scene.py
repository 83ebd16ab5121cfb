"""Decides which phrases of a sentence tell of the saying, and not of what was said.

They hang on the cue's verbs or on a clause that sets the scene ("Speaking at a rally, he
said"), outside the content and the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeVar

from quotes import lexicon
from quotes.attribution import cues
from quotes.attribution.relation import Attribution
from quotes.attribution.sources import noun_phrase
from quotes.dates import names_day
from quotes.lexicon import DocumentNoun, Medium, fold
from quotes.trees import Parse, Token

T = TypeVar("T")

# Clauses beside the cue that tell how and to whom the same words were said.
_SPEAKING = frozenset(("speak", "talk", "appear", "write", "address", "testify", "comment",
                       "answer", "respond", "reply", "post", "tweet"))
ASKING = frozenset(("ask", "question", "press", "quiz", "interview", "reach", "contact"))
QUOTING = frozenset(("quote", "cite"))
# "was heard saying", "can be seen telling": the verb over the cue has the phrases.
_WITNESSING = frozenset(("hear", "see", "show", "record", "film", "quote"))
# "issued a warning in a speech": the verb adds nothing to the noun, so its phrases are the noun's.
_LIGHT = frozenset(("issue", "make", "give", "deliver", "repeat", "have", "express", "voice",
                    "offer", "send", "release", "sound", "take", "put", "reiterate", "renew"))
# Nouns for spoken words: what is told of them is told of the saying, but they carry nothing.
_WORDS = frozenset(("comment", "remark", "interview", "answer", "response", "reply", "speech",
                    "address", "testimony", "conversation", "chat", "call", "post", "tweet"))
_TIMES = frozenset(("DATE", "TIME"))
# A time after another word is a duration, a limit or the topic: "for years", "since Monday".
_AT = frozenset(("", "on", "in", "at", "during", "over"))


@dataclass(frozen=True)
class Scene:
    """An attribution with the phrases around its cue."""

    parse: Parse
    attribution: Attribution

    @cached_property
    def main(self) -> int:
        """The head of the cue."""
        return cues.head(self.parse, self.attribution.cue)

    @cached_property
    def content(self) -> frozenset[int]:
        return frozenset(i for span in self.attribution.content for i in self.parse.tokens_in(span))

    @cached_property
    def barred(self) -> frozenset[int]:
        """Tokens of content and source, whose phrases tell of other things; but for a clause on
        the source that sets the scene: "two officials, who *spoke to Reuters*, said"."""
        return self.content | self.source

    @cached_property
    def source(self) -> frozenset[int]:
        """The source's tokens without such a clause."""
        aside = {i for verb in self.clauses for i in self.parse.subtree(verb)}
        return frozenset(self.attribution.source) - aside

    @cached_property
    def speaker(self) -> int:
        """The noun that the source's other words hang on; -1 where there is no source."""
        return top(self.parse, self.attribution.source)

    @cached_property
    def verbs(self) -> tuple[int, ...]:
        """The cue's words that can have phrases, and the verb whose object or infinitive it is."""
        found = [self.main, *(i for i in self.attribution.cue if i != self.main
                              and self.parse.tokens[i].upos in ("VERB", "NOUN"))]
        token = self.parse.tokens[self.main]
        over = self.parse.tokens[token.head] if token.head >= 0 else None
        lemma = "" if over is None else fold(over.lemma)
        if over is not None and over.upos == "VERB" and over.index not in found and (
                token.relation == "xcomp" or (token.relation == "obj" and lemma in _LIGHT)
                or (token.relation in ("advcl", "ccomp") and lemma in _WITNESSING)):
            found.append(over.index)
        return tuple(found)

    @cached_property
    def clauses(self) -> tuple[int, ...]:
        """Verbs of the clauses that set the scene: "*speaking* through an interpreter, he said"."""
        hosts = [c for verb in self.verbs for c in self.parse.children(verb, "advcl")]
        hosts += [c for noun in self._subjects() for c in self.parse.children(noun, "acl", "advcl")]
        return tuple(c.index for c in hosts if self._sets_the_scene(c))

    def _subjects(self) -> Iterator[int]:
        yield from (i for i in self.attribution.source if self.parse.tokens[i].upos != "PUNCT")
        for verb in self.verbs:
            yield from (c.index for c in self.parse.children(verb, "nsubj"))

    def _sets_the_scene(self, verb: Token) -> bool:
        subject = self.parse.child(verb.index, "nsubj", "nsubj:pass")
        if verb.index in self.content or (subject is not None and subject.xpos != "WP"):
            return False
        lemma = fold(verb.lemma)
        if verb.xpos == "VBG" or (subject is not None and subject.deprel == "nsubj"):
            return lemma in _SPEAKING
        return verb.xpos in ("VBN", "VBD") and lemma in ASKING | QUOTING

    @cached_property
    def phrases(self) -> tuple[Token, ...]:
        """Nouns of the phrases that tell of the saying, those on the cue first."""
        found = [t for verb in (*self.verbs, *self.clauses) for t in self._on(verb)]
        found += [t for i in self._content_tops() for t in self.parse.children(i, "obl")]
        free = [t for t in found if t.index not in self.barred]
        return tuple({t.index: t for t in free}.values())

    def _on(self, verb: int) -> Iterator[Token]:
        for token in self.parse.children(verb):
            told = token.relation in ("obl", "nmod") or "according" in case(self.parse, token.index)
            if not told:
                continue
            yield token
            if is_time(self.parse, token):  # "on Friday in a statement", hung on the day
                yield from self.parse.children(token.index, "nmod", "obl")
        for adverb in self.parse.children(verb, "advmod"):  # "late on Friday", not "two days ago"
            if not is_time(self.parse, adverb):
                yield from self.parse.children(adverb.index, "obl")
        for heard in self.parse.children(verb, "obj", "iobj"):  # "told CNN in a statement"
            yield from (t for t in self.parse.children(heard.index, "nmod")
                        if is_way(self.parse, t) or heard.upos in ("PROPN", "PRON"))

    def _content_tops(self) -> Iterator[int]:
        """Where a parser hangs a phrase on the content's verb that the content leaves out."""
        for i in sorted(self.content):
            if self.parse.tokens[i].head not in self.content:
                yield i

    @cached_property
    def carriers(self) -> tuple[Token, ...]:
        """Nouns of what the words came in: *a statement*, *comments*, *an interview*."""
        return tuple(t for t in self.phrases if is_carrier(t)
                     and case(self.parse, t.index) in ("in", "on", "via", "through", "by",
                                                       "during", "according to"))


def is_carrier(token: Token) -> bool:
    """A noun for words, or for what holds them."""
    lemma = fold(token.lemma)
    return token.upos in ("NOUN", "PROPN") and (lemma in _WORDS or lemma in lexicon.documents())


@cache
def ways() -> Mapping[str, Medium | DocumentNoun]:
    """Channels, occasions and what carries words; a noun of both lists is the channel."""
    return {**lexicon.documents(), **lexicon.media()}


def is_way(parse: Parse, token: Token) -> bool:
    """A channel, an occasion or what carries words, by a preposition that makes it one."""
    return case(parse, token.index) in ("in", "on", "by", "via", "at", "during") and (
        any(looked_up(parse, token, ways())) or is_carrier(token))


def looked_up(parse: Parse, token: Token, listed: Mapping[str, T]) -> Iterator[T]:
    """A list's entries for the noun, the one with most of the words before it first."""
    before = [c for c in parse.children(token.index, "compound", "amod", "flat")
              if c.index < token.index]
    for start in range(len(before) + 1):
        known = listed.get(fold(" ".join((*(c.text for c in before[start:]), token.lemma))))
        if known is not None:
            yield known


def is_time(parse: Parse, token: Token) -> bool:
    """Whether the token heads a stated time of what its governor tells."""
    name = parse.name_at(token.index)
    timely = name.type in _TIMES if name is not None else names_day(token.text)
    placed = token.relation in ("obl", "nmod", "advmod") or (
        token.relation in ("obj", "iobj") and names_day(token.text))
    return timely and placed and case(parse, token.index) in _AT


def case(parse: Parse, index: int) -> str:
    """The preposition of a phrase, with a blank between its words; empty for none.

    Of two that other words part, the nearer: a parser has hung another phrase's on the noun.
    """
    found: list[Token] = []
    for child in parse.children(index, "case"):
        if found and child.index != found[-1].index + 1:
            found = []
        found += [child, *parse.children(child.index, "fixed")]
    return " ".join(token.lower for token in found)


def top(parse: Parse, tokens: Iterable[int]) -> int:
    """The first token whose governor is outside; -1 for none."""
    inside = set(tokens)
    return next((i for i in sorted(inside) if parse.tokens[i].head not in inside), -1)


def times_within(parse: Parse, noun: int) -> Iterator[Token]:
    """Times that hang on a phrase's noun, or on a place in it: "a rally in Ohio on Saturday"."""
    for child in parse.children(noun, "nmod", "obl"):
        if is_time(parse, child) and not is_time(parse, parse.tokens[noun]):
            yield child
        yield from (t for t in parse.children(child.index, "nmod") if is_time(parse, t)
                    and not is_time(parse, child))


def phrase(parse: Parse, noun: int) -> tuple[int, ...]:
    """The noun phrase without a time that hangs on it, and with the marks of a title complete."""
    found = _without(parse, noun, {t.index for t in times_within(parse, noun)})
    while len(found) > 1 and found[-1] != noun and parse.tokens[found[-1]].upos == "ADP":
        found = found[:-1]
    marks = sum(parse.tokens[i].text in _MARKS for i in found)
    after = found[-1] + 1
    closes = marks % 2 and after < len(parse.tokens) and parse.tokens[after].text in _MARKS
    return (*found, after) if closes else found


def party(parse: Parse, noun: int) -> tuple[int, ...]:
    """The words for somebody, without the way of saying that a parser hung on them ("told staff
    *in an email*"). A body's name takes no phrase that isn't in it: in "told Reuters of the plan"
    the plan is what was told."""
    name = parse.name_at(noun)
    if name is None or name.type != "ORG" or parse.tokens[noun].upos != "PROPN":
        ways = {c.index for c in parse.children(noun, "nmod") if is_way(parse, c)}
        return _without(parse, noun, ways | {t.index for t in times_within(parse, noun)})
    inside = range(name.first, name.last)
    found = _without(parse, noun, {c.index for i in inside for c in parse.children(i, "nmod")
                                   if c.index >= name.last and c.upos != "PROPN"})
    return (*found, *(i for i in inside if i > found[-1]))


def _without(parse: Parse, noun: int, others: set[int]) -> tuple[int, ...]:
    """The noun phrase up to the first of the others."""
    found = noun_phrase(parse, noun, avoid=frozenset(others))
    kept = tuple(i for i in found if i <= noun or not any(noun < o < i for o in others))
    return (*_cut_name(parse, noun, kept[0]), *kept)


def _cut_name(parse: Parse, noun: int, start: int) -> range:
    """The name right before a phrase that a parser has torn it from: "*Le Monde* newspaper"."""
    for child in parse.children(noun, "compound"):
        name = parse.name_at(child.index)
        if name is not None and name.last == start and child.index < start:
            return range(name.first, start)
    return range(0)


_MARKS = frozenset(('"', "\u201d", "\u201c", "''", "``"))
