"""The referencing room as the floors above see it."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.seo.models import FocusKeyphrase, PageMeta
from sandbox.shop.seo.seed import load

PAGE_META = Entity("page_seo", "Référencement d’une page", PageMeta, (
    Field("page", "page", "Page", column="page", writable=False),
    Field("balise_titre", "title", "Titre de la page", column="title"),
    Field("meta_description", "description", "Méta description", column="description"),
    Field("adresse", "slug", "URL réécrite", column="slug"),
), argument="page_meta", title="page")  # fmt: skip

FOCUS = Entity("mot_cle_vise", "Mot-clé visé", FocusKeyphrase, (
    Field("nature", "kind", "Nature de la page", choices={"produit": "product", "categorie": "category", "page": "page"}, writable=False),
    Field("numero", "target_id", "Numéro de la page", Kind.INTEGER, writable=False),
    Field("mot_cle", "keyphrase", "Mot-clé visé", column="keyphrase"),
), argument="focus", title="keyphrase")  # fmt: skip

MODULE = ShopModule(
    "seo", entities=(PAGE_META, FOCUS), seed=load,
    tables={"page_metas": "Référencement des pages", "old_addresses": "Anciennes adresses", "focus_keyphrases": "Mots-clés visés", "search_queries": "Requêtes suivies"},
)  # fmt: skip
