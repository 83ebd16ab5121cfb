"""Decides through whom and what words came: relays, translators, publishers, what carried them.

What only tags a quotation that somebody else already speaks ("he says, according to a
translation provided by X") is a relay and no speaker.
"""

from __future__ import annotations

from collections.abc import Iterator

from quotes import lexicon
from quotes.attribution import cues
from quotes.attribution.addressees import can_listen
from quotes.attribution.relation import Relay
from quotes.attribution.scene import (
    QUOTING,
    Scene,
    case,
    is_carrier,
    looked_up,
    party,
    phrase,
    top,
    ways,
)
from quotes.lexicon import DocumentNoun, fold
from quotes.records import Relation
from quotes.trees import Parse, Token

_CARRYING = ("document", "recording")
# Who made a document speaks in it: "a letter *signed* by 40 senators".
_MAKING = frozenset(("write", "sign", "author", "co-author", "prepare", "compile", "draft", "lead",
                     "commission", "produce", "conduct", "pen", "coauthor", "submit", "fund",
                     "sponsor", "film", "record", "file", "bring", "issue"))


def relays_of(scene: Scene) -> list[Relay]:
    """From the reader towards the speaker: who reported, who was told, what carried the words,
    and last who stood beside the speaker, an interpreter or a lawyer."""
    outer = [*_cited_above(scene), *_cited_by_speaker(scene), *_tags(scene), *_reporters(scene),
             *_press(scene), *_all_passers(scene)]
    outer.sort(key=lambda relay: relay.relation in _CARRYING)
    inner = [*(r for noun in scene.carriers for r in _carrier(scene.parse, noun)),
             *_held_by(scene), *_go_betweens(scene)]
    return [relay for relay in (*outer, *inner) if scene.main not in relay.tokens]


def _all_passers(scene: Scene) -> Iterator[Relay]:
    for noun in scene.carriers:
        yield from _passers(scene.parse, noun)
    if is_document(scene):
        yield from _passers(scene.parse, scene.parse.tokens[scene.speaker])


def _cited_above(scene: Scene) -> Iterator[Relay]:
    """"*Citing his deputy*, Interfax reported that the general said": the deputy told Interfax."""
    parse, main = scene.parse, scene.parse.tokens[scene.main]
    if main.relation != "ccomp" or main.head < 0:
        return
    for subject in parse.children(main.head, "nsubj"):
        yield from _cited(parse, subject.index)
    yield from _cited(parse, main.head)


def _cited_by_speaker(scene: Scene) -> Iterator[Relay]:
    """"According to Ruiz, *who cited the ministry*"; "the Herald reported, *citing officials*".

    Where the speaker reports what another said, the words came from whom it cites to that other:
    see `_cited_above`.
    """
    parse = scene.parse
    reported = (clause.index for clause in parse.children(scene.main, "ccomp"))
    if any(cues.candidates(parse, reported)):
        return
    if scene.speaker >= 0:
        yield from _cited(parse, scene.speaker)
    yield from (r for r in _cited(parse, scene.main) if scene.barred.isdisjoint(r.tokens))


def _cited(parse: Parse, index: int) -> Iterator[Relay]:
    """Whom a verb's subject, or a noun, cites: "CNN, *which cited the ministry*"."""
    for clause in parse.children(index, "advcl", "acl"):
        if fold(clause.lemma) in QUOTING and clause.xpos in ("VBG", "VBD", "VBZ"):
            for noun in parse.children(clause.index, "obj"):
                if can_listen(parse, noun) or fold(noun.lemma) in lexicon.documents():
                    yield Relay(_relation(noun), party(parse, noun.index))


def _relation(noun: Token) -> Relation:
    """A document or recording by its noun; anything else passes words on."""
    known = lexicon.documents().get(fold(noun.lemma))
    return "relayed_by" if known is None or noun.upos == "PROPN" else known.relation


def _tags(scene: Scene) -> Iterator[Relay]:
    """"…, according to X" on a cue that has a speaker of its own."""
    tagging = (noun for noun in scene.phrases if "according" in case(scene.parse, noun.index))
    for noun in (*tagging, *_governed(scene)):
        passers = list(_passers(scene.parse, noun))
        yield from passers
        translated = fold(noun.lemma) == "translation"
        if not (translated and passers):
            yield Relay(_relation(noun), phrase(scene.parse, noun.index))
        yield from _cited(scene.parse, noun.index)


def _governed(scene: Scene) -> Iterator[Token]:
    """Where the parser takes *according* for the verb over the cue, whom it governs after it."""
    parse = scene.parse
    head = parse.tokens[scene.main].head
    if head >= 0 and parse.tokens[head].lower == "according":
        yield from (noun for noun in parse.children(head, "nsubj", "obj", "obl", "nmod")
                    if noun.index > head)


