"""Visits of the people at work: recorded as they go, marked, left out of the figures unless they are asked for."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.services import freeze_shop
from sandbox.shop.traffic import queries, services
from sandbox.shop.traffic.models import LiveStep
from sandbox.shop.traffic.rules.indicators import FUNNEL
from sandbox.shop.traffic.rules.live import KEPT, Step
from sandbox.shop.traffic.rules.periods import last_days
from sandbox.training.journal.models import JournalEntry
from tests.factories.world import World
from tests.support.visitor import Visitor
from tests.web.backoffice.figures_pages import amount, csv_tables, statements, tables, tiles

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Mobile Safari/537.36"}
ALL = "?visites=toutes"


@pytest.fixture
def front(shop: Shop) -> str:
    return f"/b/{shop.key}"


@pytest.fixture
def coffee(shop: Shop) -> str:
    with shop_scope(shop.id):
        found = db.session.scalars(sa.select(Product).where(Product.key == "colombie-huila")).one()
    return f"/b/{shop.key}/produit/{found.id}-{found.slug}"


def recorded(shop: Shop) -> list[LiveStep]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(LiveStep).where(LiveStep.shop_id == shop.id).order_by(LiveStep.id)))


def test_each_step_is_recorded_once_the_figures_are_opened(alice: Visitor, shop: Shop, front: str, coffee: str) -> None:
    alice.get(f"{front}/", headers=PHONE)
    alice.get(coffee, headers=PHONE)
    alice.get(f"{front}/recherche?q=Matcha", headers=PHONE)
    alice.get(f"{front}/recherche?q=colombie", headers=PHONE)
    assert recorded(shop) == [], "nothing is written while pages are read"
    alice.get(f"{front}/admin/statistiques/vos-visites")
    steps = recorded(shop)
    assert [step.kind for step in steps] == ["page", "product", "search", "search"]
    assert [step.path for step in steps] == ["/", "/produit/colombie-huila", "/recherche", "/recherche"]
    assert [(step.label, step.results) for step in steps[2:]] == [("matcha", 0), ("colombie", steps[3].results)]
    assert (steps[3].results or 0) > 0
    assert {(step.who, step.device, step.source) for step in steps} == {("candidate", "mobile", "direct")}
    assert len({step.visit for step in steps}) == 1


def test_what_waits_is_written_twenty_seconds_later_by_anybodys_request(
    world_app: Flask, alice: Visitor, shop: Shop, front: str
) -> None:
    alice.get(f"{front}/")
    other = Visitor(world_app)
    other.get("/connexion")
    assert recorded(shop) == []
    other.later = timedelta(seconds=21)
    other.get("/connexion")
    assert len(recorded(shop)) == 1


def test_they_are_left_out_unless_the_switch_counts_them(alice: Visitor, front: str, coffee: str) -> None:
    report = f"{front}/admin/statistiques/comportement"
    before = tiles(alice.get(report).text)["Visites"].words
    alice.get(coffee)
    usual, counted = alice.get(report).text, alice.get(report + ALL).text
    assert tiles(usual)["Visites"].words == before
    assert amount(tiles(counted)["Visites"].words) == amount(before) + 1
    assert tiles(alice.get(f"{front}/admin/{ALL}").text)["Visites"] == tiles(counted)["Visites"], (
        "the dashboard says the same"
    )
    file = csv_tables(alice.get(f"{report}/export.csv{ALL}").data)
    assert float(file["Pages vues"][-1][2]) == amount(tables(counted)["Pages vues"][-1][2])
    assert amount(tables(counted)["Pages vues"][-1][2]) == amount(tables(usual)["Pages vues"][-1][2]) + 1
    assert 'aria-checked="true"' in re.search(r'<button[^>]*name="visites"[^>]*>', counted)[0]  # type: ignore[index]
    assert "visites=toutes" in re.search(r'href="([^"]+export\.csv[^"]*)"', counted)[1]  # type: ignore[index]


def test_a_search_and_an_hour_count_with_the_others_when_asked(alice: Visitor, front: str) -> None:
    alice.get(f"{front}/recherche?q=perlimpinpin")
    report = f"{front}/admin/statistiques/recherches"
    assert "perlimpinpin" not in alice.get(report).text
    rows = {row[0]: row for row in tables(alice.get(report + ALL).text)["Recherches sans résultat"]}
    assert rows["perlimpinpin"][1] == "1"
    audience = f"{front}/admin/statistiques/audience"
    totals = [amount(tables(alice.get(audience + query).text)["Visites par heure"][-1][1]) for query in ("", ALL)]
    assert totals[1] == totals[0] + 1


def test_the_candidate_reads_their_visits_and_the_examiners_apart(world_app: Flask, world: World) -> None:
    seat_shop = db.session.scalars(sa.select(Shop).where(Shop.key == world.shop_keys[0])).one()
    erin = Visitor(world_app, "erin")
    erin.get(f"/b/{seat_shop.key}/")
    page = erin.get(f"/b/{seat_shop.key}/admin/statistiques/vos-visites").text
    assert [row[1] for row in tables(page)["Visites une à une"][1:-1]] == ["Vos visites"]
    assert [step.who for step in recorded(seat_shop)] == ["examiner"]


def test_a_visit_ends_after_half_an_hour(alice: Visitor, shop: Shop, front: str, coffee: str) -> None:
    alice.get(f"{front}/")
    alice.later = timedelta(minutes=20)
    alice.get(coffee)
    alice.later = timedelta(minutes=51)
    alice.get(coffee)
    alice.get(f"{front}/admin/statistiques/vos-visites")
    names = [step.visit for step in recorded(shop)]
    assert names[0] == names[1] != names[2]


def test_a_marked_address_gives_the_source(alice: Visitor, shop: Shop, front: str) -> None:
    alice.get(f"{front}/?utm_medium=email&utm_campaign=lettre-fetes")
    alice.get(f"{front}/admin/statistiques/vos-visites")
    assert [(step.source, step.campaign) for step in recorded(shop)] == [("email", "lettre-fetes")]


def test_a_visit_is_no_change_of_the_shop_and_costs_the_page_no_statement(
    alice: Visitor, shop: Shop, coffee: str
) -> None:
    alice.get(coffee)
    usual, revision = statements(alice, coffee), shop.revision
    entries = db.session.scalar(sa.select(sa.func.count(JournalEntry.id)).where(JournalEntry.shop_id == shop.id))
    found = statements(alice, coffee)
    db.session.refresh(shop)
    assert found == usual
    assert shop.revision == revision
    assert (
        db.session.scalar(sa.select(sa.func.count(JournalEntry.id)).where(JournalEntry.shop_id == shop.id)) == entries
    )


def test_a_frozen_shop_is_read_and_records_nothing(alice: Visitor, shop: Shop, front: str, coffee: str) -> None:
    alice.get(f"{front}/")
    freeze_shop(shop=shop, at=clock.now() + timedelta(seconds=1))
    alice.later = timedelta(seconds=5)
    assert alice.get(coffee).status_code == 200
    page = alice.get(f"{front}/admin/statistiques/vos-visites")
    assert page.status_code == 200
    assert [step.path for step in recorded(shop)] == ["/"], "what was seen before the end stays"


def test_no_shop_keeps_more_than_its_share(shop: Shop) -> None:
    now = clock.now()
    steps = [
        Step(shop.id, "v", "candidate", "candidate", now, "page", f"/{n}", "", None, "direct", "", "mobile")
        for n in range(KEPT + 20)
    ]
    services.record_steps(steps=steps)
    kept = recorded_now(shop)
    assert (len(kept), kept[0].path, kept[-1].path) == (KEPT, "/20", f"/{KEPT + 19}")


def recorded_now(shop: Shop) -> list[LiveStep]:
    return list(db.session.scalars(sa.select(LiveStep).where(LiveStep.shop_id == shop.id).order_by(LiveStep.id)))


def test_steps_of_a_shop_that_is_gone_are_let_go(shop: Shop) -> None:
    step = Step(987_654, "v", "candidate", "candidate", clock.now(), "page", "/", "", None, "direct", "", "mobile")
    services.record_steps(steps=[step])
    assert db.session.scalar(sa.select(sa.func.count(LiveStep.id)).where(LiveStep.shop_id == 987_654)) == 0


def test_an_order_of_a_visit_counts_its_visit_once_and_no_step_grows(shop: Shop) -> None:
    with shop_scope(shop.id):
        period = last_days(queries.get_shop_day())
        plain = queries.get_dataset(period)
        reference = plain.sales[-1].reference
        moment = plain.sales[-1].placed_at
        bare = {
            "visit": "v1",
            "visitor": "candidate",
            "who": "candidate",
            "results": None,
            "source": "social",
            "campaign": "",
        }
        services.record_steps(steps=[
            Step(shop.id, at=moment, kind=kind, path=path, label="", device="mobile", **bare)  # type: ignore[arg-type]
            for kind, path in (("page", "/"), ("order", reference))
        ])  # fmt: skip
        counted = queries.get_dataset(period, with_live=True)
        assert counted.totals.paid == plain.totals.paid
        for totals in counted.by(lambda part: (part.day, part.source)).values():
            steps = [step(totals) for _, step in FUNNEL]
            assert steps == sorted(steps, reverse=True)
        assert [visit.orders for visit in counted.live] == [[reference]]
