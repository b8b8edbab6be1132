"""What a save replaces of another one: the same column of the same row, written after the form was drawn."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import pytest

from sandbox.kernel.changes import RowChange
from sandbox.web import overwriting
from sandbox.web.overwriting import Writes

AT = datetime(2027, 1, 12, 10)


def change(row: int = 7, op: Literal["insert", "update", "delete"] = "update", **after: object) -> RowChange:
    """A change of a product."""
    return RowChange("products", row, op, {}, dict(after))


@pytest.fixture
def writes() -> Writes:
    """Somebody wrote the name of product 7 at revision 5."""
    found = Writes()
    found.keep("a", [change(name="Un", updated_at="…")], revision=5, sent_by="one", at=AT)
    return found


def replaced(writes: Writes, *changes: RowChange, shop: str = "a", drawn_at: int = 4, revision: int = 6, by: str = "two") -> bool:  # fmt: skip
    """Whether a save replaces it."""
    return writes.replaced(shop, changes, drawn_at=drawn_at, revision=revision, sent_by=by) == AT


def test_the_same_column_of_the_same_row_is_replaced(writes: Writes) -> None:
    assert replaced(writes, change(name="Deux"))


def test_nothing_else_is(writes: Writes) -> None:
    assert not replaced(writes, change(reference="R"), change(row=8, name="Deux"), change(updated_at="…"))
    assert not replaced(writes, change(op="insert", name="Deux"))
    assert not replaced(writes, change(name="Deux"), shop="b")


def test_a_page_drawn_after_it_knew_it(writes: Writes) -> None:
    assert not replaced(writes, change(name="Deux"), drawn_at=5)


def test_the_same_rendering_is_no_other_tab(writes: Writes) -> None:
    assert not replaced(writes, change(name="Deux"), by="one")


def test_a_write_of_before_a_backup_came_back_is_of_another_life(writes: Writes) -> None:
    assert not replaced(writes, change(name="Deux"), drawn_at=1, revision=3)


def test_the_oldest_are_forgotten(writes: Writes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overwriting, "MAX_KEPT", 2)
    writes.keep("a", [change(row=8, name="x"), change(row=9, name="y")], revision=6, sent_by="one", at=AT)
    assert not replaced(writes, change(name="Deux"), revision=9)
    assert replaced(writes, change(row=9, name="z"), revision=9)
