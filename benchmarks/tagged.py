"""Names against people's labels: whole names with their kind, raw text in.

    python -m benchmarks.tagged [--model FOLDER]

`fixtures/names` are news passages written for this project; the other file, which is skipped where
the corpora are not at hand, is web text (training/README.md).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.speakers import shared_folder
from quotes.parse.folder import EMBEDDED
from training.joint import names


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tagged", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=EMBEDDED)
    folder = parser.parse_args().model
    for path in (names.NEWS, shared_folder() / names.NAMES):
        shown = names.score(path, folder) if path.exists() else "not at hand"
        print(f"{path.name}: {shown}")


if __name__ == "__main__":
    main()
