"""Quotations that no cue claims: joined to their neighbour, attributed on evidence, or kept.

Nothing in marks that holds a clause or stands alone is dropped. What directly follows a
quotation of the same paragraph with its cue belongs to it. Further off, a speaker is named
only on evidence, and never where several people would have to speak in one voice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotes import lexicon
from quotes.attribution.edges import is_label
from quotes.attribution.relation import Attribution
from quotes.lexicon import fold
from quotes.marks import Quotation
from quotes.text import Span, any_overlap, merge
from quotes.trees import Parse


def leftover(parse: Parse, quotations: Sequence[Quotation],
             found: Sequence[Attribution]) -> list[Quotation]:
    """Outermost quotations that no content touches and that are more than a label."""
    taken = merge([*(span for a in found for span in a.content),
                   *(Span(parse.tokens[i].start, parse.tokens[i].end)
                     for a in found for i in a.cue)])
    return [q for q in quotations if q.level == 0 and is_speech(parse, q)
            and not any(any_overlap(taken, segment) for segment in q.segments)]


def is_speech(parse: Parse, quotation: Quotation) -> bool:
    """A clause in marks, or marks around a whole sentence or paragraph; else a scare quote,
    a title or a name."""
    if len(quotation.segments) > 1:
        return True
    inside = quotation.segments[0]
    if stands_alone(parse, quotation):
        return any(c.isalnum() for c in parse.text[inside.start:inside.end])
    return not is_label(parse, inside) and _holds_clause(parse, inside)


def stands_alone(parse: Parse, quotation: Quotation) -> bool:
    """Whether nothing else is said in the sentences that the quotation touches."""
    outer = Span(quotation.outside[0].start, quotation.outside[-1].end)
    within = parse.tokens_in(outer)
    if not within:
        return False
    first = parse.sentence_of(within[0]).first
    last = parse.sentence_of(within[-1]).last
    around = (*range(first, within[0]), *range(within[-1] + 1, last))
    return all(parse.tokens[i].upos == "PUNCT" for i in around)


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


def join(parse: Parse, quotations: Sequence[Quotation],
         found: Sequence[Attribution]) -> list[Attribution]:
    """Quotations that follow a quotation and its cue in one paragraph become pieces of it."""
    joined = list(found)
    for quotation in leftover(parse, quotations, found):
        owner = _owner(parse, quotation, joined)
        if owner >= 0:
            attribution = joined[owner]
            content = tuple(sorted((*attribution.content, *quotation.segments)))
            joined[owner] = replace(attribution, content=content)
    return joined


def _owner(parse: Parse, quotation: Quotation, found: Sequence[Attribution]) -> int:
    """The attribution of quoted words whose sentence, or whose last piece, ends just before."""
    for i, attribution in enumerate(found):
        if attribution.type != "indirect" and attribution.cue \
                and _directly_after(parse, quotation, attribution):
            return i
    return -1


def _directly_after(parse: Parse, quotation: Quotation, attribution: Attribution) -> bool:
    """Only words of the cue's own sentence stand between the attribution and the quotation."""
    start = quotation.outside[0].start
    before = [span.end for span in attribution.content if span.end <= start]
    ends = [parse.tokens[i].end for i in (*attribution.cue, *attribution.source)]
    if not before or max(ends) > start:
        return False
    within = parse.tokens_in(Span(max(*before, *ends), start))
    if not within:
        return _same_paragraph(parse, attribution.cue[0], quotation)
    sentence = parse.sentence_of(attribution.cue[0])
    return within[-1] < sentence.last and _same_paragraph(parse, attribution.cue[0], quotation)


def _same_paragraph(parse: Parse, index: int, quotation: Quotation) -> bool:
    return parse.sentence_of(index).paragraph == _paragraph(parse, quotation)


def _paragraph(parse: Parse, quotation: Quotation) -> int:
    within = parse.tokens_in(quotation.segments[0])
    return parse.sentence_of(within[0]).paragraph if within else -1


def float_(parse: Parse, quotations: Sequence[Quotation],
           found: Sequence[Attribution]) -> list[Attribution]:
    """A record for each quotation that is still left, with a speaker where there is evidence."""
    outer = [a for a in found if a.cue]
    return [_floating(parse, quotation, outer) for quotation in leftover(parse, quotations, found)]


def _floating(parse: Parse, quotation: Quotation, found: Sequence[Attribution]) -> Attribution:
    speaker = _preceding(parse, quotation, found)
    warnings = () if quotation.closed else ("unclosed_mark",)
    rule = "floating" if stands_alone(parse, quotation) else "floating part"
    bare = Attribution(type="direct", content=quotation.segments, quoted=quotation.segments,
                       category="statement", rule=rule, warnings=warnings)
    if speaker is None:
        return replace(bare, unattributed="no_cue")
    return replace(bare, source=speaker.source, source_rule="preceding")


def _preceding(parse: Parse, quotation: Quotation,
               found: Sequence[Attribution]) -> Attribution | None:
    """The last attribution before, where the quotation goes on with its speaker's words.

    Evidence: one person speaks, in the same paragraph or in the one before and there in
    marks, nobody else speaks up to the next paragraph, and no question waits for an answer.
    """
    start = quotation.segments[0].start
    place = _paragraph(parse, quotation)
    before = [a for a in found
              if parse.tokens[a.cue[0]].start < start and a.content[0].start < start]
    if not before or not stands_alone(parse, quotation):
        return None
    last = max(before, key=lambda a: parse.tokens[a.cue[0]].start)
    distance = place - parse.sentence_of(last.cue[0]).paragraph
    if distance > 1 or (distance == 1 and last.type == "indirect"):
        return None
    said = parse.text[last.content[-1].start:last.content[-1].end]
    if said.rstrip("\"'\u201d\u2019 ").endswith("?"):
        return None
    return last if one_person(parse, last.source) and not last.negated else None


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
