"""Clauses and their verbs: which are finite, and where a conjunct really belongs.

A parser hangs a conjunct on the nearest verb; grammar says which verbs can be joined. "He
urged them to stay and called for calm": *called* is finite and *stay* is not, so the first
verb that *called* can be joined to is *urged*.
"""

from __future__ import annotations

from collections.abc import Iterator

from quotes import lexicon
from quotes.trees import Parse

_FINITE = ("VBD", "VBZ", "VBP", "MD")


def is_finite(parse: Parse, verb: int) -> bool:
    """Whether the verb, or an auxiliary or copula of it, carries tense."""
    token = parse.tokens[verb]
    helpers = parse.children(verb, "aux", "cop")
    if any(mark.lower == "to" for mark in parse.children(verb, "mark")):
        return False
    return any(t.xpos in _FINITE for t in (token, *helpers))


def conjoined_to(parse: Parse, verb: int) -> int:
    """The verb that a conjunct shares its subject with; -1 where no verb above it can.

    The first governor, but for a finite conjunct of an infinitive or a participle: then the
    nearest finite one above.
    """
    head = parse.tokens[verb].head
    if head < 0 or not is_misplaced(parse, verb):
        return head
    return next((i for i in parse.ancestors(head)
                 if parse.tokens[i].upos in ("VERB", "AUX") and is_finite(parse, i)), -1)


def is_misplaced(parse: Parse, verb: int) -> bool:
    """A finite verb without a subject of its own, joined to one that is not finite."""
    token = parse.tokens[verb]
    return (token.relation == "conj" and token.head >= 0 and token.upos == "VERB"
            and parse.tokens[token.head].upos == "VERB" and is_finite(parse, verb)
            and (not is_finite(parse, token.head) or _goes_on_after_denial(parse, verb))
            and parse.child(verb, "nsubj", "nsubj:pass", "expl") is None)


def _goes_on_after_denial(parse: Parse, verb: int) -> bool:
    """"denied that it had stopped and promised more": *promised* has the tense of *denied*, not
    the auxiliary of *had stopped*. After "said" the like may be part of what was said."""
    beside = parse.tokens[parse.tokens[verb].head]
    if beside.relation != "ccomp" or beside.head < 0 or beside.xpos not in ("VB", "VBN", "VBG"):
        return False
    above = parse.tokens[beside.head]
    known = lexicon.cue(above.lemma, "VERB")
    return known is not None and known.category == "denial" \
        and parse.tokens[verb].xpos == above.xpos and above.xpos in ("VBD", "VBZ")


def clause(parse: Parse, index: int) -> list[int]:
    """The subtree of a clause up to a conjunct that belongs higher up, sorted.

    What follows such a conjunct goes with it, whatever the parser hung it on: a phrase does
    not reach over another clause.
    """
    whole = parse.subtree(index)
    end = min(_ends(parse, index, whole), default=whole[-1] + 1)
    kept = [i for i in whole if i < end]
    while len(kept) > 1 and parse.tokens[kept[-1]].relation in ("cc", "punct"):
        kept.pop()
    return kept


def _ends(parse: Parse, index: int, whole: list[int]) -> Iterator[int]:
    """Where a conjunct of a higher clause begins after the clause's head."""
    inside = set(whole)
    for i in range(index + 1, whole[-1] + 1):
        if i in inside:
            if is_misplaced(parse, i):
                yield start(parse, i)
        elif parse.tokens[i].relation == "cc" and parse.tokens[i].head > i:
            yield i


def start(parse: Parse, verb: int) -> int:
    """Where a conjunct begins: at its *and*, else at itself."""
    joiners = (c.index for c in parse.children(verb, "cc") if c.index < verb)
    return min(joiners, default=verb)


def rest_after(parse: Parse, verb: int) -> list[int]:
    """What follows a conjunct although the parser hung it on a clause before the conjunct."""
    begin, above = start(parse, verb), set(parse.ancestors(verb))
    strays = [i for i in range(verb + 1, parse.sentence_of(verb).last)
              if parse.tokens[verb].relation == "conj"
              and 0 <= parse.tokens[i].head < begin and parse.tokens[i].head not in above]
    return [i for stray in strays for i in parse.subtree(stray)]
