"""Decides which words at the start of a person's name are no part of it.

*Wise Veronica* at the start of a sentence is Veronica, who is wise, as the tree has it: the capital
is the sentence's. In the middle of one the capital is the name's own (*Big Ben*, *Little Richard*),
whatever the tree has, unless it has the word for a description of a name that stands alone too.
"""

from __future__ import annotations

from quotes import lexicon
from quotes.trees import Name, Parse, Token

_OPENING = frozenset({'"', "'", "\u2018", "\u201c", "``", "\u00ab", ":"})
# Whatever hangs on the name like this is a part of it.
_INSIDE = frozenset({"flat", "compound", "nmod", "appos"})
# No name is made of them; nouns, numbers and adjectives may be names.
_FUNCTION = frozenset({"DET", "ADP", "CCONJ", "SCONJ", "PRON", "INTJ", "AUX", "PART", "ADV"})


def without_loose_words(parse: Parse, first: int, last: int) -> int:
    """Where the name starts: past *Wise*, *Dear*, *Then* and *Said* that open the sentence."""
    while last - first > 1 and (_opens_loosely(parse, first, last)
                                or _is_described(parse, first, last)):
        first += 1
    return first


def _opens_loosely(parse: Parse, first: int, last: int) -> bool:
    """A word that only has the sentence's capital, before what is a name without it: of two words,
    or elsewhere by itself; and the words together are nowhere a name inside a sentence."""
    if not _has_sentences_capital(parse, first) or not _is_loose(parse, first, last):
        return False
    rest = parse.tokens[first + 1:last]
    two = len(rest) > 1 and all(t.upos in ("PROPN", "X") for t in rest)
    inside = any(not _has_sentences_capital(parse, n.first)
                 for n in _alike(parse, first, last))
    return (two or bool(_alike(parse, first + 1, last))) and not inside


def _is_described(parse: Parse, first: int, last: int) -> bool:
    """*Abba* Theodore, *Tsarevna* Sophia: a description in the tree, and a name without it as
    often as with it."""
    token = parse.tokens[first]
    return token.deprel == "nmod:desc" and token.head in range(first + 1, last) \
        and not _is_name_word(token) and lexicon.fold(token.text) not in lexicon.titles() \
        and len(_alike(parse, first + 1, last)) >= len(_alike(parse, first, last))


def _has_sentences_capital(parse: Parse, index: int) -> bool:
    """Nothing but punctuation before it in the sentence, or a mark or colon right before it."""
    start = parse.sentence_of(index).first
    before = parse.tokens[start:index]
    return parse.tokens[index].text[:1].isupper() and (
        all(t.upos == "PUNCT" for t in before) or before[-1].text in _OPENING)


def _is_loose(parse: Parse, first: int, last: int) -> bool:
    """An adjective of the name, the verb that governs it, or a small word."""
    token = parse.tokens[first]
    rest = range(first + 1, last)
    if _is_name_word(token) or any(parse.tokens[i].head == first
                                   and parse.tokens[i].relation in _INSIDE for i in rest):
        return False
    if token.upos in ("ADJ", "VERB") and token.deprel == "amod":
        return token.head in rest
    if token.upos == "VERB":
        return any(parse.tokens[i].head == first for i in rest)
    return token.upos in _FUNCTION and token.relation not in _INSIDE


def _is_name_word(token: Token) -> bool:
    """Grace, van, St.: whatever the tagger takes it for."""
    word = lexicon.fold(token.text)
    return word in lexicon.first_names() or word in lexicon.nicknames() \
        or word in lexicon.name_parts() or "." in token.text


def _alike(parse: Parse, first: int, last: int) -> list[Name]:
    """The document's names of people that are just these words."""
    words = _words(parse.tokens[first:last])
    return [n for n in parse.names if n.type == "PERSON"
            and _words(parse.tokens[n.first:n.last]) == words]


def _words(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    """Without a possessive."""
    return tuple(t.text for t in tokens if t.xpos != "POS")
