"""What a trainer reads of contexts: how full the company is, and which subjects are set in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Category, Product, ProductImage, Variant
from sandbox.shop.comments.models import SiteComment
from sandbox.shop.contributors.models import SiteUser
from sandbox.shop.customers.models import Customer, CustomerGroup
from sandbox.shop.library.models import Media
from sandbox.shop.navigation.models import SiteMenu
from sandbox.shop.orders.models import Order
from sandbox.shop.posts.models import SitePost
from sandbox.shop.reviews.models import Review
from sandbox.shop.shops.models import Shop
from sandbox.shop.site.models import InfoPage
from sandbox.shop.support.models import Thread
from sandbox.training.contexts.halves import Halves, halves_of
from sandbox.training.contexts.models import ContextPack
from sandbox.training.exams.models import ExamSession, SessionKind, SessionState

COUNTED: Mapping[str, type] = {
    "catégories": Category, "produits": Product, "déclinaisons": Variant, "images": ProductImage, "clients": Customer,
    "groupes": CustomerGroup, "commandes": Order, "avis": Review, "conversations": Thread, "pages": InfoPage,
}  # fmt: skip


SITE_COUNTED: Mapping[str, type] = {
    "articles et pages du site": SitePost, "médias": Media, "commentaires": SiteComment, "comptes du site": SiteUser,
    "menus du site": SiteMenu,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ContextFigures:
    """A loaded context: its reference shop, whether it has a shop and a site, and how many of each thing it holds, by French word."""

    pack: ContextPack
    shop: Shop
    halves: Halves
    counts: Mapping[str, int]


def figures_of_context(pack: ContextPack) -> ContextFigures:
    """How full a context is."""
    shop = db.session.get_one(Shop, pack.reference_shop_id)
    halves = halves_of(pack)
    counted = {**(COUNTED if halves.has_shop else {}), **(SITE_COUNTED if halves.has_site else {})}
    with shop_scope(shop.id):
        counts = {
            word: db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
            for word, model in counted.items()
        }
    return ContextFigures(pack, shop, halves, counts)


def count_uses() -> dict[str, tuple[int, int]]:
    """Slug of a subject -> how many sessions and how many practice runs were opened on it."""
    rows = db.session.execute(
        sa.select(ExamSession.subject_slug, ExamSession.kind, sa.func.count()).group_by(
            ExamSession.subject_slug, ExamSession.kind
        )
    )
    found: dict[str, tuple[int, int]] = {}
    for slug, kind, count in rows:
        sessions, runs = found.get(slug, (0, 0))
        found[slug] = (sessions + count, runs) if kind == "exam" else (sessions, runs + count)
    return found


def count_prepared(slug: str, *, without: str) -> int:
    """How many sessions are prepared, not begun, on another version of a subject than the one of the digest `without`."""
    wanted = sa.select(sa.func.count()).where(
        ExamSession.subject_slug == slug, ExamSession.subject_hash != without, ExamSession.kind == SessionKind.EXAM,
        ExamSession.state == SessionState.PREPARED,
    )  # fmt: skip
    return db.session.scalar(wanted) or 0
