"""Decides which words of a mention are each of several joint speakers.

The tree says which nouns are joined; where it takes the second person for an apposition or a part
of the first name, the names and the words between them say so: *Ana Ruiz and her husband, Ben
Ward*. Members are unbroken runs of words, cut at the conjunctions and commas between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from quotes import lexicon
from quotes.speakers.entities import Register
from quotes.speakers.roles import is_role_noun
from quotes.speakers.spans import is_clitic, is_general, is_office
from quotes.speakers.uses import Use
from quotes.trees import Parse, Token

_CONJOINING = frozenset({"and", "&", "or", "nor"})
_MEMBERS = frozenset({"NOUN", "PROPN", "PRON"})
# What may stand between a conjunction and the name of the person whom it joins.
_BEFORE_NAME = frozenset({"DET", "PRON", "ADJ", "NOUN", "PROPN", "NUM", "PUNCT"})
_LONGEST_BEFORE = 8  # words
# Words that a network leaves out of a mention between two members: a conjunction, two commas.
_WIDEST_GAP = 3


def members(register: Register, tokens: tuple[int, ...],
            head: int) -> list[tuple[int, tuple[int, ...]]]:
    """The head and the words of each member; fewer than two where nobody is joined."""
    parse = register.parse
    tokens = _filled(parse, tokens)
    if not any(parse.tokens[i].lower in _CONJOINING for i in tokens):
        return []
    heads = {head, *_joined_in_tree(register, set(tokens), head)}
    heads = _with_named(register, tokens, heads)
    if len(heads) < 2 or _is_one_body(register, min(heads), max(heads)):
        return []
    return [(top, part) for top, words in _cut(register, tokens, sorted(heads))
            if (part := _bare(parse, words, top))]


def is_couple(parse: Parse, tokens: tuple[int, ...]) -> bool:
    """*Mr and Mrs Ruiz* are not Mrs Ruiz."""
    first, *rest = [parse.tokens[i] for i in tokens[:3]]
    return len(rest) == 2 and rest[0].lower in ("and", "&") and all(
        (known := lexicon.titles().get(lexicon.fold(t.text))) and known.kind == "honorific"
        for t in (first, rest[1]))


def is_choice(parse: Parse, tokens: Sequence[int], parts: Sequence[Sequence[int]]) -> bool:
    """Ruiz *or* Ward: one of the members spoke, and the words do not say which."""
    inside = {i for part in parts for i in part}
    return any(parse.tokens[i].lower == "or" for i in tokens if i not in inside)


def whole(register: Register, tokens: tuple[int, ...], head: int) -> tuple[int, ...]:
    """The mention with the names joined to its own that it lacks: *Norland*, Avon and Tarn."""
    parse = register.parse
    first, last = tokens[0], tokens[-1]
    top = parse.tokens[head]
    while top.deprel == "conj" and top.head >= 0 and register.use_at(top.index):
        use = register.use_at(top.head)
        if use is None or use.last > first or not _only_joins(parse, use.last, first):
            break
        first, top = use.first, parse.tokens[top.head]
    for child in _conjuncts(parse, head):
        use = register.use_at(child.index)
        if use and register.use_at(head) and use.first > last \
                and _only_joins(parse, last + 1, use.first):
            last = use.last - 1
    added = [*range(first, tokens[0]), *range(tokens[-1] + 1, last + 1)]
    return tuple(sorted({*tokens, *added}))


def _only_joins(parse: Parse, start: int, end: int) -> bool:
    """Nothing but a comma and a conjunction, and not too much of that."""
    between = parse.tokens[start:end]
    return 0 < len(between) <= _WIDEST_GAP and all(
        t.text == "," or t.lower in _CONJOINING for t in between)


def _filled(parse: Parse, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """With the conjunctions and commas that the mention leaves out between its words."""
    kept = set(tokens)
    for one, other in pairwise(tokens):
        if other - one > 1 and _only_joins(parse, one + 1, other):
            kept.update(range(one + 1, other))
    return tuple(sorted(kept))


def _is_one_body(register: Register, first: int, last: int) -> bool:
    """The *Harbours and Trade Ministry*: one article, and a noun that both words go with."""
    tokens, use = register.parse.tokens, register.use_at(last)
    end = last if use is None else use.last - 1
    return register.use_at(first) is None and tokens[first].text[:1].isupper() \
        and tokens[end].text[:1].isupper() and is_general(tokens[end]) \
        and not is_general(tokens[first]) and not is_role_noun(tokens[first]) \
        and not register.parse.children(last, "det", "nmod:poss")


def _conjuncts(parse: Parse, head: int) -> Iterator[Token]:
    """All that is joined to the token, a chain's links included."""
    seen, waiting = {head}, [head]
    while waiting:
        for child in parse.children(waiting.pop(0), "conj"):
            if child.index not in seen:
                seen.add(child.index)
                waiting.append(child.index)
                yield child


