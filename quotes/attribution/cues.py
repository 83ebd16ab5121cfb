"""What a cue is: its head, its dictionary form, its category, its negation and modality.

Decides nothing about who or what is attributed; it reads the words that signal an
attribution, whoever proposed them, and finds the words that may be such a signal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from quotes import lexicon
from quotes.attribution import modality
from quotes.lexicon import fold
from quotes.records import Category
from quotes.trees import Parse, Token

# A cue with a verb in it is headed by the verb, whatever the tree's order says: a bare
# participle outranks the preposition beside it, and nothing is headed by a mark.
_RANK = {"VERB": 0, "NOUN": 1, "ADJ": 1, "AUX": 2, "ADP": 3, "SCONJ": 3, "PUNCT": 5}
# Categories of verbs that do something by themselves, whatever infinitive they take.
_OWN_ACTS = frozenset(("denial", "intention", "order", "promise"))
_ENDINGS = ("ing", "ed")
_LEAST_STEM = 3  # letters; fewer are too little to know a word by


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
    act = _act(parse, cue)
    known = _meant(parse, cue, act)
    if known is not None:
        form, category = known.lemma, _in_place(parse, act, known)
    else:
        form, category = parse.tokens[act].lemma.lower(), _unlisted(parse, cue, act)
    over = modality.levels(parse, act, cue)
    return Reading(form, category, modality.negated(parse, over, cue, _spent(parse, cue, known)),
                   modality.modality(parse, over, cue))


def _spent(parse: Parse, cue: tuple[int, ...], known: lexicon.Cue | None) -> list[int]:
    """The words that make a negative entry what it is: the *no* of "said no" denies no saying."""
    if known is None or "negative" not in known.traits:
        return []
    return [i for i in cue if not {parse.tokens[i].lower, fold(parse.tokens[i].lemma)}
            .isdisjoint(known.words)]


def _act(parse: Parse, cue: tuple[int, ...]) -> int:
    """What the cue comes down to: *say* in "has yet to say", *named* where the cue has but "has".

    A refusal or a wish is an act of its own ("declined to say" refuses), so it stays.
    """
    main = head(parse, cue)
    if _is_auxiliary(parse.tokens[main]):
        return parse.tokens[main].head
    below = _under(parse, cue, main)
    while below is not None:
        main = below
        below = _under(parse, cue, main)
    return main


def _under(parse: Parse, cue: tuple[int, ...], governor: int) -> int | None:
    """The cue's verb that the governor only stands over."""
    own = lexicon.cue(parse.tokens[governor].lemma, parse.tokens[governor].upos)
    if own is not None and own.category in _OWN_ACTS:
        return None
    return next((c.index for c in parse.children(governor, "xcomp", "advcl", "ccomp")
                 if c.index in cue and c.index > governor
                 and lexicon.cue(c.lemma, c.upos) is not None
                 and modality.stands_over(parse, governor, c.index)), None)


def _meant(parse: Parse, cue: tuple[int, ...], act: int) -> lexicon.Cue | None:
    """The entry that tells the category: of the act's words, where others only stand over it."""
    chosen = sorted(cue)
    if act != head(parse, cue):
        chosen = [act, *(i for i in chosen if i > act)]
    else:  # "have hoped" is no case of the phrase *have hope*
        chosen = [i for i in chosen if not _is_auxiliary(parse.tokens[i])] or chosen
    known = entry(parse, chosen)
    if known is not None and len(known.words) == 1:
        known = _carried(parse, chosen, act, known) or known
    return known or _inflected(parse, chosen, act)


def _is_auxiliary(token: Token) -> bool:
    return token.upos == "AUX" and token.relation == "aux" and token.head >= 0


def _carried(parse: Parse, chosen: list[int], act: int, known: lexicon.Cue) -> lexicon.Cue | None:
    """The noun that a verb only carries: "delivered a critique of" is a critique."""
    if parse.tokens[act].upos != "VERB" or known.category in _OWN_ACTS - {"promise"} \
            or known.category in ("belief", "question") or "ccomp" in known.frames:
        return None
    return next((found for c in parse.children(act, "obj") if c.index in chosen
                 and (found := lexicon.cue(c.lemma, "NOUN")) is not None), None)


