"""The coverage page is whole and true."""

from __future__ import annotations

from flask import Flask

from tests.operations import table


def test_every_operation_of_the_shop_is_performed() -> None:
    known = table.by_key()
    assert [one["op"] for one in table.operations() if one["op"] not in known] == []


def test_every_function_of_the_shop_is_performed() -> None:
    assert [name for name, tests in table.by_function().items() if not tests] == []


def test_no_test_performs_what_nobody_asks() -> None:
    asked = {one["op"] for one in table.operations()} | {one["id"] for one in table.functions()}
    assert set(table.by_key()) - asked == set()


def test_the_screens_exist(app: Flask) -> None:
    assert {one.screen for one in table.performed()} - set(app.view_functions) == set()


def test_the_page_is_the_one_that_the_tests_write() -> None:
    assert table.PAGE.read_text("utf-8") == table.written()
