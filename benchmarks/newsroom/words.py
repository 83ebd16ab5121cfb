"""What verify calls the quotations of fixtures/newsroom, beside what the key calls them.

A quotation of the key is *found* where a record has words of it in marks; its tier and alarms are
then those of the parts that do. The key takes no notice of the article's own comma or stop at a
piece's end, which verify calls typography: where the key has exact, both are right. *Altered*
counts the key's misquotations against all quotations that are called altered; a reworded one may
be called absent too, as the key's README says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from quotes import Document, QuoteRecord
from quotes.records import TIERS, VerifiedPart
from quotes.verify import Sources, verify_records

_CHECKED = ("faithful", "misquotation", "absent", "out_of_context")
_ALARMS = ("negation", "number", "name", "modal")

Line = dict[str, Any]


class Found(NamedTuple):
    """A quotation of the key with what verify says of the parts of records that hold its words."""

    line: Line
    parts: tuple[VerifiedPart, ...]

    @property
    def tier(self) -> str | None:
        """The gravest; None where no record has the words."""
        return max((part.tier for part in self.parts), key=TIERS.index, default=None)

    @property
    def is_right(self) -> bool:
        due = self.line["tier"]
        return self.tier == due or (due, self.tier) == ("exact", "typography")

    @property
    def alarms(self) -> frozenset[str]:
        return frozenset(alarm.kind for part in self.parts for alarm in part.alarms)


def places(text: str, pieces: Iterable[str]) -> list[tuple[int, int]]:
    """Where the pieces of a quotation stand, in order."""
    found, start = [], 0
    for piece in pieces:
        start = text.index(piece, start)
        found.append((start, start + len(piece)))
        start += len(piece)
    return found


def checked(lines: Iterable[Line], documents: Mapping[str, Document],
            extracted: Mapping[str, Sequence[QuoteRecord]], against: Sources) -> list[Found]:
    """The key's quotations with what verify says of them."""
    parts = {name: [part for record in verify_records(extracted[name], against)
                    for part in record.verification.parts] for name in documents}
    found = []
    for line in lines:
        if line["kind"] in _CHECKED:
            spans = places(documents[line["article"]].text, line["quoted"])
            own = (part for part in parts[line["article"]] if _shares(part, spans))
            found.append(Found(line, tuple(own)))
    return found


def _shares(part: VerifiedPart, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether most of the part is the quotation's, or most of one of its pieces is in the part."""
    for start, end in spans:
        common = min(end, part.quoted.end) - max(start, part.quoted.start)
        if 2 * common > min(end - start, part.quoted.end - part.quoted.start):
            return True
    return False


def report(found: Sequence[Found]) -> str:
    """The figures."""
    return "\n".join([*tiers(found), "", *alarms(found), "",
                      "altered: precision {:.1f}%, recall {:.1f}%".format(*altered(found))])


def tiers(found: Sequence[Found]) -> Iterator[str]:
    """Lines of a table: what each kind of the key's quotations was called."""
    yield "| in the key | quotations | found | right tier | altered | absent |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for kind in _CHECKED:
        own = [f for f in found if f.line["kind"] == kind]
        right = sum(f.is_right for f in own)
        called = [sum(f.tier == tier for f in own) for tier in ("altered", "absent")]
        yield f"| {kind} | {len(own)} | {sum(f.tier is not None for f in own)} | {right} " \
            f"| {called[0]} | {called[1]} |"


def alarms(found: Sequence[Found]) -> Iterator[str]:
    """Of each alarm, how many quotations should raise it, do, and do rightly."""
    yield "| alarm | in the key | raised | rightly |"
    yield "| --- | ---: | ---: | ---: |"
    told = [f for f in found if f.line["kind"] in ("faithful", "misquotation")]
    for alarm in _ALARMS:
        due = [f for f in told if alarm in f.line.get("alarms", ())]
        raised = [f for f in told if alarm in f.alarms]
        yield f"| {alarm} | {len(due)} | {len(raised)} | {sum(f in due for f in raised)} |"


def altered(found: Sequence[Found]) -> tuple[float, float]:
    """Precision and recall of *altered*, in percent."""
    due = [f for f in found if f.line["kind"] == "misquotation"]
    open_ = [f for f in due if f.line["edit"] == "reworded" and f.tier == "absent"]
    called = [f for f in found if f.tier == "altered" and f.line["kind"] != "out_of_context"]
    right = sum(f.line["kind"] == "misquotation" for f in called) + len(open_)
    return (100 * right / max(1, len(called) + len(open_)), 100 * right / max(1, len(due)))


def errors(found: Iterable[Found]) -> Iterator[str]:
    """A line for each quotation whose tier or alarms aren't the key's."""
    for f in found:
        due = frozenset(f.line.get("alarms", ()))
        if not f.is_right or (f.line["kind"] == "misquotation" and f.alarms != due):
            yield (f"{f.line['id']} {f.line['kind']} {f.line.get('edit', '')}: {f.tier}, "
                   f"{sorted(f.alarms)}; the key: {f.line['tier']}, {sorted(due)}\n"
                   f"    {' / '.join(f.line['quoted'])}\n"
                   f"    {' / '.join(f.line.get('source_words', ()))}")
