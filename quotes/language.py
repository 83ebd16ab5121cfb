"""Whether a text is English, by the share of English function words in it.

A cheap check for a warning, not a language identifier: it says no only where a text is long
enough to tell, and has no opinion otherwise. The words, and why these, are in
`lexicon/english.tsv`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+")

# The first pages tell, and 10 MB must not take longer.
_SAMPLE = 20_000  # characters

# The tersest English (results in sentences) has one listed word in twelve; a headline, a list of
# names or a caption may have none, and is shorter than this.
_FEWEST_WORDS = 50

# Paragraphs in the tests: English 0.08 to 0.4, other languages at most 0.04, but for one word
# that a language happens to share (Polish "to", Dutch "of"); hence two words at least.
_ENGLISH_SHARE = 0.06
_FEWEST_DIFFERENT = 2

# Scripts without blanks have few "words", so letters tell: English is nearly all a to z.
_FEWEST_LETTERS = 30
_LATIN_SHARE = 0.5


def looks_english(text: str) -> bool | None:
    """True or False; None where the text is too short to tell.

    >>> looks_english("Bonjour.") is None
    True
    """
    sample = text[:_SAMPLE].lower()
    words = _WORD.findall(sample)
    letters = "".join(words)
    latin = sum("a" <= letter <= "z" for letter in letters)
    if len(letters) >= _FEWEST_LETTERS and latin < _LATIN_SHARE * len(letters):
        return False
    if len(words) < _FEWEST_WORDS:
        return None
    found = [word for word in words if word in _function_words()]
    return (len(found) >= _ENGLISH_SHARE * len(words)
            and len(set(found)) >= _FEWEST_DIFFERENT)


@cache
def _function_words() -> frozenset[str]:
    table = (files("quotes") / "lexicon" / "english.tsv").read_text("utf-8")
    rows = [line for line in table.splitlines() if line and not line.startswith("#")]
    return frozenset(row.split("\t")[0] for row in rows[1:])  # the first row names the columns
