"""What tree and marks put right in the network's drafts, one function a kind of mistake.

Each takes a draft and gives it back mended, or None where nothing is left of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from quotes import lexicon
from quotes.attribution import cues, sources
from quotes.attribution.drafts import Draft
from quotes.attribution.floating import stands_alone
from quotes.attribution.provenance import ADDRESSING
from quotes.attribution.sources import noun_phrase
from quotes.lexicon import fold
from quotes.marks import Quotation
from quotes.text import runs
from quotes.trees import Parse, Sentence

# A mark and a connective may stand before content that starts its sentence.
_LEADING = 3
# Characters of blanks between a colon and its quotation, at most.
_BEFORE = 8
# Tokens of a headline's topic at most; longer phrases tell what was claimed.
_TOPIC = 4


def mend(parse: Parse, draft: Draft, quotations: Sequence[Quotation]) -> Draft | None:
    """The draft after all repairs."""
    mended: Draft | None = draft
    for repair in (_one_phrase, _stay_in_paragraph, _asked_is_no_content,
                   _let_go_of_detached_quotation, _drop_stray_pieces, _is_publication,
                   _is_headline_topic, _speaker_before_tag):
        if mended is None:
            return None
        mended = repair(parse, mended, quotations)
    return mended


def _one_phrase(parse: Parse, draft: Draft, quotations: Sequence[Quotation]) -> Draft | None:
    """A mention is one phrase: of strewn words the cue's subject, else what is nearest to it."""
    pieces = list(runs(draft.source))
    if len(pieces) < 2 or all(_only_coordinated(parse, a, b) for a, b in pairwise(pieces)):
        return draft
    subject = sources.source(parse, draft.cue, cues.head(parse, draft.cue)).tokens
    first, last = min(pieces, key=lambda run: (
        _is_relative(parse, run), set(range(*run)).isdisjoint(subject),
        _distance(run, draft.cue)))
    return replace(draft, source=tuple(range(first, last)))


def _is_relative(parse: Parse, run: tuple[int, int]) -> bool:
    """A relative pronoun alone: what it refers to names the speaker better."""
    return run[1] - run[0] == 1 and parse.tokens[run[0]].xpos in ("WDT", "WP")


def _only_coordinated(parse: Parse, left: tuple[int, int], right: tuple[int, int]) -> bool:
    return all(parse.tokens[i].upos == "CCONJ" for i in range(left[1], right[0]))


def _distance(run: tuple[int, int], cue: tuple[int, ...]) -> int:
    return min(abs(cue[0] - (run[1] - 1)), abs(run[0] - cue[-1]))


def _asked_is_no_content(parse: Parse, draft: Draft,
                         quotations: Sequence[Quotation]) -> Draft | None:
    """Who "was asked about" something is the addressee, and no part of what was asked."""
    main = cues.head(parse, draft.cue)
    asked = parse.child(main, "nsubj:pass")
    if asked is None or fold(parse.tokens[main].lemma) not in ADDRESSING:
        return draft
    person = set(noun_phrase(parse, asked.index))
    kept = tuple(i for i in draft.content if i not in person)
    return replace(draft, content=kept) if _has_words(parse, kept) else None


def _quoted_tokens(parse: Parse, quotations: Sequence[Quotation]) -> set[int]:
    return {i for q in quotations if q.level == 0 for s in q.segments for i in parse.tokens_in(s)}


def _stay_in_paragraph(parse: Parse, draft: Draft, quotations: Sequence[Quotation]) -> Draft | None:
    """Source and unquoted content stay in the cue's paragraph, unless a colon sends one on."""
    home = parse.sentence_of(draft.cue[0]).paragraph
    near = tuple(i for i in draft.source if parse.sentence_of(i).paragraph == home)
    draft = replace(draft, source=near or draft.source)
    if all(parse.sentence_of(i).paragraph == home for i in draft.content) \
            or _ends_with_colon(parse, draft.cue):
        return draft
    quoted = _quoted_tokens(parse, quotations)
    kept = tuple(i for i in draft.content
                 if parse.sentence_of(i).paragraph == home or i in quoted)
    return replace(draft, content=kept) if _has_words(parse, kept) else None


def _ends_with_colon(parse: Parse, cue: tuple[int, ...]) -> bool:
    """Whether the cue is or is followed, in its sentence, by a colon that ends the paragraph."""
    last = parse.sentence_of(cue[-1]).last
    return any(parse.tokens[i].text == ":" for i in (*cue, *range(cue[-1], last)))


def _has_words(parse: Parse, tokens: Sequence[int]) -> bool:
    return any(parse.tokens[i].upos != "PUNCT" for i in tokens)


