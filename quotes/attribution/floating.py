"""Quotations that no cue claims: joined to their neighbour, attributed on evidence, or kept.

Nothing in marks that holds a clause or stands alone is dropped. What directly follows a
quotation of the same paragraph with its cue belongs to it. Further off, a speaker is named
only on evidence, and never where several people would have to speak in one voice.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from quotes import lexicon
from quotes.attribution.edges import is_label
from quotes.attribution.marked import Marked
from quotes.attribution.relation import Attribution
from quotes.lexicon import fold
from quotes.marks import Quotation
from quotes.text import Span, any_overlap, merge
from quotes.trees import Parse


def leftover(marked: Marked, found: Sequence[Attribution]) -> list[Quotation]:
    """Outermost quotations that no content touches and that are more than a label."""
    tokens = marked.parse.tokens
    taken = merge([*(span for a in found for span in a.content),
                   *(Span(tokens[i].start, tokens[i].end) for a in found for i in a.cue)])
    return [q for q in marked.quotations if q.level == 0 and is_speech(marked, q)
            and not any(any_overlap(taken, segment) for segment in q.segments)]


def is_speech(marked: Marked, quotation: Quotation) -> bool:
    """A clause in marks, or marks around a whole sentence or paragraph; else a scare quote,
    a title or a name."""
    if len(quotation.segments) > 1:
        return True
    inside = quotation.segments[0]
    if marked.stands_alone(quotation):
        return any(c.isalnum() for c in marked.parse.text[inside.start:inside.end])
    return not is_label(marked.parse, inside) and _holds_clause(marked.parse, inside)


def _holds_clause(parse: Parse, inside: Span) -> bool:
    """A finite verb with a subject, or an order, within the marks."""
    within = set(parse.tokens_in(inside))
    for i in within:
        token = parse.tokens[i]
        finite = token.xpos in ("VBD", "VBZ", "VBP", "MD")
        verb = token.index if token.upos == "VERB" else token.head
        if finite and verb >= 0 and any(
                c.index in within for c in parse.children(verb, "nsubj", "csubj", "expl")):
            return True
    return False


def join(marked: Marked, found: Sequence[Attribution]) -> list[Attribution]:
    """Quotations that follow a quotation and its cue in one paragraph become pieces of it."""
    joined = list(found)
    by_paragraph: dict[int, list[int]] = {}
    for i, attribution in enumerate(found):
        if attribution.cue and attribution.type != "indirect":
            home = marked.parse.sentence_of(attribution.cue[0]).paragraph
            by_paragraph.setdefault(home, []).append(i)
    for quotation in leftover(marked, found):
        near = by_paragraph.get(_paragraph(marked.parse, quotation), ())
        owner = next((i for i in near if _directly_after(marked, quotation, joined[i])), -1)
        if owner >= 0:
            content = tuple(sorted((*joined[owner].content, *quotation.segments)))
            joined[owner] = replace(joined[owner], content=content)
    return joined


def _directly_after(marked: Marked, quotation: Quotation, attribution: Attribution) -> bool:
    """Only words of the cue's own sentence stand between the attribution and the quotation."""
    parse = marked.parse
    start = quotation.outside[0].start
    before = [span.end for span in attribution.content if span.end <= start]
    ends = [parse.tokens[i].end for i in (*attribution.cue, *attribution.source)]
    if not before or max(ends) > start:
        return False
    between = [i for i in parse.tokens_in(Span(max(*before, *ends), start))
               if parse.tokens[i].upos != "PUNCT"]
    return not between or between[-1] < parse.sentence_of(attribution.cue[0]).last


def _paragraph(parse: Parse, quotation: Quotation) -> int:
    within = parse.tokens_in(quotation.segments[0])
    return parse.sentence_of(within[0]).paragraph if within else -1


def float_(marked: Marked, found: Sequence[Attribution]) -> list[Attribution]:
    """A record for each quotation that is still left, with a speaker where there is evidence."""
    tokens = marked.parse.tokens
    spoken = sorted((a for a in found if a.cue), key=lambda a: tokens[a.cue[0]].start)
    starts = [tokens[a.cue[0]].start for a in spoken]
    return [_floating(marked, quotation,
                      spoken[:bisect_left(starts, quotation.segments[0].start)][-1:])
            for quotation in leftover(marked, found)]


def _floating(marked: Marked, quotation: Quotation,
              before: Sequence[Attribution]) -> Attribution:
    alone = marked.stands_alone(quotation)
    warnings = () if quotation.closed else ("unclosed_mark",)
    bare = Attribution(type="direct", content=quotation.segments, quoted=quotation.segments,
                       category="statement", rule="floating" if alone else "floating part",
                       warnings=warnings)
    if alone and before and _goes_on(marked.parse, quotation, before[-1]):
        return replace(bare, source=before[-1].source, source_rule="preceding")
    return replace(bare, unattributed="no_cue")


def _goes_on(parse: Parse, quotation: Quotation, last: Attribution) -> bool:
    """Whether the quotation goes on with the words of the last attribution before it.

    Evidence: one person speaks, in the same paragraph or in the one before and there in
    marks, nobody speaks in between, and no question waits for an answer.
    """
    if last.content[0].start > quotation.segments[0].start:
        return False
    distance = _paragraph(parse, quotation) - parse.sentence_of(last.cue[0]).paragraph
    if distance > 1 or (distance == 1 and last.type == "indirect"):
        return False
    said = parse.text[last.content[-1].start:last.content[-1].end]
    if said.rstrip("\"'\u201d\u2019 ").endswith("?"):
        return False
    return one_person(parse, last.source) and not last.negated


def one_person(parse: Parse, source: Sequence[int]) -> bool:
    """Whether the mention names one person: a person's name, or a singular that can speak."""
    if not source:
        return False
    inside = set(source)
    top = next((parse.tokens[i] for i in source if parse.tokens[i].head not in inside),
               parse.tokens[source[0]])
    name = parse.name_at(top.index)
    if name is not None:
        return name.type == "PERSON"
    if top.upos == "PRON":
        known = lexicon.pronouns().get(top.lower)
        return known is not None and known.number == "sing" and known.gender in ("m", "f")
    return top.xpos in ("NN", "NNP") and _is_person_noun(fold(top.lemma))


def _is_person_noun(lemma: str) -> bool:
    anonymous = lexicon.anonymous().get(lemma)
    return lemma in lexicon.roles() or (anonymous is not None and anonymous.kind == "person")
