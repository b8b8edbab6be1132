"""The coverage page is whole and true."""

from __future__ import annotations

from flask import Flask

from tests.operations import table
from tests.operations.not_yet import NOT_YET


def test_every_operation_is_performed_or_said_not_to_be_possible() -> None:
    known = table.by_key()
    assert {one["op"] for one in table.operations() if one["op"] not in known} == {op for op in NOT_YET if "." in op}


def test_every_function_is_performed_or_said_not_to_be_possible() -> None:
    assert {name for name, tests in table.by_function().items() if not tests} == {
        key for key in NOT_YET if "." not in key
    }


def test_both_halves_are_whole() -> None:
    names, keys = [one["id"] for one in table.functions()], [one["op"] for one in table.operations()]
    assert sum(name.startswith("WP-") for name in names) == 34
    assert sum(key.startswith("wp.") for key in keys) == 75
    assert len(set(names)) == len(names)
    assert len(set(keys)) == len(keys)


def test_what_is_not_possible_says_why_and_only_the_site_has_such() -> None:
    assert all(key.lower().startswith("wp") and reason.endswith(".") for key, reason in NOT_YET.items())
    page = table.PAGE.read_text("utf-8")
    assert all(f"| {key} | {reason} |" in page for key, reason in NOT_YET.items())


def test_no_test_performs_what_nobody_asks() -> None:
    asked = {one["op"] for one in table.operations()} | {one["id"] for one in table.functions()}
    assert set(table.by_key()) - asked == set()


def test_the_screens_exist(app: Flask) -> None:
    assert {one.screen for one in table.performed()} - set(app.view_functions) == set()


def test_the_page_is_the_one_that_the_tests_write() -> None:
    assert table.PAGE.read_text("utf-8") == table.written()
