"""The tokenizer's recipe on text written here: what teaches, what is refused, what is fitted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from quotes.errors import UsageError
from quotes.text import Span
from quotes.tokenizer.tokenizer import Tables, Tokenizer
from training.tokenizer import corpora, examples, patterns, recipe
from training.tokenizer.corpora import Paragraph
from training.tokenizer.fit import fit, packed

SIZE = 1 << 14
TREES = """# newdoc
# newpar
# text = I can't.
1	I	I	PRON	_	_	2	nsubj	_	_
2	ca	can	AUX	_	_	0	root	_	SpaceAfter=No
3	n't	not	PART	_	_	2	advmod	_	SpaceAfter=No
4	.	.	PUNCT	_	_	2	punct	_	_

# text = He can.
1	He	he	PRON	_	_	2	nsubj	_	_
2	can	can	AUX	_	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	_	_	2	punct	_	_

# newpar
# text = Go
1	Go	go	VERB	_	_	0	root	_	_

"""


def words(paragraph: Paragraph) -> list[str]:
    return [paragraph.text[slice(*token)] for token in paragraph.tokens]


def test_paragraphs_of_a_treebank(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(TREES, "utf-8")
    [first, second] = corpora.treebank(path)
    assert first.text == "I can't. He can."
    assert words(first) == ["I", "ca", "n't", ".", "He", "can", "."]
    assert (first.ends, first.tags[:2]) == ([4, 7], ["PRON", "AUX"])
    assert (second.text, second.ends) == ("Go", [1])


def test_patterns_say_where_tokens_and_sentences_are() -> None:
    paragraph = patterns.written('"~So~?~" said Lt. Stone~-~Webb~. ‖ I went~.')
    assert paragraph.text == '"So?" said Lt. Stone-Webb. I went.'
    assert words(paragraph) == ['"', "So", "?", '"', "said", "Lt.", "Stone", "-", "Webb", ".", "I", "went", "."]
    assert paragraph.ends == [10, 13]


def test_generated_text_is_the_same_for_a_seed() -> None:
    body = patterns.written("The old bridge was closed on the same day~.")
    assert patterns.bodies([body]) == ["The old bridge was closed on the same day"]
    one, same, other = ([p.text for p in patterns.generated([body], 200, seed)] for seed in (1, 1, 2))
    assert one == same != other
    assert not any("{" in text or "~" in text or "‖" in text for text in one)


def test_changed_paragraphs_keep_their_offsets() -> None:
    plain = patterns.written("The bridge was shut~. ‖ It is old~.")._replace(tags=["X"] * 9)
    capitals, unstopped = patterns.changed([plain], 1.0, 1)
    assert capitals.text.lower() == plain.text.lower()
    assert capitals.text.startswith("THE BRIDGE")
    assert unstopped.text == "The bridge was shut. It is old"
    assert unstopped.ends == [5, 8]
    assert len(unstopped.tokens) == len(unstopped.tags) == 8


def test_what_is_learnt_is_done() -> None:
    text = [patterns.written("Go~. ‖ He left~, she said~. ‖ Yes~.")._replace(tags=["X"] * 10)] * 9
    rows = examples.of_cuts(text, SIZE)
    cuts = packed(fit(*rows, SIZE, 0.1, 50, 1)).tolist()
    tables = Tables(cuts, [], examples.classes(text, 1), {})
    ends = packed(fit(*examples.of_ends([(p, 1.0) for p in text], tables, SIZE), SIZE, 0.1, 50, 1)).tolist()
    tokenizer = Tokenizer(Tables(cuts, ends, tables.classes, {}))
    other = "Yes. She left, he said. Go."
    found = [[other[slice(*t)] for t in s] for s in tokenizer.tokenize(other, Span(0, len(other)))]
    assert found == [["Yes", "."], ["She", "left", ",", "he", "said", "."], ["Go", "."]]


def test_words_that_are_mostly_cut() -> None:
    text = [patterns.written("I can~not go")] * 3 + [patterns.written("I cannot go")]
    assert examples.inner_cuts(text, 2) == {"cannot": (3,)}
    assert examples.inner_cuts(text, 4) == {}


def test_a_rare_feature_weighs_nothing() -> None:
    found = fit([[0, 1], [0, 2], [0, 2]], [True, False, False], [1.0] * 3, 4, 0.1, 50, 2)
    assert found[1] == 0 > found[2]
    assert packed(np.asarray([-2.0, 1.0])).tolist() == [-127, 64]


@pytest.mark.parametrize("change", [("seed = 1", ""), ("seed = 1", "seed = 1\nseeds = 2"), ("seed = 1", 'seed = "1"')])
def test_a_recipe_has_all_settings_and_no_other(tmp_path: Path, change: tuple[str, str]) -> None:
    path = tmp_path / "r.toml"
    path.write_text(recipe.DEFAULT.read_text("utf-8").replace(*change), "utf-8")
    with pytest.raises(UsageError, match=r"news\.seed"):
        recipe.load(path)
