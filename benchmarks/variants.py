"""How long grouping takes, how much memory, and what it finds, on records made for the purpose.

    python -m benchmarks.variants make N FILE         write N records, always the same for an N
    python -m benchmarks.variants run FILE            group them: seconds, memory, pairs found
    python -m benchmarks.variants datasketch FILE     the same wordings by MinHash and LSH

Words and speakers are drawn by Zipf's law. Six records in ten are said once; families have two to
some hundreds of members: copies, changed words, parts and overlaps of one utterance; one record in
fifty is a phrase that thousands say (*no comment*). The family of a record is in its id, which the
grouping doesn't read: *recall* is the share of pairs of one family that are in one group,
*precision* that of pairs of one group that are of one family.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from quotes import lexicon
from quotes.formats.stored import StoredRecords
from quotes.variants import group_variants
from quotes.variants.candidates import Sets

_PHRASES = ("no comment", "thank you very much", "this is a disgrace", "we will see",
            "our thoughts are with the families", "I am very proud of the team")
_SINGLE, _PHRASE = 0.6, 0.02  # shares of the records
_WORDS, _LIGHT = 60_000, 0.45  # telling words of the language; share of light words in running text
_SPEAKERS = 50_000
_RECORDS_EACH = 8  # of one document
_DAYS = 3_000  # over which the documents are spread; fewer records have fewer days


class Quote(NamedTuple):
    """One made record before it is one: which family, whose words, how long ago."""

    family: str
    words: tuple[str, ...]
    speaker: int | None
    day: int


class Maker:
    """Makes quotations from a seed."""

    def __init__(self, seed: int = 1) -> None:
        self.draw = random.Random(seed)  # noqa: S311 (a test's numbers)
        numbers = np.random.default_rng(seed)
        self._telling = iter(_zipf(numbers, _WORDS))
        self._light = sorted(lexicon.light_words())
        self._whom = iter(_zipf(numbers, _SPEAKERS))
        self._days = _DAYS

    def quotes(self, count: int) -> Iterator[Quote]:
        """So many quotations, in a mixed order."""
        self._days = days(count)
        made: list[Quote] = []
        family = 0
        while len(made) < count:
            kind = self.draw.random()
            if kind < _PHRASE:
                made.append(self._phrase())
            elif kind < _SINGLE:
                made += self._family(family, 1)
            else:
                made += self._family(family, self._size())
            family += 1
        self.draw.shuffle(made)
        yield from made[:count]

    def _size(self) -> int:
        """Two members mostly, seldom hundreds."""
        return min(500, int(self.draw.paretovariate(1.3)) + 1)

    def _phrase(self) -> Quote:
        words = tuple(self.draw.choice(_PHRASES).split())
        return Quote("phrase", words, next(self._whom), self.draw.randrange(self._days))

    def _family(self, number: int, size: int) -> Iterator[Quote]:
        length = max(7, int(self.draw.lognormvariate(2.9, 0.5)))
        words = [self._word() for _ in range(length)]
        speaker, day = next(self._whom), self.draw.randrange(self._days)
        for at in range(size):
            said = words if at == 0 else self._varied(words)
            who = None if self.draw.random() < 0.2 else speaker
            yield Quote(f"f{number}", tuple(said), who, day + self.draw.randrange(3))

    def _word(self) -> str:
        if self.draw.random() < _LIGHT:
            return self.draw.choice(self._light)
        return _spelt(next(self._telling))

    def _varied(self, words: Sequence[str]) -> list[str]:
        """A copy, one or two words changed, or a part of at least seven words."""
        kind, said = self.draw.random(), list(words)
        if kind < 0.4:
            return said
        if kind < 0.7:
            for _ in range(1 + (len(said) > 12)):
                said[self.draw.randrange(len(said))] = self._word()
            return said
        size = self.draw.randint(7, len(said))
        start = self.draw.randint(0, len(said) - size)
        return said[start:start + size]


def _zipf(numbers: np.random.Generator, size: int) -> Iterator[int]:
    """Numbers below `size`, the n-th as frequent as 1/n."""
    share = np.cumsum(1 / np.arange(1, size + 1))
    while True:
        yield from np.searchsorted(share, numbers.random(100_000) * share[-1]).tolist()


def _spelt(number: int) -> str:
    """A pronounceable word for a number."""
    letters = ""
    number += 20
    while number:
        number, rest = divmod(number, 20)
        letters += "bdfgklmnprstvzchjwqx"[rest] + "aeiou"[rest % 5]
    return letters


def days(count: int) -> int:
    """Days over which so many records are spread: each has one document or more."""
    return min(_DAYS, max(1, count // _RECORDS_EACH))


def documents_a_day(count: int) -> int:
    """How many documents a day has, so that each has about eight of so many records.

    >>> [documents_a_day(count) for count in (100, 100_000, 1_000_000)]
    [2, 5, 42]
    """
    return -(-count // (_RECORDS_EACH * days(count)))


def record_line(at: int, quote: Quote, documents: int) -> dict[str, Any]:
    """A quotation as a record of one of the documents of its day."""
    text = " ".join(quote.words)
    document = f"d{quote.day:04d}-{at % documents}"
    start = 200 * at
    span = {"start": start, "end": start + len(text), "text": text}
    date = np.datetime64("2015-01-01") + quote.day
    speaker = None
    if quote.speaker is not None:
        name = f"{_spelt(quote.speaker % 900).title()} {_spelt(quote.speaker + 2_000).title()}"
        mention = {"start": start + len(text) + 2, "end": start + len(text) + 2 + len(name),
                   "text": name}
        speaker = {"name": name, "kind": "person", "mention": [mention], "name_span": mention,
                   "resolution": "named", "confidence": 0.9}
    return {"id": f"{quote.family}.{at}", "document": {
                "id": document, "date": str(date),
                "sha256": hashlib.sha256(document.encode()).hexdigest()},
            "schema_version": "1.0", "doc_id": document, "type": "direct", "text": text,
            "content": [span], "quoted": [span], "cue": None, "speaker": speaker,
            "unattributed": None if speaker else "no_cue", "confidence": 0.9,
            "evidence": {"rule": "made"}, "context": {"sentence": [start, start + 1],
                                                      "paragraph": 0},
            "generator": {"program": "made", "model": "made", "model_sha256": "0",
                          "settings_sha256": "0"}}


def make(count: int, path: Path) -> None:
    """Write so many records."""
    documents = documents_a_day(count)
    with path.open("w", encoding="utf-8") as file:
        for at, quote in enumerate(Maker().quotes(count)):
            file.write(json.dumps(record_line(at, quote, documents)) + "\n")


def run(path: Path) -> str:
    """Group the records of a file; what it took and what was found, as a paragraph."""
    began = time.process_time()
    with path.open("rb") as file:
        records = StoredRecords([(str(path), file)])
        groups = group_variants(records)
        grouped = time.process_time() - began
        found = [[member.record.partition(".")[0] for member in group.members]
                 for group in groups]
        total = time.process_time() - began
        families = Counter(record.id.partition(".")[0] for record in records)
    return (f"{groups.total} records, {len(groups)} groups, {groups.rivalling} with rivals; "
            f"{grouped:.0f} s to group, {total:.0f} s with telling; peak {_peak()} MiB; "
            + measured(families, found))


def measured(families: Counter[str], groups: Iterable[Sequence[str]]) -> str:
    """Precision and recall over pairs; phrases that thousands say are in neither."""
    del families["phrase"]
    wanted = sum(n * (n - 1) // 2 for n in families.values())
    right = wrong = 0
    for group in groups:
        counts = Counter(group)
        del counts["phrase"]
        size = counts.total()
        good = sum(n * (n - 1) // 2 for n in counts.values())
        right, wrong = right + good, wrong + size * (size - 1) // 2 - good
    return (f"pairs: precision {right / max(1, right + wrong):.4f}, "
            f"recall {right / max(1, wanted):.4f}")


def datasketch_run(path: Path, *, threshold: float = 0.5, permutations: int = 128) -> str:
    """All candidates of the same wordings joined: MinHash over rows of three words, and LSH."""
    # Not a dependency: pip install datasketch.
    library = import_module("datasketch")
    began = time.process_time()
    lines = (json.loads(line) for line in path.open(encoding="utf-8"))
    said: dict[str, list[str]] = {}
    for line in lines:
        said.setdefault(line["text"].casefold(), []).append(line["id"].partition(".")[0])
    index = library.MinHashLSH(threshold=threshold, num_perm=permutations)
    hashes = {}
    for text in said:
        words = text.split()
        shingles = {" ".join(words[i:i + 3]).encode() for i in range(max(1, len(words) - 2))}
        hashes[text] = library.MinHash(num_perm=permutations)
        hashes[text].update_batch(shingles)
        index.insert(text, hashes[text])
    numbers = {text: number for number, text in enumerate(hashes)}
    joined = Sets(len(numbers))
    for text, hashed in hashes.items():
        for other in index.query(hashed):
            joined.join(numbers[text], numbers[other])
    groups: dict[int, list[str]] = {}
    for text, families in said.items():
        groups.setdefault(joined.root(numbers[text]), []).extend(families)
    wanted = Counter(family for families in said.values() for family in families)
    return (f"{len(said)} wordings; {time.process_time() - began:.0f} s; peak {_peak()} MiB; "
            + measured(wanted, groups.values()))


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("make", "run", "datasketch"))
    parser.add_argument("rest", nargs="+", metavar="[N] FILE")
    asked = parser.parse_args(arguments)
    path = Path(asked.rest[-1])
    if asked.what == "make":
        make(int(asked.rest[0]), path)
    else:
        print(run(path) if asked.what == "run" else datasketch_run(path))


if __name__ == "__main__":
    main()
