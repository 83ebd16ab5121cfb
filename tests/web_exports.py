"""Documents and records that the export formats are tested on, hand-made, and their golden files.

`python -m tests.web_exports` writes the golden files anew; look at what changed before you commit it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from quotes.records import QuoteRecord
from tests.made import record

GOLDEN = Path(__file__).parents[1] / "fixtures" / "exports"
CONTEXTS = GOLDEN / "contexts"

BRIDGE = (
    "Bridge closed\r\n\r\n"
    "“The bridge, which is well-known & old, is safe,” Mayor Ana Ruiz said on Friday. “Go home.”\r\n\r\n"
    "Reuters reported that the minister had told Tidewater Agency that the road <was> “open”, according "
    "to a letter.\r\n\r\n"
    "Ida Gray and a neighbour denied that they had seen it. “Go home.” 👩‍🚒 Officials agreed.\r\n\r\n"
    "The report says the river rose. Washington would not say who pays.\r\n")
FIRE = "“Fire\x00 and\x0b smoke”, he said.\u2028“Fire!” shouted somebody."


def spans(text: str, *words: str, after: int = 0) -> list[dict[str, Any]]:
    """The first places of the words, one after the other."""
    found = []
    for word in words:
        start = text.index(word, after)
        after = start + len(word)
        found.append({"start": start, "end": after, "text": word})
    return found


def quoted(text: str, id_: str, type_: str, /, *content: str, after: int = 0,
           cue: str | dict[str, Any] | None = None,
           category: str = "statement", negated: bool = False, doc: dict[str, Any] | None = None,
           **changes: Any) -> QuoteRecord:
    """A record of words of the text; `doc` are facts of its document."""
    facts: dict[str, Any] = {"id": "a", **(doc or {})}
    pieces = spans(text, *content, after=after)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    cues = cue if cue is None or isinstance(cue, dict) else {
        "spans": spans(text, cue), "lemma": cue, "category": category, "negated": negated}
    fields = {
        "id": id_, "document": {**facts, "sha256": sha256}, "type": type_,
        "text": " ".join(piece["text"] for piece in pieces), "content": pieces,
        "quoted": pieces if type_ == "direct" else [], "cue": cues, "speaker": None,
        "generator": {"program": "quotes 0.1.0", "model": "test", "model_sha256": "0",
                      "settings_sha256": "0"}}
    return QuoteRecord.model_validate(
        {**record('"Go," said Ana.').model_dump(), **fields, "doc_id": facts["id"], **changes})


def speaker(text: str, name: str, kind: str, mention: str, resolution: str = "named",
            **changes: Any) -> dict[str, Any]:
    return {"name": name, "kind": kind, "mention": spans(text, mention), "resolution": resolution,
            "confidence": 0.9, **changes}


def sample() -> list[QuoteRecord]:
    """A record of each sort: split, mixed, reported through others, joint, nameless, unattributed."""
    doc = {"id": "news/1", "title": "Bridge & <road>", "url": "https://example.org/é?a=1#top",
           "date": "2024-05-03", "author": "Eva Vale", "publisher": "The Gazette",
           "language": "en"}
    ruiz = speaker(BRIDGE, "Ana Ruiz", "person", "Mayor Ana Ruiz", entity="e1", titles=["Mayor"],
                   roles=["mayor of Porto"], affiliation="Porto Council", link="Q1",
                   name_span=spans(BRIDGE, "Ana Ruiz")[0])
    that = "that the minister had told Tidewater Agency that the road <was> “open”"
    relayed = [{"relation": "relayed_by", "name": "Reuters", "kind": "organization"},
               {"relation": "document", "name": "a letter", "kind": "document"}]
    joint = speaker(BRIDGE, "Ida Gray and a neighbour", "group", "Ida Gray and a neighbour",
                    members=[{"name": "Ida Gray", "kind": "person", "entity": "e5"},
                             {"name": "a neighbour", "kind": "person", "entity": "e6"}])
    description: dict[str, Any] = {"resolution": "description", "anonymous": True}
    return [
        quoted(BRIDGE, "r1", "direct", "The bridge, which is well-known & old, is safe,", "Go home.",
               cue="said", doc=doc, speaker=ruiz, confidence=0.866,
               circumstances={"time": {**spans(BRIDGE, "on Friday")[0], "iso": "2024-05-03"}}),
        quoted(BRIDGE, "r2", "indirect", that, cue="reported", doc=doc,
               speaker=speaker(BRIDGE, "Reuters", "organization", "Reuters", entity="e2")),
        quoted(BRIDGE, "r3", "mixed", "that the road <was> “open”", cue="told", doc=doc,
               quoted=spans(BRIDGE, "open"), parent="r2", sources=relayed,
               addressee={"name": "Tidewater Agency", "mention": []},
               speaker=speaker(BRIDGE, "the minister", "person", "the minister", entity="e3",
                               **description)),
        quoted(BRIDGE, "r4", "indirect", "that they had seen it", cue="denied", category="denial",
               doc=doc, speaker=joint),
        quoted(BRIDGE, "r5", "direct", "Go home.", after=BRIDGE.index("seen it"), doc=doc,
               unattributed="no_cue", warnings=["unclosed_mark"]),
        quoted(BRIDGE, "r6", "indirect", "the river rose", cue="says", doc=doc,
               speaker=speaker(BRIDGE, "The report", "document", "The report", entity="e7",
                               **description)),
        quoted(BRIDGE, "r7", "indirect", "who pays", cue="would not say", negated=True, doc=doc,
               speaker=speaker(BRIDGE, "Washington", "place", "Washington", entity="e8")),
        quoted(FIRE, "r8", "direct", "Fire\x00 and\x0b smoke", cue="said", doc={"id": "b.txt"},
               speaker=speaker(FIRE, "he", "unknown", "he", "unresolved")),
        quoted(FIRE, "r9", "direct", "Fire!", cue="shouted", doc={"id": "b.txt"},
               sources=[{"relation": "translated_by", "name": "SITE", "kind": "organization"},
                        {"relation": "recording", "name": "a recording"}],
               speaker=speaker(FIRE, "somebody", "person", "somebody", **description)),
    ]


TEXTS = {"news/1": BRIDGE, "b.txt": FIRE}

# What breaks formats: marks of markup, line ends of every sort, signs beyond the first plane,
# accents apart, right-to-left, controls, and nothing that UTF-8 can't write.
HOSTILE = "a b-&,<>\"'\\%#:~\r\n\t\x00\x07\x0b\x1f\x7f\x85\u2028\u2029\ufeff\ufffe\uffff👩‍🚒é\u0301\u202eאبؤ한]]>--"
words = st.text(st.one_of(st.sampled_from(HOSTILE), st.characters(exclude_categories=["Cs"])),
                min_size=1, max_size=30)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[QuoteRecord]]:
    """A text and records of any of its stretches, crossing one another as they like."""
    text = draw(st.text(st.one_of(st.sampled_from(HOSTILE), st.characters(exclude_categories=["Cs"])),
                        min_size=2, max_size=60))

    def some(most: int) -> list[dict[str, Any]]:
        edges = draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2 * most, unique=True))
        edges = sorted(edges[:len(edges) // 2 * 2])
        return [{"start": a, "end": b, "text": text[a:b]}
                for a, b in zip(edges[::2], edges[1::2], strict=True)]

    def one(number: int) -> QuoteRecord:
        content, mention = some(3), some(1)
        who = {"name": draw(words), "kind": draw(st.sampled_from(
            ["person", "organization", "group", "place", "document", "unknown"])),
            "mention": mention, "resolution": draw(st.sampled_from(["named", "unresolved"])),
            "confidence": 0.5, "entity": draw(st.sampled_from([None, "e1", "e2"]))}
        return quoted(text, f"r{number}", draw(st.sampled_from(["direct", "mixed", "indirect"])),
                      content=content, text=" ".join(span["text"] for span in content),
                      quoted=some(1),
                      doc={"id": draw(st.sampled_from(["a"])), "title": draw(st.none() | words),
                           "url": "https://example.org/", "author": draw(st.none() | words)},
                      speaker=draw(st.sampled_from([None, who])),
                      sources=[{"relation": "relayed_by", "name": draw(words)}],
                      cue={"spans": some(1), "lemma": "say", "category": "statement"})

    return text, [one(number) for number in range(draw(st.integers(1, 3)))]


def exported(to: str, records: Sequence[QuoteRecord], texts: dict[str, str]) -> bytes:
    from quotes.formats.exporting import export_records

    return b"".join(export_records(records, to, texts))


FILES = {"quotation": "quotation.jsonld", "claimreview": "claimreview.jsonld",
         "web-annotation": "web-annotation.jsonld", "text-fragment": "text-fragment.txt",
         "tei": "tei.xml"}


def golden(to: str) -> bytes:
    return (GOLDEN / FILES[to]).read_bytes()


if __name__ == "__main__":
    for format_, name in FILES.items():
        (GOLDEN / name).write_bytes(exported(format_, sample(), TEXTS))
