"""International > Zones géographiques."""

from __future__ import annotations

from sandbox.shop.shipping.models import Zone
from tests.web.backoffice.conftest import Desk

LIST = "/international/zones"


def test_a_zone_is_created_with_its_places_then_deleted(desk: Desk) -> None:
    form = desk.form(f"{LIST}/nouvelle", "zone-form")
    page = desk.save(f"{LIST}/nouvelle", **form.filled(name="Tournée à vélo", places=["departement-29", "corse"]))
    assert page.says("Tournée à vélo")
    assert page.says("Corse (codes postaux en 20), Finistère (29)")
    assert desk.journal()[-1].startswith("zone.creer: Zone géographique créée : Tournée à vélo")
    zone = desk.find(Zone, name="Tournée à vélo")
    assert desk.form(f"{LIST}/{zone.id}", "zone-form").fields["places"] == ["corse", "departement-29"]
    assert desk.save(f"{LIST}/{zone.id}/supprimer").says("est supprimée")


def test_a_place_ticked_elsewhere_says_where_it_is_and_moves(desk: Desk) -> None:
    other = desk.find(Zone, key="france")
    assert desk.read(f"{LIST}/nouvelle").says(f"dans {other.name}")
    desk.save(f"{LIST}/nouvelle", **desk.form(f"{LIST}/nouvelle", "zone-form").filled(name="Tout", places=["france"]))
    assert "places" not in desk.form(f"{LIST}/{other.id}", "zone-form").fields


def test_refuses_at_the_field_and_keeps_what_was_ticked(desk: Desk) -> None:
    form = desk.form(f"{LIST}/nouvelle", "zone-form")
    page = desk.refused(f"{LIST}/nouvelle", **form.filled(name="", places=["belgique"]))
    assert page.error("name")
    assert page.form("zone-form").fields["places"] == ["belgique"]
    assert desk.refused(f"{LIST}/nouvelle", **form.filled(name="X", places=["atlantide"])).error("places")


def test_a_zone_in_use_is_not_deleted_and_says_by_what(desk: Desk) -> None:
    zone = desk.find(Zone, key="france")
    answer = desk.send(f"{LIST}/{zone.id}/supprimer")
    assert answer.status_code == 422
    assert "sert aux tarifs de" in answer.text
