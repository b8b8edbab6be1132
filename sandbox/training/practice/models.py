"""A candidate's practice runs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sandbox.kernel.db import Base
from sandbox.shop.shops.models import Shop
from sandbox.training.exams.models import Seat


class PracticeRun(Base):
    """An attempt of a person at a subject. `self_levels` is the own rating by line; `rated_at` closes it for good.

    `emptied_at`: its shop has come to its end; `kept_states` is then what was found, line by line.
    """

    __tablename__ = "practice_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seats.id"), unique=True)
    attempt: Mapped[int]
    self_levels: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    rated_at: Mapped[datetime | None]
    started_at: Mapped[datetime]
    kept_states: Mapped[dict[str, str] | None] = mapped_column(sa.JSON)
    emptied_at: Mapped[datetime | None]

    seat: Mapped[Seat] = relationship(Seat)


class MarketCopy(Base):
    """A copy of a run's shop in which the market plays the days after, with its witness: the start without the candidate's work.

    `begins_on` is the day of the run's last work; each entry of `weeks` is the report of seven more days (`market.Report`).
    """

    __tablename__ = "market_copies"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("practice_runs.id"), unique=True)
    shop_id: Mapped[int] = mapped_column(sa.ForeignKey("shops.id"), unique=True)
    witness_id: Mapped[int] = mapped_column(sa.ForeignKey("shops.id"), unique=True)
    begins_on: Mapped[date]
    weeks: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    made_at: Mapped[datetime]

    run: Mapped[PracticeRun] = relationship(PracticeRun)
    shop: Mapped[Shop] = relationship(Shop, foreign_keys=[shop_id])
