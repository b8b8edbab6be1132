"""The ledger of a context's orders, which shops read in the place of their own unchanged rows; and indexes for refunds and carts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "traffic_ledgers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_slug", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_traffic_ledgers")),
    )
    op.create_index(op.f("ix_traffic_ledgers_context_slug"), "traffic_ledgers", ["context_slug"])
    op.create_table(
        "traffic_ledger_orders",
        *_numbers("ledger_id", "day_offset", "order_id", "customer_id", "state_id"),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("campaign", sa.String(length=60), nullable=False),
        sa.Column("device", sa.String(length=12), nullable=False),
        *_numbers("sales_excl", "sales_incl", "shipping_incl", "cost", "items", "coded", "discounts"),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["traffic_ledgers.id"], name=op.f("fk_traffic_ledger_orders_ledger_id_traffic_ledgers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ledger_id", "day_offset", "order_id", name=op.f("pk_traffic_ledger_orders")),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "traffic_ledger_goods",
        *_numbers("ledger_id", "day_offset", "order_id", "product_id", "state_id", "items", "sales_excl", "cost"),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["traffic_ledgers.id"], name=op.f("fk_traffic_ledger_goods_ledger_id_traffic_ledgers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "ledger_id", "day_offset", "order_id", "product_id", name=op.f("pk_traffic_ledger_goods")
        ),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "shop_ledgers",
        *_numbers("shop_id", "ledger_id", "last_order_id"),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_shop_ledgers_shop_id_shops"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["traffic_ledgers.id"], name=op.f("fk_shop_ledgers_ledger_id_traffic_ledgers")
        ),
        sa.PrimaryKeyConstraint("shop_id", name=op.f("pk_shop_ledgers")),
    )  # fmt: skip
    op.create_index(op.f("ix_shop_ledgers_ledger_id"), "shop_ledgers", ["ledger_id"])
    op.create_table(
        "ledger_marks",
        *_numbers("shop_id", "order_id"),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_ledger_marks_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "order_id", name=op.f("pk_ledger_marks")),
    )  # fmt: skip
    op.create_index(op.f("ix_orders_shop_id_cart_id"), "orders", ["shop_id", "cart_id"])
    op.create_index(op.f("ix_order_history_shop_id_state_id"), "order_history", ["shop_id", "state_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_orders_shop_id_cart_id"), table_name="orders")
    op.drop_index(op.f("ix_order_history_shop_id_state_id"), table_name="order_history")
    for table in ("ledger_marks", "shop_ledgers", "traffic_ledger_goods", "traffic_ledger_orders", "traffic_ledgers"):
        op.drop_table(table)
