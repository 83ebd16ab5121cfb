"""The command.

    python -m benchmarks.newsroom [--errors]

The fifty articles of fixtures/newsroom go through extract as they are; its records are held against
the seven sources (`words.py`) and grouped (`groups.py`). What the fixture's README leaves open
counts neither way. `--errors` lists what differs from the key.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.newsroom import groups, words
from quotes import Document, Extractor, Sources
from quotes.formats.select import Selection
from quotes.readers import read

FOLDER = Path(__file__).resolve().parent.parent.parent / "fixtures" / "newsroom"


def _documents(folder: str) -> list[Document]:
    return [d for d in read([str(FOLDER / folder)]) if isinstance(d, Document)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    key = [json.loads(line) for line in (FOLDER / "key.jsonl").read_text("utf-8").splitlines()]
    articles = {Path(d.id).name: d for d in _documents("articles")}  # as the key names them
    extractor = Extractor()
    written = Selection(threshold=extractor.threshold)
    records = {name: written.filter(extractor.extract(document))
               for name, document in articles.items()}
    checked = words.checked(key, articles, records, Sources(_documents("sources")))
    planted = groups.by_kind(key)
    grouped = groups.find(planted, [record for some in records.values() for record in some])
    print(words.report(checked), groups.report(planted, grouped), sep="\n\n")
    if given.errors:
        print("", *words.errors(checked), *groups.errors(planted, grouped), sep="\n")


if __name__ == "__main__":
    main()
