"""An injection that generates visits: the rates asked for, read in the statistics of that subject's shops alone."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.scope import shop_scope
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic.queries import (
    figures_of_pages,
    figures_of_searches,
    figures_of_shares,
    get_dataset,
    get_shop_day,
)
from sandbox.shop.traffic.rules.indicators import Totals, value_of
from sandbox.shop.traffic.rules.periods import last_days
from sandbox.training.exams.copies import make_baseline, make_copy
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.generating import problems_of
from sandbox.training.subjects.scenario import Injection
from tests.factories.world import World

RATES: dict[str, Any] = {"jours": "30", "taux_conversion": "0.009", "taux_abandon_panier": "81 %"}


def asking(subject: Subject, **values: Any) -> Subject:
    """The subject with one more injection."""
    made = Injection.model_validate(
        {"id": "visites", "op": "generer", "entite": "visite", "valeurs": {**RATES, **values}}
    )
    scenario = subject.scenario.model_copy(update={"injections": [*subject.scenario.injections, made]})
    return Subject(scenario, subject.grid, subject.files, f"{subject.digest[:50]}{'0' * 14}")


def totals(shop: Shop, days: int = 30) -> Totals:
    with shop_scope(shop.id):
        return get_dataset(last_days(get_shop_day(), days)).totals


def test_the_rates_are_those_of_the_statistics(world: World, subject: Subject) -> None:
    assert world.session_id
    plain = make_baseline(subject, clock.today())
    shop = make_copy(make_baseline(asking(subject), clock.today()))
    found, before = totals(shop), totals(plain)
    assert value_of("conversion", found).amount == pytest.approx(0.9, abs=0.005)
    assert value_of("abandon", found).amount == pytest.approx(81, abs=0.3)
    assert (found.paid, found.sales_excl) == (before.paid, before.sales_excl), "orders are what they were"
    assert found.visits != before.visits
    assert totals(shop, 60).visits - found.visits == totals(plain, 60).visits - before.visits, (
        "earlier days are the context's"
    )
    db.session.rollback()


def test_the_parts_of_a_day_are_the_day(world: World, subject: Subject) -> None:
    assert world.session_id
    shop = make_baseline(asking(subject), clock.today())
    with shop_scope(shop.id):
        day = last_days(get_shop_day(), 30)
        whole = get_dataset(day).totals
        assert sum(figures_of_shares(day, "hour").values()) == whole.visits
        assert sum(figures_of_shares(day, "region").values()) == whole.visits
        pages = figures_of_pages(day)
        assert sum(page.views for page in pages) == whole.page_views
        assert sum(page.entries for page in pages) == whole.visits
        searched = next(page.views for page in pages if page.path == "/recherche")
        assert sum(one.searches for one in figures_of_searches(day)) == searched
    db.session.rollback()


def test_the_same_rates_give_the_same_visits_and_no_other_shop_sees_them(world: World, subject: Subject) -> None:
    assert world.session_id
    first = make_baseline(asking(subject), clock.today())
    figures = totals(first)
    second = make_baseline(asking(subject), clock.today())
    assert totals(second) == figures == totals(first)
    assert totals(make_copy(second)) == figures
    other = make_baseline(asking(subject, taux_conversion="0.012"), clock.today())
    assert totals(other).visits < figures.visits
    assert totals(first) == figures
    db.session.rollback()


def test_rates_that_cannot_be_are_refused_with_the_injection(world: World, subject: Subject) -> None:
    assert world.session_id
    with pytest.raises(RuleBroken, match="Injection « visites » : Ces taux demandent"):
        make_baseline(asking(subject, taux_conversion="0.9"), clock.today())
    db.session.rollback()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"entite": "commande"}, "« generer » fait des visites"),
        ({"valeurs": {**RATES, "taux_conversio": "0.1"}}, "Vouliez-vous dire « taux_conversion » ?"),
        ({"valeurs": {**RATES, "jours": "trente"}}, "n’est pas un nombre de jours"),
        ({"valeurs": {**RATES, "taux_abandon_panier": "beaucoup"}}, "n’est pas un nombre"),
        ({"valeurs": {**RATES, "taux_abandon_panier": "1.2"}}, "n’est pas un taux"),
        ({"valeurs": {"jours": "30"}}, "La clé obligatoire « taux_conversion » manque."),
    ],
)
def test_what_is_wrong_is_told(changes: dict[str, Any], told: str) -> None:
    raw = {"id": "v", "op": "generer", "entite": "visite", "valeurs": RATES, **changes}
    assert told in " ".join(words for _, words in problems_of(Injection.model_validate(raw)))
