"""Decides what is to be weighed about each entity that a pronoun might mean, and about nobody.

One small function a family of features; what they count for is learnt (`training/speakers`).
A feature that is not in the mapping is 0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quotes import lexicon
from quotes.speakers.entities import Entity, Register
from quotes.speakers.memory import Memory, Spoken
from quotes.speakers.mentions import is_definite, is_indefinite
from quotes.speakers.turns import agrees
from quotes.speakers.voices import Voices
from quotes.trees import Token

_SUBJECTS = frozenset({"nsubj", "csubj"})
_EMBEDDED = frozenset({"nmod", "compound", "amod", "flat", "acl"})
_ROLES = {"nsubj": "subject", "csubj": "subject", "obj": "object", "iobj": "object",
          "obl": "oblique", "vocative": "vocative", "dislocated": "dislocated"}
# These count for a pronoun that speaks apart from what they count for any.
_OF_SOURCES = ("nearest", "nearest_subject", "same_sentence", "one_back", "per_doubling",
               "parallel", "speaking")
_FARTHEST = 12


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a pronoun stands: its token, its attribution's own content, and who spoke."""

    token: int
    own_content: frozenset[int]
    last_speakers: tuple[tuple[int, Entity], ...]  # token and entity, latest first
    parent_speaker: Entity | None
    barred: tuple[Entity, ...]  # whoever cannot be meant: speaker of the enclosing quotation
    # for each gender, running counts of the sentences with a pronoun of it
    gendered: Mapping[str, list[int]] = field(default_factory=dict)
    contested: Entity | None = None  # whom the last speaker may be under another name
    asked: tuple[int, Entity] | None = None  # to whom the attribution before put a question
    inner: bool = False  # inside the reported words of somebody
    source: bool = False  # it is the speaker of an attribution


@dataclass(frozen=True, slots=True)
class Scene:
    """A pronoun's surroundings, read once for all its candidates; `spoken` is latest first."""

    register: Register
    voices: Voices
    memory: Memory
    setting: Setting
    spoken: Sequence[Spoken]
    gender: str | None

    @property
    def here(self) -> Token:
        return self.register.parse.tokens[self.setting.token]

    def paragraph(self, token: int) -> int:
        return self.register.parse.sentence_of(token).paragraph


def of_candidates(scene: Scene, last: Sequence[Spoken]) -> list[dict[str, float]]:
    """The features of each candidate, given where it was spoken of last, latest first."""
    first_subject = next((s for s in last if role(scene, s.head) == "subject"), None)
    opening, mine = _opening(scene), role(scene, scene.setting.token)
    found = []
    for rank, spoken in enumerate(last):
        features = {
            "nearest": float(rank == 0), "only": float(len(last) == 1),
            "nearest_subject": float(spoken is first_subject),
            "opens_paragraph": float(spoken.entity is opening),
            **_distance(scene, spoken), **_place(scene, spoken, mine), **_speech(scene, spoken),
            **_grammar(scene, spoken), **_standing(scene, spoken)}
        if scene.setting.source:
            features |= {f"source_{name}": features[name] for name in _OF_SOURCES}
        found.append({name: value for name, value in features.items() if value})
    return found


def of_nobody(scene: Scene, last: Sequence[Spoken]) -> dict[str, float]:
    """What speaks for it that the pronoun means nothing that was found."""
    parse, here = scene.register.parse, scene.here
    governor = parse.tokens[here.head] if here.head >= 0 else None
    clausal = governor is not None and any(
        c.relation in ("csubj", "ccomp", "xcomp", "advcl") for c in parse.children(governor.index))
    near = any(here.sentence - parse.tokens[s.token].sentence <= 1 for s in last)
    features = {
        "none": 1.0, "none_source": float(scene.setting.source),
        "none_quoted": float(scene.voices.quote_at(here.index) is not None),
        "none_far": float(not near), "none_expletive": float(here.relation == "expl"),
        "none_clausal": float(clausal and here.relation != "nmod"),
        "none_object": float(here.relation in ("obj", "iobj", "obl")),
        "none_owner": float(here.deprel == "nmod:poss"),
        "none_reported": float(scene.setting.inner)}
    return {name: value for name, value in features.items() if value}


