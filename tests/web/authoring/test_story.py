"""« L’histoire plantée »: each thing it tells is on the screen it names, and nobody but trainers and examiners reads it."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.config import ROOT
from sandbox.kernel.db import Base, db
from sandbox.kernel.scope import UNSCOPED
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic.rules.indicators import INDICATORS, Value, show
from sandbox.shop.traffic.rules.story import Nature, Planted
from sandbox.training.contexts.queries import get_context
from sandbox.training.contexts.story import tell_story
from tests.drills.walk import Face
from tests.factories.world import CONTEXT, World
from tests.support.visitor import Visitor
from tests.web.backoffice.figures_pages import amount, tables, tiles

FOLDER = ROOT / "scenarios" / "contexts" / CONTEXT


@pytest.fixture
def story(world: World) -> list[Planted]:
    assert world
    return tell_story(get_context(CONTEXT), FOLDER)


@pytest.fixture
def alice(world_app: Flask, world: World) -> Visitor:
    assert world
    return Visitor(world_app, "alice")


def read(alice: Visitor, world: World, planted: Planted) -> str:
    """The figure as the page of Alice's shop shows it."""
    shop = db.session.scalars(sa.select(Shop).where(Shop.key == world.alice_shop_key)).one()
    asked = {
        "du": (shop.anchor_on + timedelta(days=planted.first)).isoformat(), "au": (shop.anchor_on + timedelta(days=planted.last)).isoformat(),
        "cmp": "non", **planted.place.focus,
    }  # fmt: skip
    path = f"/b/{world.alice_shop_key}/admin/statistiques/{planted.place.report}?{urlencode(asked)}"
    page = alice.get(path, follow_redirects=True)
    assert page.status_code == 200
    place = planted.place
    if place.indicator:
        return next(tile.words for tile in tiles(page.text).values() if tile.name == INDICATORS[place.indicator].name)
    head, *rows = tables(page.text)[place.table]
    return next(row[head.index(place.column)] for row in rows if row and row[0] == place.row)


def written(value: Value) -> float:
    """A figure as precise as the screens write it."""
    return amount(show(value))


def test_each_thing_planted_is_read_on_its_screen_as_the_story_says(
    alice: Visitor, world: World, story: list[Planted]
) -> None:
    assert len(story) > 28
    wrong = []
    for planted in story:
        shown = read(alice, world, planted)
        same = (
            shown.startswith("–")
            if not planted.found.amount and shown.startswith("–")
            else amount(shown) == written(planted.found)
        )
        if not same or not planted.is_found:
            wrong.append(f"{planted.key}: {shown} shown, {show(planted.found)} told, found: {planted.is_found}")
    assert wrong == []
    kinds = {planted.nature for planted in story}
    assert kinds == set(Nature)


def test_a_campaign_earns_more_than_it_costs_when_its_margin_says_so(
    alice: Visitor, world: World, story: list[Planted]
) -> None:
    told = [planted for planted in story if planted.nature is Nature.CAMPAIGN]
    verdicts = set()
    for planted in told:
        shop = db.session.scalars(sa.select(Shop).where(Shop.key == world.alice_shop_key)).one()
        days = [(shop.anchor_on + timedelta(days=day)).isoformat() for day in (planted.first, planted.last)]
        page = alice.get(f"/b/{shop.key}/admin/statistiques/acquisition?du={days[0]}&au={days[1]}&cmp=non")
        head, *rows = tables(page.text)["Campagnes"]
        left = next(amount(row[head.index("Marge − coût")]) for row in rows if row[0] == planted.title)
        earns = "rapporte plus qu’elle ne coûte" in planted.remark
        assert earns == (left > 0), planted.remark
        verdicts.add(earns)
    assert verdicts == {True, False}


def test_trainers_and_examiners_read_it_and_nobody_else(world_app: Flask, world: World) -> None:
    path = f"/formateur/contextes/{CONTEXT}/histoire"
    for login in ("tom", "erin"):
        page = Visitor(world_app, login).get(path)
        assert page.status_code == 200
        assert "Un reportage de la télévision régionale" in page.text
        assert "Fête des pères" in page.text
    assert Visitor(world_app, "ada").get(path).status_code == 403
    assert Visitor(world_app, "alice").get(path).status_code == 403
    seat = Visitor(world_app)
    seat.get("/epreuve/rejoindre")
    assert seat.post("/epreuve/rejoindre", code=world.join_codes[0]).status_code == 302
    assert seat.get(path).status_code in (302, 403, 404)


def test_no_word_of_it_is_in_the_database_nor_on_a_page_of_a_candidate(
    world_app: Flask, world: World, story: list[Planted]
) -> None:
    """What is nowhere in the database cannot be in a page, an export, a journal or an answer made of it; then the pages themselves."""
    canaries = [planted.told for planted in story if planted.told]
    assert len(canaries) >= 8
    told = "\n".join(every_text())
    assert "Colombie Huila" in told, "the database was read"
    assert [canary for canary in canaries if canary in told] == []
    root = f"/b/{world.alice_shop_key}"
    face = Face(
        world_app, Visitor(world_app, "alice"), (f"{root}/", f"{root}/admin/", f"{root}/admin/statistiques", "/entrainement"),
        ("storefront", "backoffice", "practice", "exam", "exam_shop"),
    )  # fmt: skip
    pages: list[str] = []
    note = face.note
    face.note = lambda path, answer: (pages.append(answer.text), note(path, answer))[1]  # type: ignore[method-assign]
    face.crawl(*face.starts)
    files = [
        f"{root}/admin/statistiques/{slug}/export.{end}"
        for slug in ("recapitulatif", "acquisition", "avis")
        for end in ("csv", "xlsx")
    ]
    pages += [face.visitor.get(path).data.decode("utf-8", "replace") for path in files]
    assert len(pages) > 60
    marks = [*canaries, "histoire plantée", f"{CONTEXT}/histoire"]
    assert [mark for mark in marks for page in pages if mark in unescape(page)] == []


def every_text() -> list[str]:
    """All that the columns of text of the database hold."""
    found = []
    db.session.rollback()  # what a fixture has read holds the database
    with db.engine.connect().execution_options(**{UNSCOPED: True}) as connection:
        for table in Base.metadata.sorted_tables:
            for column in table.c:
                if isinstance(column.type, (sa.String, sa.JSON)):
                    values = connection.execute(sa.select(sa.cast(column, sa.Text)).distinct())
                    found += [value for (value,) in values if value]
    return found
