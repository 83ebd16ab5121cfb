"""The processor `quote` in a Stanza user's own pipeline: by hand-made documents and for real."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.model

TEXT = 'Ruiz spoke. "I don\'t know," Ana Ruiz said.'


def _word(number: int, text: str, lemma: str, upos: str, xpos: str, head: int, deprel: str,
          start: int | None = None) -> dict[str, Any]:
    word = {"id": number, "text": text, "lemma": lemma, "upos": upos, "xpos": xpos, "head": head,
            "deprel": deprel, "ner": "O"}
    return word if start is None else {**word, "start_char": start, "end_char": start + len(text)}


def _multi_word_document() -> Any:
    """TEXT as a pipeline with a multi-word tokenizer gives it: *don't* is one token, two words."""
    from stanza.models.common.doc import Document

    first = [_word(1, "Ruiz", "Ruiz", "PROPN", "NNP", 2, "nsubj", 0),
             _word(2, "spoke", "speak", "VERB", "VBD", 0, "root", 5),
             _word(3, ".", ".", "PUNCT", ".", 2, "punct", 10)]
    second = [_word(1, '"', '"', "PUNCT", "``", 5, "punct", 12),
              _word(2, "I", "I", "PRON", "PRP", 5, "nsubj", 13),
              {"id": (3, 4), "text": "don't", "start_char": 15, "end_char": 20, "ner": "O"},
              _word(3, "do", "do", "AUX", "VBP", 5, "aux"),
              _word(4, "n't", "not", "PART", "RB", 5, "advmod"),
              _word(5, "know", "know", "VERB", "VB", 10, "ccomp", 21),
              _word(6, ",", ",", "PUNCT", ",", 5, "punct", 25),
              _word(7, '"', '"', "PUNCT", "''", 5, "punct", 26),
              {**_word(8, "Ana", "Ana", "PROPN", "NNP", 10, "nsubj", 28), "ner": "B-PERSON"},
              {**_word(9, "Ruiz", "Ruiz", "PROPN", "NNP", 8, "flat", 32), "ner": "E-PERSON"},
              _word(10, "said", "say", "VERB", "VBD", 0, "root", 37),
              _word(11, ".", ".", "PUNCT", ".", 10, "punct", 41)]
    return Document([first, second], text=TEXT)


@pytest.fixture(scope="module")
def processor() -> Any:
    from quotes.stanza_processor import QuoteProcessor

    class _Everything:
        """A pipeline that has run all that the processor asks for."""

        loaded_processors = ()
        load_list = ()

    return QuoteProcessor({"check_requirements": False, "doc_id": "hand-made"}, _Everything(), "cpu")


def test_multi_word_tokens(processor: Any) -> None:
    document = processor.process(_multi_word_document())
    (record,) = document.quotes
    assert record.doc_id == "hand-made"
    assert (record.type, record.text) == ("direct", "I don't know,")
    assert record.speaker.name == "Ana Ruiz"
    for span in (*record.content, *record.cue.spans, *record.speaker.mention):
        assert TEXT[span.start:span.end] == span.text


def test_the_processor_is_registered_under_its_name(processor: Any) -> None:
    from stanza.pipeline.registry import NAME_TO_PROCESSOR_CLASS

    assert NAME_TO_PROCESSOR_CLASS["quote"] is type(processor)


def test_a_pipeline_that_lacks_trees_is_told_what_it_needs() -> None:
    from stanza.pipeline.core import PipelineRequirementsException, ProcessorRequirementsException

    from quotes.stanza_processor import QuoteProcessor

    class _Nothing:
        loaded_processors = ()
        load_list = ()

    with pytest.raises((PipelineRequirementsException, ProcessorRequirementsException)):
        QuoteProcessor({}, _Nothing(), "cpu")


def test_embedded_pipeline_gives_the_extractors_records(checkout: Path, extractor: Any) -> None:
    """Stanza's own `Pipeline`, with `quote` as its last processor, on the embedded models."""
    import stanza

    import quotes
    import quotes.stanza_processor
    from quotes.parse.folder import EMBEDDED
    from quotes.parse.variants import NAME

    pipeline = stanza.Pipeline(
        "en", dir=str(EMBEDDED), processors="tokenize,pos,lemma,depparse,ner,quote", package=None,
        download_method=None, allow_unknown_language=True, logging_level="ERROR", use_gpu=False,
        **{f"{name}_with_{NAME}": True for name in ("tokenize", "pos", "lemma", "depparse", "ner")})
    text = (checkout / "fixtures" / "articles" / "mosul.txt").read_text("utf-8")
    found = pipeline(text).quotes
    expected = extractor.extract(quotes.Document(id="stanza", text=text))
    assert [r.model_dump_json() for r in found] == [r.model_dump_json() for r in expected]
