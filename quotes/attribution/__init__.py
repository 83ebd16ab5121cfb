"""Attributions of a parsed document: the network proposes, marks and tree decide.

The flow, a module a step: drafts (network, tree) → repairs → edges → transcripts and
floating quotations → nesting → provenance. Everything is a function over a `Parse`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotes.attribution import cues, edges, floating, repairs
from quotes.attribution.confidence import weigh
from quotes.attribution.drafts import Draft, content_tokens, from_tree, proposed
from quotes.attribution.nesting import nest
from quotes.attribution.provenance import trace
from quotes.attribution.relation import Attribution, Relay
from quotes.attribution.transcripts import signatures, transcripts
from quotes.marks import Quotation, find_quotations
from quotes.text import overlaps
from quotes.trees import Parse

__all__ = ["Attribution", "Relay", "attribute"]


def attribute(parse: Parse) -> list[Attribution]:
    """All attributions of a document in text order, each with its edges, kind and relations."""
    quotations = find_quotations(parse.text)
    drafts = [mended for draft in proposed(parse)
              if (mended := repairs.mend(parse, draft, quotations)) is not None]
    taken = {i for draft in drafts for i in draft.cue}
    drafts += from_tree(parse, taken, content_tokens(parse, drafts))
    found = _distinct([a for draft in drafts if (a := _settle(parse, draft, quotations))])
    found = _with_layout(parse, quotations, found)
    found = [_reshape(parse, a, quotations) for a in floating.join(parse, quotations, found)]
    found += floating.float_(parse, quotations, found)
    return [weigh(trace(parse, a)) for a in nest(parse, found)]


def _settle(parse: Parse, draft: Draft, quotations: Sequence[Quotation]) -> Attribution | None:
    """A draft with its edges settled; None where no word of content is left."""
    outside = frozenset(draft.cue) | frozenset(draft.source)
    usable = edges.around(parse, quotations, draft.cue)
    content = edges.segments(parse, draft.content, outside, usable)
    if not content:
        return None
    reading = cues.read(parse, draft.cue)
    main = cues.head(parse, draft.cue)
    return _reshape(parse, Attribution(
        type="indirect", content=content, cue=draft.cue, source=draft.source,
        source_rule=draft.source_rule, category=reading.category, negated=reading.negated,
        modality=reading.modality, confidence=draft.confidence, rule=draft.rule,
        unattributed=None if draft.source else "sourceless_cue",
        path=_path(parse, main, draft)), quotations)


def _path(parse: Parse, main: int, draft: Draft) -> str:
    """Tree paths from the cue to the content's top and to the source's, where they share a tree."""
    content = parse.path(main, cues.head(parse, draft.content)) or "-"
    source = parse.path(main, cues.head(parse, draft.source)) if draft.source else None
    return f"content {content}; source {source or '-'}"


def _reshape(parse: Parse, attribution: Attribution,
             quotations: Sequence[Quotation]) -> Attribution:
    """Kind and quoted parts as the final content has them; unclosed marks are said."""
    usable = edges.around(parse, quotations, attribution.cue)
    quoted = edges.quoted(parse, attribution.content, usable)
    unclosed = any(not q.closed and any(overlaps(s, c) for s in q.segments
                                        for c in attribution.content) for q in usable)
    return replace(attribution, quoted=quoted, type=edges.kind(parse, attribution.content, quoted),
                   warnings=("unclosed_mark",) if unclosed else ())


def _distinct(found: list[Attribution]) -> list[Attribution]:
    """One attribution a cue and content: the surer of two readings of the same words."""
    best: dict[object, Attribution] = {}
    for attribution in sorted(found, key=lambda a: -a.confidence):
        best.setdefault((attribution.cue, attribution.content), attribution)
    return list(best.values())


def _with_layout(parse: Parse, quotations: Sequence[Quotation],
                 found: list[Attribution]) -> list[Attribution]:
    """The attributions with those that only the page's layout shows, where no cue was found."""
    turns = [turn for turn in transcripts(parse) if turn.content]
    labelled = {i for turn in turns for i in turn.cue}
    kept = [a for a in found if labelled.isdisjoint(a.cue)]
    outers = [q.outside[-1] for q in floating.leftover(parse, quotations, kept) if q.outside]
    signed = [a for _, a in signatures(parse, outers)]
    return [*kept, *turns, *signed]
