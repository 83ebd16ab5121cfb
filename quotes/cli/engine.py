"""The way to the library: everything here is slow to import, and imported when called."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotes.cli.console import tell
from quotes.cli.interrupt import at_once
from quotes.cli.options import Reading, Running
from quotes.documents import Document, Failure

if TYPE_CHECKING:
    from quotes.parse.folder import Model
    from quotes.pipeline import Extractor


def load(running: Running) -> Extractor:
    """The extractor; takes a second or two."""
    with at_once():  # no output is open yet
        from quotes.pipeline import Extractor, Settings

        extractor = Extractor(Settings(model=running.model, threads=running.threads,
                                       batch_size=running.batch_size,
                                       precision=running.precision, device=running.device,
                                       roster=running.roster, workers=running.workers))
        # What is loaded stays to the end: the collector would look through all of it, again and
        # again, for a twentieth of the time. In a library's caller this is the caller's choice.
        gc.freeze()
        return extractor


def read(paths: Sequence[str], reading: Reading, *, quiet: bool) -> Iterator[Document | Failure]:
    """The documents of the paths, in order, lazily."""
    from quotes.readers import read as read_paths

    return read_paths(paths, kind=reading.input_format, text_field=reading.text_field,
                      id_field=reading.id_field, max_chars=reading.max_chars,
                      stdin=sys.stdin.buffer if sys.stdin else None,
                      warn=_ignore if quiet else _warn)


def options(reading: Reading) -> dict[str, Any]:
    """What of reading can change the output, for the journal of a run."""
    return asdict(reading)


def identity(extractor: Extractor | None) -> dict[str, Any]:
    """What of program and model can change the output."""
    from quotes.records import program

    known = {"program": program()}
    if extractor is not None:
        known |= {"model": extractor.model_name, "model_sha256": extractor.model_sha256}
    return known


def version() -> str:
    """The line that `--version` prints."""
    from quotes.records import program

    model = _embedded()
    return f"{program()}, model {model.name} (sha256 {model.sha256})"


def _embedded() -> Model:
    from quotes.parse.folder import EMBEDDED, checked

    return checked(EMBEDDED)


def models() -> list[str]:
    """What `--model` can name on this machine, the embedded model first."""
    from quotes.parse import installed

    return [f"{_line(_embedded())} (embedded, used without --model)",
            *(_line(_model(name)) for name in installed())]


def card(name: str | None) -> dict[str, Any]:
    """What is known of a model, and its files as they are here."""
    model = _model(name)
    return model.card | {"files here": {
        str(path.relative_to(model.folder)): {"bytes": path.stat().st_size, "sha256": digest}
        for path, digest in model.hashes.items()}}


def verified(name: str | None) -> Iterator[str]:
    """A line for each model whose files are the published ones; `ModelError` for one that isn't."""
    from quotes.parse import installed

    for each in [name] if name else [None, *installed()]:
        model = _model(each)
        yield f"{_line(model)}: {len(model.hashes)} files as published"


def _line(model: Model) -> str:
    size = sum(path.stat().st_size for path in model.hashes)
    return f"{model.name}  {size / 1e6:.1f} MB  sha256 {model.sha256}"


def _model(name: str | None) -> Model:
    """A model whose files were held against their published hashes."""
    from quotes.parse import published

    return published(name)


def download_model(package: str) -> Path:
    """Fetch an official package; the folder it is in."""
    from quotes.parse import download

    return download(package)


def _warn(message: str) -> None:
    tell(f"warning: {message}")


def _ignore(message: str) -> None:
    """--quiet: warnings are not said."""
