"""Tableau de bord: its figures, its periods, what it says when there is nothing to say."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.orders.models import Order, OrderState
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic import queries
from sandbox.shop.traffic.rules.indicators import INDICATORS, show
from sandbox.shop.traffic.rules.periods import Period, last_days
from sandbox.web.backoffice.views_dashboard import TILES
from sandbox.web.filters import number
from tests.factories.shops import CANARY
from tests.factories.world import World
from tests.support.visitor import Visitor
from tests.web.backoffice.figures_pages import statements, tables, text_of, tiles

CEILING, AGAIN = 42, 26


@pytest.fixture
def home(shop: Shop) -> str:
    return f"/b/{shop.key}/admin/"


def day(moment: date) -> str:
    return f"{moment:%d/%m/%Y}"


def test_shows_thirty_days_that_end_on_the_shops_day(alice: Visitor, home: str, shop: Shop) -> None:
    page = alice.get(home)
    assert page.status_code == 200
    assert CANARY not in page.text
    with shop_scope(shop.id):
        totals = queries.get_dataset(last_days(shop.anchor_on)).totals
    found = tiles(page.text)
    assert {name: tile.words for name, tile in found.items()} == {
        INDICATORS[key].name: show(INDICATORS[key].of(totals)) for key in TILES
    }
    assert totals.paid > 0
    assert f'value="{day(shop.anchor_on - timedelta(days=29))}"' in page.text
    assert f'value="{day(shop.anchor_on)}"' in page.text


def test_each_figure_has_its_formula_and_its_calculation(alice: Visitor, home: str) -> None:
    found = tiles(alice.get(home).text)
    assert all(tile.working.endswith(tile.words) for tile in found.values())
    assert re.fullmatch(r"[\d\u00a0]+ ÷ [\d\u00a0]+ × 100 = [\d,]+\u00a0%", found["Taux de conversion"].working)


def test_a_shop_opened_again_months_later_is_not_empty(alice: Visitor, home: str, shop: Shop) -> None:
    fresh = tiles(alice.get(home).text)
    alice.later = timedelta(days=100)
    page = alice.get(home)
    assert tiles(page.text) == fresh
    assert "La dernière activité de cette boutique date du" in page.text
    assert f'value="{day(shop.anchor_on)}"' in page.text


def test_a_period_before_the_record_has_no_visits_rather_than_zero(alice: Visitor, home: str) -> None:
    page = alice.get(f"{home}?du=01/01/2020&au=31/01/2020")
    found = tiles(page.text)
    assert found["Ventes"].words == "0,00\u00a0€"
    assert found["Visites"].words.startswith("–")
    assert found["Visites"].under == "Aucun relevé de fréquentation pour ces jours."
    assert found["Panier moyen"].under == "Aucune commande payée : rien à diviser."
    assert found["Taux de conversion"].under == "Aucune visite : rien à diviser."
    assert "Première période : aucun relevé avant le" in found["Commandes"].under
    assert "Rien à dessiner pour cette période" in page.text
    assert "nan" not in text_of(page.text).lower().split()


def test_a_period_beside_itself_has_not_moved(alice: Visitor, home: str, shop: Shop) -> None:
    first, last = day(shop.anchor_on - timedelta(days=29)), day(shop.anchor_on)
    found = tiles(alice.get(f"{home}?du={first}&au={last}&cmp=perso&cdu={first}&cau={last}").text)
    assert all(tile.under.startswith(("= +0,0\u00a0%", "= +0,00\u00a0pt")) for tile in found.values())
    assert all(tile.under.endswith(tile.words) for tile in found.values())


def test_compares_with_the_year_before(alice: Visitor, home: str, shop: Shop) -> None:
    page = alice.get(f"{home}?periode=mois-1&cmp=annee")
    period = Period(*_month_before(shop.anchor_on)).year_before()
    with shop_scope(shop.id):
        before = queries.get_dataset(period).totals
    assert tiles(page.text)["Commandes"].under.endswith(f" {before.paid}")
    assert '<option value="annee" selected' in page.text


def _month_before(today: date) -> tuple[date, date]:
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def test_a_comparison_switched_off_stays_off(alice: Visitor, home: str) -> None:
    page = alice.get(f"{home}?cmp=non")
    assert 'aria-checked="false"' in page.text
    assert '<input type="hidden" name="cmp" value="non">' in page.text
    assert '<a href="?periode=mois&amp;cmp=non"' in page.text
    assert {tile.under for tile in tiles(page.text).values()} == {"Aucune comparaison demandée."}


def test_enter_in_a_date_shows_the_dates_typed(alice: Visitor, home: str) -> None:
    """The first button of a form is the one that Enter presses."""
    form = re.search(r'<form class="period.*?</form>', alice.get(home).text, re.DOTALL)
    assert form is not None
    first = re.search(r"<button([^>]*)>(.*?)</button>", form[0], re.DOTALL)
    assert first is not None
    assert first[2] == "Afficher"
    assert "name=" not in first[1]


def test_typed_dates_of_a_usual_period_light_its_button(alice: Visitor, home: str, shop: Shop) -> None:
    page = alice.get(f"{home}?du={day(shop.anchor_on)}&au={day(shop.anchor_on)}")
    assert '<a href="?periode=jour" aria-current="true">' in page.text


@pytest.mark.parametrize(
    ("query", "field", "fault"),
    [
        ("du=31/02/2026&au=01/03/2026", "du", "« 31/02/2026 » n’est pas une date"),
        ("du=01/03/2026&au=bient%C3%B4t", "au", "« bientôt » n’est pas une date"),
        ("du=02/03/2026&au=01/03/2026", "au", "Le dernier jour vient avant le premier."),
        ("du=01/03/2020&au=01/03/2026", "du", "Trois ans au plus."),
        ("cmp=perso&cdu=99/99/2026&cau=01/03/2026", "cdu", "« 99/99/2026 » n’est pas une date"),
    ],
)
def test_a_wrong_date_is_kept_and_told_at_its_field(
    alice: Visitor, home: str, query: str, field: str, fault: str
) -> None:
    page = alice.get(f"{home}?{query}")
    assert page.status_code == 200
    control = re.search(rf'<input[^>]*id="p-{field}"[^>]*>', page.text)
    assert control is not None
    assert 'aria-invalid="true"' in control[0]
    assert f'aria-describedby="p-{field}-err"' in control[0]
    assert f'id="p-{field}-err">{fault}' in page.text
    typed = re.search(rf"(?:^|&){field}=([^&]+)", query)
    assert typed is not None
    assert typed[1] == "bient%C3%B4t" or f'value="{typed[1]}"' in control[0]


@pytest.mark.parametrize("query", ["periode=zzz&cmp=zzz&indicateur=zzz", "du=&au=", "periode=jour&du=x", "cmp=perso"])
def test_an_address_nobody_made_still_answers(alice: Visitor, home: str, query: str) -> None:
    assert len(tiles(alice.get(f"{home}?{query}").text)) == len(TILES)


def test_the_days_of_the_chart_add_up_to_the_tile(alice: Visitor, home: str, shop: Shop) -> None:
    with shop_scope(shop.id):
        data = queries.get_dataset(last_days(shop.anchor_on))
    page = alice.get(f"{home}?indicateur=commandes")
    lines = tables(page.text)["Commandes par jour"]
    assert len(lines) == 1 + 30 + 1
    assert sum(int(line[1]) for line in lines[1:-1]) == int(lines[-1][1]) == data.totals.paid
    assert page.text.count('class="hit"') == 30


def test_the_latest_orders_are_those_of_the_shop(alice: Visitor, home: str, shop: Shop) -> None:
    with shop_scope(shop.id):
        references = list(db.session.scalars(sa.select(Order.reference).order_by(Order.id.desc()).limit(7)))
        total = db.session.scalar(sa.select(sa.func.count(Order.id)))
    page = alice.get(home)
    assert [line[0] for line in tables(page.text)["Dernières commandes"][1:]] == references
    assert f"7 commandes affichées sur {number(total)}" in page.text


def test_a_cancelled_order_leaves_every_figure_at_once(alice: Visitor, home: str, shop: Shop) -> None:
    before = tiles(alice.get(home).text)["Commandes"]
    with shop_scope(shop.id):
        order = db.session.scalars(
            sa.select(Order)
            .join(OrderState, OrderState.id == Order.state_id)
            .where(OrderState.is_paid)
            .order_by(Order.id.desc())
        ).first()
        assert order is not None
        order.state_id = db.session.scalars(sa.select(OrderState.id).where(OrderState.key == "annule")).one()
        shop.revision += 1  # as every change does
        db.session.flush()
    after = alice.get(home)
    assert int(tiles(after.text)["Commandes"].words) == int(before.words) - 1
    best = tables(after.text)["Meilleures ventes"]
    assert best[-1][5] == tiles(after.text)["Ventes"].words


def test_sources_share_the_visits_out(alice: Visitor, home: str) -> None:
    page = alice.get(home)
    parts = re.findall(
        r'<span class="num">([\d,]+)\u00a0%</span>', page.text.split('class="leg"', 1)[1].split("</ul>", 1)[0]
    )
    assert len(parts) == 6
    assert sum(float(part.replace(",", ".")) for part in parts) == pytest.approx(100, abs=0.3)


def test_somebody_elses_dashboard_does_not_exist(alice: Visitor, world: World) -> None:
    assert alice.get(f"/b/{world.bob_shop_key}/admin/").status_code == 404


def test_the_statements_have_a_ceiling_and_do_not_grow_with_the_period(alice: Visitor, home: str) -> None:
    alice.get(home)
    usual = statements(alice, home)
    assert usual <= AGAIN
    year = f"{home}?periode=annee&cmp=annee"
    assert statements(alice, year) <= CEILING, (
        "what facts, the ledger and refunds say is read once for each of the two periods"
    )
    assert statements(alice, year) <= usual


def test_the_campaigns_that_began_are_marked_and_read(alice: Visitor, home: str) -> None:
    page = alice.get(home)
    assert page.text.count('class="mkl"') == 4
    assert (
        len(
            re.findall(
                r"<title>[^<]+, campagne\u00a0: (?:Fêtes de cette année|Lettre [^<]*Coffrets[^<]*)</title>", page.text
            )
        )
        == 2
    )


@pytest.mark.parametrize(
    "label",
    ["Commandes à traiter", "Paniers abandonnés", "Nouveaux messages", "Avis produits à valider", "Nouveaux clients"],
)
def test_what_waits_leads_to_a_list_as_long(alice: Visitor, home: str, label: str) -> None:
    line = re.search(rf'<li><a href="([^"]+)">{label}</a><b[^>]*>([^<]+)</b>', alice.get(home).text)
    assert line is not None
    listed = alice.get(line[1].replace("&amp;", "&"))
    assert listed.status_code == 200
    counts = re.search(r"<h[12][^>]*>[^<]*(?:<[^>]+>)?\s*\((\d+)\)", listed.text)
    assert counts is not None
    assert counts[1] == line[2]
    assert int(line[2]) > 0
