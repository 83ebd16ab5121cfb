"""`python -m quotes`, where the folder of the command isn't on the path."""

from __future__ import annotations

from quotes.cli import main

main()
