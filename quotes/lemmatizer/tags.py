"""Tags that don't go together: decides which XPOS to read a word with.

A tagger that chooses UPOS and XPOS apart, as the network does, contradicts itself on one word in
two hundred. The UPOS counts: what follows from a lemma (is this a verb of saying?) asks for that.
"""

from __future__ import annotations

_BEGINS = {"VERB": ("VB",), "AUX": ("VB", "MD"), "NOUN": ("NN",), "PROPN": ("NNP",),
           "ADJ": ("JJ", "CD"), "ADV": ("RB", "WRB", "RP", "IN", "DT")}
# Foreign words, parts of words and the like go with any UPOS, and a name may be inside any word.
_ANYWHERE = ("FW", "GW", "AFX", "ADD", "LS", "NNP")
_PLURAL = ("NNS", "NNPS", "VBZ")
_ENDINGS = (("ed", "VBD"), ("ing", "VBG"), ("s", "VBZ"))
FORMS_OF_VERBS = ("VBD", "VBN", "VBZ", "VBG")


def meant(form: str, upos: str, xpos: str) -> str:
    """The XPOS to read a word with.

    >>> meant("said", "VERB", "VBD"), meant("quipped", "VERB", "JJ"), meant("cars", "NOUN", "VBZ")
    ('VBD', 'VBD', 'NNS')
    """
    begins = _BEGINS.get(upos)
    if begins is None or xpos.startswith(begins) or (xpos in _ANYWHERE and upos != "NOUN"):
        return xpos
    if upos in ("VERB", "AUX"):
        return next((tag for ending, tag in _ENDINGS if form.lower().endswith(ending)), "VB")
    if upos in ("NOUN", "PROPN"):
        return begins[0] + ("S" if xpos in _PLURAL else "")
    return begins[0] + (xpos[-1] if xpos in ("JJR", "JJS", "RBR", "RBS") else "")
