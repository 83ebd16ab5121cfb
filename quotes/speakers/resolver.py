"""Decides, mention by mention, who the speaker of each attribution is.

Attributions are taken in text order, since a pronoun may continue the last speaker; one inside
a quotation first asks for the speaker of that quotation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from quotes import lexicon
from quotes.attribution.relation import Attribution
from quotes.records import Kind
from quotes.records import Resolution as How
from quotes.speakers.anonymous import is_unnamed, statements
from quotes.speakers.descriptions import clear_winner, described, weigh
from quotes.speakers.entities import Entity, Link, Register
from quotes.speakers.features import Setting
from quotes.speakers.floors import called_to
from quotes.speakers.genders import gendered_sentences, learn_genders
from quotes.speakers.joint import is_choice
from quotes.speakers.kinds import noun_kind, pronoun_kind
from quotes.speakers.labels import ANSWER, bare_label, titled, turn_of
from quotes.speakers.memory import Memory, nouns
from quotes.speakers.mentions import Mention, analyse, own_words
from quotes.speakers.narrators import narrators, pulled_of
from quotes.speakers.pronouns import Candidate, decide, rank, reasons, sort_of
from quotes.speakers.roles import learn_roles
from quotes.speakers.situations import anchor, situation, unattributed
from quotes.speakers.surety import CONFIDENCE
from quotes.speakers.topics import taken_up
from quotes.speakers.values import Resolution, ResolvedMember
from quotes.speakers.voices import Voices, reported
from quotes.speakers.weights import Weights, shipped

_MOST_ALTERNATIVES = 4
# A pronoun as sure as this tells the gender of whom it means, for the pronouns after it.
_LEARNT_GENDER = 0.75
# A pronoun or noun as sure as this has spoken of its likeliest candidate, for what follows.
_REMEMBERED = 0.4


class Resolver:
    """The state of one document's resolution."""

    def __init__(self, register: Register, voices: Voices, attributions: Sequence[Attribution],
                 author: str | None, weights: Weights | None = None) -> None:
        self.register = register
        self.parse = register.parse
        self.voices = voices
        self.attributions = attributions
        self.author = author
        self.weights = weights or shipped()
        learn_roles(register)
        learn_genders(register)
        self.narrators = narrators(register, voices, attributions)
        self.gendered = gendered_sentences(register)
        self.anonymity = list(statements(register.parse))
        self.anchors = [anchor(register.parse, a) for a in attributions]
        self.order = sorted(range(len(attributions)), key=lambda i: (self.anchors[i], i))
        self.reported = reported(register.parse, attributions)
        self.memory = Memory(register)
        self._nouns = nouns(register)
        self._waiting = unattributed(register.parse, self._nouns, attributions)
        self._done: dict[int, tuple[Resolution, Entity | None] | None] = {}
        self._open: set[int] = set()
        self._local: dict[tuple[int, ...], Entity] = {}
        for index in self.order:
            self._read_to(self.anchors[index])
            self._resolve(index)

    def speaker(self, index: int) -> Resolution | None:
        """Who the attribution's words are attributed to."""
        found = self._resolve(index)
        return found[0] if found else None

    def entity(self, index: int) -> Entity | None:
        found = self._resolve(index)
        return found[1] if found else None

    def known(self, index: int) -> Entity | None:
        """The same, where it is known already."""
        found = self._done.get(index)
        return found[1] if found else None

    def meant(self, mention: Mention, index: int) -> Entity | None:
        """Whom a participant of an attribution is."""
        return self._mention(mention, index)[1]

    def name_of(self, tokens: Sequence[int], index: int) -> tuple[str, Kind]:
        """Name and kind of another participant of an attribution: a relay, an addressee."""
        mention = analyse(self.register, tokens)
        if mention is None:
            return "", "unknown"
        found, _ = self._mention(mention, index)
        return found.name, found.kind

    def _resolve(self, index: int) -> tuple[Resolution, Entity | None] | None:
        if index in self._done:
            return self._done[index]
        if index in self._open:  # a quotation whose speaker is named only inside itself
            return None
        self._open.add(index)
        attribution = self.attributions[index]
        mention = analyse(self.register, attribution.source)
        found = None
        if mention:
            found = self._label(mention, attribution) or self._mention(mention, index)
        self._done[index] = None if found is None else (
            found[0].said_by(attribution.source).borrowed(attribution.source_rule), found[1])
        self._open.discard(index)
        return self._done[index]

    def _mention(self, mention: Mention, index: int) -> tuple[Resolution, Entity | None]:
        if mention.form == "pronoun":
            return self._pronoun(mention, index)
        if mention.form == "name":
            return self._name(mention)
        if mention.form == "joint":
            return self._joint(mention, index)
        if mention.form == "neither":
            return self._own_words(mention, "group", "unresolved", CONFIDENCE["own_words"],
                                   "said of neither"), None
        return self._description(mention)

    # --- names

    def _name(self, mention: Mention) -> tuple[Resolution, Entity | None]:
        assert mention.use is not None
        link = self.register.link(mention.use)
        entity = link.entity
        if entity is None:
            return self._ambiguous(mention, link), None
        how: How = "named"
        if link.how == "acronym":
            how = "acronym"
        elif link.how in ("partial", "misprint") and entity.name != mention.use.text:
            how = "partial_name"
        resolution = self._of_entity(mention, entity, how, CONFIDENCE[link.how],
                                     f"{_NAME_EVIDENCE[link.how]} {entity.id}")
        return resolution, entity

    def _ambiguous(self, mention: Mention, link: Link) -> Resolution:
        share = round(1 / len(link.candidates), 3)
        assert mention.use is not None
        return replace(
            self._own_words(mention, link.candidates[0].kind, "unresolved",
                            CONFIDENCE["of_several"],
                            f"{len(link.candidates)} bear the name"),
            name=mention.use.text, name_tokens=mention.name_tokens, titles=mention.use.titles,
            alternatives=tuple((e.name, share) for e in link.candidates[:_MOST_ALTERNATIVES]))

    # --- labels of a transcript

    def _label(self, mention: Mention,
               attribution: Attribution) -> tuple[Resolution, Entity | None] | None:
        """A title is its bearer; A is the guest where the document is known to be somebody's
        interview, else open."""
        office = titled(self.register, attribution)
        if office is not None:
            return self._of_entity(mention, office, "description", CONFIDENCE["described"],
                                   f"label with the title of {office.id}"), office
        label = bare_label(self.parse, attribution)
        if label is None:
            return None
        guest = self.narrators.guest if label == ANSWER else None
        if guest is not None:
            return self._of_entity(mention, guest, "description", CONFIDENCE["narrator"],
                                   f"label {label}; {self.narrators.how} {guest.id}"), guest
        return replace(self._own_words(mention, "unknown", "unresolved",
                                       CONFIDENCE["unresolved"], f"label {label}"),
                       name=label), None

    # --- joint speakers

    def _joint(self, mention: Mention, index: int) -> tuple[Resolution, Entity | None]:
        members = []
        for part in mention.parts:
            found, _ = self._mention(part, index)
            members.append((found, part))
        sure = min(m.confidence for m, _ in members)
        how: How = "named" if any(p.form == "name" for _, p in members) else "description"
        resolution = self._own_words(mention, "group", how, min(sure, CONFIDENCE["joint"]),
                                     f"{len(members)} joint speakers")
        if is_choice(self.parse, mention.tokens, [part.tokens for part in mention.parts]):
            share = round(1 / len(members), 3)
            return replace(resolution, resolution="unresolved",
                           confidence=CONFIDENCE["unresolved"], evidence="either of several",
                           alternatives=tuple((m.name, share) for m, _ in members)), None
        unnamed = all(m.anonymous for m, _ in members)
        return replace(resolution, anonymous=unnamed, members=tuple(
            ResolvedMember(m.name, m.kind, m.mention, m.entity) for m, _ in members)), None

    # --- descriptions

    def _description(self, mention: Mention) -> tuple[Resolution, Entity | None]:
        candidates, evidence = described(self.register, self.memory, mention)
        weighed = self.weighed(mention)
        best = clear_winner(weighed, self.weights)
        meant = candidates[0] if len(candidates) == 1 else best.entity if best else None
        if meant is not None:
            share = next((c.share for c in weighed if c.entity is meant), None)
            sure = self.weights.probability("noun", share) if share else CONFIDENCE["described"]
            told = evidence if meant in candidates else "; ".join(
                ("description", *reasons("noun", best.features if best else {}, self.weights)))
            return self._of_entity(mention, meant, "description", sure,
                                   f"{told} {meant.id}"), meant
        kind = noun_kind(self.parse, mention.head)
        entity = self._local_entity(mention, kind)
        how: How = "unresolved" if len(candidates) > 1 else "description"
        sure = CONFIDENCE["unresolved" if candidates else "own_words"]
        resolution = self._own_words(mention, kind, how, sure, "description")
        share = round(1 / max(1, len(candidates)), 3)
        return replace(
            resolution, entity=entity.id,
            anonymous=entity.anonymous, anonymity_reason=entity.anonymity_reason,
            alternatives=tuple((e.name, share) for e in candidates[:_MOST_ALTERNATIVES])), entity

    def _local_entity(self, mention: Mention, kind: Kind) -> Entity:
        """One entity for each description; *the official* goes on with *an official*."""
        known = self._local.get(mention.tokens)
        if known is not None:
            return known
        entity = self._nouns.get(mention.head)
        if entity is None:
            entity = self.register.new_entity(kind, own_words(self.parse, mention), mention.head)
        elif not entity.id:
            entity.forms = Counter([own_words(self.parse, mention)])
            self._adopt(entity)
        entity.anonymous = is_unnamed(self.parse, mention.head, kind)
        entity.anonymity_reason = self._reason(mention) if entity.anonymous else None
        self.memory.note(mention.head, entity, "noun")
        self._local[mention.tokens] = entity
        return entity

    def _reason(self, mention: Mention) -> str | None:
        """The reason stated in the mention's sentence, or of its noun elsewhere."""
        token = self.parse.tokens[mention.head]
        noun = token.lemma.lower()
        near = [a for a in self.anonymity
                if a.sentence == token.sentence and a.subject in (None, noun)]
        same = [a for a in self.anonymity if a.subject == noun]
        return next((a.reason for a in (*near, *same) if a.reason), None)

    # --- pronouns

    def _pronoun(self, mention: Mention, index: int) -> tuple[Resolution, Entity | None]:
        pronoun = lexicon.pronouns()[self.parse.tokens[mention.head].lower]
        if pronoun.person == 1:
            return self._first_person(mention, index, plural=pronoun.number == "plur")
        if pronoun.person == 2:
            return self._second_person(mention)
        form = self.parse.tokens[mention.head].lower
        sort = sort_of(form)
        named = taken_up(self.register, mention.head)
        if named is not None:
            self.memory.note(mention.head, named, "pronoun")
            return self._of_entity(mention, named, "pronoun", CONFIDENCE["taken_up"],
                                   f"{form}; takes up {named.id}"), named
        setting, candidates = self._weighed(mention.head, index)
        winner = decide(self.register, setting, candidates, self.weights)
        if sort is None or winner is None:
            return self._open_pronoun(mention, candidates), None
        best = candidates[0]
        self._adopt(winner)
        if best.share >= _LEARNT_GENDER and winner.kind == "person" and winner.gender is None:
            winner.gender = pronoun.gender
        told = "; ".join([form, *reasons(sort, best.features, self.weights), winner.id])
        resolution = self._of_entity(mention, winner, "pronoun",
                                     self.weights.probability(sort, best.share), told)
        return replace(resolution, alternatives=_alternatives(candidates[1:])), winner

    def _weighed(self, token: int, index: int | None) -> tuple[Setting, list[Candidate]]:
        """The candidates for a pronoun; the likeliest is remembered as spoken of."""
        setting = situation(self, token, index)
        candidates = self.ranked(setting)
        if candidates and candidates[0].share >= _REMEMBERED:
            self.memory.note(token, candidates[0].entity, "pronoun")
        return setting, candidates

    def ranked(self, setting: Setting) -> list[Candidate]:
        """The candidates for a pronoun, best first."""
        return rank(self.register, self.voices, self.memory, setting, self.weights)

    def _read_to(self, token: int) -> None:
        """Remember whom the pronouns and nouns mean that stand before it and speak nothing."""
        while self._waiting and self._waiting[-1] < token:
            here = self._waiting.pop()
            if here in self._nouns:
                self.memory.note(here, self._described(here), "noun")
            else:
                self._weighed(here, None)

    def weighed(self, mention: Mention) -> list[Candidate]:
        """The candidates for a description, best first."""
        return weigh(self.register, self.voices, self.memory, mention, self.weights)

    def _described(self, head: int) -> Entity:
        """Whom a noun means: likelier than not one with a name, else itself."""
        weighed = self.weighed(Mention(tuple(self.parse.subtree(head)), head, "description"))
        known = bool(weighed) and weighed[0].share >= _REMEMBERED
        return weighed[0].entity if known else self._nouns[head]

    def _adopt(self, entity: Entity) -> None:
        """Into the register with whoever was only described so far."""
        if not entity.id:
            entity.id = self.register.next_id()
            self.register.entities.append(entity)

    def _open_pronoun(self, mention: Mention, candidates: list[Candidate]) -> Resolution:
        form = self.parse.tokens[mention.head].lower
        resolution = self._own_words(mention, pronoun_kind(form), "unresolved",
                                     CONFIDENCE["open_pronoun"],
                                     f"{form}; {len(candidates)} candidates")
        return replace(resolution, alternatives=_alternatives(candidates))

    def _first_person(self, mention: Mention, index: int,
                      plural: bool) -> tuple[Resolution, Entity | None]:
        """I is whoever is quoted, else the author; we is open, the quoted being one of them."""
        quote = self.voices.quote_at(mention.head)
        if quote is None:
            quote = turn_of(self.attributions, index)
        outer = self._resolve(quote) if quote is not None and quote != index else None
        form = self.parse.tokens[mention.head].lower
        if outer and not plural:
            resolution, entity = outer
            how: How = "unresolved" if resolution.resolution == "unresolved" else "pronoun"
            return replace(
                resolution, mention=mention.tokens, name_tokens=(), resolution=how,
                confidence=resolution.confidence * CONFIDENCE["first_person"],
                evidence=f"{form} inside a quotation; {resolution.evidence}"), entity
        narrator = self._narrator(mention.head, quote)
        if narrator and not plural:
            return self._of_entity(mention, narrator, "pronoun", CONFIDENCE["narrator"],
                                   f"{form}; {self.narrators.how} {narrator.id}"), narrator
        if quote is None and self.author and not plural \
                and self.narrators.may_be_author(self.parse, mention.head):
            return replace(
                self._own_words(mention, "person", "pronoun", CONFIDENCE["author"],
                                f"{form} outside quotations: the document's author"),
                name=self.author), None
        open_one = self._open_pronoun(mention, [])
        if outer and outer[0].resolution != "unresolved":
            open_one = replace(open_one, alternatives=((outer[0].name, CONFIDENCE["one_of_us"]),))
        return open_one, None

    def _narrator(self, token: int, quote: int | None) -> Entity | None:
        """Who says I outside quotations, or in one of an interview that is the guest's."""
        if quote is None:
            return self.narrators.at(self.parse, token)
        return pulled_of(self.register, self.narrators, self.attributions[quote])

    def _second_person(self, mention: Mention) -> tuple[Resolution, Entity | None]:
        """You is whom the quotation is said to; in an interviewer's question, the guest."""
        quote = self.voices.quote_at(mention.head)
        asked = self.narrators.you_at(self.parse, mention.head) if quote is None else None
        if asked is not None:
            return self._of_entity(mention, asked, "pronoun", CONFIDENCE["narrator"],
                                   f"you; is asked {asked.id}"), asked
        called = called_to(self.register, self.voices, mention.head)
        if called is not None:
            return self._of_entity(mention, called, "pronoun", CONFIDENCE["narrator"],
                                   f"you; called by name {called.id}"), called
        tokens = self.attributions[quote].addressee if quote is not None else ()
        addressee = analyse(self.register, tokens) if tokens else None
        if addressee is None or addressee.form != "name":
            return self._open_pronoun(mention, []), None
        resolution, entity = self._name(addressee)
        how: How = "unresolved" if entity is None else "pronoun"
        return replace(resolution, mention=mention.tokens, name_tokens=(), resolution=how,
                       evidence=f"you: addressee; {resolution.evidence}"), entity

    # --- shared

    def _of_entity(self, mention: Mention, entity: Entity, how: How, sure: float,
                   evidence: str) -> Resolution:
        return Resolution(
            name=entity.name, kind=entity.kind, mention=mention.tokens, resolution=how,
            confidence=sure, name_tokens=mention.name_tokens, entity=entity.id,
            titles=tuple(entity.titles), roles=tuple(entity.roles),
            affiliation=entity.affiliation, anonymous=entity.anonymous,
            anonymity_reason=entity.anonymity_reason, evidence=evidence)

    def _own_words(self, mention: Mention, kind: Kind, how: How, sure: float,
                   evidence: str) -> Resolution:
        return Resolution(own_words(self.parse, mention), kind, mention.tokens, how, sure,
                          evidence=evidence)


_NAME_EVIDENCE = {"full": "name", "new": "name", "partial": "part of the name of",
                  "acronym": "acronym or alias of", "misprint": "one letter from the surname of"}


def _alternatives(candidates: Sequence[Candidate]) -> tuple[tuple[str, float], ...]:
    return tuple((c.entity.name, round(c.share, 3)) for c in candidates[:_MOST_ALTERNATIVES])