def _let_go_of_detached_quotation(parse: Parse, draft: Draft,
                                  quotations: Sequence[Quotation]) -> Draft | None:
    """Reported words do not swallow a quotation that is a sentence of its own.

    "The army says it fired. "Turn night into day."" — the second sentence has no cue.
    """
    home = parse.tokens[draft.cue[0]].sentence
    near = [i for i in draft.content if parse.tokens[i].sentence == home]
    quoted = _quoted_tokens(parse, quotations)
    if not _has_words(parse, near) or any(i in quoted for i in near):
        return draft
    alone = {i for q in quotations
             if q.level == 0 and stands_alone(parse, q) and not _after_colon(parse, q)
             for s in q.outside for i in parse.tokens_in(s)}
    kept = tuple(i for i in draft.content if i not in alone)
    return replace(draft, content=kept)


def _after_colon(parse: Parse, quotation: Quotation) -> bool:
    start = quotation.outside[0].start
    return parse.text[max(0, start - _BEFORE):start].rstrip()[-1:] == ":"


def _drop_stray_pieces(parse: Parse, draft: Draft,
                       quotations: Sequence[Quotation]) -> Draft | None:
    """Reported words go on in another sentence from its start, never from the middle of it."""
    home = {parse.tokens[i].sentence for i in draft.cue}
    quoted = _quoted_tokens(parse, quotations)
    away: dict[int, list[int]] = {}
    for i in draft.content:
        if parse.tokens[i].sentence not in home and i not in quoted:
            away.setdefault(parse.tokens[i].sentence, []).append(i)
    if not away or len(away) == len({parse.tokens[i].sentence for i in draft.content}):
        return draft
    stray = {i for sentence, part in away.items()
             if part[0] > parse.sentences[sentence].first + _LEADING for i in part}
    return replace(draft, content=tuple(i for i in draft.content if i not in stray))


def _is_headline_topic(parse: Parse, draft: Draft,
                       quotations: Sequence[Quotation]) -> Draft | None:
    """A bare noun phrase in a headline names what the talk was about, and not what was said."""
    sentence = parse.sentence_of(draft.cue[0])
    if not _is_headline(parse, sentence) or len(draft.content) > _TOPIC \
            or any(parse.tokens[i].text == ":" for i in draft.cue):
        return draft
    quoted = _quoted_tokens(parse, quotations)
    said = any(i in quoted or parse.tokens[i].upos in ("VERB", "AUX") for i in draft.content)
    return draft if said else None


def _is_headline(parse: Parse, sentence: Sentence) -> bool:
    """A paragraph of one sentence that no mark ends."""
    same = [s for s in parse.sentences[max(0, sentence.index - 1):sentence.index + 2]
            if s.paragraph == sentence.paragraph]
    return len(same) == 1 and parse.tokens[sentence.last - 1].upos != "PUNCT"


def _is_publication(parse: Parse, draft: Draft, quotations: Sequence[Quotation]) -> Draft | None:
    """"X first reported the recording" tells who published, and nothing of what was said."""
    main = cues.head(parse, draft.cue)
    known = cues.entry(parse, draft.cue)
    if known is None or known.category != "statement" or parse.tokens[main].upos != "VERB":
        return draft
    inside = set(draft.content)
    tops = [parse.tokens[i] for i in draft.content if parse.tokens[i].head not in inside
            and parse.tokens[i].upos not in ("PUNCT", "ADV")]
    if not tops or tops[0].relation != "obj" or tops[0].head != main:
        return draft
    bare = len(tops) == 1 and not any(
        c.relation in ("acl", "nmod", "ccomp") for c in parse.children(tops[0].index))
    return None if bare and fold(tops[0].lemma) in lexicon.documents() else draft


def _speaker_before_tag(parse: Parse, draft: Draft,
                        quotations: Sequence[Quotation]) -> Draft | None:
    """He speaks in: "…", he says, according to a translation by X. X only passes it on."""
    if parse.tokens[draft.cue[0]].lower != "according":
        return draft
    quoted = _quoted_tokens(parse, quotations)
    if not all(i in quoted or parse.tokens[i].upos == "PUNCT" for i in draft.content):
        return draft
    sentence = parse.sentence_of(draft.cue[0])
    inside = set(draft.content) | quoted
    for cue in cues.candidates(parse, (i for i in range(sentence.first, draft.cue[0])
                                       if i not in inside)):
        found = sources.source(parse, cue, cue[0])
        if parse.tokens[cue[0]].upos == "VERB" and found.tokens and _frames_quotation(parse, cue):
            return replace(draft, cue=cue, source=found.tokens, source_rule=found.rule,
                           rule="network+tree")
    return draft


def _frames_quotation(parse: Parse, cue: tuple[int, ...]) -> bool:
    known = cues.entry(parse, cue)
    return known is not None and not known.frames.isdisjoint(("parataxis", "quote"))
