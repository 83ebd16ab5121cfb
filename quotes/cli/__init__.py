"""The command `quotes`.

Decides nothing itself: the modules of this package parse options, call the library and
print. Imports are kept out of the way until they are needed, so that `quotes --help` is
instant and Ctrl-C ends quietly from the first moment on.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line; always ends by SystemExit."""
    try:
        from quotes.cli.interrupt import at_once, ignored_at_exit

        with at_once():
            from quotes.cli.app import run
        status = run(args)
        ignored_at_exit()
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(status)