def _inflected(parse: Parse, chosen: list[int], act: int) -> lexicon.Cue | None:
    """An entry by the word's form, where tag or lemma is off: *favore*, a verb *criticism*."""
    for i in (act, *chosen):
        token = parse.tokens[i]
        if token.upos not in ("VERB", "NOUN", "ADJ", "PROPN"):
            continue
        for form in (token.lower, token.lower.removesuffix("s")):
            for upos in ("VERB", "NOUN", "ADJ"):
                found = lexicon.cue(form, upos)
                if found is not None:
                    return found
        for form in _bare_forms(token.lower):
            found = lexicon.cue(form, "VERB")
            if found is not None:
                return found
    return None


def _bare_forms(form: str) -> Iterator[str]:
    """What a verb's form may be of.

    >>> list(_bare_forms("planned"))
    ['plann', 'planne', 'plan']
    """
    for ending in _ENDINGS:
        stem = form.removesuffix(ending)
        if stem != form and len(stem) >= _LEAST_STEM:
            yield from (stem, stem + "e")
            if stem[-1] == stem[-2]:
                yield stem[:-1]


def _in_place(parse: Parse, act: int, known: lexicon.Cue) -> Category:
    """The entry's category, but for what the words beside the verb make of it."""
    if known.words[0] != fold(parse.tokens[act].lemma):
        return known.category
    if known.category in ("statement", "question") and _directs(parse, act, known):
        return "order"
    return _by_subject(parse, act, known)


def _directs(parse: Parse, act: int, known: lexicon.Cue) -> bool:
    """"told her to leave", "asked to be heard": an infinitive is what is to be done.

    Not "reported him to be ill", which says what is so, nor "is said to have left".
    """
    wanted = parse.child(act, "xcomp")
    if wanted is None or wanted.index < act or parse.child(wanted.index, "cop") is not None \
            or all(mark.lower != "to" for mark in parse.children(wanted.index, "mark")):
        return False
    told = parse.child(act, "obj", "iobj") is not None
    asked = "xcomp" in known.frames and (
        known.category == "question" or parse.child(act, "nsubj:pass") is not None)
    return told or asked


def _by_subject(parse: Parse, act: int, known: lexicon.Cue) -> Category:
    """The entry's category; a person who *indicates* that something is so says it."""
    says = known.category == "document" and parse.child(act, "ccomp") is not None
    subject = parse.child(act, "nsubj") if says else None
    return "statement" if subject is not None and _speaks(parse, subject.index) \
        else known.category


def _speaks(parse: Parse, noun: int) -> bool:
    """Whether the noun phrase is people or a body, not what they wrote."""
    token = parse.tokens[noun]
    lemma = fold(token.lemma)
    pronoun = lexicon.pronouns().get(token.lower)
    if pronoun is not None:
        return pronoun.animate is True
    if lemma in lexicon.documents():
        return False
    if token.upos in ("ADJ", "DET", "NUM"):  # "several of them"
        return any(_speaks(parse, c.index) for c in parse.children(noun, "nmod"))
    return lemma in lexicon.groups() or _names_somebody(parse, noun)


def _unlisted(parse: Parse, cue: tuple[int, ...], act: int) -> Category:
    """A mark alone states (transcripts, headlines); "in a poll" is what is written there; any
    other word that no list has is *other*."""
    if not any(map(str.isalnum, "".join(parse.tokens[i].text for i in cue))):
        return "statement"
    noun = parse.tokens[act].head
    if parse.tokens[act].upos == "ADP" and noun >= 0:
        near = (parse.tokens[noun], *parse.children(noun, "compound"))
        if any(fold(t.lemma) in lexicon.documents() for t in near):
            return "document"
    return "other"


def refuses(parse: Parse, governor: int) -> bool:
    """*refuse*, *decline*, *fail*, *have (yet)* over the cue's infinitive."""
    lemma = fold(parse.tokens[governor].lemma)
    found = lexicon.modals().get(f"{lemma} to")
    if found is not None and found.negates:
        return True
    return lemma == "have" and any(c.lower == "yet" for c in parse.children(governor, "advmod"))


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
        elif token.lower == "words" and (phrase := _in_the_words_of(parse, i)):
            yield phrase
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


def frames_quotation(parse: Parse, cue: tuple[int, ...]) -> bool:
    """Whether the cue is one that words in marks are usually set beside ("…", he said)."""
    known = entry(parse, cue)
    return known is not None and not known.frames.isdisjoint(("parataxis", "quote"))
