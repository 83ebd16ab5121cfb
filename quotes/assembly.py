"""Records from attributions and resolved speakers: the one place where pydantic models are made.

Decides how a record reads (its `text`, its id, its context); everything that it says was
decided below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from quotes import lexicon, records
from quotes.attribution import Attribution, cues
from quotes.dates import iso_date
from quotes.documents import Document, text_sha256
from quotes.lexicon import fold
from quotes.speakers import Resolution, Resolved, ResolvedSource, bare_label
from quotes.text import Span
from quotes.trees import Parse

# The modals that tell when something is said: yet to come on the document's date, or done (or
# refused) by then. Under any other ("would say on Monday", "if he says so on Monday") it is open.
_AHEAD = {"will": True, "shall": True, "decline": False, "refuse": False, "fail": False,
          "manage": False, "begin": False, "start": False, "continue": False}



def assemble(document: Document, parse: Parse, found: Sequence[Attribution],
             resolved: Sequence[Resolved], generator: records.Generator
             ) -> list[records.QuoteRecord]:
    """One record an attribution, in the same order.

    `resolved` runs parallel to `found`; every span is verbatim in `document.text`.
    """
    info = document_info(document)
    ids = [_id(document.id, parse, a) for a in found]
    chains = _chains(parse, found, resolved)
    return [_record(document, parse, info, generator, a, replace(r, sources=chains[i]), ids[i],
                    None if a.parent is None else ids[a.parent])
            for i, (a, r) in enumerate(zip(found, resolved, strict=True))]


def _chains(parse: Parse, found: Sequence[Attribution],
            resolved: Sequence[Resolved]) -> list[tuple[ResolvedSource, ...]]:
    """Each attribution's sources: those of the one around it, its speaker, then its own.

    A speaker of whom no more is known than that it is *Q* or *A* relays nothing to a reader.
    """
    chains: dict[int, tuple[ResolvedSource, ...]] = {}
    for i in sorted(range(len(found)), key=lambda i: _depth(found, i)):
        parent = found[i].parent
        outer: tuple[ResolvedSource, ...] = ()
        if parent is not None:
            above, own = resolved[parent].speaker, resolved[i].speaker
            label = bare_label(parse, found[parent])
            outer = chains[parent]
            if above is not None and above.name not in (label, own.name if own else None):
                outer = (*outer, *_as_source(parse, above, outer))
        chains[i] = _distinct((*outer, *resolved[i].sources))
    return [chains[i] for i in range(len(found))]


def _as_source(parse: Parse, speaker: Resolution,
               outer: Sequence[ResolvedSource]) -> Iterator[ResolvedSource]:
    """Who speaks around an attribution relays it; a document or recording carries it; a
    translation is its translator's, where one is known."""
    heads = [fold(parse.tokens[i].lemma) for i in speaker.mention
             if parse.tokens[i].head not in speaker.mention]
    known = lexicon.documents().get(heads[0]) if heads and speaker.kind == "document" else None
    translated = any(source.relation == "translated_by" for source in outer)
    if not (translated and heads[:1] == ["translation"]):
        relation = "relayed_by" if known is None else known.relation
        yield ResolvedSource(relation, speaker.name, speaker.kind, speaker.mention)


def _distinct(chain: Sequence[ResolvedSource]) -> tuple[ResolvedSource, ...]:
    """Each source once, where it stands nearest to the reader, by its name or by its words."""
    kept: list[ResolvedSource] = []
    for source in chain:
        if not any(k.relation == source.relation and (
                k.name == source.name or not set(k.tokens).isdisjoint(source.tokens))
                for k in kept):
            kept.append(source)
    return tuple(kept)


def _depth(found: Sequence[Attribution], index: int) -> int:
    depth, parent = 0, found[index].parent
    while parent is not None:
        depth, parent = depth + 1, found[parent].parent
    return depth


def document_info(document: Document) -> records.DocumentInfo:
    """The document's part of each of its records."""
    return records.DocumentInfo(
        id=document.id, title=document.title, url=document.url, date=document.date,
        author=document.author, publisher=document.publisher, language=document.language,
        sha256=text_sha256(document.text))


def _id(doc_id: str, parse: Parse, attribution: Attribution) -> str:
    cue, source, content = ([_placed(parse, span) for span in spans] for spans in (
        parse.spans(attribution.cue), parse.spans(attribution.source), attribution.content))
    return records.record_id(doc_id, cue, source, content)


def _text_span(parse: Parse, span: Span) -> records.TextSpan:
    start, end = _placed(parse, span)
    return records.TextSpan(start=start, end=end, text=parse.text[span.start:span.end])


def _placed(parse: Parse, span: Span) -> Span:
    """Where in the document a span of the parse is."""
    return Span(span.start + parse.place.start, span.end + parse.place.start)


def _text_spans(parse: Parse, tokens: Iterable[int]) -> list[records.TextSpan]:
    return [_text_span(parse, span) for span in parse.spans(tokens)]


def _whole(parse: Parse, tokens: Sequence[int]) -> records.TextSpan | None:
    return _text_span(parse, parse.span(tokens)) if tokens else None


def display(parse: Parse, content: Sequence[Span]) -> str:
    """The content as a person reads it: pieces set apart by a blank, paragraphs by a blank line.

    A paragraph is one of the parse: a line end within it is one of a wrapped line, and reads
    as a blank.
    """
    shown = ""
    for i, span in enumerate(content):
        if i:
            shown += " " if _share_paragraph(parse, content[i - 1], span) else "\n\n"
        shown += " ".join(parse.text[span.start:span.end].split())
    return shown


