"""Stanza's own pipeline with quotations: `import quotes.stanza_processor`, then `quote`.

    import stanza
    import quotes.stanza_processor

    nlp = stanza.Pipeline("en", processors="tokenize,mwt,pos,lemma,depparse,ner,quote")
    doc = nlp('"We are ready," Ana Ruiz said.')
    doc.quotes[0].speaker.name

Tokens, tags, trees and names are those of the user's pipeline; the attribution heads of the
embedded network read its words. `doc.quotes` is a list of `QuoteRecord`s whose offsets count
code points of `doc.text`. The pipeline's option `quote_doc_id` names the document in the
records (else *stanza*), `quote_model` a model folder other than the embedded one.
"""

from __future__ import annotations

from typing import Any, ClassVar

from stanza.models.common.doc import Document as StanzaDocument
from stanza.pipeline.processor import Processor, register_processor

from quotes.documents import Document
from quotes.parse import from_stanza
from quotes.pipeline import Extractor, Settings

__all__ = ["QuoteProcessor"]

_UNNAMED = "stanza"


@register_processor("quote")
class QuoteProcessor(Processor):  # type: ignore[misc]
    """Adds `doc.quotes`. Needs words with tags, lemmas and trees; names help."""

    PROVIDES_DEFAULT: ClassVar[set[str]] = {"quote"}
    REQUIRES_DEFAULT: ClassVar[set[str]] = {"tokenize", "pos", "lemma", "depparse"}

    def __init__(self, config: dict[str, Any], pipeline: Any, device: Any) -> None:
        super().__init__(config, pipeline, device)
        self._extractor = Extractor(Settings(model=config.get("model")))
        self._doc_id = str(config.get("doc_id", _UNNAMED))

    def mark_inactive(self) -> None:
        """Called by Stanza where the pipeline lacks what this processor needs."""
        self.__dict__.pop("_extractor", None)

    def process(self, doc: StanzaDocument) -> StanzaDocument:
        """The same document, with its records in text order as `doc.quotes`."""
        parsed = Document(id=self._doc_id, text=doc.text, parse=from_stanza(doc))
        doc.quotes = self._extractor.extract(parsed)
        return doc
