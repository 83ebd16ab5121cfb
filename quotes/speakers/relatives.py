"""Decides what a relative pronoun stands for: the noun phrase that its clause is about."""

from __future__ import annotations

from collections.abc import Sequence

from quotes.speakers.entities import Register
from quotes.trees import Parse

RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})


def antecedent(register: Register, relative: int) -> list[int] | None:
    """The noun phrase that the relative's clause modifies, without that clause.

    A person's name right before *who* is what it means, whatever the parser hung the clause on.
    """
    parse = register.parse
    before = relative - 1 - (relative > 1 and parse.tokens[relative - 1].text == ",")
    if parse.tokens[relative].lower == "who" and before >= 0 and register.is_person_at(before):
        use = register.use_at(before)
        return list(range(use.first, use.last)) if use else None
    clause = next((i for i in (relative, *parse.ancestors(relative))
                   if parse.tokens[i].deprel == "acl:relcl"), None)
    if clause is None:
        return None
    dropped = set(parse.subtree(clause))
    tokens = [i for i in parse.subtree(parse.tokens[clause].head) if i not in dropped]
    phrase = [i for i in tokens if i < min(dropped)]
    return _phrase_of(parse, parse.tokens[clause].head, phrase) or None


def ends_in_relative(parse: Parse, tokens: Sequence[int]) -> bool:
    """*A man who*, cut off before the relative's clause."""
    return len(tokens) > 1 and parse.tokens[tokens[-1]].lower in RELATIVES


def _phrase_of(parse: Parse, head: int, tokens: list[int]) -> list[int]:
    """Without what governs the phrase from inside: its preposition and its conjunction."""
    outer: set[int] = set()
    for child in parse.children(head, "case", "cc", "punct", "mark", "cop", "nsubj", "aux",
                                "advmod", "conj", "advcl"):
        outer.update(parse.subtree(child.index))
    return [i for i in tokens if i not in outer or i == head]
