"""The ledger of a context by day, which reports read; its orders and their goods by the order’s number."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_SUMS = ("sales_excl", "sales_incl", "shipping_incl", "cost", "items", "coded", "discounts")
_BUYERS = "ix_traffic_ledger_orders_buyers"
_VISIT = ("source", "campaign", "device")


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _visit() -> list[sa.Column[str]]:
    sizes = zip(_VISIT, (20, 60, 12), strict=True)
    return [sa.Column(name, sa.String(length=size), nullable=False) for name, size in sizes]


def _create(table: str, *columns: sa.Column[Any], key: tuple[str, ...]) -> None:
    op.create_table(
        table, *columns,
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["traffic_ledgers.id"], name=op.f(f"fk_{table}_ledger_id_traffic_ledgers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ledger_id", *key, name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )  # fmt: skip


def _remake(table: str, *columns: sa.Column[Any], key: tuple[str, ...]) -> None:
    """The same rows in a table of another key: neither database changes that of one that is there."""
    names = ", ".join(column.name for column in columns)
    op.execute(f"CREATE TABLE {table}_before AS SELECT {names} FROM {table}")  # nosec B608 - names written in this file
    op.drop_table(table)
    _create(table, *columns, key=key)
    order = ", ".join(key)
    op.execute(
        f"INSERT INTO {table} ({names}) SELECT {names} FROM {table}_before ORDER BY ledger_id, {order}"  # nosec B608
    )
    op.drop_table(f"{table}_before")


def _orders() -> list[sa.Column[Any]]:
    return [*_numbers("ledger_id", "order_id", "day_offset", "customer_id", "state_id"), *_visit(), *_numbers(*_SUMS)]


def _goods() -> list[sa.Column[int]]:
    return _numbers("ledger_id", "order_id", "product_id", "day_offset", "state_id", "items", "sales_excl", "cost")


def upgrade() -> None:
    _remake("traffic_ledger_orders", *_orders(), key=("order_id",))
    op.create_index(
        _BUYERS, "traffic_ledger_orders", ["ledger_id", "customer_id", "day_offset", "state_id", "sales_excl"]
    )
    _remake("traffic_ledger_goods", *_goods(), key=("order_id", "product_id"))
    _create(
        "traffic_ledger_days", *_numbers("ledger_id", "day_offset"), *_visit(), *_numbers("state_id", "orders", *_SUMS),
        key=("day_offset", *_VISIT, "state_id"),
    )  # fmt: skip
    _create(
        "traffic_ledger_shelves",
        *_numbers("ledger_id", "day_offset", "product_id", "state_id", "orders", "items", "sales_excl", "cost"),
        key=("day_offset", "product_id", "state_id"),
    )
    _add_up("traffic_ledger_days", "traffic_ledger_orders", ("day_offset", *_VISIT, "state_id"), _SUMS)
    shelf = ("day_offset", "product_id", "state_id")
    _add_up("traffic_ledger_shelves", "traffic_ledger_goods", shelf, ("items", "sales_excl", "cost"))


def _add_up(table: str, rows: str, key: tuple[str, ...], sums: tuple[str, ...]) -> None:
    keys, told = ", ".join(("ledger_id", *key)), ", ".join(sums)
    added = ", ".join(f"SUM({name})" for name in sums)
    op.execute(
        f"INSERT INTO {table} ({keys}, orders, {told}) SELECT {keys}, COUNT(*), {added} FROM {rows} GROUP BY {keys}"  # nosec B608
    )


def downgrade() -> None:
    op.drop_table("traffic_ledger_shelves")
    op.drop_table("traffic_ledger_days")
    _remake("traffic_ledger_goods", *_goods(), key=("day_offset", "order_id", "product_id"))
    op.drop_index(_BUYERS, table_name="traffic_ledger_orders")
    _remake("traffic_ledger_orders", *_orders(), key=("day_offset", "order_id"))
