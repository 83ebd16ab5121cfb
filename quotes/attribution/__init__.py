"""Attributions of a parsed document: the network proposes, marks and tree decide.

The flow, a module a step: drafts (network, tree) → repairs → edges → transcripts and
floating quotations → nesting → provenance. Everything is a function over a `Parse`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotes import lexicon
from quotes.attribution import cues, edges, floating
from quotes.attribution.confidence import UNCALIBRATED, Calibration, weigh
from quotes.attribution.drafts import Draft, content_tokens, from_tree, proposed
from quotes.attribution.marked import Marked
from quotes.attribution.nesting import nest
from quotes.attribution.provenance import trace
from quotes.attribution.relation import Attribution, Relay
from quotes.attribution.repairs import mend
from quotes.attribution.transcripts import signatures, transcripts
from quotes.records import Unattributed
from quotes.text import any_overlap, merge
from quotes.trees import Parse

__all__ = ["Attribution", "Calibration", "Relay", "attribute"]


def attribute(parse: Parse, calibration: Calibration = UNCALIBRATED) -> list[Attribution]:
    """All attributions of a document in text order, each with its edges, kind and relations.

    `calibration` makes probabilities of the scores; it is the model's that proposed.
    """
    marked = Marked.of(parse)
    turns = transcripts(parse)
    labels = {i for turn in turns for i in (*turn.source, *turn.cue)}
    drafts = [mended for draft in _unlabelled(proposed(parse), labels)
              if (mended := mend(marked, draft)) is not None]
    taken = {i for draft in drafts for i in draft.cue}
    drafts += _unlabelled(from_tree(parse, taken, _spoken(marked, drafts, turns)), labels)
    found = _distinct([a for draft in drafts if (a := _settle(marked, draft))])
    found += [_reshape(marked, turn) for turn in turns]
    found += signatures(marked, found)
    found = [_reshape(marked, a) for a in floating.join(marked, found)]
    found += floating.float_(marked, found)
    return [_warned(parse, weigh(trace(parse, a), calibration)) for a in nest(parse, found)]


def _warned(parse: Parse, attribution: Attribution) -> Attribution:
    """Says where a sentence was too long to be read at once: what it tells may be cut short."""
    ends = [i for span in attribution.content for i in (*parse.tokens_in(span)[:1],
                                                        *parse.tokens_in(span)[-1:])]
    if all(parse.sentence_of(i).whole for i in (*attribution.cue, *ends)):
        return attribution
    return replace(attribution, warnings=(*attribution.warnings, "truncated_sentence"))


def _spoken(marked: Marked, drafts: Sequence[Draft], turns: Sequence[Attribution]) -> set[int]:
    """The tokens that somebody says: in contents found so far, in marks, in turns."""
    return content_tokens(drafts) | set(marked.owner) | {
        i for turn in turns for span in turn.content for i in marked.parse.tokens_in(span)}


def _unlabelled(drafts: Sequence[Draft], labels: set[int]) -> list[Draft]:
    """The drafts without what a transcript's layout shows: its labels are nobody's words."""
    kept = [replace(d, content=tuple(i for i in d.content if i not in labels)) for d in drafts
            if labels.isdisjoint(d.cue)]
    return [d for d in kept if d.content and labels.isdisjoint(d.source)]


def _settle(marked: Marked, draft: Draft) -> Attribution | None:
    """A draft with its edges settled; None where no word of content is left."""
    parse = marked.parse
    outside = frozenset(draft.cue) | frozenset(draft.source)
    usable = marked.around(draft.cue, draft.content)
    content = edges.segments(parse, draft.content, outside, usable)
    if not content:
        return None
    reading = cues.read(parse, draft.cue)
    return _reshape(marked, Attribution(
        type="indirect", content=content, cue=draft.cue, source=draft.source,
        source_rule=draft.source_rule, category=reading.category, negated=reading.negated,
        modality=reading.modality, confidence=draft.confidence, rule=draft.rule,
        unattributed=_reason(parse, draft.source),
        path=_path(parse, cues.head(parse, draft.cue), draft)))


def _reason(parse: Parse, source: tuple[int, ...]) -> Unattributed | None:
    """Why a cue has no speaker, where it has none: no source, or one that names nobody."""
    if not source:
        return "sourceless_cue"
    words = [parse.tokens[i] for i in source if parse.tokens[i].upos != "PUNCT"]
    nobody = len(words) == 1 and words[0].lower in lexicon.generic()
    none_of_them = words[0].lower in ("no", "nobody", "none") if words else False
    return "generic_subject" if nobody or none_of_them else None


def _path(parse: Parse, main: int, draft: Draft) -> str:
    """Tree paths from the cue to the content's top and to the source's, where they share a tree."""
    content = parse.path(main, cues.head(parse, draft.content)) or "-"
    source = parse.path(main, cues.head(parse, draft.source)) if draft.source else None
    return f"content {content}; source {source or '-'}"


def _reshape(marked: Marked, attribution: Attribution) -> Attribution:
    """Kind and quoted parts as the final content has them; unclosed marks are said."""
    parse = marked.parse
    words = [i for span in attribution.content for i in parse.tokens_in(span)]
    usable = marked.around(attribution.cue, words)
    quoted = edges.quoted(parse, attribution.content, usable)
    whole = merge(attribution.content)
    touched = marked.around((), (*words, *attribution.cue))
    unclosed = any(not q.closed and any(any_overlap(whole, s) for s in q.segments)
                   for q in touched)
    return replace(attribution, quoted=quoted, type=edges.kind(parse, attribution.content, quoted),
                   warnings=("unclosed_mark",) if unclosed else ())


def _distinct(found: list[Attribution]) -> list[Attribution]:
    """One attribution a cue and content: the surer of two readings of the same words."""
    best: dict[object, Attribution] = {}
    for attribution in sorted(found, key=lambda a: -a.confidence):
        best.setdefault((attribution.cue, attribution.content), attribution)
    return list(best.values())
