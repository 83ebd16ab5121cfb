"""What a roster is: the user's own list of people and bodies, each with an id.

Decides what an entry must have and when two rosters are the same one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass

import orjson

from quotes.errors import InputError
from quotes.records import Kind


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One person or body. `kind` is "unknown" where the roster doesn't say; all else is verbatim.

    `aliases` are names that mean this entry and nobody else of the roster: a single word in
    them is taken as a whole name.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: Kind = "unknown"
    roles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.id.strip() or not self.name.strip():
            raise InputError("a roster entry needs an id and a name")

    @property
    def forms(self) -> tuple[str, ...]:
        """All its names, each once."""
        return tuple(dict.fromkeys((self.name, *self.aliases)))


def checked(entries: Iterable[RosterEntry]) -> tuple[RosterEntry, ...]:
    """The entries by id. Raises InputError where two have one id."""
    found: dict[str, RosterEntry] = {}
    for entry in entries:
        if entry.id in found:
            raise InputError(f"two roster entries have the id {entry.id!r}: "
                             f"{found[entry.id].name!r} and {entry.name!r}; give each its own")
        found[entry.id] = entry
    return tuple(found[key] for key in sorted(found))


def digest(entries: Iterable[RosterEntry]) -> str:
    """The hash of what the entries say, whatever file and order they came in."""
    return hashlib.sha256(b"".join(orjson.dumps(astuple(e)) for e in entries)).hexdigest()
