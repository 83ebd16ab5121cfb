"""What single words and set phrases tell: the readers of this folder's lists.

Decides nothing about a sentence; says which lemma can be a cue and of what category, which
word before a name is a title, which noun is a role, a document, a channel, a group. The lists
are data, each opening with why it exists and where its entries come from; `rows` checks
every one and refuses a file with a bad row, naming the line. Keys are folded (see `fold`), so
look up `fold(token.lemma)` or `fold("Lt. Gen.")`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, TypeVar, get_args

from quotes.lexicon import entries
from quotes.lexicon.entries import (
    AlarmWord,
    Anonymous,
    BodyNounUse,
    Cue,
    CuePos,
    DocumentNoun,
    Gender,
    Group,
    Medium,
    MediumKind,
    Metonym,
    Modal,
    Organisation,
    PartKind,
    PressUse,
    Pronoun,
    ReadingKind,
    RelayCue,
    Role,
    TalkUse,
    Title,
)
from quotes.lexicon.rows import Row, fold, read_entries, read_rows

__all__ = [
    "AlarmWord",
    "Anonymous",
    "BodyNounUse",
    "Cue",
    "CuePos",
    "DocumentNoun",
    "Gender",
    "Group",
    "Medium",
    "MediumKind",
    "Metonym",
    "Modal",
    "Organisation",
    "PartKind",
    "PressUse",
    "Pronoun",
    "ReadingKind",
    "RelayCue",
    "Role",
    "Row",
    "TalkUse",
    "Title",
    "alarm_words",
    "anonymous",
    "body_nouns",
    "contractions",
    "cue",
    "cues",
    "documents",
    "empty_phrases",
    "first_names",
    "fold",
    "generic",
    "groups",
    "idioms",
    "light_words",
    "longest_cue",
    "media",
    "metonyms",
    "modals",
    "name_parts",
    "nicknames",
    "organisations",
    "press",
    "pronouns",
    "read_entries",
    "read_rows",
    "readings",
    "relays",
    "roles",
    "stems",
    "talk",
    "titles",
    "transcript_notes",
]

T = TypeVar("T")

# UD tags that can carry a cue of each part of speech; `longest_cue` finds phrases.
_POS_OF_UPOS: Mapping[str, CuePos] = {"VERB": "verb", "AUX": "verb", "NOUN": "noun",
                                      "PROPN": "noun", "ADJ": "adj", "ADV": "adv", "ADP": "adp"}


def cues(pos: CuePos) -> Mapping[str, Cue]:
    """The cues of one part of speech by lemma; `phrase` holds those of mixed build.

    Verbs with a particle or preposition ("point out", "call for") are under `verb`.
    """
    return _cues_by_pos()[pos]


def cue(lemma: str, upos: str) -> Cue | None:
    """The cue that a token's lemma can be, given its universal tag.

    >>> cue("claim", "NOUN").category, cue("table", "NOUN")
    ('statement', None)
    """
    pos = _POS_OF_UPOS.get(upos)
    return cues(pos).get(fold(lemma)) if pos else None


def longest_cue(words: Sequence[tuple[str, str]]) -> Cue | None:
    """The longest cue of several words that a run of (form, lemma) pairs begins with.

    >>> found = longest_cue([("According", "accord"), ("to", "to"), ("her", "she")])
    >>> found.lemma
    'according to'
    """
    if len(words) < 2:
        return None
    longer = _longer_cues()
    candidates = [c for first in dict.fromkeys(map(fold, words[0]))
                  for c in longer.get(first, ())]
    fitting = [c for c in candidates if len(c.words) <= len(words)
               and all(map(_fits, c.words, words))]
    return max(fitting, key=lambda c: len(c.words), default=None)


def _fits(word: str, token: tuple[str, str]) -> bool:
    form, lemma = map(fold, token)
    if word == "one's":
        return form == "'s" or (form in pronouns() and "gen" in pronouns()[form].cases)
    return word in (form, lemma)


@cache
def _longer_cues() -> Mapping[str, tuple[Cue, ...]]:
    """Cues of several words by their first word."""
    found: dict[str, tuple[Cue, ...]] = {}
    for entry in (c for pos in get_args(CuePos) for c in cues(pos).values()):
        if len(entry.words) > 1:
            found[entry.words[0]] = (*found.get(entry.words[0], ()), entry)
    return found


@cache
def modals() -> Mapping[str, Modal]:
    """Modal verbs, phrases ("be expect to") and negators by their lemmas."""
    return _table("modality.tsv", entries.read_modal, lambda entry: fold(entry.lemma))


@cache
def titles() -> Mapping[str, Title]:
    """Titles by folded form: `titles()[fold("Lt. Gen.")]`."""
    return _table("titles.tsv", entries.read_title, lambda entry: fold(entry.form))


@cache
def roles() -> Mapping[str, Role]:
    """Role nouns by lemma."""
    return _table("roles.tsv", entries.read_role, lambda entry: fold(entry.lemma))


@cache
def anonymous() -> Mapping[str, Anonymous]:
    """Nouns of anonymous mentions by lemma."""
    return _table("anonymous.tsv", entries.read_anonymous, lambda entry: fold(entry.lemma))


@cache
def pronouns() -> Mapping[str, Pronoun]:
    """Pronouns by lower-case form."""
    return _table("pronouns.tsv", entries.read_pronoun, lambda entry: fold(entry.form))


@cache
def organisations() -> Mapping[str, Organisation]:
    """Words of the names of organisations, groups and places, by folded form."""
    return _table("organisations.tsv", entries.read_organisation, lambda entry: fold(entry.form))


@cache
def documents() -> Mapping[str, DocumentNoun]:
    """Nouns of what carries words, by lemma."""
    return _table("documents.tsv", entries.read_document, lambda entry: fold(entry.lemma))


@cache
def media() -> Mapping[str, Medium]:
    """Nouns of channels and occasions, by lemma."""
    return _table("media.tsv", entries.read_medium, lambda entry: fold(entry.lemma))


@cache
def press() -> Mapping[str, frozenset[PressUse]]:
    """How the names and nouns of the press show, by folded form."""
    pairs = _table("press.tsv", lambda row: (row["form"], entries.read_press(row)),
                   lambda pair: fold(pair[0]))
    return MappingProxyType({key: uses for key, (_, uses) in pairs.items()})


def is_press_name(name: str) -> bool:
    """Whether it is a paper's or an agency's name, such as *Reuters*."""
    return "name" in press().get(fold(name), ())


@cache
def talk(use: TalkUse) -> frozenset[str]:
    """The lemmas of one use that tell whose voice a text is."""
    pairs = _table("talk.tsv", lambda row: (row["lemma"], row.several("uses", TalkUse)),
                   lambda pair: fold(pair[0]))
    return frozenset(lemma for lemma, (_, uses) in pairs.items() if use in uses)


@cache
def body_nouns(use: BodyNounUse) -> frozenset[str]:
    """The nouns for bodies of one use."""
    pairs = _table("body_nouns.tsv", lambda row: (row["noun"], row.several("uses", BodyNounUse)),
                   lambda pair: fold(pair[0]))
    return frozenset(noun for noun, (_, uses) in pairs.items() if use in uses)


@cache
def relays() -> Mapping[str, RelayCue]:
    """Words that introduce who passed a quotation on, by their lemmas."""
    return _table("relays.tsv", entries.read_relay, lambda entry: fold(entry.lemmas))


@cache
def metonyms() -> Mapping[str, Metonym]:
    """Places that speak for a government or a body, by folded form without an article."""
    return _table("metonyms.tsv", entries.read_metonym, lambda entry: fold(entry.form))


@cache
def addressing() -> Mapping[str, bool]:
    """Verbs that speak to their object, by lemma; false where it may be what is wanted."""
    rows = _table("addressing.tsv", lambda row: (row["lemma"], row["object"] == "listener"),
                  lambda pair: fold(pair[0]))
    return MappingProxyType({lemma: listens for lemma, (_, listens) in rows.items()})


@cache
def idioms() -> frozenset[tuple[str, str]]:
    """Verbs with an object of which nothing is said, by lemmas."""
    return frozenset(pair for pair in _idioms() if pair[1] != "-")


@cache
def empty_phrases() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Phrases that say nothing, word by word in lower case, by each of their words."""
    phrases = [tuple(phrase.split()) for phrase, after in _idioms() if after == "-"]
    words = {word for phrase in phrases for word in phrase}
    return MappingProxyType({word: tuple(phrase for phrase in phrases if word in phrase)
                             for word in words})


