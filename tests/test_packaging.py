"""What is installed: the wheel, its licences, its weights and their cards, used offline."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Mapping
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

DISTRIBUTION = "quotes-attribution"
LARGEST_WHEEL = 60_000_000
WEIGHTS = (".safetensors", ".npz")
ARTICLE = '"The bridge is open again," Mayor Ana Ruiz said. She did not say who had paid for it.\n'
# Refuses every connection and every look-up of a host in the Python that it is installed in.
NO_NETWORK = """
import socket
def refuse(*args, **kwargs):
    raise OSError("a test forbids the network")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
"""


def run(*command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """A command's result, with its standard error in the message if it fails."""
    done = subprocess.run(  # type: ignore[call-overload]
        [str(part) for part in command], text=True, capture_output=True, check=False, **options
    )
    assert done.returncode == 0, f"{command} gave {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy, so that nothing left of an earlier build gets in."""
    source = tmp_path_factory.mktemp("source")
    built = tmp_path_factory.mktemp("wheel")
    shutil.copytree(checkout / "quotes", source / "quotes", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-WEIGHTS", "NOTICE"):
        shutil.copy(checkout / name, source)
    run(
        *(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-index", "--no-build-isolation"),
        *("--wheel-dir", built, source),
    )
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def members(wheel: Path) -> Mapping[str, int]:
    with zipfile.ZipFile(wheel) as archive:
        return {entry.filename: entry.file_size for entry in archive.infolist()}


@pytest.fixture(scope="module")
def declared(wheel: Path) -> Message:
    """The METADATA file of the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return Parser().parsestr(archive.read(name).decode())


@pytest.mark.slow
def test_wheel_is_small_enough(wheel: Path) -> None:
    assert wheel.stat().st_size <= LARGEST_WHEEL
    assert wheel.name.endswith("-py3-none-any.whl")


@pytest.mark.slow
def test_wheel_declares_both_licences(declared: Message) -> None:
    assert declared["Name"] == DISTRIBUTION
    assert declared["License-Expression"] == "Apache-2.0 AND CC-BY-SA-4.0"
    assert declared.get_all("License-File") == ["LICENSE", "LICENSE-WEIGHTS", "NOTICE"]
    asked = {Requirement(line).name: Requirement(line) for line in declared.get_all("Requires-Dist", [])}
    assert str(asked["torch"].specifier) == ">=2.6"
    assert str(asked["stanza"].specifier) == ">=1.15"


@pytest.mark.slow
def test_wheel_holds_the_licences_whole(wheel: Path, checkout: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in ("LICENSE", "LICENSE-WEIGHTS", "NOTICE"):
            (inside,) = [n for n in archive.namelist() if n.endswith(f".dist-info/licenses/{name}")]
            assert archive.read(inside) == (checkout / name).read_bytes()


@pytest.mark.slow
def test_wheel_holds_all_that_the_package_reads(checkout: Path, members: Mapping[str, int]) -> None:
    """Every file of the package but compiled ones, with the lexicon, the model and its card."""
    package = checkout / "quotes"
    files = [p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    expected = {path.relative_to(checkout).as_posix(): path.stat().st_size for path in files}
    got = {name: size for name, size in members.items() if ".dist-info/" not in name}
    assert got == expected
    assert {"quotes/py.typed", "quotes/models/en/card.json"} <= set(got)


def test_licence_texts_are_the_whole_texts(checkout: Path) -> None:
    code = (checkout / "LICENSE").read_text(encoding="utf-8")
    assert "Version 2.0, January 2004" in code
    assert "END OF TERMS AND CONDITIONS" in code
    weights = (checkout / "LICENSE-WEIGHTS").read_text(encoding="utf-8")
    assert weights.startswith("Attribution-ShareAlike 4.0 International")
    headings = re.findall(r"^Section (\d) -- ", weights, re.MULTILINE)
    assert headings == list("12345678")


def weight_files(checkout: Path) -> list[Path]:
    models = checkout / "quotes" / "models"
    return sorted(p for p in models.rglob("*") if p.suffix in WEIGHTS or p.name == "lemmatizer.json")


def test_no_weights_are_pickled(checkout: Path) -> None:
    assert not [p for p in (checkout / "quotes").rglob("*") if p.suffix in (".pt", ".pth", ".pkl", ".bin")]


def card_of(weights: Path) -> dict[str, Any]:
    """A file's own card (`lemmatizer.card.json`), else the card of its folder, which is the network's."""
    own = weights.with_suffix(".card.json")
    card = own if own.exists() else weights.with_name("card.json")
    read: dict[str, Any] = json.loads(card.read_text(encoding="utf-8"))
    return read


def test_every_weight_file_has_a_card(checkout: Path) -> None:
    """Each card has the licence, the credits and the hash; the folder's names every file."""
    files = weight_files(checkout)
    assert files
    for path in files:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        folder = json.loads(path.with_name("card.json").read_text(encoding="utf-8"))
        assert folder["files"][path.name]
        assert folder["sha256"][path.name] == digest
        card = card_of(path)
        assert card["licence"] == "CC BY-SA 4.0"
        assert card["data"]
        hashes = card["sha256"]
        assert digest == (hashes if isinstance(hashes, str) else hashes[path.name])


def test_weights_are_kept_as_binary_files(checkout: Path) -> None:
    """A text merge or a change of line ends would break them."""
    attributes = (checkout / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert {f"*{suffix} binary -diff" for suffix in WEIGHTS} <= set(attributes)


@pytest.mark.slow
@pytest.mark.model
def test_installed_wheel_extracts_offline(wheel: Path, tmp_path: Path) -> None:
    """A fresh environment, another working directory, no network: one article in, records out."""
    fresh, elsewhere = tmp_path / "environment", tmp_path / "elsewhere"
    elsewhere.mkdir()
    binaries = install(wheel, fresh)
    keep = ("PATH", "SYSTEMROOT", "OMP_WAIT_POLICY", "OMP_NUM_THREADS")
    clean = {name: os.environ[name] for name in keep if name in os.environ}
    options = {"cwd": elsewhere, "env": clean | {"HOME": str(elsewhere)}}
    where = run(binaries / "python", "-c", "import quotes; print(quotes.__file__)", **options).stdout
    assert Path(where.strip()).is_relative_to(fresh)

    done = run(binaries / "quotes", "extract", "-", input=ARTICLE, **options)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    said = [record for record in records if record["cue"] and record["cue"]["lemma"] == "say"]
    assert "Ana Ruiz" in {record["speaker"]["name"] for record in said}
    for span in (span for record in records for span in record["content"]):
        assert ARTICLE[span["start"] : span["end"]] == span["text"]
    assert done.stderr == ""
    assert list(elsewhere.iterdir()) == []


def install(wheel: Path, fresh: Path) -> Path:
    """Installs the wheel alone; what it needs is read from the environment that runs the tests.

    A path file adds that environment's packages after the fresh ones and without its own path
    files, so a checkout installed there as editable isn't seen.
    """
    venv.create(fresh, with_pip=False, symlinks=os.name != "nt")
    binaries = fresh / ("Scripts" if os.name == "nt" else "bin")
    run(
        *(sys.executable, "-m", "pip", "--python", binaries / "python", "install", "--no-deps"),
        # A checkout on this Python's path would count as installed already.
        *("--no-index", "--no-compile", "--ignore-installed", wheel),
    )
    scheme = {"base": str(fresh), "platbase": str(fresh)}
    packages = Path(sysconfig.get_path("purelib", vars=scheme))
    (packages / "no_network.py").write_text(NO_NETWORK, encoding="utf-8")
    borrowed = "\n".join(dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))))
    (packages / "borrowed.pth").write_text(f"{borrowed}\nimport no_network\n", encoding="utf-8")
    return binaries
