"""What single words and set phrases tell: the one reader of the lists in `lexicon/*.tsv`.

Decides nothing about a sentence; says which lemma can be a cue and of what category, which
word before a name is a title, which noun is a role, a document, a channel, a group. The lists
are data, each opening with why it exists and where its entries come from; this module checks
every row and refuses a file with a bad one, naming the line. Keys are folded (see `fold`), so
look up `fold(token.lemma)` or `fold("Lt. Gen.")`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, TypeVar, cast, get_args

from quotes.errors import LexiconError

# `records` stands above this level, so its categories and kinds are spelled again here; a test
# holds the two together.
Category = Literal["statement", "question", "order", "promise", "belief", "intention", "denial",
                   "document", "according_to", "other"]
CuePos = Literal["verb", "noun", "adj", "adv", "adp", "phrase"]
# The shapes of content that a cue takes: a clause (with or without "that", "whether"), an
# infinitive, a noun phrase ("supports the bill"), a clause that the cue only frames ("…, she
# says"), or words in marks and nothing else ("…", he smiled).
Frame = Literal["ccomp", "xcomp", "obj", "parataxis", "quote"]
Trait = Literal["negative", "factive"]
ModalKind = Literal["modal", "phrase", "negator"]
TitleKind = Literal["honorific", "rank", "office", "religious", "academic", "noble"]
Gender = Literal["m", "f"]
Number = Literal["sing", "plur"]
Case = Literal["nom", "acc", "gen", "refl"]
EntityKind = Literal["person", "organization", "group", "place", "document"]
DocumentRelation = Literal["document", "recording"]
RelayRelation = Literal["relayed_by", "translated_by", "published_by", "document", "recording"]
MediumKind = Literal["medium", "occasion"]
PartKind = Literal["particle", "suffix"]
GroupKind = Literal["collective", "plural"]

T = TypeVar("T")

# UD tags that can carry a cue of each part of speech; a phrase is looked up by its first lemma.
_POS_OF_UPOS: Mapping[str, CuePos] = {"VERB": "verb", "AUX": "verb", "NOUN": "noun",
                                      "PROPN": "noun", "ADJ": "adj", "ADV": "adv",
                                      "ADP": "adp"}


@dataclass(frozen=True, slots=True)
class Cue:
    """A lemma, or several, that can attribute words to somebody.

    `prior` is the share of its occurrences in running news text that are attribution cues,
    and `seen` the number of occurrences that this rests on (0: the mean of its class).
    """

    lemma: str
    pos: CuePos
    category: Category
    frames: frozenset[Frame]
    traits: frozenset[Trait]
    prior: float
    seen: int

    @property
    def negative(self) -> bool:
        """The word itself says no: deny, reject, doubt."""
        return "negative" in self.traits

    @property
    def factive(self) -> bool:
        """Its user takes the content for true: know, admit, reveal."""
        return "factive" in self.traits

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.lemma.split(" "))


@dataclass(frozen=True, slots=True)
class Modal:
    """A word or phrase that stands over a cue; `negates`: the cue did not take place."""

    lemma: str
    kind: ModalKind
    negates: bool


@dataclass(frozen=True, slots=True)
class Title:
    """Words that stand before a name: "Lt. Gen.", "President", "Sheikh"."""

    form: str
    kind: TitleKind
    gender: Gender | None


@dataclass(frozen=True, slots=True)
class Role:
    """The head of a description of a person: "spokesman", "chief executive"."""

    lemma: str
    gender: Gender | None


@dataclass(frozen=True, slots=True)
class Anonymous:
    """A noun that, without a name, leaves a speaker unnamed: "a source", "one resident"."""

    lemma: str
    kind: EntityKind


@dataclass(frozen=True, slots=True)
class Pronoun:
    """None stands for "doesn't tell": `you` has no number, `they` no gender."""

    form: str
    person: int
    number: Number | None
    gender: Literal["m", "f", "n"] | None
    cases: frozenset[Case]
    animate: bool | None


@dataclass(frozen=True, slots=True)
class Organisation:
    """A word at the head of a name, or in it, that tells what the name stands for."""

    form: str
    kind: EntityKind


@dataclass(frozen=True, slots=True)
class DocumentNoun:
    """A noun for what carries words; `relation` is that of such a source to a quotation."""

    lemma: str
    relation: DocumentRelation


@dataclass(frozen=True, slots=True)
class Medium:
    """A channel ("on Twitter", "by phone") or an occasion ("at a rally") of speaking."""

    lemma: str
    kind: MediumKind


@dataclass(frozen=True, slots=True)
class RelayCue:
    """Lemmas before the entity that passes somebody's words on: "translation provide by"."""

    lemmas: str
    relation: RelayRelation


@dataclass(frozen=True, slots=True)
class Metonym:
    """A place or building that speaks for those who govern or work there."""

    form: str
    stands_for: str


