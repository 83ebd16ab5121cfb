"""Quotations that no cue claims: joined to their neighbour, attributed on evidence, or kept.

Nothing in marks that holds a clause or stands alone is dropped. What directly follows a
quotation of the same paragraph with its cue belongs to it. Further off, a speaker is named
only on evidence, and never where several people would have to speak in one voice.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import replace

from quotes import lexicon
from quotes.attribution import cues
from quotes.attribution.edges import is_label
from quotes.attribution.marked import Marked
from quotes.attribution.relation import Attribution
from quotes.lexicon import fold
from quotes.marks import Quotation
from quotes.text import Span, any_overlap, merge
from quotes.trees import Parse

# Attributions before a quotation that it may be a piece of: those of its own sentence's end.
_NEAREST = 3
# Clauses with which the sentence goes on, rather than one of its clauses.
_BESIDE = ("conj", "parataxis")


def leftover(marked: Marked, found: Sequence[Attribution]) -> list[Quotation]:
    """Outermost quotations that no content touches and that are more than a label.

    What is attributed within the marks ("I think so.") leaves open who says it all.
    """
    tokens = marked.parse.tokens
    around = [a for a in found if not a.cue or a.cue[0] not in marked.owner]
    taken = merge([*(span for a in around for span in a.content),
                   *(Span(tokens[i].start, tokens[i].end) for a in around for i in a.cue)])
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
    pieces = [list(attribution.content) for attribution in found]
    tokens = marked.parse.tokens
    order = sorted((tokens[a.cue[0]].start, i) for i, a in enumerate(found)
                   if a.cue and a.type != "indirect")
    spoken, starts = _in_order(marked, found)
    for quotation in leftover(marked, found):
        start = quotation.segments[0].start
        before = bisect_left(order, (start,))
        last = spoken[max(0, (at := bisect_left(starts, start)) - 1):at]
        owner = next((i for _, i in reversed(order[max(0, before - _NEAREST):before])
                      if _directly_after(marked, quotation, found[i], pieces[i])
                      and not any(_is_another(marked.parse, a, found[i]) for a in last)), -1)
        if owner >= 0:
            for segment in quotation.segments:
                insort(pieces[owner], segment)
    return [replace(attribution, content=tuple(content))
            for attribution, content in zip(found, pieces, strict=True)]


def _in_order(marked: Marked,
              found: Sequence[Attribution]) -> tuple[list[Attribution], list[int]]:
    """The attributions with a cue in text order, and where their cues start."""
    tokens = marked.parse.tokens
    spoken = sorted((a for a in found if a.cue), key=lambda a: tokens[a.cue[0]].start)
    return spoken, [tokens[a.cue[0]].start for a in spoken]


def _is_another(parse: Parse, last: Attribution, owner: Attribution) -> bool:
    """Whether somebody else speaks last, in a clause beside the owner's: "… Ruiz said, but the
    engineer warned of cracks"."""
    if set(last.source) <= {*owner.source} or _names_nobody_new(parse, last):
        return False
    return _hangs_on(parse, last, owner, beside=True)


def _names_nobody_new(parse: Parse, attribution: Attribution) -> bool:
    return all(parse.tokens[i].upos in ("PRON", "PUNCT") for i in attribution.source)


def _directly_after(marked: Marked, quotation: Quotation, attribution: Attribution,
                    content: Sequence[Span]) -> bool:
    """Only words of the cue's own clause stand between the attribution and the quotation, and
    no question waits there for an answer. `content` is what the attribution has by now."""
    parse = marked.parse
    start = quotation.outside[0].start
    before = _end_before(content, start)
    end = max(parse.tokens[i].end for i in (*attribution.cue, *attribution.source))
    if before is None or end > start or _paragraph(parse, quotation) \
            != parse.sentence_of(attribution.cue[0]).paragraph:
        return False
    if before > end and _asks(parse, content[-1]):
        return False
    return marked.unbroken(attribution.cue[0], before, start)


def _end_before(content: Sequence[Span], place: int) -> int | None:
    """Where the last piece of a content ends that ends before a place."""
    ended = bisect_right(content, place, key=lambda span: span.end)
    return content[ended - 1].end if ended else None


def _asks(parse: Parse, last: Span) -> bool:
    return parse.text[last.start:last.end].rstrip("\"'\u201d\u2019 ").endswith("?")


