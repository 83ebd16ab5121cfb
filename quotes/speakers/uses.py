"""Decides where the document uses a name, and where the name proper begins and ends.

A recogniser's span may hold the article, a title, a role or a possessive that is no part of the
name, and may stop at a hyphen that is; heads of mentions that it missed are added from the tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from quotes import lexicon
from quotes.records import Kind
from quotes.speakers.names import fold_word, key_words, strip_titles
from quotes.speakers.spans import glued_before, is_hyphen, is_office, is_trade, trimmed, whole_name
from quotes.trees import Name, Parse, Token

# OntoNotes' types; dates, amounts, languages and the like name nobody who could speak.
KINDS: dict[str, Kind] = {
    "PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "place",
    "NORP": "group", "WORK_OF_ART": "document", "LAW": "document", "PRODUCT": "unknown",
    "EVENT": "unknown"}
_FLAT = ("flat", "compound", "nmod:desc")
_LONGEST_TITLE = 4


@dataclass(frozen=True, slots=True)
class Use:
    """One occurrence of a name: tokens `first` to `last` (exclusive), titles apart."""

    first: int
    last: int
    kind: Kind
    text: str
    titles: tuple[str, ...] = ()
    guessed: bool = False  # the recogniser gave no type


def is_one_of_a_people(parse: Parse, use: Use, head: int) -> bool:
    """*The Ohio Republican* is somebody, told by party or people, whose name this is not."""
    token = parse.tokens[head]
    # A capital before a past tense is tagged as a plural too; *the French* are one without an s.
    several = token.xpos.endswith("S") and not token.lower.endswith("ican")
    return use.kind == "group" and use.last - use.first == 1 \
        and parse.child(head, "det") is not None and not several


def name_uses(parse: Parse, heads: Iterable[int]) -> list[Use]:
    """Every name of the document in text order, those headed by `heads` included."""
    found: list[Use] = []
    covered: set[int] = set()
    for name in _joined(parse):
        use = _trimmed(parse, name.first, name.last, KINDS.get(name.type))
        if use and covered.isdisjoint(range(use.first, use.last)):
            found.append(use)
            covered.update(range(use.first, use.last))
    known = {w for use in found if use.kind == "person" for w in key_words(use.text)}
    common = frozenset(t.text for t in parse.tokens if t.text.islower())
    for head in sorted(set(heads)):
        use = None if head in covered else _guessed(parse, head, known, common)
        if use is None:
            continue
        within = set(range(use.first, use.last))
        if use.kind == "organization":  # U.S. Department holds what is known as U.S.
            found = [u for u in found if not within.issuperset(range(u.first, u.last))]
            covered = {i for u in found for i in range(u.first, u.last)}
        if covered.isdisjoint(within):
            found.append(use)
            covered |= within
    return sorted(found, key=lambda use: use.first)


def _joined(parse: Parse) -> Iterator[Name]:
    """The recogniser's names; two that are one person's (*Ana* + *Lisbon*) as one.

    From right to left, so that in *Porto* + *Ana* + *Ruiz* the first name finds its surname first.
    """
    kept: list[Name] = []
    for name in reversed(parse.names):
        if _is_no_name(parse, name, kept[-1] if kept else None):
            continue  # the surname after a hyphen takes it in
        if kept and name.last == kept[-1].first and _is_one_name(parse, name, kept[-1]):
            kept[-1] = Name(name.first, kept[-1].last, "PERSON")
        elif kept and name.last == kept[-1].first and _is_one_body(parse, name, kept[-1]):
            kept[-1] = Name(name.first, kept[-1].last, "ORG")
        else:
            kept.append(name)
    return reversed(kept)


def _is_one_name(parse: Parse, one: Name, other: Name) -> bool:
    """Two single words, the second flat like or under the first, or a first name and a surname;
    `Democrat` Ana Ruiz stays two."""
    single = one.last - one.first == other.last - other.first == 1
    before, token = parse.tokens[one.first], parse.tokens[other.first]
    if not single or one.type == "NORP" or not _same_paragraph(parse, one, other):
        return False
    if other.type == "PERSON" and not is_office(before) and (
            one.type == "PERSON" or lexicon.fold(before.text) in lexicon.first_names()):
        return True
    together = token.head == one.first or (before.deprel == "flat" and before.head == token.head)
    named = lexicon.fold(token.text) in lexicon.first_names() and one.type != "PERSON"
    return token.deprel == "flat" and together and not named


def _is_no_name(parse: Parse, name: Name, after: Name | None) -> bool:
    """Lind of *Lind-Berg*, or its hyphen, where the recogniser made them names of their own;
    or *Rapper* before Lil Quake."""
    last = parse.tokens[name.last - 1]
    if all(t.upos == "PUNCT" for t in parse.tokens[name.first:name.last]):
        return True
    if after and name.last == after.first and name.last - name.first == 1 \
            and after.last - after.first > 1 and name.type == after.type == "PERSON" \
            and is_trade(parse.tokens[name.first]):
        return True
    return after is not None and after.type == "PERSON" and name.type != "PERSON" \
        and name.last - name.first == 1 and after.first - name.last == 1 \
        and is_hyphen(parse.tokens[name.last]) and last.end == parse.tokens[name.last].start \
        and parse.tokens[name.last].end == parse.tokens[after.first].start


def _same_paragraph(parse: Parse, one: Name, other: Name) -> bool:
    """Not sentence: after *U.S.* a sentence is often taken to end."""
    return parse.sentence_of(one.first).paragraph == parse.sentence_of(other.first).paragraph


def _is_one_body(parse: Parse, one: Name, other: Name) -> bool:
    """A country and its *Department of Harbours*: the second opens with a body's word. A place
    and one more word that it modifies: Porto *United*, Porto *Yard*."""
    opening, place = parse.tokens[other.first], parse.tokens[one.last - 1]
    if one.type not in ("ORG", "GPE") or other.type != "ORG" or place.upos != "PROPN" \
            or not _same_paragraph(parse, one, other):
        return False
    word = other.last - other.first == 1 and one.type == "GPE" and place.head == other.first \
        and place.relation == "compound" and opening.upos == "PROPN" \
        and not opening.text.isupper()
    return word or lexicon.fold(opening.text) in lexicon.organisations()


def _trimmed(parse: Parse, first: int, last: int, kind: Kind | None) -> Use | None:
    if kind is None:
        return None
    first, last = trimmed(parse, first, last, kind)
    if first >= last or not _is_name(parse, first, last, kind):
        return None
    if kind == "person" and (_is_body_after_noun(parse, first) or (
            _articled(parse, first, last) and last - first == 1)):
        kind = "organization"
    elif kind == "organization" and _is_people(parse.tokens[last - 1]):
        kind = "group"
    return _use(parse, first, last, kind)


def _is_body_after_noun(parse: Parse, first: int) -> bool:
    """The law *firm* Gray Holt: the noun before the name says what it is."""
    before = parse.tokens[first - 1] if first else None
    return before is not None and before.upos == "NOUN" and before.text.islower() \
        and before.sentence == parse.tokens[first].sentence \
        and before.lemma.lower() in lexicon.body_nouns("before")


def _is_name(parse: Parse, first: int, last: int, kind: Kind) -> bool:
    """Has a capital; a title, role or group alone (*the Ambassador*, *Police*) is nobody's name,
    and *the Grays* are several."""
    tokens = parse.tokens[first:last]
    text = lexicon.fold(" ".join(t.text for t in tokens))
    common = kind == "person" and (text in lexicon.titles() or (
        text in lexicon.roles() and not _is_surname(parse, first, last)))
    family = kind == "person" and last - first == 1 and _is_family(parse, first)
    return any(not t.text.islower() for t in tokens) and not family \
        and not common and text not in lexicon.groups()


def _is_surname(parse: Parse, first: int, last: int) -> bool:
    """*Baker* said: a trade without an article, with a capital that is not the sentence's."""
    token = parse.tokens[first]
    return last - first == 1 and token.xpos == "NNP" and token.text[:1].isupper() \
        and token.text[1:].islower() and not parse.children(first, "det", "nmod:poss") \
        and first > 0 and parse.tokens[first - 1].text.islower() \
        and token.relation not in ("compound", "flat", "amod")


