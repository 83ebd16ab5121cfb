"""The lemmatizer's recipe on words written here: what teaches, what is learnt, what is told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from quotes.errors import UsageError
from quotes.lemmatizer import Lemmatizer
from quotes.lemmatizer.candidates import candidates
from training.lemmatizer import corpora, tables
from training.lemmatizer.__main__ import DEFAULT, learned
from training.lemmatizer.corpora import Word
from training.tokenizer import recipe

TREES = """# text = Ruiz\u2019s cats
1	Ruiz	Ruiz	PROPN	NNP	_	3	nmod	_	_
2	\u2019s	\u2019s	PART	POS	_	1	case	_	_
3	cats	cat	NOUN	NNS	_	0	root	_	_
4	x	_	X	GW	_	3	dep	_	_

"""
STEMS = ("walk", "jump", "help", "talk", "ask", "park", "bark", "milk", "hunt", "rent")


def treebank(*more: tuple[str, str, str, str]) -> corpora.Counts:
    words = [Word(stem + "ed", "VERB", "VBD", stem) for stem in STEMS]
    words += [Word(stem, "VERB", "VB", stem) for stem in STEMS]
    words += [Word(a + a[-1] + "ed", "VERB", "VBD", a) for a in ("stop", "drop", "chat", "plan", "hop", "tap", "rip")]
    return corpora.counted([*words, *(Word(*word) for word in more)] * 5)


def test_words_of_a_treebank_are_straight_and_have_lemmas(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(TREES, "utf-8")
    assert list(corpora.words(path)) == [Word("Ruiz", "PROPN", "NNP", "Ruiz"), Word("'s", "PART", "POS", "'s"),
                                         Word("cats", "NOUN", "NNS", "cat")]


def test_irregular_forms_and_their_compounds() -> None:
    found = set(corpora.irregular())
    assert {Word("swore", "VERB", "VBD", "swear"), Word("overcame", "VERB", "VBD", "overcome"),
            Word("panicking", "VERB", "VBG", "panic"), Word("wives", "NOUN", "NNS", "wife"),
            Word("better", "ADV", "RBR", "well"), Word("bade", "VERB", "VBD", "bid")} <= found
    assert all(word.form and word.lemma for word in found)


def test_the_commonest_lemma_counts_both_ways_of_writing() -> None:
    counts = {("said", "VERB", "VBD"): Counter(say=4, sad=1), ("Said", "VERB", "VBD"): Counter(sad=2),
              ("US", "PROPN", "NNP"): Counter(US=1), ("us", "PROPN", "NNP"): Counter(we=5)}
    found = {word.form: word.lemma for word in tables.commonest(counts)}
    assert found == {"said": "say", "Said": "say", "US": "US", "us": "we"}


def test_a_lemma_is_known_from_other_forms_only() -> None:
    words = [Word("walked", "VERB", "VBD", "walk"), Word("tape", "NOUN", "NN", "tape"),
             Word("tape", "VERB", "VB", "tape")]
    lexicon = tables.Lexicon(words, {})
    walk = candidates("walked", "VBD", ("ed>",))
    assert not lexicon.without("walked", walk)["v"]
    assert lexicon.without("walking", walk)["v"] == {"walk"}
    tape = candidates("tape", "VB", (">",))
    assert lexicon.known()["n"] == {"tape"}
    assert not lexicon.without("tape", tape)["n"]


def test_changes_that_few_forms_share_are_not_open_to_others() -> None:
    words = [Word(a + "ed", "VERB", "VBD", a) for a in STEMS] + [Word("went", "VERB", "VBD", "go")]
    assert tables.changes(words, 2) == {"VBD": ["ed>"]}


def test_what_is_learnt_holds_for_new_words() -> None:
    made = recipe.load(DEFAULT, DEFAULT)
    counts = treebank(("forwent", "VERB", "VBD", "forgo"), ("kept", "VERB", "VBD", "kept"))
    found = learned(counts, made)
    lemmatizer = Lemmatizer(found)
    assert lemmatizer.lemma("quipped", "VERB", "VBD") == "quip"
    assert lemmatizer.lemma("barked", "VERB", "VBD") == "bark"
    assert lemmatizer.lemma("zorked", "VERB", "VBD") == "zork"
    assert lemmatizer.lemma("spoke", "VERB", "VBD") == "speak"
    assert lemmatizer.lemma("kept", "VERB", "VBD") == "keep"  # the list outweighs a slip
    assert "walked" not in found.entries["VERB VBD"]
    assert set(found.tags["VERB"]) == {"VBD", "VBN", "VBG", "VB"}
    assert learned(counts, made) == found


def test_a_part_of_a_word_teaches_nothing() -> None:
    assert not {key for key in corpora.counted([Word("any", "ADV", "GW", "anyone")]) if key[2] == "GW"}


def test_a_recipe_has_all_settings_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text(DEFAULT.read_text("utf-8").replace("rare = 2", "rarer = 2"), "utf-8")
    with pytest.raises(UsageError, match=r"fit\.rare"):
        recipe.load(path, DEFAULT)