def _paragraph(parse: Parse, quotation: Quotation) -> int:
    within = parse.tokens_in(quotation.segments[0])
    return parse.sentence_of(within[0]).paragraph if within else -1


def float_(marked: Marked, found: Sequence[Attribution]) -> list[Attribution]:
    """A record for each quotation that is still left, with a speaker where there is evidence."""
    spoken, starts = _in_order(marked, found)
    made = []
    for quotation in leftover(marked, found):
        place = bisect_left(starts, quotation.segments[0].start)
        before = spoken[max(0, place - _NEAREST):place]
        made.append(_floating(marked, quotation, before, spoken[place:place + 1]))
    return made


def _floating(marked: Marked, quotation: Quotation, before: Sequence[Attribution],
              after: Sequence[Attribution]) -> Attribution:
    alone = marked.stands_alone(quotation)
    bare = Attribution(type="direct", content=quotation.segments, quoted=quotation.segments,
                       category="statement", rule="floating" if alone else "floating part",
                       warnings=() if quotation.closed else ("unclosed_mark",))
    last = _outermost(marked.parse, before)
    if alone and before and last is None:
        return replace(bare, unattributed="ambiguous")
    preceding = [last] if alone and last and _goes_on(marked, quotation, last) else []
    following = [a for a in after if alone and _leads_to(marked, quotation, a)]
    if preceding and following and _are_two(marked.parse, preceding[0], following[0]):
        return replace(bare, unattributed="ambiguous")
    if preceding:
        return replace(bare, source=preceding[0].source, source_rule="preceding")
    if following:
        return replace(bare, source=following[0].source, source_rule="following")
    return replace(bare, unattributed="no_cue")


def _outermost(parse: Parse, before: Sequence[Attribution]) -> Attribution | None:
    """The last attribution, or the one within which its pronoun speaks; None where it is
    subordinate to somebody else's: after "… Ruiz said, after Cole promised help" either may go
    on."""
    if not before:
        return None
    *others, last = before
    for earlier in reversed(others):
        if _hangs_on(parse, last, earlier, beside=False):
            if not _names_nobody_new(parse, last):
                return None
            last = earlier
    return last


def _hangs_on(parse: Parse, lower: Attribution, upper: Attribution, *, beside: bool) -> bool:
    """Whether the tree leads up from one cue to the other's, all the way beside or all within."""
    at = cues.head(parse, lower.cue)
    for above in parse.ancestors(at):
        if (parse.tokens[at].relation in _BESIDE) != beside:
            return False
        if above in upper.cue:
            return True
        at = above
    return False


def _goes_on(marked: Marked, quotation: Quotation, last: Attribution) -> bool:
    """Whether the quotation goes on with the words of the last attribution before it.

    Evidence: one person speaks, in the same paragraph or in the one before and there in
    marks, only marks and the cue's clause stand between, and no question waits for an answer.
    """
    parse = marked.parse
    start = quotation.outside[0].start
    end = _end_before(last.content, start)
    if end is None or last.negated or last.category == "question" \
            or _asks(parse, last.content[-1]):
        return False
    distance = _paragraph(parse, quotation) - parse.sentence_of(last.cue[0]).paragraph
    if distance > 1 or (distance == 1 and last.type == "indirect"):
        return False
    return one_person(parse, last.source) and marked.unbroken(last.cue[0], end, start)


def _leads_to(marked: Marked, quotation: Quotation, following: Attribution) -> bool:
    """Whether the next paragraph begins with a quotation that one person's cue claims."""
    parse = marked.parse
    first = following.content[0]
    if parse.sentence_of(following.cue[0]).paragraph - _paragraph(parse, quotation) != 1:
        return False
    return following.type == "direct" and first.start < parse.tokens[following.cue[0]].start \
        and one_person(parse, following.source) and not _question(parse, quotation) \
        and not any(c.isalnum() for c in parse.text[quotation.outside[-1].end:first.start])


def _question(parse: Parse, quotation: Quotation) -> bool:
    inside = quotation.segments[-1]
    return parse.text[inside.start:inside.end].endswith("?")


def _are_two(parse: Parse, one: Attribution, other: Attribution) -> bool:
    """Whether two mentions share no name, and neither is a pronoun that may mean the other."""
    words = [{parse.tokens[i].lower for i in a.source if parse.tokens[i].upos == "PROPN"}
             for a in (one, other)]
    return bool(words[0] and words[1]) and words[0].isdisjoint(words[1])


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
