"""What is said: the words that a cue's place in the tree points to.

One small function a construction. Each gives token indices; punctuation at the ends and the
exact edges of quotations are settled later (`edges.py`).
"""

from __future__ import annotations

from typing import NamedTuple

from quotes import lexicon
from quotes.attribution.clauses import clause, rest_after
from quotes.attribution.sources import SUBJECTS
from quotes.trees import Parse, Token

# Share of a verb's uses from which it says something even of a bare thing.
_SURELY_SAID = 0.6
_CLAUSES = ("ccomp", "csubj:pass", "csubj")


class Content(NamedTuple):
    """Tokens of a content and the construction that showed it."""

    tokens: tuple[int, ...]
    rule: str


NOTHING = Content((), "")


def content(parse: Parse, cue: tuple[int, ...], main: int, source: tuple[int, ...]) -> Content:
    """The content of a cue by the tree; empty where it shows none."""
    token = parse.tokens[main]
    outside = frozenset(cue) | frozenset(source)
    if token.lower in ("according", "per", "for"):
        return _according_to(parse, main, outside)
    if token.lower == "words" and len(cue) > 1:
        return _according_to(parse, main, outside)
    for rule in (_clause, _free_relative, _framing, _infinitive, _prepositional):
        found = rule(parse, main, outside)
        if found.tokens:
            return found
    if token.upos == "VERB":
        return _object(parse, main, outside)
    if token.upos == "NOUN":
        return _of_noun(parse, main, outside)
    return NOTHING


def _below(parse: Parse, index: int, outside: frozenset[int]) -> tuple[int, ...]:
    """The clause's words less those of cue and source."""
    return tuple(i for i in clause(parse, index) if i not in outside)


def _clause(parse: Parse, verb: int, outside: frozenset[int]) -> Content:
    """"said (that) X", "asked whether X", "it was announced that X"."""
    found = parse.child(verb, *_CLAUSES) or _that_clause(parse, verb)
    if found is None or found.index in outside:
        return NOTHING
    rule = "ccomp" if found.relation == "advcl" else found.relation
    return Content(_below(parse, found.index, outside), rule)


def _that_clause(parse: Parse, verb: int) -> Token | None:
    """"admitted to two envoys that X": a clause that the parser hung as an adverbial."""
    return next((c for c in parse.children(verb, "advcl") if c.index > verb
                 and [m.lower for m in parse.children(c.index, "mark")] == ["that"]), None)


def _free_relative(parse: Parse, verb: int, outside: frozenset[int]) -> Content:
    """"I know what I read": a clause that the parser heads by its *what*."""
    for child in parse.children(verb, "obj"):
        clause_ = parse.child(child.index, "acl")
        if child.xpos in ("WP", "WDT") and child.index > verb and clause_ is not None:
            return Content(_below(parse, child.index, outside), "ccomp")
    return NOTHING


def _framing(parse: Parse, verb: int, outside: frozenset[int]) -> Content:
    """"X, a spokesperson said": the cue hangs on the clause that it frames."""
    token = parse.tokens[verb]
    if token.relation != "parataxis" or token.head < 0 \
            or not (parse.child(verb, *SUBJECTS) or parse.child(verb, "obl:agent")):
        return NOTHING
    own = set(parse.subtree(verb))
    rest = tuple(i for i in parse.subtree(token.head) if i not in own and i not in outside)
    return Content(rest, "parataxis")


def _infinitive(parse: Parse, verb: int, outside: frozenset[int]) -> Content:
    """"urged followers to obey", "promised to pay", "quoted as saying X"."""
    found = parse.child(verb, "xcomp") or _purpose(parse, verb)
    if found is None or found.index in outside:
        return NOTHING
    return Content(_below(parse, found.index, outside), "xcomp")


def _purpose(parse: Parse, verb: int) -> Token | None:
    """An infinitive that the parser hung as an adverbial on a verb of ordering."""
    entry = lexicon.cue(parse.tokens[verb].lemma, "VERB")
    if entry is None or entry.category not in ("order", "promise", "intention"):
        return None
    return next((c for c in parse.children(verb, "advcl")
                 if c.index > verb and _has_to(parse, c.index)),
                None)


def _has_to(parse: Parse, verb: int) -> bool:
    return any(mark.lower == "to" for mark in parse.children(verb, "mark"))


def _prepositional(parse: Parse, verb: int, outside: frozenset[int]) -> Content:
    """"called for calm": the noun phrase after a preposition that is part of the cue."""
    for child in parse.children(verb, "obl"):
        if any(c.index in outside for c in parse.children(child.index, "case")):
            words = {*_below(parse, child.index, outside), *rest_after(parse, verb)}
            return Content(tuple(sorted(words - outside)), "obj")
    return NOTHING


def _object(parse: Parse, verb: int, outside: frozenset[int]) -> Content:
    """"promised refunds": what is promised needs no clause; "offered tea" says nothing."""
    known = lexicon.cue(parse.tokens[verb].lemma, "VERB")
    found = parse.child(verb, "obj")
    if found is None or found.index < verb or found.index in outside \
            or known is None or known.category != "promise" or known.prior < _SURELY_SAID:
        return NOTHING
    return Content(_below(parse, found.index, outside), "obj")


def _of_noun(parse: Parse, noun: int, outside: frozenset[int]) -> Content:
    """"the claim that X", "his plan to X", "warning of X"."""
    found = parse.child(noun, "acl", "ccomp")
    if found is not None and found.deprel != "acl:relcl" and found.index not in outside:
        return Content(_below(parse, found.index, outside), "acl")
    return NOTHING


def _according_to(parse: Parse, main: int, outside: frozenset[int]) -> Content:
    """The clause that "according to X" hangs on, without that phrase."""
    token = parse.tokens[main]
    phrase = token.head if token.relation == "case" else main
    clause = parse.tokens[phrase].head if phrase >= 0 else -1
    if clause < 0:
        return NOTHING
    own = set(parse.subtree(phrase))
    return Content(tuple(i for i in parse.subtree(clause) if i not in own and i not in outside),
                   "according_to")
