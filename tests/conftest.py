"""What all tests share: where the corpora are, and the words that skip a test without them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.running import Ran, Run

if TYPE_CHECKING:
    from quotes import Extractor

# Before any test imports torch: busy waiting makes it many times slower beside other processes.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The folder that holds pyproject.toml."""
    return CHECKOUT


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """`shared("gum/dev.jsonl")`: the path of a corpus file, or the test is skipped with a reason.

    The corpora aren't part of the project (their licences forbid it). They are looked for in the
    folder that QUOTES_SHARED names, else in `shared` beside the checkout.
    """
    root = Path(os.environ.get("QUOTES_SHARED") or CHECKOUT.parent / "shared")

    def find(name: str) -> Path:
        path = root / name
        if not path.exists():
            pytest.skip(f"{name} is not here; QUOTES_SHARED can name the folder that holds it")
        return path

    return find


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes],
        tmp_path: Path) -> Run:
    """`run("show", "a.jsonl")` runs a command line in a folder of its own.

    A module whose commands need files there, or another extractor, has a `run` that takes this one.
    """
    from quotes.cli import main

    monkeypatch.chdir(tmp_path)

    def run_it(*args: str) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main(args)
        out, err = capfdbinary.readouterr()
        assert isinstance(ended.value.code, int)
        return Ran(ended.value.code, out.decode("utf-8", "surrogateescape"), err.decode())

    return run_it


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The embedded model, loaded once for all tests that need it."""
    from quotes import Extractor, Settings

    return Extractor(Settings(threads=1))