def _joined_in_tree(register: Register, inside: set[int], head: int) -> Iterator[int]:
    own = register.use_at(head)
    for token in _conjuncts(register.parse, head):
        whole_name = own is not None and (token.index in range(own.first, own.last)
                                          or _is_half_body(register, own, token.index))
        if _describes_on(register, head, token):
            continue
        if token.index in inside and token.upos in _MEMBERS and not whole_name:
            use = register.use_at(token.index)
            clitic = use and use.last < len(register.parse.tokens) \
                and is_clitic(register.parse.tokens[use.last])
            yield _owned_after(register.parse, token, inside) if clitic else token.index


def _describes_on(register: Register, head: int, token: Token) -> bool:
    """*Ana Ruiz, a fellow here and a former adviser*: both nouns tell who she is.

    A comma before the conjunction would close the apposition.
    """
    parse = register.parse
    conjunction = parse.child(token.index, "cc")
    return conjunction is not None and parse.tokens[conjunction.index - 1].text != "," \
        and any(head < noun.index < token.index for noun in parse.children(head, "appos")) \
        and not register.is_person_at(token.index)


def _owned_after(parse: Parse, token: Token, inside: set[int]) -> int:
    """Ben's *father*, where the tree joins Ben."""
    after = next((i for i in range(token.index, max(inside) + 1)
                  if parse.tokens[i].upos == "NOUN"), None)
    return token.index if after is None else after


def _is_half_body(register: Register, own: Use, other: int) -> bool:
    """Ives *of Avon and Somerset Police*: what one person is of may have *and* in its name."""
    tokens, following = register.parse.tokens, register.use_at(other)
    if following is None or not register.is_person_at(own.first) or own.last >= other \
            or tokens[own.last].lower not in ("of", "from", "with") or register.is_person_at(other):
        return False
    half = register.use_at(own.last + 1)
    return half is not None and not register.is_person_at(half.first) \
        and tokens[half.last].lower == "and" and half.last + 1 == following.first


def _with_named(register: Register, tokens: Sequence[int], heads: set[int]) -> set[int]:
    """The people joined to the first by the words alone, added; they stand for what the tree
    found in the same stretch."""
    people = [use for use in _uses(register, tokens) if register.is_person_at(use.first)]
    if len(people) < 2 or not _opens(register.parse, tokens, people[0]):
        return heads
    joined = [use for before, use in pairwise(people)
              if _is_joined(register.parse, people[0], before, use)]
    if not joined:
        return heads
    listed = [use for before, use in pairwise(people)
              if use not in joined and use.first < joined[-1].first
              and _is_listed(register.parse, before, use)]
    later = {i for i in heads if i > joined[-1].last
             and register.parse.tokens[i].deprel == "conj"}
    return later | {_head(register.parse, use) for use in (people[0], *joined, *listed)}


def _uses(register: Register, tokens: Sequence[int]) -> Iterator[Use]:
    last = -1
    for index in tokens:
        use = register.use_at(index)
        if use is not None and use.first >= last:
            yield use
            last = use.last


def _head(parse: Parse, use: Use) -> int:
    inside = range(use.first, use.last)
    return next((i for i in inside if parse.tokens[i].head not in inside), use.first)


