"""Decides which entry of the roster a speaker is, and when that stays open.

A speaker is linked where its name is surely one entry's. Of several entries of the name, one is
taken only where the document's titles, roles and affiliation agree with it and have nothing in
common with any of the others; else nobody is, and all of them are alternatives. The speaker's
name stays the document's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from quotes import lexicon
from quotes.speakers.bodies import body_words
from quotes.speakers.names import fold_word
from quotes.speakers.roster.entries import RosterEntry, checked, digest
from quotes.speakers.roster.naming import Bearers, Names
from quotes.speakers.values import Resolution, Resolved, ResolvedMember

# More candidates than a person would look through; then only their number is told.
_MOST_SHOWN = 8
# The beginning of a longer word: Gen., Sen.; Lt. is no beginning.
_ABBREVIATION = re.compile(r"[^\W\d_]{3,}\.(?=\s|$)")


class Roster:
    """A user's list of people and bodies, with an index of their names.

    Raises InputError where two entries have one id.

    >>> roster = Roster([RosterEntry("Q1", "Ana Ruiz", kind="person")])
    >>> len(roster)
    1
    """

    def __init__(self, entries: Iterable[RosterEntry]) -> None:
        self.entries = checked(entries)
        self._names = Names(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def sha256(self) -> str:
        """Of what the entries say; the same for the same entries in any order and format."""
        return digest(self.entries)

    def link(self, resolved: Resolved) -> Resolved:
        """The same with its speaker, or each joint speaker, linked or with alternatives."""
        speaker = resolved.speaker
        if speaker is None or speaker.resolution == "unresolved" or speaker.anonymous:
            return resolved
        linked = self._members(speaker) if speaker.members else self._speaker(speaker)
        return replace(resolved, speaker=linked)

    def _speaker(self, speaker: Resolution) -> Resolution:
        bearers = self._names.bearers(speaker.name, speaker.kind)
        if not bearers.entries:
            return speaker
        said = _words((*speaker.titles, *speaker.roles, speaker.affiliation or ""))
        chosen = _chosen(bearers, said)
        if chosen is not None:
            why = "name" if len(bearers.entries) == 1 else f"name; role, among {_ids(bearers)}"
            return replace(speaker, link=chosen.id, roster=f"{chosen.id}: {why}")
        told = "several bear the name" if bearers.sure else "part of a name, perhaps of"
        return replace(speaker, alternatives=_alternatives(speaker, bearers),
                       roster=f"{told}: {_ids(bearers)}")

    def _members(self, speaker: Resolution) -> Resolution:
        """A joint speaker has no place for doubt: it is linked where its name is one entry's."""
        return replace(speaker, members=tuple(map(self._member, speaker.members)))

    def _member(self, member: ResolvedMember) -> ResolvedMember:
        bearers = self._names.bearers(member.name, member.kind) if member.entity else Bearers()
        only = bearers.entries[0] if bearers.sure and len(bearers.entries) == 1 else None
        return member if only is None else replace(member, link=only.id)


def _chosen(bearers: Bearers, said: frozenset[str]) -> RosterEntry | None:
    if not bearers.sure:
        return None
    if len(bearers.entries) == 1:
        return bearers.entries[0]
    agreeing = [e for e in bearers.entries if any(_agree(said, _words([r])) for r in e.roles)]
    others = [e for e in bearers.entries if e not in agreeing]
    if len(agreeing) == 1 and all(_excluded(said, entry) for entry in others):
        return agreeing[0]
    return None


def _agree(said: frozenset[str], role: frozenset[str]) -> bool:
    """All of the one's words are among the other's: a professor at Yale is none at Harvard."""
    if not said or not role:
        return False
    return all(_is_among(word, said) for word in role) or \
        all(_is_among(word, role) for word in said)


def _excluded(said: frozenset[str], entry: RosterEntry) -> bool:
    """Its roles are known, and none has a word of what the document says."""
    known = _words(entry.roles)
    return bool(known) and not any(_is_among(word, known) for word in said)


def _is_among(word: str, words: frozenset[str]) -> bool:
    """The word, or an abbreviation of it (*gen.* and *general*), is one of the words."""
    return word in words or any(
        short.endswith(".") and long.startswith(short[:-1])
        for other in words for short, long in ((word, other), (other, word)))


def _words(texts: Iterable[str]) -> frozenset[str]:
    """What texts say of somebody's office, folded; forms of address (Mr.) say nothing.

    >>> sorted(_words(["Gen.", "commander of the Harbour Command", "Mr."]))
    ['command', 'commander', 'gen.', 'harbour']
    """
    told = [text for text in texts if not _is_honorific(text)]
    short = {fold_word(w) for text in told for w in _ABBREVIATION.findall(text)}
    return frozenset(word + "." * (word in short) for text in told for word in body_words(text))


def _is_honorific(text: str) -> bool:
    title = lexicon.titles().get(lexicon.fold(text))
    return title is not None and title.kind == "honorific"


def _alternatives(speaker: Resolution, bearers: Bearers) -> tuple[tuple[str, float], ...]:
    """The entries as `name (id)`, before what the text itself leaves open.

    One share is left for a bearer of the name whom the roster doesn't know.
    """
    if len(bearers.entries) > _MOST_SHOWN:
        return speaker.alternatives
    share = speaker.confidence / (len(bearers.entries) + 1)
    ours = [(f"{entry.name} ({entry.id})", share) for entry in bearers.entries]
    return tuple(sorted((*ours, *speaker.alternatives), key=lambda a: -a[1]))


def _ids(bearers: Bearers) -> str:
    shown: Sequence[str] = [entry.id for entry in bearers.entries[:_MOST_SHOWN]]
    more = len(bearers.entries) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
