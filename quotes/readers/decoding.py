"""How bytes become text: which encoding, which bytes are no text at all, where a line ends.

A byte order mark decides and is removed. Then UTF-8 is taken if every byte agrees with it,
then what an HTML page declares, then Windows-1252 or Mac Roman if the text looks like English
news in it, then what charset-normalizer finds likeliest. A file that is UTF-8 but for a few
bytes is damaged, not in another encoding: it is refused rather than turned into wrong
characters. Nothing is replaced or dropped, and line ends stay.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from quotes.errors import InputError

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = ((codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
          (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
          (codecs.BOM_UTF8, "utf-8"))

# The first bytes of what people take for text, and what to do with each.
_BINARY_STARTS = (
    (b"%PDF-", "a PDF; take its text out first (pdftotext)"),
    (b"PK\x03\x04", "an office document or ZIP archive; save it as plain text or HTML"),
    (b"\xd0\xcf\x11\xe0", "an office document; save it as plain text or HTML"),
    (b"{\\rtf", "a rich text document; save it as plain text"),
    (b"\x1f\x8b", "a gzip file; unpack it first"),
    (b"BZh", "a bzip2 file; unpack it first"),
    (b"\xfd7zXZ", "an xz file; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd file; unpack it first"),
    (b"\x89PNG", "an image; give its text"),
    (b"\xff\xd8\xff", "an image; give its text"),
    (b"GIF8", "an image; give its text"),
)
_NO_TEXT = "not text; give plain text, HTML, JSONL, CSV or CoNLL-U"

# Text has tabs, line ends, form feeds, and from old systems backspace, end-of-file and escape.
_CONTROLS = bytes(set(range(32)) - set(b"\b\t\n\v\f\r\x1a\x1b"))
_HEAD = 8192  # as much as git looks at to tell a binary file
_CONTROL_SHARE = 0.01  # a stray NUL in an article is fewer, an executable's head has many more

# ASCII letters in UTF-16 leave every other byte zero; a third allows for much other script.
_ZERO_SHARE = 0.3

_SAMPLE = 65536  # bytes of lines beyond ASCII that charset-normalizer judges; more is no surer
# What older English text is in, the commoner first. charset-normalizer goes by the letters of a
# language, and English has so few beyond ASCII that it takes "It's £5" for Polish or Chinese;
# so these two are tried first, by the characters that English news has beyond ASCII.
_WESTERN = ("cp1252", "mac_roman")
_TYPOGRAPHY = frozenset("\u00a0“”‘’„–—…•·£€¢¥°½¼¾©®™§«»×")
_LETTERS = frozenset("éèêëáàâäãåçíïñóôöøúûüßæÉÁÖÜÅØÇ")
# The least share of such characters; Cyrillic or Japanese read as Western has under a third. A
# letter weighs less than a mark, since one encoding's marks are letters in the other.
_WESTERN_SHARE, _LETTER_WEIGHT = 0.7, 0.9
# Czech or Turkish has over 10 letters in 100 beyond ASCII, English news with names fewer than one;
# among fewer letters than the second number a share tells nothing.
_ENGLISH_SHARE, _FEWEST_LETTERS = 0.05, 200

# What the WHATWG encoding standard reads where a page declares the older, smaller set.
_READ_AS = {"ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
            "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-9": "cp1254"}
_DECLARATION = re.compile(rb"""<(?:meta\b[^>]{0,500}?\bcharset|\?xml\b[^>]{0,200}?\bencoding)
                               \s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE | re.VERBOSE)


def decode(data: bytes, *, html: bool = False) -> str:
    """The text of a whole file.

    Raises InputError where it is binary, damaged, or in no known encoding.

    >>> decode("na\\u00efve\\r\\n".encode("utf-16"))
    'naïve\\r\\n'
    """
    mark, encoding = _marked(data)
    encoding = encoding or _unmarked_utf16(data[:_HEAD])
    if encoding:
        return _strictly(data[len(mark):], encoding)
    refuse_binary(data)
    text = _try(data, "utf-8")
    declared = _declared(data) if html else None
    if declared and (text is None or data.isascii()):
        as_declared = _try(data, declared)
        text = text if as_declared is None else as_declared
    return _strictly(data, legacy_encoding(data)) if text is None else text


