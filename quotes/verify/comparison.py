"""Decides where one quotation comes from, and what is found out about it there.

Of all places the cheapest to align is taken; of equally cheap ones that with the lightest tier; of
equally light ones the first. How many are as good is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from quotes import lexicon
from quotes.records import TIERS, Tier
from quotes.verify import evidence
from quotes.verify.alarms import Raised, alarms, negates
from quotes.verify.alignment import SAME_IN_BRACKETS, Column, Floats, Path, Row, align
from quotes.verify.grading import Graded, grade
from quotes.verify.guarded import Stretch, expanded, is_negation, stem
from quotes.verify.names import NameSense
from quotes.verify.quotation import Quotation, parse_quotation
from quotes.verify.search import Sought, runs, windows
from quotes.verify.sources import UNKNOWN, Ids, Sources
from quotes.wording import Word

# Longer than any quotation; the table of an alignment grows with the square, to 20 MB here.
MOST_WORDS = 2000
# Of many places with the same words, this many are looked at for marks and capitals.
_GRADED = 100
# A word nearly the same is dearer than the same and cheaper than another.
_NEARLY_COST = 0.6
_MOST_COMPARED = 300  # words of a quotation; beyond, likeness of single words can't mislead
_SAME_COST = 0.005
_REACH = 8  # words; the negation of a sentence stands in its first ones
_ROUNDED = 0.01  # what sums of costs may be off by


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is known of one quotation. `quotation` is None where there was nothing to look up."""

    tier: Tier
    reason: str | None = None
    quotation: Quotation | None = None
    graded: Graded | None = None
    raised: tuple[Raised, ...] = ()
    source_words: tuple[Word, ...] = ()  # from the place `first` on
    first: int = 0
    equal_places: int = 0


class _Found(NamedTuple):
    cost: float
    graded: Graded
    columns: tuple[Column, ...]
    equal: int


def compare(text: str, sources: Sources, names: NameSense, own: frozenset[int] = frozenset()
            ) -> Comparison:
    """Holds the words of one quotation against the sources.

    `own`: documents that it is from, which are passed over if there are others.
    """
    quotation = parse_quotation(text)
    own = own if len(own) < len(sources) else frozenset()
    if not sources.documents:
        return Comparison("unchecked", "no source could be read" if sources.failures
                          else "there is no source")
    if not any(e.kind in ("word", "partial") for e in quotation.elements):
        return Comparison("unchecked",
                          "no words but an editor's" if quotation.words else "no words")
    if len(quotation.words) > MOST_WORDS:
        return Comparison("unchecked", f"longer than {MOST_WORDS} words; cut it into passages")
    sought = Sought.of([sources.number(word.key) for word in quotation.words], sources)
    found = _verbatim(quotation, sought, sources, own) \
        or _aligned(quotation, sought, sources, own)
    if found is None:
        return _absent("none of its words is in a source", sources, own)
    weighed = evidence.weigh(quotation, found.columns, found.graded, sources)
    if not weighed.suffices:
        return _absent(str(weighed), sources, own)
    return _compared(quotation, found, sources, names)


def _absent(reason: str, sources: Sources, own: frozenset[int]) -> Comparison:
    """Not found; where a source is missing, that says nothing."""
    reason = f"besides its own document, {reason}" if own else reason
    if sources.failures:
        count = len(sources.failures)
        return Comparison("unchecked",
                          f"not in the sources that could be read, and {count} could not")
    return Comparison("absent", reason)


def _verbatim(quotation: Quotation, sought: Sought, sources: Sources, own: frozenset[int]
              ) -> _Found | None:
    """The best of the places where the very words stand in a row, whatever the marks."""
    places = sources.outside(runs(sought, sources), own)
    graded = [(grade(quotation, columns, sources), columns) for columns in (
        _columns(quotation, int(place)) for place in places[:_GRADED])]
    if not graded:
        return None
    lightest = min(TIERS.index(g.tier) for g, _ in graded)
    best = [(g, columns) for g, columns in graded if TIERS.index(g.tier) == lightest]
    return _Found(0.0, *best[0], _as_good(best[0][0], len(best), places, quotation, sources))


def _as_good(best: Graded, counted: int, places: np.ndarray[tuple[int], np.dtype[np.int32]],
             quotation: Quotation, sources: Sources) -> int:
    """How many places have the tier of the best; of a multitude, the rest is only compared."""
    if best.tier != "exact":
        return counted
    said = quotation.text.strip()
    lead = sources.start(best.source[0]) - best.start
    rest = 0
    for place in places[_GRADED:].tolist():
        begin = sources.start(place) - lead
        text = sources.text(sources.document_of(place))
        rest += begin >= 0 and text.startswith(said, begin)
    return counted + rest