def role(scene: Scene, head: int) -> str:
    """Subject, object, … of the word that the phrase hangs on; a joined one's is the first's."""
    tokens = scene.register.parse.tokens
    token = tokens[head]
    while token.relation == "conj" and token.head >= 0 and token.head < token.index:
        token = tokens[token.head]
    if token.deprel == "nmod:poss":
        return "owner"
    if token.deprel.endswith(":pass"):
        return "passive"
    return "embedded" if token.relation in _EMBEDDED else _ROLES.get(token.relation, "other")


def _distance(scene: Scene, spoken: Spoken) -> dict[str, float]:
    there = scene.register.parse.tokens[spoken.token]
    back = scene.here.sentence - there.sentence
    paragraphs = scene.paragraph(scene.here.index) - scene.paragraph(spoken.token)
    return {"same_sentence": float(back == 0), "one_back": float(back == 1),
            "two_back": float(back == 2),
            "per_sentence": float(min(_silence(scene, there), _FARTHEST)),
            "same_paragraph": float(paragraphs == 0), "last_paragraph": float(paragraphs == 1)}


def _silence(scene: Scene, there: Token) -> int:
    """Sentences between the two in which no pronoun of that gender kept anybody in mind."""
    counts = scene.setting.gendered.get(scene.gender or "")
    between = scene.here.sentence - there.sentence
    if counts is None or between < 2:
        return between
    return between - (counts[scene.here.sentence] - counts[there.sentence + 1])


def _place(scene: Scene, spoken: Spoken, mine: str) -> dict[str, float]:
    """How the entity was spoken of last: by what sort of word, in which part of the sentence."""
    part = role(scene, spoken.head)
    return {f"as_{part}": 1.0, "parallel": float(part == mine),
            "by_pronoun": float(spoken.how == "pronoun"), "by_noun": float(spoken.how == "noun"),
            "speaking": float(_is_speaking(scene, spoken, part)),
            **_noun(scene, spoken)}


def _noun(scene: Scene, spoken: Spoken) -> dict[str, float]:
    """A nurse, any nurse, my nurse: how a description that stands last presents somebody."""
    parse = scene.register.parse
    if spoken.how != "noun":
        return {}
    owned = parse.child(spoken.head, "nmod:poss") is not None
    return {"noun_definite": float(is_definite(parse, spoken.head)), "noun_owned": float(owned),
            "noun_indefinite": float(is_indefinite(parse, spoken.head))}


def _is_speaking(scene: Scene, spoken: Spoken, part: str) -> bool:
    """Subject of a verb of speech, or noun that one modifies: a recording of X *urging*."""
    parse = scene.register.parse
    token = parse.tokens[spoken.head]
    verbs = [c.lemma for c in parse.children(spoken.head, "acl")]
    if part == "subject" and token.head >= 0:
        verbs.append(parse.tokens[token.head].lemma)
    return any(lexicon.cue(lemma, "VERB") for lemma in verbs)


def _opening(scene: Scene) -> Entity | None:
    """The first one spoken of in the pronoun's own paragraph."""
    mine, first = scene.paragraph(scene.here.index), None
    for spoken in scene.spoken:
        if scene.paragraph(spoken.token) != mine:
            break
        first = spoken.entity
    return first


def _speech(scene: Scene, spoken: Spoken) -> dict[str, float]:
    """Whether the entity spoke, and how far back."""
    setting, entity = scene.setting, spoken.entity
    quote = scene.voices.quote_at
    found = {"parent_speaker": float(entity is setting.parent_speaker),
             "asked": float(setting.asked is not None and setting.asked[1] is entity),
             "other_voice": float(quote(spoken.token) != quote(setting.token)),
             "contested": float(entity is setting.contested),
             "took_over": float(_took_over(scene, spoken))}
    last = _last_speaker(scene, entity)
    if last is not None:
        found[last] = 1.0
    if setting.source:
        found.update({f"source_{name}": found[name] for name in (
            *((last,) if last else ()), "parent_speaker", "other_voice")})
    return found


