"""The pinned versions, and the two files that name the linters."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PYTHONS = ("3.10", "3.11", "3.12", "3.13")
PLATFORMS = ("linux", "macos", "windows")


def project(checkout: Path) -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["project"]
    return table


def pins(checkout: Path) -> list[Requirement]:
    lines = (checkout / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if not line.startswith("#")]


def test_each_pin_is_one_version_of_a_public_release(checkout: Path) -> None:
    for pin in pins(checkout):
        assert re.fullmatch(r"==[\w.]+", str(pin.specifier)), pin
        assert pin.url is None
    assert [str(pin) for pin in pins(checkout) if pin.name == "torch"] == ["torch==2.13.0"]


def wanted(line: str, extras: set[str]) -> bool:
    marker = Requirement(line).marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def closure(requirements: list[str]) -> set[str]:
    """Names of the installed distributions that these requirements need, directly or not."""
    found: set[str] = set()
    queue = [Requirement(line) for line in requirements]
    while queue:
        requirement = queue.pop()
        name = canonicalize_name(requirement.name)
        try:
            needed = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        if name not in found:
            found.add(name)
            queue += [Requirement(line) for line in needed if wanted(line, requirement.extras)]
    return found


def test_all_that_is_installed_is_pinned(checkout: Path) -> None:
    """Whatever the program and its tests need here has a pin that holds for this Python."""
    declared = project(checkout)
    needed = closure(declared["dependencies"] + declared["optional-dependencies"]["dev"])
    assert {"torch", "stanza", "pytest", "click", "sympy"} <= needed
    held = {canonicalize_name(p.name) for p in pins(checkout) if not p.marker or p.marker.evaluate()}
    assert needed - held == set()


@pytest.fixture(scope="module")
def uv() -> str:
    """The path of uv, where it is installed and a package index answers it."""
    beside = str(Path(sys.executable).parent)
    path = shutil.which("uv", path=os.pathsep.join((beside, os.environ["PATH"])))
    if path is None:
        pytest.skip("uv is not installed; the extra [dev] brings it")
    probe = resolve(path, "-", "--no-deps", text="click")
    if probe.returncode:
        pytest.skip(f"no package index answers uv: {probe.stderr.strip()[-300:]}")
    return path


def resolve(uv: str, *arguments: str | Path, text: str = "") -> subprocess.CompletedProcess[str]:
    """uv's answer from the metadata of releases alone: nothing is installed or built."""
    command = [uv, "pip", "compile", "--quiet", "--only-binary", ":all:", "--no-python-downloads"]
    # The oldest macOS for which torch has a wheel.
    environment = os.environ | {"MACOSX_DEPLOYMENT_TARGET": "14.0"}
    return subprocess.run(
        [*command, *map(str, arguments)],
        input=text,
        env=environment,
        text=True,
        capture_output=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_constraints_resolve(uv: str, checkout: Path, python: str, platform: str) -> None:
    """Every pin that is needed exists as a wheel for this Python and platform, and they agree."""
    target = ("--python-version", python, "--python-platform", platform, "--all-extras")
    constraints = ("--constraint", checkout / "constraints.txt", "--no-annotate", "--no-header")
    done = resolve(uv, checkout / "pyproject.toml", *target, *constraints)
    assert done.returncode == 0, done.stderr
    chosen = {Requirement(line).name: line for line in done.stdout.splitlines() if "==" in line}
    assert chosen["torch"] == "torch==2.13.0"
    unpinned = set(chosen) - {canonicalize_name(pin.name) for pin in pins(checkout)}
    assert unpinned == set()


@pytest.mark.slow
def test_a_pin_that_fits_no_python_is_noticed(uv: str) -> None:
    """The check above can fail: this release of numpy needs Python 3.11."""
    asked = "numpy==2.4.6"
    assert resolve(uv, "-", "--python-version", "3.11", text=asked).returncode == 0
    assert resolve(uv, "-", "--python-version", "3.10", text=asked).returncode != 0


def test_supported_pythons_are_named_alike(checkout: Path) -> None:
    """The metadata, the Makefile's check and the resolved versions speak of the same Pythons."""
    prefix = "Programming Language :: Python :: "
    named = [c.removeprefix(prefix) for c in project(checkout)["classifiers"] if c.startswith(prefix)]
    assert tuple(name for name in named if "." in name) == PYTHONS
    lowest, highest = (version.replace(".", ", ") for version in (PYTHONS[0], PYTHONS[-1]))
    makefile = (checkout / "Makefile").read_text(encoding="utf-8")
    assert f"({lowest}) <= v <= ({highest})" in makefile


def test_pre_commit_runs_the_linters_of_make_test(checkout: Path) -> None:
    config = yaml.safe_load((checkout / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [hook["entry"] for repository in config["repos"] for hook in repository["hooks"]]
    makefile = (checkout / "Makefile").read_text(encoding="utf-8")
    (recipe,) = re.findall(r"^test:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    commands = [line.strip().replace("$(BIN)", ".venv/bin") for line in recipe.splitlines()]
    assert hooks == [command for command in commands if not command.endswith("pytest")]


def test_continuous_integration_runs_make_test(checkout: Path) -> None:
    script = checkout / ".ci" / "run"
    assert os.access(script, os.X_OK)
    lines = script.read_text(encoding="utf-8").splitlines()
    assert "set -euo pipefail" in lines
    assert lines[-1] == "make test"


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_names_the_pythons_that_it_needs(checkout: Path, tmp_path: Path) -> None:
    """A Python of another version is refused before anything is installed, with the remedy."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(checkout / name, tmp_path)
    too_old = tmp_path / "python3.9"
    too_old.write_text('#!/bin/sh\ntest "$1" = --version && echo Python 3.9.18\n', encoding="utf-8")
    too_old.chmod(0o755)
    command = ["make", "--directory", str(tmp_path), f"PYTHON={too_old}", "demo"]
    done = subprocess.run(command, text=True, capture_output=True, check=False)
    assert done.returncode != 0
    assert "needs Python 3.10 to 3.13" in done.stderr
    assert "is Python 3.9.18. Name another: make PYTHON=python3.12" in done.stderr
    assert not (tmp_path / ".venv").exists()
