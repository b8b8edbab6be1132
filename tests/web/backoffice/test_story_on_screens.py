"""What NOTES-FORMATEUR.md plants in the figures is read on the screens by somebody who was not told it: each fact, by its number."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel.db import db
from sandbox.shop.shops.models import Shop
from tests.factories.world import World
from tests.support.visitor import Visitor
from tests.web.backoffice.figures_pages import amount, tables, tiles


class Reader:
    """Somebody who looks at the reports of a shop, by days before J."""

    def __init__(self, visitor: Visitor, shop: Shop) -> None:
        self.visitor, self.shop = visitor, shop

    def page(self, slug: str, first: int, last: int, more: str = "") -> str:
        """A report over some days."""
        low, high = (self.shop.anchor_on + timedelta(days=n) for n in (first, last))
        path = f"/b/{self.shop.key}/admin/statistiques/{slug}?du={low}&au={high}{more}"
        return self.visitor.get(path, follow_redirects=True).text

    def table(self, slug: str, title: str, first: int, last: int) -> dict[str, list[str]]:
        """The lines of a table by their first words."""
        rows = tables(self.page(slug, first, last))[title]
        at = next(i for i, head in enumerate(rows[0]) if head not in ("#", "Photo", "Panier"))
        return {row[at]: row for row in rows[1:]}


@pytest.fixture
def read(world_app: Flask, world: World) -> Reader:
    shop = db.session.scalars(sa.select(Shop).where(Shop.key == world.alice_shop_key)).one()
    return Reader(Visitor(world_app, "alice"), shop)


def test_the_shop_opened_719_days_ago(read: Reader) -> None:
    assert "Le relevé de fréquentation commence le" in read.page("recapitulatif", -730, -720)
    assert amount(tiles(read.page("recapitulatif", -719, -719))["Visites"].words) > 0


def test_television_brings_visits_and_no_buyers(read: Reader) -> None:
    seen = tiles(read.page("recapitulatif", -473, -470))
    assert amount(seen["Visites"].under.partition("%")[0]) > 80
    assert "−" in seen["Taux de conversion"].under


def test_the_breakdown_is_the_lowest_day_of_its_week(read: Reader) -> None:
    days = tables(read.page("recapitulatif", -292, -286))["Visites par jour"][1:-1]
    assert min(days, key=lambda row: amount(row[1])) == days[3]
    assert amount(days[3][1]) < sum(amount(row[1]) for row in days) / 14


def test_a_lost_tag_loses_the_visits_and_not_the_orders(read: Reader) -> None:
    lost, before = tiles(read.page("recapitulatif", -317, -314)), tiles(read.page("recapitulatif", -321, -318))
    assert amount(lost["Visites"].words) < 0.25 * amount(before["Visites"].words)
    assert amount(lost["Commandes"].words) > 0.6 * amount(before["Commandes"].words)
    assert amount(lost["Taux de conversion"].words) > 5 * amount(before["Taux de conversion"].words)


def test_robots_come_straight_from_a_computer_leave_at_once_and_do_not_sleep(read: Reader) -> None:
    seen, before = tiles(read.page("recapitulatif", -267, -262)), tiles(read.page("recapitulatif", -273, -268))
    assert 2 < amount(seen["Visites"].words) / amount(before["Visites"].words) < 4
    assert amount(seen["Commandes"].words) == pytest.approx(amount(before["Commandes"].words), rel=0.4)
    assert amount(seen["Taux de rebond"].words) > 70 > 50 > amount(before["Taux de rebond"].words)
    by_source, usual = (
        read.table("recapitulatif", "Trafic par source", *days) for days in ((-267, -262), (-273, -268))
    )
    others = [name for name in usual if name not in ("Accès direct", "Total")]
    assert amount(by_source["Accès direct"][1]) > 5 * amount(usual["Accès direct"][1])
    assert all(amount(by_source[name][1]) < 2 * amount(usual[name][1]) for name in others)
    night, asleep = (
        sum(amount(row[1]) for name, row in read.table("audience", "Visites par heure", *days).items() if name.startswith(("2\u00a0h", "3\u00a0h", "4\u00a0h")))
        for days in ((-267, -262), (-273, -268))
    )  # fmt: skip
    assert night > 50 > 10 > asleep


def test_the_reviews_after_the_strike_are_a_bad_week_about_delivery(read: Reader) -> None:
    bad, before = read.page("avis", -86, -77), read.page("avis", -176, -87)
    assert tiles(bad)["Note moyenne"].words.startswith("3,27")
    assert tiles(before)["Note moyenne"].words.startswith("4,20")
    told, usual = (
        next(row for row in tables(page)["Thèmes des avis"] if row[0] == "Livraison et délais")
        for page in (bad, before)
    )
    assert amount(told[2]) > 50 > 5 > amount(usual[2])
    themes = [row for row in tables(bad)["Thèmes des avis"][1:] if row[0] != "Aucun de ces thèmes"]
    assert max(themes, key=lambda row: amount(row[1])) == told


def test_the_wrong_price_shows_as_a_day_that_converts_and_a_product_that_loses(read: Reader) -> None:
    assert amount(tiles(read.page("recapitulatif", -203, -203))["Taux de conversion"].words) > 6
    page = read.page("meilleures-ventes", -203, -203)
    armen = next(row for row in tables(page)["Meilleures ventes"] if "Moulin Armen" in row[2])
    assert any(cell.startswith("−") for cell in armen), "its margin is under zero"


def test_fathers_day_cost_210_euros_for_one_order(read: Reader) -> None:
    row = read.table("acquisition", "Campagnes", -170, -156)["Fête des pères\u00a0: le café de papa"]
    assert "210,00\u00a0€" in row
    assert row[6] == "1"
    assert row[-1].startswith("−")


def test_the_missing_coffee_sold_before_and_not_during(read: Reader) -> None:
    sold, missing = (read.page("meilleures-ventes", *days) for days in ((-195, -166), (-165, -151)))
    names = [[row[2] for row in tables(page)["Meilleures ventes"]] for page in (sold, missing)]
    assert any("Colombie Huila" in name for name in names[0])
    assert not any("Colombie Huila" in name for name in names[1])


def test_people_hesitate_after_the_strike(read: Reader) -> None:
    seen = tiles(read.page("recapitulatif", -89, -74))
    assert amount(seen["Commandes"].under.partition("%")[0]) < -20
    assert amount(seen["Taux de conversion"].words) < 1.5
    assert amount(tiles(read.page("avis", -89, -60))["Note moyenne"].words) < amount(
        tiles(read.page("avis", -130, -97))["Note moyenne"].words
    )


def test_everybody_leaves_from_the_page_about_delivery(read: Reader) -> None:
    first = tables(read.page("comportement", -364, 0))["Pages de sortie"][1]
    assert first[0] == "Livraison et délais"
    assert amount(first[3]) == pytest.approx(81, abs=2)


def test_what_is_searched_and_not_found_is_listed(read: Reader) -> None:
    page = read.page("recherches", -89, 0)
    lost = {row[0] for row in tables(page)["Recherches sans résultat"]}
    assert lost >= {"capsules", "matcha", "dosettes", "chicorée", "rooibos", "kawa", "percolateur"}
    assert amount(tiles(page)["Recherches sans résultat"].words) > 20


def test_letters_convert_best_and_networks_bounce_most(read: Reader) -> None:
    rows = read.table("acquisition", "Trafic par source", -719, 0)
    total = rows.pop("Total")
    assert max(rows, key=lambda name: amount(rows[name][6])) == "E-mail"
    assert max(rows, key=lambda name: amount(rows[name][4])) == "Réseaux sociaux"
    assert amount(rows["Réseaux sociaux"][4]) == pytest.approx(55, abs=2)
    assert amount(total[6]) < amount(rows["E-mail"][6])


def test_sixty_carts_of_which_forty_one_may_be_written_to(read: Reader) -> None:
    rows = tables(read.page("paniers-abandonnes", -400, 0))["Paniers abandonnés"]
    letter = rows[0].index("Accepte la lettre")
    assert len(rows[1:-1]) == 60
    assert sum(row[letter] == "Oui" for row in rows[1:-1]) == 41


def test_who_sleeps_is_in_the_segments_to_wake(read: Reader) -> None:
    found: dict[str, tuple[str, str]] = {}
    for segment in ("a-relancer", "a-reconquerir"):
        page = read.page("clients", -29, 0, f"&segment={segment}")
        listed = next(rows for title, rows in tables(page).items() if title.startswith("Clients du segment"))
        found |= {row[0]: (segment, row[-1]) for row in listed}
    assert found["Ludovic Perrot"] == found["Agnès Kervella"] == ("a-reconquerir", "Non")
    assert found["Marion Levasseur"] == ("a-relancer", "Non"), "and may not be written to"


def test_professionals_buy_a_third_of_what_is_sold(read: Reader) -> None:
    rows = tables(read.page("meilleurs-clients", -719, 0))["Meilleurs clients"]
    company = rows[0].index("Société")
    best = [row for row in rows[1:-2] if row[company]][:7]
    orders = sum(amount(row[rows[0].index("Commandes")]) for row in best)
    whole = amount(rows[-1][rows[0].index("Commandes")])
    assert 0.25 < orders / whole < 0.4


def test_a_code_for_free_delivery_was_used_some_fifteen_times(read: Reader) -> None:
    rows = {row[0]: row for row in tables(read.page("codes-promo", -150, -120))["Codes promo"]}
    used = next(row for name, row in rows.items() if "FETEDUPORT" in " ".join([name, *row]))
    assert 10 <= max(amount(cell) for cell in used[1:4] if cell.strip().isdigit()) <= 20


def test_last_years_feasts_are_the_peak(read: Reader) -> None:
    """In days before J: the months of the calendar cut the feasts elsewhere each day that a context is loaded."""

    def orders(first: int) -> float:
        return amount(tiles(read.page("recapitulatif", first, first + 25))["Commandes"].words)

    feasts = orders(-361)
    assert feasts > max(orders(-361 + 26 * turn) for turn in range(-6, 0)), "nothing had sold as much until then"
    assert feasts > 1.3 * max(orders(-387), orders(-335)), "and the weeks beside are far below"


def test_the_letters_say_which_was_chosen_and_which_was_not(read: Reader) -> None:
    rows = read.table("lettres", "Lettres d’information", -364, 0)
    total = rows.pop("Total")
    clicks, gone = ({name: amount(row[i]) for name, row in rows.items()} for i in (9, 11))
    assert "Récolte" in max(clicks, key=clicks.__getitem__)
    assert "Coffrets" in max(gone, key=gone.__getitem__)
    bad = next(row for name, row in rows.items() if "Coffrets" in name)
    assert "anciens désinscrits compris" in bad[2]
    assert amount(bad[11]) > 3 * amount(total[11])
    idle = next(row for name, row in rows.items() if "Café de papa" in name)
    assert (idle[8], idle[13]) == ("182", "0")