def _is_family(parse: Parse, index: int) -> bool:
    """The Grays: an article and the ending on what the recogniser takes for a person."""
    name = parse.name_at(index)
    return parse.tokens[index].lower.endswith("s") and _articled(parse, index, index + 1) \
        and name is not None and name.type == "PERSON"


def _is_people(token: Token) -> bool:
    """Police, forces: a body that is spoken of as several people."""
    listed = lexicon.groups().get(lexicon.fold(token.text))
    return listed is not None and listed.kind == "plural"


def _articled(parse: Parse, first: int, last: int) -> bool:
    """Whether the name itself has an article, not the noun that it modifies."""
    before = parse.tokens[first - 1] if first else None
    return before is not None and before.lower == "the" and before.head in range(first, last)


def _guessed(parse: Parse, head: int, known: set[str], common: frozenset[str]) -> Use | None:
    """The proper noun at the head of a mention and the words that belong to its name."""
    first, last = whole_name(parse, glued_before(parse, head), head + 1)
    token = parse.tokens[first]
    surname = fold_word(_text(parse, first, last)) in known
    common_noun = not _is_publication(parse, token) and (
        token.upos != "PROPN" or _is_common(parse, token, common))
    if not token.text[:1].isupper() or (common_noun and not surname):
        return None
    while first > 0 and _joins(parse, first - 1, head):
        first -= 1
    while last < len(parse.tokens) and _joins(parse, last, head):
        last += 1
    first, last = whole_name(parse, first, last)
    use = _use(parse, first, last, "unknown", guessed=True)
    typed = None if use is None else _typed(parse, use, surname)
    if typed is None or typed.kind != "organization":
        return typed
    first, last = trimmed(parse, typed.first, typed.last, "organization")
    if first == last:  # (R-IN): nothing of it is a name
        return None
    return replace(typed, first=first, last=last, text=_text(parse, first, last))


