"""The analysis of a page for the words it should be found by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.shop.seo.rules.analysis import FAIR, GOOD, POOR, Sheet, analyse
from sandbox.shop.seo.rules.contents import read_contents

FULL = Sheet(
    kind="product", keyphrase="Café d’Éthiopie", title="Café d’Éthiopie Yirgacheffe, grillé chaque nuit", slug="cafe-ethiopie-yirgacheffe",
    description="Un café d’Éthiopie lavé, floral et citronné, grillé la nuit et expédié le matin. En grains ou moulu pour votre machine, dès 250 g.",
    contents=read_contents(
        "<p>Les cafés d’Éthiopie ont un parfum de bergamote. On les boit clairs.</p>"
        f"<h2>Préparer un café éthiopien d’Éthiopie</h2><p>{'mot ' * 140}</p><p>Ce café d’Éthiopie se garde au sec.</p>"
    ),
    alternatives=["Sachet de café d’Éthiopie, de face", "Grains dans la main"],
)  # fmt: skip


def mark_of(sheet: Sheet, label: str) -> str:
    return {point.label: point.mark for point in analyse(sheet).points}.get(label, "")


def test_a_full_sheet_is_good_everywhere_accents_elisions_and_plurals_apart() -> None:
    found = analyse(FULL)
    assert [(p.label, p.words) for p in found.points if p.mark != GOOD] == []
    assert (found.score, found.mark) == (100, GOOD)
    assert found.count(GOOD) == len(found.points)


def test_without_a_keyphrase_nothing_is_looked_for_and_it_comes_first() -> None:
    found = analyse(replace(FULL, keyphrase=" "))
    assert (found.points[0].label, found.points[0].mark) == ("Mot-clé visé", POOR)
    assert not any(" dans " in point.label for point in found.points)


@pytest.mark.parametrize(
    ("change", "label", "mark"),
    [
        ({"keyphrase": "café en grains moulu bio équitable d’Éthiopie"}, "Longueur du mot-clé", FAIR),
        ({"title": "Yirgacheffe, un café d’Éthiopie grillé chaque nuit"}, "Mot-clé dans la balise titre", FAIR),
        ({"title": "Yirgacheffe lavé, grillé chaque nuit à la main"}, "Mot-clé dans la balise titre", POOR),
        ({"slug": "produit-12"}, "Mot-clé dans l’URL", FAIR),
        ({"description": ""}, "Longueur de la méta description", POOR),
        ({"description": "Trop court."}, "Longueur de la méta description", FAIR),
        ({"description": "Un café d’Éthiopie. " * 3 + "x" * 80}, "Mot-clé dans la méta description", FAIR),
        ({"description": "Du thé. " * 30}, "Longueur de la méta description", FAIR),
        ({"title": "Café d’Éthiopie"}, "Largeur de la balise titre", FAIR),
        ({"title": "Café d’Éthiopie Yirgacheffe lavé, grillé chaque nuit au feu de bois, en grains"}, "Largeur de la balise titre", POOR),
        ({"alternatives": ["", "Sachet de café d’Éthiopie"]}, "Images", FAIR),
        ({"alternatives": []}, "Images", POOR),
        ({"alternatives": ["Un sachet"]}, "Mot-clé dans les légendes", FAIR),
        ({"alternatives": ["Café d’Éthiopie"] * 6}, "Mot-clé dans les légendes", FAIR),
        ({"rivals": ["Moka Sidamo"]}, "Mot-clé déjà visé", FAIR),
        ({"contents": read_contents("<p>Un moka.</p>")}, "Mot-clé dans l’introduction", POOR),
        ({"contents": read_contents("<p>Un café. Il vient d’Éthiopie.</p>")}, "Mot-clé dans l’introduction", FAIR),
        ({"contents": read_contents(f"<p>Café d’Éthiopie. {'mot ' * 300}</p>")}, "Densité du mot-clé", POOR),
        ({"contents": read_contents(f"<p>{'Café d’Éthiopie. ' * 20}{'mot ' * 100}</p>")}, "Densité du mot-clé", POOR),
        ({"contents": read_contents(f"<p>{'mot ' * 130}</p>")}, "Longueur du texte", FAIR),
        ({"contents": read_contents("<p>Peu de mots.</p>")}, "Longueur du texte", POOR),
        ({"contents": read_contents(f"<p>{'mot ' * 301}</p>")}, "Mot-clé dans les intertitres", POOR),
        ({"contents": read_contents("<h2>Café d’Éthiopie</h2><h2>Le café d’Éthiopie</h2><p>Oui.</p>")}, "Mot-clé dans les intertitres", FAIR),
        ({"contents": read_contents('<p>Voir <a href="/x">café d’Éthiopie</a>.</p>')}, "Lien concurrent", FAIR),
    ],
)  # fmt: skip
def test_what_is_missing_is_told_at_its_point(change: dict[str, object], label: str, mark: str) -> None:
    assert mark_of(replace(FULL, **change), label) == mark  # type: ignore[arg-type]


def test_pages_are_asked_for_links_products_are_not() -> None:
    page = replace(
        FULL, kind="page", contents=read_contents('<p>Voir <a href="/p/2">les moulins</a>, <a href="https://a.example">là</a>.</p>')
    )  # fmt: skip
    assert (mark_of(page, "Liens internes"), mark_of(page, "Liens sortants")) == (GOOD, GOOD)
    bare = replace(page, contents=read_contents('<p>Écrire à <a href="mailto:a@b.example">nous</a>.</p>'))
    assert (mark_of(bare, "Liens internes"), mark_of(bare, "Liens sortants")) == (POOR, FAIR)
    assert mark_of(FULL, "Liens internes") == ""


def test_one_missing_point_forbids_the_best_mark() -> None:
    found = analyse(replace(FULL, alternatives=[]))
    assert found.score >= 80
    assert found.mark == FAIR
    assert analyse(replace(FULL, title="", description="", contents=read_contents(""), alternatives=[])).mark == POOR
