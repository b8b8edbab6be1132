"""The comments' room as the floors above see it."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.comments import services  # noqa: F401 - importing them registers their actions
from sandbox.shop.comments.models import SiteComment
from sandbox.shop.comments.rules import STATUS_WORDS, STATUSES
from sandbox.shop.comments.seed import load

COMMENT = Entity("commentaire", "Commentaire", SiteComment, (
    Field("texte", "body", "Commentaire"),
    Field("auteur", "author", "Auteur"),
    Field("email", "email", "Adresse e-mail"),
    Field("site", "web", "Site web"),
    Field("etat", "status", "État", Kind.CHOICE, choices=STATUSES, words=STATUS_WORDS),
    Field("article", "post_id", "En réponse à", Kind.REF, ref="article"),
    Field("repond_a", "parent_id", "Réponse au commentaire", Kind.REF, ref="commentaire"),
), argument="comment", title="author")  # fmt: skip

MODULE = ShopModule("comments", entities=(COMMENT,), seed=load, side="site")
