"""Which text belongs to which records, for the commands that take both.

Decides how a document that was read finds its records: by its id, else by its text, else by
the name of its file where no other document has it. A file that nobody named, but that a record's
id leads to, counts only if it is the very text: records come from strangers, and what is no
article of theirs has no business in a page that is sent on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from quotes.documents import Document, Failure, text_sha256


def sources(docs: tuple[str, ...], wanted: Iterable[str]) -> tuple[str, ...]:
    """What to read: what was named, else the ids that are files."""
    return docs or tuple(name for name in wanted if _is_file(name))


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except OSError:  # an id that is longer than a file's name can be
        return False


def matched(documents: Iterable[Document | Failure], wanted: dict[str, str], *, guessed: bool
            ) -> Iterator[tuple[str, Document] | Failure]:
    """Each document with the name that its records give it, and each failure.

    `guessed`: the files were not named by the user, so that only the very text will do.
    `wanted` goes from that name to the hash of the text; what is found is taken out of it. The
    same text may have come under another name. Only when all have been seen is it known whether
    a file's name is one document's alone.
    """
    by_text = {digest: name for name, digest in wanted.items()}
    file_names = Counter(PurePath(name).name for name in wanted)
    alike: dict[str, list[Document]] = {}
    for item in documents:
        if isinstance(item, Failure):
            yield item
        elif item.id in wanted and (not guessed or text_sha256(item.text) == wanted[item.id]):
            yield _taken(item.id, item, wanted)
        elif guessed:
            continue
        elif (name := by_text.get(text_sha256(item.text))) in wanted:
            yield _taken(name, item, wanted)
        elif file_names[file := PurePath(item.id).name] == 1:
            alike.setdefault(file, []).append(item)
    for name in list(wanted):
        found = alike.get(PurePath(name).name, [])
        if len(found) == 1:
            yield _taken(name, found[0], wanted)


def _taken(name: str, document: Document, wanted: dict[str, str]) -> tuple[str, Document]:
    del wanted[name]
    return name, document


def no_text(name: str, remedy: str) -> str:
    """What is said of records whose text wasn't among what was read."""
    return (f"error: no text for document {name}; {remedy} its file by that path, or the file "
            "that extract --documents wrote")