def _reporters(scene: Scene) -> Iterator[Relay]:
    """"as reported by X", "was quoted by X as saying", "…," X quoted him as saying."""
    parse = scene.parse
    yield from _quoters(scene)
    clauses = [c.index for verb in scene.verbs for c in parse.children(verb, "advcl", "acl")
               if c.xpos == "VBN" and c.index not in scene.content]
    own = [i for i in scene.verbs if parse.tokens[i].xpos in ("VBN", "VBD")
           and fold(parse.tokens[i].lemma) in QUOTING]
    for verb in (*clauses, *own, *scene.verbs, *scene.clauses):
        found = [r for r in _of_participle(parse, verb, "")
                 if scene.barred.isdisjoint(r.tokens)]
        yield from found
        if found:
            return


def _quoters(scene: Scene) -> Iterator[Relay]:
    """The subject of a verb of quoting whose object speaks."""
    parse, main = scene.parse, scene.parse.tokens[scene.main]
    if fold(main.lemma) in QUOTING and scene.speaker in {
            noun.index for noun in parse.children(main.index, "obj")}:
        for subject in parse.children(main.index, "nsubj"):
            yield Relay("relayed_by", party(parse, subject.index))


def _of_participle(parse: Parse, verb: int, noun: str) -> Iterator[Relay]:
    """"carried by X", "sent to X", "translation provided by X": what relays.tsv knows."""
    token = parse.tokens[verb]
    more = [c.lower for c in parse.children(verb, "compound:prt", "xcomp")]
    words = " ".join((fold(token.lemma), *more))
    for child in parse.children(verb, "obl", "nmod"):
        preposition = case(parse, child.index)
        known = _known(f"{noun} {words} {preposition}", f"{words} {preposition}")
        if known is not None and (_is_passive(parse, token) or is_press(parse, child)) \
                and _is_agent(parse, child, preposition):
            yield Relay(known, party(parse, child.index))


def _is_passive(parse: Parse, verb: Token) -> bool:
    """"carried by X", not "wrote in Madrid"."""
    bare = verb.relation in ("acl", "advcl") and parse.child(verb.index, "nsubj", "obj") is None
    passive = parse.child(verb.index, "aux:pass", "nsubj:pass") is not None
    return verb.xpos in ("VBN", "VBD") and (passive or bare)


def _is_agent(parse: Parse, token: Token, preposition: str) -> bool:
    """Somebody who passes words on: whoever did it, or a paper that it was done to or in."""
    if preposition in ("to", "with"):
        return is_press(parse, token)
    if preposition == "by":
        return _is_entity(parse, token)
    named = parse.name_at(token.index) is not None and _is_entity(parse, token)
    return fold(token.lemma) not in lexicon.media() and (named or is_press(parse, token))


def _known(*wordings: str) -> Relation | None:
    """The relation of the first wording that is listed."""
    listed = (lexicon.relays().get(words.strip()) for words in wordings)
    return next((known.relation for known in listed if known is not None), None)


def _is_entity(parse: Parse, token: Token) -> bool:
    """Somebody or a body, and no date or number: "published in The Lancet", not "in 2014"."""
    name = parse.name_at(token.index)
    if name is not None:
        return name.type in ("PERSON", "ORG", "NORP", "GPE", "WORK_OF_ART", "FAC", "PRODUCT")
    nominal = token.upos in ("NOUN", "PROPN", "PRON") or token.xpos in ("NNP", "NNPS")
    return (nominal and not is_carrier(token)) or is_press(parse, token)


def _press(scene: Scene) -> Iterator[Relay]:
    """Whoever of the press was told passes it on."""
    parse, tokens = scene.parse, scene.attribution.addressee
    heads = {top(parse, tokens), *tokens[-1:]}  # "France 2 television" may have two
    if tokens and any(is_press(parse, parse.tokens[i]) for i in heads):
        yield Relay("relayed_by", tokens)


def is_press(parse: Parse, token: Token) -> bool:
    """A paper, agency or broadcaster, by its name or by the noun."""
    name = parse.name_at(token.index)
    words = _name_words(parse, token)
    for start in range(len(words)):
        uses = lexicon.press().get(fold(" ".join(words[start:])), frozenset())
        if "name" in uses and start == 0 and (name is not None or token.upos == "PROPN"):
            return True
        if start == 0 and len(words) > 1 and _is_branch(words):
            return True
        if "head" in uses and token.upos == "PROPN" and (start or words[0] != words[-1] or
                                                         _has_article(parse, token)) \
                and (name is None or name.type in ("ORG", "WORK_OF_ART")):
            return True
        if "noun" in uses and (token.upos == "NOUN" or token.xpos in ("NN", "NNP")):
            return True
    return False


def _is_branch(words: list[str]) -> bool:
    """A part of a broadcaster by its initials ("BBC Radio 5", "CNN International"), and a station
    that its kind comes before ("Radio Caracol")."""
    first = lexicon.press().get(fold(words[0]), frozenset())
    return ("name" in first and words[0].isupper()) or words[0] in ("Radio", "Television", "TV")


def _has_article(parse: Parse, token: Token) -> bool:
    return any(c.lower == "the" for c in parse.children(token.index, "det"))


