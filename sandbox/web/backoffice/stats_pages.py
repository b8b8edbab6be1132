"""Long tables of a report cut in pages: on screen one at a time, in the files whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sandbox.kernel.paging import Page, clamp
from sandbox.web.backoffice.stats_compare import Compared

T = TypeVar("T")

LISTED = 200
"""Rows of a page; a table of no more has a single one, without a way to the next."""
_ARGUMENT = "page-"


def read_pages(args: Mapping[str, Any]) -> dict[str, int]:
    """The page asked for of each table, by its key; what is not a number is let go."""
    named = ((name.removeprefix(_ARGUMENT), args[name]) for name in args if name.startswith(_ARGUMENT))
    return {key: int(number) for key, number in named if number.isdecimal() and len(number) < 7}


def argument_of(key: str) -> str:
    """The name under which the address of a report holds the page of a table."""
    return f"{_ARGUMENT}{key}"


def cut(c: Compared, key: str, found: Sequence[T]) -> Page[T]:
    """The page of a table's rows that is shown, or all of them in one for a file."""
    if c.pages is None:
        return Page(found, 1, max(1, len(found)), len(found))
    number = clamp(c.pages.get(key, 1), LISTED, len(found))
    return Page(found[(number - 1) * LISTED : number * LISTED], number, LISTED, len(found))
