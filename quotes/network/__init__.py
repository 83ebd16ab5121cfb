"""The embedded network: one pass over a window of paragraphs gives tags, tree, names, attributions.

Numbers in, numbers out: it knows words, sentences and paragraphs, nothing of Stanza or of
the document they come from. Windows of all documents are sorted by length into batches, so
a long and a short document cost the same per word; each window is read alone, so the
results don't depend on the batch.
"""

from __future__ import annotations

import os
import sys


def wait_passively() -> None:
    """Let OpenMP's idle threads sleep, unless the user chose otherwise or torch is there already.

    By default they spin, and where another program wants the same cores a pass takes ten
    times as long. The setting is read once, when torch is loaded.
    """
    if "torch" not in sys.modules:
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def keep_few_primitives() -> None:
    """Let oneDNN keep the code that it compiled for a hundred shapes, unless the user chose.

    Every number of pieces is a shape, and by default it keeps a thousand: 400 MB after a long
    archive. With a hundred a run takes as long. Read once, at oneDNN's first product.
    """
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "100")


wait_passively()
keep_few_primitives()

from quotes.network.model import Network, Reading  # noqa: E402 (after the setting above)
from quotes.network.windows import Words  # noqa: E402

__all__ = ["Network", "Reading", "Words", "wait_passively"]
