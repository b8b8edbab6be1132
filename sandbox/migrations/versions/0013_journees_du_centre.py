"""The days of a centre: candidates, planned sessions, workstations checked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "centre_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("centre", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre_days")),
        sa.UniqueConstraint("held_on", name=op.f("uq_centre_days_held_on")),
    )
    op.create_table(
        "checked_stations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checked_stations")),
        sa.UniqueConstraint("checked_on", "name", name=op.f("uq_checked_stations_checked_on_name")),
    )
    op.create_table(
        "planned_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("commission", sa.String(length=40), nullable=False),
        sa.Column("room", sa.String(length=60), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("ends_by", sa.DateTime(), nullable=True),
        sa.Column("subject_slug", sa.String(length=80), nullable=False),
        sa.Column("subject_title", sa.String(length=200), nullable=False),
        sa.Column("pool", sa.JSON(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=True),
        sa.Column("drawn_by", sa.String(length=120), nullable=False),
        sa.Column("examiner_id", sa.Integer(), nullable=False),
        sa.Column("exam_session_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["day_id"], ["centre_days.id"], name=op.f("fk_planned_sessions_day_id_centre_days")),
        sa.ForeignKeyConstraint(
            ["exam_session_id"], ["exam_sessions.id"], name=op.f("fk_planned_sessions_exam_session_id_exam_sessions")
        ),
        sa.ForeignKeyConstraint(["examiner_id"], ["users.id"], name=op.f("fk_planned_sessions_examiner_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_sessions")),
        sa.UniqueConstraint("exam_session_id", name=op.f("uq_planned_sessions_exam_session_id")),
    )
    with op.batch_alter_table("planned_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planned_sessions_day_id"), ["day_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_planned_sessions_examiner_id"), ["examiner_id"], unique=False)

    op.create_table(
        "centre_candidates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("last_name", sa.String(length=60), nullable=False),
        sa.Column("first_name", sa.String(length=60), nullable=False),
        sa.Column("extra", sa.String(length=10), nullable=False),
        sa.Column("extra_minutes", sa.Integer(), nullable=False),
        sa.Column("is_absent", sa.Boolean(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["day_id"], ["centre_days.id"], name=op.f("fk_centre_candidates_day_id_centre_days")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_centre_candidates_seat_id_seats")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["planned_sessions.id"], name=op.f("fk_centre_candidates_session_id_planned_sessions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre_candidates")),
        sa.UniqueConstraint("day_id", "number", name=op.f("uq_centre_candidates_day_id_number")),
        sa.UniqueConstraint("seat_id", name=op.f("uq_centre_candidates_seat_id")),
    )
    with op.batch_alter_table("centre_candidates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_centre_candidates_session_id"), ["session_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("centre_candidates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_centre_candidates_session_id"))

    op.drop_table("centre_candidates")
    with op.batch_alter_table("planned_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_planned_sessions_examiner_id"))
        batch_op.drop_index(batch_op.f("ix_planned_sessions_day_id"))

    op.drop_table("planned_sessions")
    op.drop_table("checked_stations")
    op.drop_table("centre_days")
