"""Stanza's objects to frozen values: decides which words, where, in which paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from quotes.errors import UsageError
from quotes.network import Network, Words
from quotes.parse.columns import Columns, frozen
from quotes.text import Span, normalise, straighten, trim
from quotes.trees import Name, Parse, Proposal, Sentence, Token

if TYPE_CHECKING:
    from stanza.models.common.doc import Document as StanzaDocument
else:
    StanzaDocument = Any

# The same text is asked for once by each processor, and once for each block of it.
_plain = lru_cache(maxsize=4)(normalise)


# The last word before a block of the same paragraph, where a sentence ends there.
_ENDS = re.compile(r"[.!?\"'\u201d\u2019)]$")


class _Row(NamedTuple):
    """A word of a Stanza document where it stands in the text."""

    word: Any
    span: Span
    sentence: int
    paragraph: int
    ner: str  # the token's BIOES label, O for the later words of a multi-word token


def words_of(document: StanzaDocument) -> Words:
    """A Stanza document as the network takes it."""
    text = document.text
    rows = _rows(document, _plain(text))
    # The text of a word in a multi-word token may stand nowhere in the document; that of a
    # token of its own does, while Stanza writes <UNK> for a very long one.
    forms = [straighten(row.word.text if _is_inside(row.word) else text[slice(*row.span)])
             for row in rows]
    return Words(forms, [row.sentence for row in rows], [row.paragraph for row in rows])


def _is_inside(word: Any) -> bool:
    return len(word.parent.words) > 1


def from_stanza(document: StanzaDocument, text: str | None = None,
                network: Network | None = None) -> Parse:
    """The frozen values of a Stanza document, with the network's proposals where one is given.

    `text` is what the offsets of `document` count, if that is not its own text: the parser
    gives Stanza a normalised text of the same length. A word inside a multi-word token that
    has no offsets of its own takes the token's. Where Stanza's sentence spans a line end of
    the normalised text, it is two sentences here, and a word whose governor stands in the
    other one is a root.
    """
    rows = _rows(document, _plain(document.text))
    words = [row.word for row in rows]
    parse = frozen(document.text if text is None else text, Columns(
        [row.span for row in rows], [row.sentence for row in rows],
        [row.paragraph for row in rows], [word.lemma for word in words],
        [word.upos for word in words], [word.xpos or "" for word in words], _heads(rows),
        [word.deprel for word in words], [not word.head for word in words],
        [row.ner for row in rows]))
    if network is None:
        return parse
    return replace(parse, proposals=tuple(network.read([words_of(document)])[0].proposals))


def _rows(document: StanzaDocument, plain: str) -> list[_Row]:
    rows: list[_Row] = []
    sentence = paragraph = -1
    end = 0
    for stanza_sentence in document.sentences:
        new = True
        for token in stanza_sentence.tokens:
            label = token.ner or "O"
            for word in token.words:
                span = _span(word, token, plain)
                if sentence < 0 or "\n" in plain[end:span.start]:
                    paragraph += 1
                    new = True
                sentence += new
                rows.append(_Row(word, span, sentence, paragraph, label))
                new, end, label = False, max(end, span.end), "+"
    return rows


def _span(word: Any, token: Any, text: str) -> Span:
    unit = word if word.start_char is not None and word.end_char is not None else token
    if unit.start_char is None or unit.end_char is None:
        raise UsageError(f"the word {word.text!r} has no offsets: give Stanza text, "
                         "or tokens with start_char and end_char")
    return trim(text, Span(unit.start_char, unit.end_char))


def _heads(rows: Sequence[_Row]) -> list[int]:
    """Index of each word's governor, -1 for a root and where it is in another sentence."""
    found = []
    base = 0  # index of the first word of Stanza's sentence
    for i, row in enumerate(rows):
        if row.word.id == 1:
            base = i
        if row.word.head is None or row.word.upos is None:
            raise UsageError("the Stanza document has no tags or no tree: "
                             "run tokenize, pos, lemma and depparse before")
        head = base + row.word.head - 1 if row.word.head else -1
        found.append(head if head >= 0 and rows[head].sentence == row.sentence else -1)
    return found


def proposals(parses: Sequence[Parse], network: Network,
              batch_size: int = 4) -> list[tuple[Proposal, ...]]:
    """What the network proposes for documents parsed elsewhere."""
    words = [Words(_forms(parse), [token.sentence for token in parse.tokens],
                   [parse.sentences[token.sentence].paragraph for token in parse.tokens])
             for parse in parses]
    return [tuple(reading.proposals) for reading in network.read(words, batch_size)]


def _forms(parse: Parse) -> list[str]:
    """The words as the network knows them.

    Words that share a multi-word token's span are given by their lemmas (*will*, *not* for
    *won't*): their own forms stand nowhere in the text.
    """
    spans = [(token.start, token.end) for token in parse.tokens]
    shared = {a for a, b in pairwise(spans) if a == b}
    return [straighten(token.lemma if span in shared else token.text)
            for token, span in zip(parse.tokens, spans, strict=True)]


class Growing:
    """One document's parse, block after block; each block has the document's whole text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: list[Token] = []
        self._sentences: list[Sentence] = []
        self._names: list[Name] = []
        self._proposals: list[Proposal] = []

    def add(self, part: Parse) -> None:
        """Append what follows, counting on from what is there."""
        word, sentence = len(self._tokens), len(self._sentences)
        paragraph = self._paragraph_of(part)
        cut = bool(sentence) and paragraph == self._sentences[-1].paragraph \
            and not _ENDS.search(self._tokens[-1].text)
        if cut:
            self._sentences[-1] = replace(self._sentences[-1], whole=False)
        self._names += [replace(n, first=n.first + word, last=n.last + word) for n in part.names]
        self._proposals += [_shifted(p, word) for p in part.proposals]
        self._tokens += part.tokens if not word else [
            replace(t, index=t.index + word, sentence=t.sentence + sentence,
                    head=t.head + word if t.head >= 0 else -1) for t in part.tokens]
        self._sentences += [Sentence(s.index + sentence, s.first + word, s.last + word,
                                     s.paragraph + paragraph, s.whole and not (cut and not s.index))
                            for s in part.sentences]

    def _paragraph_of(self, part: Parse) -> int:
        """Number of the part's first paragraph: a new one, unless a line was cut in two."""
        if not self._sentences or not part.tokens:
            return 0
        gap = _plain(self._text)[self._tokens[-1].end:part.tokens[0].start]
        return self._sentences[-1].paragraph + ("\n" in gap)

    def parse(self) -> Parse:
        return Parse(self._text, tuple(self._tokens), tuple(self._sentences),
                     tuple(self._names), tuple(self._proposals))


def _shifted(found: Proposal, by: int) -> Proposal:
    cue, content, source = (tuple(i + by for i in part)
                            for part in (found.cue, found.content, found.source))
    return replace(found, cue=cue, content=content, source=source)
