"""Decides which speakers the text leaves unnamed, and what reason it gives for that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quotes import lexicon
from quotes.records import Kind
from quotes.speakers.mentions import is_indefinite
from quotes.speakers.roles import text_of
from quotes.trees import Parse, Sentence

# The set phrases in which English copy says that a source won't be named.
_PHRASES = re.compile(
    r"condition(?:s)? of (?:\w+ ){0,2}anonymity|(?:spoke|speaking|speak|talked) anonymously"
    r"|(?:not|n['\u2019]t|declined|refused)(?: \w+){0,2} to be"
    r" (?:further )?(?:named|identified|quoted)"
    r"|(?:request|ask|insist)(?:s|ed|ing)?(?: for| on| that)?(?: \w+){0,2} anonymity"
    r"|anonymity was (?:granted|requested)|without being (?:named|identified)", re.IGNORECASE)
_REASONS = frozenset({"because", "since", "as", "due", "citing", "fearing", "for"})
_LONGEST_REASON = 40  # words; the rest of a runaway clause is no reason


@dataclass(frozen=True, slots=True)
class Anonymity:
    """A statement that somebody is not named; `reason` where the text gives one."""

    sentence: int
    subject: str | None  # lemma of the noun that it is said of, if it is a noun
    reason: str | None


def is_unnamed(parse: Parse, head: int, kind: Kind) -> bool:
    """Whether a description without a name leaves its speaker unnamed: a spokesperson, officials.

    Bodies that speak as such (the special forces, the ministry) and documents are not unnamed,
    nor is the holder of an office that one person has (the governor of Indiana).
    """
    token = parse.tokens[head]
    lemma = lexicon.fold(token.lemma)
    if kind not in ("person", "group", "unknown"):
        return False
    if lemma in lexicon.anonymous():
        return True
    if lemma in lexicon.groups():
        return False
    return lemma in lexicon.roles() and is_indefinite(parse, head)


def statements(parse: Parse) -> Iterator[Anonymity]:
    """Every place where the text says that a source asked not to be named."""
    for sentence in parse.sentences:
        span = parse.span(range(sentence.first, sentence.last))
        found = _PHRASES.search(parse.text, span.start, span.end)
        if found:
            last = next((i for i in range(sentence.last - 1, sentence.first - 1, -1)
                         if parse.tokens[i].start < found.end()), sentence.first)
            yield Anonymity(sentence.index, _subject(parse, sentence, last),
                            _reason(parse, sentence, last))


def _subject(parse: Parse, sentence: Sentence, token: int) -> str | None:
    """The noun that the phrase is said of: the subject of the nearest clause that has one."""
    for index in (token, *parse.ancestors(token)):
        clause = parse.tokens[index]
        if clause.deprel == "acl:relcl" and clause.head >= 0:
            return parse.tokens[clause.head].lemma.lower()
        subject = parse.child(index, "nsubj")
        if subject is not None:
            return subject.lemma.lower() if subject.upos in ("NOUN", "PROPN") else None
    return None


def _reason(parse: Parse, sentence: Sentence, after: int) -> str | None:
    """The clause that starts with *because* or the like after the phrase, to its end."""
    start = next((i for i in range(after + 1, sentence.last)
                  if parse.tokens[i].lower in _REASONS), None)
    if start is None or start > after + 3:
        return None
    clause = [i for i in parse.subtree(parse.tokens[start].head) if i >= start] \
        if parse.tokens[start].head > start else _to_comma(parse, start, sentence)
    while clause and parse.tokens[clause[-1]].upos == "PUNCT":
        clause.pop()
    if not clause or len(clause) > _LONGEST_REASON:
        return None
    return text_of(parse, clause)


def _to_comma(parse: Parse, start: int, sentence: Sentence) -> list[int]:
    end = next((i for i in range(start, sentence.last)
                if parse.tokens[i].text in (",", ".", ";", '"')), sentence.last)
    return list(range(start, end))
