"""The home page: what the back office switched on, in its order; and what surrounds every page."""

from __future__ import annotations

import re

from sandbox.kernel.db import db
from sandbox.shop.display.models import HomeBlock, MenuItem, Slide
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


def menu_of(buyer: Buyer) -> str:
    """The main menu as it was sent."""
    _, _, after = buyer.html().partition('<nav class="navrow"')
    return after.partition("</nav>")[0]


def test_the_menu_has_the_entries_the_shop_chose_in_their_order(buyer: Buyer) -> None:
    menu = menu_of(buyer)
    entries = db.session.query(MenuItem).order_by(MenuItem.position).all()
    places = [menu.find(entry.label) for entry in entries]
    assert len(entries) >= 6
    assert -1 not in places, [entry.label for entry in entries]
    assert places == sorted(places)
    assert "Tout le rayon «\xa0Cafés\xa0»" in menu.replace("&nbsp;", "\xa0")


def test_a_category_left_out_of_the_menu_still_has_its_page(buyer: Buyer) -> None:
    path = buyer.category_path("lire-au-comptoir")
    assert path not in menu_of(buyer)
    assert buyer.read(path).says("Lire au comptoir")


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
