"""Decides what each list tells of a word: the entries, and how a row becomes one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from quotes.lexicon.rows import Row

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
ModalKind = Literal["modal", "phrase", "aspect", "negator"]
TitleKind = Literal["honorific", "rank", "office", "religious", "academic", "noble"]
Gender = Literal["m", "f"]
Number = Literal["sing", "plur"]
Case = Literal["nom", "acc", "gen", "refl"]
EntityKind = Literal["person", "organization", "group", "place", "document"]
DocumentRelation = Literal["document", "recording"]
RelayRelation = Literal["relayed_by", "translated_by", "published_by", "document", "recording"]
MediumKind = Literal["medium", "occasion"]
PartKind = Literal["particle", "suffix"]
PressUse = Literal["name", "head", "noun"]
TalkUse = Literal["meeting", "speech", "delivering", "channel", "floor", "picture"]
BodyNounUse = Literal["any", "before"]
GroupKind = Literal["collective", "plural"]
AlarmWordKind = Literal["negation", "modal", "number", "ordinal", "scale", "amount", "unit",
                        "contraction", "ending", "prefix", "no prefix", "part"]
ReadingKind = Literal["month", "before month", "destination", "no count", "abbreviation",
                      "ordinal ending", "other clause", "subordinate", "denies nothing"]


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
    """Lemmas before, or of, who passes somebody's words on: "translation provide by"."""

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


@dataclass(frozen=True, slots=True)
class AlarmWord:
    """What a quotation must not change; two forms of one `value` are no change."""

    form: str
    kind: AlarmWordKind
    value: str


def read_cue(row: Row) -> Cue:
    """One row of cues.tsv."""
    return Cue(lemma=row["lemma"], pos=cast(CuePos, row.choice("pos", CuePos)),
               category=cast(Category, row.choice("category", Category)),
               frames=frozenset(cast(tuple[Frame, ...], row.several("frames", Frame))),
               traits=frozenset(cast(tuple[Trait, ...], row.several("traits", Trait))),
               prior=row.share("prior"), seen=row.count("seen"))


def read_gender(row: Row) -> Gender | None:
    return cast("Gender | None", row.optional("gender", Gender))


def read_modal(row: Row) -> Modal:
    return Modal(row["lemma"], cast(ModalKind, row.choice("kind", ModalKind)),
                 negates=row.choice("negates", Literal["yes", "no"]) == "yes")


def read_title(row: Row) -> Title:
    return Title(row["form"], cast(TitleKind, row.choice("kind", TitleKind)), read_gender(row))


def read_role(row: Row) -> Role:
    return Role(row["lemma"], read_gender(row))


def read_anonymous(row: Row) -> Anonymous:
    return Anonymous(row["lemma"], cast(EntityKind, row.choice("kind", EntityKind)))


def read_pronoun(row: Row) -> Pronoun:
    animate = row.optional("animate", Literal["yes", "no"])
    return Pronoun(row["form"], row.count("person"),
                   cast("Number | None", row.optional("number", Number)),
                   cast('Literal["m", "f", "n"] | None',
                        row.optional("gender", Literal["m", "f", "n"])),
                   frozenset(cast(tuple[Case, ...], row.several("case", Case))),
                   animate=None if animate is None else animate == "yes")


def read_organisation(row: Row) -> Organisation:
    return Organisation(row["form"], cast(EntityKind, row.choice("kind", EntityKind)))


def read_document(row: Row) -> DocumentNoun:
    return DocumentNoun(row["lemma"],
                        cast(DocumentRelation, row.choice("relation", DocumentRelation)))


def read_medium(row: Row) -> Medium:
    return Medium(row["lemma"], cast(MediumKind, row.choice("kind", MediumKind)))


def read_relay(row: Row) -> RelayCue:
    return RelayCue(row["lemmas"], cast(RelayRelation, row.choice("relation", RelayRelation)))


def read_metonym(row: Row) -> Metonym:
    return Metonym(row["form"], row["stands_for"])


def read_group(row: Row) -> Group:
    return Group(row["lemma"], cast(GroupKind, row.choice("kind", GroupKind)))


def read_part(row: Row) -> PartKind:
    """The kind of one row of name_parts.tsv."""
    return cast(PartKind, row.choice("kind", PartKind))


def read_press(row: Row) -> frozenset[PressUse]:
    """The uses of one row of press.tsv."""
    return frozenset(cast(tuple[PressUse, ...], row.several("uses", PressUse)))


def read_alarm_word(row: Row) -> AlarmWord:
    """One row of alarms.tsv."""
    return AlarmWord(row["form"], cast(AlarmWordKind, row.choice("kind", AlarmWordKind)),
                     row["value"])
