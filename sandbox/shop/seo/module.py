"""The referencing room as the floors above see it."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.shop.seo.models import PageMeta
from sandbox.shop.seo.seed import load

PAGE_META = Entity("page_seo", "Référencement d’une page", PageMeta, (
    Field("page", "page", "Page", column="page", writable=False),
    Field("balise_titre", "title", "Titre de la page", column="title"),
    Field("meta_description", "description", "Méta description", column="description"),
    Field("adresse", "slug", "URL réécrite", column="slug"),
), argument="page_meta", title="page")  # fmt: skip

MODULE = ShopModule(
    "seo", entities=(PAGE_META,), seed=load,
    tables={"page_metas": "Référencement des pages", "old_addresses": "Anciennes adresses"},
)  # fmt: skip
