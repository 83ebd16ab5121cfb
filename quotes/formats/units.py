"""Offsets as programs of JavaScript's kind count them: in code units of UTF-16."""

from __future__ import annotations

from bisect import bisect_left


class Units:
    """Converts offsets into one text; a code point beyond U+FFFF is two units."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._wide = [i for i, c in enumerate(text) if ord(c) > 0xFFFF]
        self._wide_units = [at + i for i, at in enumerate(self._wide)]

    def unit(self, offset: int) -> int:
        """
        >>> [Units("a\U0001f600b").unit(i) for i in range(4)]
        [0, 1, 3, 4]
        """
        return offset + bisect_left(self._wide, offset)

    def code_point(self, unit: int) -> int | None:
        """None within a code point, and outside the text.

        >>> [Units("a\U0001f600b").code_point(i) for i in range(6)]
        [0, 1, None, 2, 3, None]
        """
        before = bisect_left(self._wide_units, unit)
        inside = before > 0 and self._wide_units[before - 1] + 1 == unit
        offset = unit - before
        return None if inside or not 0 <= offset <= self._length else offset
