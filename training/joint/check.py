"""check.json: written texts with what the network gives for them, to hold other code against.

The scores are the training module's and the decoding is inference's: writing the file fails
where the two differ.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor

from quotes.documents import Document
from quotes.errors import ModelError
from quotes.network import Network, Reading, Words
from quotes.network.joint import Scores, batch
from quotes.network.windows import BREAK, Window
from quotes.parse import Parser
from quotes.text import straighten
from quotes.trees import Parse, Proposal
from training.joint.model import Joint
from training.joint.recipe import Dropout
from training.joint.stored import load

# Each fits in one window. Together: curly and straight marks, fronted and split quotations,
# "according to", a cue without a source, a clitic, digits, capitals, several paragraphs.
TEXTS = (
    "The ferry company Lund Lines, which runs four boats, said on Tuesday that it would cut its "
    "night service. \u201cWe can\u2019t pay for empty decks,\u201d its director, Ana Ruiz, told "
    "reporters. \u201cNobody can.\u201d\n\n"
    "According to the Harbor Authority, 40 passengers a night used it; the union denied that and "
    "called for talks.",
    "Farmers are expected to plant less wheat, a survey of 1,200 farms found.\n\n"
    "\"It rained,\" Jo O'Neill wrote in an email, \"and it didn't stop.\"\n\n"
    "He added that NATO members' claims about exports were wrong. The ministry has yet to "
    "explain why.",
)
NOTE = ("computed in fp32; 'words' are [start, end, sentence]; -1 is a paragraph break; "
        "heads count within the sentence, 0 = root, breaks 0; the scores are before any mask")
CLOSE = 1e-3
# Where products are rounded, a last bit that differs makes another step now and then, and that more
# of them: the scores of one network computed in two ways are apart by 2% of their size, and by 6%
# from those of the same network without rounding.
CLOSE_IN_THE_MEAN = 0.05
_FIRST = 12  # words of which all scores are kept; those of every word would be megabytes
_DIGITS = 4


def write(folder: Path, texts: Sequence[str] = TEXTS) -> None:
    """Write the folder's check.json; `ModelError` where inference and training disagree."""
    network = Network(folder, exact=True)
    model = of_folder(folder)
    parses = Parser(str(folder)).parse([Document(id="check", text=text) for text in texts])
    cases = [_case(network, model, parse) for parse in parses]
    table = json.dumps({"note": NOTE, "cases": cases}, ensure_ascii=True)
    (folder / "check.json").write_text(table + "\n", "utf-8")


def of_folder(folder: Path) -> Joint:
    """The training module with the weights of a model folder, in fp32."""
    config = json.loads((folder / "network.json").read_text("utf-8"))
    model = Joint(config, Dropout(0.0, 0.0, 0.0))
    load(model, load_file(folder / "network.safetensors"))
    return model.eval()


def agreed(network: Network, model: Joint, windows: Sequence[Window]) -> Scores:
    """The module's scores of windows; `ModelError` where inference gives others."""
    given = batch(windows)
    with torch.inference_mode():
        found = model(given)
    for name, ours, theirs in zip(Scores._fields, found, network.scores(given), strict=True):
        if not _near(ours[given.words], theirs[given.words], rounded=model.rounded):
            apart = float((ours - theirs).abs().max())
            raise ModelError(f"training and inference differ in {name} by {apart:.4f}")
    return Scores(*found)


def _near(ours: Tensor, theirs: Tensor, *, rounded: bool) -> bool:
    if rounded:
        return float((ours - theirs).abs().mean() / theirs.abs().mean()) < CLOSE_IN_THE_MEAN
    return torch.allclose(ours, theirs, rtol=CLOSE, atol=CLOSE)


def _case(network: Network, model: Joint, parse: Parse) -> dict[str, Any]:
    words = Words([straighten(token.text) for token in parse.tokens],
                  [token.sentence for token in parse.tokens],
                  [parse.sentence_of(token.index).paragraph for token in parse.tokens])
    [window] = network.windows(words)
    [reading] = network.read([words])
    scores = agreed(network, model, [window])
    return {"text": parse.text,
            "words": [[token.start, token.end, token.sentence] for token in parse.tokens],
            "windows": [_inputs(window) | _labels(window, words, reading) | _numbers(scores)
                        | {"attributions": [_spans(parse, p) for p in reading.proposals]}]}


def _inputs(window: Window) -> dict[str, list[int]]:
    return {"words": window.words.tolist(), "piece_ids": window.pieces.tolist(),
            "case": window.case.tolist(), "first": window.first.tolist(),
            "last": window.last.tolist()}


def _labels(window: Window, words: Words, reading: Reading) -> dict[str, list[Any]]:
    """One entry a word of the window; a break has the empty one."""
    edges = [0] + [i + 1 for i, (a, b) in enumerate(pairwise(words.sentences)) if a != b]
    first = dict(zip(dict.fromkeys(words.sentences), edges, strict=True))
    heads = [head - first[sentence] + 1 if head >= 0 else 0
             for head, sentence in zip(reading.heads, words.sentences, strict=True)]
    columns: dict[str, tuple[Sequence[Any], Any]] = {
        "upos": (reading.upos, ""), "xpos": (reading.xpos, ""), "ner": (reading.ner, "O"),
        "head": (heads, 0), "deprel": (reading.deprels, "")}
    return {name: [column[word] if word != BREAK else nothing for word in window.words.tolist()]
            for name, (column, nothing) in columns.items()}


def _numbers(scores: Scores) -> dict[str, Any]:
    return {"tag_logits": _rounded(scores.tag[0]),
            f"arc_scores_of_first_{_FIRST}_words": _rounded(scores.arcs[0, :_FIRST]),
            f"point_of_first_{_FIRST}_words": _rounded(scores.point[0, :_FIRST]),
            f"source_point_of_first_{_FIRST}_words": _rounded(scores.source[0, :_FIRST])}


def _rounded(x: Tensor) -> Any:
    return np.round(x.double().numpy(), _DIGITS).tolist()


def _spans(parse: Parse, found: Proposal) -> dict[str, list[list[int]]]:
    return {role: [list(span) for span in parse.spans(getattr(found, role))]
            for role in ("source", "cue", "content")}
