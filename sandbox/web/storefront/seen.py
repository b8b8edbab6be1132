"""The products that a visitor looked at lately, once they accepted it: in their own session, never in a kept page.

The list is a comfort, not a need: the law wants consent for it as for the audience, so nothing is noted before it is given, and a
refusal forgets what was noted. It is kept apart from what the shop's pages depend on, so that looking at products does not make
each visitor's pages their own; the block is drawn into the kept page as it goes out.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, current_app, g, make_response, render_template, request, session
from markupsafe import Markup

from sandbox.kernel import clock
from sandbox.shop.catalog import queries as catalog
from sandbox.web import page_cache
from sandbox.web.storefront import consent, visitor
from sandbox.web.storefront.cards import make_cards

V = TypeVar("V", bound=Callable[..., Any])

KEY = "vus"
MOST = 9
"""Products noted of each shop, the one looked at included."""
SHOWN = 4
MOST_SHOPS = 4
"""Shops whose list a session keeps: a session is a cookie, and small."""


def numbers() -> list[int]:
    """The products looked at, the latest first; none without consent."""
    found = session.get(KEY, {}).get(g.shop.key, [])
    return [number for number in found if isinstance(number, int)] if consent.accepts() else []


def note(product_id: int) -> None:
    """Note that a product was looked at; without consent, forget."""
    if not consent.accepts():
        forget()
        return
    before = numbers()
    after = [product_id, *(number for number in before if number != product_id)][:MOST]
    if after != before:
        others = {key: value for key, value in session.get(KEY, {}).items() if key != g.shop.key}
        latest = dict(list(others.items())[-(MOST_SHOPS - 1) :])
        session[KEY] = {**latest, g.shop.key: after}


def forget() -> None:
    """Forget what was looked at in this shop."""
    if g.shop.key in session.get(KEY, {}):
        session[KEY] = {key: value for key, value in session[KEY].items() if key != g.shop.key}


def noted(view: V) -> V:
    """Around the kept view of a product: the visit is noted once its page was really shown."""

    @functools.wraps(view)
    def run(product_id: int, slug: str) -> Response:
        response = make_response(view(product_id, slug))
        if response.status_code == 200 and "apercu" not in request.args:
            note(product_id)
        return response

    return run  # type: ignore[return-value]


def draw() -> str:
    """The block of the products looked at before this one; empty without any."""
    here = (request.view_args or {}).get("product_id")
    wanted = [number for number in numbers() if number != here][:SHOWN]
    cards = [card for card in _cards(wanted) if card]
    return render_template("storefront/product/_seen.html", cards=cards) if cards else ""


def _cards(wanted: list[int]) -> list[Markup]:
    """The cards of products, in their order, each kept for the minute for everybody who sees the same prices."""
    pages: page_cache.PageCache = current_app.extensions[page_cache.EXTENSION]
    moment = int(clock.now().timestamp() // 60)
    keys = {number: ("vu", g.shop.key, g.shop.revision, repr(visitor.buyer()), number, moment) for number in wanted}
    found = {number: pages.get(key) for number, key in keys.items()}
    missing = [number for number, card in found.items() if card is None]
    if missing:
        products = [one for one in catalog.get_products(missing) if one.is_online and one.visibility != "none"]
        made = {card.id: card for card in make_cards(products)}
        for number in missing:
            card = made.get(number)
            found[number] = render_template("storefront/product/_seen_card.html", card=card) if card else ""
            pages.put(keys[number], found[number] or "")
    return [Markup(found[number]) for number in wanted]  # noqa: S704 -- drawn by our own template
