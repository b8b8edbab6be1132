"""The posts' room as the floors above see it."""

from __future__ import annotations

from typing import Any

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.blocks.rules.inventory import count_inner, count_outer, kinds_used, links_used, media_used
from sandbox.shop.blocks.rules.markup import markup_of
from sandbox.shop.blocks.rules.tree import from_json
from sandbox.shop.posts.models import PostRevision, SiteCategory, SitePost, SiteTag
from sandbox.shop.posts.rules import KINDS, SIDEBARS, STATUSES, TEMPLATE_CODES
from sandbox.shop.posts.seed import load
from sandbox.shop.posts.services import terms, writing  # noqa: F401 - importing them registers their actions


def _content(post: Any) -> str:
    return markup_of(from_json(post.content))


def _links(post: Any) -> list[str]:
    return links_used(from_json(post.content))


_WRITTEN = (
    Field("titre", "title", "Titre"),
    Field("slug", "slug", "Slug"),
    Field("contenu", "content", "Contenu", Kind.HTML, read=_content, column="content"),
    Field("blocs", "block_kinds", "Blocs employés", Kind.LIST, read=lambda post: kinds_used(from_json(post.content)), writable=False),
    Field("medias", "media_ids", "Fichiers employés", Kind.LIST, ref="media", read=lambda post: media_used(from_json(post.content)), writable=False),
    Field("liens_internes", "inner_links", "Liens vers le site ou la boutique", Kind.INTEGER, read=lambda post: count_inner(_links(post)), writable=False),
    Field("liens_externes", "outer_links", "Liens vers d’autres sites", Kind.INTEGER, read=lambda post: count_outer(_links(post)), writable=False),
    Field("extrait", "excerpt", "Extrait"),
    Field("etat", "status", "État", Kind.CHOICE, choices=STATUSES),
    Field("publie_le", "published_at", "Date de publication", Kind.MOMENT),
    Field("mot_de_passe", "password", "Mot de passe"),
    Field("auteur", "author_id", "Auteur", Kind.REF, ref="compte_site"),
    Field("image", "picture_id", "Image mise en avant", Kind.REF, ref="media"),
    Field("commentaires", "is_open", "Autoriser les commentaires", Kind.YES_NO),
    Field("modele", "template", "Modèle", Kind.CHOICE, choices=TEMPLATE_CODES),
    Field("colonne", "sidebar", "Colonne latérale", Kind.CHOICE, choices=SIDEBARS),
    Field("requete_cible", "focus", "Requête cible"),
    Field("meta_titre", "meta_title", "Titre SEO"),
    Field("meta_description", "meta_description", "Méta description"),
)  # fmt: skip

ARTICLE = Entity("article", "Article", SitePost, (
    *_WRITTEN,
    Field("rubriques", "category_ids", "Catégories", Kind.LIST, ref="rubrique", read=lambda post: [one.category_id for one in post.filed]),
    Field("etiquettes", "tags", "Étiquettes", Kind.LIST, read=lambda post: [tag.name for tag in post.tags]),
    Field("epingle", "is_sticky", "Épinglé en haut du blog", Kind.YES_NO),
    Field("type", "kind", "Type", Kind.CHOICE, choices=KINDS, writable=False),
), argument="post", title="title")  # fmt: skip

PAGE = Entity("page_site", "Page du site", SitePost, (
    *_WRITTEN,
    Field("parente", "parent_id", "Page parente", Kind.REF, ref="page_site"),
    Field("ordre", "position", "Ordre", Kind.INTEGER),
), argument="post", title="title", gender="f")  # fmt: skip

CATEGORY = Entity("rubrique", "Catégorie d’articles", SiteCategory, (
    Field("nom", "name", "Nom"),
    Field("slug", "slug", "Slug"),
    Field("description", "description", "Description"),
    Field("parente", "parent_id", "Catégorie parente", Kind.REF, ref="rubrique"),
    Field("requete_cible", "focus", "Requête cible"),
    Field("meta_titre", "meta_title", "Titre SEO"),
    Field("meta_description", "meta_description", "Méta description"),
), argument="category", gender="f")  # fmt: skip

TAG = Entity("etiquette", "Étiquette", SiteTag, (
    Field("nom", "name", "Nom"),
    Field("slug", "slug", "Slug"),
    Field("description", "description", "Description"),
), argument="tag", gender="f")  # fmt: skip

REVISION = Entity("revision", "Révision", PostRevision, (
    Field("contenu", "content", "Contenu", Kind.HTML, read=_content, column="content", writable=False),
    Field("titre", "title", "Titre", writable=False),
), argument="revision", title="title", gender="f")  # fmt: skip

MODULE = ShopModule(
    "posts", entities=(ARTICLE, PAGE, CATEGORY, TAG, REVISION), seed=load, side="site",
    tables={"site_post_categories": "Catégorie de l’article", "site_post_tags": "Étiquette de l’article"},
)  # fmt: skip
