"""A word's lemma from its form and tags: a dictionary, and learned rules for all other words.

Lemmas follow Universal Dependencies for English. It knows nothing of Stanza or torch;
`training/lemmatizer` makes its file.
"""

from quotes.lemmatizer.lemmatizer import Lemmatizer

__all__ = ["Lemmatizer"]
