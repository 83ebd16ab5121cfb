"""Decides where the document uses a name, and where the name proper begins and ends.

A recogniser's span may hold the article, a title, a role or a possessive that is no part of the
name, and may stop at a hyphen that is; heads of mentions that it missed are added from the tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from quotes import lexicon
from quotes.records import Kind
from quotes.speakers.names import fold_word, key_words, strip_titles
from quotes.trees import Name, Parse, Token

# OntoNotes' types; dates, amounts, languages and the like name nobody who could speak.
KINDS: dict[str, Kind] = {
    "PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "place",
    "NORP": "group", "WORK_OF_ART": "document", "LAW": "document", "PRODUCT": "unknown",
    "EVENT": "unknown"}
_NAME_TAGS = frozenset({"PROPN", "X"})
# What may stand inside a name between its words: Jean-Luc, O'Brien, Joaquín "El Chapo" Guzmán.
_HYPHENS = frozenset({"-", "\u2010", "\u2011", "\u2013"})
MARKS = frozenset({"'", '"', "\u2018", "\u2019", "\u201c", "\u201d", "``", "''"})
_FLAT = ("flat", "compound", "nmod:desc")
_LONGEST_TITLE = 4
_LONGEST_NICKNAME = 4


@dataclass(frozen=True, slots=True)
class Use:
    """One occurrence of a name: tokens `first` to `last` (exclusive), titles apart."""

    first: int
    last: int
    kind: Kind
    text: str
    titles: tuple[str, ...] = ()
    guessed: bool = False  # the recogniser gave no type


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
    for head in sorted(set(heads)):
        use = None if head in covered else _guessed(parse, head, known)
        if use and covered.isdisjoint(range(use.first, use.last)):
            found.append(use)
            covered.update(range(use.first, use.last))
    return sorted(found, key=lambda use: use.first)


def _joined(parse: Parse) -> Iterator[Name]:
    """The recogniser's names; two that the tree calls one person's (*Ana* + *Lisbon*) as one."""
    waiting: Name | None = None
    for name in parse.names:
        if waiting is None:
            waiting = name
        elif waiting.last == name.first and _is_one_name(parse, waiting, name):
            waiting = Name(waiting.first, name.last, "PERSON")
        else:
            yield waiting
            waiting = name
    if waiting is not None:
        yield waiting


def _is_one_name(parse: Parse, one: Name, other: Name) -> bool:
    """Two single words, the second flat like or under the first; `Democrat` Ana Ruiz stays two."""
    single = one.last - one.first == other.last - other.first == 1
    before, token = parse.tokens[one.first], parse.tokens[other.first]
    together = token.head == one.first or (before.deprel == "flat" and before.head == token.head)
    return single and token.deprel == "flat" and together and one.type != "NORP"


def _trimmed(parse: Parse, first: int, last: int, kind: Kind | None) -> Use | None:
    if kind is None:
        return None
    first, last = _without_article(parse, first, last)
    first, last = _without_possessive(parse, first, last, kind)
    first = _with_cut_words(parse, first)
    if kind == "person":
        first = _first_of_name(parse, first, last)
        first, last = _whole_name(parse, first, last)
    first, last = _whole_body(parse, first, last, kind)
    return _use(parse, first, last, kind) if _is_name(parse, first, last, kind) else None


def _is_name(parse: Parse, first: int, last: int, kind: Kind) -> bool:
    """Has a capital; a title or role alone (*the Ambassador*) is nobody's name."""
    tokens = parse.tokens[first:last]
    text = lexicon.fold(" ".join(t.text for t in tokens))
    common = kind == "person" and (text in lexicon.titles() or text in lexicon.roles())
    return any(not t.text.islower() for t in tokens) and not common


def _whole_body(parse: Parse, first: int, last: int, kind: Kind) -> tuple[int, int]:
    """`Commission on Presidential Debates` where the recogniser stopped at *Commission*."""
    words = [lexicon.fold(t.text) for t in parse.tokens[first:last]]
    if kind != "organization" or not all(w in lexicon.organisations() for w in words):
        return first, last
    end = last
    if end < len(parse.tokens) and parse.tokens[end].lower in ("of", "for", "on", "to"):
        end += 1
        while end < len(parse.tokens) and parse.tokens[end].upos in ("PROPN", "DET"):
            end += 1
    return first, end if parse.tokens[end - 1].upos == "PROPN" else last


def _guessed(parse: Parse, head: int, known: set[str]) -> Use | None:
    """The proper noun at the head of a mention and the words that belong to its name."""
    token = parse.tokens[head]
    surname = fold_word(token.text) in known
    common = any(lexicon.fold(word) in known_nouns for word in (token.text, token.lemma)
                 for known_nouns in (lexicon.roles(), lexicon.anonymous(), lexicon.groups()))
    if not token.text[:1].isupper() or not (surname or (token.upos == "PROPN" and not common)):
        return None
    first, last = head, head + 1
    while first > 0 and _joins(parse, first - 1, head):
        first -= 1
    while last < len(parse.tokens) and _joins(parse, last, head):
        last += 1
    first, last = _whole_name(parse, first, last)
    use = _use(parse, first, last, "unknown", guessed=True)
    return None if use is None else _typed(parse, use, surname)


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
    span = parse.span(range(first, last))
    text = " ".join(parse.text[span.start:span.end].split())
    return Use(first, last, kind, text, titles, guessed)


