"""Searching the shop: accents, plurals, slips of the finger, the shop's own aliases, and nothing found."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.web.storefront.conftest import Buyer
from tests.web.storefront.test_lists import names


def found(buyer: Buyer, words: str) -> list[str]:
    return names(buyer.html(f"/recherche?q={quote(words)}"))


@pytest.mark.parametrize(
    ("words", "product"),
    [
        ("théière", "Théière Tuilerie"),
        ("theiere", "Théière Tuilerie"),
        ("THÉIÈRES", "Théière Tuilerie"),
        ("mugs", "Mug Escale"),
        ("yirgachefe", "Éthiopie Yirgacheffe"),
        ("moulain", "Moulin Armen"),
        ("CAST-PRE-MOU", "Moulin Armen"),
        ("orvance", "Gourde Sérac 1 L"),
        ("déca", "Décaféiné Cauca"),
        ("colombia", "Colombie Huila"),
    ],
)
def test_finds(buyer: Buyer, words: str, product: str) -> None:
    assert product in found(buyer, words)


def test_the_words_stay_in_the_field(buyer: Buyer) -> None:
    html = buyer.html("/recherche?q=caf%C3%A9%20%3Cb%3E")
    assert 'value="café &lt;b&gt;"' in html
    assert '<b>"' not in html


def test_nothing_found_helps(buyer: Buyer) -> None:
    page = buyer.read("/recherche?q=aspirateur")
    assert page.says("Rien pour « aspirateur »")
    assert page.says("Les plus achetés en ce moment")
    assert page.form("/recherche").fields["q"] == ["aspirateur"]


def test_a_search_without_words_asks_for_some(buyer: Buyer) -> None:
    for path in ("/recherche", "/recherche?q=", "/recherche?q=%20%20"):
        assert buyer.read(path).says("Que cherchez-vous"), path


def test_a_very_long_search_is_cut(buyer: Buyer) -> None:
    page = buyer.read(f"/recherche?q={'a' * 4000}")
    assert "a" * 101 not in page.text


def test_results_are_narrowed_and_sorted(buyer: Buyer) -> None:
    everything = found(buyer, "coffret")
    assert len(everything) >= 3
    html = buyer.html("/recherche?q=coffret&prix_max=30&tri=prix")
    assert names(html) == ["Coffret Découverte 4 × 60 g", "Coffret Trois origines"]
    assert 'name="q" value="coffret"' in html
