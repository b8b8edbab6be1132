"""The home page: what the back office switched on, in its order; and what surrounds every page."""

from __future__ import annotations

import re

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import Category
from sandbox.shop.display.models import HomeBlock, Slide
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.services import touch_revision
from tests.web.storefront.conftest import Buyer

LINK = re.compile(r'href="(/b/[^"#?]+)')


TITLED = ("featured", "new", "best", "reviews")
"""The kinds of blocks whose title is shown as it is written."""


def titled(*, is_active: bool) -> list[HomeBlock]:
    found = db.session.query(HomeBlock).filter_by(is_active=is_active).order_by(HomeBlock.position)
    return [block for block in found if block.kind in TITLED]


def test_shows_the_blocks_in_their_order(buyer: Buyer) -> None:
    page, blocks = buyer.read(), titled(is_active=True)
    assert len(blocks) >= 3
    places = [page.text.find(block.title) for block in blocks]
    assert -1 not in places, [block.title for block in blocks]
    assert places == sorted(places)


def test_a_block_switched_off_or_moved_is_seen(buyer: Buyer) -> None:
    first, second, *_, last = titled(is_active=True)
    first.is_active, last.position = False, -1
    shop_changed(buyer)
    page = buyer.read()
    assert first.title not in page.text
    assert -1 < page.text.find(last.title) < page.text.find(second.title)


def test_the_carousel_shows_the_active_slides(buyer: Buyer) -> None:
    slides = db.session.query(Slide).filter_by(is_active=True).all()
    page = buyer.read()
    for slide in slides:
        assert page.says(slide.title), slide.title
    hidden = slides[0].title
    slides[0].is_active = False
    shop_changed(buyer)
    assert not buyer.read().says(hidden)


def test_every_link_of_the_home_page_leads_somewhere(buyer: Buyer) -> None:
    links = sorted(set(LINK.findall(buyer.html())))
    assert len(links) > 30
    for link in links:
        if "/admin" not in link:
            assert buyer.visitor.get(link).status_code in (200, 302), link


def test_the_menu_has_the_categories_with_their_counts(buyer: Buyer) -> None:
    page = buyer.read()
    root = db.session.query(Category).filter_by(parent_id=None).one()
    tops = db.session.query(Category).filter_by(parent_id=root.id, is_active=True).all()
    for category in tops:
        assert page.says(category.name)
    assert page.says("Tout le rayon « Cafés »")


def test_the_footer_tells_who_sells(buyer: Buyer) -> None:
    page = buyer.read()
    for words in (
        "Brûlerie Castelune",
        "RCS",
        "TVA FR",
        "Mentions légales",
        "Gérer les cookies",
        "Renoncer au contrat ici",
    ):
        assert page.says(words), words


def shop_changed(buyer: Buyer) -> None:
    """What a request would do at its end: the shop has another revision."""
    touch_revision(shop=db.session.get_one(Shop, buyer.shop_id))
    db.session.commit()
