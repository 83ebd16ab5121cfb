"""Decides which listed speakers go into a roster for a person to correct, and with which aliases.

Left out is whoever has no name that tells one from another. An alias links wherever it is
read, so a form goes in only if it is a whole name: no surname alone, no part of a body's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quotes.speaker_list.gathering import ListedSpeaker
from quotes.speakers.bodies import BodyMatch, body_match
from quotes.speakers.names import fold_word, key_words
from quotes.speakers.roster import RosterEntry
from quotes.speakers.roster.cells import clean

# The most frequent ones; those after them are chance finds of a few documents.
_MOST_ROLES = 8


def roster_entries(speakers: Iterable[ListedSpeaker]) -> Iterator[RosterEntry]:
    """An entry for each speaker whose name tells who it is, in the same order.

    The id is the link, where there is one, else made from the name; no two are the same.
    """
    certain = [s for s in speakers if not s.uncertain]
    taken = {s.link for s in certain if s.link is not None}
    for speaker in certain:
        id_ = speaker.link or _new_id(speaker.name, taken)
        taken.add(id_)
        roles = dict.fromkeys(map(clean, speaker.roles[:_MOST_ROLES]))
        yield RosterEntry(id_, clean(speaker.name), _aliases(speaker), speaker.kind,
                          tuple(role for role in roles if role))


def _aliases(speaker: ListedSpeaker) -> tuple[str, ...]:
    name = clean(speaker.name)
    forms = dict.fromkeys(map(clean, speaker.forms))
    return tuple(form for form in forms if form and form != name and _is_whole(form, speaker))


def _is_whole(form: str, speaker: ListedSpeaker) -> bool:
    if speaker.kind == "person":
        words = key_words(form)
        return len(words) > 1 and len(words[0]) > 1
    return body_match(form, speaker.name) >= BodyMatch.ACRONYM


def _new_id(name: str, taken: set[str]) -> str:
    """The name's letters, with a number where another speaker has them."""
    plain = "-".join(filter(None, (fold_word(word) for word in name.split()))) or "speaker"
    number, id_ = 1, plain
    while id_ in taken:
        number += 1
        id_ = f"{plain}-{number}"
    return id_
