"""Decides what sort of words a mention is, and which of them name the speaker.

A mention is the whole noun phrase that an attribution takes for its source: a pronoun, a name
with whatever stands around it, a description, or several of these joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from quotes import lexicon
from quotes.speakers import cuts, joint
from quotes.speakers.entities import Register
from quotes.speakers.relatives import RELATIVES, antecedent, ends_in_relative
from quotes.speakers.roles import is_role_noun, text_of
from quotes.speakers.spans import MARKS, ends_loosely, is_clitic, is_office
from quotes.speakers.uses import Use, identity_children, is_one_of_a_people
from quotes.trees import Parse, Token

Form = Literal["pronoun", "name", "description", "joint", "neither"]
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_INDEFINITE = frozenset({"a", "an", "another", "one", "some", "several", "any", "many", "few"})
# What follows them is said about the name before them: Ana Ruiz, a lawyer; Ana Ruiz (D-Ohio).
_CORE_ENDS = frozenset({",", "(", "[", ";", ":", "\u2013", "\u2014", "--"})
# Before a mention they say how it is meant and are no part of a name.
_FOCUSING = frozenset({"both", "either", "even", "only", "also", "just", "especially",
                       "including", "perhaps", "and", "but", "or", "then", "now", "not"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@dataclass(frozen=True, slots=True)
class Mention:
    """The words of a source, by sort; `tokens` are without a trailing possessive."""

    tokens: tuple[int, ...]
    head: int
    form: Form
    use: Use | None = None
    parts: tuple[Mention, ...] = ()  # of a joint mention

    @property
    def name_tokens(self) -> tuple[int, ...]:
        return tuple(range(self.use.first, self.use.last)) if self.use else ()


def mention_head(parse: Parse, tokens: Sequence[int]) -> int:
    """The token that the others hang on: a nominal whose governor is outside, else any such."""
    inside = set(tokens)
    tops = [i for i in tokens if parse.tokens[i].head not in inside
            and parse.tokens[i].upos != "PUNCT"]
    nominal = [i for i in tops if parse.tokens[i].upos in _NOMINAL]
    case_less = [i for i in nominal if parse.tokens[i].relation != "case"]
    if len(case_less) > 1 and is_office(parse.tokens[case_less[0]]):  # Sens. + Ana Ruiz
        named = [i for i in case_less if (n := parse.name_at(i)) and n.type == "PERSON"]
        case_less = named or case_less
    found = next(iter(case_less or nominal or tops), tokens[0])
    token = parse.tokens[found]
    return token.head if cuts.is_cut(token, tokens) else found


def analyse(register: Register, tokens: Sequence[int]) -> Mention | None:
    """The mention that the tokens are; None where there are none."""
    parse = register.parse
    kept = _without_clitic(parse, tokens)
    if not kept:
        return None
    kept = cuts.after_frame(register, cuts.beyond_article(parse, kept))
    head = mention_head(parse, kept)
    kept = joint.whole(register, kept, head)
    head = mention_head(parse, kept)
    if parse.tokens[head].lower in RELATIVES and parse.tokens[head].upos in ("PRON", "DET"):
        meant = antecedent(register, head)
        if meant is not None:
            return analyse(register, meant)
    excluded = _neither(parse, kept, head)
    if excluded:
        return Mention(excluded, head, "neither")
    parts = _parts(register, kept, head)
    if parts:
        return Mention(kept, head, "joint", parts=parts)
    return _single(register, kept, head)


def mention_text(parse: Parse, tokens: Sequence[int]) -> str:
    """The mention's own words, verbatim."""
    return text_of(parse, tokens)


def own_words(parse: Parse, mention: Mention) -> str:
    """The mention as a name: without *both*, *even*, *only* and a preposition before it, and
    without what a comma adds: *a lawyer* of "a lawyer, who would not give his name"."""
    tokens = _up_to_aside(parse, mention)
    while mention.form != "neither" and len(tokens) > 1 and tokens[0] < mention.head and (
            parse.tokens[tokens[0]].lower in _FOCUSING
            or parse.tokens[tokens[0]].upos in ("ADP", "PUNCT", "SCONJ")):
        tokens.pop(0)
    return text_of(parse, tokens)


