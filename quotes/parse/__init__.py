"""Text to trees: Stanza's pipeline with the embedded network in it, or an official package.

Decides how a document is cut for Stanza and how what comes out becomes a frozen `Parse`.
Stanza is imported when a `Parser` is made, not before: the import costs a second or two.
Importing this package asks OpenMP to wait passively (see `quotes.network.wait_passively`).
"""

from __future__ import annotations

from quotes.network import wait_passively

wait_passively()

from quotes.parse.convert import from_stanza, proposals  # noqa: E402 (after the setting above)
from quotes.parse.official import download, installed  # noqa: E402
from quotes.parse.parser import Parser, published  # noqa: E402

__all__ = ["Parser", "download", "from_stanza", "installed", "proposals", "published"]
