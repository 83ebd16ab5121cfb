"""Memory that is free but kept: decides when it goes back to the system.

The network's tensors are of many sizes, megabytes each, and glibc keeps what is freed between
others for the next ones. Over a long archive that adds up to hundreds of megabytes.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import lru_cache


@lru_cache(maxsize=1)
def _trim() -> Callable[[int], int] | None:
    """glibc's own function; other C libraries have none and keep less."""
    if sys.platform != "linux":
        return None
    found: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return found


def give_back() -> None:
    """Some milliseconds; to be called now and then."""
    trim = _trim()
    if trim is not None:
        trim(0)
