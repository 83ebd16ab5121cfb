"""Repairs of who speaks: one phrase for a mention, the speaker before whoever passes it on."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from quotes.attribution import contents, cues, sources
from quotes.attribution.drafts import Draft
from quotes.attribution.marked import Marked
from quotes.lexicon import fold
from quotes.text import runs
from quotes.trees import Parse, Token

# What stands before the noun that it belongs to; so many tokens of it, at most.
_BEFORE_NOUN = ("det", "amod", "compound", "nummod", "nmod:desc")
_NEAR = 4
_NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")
# "was quoted as saying": verbs whose passive subject is the speaker.
_QUOTING = ("quote", "cite", "record", "hear", "report")


def _one_phrase(marked: Marked, draft: Draft) -> Draft:
    """A mention is one phrase: of strewn words the cue's subject, else what is nearest to it."""
    parse = marked.parse
    pieces = _joined(parse, draft)
    if len(pieces) > 1 and all(_only_coordinated(parse, a, b) for a, b in pairwise(pieces)):
        return draft
    subject = sources.source(parse, draft.cue, cues.head(parse, draft.cue)).tokens
    first, last = min(pieces, default=(0, 0), key=lambda run: (
        _only_determiner(parse, run), not _is_name_before(parse, run, draft.cue),
        set(range(*run)).isdisjoint(subject),
        _is_relative(parse, run), _distance(run, draft.cue)))
    return replace(draft, source=tuple(range(first, last)))


def _joined(parse: Parse, draft: Draft) -> list[tuple[int, int]]:
    """The source's runs, those of one noun phrase made one: "a delegate | not on the slate"."""
    joined: list[tuple[int, int]] = []
    for run in runs(draft.source):
        if joined and not set(range(joined[-1][1], run[0])) & {*draft.cue, *draft.content} \
                and _one_noun_phrase(parse, joined[-1], run):
            joined[-1] = (joined[-1][0], run[1])
        else:
            joined.append(run)
    return joined


def _one_noun_phrase(parse: Parse, left: tuple[int, int], right: tuple[int, int]) -> bool:
    top = _top(parse, tuple(range(*left)))
    above = parse.tokens[top].head
    nouns = [i for i in (top, above) if i >= 0 and parse.tokens[i].upos in _NOMINAL]
    return any({*range(*left), *range(*right)} <= set(sources.noun_phrase(parse, i))
               for i in nouns)


def _is_name_before(parse: Parse, run: tuple[int, int], cue: tuple[int, ...]) -> bool:
    """"In the cable, *Stevens* reported": a person's name right before the verb."""
    name = parse.name_at(run[0])
    return name is not None and name.type == "PERSON" and run[1] <= cue[0] <= run[1] + 1


def _only_determiner(parse: Parse, run: tuple[int, int]) -> bool:
    """*the* or *a* alone: a stray label, never a mention."""
    return all(parse.tokens[i].deprel == "det" for i in range(*run))


def _whole_phrase(marked: Marked, draft: Draft) -> Draft:
    """Not *Smith* of "Smith's wife, Jane, said", nor *a man who*: the subject's whole phrase."""
    parse = marked.parse
    tokens = draft.source
    while len(tokens) > 1 and parse.tokens[tokens[-1]].xpos in ("WP", "WDT"):
        tokens = tokens[:-1]
    while len(tokens) > 1 and parse.tokens[tokens[-1]].upos == "PUNCT" \
            and len(tokens) < len(draft.source):
        tokens = tokens[:-1]
    found = sources.source(parse, draft.cue, cues.head(parse, draft.cue)).tokens
    if tokens and found and set(tokens) < set(found):
        owner = cues.head(parse, found)
        if owner not in tokens and parse.tokens[_top(parse, tokens)].deprel == "nmod:poss":
            tokens = tuple(i for i in found if i not in draft.content)
    return draft if tokens == draft.source else replace(draft, source=tokens)


def _top(parse: Parse, tokens: tuple[int, ...]) -> int:
    inside = set(tokens)
    return next((i for i in tokens if parse.tokens[i].head not in inside), tokens[0])


def _is_relative(parse: Parse, run: tuple[int, int]) -> bool:
    """A relative pronoun alone: what it refers to names the speaker better."""
    return run[1] - run[0] == 1 and parse.tokens[run[0]].xpos in ("WDT", "WP")


def _only_coordinated(parse: Parse, left: tuple[int, int], right: tuple[int, int]) -> bool:
    return all(parse.tokens[i].upos == "CCONJ" for i in range(left[1], right[0]))


def _distance(run: tuple[int, int], cue: tuple[int, ...]) -> int:
    return min(abs(cue[0] - (run[1] - 1)), abs(run[0] - cue[-1]))


def _unbroken_phrase(marked: Marked, draft: Draft) -> Draft:
    """Not *the*, nor "Ann Ruiz," of "Ann Ruiz, a nurse,": a phrase goes on to its noun, a name
    to its end, a comma to the apposition that it opens."""
    parse = marked.parse
    if not draft.source:
        return draft
    last = end = draft.source[-1]
    for _ in range(_NEAR):
        last = max(last, _rest_of_phrase(parse, last))
    name = parse.name_at(last)
    last = last if name is None else max(last, name.last - 1)
    if parse.tokens[end].text == ",":
        whole = sources.noun_phrase(parse, _top(parse, draft.source))
        last = max(last, whole[-1])
    added = range(end + 1, last + 1)
    if not {*draft.cue, *draft.content}.isdisjoint(added):
        return draft
    return replace(draft, source=(*draft.source, *added))


