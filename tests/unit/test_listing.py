"""What an address asks of a list, whatever somebody typed into it."""

from __future__ import annotations

import pytest

from sandbox.web.listing import Column, Filter, Kind, Listing

COLUMNS = (Column("id", "ID", Filter.RANGE, Kind.INTEGER, is_sorted=True),)


def test_reads_page_and_size() -> None:
    found = Listing.read(COLUMNS, {"page": "3", "par": "50"}, "list")
    assert (found.number, found.size) == (3, 50)


@pytest.mark.parametrize("text", ["", "\u00b2", "-1", "1e3", "9" * 5000, "deux"])
def test_what_is_no_number_asks_for_nothing(text: str) -> None:
    found = Listing.read(COLUMNS, {"page": text, "par": text}, "list")
    assert (found.number, found.size) == (1, 20)


def test_a_number_out_of_bounds_is_a_fault() -> None:
    found = Listing.read(COLUMNS, {"id_min": "9" * 20}, "list")
    assert set(found.faults) == {"id_min"}
    assert found.values == {}
