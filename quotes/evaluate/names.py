"""When two names of a speaker are the same.

Decides it narrowly: case, blanks, dots, apostrophes' form and an opening article don't count.
"Ruiz" is not "Ana Ruiz": resolving one to the other is what is measured.
"""

from __future__ import annotations

import re

from quotes.lexicon import fold

_ARTICLE = re.compile(r"^(?:the|a|an) ")


def same_name(gold: str, predicted: str | None) -> bool:
    """
    >>> same_name("The U.N.", "UN"), same_name("Ana Ruiz", "Ruiz"), same_name("Ana Ruiz", None)
    (True, False, False)
    """
    return predicted is not None and _bare(gold) == _bare(predicted)


def _bare(name: str) -> str:
    return _ARTICLE.sub("", fold(name))
