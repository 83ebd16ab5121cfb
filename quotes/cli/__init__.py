"""The command `quotes`.

Decides nothing itself: the modules of this package parse options, call the library and
print. Imports are kept out of the way until they are needed, so that `quotes --help` is
instant and Ctrl-C ends quietly from the first moment on.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line; always ends by SystemExit."""
    try:
        from quotes.cli.app import run
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(run(args))
