"""Decides which uses of names in a document are the same entity.

Full names are settled first, in text order; then each single word finds the one full name that
it can be part of. Two people with one surname stay two, and a bare surname between them goes
to the one named just before, else to nobody: the use then keeps its candidates.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quotes import lexicon
from quotes.records import Kind
from quotes.speakers.bodies import BodyMatch, body_match, body_words, has_legal_form
from quotes.speakers.bodies import keys as body_keys
from quotes.speakers.initials import have_initials, is_initials
from quotes.speakers.names import (
    Match,
    key_words,
    listed_gender,
    match,
    misprinted,
    misspelt,
    nickname_words,
)
from quotes.speakers.uses import Use
from quotes.trees import Parse, Sentence

# A bare surname that two people bear means the one named in this many sentences before it, if
# the other was not: the span of a paragraph of news.
_NEAR_SENTENCES = 3
_TOPIC_LEAD = 3  # times as often as any other who bears it, the text names whom it is about
# Words from *whose* to the name of a relative: whose younger brother Neil Gray.
_LONGEST_KIN = 4
_MALE_FEMALE = ("m", "f")
# A word in more names (*Corp.*) tells no more whose a name may be: a document of nothing but firms
# would take a time that grows with the square of their number.
_CROWD = 200


@dataclass(eq=False)
class Entity:
    """One person, body or place of the document; grows while the document is read."""

    id: str
    kind: Kind
    forms: Counter[str] = field(default_factory=Counter)  # verbatim names without titles
    titles: dict[str, None] = field(default_factory=dict)  # used as an ordered set
    roles: dict[str, None] = field(default_factory=dict)
    role_heads: set[str] = field(default_factory=set)
    ages: set[str] = field(default_factory=set)
    affiliation: str | None = None
    gender: str | None = None
    uses: list[int] = field(default_factory=list)  # first tokens, ascending
    anonymous: bool = False
    anonymity_reason: str | None = None
    named: bool = True  # False where only descriptions are known

    @property
    def name(self) -> str:
        """The fullest form: most words; of two as long, the one used more, then the first.

        >>> Entity("e1", "person", Counter({"Baghdadi": 3, "Abu Bakr al-Baghdadi": 1})).name
        'Abu Bakr al-Baghdadi'
        """
        words = key_words if self.kind == "person" else body_words
        return max(self.forms, key=lambda form: (len(words(form)), self.forms[form]))


@dataclass(frozen=True, slots=True)
class Link:
    """What a use of a name stands for; several candidates, best first, where it is not clear."""

    candidates: tuple[Entity, ...]
    how: str  # full, partial, acronym, misprint, new, ambiguous

    @property
    def entity(self) -> Entity | None:
        return None if self.how == "ambiguous" else self.candidates[0]


@dataclass
class Register:
    """The entities of one document and the uses of their names."""

    parse: Parse
    entities: list[Entity]
    uses: list[Use]
    links: dict[int, Link]  # by the first token of a use
    _use_at: dict[int, Use]
    _bodies: dict[str, list[Entity]] = field(default_factory=lambda: defaultdict(list))
    _listed: int = 0  # entities that are in it

    def use_at(self, token: int) -> Use | None:
        return self._use_at.get(token)

    def link(self, use: Use) -> Link:
        return self.links[use.first]

    def is_person_at(self, token: int) -> bool:
        """Whether the token is in a name that is likeliest a person's."""
        use = self.use_at(token)
        return use is not None and self.link(use).candidates[0].kind == "person"

    def uses_in(self, sentence: Sentence) -> list[Use]:
        """The names used in a sentence, in text order."""
        return self.uses_between(sentence.first, sentence.last)

    def uses_between(self, first: int, last: int) -> list[Use]:
        """The names that begin at one of the tokens from one up to another."""
        place = bisect_left(self.uses, first, key=lambda use: use.first)
        return self.uses[place:bisect_left(self.uses, last, key=lambda use: use.first)]

    def bodies(self, word: str) -> list[Entity]:
        """Organisations with the word in their name, in the register's order."""
        for entity in self.entities[self._listed:]:
            if entity.kind == "organization":
                for part in dict.fromkeys(body_words(entity.name)):
                    self._bodies[part].append(entity)
        self._listed = len(self.entities)
        return self._bodies.get(word, [])

    def next_id(self) -> str:
        return entity_id(self.parse, len(self.entities) + 1)

    def new_entity(self, kind: Kind, name: str, token: int) -> Entity:
        """An entity that has no name: known by the words of a mention."""
        entity = Entity(self.next_id(), kind, Counter([name]), uses=[token],
                        named=False)
        self.entities.append(entity)
        return entity


