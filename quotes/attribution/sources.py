"""Who says it: the noun phrase that a cue's place in the tree points to.

One small function a construction; `source` tries them in order of how much they commit to.
Each gives the whole noun phrase, as tokens, and the name of the construction.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import NamedTuple

from quotes import lexicon
from quotes.attribution.clauses import conjoined_to
from quotes.lexicon import fold
from quotes.trees import Parse, Token

SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj")
# A clause on the noun says something of it and isn't its name; marks and coordination of the
# outer clause hang on a noun only by a parser's slip.
_NOT_OF_THE_PHRASE = ("acl", "advcl", "parataxis", "discourse", "vocative", "dislocated")

# Conjuncts and infinitives between a cue and its subject; no sentence in the treebanks has more.
_LONGEST_CHAIN = 8


class Found(NamedTuple):
    """A source: its tokens (empty for none) and the construction that showed it."""

    tokens: tuple[int, ...]
    rule: str


NOTHING = Found((), "")


def noun_phrase(parse: Parse, noun: int, *, avoid: frozenset[int] = frozenset()) -> tuple[int, ...]:
    """The noun with determiner, titles, modifiers, apposition and coordination, contiguous.

    Clauses on it and what hangs outside punctuation are left out; so are prepositions and
    coordinators before it, which belong to the outer phrase.
    """
    kept: list[int] = []
    stack = [noun]
    while stack:
        i = stack.pop()
        kept.append(i)
        stack.extend(c.index for c in parse.children(i)
                     if c.index not in avoid and not (i == noun and _is_outside(parse, noun, c))
                     and c.relation not in ("acl", "parataxis"))
    return _contiguous(parse, sorted(kept), noun)


def _is_outside(parse: Parse, noun: int, child: Token) -> bool:
    if child.relation in _NOT_OF_THE_PHRASE or child.relation in ("cop", "nsubj", "aux", "mark"):
        return True
    return child.relation in ("case", "cc", "punct") and child.index < noun \
        and child.xpos != "POS" and child.lower not in ("(", "“", '"')


def _contiguous(parse: Parse, indices: list[int], noun: int) -> tuple[int, ...]:
    """The run of tokens around the noun, without punctuation at its ends."""
    start = end = indices.index(noun)
    while start > 0 and indices[start - 1] == indices[start] - 1:
        start -= 1
    while end + 1 < len(indices) and indices[end + 1] == indices[end] + 1:
        end += 1
    run = indices[start:end + 1]
    while len(run) > 1 and run[-1] != noun and _loose_end(parse.tokens[run[-1]]):
        run.pop()
    while len(run) > 1 and run[0] != noun and parse.tokens[run[0]].upos == "PUNCT":
        run.pop(0)
    return tuple(run)


def _loose_end(token: Token) -> bool:
    return token.upos in ("PUNCT", "CCONJ") and token.text not in (")", "]") \
        and not token.text.isalnum()


def source(parse: Parse, cue: tuple[int, ...], main: int) -> Found:
    """The source of a cue by its place in the tree; empty where the tree shows none."""
    token = parse.tokens[main]
    if token.lower in ("according", "per", "for"):
        return _according_to(parse, main, frozenset(cue))
    if token.lower == "words" and len(cue) > 1:
        child = parse.child(main, "nmod")
        return NOTHING if child is None else Found(
            noun_phrase(parse, child.index, avoid=frozenset(cue)), "according_to")
    if token.upos in ("VERB", "AUX"):
        return _of_verb(parse, main, frozenset(cue))
    if token.upos in ("ADJ",):
        return _subject(parse, main, frozenset(cue))
    return _of_noun(parse, main, frozenset(cue))


def _of_verb(parse: Parse, verb: int, avoid: frozenset[int]) -> Found:
    agent = parse.child(verb, "obl:agent")
    if agent is not None:
        return Found(noun_phrase(parse, agent.index, avoid=avoid), "agent")
    rule = "subject"
    for _ in range(_LONGEST_CHAIN):
        found = _subject(parse, verb, avoid)
        if found.tokens:
            return Found(found.tokens, rule if found.rule == "subject" else found.rule)
        noun, construction = _noun_above(parse, verb)
        if noun >= 0:
            return Found(noun_phrase(parse, noun, avoid=avoid), construction)
        verb = _lender(parse, verb)
        if verb < 0:
            break
        rule = "shared_subject"
    return NOTHING


def _noun_above(parse: Parse, verb: int) -> tuple[int, str]:
    """A noun that the verb is said of, and the construction; -1 for none.

    "asked *her* to say", "quoted *her* as saying", "*Baghdadi* urging followers", "*the man* said
    to have seen it".
    """
    token = parse.tokens[verb]
    if token.relation == "advcl" and token.xpos == "VBG" and _is_marked(parse, verb, "as"):
        quoted = parse.child(token.head, "obj", "nsubj:pass")
        return (quoted.index, "object") if quoted is not None else (-1, "")
    if token.relation == "xcomp" and token.head >= 0:
        controller = parse.child(token.head, "obj", "iobj")
        return (controller.index, "object") if controller is not None else (-1, "")
    if token.deprel == "acl" and token.xpos == "VBG":
        return _author(parse, token.head), "participle"
    if token.deprel == "acl:relcl":
        return token.head, "relative"
    return -1, ""


def _is_marked(parse: Parse, verb: int, marker: str) -> bool:
    return any(t.lower == marker for t in parse.children(verb, "mark"))


def _author(parse: Parse, noun: int) -> int:
    """The person of whom a recording or letter is, "a recording of X urging …"; else the noun."""
    if fold(parse.tokens[noun].lemma) in lexicon.documents():
        for child in parse.children(noun, "nmod"):
            name = parse.name_at(child.index)
            if name is not None and name.type == "PERSON":
                return child.index
    return noun


def _lender(parse: Parse, verb: int) -> int:
    """The verb whose subject this one shares: conjunct, infinitive, participle; -1 for none."""
    token = parse.tokens[verb]
    if token.relation == "conj":
        head = conjoined_to(parse, verb)
        return head if _is_verbal(parse, head) else -1
    if token.relation == "xcomp" and _is_verbal(parse, token.head):
        return token.head
    # Only a participle shares the subject of the clause it is set beside: "needless to say".
    if token.relation == "advcl" and token.xpos in ("VBG", "VBN") \
            and _is_verbal(parse, token.head):
        return token.head
    return -1


def _is_verbal(parse: Parse, index: int) -> bool:
    return index >= 0 and (parse.tokens[index].upos in ("VERB", "AUX", "ADJ")
                           or parse.child(index, *SUBJECTS) is not None)


def _subject(parse: Parse, verb: int, avoid: frozenset[int]) -> Found:
    subjects = parse.children(verb, *SUBJECTS)
    for child, following in zip_longest(subjects, subjects[1:]):
        if following is not None and _is_label(parse, child.index, following.index):
            continue
        if child.lower in ("who", "which", "that") and child.xpos in ("WP", "WDT"):
            return Found((child.index,), "relative")
        if child.deprel == "nsubj:pass" and fold(parse.tokens[verb].lemma) in lexicon.addressing():
            return NOTHING  # who was told listens
        if child.upos != "PRON" or child.lower not in ("it", "there", "what"):
            return Found(noun_phrase(parse, child.index, avoid=avoid), "subject")
        if child.lower == "it" and child.deprel != "expl":
            return Found((child.index,), "subject")
    return NOTHING


def _is_label(parse: Parse, one: int, two: int) -> bool:
    """Whether the first of two subjects only says whose turn it is: *MORGAN: My sister said …*"""
    return any(parse.tokens[i].text == ":" for i in range(one, two))


def _of_noun(parse: Parse, noun: int, avoid: frozenset[int]) -> Found:
    """A possessive ("his warning that"), else "by X", "of X", "from X" after the noun."""
    owner = parse.child(noun, "nmod:poss")
    if owner is not None:
        return Found(_without_possessive(parse, noun_phrase(parse, owner.index, avoid=avoid)),
                     "possessive")
    for child in parse.children(noun, "nmod"):
        case = parse.child(child.index, "case")
        if case is not None and case.lower in ("by", "of", "from", "among"):
            return Found(noun_phrase(parse, child.index, avoid=avoid), "possessive")
    governor = parse.tokens[noun].head
    if parse.tokens[noun].relation in ("obj", "obl") and governor >= 0 \
            and parse.tokens[governor].upos == "VERB":
        return _of_verb(parse, governor, avoid)
    return NOTHING


def _without_possessive(parse: Parse, tokens: tuple[int, ...]) -> tuple[int, ...]:
    return tokens[:-1] if len(tokens) > 1 and parse.tokens[tokens[-1]].xpos == "POS" else tokens


def _according_to(parse: Parse, main: int, avoid: frozenset[int]) -> Found:
    """"according to X": UD hangs *according* on X as its case, or X on *according*."""
    governor = parse.tokens[main].head
    if parse.tokens[main].relation == "case" and governor >= 0:
        return Found(noun_phrase(parse, governor, avoid=avoid), "according_to")
    below = parse.child(main, "obl", "nmod", "obj", "pobj")
    if below is not None:
        return Found(noun_phrase(parse, below.index, avoid=avoid), "according_to")
    return NOTHING
