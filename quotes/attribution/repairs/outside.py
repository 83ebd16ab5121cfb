"""Repairs of what is said: words near the cue that are not the speaker's, or said elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from quotes import lexicon
from quotes.attribution import contents, cues, sources
from quotes.attribution.drafts import Draft
from quotes.attribution.marked import Marked
from quotes.attribution.repairs.content import keep
from quotes.attribution.sources import noun_phrase
from quotes.lexicon import fold
from quotes.text import runs
from quotes.trees import Parse, Token

# "called voters liars" says it of them: only "called on voters to vote" has a listener.
_LISTENED_TO = frozenset(lexicon.addressing()) - {"call", "promise"}
_NAMED = ("PROPN", "PRON")


def _asked_is_no_content(marked: Marked, draft: Draft) -> Draft | None:
    """Who "was asked about" something is the addressee; "it" in "it was said" is nobody."""
    parse = marked.parse
    main = cues.head(parse, draft.cue)
    outside: set[int] = set()
    for subject in parse.children(main, "nsubj", "expl"):
        asked = subject.deprel == "nsubj:pass" \
            and fold(parse.tokens[main].lemma) in lexicon.addressing()
        if asked or subject.lower == "it":
            outside.update(noun_phrase(parse, subject.index))
    return keep(marked, draft, tuple(i for i in draft.content if i not in outside))


def _listener_is_outside(marked: Marked, draft: Draft) -> Draft | None:
    """"urged *members* not to cancel", "asked *the court* for time": to whom it was said."""
    parse = marked.parse
    verb = next((i for i in reversed(draft.cue)
                 if fold(parse.tokens[i].lemma) in _LISTENED_TO), None)
    if verb is None:
        return draft
    outside = {i for listener in _listeners(parse, verb)
               for i in noun_phrase(parse, listener.index)}
    return keep(marked, draft, tuple(i for i in draft.content if i not in outside))


def _listeners(parse: Parse, verb: int) -> Iterator[Token]:
    """Objects of the verb beside what was said; subjects of an infinitive that was ordered."""
    said = parse.child(verb, "xcomp", "ccomp", "advcl")
    for listener in parse.children(verb, "obj", "iobj"):
        about = next((c for c in parse.children(verb, "obl") if c.index > listener.index), None)
        if (said is not None and said.index > listener.index) \
                or (about is not None and listener.upos in _NAMED):
            yield listener
    if said is not None and any(m.lower == "to" for m in parse.children(said.index, "mark")):
        yield from parse.children(said.index, "nsubj")


def _stray_before_the_cue(marked: Marked, draft: Draft) -> Draft | None:
    """Unquoted words before the cue that it does not govern, beside content after it."""
    parse = marked.parse
    main = cues.head(parse, draft.cue)
    pieces = [range(*run) for run in runs(draft.content)]
    longest = max(pieces, key=len)
    if len(pieces) < 2 or longest[0] < draft.cue[0]:
        return draft
    governed = set(contents.content(parse, draft.cue, main, draft.source).tokens)
    stray = {i for piece in pieces if piece[-1] < draft.cue[0]
             and parse.tokens[piece[0]].sentence == parse.tokens[main].sentence
             and not any(i in marked.owner or i in governed or main in parse.ancestors(i)
                         for i in piece if parse.tokens[i].upos != "PUNCT") for i in piece}
    return keep(marked, draft, tuple(i for i in draft.content if i not in stray))


def _claimed_elsewhere(marked: Marked, draft: Draft) -> Draft | None:
    """A quotation of another sentence whose own verb has a speaker for it: "\u2026," she was quoted
    as saying. The union says otherwise."""
    parse = marked.parse
    home = parse.tokens[draft.cue[0]].sentence
    away = sorted({parse.tokens[i].sentence for i in draft.content} - {home})
    claimed: set[int] = set()
    for sentence in away:
        root = parse.root(parse.sentences[sentence])
        if root not in marked.owner and next(cues.candidates(parse, (root,)), None) \
                and sources.source(parse, (root,), root).tokens:
            said = parse.child(root, "ccomp", "parataxis")
            claimed.update(parse.subtree(said.index) if said is not None else ())
    return keep(marked, draft, tuple(i for i in draft.content if i not in claimed
                                     or i not in marked.owner))


REPAIRS = (_asked_is_no_content, _listener_is_outside, _claimed_elsewhere, _stray_before_the_cue)
