"""States of returns that the shop words itself; states of orders hidden from customers, with a mail of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BEGUN = (
    ("waiting", "En attente de confirmation", "#B7791F"), ("parcel", "En attente du colis", "#2B6CB0"),
    ("received", "Colis reçu", "#2C7A7B"), ("refused", "Retour refusé", "#B83232"), ("done", "Retour terminé", "#2F7D4F"),
)  # fmt: skip
"""The states that every shop had until then: key and step, name, colour."""


def upgrade() -> None:
    op.create_table(
        "return_states",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("color", sa.String(length=7), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_return_states_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_return_states")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_return_states_shop_id_key")),
    )
    with op.batch_alter_table("order_states", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_hidden", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("mail_text", sa.Text(), nullable=False, server_default=""))
    _begin()


def _begin() -> None:
    """Give each shop its five states, and its counter the last of their numbers."""
    insert = sa.text(
        "INSERT INTO return_states (shop_id, id, key, name, color, step, position) "
        "SELECT id, :rank, :key, :name, :color, :key, :rank FROM shops"
    )
    for rank, (key, name, color) in enumerate(BEGUN, 1):
        op.execute(insert.bindparams(rank=rank, key=key, name=name, color=color))
    op.execute(
        sa.text(
            "INSERT INTO shop_counters (shop_id, table_name, last_id) SELECT id, 'return_states', :last FROM shops"
        ).bindparams(last=len(BEGUN))
    )


def downgrade() -> None:
    with op.batch_alter_table("order_states", schema=None) as batch_op:
        batch_op.drop_column("mail_text")
        batch_op.drop_column("is_hidden")
    op.execute(sa.text("DELETE FROM shop_counters WHERE table_name = 'return_states'"))
    op.drop_table("return_states")