@cache
def _idioms() -> tuple[tuple[str, str], ...]:
    pairs = _table("idioms.tsv", lambda row: (row["verb"], row["object"]), " ".join)
    return tuple(pairs.values())


@cache
def generic() -> frozenset[str]:
    """Words that as a subject name nobody in particular, in lower case."""
    return frozenset(_table("generic.tsv", lambda row: row["form"], lambda form: form))


@cache
def alarm_words() -> Mapping[str, AlarmWord]:
    """Negations, modals and the words of numbers by their form."""
    return _table("alarms.tsv", entries.read_alarm_word, lambda entry: entry.form)


@cache
def readings(kind: ReadingKind) -> Mapping[str, str]:
    """Words that tell how one beside them is read, by form; of a month its name.

    >>> readings("month")["sept"], "the" in readings("destination")
    ('september', True)
    """
    every = _table("readings.tsv", lambda row: (
        row["form"], row.choice("kind", ReadingKind), row["value"]), lambda r: f"{r[0]}/{r[1]}")
    return MappingProxyType({form: value for form, of, value in every.values() if of == kind})


@cache
def contractions() -> Mapping[str, tuple[str, ...]]:
    """Endings of contractions, and the words that each may stand for, the likeliest first."""
    return _contracted("ending")


@cache
def stems() -> Mapping[str, tuple[str, ...]]:
    """What is left of a word before *n't*, and the word."""
    return _contracted("stem")


