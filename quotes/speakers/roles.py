"""Decides what a text says its people are: role, age and affiliation beside each name.

A role stands before the name (*Badr leader* Hadi al-Amiri), has the name in apposition (*the
commander of the army*, Talib Shaghati), follows it (Ana Ruiz, *a spokeswoman for the port*), or
is predicated of it (Ana Ruiz is *the mayor of Porto*). Roles are verbatim, articles dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from quotes import lexicon
from quotes.speakers.entities import Entity, Register
from quotes.speakers.spans import is_clitic
from quotes.speakers.uses import Use
from quotes.trees import Parse, Token

_ROLE_TAGS = frozenset({"NOUN", "PROPN", "ADJ"})
_HYPHENS = frozenset({"-", "\u2010", "\u2011"})
# Names of these types before a name are no part of a role: "On Thursday mayor Ana Ruiz".
_TIMES = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"})
_SEXED = re.compile(r"(?:man|woman|person)$")
# One who becomes, serves as or is named something is it: their object or predicate is a role.
_BECOMING = frozenset({"become", "appoint", "elect", "name", "serve", "work", "act", "reelect"})
_LONGEST_ROLE = 20  # words; a longer one is a parser's error or a paragraph, not a role
_NEGATORS = frozenset({"not", "n't", "n\u2019t", "never"})
_AFFILIATING = frozenset({"of", "for", "from", "at", "with"})


@dataclass(frozen=True, slots=True)
class RoleFound:
    """A role's tokens and its head noun."""

    head: int
    tokens: tuple[int, ...]


def learn_roles(register: Register) -> None:
    """Write the roles, ages, affiliations and genders that the text states on its entities."""
    for use in register.uses:
        entity = register.link(use).entity
        if entity is None or entity.kind != "person":
            continue
        for role in roles_of(register, use):
            _add_role(register, entity, role)
        _add_age(register.parse, entity, use)
        for title in use.titles:
            entity.role_heads.update(title_nouns(title))
        head = name_head(register.parse, use)
        entity.affiliation = entity.affiliation or affiliation(register, [head], use)


def roles_of(register: Register, use: Use) -> Iterator[RoleFound]:
    """The roles stated beside one use of a person's name, in text order of their kinds."""
    parse = register.parse
    head = name_head(parse, use)
    yield from _before(parse, use)
    yield from _governing(register, use, head)
    yield from _following(register, use, head)
    yield from _predicated(parse, head)
    yield from _become(parse, head)


def name_head(parse: Parse, use: Use) -> int:
    """The token of the name that the rest hangs on."""
    inside = range(use.first, use.last)
    return next((i for i in inside if parse.tokens[i].head not in inside), use.first)


def title_nouns(title: str) -> tuple[str, ...]:
    """The nouns by which the bearer of a title is spoken of later.

    >>> title_nouns("Sen."), title_nouns("Foreign Minister")
    (('senator', 'lawmaker'), ('minister',))
    """
    folded = lexicon.fold(title)
    return _title_words().get(folded) or (folded.split()[-1],)


@cache
def _title_words() -> dict[str, tuple[str, ...]]:
    text = (files("quotes") / "lexicon" / "title_words.tsv").read_text("utf-8")
    rows = lexicon.read_rows(text.split("\n"), "lexicon/title_words.tsv")
    return {lexicon.fold(row["form"]): tuple(row.several("nouns")) for row in rows}


def same_role(one: str, other: str) -> bool:
    """Nouns that differ in the gender they tell only.

    >>> same_role("spokesperson", "spokeswoman"), same_role("chair", "chairman")
    (True, True)
    >>> same_role("man", "woman"), same_role("minister", "mayor")
    (False, False)
    """
    stems = {_SEXED.sub("", one), _SEXED.sub("", other)}
    return len(stems) == 1 and len(stems.pop()) > 2


def text_of(parse: Parse, tokens: Iterable[int]) -> str:
    """The document's own characters from the first token to the last, blanks made single."""
    span = parse.span(tokens)
    return " ".join(parse.text[span.start:span.end].split())


def is_role_noun(token: Token) -> bool:
    """A noun that says what a person does or is."""
    lemma = lexicon.fold(token.lemma)
    return token.upos in ("NOUN", "PROPN") and (lemma in lexicon.roles()
                                                or lemma in lexicon.anonymous())