def _titles_before(parse: Parse, first: int) -> list[str]:
    """Titles that stand before the name, outermost first."""
    titles: list[str] = []
    while True:
        size = next((n for n in range(min(_LONGEST_TITLE, first), 0, -1)
                     if _is_title(parse.tokens[first - n:first])), 0)
        if size == 0:
            return titles
        span = parse.span(range(first - size, first))
        titles.insert(0, " ".join(parse.text[span.start:span.end].split()))
        first -= size


def _is_title(tokens: tuple[Token, ...]) -> bool:
    """A listed title that is written as one: with a capital, in one sentence."""
    same = tokens[0].sentence == tokens[-1].sentence
    form = lexicon.fold(" ".join(t.text for t in tokens))
    return same and tokens[0].text[0].isupper() and form in lexicon.titles()


def _without_article(parse: Parse, first: int, last: int) -> tuple[int, int]:
    while first < last and (parse.tokens[first].upos in ("DET", "PUNCT")
                            or parse.tokens[first].lower == "the"):
        first += 1
    while first < last and parse.tokens[last - 1].upos == "PUNCT" \
            and parse.tokens[last - 1].text not in (")", *MARKS, "!", "."):
        last -= 1
    return first, last


def _without_possessive(parse: Parse, first: int, last: int, kind: Kind) -> tuple[int, int]:
    """Drop the clitic at the end; of a person's name, also the owner before it."""
    if first < last and _is_clitic(parse.tokens[last - 1]):
        last -= 1
    owner = next((i for i in range(last - 1, first, -1) if _is_clitic(parse.tokens[i])), None)
    return (owner + 1, last) if owner is not None and kind == "person" else (first, last)


def _is_clitic(token: Token) -> bool:
    return token.xpos == "POS" or token.lower in ("'s", "\u2019s")


def _first_of_name(parse: Parse, first: int, last: int) -> int:
    """Skip role words that the recogniser took in: they start in lower case."""
    while first < last - 1 and parse.tokens[first].text.islower() \
            and parse.tokens[first].upos in ("NOUN", "ADJ"):
        first += 1
    return first


def _whole_name(parse: Parse, first: int, last: int) -> tuple[int, int]:
    """Take in what hyphens and nickname marks cut off."""
    changed = True
    while changed:
        changed = False
        for step in (_hyphen_after, _nickname_after):
            end = step(parse, last)
            changed, last = changed or end > last, max(end, last)
        start = _hyphen_before(parse, first)
        changed, first = changed or start < first, min(start, first)
    return first, last


def _with_cut_words(parse: Parse, first: int) -> int:
    """Proper nouns before the name that the recogniser left out: *SITE* Intelligence Group."""
    head = _top(parse, first)
    while first > 0:
        token = parse.tokens[first - 1]
        word = lexicon.fold(token.text)
        part = token.upos == "PROPN" and token.head == head and token.relation == "compound"
        if not part or parse.name_at(token.index) or word in lexicon.titles() \
                or word in lexicon.roles():
            return first
        first -= 1
    return first


def _top(parse: Parse, first: int) -> int:
    """The noun that the name's first word modifies, or that word itself."""
    token = parse.tokens[first]
    return token.head if token.relation == "compound" else first


def _hyphen_after(parse: Parse, last: int) -> int:
    if last + 1 >= len(parse.tokens) or parse.tokens[last].text not in _HYPHENS:
        return last
    before, hyphen, after = parse.tokens[last - 1:last + 2]
    glued = before.end == hyphen.start and hyphen.end == after.start
    return last + 2 if glued and after.upos in _NAME_TAGS else last


def _hyphen_before(parse: Parse, first: int) -> int:
    if first < 2 or parse.tokens[first - 1].text not in _HYPHENS:
        return first
    before, hyphen, after = parse.tokens[first - 2:first + 1]
    glued = before.end == hyphen.start and hyphen.end == after.start
    return first - 2 if glued and before.upos in _NAME_TAGS else first


def _nickname_after(parse: Parse, last: int) -> int:
    """The end of Guzmán in `Joaquín "El Chapo" Guzmán`, given the end of Joaquín."""
    tokens = parse.tokens
    if last + 2 >= len(tokens) or tokens[last].text not in MARKS:
        return last
    for close in range(last + 2, min(last + 2 + _LONGEST_NICKNAME, len(tokens) - 1)):
        if tokens[close].text in MARKS:
            after = tokens[close + 1]
            inside = all(t.upos in _NAME_TAGS for t in tokens[last + 1:close])
            same = after.sentence == tokens[last - 1].sentence
            return close + 2 if inside and same and after.upos == "PROPN" else last
    return last


def identity_children(parse: Parse, index: int) -> Iterator[Token]:
    """Dependents that are another name or description of the same thing."""
    for child in parse.children(index, "appos", *_FLAT):
        if child.relation == "appos" or child.index > index or child.relation == "flat":
            yield child
