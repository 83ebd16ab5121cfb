"""Learns the weights of pronouns from people's coreference and writes them where they ship."""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path

from quotes.speakers.weights import SORTS, Sort, Weights
from training.speakers import table
from training.speakers.corpora import Marked, read
from training.speakers.fit import fit, importance, line, shares
from training.speakers.gold import LIMITS, Example, Reading

_FOLDS = 5
_OUT = Path(__file__).parents[2] / "quotes" / "lexicon" / "speaker_weights.tsv"
_CACHE = Path("build") / "speakers"


def examples(documents: Sequence[Marked], weights: Weights | None) -> list[Example]:
    """Every third-person pronoun that people marked."""
    return [example for d in documents for _, example in sorted(
        Reading(d.id, d.genre, d.parse, d.attributions, d.chains, weights).examples.items())]


def learn(documents: Sequence[Marked]) -> Weights:
    """Twice: what was spoken of before is first what people marked, then what the weights of
    the first time made of it, as it will be at work."""
    taught = examples(documents, None)
    first = weights_of(fit(taught))
    return weights_of(fit([*taught, *examples(documents, first)]))


def weights_of(learnt: dict[Sort, dict[str, float]]) -> Weights:
    return Weights({sort: {**learnt[sort], **LIMITS[sort]} for sort in SORTS})


def left_out(documents: Sequence[Marked], weights: Weights) -> list[tuple[Example, Weights]]:
    """The documents held back by the final weights, the others by weights without their fold."""
    learning = [d for d in documents if d.use == "learn"]
    found = [(e, weights) for e in examples([d for d in documents if d.use == "held_back"],
                                            weights)]
    for fold in range(_FOLDS):
        without = learn([d for i, d in enumerate(learning) if i % _FOLDS != fold])
        found += [(e, without) for e in examples(learning[fold::_FOLDS], without)]
    return found


def calibrated(learnt: Weights, judged: Sequence[tuple[Example, Weights]]) -> Weights:
    """With the line that makes the best candidate's share a probability."""
    rows = {sort: dict(learnt.rows[sort]) for sort in SORTS}
    for sort in SORTS:
        points = []
        for example, weights in judged:
            if example.sort == sort and example.candidates:
                share = shares(example, weights)
                best = max(range(len(share)), key=share.__getitem__)
                points.append((math.log(share[best] / (1 - share[best] + 1e-9)),
                               example.right[best], importance(example)))
        slope, offset = line(points)
        rows[sort] |= {"calibration_slope": slope, "calibration_offset": offset}
    return Weights(rows)


def tell(title: str, judged: Sequence[tuple[Example, Weights]]) -> None:
    """How often the best candidate is right, of those that have a right one, and when it wins."""
    for sort in SORTS:
        for source in (False, True):
            some = [(e, w) for e, w in judged if e.sort == sort and (e.source or not source)]
            answerable = sum(any(e.right) for e, _ in some)
            best = won = won_right = 0
            for example, weights in some:
                share = shares(example, weights)
                top = max(range(len(share)), key=share.__getitem__, default=None)
                if top is not None:
                    best += example.right[top]
                    wins = share[top] >= weights.limit(sort, "least_share")
                    won, won_right = won + wins, won_right + (wins and example.right[top])
            print(f"{title:10} {sort:4} {'speaking' if source else 'all':8} {len(some):5} "
                  f"right {best}/{answerable}, of the decided {won_right}/{won}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.speakers", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=_OUT)
    parser.add_argument("--cache", type=Path, default=_CACHE, help="folder for parses")
    given = parser.parse_args()
    documents = list(read(given.shared, given.cache))
    learnt = learn([d for d in documents if d.use == "learn"])
    judged = left_out(documents, learnt)
    tell("left out", judged)
    test = [d for d in documents if d.use == "test"]
    tell("test", [(e, learnt) for e in examples(test, learnt)])
    table.write(given.out, calibrated(learnt, judged).rows)


if __name__ == "__main__":
    main()
