"""Catalogue rules and specific prices through their forms, and the price that customers see at once."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.kernel.money import format_cents
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Category, Product, ProductCategory
from sandbox.shop.customers.models import CustomerGroup
from sandbox.shop.pricing.models import CatalogRule, SpecificPrice
from sandbox.training.subjects import queries as subjects
from sandbox.training.subjects.models import SubjectCopy
from tests.support.pages import Page
from tests.web.backoffice.conftest import Desk

RULES = "/catalogue/reductions/regles-catalogue"
NEW_RULE = f"{RULES}/nouvelle"
AUTUMN = {"name": "Automne : 20 %", "kind": "percent", "value_bp": "20"}
QUARTER = {"kind": "percent", "value_bp": "25"}


def product_of(desk: Desk, key: str = "filtres-papier") -> Product:
    return desk.find(Product, key=key)


def sheet(desk: Desk, key: str = "filtres-papier") -> Page:
    """The page of a product in the shop."""
    product = product_of(desk, key)
    return desk.shop_page(f"/produit/{product.id}-{product.slug}")


def add_rule(desk: Desk, **changes: object) -> Page:
    return desk.save(NEW_RULE, **desk.form(NEW_RULE, "catalog-rule-form").filled(**{**AUTUMN, **changes}))


def rule_path(desk: Desk) -> str:
    return f"{RULES}/{desk.find(CatalogRule, name=AUTUMN['name']).id}"


def new_price(desk: Desk, key: str = "filtres-papier") -> str:
    return f"/catalogue/produits/{product_of(desk, key).id}/prix-specifiques/nouveau"


def add_price(desk: Desk, key: str = "filtres-papier", **changes: object) -> Page:
    path = new_price(desk, key)
    return desk.save(path, **desk.form(path, "specific-price-form").filled(**{**QUARTER, **changes}))


def last_price(desk: Desk) -> SpecificPrice:
    with shop_scope(desk.shop_id):
        return db.session.query(SpecificPrice).order_by(SpecificPrice.id.desc()).first()


# catalogue rules -----------------------------------------------------------------------------------------------------


def test_a_rule_without_condition_strikes_the_prices_of_the_whole_shop(desk: Desk) -> None:
    assert sheet(desk, "bouilloire-col-de-cygne").says(format_cents(6900))
    page = add_rule(desk)
    assert page.says("La règle de prix catalogue « Automne : 20 % » est créée.")
    assert page.says("Tout le catalogue")
    seen = sheet(desk, "bouilloire-col-de-cygne")
    assert seen.says(format_cents(6900))
    assert seen.says(format_cents(5520))
    assert "Règle de prix catalogue créée" in desk.journal()[-1]


def test_a_rule_on_a_category_leaves_the_others_alone(desk: Desk) -> None:
    category = desk.find(Category, key="infusions")
    page = add_rule(desk, conditions_1=[f"category:{category.id}"])
    inside = desk.count(ProductCategory, category_id=category.id)
    assert inside > 2
    assert page.says(f"{inside} produits concernés")
    assert not sheet(desk, "bouilloire-col-de-cygne").says(format_cents(5520))
    form = desk.form(rule_path(desk), "catalog-rule-form")
    assert form.fields["conditions_1"] == [f"category:{category.id}"]
    assert "conditions_2" not in form.fields


def test_groups_of_conditions_add_up_and_more_are_offered(desk: Desk) -> None:
    tokens = [f"category:{desk.find(Category, key=key).id}" for key in ("infusions", "assemblages")]
    add_rule(desk, conditions_1=tokens[:1], conditions_2=tokens[1:])
    page = desk.read(rule_path(desk))
    assert page.says("Groupe de conditions 4")
    with shop_scope(desk.shop_id):
        assert [(c.group_no, c.kind) for c in desk.find(CatalogRule, name=AUTUMN["name"]).conditions] == [
            (1, "category"), (2, "category"),
        ]  # fmt: skip


def test_conditions_of_one_group_must_all_be_met(desk: Desk) -> None:
    tokens = [f"category:{desk.find(Category, key=key).id}" for key in ("infusions", "assemblages")]
    assert add_rule(desk, conditions_1=tokens).says("0 produit concerné")


def test_a_rule_of_many_groups_is_saved_as_it_was(desk: Desk) -> None:
    with shop_scope(desk.shop_id):
        tokens = [
            f"category:{number}" for (number,) in db.session.query(Category.id).filter(Category.parent_id.is_not(None))
        ]
    groups = {f"conditions_{rank}": [token] for rank, token in enumerate(tokens[:6], 1)}
    add_rule(desk, **groups)
    path, before = rule_path(desk), desk.journal()
    desk.save(path, **desk.form(path, "catalog-rule-form").filled())
    assert desk.journal() == before
    with shop_scope(desk.shop_id):
        assert len({c.group_no for c in desk.find(CatalogRule, name=AUTUMN["name"]).conditions}) == 6


def test_an_edited_rule_moves_the_price_at_once(desk: Desk) -> None:
    add_rule(desk)
    path = rule_path(desk)
    desk.save(path, **desk.form(path, "catalog-rule-form").filled(kind="amount", amount_cents="5", is_tax_incl="1"))
    assert sheet(desk, "bouilloire-col-de-cygne").says(format_cents(6400))
    assert desk.journal()[-1].startswith("regle_catalogue.modifier")


def test_a_rule_switched_off_and_one_to_come_change_nothing(desk: Desk) -> None:
    add_rule(desk)
    rule = desk.find(CatalogRule, name=AUTUMN["name"])
    assert desk.save(f"{RULES}/{rule.id}/etat", value="").says("est désactivée")
    assert not sheet(desk, "bouilloire-col-de-cygne").says(format_cents(5520))
    desk.save(rule_path(desk), **desk.form(rule_path(desk), "catalog-rule-form").filled(
        is_active="y", starts_at="2099-01-01T08:00"))  # fmt: skip
    assert not sheet(desk, "bouilloire-col-de-cygne").says(format_cents(5520))
    assert desk.read(rule_path(desk)).says("À venir")


def test_a_deleted_rule_gives_the_price_back(desk: Desk) -> None:
    add_rule(desk)
    assert desk.save(f"{rule_path(desk)}/supprimer").says("est supprimée")
    assert not sheet(desk, "bouilloire-col-de-cygne").says(format_cents(5520))
    assert "Règle de prix catalogue supprimée" in desk.journal()[-1]


def test_rules_are_switched_and_deleted_together(desk: Desk) -> None:
    ids = [str(desk.find(CatalogRule, key=key).id) for key in ("douceurs-du-soir", "rentree-assemblages")]
    assert desk.save(f"{RULES}/selection", ids=ids, action="activer").says("2 règles de prix catalogue activées.")
    assert desk.save(f"{RULES}/selection", ids=ids, action="supprimer").says("2 règles de prix catalogue supprimées.")
    assert desk.count(CatalogRule) == 0
    assert desk.read(RULES).says("Rien à afficher")


def test_the_list_of_rules_is_narrowed(desk: Desk) -> None:
    page = desk.read(f"{RULES}?name=rentree")
    assert page.says("Rentrée du quai")
    assert not page.says("Douceurs du soir")
    assert desk.read(f"{RULES}?kind=amount").says("Rien ne correspond")
    assert "nombre" in desk.read(f"{RULES}?id_min=abc").texts["fault-id_min"]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "obligatoire"),
        ({"from_quantity": "0"}, "from_quantity", "au moins 1"),
        ({"from_quantity": ""}, "from_quantity", "obligatoire"),
        ({"value_bp": "0"}, "value_bp", "supérieur à 0"),
        ({"value_bp": "120"}, "value_bp", "100"),
        ({"value_bp": "vingt"}, "value_bp", "nombre"),
        ({"kind": "amount", "amount_cents": ""}, "amount_cents", "supérieur à 0"),
        ({"starts_at": "2026-12-24T10:00", "ends_at": "2026-12-24T09:00"}, "ends_at", "après le début"),
        ({"ends_at": "Noël"}, "ends_at", "Date et heure attendues"),
        ({"conditions_1": ["category:99999"]}, "conditions_1", ""),
    ],
)
def test_refuses_a_rule(desk: Desk, changes: dict[str, object], field: str, words: str) -> None:
    before = desk.count(CatalogRule)
    page = desk.refused(NEW_RULE, **desk.form(NEW_RULE, "catalog-rule-form").filled(**{**AUTUMN, **changes}))
    assert page.error(field)
    assert words in page.error(field)
    assert desk.count(CatalogRule) == before
    kept = page.form("catalog-rule-form").fields
    assert kept["name"] == [changes.get("name", AUTUMN["name"])]
    assert kept["value_bp"] == [changes.get("value_bp", "20")]


def test_says_every_fault_at_once(desk: Desk) -> None:
    values = {"name": "", "kind": "amount", "amount_cents": "", "from_quantity": ""}
    page = desk.refused(NEW_RULE, **desk.form(NEW_RULE, "catalog-rule-form").filled(**values))
    assert all(page.error(field) for field in ("name", "amount_cents", "from_quantity"))


def test_refuses_a_change_and_keeps_the_rule(desk: Desk) -> None:
    path = f"{RULES}/{desk.find(CatalogRule, key='douceurs-du-soir').id}"
    page = desk.refused(path, **desk.form(path, "catalog-rule-form").filled(value_bp="-4"))
    assert "supérieur à 0" in page.error("value_bp")
    assert desk.find(CatalogRule, key="douceurs-du-soir").value_bp == 800


# specific prices -----------------------------------------------------------------------------------------------------


def test_a_specific_price_strikes_the_price_of_its_product(desk: Desk) -> None:
    page = add_price(desk, "bouilloire-col-de-cygne")
    assert page.says("Le prix spécifique de « Bouilloire")
    assert page.says("−25 %")
    seen = sheet(desk, "bouilloire-col-de-cygne")
    assert seen.says(format_cents(5175))
    assert not sheet(desk).says("−25 %")
    told = desk.journal()[-1].replace("\u00a0", " ")
    assert "Prix TTC 69,00 € → 51,75 €, prix spécifique (−25 %)" in told


def test_a_specific_price_of_a_group_is_not_everybody_s(desk: Desk) -> None:
    group = desk.find(CustomerGroup, key="professionnels")
    page = add_price(desk, "bouilloire-col-de-cygne", group_id=str(group.id))
    assert page.says("Cafetiers et hôteliers (pro)")
    assert not sheet(desk, "bouilloire-col-de-cygne").says(format_cents(5175))


def test_a_fixed_price_replaces_the_other(desk: Desk) -> None:
    add_price(desk, "bouilloire-col-de-cygne", kind="price", price_excl_micros="20")
    assert sheet(desk, "bouilloire-col-de-cygne").says(format_cents(2400))
    assert last_price(desk).price_excl_micros == 20_000_000


def test_a_specific_price_is_changed_then_removed(desk: Desk) -> None:
    add_price(desk, "bouilloire-col-de-cygne")
    path = f"/catalogue/prix-specifiques/{last_price(desk).id}"
    assert desk.form(path, "specific-price-form").fields["value_bp"] == ["25"]
    desk.save(path, **desk.form(path, "specific-price-form").filled(kind="amount", amount_cents="10", is_tax_incl="1"))
    assert sheet(desk, "bouilloire-col-de-cygne").says(format_cents(5900))
    assert desk.journal()[-1].startswith("prix_specifique.modifier")
    assert desk.save(f"{path}/supprimer").says("Le prix spécifique est supprimé.")
    assert not sheet(desk, "bouilloire-col-de-cygne").says(format_cents(5900))
    desk.read(path, status=404)


def test_the_product_page_lists_its_specific_prices_past_ones_too(desk: Desk) -> None:
    page = desk.read(f"/catalogue/produits/{product_of(desk).id}")
    assert page.says("Prix spécifiques (2)")
    assert page.says("3 unités")
    assert desk.read(f"/catalogue/produits/{product_of(desk, 'moulin-armen').id}").says("terminée")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"from_quantity": "0"}, "from_quantity", "au moins 1"),
        ({"value_bp": "100,5"}, "value_bp", "100"),
        ({"kind": "amount", "amount_cents": "cinq"}, "amount_cents", "nombre"),
        ({"kind": "price", "price_excl_micros": ""}, "price_excl_micros", "prix de vente"),
        ({"kind": "price", "price_excl_micros": "-3"}, "price_excl_micros", "prix de vente"),
        ({"customer_id": "Personne Inconnue"}, "customer_id", "Aucun client"),
        ({"starts_at": "2026-12-24T10:00", "ends_at": "2026-12-23T10:00"}, "ends_at", "après le début"),
    ],
)
def test_refuses_a_specific_price(desk: Desk, changes: dict[str, object], field: str, words: str) -> None:
    path, before = new_price(desk), desk.count(SpecificPrice)
    page = desk.refused(path, **desk.form(path, "specific-price-form").filled(**{**QUARTER, **changes}))
    assert words in page.error(field)
    assert desk.count(SpecificPrice) == before
    kept = page.form("specific-price-form").fields
    assert all(kept[name] == [value] for name, value in changes.items())


def test_refuses_two_specific_prices_with_the_same_conditions(desk: Desk) -> None:
    add_price(desk, "bouilloire-col-de-cygne")
    path = new_price(desk, "bouilloire-col-de-cygne")
    page = desk.refused(path, **desk.form(path, "specific-price-form").filled(kind="percent", value_bp="30"))
    assert page.says("Un prix spécifique existe déjà avec ces mêmes conditions")
    assert page.form("specific-price-form").fields["value_bp"] == ["30"]


def test_the_price_is_explained_only_where_the_subject_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"/catalogue/produits/{product_of(desk).id}?quantite=6"
    assert not desk.read(path).says("Pourquoi ce prix")
    for copy in db.session.query(SubjectCopy):
        copy.data = {**copy.data, "scenario": {**copy.data["scenario"], "aides": ["pourquoi_ce_prix"]}}
    db.session.commit()
    monkeypatch.setattr(subjects, "_kept", {})
    page = desk.read(path)
    assert page.says("Pourquoi ce prix")
    assert page.says("Gagne Prix spécifique −18 %")
    assert page.says("Écartée Prix spécifique −10 %")


# who may -------------------------------------------------------------------------------------------------------------


def test_an_examiner_reads_prices_but_changes_nothing(onlooker: Desk) -> None:
    rule, price = (
        onlooker.find(CatalogRule, key="douceurs-du-soir"),
        onlooker.find(SpecificPrice, key="filtres-par-six"),
    )
    assert onlooker.read(f"{RULES}/{rule.id}").says("Consultation seule.")
    assert onlooker.read(f"/catalogue/prix-specifiques/{price.id}").says("Consultation seule.")
    for path in (
        NEW_RULE, f"{RULES}/{rule.id}", f"{RULES}/{rule.id}/etat", f"{RULES}/{rule.id}/supprimer", f"{RULES}/selection",
        new_price(onlooker), f"/catalogue/prix-specifiques/{price.id}", f"/catalogue/prix-specifiques/{price.id}/supprimer",
    ):  # fmt: skip
        assert onlooker.send(path, **AUTUMN).status_code == 403, path


def test_prices_of_somebody_elses_shop_do_not_exist(stranger: Desk) -> None:
    for path in (RULES, NEW_RULE, f"{RULES}/1", "/catalogue/prix-specifiques/1"):
        stranger.read(path, status=404)
    assert stranger.send(f"{RULES}/1/supprimer").status_code == 404
