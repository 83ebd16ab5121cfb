"""Decides when a change of wording touches a word that it must not touch.

Guarded words are compared where the texts differ, an ellipsis and brackets included: what an
editor leaves out openly can still turn the sense. Numbers are compared everywhere, since a minus
sign is no word. The same words in another place count as dropped here and added there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, get_args

from quotes import lexicon
from quotes.records import AlarmKind
from quotes.verify.grading import Segment
from quotes.verify.guarded import WOULD_OR_HAD, Guarded, Stretch, guarded, name_key
from quotes.verify.keys import match_key

_SHORTEST_ROOT = 4  # letters of a word that a prefix negates; "in" + "to" is none
_ONE = "one"
_CHANGED = frozenset({"altered", "skipped", "bracketed"})


class Raised(NamedTuple):
    """An alarm; ranges of words of the source's stretch and of the quotation's."""

    kind: AlarmKind
    source: tuple[tuple[int, int], ...]
    quotation: tuple[tuple[int, int], ...]


class _Group(NamedTuple):
    """Segments that guarded words hold together, and these words on both sides."""

    segments: tuple[Segment, ...]
    source: list[Guarded]
    quotation: list[Guarded]


def alarms(segments: Sequence[Segment], source: Stretch, quotation: Stretch,
           is_known: Callable[[str], bool]) -> list[Raised]:
    """All alarms; the segments' source ranges count the words of the source's stretch.

    `is_known`: whether a word stands anywhere in the sources.
    """
    found = []
    for group in _groups(segments, guarded(source), guarded(quotation)):
        changed = any(segment.kind in _CHANGED for segment in group.segments)
        for kind in get_args(AlarmKind):
            raised = _name(group, source, quotation, is_known) if kind == "name" \
                else _closed(group, kind, source, quotation)
            if (changed or kind == "number") and raised is not None:
                found.append(raised)
        found += _prefixes(group, source, quotation)
    return found


def _groups(segments: Sequence[Segment], source: Sequence[Guarded],
            quotation: Sequence[Guarded]) -> Iterator[_Group]:
    """Segments in order, those together that a guarded word (five million) lies in."""
    holders = [_holding([s.source for s in segments], g) for g in source]
    holders_here = [_holding([s.words for s in segments], g) for g in quotation]
    end = 0
    for at in range(len(segments)):
        if at < end:
            continue
        end = at + 1
        while (further := max([end, *(h[1] for h in [*holders, *holders_here]
                                      if h[0] < end <= h[1] and h[0] >= at)])) > end:
            end = further
        inside = range(at, end)
        yield _Group(tuple(segments[at:end]),
                     [g for g, h in zip(source, holders, strict=True) if h[0] in inside],
                     [g for g, h in zip(quotation, holders_here, strict=True) if h[0] in inside])


def _holding(ranges: Sequence[tuple[int, int]], word: Guarded) -> tuple[int, int]:
    """The segments, half-open, that share a word with a guarded one."""
    held = [at for at, (first, last) in enumerate(ranges)
            if first < word.last and word.first < last]
    return (held[0], held[-1] + 1) if held else (-1, -1)


def _closed(group: _Group, kind: AlarmKind, source: Stretch, quotation: Stretch
            ) -> Raised | None:
    """Words of a closed class: what one side has more often than the other."""
    there = [g for g in group.source if g.kind == kind]
    here = [g for g in group.quotation if g.kind == kind]
    lost, gained = _more(there, here), _more(here, there)
    if kind == "modal":
        lost, gained = _without_short_forms(lost, gained)
    if kind == "number":  # what stands before *one* tells whether it counts
        lost = [g for g in lost if not (_is_one(g, source) and _has_one(
            quotation, [s.words for s in group.segments]))]
        gained = [g for g in gained if not (_is_one(g, quotation) and _has_one(
            source, [s.source for s in group.segments]))]
    return _raised(kind, lost, gained)


def _is_one(word: Guarded, stretch: Stretch) -> bool:
    return word.last - word.first == 1 and stretch.words[word.first].key == _ONE


def _has_one(stretch: Stretch, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(stretch.words[at].key == _ONE for words in ranges for at in range(*words))


def _more(one: Sequence[Guarded], other: Sequence[Guarded]) -> list[Guarded]:
    left = Counter(g.value for g in other)
    more = []
    for word in one:
        if left[word.value]:
            left[word.value] -= 1
        else:
            more.append(word)
    return more


def _without_short_forms(lost: list[Guarded], gained: list[Guarded]
                         ) -> tuple[list[Guarded], list[Guarded]]:
    """*He'd* for *he would*, and for *he had*, which is no modal."""
    def rest(one: list[Guarded], other: list[Guarded]) -> list[Guarded]:
        shorts = sum(g.value == WOULD_OR_HAD for g in other)
        kept = []
        for word in one:
            if word.value in lexicon.contractions()[WOULD_OR_HAD] and shorts:
                shorts -= 1
            elif word.value != WOULD_OR_HAD:
                kept.append(word)
        return kept

    return rest(lost, gained), rest(gained, lost)


def _name(group: _Group, source: Stretch, quotation: Stretch, is_known: Callable[[str], bool]
          ) -> Raised | None:
    """Names whose words the other side has not, however they are capitalised there.

    Brackets may say who is meant, with a name that the source gives elsewhere.
    """
    here = {name_key(quotation.words[at].key) for s in group.segments for at in range(*s.words)}
    there = {name_key(source.words[at].key) for s in group.segments for at in range(*s.source)}
    lost = [g for g in group.source if g.kind == "name" and g.value not in here]
    explains = all(segment.kind != "altered" for segment in group.segments)
    gained = [g for g in group.quotation if g.kind == "name" and g.value not in there
              and not (explains and is_known(g.value))]
    return _raised("name", lost, gained)


def _raised(kind: AlarmKind, lost: Sequence[Guarded], gained: Sequence[Guarded]) -> Raised | None:
    if not lost and not gained:
        return None
    return Raised(kind, tuple((g.first, g.last) for g in lost),
                  tuple((g.first, g.last) for g in gained))


def _prefixes(group: _Group, source: Stretch, quotation: Stretch) -> Iterator[Raised]:
    """Possible for impossible: one side has the word, the other its negation."""
    if all(segment.kind not in ("altered", "bracketed") for segment in group.segments):
        return
    here, there = ({match_key(side.words[at].key): at for words in ranges for at in range(*words)}
                   for side, ranges in ((quotation, [s.words for s in group.segments]),
                                        (source, [s.source for s in group.segments])))
    for form, at in there.items():
        for other, place in here.items():
            if negates(form, other) or negates(other, form):
                yield Raised("negation", ((at, at + 1),), ((place, place + 1),))


def negates(form: str, root: str) -> bool:
    """Whether one word is the other with a negative prefix.

    >>> negates("impossible", "possible"), negates("instance", "stance"), negates("into", "to")
    (True, False, False)
    """
    listed = lexicon.alarm_words()
    prefix = listed.get(form.removesuffix(root)) if form.endswith(root) and form != root else None
    known = listed.get(form)
    return (prefix is not None and prefix.kind == "prefix" and len(root) >= _SHORTEST_ROOT
            and (known is None or known.kind != "no prefix"))