def _up_to_aside(parse: Parse, mention: Mention) -> list[int]:
    """The words before the first comma that only a clause about the head follows."""
    for clause in parse.children(mention.head, "acl"):
        comma = parse.subtree(clause.index)[0]
        before = comma if parse.tokens[comma].text == "," else comma - 1
        if before in mention.tokens and before > mention.head and parse.tokens[before].text == ",":
            return [i for i in mention.tokens if i < before]
    return list(mention.tokens)


def is_definite(parse: Parse, head: int) -> bool:
    """Starts like something already known: the, this, that."""
    return any(t.lower in _DEFINITE for t in parse.children(head, "det"))


def is_indefinite(parse: Parse, head: int) -> bool:
    """Starts like something new: a, one, several; or a bare plural."""
    determiners = parse.children(head, "det", "nummod")
    if any(t.lower in _INDEFINITE or t.upos == "NUM" for t in determiners):
        return True
    return is_plural(parse.tokens[head]) and not determiners \
        and parse.child(head, "nmod:poss") is None


def is_plural(token: Token) -> bool:
    """By the tag, or by a lemma that lacks the ending: the two are not always of one mind."""
    return token.xpos in ("NNS", "NNPS") or (
        token.upos == "NOUN" and token.lower.endswith("s")
        and token.lower != token.lemma.lower() and not token.lemma.endswith("s"))


def _single(register: Register, tokens: tuple[int, ...], head: int) -> Mention:
    parse = register.parse
    token = parse.tokens[head]
    if token.lower == "one":  # one of several, said of before
        return Mention(tokens, head, "description")
    if token.lower in lexicon.pronouns() and (token.upos == "PRON" or len(tokens) == 1):
        return Mention(tokens, head, "pronoun")
    if joint.is_couple(parse, tokens):
        return Mention(tokens, head, "description")
    head = _owned(register, tokens, head)
    named = _named(register, set(tokens), head)
    use = None if named and is_one_of_a_people(parse, named, head) else named
    if use and use.last - 1 > tokens[-1]:
        tokens = (*tokens, *range(tokens[-1] + 1, use.last))
    return Mention(tokens, head, "name" if use else "description", use)


def _owned(register: Register, tokens: tuple[int, ...], head: int) -> int:
    """`Ana Ruiz's eldest daughter` is about the daughter, wherever the parser put the top."""
    parse, use = register.parse, register.use_at(head)
    if use is None or use.last not in tokens or not is_clitic(parse.tokens[use.last]):
        return head
    owned = head
    for index in range(use.last + 1, tokens[-1] + 1):
        token = parse.tokens[index]
        if token.upos in ("ADP", "VERB", "AUX", "SCONJ") or token.text in _CORE_ENDS:
            break
        owned = index if token.upos in ("NOUN", "PROPN") else owned
    return owned


def _named(register: Register, tokens: set[int], head: int) -> Use | None:
    """The name that is what the mention is about, not one that only modifies it.

    It may follow the mention that an annotator or a network cut short: *Porto's mayor* Ana Ruiz.
    """
    core = _core(register, sorted(tokens), head)
    ending = _ending(register, core)
    if ending is not None:
        return ending
    seen: list[int] = [head]
    for index in seen:  # grows while it is walked
        use = register.use_at(index)
        if use and _names_somebody(register, use, index) \
                and (index == head or _same_thing(register, head, use)) \
                and not _modifies(register, use, head, core):
            return use
        seen += [c.index for c in identity_children(register.parse, index)
                 if c.index not in seen and (c.index in tokens or c.index > head)]
    return _beside_head(register, tokens, head) or _after_comma(register, tokens, head) \
        or _self_named(register, head)


