"""A real browser for the tests of the report, and the pictures of the documentation.

The browser is the system's own Chromium; nothing is downloaded. Where there is none its tests are
skipped with a reason, but on a build server, where CI is set, they fail. Run as a program it
writes the pictures of a report into a folder, for a person to look at:

    python -m tests.browser report.html docs/images
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
# No sandbox: a build server runs as root. The rest keeps it from calling home.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
             "--disable-background-networking", "--disable-component-update"]
DESKTOP, PHONE = (1280, 900), (390, 844)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, or the test is skipped, or failed, with a reason."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        missing = "no Chromium on the path; on Debian and Ubuntu, apt install chromium brings it"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


def look(page: Page, selector: str) -> None:
    """Scroll to the element and let what comes into view be set out."""
    page.locator(selector).first.evaluate("e => e.scrollIntoView({behavior: 'instant'})")
    page.wait_for_timeout(250)


def pictures(report: Path, folder: Path) -> None:
    """The report on a desk, at night and on a phone."""
    with chromium() as browser:
        for name, (width, height), scheme, part in (
                ("report-desktop", DESKTOP, "light", "#articles"),
                ("report-dark", DESKTOP, "dark", "#articles"),
                ("report-records", DESKTOP, "light", "#records"),
                ("report-phone", PHONE, "light", "#articles"),
                ("report-phone-records", PHONE, "light", "#count")):
            page = browser.new_page(viewport={"width": width, "height": height},
                                    color_scheme="dark" if scheme == "dark" else "light")
            page.goto(report.resolve().as_uri())
            look(page, part)
            if part == "#articles":
                page.locator(".ref").nth(1).focus()
                look(page, part)
            page.screenshot(path=folder / f"{name}.png")
            page.close()


if __name__ == "__main__":
    pictures(Path(sys.argv[1]), Path(sys.argv[2]))
