"""Seals of journals, archives opened again, and what papers say of the commission."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journal_seals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("start", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_journal_seals_seat_id_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_seals")),
    )
    op.create_index(op.f("ix_journal_seals_seat_id"), "journal_seals", ["seat_id"])
    op.create_table(
        "reopened_archives",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=False),
        sa.Column("reopened_at", sa.DateTime(), nullable=False),
        sa.Column("reopened_by", sa.String(length=120), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["exam_sessions.id"], name=op.f("fk_reopened_archives_session_id_exam_sessions")
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_reopened_archives")),
        sa.UniqueConstraint("digest", name=op.f("uq_reopened_archives_digest")),
    )
    op.add_column("exam_sessions", sa.Column("academy", sa.String(length=80), nullable=False, server_default=""))
    op.add_column("exam_sessions", sa.Column("members", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column(
        "exam_sessions", sa.Column("former_examiner", sa.String(length=120), nullable=False, server_default="")
    )


def downgrade() -> None:
    for column in ("former_examiner", "members", "academy"):
        op.drop_column("exam_sessions", column)
    op.drop_table("reopened_archives")
    op.drop_index(op.f("ix_journal_seals_seat_id"), table_name="journal_seals")
    op.drop_table("journal_seals")
