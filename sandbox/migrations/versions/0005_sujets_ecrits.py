"""Subjects written on the web: texts, saves, published versions; the end of a practice run's shop."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "written_subjects",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_written_subjects")),
    )
    op.create_table(
        "written_saves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("saved_by", sa.String(length=120), nullable=False),
        sa.Column("is_auto", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["slug"],
            ["written_subjects.slug"],
            name=op.f("fk_written_saves_slug_written_subjects"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_written_saves")),
    )
    with op.batch_alter_table("written_saves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_written_saves_slug"), ["slug"], unique=False)

    op.create_table(
        "subject_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("published_by", sa.String(length=120), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_versions")),
        sa.UniqueConstraint("slug", "version", name=op.f("uq_subject_versions_slug_version")),
    )
    with op.batch_alter_table("subject_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subject_versions_slug"), ["slug"], unique=False)

    with op.batch_alter_table("practice_runs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kept_states", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("emptied_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("practice_runs", schema=None) as batch_op:
        batch_op.drop_column("emptied_at")
        batch_op.drop_column("kept_states")
    op.drop_table("subject_versions")
    op.drop_table("written_saves")
    op.drop_table("written_subjects")