def affiliation(register: Register, heads: Iterable[int], use: Use | None = None) -> str | None:
    """The organisation that a name or role is of: Ruiz *of Acme*, spokesman *for Acme*."""
    parse = register.parse
    for head in heads:
        for child in parse.children(head, "nmod", "compound"):
            found = register.use_at(child.index)
            if found is None or (use and found.first == use.first):
                continue
            entity = register.link(found).entity
            case = parse.child(child.index, "case")
            joined = child.relation == "compound" or (case and case.lower in _AFFILIATING) \
                or child.deprel == "nmod:poss"
            if entity and entity.kind == "organization" and joined:
                return entity.name
    return None


def _add_role(register: Register, entity: Entity, role: RoleFound) -> None:
    text = text_of(register.parse, role.tokens)
    lemma = lexicon.fold(register.parse.tokens[role.head].lemma)
    entity.roles.setdefault(text)
    entity.role_heads.add(lemma)
    known = lexicon.roles().get(lemma)
    entity.gender = entity.gender or (known.gender if known else None)
    entity.affiliation = entity.affiliation or affiliation(register, [role.head])


def _before(parse: Parse, use: Use) -> Iterator[RoleFound]:
    """The words right before the name and its titles, down to a role noun's phrase."""
    last = use.first - sum(len(t.split()) for t in use.titles)
    if last <= 0 or not is_role_noun(parse.tokens[last - 1]):
        return
    first = last - 1
    while first > 0 and _belongs_to_role(parse, first - 1, last):
        first -= 1
    tokens = tuple(range(first, last))
    if tokens and len(tokens) <= _LONGEST_ROLE:
        yield RoleFound(last - 1, tokens)


def _belongs_to_role(parse: Parse, index: int, last: int) -> bool:
    token, following = parse.tokens[index], parse.tokens[index + 1]
    name = parse.name_at(index)
    if token.sentence != parse.tokens[last - 1].sentence or (name and name.type in _TIMES):
        return False
    if token.text in _HYPHENS:
        return token.end == following.start
    if token.xpos == "POS":
        return True
    glued = token.end == following.start and following.text in _HYPHENS
    return (token.upos in _ROLE_TAGS or glued) and token.xpos not in ("VBG", "VBN")


def _governing(register: Register, use: Use, head: int) -> Iterator[RoleFound]:
    """The noun phrase that the name stands in apposition to."""
    parse = register.parse
    top = parse.tokens[head]
    if top.head < 0 or top.relation not in ("appos", "flat", "nmod") or top.head in range(
            use.first, use.last):
        return
    governor = parse.tokens[top.head]
    apposed = top.relation == "appos" or top.deprel == "nmod:desc"
    if not apposed or not is_role_noun(governor) or register.use_at(governor.index):
        return
    tokens = _phrase(parse, governor.index, stop=use.first - sum(
        len(t.split()) for t in use.titles))
    if tokens and governor.index < use.first - 1:
        yield RoleFound(governor.index, tokens)


def _following(register: Register, use: Use, head: int) -> Iterator[RoleFound]:
    """Appositions after the name: a spokeswoman for the port; an owner is not what it owns."""
    parse = register.parse
    if use.last < len(parse.tokens) and is_clitic(parse.tokens[use.last]):
        return
    for child in (*parse.children(head, "appos"), *_strays(register, use)):
        one = child.index >= use.last and child.xpos not in ("NNS", "NNPS") \
            and not _is_others(register, use, child)
        if one and (is_role_noun(child) or _is_described(parse, child)):
            tokens = _phrase(parse, child.index)
            if tokens and register.use_at(child.index) is None:
                yield RoleFound(child.index, tokens)


def _strays(register: Register, use: Use) -> Iterator[Token]:
    """The apposition right after the name that the tree gives to somebody named before."""
    tokens = register.parse.tokens
    if use.last + 1 >= len(tokens) or tokens[use.last].text != ",":
        return
    for token in tokens[use.last + 1:use.last + 3]:
        other = register.use_at(token.head) if token.deprel == "appos" else None
        if other and other.first < use.first and _is_others(register, other, token):
            yield token


def _is_others(register: Register, use: Use, noun: Token) -> bool:
    """Ana Ruiz met Bo Holm, *a welder*: whom the verb parts from it, it is not said of."""
    between = range(use.last, noun.index)
    return any(register.parse.tokens[i].upos == "VERB" for i in between) and any(
        (other := register.use_at(i)) and register.link(other).candidates[0].kind == "person"
        for i in between)


