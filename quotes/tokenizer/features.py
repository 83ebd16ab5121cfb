"""What the two models see: decides the features of a cut inside a chunk, and of a sentence end.

A chunk is what stands between blanks. A feature is a string, and its number is the string's
CRC-32 modulo the size of the table of weights: training and inference both come here. Each
feature looks a few characters or tokens around, so that time is linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

# A web or mail address keeps its dots, slashes and hyphens.
_ADDRESS = re.compile(r"://|\bwww\.|@|\.(?:com|org|net|edu|gov|co|uk|html?|pdf|docx?|xls|txt|jpe?g)\b")
_WORDLY = re.compile(r"[^\W_]")
_NT = ("n't", "nt'")
# Joiners, variation selectors and skin tones belong to what stands before them.
_FASTENED = ("\u200c", "\u200d", "\ufe0f", "\ufe0e")
STOPS = frozenset((".", "!", "?", "...", "....", "!!", "!!!", "??", "\u2026", "?!"))
_MOST_SHAPE = 6
# Of one sign so often is a drawn line.
_DRAWN = 3


@lru_cache(maxsize=4096)
def kind(character: str) -> str:
    """U for a capital, l for another letter (or a sign on it), d for a digit, else itself."""
    if character.isalpha():
        return "U" if character.isupper() else "l"
    if character.isdigit():
        return "d"
    return "l" if is_fastened(character) else character


def is_fastened(character: str) -> bool:
    """Whether a character is part of the one before it: an accent, a joiner, a skin tone."""
    return character > "\u02ff" and (unicodedata.category(character)[0] == "M"
                                     or character in _FASTENED
                                     or "\U0001f3fb" <= character <= "\U0001f3ff")


def kinds(chunk: str) -> str:
    return "".join(map(kind, chunk))


def places(chunk: str, shape: str) -> list[int]:
    """Where a chunk may be cut: anywhere but between letters or digits, and before n't.

    >>> places("don't,", kinds("don't,"))
    [2, 3, 4, 5]
    """
    low = chunk.lower()
    found = []
    for i in range(1, len(chunk)):
        before, after = shape[i - 1], shape[i]
        if before in "Ul" and after in "Ul":
            if low[i:i + 3] in _NT:
                found.append(i)
        elif (before != "d" or after != "d") and not (
                is_fastened(chunk[i]) or chunk[i - 1] == "\u200d"):
            found.append(i)
    return found


def asked_cuts(chunk: str, before: str, after: str) -> Iterator[tuple[int, list[str]]]:
    """The places where a chunk may be cut, with their features.

    `before` and `after` are the kinds of the neighbour chunks' nearest characters, ^ and $ at
    the paragraph's ends.
    """
    shape = kinds(chunk)
    found = _ADDRESS.search(chunk.lower())
    address = found[0][:1] + found[0][-1:] if found else ""
    for i in places(chunk, shape):
        yield i, _of_cut(chunk, shape, i, before, after, address)


def _of_cut(chunk: str, shape: str, i: int, before: str, after: str, address: str) -> list[str]:
    # Lower case may change the length of a string: each side is lowered alone.
    left, right = chunk[max(0, i - 24):i].lower(), chunk[i:i + 24].lower()
    pl, pr = shape[max(0, i - 4):i], shape[i:i + 4]
    b, a = pl[-1], pr[0]
    sides = f"{_has_word(chunk[:i])}{_has_word(chunk[i:])}"
    whole_left = left if i <= 20 else "~"
    return [
        "a" + chunk[i - 1:i + 1], "b" + left[-3:], "c" + right[:3],
        "d" + left[-2:] + "|" + right[:2], "e" + pl + "|" + pr,
        "f" + pl[-2:] + "|" + pr[:2], "g" + left[-10:] + "|", "h|" + right[:10],
        f"i{whole_left}|{right[:20]}", f"j{after}{pl[-2:]}|{pr}", f"k{left[-8:]}{after}{a}",
        f"m{right[:8]}{after}{b}", f"n{before}{pl}|{pr[:2]}", f"o{address}|{b}{a}",
        f"x{address}|{sides}", f"y{address}|{sides}{b}{a}", f"z{sides}{pl[-3:]}|{pr[:3]}",
        f"q{min(i, 4)}{min(len(chunk) - i, 4)}{b}{a}", f"r{(left + right).count('.')}{b}{a}",
        "s" + left[-6:] + right[:1], "t" + left[-1:] + right[:5],
        f"u{(left + right).count(chr(34))}{(left + right).count(chr(39))}{b}{a}"
        f"{int(chr(39) in left or chr(34) in left)}",
        f"v{shape[max(0, i - 10):i]}|{a}", f"w{b}|{shape[i:i + 10]}",
    ]


def _has_word(side: str) -> int:
    """0 for marks only, 1 for a letter or digit, 2 for more."""
    return min(2, len(_WORDLY.findall(side[:40])))


class Place(NamedTuple):
    """What came before a possible sentence end, in its paragraph."""

    length: int  # tokens of the sentence so far
    marks: int  # double marks in the paragraph so far
    opened: int  # marks before the sentence: whether it began inside a quotation
    brackets: int  # opened and not closed in the sentence
    left: int  # tokens of the paragraph that follow
    since: int  # tokens since the last full stop or its like
    style: str  # of the whole paragraph: see `style`


_SIZES = (2, 4, 8, 15, 30)


def style(words: Sequence[str]) -> str:
    """How a paragraph is written: whether stops part its sentences, and the share of capitals.

    A list, a signature or a chat has many or few of both, and its lines end elsewhere.
    """
    some = words[:400]
    stops = sum(word in STOPS for word in some)
    letters = [word[0].isupper() for word in some if word[0].isalpha()]
    share = sum(letters) * 10 // (len(letters) or 1)
    often = 0 if not stops else 1 if stops * 40 < len(some) else 2
    return f"{often}{sum(share >= limit for limit in (1, 3, 5, 8))}"


def _size(number: int) -> int:
    return sum(number >= size for size in _SIZES)


@lru_cache(maxsize=50_000)
def outline(token: str) -> str:
    """The token's kinds without repetition.

    >>> outline("McArthur"), outline("U.S."), outline("1,000")
    ('UlUl', 'U.U.', 'd,d')
    """
    found = re.sub(r"(.)\1+", r"\1", kinds(token[:24]))[:_MOST_SHAPE]
    return found + "+" if len(token) > _DRAWN and not token[0].isalnum() else found


def may_end(token: str, following: str) -> bool:
    """Whether a sentence may end between two tokens: never between two words or after a comma
    where the next one is small, and never before a stop or a comma."""
    if following[0] in ",;:.!?%" and following[:2] != "..":
        return False
    last = token[-1]
    return not ((last.isalnum() or last in ",;-") and following[0].islower())


def of_end(window: Sequence[str], blank: str, place: Place,
           classes: Mapping[str, str]) -> list[str]:
    """The features of a sentence end between the third and the fourth of six tokens.

    `blank` is 0, 1 or 2: nothing, one blank or more between the two. `classes` has a letter
    for each word that training saw often: what it is, and whether it is written small.
    """
    low = [token[:24].lower() for token in window]
    _, pre, a, b, post, _ = low
    so, sp, sa, sb, sn, _ = map(outline, window)
    cp, ca, cb, cn = (classes.get(word, "?") for word in low[1:5])
    inside, opened = place.marks % 2, place.opened % 2
    inner, size = int(place.brackets > 0), _size(place.length)
    left = min(_size(place.left), 3)
    # After marks and brackets, what stands before them decides.
    stop = pre if a in ('"', "'", ")", "]") else a
    state = f"{inside}{opened}"
    cased = sb[:1] + cb
    since, manner = _size(place.since), place.style
    return [
        "a" + a, "b" + b, f"ab{a}|{b}", f"s{sa}|{sb}{blank}", f"s3{sp}|{sa}|{sb}|{sn}{blank}",
        f"pa{pre}|{a}", f"bn{b}|{post}", f"as{a}|{sb}{blank}", f"at{a}|{sb}|{sn}",
        f"sb{sa}|{b}", f"n{size}{sa}|{sb}", f"m{size}{a}",
        f"q{state}{a}|{b}", f"r{state}{sa}|{sb}", f"t{state}{stop}{a}|{sb}{cb}",
        f"u{state}{stop}{a}|{b}", f"p{inner}{a}|{sb}", f"l{left}{a}|{sb}", f"k{left}{sa}|{sb}",
        f"w{pre}|{a}|{sb}", f"x{so}{pre}|{a}|{sb}", f"z{a}|{b}|{sn}", f"y{pre}|{a}|{b}",
        f"c{ca}|{cased}{blank}", f"d{a}|{cased}{blank}", f"e{cp}{ca}|{cased}{cn}",
        f"f{cp}{a}|{cased}{cn}", f"g{cased}{sn}{cn}|{sa}", f"h{size}{a}|{cased}",
        f"i{state}{size}{a}|{cased}", f"j{sa}{ca}|{cased}{blank}{size}",
        f"A{manner}{a}|{sb}", f"B{manner}{sa}{ca}|{cased}", f"C{manner}{sa}|{sb}{blank}{sn}",
        f"D{manner}{size}{sa}|{sb}", f"E{since}{sa}{ca}|{cased}",
        f"F{since}{manner}{sa[-1:]}|{sb[:1]}",
    ]


def number(feature: str, size: int) -> int:
    """The feature's place in a table; `size` is a power of two."""
    return crc32(feature.encode("utf-8", "surrogatepass")) & (size - 1)


def score(features: Sequence[str], weights: Sequence[float]) -> float:
    """The sum of the weights: above 0 the answer is yes."""
    last = len(weights) - 1
    total = 0.0
    for feature in features:
        total += weights[crc32(feature.encode("utf-8", "surrogatepass")) & last]
    return total
