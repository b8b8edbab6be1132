"""The addresses that a shop chose: its own pages under other words, names in addresses or numbers alone, and what old ones do."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from sandbox.shop.seo import queries as seo
from sandbox.shop.seo.queries import Meta
from sandbox.shop.seo.rules import PAGES
from sandbox.shop.shops.queries import get_settings

UNKNOWN = "storefront.unknown"
NAMED = frozenset({"storefront.product", "storefront.category", "storefront.brand", "storefront.page"})
"""Pages whose address holds a number and a name."""

_NAME = re.compile(r"^(?P<number>/(?:[^/?#]+/)*(?:produit|categorie|marque|page)/\d+)-[^/?#]*")


def rewritten_address(endpoint: str, address: str) -> str:
    """An address of the storefront as the open shop wants it."""
    if g.get("shop") is None:
        return address
    name = endpoint.partition(".")[2]
    if name in PAGES:
        slug = seo.rewritten().get(name)
        usual = f"/b/{g.shop.key}/{PAGES[name].slug}"
        return address.replace(usual, f"/b/{g.shop.key}/{slug}", 1) if slug else address
    if endpoint in NAMED and not get_settings()["url_simplifiees"]:
        return _NAME.sub(r"\g<number>", address)
    return address


def canonical(address: str) -> Response | None:
    """The way to the one address of a thing, for who came by another; None on that address, or when the shop lets others stay."""
    code = get_settings()["redirection_canonique"]
    if request.script_root + request.path == address or code == "none":
        return None
    return redirect(address, int(code))


def register(bp: Blueprint) -> None:
    """Stand before every page of the storefront, and give templates what the page says of itself."""

    @bp.before_request
    def _follow() -> Any:
        return follow() if g.get("shop") is not None and request.method in ("GET", "HEAD") else None

    @bp.app_context_processor
    def _said() -> dict[str, Any]:
        return {"page_meta": page_meta}


def follow() -> Any:
    """Lead a chosen address to its page, and one that is no longer used to the one that is."""
    name = (request.endpoint or "").partition(".")[2]
    if request.endpoint == UNKNOWN:
        written = str((request.view_args or {}).get("_address", ""))
        code = seo.page_at(written)
        if code is not None and seo.meta_of(code).slug == written:
            return show(code)
        return leave_for(code) if code is not None else None
    return leave_for(name) if name in PAGES and name in seo.rewritten() else None


def show(code: str) -> None:
    """This request is for that page, whatever its address: everything after sees the page's own endpoint."""
    rule = next(rule for rule in current_app.url_map.iter_rules(f"storefront.{code}") if "GET" in (rule.methods or ()))
    request.url_rule, request.view_args = rule, {}


def leave_for(code: str) -> Response:
    """For good, to the address of a page, with what was asked of it."""
    query = request.query_string.decode()
    return redirect(url_for(f"storefront.{code}") + (f"?{query}" if query else ""), 301)


def page_meta() -> Meta | None:
    """What the shop chose to say of the page being drawn; None for pages that have texts of their own, and for refusals."""
    name = (request.endpoint or "").partition(".")[2]
    return seo.meta_of(name) if name in PAGES and g.get("shop") is not None else None