def entity_id(parse: Parse, number: int) -> str:
    """An id within the document: *e3*, or *e3s2* in the second section of a very long one."""
    section = parse.place.section
    return f"e{number}s{section}" if section > 1 else f"e{number}"


def register(parse: Parse, uses: Sequence[Use]) -> Register:
    """Cluster the uses; entities are numbered in the order of their first use."""
    clusters = _Clusters(parse, settled_kinds(parse, uses), Counter(u.text for u in uses))
    people = [u for u in uses if clusters.kinds[u.text] == "person"]
    bodies = [u for u in uses if clusters.kinds[u.text] != "person"]
    for use in (u for u in people if len(key_words(u.text)) > 1):
        clusters.add_full(use)
    for use in (u for u in people if len(key_words(u.text)) <= 1):
        clusters.add_partial(use)
    for use in sorted(bodies, key=lambda u: (-_fullness(u), u.first)):
        clusters.add_body(use)
    return clusters.finish(uses)


def settled_kinds(parse: Parse, uses: Sequence[Use]) -> dict[str, Kind]:
    """One kind for each form: the recogniser's most frequent one; a title makes a person.

    A guess by form alone gives way to any type that the recogniser found for the form.
    """
    votes: dict[str, Counter[Kind]] = defaultdict(Counter)
    for use in uses:
        weight = 1 if use.guessed else 10
        votes[use.text][use.kind] += weight
        votes[use.text]["person"] += 15 * bool(use.titles) * (use.kind in ("person", "unknown"))
    kinds = {form: count.most_common(1)[0][0] for form, count in votes.items()}
    firms = {body_words(f)[0] for f, k in kinds.items()
             if k == "organization" and len(body_words(f)) > 1 and has_legal_form(f)}
    places = {use.text for use in uses if _is_whereabouts(parse, use)}
    surnames = {key_words(f)[-1] for f, k in kinds.items()
                if k == "person" and len(key_words(f)) > 1}
    titled = {use.text for use in uses if use.titles}
    for form, kind in kinds.items():
        words = key_words(form)
        if kind == "person" and len(words) == 1 and words[0] in firms - surnames \
                and form not in titled:
            kinds[form] = "organization"
            continue
        # Half of a person's name is often taken for a firm, or for a place that nothing is in.
        taken = kind in ("organization", "unknown") or (kind == "place" and form not in places)
        if taken and len(words) == 1 and words[0] in surnames \
                and not form.isupper():
            kinds[form] = "person"
    return kinds


def _is_whereabouts(parse: Parse, use: Use) -> bool:
    """Something is *in* or *from* it, or it is a part of a longer name or address; a subject after
    a comma (*in May, Paris left*) is none."""
    before = parse.tokens[use.first - 1] if use.first else None
    if before is None:
        return False
    subject = any(t.relation == "nsubj" for t in parse.tokens[use.first:use.last])
    return before.lower in ("in", "at", "from", "near", "of", "to") \
        or (before.text == "," and not subject)


def _fullness(use: Use) -> int:
    return len(body_words(use.text))


