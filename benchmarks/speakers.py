"""How often the program names the right speaker, in articles whose speakers people labelled.

    python -m benchmarks.speakers [polnear|gum] [--errors]

`polnear`: ten articles, labelled in fixtures/speakers. Each labelled attribution pairs with the
record that the users' score.py pairs it with (content, one to one, IoU of half or more; nested
records and those without a cue are left out). *right*: the name is one of the speaker's names;
*short*: of these, those that are not the fullest of the article; *open*: the program names nobody,
or by a name that two share; *wrong*: anything else. `--errors`
lists the records that are wrong, open or short.

`gum`: GUM's documents and their own scorer, in several views (benchmarks/gum.py).

The corpora are looked for in the folder QUOTES_SHARED names, else in `shared` beside the checkout.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from benchmarks import gum
from benchmarks.labels import Article, Label, Verdict, articles, is_short, judge, reading
from quotes import Document, Extractor, Settings
from quotes.records import QuoteRecord, Speaker, TextSpan

_COVERAGE = 0.8  # the share of the surest answers that a second figure is given for
_LEAST_IOU = 0.5  # score.py's own threshold for a match
_MENTIONS = ("name", "partial name", "acronym", "pronoun", "description", "none")
Extract = Callable[[Document], Sequence[QuoteRecord]]


class Outcome(NamedTuple):
    """One label with the record that pairs with it, and what the record makes of the speaker."""

    article: Article
    label: Label
    record: QuoteRecord | None
    verdict: Verdict | None  # None where no record pairs
    short: bool = False
    source_agrees: bool = False

    @property
    def is_named(self) -> bool:
        entity = self.article.entity(self.label)
        return entity is not None and entity.is_named

    @property
    def surety(self) -> float:
        """How sure the program is of the name; less than anything where it gives none."""
        speaker = self.speaker
        if speaker is None or speaker.resolution == "unresolved":
            return -1.0
        return speaker.confidence

    @property
    def speaker(self) -> Speaker | None:
        return self.record.speaker if self.record else None


def shared_folder() -> Path:
    return Path(os.environ.get("QUOTES_SHARED")
                or Path(__file__).resolve().parent.parent.parent / "shared")


def measure(shared: Path, extract: Extract) -> list[Outcome]:
    """An outcome for each label of the fixture, in its order."""
    scorer = load(shared / "score.py")
    return [outcome for article in articles(shared / "polnear" / "train.jsonl")
            for outcome in _outcomes(scorer, article,
                                     extract(Document(id=article.id, text=article.text)))]


def load(path: Path) -> ModuleType:
    """A module of the users' by its path."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ValueError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _outcomes(scorer: ModuleType, article: Article,
              records: Sequence[QuoteRecord]) -> Iterable[Outcome]:
    text = scorer.Text(article.text)
    records = [r for r in records if r.cue is not None and r.parent is None]
    gold = [text.tokens(label.spans["content"]) for label in article.labels]
    found = [text.tokens(_pairs(record.content)) for record in records]
    paired = {g: records[p] for score, g, p in scorer.pair(gold, found) if score >= _LEAST_IOU}
    for i, label in enumerate(article.labels):
        record = paired.get(i)
        if record is None:
            yield Outcome(article, label, None, None)
            continue
        mention = text.tokens(_pairs(record.speaker.mention if record.speaker else ()))
        source = text.tokens(label.spans["source"])
        yield Outcome(article, label, record, judge(article, label, record.speaker),
                      bool(record.speaker) and is_short(article, label, record.speaker),
                      bool(mention & source) or not (mention or source))


