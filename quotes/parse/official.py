"""Stanza's official packages: decides whether one is here, and says what to do if not."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from quotes.errors import ModelError

PREFIX = "stanza:"
_PROCESSORS = "tokenize,mwt,pos,lemma,depparse,ner"


def _folder() -> Path:
    """Stanza's own resources folder (STANZA_RESOURCES_DIR moves it)."""
    from stanza.resources.common import DEFAULT_MODEL_DIR

    return Path(DEFAULT_MODEL_DIR)


def pipeline(package: str) -> Any:
    """The Stanza pipeline of a package that was downloaded before."""
    import stanza

    if package not in _known(_folder()):
        raise ModelError(_missing(package))
    try:
        return stanza.Pipeline("en", package=package, processors=_PROCESSORS, use_gpu=False,
                               download_method=None, logging_level="ERROR")
    except (OSError, KeyError, ValueError) as error:
        raise ModelError(f"{_missing(package)} ({_first_line(error)})") from error


def _missing(package: str) -> str:
    return (f"Stanza's package {package!r} is not in {_folder()}: run "
            f"'quotes models download {package}' where there is a network, and copy the folder "
            "if this machine has none")


def _known(folder: Path) -> set[str]:
    """The English packages that the downloaded list of resources names."""
    try:
        resources = json.loads((folder / "resources.json").read_bytes())
        return set(resources["en"]["packages"])
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


def hash_of(pipeline: Any) -> str:
    """One hash over the model files that a pipeline has loaded."""
    paths = {part for key, value in pipeline.config.items()
             if key.endswith("_path") and isinstance(value, str)
             for part in value.split(";") if part}
    digest = hashlib.sha256()
    # A variant's configuration names a file that it never reads, and that needn't be there.
    files = filter(Path.is_file, map(Path, paths))
    for path in sorted(files, key=lambda path: path.parts[-2:]):
        digest.update(f"{path.parent.name}/{path.name} ".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def download(package: str) -> Path:
    """Fetch a package from Stanza's servers; the folder that holds it."""
    import stanza

    folder = _folder()
    try:
        stanza.download("en", package=package, processors=_PROCESSORS, logging_level="ERROR")
    except (OSError, ValueError) as error:  # requests' errors are OSErrors
        raise ModelError(
            f"Stanza's package {package!r} could not be downloaded to {folder} "
            f"({_first_line(error)}): check the name and the network, or copy the folder from "
            "a machine that has it") from error
    return folder


def installed() -> list[str]:
    """Names of the downloaded English packages, as `--model` takes them."""
    folder = _folder()
    found = []
    for package in sorted(_known(folder)):
        wanted = json.loads((folder / "resources.json").read_bytes())["en"]["packages"][package]
        files = [folder / "en" / name / f"{wanted[name]}.pt"
                 for name in ("tokenize", "pos", "depparse") if name in wanted]
        if files and all(path.exists() for path in files):
            found.append(PREFIX + package)
    return found
