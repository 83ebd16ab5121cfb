"""Repairs of what is said: content that runs too far, or that is none."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from quotes import lexicon
from quotes.attribution import clauses, contents, cues
from quotes.attribution.drafts import Draft
from quotes.attribution.marked import Marked
from quotes.lexicon import fold
from quotes.trees import Parse, Sentence

# A mark and a connective may stand before content that starts its sentence.
_LEADING = 3
# Tokens of a headline's topic at most; longer phrases tell what was claimed.
_TOPIC = 4
# What begins another attribution even where the parser sees a part of this one's content.
_SPEECH = ("statement", "denial", "promise", "question")
_USUAL = 0.4
# Words that open a phrase and mean nothing at its end; so many of them may stand there.
_OPENING = ("case", "mark", "cc", "det", "amod", "compound", "aux", "advmod")
_LOOSE = 3
# "declined to be named", "refused to be identified".
_NAMING = ("name", "identify", "quote")
# What says when, where or to whom something was said.
_ADVERBIAL = ("obl", "advmod", "advcl")


def keep(marked: Marked, draft: Draft, kept: tuple[int, ...]) -> Draft | None:
    """The draft with less content; None where no word is left."""
    if not marked.holds_words(kept):
        return None
    return draft if kept == draft.content else replace(draft, content=kept)


def _stay_in_paragraph(marked: Marked, draft: Draft) -> Draft | None:
    """Content stays in the cue's paragraph, unless a colon sends the reader on or one
    quotation runs over the paragraph's end."""
    parse = marked.parse
    home = parse.sentence_of(draft.cue[0]).paragraph
    at_home = [i for i in draft.content if parse.sentence_of(i).paragraph == home]
    if len(at_home) == len(draft.content) or _ends_with_colon(parse, draft.cue):
        return draft
    going_on = {marked.owner[i] for i in at_home if i in marked.owner}
    kept = tuple(i for i in draft.content if parse.sentence_of(i).paragraph == home
                 or marked.owner.get(i) in going_on
                 or (i in marked.owner and not at_home))
    return keep(marked, draft, kept)


def _ends_with_colon(parse: Parse, cue: tuple[int, ...]) -> bool:
    """Whether the cue is or is followed, in its sentence, by a colon."""
    last = parse.sentence_of(cue[-1]).last
    return any(parse.tokens[i].text == ":" for i in (*cue, *range(cue[-1], last)))


def _keeps_a_name_back(marked: Marked, draft: Draft) -> Draft | None:
    """"declined to be named": a reason for anonymity, and nothing that was said."""
    parse = marked.parse
    main = cues.head(parse, draft.cue)
    withheld = [i for i in (*draft.cue, *(c.index for c in parse.children(main, "xcomp")))
                if fold(parse.tokens[i].lemma) in _NAMING]
    return None if withheld and any(cues.refuses(parse, i) for i in draft.cue) else draft


def _one_voice(marked: Marked, draft: Draft) -> Draft | None:
    """Quotations away from the cue's sentence are one speaker's only in an unbroken run."""
    parse = marked.parse
    sentence = parse.sentence_of(draft.cue[0])
    if _ends_with_colon(parse, draft.cue):
        return draft
    quoted = [i for i in draft.content if i in marked.owner]
    after = [i for i in quoted if i >= sentence.last]
    before = [i for i in quoted if i < sentence.first]
    lost: set[int] = set()
    for away in (after, before[::-1]):
        near = [i for i in quoted if sentence.first <= i < sentence.last]
        reached = parse.tokens[near[-1 if away is after else 0] if near else draft.cue[0]]
        for i in away:
            token = parse.tokens[i]
            left, right = sorted((reached, token), key=lambda t: t.start)
            if lost or not marked.unbroken(draft.cue[0], left.end, right.start):
                lost.add(i)
            reached = token
        if lost:
            break
    return keep(marked, draft, tuple(i for i in draft.content if i not in lost))


