"""schema.org ClaimReview, unrated: what a fact-checker fills in.

Decides what a program may say of a claim before anyone has checked it: what was claimed, by whom,
where and when it appeared. There is no rating, no verdict, no reviewer and no address of a review;
each object says that it is a draft and what it lacks.

What somebody denied, asked, ordered or did not say is no claim of theirs: there the claim opens
with the cue in parentheses, and the speaker is not its author. The file is a list, one object a
line with the context that search engines ask for, so that each can go into a page alone; PROV's
terms are spelt out, for that context has not always known them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from quotes.formats.embedded import page_json
from quotes.formats.linked import PROV, Node, document, makers, quotation, speakers
from quotes.formats.names import record_iri, written_date
from quotes.records import Cue, QuoteRecord

NEEDS_TEXT = False

CONTEXT = "https://schema.org"
TO_FILL_IN = ("Unrated skeleton, made by a program. To fill in by whoever checks the claim: url "
              "(of the review), author (who reviews), datePublished, reviewRating; claimReviewed "
              "should become a short summary of the claim.")

# Cues with which the speaker stands by the words; whoever asks, orders or denies doesn't.
_ASSERTS = frozenset({"statement", "promise", "belief", "intention", "document", "according_to",
                      "other"})


def export(records: Iterable[QuoteRecord], texts: Mapping[str, str]) -> Iterator[bytes]:
    """A JSON list: a line of it for each record."""
    before = b"[\n"
    for record in records:
        yield before + page_json({"@context": CONTEXT, **_spelt_out(_review(record))})
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def _review(record: QuoteRecord) -> Node:
    said = _claimed(record)
    return {
        "@type": "ClaimReview",
        "@id": record_iri(record, f"{record.id} review"),
        "creativeWorkStatus": "Draft",
        "description": TO_FILL_IN,
        "claimReviewed": said,
        "itemReviewed": _claim(record, said),
    }


def _claim(record: QuoteRecord, said: str) -> Node:
    by = [_plain(node) for node in makers(speakers(record))] if _asserted(record) else []
    appeared = written_date(record.document.date)
    return {
        "@type": "Claim",
        "@id": record_iri(record, f"{record.id} claim"),
        "text": said,
        **({"author": by[0] if len(by) == 1 else by} if by else {}),
        **({"datePublished": appeared} if appeared else {}),
        "appearance": document(record),
        "isBasedOn": quotation(record),
    }


def _plain(node: Node) -> Node:
    """What a reader of ClaimReview looks for, first of all."""
    return {key: node[key] for key in ("@type", "@id", "name", "description", "jobTitle", "sameAs")
            if key in node}


def _asserted(record: QuoteRecord) -> bool:
    cue = record.cue
    return cue is None or (cue.category in _ASSERTS and not cue.negated and cue.modality is None)


def _claimed(record: QuoteRecord) -> str:
    if record.cue is None or _asserted(record):
        return record.text
    return f"({_stance(record.cue)}) {record.text}"


def _stance(cue: Cue) -> str:
    """The cue, and what turns it round: `denied`, `did not say; negated`."""
    words = " ".join(span.text for span in cue.spans) or cue.lemma
    return "; ".join(filter(None, (words, "negated" if cue.negated else "", cue.modality)))


def _spelt_out(value: Any) -> Any:
    """PROV's terms as whole addresses."""
    if isinstance(value, list):
        return [_spelt_out(element) for element in value]
    if isinstance(value, dict):
        return {_whole(key): [_whole(name) for name in element] if key == "@type" and isinstance(
            element, list) else _whole(element) if key == "@type" else _spelt_out(element)
            for key, element in value.items()}
    return value


def _whole(term: str) -> str:
    return PROV + term.removeprefix("prov:") if term.startswith("prov:") else term
