"""Reading the widget areas."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.shop.widgets.models import SiteWidget
from sandbox.shop.widgets.rules import AREAS


def widgets_by_area() -> dict[str, list[SiteWidget]]:
    """The widgets of every area, in their order."""
    found: dict[str, list[SiteWidget]] = {area: [] for area in AREAS}
    for row in session.scalars(sa.select(SiteWidget).order_by(SiteWidget.position, SiteWidget.id)):
        found.setdefault(row.area, []).append(row)
    return found


def get_widget(widget_id: int) -> SiteWidget:
    """A widget; raises NotFound."""
    found = session.scalars(sa.select(SiteWidget).where(SiteWidget.id == widget_id)).first()
    if found is None:
        raise NotFound("Ce widget n’existe plus.")
    return found
