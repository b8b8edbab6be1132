"""The section `seo` of a context: titles, descriptions and addresses of the shop's own pages."""

from __future__ import annotations

from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.packs import Reader
from sandbox.shop.seo.rules import PAGES
from sandbox.shop.seo.services import update_page_meta

_BY_SLUG = {page.slug or "accueil": page for page in PAGES.values()}


def load(reader: Reader) -> None:
    """Pages by their usual address (`accueil`, `contact`, `panier`…), each with titre, description and adresse."""
    for name, node in reader.section("seo").items():
        page = _BY_SLUG.get(name)
        if page is None:
            reader.fault(node, f"Page « {name} » inconnue. Pages possibles : {', '.join(_BY_SLUG)}.")
            continue
        try:
            update_page_meta(
                page=page.code,
                title=node.text("titre"),
                description=node.text("description"),
                slug=node.text("adresse"),
            )
        except RuleBroken as refused:
            reader.fault(node, refused.message)
    session.flush()
