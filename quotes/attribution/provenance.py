"""Through whom and to whom: relays, translators, documents, the addressee, the circumstances.

Reads the tree around a cue. What only tags a quotation that somebody else already speaks
("he says, according to a translation provided by X") is a relay and no speaker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from quotes import lexicon
from quotes.attribution import cues
from quotes.attribution.relation import Attribution, Relay
from quotes.attribution.sources import noun_phrase
from quotes.lexicon import fold
from quotes.trees import Parse, Token

ADDRESSING = ("tell", "ask", "urge", "inform", "assure", "warn", "remind", "advise", "order",
               "instruct", "encourage", "implore", "beg", "notify", "brief", "call", "promise")
_TIMES = ("DATE", "TIME")


def trace(parse: Parse, attribution: Attribution) -> Attribution:
    """The attribution with its relays, addressee and circumstances, where the tree shows them."""
    if not attribution.cue:
        return attribution
    main = cues.head(parse, attribution.cue)
    barred = _barred(parse, attribution)
    phrases = [t for t in _obliques(parse, main) if t.index not in barred]
    return replace(
        attribution,
        relays=(*_carriers(parse, attribution, phrases), *_tags(parse, phrases),
                *attribution.relays),
        addressee=attribution.addressee or _addressee(parse, main, barred, attribution),
        time=_first(parse, phrases, _is_time),
        medium=_first(parse, phrases, lambda p, t: _channel(p, t) == "medium"),
        occasion=_first(parse, phrases, lambda p, t: _channel(p, t) == "occasion"))


def _barred(parse: Parse, attribution: Attribution) -> frozenset[int]:
    """Tokens of the content and the source: what they hold is no circumstance of the saying."""
    inside = {i for span in attribution.content for i in parse.tokens_in(span)}
    return frozenset(inside | set(attribution.source))


def _obliques(parse: Parse, main: int) -> list[Token]:
    """Prepositional and bare adverbial phrases of the cue's verb and of a verb over it."""
    return [child for verb in (main, *_higher(parse, main))
            for child in parse.children(verb, "obl", "nmod")]


def _higher(parse: Parse, main: int) -> Iterator[int]:
    token = parse.tokens[main]
    if token.relation == "xcomp" and token.head >= 0:
        yield token.head


def _case(parse: Parse, index: int) -> str:
    return " ".join(child.lower for child in parse.children(index, "case"))


def _carriers(parse: Parse, attribution: Attribution, phrases: list[Token]) -> Iterator[Relay]:
    """"said in a statement", "a recording of X urging …": what carries the words."""
    for noun in phrases:
        known = lexicon.documents().get(fold(noun.lemma))
        if known is not None and _case(parse, noun.index) in ("in", "on", "via", "through"):
            yield Relay(known.relation, noun_phrase(parse, noun.index))
    for i in attribution.source[:1]:
        governor = _governor_of_phrase(parse, attribution.source)
        known = None if governor < 0 else lexicon.documents().get(
            fold(parse.tokens[governor].lemma))
        if known is not None and governor < i:
            start = min(noun_phrase(parse, governor))
            yield Relay(known.relation, tuple(range(start, governor + 1)))


def _governor_of_phrase(parse: Parse, tokens: tuple[int, ...]) -> int:
    """The noun that "of X" hangs on, for a source that is such an X."""
    inside = set(tokens)
    top = next((parse.tokens[i] for i in tokens if parse.tokens[i].head not in inside), None)
    return top.head if top is not None and top.relation == "nmod" else -1


def _tags(parse: Parse, phrases: list[Token]) -> Iterator[Relay]:
    """"…, according to a translation provided by X" on a cue that has a speaker of its own."""
    for noun in phrases:
        if "according" not in _case(parse, noun.index):
            continue
        yield from relays_of_phrase(parse, noun.index)


