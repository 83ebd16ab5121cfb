"""How sure a name is by the way it was found, where nothing was learnt about that."""

from __future__ import annotations

# How often a name found each way is the right one; pronouns bring their own share. Held against
# 178 documents with people's coreference and sources, a name being right where its words are the
# chain's or hold one of the chain's names: names in full 69 of 70, parts of names 76 of 76, the
# narrator's 107 of 107 (kept lower: layouts vary more than those did), and a mention's own words
# 114 of 127, in the rest of which the text names the speaker elsewhere. The rules were written with
# those documents in view, so new ones will fare worse. The others are judgements, in that order.
CONFIDENCE = {"full": 0.97, "new": 0.95, "partial": 0.93, "acronym": 0.9, "taken_up": 0.9,
              "narrator": 0.88, "author": 0.85, "misprint": 0.8, "described": 0.75,
              "own_words": 0.84, "first_person": 0.9, "joint": 0.85, "borrowed": 0.8,
              # Of a name that is left open: an alternative among those who bear it, or said by one
              # of *we*; a pronoun's own word, which is nobody's name.
              "of_several": 0.3, "one_of_us": 0.4, "unresolved": 0.2, "open_pronoun": 0.05}