def _no_answer(marked: Marked, draft: Draft) -> Draft | None:
    """Who asks does not answer in the same breath: "Who is right?" "Nobody." is two voices."""
    quoted = [i for i in draft.content if i in marked.owner and i > draft.cue[0]]
    answer = next((b for a, b in pairwise(quoted) if _answers(marked, a, b)), None)
    if answer is None:
        return draft
    return keep(marked, draft, tuple(i for i in draft.content if i < answer))


def _answers(marked: Marked, left: int, right: int) -> bool:
    """Whether one quotation asks and the next, with nothing between them, opens: an answer."""
    first, second = marked.owner.get(left), marked.owner.get(right)
    if first is None or second is None or first == second:
        return False
    asked = marked.quotations[first].segments[-1]
    between = marked.parse.text[asked.end:marked.quotations[second].segments[0].start]
    return marked.parse.text[asked.start:asked.end].endswith("?") \
        and not any(c.isalnum() for c in between)


def _end_with_the_sentence(marked: Marked, draft: Draft) -> Draft | None:
    """An unquoted sentence after the cue's that reports or judges by itself ("It is believed
    that …", "There is fear that …") is the writer's, unless a colon led on to it."""
    parse = marked.parse
    if _ends_with_colon(parse, draft.cue):
        return draft
    last = parse.sentence_of(draft.cue[-1]).last
    if parse.tokens[last - 1].upos != "PUNCT":
        return draft  # "Donald J." ends no sentence, though the parser may think so
    later = {parse.tokens[i].sentence for i in draft.content
             if i >= last and i not in marked.owner}
    own = {s for s in later if _reports(parse, parse.sentences[s])}
    if not own or not any(i < last for i in draft.content):
        return draft
    return keep(marked, draft, tuple(i for i in draft.content if i < last or i in marked.owner
                                      or parse.tokens[i].sentence not in own))


def _reports(parse: Parse, sentence: Sentence) -> bool:
    """Whether the sentence's main word is a cue, or it has an expletive for a subject."""
    root = parse.root(sentence)
    return parse.child(root, "expl") is not None \
        or next(cues.candidates(parse, (root,)), None) is not None


def _let_go_of_detached_quotation(marked: Marked, draft: Draft) -> Draft | None:
    """Reported words do not swallow a quotation that is a sentence of its own.

    In: The army says it fired. "Turn night into day." The second sentence has no cue.
    """
    home = marked.parse.tokens[draft.cue[0]].sentence
    near = [i for i in draft.content if marked.parse.tokens[i].sentence == home]
    if not marked.holds_words(near) or any(i in marked.owner for i in near):
        return draft
    return keep(marked, draft, tuple(i for i in draft.content if i not in marked.detached))


def _drop_stray_pieces(marked: Marked, draft: Draft) -> Draft | None:
    """Reported words go on in another sentence from its start, never from the middle of it, and
    never beyond a sentence of which nothing is said."""
    parse = marked.parse
    home = {parse.tokens[i].sentence for i in draft.cue}
    away: dict[int, list[int]] = {}
    for i in draft.content:
        if parse.tokens[i].sentence not in home and i not in marked.owner:
            away.setdefault(parse.tokens[i].sentence, []).append(i)
    if not away or len(away) == len({parse.tokens[i].sentence for i in draft.content}):
        return draft
    near = _unbroken(parse, draft)
    stray = {i for sentence, part in away.items() if sentence not in near
             or part[0] > parse.sentences[sentence].first + _LEADING
             or (sentence < min(home) and _breaks_off(parse, draft, sentence)) for i in part}
    return keep(marked, draft, tuple(i for i in draft.content if i not in stray))


def _breaks_off(parse: Parse, draft: Draft, sentence: int) -> bool:
    """Whether words of the sentence stand between what is said in it and its end."""
    end = parse.sentences[sentence].last
    last = max(i for i in draft.content if i < end)
    return any(parse.tokens[i].upos != "PUNCT" for i in range(last + 1, end))


