"""File names made of document ids, which may be anybody's: paths, addresses, traps.

Decides that a name is one plain part in every file system: letters, digits, dots, dashes and
underscores of ASCII, not hidden, not a device of Windows, not too long, and no two the same even
where capitals don't count.
"""

from __future__ import annotations

import re

_OTHER = re.compile(r"[^A-Za-z0-9._-]+")
# Windows takes these for devices, with any ending.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"com{i}" for i in range(10)),
                      *(f"lpt{i}" for i in range(10))})
# File systems allow 255 bytes; an ending, a number and a person's copy must still fit.
_LONGEST = 100
_ENDINGS = (".txt", ".html", ".htm", ".json", ".xml")


class FileNames:
    """Names for the ids of one folder, in order."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, id_: str) -> str:
        """A name, without an ending, that no other id has.

        >>> names = FileNames()
        >>> [names.name(i) for i in ("news/a.txt", "../../etc/passwd", "news/A.txt", "nul", "")]
        ['news_a', 'etc_passwd', 'news_A-2', '_nul', 'document']
        """
        plain = _plain(id_)
        number, name = 1, plain
        while name.lower() in self._taken:
            number += 1
            name = f"{plain}-{number}"
        self._taken.add(name.lower())
        return name


def _plain(id_: str) -> str:
    for ending in _ENDINGS:
        id_ = id_.removesuffix(ending)
    name = _OTHER.sub("_", id_)[-_LONGEST:].strip("._-") or "document"
    return f"_{name}" if name.split(".")[0].lower() in _DEVICES else name
