"""Whose a context is, the files imported into it, and the correspondences that trainers keep."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("context_packs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("made_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("made_by", sa.String(length=120), nullable=False, server_default=""))
    op.create_table(
        "context_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_slug", sa.String(length=60), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("products", sa.LargeBinary(), nullable=True),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_context_imports")),
    )
    op.create_index(op.f("ix_context_imports_context_slug"), "context_imports", ["context_slug"])
    op.create_table(
        "kept_correspondences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("headers", sa.String(length=64), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("taxes", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_correspondences")),
        sa.UniqueConstraint("author_id", "name", name=op.f("uq_kept_correspondences_author_id_name")),
    )
    op.create_index(op.f("ix_kept_correspondences_headers"), "kept_correspondences", ["headers"])


def downgrade() -> None:
    op.drop_table("kept_correspondences")
    op.drop_table("context_imports")
    with op.batch_alter_table("context_packs", schema=None) as batch_op:
        batch_op.drop_column("made_by")
        batch_op.drop_column("made_by_id")
