"""The search's room as the floors above see it."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.search.models import SearchAlias
from sandbox.shop.search.seed import load

ALIAS = Entity("alias", "Alias de recherche", SearchAlias, (
    Field("alias", "alias", "Alias"),
    Field("recherche", "target", "Résultat"),
    Field("actif", "is_active", "Activé", Kind.YES_NO),
), argument="search_alias", title="alias")  # fmt: skip

MODULE = ShopModule("search", entities=(ALIAS,), seed=load)