class _Clusters:
    """The state of clustering: entities, and an index from folded words to them."""

    def __init__(self, parse: Parse, kinds: dict[str, Kind], counts: Counter[str]) -> None:
        self.parse = parse
        self.kinds = kinds
        self.counts = counts
        self.found: list[Entity] = []
        self.links: dict[int, Link] = {}
        self.full: dict[str, Entity] = {}  # by form, of people
        self.people: dict[str, list[Entity]] = defaultdict(list)
        self.bodies: dict[str, list[Entity]] = defaultdict(list)
        self.mentioned: dict[int, dict[int, None]] = {}
        self.first: dict[int, int] = {}  # use of each entity, by its id()

    def add_full(self, use: Use) -> None:
        words = key_words(use.text)
        if use.text in self.full:
            self._join(use, [self.full[use.text]], "full")
            return
        # Two full names of one person share a word after the first.
        known = _distinct(e for word in words[1:] for e in _bearers(self.people, word))
        graded = [(grade, e) for e in known if (grade := _person_grade(use, e)) > Match.NONE]
        best = max((g for g, _ in graded), default=Match.NONE)
        top = [e for g, e in graded if g == best] or [
            e for e in known if any(misspelt(use.text, form) for form in e.forms)]
        # A form that fits two people (George Bush, after both of them) founds nobody new.
        self._join(use, top, "full" if top else "new")
        entity = self.links[use.first].entity
        if entity is not None:
            self.full[use.text] = entity
            _index(self.people, (*words, *nickname_words(use.text)), entity)

    def add_partial(self, use: Use) -> None:
        word = next(iter(key_words(use.text)), "")
        graded = [(grade, e) for e in self.people[word]
                  if (grade := _person_grade(use, e)) > Match.NONE and _gender_fits(use, e)]
        graded = [(g, e) for g, e in graded if not self._is_kin(use, e)]
        surnames = [e for g, e in graded if g >= Match.SURNAME]
        top = surnames or [e for _, e in graded]
        top = [e for e in top if _same_office(use, e)] or top
        if len(top) > 1:
            top = self._nearest(use, top)
        how = "partial" if top else "new"
        if not top and is_initials(use.text):
            top = [e for e in self.found if e.kind == "person" and have_initials(e.name, use.text)]
            how = "acronym" if top else how
        if not top:
            top = self._misprinted(use, word)
            how = "misprint" if top else how
        self._join(use, top, how)
        if not top:
            self.people[word].append(self.links[use.first].candidates[0])

    def _misprinted(self, use: Use, word: str) -> list[Entity]:
        """Whose surname a word is that stands there once only, with a letter wrong: somebody else
        would have been introduced by a first name."""
        if self.counts[use.text] > 1 or use.titles or word in lexicon.first_names():
            return []
        found = [e for e in self.found if e.kind == "person" and len(key_words(e.name)) > 1
                 and misprinted(word, key_words(e.name)[-1]) and min(e.uses) < use.first]
        return found if len(found) == 1 else []

    def _is_kin(self, use: Use, entity: Entity) -> bool:
        """Gray, *whose brother Neil Gray* died: the surname named first is not the brother."""
        tokens = self.parse.tokens
        first = self.first[id(entity)]
        if not use.first < first or tokens[first].sentence != tokens[use.first].sentence:
            return False
        between = tokens[use.last:first]
        return any(t.lower in ("whose", "his", "her") for t in between[-_LONGEST_KIN:])

    def add_body(self, use: Use) -> None:
        kind = self.kinds[use.text]
        known = _distinct(e for key in body_keys(use.text) for e in _bearers(self.bodies, key))
        graded = [(grade, e) for e in known
                  if (grade := _body_grade(use, kind, e)) > BodyMatch.NONE]
        best = max((g for g, _ in graded), default=BodyMatch.NONE)
        top = [e for g, e in graded if g == best]
        if len(top) > 1:
            top = self._nearest(use, top)
        if not top:
            top = self._only_bearer(use)
            best = BodyMatch.PART if top else best
        how = {BodyMatch.NONE: "new", BodyMatch.PART: "partial", BodyMatch.ACRONYM: "acronym",
               BodyMatch.ALIAS: "acronym", BodyMatch.SAME: "full"}[best]
        self._join(use, top, how)
        entity = self.links[use.first].entity
        if entity is not None:
            _index(self.bodies, body_keys(use.text), entity)

    def _only_bearer(self, use: Use) -> list[Entity]:
        """*The Church*, where one body of the document has that general word in its name."""
        words = body_words(use.text)
        if len(words) != 1 or words[0] not in lexicon.organisations():
            return []
        bearers = [e for e in self.bodies[words[0]]
                   if e.kind == "organization" and len(body_words(e.name)) > 1]
        return bearers if len(bearers) == 1 else []

    def _join(self, use: Use, entities: list[Entity], how: str) -> None:
        if len(entities) > 1:
            self.links[use.first] = Link(tuple(entities), "ambiguous")
            return
        entity = entities[0] if entities else Entity("", self.kinds[use.text])
        if not entities:
            self.found.append(entity)
        entity.forms[use.text] += 1
        entity.titles.update(dict.fromkeys(use.titles))
        entity.gender = entity.gender or _title_gender(use)
        self._note(use, entity)
        self.links[use.first] = Link((entity,), how)

    def _note(self, use: Use, entity: Entity) -> None:
        entity.uses.append(use.first)
        self.first[id(entity)] = min(use.first, self.first.get(id(entity), use.first))
        sentence = self.parse.tokens[use.first].sentence
        self.mentioned.setdefault(sentence, {})[id(entity)] = None

    def _nearest(self, use: Use, entities: list[Entity]) -> list[Entity]:
        """The only one of them named just before, unless another is the document's topic."""
        sentence = self.parse.tokens[use.first].sentence
        there = {i for back in range(_NEAR_SENTENCES + 1)
                 for i in self.mentioned.get(sentence - back, ())}
        near = [e for e in entities if id(e) in there]
        first, second = sorted((len(e.uses) for e in entities), reverse=True)[:2]
        if not near and first >= _TOPIC_LEAD * second:  # nobody near: whom the text is about
            near = [e for e in entities if len(e.uses) == first]
        return near if len(near) == 1 and len(near[0].uses) == first else entities

    def finish(self, uses: Sequence[Use]) -> Register:
        for entity in self.found:
            entity.uses.sort()
        self.found.sort(key=lambda e: e.uses[0])
        for number, entity in enumerate(self.found, 1):
            entity.id = entity_id(self.parse, number)
        at = {i: use for use in uses for i in range(use.first, use.last)}
        return Register(self.parse, self.found, list(uses), self.links, at)


