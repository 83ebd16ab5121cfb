"""What a cue is: its head, its dictionary form, its category, its negation and modality.

Decides nothing about who or what is attributed; it reads the words that signal an
attribution, whoever proposed them, and finds the words that may be such a signal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from quotes import lexicon
from quotes.lexicon import fold
from quotes.records import Category
from quotes.trees import Parse, Token

# A cue with a verb in it is headed by the verb, whatever the tree's order says: a bare
# participle outranks the preposition beside it, and nothing is headed by a mark.
_RANK = {"VERB": 0, "NOUN": 1, "ADJ": 1, "AUX": 2, "ADP": 3, "SCONJ": 3, "PUNCT": 5}
# "If she said so, …" tells of no saying.
_CONDITIONS = frozenset(("if", "unless", "whether"))
_NEGATIVE_WORDS = frozenset(("no", "none", "nobody", "neither", "nothing"))


class Reading(NamedTuple):
    """What the cue's words say of the attribution."""

    lemma: str
    category: Category
    negated: bool
    modality: str | None


def head(parse: Parse, cue: Iterable[int]) -> int:
    """The token of the cue that governs its others, a verb before a noun."""
    chosen = sorted(cue)
    inside = set(chosen)
    tops = [i for i in chosen if parse.tokens[i].head not in inside]
    return min(tops or chosen, key=lambda i: (_RANK.get(parse.tokens[i].upos, 4), i))


def entry(parse: Parse, cue: Iterable[int]) -> lexicon.Cue | None:
    """The lexicon's entry for the cue: the longest that its words spell, else its head's.

    A particle of the verb counts wherever it stands: "pointed this out" is *point out*.
    """
    chosen = sorted(cue)
    main = head(parse, chosen)
    words = [(parse.tokens[i].text, parse.tokens[i].lemma)
             for i in _with_particle(parse, chosen, main)]
    for start in range(len(words)):
        longer = lexicon.longest_cue(words[start:])
        if longer is not None:
            return longer
    for i in (main, *chosen):
        found = lexicon.cue(parse.tokens[i].lemma, parse.tokens[i].upos)
        if found is not None:
            return found
    return None


def _with_particle(parse: Parse, chosen: list[int], main: int) -> list[int]:
    particles = (c.index for c in parse.children(main, "compound:prt"))
    return sorted({*chosen, *particles})


def read(parse: Parse, cue: tuple[int, ...]) -> Reading:
    """Lemma, category, negation and modality of a cue that is there."""
    main = head(parse, cue)
    known = entry(parse, cue)
    if known is not None:
        form, category = known.lemma, known.category
    else:
        form, category = parse.tokens[main].lemma.lower(), _unlisted(parse, cue)
    return Reading(form, category, _negated(parse, main, cue), _modality(parse, main, cue))


def _unlisted(parse: Parse, cue: tuple[int, ...]) -> Category:
    """A mark alone states (transcripts, headlines); any other word that no list has is *other*."""
    return "statement" if all(parse.tokens[i].upos == "PUNCT" for i in cue) else "other"


def _modal(token: Token) -> lexicon.Modal | None:
    return lexicon.modals().get(fold(token.lemma)) or lexicon.modals().get(token.lower)


def _is_negator(token: Token) -> bool:
    found = _modal(token)
    return token.lower in _NEGATIVE_WORDS or (found is not None and found.kind == "negator")


def _negated(parse: Parse, main: int, cue: tuple[int, ...]) -> bool:
    """Whether the attribution is denied: "did not say", "no one said", "refused to say"."""
    if any(_is_negator(parse.tokens[i]) for i in cue):
        return True
    return any(_verb_is_negated(parse, verb) or (verb != main and refuses(parse, verb))
               for verb in _verb_group(parse, main))


def _verb_is_negated(parse: Parse, verb: int) -> bool:
    near = parse.children(verb, "advmod", "det", "cc:preconj")
    subject = parse.child(verb, "nsubj")
    if subject is not None:
        near += [subject, *parse.children(subject.index, "det", "cc:preconj", "advmod")]
    return any(_is_negator(child) for child in near)


