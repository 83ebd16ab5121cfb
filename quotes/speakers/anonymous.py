"""Decides which speakers the text leaves unnamed, and what reason it gives for that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quotes import lexicon
from quotes.records import Kind
from quotes.speakers.kinds import listed_lemma
from quotes.speakers.mentions import is_indefinite
from quotes.speakers.roles import text_of
from quotes.trees import Parse, Sentence


def _phrases(pattern: str) -> re.Pattern[str]:
    """With any blanks for each blank: a line may end inside a phrase."""
    return re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE)


# The set phrases in which English copy says that a source won't be named.
_PHRASES = _phrases(
    r"conditions? of (?:\w+ ){0,2}anonymity|condition that (?:\w+ ){1,3}not be (?:named|identified)"
    r"|(?:spoke|speaking|speak|talked|talking) (?:anonymously|off the record|on background)"
    r"|(?:not|n['\u2019]t|\bdeclin\w{1,4}|\brefus\w{1,4})(?: \w+){0,2} to be"
    r" (?:further )?(?:named|identified|quoted)"
    r"|(?:can|could|may)(?:not| not|n['\u2019]t) be (?:named|identified)"
    r"|(?:request|ask|insist)(?:s|ed|ing)?(?: for| on| that)?(?: \w+){0,2} anonymity"
    r"|anonymity was (?:granted|requested)|grant(?:s|ed|ing) (?:\w+ )?anonymity"
    r"|without being (?:named|identified)|(?:remain|stay|be kept)(?:s|ed|ing)? anonymous"
    r"|(?:\bdeclin\w{1,4}|\brefus\w{1,4}) to (?:give|provide|disclose|reveal)"
    r" (?:his|her|their) (?:\w+ )?name"
    r"|(?:not|n['\u2019]t) (?:give|want|disclose|reveal) (?:his|her|their) (?:\w+ )?names?"
    r"|(?:ask|request)(?:s|ed|ing) that (?:his|her|their) (?:\w+ )?names? (?:not )?be"
    r" (?:used|published|printed|withheld)"
    r"|(?:name|identity)s? (?:\w+ ){1,2}(?:withheld|concealed|changed)")
# A bar to speaking that is itself the reason, where no other is given.
_BARRED = _phrases(r"(?:not|n['\u2019]t)(?: \w+)? (?:authori[sz]ed|allowed|permitted|cleared)"
                   r" to (?:speak|talk|comment|discuss|brief)")
_REASONS = frozenset({"because", "since", "as", "due", "citing", "fearing", "for",
                      "saying", "out"})
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
    lemma = listed_lemma(token)
    if kind not in ("person", "group", "unknown"):
        return False
    if lemma in lexicon.anonymous():
        return True
    if lemma in lexicon.groups():
        return False
    return lemma in lexicon.roles() and is_indefinite(parse, head)


def statements(parse: Parse) -> Iterator[Anonymity]:
    """Every place where the text says that a source asked not to be named, or was barred from
    speaking."""
    for sentence in parse.sentences:
        span = parse.span(range(sentence.first, sentence.last))
        found = _PHRASES.search(parse.text, span.start, span.end)
        barred = _BARRED.search(parse.text, span.start, span.end)
        if found:
            last = _last_token(parse, sentence, found.end())
            reason = _reason(parse, sentence, last)
            if reason is None and barred and not found.start() < barred.start() < found.end():
                reason = _bar(parse, sentence, barred)
            yield Anonymity(sentence.index, _subject(parse, sentence, last), reason)
        elif barred:
            last = _last_token(parse, sentence, barred.end())
            yield Anonymity(sentence.index, _subject(parse, sentence, last),
                            _bar(parse, sentence, barred))


def _last_token(parse: Parse, sentence: Sentence, end: int) -> int:
    return next((i for i in range(sentence.last - 1, sentence.first - 1, -1)
                 if parse.tokens[i].start < end), sentence.first)


def _bar(parse: Parse, sentence: Sentence, barred: re.Match[str]) -> str | None:
    """*Not authorized to speak publicly*, to the end of its clause."""
    start = next(i for i in range(sentence.first, sentence.last)
                 if parse.tokens[i].end > barred.start())
    words = _to_comma(parse, start, sentence)
    end = next((k for k, i in enumerate(words) if k and parse.tokens[i].upos == "CCONJ"),
               len(words))
    return text_of(parse, words[:end]) if end <= _LONGEST_REASON else None


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
