"""What stands over a cue: decides whether its act is denied, and what keeps it from being fact.

The act is the verb or noun that the cue comes down to: *say* in "has yet to say", where the
words over it (verbs with an infinitive, auxiliaries, negators, a subject like *no one*) make a
level each. Two denials, as in "did not fail to mention", cancel out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import pairwise

from quotes import lexicon
from quotes.lexicon import fold
from quotes.trees import Parse, Token

# "If she said so, …" tells of no saying, nor does a question that asks for yes or no.
_CONDITIONS = frozenset(("if", "unless", "whether"))
_ASKED = "whether"
_NEGATIVE_WORDS = frozenset(("no", "none", "nobody", "neither", "nothing"))
_QUESTION_TAGS = ("WDT", "WP", "WP$", "WRB")
# So far behind a verb a negator can be its own ("cares not"); a later one is a wrong branch of
# the tree, and belongs to a verb of its own.
_BEHIND = 2
# Forms that share the auxiliary of the verb that they are coordinated with: "would not confirm or
# deny", "has said and written". A finite verb ("did not speak but wrote") is on its own.
_NONFINITE = ("VB", "VBG", "VBN")


def levels(parse: Parse, act: int, cue: Collection[int]) -> list[tuple[int, ...]]:
    """The act and the verbs over it, upwards; a coordinated verb with those that it shares with."""
    found: list[tuple[int, ...]] = []
    verb: int | None = act
    while verb is not None and not any(verb in level for level in found):  # a broken tree's cycle
        level = tuple(_sharing(parse, verb))
        found.append(level)
        verb = _governor(parse, level[-1], cue)
    return found


def _sharing(parse: Parse, verb: int) -> Iterator[int]:
    """The verb, and before it in the coordination those whose auxiliaries it shares."""
    yield verb
    token = parse.tokens[verb]
    while token.relation == "conj" and token.xpos in _NONFINITE and 0 <= token.head < token.index \
            and parse.tokens[token.head].xpos == token.xpos \
            and not parse.children(token.index, "aux", "nsubj", "mark"):
        token = parse.tokens[token.head]
        yield token.index


def _governor(parse: Parse, verb: int, cue: Collection[int]) -> int | None:
    """What the verb is an infinitive of; within the cue also "stopped short of saying"."""
    token = parse.tokens[verb]
    if token.head < 0:
        return None
    if token.relation == "xcomp" or (token.head in cue and stands_over(parse, token.head, verb)):
        return token.head
    return None


def stands_over(parse: Parse, governor: int, verb: int) -> bool:
    """Whether the governor is no act of its own, but a way of doing what the verb says, or not.

    An infinitive that is no complement tells a purpose: "appeared before them to say".
    """
    found = phrase(parse, governor, verb)
    return found is not None and (parse.tokens[verb].relation == "xcomp"
                                  or not found.lemma.endswith(" to"))


def phrase(parse: Parse, governor: int, verb: int) -> lexicon.Modal | None:
    """The longest phrase of the list that the governor and the words up to the verb spell.

    "is expected on Monday to (say)" spells *be expect to*; "used the speech to (say)" isn't
    *use to*, nor "set up to (say)" *be set to*.
    """
    inner = [c for c in parse.children(governor, "obj", "compound:prt", "advcl")
             if governor < c.index < verb]
    particles = {c.lower for c in inner if c.deprel == "compound:prt"}
    if len(particles) < len(inner) and not _may_want_another(parse.tokens[governor]):
        return None
    between = [t.lower for t in parse.tokens[governor + 1:verb]]
    fitting = [modal for words, modal in _phrases().get(fold(parse.tokens[governor].lemma), ())
               if _in_order(words, between) and particles <= set(words)]
    return max(fitting, key=lambda modal: len(modal.lemma), default=None)


def _may_want_another(governor: Token) -> bool:
    """*want* and *expect* somebody to say it; *have* and *use* have an object of their own."""
    own = lexicon.cue(governor.lemma, governor.upos)
    return own is not None and "xcomp" in own.frames


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], lexicon.Modal], ...]]:
    """Modal phrases by their first word, which is not the copula, with the words after it."""
    found: dict[str, tuple[tuple[tuple[str, ...], lexicon.Modal], ...]] = {}
    for modal in lexicon.modals().values():
        first, *rest = modal.lemma.removeprefix("be ").split()
        if modal.kind in ("phrase", "aspect"):
            found[first] = (*found.get(first, ()), (tuple(rest), modal))
    return found


def _in_order(words: Sequence[str], among: Sequence[str]) -> bool:
    left = iter(among)
    return all(word in left for word in words)


def negated(parse: Parse, over: Sequence[tuple[int, ...]], cue: Collection[int],
            spent: Collection[int] = ()) -> bool:
    """Whether the act is denied: "did not say", "no one said", "failed to say".

    over: the levels of the act. spent: negators that belong to the cue's own meaning ("said no").
    """
    if is_asked(parse, over):
        return False
    near = [[t.index for t in _near(parse, level)] for level in over]
    rest = set(cue).difference(*near)
    denials = sum(any(_denies(parse, i, cue) for i in group if i not in spent)
                  for group in (*near, rest))
    denials += sum(found is not None and found.negates for found in _phrases_over(parse, over))
    return denials % 2 == 1


def _denies(parse: Parse, i: int, cue: Collection[int]) -> bool:
    """A negator, unless it stands in an idiom ("not only") or before what the act is about.

    "chose not to respond" chose, where *chose* is the cue.
    """
    after = i + 1
    before_content = after < len(parse.tokens) and parse.tokens[after].lower == "to" \
        and after not in cue and parse.tokens[i].head < i
    return _is_negator(parse.tokens[i]) and not before_content and not _is_idle(parse, i)


def _phrases_over(parse: Parse, over: Sequence[tuple[int, ...]]) -> Iterator[lexicon.Modal | None]:
    for below, level in pairwise(over):
        yield phrase(parse, level[0], below[-1])


def _near(parse: Parse, level: tuple[int, ...]) -> Iterator[Token]:
    """Where a negator of these verbs can stand: beside one of them, or in their subject."""
    for verb in level:
        yield from (c for c in parse.children(verb, "advmod", "det", "aux", "cc:preconj")
                    if c.index <= verb + _BEHIND)
        yield from (c for c in parse.children(verb, "cc") if c.lower == "nor")
    subject = _subject(parse, level)
    if subject is not None:
        yield subject
        yield from parse.children(subject.index, "det", "cc:preconj", "advmod")


def _subject(parse: Parse, level: tuple[int, ...]) -> Token | None:
    """The verbs' subject; of a verb after *or*, the first one's: "no one said or claimed"."""
    verb = level[-1]
    subject = parse.child(verb, "nsubj", "expl")
    token = parse.tokens[verb]
    if subject is None and token.relation == "conj" and 0 <= token.head < verb \
            and any(c.lower in ("or", "nor") for c in parse.children(verb, "cc")):
        return parse.child(token.head, "nsubj", "expl")
    return subject


def _is_negator(token: Token) -> bool:
    found = word(token)
    return token.lower in _NEGATIVE_WORDS or (
        found is not None and found.kind in ("negator", "modal") and found.negates)


def word(token: Token) -> lexicon.Modal | None:
    """The list's entry for a modal or a negator."""
    return lexicon.modals().get(fold(token.lemma)) or lexicon.modals().get(token.lower)


