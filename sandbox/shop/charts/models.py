"""A chart of a note: what to draw, never its figures, which are read again each time."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import ShopScoped, shop_index


class NoteChart(ShopScoped, Base):
    """A chart, named by the deliverable that it belongs to. dimension: temps | source | appareil; kind: ligne | barres | secteurs;
    comparison: empty | precedente | annee."""

    __tablename__ = "note_charts"

    deliverable: Mapped[str] = mapped_column(sa.String(80))
    title: Mapped[str] = mapped_column(sa.String(120))
    indicator: Mapped[str] = mapped_column(sa.String(40))
    first_on: Mapped[date]
    last_on: Mapped[date]
    dimension: Mapped[str] = mapped_column(sa.String(10))
    kind: Mapped[str] = mapped_column(sa.String(10))
    comparison: Mapped[str] = mapped_column(sa.String(12), default="")
    made_at: Mapped[datetime]

    __table_args__ = (shop_index("deliverable"),)
