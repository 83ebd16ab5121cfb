"""Decides what kind of thing a mention without a name speaks of, from its head noun."""

from __future__ import annotations

from quotes import lexicon
from quotes.records import Kind
from quotes.speakers.mentions import is_definite, is_plural
from quotes.trees import Parse, Token


def noun_kind(parse: Parse, head: int) -> Kind:
    """The kind of a description by its head: people together are a group."""
    token = parse.tokens[head]
    lemma = listed_lemma(token)
    kind = _listed_kind(lemma)
    if lemma in lexicon.groups():
        return "group"
    family = token.upos == "PROPN" and token.lower.endswith("s") and is_definite(parse, head)
    if family or (is_plural(token) and kind in ("person", "organization")):
        return "group"
    if kind == "unknown" and is_plural(token) and _is_agent_noun(token.lower):
        return "group"
    if kind == "unknown" and _is_agent_noun(lemma):
        return "person"
    return kind


def listed_lemma(token: Token) -> str:
    """The lemma as the lists have it; of a plural that the tagger cut wrongly (*witnesse*), the
    singular that they know."""
    lemma = lexicon.fold(token.lemma)
    if _listed_kind(lemma) != "unknown" or token.upos != "NOUN" or not token.lower.endswith("s"):
        return lemma
    text = lexicon.fold(token.text)
    singular = (text[:-1], text.removesuffix("es"), text.removesuffix("ies") + "y")
    return next((form for form in singular if _listed_kind(form) != "unknown"), lemma)


def _listed_kind(lemma: str) -> Kind:
    if lemma in lexicon.roles():
        return "person"
    if lemma in lexicon.anonymous():
        return lexicon.anonymous()[lemma].kind
    if lemma in lexicon.documents():
        return "document"
    if lemma in lexicon.organisations():
        return lexicon.organisations()[lemma].kind
    return "unknown"


def _is_agent_noun(word: str) -> bool:
    """Endings that make nouns for people: -man, -woman, -ist, -ian; the lists hold the rest."""
    return word.removesuffix("s").endswith(("man", "woman", "ist", "ian", "eer", "person")) \
        or word.endswith(("men", "women", "people"))


def pronoun_kind(form: str) -> Kind:
    """He is a person; they and we are more than one; it can be anything."""
    pronoun = lexicon.pronouns().get(form.lower())
    if pronoun is None:
        return "unknown"
    if pronoun.number == "plur":
        return "group"
    return "person" if pronoun.animate else "unknown"
