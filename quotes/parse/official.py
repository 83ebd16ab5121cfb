"""Stanza's official packages: decides whether one is here, and says what to do if not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quotes.errors import ModelError
from quotes.parse.folder import Model

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


def checked(package: str) -> Model:
    """A downloaded package whose files are those that Stanza's list of resources names."""
    folder = _folder()
    if package not in _known(folder):
        raise ModelError(_missing(package))
    hashes, lines = {}, []
    for path, md5 in sorted(_files(folder, package)):
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ModelError(f"{path}: {error.strerror or error}; {_again(package)}") from error
        # Stanza publishes md5 sums: enough against a broken file, not against a forged one.
        if hashlib.md5(content, usedforsecurity=False).hexdigest() != md5:
            raise ModelError(f"{path}: not the file that Stanza published; {_again(package)}")
        hashes[path] = hashlib.sha256(content).hexdigest()
        lines.append(f"{hashes[path]}  {path.parent.name}/{path.name}\n")
    return Model(folder, PREFIX + package, hashlib.sha256("".join(lines).encode()).hexdigest(),
                 {"name": PREFIX + package, "language": "en",
                  "origin": "Stanza, https://stanfordnlp.github.io/stanza/"}, hashes)


def _again(package: str) -> str:
    return f"run 'quotes models download {package}' again where there is a network"


def _files(folder: Path, package: str) -> Iterator[tuple[Path, str]]:
    """The files of a package and of what its models depend on, each with its published md5."""
    resources = json.loads((folder / "resources.json").read_bytes())["en"]
    todo = [(kind, name) for kind, name in resources["packages"][package].items()
            if kind in _PROCESSORS.split(",") and isinstance(name, str)]
    seen = set[tuple[str, str]]()
    while todo:
        kind, name = model = todo.pop()
        entry = resources.get(kind, {}).get(name, {})
        if model not in seen and "md5" in entry:
            yield folder / "en" / kind / f"{name}.pt", entry["md5"]
        seen.add(model)
        todo += [(d["model"], d["package"]) for d in entry.get("dependencies", ())
                 if (d["model"], d["package"]) not in seen]


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
