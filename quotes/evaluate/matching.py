"""What a prediction has right in one document.

Decides which attribution is held against which, and when two agree. Pairs are one to one, best
overlap of contents first: of all pairs that share a word the one with the highest share of
common words (IoU: common words / words of either), then the next one whose members are both
free; ties go to the earlier gold, then to the earlier prediction. A pair is a match when half
the words are common.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quotes.evaluate.names import same_name
from quotes.evaluate.values import Attribution, GoldDocument, Rule, excerpt
from quotes.evaluate.words import Words
from quotes.records import QuoteType

LEAST_IOU = 0.5

TYPES: tuple[QuoteType, ...] = ("direct", "indirect", "mixed")
ROLES = ("content", "source", "cue")
# A pair is right in these by: content; content word for word; content and source; both word for
# word; content and cue.
MEASURES = ("content_overlap", "content_exact", "attribution", "attribution_strict", "cue")
# Shares of the matches.
GIVEN = ("source_given_content", "source_strict_given_content", "cue_given_content")

Counts = Counter[tuple[str, str]]


class _Item(NamedTuple):
    """An attribution as words."""

    attribution: Attribution
    content: frozenset[int]
    source: frozenset[int]
    cue: frozenset[int]
    text_type: QuoteType  # by the text: what recall by type goes by, whatever the label
    type: QuoteType  # as labelled, where it is: what precision by type goes by


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a gold attribution: right, source (which differs) or missed."""

    gold: Attribution
    status: str
    match: Attribution | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """One document: counts by measure and kind, and what they come from."""

    id: str
    counts: Counts
    outcomes: tuple[Outcome, ...]
    unpaired: tuple[Attribution, ...]  # predictions that match nothing


def score(gold: GoldDocument, predicted: Sequence[Attribution], rule: Rule) -> Scored:
    """One document's predictions against its gold."""
    counts: Counts = Counter()
    words = Words(gold.text)
    wanted = _items(words, _kept_gold(gold.attributions, rule, counts), "gold", counts)
    found = _items(words, _kept(predicted, rule, counts), "predicted", counts)
    if rule.direct_only:
        wanted = [item for item in wanted if item.text_type != "indirect"]
        found = [item for item in found if item.text_type != "indirect"]
    _count_sizes(wanted, found, counts)
    outcomes = [Outcome(item.attribution, "missed") for item in wanted]
    unpaired = dict(enumerate(found))
    for iou, g, p in _pairs([item.content for item in wanted], [item.content for item in found]):
        good = _count_pair(words, wanted[g], found[p], iou, counts)
        if "content_overlap" in good:
            status = "right" if "attribution" in good else "source"
            outcomes[g] = Outcome(wanted[g].attribution, status, unpaired.pop(p).attribution)
    return Scored(gold.id, counts, tuple(outcomes),
                  tuple(item.attribution for item in unpaired.values()))


def _kept_gold(gold: Iterable[Attribution], rule: Rule, counts: Counts) -> Iterator[Attribution]:
    """Gold that says what is nested is cut down like the prediction; other gold is as it is."""
    for attribution in gold:
        of_profile = rule.profile == "polnear" and attribution.nested is not None
        if of_profile and attribution.nested:
            counts["gold left out", "nested"] += 1
        elif of_profile and not attribution.cue:
            counts["gold left out", "without a cue"] += 1
        else:
            yield attribution


def _kept(predicted: Iterable[Attribution], rule: Rule, counts: Counts) -> Iterator[Attribution]:
    for attribution in predicted:
        confidence = 1.0 if attribution.confidence is None else attribution.confidence
        if rule.profile == "polnear" and attribution.nested:
            counts["predicted left out", "nested"] += 1
        elif rule.profile == "polnear" and not attribution.cue:
            counts["predicted left out", "without a cue"] += 1
        elif rule.min_confidence is not None and confidence < rule.min_confidence:
            counts["predicted left out", "less confident"] += 1
        else:
            yield attribution


