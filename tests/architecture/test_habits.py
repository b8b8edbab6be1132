"""Services never commit, views never build queries, time is asked of one clock, every module says what it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.files import text_of, with_suffix

BUILDERS = {"select", "insert", "update", "delete", "text"}
ENDING = {"commit", "rollback"}
LEARNING = {"server_url", "pytest_collection_modifyitems", "pytest_sessionstart"}
"""The fixture that tells of the server's database, the choice of the tests that are run on it, and when what they ask is noted."""


def test_services_never_commit() -> None:
    below_web = [
        n for f in ("sandbox/shop/", "sandbox/accounts/", "sandbox/training/") for n in with_suffix(".py", under=f)
    ]
    found = [
        f"{name}:{call.lineno} {call.func.attr}"
        for name in below_web
        for call in _calls(name)
        if isinstance(call.func, ast.Attribute) and call.func.attr in ENDING and not _is_savepoint(call.func.value)
    ]
    assert not found, "\n".join(found)


def test_views_and_forms_build_no_query() -> None:
    found = [
        f"{name}:{call.lineno}"
        for name in with_suffix(".py", under="sandbox/web/")
        if name.rpartition("/")[2].startswith(("views", "forms")) or "/forms/" in name or "/views/" in name
        for call in _calls(name)
        if _is_query(call)
    ]
    assert not found, "\n".join(found)


def test_only_the_clock_asks_the_system_for_the_time() -> None:
    asking = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
    found = [
        f"{name}:{call.lineno}"
        for name in with_suffix(".py", under="sandbox/")
        if name != "sandbox/kernel/clock.py"
        for call in _calls(name)
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and (call.func.value.id, call.func.attr) in asking
    ]
    assert not found, "\n".join(found)


def test_every_module_says_what_it_is() -> None:
    silent = [name for name in with_suffix(".py") if not ast.get_docstring(ast.parse(text_of(name)))]
    assert [name for name in silent if text_of(name).strip()] == []


def test_no_test_without_an_assertion() -> None:
    found = [
        f"{name}::{node.name}"
        for name in with_suffix(".py", under="tests/")
        for node in ast.walk(ast.parse(text_of(name)))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not _asserts(node)
    ]
    assert not found, "\n".join(found)


def _calls(name: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(text_of(name))) if isinstance(node, ast.Call))


def _is_savepoint(value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id in {"savepoint", "nested"}


def _is_query(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id == "select"
    if not isinstance(call.func, ast.Attribute):
        return False
    value = call.func.value
    return call.func.attr == "query" or (
        call.func.attr in BUILDERS and isinstance(value, ast.Name) and value.id in {"sa", "sqlalchemy"}
    )


def _reads_the_environment(node: ast.AST, name: str) -> bool:
    """Whether it is os.environ["NAME"], os.environ.get("NAME") or os.getenv("NAME")."""
    if isinstance(node, ast.Subscript):
        return ast.unparse(node.value) == "os.environ" and ast.unparse(node.slice) == repr(name)
    return (
        isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"os.environ.get", "os.getenv", "environ.get", "getenv"}
        and any(isinstance(argument, ast.Constant) and argument.value == name for argument in node.args)
    )


def _asserts(node: ast.FunctionDef) -> bool:
    """Whether a test asserts, expects an exception, or calls a helper whose name says that it checks."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Assert):
            return True
        if isinstance(inner, ast.Call):
            called = inner.func.attr if isinstance(inner.func, ast.Attribute) else getattr(inner.func, "id", "")
            if called in {"raises", "fail", "warns", "expect"} or called.startswith(
                ("assert_", "_assert", "check_", "_check")
            ):
                return True
    return False


def test_no_test_learns_of_the_servers_database_but_from_its_fixture() -> None:
    """Else a test that meets PostgreSQL could be left out of the run on it: see tests/support/engines.py."""
    found = [
        f"{name}::{function.name}"
        for name in with_suffix(".py", under="tests/")
        for function in ast.walk(ast.parse(text_of(name)))
        if isinstance(function, ast.FunctionDef) and function.name not in LEARNING
        for statement in function.body
        for node in ast.walk(statement)
        if _reads_the_environment(node, "E5_DATABASE_URL")
    ]
    assert not found, "\n".join(found)
