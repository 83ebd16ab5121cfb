"""Decides where a name proper begins and ends, given a recogniser's span or a noun.

The span may hold an article, a title or a possessive that is no part of the name, and may stop
at a hyphen, a particle, a nickname or a surname that is. The tree, the capitals and the lists of
titles, roles and particles are asked together, since each of them errs.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotes import lexicon
from quotes.records import Kind
from quotes.speakers.starts import without_loose_words
from quotes.trees import Parse, Token

NAME_TAGS = frozenset({"PROPN", "X"})
# What may stand inside a name between its words: Jean-Luc, O'Brien, Joaquín "El Chapo" Guzmán.
_HYPHENS = frozenset({"-", "\u2010", "\u2011", "\u2013"})
MARKS = frozenset({"'", '"', "\u2018", "\u2019", "\u201c", "\u201d", "``", "''"})
# Between the words of a body's name: Centre *for* Policy, Marks *&* Spencer.
_JOINING = frozenset({"of", "for", "on", "to", "and", "&", "the", "in", "at"})
_LONGEST_NICKNAME = 4
_LONGEST_SYLLABLE = 5  # letters of half a Korean given name, after a hyphen: Hae-young
_LONGEST_PARTICLES = 3  # van de la


def trimmed(parse: Parse, first: int, last: int, kind: Kind) -> tuple[int, int]:
    """The name within and around a recogniser's span; empty where nothing of it is a name."""
    first, last = _without_article(parse, first, last)
    first, last = _without_possessive(parse, first, last, kind)
    if first >= last:
        return first, first
    if kind == "person":
        first = _first_of_name(parse, first, last)
        first, last = whole_name(parse, first, last)
    else:
        last = _whole_body(parse, first, _glued_after(parse, last), kind)
        first = _with_cut_words(parse, first)
    return first, last


def is_hyphen(token: Token) -> bool:
    return token.text in _HYPHENS


def is_office(token: Token) -> bool:
    """A title or role, as a single word: it stands beside names and is none."""
    word = lexicon.fold(token.text)
    return word in lexicon.titles() or word in lexicon.roles()


def whole_name(parse: Parse, first: int, last: int) -> tuple[int, int]:
    """A person's name with what hyphens, marks, particles and missed surnames cut off."""
    while True:
        end = max(step(parse, last) for step in (_glued_after, _hyphen_after, _nickname_after))
        end = _surname_after(parse, first, end)
        start = _particle_before(parse, _hyphen_before(parse, first))
        if (start, end) == (first, last):
            return first, last
        first, last = start, end


def ends_loosely(parse: Parse, tokens: Sequence[int]) -> bool:
    """Whether the last token is punctuation that closes no bracket among the others."""
    last = parse.tokens[tokens[-1]]
    opened = {")": "(", "]": "["}.get(last.text)
    return last.upos == "PUNCT" and all(parse.tokens[i].text != opened for i in tokens)


def _without_article(parse: Parse, first: int, last: int) -> tuple[int, int]:
    while first < last and (parse.tokens[first].upos in ("DET", "PUNCT")
                            or parse.tokens[first].lower == "the"):
        first += 1
    while first < last and parse.tokens[last - 1].upos == "PUNCT" \
            and parse.tokens[last - 1].text not in (")", *MARKS, "!", "."):
        last -= 1
    marks = sum(t.text in MARKS for t in parse.tokens[first:last])
    if marks % 2 and parse.tokens[last - 1].text in MARKS:
        last -= 1  # the mark opens what follows: a nickname, as a rule
    return first, last


def _without_possessive(parse: Parse, first: int, last: int, kind: Kind) -> tuple[int, int]:
    """Drop the clitic at the end; of a person's name, also the owner before it."""
    while first < last and is_clitic(parse.tokens[first]):
        first += 1
    if first < last and is_clitic(parse.tokens[last - 1]):
        last -= 1
    owner = next((i for i in range(last - 1, first, -1) if is_clitic(parse.tokens[i])), None)
    return (owner + 1, last) if owner is not None and kind == "person" else (first, last)


def is_clitic(token: Token) -> bool:
    return token.xpos == "POS" or token.lower in ("'s", "\u2019s")


def _first_of_name(parse: Parse, first: int, last: int) -> int:
    """Skip role words that the recogniser took in, which start in lower case, and *Wise* Ana."""
    while first < last - 1 and parse.tokens[first].text.islower() \
            and parse.tokens[first].upos in ("NOUN", "ADJ"):
        first += 1
    opens = first == parse.sentence_of(first).first and last - first > 2
    initial = len(parse.tokens[first + 1].text.rstrip(".")) == 1 if opens else False
    trade = opens and not initial and is_trade(parse.tokens[first])
    return without_loose_words(parse, first + trade, last)


