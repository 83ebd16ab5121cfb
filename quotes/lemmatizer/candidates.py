"""What a lemma may be: decides the candidates of a form, and the features that speak for each.

A change takes an ending off and puts another one on: "ies>y". A star takes off the second of two
equal letters too, so that "*ed>" makes *stop* of *stopped*. Training and inference both come here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

# Forms of one kind are made alike, whatever else their tags tell apart.
_KINDS = {"VBD": "ed", "VBN": "ed", "VBG": "ing", "VBZ": "s", "NNS": "s", "NNPS": "s",
          "JJR": "er", "RBR": "er", "JJS": "est", "RBS": "est"}
# The part of speech in which a lemma is known from other forms.
_PARTS = {"VB": "v", "MD": "v", "NN": "n", "JJ": "a", "RB": "a"}
_PARTS_OF_SPEECH = "vnap"
_VOWELS = frozenset("aeiou")
_LONGEST_ENDING = 5
UNCHANGED = ">"
CAPITALS = "capitals"  # lemmas that have some, of whatever part of speech


class Candidate(NamedTuple):
    """A lemma that a form may have: the change that gives it, and how its letters are written."""

    lemma: str
    change: str
    case: str  # l in small letters, k as in the form, t with a capital first


def part(xpos: str) -> str:
    """v, n, p (a name), a (adjective or adverb), or nothing.

    >>> part("VBD"), part("NNPS"), part("IN")
    ('v', 'p', '')
    """
    return "p" if xpos.startswith("NNP") else _PARTS.get(xpos[:2], "")


def change(form: str, lemma: str) -> str:
    """The change that makes a lemma of a form, both in small letters.

    >>> change("stopped", "stop"), change("parties", "party"), change("left", "leave")
    ('*ed>', 'ies>y', 'ft>ave')
    """
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    off, on = form[same:], lemma[same:]
    if not on and same > 1 and len(off) > 1 and off[0] == form[same - 1]:
        off = "*" + off[1:]
    return f"{off}>{on}"


def changed(form: str, how: str) -> str | None:
    """The form after a change; None where it lacks the ending or nothing would be left.

    >>> changed("quipped", "*ed>"), changed("seated", "*ed>"), changed("ed", "ed>")
    ('quip', None, None)
    """
    off, _, on = how.partition(">")
    if off.startswith("*"):
        off = off[1:]
        at = len(form) - len(off)
        if not form.endswith(off) or at < 3 or form[at - 1] != form[at - 2]:
            return None
        return form[:at - 1] + on
    if not form.endswith(off) or len(form) == len(off):
        return None
    return form[:len(form) - len(off)] + on


def written(form: str, low: str, case: str) -> str:
    """A lemma in small letters as `case` says: with the form's capitals, or a capital first."""
    if case == "l":
        return low
    if case == "t":
        return low[:1].upper() + low[1:]
    if form.isupper() and len(form) > 1:
        return low.upper()
    return "".join(b.upper() if a.isupper() else b for a, b in zip(form, low, strict=False)) \
        + low[len(form):]


def candidates(form: str, xpos: str, changes: Iterable[str]) -> list[Candidate]:
    """The lemmas that the changes allow, each as a form with capitals may be written.

    A verb has small letters only, in a headline too.
    """
    small = form.lower()
    if part(xpos) == "v":
        form = small
    found: list[Candidate] = []
    for how in changes:
        low = changed(small, how)
        if low is not None:
            found += _cased(form, small, low, how)
    return found


def _cased(form: str, small: str, low: str, how: str) -> list[Candidate]:
    if form == small or len(form) != len(small):
        return [Candidate(low, how, "l")]
    cases = {low: "l"}
    for case in "kt":
        cases.setdefault(written(form, low, case), case)
    return [Candidate(lemma, how, case) for lemma, case in cases.items()]


def features(form: str, xpos: str, one: Candidate,
             known: Mapping[str, frozenset[str]]) -> list[str]:
    """What speaks for or against a candidate; a weight belongs to each."""
    small = form.lower()
    kind, how = _KINDS.get(xpos, xpos), one.change
    low = one.lemma.lower()
    is_known = int(low in known.get(part(xpos), ()))
    elsewhere = int(any(low in known.get(name, ()) for name in _PARTS_OF_SPEECH
                        if name != part(xpos)))
    found = [f"a{xpos} {how}", f"k{kind} {is_known}", f"l{kind} {how} {is_known}",
             f"m{kind} {is_known}{elsewhere}", f"p{kind} {how} {outline(low)}"]
    edged = "^" + small
    found += [f"e{kind} {how} {edged[-size:]}" for size in range(1, 1 + _LONGEST_ENDING)]
    found += [f"c{part(xpos) or kind} {low[-size:]}" for size in (1, 2, 3, 4)]
    if form != small:
        found += _of_case(form, xpos, one, known)
    return found


def _of_case(form: str, xpos: str, one: Candidate,
             known: Mapping[str, frozenset[str]]) -> list[str]:
    shape = "A" if form.isupper() and len(form) > 1 else "T" if form[1:].islower() else "x"
    size = min(len(form), 6)
    seen = int(one.lemma in known.get(CAPITALS, ()))
    way = f"{one.case}{shape}"
    return [f"A{xpos} {way}", f"F{part(xpos)} {way}", f"B{xpos} {way}{size}",
            f"D{xpos} {way}{seen}", f"C{xpos} {way} {form[-3:].lower()}",
            f"E{xpos} {way} {form[-2:].lower()}"]


def outline(word: str) -> str:
    """The last four letters as vowels and consonants, and whether a vowel stands before them.

    >>> outline("quip"), outline("admit"), outline("agree")
    ('CVVC', '+CCVC', '+CCVV')
    """
    last = "".join("V" if letter in _VOWELS else "Y" if letter == "y" else "C"
                   for letter in word[-4:])
    return ("+" if any(letter in "aeiouy" for letter in word[:-4]) else "") + last