def _opens(parse: Parse, tokens: Sequence[int], use: Use) -> bool:
    """The mention starts with that person, or with what that person is."""
    before = [parse.tokens[i] for i in tokens if i < use.first]
    office = bool(before) and is_office(before[0])
    governing = next((k for k, t in enumerate(before) if t.upos in ("ADP", "SCONJ")), None)
    complete = governing is None or (office and len(before) - governing > 1)
    return complete and not any(is_clitic(t) or t.upos in ("VERB", "AUX", "CCONJ")
                                for t in before)


def _is_joined(parse: Parse, first: Use, before: Use, use: Use) -> bool:
    """A conjunction between the two, and after it nothing but what the second person is."""
    between = parse.tokens[before.last:use.first]
    at = next((k for k in range(len(between) - 1, -1, -1)
               if between[k].lower in _CONJOINING), None)
    if at is None or any(t.upos in ("VERB", "AUX") or is_clitic(t) for t in between[:at]):
        return False
    if _follows_preposition(parse, first, before) or _is_owner(parse, use):
        return False
    after = between[at + 1:]
    return len(after) <= _LONGEST_BEFORE and not any(is_clitic(t) for t in after) and all(
        t.upos in _BEFORE_NAME or (t.upos == "ADP" and _is_in_title(after, k, use))
        for k, t in enumerate(after))


def _is_in_title(words: Sequence[Token], at: int, use: Use) -> bool:
    """The *of* of "Secretary of State Ruiz", not the *to* of "an adviser to the late Ruiz" or
    of "an adviser to President Ruiz". `words` stand before the name."""
    office = [is_office(t) or is_role_noun(t) for t in words]
    return any(office[:at]) and not any(office[at:]) \
        and words[at].head not in range(use.first, use.last)


def _follows_preposition(parse: Parse, first: Use, before: Use) -> bool:
    """Ruiz, a friend *of Ben Ward* and Carl Yates: whom the second is joined to is open."""
    return before is not first and any(
        t.upos in ("ADP", "SCONJ", "VERB") for t in parse.tokens[first.last:before.first])


def _is_owner(parse: Parse, use: Use) -> bool:
    return use.last < len(parse.tokens) and is_clitic(parse.tokens[use.last])


def _is_listed(parse: Parse, before: Use, use: Use) -> bool:
    """Set off by a comma from the one before, with no more than that one's description between."""
    between = parse.tokens[before.last:use.first]
    return bool(between) and between[-1].text == "," and not any(
        t.upos in ("ADP", "VERB", "AUX", "SCONJ") for t in between)


def _cut(register: Register, tokens: Sequence[int],
         heads: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """The words of each member: cut at the last conjunction, else the last comma, between two."""
    parse = register.parse
    cuts = [_boundary(register, one, other) for one, other in pairwise(heads)]
    starts, ends = [tokens[0], *(c + 1 for c in cuts)], [*cuts, tokens[-1] + 1]
    for head, start, end in zip(heads, starts, ends, strict=True):
        yield head, [i for i in tokens if start <= i < end and (
            parse.tokens[i].lower not in ("both", "either") or i > tokens[0])]


def _boundary(register: Register, one: int, other: int) -> int:
    tokens = register.parse.tokens
    between = [i for i in range(one + 1, other) if register.use_at(i) is None
               or register.use_at(i) not in (register.use_at(one), register.use_at(other))]
    joins = [i for i in between if tokens[i].lower in _CONJOINING and register.use_at(i) is None]
    commas = [i for i in between if tokens[i].text == ","]
    return (joins or commas or [other])[-1] if joins or commas else other - 1


def _bare(parse: Parse, words: Sequence[int], head: int) -> tuple[int, ...]:
    """A member's words, without the conjunction and commas at their edges."""
    kept = sorted(words)
    edge = ("PUNCT", "CCONJ")
    while kept and parse.tokens[kept[0]].upos in edge and kept[0] != head:
        kept.pop(0)
    while kept and parse.tokens[kept[-1]].upos in edge and kept[-1] != head:
        kept.pop()
    return tuple(kept)
