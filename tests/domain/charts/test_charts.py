"""Charts of notes: sound ones only, their parts make the whole, the figures are those of every report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.kernel.scope import shop_scope
from sandbox.shop.charts.models import NoteChart
from sandbox.shop.charts.queries import Spec, figures_of, get_chart, list_charts, spec_of
from sandbox.shop.charts.rules import MAX_CHARTS, check
from sandbox.shop.charts.services import add_chart, remove_chart
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic.queries import get_dataset, get_shop_day
from sandbox.shop.traffic.rules.indicators import INDICATORS
from sandbox.shop.traffic.rules.periods import Period, last_days
from tests.factories.world import World


@pytest.fixture
def shop(world: World) -> Iterator[Shop]:
    """Alice's copy of the shipped company, open."""
    found = session.scalars(sa.select(Shop).where(Shop.key == world.alice_shop_key)).one()
    with shop_scope(found.id):
        yield found


@pytest.fixture
def month(shop: Shop) -> Period:
    assert shop
    return last_days(get_shop_day() - timedelta(days=1), 30)


@pytest.mark.parametrize("key", ["visites", "commandes", "ventes"])
@pytest.mark.parametrize("dimension", ["temps", "source", "appareil"])
def test_parts_make_the_whole(month: Period, key: str, dimension: str) -> None:
    figures = figures_of(Spec(key, month, dimension, "barres", "precedente"))
    whole = INDICATORS[key].of(get_dataset(month).totals)
    assert figures.whole == whole
    assert sum(row.now.amount or 0 for row in figures.rows) == whole.amount
    assert sum(row.before.amount or 0 for row in figures.rows if row.before) == figures.whole_before.amount  # type: ignore[union-attr]


def test_a_rate_and_an_indicator_of_the_relation_follow_the_days(month: Period) -> None:
    for key in ("conversion", "fils"):
        figures = figures_of(Spec(key, month, "temps", "ligne"))
        assert len(figures.rows) == month.days
        assert figures.against is None
        assert figures.whole == INDICATORS[key].of(get_dataset(month).totals_of(INDICATORS[key]))


def test_days_without_record_are_unknown_and_not_zero(shop: Shop) -> None:
    old = Period(shop.anchor_on - timedelta(days=900), shop.anchor_on - timedelta(days=890))
    figures = figures_of(Spec("visites", old, "temps", "ligne"))
    assert {row.now.amount for row in figures.rows} == {None}
    assert figures.whole.reason


def test_a_chart_is_kept_drawn_and_removed(month: Period) -> None:
    made = add_chart(
        deliverable="note", caption="  D’où viennent  les visites ", indicator="visites", first_on=month.first, last_on=month.last,
        dimension="source", kind="secteurs",
    )  # fmt: skip
    assert made.title == "D’où viennent les visites"
    assert list(list_charts("note")) == [made]
    assert list(list_charts("autre")) == []
    assert spec_of(get_chart(made.id)) == Spec("visites", month, "source", "secteurs", "")
    remove_chart(chart=made)
    with pytest.raises(NotFound):
        get_chart(made.id)


def test_a_note_has_a_bound(month: Period) -> None:
    given = {"caption": "Visites", "indicator": "visites", "dimension": "temps", "kind": "ligne"}
    for _ in range(MAX_CHARTS):
        add_chart(deliverable="note", first_on=month.first, last_on=month.last, **given)
    with pytest.raises(RuleBroken, match="au plus"):
        add_chart(deliverable="note", first_on=month.first, last_on=month.last, **given)
    assert session.scalar(sa.select(sa.func.count(NoteChart.id))) == MAX_CHARTS


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"indicator": "bonheur"}, "indicateur de la liste"), ({"dimension": "lune"}, "dans les listes"), ({"kind": "ligne"}, "Une courbe"),
        ({"kind": "secteurs", "indicator": "panier_moyen"}, "parts d’un tout"), ({"kind": "secteurs", "comparison": "annee"}, "Deux disques"),
        ({"indicator": "avis"}, "ne se répartit pas"), ({"days": 0}, "un jour"), ({"days": 2000}, "trois ans"), ({"title": " "}, "un titre"),
        ({"title": "x" * 121}, "caractères au plus"),
    ],
)  # fmt: skip
def test_refuses_what_would_mislead(wrong: dict[str, object], says: str) -> None:
    sound = {
        "indicator": "visites",
        "dimension": "source",
        "kind": "barres",
        "comparison": "",
        "days": 30,
        "title": "Visites",
    }
    assert check(**sound) == "Visites"  # type: ignore[arg-type]
    with pytest.raises(RuleBroken, match=says):
        check(**{**sound, **wrong})  # type: ignore[arg-type]
