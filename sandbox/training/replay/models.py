"""The shops that were rebuilt to be looked at, for the time of the look."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sandbox.kernel.db import Base
from sandbox.shop.shops.models import Shop
from sandbox.training.exams.models import Seat


class RebuiltShop(Base):
    """A seat's shop as it was once the entry `seq` of its journal was written (0: the start). Nobody writes in it."""

    __tablename__ = "rebuilt_shops"

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(sa.ForeignKey("shops.id", ondelete="CASCADE"), unique=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seats.id", ondelete="CASCADE"), index=True)
    seq: Mapped[int]
    made_at: Mapped[datetime]

    shop: Mapped[Shop] = relationship(Shop)
    seat: Mapped[Seat] = relationship(Seat)
