"""First drafts of attributions: from the network's proposals, and from the tree alone.

A draft's confidence is the network's own posterior where it proposed it, and the share of
its lemma's occurrences that attribute something where only the tree shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from quotes import lexicon
from quotes.attribution import clauses, contents, cues, sources
from quotes.trees import Parse, Proposal

# A cue that the network passed over has to be one that rarely means anything else; the network
# has seen what else it can mean. Inside another's content the network never looks (its corpus
# has only outermost attributions), so there the commoner verbs of saying and thinking count.
_PRIOR_OUTSIDE = 0.6
_PRIOR_INSIDE = 0.25
# With a whole clause for content, even a verb that seldom attributes does: the lists' priors
# count all uses, and inside quotations ("I think …") the corpus annotates none.
_LEAST_PRIOR = {"ccomp": 0.08, "parataxis": 0.08, "acl": 0.02}
# Outside, the network has had its say, so that such verbs are kept and trusted little; but who
# says "I think …" reports himself, whatever the verb does elsewhere.
_LEAST_OUTSIDE = {"ccomp": 0.08}
_SPOKEN_TO = ("you", "us", "'s", "\u2019s")
_LEAST_OF_SELF = {"ccomp": 0.05, "parataxis": 0.1}
_SELF = ("i", "we")
_SELF_REPORT = 0.6
# "per X", "for X, …", "in the words of X": the phrase attributes by its build, whatever else
# its preposition means elsewhere.
_SET_PHRASE = 0.6

# Below this the network's own links contradict its labels: a stray label, no attribution.
_FAINTEST = 0.1
# Where the network doubts that a cue has no source, the tree may name one, by the constructions
# that leave least open.
_SURELY_NONE = 0.6
_COMMITTED = ("subject", "agent", "according_to")


@dataclass(frozen=True, slots=True)
class Draft:
    """Cue, content and source as tokens, before edges are settled."""

    cue: tuple[int, ...]
    content: tuple[int, ...]
    source: tuple[int, ...]
    source_rule: str
    confidence: float
    rule: str


def proposed(parse: Parse) -> list[Draft]:
    """The network's proposals; a source that it is unsure not to see is looked for in the tree."""
    drafts = [_from_proposal(parse, part) for proposal in parse.proposals
              for part in _by_sentence(parse, proposal)]
    return [draft for draft in drafts if draft.confidence >= _FAINTEST]


def _by_sentence(parse: Parse, proposal: Proposal) -> list[Proposal]:
    """One proposal for each sentence of the cue: two sentences' verbs are two cues."""
    sentences = sorted({parse.tokens[i].sentence for i in proposal.cue})
    if len(sentences) < 2:
        return [proposal]
    parts = []
    for s in sentences:
        cue, content, source = (
            tuple(i for i in part if parse.tokens[i].sentence == s)
            for part in (proposal.cue, proposal.content, proposal.source))
        if content:
            parts.append(replace(proposal, cue=cue, content=content, source=source,
                                 source_score=proposal.source_score if source else 0.5))
    return parts


def _from_proposal(parse: Parse, proposal: Proposal) -> Draft:
    confidence = proposal.cue_score * proposal.content_score * proposal.source_score
    if not proposal.source and (proposal.source_score < _SURELY_NONE
                                or _is_participle(parse, proposal.cue)):
        found = sources.source(parse, proposal.cue, cues.head(parse, proposal.cue))
        if found.rule in _committed(parse, proposal.cue) \
                and not set(found.tokens) & set(proposal.content):
            return Draft(proposal.cue, proposal.content, found.tokens, found.rule, confidence,
                         "network+tree")
    return Draft(proposal.cue, proposal.content, proposal.source,
                 "network" if proposal.source else "", confidence, "network")


def _is_participle(parse: Parse, cue: tuple[int, ...]) -> bool:
    """"…, saying that": grammar gives a participle its subject, whatever the network links."""
    main = parse.tokens[cues.head(parse, cue)]
    return main.xpos == "VBG" and main.relation == "advcl"


def _committed(parse: Parse, cue: tuple[int, ...]) -> tuple[str, ...]:
    return (*_COMMITTED, "shared_subject") if _is_participle(parse, cue) else _COMMITTED


def from_tree(parse: Parse, taken: Iterable[int], inside: Iterable[int]) -> list[Draft]:
    """Attributions that only the tree shows, at cues that no other draft uses.

    `inside` are the tokens that somebody says, where attributions nest.
    """
    used, nested = set(taken), set(inside)
    found = []
    for cue in cues.candidates(parse, range(len(parse.tokens))):
        if used.isdisjoint(cue) and not _is_part(parse, cue, used):
            draft = _read_tree(parse, cue, nested=cue[0] in nested)
            if draft is not None:
                found.append(draft)
    return found


def _is_part(parse: Parse, cue: tuple[int, ...], used: set[int]) -> bool:
    """Whether the words belong to a cue in use: "refused to *say*", "he says, *according to* X",
    where the phrase hangs on a cue that has a speaker already."""
    token = parse.tokens[cue[0]]
    if token.lower != "according":
        return token.relation == "xcomp" and token.head in used \
            and parse.child(token.head, "obj", "iobj", "nsubj:pass") is None
    phrase = parse.tokens[cue[0]].head
    return phrase in used or (phrase >= 0 and parse.tokens[phrase].head in used)


def _read_tree(parse: Parse, cue: tuple[int, ...], *, nested: bool) -> Draft | None:
    known = cues.entry(parse, cue)
    prior = 1.0 if known is None else known.prior
    main = cues.head(parse, cue)
    source = sources.source(parse, cue, main)
    if not source.tokens:
        return None
    content = contents.content(parse, cue, main, source.tokens)
    if not content.tokens or not _fits(known, content.rule):
        return None
    if content.rule == "according_to":
        prior = max(prior, _SET_PHRASE)
    elif not nested and _reports_itself(parse, source.tokens, content.rule, prior):
        prior = max(prior, _SELF_REPORT)
    elif prior < _least(content.rule, nested=nested, tells=_tells(parse, main, source.tokens)):
        return None
    return Draft(cue, content.tokens, source.tokens, source.rule, prior, "tree:" + content.rule)


def _reports_itself(parse: Parse, source: tuple[int, ...], construction: str,
                    prior: float) -> bool:
    return len(source) == 1 and parse.tokens[source[0]].lower in _SELF \
        and prior >= _LEAST_OF_SELF.get(construction, 1.0)


def _tells(parse: Parse, verb: int, source: tuple[int, ...]) -> bool:
    """Whether a verb with tense says of somebody that he thinks so; "let's see" and "you know"
    only talk to the reader."""
    spoken_to = len(source) == 1 and parse.tokens[source[0]].lower in _SPOKEN_TO
    return clauses.is_finite(parse, verb) and not spoken_to


def _least(construction: str, *, nested: bool, tells: bool) -> float:
    """The prior that a cue needs, inside others' words and outside them."""
    if nested:
        return _LEAST_PRIOR.get(construction, _PRIOR_INSIDE)
    return _LEAST_OUTSIDE.get(construction, _PRIOR_OUTSIDE) if tells else _PRIOR_OUTSIDE


def _fits(known: lexicon.Cue | None, construction: str) -> bool:
    """Whether the lexicon lets the cue take its content in this construction."""
    if known is None or construction in ("according_to", "acl"):
        return True
    frame = {"csubj": "ccomp", "csubj:pass": "ccomp"}.get(construction, construction)
    return frame in known.frames


def content_tokens(drafts: Sequence[Draft]) -> set[int]:
    """All tokens that some draft attributes."""
    return {i for draft in drafts for i in draft.content}
