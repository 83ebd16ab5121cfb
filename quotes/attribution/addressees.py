"""Decides whom words were said to: "told *reporters*", "a letter to *the board*"."""

from __future__ import annotations

from collections.abc import Iterator

from quotes import lexicon
from quotes.attribution.circumstances import event_kinds
from quotes.attribution.scene import ASKING, Scene, case, is_carrier, is_time, party
from quotes.lexicon import fold
from quotes.trees import Parse, Token

# Prepositions before who listens, by verb; *to* goes with any.
_WITH = {"call": ("on", "upon"), "appeal": ("to",), "plead": ("with",), "speak": ("to", "with"),
         "talk": ("to", "with"), "argue": ("with",), "shout": ("to", "at"), "yell": ("to", "at"),
         "testify": ("before", "to"), "appear": ("before",)}
# "a meeting with the premier" tells who was there, not to whom these words were said.
_ANSWERS = frozenset(("response", "answer", "reply"))  # "in response to questions from The Times"
_CONVERSATIONS = frozenset(("interview", "conversation", "chat", "call", "exchange"))


def addressee_of(scene: Scene) -> tuple[int, ...]:
    """The words for whom the attribution's words were said to; empty where none are stated."""
    found = _passive(scene) or _object(scene) or _after_preposition(scene) \
        or _beside(scene) or _of_carrier(scene)
    return found if scene.source.isdisjoint(found) else ()


def _addressing(scene: Scene) -> bool:
    return fold(scene.parse.tokens[scene.main].lemma) in lexicon.addressing()


def _passive(scene: Scene) -> tuple[int, ...]:
    """"*Ruiz* was asked"."""
    for child in scene.parse.children(scene.main, "nsubj:pass") if _addressing(scene) else ():
        if child.index not in scene.barred:
            return party(scene.parse, child.index)
    return ()


def _object(scene: Scene) -> tuple[int, ...]:
    """"told *reporters*", "urging *followers* to obey", "asked *him*"."""
    parse, main = scene.parse, scene.main
    barred = scene.barred
    if _addressing(scene) and parse.child(main, "xcomp", "ccomp") is not None:
        # The corpus has "followers to obey" for content, and yet they are who is urged.
        barred = frozenset(scene.attribution.source)
    heard = [c for c in parse.children(main, "iobj", "obj") if c.index > main
             and c.index not in barred and _is_told(scene, c)]
    if not heard:
        return ()
    phrase = party(parse, heard[0].index)
    for other in heard[1:]:  # one name that the parser took for two: "told France 2 television"
        second = party(parse, other.index)
        phrase = (*phrase, *second) if second[0] == phrase[-1] + 1 else phrase
    return _up_to(parse, phrase, scene.barred)


def _is_told(scene: Scene, token: Token) -> bool:
    verb = fold(scene.parse.tokens[scene.main].lemma)
    if event_kinds(scene.parse, token) or (
            token.relation == "obj" and (verb not in lexicon.addressing() or verb == "call")):
        return False
    noun = token.upos in ("NOUN", "PROPN") and scene.parse.name_at(token.index) is None
    return can_listen(scene.parse, token) or (noun and lexicon.addressing().get(verb, False))


def _up_to(parse: Parse, phrase: tuple[int, ...], content: frozenset[int]) -> tuple[int, ...]:
    """The addressee with an adverb after it, "supporters *worldwide* to go on"."""
    end = phrase[-1] + 1
    while end < len(parse.tokens) and parse.tokens[end].upos == "ADV" \
            and parse.tokens[end].xpos != "WRB":
        end += 1
    return (*phrase, *range(phrase[-1] + 1, end)) if end in content else phrase


def _after_preposition(scene: Scene) -> tuple[int, ...]:
    """"said to *her*", "wrote to *the board*", "called on *the army* to leave"."""
    for verb in (scene.main, *scene.clauses):
        token = scene.parse.tokens[verb]
        allowed = ("to", *_WITH.get(fold(token.lemma), ()))
        for noun in scene.parse.children(verb, "obl") if token.upos == "VERB" else ():
            if case(scene.parse, noun.index) in allowed and (
                    _is_free(scene, noun) or _is_called_on(scene, noun)):
                return party(scene.parse, noun.index)
    return ()


def _is_called_on(scene: Scene, noun: Token) -> bool:
    """"called on *the army* to leave", which the corpus has in the content."""
    parse = scene.parse
    return fold(parse.tokens[scene.main].lemma) in ("call", "appeal") \
        and parse.child(scene.main, "xcomp", "advcl") is not None \
        and noun.index not in scene.attribution.source and can_listen(parse, noun)


def _is_free(scene: Scene, noun: Token) -> bool:
    return noun.index not in scene.barred and can_listen(scene.parse, noun)


def _beside(scene: Scene) -> tuple[int, ...]:
    """Who asked is answered: "asked by *reporters*, she said"; "addressing *parliament*, …"."""
    for verb in scene.clauses:
        token = scene.parse.tokens[verb]
        asked = token.xpos != "VBG" and fold(token.lemma) in ASKING
        for noun in scene.parse.children(verb, "obl") if asked else ():
            if case(scene.parse, noun.index) == "by" and _is_free(scene, noun):
                return party(scene.parse, noun.index)
        addressing = fold(token.lemma) == "address"
        for noun in scene.parse.children(verb, "obj", "iobj") if addressing else ():
            if _is_free(scene, noun):
                return party(scene.parse, noun.index)
    return ()


def _of_carrier(scene: Scene) -> tuple[int, ...]:
    """"in a letter to *the pope*", "in an interview with *the BBC*"."""
    for carrier in scene.carriers:
        for noun in _recipients(scene.parse, carrier):
            if _is_free(scene, noun):
                return party(scene.parse, noun.index)
    return ()


def _recipients(parse: Parse, carrier: Token) -> Iterator[Token]:
    if fold(carrier.lemma) in _ANSWERS:
        for query in parse.children(carrier.index, "nmod"):
            yield from (c for c in parse.children(query.index, "nmod")
                        if case(parse, c.index) in ("from", "by"))
    allowed = ("with", "to") if fold(carrier.lemma) in _CONVERSATIONS else ("to", "before")
    yield from (c for c in parse.children(carrier.index, "nmod", "obl")
                if case(parse, c.index) in allowed)
    for clause in parse.children(carrier.index, "acl"):  # "a letter sent to the pope"
        yield from (c for c in parse.children(clause.index, "obl") if clause.xpos == "VBN"
                    and case(parse, c.index) == "to")


def can_listen(parse: Parse, token: Token) -> bool:
    """A name, a pronoun, or a noun for people or a body."""
    name = parse.name_at(token.index)
    if is_time(parse, token) or (name is None and is_carrier(token)):
        return False
    if name is not None:
        return name.type in ("PERSON", "ORG", "NORP", "GPE")
    if token.upos == "PRON":
        known = lexicon.pronouns().get(token.lower)
        return known is not None and known.animate is not False and "refl" not in known.cases \
            and token.xpos in ("PRP", "WP")
    lemma = fold(token.lemma)
    body = lexicon.organisations().get(lemma)
    return token.upos in ("NOUN", "PROPN") and (
        lemma in lexicon.roles() or lemma in lexicon.groups() or lemma in lexicon.anonymous()
        or lemma in lexicon.press()
        or (body is not None and body.kind in ("organization", "group")))
