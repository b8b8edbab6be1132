"""The site's room as the floors above see it."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.site.models import InfoPage
from sandbox.shop.site.rules import GROUPS
from sandbox.shop.site.seed import load

PAGE = Entity("page", "Page", InfoPage, (
    Field("titre", "title", "Titre"),
    Field("slug", "slug", "URL simplifiée"),
    Field("contenu", "content", "Contenu de la page", Kind.HTML),
    Field("meta_titre", "meta_title", "Balise titre"),
    Field("meta_description", "meta_description", "Méta description"),
    Field("categorie", "group", "Catégorie de page", Kind.CHOICE, choices=GROUPS),
    Field("position", "position", "Position", Kind.INTEGER, writable=False),
    Field("indexable", "is_indexed", "Indexation par les moteurs", Kind.YES_NO),
    Field("affichee", "is_displayed", "Afficher", Kind.YES_NO),
), argument="page", title="title", gender="f")  # fmt: skip

MODULE = ShopModule("site", entities=(PAGE,), seed=load)
