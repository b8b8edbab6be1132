"""The difference of two shops on PostgreSQL, whose planner knows nothing yet of a shop that was just copied."""

from __future__ import annotations

import os
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel import unscoped
from sandbox.kernel.db import Session, db
from sandbox.kernel.diffing import diff_rows
from sandbox.shop.catalog.models import Product
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.services import copy_shop


def nested_loops() -> str:
    """Whether the planner may search once a row, « on » or « off »."""
    return str(db.session.connection().exec_driver_sql("SHOW enable_nestloop").scalar_one())


@pytest.mark.postgres
@pytest.mark.skipif(not os.environ.get("E5_DATABASE_URL"), reason="SQLite joins by key")
def test_two_shops_are_joined_at_once_and_the_planner_is_as_before_after(
    app: Flask, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    during, execute = [], unscoped.execute

    def noted(session: Session, statement: sa.Executable, params: Any = None) -> sa.Result[Any]:
        during.append(nested_loops())
        return execute(session, statement, params)

    copied = copy_shop(source=shop)
    db.session.scalars(sa.select(Product).order_by(Product.id)).all()[0].name = "Autre nom"
    db.session.flush()
    monkeypatch.setattr(unscoped, "execute", noted)
    found = diff_rows(db.session(), copied.id, shop.id)
    assert {(change.table, *change.after) for change in found} == {("products", "name")}
    assert set(during) == {"off"}
    assert nested_loops() == "on"