def relays_of_phrase(parse: Parse, noun: int) -> Iterator[Relay]:
    """Who passes words on in the noun phrase after *according to*: a name, or whoever
    provided, cited or translated what the noun names."""
    below = parse.subtree(noun)
    lemmas = [fold(parse.tokens[i].lemma) for i in below]
    for known in lexicon.relays().values():
        words = known.lemmas.split()
        at = _position(words, lemmas)
        if at >= 0 and at + 1 < len(below):
            target = _entity_after(parse, below[at])
            if target >= 0:
                yield Relay(known.relation, noun_phrase(parse, target))
                return
    yield Relay("relayed_by", noun_phrase(parse, noun))


def _position(words: list[str], lemmas: list[str]) -> int:
    """Where the last of the words stands, if all stand in this order; -1 if not."""
    at = -1
    for word in words:
        if word not in lemmas[at + 1:]:
            return -1
        at = lemmas.index(word, at + 1)
    return at


def _entity_after(parse: Parse, index: int) -> int:
    """The noun that the words up to `index` lead to: its governor (*by* is a case) or child."""
    token = parse.tokens[index]
    if token.relation == "case":
        return token.head
    found = parse.child(index, "obl:agent", "nmod", "obl", "obj")
    return -1 if found is None else found.index


def _addressee(parse: Parse, main: int, barred: frozenset[int],
               attribution: Attribution) -> tuple[int, ...]:
    """"told *reporters*", "said to *her*", "urging *followers* to obey"."""
    addressing = fold(parse.tokens[main].lemma) in ADDRESSING
    for child in parse.children(main, "nsubj:pass") if addressing else ():
        if child.index not in barred:
            return noun_phrase(parse, child.index)
    if addressing and parse.child(main, "xcomp", "ccomp") is not None:
        # The corpus has "followers to obey" for content, and yet they are who is urged.
        barred = frozenset(attribution.source)
    for child in parse.children(main, "iobj", "obj", "obl"):
        if child.index in barred or child.index < main \
                or not _can_listen(parse, child, fold(parse.tokens[main].lemma)):
            continue
        if child.relation == "obl":
            if _case(parse, child.index) == "to" and parse.tokens[main].upos == "VERB":
                return noun_phrase(parse, child.index)
        elif addressing or child.relation == "iobj":
            return _up_to(parse, noun_phrase(parse, child.index), _barred(parse, attribution))
    return ()


def _up_to(parse: Parse, phrase: tuple[int, ...], content: frozenset[int]) -> tuple[int, ...]:
    """The addressee with an adverb after it, "supporters *worldwide* to go on"."""
    end = phrase[-1] + 1
    while end < len(parse.tokens) and parse.tokens[end].upos == "ADV":
        end += 1
    return (*phrase, *range(phrase[-1] + 1, end)) if end in content else phrase


def _can_listen(parse: Parse, token: Token, cue: str) -> bool:
    """A name, a pronoun or a noun for people; whoever is *told* listens, whatever the noun."""
    name = parse.name_at(token.index)
    if name is not None:
        return name.type in ("PERSON", "ORG", "NORP", "GPE")
    if token.upos == "PRON":
        known = lexicon.pronouns().get(token.lower)
        return known is not None and known.animate is not False
    lemma = fold(token.lemma)
    return token.upos in ("NOUN", "PROPN") and (
        cue == "tell" or lemma in lexicon.roles() or lemma in lexicon.groups()
        or lemma in lexicon.anonymous())


def _is_time(parse: Parse, token: Token) -> bool:
    name = parse.name_at(token.index)
    return token.deprel in ("obl:tmod", "obl:unmarked", "obl:npmod", "obl", "nmod") \
        and name is not None and name.type in _TIMES


def _channel(parse: Parse, token: Token) -> str | None:
    if not _case(parse, token.index):
        return None
    known = lexicon.media().get(fold(token.lemma))
    return None if known is None else known.kind


def _first(parse: Parse, phrases: list[Token],
           test: Callable[[Parse, Token], bool]) -> tuple[int, ...]:
    found = next((t for t in phrases if test(parse, t)), None)
    return () if found is None else noun_phrase(parse, found.index)
