"""Labels and pointers to attributions: decides which cue, content and source belong together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from quotes.network.windows import Numbers
from quotes.trees import Proposal

Floats = NDArray[np.floating]

# Words between two stretches of one phrase: fewer than this.
_APART = 2


class Stretch(NamedTuple):
    """Consecutive words of a window with one role, half-open."""

    role: str
    first: int
    last: int


def valid_labels(logits: Floats, labels: Sequence[str]) -> Numbers:
    """The best sequence in which I-x follows only B-x or I-x, for B x N x labels.

    Padding comes after the words, and can always go on as O, so it changes nothing.
    """
    allowed = np.array([[_may_follow(a, b) for b in labels] for a in labels])
    inside = np.array([label.startswith("I-") for label in labels])
    found: Numbers = logits.argmax(axis=-1)
    # Mostly the best labels go together as they are, and that costs the least.
    broken = inside[found[:, 0]] | ~allowed[found[:, :-1], found[:, 1:]].all(axis=1)
    if broken.any():
        found[broken] = _viterbi(logits[broken], np.where(allowed, 0.0, -np.inf), inside)
    return found


def _viterbi(logits: Floats, steps: Floats, inside: Numbers) -> Numbers:
    rows, length, _ = logits.shape
    best = np.where(inside, -np.inf, logits[:, 0])
    back = np.zeros(logits.shape, dtype=np.int64)
    for i in range(1, length):
        through = best[:, :, None] + steps
        back[:, i] = through.argmax(axis=1)
        best = through.max(axis=1) + logits[:, i]
    found = np.zeros((rows, length), dtype=np.int64)
    found[:, -1] = best.argmax(axis=1)
    for i in range(length - 1, 0, -1):
        found[:, i - 1] = back[np.arange(rows), i, found[:, i]]
    return found


def _may_follow(before: str, label: str) -> bool:
    return not label.startswith("I-") or before[2:] == label[2:]


def stretches(labels: Sequence[str]) -> list[Stretch]:
    """The stretches that BIO labels mark; an I-x without a B-x or I-x before it starts one.

    >>> stretches(["B-cue", "I-cue", "O", "I-source"])
    [Stretch(role='cue', first=0, last=2), Stretch(role='source', first=3, last=4)]
    """
    found: list[Stretch] = []
    for i, label in enumerate(labels):
        role = label[2:]
        goes_on = found and found[-1].last == i and found[-1].role == role
        if label.startswith("I-") and goes_on:
            found[-1] = found[-1]._replace(last=i + 1)
        elif role:
            found.append(Stretch(role, i, i + 1))
    return found


def attributions(spans: Sequence[Stretch], role_odds: Floats, point: Floats,
                 source: Floats) -> list[Proposal]:
    """One window's attributions, in word indices of the window.

    `role_odds` is each word's probability of the role it was given (N), `point` the
    log-probabilities of the word that starts its cue (N x N), `source` those of the word
    that starts its source (N x none and N).
    """
    cues = [span for span in spans if span.role == "cue"]
    if not cues:
        return []
    starts = np.array([cue.first for cue in cues])
    target = [_points_to(cue, starts, point) for cue in cues]
    leads = [t if target[t] == t else i for i, t in enumerate(target)]
    parts: list[dict[str, list[Stretch]]] = [
        {"cue": [], "content": [], "source": []} for _ in cues]
    for cue, lead in zip(cues, leads, strict=True):
        parts[lead]["cue"].append(cue)
    for span in spans:
        if span.role != "cue":
            parts[leads[_points_to(span, starts, point)]][span.role].append(span)
    found = []
    for cue, part in zip(cues, parts, strict=True):
        if not part["cue"] or not part["content"]:
            continue
        part["source"] = _linked(cue.first, part["source"], source) \
            or _source_of(cue.first, spans, source)
        found.append(_proposal(cue.first, part, role_odds, source))
    return found


def _points_to(span: Stretch, starts: Numbers, point: Floats) -> int:
    return int(point[span.first:span.last, starts].mean(axis=0).argmax())


def _linked(word: int, given: Sequence[Stretch], source: Floats) -> list[Stretch]:
    """Of several source stretches the one that the cue points to, with those that adjoin it or
    stand one word off (*Ruiz and Eve*): a speaker is one phrase."""
    if len(given) < 2:
        return list(given)
    best = max(given, key=lambda s: float(np.exp(source[word, s.first + 1:s.last + 1]).sum()))
    return [s for s in given if s.first - best.last < _APART and best.first - s.last < _APART]


def _source_of(word: int, spans: Sequence[Stretch], source: Floats) -> list[Stretch]:
    """The source stretch that holds the word pointed to; column 0 stands for none."""
    at = int(source[word].argmax()) - 1
    return [s for s in spans if s.role == "source" and s.first <= at < s.last]


def _proposal(first: int, part: dict[str, list[Stretch]], role_odds: Floats,
              source: Floats) -> Proposal:
    cue, content, by = (tuple(i for s in part[role] for i in range(s.first, s.last))
                        for role in ("cue", "content", "source"))
    columns = [s.first + 1 for s in part["source"]] or [0]
    link = float(np.exp(source[first, columns]).sum())
    return Proposal(cue, content, by, float(role_odds[list(cue)].mean()),
                    float(role_odds[list(content)].mean()), min(link, 1.0))