def _last_speaker(scene: Scene, entity: Entity) -> str | None:
    """How far back the entity was the last to speak; None where somebody else was."""
    setting, parse = scene.setting, scene.register.parse
    if not setting.last_speakers or entity not in (setting.last_speakers[0][1],
                                                   setting.contested):
        return None
    if setting.asked is not None and setting.asked[1] is not entity \
            and parse.sentence_of(setting.asked[0]) == parse.sentence_of(setting.token):
        return None  # he asked the referee, and he said: nobody answers his own question
    back = scene.paragraph(setting.token) - scene.paragraph(setting.last_speakers[0][0])
    names = ("last_speaker_here", "last_speaker_before")
    return names[back] if 0 <= back < len(names) else "last_speaker_far"


def _took_over(scene: Scene, spoken: Spoken) -> bool:
    """The subject of a sentence of its own after the last speaker's, right before the pronoun's:
    *The mayor said so. Rosa Marin disagreed.*"""
    parse, setting = scene.register.parse, scene.setting
    if spoken.how != "name" or scene.gender is None or not setting.last_speakers \
            or setting.last_speakers[0][1] is spoken.entity \
            or not agrees(setting.last_speakers[0][1], scene.gender):
        return False
    head = parse.tokens[spoken.head]
    before, speaker = setting.last_speakers[0]
    sentences = [parse.tokens[i].sentence for i in (before, spoken.token, setting.token)]
    main = head.relation == "nsubj" and head.head >= 0 \
        and parse.tokens[head.head].relation == "root"
    return main and sentences[0] < sentences[1] == sentences[2] - 1 \
        and scene.voices.quote_at(spoken.token) is None \
        and not any(parse.tokens[u].sentence == sentences[1] for u in speaker.uses)


def _grammar(scene: Scene, spoken: Spoken) -> dict[str, float]:
    """What the pronoun's own clause tells: its other parts are seldom the same one."""
    parse, here = scene.register.parse, scene.here
    there = parse.tokens[spoken.head]
    reflexive = here.lower.endswith(("self", "selves"))
    beside = here.head == there.head >= 0 and here.deprel != "nmod:poss"
    above = set(parse.ancestors(here.index)) if here.sentence == there.sentence else set()
    owns = here.deprel == "nmod:poss"
    return {"same_clause": float(beside and not reflexive and there.relation != "dislocated"),
            "reflexive_subject": float(reflexive and beside),
            "inside_its_phrase": float(there.index in above),
            "owner_in_clause": float(owns and there.head in above and there.index not in above),
            "same_verb": float(_verb(scene, here) == _verb(scene, there) != "")}


def _verb(scene: Scene, token: Token) -> str:
    """The verb whose subject the word is."""
    subject = token.relation in _SUBJECTS and token.head >= 0
    return scene.register.parse.tokens[token.head].lemma.lower() if subject else ""


def _standing(scene: Scene, spoken: Spoken) -> dict[str, float]:
    """What the whole document tells of the entity."""
    entity = spoken.entity
    first = scene.paragraph(entity.uses[0]) if entity.uses else 0
    return {**_gender(scene, entity),
            "per_doubling": math.log2(1 + scene.memory.times(entity, scene.setting.token)),
            "unnamed": float(not entity.named), "in_lead": float(first <= 1 and entity.named),
            f"kind_{entity.kind}": 1.0}


def _gender(scene: Scene, entity: Entity) -> dict[str, float]:
    """Agreement that is known, and how the pronouns before took it."""
    if scene.gender is None:
        return {}
    other = "f" if scene.gender == "m" else "m"
    return {"gender_known": float(entity.gender == scene.gender),
            "gender_against": math.log2(1 + scene.memory.times_as(entity, other))}
