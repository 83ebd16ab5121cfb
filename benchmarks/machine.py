"""What a measurement ran on: enough to compare figures by, and nothing that names the machine."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

_HERE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Machine:
    processor: str
    cores: int
    load: float | None  # of the last minute; CPU time grows where others share the caches
    system: str
    python: str
    torch: str
    stanza: str

    def __str__(self) -> str:
        load = "" if self.load is None else f", load {self.load:.1f} at the start"
        return (f"{self.processor}, {self.cores} cores{load}; {self.system}, "
                f"Python {self.python}, torch {self.torch}, Stanza {self.stanza}")


def this() -> Machine:
    return Machine(
        processor=_processor(), cores=os.cpu_count() or 1,
        load=os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        system=f"{platform.system()} {platform.machine()}", python=platform.python_version(),
        torch=version("torch"), stanza=version("stanza"))


def _processor() -> str:
    """The model's name; the systems tell it in different places."""
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    if sys.platform == "darwin":
        return _output("sysctl", "-n", "machdep.cpu.brand_string") or "unknown processor"
    return platform.processor() or "unknown processor"


def revision(checkout: Path = _HERE) -> str:
    """The commit of a checkout, and whether files differ from it."""
    commit = _output("git", "-C", str(checkout), "rev-parse", "--short", "HEAD")
    if not commit:
        return "no commit"
    changed = _output("git", "-C", str(checkout), "status", "--porcelain", "--", "quotes")
    return f"commit {commit}" + (" with changes" if changed else "")


def _output(*command: str) -> str:
    """What a program prints; nothing where it is not there or fails."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
