"""The product page beyond the purchase: reviews by pages, delivery by hour, what is proposed beside, its photos."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.shop.catalog.models import PackItem, Product
from sandbox.shop.reviews.models import Review
from sandbox.shop.shops.models import ShopSetting
from tests.web.storefront.conftest import Buyer
from tests.web.storefront.test_home import shop_changed

KEY = "mug-escale"


@pytest.fixture
def path(buyer: Buyer) -> str:
    """A product with fifteen reviews of every mark, the older the longer."""
    product = buyer.product(KEY)
    db.session.query(Review).filter_by(product_id=product.id).delete()
    start = clock.now() - timedelta(days=40)
    db.session.add_all(
        Review(product_id=product.id, customer_id=None, author=f"Auteur {n}", title="", body=f"Avis numéro {n}.",
               rating=1 + n % 5, status="published", is_verified=False, posted_at=start + timedelta(days=n), reply="")
        for n in range(1, 16)
    )  # fmt: skip
    shop_changed(buyer)
    return buyer.product_path(KEY)


def shown(html: str) -> list[int]:
    """The numbers of the reviews on a page, in their order."""
    return [int(number) for number in re.findall(r"<p>Avis numéro (\d+)\.</p>", html)]


def test_reviews_go_by_pages_newest_first(buyer: Buyer, path: str) -> None:
    assert shown(buyer.html(path)) == [15, 14, 13, 12, 11, 10]
    assert shown(buyer.html(f"{path}?avis=2")) == [9, 8, 7, 6, 5, 4]
    assert shown(buyer.html(f"{path}?avis=3")) == [3, 2, 1]
    assert shown(buyer.html(f"{path}?avis=99")) == [3, 2, 1]
    assert f'href="{buyer.root}{path}?avis=2#avis"' in buyer.html(path)


@pytest.mark.parametrize(
    ("sort", "first"),
    [("anciens", [1, 2, 3]), ("meilleurs", [14, 9, 4]), ("moins-bons", [15, 10, 5]), ("rien", [15, 14, 13])],
)
def test_reviews_are_sorted(buyer: Buyer, path: str, sort: str, first: list[int]) -> None:
    assert shown(buyer.html(f"{path}?tri_avis={sort}"))[:3] == first


def test_a_mark_an_order_and_a_variant_stay_together(buyer: Buyer, path: str) -> None:
    html = buyer.html(f"{path}?etoiles=5&tri_avis=anciens&v=3")
    assert shown(html) == [4, 9, 14]
    assert f'href="{buyer.root}{path}?v=3&amp;etoiles=1&amp;tri_avis=anciens#avis"' in html
    assert '<input type="hidden" name="etoiles" value="5">' in html
    page = buyer.read(f"{path}?etoiles=5")
    assert page.says("3 avis à 5 étoiles")


def test_an_impossible_mark_shows_all(buyer: Buyer, path: str) -> None:
    for mark in ("6", "0", "cinq", "-1"):
        assert len(shown(buyer.html(f"{path}?etoiles={mark}"))) == 6, mark


# delivery ------------------------------------------------------------------------------------------------------------


def at(buyer: Buyer, moment: datetime) -> str:
    """The page of a mug at a moment of Paris."""
    buyer.visitor.moment = clock.from_paris(moment)  # type: ignore[attr-defined]
    return buyer.read(buyer.product_path(KEY)).text.replace("\xa0", " ")


def set_limit(buyer: Buyer, hour: int) -> None:
    row = db.session.query(ShopSetting).filter_by(name="heure_limite").one()
    row.value = str(hour)
    shop_changed(buyer)


def test_delivery_counts_from_the_next_working_day_after_the_hour(buyer: Buyer) -> None:
    set_limit(buyer, 16)
    before, after = at(buyer, datetime(2026, 12, 1, 15, 30)), at(buyer, datetime(2026, 12, 1, 16, 30))
    assert "Commandez avant 16 h : préparé aujourd’hui." in before
    assert "Commandé après 16 h : préparé le jour ouvré suivant." in after
    days = [re.search(r"Livré (.*?)\.", text) for text in (before, after)]
    assert all(days)
    assert days[0][0] != days[1][0]  # type: ignore[index]


def test_no_hour_no_words(buyer: Buyer) -> None:
    set_limit(buyer, 0)
    text = at(buyer, datetime(2026, 12, 1, 23, 30))
    assert "Livré" in text
    assert "Commandé après" not in text
    assert "Commandez avant" not in text


def test_public_holidays_are_not_promised(buyer: Buyer) -> None:
    text = at(buyer, datetime(2026, 12, 23, 10, 0))
    assert "vendredi 25 déc." not in text
    assert "samedi 26 déc." not in text


def test_every_carrier_is_told(buyer: Buyer) -> None:
    page = buyer.read(buyer.product_path(KEY))
    assert page.says("Tous les modes de livraison")
    for name in ("Relais Escale", "Retrait à la brûlerie"):
        assert page.says(name)


def test_nothing_is_sent_of_a_virtual_product(buyer: Buyer) -> None:
    product = buyer.product(KEY)
    product.kind = "virtual"
    shop_changed(buyer)
    page = buyer.read(buyer.product_path(KEY))
    assert page.says("Rien à expédier")
    assert not page.says("Tous les modes de livraison")
    product.is_withdrawal_excluded = True
    shop_changed(buyer)
    assert buyer.read(buyer.product_path(KEY)).says("Réservé à une date")


# beside --------------------------------------------------------------------------------------------------------------


def beside(html: str, section: str) -> str:
    """The words of a section of the page; empty without it."""
    start = html.find(f'id="{section}"')
    return html[start : html.index("</section>", start)] if start >= 0 else ""


def test_packs_that_hold_the_product_are_proposed(buyer: Buyer) -> None:
    html = buyer.html(buyer.product_path("ethiopie-yirgacheffe"))
    assert "Coffret Trois origines" in beside(html, "coffrets")
    for row in db.session.query(PackItem).filter_by(product_id=buyer.product("ethiopie-yirgacheffe").id):
        db.session.query(Product).filter_by(id=row.pack_id).one().is_online = False
    shop_changed(buyer)
    assert beside(buyer.html(buyer.product_path("ethiopie-yirgacheffe")), "coffrets") == ""


def test_the_shelf_fills_what_the_shop_did_not_choose(buyer: Buyer) -> None:
    product = buyer.product(KEY)
    product.related = []
    shop_changed(buyer)
    html = beside(buyer.html(buyer.product_path(KEY)), "rel")
    assert html.count("<article") == 4
    assert f">{product.name}<" not in html


# photos --------------------------------------------------------------------------------------------------------------


def test_each_photo_opens_without_script(buyer: Buyer) -> None:
    html = buyer.html(buyer.product_path(KEY))
    links = re.findall(r'<a class="gal__a" href="(/media/[^"?]+)" data-photo>', html)
    assert len(links) == len(buyer.product(KEY).images) >= 2
    for link in links:
        with buyer.visitor.get(link) as answer:
            assert answer.mimetype == "image/webp"


def test_one_photo_is_shown_without_choice_and_none_says_so(buyer: Buyer) -> None:
    product = buyer.product(KEY)
    for variant in product.variants:
        variant.image_id = None
    product.images = product.images[:1]
    shop_changed(buyer)
    html = buyer.html(buyer.product_path(KEY))
    assert "gal--one" in html
    assert 'name="photo"' not in html
    buyer.product(KEY).images = []
    shop_changed(buyer)
    assert "Photo à venir" in buyer.html(buyer.product_path(KEY))