def _is_idle(parse: Parse, i: int) -> bool:
    """A negator that denies nothing: "not only", "no doubt", "did not mince words"."""
    first = fold(parse.tokens[i].lemma)
    return any(_spells(parse, i, modal.lemma.split()) for modal in lexicon.modals().values()
               if modal.kind == "negator" and not modal.negates and modal.lemma.startswith(first))


def _spells(parse: Parse, start: int, words: Sequence[str]) -> bool:
    there = parse.tokens[start:start + len(words)]
    return len(there) == len(words) and all(
        expected in (fold(t.lemma), t.lower) for expected, t in zip(words, there, strict=True))


def modality(parse: Parse, over: Sequence[tuple[int, ...]], cue: Collection[int]) -> str | None:
    """The outermost word that keeps the act from being fact: *would*, *if*, *expect* (to say).

    A question that asks for yes or no is *whether*, as if it were reported.
    """
    for below, level in zip(reversed((None, *over[:-1])), reversed(over), strict=True):
        found = _modal_of(parse, level) or _modal_phrase(parse, level[0], below)
        if found is not None:
            return found
    modal = next((i for i in cue if parse.tokens[i].xpos == "MD"), None)
    if modal is not None:
        return parse.tokens[modal].lemma.lower()
    return _ASKED if is_asked(parse, over) else None


def _modal_phrase(parse: Parse, governor: int, below: tuple[int, ...] | None) -> str | None:
    """The governor's lemma, or *yet*, which "has yet to say" hangs on; not *went* (on to say)."""
    found = None if below is None else phrase(parse, governor, below[-1])
    if found is None or found.kind == "aspect":
        return None
    return "yet" if " yet " in found.lemma else fold(parse.tokens[governor].lemma)


def _modal_of(parse: Parse, level: tuple[int, ...]) -> str | None:
    for verb in level:
        for child in parse.children(verb, "mark"):
            if child.lower in _CONDITIONS and child.index < verb:
                return child.lower
        for child in parse.children(verb, "aux"):
            found = word(child)
            if found is not None and found.kind == "modal":
                return found.lemma
    return None


def is_asked(parse: Parse, over: Sequence[tuple[int, ...]]) -> bool:
    """"Did she say …?" is asked, neither said nor denied; "why did she say …?" takes it as said."""
    verb = over[-1][-1]
    subject = parse.child(verb, "nsubj", "expl")
    helper = parse.child(verb, "aux", "cop")
    if subject is None or helper is None or helper.index > min(subject.index, verb):
        return False
    before = [c for c in parse.children(verb) if c.index < helper.index]
    if any(c.xpos in _QUESTION_TAGS or _is_negator(c) or _holds_question(parse, c)
           for c in before):
        return False
    return _asks(parse, verb)


def _holds_question(parse: Parse, part: Token) -> bool:
    """"On what grounds did she say …?"""
    return part.relation in ("obl", "obj", "nsubj") and any(
        parse.tokens[i].xpos in _QUESTION_TAGS for i in parse.subtree(part.index)[:3])


def _asks(parse: Parse, verb: int) -> bool:
    """Whether the first mark that ends a sentence after the verb is a question mark."""
    for token in parse.tokens[verb:parse.sentence_of(verb).last]:
        if token.upos == "PUNCT" and token.text[:1] in ".!?":
            return token.text[0] == "?"
    return False