def _core(register: Register, tokens: list[int], head: int) -> range:
    """From the mention's start to the comma, bracket or clause that ends its first phrase."""
    parse = register.parse
    last = tokens[0]
    while last <= tokens[-1]:
        token, use = parse.tokens[last], register.use_at(last)
        ends = token.text in _CORE_ENDS or token.lower in RELATIVES \
            or (token.upos == "VERB" and last > head and token.relation == "acl")
        if ends and use is None:
            break
        last += 1
    while last < parse.sentence_of(tokens[0]).last and (use := register.use_at(last)) \
            and use.first < last:
        last += 1  # the mention was cut inside the name
    return range(tokens[0], last)


def _ending(register: Register, core: range) -> Use | None:
    """The person whose name ends the phrase: `Navy Capt. Jeff Dow`, however the tree hangs.

    A name after a preposition is somebody else (a spokesman *for* Ana Ruiz), unless what the
    preposition governs stands before it: ambassador *to* Norway Ana Ruiz.
    """
    parse = register.parse
    use = register.use_at(core[-1]) if core else None
    if use is None or use.last != core.stop or use.first <= core.start \
            or not register.is_person_at(use.first):
        return None
    before = [parse.tokens[i] for i in range(core.start, use.first)]
    if any(t.upos == "CCONJ" and register.use_at(t.index) is None for t in before) \
            or any(t.upos in ("VERB", "AUX") and t.xpos in _FINITE for t in before):
        return None
    governing = next((t.index for t in reversed(before) if t.upos in ("ADP", "SCONJ")
                      and register.use_at(t.index) is None), None)
    if governing is None:
        return use if before else None
    return use if _is_office_of(register, core, governing, use) else None


def _is_office_of(register: Register, core: range, governing: int, use: Use) -> bool:
    """Whether the words before the name are an office and what it is of, complete without it."""
    parse = register.parse
    start = use.first - sum(len(t.split()) for t in use.titles)
    phrase = lexicon.fold(" ".join(t.text for t in parse.tokens[governing - 1:use.first]))
    if phrase in lexicon.roles() or phrase in lexicon.titles():
        return True
    between = register.use_at(start - 1) if start - 1 > governing else None
    bare = not any(t.upos in ("DET", "PRON") for t in parse.tokens[core.start:governing])
    office = governing > core.start and is_office(parse.tokens[governing - 1])
    honorific = all(lexicon.titles()[lexicon.fold(t)].kind in ("honorific", "academic")
                    for t in use.titles)
    return between is not None and office and bare and honorific \
        and not register.is_person_at(between.first)


def _modifies(register: Register, use: Use, head: int, core: range) -> bool:
    """A person's name before the noun that the phrase is about: the *Hillary Gray* campaign."""
    return head >= use.last and head in core and register.is_person_at(use.first)


def _names_somebody(register: Register, use: Use, index: int) -> bool:
    """A nationality or party in the singular describes a person (*the Republican* said), and
    some of a group are not the group (*two Democrats* said)."""
    entity = register.link(use).candidates[0]
    if entity.kind != "group" or use.last - use.first > 1:
        return True
    parse = register.parse
    counted = any(t.upos == "NUM" or t.lower in _INDEFINITE or t.deprel == "amod"
                  for t in parse.children(index, "det", "nummod", "amod"))
    return is_plural(parse.tokens[index]) and not counted


def _same_thing(register: Register, head: int, use: Use) -> bool:
    """An apposition may be the name of a person or body, not of a place beside it (Ruiz, Porto)."""
    entity = register.link(use).candidates[0]
    if entity.kind == "person":
        return True
    token = register.parse.tokens[head]
    known = lexicon.fold(token.lemma) in lexicon.organisations()
    one_of = token.upos == "NOUN" and not known and is_indefinite(register.parse, head)
    return entity.kind != "place" and not one_of and not is_role_noun(token)