def _columns(quotation: Quotation, place: int) -> tuple[Column, ...]:
    """The quotation's words one by one from a place on."""
    return tuple(Column("equal" if e.kind in ("word", "partial") else "group",
                        (place + e.first, place + e.last), (at, at + 1))
                 for at, e in enumerate(quotation.elements))


def _aligned(quotation: Quotation, sought: Sought, sources: Sources, own: frozenset[int]
             ) -> _Found | None:
    """The best place that the quotation's words vote for."""
    paths = _paths(quotation, sought, windows(quotation, sought, sources, own), sources)
    if not paths:
        return None
    least = min(path.cost for _, path in paths)
    found = []
    for start, path in paths:
        if path.cost <= least + _SAME_COST:
            columns = tuple(_moved(column, start) for column in path.columns)
            found.append(_Found(path.cost, grade(quotation, columns, sources), columns,
                                path.equal_ends))
    lightest = min(TIERS.index(f.graded.tier) for f in found)
    # Two windows that overlap may hold the same place.
    best = list({f.graded.source: f for f in found
                 if TIERS.index(f.graded.tier) == lightest}.values())
    return best[0]._replace(equal=sum(f.equal for f in best))


def _moved(column: Column, start: int) -> Column:
    return column._replace(source=(column.source[0] + start, column.source[1] + start))


def _paths(quotation: Quotation, sought: Sought, ranges: Sequence[tuple[int, int]],
           sources: Sources) -> list[tuple[int, Path]]:
    """The ways through those windows, in order, that can be the cheapest, each with its start.

    What a window's best words cost in all is the least that a way through it can, and is known
    before it is sought.
    """
    if not ranges:
        return []
    costs = _Costs(quotation, sought.numbers, [sources.ids[a:b] for a, b in ranges], sources)
    gaps = frozenset(e.boundary for e in quotation.ellipses)
    found: dict[int, Path] = {}
    least = np.inf
    for number in sorted(range(len(ranges)), key=costs.floors.__getitem__):
        if costs.floors[number] > least + _SAME_COST + _ROUNDED:
            break
        start, end = ranges[number]
        found[number] = align(costs.rows(number), sources.ids[start:end],
                              sources.asides[start:end], gaps)
        least = min(least, found[number].cost)
    return [(ranges[number][0], found[number]) for number in sorted(found)]


class _Costs:
    """What each word of some windows costs in the stead of each element of a quotation."""

    def __init__(self, quotation: Quotation, numbers: Sequence[int], parts: Sequence[Ids],
                 sources: Sources) -> None:
        self._quotation, self._numbers = quotation, numbers
        self._different = np.unique(np.concatenate(parts))
        self._lookups = [np.searchsorted(self._different, part) for part in parts]
        self._costs = self._of_forms([sources.form_of(int(number)) for number in self._different])
        self.floors = [self._floor(lookup) for lookup in self._lookups]

    def _of_forms(self, forms: Sequence[str]) -> dict[int, Floats]:
        """By the elements that are words, what each of the different words costs."""
        likeness = _likeness([word.key for word in self._quotation.words], forms)
        found = {}
        for at, element in enumerate(self._quotation.elements):
            if element.kind in ("square", "round"):
                continue
            costs = np.where(likeness[element.first], _NEARLY_COST, 1.0)
            if element.kind == "partial":
                near = [bool(element.outside) and element.outside in form for form in forms]
                costs[near] = _SAME_COST
            costs[self._different == self._numbers[element.first]] = 0.0
            found[at] = costs.astype(np.float32)
        return found

    def _floor(self, lookup: NDArray[np.int64]) -> float:
        """The least that a way through a window can cost."""
        there = np.unique(lookup)
        groups = len(self._quotation.elements) - len(self._costs)
        return float(sum(costs[there].min() for costs in self._costs.values())
                     + SAME_IN_BRACKETS * groups)

    def rows(self, window: int) -> list[Row]:
        """For an alignment with the window of that number."""
        return [Row(self._costs[at][self._lookups[window]]) if at in self._costs
                else Row(None, tuple(self._numbers[element.first:element.last]))
                for at, element in enumerate(self._quotation.elements)]


