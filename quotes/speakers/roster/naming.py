"""Decides which entries of a roster may bear a name, by index.

A name is *sure* for an entry where it is one of the entry's names, written out: the same when
folded, or first and last word the same with middle names or short first names apart. A surname
alone, an initial for a first name, an acronym or a part of a body's name that the roster
doesn't list is *loose*: it names candidates and never links.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from quotes import lexicon
from quotes.records import Kind
from quotes.speakers.bodies import BodyMatch, body_match, body_words
from quotes.speakers.bodies import keys as body_keys
from quotes.speakers.names import Match, key_words, match
from quotes.speakers.roster.entries import RosterEntry

# More names than these share a word like *National*, or a surname in a large roster: then the word
# alone tells nothing, and comparing all of them costs milliseconds.
_MOST_SHARING = 500
_ALIKE: dict[Kind, frozenset[Kind]] = {
    "organization": frozenset({"organization", "group", "unknown"}),
    "group": frozenset({"organization", "group", "unknown"}),
    "place": frozenset({"place", "unknown"}), "document": frozenset({"document", "unknown"})}

Form = tuple[str, int]  # a name, and the place of the entry that bears it


@dataclass(frozen=True, slots=True)
class Bearers:
    """Entries that may bear a name; those that bear it loosely only where none does surely."""

    entries: tuple[RosterEntry, ...] = ()
    sure: bool = False


class Names:
    """The index of a roster's names: of people by word, of bodies by all and by single words."""

    def __init__(self, entries: Sequence[RosterEntry]) -> None:
        self._entries = entries
        self._single: dict[str, list[Form]] = defaultdict(list)
        self._people: dict[str, list[Form]] = defaultdict(list)
        self._first: dict[str, list[Form]] = defaultdict(list)
        self._bodies: dict[str, list[Form]] = defaultdict(list)
        self._parts: dict[str, list[Form]] = defaultdict(list)
        for place, entry in enumerate(entries):
            for form in entry.forms:
                if entry.kind in ("person", "unknown"):
                    self._add_person(form, place)
                if entry.kind != "person":
                    self._add_body(form, place)
        self._by_first = {word: _grouped(forms) for word, forms in self._people.items()
                          if len(forms) > _MOST_SHARING}

    def _add_person(self, form: str, place: int) -> None:
        words = key_words(form)
        if len(words) == 1:
            self._single[words[0]].append((form, place))
        for word in dict.fromkeys(words[1:]):
            self._people[word].append((form, place))
        if len(words) > 1:
            self._first[words[0]].append((form, place))

    def _add_body(self, form: str, place: int) -> None:
        keys = dict.fromkeys(body_keys(form))
        for key in _whole_keys(form, keys):
            self._bodies[key].append((form, place))
        for key in keys:
            self._parts[key].append((form, place))

    def bearers(self, name: str, kind: Kind) -> Bearers:
        """Who of the roster may be meant by a name of such a kind, in the order of ids."""
        people = self._person(name) if kind in ("person", "unknown") else {}
        bodies = self._body(name, kind) if kind != "person" else {}
        graded = {**people, **bodies}
        sure = sorted(place for place, is_sure in graded.items() if is_sure)
        chosen = sure or sorted(graded)
        return Bearers(tuple(self._entries[place] for place in chosen), bool(sure))

    # --- people

    def _person(self, name: str) -> dict[int, bool]:
        """Entries by place, and whether the name is surely one of theirs."""
        words = key_words(name)
        if not words:  # a name that was blacked out: "Mr. ____"
            return {}
        return self._single_word(name, words[0]) if len(words) == 1 else self._full(name, words)

    def _single_word(self, name: str, word: str) -> dict[int, bool]:
        """Whose listed name it is, else whose surname, else whose first name.

        Of a surname that very many bear nobody is named, nor whoever has it as a first name.
        """
        listed = [place for form, place in self._single.get(word, ())
                  if match(name, form) is Match.SAME]
        if listed:
            return dict.fromkeys(listed, True)
        shared = () if len(self._people.get(word, ())) > _MOST_SHARING else (
            *self._people.get(word, ()), *self._few(self._first, word))
        graded = [(match(name, form), place) for form, place in shared]
        best = max((grade for grade, _ in graded), default=Match.NONE)
        return {place: False for grade, place in graded if grade is best is not Match.NONE}

    def _full(self, name: str, words: Sequence[str]) -> dict[int, bool]:
        """Only full names are compared: an alias *Gray* does not contradict Ann Gray.

        Two that agree share a word after the first, also where the family name stands first.
        """
        telling = [word for word in words[:-1] if len(word) > 1]  # very many share an initial
        shared = dict.fromkeys(form for word in (*telling, words[-1])
                               for form in self._sharing(word, words))
        graded = [(match(name, form), form, place) for form, place in shared]
        exact = any(grade is Match.SAME for grade, *_ in graded)
        found: dict[int, bool] = {}
        for grade, form, place in graded:
            as_good = _is_rival if exact else _agree
            if grade is Match.SAME or as_good(words, key_words(form), grade):
                found[place] = True
            elif grade is not Match.NONE:
                found.setdefault(place, False)
        return found

    def _sharing(self, word: str, words: Sequence[str]) -> Iterable[Form]:
        """Full names with the word; of a very common one, those whose first words fit as well."""
        groups = self._by_first.get(word)
        if groups is None:
            return self._people.get(word, ())
        first = words[0]
        fitting = {*words, *_short_forms().get(first, ()), first[0]}
        if _is_initial(first):
            fitting.update(other for other in groups if other.startswith(first))
        return (form for other in sorted(fitting) for form in groups.get(other, ()))

    def _few(self, index: dict[str, list[Form]], key: str) -> Sequence[Form]:
        forms = index.get(key, ())
        return forms if len(forms) <= _MOST_SHARING else ()

    # --- bodies

    def _body(self, name: str, kind: Kind) -> dict[int, bool]:
        keys = dict.fromkeys(body_keys(name))
        same = {form for key in _whole_keys(name, keys) for form in self._bodies.get(key, ())}
        whole = {place: True for form, place in self._alike(same, kind)
                 if body_match(name, form) >= BodyMatch.ALIAS}
        if whole:
            return whole
        shared = {form for key in keys for form in self._few(self._parts, key)}
        return {place: False for form, place in self._alike(shared, kind)
                if body_match(name, form) is not BodyMatch.NONE}

    def _alike(self, forms: Iterable[Form], kind: Kind) -> Iterator[Form]:
        kinds = _ALIKE.get(kind)
        return (f for f in forms if kinds is None or self._entries[f[1]].kind in kinds)


