"""Reading the widget areas."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.shop.blocks.rules.inventory import media_used
from sandbox.shop.blocks.rules.tree import from_json
from sandbox.shop.widgets.models import SiteWidget
from sandbox.shop.widgets.rules import AREAS


def widgets_by_area() -> dict[str, list[SiteWidget]]:
    """The widgets of every area, in their order."""
    found: dict[str, list[SiteWidget]] = {area: [] for area in AREAS}
    for row in session.scalars(sa.select(SiteWidget).order_by(SiteWidget.position, SiteWidget.id)):
        found.setdefault(row.area, []).append(row)
    return found


def widgets_with_media(media_id: int) -> list[SiteWidget]:
    """The widgets that show a file of the library or give it, area by area."""
    rows = [row for rows in widgets_by_area().values() for row in rows]
    return [row for row in rows if media_id in media_used(from_json(row.content))]


def get_widget(widget_id: int) -> SiteWidget:
    """A widget; raises NotFound."""
    found = session.scalars(sa.select(SiteWidget).where(SiteWidget.id == widget_id)).first()
    if found is None:
        raise NotFound("Ce widget n’existe plus.")
    return found