def _items(words: Words, attributions: Iterable[Attribution], side: str, counts: Counts
           ) -> list[_Item]:
    found = []
    for attribution in attributions:
        content = words.covered(attribution.content)
        if not content:
            counts[f"{side} left out", "without words"] += 1
            continue
        by_text = words.type_of(content)
        found.append(_Item(attribution, content, words.covered(attribution.source),
                           words.covered(attribution.cue), by_text, attribution.type or by_text))
    return found


def _pairs(gold: Sequence[frozenset[int]], predicted: Sequence[frozenset[int]]
           ) -> Iterator[tuple[float, int, int]]:
    """IoU, index of gold, index of prediction."""
    at: defaultdict[int, list[int]] = defaultdict(list)  # so that only those that share a word meet
    for g, content in enumerate(gold):
        for word in content:
            at[word].append(g)
    candidates = []
    for p, content in enumerate(predicted):
        common = Counter(g for word in content for g in at.get(word, ()))
        candidates += [(-shared / (len(gold[g]) + len(content) - shared), g, p)
                       for g, shared in common.items()]
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    for negative, g, p in sorted(candidates):
        if g not in used_gold and p not in used_predicted:
            used_gold.add(g)
            used_predicted.add(p)
            yield -negative, g, p


def _count_sizes(gold: Sequence[_Item], predicted: Sequence[_Item], counts: Counts) -> None:
    for side, items in (("gold", gold), ("predicted", predicted)):
        counts[side, "all"] += len(items)
        counts.update((side, item.text_type if side == "gold" else item.type) for item in items)
    for role in ROLES:
        in_gold = frozenset[int]().union(*(getattr(item, role) for item in gold))
        in_predicted = frozenset[int]().union(*(getattr(item, role) for item in predicted))
        counts[f"tokens.{role}", "tp"] += len(in_gold & in_predicted)
        counts[f"tokens.{role}", "gold"] += len(in_gold)
        counts[f"tokens.{role}", "predicted"] += len(in_predicted)


def _count_pair(words: Words, gold: _Item, predicted: _Item, iou: float, counts: Counts
                ) -> frozenset[str]:
    good = frozenset(_agreements(words, gold, predicted, iou))
    for measure in good:
        counts[measure, "all"] += 1
        counts[measure, f"recall {gold.text_type}"] += 1
        counts[measure, f"precision {predicted.type}"] += 1
    if "content_overlap" in good:
        _count_labels(words.text, gold, predicted, counts)
    return good


def _agreements(words: Words, gold: _Item, predicted: _Item, iou: float) -> Iterator[str]:
    """The measures that the pair satisfies."""
    match, exact = iou >= LEAST_IOU, gold.content == predicted.content
    source = bool(gold.source & predicted.source) or not (gold.source or predicted.source)
    strict = words.bare(gold.source) == words.bare(predicted.source)
    cue = bool(gold.cue & predicted.cue)
    found = {"content_overlap": match, "content_exact": exact, "attribution": match and source,
             "attribution_strict": exact and strict, "cue": match and cue,
             "source_given_content": match and source,
             "source_strict_given_content": match and strict, "cue_given_content": match and cue}
    return (measure for measure, holds in found.items() if holds)


def _count_labels(text: str, gold: _Item, predicted: _Item, counts: Counts) -> None:
    """Type and name of a match, where gold has them."""
    label = gold.attribution
    if label.type is not None:
        counts["type", "right" if predicted.type == label.type else "wrong"] += 1
    if label.settled:
        counts["name", _verdict(text, gold, predicted)] += 1


def _verdict(text: str, gold: _Item, predicted: _Item) -> str:
    """What a name is. The mention's own words, where a name would be right, mislead nobody."""
    name, wanted = predicted.attribution.name, gold.attribution.name
    named = name is not None and predicted.attribution.settled
    if wanted is None:
        return "invented" if named else "rightly none"
    if same_name(wanted, name):
        return "right"
    own_words = same_name(excerpt(text, predicted.attribution.source), name)
    return "wrong" if named and not (own_words and gold.source & predicted.source) else "open"
