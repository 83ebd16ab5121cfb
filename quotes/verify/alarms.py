"""Decides when a change of wording touches a word that it must not touch.

Guarded words are compared where the texts differ, an ellipsis and brackets included: what an
editor leaves out openly can still turn the sense. Numbers are compared everywhere, since a minus
sign is no word. The same words in another place count as dropped here and added there. *Impossible*
is *not possible*; and an ellipsis that takes from a negation what it negated changes it as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple, get_args

from quotes import lexicon
from quotes.records import AlarmKind
from quotes.verify.grading import Segment
from quotes.verify.guarded import (
    WOULD_OR_HAD,
    Guarded,
    Stretch,
    expanded,
    guarded,
    guarded_numbers,
    is_negation,
    name_key,
)
from quotes.verify.keys import match_key

_SHORTEST_ROOT = 4  # letters of a word that a prefix negates; "in" + "to" is none
_ONE, _NOT = "one", "not"
_SENTENCE_ENDS = ".!?\u2026"
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


class _Prefixed(NamedTuple):
    """A word of the source and one of the quotation, one of which is the other's negation."""

    source: int
    quotation: int
    is_negated: bool  # the quotation's is


def alarms(segments: Sequence[Segment], source: Stretch, quotation: Stretch,
           is_known: Callable[[str], bool], *, after_not: bool = False) -> list[Raised]:
    """All alarms; the segments' source ranges count the words of the source's stretch.

    `is_known`: whether a word stands anywhere in the sources. `after_not`: a *not* stands right
    before the source's stretch.
    """
    found: list[Raised] = []
    look = guarded if any(s.kind in _CHANGED for s in segments) else guarded_numbers
    for group in _groups(segments, look(source), look(quotation)):
        changed = any(segment.kind in _CHANGED for segment in group.segments)
        prefixed = list(_prefixed(group, source, quotation)) if changed else []
        kept = [pair for pair in prefixed if _keeps_not(pair, group, source, after_not=after_not)]
        if group.source or group.quotation:
            found += _guarded(group, source, quotation, is_known, changed=changed,
                              kept={pair.source - 1 for pair in kept if pair.is_negated},
                              kept_here={pair.quotation - 1 for pair in kept
                                         if not pair.is_negated})
        found += [Raised("negation", ((pair.source, pair.source + 1),),
                         ((pair.quotation, pair.quotation + 1),))
                  for pair in prefixed if pair not in kept]
    return [*found, *_severed(segments, source, quotation)]


def _guarded(group: _Group, source: Stretch, quotation: Stretch, is_known: Callable[[str], bool],
             *, changed: bool, kept: Collection[int], kept_here: Collection[int]
             ) -> Iterator[Raised]:
    """What was done to guarded words, by kind; `kept`: words that say *not* as a prefix does."""
    group = group._replace(source=_but(group.source, kept),
                           quotation=_but(group.quotation, kept_here))
    for kind in get_args(AlarmKind):
        if not changed and kind != "number":
            continue
        raised = _name(group, source, quotation, is_known) if kind == "name" \
            else _closed(group, kind, source, quotation)
        if raised is not None:
            yield raised


def _but(words: list[Guarded], kept: Collection[int]) -> list[Guarded]:
    return [g for g in words if g.kind != "negation" or g.last - 1 not in kept]


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


def _prefixed(group: _Group, source: Stretch, quotation: Stretch) -> Iterator[_Prefixed]:
    """Possible for impossible: one side has the word, the other its negation."""
    if all(segment.kind not in ("altered", "bracketed") for segment in group.segments):
        return
    here, there = ({match_key(side.words[at].key): at for words in ranges for at in range(*words)}
                   for side, ranges in ((quotation, [s.words for s in group.segments]),
                                        (source, [s.source for s in group.segments])))
    for form, at in there.items():
        for other, place in here.items():
            if negates(form, other) or negates(other, form):
                yield _Prefixed(at, place, negates(other, form))


def _keeps_not(pair: _Prefixed, group: _Group, source: Stretch, *, after_not: bool) -> bool:
    """Whether the side without the prefix has a *not* of its own right before the word."""
    if pair.is_negated and pair.source == 0:
        return after_not
    words, at = (group.source, pair.source) if pair.is_negated \
        else (group.quotation, pair.quotation)
    return any(g.kind == "negation" and g.value == _NOT and g.last == at for g in words)


def _severed(segments: Sequence[Segment], source: Stretch, quotation: Stretch
             ) -> Iterator[Raised]:
    """A negation right before dots that skip what it negated: "I did not … resign".

    For *I did not say that I would resign*, but not for *I did not, as you know, resign*: it tells
    whether another clause begins among what the dots skip.
    """
    for kind, (first, last), (at, _) in segments:
        if kind == "skipped" and at > 0 and 0 < first < last and _says_not(quotation, at - 1) \
                and _says_not(source, first - 1) \
                and _leaves_clause(source, first, last):
            yield Raised("negation", ((first - 1, first),), ((at - 1, at),))


def _says_not(stretch: Stretch, at: int) -> bool:
    return is_negation(expanded(stretch.words[at].key)[-1])


def _leaves_clause(source: Stretch, first: int, last: int) -> bool:
    """Whether another clause or sentence begins among words, and they are no insertion in marks."""
    words = source.words
    if not source.text[words[first - 1].end:words[first].start].isspace():
        return source.text[words[first - 1].end] in _SENTENCE_ENDS
    openers = {*lexicon.readings("other clause"), *lexicon.readings("subordinate")}
    return any(words[at].key in openers or _is_subject(words[at].key) for at in range(first, last))


def _is_subject(form: str) -> bool:
    pronoun = lexicon.pronouns().get(form)
    return pronoun is not None and "nom" in pronoun.cases


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
