"""Parses to CoNLL-U: decides the columns and what MISC has to tell of the blanks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotes.conllu.blanks import escape, plain_blanks
from quotes.trees import Parse, Sentence, Token


def write(parse: Parse, doc_id: str) -> str:
    """The parse as one document of a CoNLL-U file; empty where there is no word.

    Words that share a span are written as one multi-word token.
    """
    labels = ["O"] * len(parse.tokens)
    for name in parse.names:
        labels[name.first] = f"B-{name.type}"
        labels[name.first + 1:name.last] = [f"I-{name.type}"] * (name.last - name.first - 1)
    lines: list[str] = []
    paragraph = -1
    for sentence in parse.sentences:
        tokens = parse.tokens[sentence.first:sentence.last]
        if not lines:
            lines.append(f"# newdoc id = {plain_blanks(doc_id)}")
        if sentence.paragraph != paragraph:
            lines.append("# newpar")
            paragraph = sentence.paragraph
        lines += [f"# sent_id = {sentence.index + 1}",
                  f"# text = {plain_blanks(parse.text[tokens[0].start:tokens[-1].end])}"]
        lines += _rows(parse, tokens, sentence, labels)
        lines.append("")
    return "".join(line + "\n" for line in lines)


def _rows(parse: Parse, tokens: Sequence[Token], sentence: Sentence,
          labels: Sequence[str]) -> Iterator[str]:
    for token in tokens:
        number = token.index - sentence.first + 1
        mates = [t for t in tokens if (t.start, t.end) == (token.start, token.end)] \
            if _shares_span(parse, token) else [token]
        misc = f"start_char={token.start}|end_char={token.end}"
        if len(mates) > 1 and token is mates[0]:
            yield "\t".join([f"{number}-{number + len(mates) - 1}", plain_blanks(token.text),
                             *"_______", f"{misc}{_blanks(parse, mates)}"])
        blanks = _blanks(parse, mates) if len(mates) == 1 else ""
        head = token.head - sentence.first + 1 if token.head >= 0 else 0
        yield "\t".join([
            str(number), plain_blanks(token.text), plain_blanks(token.lemma) or "_",
            token.upos or "_", token.xpos or "_", "_", str(head), token.deprel or "_", "_",
            f"{misc}|NER={labels[token.index]}{blanks}"])


def _shares_span(parse: Parse, token: Token) -> bool:
    beside = (parse.tokens[i] for i in (token.index - 1, token.index + 1)
              if 0 <= i < len(parse.tokens))
    return any((t.start, t.end) == (token.start, token.end) for t in beside)


def _blanks(parse: Parse, unit: Sequence[Token]) -> str:
    """MISC's account of the blanks around and inside a token, where they are not plain."""
    first, last = unit[0], unit[-1]
    found = ""
    if first.index == 0 and first.start > 0:
        found += f"|SpacesBefore={escape(parse.text[:first.start])}"
    if plain_blanks(first.text) != first.text:
        found += f"|SpacesInToken={escape(first.text)}"
    at_end = last.index + 1 == len(parse.tokens)
    following = last if at_end else parse.tokens[last.index + 1]
    paragraphs = [parse.sentences[token.sentence].paragraph for token in (last, following)]
    gap = parse.text[last.end:None if at_end else following.start]
    if not gap:
        return found + "|SpaceAfter=No"
    # The reader takes a blank for granted, but for the ends of paragraphs and of the text.
    plain = gap == " " and not at_end and paragraphs[0] == paragraphs[1]
    return found if plain else found + f"|SpacesAfter={escape(gap)}"