@dataclass(frozen=True, slots=True)
class Group:
    """A noun for several people: a collective ("family", it or they) or a plural ("troops")."""

    lemma: str
    kind: GroupKind


def fold(form: str) -> str:
    """The key of a word in the lists: lower case, plain apostrophes, no abbreviation dots.

    >>> fold("Lt. Gen."), fold("U.N."), fold("O\\u2019Neil")
    ('lt gen', 'un', "o'neil")
    """
    plain = form.replace("\u2019", "'").replace(".", "")
    return " ".join(plain.casefold().split())


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
    if not words:
        return None
    longer = _longer_cues()
    candidates = [c for first in {fold(w) for w in words[0]} for c in longer.get(first, ())]
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
    return _table("modality.tsv", _modal, lambda entry: entry.lemma)


@cache
def titles() -> Mapping[str, Title]:
    """Titles by folded form: `titles()[fold("Lt. Gen.")]`."""
    return _table("titles.tsv", _title, lambda entry: fold(entry.form))


@cache
def roles() -> Mapping[str, Role]:
    """Role nouns by lemma."""
    return _table("roles.tsv", _role, lambda entry: entry.lemma)


@cache
def anonymous() -> Mapping[str, Anonymous]:
    """Nouns of anonymous mentions by lemma."""
    return _table("anonymous.tsv", _anonymous, lambda entry: entry.lemma)


@cache
def pronouns() -> Mapping[str, Pronoun]:
    """Pronouns by lower-case form."""
    return _table("pronouns.tsv", _pronoun, lambda entry: entry.form)


@cache
def organisations() -> Mapping[str, Organisation]:
    """Words of the names of organisations, groups and places, by folded form."""
    return _table("organisations.tsv", _organisation, lambda entry: fold(entry.form))


@cache
def documents() -> Mapping[str, DocumentNoun]:
    """Nouns of what carries words, by lemma."""
    return _table("documents.tsv", _document, lambda entry: entry.lemma)


@cache
def media() -> Mapping[str, Medium]:
    """Nouns of channels and occasions, by lemma."""
    return _table("media.tsv", _medium, lambda entry: entry.lemma)


@cache
def relays() -> Mapping[str, RelayCue]:
    """Words that introduce who passed a quotation on, by their lemmas."""
    return _table("relays.tsv", _relay, lambda entry: entry.lemmas)


@cache
def metonyms() -> Mapping[str, Metonym]:
    """Places that speak for a government or a body, by folded form without an article."""
    return _table("metonyms.tsv", _metonym, lambda entry: fold(entry.form))


@cache
def groups() -> Mapping[str, Group]:
    """Nouns for several people, by lemma."""
    return _table("groups.tsv", _group, lambda entry: entry.lemma)


@cache
def first_names() -> Mapping[str, Gender]:
    """First names that nearly always tell the bearer's gender, by folded form."""
    pairs = _table("first_names.tsv", lambda row: (row["name"], _gender(row)), lambda e: fold(e[0]))
    return MappingProxyType({key: gender for key, (_, gender) in pairs.items() if gender})


@cache
def name_parts() -> Mapping[str, PartKind]:
    """Particles inside ("van", "al") and suffixes after ("Jr.") names, by folded form."""
    pairs = _table("name_parts.tsv",
                   lambda row: (row["form"], cast(PartKind, row.choice("kind", PartKind))),
                   lambda e: fold(e[0]))
    return MappingProxyType({key: kind for key, (_, kind) in pairs.items()})


@cache
def nicknames() -> Mapping[str, frozenset[str]]:
    """The full first names that a short form can stand for, both folded."""
    pairs = _table("nicknames.tsv", lambda row: (row["nickname"], row.several("names")),
                   lambda e: fold(e[0]))
    return MappingProxyType({key: frozenset(map(fold, names))
                             for key, (_, names) in pairs.items()})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list, by column; it can say where it stands when refused."""

    path: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def choice(self, column: str, allowed: object) -> str:
        """The cell, which must be one of a Literal's values."""
        return self._one_of(column, self.cells[column], allowed)

    def optional(self, column: str, allowed: object) -> str | None:
        """The same, or None for a dash."""
        return None if self.cells[column] == "-" else self.choice(column, allowed)

    def several(self, column: str, allowed: object = None) -> tuple[str, ...]:
        """The cell's values between commas; a dash for none."""
        values = tuple(v for v in self.cells[column].split(",") if v != "-")
        return values if allowed is None else tuple(
            self._one_of(column, value, allowed) for value in values)

    def share(self, column: str) -> float:
        try:
            value = float(self.cells[column])
        except ValueError:
            raise self.refuse(f"{column} {self.cells[column]!r} is no number") from None
        if not 0 <= value <= 1:
            raise self.refuse(f"{column} {value} is outside 0..1")
        return value

    def count(self, column: str) -> int:
        if not self.cells[column].isdecimal():
            raise self.refuse(f"{column} {self.cells[column]!r} is no whole number")
        return int(self.cells[column])

    def refuse(self, message: str) -> LexiconError:
        return LexiconError(message, path=self.path, line=self.line)

    def _one_of(self, column: str, value: str, allowed: object) -> str:
        if value not in get_args(allowed):
            raise self.refuse(f"{column} {value!r} is none of {', '.join(get_args(allowed))}")
        return value


