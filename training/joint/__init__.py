"""The recipe of the embedded network: from the corpora to a model folder, in one command.

`python -m training.joint --shared ../shared --out build/en --minutes 140`; README.md in the
folder above says what it needs. Words, windows and scores are those of `quotes.network`, so
that training sees what inference sees.
"""

from __future__ import annotations

from quotes.network import wait_passively

# Before anything here imports torch: its idle threads would spin on a shared core.
wait_passively()
