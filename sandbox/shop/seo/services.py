"""Choosing the titles, descriptions and addresses of the shop's own pages, and the words each page should be found by."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.seo import queries, rules
from sandbox.shop.seo.models import FocusKeyphrase, OldAddress, PageMeta


@action("seo.modifier", entity="page_seo", words="a modifié le référencement de la page")
def update_page_meta(
    *, page: str, title: str | None = None, description: str | None = None, slug: str | None = None
) -> PageMeta:
    """Change what is given of a page; an empty text brings back the usual one. The address it leaves goes on leading to it.

    Raises RuleBroken with the argument's name as field.
    """
    known = queries.get_shop_page(page)
    row = queries.find_row(page) or PageMeta(page=page, title="", description="", slug="")
    row.title, row.description = rules.check_texts(
        row.title if title is None else title, row.description if description is None else description
    )
    if slug is not None:
        _move(row, known, rules.check_address(known, slug))
    session.add(row)
    session.flush()
    return row


def _move(row: PageMeta, page: rules.ShopPage, slug: str) -> None:
    """Give a page an address that no other has; one that another had before is given up by it."""
    if slug == row.slug:
        return
    others = {meta.slug: meta.page for meta in queries.list_metas() if meta.page.code != page.code}
    others |= {other.slug: other for other in rules.PAGES.values() if other.slug and other is not page}
    if slug and slug in others:
        raise RuleBroken(f"La page « {others[slug].name} » a déjà cette adresse.", field="slug")
    for former in session.scalars(sa.select(OldAddress).where(OldAddress.slug == slug)):
        session.delete(former)  # row by row: the journal tells of it, and the replay does it again
    session.flush()
    if row.slug:
        session.add(OldAddress(page=page.code, slug=row.slug))
    row.slug = slug


@action("mot_cle.viser", entity="mot_cle_vise", words="a choisi le mot-clé visé")
def aim_at(*, kind: str, target_id: int, keyphrase: str) -> FocusKeyphrase | None:
    """Choose the words by which a product, a category or a page should be found; empty gives them up.

    None when nothing changes. Raises RuleBroken (field « focus ») for words that are too long.
    """
    words = rules.check_keyphrase(keyphrase)
    row = queries.find_focus(kind, target_id)
    if (row.keyphrase if row else "") == words:
        return None
    row = row or FocusKeyphrase(kind=kind, target_id=target_id, key=f"{kind}-{target_id}")
    row.keyphrase = words
    session.add(row)
    session.flush()
    return row
