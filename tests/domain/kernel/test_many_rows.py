"""Rows written by thousands: what SQLAlchemy would have written, in whatever order they come, and refused as it refuses."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel import unscoped
from sandbox.kernel.cloning import wipe_rows
from sandbox.kernel.db import Base, db
from sandbox.kernel.diffing import diff_rows
from sandbox.kernel.many_rows import insert_many, parents_first, rows_read
from sandbox.kernel.scoping import scoped_tables
from sandbox.shop.catalog.models import Category
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.services import copy_shop
from tests.factories.world import World

CATEGORIES: Any = Category.__table__


def rows_of(table: sa.Table, shop_id: int) -> list[dict[str, Any]]:
    query = sa.select(table).where(table.c.shop_id == shop_id).order_by(*table.primary_key)
    return rows_read(unscoped.execute(db.session(), query))


def put(table: sa.Table, rows: list[dict[str, Any]]) -> None:
    unscoped.insert_many(db.session(), table, rows)


def tree(shop_id: int, links: dict[int, int | None]) -> list[dict[str, Any]]:
    """Categories of numbers above those of the shop, each under the one it is given."""
    (first, *_), base = rows_of(CATEGORIES, shop_id), 1000
    return [
        first | {"id": base + one, "parent_id": None if up is None else base + up, "slug": f"c{one}", "key": None}
        for one, up in links.items()
    ]


def test_a_shop_read_and_written_is_the_same_to_the_last_value(world_app: Flask, world: World) -> None:
    """Every table of a whole shop, with its days, moments, JSON, booleans, texts and nothings; the last rows first."""
    assert world_app
    source = db.session.scalars(sa.select(Shop).where(Shop.key == world.reference_key)).one()
    target = copy_shop(source=source)
    wipe_rows(db.session(), target.id)
    for table in scoped_tables():
        put(table, [row | {"shop_id": target.id} for row in reversed(rows_of(table, source.id))])
    assert len(rows_of(CATEGORIES, target.id)) > 5
    assert diff_rows(db.session(), source.id, target.id) == []


def test_what_is_written_is_what_sqlalchemy_writes(world_app: Flask, world: World) -> None:
    """As the database holds it: the text of JSON and of moments, nothing where there is nothing."""
    assert world_app
    source = db.session.scalars(sa.select(Shop).where(Shop.key == world.reference_key)).one()
    for name in ("orders", "products", "reviews", "site_posts", "order_history"):
        table = Base.metadata.tables[name]
        made = sa.Table(f"held_{name}", sa.MetaData(), *(sa.Column(c.name, c.type) for c in table.c), prefixes=["TEMP"])
        connection = db.session.connection()
        made.create(connection)
        rows = rows_of(table, source.id)
        assert len(rows) > 20
        asked = ", ".join(f"CAST({column} AS TEXT)" for column in made.c.keys())  # noqa: SIM118 - else « table.column »
        insert_many(connection, made, rows)
        written = sorted(map(repr, connection.exec_driver_sql(f"SELECT {asked} FROM {made.name}")))
        connection.execute(sa.delete(made))
        connection.execute(sa.insert(made), rows)
        assert sorted(map(repr, connection.exec_driver_sql(f"SELECT {asked} FROM {made.name}"))) == written


@pytest.mark.parametrize("count", [3, 40])
def test_rows_may_point_forward_and_at_each_other(shop: Shop, count: int) -> None:
    forward = tree(shop.id, {n: n + 1 if n < count else None for n in range(1, count + 1)})
    put(CATEGORIES, forward)
    ring = tree(shop.id, {n: n % count + 101 for n in range(101, 101 + count)} | {100: 101})
    assert parents_first(CATEGORIES, ring) is None
    put(CATEGORIES, ring)
    found = {row["id"]: row["parent_id"] for row in rows_of(CATEGORIES, shop.id) if row["id"] > 1000}
    assert found == {row["id"]: row["parent_id"] for row in forward + ring}


def test_children_come_after_their_parents_and_others_keep_their_order(shop: Shop) -> None:
    rows = tree(shop.id, {5: 2, 2: 9, 9: None, 1: None, 3: 4000})
    ordered = parents_first(CATEGORIES, rows)
    assert ordered is not None
    assert [row["id"] - 1000 for row in ordered] == [9, 1, 3, 2, 5]
    assert parents_first(Base.metadata.tables["orders"], rows) is rows


@pytest.mark.parametrize("count", [2, 40])
def test_a_row_that_points_nowhere_or_twice_the_same_is_refused(shop: Shop, count: int) -> None:
    for links in (dict.fromkeys(range(count), 4000), {n: n + 1 for n in range(count)}):
        with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
            put(CATEGORIES, tree(shop.id, links))
    twice = tree(shop.id, dict.fromkeys(range(count)))
    with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
        put(CATEGORIES, [*twice, twice[0]])
    assert not [row for row in rows_of(CATEGORIES, shop.id) if row["id"] >= 1000]


def test_a_value_of_another_kind_is_told_by_sqlalchemy(world_app: Flask, world: World) -> None:
    assert world_app
    source = db.session.scalars(sa.select(Shop).where(Shop.key == world.reference_key)).one()
    orders = Base.metadata.tables["orders"]
    rows = [row | {"shop_id": world.bob_run_id, "placed_at": "hier"} for row in rows_of(orders, source.id)]
    with pytest.raises(sa.exc.StatementError), db.session.begin_nested():
        put(orders, rows)
    with pytest.raises(sa.exc.StatementError), db.session.begin_nested():
        put(orders, [rows[0], *({"id": 1} for _ in range(40))])


def test_what_python_fills_in_is_filled_in(app: Flask) -> None:
    assert app
    filled = sa.Table(
        "filled", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(9)),
        sa.Column("rank", sa.Integer), sa.Column("kind", sa.String(9), default="usual"), prefixes=["TEMP"],
    )  # fmt: skip
    connection = db.session.connection()
    filled.create(connection)
    insert_many(connection, filled, [{"name": f"n{n}", "rank": n} for n in range(50)])
    insert_many(connection, filled, [{"name": f"o{n}", "rank": n, "kind": "other"} for n in range(50)])
    insert_many(connection, filled, [])
    kinds = connection.execute(sa.select(filled.c.kind, sa.func.count(), sa.func.min(filled.c.id)).group_by("kind"))
    assert sorted(map(tuple, kinds)) == [("other", 50, 51), ("usual", 50, 1)]