def is_trade(token: Token) -> bool:
    """*Rapper* Lil Quake: what somebody is, and no first name."""
    word = lexicon.fold(token.text)
    return word in lexicon.roles() and word not in lexicon.first_names()


def _with_cut_words(parse: Parse, first: int) -> int:
    """Proper nouns before the name that the recogniser left out: *SITE* Intelligence Group."""
    head = _top(parse, first)
    general = is_general(parse.tokens[first])  # the Norland *Police*
    while first > 0:
        token, name = parse.tokens[first - 1], parse.name_at(first - 1)
        capital = token.upos == "PROPN" or (len(token.text) > 1 and token.text.isupper())
        part = capital and token.head == head and token.relation == "compound"
        free = name is None or (general and name.type == "GPE")
        if not part or not free or is_office(token):
            return first
        first -= 1
    return first


def is_general(token: Token) -> bool:
    """A noun for a body or group, as a single word: *Police*, *Council*."""
    word = lexicon.fold(token.text)
    return word in lexicon.groups() or word in lexicon.organisations()


def _top(parse: Parse, first: int) -> int:
    """The noun that the name's first word modifies, or that word itself."""
    token = parse.tokens[first]
    return token.head if token.relation == "compound" else first


def _whole_body(parse: Parse, first: int, last: int, kind: Kind) -> int:
    """The end of `Commission on Presidential Debates` where the recogniser stopped short.

    It stopped at a word that opens such names, or at the small word that goes on.
    """
    if kind != "organization":
        return last
    stop = last
    while stop > first and parse.tokens[stop - 1].lower in _JOINING:
        stop -= 1
    if stop == last and not _goes_on(parse, first, last):
        return _over_compound(parse, _over_conjunct(parse, first, last))
    return _over_joining(parse, stop)


def _goes_on(parse: Parse, first: int, last: int) -> bool:
    """Commission *on* ..., Harbour Coalition *for* ...: what follows hangs on the name."""
    if last + 1 >= len(parse.tokens) or parse.tokens[last].lower not in ("of", "for", "on", "to") \
            or lexicon.fold(parse.tokens[last - 1].text) not in lexicon.organisations():
        return False
    if parse.tokens[last].lower == "of":
        return True
    noun = parse.tokens[last].head  # a preposition hangs on the noun after it
    return noun > last and parse.tokens[noun].head in range(first, last)


def _over_conjunct(parse: Parse, first: int, last: int) -> int:
    """Union of Weavers + *and Dyers*: joined to a word inside the name, not to all of it."""
    if last + 1 >= len(parse.tokens) or parse.tokens[last].upos != "CCONJ":
        return last
    token = parse.tokens[last + 1]
    inner = token.deprel == "conj" and token.head in range(first, last) \
        and parse.tokens[token.head].head in range(first, last)
    return last + 2 if inner and _is_capital_word(parse, last + 1, first) else last


def _over_compound(parse: Parse, last: int) -> int:
    """To the noun that the last word modifies: Foundation for Middle + *East Peace*."""
    token = parse.tokens[last - 1]
    if token.relation != "compound" or token.head < last:
        return last
    between = parse.tokens[last:token.head + 1]
    whole = all(t.upos == "PROPN" and t.text[:1].isupper() and not is_office(t)
                and not _is_person(parse, t.index) for t in between)
    return token.head + 1 if whole else last


def _is_person(parse: Parse, index: int) -> bool:
    name = parse.name_at(index)
    return name is not None and name.type == "PERSON"


def _over_joining(parse: Parse, stop: int) -> int:
    """Past small words and the capitalised words after them."""
    end = stop
    while end < len(parse.tokens) and parse.tokens[end].lower in _JOINING:
        end += 1
    after = end
    while after < len(parse.tokens) and _is_capital_word(parse, after, stop - 1):
        after += 1
    return after if after > end else stop


def _is_capital_word(parse: Parse, index: int, beside: int) -> bool:
    token = parse.tokens[index]
    office = is_office(token) and index + 1 < len(parse.tokens) and _is_person(parse, index + 1)
    return token.text[:1].isupper() and token.upos in ("PROPN", "NOUN", "ADJ") \
        and token.sentence == parse.tokens[beside].sentence and not office \
        and not _is_person(parse, index)


def glued_before(parse: Parse, first: int) -> int:
    """The first token of the written word that the token is in."""
    while first > 0 and _glued_after(parse, first) > first:
        first -= 1
    return first


