"""Returns of goods and credit slips."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "merchandise_returns",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id"],
            ["orders.shop_id", "orders.id"],
            name=op.f("fk_merchandise_returns_shop_id_order_id_orders"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_merchandise_returns_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_merchandise_returns")),
        sa.UniqueConstraint("shop_id", "reference", name=op.f("uq_merchandise_returns_shop_id_reference")),
    )
    with op.batch_alter_table("merchandise_returns", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_merchandise_returns_shop_id_order_id"), ["shop_id", "order_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_merchandise_returns_shop_id_state"), ["shop_id", "state"], unique=False)

    op.create_table(
        "credit_slips",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("is_voucher", sa.Boolean(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("voucher_code", sa.String(length=64), nullable=False),
        sa.Column("shipping_incl_cents", sa.Integer(), nullable=False),
        sa.Column("shipping_excl_cents", sa.Integer(), nullable=False),
        sa.Column("shipping_tax_bp", sa.Integer(), nullable=False),
        sa.Column("total_incl_cents", sa.Integer(), nullable=False),
        sa.Column("total_excl_cents", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id"],
            ["orders.shop_id", "orders.id"],
            name=op.f("fk_credit_slips_shop_id_order_id_orders"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "return_id"],
            ["merchandise_returns.shop_id", "merchandise_returns.id"],
            name=op.f("fk_credit_slips_shop_id_return_id_merchandise_returns"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "rule_id"],
            ["cart_rules.shop_id", "cart_rules.id"],
            name=op.f("fk_credit_slips_shop_id_rule_id_cart_rules"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_credit_slips_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_credit_slips")),
        sa.UniqueConstraint("shop_id", "reference", name=op.f("uq_credit_slips_shop_id_reference")),
    )
    with op.batch_alter_table("credit_slips", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credit_slips_shop_id_made_at"), ["shop_id", "made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_credit_slips_shop_id_order_id"), ["shop_id", "order_id"], unique=False)

    op.create_table(
        "merchandise_return_lines",
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("order_line_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_line_id"],
            ["order_lines.shop_id", "order_lines.id"],
            name=op.f("fk_merchandise_return_lines_shop_id_order_line_id_order_lines"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "return_id"],
            ["merchandise_returns.shop_id", "merchandise_returns.id"],
            name=op.f("fk_merchandise_return_lines_shop_id_return_id_merchandise_returns"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_merchandise_return_lines_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_merchandise_return_lines")),
    )
    with op.batch_alter_table("merchandise_return_lines", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_merchandise_return_lines_shop_id_order_line_id"), ["shop_id", "order_line_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_merchandise_return_lines_shop_id_return_id"), ["shop_id", "return_id"], unique=False
        )

    op.create_table(
        "merchandise_return_steps",
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "return_id"],
            ["merchandise_returns.shop_id", "merchandise_returns.id"],
            name=op.f("fk_merchandise_return_steps_shop_id_return_id_merchandise_returns"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_merchandise_return_steps_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_merchandise_return_steps")),
    )
    with op.batch_alter_table("merchandise_return_steps", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_merchandise_return_steps_shop_id_return_id"), ["shop_id", "return_id"], unique=False
        )

    op.create_table(
        "credit_slip_lines",
        sa.Column("slip_id", sa.Integer(), nullable=False),
        sa.Column("order_line_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("restocked", sa.Integer(), nullable=False),
        sa.Column("amount_incl_cents", sa.Integer(), nullable=False),
        sa.Column("amount_excl_cents", sa.Integer(), nullable=False),
        sa.Column("tax_bp", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_line_id"],
            ["order_lines.shop_id", "order_lines.id"],
            name=op.f("fk_credit_slip_lines_shop_id_order_line_id_order_lines"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "slip_id"],
            ["credit_slips.shop_id", "credit_slips.id"],
            name=op.f("fk_credit_slip_lines_shop_id_slip_id_credit_slips"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_credit_slip_lines_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_credit_slip_lines")),
    )
    with op.batch_alter_table("credit_slip_lines", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_credit_slip_lines_shop_id_order_line_id"), ["shop_id", "order_line_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_credit_slip_lines_shop_id_slip_id"), ["shop_id", "slip_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("credit_slip_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_credit_slip_lines_shop_id_slip_id"))
        batch_op.drop_index(batch_op.f("ix_credit_slip_lines_shop_id_order_line_id"))

    op.drop_table("credit_slip_lines")
    with op.batch_alter_table("merchandise_return_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merchandise_return_steps_shop_id_return_id"))

    op.drop_table("merchandise_return_steps")
    with op.batch_alter_table("merchandise_return_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merchandise_return_lines_shop_id_return_id"))
        batch_op.drop_index(batch_op.f("ix_merchandise_return_lines_shop_id_order_line_id"))

    op.drop_table("merchandise_return_lines")
    with op.batch_alter_table("credit_slips", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_credit_slips_shop_id_order_id"))
        batch_op.drop_index(batch_op.f("ix_credit_slips_shop_id_made_at"))

    op.drop_table("credit_slips")
    with op.batch_alter_table("merchandise_returns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merchandise_returns_shop_id_state"))
        batch_op.drop_index(batch_op.f("ix_merchandise_returns_shop_id_order_id"))

    op.drop_table("merchandise_returns")