def _contracted(kind: str) -> Mapping[str, tuple[str, ...]]:
    every = _table("contractions.tsv", lambda row: (
        row["form"], row.choice("kind", Literal["ending", "stem"]), row.several("words")),
        lambda r: r[0])
    return MappingProxyType({form: words for form, of, words in every.values() if of == kind})


@cache
def transcript_notes() -> frozenset[str]:
    """What transcripts note in round brackets, in lower case."""
    return frozenset(_table("notes.tsv", lambda row: row["form"], lambda form: form))


@cache
def light_words() -> frozenset[str]:
    """Words that any sentence may hold, in lower case."""
    return frozenset(_table("light_words.tsv", lambda row: row["form"], lambda form: form))


@cache
def groups() -> Mapping[str, Group]:
    """Nouns for several people, by lemma."""
    return _table("groups.tsv", entries.read_group, lambda entry: fold(entry.lemma))


@cache
def first_names() -> Mapping[str, Gender]:
    """First names that nearly always tell the bearer's gender, by folded form."""
    pairs = _table("first_names.tsv", lambda row: (row["name"], entries.read_gender(row)),
                   lambda pair: fold(pair[0]))
    return MappingProxyType({key: gender for key, (_, gender) in pairs.items() if gender})


@cache
def name_parts() -> Mapping[str, PartKind]:
    """Particles inside ("van", "al") and suffixes after ("Jr.") names, by folded form."""
    pairs = _table("name_parts.tsv", lambda row: (row["form"], entries.read_part(row)),
                   lambda pair: fold(pair[0]))
    return MappingProxyType({key: kind for key, (_, kind) in pairs.items()})


@cache
def nicknames() -> Mapping[str, frozenset[str]]:
    """The full first names that a short form can stand for, both folded."""
    pairs = _table("nicknames.tsv", lambda row: (row["nickname"], row.several("names")),
                   lambda pair: fold(pair[0]))
    return MappingProxyType({key: frozenset(map(fold, names))
                             for key, (_, names) in pairs.items()})


def _table(name: str, make: Callable[[Row], T], key: Callable[[T], str]) -> Mapping[str, T]:
    """One of the package's own lists, read-only."""
    text = (files("quotes.lexicon") / name).read_text("utf-8")
    return MappingProxyType(read_entries(text.split("\n"), f"lexicon/{name}", make, key))


@cache
def _cues_by_pos() -> Mapping[CuePos, Mapping[str, Cue]]:
    every = _table("cues.tsv", entries.read_cue, lambda c: f"{c.lemma}/{c.pos}").values()
    return {pos: MappingProxyType({c.lemma: c for c in every if c.pos == pos})
            for pos in get_args(CuePos)}
