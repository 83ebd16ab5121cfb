"""Repairs of the cue: none, another word, two that the network took for one, the outer of them."""

from __future__ import annotations

from dataclasses import replace

from quotes import lexicon
from quotes.attribution import contents, cues, sources
from quotes.attribution.drafts import Draft
from quotes.attribution.marked import Marked
from quotes.attribution.scene import QUOTING
from quotes.lexicon import fold
from quotes.text import runs
from quotes.trees import Parse

# Shapes in which a cue at the end holds what stands before it.
_FRAMES = ("parataxis", "according_to", "ccomp")


def _outer_frame(marked: Marked, draft: Draft) -> Draft:
    """"He promised to go, Vos said": what frames the sentence holds the rest, cues and all.

    The inner attribution is then read from the tree. "According to" after a quotation that
    has its speaker only passes it on.
    """
    parse = marked.parse
    pieces = list(runs(draft.cue))
    if len(pieces) < 2:
        return draft
    cue = tuple(range(*pieces[-1]))
    main = cues.head(parse, cue)
    inner = set(draft.cue) - set(cue)
    found = sources.source(parse, cue, main)
    framed = contents.content(parse, cue, main, found.tokens)
    if not found.tokens or framed.rule not in _FRAMES or not inner <= set(framed.tokens) \
            or main in marked.owner or max(inner) > min(found.tokens):
        return draft
    if framed.rule == "according_to" and _all_in_marks(marked, draft):
        return _first_cue(marked, draft, tuple(range(*pieces[0])))
    home = parse.tokens[main].sentence
    away = {i for i in draft.content if parse.tokens[i].sentence != home}
    if any(i > main for i in draft.content if i not in away):
        return draft
    content = tuple(sorted((away | set(framed.tokens)) - {*cue, *found.tokens}))
    return replace(draft, cue=cue, content=content, source=found.tokens, source_rule=found.rule,
                   rule="network+tree")


def _all_in_marks(marked: Marked, draft: Draft) -> bool:
    return all(i in marked.owner or marked.parse.tokens[i].upos == "PUNCT" for i in draft.content)


def _first_cue(marked: Marked, draft: Draft, cue: tuple[int, ...]) -> Draft:
    found = sources.source(marked.parse, cue, cues.head(marked.parse, cue))
    return replace(draft, cue=cue, source=found.tokens or draft.source,
                   source_rule=found.rule or draft.source_rule, rule="network+tree")


def _without_citing(marked: Marked, draft: Draft) -> Draft:
    """"According to Ruiz, *who cited the ministry*, …": whom a source cites is no part of what
    the source says."""
    parse = marked.parse
    aside = {i for noun in draft.source for verb in parse.children(noun, "acl", "advcl")
             if fold(verb.lemma) in QUOTING for i in parse.subtree(verb.index)}
    cue = tuple(i for i in draft.cue if i not in aside)
    content = tuple(i for i in draft.content if i not in aside)
    if aside.isdisjoint(draft.content) or not cue or not marked.holds_words(content):
        return draft
    return replace(draft, cue=cue, content=_without_edge_comma(parse, content),
                   source=tuple(i for i in draft.source if i not in aside), rule="network+tree")


def _beyond_citing(marked: Marked, draft: Draft) -> Draft:
    """"Ruiz said, *citing the ministry*, that …": what stands beyond the aside is said.

    Nobody cites somebody *that* something is so, wherever the parser hangs the clause.
    """
    parse = marked.parse
    main = cues.head(parse, draft.cue)
    token = parse.tokens[main]
    if fold(token.lemma) not in QUOTING or token.relation != "advcl" \
            or parse.child(main, "obj") is None:
        return draft
    said = {i for verb in (token.head, main) for clause in parse.children(verb, "ccomp")
            for i in parse.subtree(clause.index)}
    aside = set(parse.subtree(main)) - said
    cue = next(cues.candidates(parse, (token.head,)), None)
    content = tuple(i for i in draft.content if i not in aside)
    if cue is None or said.isdisjoint(content):
        return draft
    return replace(draft, cue=cue, content=_without_edge_comma(parse, content),
                   rule="network+tree")


def _without_edge_comma(parse: Parse, content: tuple[int, ...]) -> tuple[int, ...]:
    return content[1:] if parse.tokens[content[0]].text == "," else content


def _verb_of_an_expletive(marked: Marked, draft: Draft) -> Draft:
    """"*It* was reported that …": it is the verb that reports."""
    parse = marked.parse
    main = parse.tokens[cues.head(parse, draft.cue)]
    if main.relation != "expl":
        return draft
    cue = next(cues.candidates(parse, (main.head,)), None)
    if cue is None or not set(cue).isdisjoint(draft.content):
        return draft
    return replace(draft, cue=cue, rule="network+tree")


def _nothing_is_said(marked: Marked, draft: Draft) -> Draft | None:
    """"Few can *tell the difference*", "*needless to say*, it was cold": idioms, no attribution."""
    parse = marked.parse
    if any(i in marked.owner for i in draft.content):
        return draft
    main = cues.head(parse, draft.cue)
    if _in_phrase(parse, main):
        return None
    said = {i for i in draft.content if parse.tokens[i].upos != "PUNCT"}
    for noun in parse.children(main, "obj", "nsubj:pass"):
        idiom = (fold(parse.tokens[main].lemma), fold(noun.lemma))
        if idiom in lexicon.idioms() and said <= set(parse.subtree(noun.index)):
            return None
    return draft


def _in_phrase(parse: Parse, main: int) -> bool:
    """Whether the word is part of a phrase that says nothing."""
    sentence = parse.sentence_of(main)
    for phrase in lexicon.empty_phrases().get(parse.tokens[main].lower, ()):
        for start in range(max(sentence.first, main - len(phrase) + 1), main + 1):
            after = parse.tokens[start:min(start + len(phrase), sentence.last)]
            if tuple(token.lower for token in after) == phrase:
                return True
    return False


REPAIRS = (_verb_of_an_expletive, _nothing_is_said, _without_citing, _beyond_citing, _outer_frame)
