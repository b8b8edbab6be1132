"""Settings: typed values, French forms, bounds, defaults."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.kernel.actions import take_performed
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.shops import queries
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.rules import SETTINGS, Section
from sandbox.shop.shops.services import set_setting, set_settings


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("nouveau_jours", "30", 30), ("minimum_commande", "15,50", 1550), ("mode_catalogue", "oui", True),
        ("mode_catalogue", False, False), ("tri_par_defaut", "prix croissant", "price"), ("bandeau", " Noël ", "Noël"),
        ("port_offert_des", None, None), ("port_offert_des", "60", 6000),
    ],
)  # fmt: skip
def test_a_setting_is_understood_as_people_write_it(shop: Shop, name: str, given: Any, kept: Any) -> None:
    set_setting(name=name, value=given)
    assert queries.get_setting(name) == kept
    assert queries.get_settings()[name] == kept


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("nouveau_jours", 366), ("nouveau_jours", "beaucoup"), ("minimum_commande", -1), ("produits_par_page", 0),
        ("tri_par_defaut", "hasard"), ("bandeau", "b" * 2000), ("retours_jours", 0),
    ],
)  # fmt: skip
def test_what_is_out_of_bounds_is_refused_at_its_name(shop: Shop, name: str, given: Any) -> None:
    with pytest.raises(RuleBroken) as refused:
        set_setting(name=name, value=given)
    assert refused.value.field == name


def test_what_was_never_set_has_its_default(shop: Shop) -> None:
    values = queries.get_settings()
    assert values == {name: setting.default for name, setting in SETTINGS.items()}
    assert set(queries.settings_of(Section.REVIEWS)) == {"avis_validation", "avis_invites"}


def test_settings_of_a_screen_are_one_act(shop: Shop) -> None:
    take_performed()
    set_settings(values={"nouveau_jours": 10, "produits_par_page": 24})
    done = take_performed()
    assert [act.name for act in done] == ["reglages.modifier"]
    assert len(done[0].changes) == 2