def _unbroken(parse: Parse, draft: Draft) -> set[int]:
    """The sentences of the cue, and those with content that follow on them without a gap."""
    said = {parse.tokens[i].sentence for i in draft.content}
    found = {parse.tokens[i].sentence for i in draft.cue}
    for step in (-1, 1):
        sentence = parse.tokens[draft.cue[0]].sentence + step
        while sentence in said:
            found.add(sentence)
            sentence += step
    return found


def _end_before_next_cue(marked: Marked, draft: Draft) -> Draft | None:
    """"warned that A and promised to B", "denied A; he admitted B": the next cue's clause is no
    part of A."""
    parse = marked.parse
    main = cues.head(parse, draft.cue)
    inside = set(draft.content)
    for i in draft.content:
        if i > main and i not in marked.owner and parse.tokens[i].upos == "VERB" \
                and (_is_next_cue(parse, i, main) or _speaks_up(parse, i, main)):
            start = clauses.start(parse, i)
            if parse.child(i, "nsubj") is not None:
                start = min(start, parse.subtree(i)[0])
            # The clause before has to be content too, else the verb is what is said.
            if any(main < j < start for j in inside):
                return keep(marked, draft, tuple(j for j in draft.content if j < start))
    return draft


def _is_next_cue(parse: Parse, verb: int, main: int) -> bool:
    """A conjunct of the cue's own verb, wherever the parser hung it."""
    if parse.tokens[verb].relation != "conj" \
            or parse.child(verb, "nsubj", "nsubj:pass", "expl") is not None \
            or next(cues.candidates(parse, (verb,)), None) is None \
            or not clauses.is_finite(parse, verb):
        return False
    return clauses.conjoined_to(parse, verb) == main


def _speaks_up(parse: Parse, verb: int, main: int) -> bool:
    """Whether another sentence begins after a semicolon or a *but*, with its own speaker."""
    subject = parse.child(verb, "nsubj")
    if subject is None or subject.index > verb or not _is_said(parse, verb) \
            or parse.tokens[verb].relation not in ("conj", "parataxis", "advcl"):
        return False
    first = parse.subtree(verb)[0]
    before = parse.tokens[max(main, first - 1):first + 1]
    return any(t.text == ";" or t.lower == "but" for t in before)


def _is_said(parse: Parse, verb: int) -> bool:
    known = cues.entry(parse, (verb,))
    return known is not None and known.category in _SPEECH and known.prior >= _USUAL


def _only_what_the_noun_governs(marked: Marked, draft: Draft) -> Draft | None:
    """"His claim that it was safe | was false": the sentence's predicate is not his claim."""
    parse = marked.parse
    main = cues.head(parse, draft.cue)
    if parse.tokens[main].upos != "NOUN" or parse.tokens[main].relation not in ("nsubj",
                                                                              "nsubj:pass"):
        return draft
    governed = set(contents.content(parse, draft.cue, main, draft.source).tokens)
    if not governed or parse.tokens[main].head not in draft.content:
        return draft
    return keep(marked, draft, tuple(i for i in draft.content if i in governed))


def _only_the_quotation(marked: Marked, draft: Draft) -> Draft | None:
    """"chanted "Water!" | outside the palace": where it was chanted is not what was chanted."""
    parse = marked.parse
    main = cues.head(parse, draft.cue)
    words = [i for i in draft.content if parse.tokens[i].upos != "PUNCT"]
    loose = {i for i in words if i not in marked.owner}
    if not cues.frames_quotation(parse, draft.cue) or not loose or len(loose) == len(words) \
            or min(loose) < main:
        return draft
    trees = [parse.subtree(child.index) for child in parse.children(main, *_ADVERBIAL)]
    adverbials = {i for tree in trees if not any(i in marked.owner for i in tree) for i in tree}
    return keep(marked, draft, tuple(i for i in draft.content if i not in adverbials)) \
        if loose <= adverbials else draft


