"""What a page of the shop weighs by itself: its HTML, style sheets and scripts, compressed."""

from __future__ import annotations

import gzip
import re

import pytest

from tests.web.storefront.conftest import Buyer

MOST_BYTES = 150 * 1024
PARTS = re.compile(r'<link rel="stylesheet" href="([^"]+)"|<script[^>]* src="([^"]+)"')


@pytest.mark.parametrize("name", ["/", "category", "product", "/recherche?q=castelune", "/panier", "/nulle-part"])
def test_a_page_is_light(buyer: Buyer, name: str) -> None:
    known = {"category": buyer.category_path("cafes"), "product": buyer.product_path("ethiopie-yirgacheffe")}
    html = buyer.html(known.get(name, name), status=404 if name == "/nulle-part" else 200)
    parts = [sheet or script for sheet, script in PARTS.findall(html)]
    assert len(parts) >= 5
    weight = len(gzip.compress(html.encode()))
    for part in parts:
        with buyer.visitor.get(part.replace("&amp;", "&")) as answer:
            assert answer.status_code == 200, part
            weight += len(gzip.compress(answer.data))
    assert weight <= MOST_BYTES, f"{weight // 1024} KB"
