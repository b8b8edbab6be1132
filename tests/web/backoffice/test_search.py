"""The search of the top bar."""

from __future__ import annotations

import pytest

from tests.web.backoffice.conftest import Desk


@pytest.mark.parametrize(
    ("words", "group", "hit"),
    [
        ("cast-mug-esc", "Produits", "Mug Escale"), ("théiere", "Produits", "Théière Tuilerie"),
        ("annelaure", "Clients", "Anne-Laure Le Goff"), ("WPLNXDYAE", "Commandes", "WPLNXDYAE"),
        ("lemarchand", "Service client", "Hugo Lemarchand"),
    ],
)  # fmt: skip
def test_each_kind_is_found_and_opened(desk: Desk, words: str, group: str, hit: str) -> None:
    page = desk.read(f"/recherche?q={words}")
    assert page.says(group)
    assert page.says(hit)
    assert page.says(f"Résultats pour « {words} »")


def test_nothing_found_says_what_can_be_looked_for(desk: Desk) -> None:
    assert desk.read("/recherche?q=qqxxqq").says("Rien ne correspond à cette recherche")
    assert desk.read("/recherche").says("Que cherchez-vous ?")


def test_words_are_never_markup(desk: Desk) -> None:
    answer = desk.visitor.get(f"{desk.root}/admin/recherche?q=<script>x()</script>")
    assert "<script>x()" not in answer.text


def test_somebody_else_s_shop_is_not_searched(stranger: Desk) -> None:
    assert stranger.visitor.get(f"{stranger.root}/admin/recherche?q=mug").status_code == 404
