"""What tree and marks put right in the network's drafts, one function a kind of mistake.

Each takes a draft and gives it back mended, or None where nothing is left of it. `cue.py`
parts joined cues, `source.py` mends who speaks and by which cue, `content.py` what is said.
"""

from __future__ import annotations

from quotes.attribution.drafts import Draft
from quotes.attribution.marked import Marked
from quotes.attribution.repairs import content, cue, outside, source

# The cue comes first, then who speaks: what is said depends on the cue and its sentence.
_REPAIRS = (*cue.REPAIRS, *source.REPAIRS, *outside.REPAIRS, *content.REPAIRS)


def mend(marked: Marked, draft: Draft) -> Draft | None:
    """The draft after all repairs."""
    mended: Draft | None = draft
    for repair in _REPAIRS:
        if mended is None:
            return None
        mended = repair(marked, mended)
    return mended
