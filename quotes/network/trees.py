"""Heads from arc scores: decides when the greedy heads will do, and else finds the best tree.

A head is 0 for the root and 1 for the first word, within a window.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from quotes.network.windows import BREAK, Numbers

Floats = NDArray[np.floating]


def repaired(heads: Numbers, sentences: Numbers, scores: Floats) -> Numbers:
    """The heads of one window, each sentence a tree with one root.

    `heads` are the greedy ones (N), `scores` log-probabilities of every head (N x N + 1),
    minus infinity where a head can't be.
    """
    heads = heads.copy()
    for first, last in _no_trees(heads, sentences):
        within = np.concatenate([[0], np.arange(first, last) + 1])
        best = maximum_tree(scores[first:last, within])
        heads[first:last] = within[best]
    return heads


def _no_trees(heads: Numbers, sentences: Numbers) -> list[tuple[int, int]]:
    """Ranges of the sentences whose heads hold a cycle, or not exactly one root."""
    edges = np.concatenate([[0], 1 + np.flatnonzero(np.diff(sentences)), [len(sentences)]])
    above = np.concatenate([[0], heads])
    steps = 1
    while steps < len(above):  # after k rounds `above` is 2^k steps up
        above = above[above]
        steps *= 2
    lost = np.add.reduceat((above[1:] != 0).astype(np.int64), edges[:-1])
    roots = np.add.reduceat((heads == 0).astype(np.int64), edges[:-1])
    real = sentences[edges[:-1]] != BREAK
    return [(int(edges[i]), int(edges[i + 1]))
            for i in np.flatnonzero(real & ((lost > 0) | (roots != 1)))]


def maximum_tree(scores: Floats) -> Numbers:
    """Heads of the maximum spanning tree with one root (Chu and Liu 1965, Edmonds 1967).

    `scores` is N x (root and N). The best tree of all has one root as a rule. Where it has
    more, every root arc is made worse by more than whole trees can differ, so the best tree
    then has as few of them as a tree can: one.

    >>> maximum_tree(np.array([[0.0, -9.0, -1.0], [0.0, -1.0, -9.0]])).tolist()
    [0, 1]
    """
    n = len(scores)
    table = np.full((n + 1, n + 1), -np.inf)
    table[1:] = scores
    np.fill_diagonal(table, -np.inf)
    finite = table[np.isfinite(table)]
    span = float(finite.max() - finite.min()) + 1.0
    # An arc that can't be is only very bad here: contraction subtracts scores.
    table[~np.isfinite(table)] = finite.min() - 4 * span * (n + 1) ** 2
    heads = _edmonds(table.copy())[1:]
    if np.count_nonzero(heads == 0) == 1:
        return heads
    table[1:, 0] -= 2 * span * (n + 1)
    return _edmonds(table)[1:]


def _edmonds(table: Floats) -> Numbers:
    """Heads of the best arborescence from node 0; `table[d, h]` scores the arc h to d."""
    np.fill_diagonal(table, -np.inf)
    heads: Numbers = table.argmax(axis=1).astype(np.int64)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    outside = np.setdiff1d(np.arange(len(heads)), cycle)
    gain = table[np.ix_(cycle, outside)] - table[cycle, heads[cycle]][:, None]
    out = table[np.ix_(outside, cycle)]
    smaller = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    smaller[:-1, :-1] = table[np.ix_(outside, outside)]
    smaller[-1, :-1] = gain.max(axis=0)
    smaller[:-1, -1] = out.max(axis=1)
    smaller[0] = -np.inf
    found = _edmonds(smaller)
    entry = found[-1]
    heads[outside] = np.where(found[:-1] == len(outside), cycle[out.argmax(axis=1)],
                              np.append(outside, 0)[found[:-1]])
    heads[0] = 0
    heads[cycle[gain[:, entry].argmax()]] = outside[entry]
    return heads


def _cycle(heads: Numbers) -> Numbers | None:
    """The nodes of one cycle, sorted; node 0 is the root and its own head."""
    seen = np.zeros(len(heads), dtype=np.int64)
    for start in range(1, len(heads)):
        node = start
        while node and not seen[node]:
            seen[node] = start
            node = int(heads[node])
        if node and seen[node] == start:
            found = [node]
            while (node := int(heads[node])) != found[0]:
                found.append(node)
            return np.array(sorted(found), dtype=np.int64)
    return None
