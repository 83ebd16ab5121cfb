"""Records and their articles as one page of HTML that needs nothing else.

Decides, in its modules: what of a foreign text may stand in a page (`harmless`), where the marks
open and close (`marked`), what is told of a record (`entries`, `citation`), whose records are
counted together (`speakers`), and how all of it becomes a page that can run and load nothing
but its own few lines (`render`).
"""

from __future__ import annotations

from quotes.report.page.render import MISSING, Page, render_report, write_report

__all__ = ["MISSING", "Page", "render_report", "write_report"]
