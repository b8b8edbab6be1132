"""Files a person reads in one go: at most 500 lines; views at most 25."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.files import text_of, with_suffix

MAX_LINES = 500
MAX_VIEW_LINES = 25
# Steps of the schema are written by a machine, once, and are never grown.
GENERATED = ("sandbox/migrations/versions/",)


def test_no_file_over_500_lines() -> None:
    sizes = {name: len(text_of(name).splitlines()) for name in with_suffix(".py", ".html", ".css", ".js")}
    assert {n: size for n, size in sizes.items() if size > MAX_LINES and not n.startswith(GENERATED)} == {}


def test_no_view_over_25_lines() -> None:
    long = {f"{name}::{view.name}": size for name, view, size in _views() if size > MAX_VIEW_LINES}
    assert long == {}


def test_views_are_found() -> None:
    assert len(list(_views())) > 10


def _views() -> Iterator[tuple[str, ast.FunctionDef, int]]:
    """Each function of a views module with its length, the docstring and the decorators left out."""
    for name in with_suffix(".py", under="sandbox/web/"):
        if not name.rpartition("/")[2].startswith("views"):
            continue
        for node in ast.walk(ast.parse(text_of(name))):
            if isinstance(node, ast.FunctionDef):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                yield name, node, (node.end_lineno or 0) - first.lineno + 1
