"""Reading the information pages."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.shop.site.models import InfoPage


def list_pages(*, only_displayed: bool = False) -> Sequence[InfoPage]:
    """The pages, by category then rank."""
    query = sa.select(InfoPage).order_by(InfoPage.group, InfoPage.position, InfoPage.id)
    if only_displayed:
        query = query.where(InfoPage.is_displayed)
    return session.scalars(query).all()


def get_page(page_id: int) -> InfoPage:
    """A page, displayed or not; raises NotFound."""
    found = session.scalars(sa.select(InfoPage).where(InfoPage.id == page_id)).first()
    if found is None:
        raise NotFound("Cette page n’existe pas.")
    return found