def _name_words(parse: Parse, token: Token) -> list[str]:
    """The noun's name, or the noun with what is compounded with it, without an article."""
    name = parse.name_at(token.index)
    inside = range(name.first, name.last) if name is not None else sorted(
        {token.index, *(c.index for c in parse.children(token.index, "compound", "flat", "amod"))})
    words = [parse.tokens[i].text for i in inside]
    if token.upos == "NOUN":
        words[-1] = token.lemma
    return words[1:] if words[0].lower() == "the" and len(words) > 1 else words


def _passers(parse: Parse, noun: Token) -> Iterator[Relay]:
    """Who published, carried, translated or obtained what the noun names."""
    lemma = fold(noun.lemma)
    for clause in parse.children(noun.index, "acl", "advcl"):
        if clause.xpos in ("VBN", "VBD"):
            yield from _of_participle(parse, clause.index, lemma)
    for child in parse.children(noun.index, "nmod"):
        known = _known(f"a {lemma} {case(parse, child.index)}")
        if known is not None:
            yield Relay(known, party(parse, child.index))
        elif case(parse, child.index) in ("by", "in", "from") and is_press(parse, child):
            yield Relay("relayed_by" if case(parse, child.index) == "by" else "published_by",
                        party(parse, child.index))


def _carrier(parse: Parse, noun: Token) -> Iterator[Relay]:
    """"in a statement", "in the report": the document or recording itself; a channel is none."""
    lemma = fold(noun.lemma)
    known = next(looked_up(parse, noun, ways()), None)
    translated = lemma == "translation" and any(_passers(parse, noun))
    if not isinstance(known, DocumentNoun) or translated or "according" in case(parse, noun.index):
        return
    if is_press(parse, noun):
        yield Relay("published_by", party(parse, noun.index))
    elif lemma not in ("comment", "remark"):
        yield Relay(known.relation, phrase(parse, noun.index))


def _held_by(scene: Scene) -> Iterator[Relay]:
    """"*a recording* of X urging …": what the speaker's own phrase hangs on."""
    parse, speaker = scene.parse, scene.speaker
    governor = parse.tokens[speaker].head if speaker >= 0 else -1
    if governor < 0 or parse.tokens[speaker].relation != "nmod" \
            or governor > scene.attribution.source[0]:
        return
    known = lexicon.documents().get(fold(parse.tokens[governor].lemma))
    if known is not None:
        start = min(phrase(parse, governor))
        yield Relay(known.relation, tuple(range(start, governor + 1)))


def _go_betweens(scene: Scene) -> Iterator[Relay]:
    """"through an interpreter", "through his lawyer"; the interpreter nearer to the reader."""
    found = [Relay(known, party(scene.parse, noun.index)) for noun in scene.phrases
             if (known := _known(f"{case(scene.parse, noun.index)} {fold(noun.lemma)}"))]
    yield from sorted(found, key=lambda relay: relay.relation != "translated_by")


def is_document(scene: Scene) -> bool:
    """Whether what speaks is a report, a letter, a recording."""
    if scene.speaker < 0:
        return False
    token = scene.parse.tokens[scene.speaker]
    return token.upos == "NOUN" and fold(token.lemma) in lexicon.documents()


def author_of(scene: Scene) -> tuple[int, ...]:
    """Who made the document that speaks: "*the ministry*'s statement", "a report by *X*"."""
    if not is_document(scene):
        return ()
    parse, noun = scene.parse, scene.speaker
    found = next(_makers(parse, noun), None)
    if found is None:
        return tuple(_naming(parse, noun))
    words = party(parse, found.index)
    owner = len(words) > 1 and parse.tokens[words[-1]].xpos == "POS"
    return words[:-1] if owner else words


def _makers(parse: Parse, noun: int) -> Iterator[Token]:
    for owner in parse.children(noun, "nmod:poss"):  # not "Monday's statement"
        name = parse.name_at(owner.index)
        if name is None or name.type in ("PERSON", "ORG", "NORP", "GPE"):
            yield owner
    yield from (c for c in parse.children(noun, "nmod")
                if case(parse, c.index) in ("by", "from") and can_listen(parse, c))
    for clause in parse.children(noun, "acl"):
        if clause.xpos in ("VBN", "VBD") and fold(clause.lemma) in _MAKING:
            yield from (c for c in parse.children(clause.index, "obl")
                        if case(parse, c.index) == "by")


def _naming(parse: Parse, noun: int) -> Iterator[int]:
    """The words before the noun that name a body: "a *World Bank* report"."""
    bodies = [c.index for c in parse.children(noun, "compound") if _is_body(parse, c)]
    if bodies:
        yield from range(min(parse.subtree(bodies[0])), bodies[-1] + 1)


def _is_body(parse: Parse, token: Token) -> bool:
    name, lemma = parse.name_at(token.index), fold(token.lemma)
    if name is not None:
        return name.type in ("ORG", "PERSON")
    group, body = lexicon.groups().get(lemma), lexicon.organisations().get(lemma)
    listed = (group is not None and group.kind == "plural") or (
        body is not None and body.kind in ("organization", "group"))
    return listed and lemma not in lexicon.press()
