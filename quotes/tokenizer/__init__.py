"""Paragraphs to sentences of tokens: a small learned tokenizer, in plain numbers.

Tokens follow Universal Dependencies for English: clitics, hyphens and marks stand apart, an
abbreviation keeps its full stop, and there are no multi-word tokens. It knows nothing of
Stanza or torch; `training/tokenizer` makes its two files.
"""

from quotes.tokenizer.tokenizer import Tokenizer

__all__ = ["Tokenizer"]
