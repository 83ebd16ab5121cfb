"""Decides by which channel, on which occasion and when something was said, where it is stated."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from quotes import lexicon
from quotes.attribution.scene import Scene, case, is_time
from quotes.attribution.sources import noun_phrase
from quotes.lexicon import fold
from quotes.trees import Parse, Token

_BY_CHANNEL = frozenset(("in", "on", "by", "via", "over", "through", "from", "using"))
_AT_OCCASION = frozenset(("at", "in", "during", "on", "after", "before", "following", "amid",
                          "ahead of", "outside", "throughout", "prior to", "upon"))
# "said on CNN", but not "commented on Apple": these verbs take no topic with *on*.
_ON_AIR = frozenset(("say", "tell", "write", "announce", "claim", "add", "declare", "state", "post",
                     "argue", "repeat", "deny", "vow", "explain", "confirm", "suggest", "admit",
                     "appear", "warn", "promise", "accuse", "call", "ask", "urge", "predict"))
# "at the end of the trial", "on the sidelines of the summit": the noun after *of* tells.
_PARTS = frozenset(("end", "start", "beginning", "opening", "close", "conclusion", "outset", "eve",
                    "sideline", "margin", "middle"))


def time_of(scene: Scene) -> tuple[int, ...]:
    """The first stated day, else hour, of the cue; else of what the words came in or on."""
    parse = scene.parse
    own = [t for t in scene.phrases if is_time(parse, t)] + list(_adverbs(scene))
    nested = [t for noun in scene.phrases for t in _times_within(parse, noun.index)]
    free = [t for t in (*own, *nested) if t.index not in scene.barred]
    best = next(iter(sorted(free, key=lambda t: _is_hour(parse, t))), None)
    return () if best is None else _stated(parse, best.index)


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
    others = (c.index for c in parse.children(index, "nmod", "obl", "appos")
              if case(parse, c.index) not in ("", "of"))
    phrase = noun_phrase(parse, index, avoid=frozenset(others))
    name = parse.name_at(index)
    return phrase if name is None or name.first >= phrase[0] else \
        (*range(name.first, phrase[0]), *phrase)


def _times_within(parse: Parse, noun: int) -> Iterator[Token]:
    """Times that hang on a phrase's noun, or on a place in it: "a rally in Ohio on Saturday"."""
    for child in parse.children(noun, "nmod", "obl"):
        if is_time(parse, child) and not is_time(parse, parse.tokens[noun]):
            yield child
        yield from (t for t in parse.children(child.index, "nmod") if is_time(parse, t)
                    and not is_time(parse, child))


def phrase(parse: Parse, noun: int) -> tuple[int, ...]:
    """A phrase without the time that hangs on it, and with the marks of a title complete."""
    times = frozenset(t.index for t in _times_within(parse, noun))
    found = noun_phrase(parse, noun, avoid=times)
    inner = [parse.tokens[i].text for i in found]
    after = found[-1] + 1
    if after < len(parse.tokens) and parse.tokens[after].text in _CLOSING and \
            sum(text in _MARKS for text in inner) % 2:
        found = (*found, after)
    return found


_CLOSING = frozenset(('"', "\u201d", "''"))
_MARKS = _CLOSING | {"\u201c", "``"}


def medium_of(scene: Scene) -> tuple[int, ...]:
    """"in a tweet", "by phone", "on CNN"."""
    return _first(scene, _is_medium)


def occasion_of(scene: Scene) -> tuple[int, ...]:
    """"at a rally", "during a hearing", "after the game", "in an interview"."""
    return _first(scene, _is_occasion)


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


def _kinds(parse: Parse, token: Token) -> set[str]:
    """What the noun with the words before it is, and what the bare noun is: "a phone interview"."""
    before = [c for c in parse.children(token.index, "compound", "amod", "flat")
              if c.index < token.index]
    found: set[str] = set()
    for start in range(len(before) + 1):
        words = (*(c.text for c in before[start:]), token.lemma)
        known = lexicon.media().get(fold(" ".join(words)))
        if known is not None:
            found.add(known.kind)
            if token.lower != "interview":
                break
    return found
