"""What the mailing tool counted of each newsletter of a context."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "traffic_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_slug", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=160), nullable=False),
        sa.Column("audience", sa.String(length=160), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("delivered", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("clicked", sa.Integer(), nullable=False),
        sa.Column("unsubscribed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_traffic_letters")),
        sa.UniqueConstraint("context_slug", "key", name=op.f("uq_traffic_letters_context_slug_key")),
    )


def downgrade() -> None:
    op.drop_table("traffic_letters")
