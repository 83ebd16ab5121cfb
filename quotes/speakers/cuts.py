"""Decides where a mention was cut too short or begins too soon, before it is read."""

from __future__ import annotations

from collections.abc import Sequence

from quotes import lexicon
from quotes.speakers.entities import Register
from quotes.trees import Parse, Token

_LONGEST_TITLE = 4  # words before a name: Emeritus Professor


def is_cut(token: Token, tokens: Sequence[int]) -> bool:
    """The mention is an article, and its noun is the next word."""
    return len(tokens) == 1 and token.deprel == "det" and token.head == token.index + 1


def beyond_article(parse: Parse, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """A mention cut off after its article, with the noun right behind it."""
    token = parse.tokens[tokens[0]]
    return (*tokens, token.head) if is_cut(token, tokens) else tokens


def after_frame(register: Register, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """According to *the Herald, Ana Ruiz, the mayor*, said: the paper is nobody's apposition, so
    the mention begins with the person."""
    parse = register.parse
    before = [t.lower for t in parse.tokens[max(0, tokens[0] - 2):tokens[0]]]
    comma = next((i for i in tokens if parse.tokens[i].text == ","), None)
    if before != ["according", "to"] or comma is None:
        return tokens
    body = register.use_at(comma - 1)
    later = [i for i in tokens if i > comma]
    use = next((u for i in later[:_LONGEST_TITLE] if (u := register.use_at(i))), None)
    if body is None or use is None or _kind(register, body.first) == "person" \
            or _kind(register, use.first) != "person":
        return tokens
    alone = all(parse.tokens[i].upos in ("PROPN", "NOUN", "ADJ", "PUNCT")
                for i in range(comma + 1, use.first))
    return tuple(later) if alone and _speaks(parse, tokens[-1]) else tokens


def _speaks(parse: Parse, last: int) -> bool:
    """A verb of saying comes next: without it, the person is only spoken of."""
    following = (t for t in parse.tokens[last + 1:parse.sentence_of(last).last]
                 if t.upos != "PUNCT")
    verb = next(following, None)
    return verb is not None and verb.upos == "VERB" and lexicon.cue(
        verb.lemma, "VERB") is not None


def _kind(register: Register, token: int) -> str:
    use = register.use_at(token)
    return register.link(use).candidates[0].kind if use else ""