def _glued_after(parse: Parse, last: int) -> int:
    """A tokenizer's cut through a word (*I* + *sa*) is no end of a name."""
    while last < len(parse.tokens):
        before, after = parse.tokens[last - 1:last + 1]
        if before.end != after.start or not (before.text[-1:].isalpha()
                                             and after.text.isalpha()) or is_clitic(after):
            return last
        last += 1
    return last


def _surname_after(parse: Parse, first: int, last: int) -> int:
    """The surname, with its particles, where the recogniser kept the first name only.

    The next word must hang on the name, and be of no name of its own.
    """
    at = last
    while at - last < _LONGEST_PARTICLES and at < len(parse.tokens) \
            and _is_particle(parse.tokens[at]):
        at += 1
    if at >= len(parse.tokens):
        return last
    token = parse.tokens[at]
    if token.sentence != parse.tokens[first].sentence or is_office(token) \
            or not token.text[:1].isalpha() or _is_other(parse, at):
        return last
    if _is_particle(parse.tokens[at - 1]) and at - 1 > first:
        return at + 1 if token.text[:1].isupper() else last
    beside = token.head == parse.tokens[first].head
    hangs = token.relation == "flat" and (token.head in range(first, last) or beside)
    capital = not token.text[:1].islower()
    if last - first == 1 and at == last and beside and capital \
            and (token.upos, token.xpos) == ("ADV", "NNP"):
        return at + 1  # it's Ana Way here: half taken for an adverb
    return at + 1 if hangs and capital and token.upos in NAME_TAGS else last


def _is_other(parse: Parse, index: int) -> bool:
    """Part of a name of something that is no person."""
    name = parse.name_at(index)
    return name is not None and name.type != "PERSON"


def _is_particle(token: Token) -> bool:
    return token.text[:1].islower() \
        and lexicon.name_parts().get(lexicon.fold(token.text)) == "particle"


def _particle_before(parse: Parse, first: int) -> int:
    """Lucia *van den* before Broek, and a first name or initial that the recogniser missed."""
    at = first
    while at > 0 and first - at < _LONGEST_PARTICLES and _is_particle(parse.tokens[at - 1]):
        at -= 1
    if at == 0:
        return first
    before = parse.tokens[at - 1]
    if before.upos not in NAME_TAGS or not before.text[:1].isupper() \
            or parse.name_at(before.index) or is_office(before) \
            or before.sentence != parse.tokens[first].sentence:
        return first
    listed = lexicon.fold(before.text) in lexicon.first_names() or before.lower == "st."
    initial = len(before.text.rstrip(".")) == 1
    carries = parse.tokens[first].deprel == "flat" and parse.tokens[first].head == before.index
    return before.index if listed or initial or carries or at < first else first


def _hyphen_after(parse: Parse, last: int) -> int:
    if last + 1 >= len(parse.tokens) or parse.tokens[last].text not in _HYPHENS:
        return last
    before, hyphen, after = parse.tokens[last - 1:last + 2]
    glued = before.end == hyphen.start and hyphen.end == after.start
    named = after.upos in NAME_TAGS or _is_syllable(parse, last + 1)
    return last + 2 if glued and named else last


def _is_syllable(parse: Parse, index: int) -> bool:
    """Moon Hae-*won* spoke; Moon-*backed* plans are no name."""
    token = parse.tokens[index]
    following = parse.tokens[index + 1].upos if index + 1 < len(parse.tokens) else "PUNCT"
    given = index > 2 and parse.tokens[index - 3].upos == "PROPN"
    return given and token.text.isalpha() and token.text.islower() \
        and len(token.text) <= _LONGEST_SYLLABLE and token.xpos not in ("VBN", "IN", "JJ") \
        and following not in ("NOUN", "ADJ", "PROPN", "NUM")


def _hyphen_before(parse: Parse, first: int) -> int:
    if first < 2 or parse.tokens[first - 1].text not in _HYPHENS:
        return first
    before, hyphen, after = parse.tokens[first - 2:first + 1]
    glued = before.end == hyphen.start and hyphen.end == after.start
    return first - 2 if glued and before.upos in NAME_TAGS and not is_office(before) else first


def _nickname_after(parse: Parse, last: int) -> int:
    """The end of Guzmán in `Joaquín "El Chapo" Guzmán`, given the end of Joaquín."""
    tokens = parse.tokens
    if last + 2 >= len(tokens) or tokens[last].text not in MARKS:
        return last
    for close in range(last + 2, min(last + 2 + _LONGEST_NICKNAME, len(tokens) - 1)):
        if tokens[close].text in MARKS:
            after = tokens[close + 1]
            inside = all(t.upos in NAME_TAGS for t in tokens[last + 1:close])
            same = after.sentence == tokens[last - 1].sentence
            return close + 2 if inside and same and after.upos == "PROPN" else last
    return last
