"""CoNLL-U to documents: decides the text, the offsets and what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from quotes.conllu.blanks import unescape
from quotes.errors import InputError
from quotes.text import Span
from quotes.trees import Name, Parse, Sentence, Token

_COLUMNS = 10
_ID = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")


class Parsed(NamedTuple):
    """A document of a CoNLL-U file; `id` is that of its `# newdoc` line, if any."""

    id: str | None
    text: str
    parse: Parse


class _Word(NamedTuple):
    line: int
    columns: list[str]
    misc: dict[str, str]


@dataclass
class _Unit:
    """A token of the text: one word, or a multi-word token's range line with its words."""

    surface: _Word
    words: list[_Word]


@dataclass
class _Block:
    """The lines of one sentence."""

    line: int = 0
    text: str | None = None
    new_document: bool = False
    document_id: str | None = None
    new_paragraph: bool = False
    units: list[_Unit] = field(default_factory=list)
    expected: int = 1  # the id of the next word
    range_end: int = 0  # the last word of the multi-word token that is open


def read(text: str) -> list[Parsed]:
    """The documents of a CoNLL-U file, in order; without any `# newdoc` it is one.

    Raises `InputError` with the line of what can't be read.
    """
    found: list[_Document] = []
    for block in _blocks(text):
        if block.new_document or not found:
            found.append(_Document(block.document_id))
        found[-1].add(block)
    return [document.parsed() for document in found]


def _blocks(text: str) -> Iterator[_Block]:
    block = _Block()
    # Not splitlines(): a form may hold U+0085 or U+2028.
    for number, with_return in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = with_return.removesuffix("\r")
        if line.startswith("#"):
            _comment(block, line[1:].strip())
        elif line.strip(" "):
            block.line = block.line or number
            _row(block, line, number)
        elif block.units:
            yield block
            block = _Block()
    if block.units:
        yield block


def _comment(block: _Block, comment: str) -> None:
    key, _, value = (part.strip() for part in comment.partition("="))
    if key in ("newdoc", "newdoc id"):
        block.new_document = True
        block.document_id = value or None
    elif key in ("newpar", "newpar id"):
        block.new_paragraph = True
    elif key == "text":
        block.text = value


def _row(block: _Block, line: str, number: int) -> None:
    columns = line.split("\t")
    if len(columns) != _COLUMNS:
        raise InputError(f"{len(columns)} columns where CoNLL-U has {_COLUMNS}, "
                         "set apart by tabs", line=number)
    if not columns[1]:
        raise InputError("a word without a form; _ stands for what isn't there", line=number)
    if re.fullmatch(r"\d+\.\d+", columns[0]):
        return  # an empty node of the enhanced graph
    at = _ID.fullmatch(columns[0])
    if at is None or int(at[1]) != block.expected:
        raise InputError(f"word number {columns[0]!r} where {block.expected} comes next",
                         line=number)
    word = _Word(number, columns, _misc(columns[9]))
    if at[2] is not None:
        block.range_end = int(at[2])
        block.units.append(_Unit(word, []))
        return
    if block.expected <= block.range_end:
        block.units[-1].words.append(word)
    else:
        block.units.append(_Unit(word, [word]))
    block.expected += 1


def _misc(column: str) -> dict[str, str]:
    if column == "_":
        return {}
    pairs = (part.partition("=") for part in column.split("|"))
    return {key: value for key, _, value in pairs}


class _Document:
    """The text as far as it is read, and what stands in it."""

    def __init__(self, identifier: str | None) -> None:
        self._id = identifier
        self._parts: list[str] = []
        self._length = 0
        self._tokens: list[Token] = []
        self._sentences: list[Sentence] = []
        self._labels: list[str] = []
        self._gap: str | None = None  # what follows the last word, where MISC says so
        self._glued = False  # whether the next sentence of the paragraph follows without a blank

    def parsed(self) -> Parsed:
        if self._gap is not None:
            self._append(self._gap)
        text = "".join(self._parts)
        names = tuple(_names(self._labels, [token.sentence for token in self._tokens]))
        return Parsed(self._id, text,
                      Parse(text, tuple(self._tokens), tuple(self._sentences), names))

    def _append(self, part: str) -> None:
        self._parts.append(part)
        self._length += len(part)

    def add(self, block: _Block) -> None:
        """One more sentence."""
        unfinished = next((unit for unit in block.units if not unit.words), None)
        if unfinished is not None or block.range_end >= block.expected:
            raise InputError("a multi-word token without all of its words", line=block.line)
        new_paragraph = block.new_paragraph or not self._sentences
        self._append(self._before(block, new_paragraph))
        text, spans = _laid_out(block)
        base, first = self._length, len(self._tokens)
        self._append(text)
        paragraph = self._sentences[-1].paragraph if self._sentences else -1
        sentence = Sentence(len(self._sentences), first, first + block.expected - 1,
                            paragraph + new_paragraph)
        self._sentences.append(sentence)
        for unit, span in zip(block.units, spans, strict=True):
            self._add_unit(unit, Span(base + span.start, base + span.end), text[slice(*span)],
                           sentence)
        _check_tree(self._tokens[first:], first, block)
        after = block.units[-1].surface.misc
        self._gap = unescape(after["SpacesAfter"]) if "SpacesAfter" in after else None
        self._glued = after.get("SpaceAfter") == "No"

    def _before(self, block: _Block, new_paragraph: bool) -> str:
        """What stands between the text so far and this sentence."""
        surface = block.units[0].surface
        gap = self._gap
        if not self._sentences:
            gap = unescape(surface.misc.get("SpacesBefore", ""))
        elif gap is None:
            gap = "\n\n" if new_paragraph else "" if self._glued else " "
        stated = surface.misc.get("start_char")
        if stated is None:
            return gap
        wanted = _number(stated, "start_char", surface) - self._length
        if wanted < 0:
            raise InputError(f"start_char={stated} lies inside what comes before, which ends "
                             f"at {self._length}", line=surface.line)
        if wanted == len(gap):
            return gap
        return "\n" * wanted if new_paragraph and self._sentences else " " * wanted

    def _add_unit(self, unit: _Unit, span: Span, text: str, sentence: Sentence) -> None:
        _check_offsets(unit.surface, span)
        for word, own in zip(unit.words, _word_spans(unit, span), strict=True):
            form = text[own.start - span.start:own.end - span.start]
            columns = word.columns
            head = _number(columns[6], "head", word)
            if head > sentence.last - sentence.first:
                raise InputError(f"head {head} in a sentence of "
                                 f"{sentence.last - sentence.first} words", line=word.line)
            self._tokens.append(Token(
                len(self._tokens), sentence.index, *own, form,
                columns[2] if columns[2] != "_" else form, _known(columns[3]),
                _known(columns[4]), sentence.first + head - 1 if head else -1,
                _known(columns[7])))
            self._labels.append(word.misc.get("NER") or word.misc.get("ner") or
                                unit.surface.misc.get("NER", "O"))