def read_rows(lines: Iterable[str], path: str) -> Iterator[Row]:
    """Rows of a list: tabs between cells, the first line that is no comment is the header.

    Raises LexiconError where a row has too many or too few cells, or an empty one.
    """
    header: list[str] = []
    for number, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        if line.startswith("#") or not line.strip():
            continue
        if not header:
            header = cells
            continue
        row = Row(path, number, dict(zip(header, cells, strict=False)))
        if len(cells) != len(header) or not all(map(str.strip, cells)):
            raise row.refuse(f"needs {len(header)} cells, none empty ({', '.join(header)})")
        yield row


def read_entries(lines: Iterable[str], path: str, make: Callable[[Row], T],
                 key: Callable[[T], str]) -> dict[str, T]:
    """The entries of a list by key, in its order.

    Raises LexiconError for a row that `make` refuses or that repeats another's key.
    """
    entries: dict[str, T] = {}
    for row in read_rows(lines, path):
        entry = make(row)
        if entries.setdefault(key(entry), entry) is not entry:
            raise row.refuse(f"{key(entry)!r} is listed twice; keep one of the rows")
    return entries


def _table(name: str, make: Callable[[Row], T], key: Callable[[T], str]) -> Mapping[str, T]:
    """One of the package's own lists, read-only."""
    text = (files("quotes") / "lexicon" / name).read_text("utf-8")
    return MappingProxyType(read_entries(text.split("\n"), f"lexicon/{name}", make, key))


@cache
def _cues_by_pos() -> Mapping[CuePos, Mapping[str, Cue]]:
    every = _table("cues.tsv", read_cue, lambda c: f"{c.lemma}/{c.pos}").values()
    return {pos: MappingProxyType({c.lemma: c for c in every if c.pos == pos})
            for pos in get_args(CuePos)}


def read_cue(row: Row) -> Cue:
    """One row of cues.tsv."""
    return Cue(lemma=row["lemma"], pos=cast(CuePos, row.choice("pos", CuePos)),
               category=cast(Category, row.choice("category", Category)),
               frames=frozenset(cast(tuple[Frame, ...], row.several("frames", Frame))),
               traits=frozenset(cast(tuple[Trait, ...], row.several("traits", Trait))),
               prior=row.share("prior"), seen=row.count("seen"))


def _gender(row: Row) -> Gender | None:
    return cast("Gender | None", row.optional("gender", Gender))


def _modal(row: Row) -> Modal:
    return Modal(row["lemma"], cast(ModalKind, row.choice("kind", ModalKind)),
                 negates=row.choice("negates", Literal["yes", "no"]) == "yes")


def _title(row: Row) -> Title:
    return Title(row["form"], cast(TitleKind, row.choice("kind", TitleKind)), _gender(row))


def _role(row: Row) -> Role:
    return Role(row["lemma"], _gender(row))


def _anonymous(row: Row) -> Anonymous:
    return Anonymous(row["lemma"], cast(EntityKind, row.choice("kind", EntityKind)))


def _pronoun(row: Row) -> Pronoun:
    animate = row.optional("animate", Literal["yes", "no"])
    return Pronoun(row["form"], row.count("person"),
                   cast("Number | None", row.optional("number", Number)),
                   cast('Literal["m", "f", "n"] | None',
                        row.optional("gender", Literal["m", "f", "n"])),
                   frozenset(cast(tuple[Case, ...], row.several("case", Case))),
                   animate=None if animate is None else animate == "yes")


def _organisation(row: Row) -> Organisation:
    return Organisation(row["form"], cast(EntityKind, row.choice("kind", EntityKind)))


def _document(row: Row) -> DocumentNoun:
    return DocumentNoun(row["lemma"],
                        cast(DocumentRelation, row.choice("relation", DocumentRelation)))


def _medium(row: Row) -> Medium:
    return Medium(row["lemma"], cast(MediumKind, row.choice("kind", MediumKind)))


def _relay(row: Row) -> RelayCue:
    return RelayCue(row["lemmas"], cast(RelayRelation, row.choice("relation", RelayRelation)))


def _metonym(row: Row) -> Metonym:
    return Metonym(row["form"], row["stands_for"])


def _group(row: Row) -> Group:
    return Group(row["lemma"], cast(GroupKind, row.choice("kind", GroupKind)))