def _beside_head(register: Register, tokens: set[int], head: int) -> Use | None:
    """`leader Hadi al-Amiri`, wherever the parser hung the name."""
    following = head + 1
    inside = range(register.parse.sentence_of(head).last)
    while following in inside and following - head <= 4 and register.use_at(following) is None \
            and (register.parse.tokens[following].upos == "PROPN"
                 or register.parse.tokens[following].text in MARKS):
        following += 1
    use = register.use_at(following) if following in inside else None
    if use is None or register.link(use).candidates[0].kind != "person":
        return None
    within = following in tokens or is_role_noun(register.parse.tokens[head])
    return use if within and register.parse.tokens[head].upos in ("NOUN", "PROPN") else None


def _after_comma(register: Register, tokens: set[int], head: int) -> Use | None:
    """`The commander of the army, Talib Shaghati`, though the name hangs on *army*.

    Only where what stands before the comma cannot be a person: two people side by side
    would leave it open whose name it is.
    """
    parse = register.parse
    if not is_role_noun(parse.tokens[head]):
        return None
    for comma in (i for i in sorted(tokens) if parse.tokens[i].text == "," and i > head):
        following = comma + 1
        while following in tokens and register.use_at(following) is None \
                and parse.tokens[following].upos == "PROPN":
            following += 1
        use = register.use_at(following) if following in tokens else None
        if use is None or register.link(use).candidates[0].kind != "person":
            continue
        between = [parse.tokens[i] for i in range(head + 1, comma)]
        if not any(is_role_noun(t) or register.is_person_at(t.index) for t in between):
            return use
    return None


def _self_named(register: Register, head: int) -> Use | None:
    """A man *who identified himself as Karim*: the only name that the clause gives him."""
    parse = register.parse
    for clause in parse.children(head, "acl"):
        itself = any(t.lower.endswith("self") for t in parse.children(clause.index, "obj"))
        if clause.lemma.lower() not in ("identify", "introduce") or not itself:
            continue
        for child in parse.children(clause.index, "obl", "obj", "xcomp"):
            use = register.use_at(child.index)
            case = parse.child(child.index, "case")
            if use and register.is_person_at(child.index) and case and case.lower == "as":
                return use
    return None


def _without_clitic(parse: Parse, tokens: Iterable[int]) -> tuple[int, ...]:
    kept = sorted(set(tokens))
    while kept and (ends_loosely(parse, kept)
                    or is_clitic(parse.tokens[kept[-1]]) or ends_in_relative(parse, kept)):
        kept.pop()
    while kept and parse.tokens[kept[0]].upos == "PUNCT":
        kept.pop(0)
    return tuple(kept)


def _neither(parse: Parse, tokens: tuple[int, ...], head: int) -> tuple[int, ...]:
    """`Neither Ana nor Ben`, however much of it the mention has; nothing where it is not that.

    Both are said not to have spoken, so neither is a speaker.
    """
    first = tokens[0]
    if first > parse.sentence_of(first).first and parse.tokens[first].lower != "neither":
        first -= 1
    if parse.tokens[first].lower != "neither":
        return ()
    joined = {i for t in parse.children(head, "conj") for i in parse.subtree(t.index)}
    whole = tuple(sorted({first, *tokens, *joined}))
    return whole if any(parse.tokens[i].lower == "nor" for i in whole) else ()


def _parts(register: Register, tokens: tuple[int, ...], head: int) -> tuple[Mention, ...]:
    """The members of `Smith and Jones`; nothing where the words are one speaker's."""
    parts = tuple(_single(register, part, top)
                  for top, part in joint.members(register, tokens, head))
    alone = all(_stands_alone(register.parse, p) for p in parts)
    return parts if len(parts) > 1 and alone else ()


def _stands_alone(parse: Parse, part: Mention) -> bool:
    """A speaker of its own: named, plural, or with its own article (not `founder and editor`)."""
    if part.form != "description" or is_plural(parse.tokens[part.head]):
        return True
    return bool(parse.children(part.head, "det", "nmod:poss", "nummod"))