def _known(column: str) -> str:
    return "" if column == "_" else column


def _number(value: str, what: str, word: _Word) -> int:
    if not (value.isascii() and value.isdigit()):
        raise InputError(f"{what} is {value!r}, not a number: parse the text first, or give it "
                         "as plain text", line=word.line)
    return int(value)


def _laid_out(block: _Block) -> tuple[str, list[Span]]:
    """The sentence's text and the span of each token in it."""
    if block.text is None or _tells_gaps(block):
        text, spans = _from_words(block)
        if block.text is None or block.text.split() == text.split():
            return text, spans
    return _from_text(block, block.text)


def _tells_gaps(block: _Block) -> bool:
    told = {"SpacesAfter", "SpacesInToken"}
    return any(told & unit.surface.misc.keys() for unit in block.units)


def _from_words(block: _Block) -> tuple[str, list[Span]]:
    parts: list[str] = []
    spans = []
    at = 0
    for unit in block.units:
        misc = unit.surface.misc
        form = unescape(misc["SpacesInToken"]) if "SpacesInToken" in misc \
            else unit.surface.columns[1]
        gap = "" if misc.get("SpaceAfter") == "No" else unescape(misc.get("SpacesAfter", " "))
        spans.append(Span(at, at + len(form)))
        parts += [form, gap]
        at += len(form) + len(gap)
    return "".join(parts[:-1]), spans


def _from_text(block: _Block, text: str) -> tuple[str, list[Span]]:
    spans = []
    at = 0
    for unit in block.units:
        form = unit.surface.columns[1]
        while at < len(text) and text[at].isspace() and not text.startswith(form, at):
            at += 1
        if not text.startswith(form, at):
            raise InputError(f"the word {form!r} does not come next in its # text line, after "
                             f"{text[:at]!r}", line=unit.surface.line)
        spans.append(Span(at, at + len(form)))
        at += len(form)
    if text[at:].strip():
        raise InputError(f"the # text line goes on after the last word: {text[at:]!r}",
                         line=block.line)
    return text[:at], spans


def _check_offsets(word: _Word, span: Span) -> None:
    for key, value in zip(("start_char", "end_char"), span, strict=True):
        stated = word.misc.get(key)
        if stated is not None and _number(stated, key, word) != value:
            raise InputError(f"{key}={stated}, but by the text the word {word.columns[1]!r} "
                             f"has {value}", line=word.line)


def _word_spans(unit: _Unit, span: Span) -> list[Span]:
    """Where each word of a token stands."""
    if len(unit.words) == 1:
        return [span]
    forms = [word.columns[1] for word in unit.words]
    put_together = "".join(forms) == unit.surface.columns[1]
    spans = []
    at = span.start
    for word, form in zip(unit.words, forms, strict=True):
        own = Span(at, at + len(form)) if put_together else span
        stated = [word.misc.get(key) for key in ("start_char", "end_char")]
        if stated[0] is not None and stated[1] is not None:
            own = Span(*(_number(value, "offset", word) for value in stated if value))
            if not span.start <= own.start < own.end <= span.end:
                raise InputError(f"the word {form!r} lies outside of its multi-word token",
                                 line=word.line)
        spans.append(own)
        at += len(form)
    return spans


def _check_tree(tokens: Sequence[Token], first: int, block: _Block) -> None:
    """Refuse a cycle: walking down a tree must end."""
    safe = [False] * len(tokens)
    for start in range(len(tokens)):
        path: list[int] = []
        at = start
        while at >= 0 and not safe[at] and len(path) <= len(tokens):
            path.append(at)
            at = tokens[at].head - first if tokens[at].head >= 0 else -1
        if len(path) > len(tokens):
            raise InputError("the heads of this sentence form a cycle", line=block.line)
        for i in path:
            safe[i] = True


def _names(labels: Sequence[str], sentences: Sequence[int]) -> list[Name]:
    """The names that BIO or BIOES labels mark; none spans a sentence end."""
    found: list[Name] = []
    for i, label in enumerate(labels):
        mark, _, kind = label.partition("-")
        if not kind:
            continue
        before = found[-1] if found else None
        if mark in "IE" and before and before.last == i and before.type == kind \
                and sentences[i] == sentences[i - 1]:
            found[-1] = Name(before.first, i + 1, kind)
        else:
            found.append(Name(i, i + 1, kind))
    return found
