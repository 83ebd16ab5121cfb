"""Documents to batches: decides what of a document's labels holds in a window, and the order.

The windows are cut as in inference, in several sizes, so that a paragraph is not seen beside
the same neighbours each time. What points out of its window is left out of the losses:
there too nothing sees beyond it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from quotes.network.joint import Batch, batch, candidates, pad
from quotes.network.windows import BREAK, Numbers, Pieces, Window, windows
from training.joint.corpora import Annotated
from training.joint.labels import IGNORED, NOBODY, OUTSIDE, Labels, begin_stretches
from training.joint.recipe import Steps

# Windows of about one length go together; which of them do is drawn anew for each epoch.
_SAME_LENGTH = 8


class Example(NamedTuple):
    """A window with its targets, one number a word of the window, or IGNORED.

    A `head` or `source` counts from 1, 0 is the root or nobody; a `point` counts from 0.
    """

    corpus: str
    document: int  # its place among the documents
    room: int  # pieces that the window was cut for
    window: Window
    targets: Labels


class Given(NamedTuple):
    """A batch as the model and the losses take it."""

    batch: Batch
    targets: Mapping[str, Tensor]  # B x N each, named as the fields of `Labels`
    candidates: Tensor  # B x N x (root and N)
    labelled: frozenset[str]  # targets that the batch has any of


def examples(documents: Sequence[Annotated], pieces: Pieces,
             config: dict[str, Any], rooms: Sequence[int]) -> list[Example]:
    """All windows of the documents, once for each number of pieces in `rooms`."""
    tags = config["labels"]["tag"]
    return [Example(document.corpus, at, room, window, in_window(document.labels, window, tags))
            for room in rooms
            for at, document in enumerate(documents)
            for window in windows(document.words, pieces, config | {"window_pieces": room})]


def in_window(labels: Labels, window: Window, tags: Sequence[str]) -> Labels:
    """A document's labels as targets of one of its windows."""
    real = window.words != BREAK
    found = Labels(*(np.where(real, row[window.words], IGNORED) for row in labels))
    place = np.full(len(labels.tag), IGNORED, dtype=np.int64)
    place[window.words[real]] = np.flatnonzero(real)
    found = found._replace(head=_placed(found.head, place, 1), point=_placed(found.point, place, 0),
                           source=_placed(found.source, place, 1))
    for i in np.flatnonzero(~real).tolist():
        _label_break(found, i, tags)
    begin_stretches(found.tag, tags)
    return found


def _placed(targets: Numbers, place: Numbers, base: int) -> Numbers:
    """Words of the document as words of the window; those outside are IGNORED."""
    inside = place[np.maximum(targets, 0)]
    return np.where(targets == NOBODY, base - 1,
                    np.where((targets < 0) | (inside < 0), IGNORED, inside + base))


def _label_break(found: Labels, i: int, tags: Sequence[str]) -> None:
    """A break between paragraphs goes on with what its next word goes on with."""
    following = int(found.tag[i + 1])
    if following != IGNORED:
        goes_on = tags[following].startswith("I-")
        found.tag[i] = following if goes_on else OUTSIDE
        found.point[i] = found.point[i + 1] if goes_on else IGNORED


def plan(given: Sequence[Example], steps: Steps, seed: int) -> list[list[int]]:
    """The batches of all epochs in order, as indices of examples.

    An epoch has the windows of one size, the next epoch those of the next.
    """
    return [chunk for epoch in range(steps.epochs)
            for chunk in _epoch(given, steps, steps.rooms[epoch % len(steps.rooms)],
                                np.random.default_rng([seed, epoch]))]


def _epoch(given: Sequence[Example], steps: Steps, room: int,
           dice: np.random.Generator) -> list[list[int]]:
    chunks = []
    for corpus in sorted({example.corpus for example in given}):
        own = [i for i, example in enumerate(given)
               if example.corpus == corpus and example.room == room]
        own = [own[i] for i in dice.permutation(len(own))]
        own.sort(key=lambda i: -(len(given[i].window.pieces) // _SAME_LENGTH))
        chunks += list(_chunks(own, given, steps))
    return [chunks[i] for i in dice.permutation(len(chunks))]


def _chunks(ordered: Sequence[int], given: Sequence[Example], steps: Steps) -> Iterator[list[int]]:
    start = 0
    while start < len(ordered):
        longest = len(given[ordered[start]].window.pieces)
        size = steps.windows
        while size < steps.most_windows and 2 * size * longest <= steps.pieces:
            size *= 2
        yield list(ordered[start:start + size])
        start += size


def together(some: Sequence[Example]) -> Given:
    inputs = batch([example.window for example in some])
    targets = {name: pad([getattr(example.targets, name) for example in some], IGNORED)
               for name in Labels._fields}
    labelled = frozenset(name for name, rows in targets.items() if bool((rows != IGNORED).any()))
    return Given(inputs, targets, candidates(inputs), labelled)


def on(device: torch.device, given: Given) -> Given:
    """The same batch on the device where the model is."""
    return given._replace(batch=given.batch.to(device),
                          targets={name: rows.to(device) for name, rows in given.targets.items()},
                          candidates=given.candidates.to(device))