def _bearers(index: dict[str, list[Entity]], key: str) -> list[Entity]:
    found = index.get(key, [])
    return found if len(found) <= _CROWD else []


def _index(index: dict[str, list[Entity]], keys: Iterable[str], entity: Entity) -> None:
    for key in dict.fromkeys(keys):
        if len(index[key]) <= _CROWD and entity not in index[key]:
            index[key].append(entity)


def _distinct(entities: Iterable[Entity]) -> list[Entity]:
    return list({id(e): e for e in entities}.values())


def _person_grade(use: Use, entity: Entity) -> Match:
    """The best agreement with a form; of full names, one contradiction parts them."""
    full = len(key_words(use.text)) > 1
    grades = [match(use.text, form) for form in entity.forms
              if not full or len(key_words(form)) > 1]
    return Match.NONE if full and min(grades) is Match.NONE else max(grades)


def _gender_fits(use: Use, entity: Entity) -> bool:
    """Mrs. Gray is not Bill Gray."""
    gender = _title_gender(use)
    known = entity.gender or listed_gender(entity.name)
    return gender is None or known is None or gender == known


def _same_office(use: Use, entity: Entity) -> bool:
    """*Sen.* Gray is the senator of the two."""
    own = {lexicon.fold(t) for t in use.titles if t and (
        known := lexicon.titles().get(lexicon.fold(t))) and known.kind != "honorific"}
    return not own.isdisjoint(map(lexicon.fold, entity.titles))


def _title_gender(use: Use) -> str | None:
    """What the titles tell: Mrs., King, Sister."""
    known = [lexicon.titles()[key].gender for title in use.titles
             if (key := lexicon.fold(title)) in lexicon.titles()]
    return next((g for g in known if g in _MALE_FEMALE), None)


def _body_grade(use: Use, kind: Kind, entity: Entity) -> BodyMatch:
    """A part of a name stands for it only among organisations: York is not New York."""
    if entity.kind == "person":
        return BodyMatch.NONE
    grade = max(body_match(use.text, form) for form in entity.forms)
    bodies = kind == entity.kind == "organization"
    if grade is BodyMatch.PART and not bodies:
        return BodyMatch.NONE
    same_sort = kind == entity.kind or "unknown" in (kind, entity.kind) \
        or {kind, entity.kind} <= {"organization", "group"}
    if grade is BodyMatch.ALIAS or use.text in entity.forms:
        return grade  # listed: the recogniser takes U.N. and Daesh for places
    alike = grade in (BodyMatch.SAME, BodyMatch.ACRONYM)
    return grade if (alike and same_sort) or bodies else BodyMatch.NONE