def _grouped(forms: Iterable[Form]) -> dict[str, list[Form]]:
    """Names by their first words."""
    groups: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        groups[key_words(form[0])[0]].append(form)
    return groups


@cache
def _short_forms() -> Mapping[str, frozenset[str]]:
    """Each first name with those that are it in short, or in full: Bill and William."""
    found: dict[str, set[str]] = defaultdict(set)
    for short, names in lexicon.nicknames().items():
        for name in names:
            found[short].add(name)
            found[name].add(short)
    return {name: frozenset(others) for name, others in found.items()}


def _whole_keys(name: str, keys: Iterable[str]) -> tuple[str, ...]:
    """What bodies of the same name share: their words in any order, or a common alias."""
    words = " ".join(sorted(body_words(name)))
    aliases = [key for key in keys if key.startswith("=")]
    return tuple(dict.fromkeys([words, *aliases])) if words else ()


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isascii()


def _agree(name: Sequence[str], form: Sequence[str], grade: Match) -> bool:
    """Both full names written out: neither begins with an initial, and they end alike."""
    return (grade is Match.FULL and min(len(name), len(form)) > 1
            and not _is_initial(name[0]) and not _is_initial(form[0])
            and (name[-1] == form[-1] or sorted(name) == sorted(form)))


def _is_rival(name: Sequence[str], form: Sequence[str], grade: Match) -> bool:
    """Beside an entry of exactly this name: one whose fuller name can be cut to it.

    Mike Smith and Michael Smith, both in the roster, are told apart by their names there;
    John Smith is not told from John Paul Smith, nor J. Smith from John Smith.
    """
    return grade is Match.FULL and (len(form) > len(name) or _is_initial(name[0]))

