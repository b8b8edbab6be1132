"""Catalogue > Attributs & caractéristiques."""

from __future__ import annotations

from sandbox.shop.catalog.models import Attribute, AttributeValue, Feature
from tests.web.backoffice.conftest import Desk

LIST = "/catalogue/attributs"
FEATURES = "/catalogue/caracteristiques"


def test_an_attribute_gets_its_values_which_are_renamed_and_ranked(desk: Desk) -> None:
    page = desk.save(f"{LIST}/nouveau", name="Ruban", public_name="", kind="color")
    assert page.says("Ajoutez ses valeurs")
    ribbon = desk.find(Attribute, name="Ruban").id
    assert desk.find(Attribute, id=ribbon).public_name == "Ruban"
    for name, color in (("Doré", "#c9a227"), ("Argent", "#c0c0c0")):
        desk.save(f"{LIST}/{ribbon}/valeurs", name=name, color=color)
    silver = desk.find(AttributeValue, name="Argent").id
    desk.save(f"{LIST}/{ribbon}/valeurs/{silver}", **{f"v{silver}-name": "Argenté", f"v{silver}-color": "#d0d0d0"})
    desk.save(
        f"{LIST}/{ribbon}/valeurs/{silver}",
        **{f"v{silver}-name": "Argenté", f"v{silver}-color": "#d0d0d0", "position": "1"},
    )
    assert [(v.name, v.color) for v in desk.find(Attribute, id=ribbon).values] == [
        ("Argenté", "#d0d0d0"),
        ("Doré", "#c9a227"),
    ]
    desk.save(f"{LIST}/{ribbon}/valeurs/{silver}", **{f"v{silver}-name": "Argenté", "act": "delete"})
    assert [v.name for v in desk.find(Attribute, id=ribbon).values] == ["Doré"]
    assert "Ruban" in " ".join(desk.journal())


def test_refuses_at_the_field(desk: Desk) -> None:
    page = desk.refused(f"{LIST}/nouveau", name="poids", public_name="Masse", kind="select")
    assert "déjà ce nom" in page.error("name")
    assert page.form("attribute-form").fields["public_name"] == ["Masse"]
    color = desk.find(Attribute, name="Couleur").id
    page = desk.refused(f"{LIST}/{color}/valeurs", name="Rouge", color="rouge")
    assert "#rrggbb" in page.error("color")
    page = desk.refused(f"{LIST}/{color}/valeurs", name="sable", color="")
    assert "existe déjà" in page.error("name")
    value = desk.find(Attribute, id=color).values[0].id
    page = desk.refused(f"{LIST}/{color}/valeurs/{value}", **{f"v{value}-name": "", f"v{value}-color": "#000000"})
    assert "Donnez un nom" in page.error(f"v{value}-name")


def test_what_products_use_is_not_deleted(desk: Desk) -> None:
    weight = desk.find(Attribute, name="Poids")
    answer = desk.send(f"{LIST}/{weight.id}/supprimer")
    assert answer.status_code >= 400
    assert "sert à des déclinaisons" in answer.text
    assert desk.count(Attribute, name="Poids") == 1


def test_features_are_named_once_and_deleted_when_unused(desk: Desk) -> None:
    desk.save(FEATURES, name="Millésime")
    made = desk.find(Feature, name="Millésime").id
    page = desk.refused(FEATURES, name="ORIGINE")
    assert "déjà ce nom" in page.error("name")
    page = desk.refused(f"{FEATURES}/{made}", **{f"f{made}-name": "Origine"})
    assert "déjà ce nom" in page.error(f"f{made}-name")
    desk.save(f"{FEATURES}/{made}", **{f"f{made}-name": "Année"})
    assert desk.find(Feature, id=made).name == "Année"
    desk.save(f"{FEATURES}/{made}", **{f"f{made}-name": "Année", "act": "delete"})
    assert desk.count(Feature, name="Année") == 0
