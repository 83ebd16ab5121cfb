"""Proposals of the network, written by hand for a tree."""

from __future__ import annotations

from dataclasses import replace

from quotes.trees import Parse, Proposal
from tests.trees import words


def propose(parse: Parse, *parts: tuple[str, str, str], score: float = 0.9,
            source_score: float = 0.9) -> Parse:
    """The parse with a proposal for each (cue, content, source); an empty source is none."""
    return replace(parse, proposals=tuple(
        Proposal(cue=words(parse, cue), content=words(parse, content),
                 source=words(parse, source) if source else (), cue_score=score,
                 content_score=score, source_score=source_score)
        for cue, content, source in parts))
