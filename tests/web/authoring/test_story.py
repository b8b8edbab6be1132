"""Every figure of the shipped context's story is read from the pages of a candidate who was not told it."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.config import ROOT
from sandbox.kernel.db import db
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic.rules.indicators import Unit, Value, show
from sandbox.shop.traffic.rules.story import Nature, Planted
from sandbox.training.contexts.queries import get_context
from sandbox.training.contexts.story import tell_story
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


def read(alice: Visitor, world: World, planted: Planted, *, days: tuple[int, int] | None = None) -> str:
    """The figure as the page of Alice's shop shows it."""
    shop = db.session.scalars(sa.select(Shop).where(Shop.key == world.alice_shop_key)).one()
    first, last = days or (planted.first, planted.last)
    asked = {
        "du": (shop.anchor_on + timedelta(days=first)).isoformat(), "au": (shop.anchor_on + timedelta(days=last)).isoformat(),
        "cmp": "non", **planted.place.focus,
    }  # fmt: skip
    page = alice.get(f"/b/{world.alice_shop_key}/admin/statistiques/{planted.place.report}?{urlencode(asked)}")
    assert page.status_code == 200
    place = planted.place
    if place.indicator:
        return next(tile.words for tile in tiles(page.text).values() if tile.name == place_name(place.indicator))
    head, *rows = tables(page.text)[place.table]
    return next(row[head.index(place.column)] for row in rows if row and row[0] == place.row)


def place_name(indicator: str) -> str:
    from sandbox.shop.traffic.rules.indicators import INDICATORS

    return INDICATORS[indicator].name


def written(value: Value) -> float:
    """A figure as precise as the screens write it."""
    return amount(show(value))


def test_each_thing_planted_is_read_on_its_screen_as_the_story_says(
    alice: Visitor, world: World, story: list[Planted]
) -> None:
    assert len(story) > 25
    wrong = []
    for planted in story:
        shown = read(alice, world, planted)
        print(planted.nature, "|", planted.title, "|", planted.first, planted.last, "|", planted.without and show(planted.without), planted.expected and show(planted.expected), show(planted.found), shown, planted.is_found, planted.remark)
        if amount(shown) != written(planted.found) or not planted.is_found:
            wrong.append(f"{planted.key}: {shown} shown, {show(planted.found)} told, found: {planted.is_found}")
    assert wrong == []
    assert 0
