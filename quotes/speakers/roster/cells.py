"""How an entry's values stand in the cells of a spreadsheet.

Decides how several values share a cell, and that none can be a formula there: names come from
the texts of strangers, and a spreadsheet runs a cell that begins with an equals sign. Such a
value is written with an apostrophe before it, which reading takes off again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

COLUMNS = ("id", "name", "aliases", "kind", "roles")

# What spreadsheets take for the start of a formula, the wide forms of East Asian versions included.
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
# A semicolon or backslash that belongs to a value has a backslash before it.
_VALUE = re.compile(r"(?:\\[\\;]|[^;])+")
_ESCAPED = re.compile(r"\\([\\;])")


def clean(value: str) -> str:
    """Without line ends and runs of blanks, which no name has, and NUL, which no table holds.

    >>> clean(" Ana\\nRuiz ")
    'Ana Ruiz'
    """
    return " ".join(value.replace("\0", " ").split())


def guarded(value: str) -> str:
    """The value as no spreadsheet runs it.

    >>> guarded("=1+1"), guarded("Ana"), guarded("'=1")
    ("'=1+1", 'Ana', "''=1")
    """
    return f"'{value}" if _FORMULA.match(value) else value


def unguarded(cell: str) -> str:
    """What `guarded` was given. A person's own cell stays as it is.

    >>> unguarded("'=1+1"), unguarded("'Ana"), unguarded("-Ana")
    ('=1+1', "'Ana", '-Ana')
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def joined(values: Iterable[str]) -> str:
    """Several values in one cell.

    >>> joined(["IS", "Smith; Sons"])
    'IS; Smith\\\\; Sons'
    """
    return "; ".join(guarded(re.sub(r"[\\;]", r"\\\g<0>", value)) for value in values)


def several(cell: str) -> tuple[str, ...]:
    """The values in a cell, each once.

    >>> several("IS; Smith\\\\; Sons;;IS")
    ('IS', 'Smith; Sons')
    """
    values = (unguarded(clean(piece)) for piece in _VALUE.findall(cell))
    return tuple(dict.fromkeys(_ESCAPED.sub(r"\1", value) for value in values if value))