def _is_headline_topic(marked: Marked, draft: Draft) -> Draft | None:
    """A bare noun phrase in a headline names what the talk was about, and not what was said."""
    parse = marked.parse
    sentence = parse.sentence_of(draft.cue[0])
    if not _is_headline(parse, sentence) or len(draft.content) > _TOPIC \
            or not all(parse.tokens[i].text.isalnum() for i in draft.cue):
        return draft
    said = any(i in marked.owner or parse.tokens[i].upos in ("VERB", "AUX")
               for i in draft.content)
    return draft if said else None


def _is_headline(parse: Parse, sentence: Sentence) -> bool:
    """A paragraph of one sentence that no mark ends."""
    same = [s for s in parse.sentences[max(0, sentence.index - 1):sentence.index + 2]
            if s.paragraph == sentence.paragraph]
    return len(same) == 1 and parse.tokens[sentence.last - 1].upos != "PUNCT"


def _is_publication(marked: Marked, draft: Draft) -> Draft | None:
    """"X first reported the recording" tells who published, and nothing of what was said."""
    parse = marked.parse
    main = cues.head(parse, draft.cue)
    known = cues.entry(parse, draft.cue)
    if known is None or known.category != "statement" or parse.tokens[main].upos != "VERB" \
            or any(i in marked.owner for i in draft.content):
        return draft
    inside = set(draft.content)
    tops = [parse.tokens[i] for i in draft.content if parse.tokens[i].head not in inside
            and parse.tokens[i].upos not in ("PUNCT", "ADV")]
    if len(tops) != 1 or tops[0].relation != "obj" or tops[0].head != main:
        return draft
    bare = not any(c.relation in ("acl", "nmod", "ccomp") for c in parse.children(tops[0].index))
    return None if bare and fold(tops[0].lemma) in lexicon.documents() else draft


def _no_loose_end(marked: Marked, draft: Draft) -> Draft | None:
    """Unquoted content never ends in *and*, *in* or *the*: their phrase goes on to its end where
    it belongs to the content ("a visit in | May"), else they go ("met him | in")."""
    parse = marked.parse
    content, barred = list(draft.content), {*draft.cue, *draft.source}
    for _ in range(_LOOSE):
        last = next((i for i in reversed(content) if parse.tokens[i].upos != "PUNCT"), -1)
        if last < draft.cue[-1] or last in marked.owner or not _is_loose(parse, last):
            break
        rest = _rest_of_phrase(parse, last, set(content))
        if rest and barred.isdisjoint(rest) and marked.owner.keys().isdisjoint(rest):
            content = sorted({*content, *rest})
        else:
            content = [i for i in content if i < last]
    return keep(marked, draft, tuple(content)) if content else None


def _is_loose(parse: Parse, index: int) -> bool:
    """Whether the word only opens what its governor, further on, would say."""
    token = parse.tokens[index]
    return token.relation in _OPENING and token.head > index \
        and token.head < parse.sentence_of(index).last


def _rest_of_phrase(parse: Parse, index: int, inside: set[int]) -> range:
    """What follows the word up to its phrase's end, where the phrase hangs on the content."""
    governor = parse.tokens[index].head
    if parse.tokens[governor].head not in inside:
        return range(0)
    return range(index + 1, parse.subtree(governor)[-1] + 1)


def _auxiliary_says_nothing(marked: Marked, draft: Draft) -> Draft | None:
    """"The council will meet. "Leave us our city."": *will* alone says no quotation."""
    words = [i for i in draft.content if marked.parse.tokens[i].upos != "PUNCT"]
    bare = all(marked.parse.tokens[i].upos == "AUX" for i in draft.cue)
    return None if bare and all(i in marked.owner for i in words) else draft


REPAIRS = (_stay_in_paragraph, _keeps_a_name_back, _auxiliary_says_nothing,
           _let_go_of_detached_quotation, _one_voice, _no_answer, _end_with_the_sentence,
           _drop_stray_pieces, _end_before_next_cue, _only_what_the_noun_governs,
           _only_the_quotation, _is_headline_topic, _is_publication,
           _no_loose_end)
