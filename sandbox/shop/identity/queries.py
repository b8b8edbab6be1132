"""Reading the site's settings and extensions."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.shop.identity.models import Site, SiteExtension


def find_site() -> Site | None:
    """The site of the open shop, or None when it has none."""
    return session.scalars(sa.select(Site)).first()


def get_site() -> Site:
    """The site of the open shop; raises NotFound."""
    found = find_site()
    if found is None:
        raise NotFound("Cette entreprise n’a pas de site.")
    return found


def list_extensions() -> Sequence[SiteExtension]:
    """The installed extensions."""
    return session.scalars(sa.select(SiteExtension).order_by(SiteExtension.id)).all()


def get_extension(key: str) -> SiteExtension:
    """An installed extension; raises NotFound."""
    found = session.scalars(sa.select(SiteExtension).where(SiteExtension.key == key)).first()
    if found is None:
        raise NotFound("Cette extension n’est pas installée.")
    return found


def active_extensions() -> set[str]:
    """The keys of the extensions that are switched on."""
    rows = session.scalars(sa.select(SiteExtension.key).where(SiteExtension.is_active))
    return {key for key in rows if key}