def _share_paragraph(parse: Parse, before: Span, after: Span) -> bool:
    """Whether one piece goes on in the paragraph in which another ends."""
    last, first = parse.tokens_in(before)[-1:], parse.tokens_in(after)[:1]
    return not last or not first or \
        parse.sentence_of(last[0]).paragraph == parse.sentence_of(first[0]).paragraph


def _record(document: Document, parse: Parse, info: records.DocumentInfo,
            generator: records.Generator, attribution: Attribution, resolved: Resolved,
            own_id: str, parent: str | None) -> records.QuoteRecord:
    return records.QuoteRecord(
        id=own_id, document=info, doc_id=document.id, type=attribution.type,
        text=display(parse, attribution.content),
        content=[_text_span(parse, span) for span in attribution.content],
        quoted=[_text_span(parse, span) for span in attribution.quoted],
        cue=_cue(parse, attribution), speaker=_speaker(parse, resolved.speaker),
        sources=_sources(parse, resolved.sources),
        addressee=_addressee(parse, resolved),
        circumstances=_circumstances(parse, attribution, document.date), parent=parent,
        unattributed=attribution.unattributed, confidence=round(attribution.confidence, 3),
        evidence=_evidence(attribution, resolved), context=_context(parse, attribution),
        warnings=_warnings(parse, attribution), generator=generator)


def _warnings(parse: Parse, attribution: Attribution) -> list[str]:
    return [*attribution.warnings, *(["read_in_sections"] if parse.place.section else [])]


def _cue(parse: Parse, attribution: Attribution) -> records.Cue | None:
    if not attribution.cue:
        return None
    return records.Cue(spans=_text_spans(parse, attribution.cue),
                       lemma=cues.read(parse, attribution.cue).lemma,
                       category=attribution.category, negated=attribution.negated,
                       modality=attribution.modality)


def _speaker(parse: Parse, speaker: Resolution | None) -> records.Speaker | None:
    if speaker is None:
        return None
    return records.Speaker(
        name=speaker.name, kind=speaker.kind, mention=_text_spans(parse, speaker.mention),
        name_span=_whole(parse, speaker.name_tokens), entity=speaker.entity,
        resolution=speaker.resolution, titles=list(speaker.titles), roles=list(speaker.roles),
        affiliation=speaker.affiliation, anonymous=speaker.anonymous,
        anonymity_reason=speaker.anonymity_reason,
        members=[records.Member(name=m.name, kind=m.kind, mention=_text_spans(parse, m.mention),
                                entity=m.entity, link=m.link) for m in speaker.members],
        link=speaker.link, confidence=round(speaker.confidence, 3),
        alternatives=[records.Alternative(name=name, confidence=round(share, 3))
                      for name, share in speaker.alternatives])


def _sources(parse: Parse, found: Sequence[ResolvedSource]) -> list[records.Source]:
    return [records.Source(relation=s.relation, name=s.name, kind=s.kind,
                           mention=_text_spans(parse, s.tokens)) for s in found]


def _addressee(parse: Parse, resolved: Resolved) -> records.Addressee | None:
    if resolved.addressee is None:
        return None
    name, tokens = resolved.addressee
    return records.Addressee(name=name, mention=_text_spans(parse, tokens))


def _circumstances(parse: Parse, attribution: Attribution,
                   published: str | None) -> records.Circumstances:
    return records.Circumstances(
        medium=_whole(parse, attribution.medium), occasion=_whole(parse, attribution.occasion),
        time=_time(parse, attribution, published))


def _time(parse: Parse, attribution: Attribution, published: str | None) -> records.Time | None:
    span = _whole(parse, attribution.time)
    if span is None:
        return None
    day = iso_date(span.text, published, ahead=_ahead(parse, attribution))
    return records.Time(start=span.start, end=span.end, text=span.text, iso=day)


def _ahead(parse: Parse, attribution: Attribution) -> bool | None:
    """Whether it is yet to be said; None where the text leaves that open."""
    if attribution.modality:
        return _AHEAD.get(attribution.modality)
    main = cues.head(parse, attribution.cue)
    infinitive = parse.tokens[main].xpos == "VB" and parse.child(main, "aux") is None
    return None if infinitive else False  # "is to say on Monday"


def _evidence(attribution: Attribution, resolved: Resolved) -> records.Evidence:
    features = {"source": attribution.source_rule}
    if resolved.speaker is not None and resolved.speaker.evidence:
        features["speaker"] = resolved.speaker.evidence
    if resolved.speaker is not None and resolved.speaker.roster:
        features["roster"] = resolved.speaker.roster
    return records.Evidence(rule=attribution.rule, path=attribution.path, features=features)


def _context(parse: Parse, attribution: Attribution) -> records.Context:
    anchor = list(attribution.cue) or list(parse.tokens_in(attribution.content[0]))
    if not anchor:
        return records.Context(sentence=_placed(parse, attribution.content[0]),
                               paragraph=parse.place.paragraph)
    sentence = parse.sentence_of(anchor[0])
    span = parse.span((sentence.first, sentence.last - 1))
    return records.Context(sentence=_placed(parse, span),
                           paragraph=parse.place.paragraph + sentence.paragraph)