def refuse_binary(data: bytes) -> None:
    """Raise InputError where the data's head is no text in any encoding but UTF-16 and -32."""
    for start, advice in _BINARY_STARTS:
        if data.startswith(start):
            raise InputError(f"binary: {advice}")
    head = data[:_HEAD]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > _CONTROL_SHARE * len(head):
        # A stray one in a short text can't be seen, so its place is told.
        at = next(at for at, byte in enumerate(head) if byte in _CONTROLS)
        raise InputError(f"binary: {_NO_TEXT}, without control characters "
                         f"(the first is byte {at + 1}, 0x{head[at]:02X})")


def legacy_encoding(data: bytes) -> str:
    """The likeliest encoding of bytes that aren't UTF-8.

    Raises InputError where they are damaged UTF-8 or no text in any encoding.
    """
    if b"\0" in data:
        raise InputError(f"binary: {_NO_TEXT}, without control characters")
    _refuse_damaged(data)
    for encoding in _likeliest(_sample(data)):
        if _try(data, encoding) is not None:
            return encoding
    raise InputError("binary, or in an encoding that can't be told; save it as UTF-8")


class Line(NamedTuple):
    """A line with its line end, or the reason why there is no text for it."""

    number: int  # from 1
    text: str
    problem: str = ""


class Stream:
    """A binary stream whose first line can be looked at before it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ahead = b""

    def first_line(self) -> bytes:
        """At most `_HEAD` bytes of the first line; call it before reading."""
        self._ahead = self._ahead or self._stream.readline(_HEAD)
        return self._ahead

    def look(self, size: int) -> bytes:
        """The bytes that come next, without reading them."""
        self._ahead += self._stream.read(max(0, size - len(self._ahead)))
        return self._ahead[:size]

    def read(self, size: int) -> bytes:
        ahead, self._ahead = self._ahead[:size], self._ahead[size:]
        return ahead + self._stream.read(size - len(ahead)) if len(ahead) < size else ahead

    def readline(self, limit: int) -> bytes:
        """Up to and with the line feed, or `limit` bytes of a longer line."""
        end = self._ahead.find(b"\n", 0, limit) + 1 or min(limit, len(self._ahead))
        line, self._ahead = self._ahead[:end], self._ahead[end:]
        if line.endswith(b"\n") or len(line) == limit:
            return line
        return line + self._stream.readline(limit - len(line))

    def skip_line(self) -> None:
        """Read on to the next line feed, in small pieces."""
        while (piece := self.readline(_SAMPLE)) and not piece.endswith(b"\n"):
            pass


def lines(stream: Stream, limit: int) -> Iterator[Line]:
    """The lines of a stream, split at line feeds alone, none read further than `limit` bytes.

    A line that can't be decoded or is too long comes with a problem, and the next ones follow.
    Raises InputError where the stream is binary.
    """
    mark, encoding = _marked(stream.first_line())
    if encoding and encoding != "utf-8":
        stream.read(len(mark))
        yield from _wide_lines(stream, encoding, limit)
        return
    stream.read(len(mark))
    refuse_binary(stream.first_line())
    yield from _narrow_lines(stream, limit)


def _narrow_lines(stream: Stream, limit: int) -> Iterator[Line]:
    """UTF-8, or from the first line that isn't, if all before was ASCII, the older encoding."""
    encoding, settled, number = "utf-8", False, 0
    while raw := stream.readline(limit):
        number += 1
        if len(raw) == limit and not raw.endswith(b"\n"):
            stream.skip_line()
            yield Line(number, "", f"line over {limit:,} bytes; split it, or raise --max-chars")
            continue
        if not settled and not raw.isascii():
            settled = True
            if _try(raw, encoding) is None:
                encoding = _legacy_or_utf8(raw + stream.look(_SAMPLE))
        text = _try(raw, encoding)
        yield (Line(number, text) if text is not None else
               Line(number, "", f"not valid {encoding.upper()}; save the file as UTF-8"))


