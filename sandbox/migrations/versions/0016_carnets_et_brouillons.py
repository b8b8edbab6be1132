"""Private notes of the examiner, and drafts of candidates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "private_notes",
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_private_notes_seat_id_seats")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_private_notes_author_id_users")),
        sa.PrimaryKeyConstraint("seat_id", name=op.f("pk_private_notes")),
    )
    op.create_table(
        "seat_drafts",
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("typed_at", sa.DateTime(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_seat_drafts_seat_id_seats")),
        sa.PrimaryKeyConstraint("seat_id", "page", name=op.f("pk_seat_drafts")),
    )


def downgrade() -> None:
    op.drop_table("seat_drafts")
    op.drop_table("private_notes")