def _pairs(spans: Iterable[TextSpan]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _counts(name: str, outcomes: Sequence[Outcome]) -> str:
    right = [o for o in outcomes if o.verdict == "right"]
    paired = sum(o.verdict is not None for o in outcomes)
    cells = (len(outcomes), paired, len(right), sum(o.short for o in right),
             sum(o.verdict == "wrong" for o in outcomes),
             sum(o.verdict == "open" for o in outcomes))
    return f"| {name} | " + " | ".join(map(str, cells)) + " |"


def table(outcomes: Sequence[Outcome]) -> str:
    """Counts by what the mention is, for speakers that the article names, then the others."""
    named = [o for o in outcomes if o.is_named]
    unnamed = [o for o in outcomes if not o.is_named and o.label.speakers]
    nobody = [o for o in outcomes if not o.label.speakers]
    rows = [(kind, [o for o in named if o.label.mention == kind]) for kind in _MENTIONS]
    lines = [_counts(kind, chosen) for kind, chosen in rows if chosen]
    lines += [_counts("**all named**", named), _counts("described only", unnamed),
              _counts("nobody told", nobody)]
    return "\n".join(["| mention | labels | paired | right | short | wrong | open |",
                      "| --- |" + " ---: |" * 6, *lines])


def shares(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Of named speakers with a record: right and wrong at full coverage and at 80%."""
    ranked = sorted((o for o in outcomes if o.is_named and o.verdict is not None),
                    key=lambda o: -o.surety)
    surest = ranked[:round(_COVERAGE * len(ranked))]
    return {f"{verdict}{where}": sum(o.verdict == verdict for o in chosen) / max(1, len(chosen))
            for where, chosen in (("", ranked), (" at 80%", surest))
            for verdict in ("right", "wrong")}


def _share_line(name: str, outcomes: Sequence[Outcome]) -> str:
    share = shares(outcomes)
    return (f"{name}: right {share['right']:.1%}, wrong {share['wrong']:.1%}; at 80% coverage "
            f"right {share['right at 80%']:.1%}, wrong {share['wrong at 80%']:.1%}.")


def _by_article(outcomes: Sequence[Outcome]) -> str:
    each = [shares([o for o in outcomes if o.article.hash == key])
            for key in dict.fromkeys(o.article.hash for o in outcomes)]
    return (f"Mean over the {len(each)} articles: right {_mean(each, 'right')}, "
            f"wrong {_mean(each, 'wrong')}.")


def _mean(each: Sequence[dict[str, float]], what: str) -> str:
    return f"{sum(share[what] for share in each) / len(each):.1%}"


def _beside(outcomes: Sequence[Outcome]) -> str:
    """Kind and anonymity, where the name is right."""
    known = [(entity, speaker) for o in outcomes if (speaker := o.speaker) is not None
             and (entity := reading(o.article, o.label, speaker)) is not None]
    kinds = sum(entity.kind == speaker.kind for entity, speaker in known)
    flagged = [(entity.anonymous, speaker.anonymous) for entity, speaker in known]
    return (f"Where the name is right: kind right {kinds} of {len(known)}; anonymous "
            f"{flagged.count((True, True))} flagged, {flagged.count((True, False))} not flagged, "
            f"{flagged.count((False, True))} flagged amiss.")


def report(outcomes: Sequence[Outcome]) -> str:
    agreeing = [o for o in outcomes if o.source_agrees]
    return "\n\n".join([
        table(outcomes),
        _share_line("Named speakers", outcomes) + "\n"
        + _share_line("Where the source agrees", agreeing) + "\n"
        + _by_article(outcomes) + "\n" + _beside(outcomes)])


def errors(outcomes: Sequence[Outcome]) -> Iterable[str]:
    """A line for each record whose speaker is not right, or right by less than the full name."""
    for o in outcomes:
        if o.record is not None and (o.verdict != "right" or o.short):
            yield _error(o, o.record)


def _error(outcome: Outcome, record: QuoteRecord) -> str:
    article, label, verdict = outcome.article, outcome.label, outcome.verdict
    speaker, want = record.speaker, article.entity(label)
    name = "nobody" if want is None else " ".join(want.best or sorted(want.heads)) or "joint"
    got = "no speaker" if speaker is None else (
        f"{speaker.name!r} ({speaker.resolution}, {speaker.confidence:.2f})")
    where = "" if outcome.source_agrees else " [other source]"
    rule = (record.evidence.features or {}).get("speaker", "")
    return (f"{article.hash[:6]} {label.id} {'short' if verdict == 'right' else verdict} "
            f"{label.mention} source {label.spans['source']} content {label.spans['content'][0]}: "
            f"{name} → {got}{where} {rule}")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", choices=("polnear", "gum"), default="polnear")
    parser.add_argument("--errors", action="store_true", help="list what is not right")
    asked = parser.parse_args(arguments)
    extract = Extractor(Settings(threads=1)).extract
    if asked.corpus == "gum":
        print(gum.report(shared_folder(), extract))
        return
    outcomes = measure(shared_folder(), extract)
    print(report(outcomes))
    if asked.errors:
        print("\n".join(("", *errors(outcomes))))


if __name__ == "__main__":
    main()
