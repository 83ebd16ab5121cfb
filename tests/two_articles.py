"""Two short articles and their records, made by hand, for tests of what is written for others.

Among them: a quotation in two pieces, one within another, a relay, joint speakers, words without a
cue, emoji, a wrapped line, CR LF, right-to-left text, and what formats take for markup or formulas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quotes.documents import text_sha256
from quotes.records import QuoteRecord, record_id

PORTO = (
    "Bridge stays open \U0001f600\n\n"
    "According to Reuters, “We are \U0001f600 open,” said mayor Ana Ruiz; “It *stays* so,” she\n"
    "added to <b>reporters</b> on Monday.\n\n"
    "=HYPERLINK(1) is what Eva Vale and Li Wei denied was \"ever | written\" there.\n"
)
ALEPPO = "مرحبا.\r\n\r\n“The road to the northern gate of the town\r\nis `closed`. [See](http://a.example)”\r\n\r\nSo say the rumours.\r\n"
TEXTS = {"news/porto.txt": PORTO, "../aleppo<1>.txt": ALEPPO}


def spans(text: str, *pieces: str) -> list[dict[str, Any]]:
    """Where the pieces first stand in the text."""
    return [{"start": text.index(piece), "end": text.index(piece) + len(piece), "text": piece}
            for piece in pieces]


def quotation(text: str, doc_id: str, content: Sequence[str], /, *, cue: str = "", said: str = "say",
              speaker: Mapping[str, Any] | None = None, mention: Sequence[str] = (),
              document: Mapping[str, Any] | None = None, **changes: Any) -> QuoteRecord:
    """A record of a text, its spans where the words first stand."""
    pieces, cues = spans(text, *content), spans(text, cue) if cue else []
    mentions = spans(text, *mention)
    who = None if speaker is None else {
        "kind": "person", "resolution": "named", "confidence": 0.9, "mention": mentions, **speaker}

    def pairs(found: list[dict[str, Any]]) -> list[tuple[int, int]]:
        return [(span["start"], span["end"]) for span in found]

    return QuoteRecord.model_validate({
        "id": record_id(doc_id, pairs(cues), pairs(mentions), pairs(pieces)),
        "document": {"id": doc_id, "sha256": text_sha256(text), **(document or {})},
        "doc_id": doc_id, "type": "direct", "text": " ".join(content), "content": pieces,
        "quoted": pieces, "speaker": who, "confidence": 0.875, "evidence": {"rule": "network"},
        "cue": {"spans": cues, "lemma": said, "category": "statement"} if cues else None,
        "context": {"sentence": [0, len(text)], "paragraph": 1},
        "generator": {"program": "quotes 0", "model": "m", "model_sha256": "0",
                      "settings_sha256": "0"}, **changes})


def porto() -> list[QuoteRecord]:
    about = {"title": "Bridge *stays* open", "date": "2024-05-03", "publisher": "A | B"}
    relay = quotation(
        PORTO, "news/porto.txt", ["“We are \U0001f600 open,” said mayor Ana Ruiz"], cue="According to",
        said="according", mention=["Reuters"], speaker={"name": "Reuters", "kind": "organization"},
        type="mixed", quoted=spans(PORTO, "We are \U0001f600 open,"), document=about)
    direct = quotation(
        PORTO, "news/porto.txt", ["We are \U0001f600 open,", "It *stays* so,"], cue="said",
        mention=["mayor Ana Ruiz"], document=about, parent=relay.id,
        speaker={"name": "Ana Ruiz", "titles": ["mayor"], "entity": "e1", "link": "Q1",
                 "name_span": spans(PORTO, "Ana Ruiz")[0]},
        sources=[{"relation": "relayed_by", "name": "Reuters", "kind": "organization",
                  "mention": spans(PORTO, "Reuters")}],
        addressee={"name": "reporters", "mention": spans(PORTO, "<b>reporters</b>")},
        circumstances={"time": {**spans(PORTO, "Monday")[0], "iso": "2024-05-06"}},
        evidence={"rule": "network", "path": "content >ccomp", "features": {"source": "network"}})
    mixed = quotation(
        PORTO, "news/porto.txt", ["=HYPERLINK(1)", "was \"ever | written\" there"], cue="denied",
        said="deny", mention=["Eva Vale and Li Wei"], type="mixed", document=about,
        quoted=spans(PORTO, "ever | written"), confidence=0.5, warnings=["unclosed_mark"],
        speaker={"name": "Eva Vale; Li Wei", "kind": "group", "members": [
            {"name": "Eva Vale", "kind": "person"}, {"name": "Li Wei", "kind": "person"}]})
    return [relay, direct, mixed]


def aleppo() -> list[QuoteRecord]:
    words = "The road to the northern gate of the town\r\nis `closed`. [See](http://a.example)"
    return [quotation(ALEPPO, "../aleppo<1>.txt", [words], unattributed="no_cue", confidence=0.25,
                      text="The road to the northern gate of the town is `closed`. [See](http://a.example)")]


def records() -> list[QuoteRecord]:
    return porto() + aleppo()


VERIFICATION: dict[str, Any] = {"tier": "altered", "tiers": {"altered": 1}, "alarms": ["negation", "number"],
                "reason": None, "parts": [{
                    "quoted": spans(PORTO, "We are \U0001f600 open,")[0], "tier": "altered",
                    "reason": None, "alarms": [], "diff": [], "place": {
                        "document": "minutes; May.txt", "title": None, "url": None, "sha256": "0",
                        "start": 0, "end": 4, "text": "open", "before": "", "after": "",
                        "equal_places": 1}}]}


def verified() -> QuoteRecord:
    """The direct one, as `quotes verify` writes it and as it is read back."""
    return QuoteRecord.model_validate({**porto()[1].model_dump(), "verification": VERIFICATION})
