"""A `Parse` from a few lines a person can write: trees for tests, without a model.

One token a line: `form lemma upos head deprel`, then, where wanted, a name label (`B-PERSON`,
`I-PERSON`, `O`) and an xpos. `head` counts from 1 within the sentence, 0 is the root. A blank
line ends a sentence, a line `#` starts a paragraph. Tokens are set apart by one blank, but for
punctuation, clitics and the inner sides of marks; a form that starts with `~` is glued to its
predecessor.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from quotes.trees import Name, Parse, Sentence, Token

_GLUED_BEFORE = {".", ",", ";", ":", "?", "!", ")", "'s", "\u2019s", "n't", "n\u2019t", "%", "\u201d"}
_GLUED_AFTER = {"(", "\u201c", "$"}

# The plainest quotation there is, for tests of what is done with any.
SAID = """
" " PUNCT 3 punct
We we PRON 3 nsubj
left leave VERB 6 ccomp
, , PUNCT 3 punct
" " PUNCT 3 punct
said say VERB 0 root
Ana Ana PROPN 6 nsubj B-PERSON
Ruiz Ruiz PROPN 7 flat I-PERSON
. . PUNCT 6 punct
"""


@dataclass
class _Builder:
    text: str = ""
    tokens: list[Token] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    paragraph: int = 0
    open_mark: bool = False
    glue: bool = True

    def paragraph_break(self) -> None:
        if self.tokens:
            self.text += "\n\n"
            self.paragraph += 1
        self.glue = True
        self.open_mark = False

    def sentence(self, rows: list[list[str]]) -> None:
        first = len(self.tokens)
        for row in rows:
            self._token(first, row)
        self.sentences.append(Sentence(len(self.sentences), first, len(self.tokens), self.paragraph))

    def _token(self, first: int, row: list[str]) -> None:
        form, lemma, upos, head, deprel = row[:5]
        self.labels.append(row[5] if len(row) > 5 else "O")
        xpos = row[6] if len(row) > 6 else _xpos(form, lemma, upos)
        glued = self.glue or form in _GLUED_BEFORE or form.startswith("~")
        form = form.removeprefix("~")
        self.glue = form in _GLUED_AFTER
        if form == '"':
            glued = glued or self.open_mark
            self.open_mark = not self.open_mark
            self.glue = self.open_mark
        self.text += "" if glued else " "
        start = len(self.text)
        self.text += form
        self.tokens.append(Token(
            index=len(self.tokens), sentence=len(self.sentences), start=start,
            end=len(self.text), text=form, lemma=lemma, upos=upos, xpos=xpos,
            head=first + int(head) - 1 if head != "0" else -1, deprel=deprel))


def build(lines: str) -> Parse:
    """The parse that the lines describe.

    >>> build("He he PRON 2 nsubj\\nleft leave VERB 0 root\\n. . PUNCT 2 punct").text
    'He left.'
    """
    builder, rows = _Builder(), []
    for line in [*lines.splitlines(), ""]:
        row = line.split()
        if row and row[0] != "#":
            rows.append(row)
            continue
        if rows:
            builder.sentence(rows)
            rows = []
        if row:
            builder.paragraph_break()
    return Parse(builder.text, tuple(builder.tokens), tuple(builder.sentences),
                 tuple(_names(builder.labels)))


def _names(labels: list[str]) -> list[Name]:
    found: list[Name] = []
    for i, label in enumerate(labels):
        mark, _, kind = label.partition("-")
        if mark == "I" and found and found[-1].last == i and found[-1].type == kind:
            found[-1] = Name(found[-1].first, i + 1, kind)
        elif mark in ("B", "I"):
            found.append(Name(i, i + 1, kind))
    return found


def _xpos(form: str, lemma: str, upos: str) -> str:
    if upos == "NOUN":
        return "NN" if form.lower() == lemma else "NNS"
    return {"PROPN": "NNP", "PRON": "PRP", "DET": "DT", "ADP": "IN"}.get(upos, upos)


def words(parse: Parse, phrase: str, *, occurrence: int = 1) -> tuple[int, ...]:
    """Indices of the tokens whose text the phrase covers, at its nth occurrence.

    >>> parse = build("He he PRON 2 nsubj\\nleft leave VERB 0 root")
    >>> words(parse, "left")
    (1,)
    """
    start = -1
    for _ in range(occurrence):
        start = parse.text.index(phrase, start + 1)
    end = start + len(phrase)
    return tuple(t.index for t in parse.tokens if t.start >= start and t.end <= end)