def _text(parse: Parse, first: int, last: int) -> str:
    span = parse.span(range(first, last))
    return " ".join(parse.text[span.start:span.end].split())


def _is_common(parse: Parse, token: Token, common: frozenset[str]) -> bool:
    """A capital that is only the sentence's, a title's or a date's: *Progressives*, *Capt.*"""
    listed = any(lexicon.fold(word) in nouns for word in (token.text, token.lemma) for nouns in (
        lexicon.roles(), lexicon.anonymous(), lexicon.groups(), lexicon.titles()))
    opens = token.index == parse.sentence_of(token.index).first
    name = parse.name_at(token.index)
    dated = name is not None and name.type not in KINDS
    lower = opens and (_is_plural(token) or token.lower in common)
    return listed or dated or lower or _is_family(parse, token.index)


def _is_publication(parse: Parse, token: Token) -> bool:
    """*The Observer* said: what people are called, with a capital, and the name of a paper."""
    word = lexicon.fold(token.text)
    return token.xpos == "NNP" and word in lexicon.organisations() and word in lexicon.roles() \
        and word not in lexicon.titles() and token.index > 0 \
        and parse.tokens[token.index - 1].lower == "the"


def _is_plural(token: Token) -> bool:
    return token.xpos == "NNPS" or (token.lower.endswith("s") and token.lower.startswith(
        token.lemma.lower()) and len(token.lemma) < len(token.text))


def _joins(parse: Parse, index: int, head: int) -> bool:
    token = parse.tokens[index]
    return (token.upos == "PROPN" and token.sentence == parse.tokens[head].sentence
            and token.head == head and token.relation in ("flat", "compound", "nmod"))


def _typed(parse: Parse, use: Use, surname: bool) -> Use:
    """What an untyped name stands for: its words and titles tell, else it is a person's."""
    words = [lexicon.fold(w) for w in use.text.split()]
    known = next((lexicon.organisations()[w].kind for w in reversed(words)
                  if w in lexicon.organisations()), None)
    if use.titles or surname:
        kind: Kind = "person"
    elif known is not None:
        kind = known
    elif lexicon.fold(use.text) in lexicon.metonyms() or _has_article(parse, use):
        kind = "organization"
    else:
        kind = "organization" if _all_capitals(use.text, parse) else "person"
    return Use(use.first, use.last, kind, use.text, use.titles, guessed=True)


def _all_capitals(text: str, parse: Parse) -> bool:
    """An acronym, unless the document's own names stand in capitals (a transcript)."""
    plain = text.replace(".", "")
    return plain.isupper() and len(plain) > 1 and " " not in plain and not parse.text.isupper()


def _has_article(parse: Parse, use: Use) -> bool:
    return use.first > 0 and parse.tokens[use.first - 1].lower == "the"


def _use(parse: Parse, first: int, last: int, kind: Kind, guessed: bool = False) -> Use | None:
    """The use with its titles, those inside the span and those before it."""
    titles: tuple[str, ...] = ()
    if kind in ("person", "unknown"):
        inside, rest = strip_titles([t.text for t in parse.tokens[first:last]])
        first = last - len(rest)
        titles = (*_titles_before(parse, first - sum(len(t.split()) for t in inside)), *inside)
    if first >= last:
        return None
    return Use(first, last, kind, _text(parse, first, last), titles, guessed)


def _titles_before(parse: Parse, first: int) -> list[str]:
    """Titles that stand before the name, outermost first."""
    titles: list[str] = []
    while True:
        size = next((n for n in range(min(_LONGEST_TITLE, first), 0, -1)
                     if _is_title(parse.tokens[first - n:first])), 0)
        if size == 0:
            return titles
        # By its words, as the list has it: "Lt.Gen." is glued in the text.
        titles.insert(0, " ".join(t.text for t in parse.tokens[first - size:first]))
        first -= size


def _is_title(tokens: tuple[Token, ...]) -> bool:
    """A listed title that is written as one: with a capital, in one sentence."""
    same = tokens[0].sentence == tokens[-1].sentence
    form = lexicon.fold(" ".join(t.text for t in tokens))
    return same and tokens[0].text[0].isupper() and form in lexicon.titles()


def identity_children(parse: Parse, index: int) -> Iterator[Token]:
    """Dependents that are another name or description of the same thing."""
    for child in parse.children(index, "appos", *_FLAT):
        if child.relation == "appos" or child.index > index or child.relation == "flat":
            yield child
