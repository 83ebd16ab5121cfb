"""Decides by which channel, on which occasion and when something was said, where it is stated."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from quotes import lexicon
from quotes.attribution.scene import (
    Scene,
    case,
    is_time,
    is_way,
    looked_up,
    phrase,
    times_within,
    ways,
)
from quotes.attribution.sources import noun_phrase
from quotes.dates import names_day
from quotes.lexicon import Medium, MediumKind, fold
from quotes.trees import Parse, Token

_BY_CHANNEL = frozenset(("in", "on", "by", "via", "over", "through", "from", "using"))
_AT_OCCASION = frozenset(("at", "in", "during", "on", "after", "before", "following", "amid",
                          "ahead of", "outside", "throughout", "prior to", "upon"))
# "said on CNN", but not "commented on Apple": these verbs take no topic with *on*.
_ON_AIR = frozenset(("say", "tell", "write", "announce", "claim", "add", "declare", "state", "post",
                     "argue", "repeat", "deny", "vow", "explain", "confirm", "suggest", "admit",
                     "appear", "warn", "promise", "accuse", "call", "ask", "urge", "predict"))
_OF_A_TIME = frozenset(("det", "amod", "compound", "nummod", "advmod", "flat", "nmod", "obl",
                        "conj", "appos", "punct"))
# "at the end of the trial", "on the sidelines of the summit": the noun after *of* tells.
_PARTS = frozenset(("end", "start", "beginning", "opening", "close", "conclusion", "outset", "eve",
                    "sideline", "margin", "middle"))


def time_of(scene: Scene) -> tuple[int, ...]:
    """The first stated day, else hour, of the cue; else of what the words came in or on."""
    parse = scene.parse
    own = [t for t in scene.phrases if is_time(parse, t)] + list(_adverbs(scene))
    nested = [t for noun in scene.phrases for t in times_within(parse, noun.index)]
    free = [t for t in (*own, *nested) if t.index not in scene.barred]
    best = next(iter(sorted(free, key=lambda t: _is_hour(parse, t))), None)
    if best is not None:
        return _stated(parse, best.index)
    dated = (_dated(parse, noun) for noun in scene.phrases
             if case(parse, noun.index) in ("at", "in", "during", "on") and is_way(parse, noun))
    return next(filter(None, dated), ())


def _dated(parse: Parse, noun: Token) -> tuple[int, ...]:
    """"at *Tuesday*'s debate", "in a *2014* report"; a date that names an event is none."""
    for child in parse.children(noun.index, "nmod", "compound", "nummod"):
        name = parse.name_at(child.index)
        if name is None or name.type != "DATE" or child.index > noun.index:
            continue
        bare = names_day(child.text) or (len(child.text) == 4 and child.text.isdecimal())
        if child.deprel == "nmod:poss" or bare:
            return tuple(range(name.first if child.deprel == "nmod:poss" else child.index,
                               child.index + 1))
    return ()


def _adverbs(scene: Scene) -> Iterator[Token]:
    for verb in (*scene.verbs, *scene.clauses):
        yield from (t for t in scene.parse.children(verb, "advmod", "obj", "iobj")
                    if is_time(scene.parse, t))


def _is_hour(parse: Parse, token: Token) -> bool:
    """An hour alone ("at noon"); "Tuesday night" is of a day."""
    name = parse.name_at(token.index)
    return name is not None and name.type == "TIME" and not any(
        (inner := parse.name_at(c.index)) is not None and inner.type == "DATE"
        for c in parse.children(token.index))


def _stated(parse: Parse, index: int) -> tuple[int, ...]:
    """The time's words: its name, and what belongs to it but for another phrase on it."""
    others = (c.index for c in parse.children(index) if c.relation not in _OF_A_TIME
              or case(parse, c.index) not in ("", "of"))
    found = noun_phrase(parse, index, avoid=frozenset(others))
    name = parse.name_at(index)
    before = range(name.first, found[0]) if name is not None else ()
    return (*(i for i in before if parse.tokens[i].upos != "ADP"), *found)


def medium_of(scene: Scene) -> tuple[int, ...]:
    """"in a tweet", "by phone", "on CNN"; "told *the conference call*"."""
    return _first(scene, _is_medium) or _told(scene, "medium")


def occasion_of(scene: Scene) -> tuple[int, ...]:
    """"at a rally", "after the game", "in an interview"; "told *a news conference*"."""
    return _first(scene, _is_occasion) or _told(scene, "occasion")


def _told(scene: Scene, kind: MediumKind) -> tuple[int, ...]:
    """What was told something and can't listen."""
    parse, main = scene.parse, scene.main
    heard = (c for c in parse.children(main, "obj", "iobj") if c.index > main
             and c.index not in scene.barred and kind in event_kinds(parse, c))
    found = next(heard, None)
    return () if found is None else phrase(parse, found.index)


def _first(scene: Scene, test: Callable[[Scene, Token], bool]) -> tuple[int, ...]:
    inner = [t for noun in scene.carriers for t in _of_carrier(scene.parse, noun.index)]
    found = next((t for t in (*scene.phrases, *inner) if test(scene, t)), None)
    return () if found is None else phrase(scene.parse, found.index)


def _of_carrier(parse: Parse, noun: int) -> Iterator[Token]:
    """"a message on *Telegram*", "a statement posted on *Twitter*", "an interview on *CNN*"."""
    yield from parse.children(noun, "nmod")
    for clause in parse.children(noun, "acl"):
        yield from (c for c in parse.children(clause.index, "obl") if case(parse, c.index) != "by")


def _is_medium(scene: Scene, token: Token) -> bool:
    parse = scene.parse
    before = case(parse, token.index)
    if before not in _BY_CHANNEL or is_time(parse, token):
        return False
    return "medium" in _kinds(parse, token) or (before == "on" and _on_air(scene, token))


def _on_air(scene: Scene, token: Token) -> bool:
    """A broadcaster or programme by name, after *on*."""
    name = scene.parse.name_at(token.index)
    lemma = fold(scene.parse.tokens[scene.main].lemma)
    return name is not None and name.type in ("ORG", "WORK_OF_ART") and (
        lemma in _ON_AIR or token.head not in scene.verbs)


def _is_occasion(scene: Scene, token: Token) -> bool:
    parse = scene.parse
    if case(parse, token.index) not in _AT_OCCASION or is_time(parse, token):
        return False
    whole = [c for c in parse.children(token.index, "nmod") if case(parse, c.index) == "of"] \
        if fold(token.lemma) in _PARTS else []
    return any("occasion" in _kinds(parse, t) for t in (token, *whole))


def event_kinds(parse: Parse, token: Token) -> set[MediumKind]:
    """Of what is told something, although only those who came or rang can listen: "told *a news
    conference*"; nothing for a body ("a session of parliament")."""
    lemma = fold(token.lemma)
    body = lemma in lexicon.organisations() or lemma in lexicon.groups() or any(
        case(parse, c.index) == "of" for c in parse.children(token.index, "nmod"))
    return set() if body or lemma in lexicon.press() else _kinds(parse, token)


def _kinds(parse: Parse, token: Token) -> set[MediumKind]:
    """What the noun is with the words before it, and a phone interview an interview as well."""
    found = list(looked_up(parse, token, ways()))
    longest = found if token.lower == "interview" else found[:1]
    return {known.kind for known in longest if isinstance(known, Medium)}
