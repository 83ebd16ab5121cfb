"""Text made fit for a terminal.

Decides which characters of a foreign text may reach a terminal, or a line of an error
message. Control characters would move the cursor, rename the window or hide what follows;
the marks that override the direction of writing would show words in another order than the
text has them. Each becomes one visible character, so that nothing is dropped in silence.
"""

from __future__ import annotations

_REPLACEMENT = "\ufffd"

# C0 controls and DEL have pictures of their own in Unicode; C1 controls have none.
_CONTROLS = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT),
}
# Embeddings, overrides and isolates; the plain marks U+200E and U+200F only sit beside
# letters of their own direction and stay.
_DIRECTIONS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), _REPLACEMENT)
# No encoding can write half of a pair (a file name that isn't UTF-8 holds them).
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT)
_LINE_ENDS = {0x2028: "\u2424", 0x2029: "\u2424"}

_ONE_LINE = {**_CONTROLS, **_DIRECTIONS, **_SURROGATES, **_LINE_ENDS}
_TEXT = {code: mark for code, mark in _ONE_LINE.items() if code not in (0x09, 0x0A)}


def one_line(text: str) -> str:
    """The text as one harmless line, one character for one.

    >>> one_line("a\\x1b[2Jb\\nc")
    'a\u241b[2Jb\u240ac'
    """
    return text.translate(_ONE_LINE)


def printable(text: str) -> str:
    """The text with its lines and tabs kept, everything else made harmless.

    >>> printable("a\\tb\\r\\nc\\x07")
    'a\\tb\\nc\u2407'
    """
    return text.replace("\r\n", "\n").translate(_TEXT)


def encodable(text: str) -> str:
    """The text with lone surrogates spelt out, so that UTF-8 can hold it.

    >>> encodable("caf\\udce9.txt")
    'caf\\\\udce9.txt'
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