def _likeness(words: Sequence[str], forms: Sequence[str]) -> NDArray[np.bool_]:
    """Which words of the quotation are nearly the same as which of the window."""
    if len(words) > _MOST_COMPARED:
        return np.zeros((len(words), len(forms)), dtype=bool)
    alike = process.cdist(words, forms, scorer=fuzz.ratio, workers=1) >= evidence.NEARLY_SAME
    long = np.array([len(form) >= evidence.SHORTEST_NEARLY for form in forms])
    alike &= long[np.newaxis, :]
    alike &= np.array([len(word) >= evidence.SHORTEST_NEARLY for word in words])[:, np.newaxis]
    stems = np.array([stem(form) for form in forms])
    alike |= np.array([stem(word) for word in words])[:, np.newaxis] == stems[np.newaxis, :]
    return np.asarray(alike, dtype=bool)


def _compared(quotation: Quotation, found: _Found, sources: Sources, names: NameSense
              ) -> Comparison:
    graded = found.graded
    left_out = _cut_off(quotation, graded, sources)
    cut_short = _cut_short(quotation, graded, sources)
    first, last = graded.source[0] - left_out, graded.source[1] + cut_short
    words = tuple(Word(sources.start(place), sources.end(place), sources.form(place))
                  for place in range(first, last))
    raised = [] if graded.tier == "exact" else [
        Raised(kind, tuple((a + left_out, b + left_out) for a, b in there), here)
        for kind, there, here in _alarms(quotation, graded, sources, names)]
    raised += [Raised("negation", ((at, at + 1),), ())
               for at, is_cut in ((0, left_out), (last - first - 1, cut_short)) if is_cut]
    return Comparison(graded.tier, None, quotation, graded, tuple(raised), words, first,
                      found.equal)


def _alarms(quotation: Quotation, graded: Graded, sources: Sources, names: NameSense
            ) -> list[Raised]:
    """The alarms between a quotation and its place, words counted from the place's first."""
    first, last = graded.source
    words = tuple(Word(sources.start(place), sources.end(place), sources.form(place))
                  for place in range(first, last))
    segments = [s._replace(source=(s.source[0] - first, s.source[1] - first))
                for s in graded.segments]
    text = sources.text(graded.document)
    after_not = first > sources.bounds(graded.document)[0] and _joins(first, text, sources) \
        and expanded(sources.form(first - 1))[-1] == "not"
    return alarms(segments, Stretch(text, words, names),
                  Stretch(quotation.text, quotation.words, names),
                  lambda form: sources.number(form) != UNKNOWN, after_not=after_not)


def _cut_off(quotation: Quotation, graded: Graded, sources: Sources) -> int:
    """How many words before its place a negation stands over what the quotation begins with.

    0 where none does, or the quotation may be a part of the article's own sentence. "Open the gate"
    for *do not open the gate*: its capital says that nothing went before; dots, that it was left
    out. A negation reaches as far as its clause: *I do not think that we should open the gate*.
    """
    first, document = graded.source[0], graded.document
    text = sources.text(document)
    poses = text[sources.start(first)].islower() \
        and quotation.text[quotation.words[0].start].isupper()
    if not poses and all(dots.boundary for dots in quotation.ellipses):
        return 0
    for place in range(first - 1, max(sources.bounds(document)[0], first - _REACH) - 1, -1):
        form, after = sources.form(place), sources.form(place + 1)
        if not _joins(place + 1, text, sources) or form in lexicon.readings("other clause"):
            return 0
        if _negates(place, sources):
            kept = after in lexicon.readings("denies nothing") or negates(
                quotation.words[0].key, sources.form(first))
            return 0 if kept else first - place
    return 0


def _joins(place: int, text: str, sources: Sources) -> bool:
    """Whether only a blank, or the hyphen of one word, parts a word from the one before."""
    between = text[sources.end(place - 1):sources.start(place)]
    return between == "-" or (between.isspace() and between.count("\n") < 2)


def _cut_short(quotation: Quotation, graded: Graded, sources: Sources) -> bool:
    """Whether a negation follows the place, and the quotation ends as if nothing did, or in dots.

    "I did." and "I did …" for *I did not*. A comma may be the article's own, and the words after it
    go on.
    """
    last, said = graded.source[1], quotation.text.rstrip()
    if last >= sources.bounds(graded.document)[1] or not (
            said[-1] in ".!?" or any(d.boundary == len(quotation.elements)
                                     for d in quotation.ellipses)):
        return False
    return _joins(last, sources.text(graded.document), sources) and _negates(last, sources)


def _negates(place: int, sources: Sources) -> bool:
    return any(is_negation(form) for form in expanded(sources.form(place)))

