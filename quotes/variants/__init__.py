"""Decides which records are the same utterance, and what follows when they are.

Many records in, groups out: each with the words that differ, the earliest document, the outlets,
and first of all the speakers that contradict each other.
"""

from __future__ import annotations

from quotes.variants.grouping import Grouping, group_variants
from quotes.variants.values import (
    Earliest,
    Given,
    Member,
    Outlet,
    Party,
    Place,
    Rivals,
    Said,
    VariantGroup,
    WordChange,
)

__all__ = ["Earliest", "Given", "Grouping", "Member", "Outlet", "Party", "Place", "Rivals", "Said",
           "VariantGroup", "WordChange", "group_variants"]
