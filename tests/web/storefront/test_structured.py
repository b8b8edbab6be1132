"""What search engines and networks read: data blocks that are no script, and whole addresses of this server only."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import Product
from tests.web.storefront.conftest import Buyer
from tests.web.storefront.test_home import shop_changed

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
META = re.compile(r'<meta property="og:(\w+)" content="([^"]*)">')
ADDRESS = re.compile(r"https?://[^\"'\s<>]+")
OURS = ("http://localhost/", "https://schema.org")


def blocks(html: str) -> dict[str, Any]:
    """The blocks of a page by type."""
    found = [json.loads(text) for text in BLOCK.findall(html)]
    assert all(one["@context"] == "https://schema.org" for one in found)
    return {one.get("@type", "graph"): one for one in found}


def test_a_product_with_variants(buyer: Buyer) -> None:
    path = buyer.product_path("ethiopie-yirgacheffe")
    data = blocks(buyer.html(path))["Product"]
    assert data["name"] == "Éthiopie Yirgacheffe"
    assert data["url"] == f"http://localhost{buyer.root}{path}"
    assert data["brand"]["name"]
    assert len(data["image"]) >= 3
    assert data["offers"]["@type"] == "AggregateOffer"
    assert data["offers"]["lowPrice"] == "10.90"
    offers = data["offers"]["offers"]
    assert len(offers) == data["offers"]["offerCount"] == len(buyer.product("ethiopie-yirgacheffe").variants)
    sold_out = next(one for one in offers if one["sku"] == "CAST-CAF-ETH-250-PI")
    assert sold_out["availability"] == "https://schema.org/OutOfStock"
    assert {one["priceCurrency"] for one in offers} == {"EUR"}
    assert data["aggregateRating"]["reviewCount"] >= len(data["review"]) > 0
    assert 1 <= data["aggregateRating"]["ratingValue"] <= 5


def test_a_product_without_variant_nor_review(buyer: Buyer) -> None:
    db.session.query(Product).filter_by(key="filtres-papier").one().shows_price = False
    shop_changed(buyer)
    data = blocks(buyer.html(buyer.product_path("filtres-papier")))["Product"]
    assert "offers" not in data
    single = blocks(buyer.html(buyer.product_path("moulin-armen")))["Product"]
    assert single["offers"]["@type"] in ("Offer", "AggregateOffer")
    assert "" not in single.values()


def test_the_breadcrumb(buyer: Buyer) -> None:
    steps = blocks(buyer.html(buyer.product_path("ethiopie-yirgacheffe")))["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps] == ["Accueil", "Cafés", "Cafés d’origine", "Éthiopie Yirgacheffe"]
    assert [step["position"] for step in steps] == [1, 2, 3, 4]
    category = blocks(buyer.html(buyer.category_path("cafes")))["BreadcrumbList"]["itemListElement"]
    assert category[-1]["item"] == f"http://localhost{buyer.root}{buyer.category_path('cafes')}"


def test_the_shop_tells_who_it_is(buyer: Buyer) -> None:
    site, store = blocks(buyer.html("/"))["graph"]["@graph"]
    assert site["potentialAction"]["target"] == f"http://localhost{buyer.root}/recherche?q={{search_term_string}}"
    assert store["name"] == "Brûlerie Castelune"
    assert store["address"]["addressCountry"] == "FR"


def test_no_text_of_the_shop_ends_a_block(buyer: Buyer) -> None:
    buyer.product("mug-escale").name = "</script><script>alert(1)</script>&"
    shop_changed(buyer)
    html = buyer.html(buyer.product_path("mug-escale"))
    assert blocks(html)["Product"]["name"] == "</script><script>alert(1)</script>&"
    assert "<script>alert" not in html


@pytest.mark.parametrize("path", ["/", "category", "product", "/nouveautes", "/marques"])
def test_networks_read_addresses_of_this_server_only(buyer: Buyer, path: str) -> None:
    known = {"category": buyer.category_path("cafes"), "product": buyer.product_path("mug-escale")}
    html = buyer.html(known.get(path, path))
    said = dict(META.findall(html))
    assert said["title"]
    assert said["url"].startswith(f"http://localhost{buyer.root}")
    assert f'<link rel="canonical" href="{said["url"]}">' in html
    assert [address for address in ADDRESS.findall(html) if not address.startswith(OURS)] == []
    if path == "product":
        assert said["type"] == "product"
        assert said["image"].startswith("http://localhost/media/")


def test_a_list_narrowed_or_sorted_is_the_list_itself(buyer: Buyer) -> None:
    path = buyer.category_path("cafes")
    plain = f'<link rel="canonical" href="http://localhost{buyer.root}{path}">'
    assert plain in buyer.html(f"{path}?tri=prix&disponibilite=stock")
    assert plain.replace('">', '?page=2">') in buyer.html(f"{path}?page=2")
