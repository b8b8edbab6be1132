"""VAT rates."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped


class TaxRule(Keyed, ShopScoped, Base):
    """A tax rule as merchants choose it on a product: « FR taux réduit (5,5 %) »; `rate_bp` in basis points."""

    __tablename__ = "tax_rules"

    name: Mapped[str] = mapped_column(sa.String(80))
    rate_bp: Mapped[int]
    is_active: Mapped[bool] = mapped_column(default=True)
