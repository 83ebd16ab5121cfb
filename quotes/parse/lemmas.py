"""Stanza's lemmatizer, asked once for each form with its tag.

Decides nothing of its own: the lemmatizer looks at one word and not around it, so what it
said before is what it would say again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

# Some twenty megabytes; then everything is forgotten and asked anew.
_REMEMBERED = 100_000


class Lemmatizer:
    """A processor's answers, remembered; for a lemmatizer without context only."""

    def __init__(self, processor: Any) -> None:
        self._processor = processor
        self._known: dict[tuple[str, str], str] = {}

    def process(self, documents: Sequence[Any]) -> None:
        """Set the lemma of every word of Stanza documents that have tags."""
        words = [word for document in documents for word in document.iter_words()]
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        # Sorted: the same words make the same batches in every run.
        self._ask(sorted({(word.text, word.upos) for word in words} - self._known.keys()))
        for word in words:
            word.lemma = self._known[word.text, word.upos]

    def _ask(self, pairs: Sequence[tuple[str, str]]) -> None:
        if not pairs:
            return
        from stanza.models.common.doc import Document as StanzaDocument

        asked = StanzaDocument([[{"id": i, "text": text, "upos": upos}
                                 for i, (text, upos) in enumerate(pairs, 1)]])
        self._processor.process(asked)
        self._known.update(zip(pairs, (word.lemma for word in asked.iter_words()), strict=True))
