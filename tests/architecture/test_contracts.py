"""The import contracts of pyproject.toml hold, and name what exists."""

from __future__ import annotations

import ast
import tomllib

from importlinter.cli import lint_imports

from tests.architecture.files import ROOT, text_of, with_suffix

CONTRACTS = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]


def test_contracts_hold() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def _contract(identifier: str) -> dict[str, list[str]]:
    return next(contract for contract in CONTRACTS if contract["id"] == identifier)


def _named(layers: list[str]) -> set[str]:
    return {name.strip().strip("()") for layer in layers for name in layer.split("|")}


def test_every_face_is_in_the_contract() -> None:
    faces = {path.parent.name for path in (ROOT / "sandbox" / "web").glob("*/views*.py")}
    assert faces <= _named(_contract("faces")["layers"])


def test_no_module_of_forms_knows_the_database() -> None:
    """The contract's wildcard stands for a whole name, `forms`; this is the same rule for `forms_something`."""
    found = [
        f"{name}:{node.lineno}"
        for name in with_suffix(".py", under="sandbox/web/")
        if name.rpartition("/")[2].startswith("forms") or "/forms/" in name
        for node in ast.walk(ast.parse(text_of(name)))
        if isinstance(node, ast.Import | ast.ImportFrom) and _roots(node) & {"sqlalchemy", "flask_sqlalchemy"}
    ]
    assert found == []


def _roots(node: ast.Import | ast.ImportFrom) -> set[str]:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    return {name.partition(".")[0] for name in names}


def test_no_exception_is_made() -> None:
    assert [contract["id"] for contract in CONTRACTS if "ignore_imports" in contract] == []