def refuses(parse: Parse, governor: int) -> bool:
    """*refuse*, *decline*, *fail*, *have (yet)* over the cue's infinitive."""
    lemma = fold(parse.tokens[governor].lemma)
    found = lexicon.modals().get(f"{lemma} to")
    if found is not None and found.negates:
        return True
    return lemma == "have" and any(c.lower == "yet" for c in parse.children(governor, "advmod"))


def _verb_group(parse: Parse, main: int) -> Iterator[int]:
    """The cue's head and the verbs that it is an infinitive of: "has yet to say"."""
    yield main
    while parse.tokens[main].relation == "xcomp" and parse.tokens[main].head >= 0:
        main = parse.tokens[main].head
        yield main


def is_modal_phrase(parse: Parse, verb: int) -> bool:
    """Whether the verb with *to* stands over another as a modal does: *expected*, *refuse*."""
    phrase = fold(parse.tokens[verb].lemma) + " to"
    return phrase in lexicon.modals() or f"be {phrase}" in lexicon.modals()


def _modality(parse: Parse, main: int, cue: tuple[int, ...]) -> str | None:
    """The word that keeps the cue from being fact: *would*, *if*, or *expected* (to say)."""
    for verb in _verb_group(parse, main):
        for child in parse.children(verb, "mark"):
            if child.lower in _CONDITIONS:
                return child.lower
        for child in parse.children(verb, "aux"):
            found = _modal(child)
            if found is not None and found.kind == "modal":
                return found.lemma
        if verb != main and is_modal_phrase(parse, verb):
            return fold(parse.tokens[verb].lemma)
    modal = next((i for i in cue if parse.tokens[i].xpos == "MD"), None)
    return None if modal is None else parse.tokens[modal].lemma.lower()


def candidates(parse: Parse, within: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """Words of the range that the lexicon knows as cues, with their particle."""
    for i in within:
        token = parse.tokens[i]
        if token.lower == "according":
            follower = parse.child(i, "fixed")
            yield (i,) if follower is None else (i, follower.index)
        elif (token.lower == "per" or _opens_sentence(parse, token)) \
                and token.relation == "case" and _names_somebody(parse, token.head):
            yield (i,)
        elif token.lower == "words" and _in_the_words_of(parse, i):
            yield _in_the_words_of(parse, i)
        elif token.upos in ("VERB", "NOUN", "ADJ"):
            words = _with_preposition(parse, _with_particle(parse, [i], i), i)
            if entry(parse, words) is not None:
                yield tuple(words)


def _opens_sentence(parse: Parse, token: Token) -> bool:
    """"For the mayor, the stadium is a waste": a phrase of its own before the clause."""
    if token.lower != "for" or token.index != parse.sentence_of(token.index).first \
            or parse.tokens[token.head].relation != "obl":
        return False
    after = parse.subtree(token.head)[-1] + 1
    near = parse.tokens[after - 1:after + 1]
    return any(t.text == "," for t in near)


def _names_somebody(parse: Parse, noun: int) -> bool:
    """"per the sheriff", not "per year": who or what can have said something."""
    if noun < 0:
        return False
    name = parse.name_at(noun)
    lemma = fold(parse.tokens[noun].lemma)
    return name.type in ("PERSON", "ORG") if name is not None else (
        lemma in lexicon.roles() or lemma in lexicon.documents() or lemma in lexicon.anonymous())


def _in_the_words_of(parse: Parse, words: int) -> tuple[int, ...]:
    """The cue "in the words of" at its noun; empty where the phrase is another."""
    before = [parse.tokens[i].lower for i in range(max(0, words - 2), words)]
    after = words + 1
    if before == ["in", "the"] and after < len(parse.tokens) \
            and parse.tokens[after].lower == "of":
        return tuple(range(words - 2, after + 1))
    return ()


def _with_preposition(parse: Parse, words: list[int], main: int) -> list[int]:
    """The words, and the preposition that makes a longer cue of them: *call for*."""
    for child in parse.children(main, "obl"):
        for case in parse.children(child.index, "case"):
            longer = [*words, case.index]
            pairs = [(parse.tokens[i].text, parse.tokens[i].lemma) for i in longer]
            found = lexicon.longest_cue(pairs) if case.index == words[-1] + 1 else None
            if found is not None and len(found.words) == len(longer):
                return longer
    return words
