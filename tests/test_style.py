"""The lengths that keep a module readable: linters here count statements, not lines."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import quotes

PACKAGE = Path(quotes.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 400, 40


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_modules_and_functions_are_short(module: Path) -> None:
    source = module.read_text("utf-8")
    assert source.count("\n") <= MOST_LINES
    functions = (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef))
    long = [f"{f.name}: {f.end_lineno - f.lineno + 1} lines" for f in functions
            if f.end_lineno is not None and f.end_lineno - f.lineno >= MOST_LINES_OF_A_FUNCTION]
    assert long == []