def _wide_lines(stream: Stream, encoding: str, limit: int) -> Iterator[Line]:
    """Lines of UTF-16 and UTF-32, where a line feed is not one byte."""
    decoder = codecs.getincrementaldecoder(encoding)()
    number, rest, final = 1, "", False
    while not final:
        raw = stream.read(_SAMPLE)
        final = not raw
        try:
            whole = (rest + decoder.decode(raw, final)).split("\n")
        except UnicodeDecodeError:
            yield Line(number, "", f"not valid {encoding.upper()}, here or soon after, and not "
                                   "read further; save the file as UTF-8")
            return
        rest = whole.pop()
        for text in whole:
            yield Line(number, text + "\n")
            number += 1
        if len(rest) > limit:
            yield Line(number, "", f"line over {limit:,} characters, and not read further; "
                                   "save the file as UTF-8")
            return
    if rest:
        yield Line(number, rest)


def _legacy_or_utf8(sample: bytes) -> str:
    """UTF-8 where the sample is that with damage: then only the damaged lines fail."""
    try:
        return legacy_encoding(sample.rpartition(b"\n")[0] or sample)
    except InputError:
        return "utf-8"


def _marked(data: bytes) -> tuple[bytes, str | None]:
    """The byte order mark and the encoding that it stands for."""
    return next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", None))


def _unmarked_utf16(head: bytes) -> str | None:
    even, odd = head[::2], head[1::2]
    if even and odd.count(0) > _ZERO_SHARE * len(even) and not even.count(0):
        return "utf-16-le"
    if even and even.count(0) > _ZERO_SHARE * len(even) and not odd.count(0):
        return "utf-16-be"
    return None


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"not valid {encoding.upper()} at byte {error.start}, although it begins "
                         "like that; save it as UTF-8") from None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _refuse_damaged(data: bytes) -> None:
    """Raise InputError where as many characters beyond ASCII are sound UTF-8 as are not.

    By chance hardly any are: two or three bytes must follow each other in a narrow order.
    """
    text = data.decode("utf-8", "replace")
    beyond_ascii, broken = len(re.findall(r"[^\0-\x7f]", text)), text.count("\ufffd")
    if beyond_ascii - broken >= broken:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        raise InputError("UTF-8 with damaged characters; save it anew as UTF-8", line=line)


def _declared(data: bytes) -> str | None:
    """The codec that a page names, if it is one that leaves ASCII as it is."""
    from charset_normalizer.constant import IANA_SUPPORTED

    found = _DECLARATION.search(data[:_HEAD])
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except (LookupError, ValueError):
        return None
    name = _READ_AS.get(name, name)
    known = {codecs.lookup(encoding).name for encoding in IANA_SUPPORTED}
    return name if name in known and _try(b"<meta", name) == "<meta" else None


def _sample(data: bytes) -> bytes:
    """The first lines beyond ASCII, since the others fit nearly every encoding."""
    sample = bytearray()
    for found in re.finditer(rb"[^\n]*[\x80-\xff][^\n]*\n?", data):
        sample += found[0][:_SAMPLE]
        if len(sample) >= _SAMPLE:
            break
    return bytes(sample)


def _likeliest(sample: bytes) -> list[str]:
    from charset_normalizer import from_bytes

    score, western = max(((_western_score(_try(sample, encoding) or ""), encoding)
                          for encoding in _WESTERN), key=lambda found: found[0])
    matches = from_bytes(sample, cp_exclusion=["utf_7", "utf_16_le", "utf_16_be"])
    return ([western] if score >= _WESTERN_SHARE else []) + [match.encoding for match in matches]


def _western_score(text: str) -> float:
    """How much of what is beyond ASCII is usual in English news, 0 where that is too much.

    >>> _western_score("“It’s £5,” they said"), _western_score("ÒItÕs £5,Ó they said")
    (1.0, 0.25)
    """
    beyond = [char for char in text if not char.isascii()]
    letters = sum(map(str.isalpha, text))
    if sum(map(str.isalpha, beyond)) > _ENGLISH_SHARE * max(letters, _FEWEST_LETTERS):
        return 0.0
    usual = (1.0 if char in _TYPOGRAPHY else _LETTER_WEIGHT * (char in _LETTERS) for char in beyond)
    return sum(usual) / max(len(beyond), 1)
