"""The identity's room as the floors above see it."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.identity.models import Site, SiteExtension
from sandbox.shop.identity.rules import FIELDS
from sandbox.shop.identity.seed import load

SITE = Entity("site", "Site", Site, FIELDS, argument="site", title="title")

EXTENSION = Entity("extension", "Extension", SiteExtension, (
    Field("active", "is_active", "Activée", Kind.YES_NO, writable=False),
), argument="extension", gender="f")  # fmt: skip

MODULE = ShopModule("identity", entities=(SITE, EXTENSION), seed=load, side="site")