def _is_described(parse: Parse, noun: Token) -> bool:
    """`Ana Ruiz, a welder`: whatever a person is called with an article, if no body or place."""
    listed = lexicon.fold(noun.lemma) in lexicon.organisations()
    return noun.upos == "NOUN" and not listed and noun.xpos == "NN" \
        and any(t.lower in ("a", "an", "the") for t in parse.children(noun.index, "det"))


def _become(parse: Parse, head: int) -> Iterator[RoleFound]:
    """Ana Ruiz *became mayor*, *was named director*, *works as a welder*; also after *who*."""
    token = parse.tokens[head]
    verbs = [parse.tokens[token.head]] if token.relation == "nsubj" and token.head >= 0 else []
    verbs += [t for t in parse.children(head, "acl") if t.deprel == "acl:relcl"]
    for verb in verbs:
        if verb.index != token.head and is_role_noun(verb) and any(
                c.relation == "cop" or c.lemma.lower() in _BECOMING
                for c in parse.children(verb.index)):
            nouns = [verb]  # who is the mayor, who became mayor
        elif verb.lemma.lower() in _BECOMING:
            nouns = parse.children(verb.index, "xcomp", "obl", "obj")
        else:
            continue
        negated = any(t.lower in _NEGATORS for t in parse.children(verb.index))
        for noun in nouns if not negated else ():
            case = parse.child(noun.index, "case")
            if is_role_noun(noun) and (case is None or case.lower == "as"):
                tokens = tuple(i for i in _phrase(parse, noun.index) if i > head)
                if tokens:
                    yield RoleFound(noun.index, tokens)


def _predicated(parse: Parse, head: int) -> Iterator[RoleFound]:
    """Ana Ruiz is the mayor of Porto."""
    token = parse.tokens[head]
    if token.relation != "nsubj" or token.head < 0:
        return
    noun = parse.tokens[token.head]
    negated = any(t.lower in _NEGATORS for t in parse.children(noun.index))
    becoming = noun.deprel == "xcomp" and parse.tokens[noun.head].lemma.lower() in _BECOMING
    if is_role_noun(noun) and (becoming or parse.child(noun.index, "cop")) and not negated:
        tokens = tuple(i for i in _phrase(parse, noun.index) if i > head)
        if tokens:
            yield RoleFound(noun.index, tokens)


def _phrase(parse: Parse, head: int, stop: int | None = None) -> tuple[int, ...]:
    """The noun's phrase around it without article, clauses, appositions and punctuation."""
    dropped: set[int] = set()
    for child in parse.children(head):
        aside = child.relation in ("appos", "acl", "cop", "nsubj", "parataxis", "advmod", "aux",
                                   "conj", "cc", "det", "advcl", "case") and child.deprel != "acl"
        if aside or (child.relation == "punct" and child.text not in _HYPHENS):
            dropped.update(parse.subtree(child.index))
    tokens = [i for i in parse.subtree(head) if i not in dropped and (stop is None or i < stop)]
    return _around(parse, tokens, head)


def _around(parse: Parse, tokens: list[int], head: int) -> tuple[int, ...]:
    """The unbroken run of the tokens that holds the head, without a possessive pronoun."""
    chosen = set(tokens)
    first = last = head
    while first - 1 in chosen:
        first -= 1
    while last + 1 in chosen and parse.tokens[last + 1].text not in (",", "\u2014", "--", "("):
        last += 1
    while first < head and (parse.tokens[first].upos in ("DET", "PRON", "ADP", "PUNCT")):
        first += 1
    while last > head and parse.tokens[last].upos in ("PUNCT", "CCONJ", "ADP"):
        last -= 1
    size = last + 1 - first
    return tuple(range(first, last + 1)) if size <= _LONGEST_ROLE else ()


def _add_age(parse: Parse, entity: Entity, use: Use) -> None:
    """`Ana Ruiz, 54,`: the number between commas after a name is an age."""
    if use.last + 1 >= len(parse.tokens) or parse.tokens[use.last].text != ",":
        return
    number = parse.tokens[use.last + 1]
    after = parse.tokens[use.last + 2].text if use.last + 2 < len(parse.tokens) else ","
    if number.text.isdecimal() and after in (",", ".", "-", "years") and len(number.text) <= 3:
        entity.ages.add(number.text)