def _rest_of_phrase(parse: Parse, index: int) -> int:
    """The noun just after the token that belongs before it, else -1."""
    token = parse.tokens[index]
    near = token.deprel in _BEFORE_NOUN and index < token.head <= index + _NEAR
    return token.head if near else -1


def _owner_keeps_the_mark(marked: Marked, draft: Draft) -> Draft:
    """The *'s* of "Ruiz's claim" is the owner's, and no part of the cue."""
    parse = marked.parse
    after = draft.source[-1] + 1 if draft.source else len(parse.tokens)
    if after >= len(parse.tokens) or parse.tokens[after].xpos != "POS" or after in draft.content:
        return draft
    cue = tuple(i for i in draft.cue if i != after)
    return replace(draft, cue=cue, source=(*draft.source, after)) if cue else draft


def _near_the_cue(marked: Marked, draft: Draft) -> Draft:
    """A source stands in its cue's paragraph, or is all elsewhere (a byline, a label)."""
    home = marked.parse.sentence_of(draft.cue[0]).paragraph
    near = tuple(i for i in draft.source if marked.parse.sentence_of(i).paragraph == home)
    return replace(draft, source=near or draft.source)


def _quoted_as_saying(marked: Marked, draft: Draft) -> Draft:
    """"X was quoted as saying", "…," Y quoted X as saying: X speaks, and looks like content."""
    parse = marked.parse
    main = cues.head(parse, draft.cue)
    if fold(parse.tokens[main].lemma) not in _QUOTING:
        return draft
    saying = next((c for c in parse.children(main, "advcl", "xcomp") if c.xpos == "VBG"
                   and any(m.lower == "as" for m in parse.children(c.index, "mark", "case"))), None)
    quoted = parse.child(main, "nsubj:pass") or (
        _quoted_after(parse, main, saying) if draft.content[0] < main else None)
    if quoted is None or (saying is None
                          and not any(i in marked.owner for i in draft.content)):
        return draft
    speaker = sources.noun_phrase(parse, quoted.index)
    extra = () if saying is None else range(main + 1, saying.index + 1)
    cue = tuple(sorted({*draft.cue, *extra} - {*speaker}))
    content = tuple(i for i in draft.content if i not in speaker and i not in cue)
    said = contents.content(parse, cue, main, speaker)
    if said.rule in ("ccomp", "parataxis") and set(said.tokens).isdisjoint(content):
        content = said.tokens
    if not marked.holds_words(content):
        return draft
    return replace(draft, cue=cue, content=content, source=speaker, source_rule="subject",
                   rule="network+tree")


def _quoted_after(parse: Parse, main: int, saying: Token | None) -> Token | None:
    """"…," the agency quoted *Nasr* as saying: the words stand before; what follows *saying*
    would be an attribution of its own."""
    if saying is None or parse.child(saying.index, "ccomp", "parataxis") is not None:
        return None
    return parse.child(main, "obj")


def _on_to_the_verb_of_saying(marked: Marked, draft: Draft) -> Draft:
    """"refused | to say who …": the infinitive belongs to the cue, and tells what was denied."""
    parse = marked.parse
    main = cues.head(parse, draft.cue)
    verb = parse.child(main, "xcomp")
    if verb is None or not draft.source or verb.index not in draft.content \
            or not cues.refuses(parse, main) \
            or next(cues.candidates(parse, (verb.index,)), None) is None:
        return draft
    added = {verb.index, *(m.index for m in parse.children(verb.index, "mark"))}
    added |= {m.index for m in parse.children(verb.index, "aux")}
    content = tuple(i for i in draft.content if i not in added)
    if not marked.holds_words(content):
        return draft
    return replace(draft, cue=tuple(sorted({*draft.cue, *added})), content=content,
                   rule="network+tree")


def _speaker_before_tag(marked: Marked, draft: Draft) -> Draft:
    """He speaks in: "…", he says, according to a translation by X. X only passes it on."""
    parse = marked.parse
    if parse.tokens[draft.cue[0]].lower != "according":
        return draft
    unquoted = {i for i in draft.content
                if i not in marked.owner and parse.tokens[i].upos != "PUNCT"}
    sentence = parse.sentence_of(draft.cue[0])
    for cue in cues.candidates(parse, (i for i in range(sentence.first, draft.cue[0])
                                       if i not in marked.owner)):
        found = sources.source(parse, cue, cue[0])
        if parse.tokens[cue[0]].upos == "VERB" and found.tokens \
                and cues.frames_quotation(parse, cue) \
                and unquoted <= {*cue, *found.tokens, *_adverbials(parse, cue[0])}:
            content = tuple(i for i in draft.content if i in marked.owner)
            return replace(draft, cue=cue, content=content, source=found.tokens,
                           source_rule=found.rule, rule="network+tree")
    return draft


def _adverbials(parse: Parse, verb: int) -> set[int]:
    """Where, when and how it was said: "*in Tavri*", "*on Monday*"."""
    return {i for child in parse.children(verb, "obl", "advmod")
            for i in parse.subtree(child.index)}


REPAIRS = (_one_phrase, _whole_phrase, _near_the_cue, _unbroken_phrase,
           _owner_keeps_the_mark, _quoted_as_saying, _on_to_the_verb_of_saying,
           _speaker_before_tag)
