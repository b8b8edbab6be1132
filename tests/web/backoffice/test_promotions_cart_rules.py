"""Catalogue > Réductions > Règles paniers, through its forms, and what customers then get in the cart."""

from __future__ import annotations

import re

import pytest

from sandbox.kernel.db import db
from sandbox.kernel.money import format_cents, share_bp
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.shop.pricing.models import CartRule
from sandbox.shop.pricing.queries import price_of, public_buyer
from sandbox.shop.shipping.models import Carrier
from sandbox.training.subjects import queries as subjects
from sandbox.training.subjects.models import SubjectCopy
from tests.support.pages import Page
from tests.web.backoffice.conftest import Desk

LIST = "/catalogue/reductions/regles-paniers"
NEW = f"{LIST}/nouvelle"
CHRISTMAS = {
    "name": "Noël\u00a0: 10 % dès 40 €",
    "code": "NOEL26",
    "quantity": "200",
    "minimum_cents": "40",
    "reduction_kind": "percent",
    "reduction_bp": "10",
}


def create(desk: Desk, **changes: object) -> Page:
    """Fill in the form of a new rule as it is shown, and save it."""
    return desk.save(NEW, **desk.form(NEW, "cart-rule-form").filled(**{**CHRISTMAS, **changes}))


def refuse(desk: Desk, **changes: object) -> Page:
    """Fill in the form of a new rule, and be refused."""
    before = desk.count(CartRule)
    page = desk.refused(NEW, **desk.form(NEW, "cart-rule-form").filled(**{**CHRISTMAS, **changes}))
    assert desk.count(CartRule) == before
    return page


def edit(desk: Desk, **changes: object) -> Page:
    """Change the Christmas rule through its own form."""
    path = f"{LIST}/{desk.find(CartRule, code='NOEL26').id}"
    return desk.save(path, **desk.form(path, "cart-rule-form").filled(**changes))


def product_of(desk: Desk, key: str = "melange-du-port") -> Product:
    return desk.find(Product, key=key)


def fill_cart(desk: Desk, quantity: int = 1, key: str = "melange-du-port") -> None:
    """Put a product in the cart of the shop, as a visitor does."""
    product = product_of(desk, key)
    desk.shop_page(f"/produit/{product.id}-{product.slug}")
    answer = desk.visitor.post(f"{desk.root}/panier/ajouter/{product.id}", quantity=str(quantity))
    assert answer.status_code == 302


def enter(desk: Desk, code: str, *, status: int = 302) -> Page:
    """Enter a code in the cart."""
    desk.shop_page("/panier")
    answer = desk.visitor.post(f"{desk.root}/panier/code", code=code)
    assert answer.status_code == status
    return Page(answer.text) if status != 302 else desk.shop_page("/panier")


def amounts(page: Page) -> list[str]:
    return re.findall(r"-?−?\d[\d\s]*,\d\d\s€", page.text)


# creating ------------------------------------------------------------------------------------------------------------


def test_a_new_rule_is_told_in_the_list_and_in_the_journal(desk: Desk) -> None:
    page = create(desk)
    assert page.says("La règle panier « Noël : 10 % dès 40 € » est créée.")
    assert page.says("NOEL26")
    rule = desk.find(CartRule, code="NOEL26")
    assert (rule.reduction_bp, rule.minimum_cents, rule.quantity, rule.quantity_per_customer) == (1000, 4000, 200, 1)
    assert (rule.is_active, rule.priority, rule.applies_to, rule.groups, rule.carriers) == (True, 1, "order", [], [])
    assert (rule.ends_at - rule.starts_at).days == 30
    told = desk.journal()[-1].replace("\u00a0", " ")
    assert told.startswith("regle_panier.creer: Règle panier créée : Noël : 10 % dès 40 € ; Code NOEL26")


def test_a_code_takes_its_percentage_off_the_cart_at_once(desk: Desk) -> None:
    fill_cart(desk, 5)
    with shop_scope(desk.shop_id):
        product = desk.find(Product, key="melange-du-port")
        spent = 5 * price_of(product, buyer=public_buyer()).unit_incl_cents
    create(desk)
    assert spent >= 4000
    assert desk.shop_page("/panier").says(format_cents(spent))
    page = enter(desk, "noel26")
    assert page.says("NOEL26")
    assert page.says(f"−{format_cents(share_bp(spent, 1000))}")
    assert page.says(format_cents(spent - share_bp(spent, 1000)))


def test_a_code_below_its_minimum_says_what_is_missing(desk: Desk) -> None:
    create(desk, minimum_cents="1 000")
    fill_cart(desk)
    page = enter(desk, "NOEL26", status=422)
    assert page.says("Le code « NOEL26 » est valable dès 1 000,00 € de produits.")
    assert page.says("il manque")


def test_a_rule_that_was_switched_off_no_longer_works(desk: Desk) -> None:
    create(desk, minimum_cents="0")
    fill_cart(desk)
    rule = desk.find(CartRule, code="NOEL26")
    page = desk.save(f"{LIST}/{rule.id}/etat", value="", next=f"{desk.root}/admin{LIST}?name=noel")
    assert page.says("est désactivée")
    assert enter(desk, "NOEL26", status=422).says("Le code « NOEL26 » n’est pas actif.")
    assert desk.journal()[-1].startswith("regle_panier.modifier")


def test_a_rule_without_code_applies_by_itself(desk: Desk) -> None:
    fill_cart(desk, 5)
    create(desk, code="", reduction_kind="amount", reduction_cents="7,00", name="Merci de votre visite")
    assert desk.shop_page("/panier").says("Merci de votre visite")


def test_a_highlighted_code_is_proposed_in_the_cart(desk: Desk) -> None:
    fill_cart(desk, 5)
    assert not desk.shop_page("/panier").says("NOEL26")
    create(desk, is_highlighted="y")
    assert desk.shop_page("/panier").says("NOEL26")


def test_a_rule_for_one_customer_is_refused_to_a_visitor(desk: Desk) -> None:
    create(desk, customer_id="camille le goff")
    fill_cart(desk, 5)
    assert enter(desk, "NOEL26", status=422).says("réservé à un client")


def test_free_shipping_and_restrictions_are_kept_as_ticked(desk: Desk) -> None:
    carrier = desk.find(Carrier, key="relais-escale")
    other = desk.find(CartRule, code="BIENVENUE5")
    form = desk.form(NEW, "cart-rule-form")
    combined = [value for value in form.fields["combined_ids"] if value != str(other.id)]
    create(desk, is_free_shipping="y", reduction_kind="none", limits_carriers="y", carrier_ids=[str(carrier.id)],
           limits_rules="y", combined_ids=combined)  # fmt: skip
    rule = desk.find(CartRule, code="NOEL26")
    with shop_scope(desk.shop_id):
        assert [link.carrier_id for link in rule.carriers] == [carrier.id]
        assert [link.other_id for link in rule.exclusions] == [other.id]
    page = desk.form(f"{LIST}/{rule.id}", "cart-rule-form")
    assert page.fields["carrier_ids"] == [str(carrier.id)]
    assert str(other.id) not in page.fields.get("combined_ids", [])
    edit(desk, limits_carriers=None)
    assert desk.find(CartRule, code="NOEL26").carriers == []


def test_a_selection_of_products_reduces_only_them(desk: Desk) -> None:
    port = product_of(desk)
    create(desk, minimum_cents="0", limits_products="y", product_ids=[str(port.id)], applies_to="selection")
    fill_cart(desk, key="filtres-papier")
    assert enter(desk, "NOEL26", status=422).says("ne concerne que")
    fill_cart(desk)
    assert enter(desk, "NOEL26").says("NOEL26")


def test_a_gift_joins_the_cart(desk: Desk) -> None:
    gift = product_of(desk, "filtres-papier")
    create(desk, minimum_cents="0", reduction_kind="none", gives_gift="y", gift_product_id=gift.reference)
    assert desk.find(CartRule, code="NOEL26").gift_product_id == gift.id
    fill_cart(desk)
    assert enter(desk, "NOEL26").says(gift.name)


# editing and deleting ------------------------------------------------------------------------------------------------


def test_what_was_saved_is_shown_again_and_saving_it_changes_nothing(desk: Desk) -> None:
    create(desk, description="Annoncée le 12 novembre.", limits_groups="y", group_ids=["3"])
    path = f"{LIST}/{desk.find(CartRule, code='NOEL26').id}"
    form = desk.form(path, "cart-rule-form")
    assert form.fields["description"] == ["Annoncée le 12 novembre."]
    assert form.fields["reduction_bp"] == ["10"]
    assert form.fields["minimum_cents"] == ["40,00"]
    before = desk.journal()
    desk.save(path, **form.filled())
    assert desk.journal() == before


def test_an_edit_reaches_the_cart_at_once(desk: Desk) -> None:
    create(desk, minimum_cents="0")
    fill_cart(desk)
    before = amounts(enter(desk, "NOEL26"))
    page = edit(desk, reduction_bp="50")
    assert page.says("est enregistrée")
    assert amounts(desk.shop_page("/panier")) != before
    assert desk.journal()[-1].startswith("regle_panier.modifier")
    assert "50" in desk.journal()[-1]


def test_save_and_stay_comes_back_to_the_open_tab(desk: Desk) -> None:
    create(desk)
    path = f"{LIST}/{desk.find(CartRule, code='NOEL26').id}"
    answer = desk.send(path, **desk.form(path, "cart-rule-form").filled(priority="3", rester="1", tab="actions"))
    assert answer.headers["Location"].endswith(f"{path}#actions")
    assert desk.find(CartRule, code="NOEL26").priority == 3


def test_a_deleted_rule_leaves_the_carts_that_held_it(desk: Desk) -> None:
    create(desk, minimum_cents="0")
    fill_cart(desk)
    enter(desk, "NOEL26")
    rule = desk.find(CartRule, code="NOEL26")
    page = desk.save(f"{LIST}/{rule.id}/supprimer")
    assert page.says("est supprimée")
    assert desk.count(CartRule, code="NOEL26") == 0
    assert not desk.shop_page("/panier").says("NOEL26")
    assert "Règle panier supprimée" in desk.journal()[-1]


def test_a_used_rule_can_be_deleted_and_its_orders_stay(desk: Desk) -> None:
    rule = desk.find(CartRule, code="BIENVENUE5")
    assert desk.save(f"{LIST}/{rule.id}/supprimer").says("est supprimée")


def test_the_selection_is_switched_off_then_deleted(desk: Desk) -> None:
    ids = [str(desk.find(CartRule, code=code).id) for code in ("BIENVENUE5", "QUAI10")]
    assert desk.save(f"{LIST}/selection", ids=ids, action="desactiver").says("2 règles panier désactivées.")
    assert not desk.find(CartRule, code="QUAI10").is_active
    assert desk.save(f"{LIST}/selection", ids=ids, action="supprimer").says("2 règles panier supprimées.")
    assert desk.count(CartRule, code="QUAI10") == 0
    assert desk.save(f"{LIST}/selection", action="supprimer").says("Cochez des règles")


def test_a_generated_code_is_shown_and_nothing_is_saved(desk: Desk) -> None:
    before = desk.journal()
    answer = desk.send(NEW, **desk.form(NEW, "cart-rule-form").filled(**{**CHRISTMAS, "generer": "1"}))
    form = Page(answer.text).form("cart-rule-form")
    assert re.fullmatch(r"[1-9A-NP-Z]{8}", form.fields["code"][0])
    assert form.fields["name"] == [CHRISTMAS["name"]]
    assert desk.journal() == before


# the list ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "found", "left_out"),
    [
        ("code=quai", "QUAI10", "BIENVENUE5"),
        ("name=bienvenue", "BIENVENUE5", "QUAI10"),
        ("is_active=0", "Rien", "QUAI10"),
    ],
)
def test_the_list_is_narrowed(desk: Desk, asked: str, found: str, left_out: str) -> None:
    page = desk.read(f"{LIST}?{asked}")
    assert page.says(found)
    assert not page.says(left_out)


def test_the_list_says_what_is_left_and_what_is_over(desk: Desk) -> None:
    page = desk.read(f"{LIST}?tri=code")
    assert page.says("sur 1 500")
    assert page.says("expirée")
    assert page.text.index("BIENVENUE5") < page.text.index("QUAI10")


# what is wrong is said at its field ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "obligatoire"),
        ({"name": "<b>Noël</b>"}, "name", "ne peut contenir"),
        ({"code": "NOEL 26"}, "code", "sans espace"),
        ({"code": "bienvenue5"}, "code", "est déjà celui de la règle"),
        ({"priority": "0"}, "priority", "La priorité va de 1"),
        ({"priority": "un"}, "priority", "nombre"),
        ({"starts_at": ""}, "starts_at", "Indiquez le début."),
        ({"ends_at": "2020-01-01T00:00"}, "ends_at", "La fin doit venir après le début."),
        ({"ends_at": "31 décembre"}, "ends_at", "Date et heure attendues"),
        ({"quantity": "0"}, "quantity", "au moins 1"),
        ({"quantity": "1", "quantity_per_customer": "2"}, "quantity_per_customer", "ne peut pas dépasser"),
        ({"minimum_cents": "-5"}, "minimum_cents", "négatif"),
        ({"minimum_cents": "quarante"}, "minimum_cents", "nombre"),
        ({"customer_id": "Personne Inconnue"}, "customer_id", "Aucun client ne correspond"),
        ({"reduction_bp": ""}, "reduction_bp", "supérieur à 0"),
        ({"reduction_bp": "101"}, "reduction_bp", "100"),
        ({"reduction_kind": "none"}, "reduction_kind", "n’accorde rien"),
        ({"reduction_kind": "amount", "reduction_cents": "0"}, "reduction_cents", "supérieur à 0"),
        ({"applies_to": "product"}, "reduction_product_id", "Choisissez le produit"),
        ({"applies_to": "selection"}, "applies_to", "demande une sélection de produits"),
        ({"limits_carriers": "y"}, "carrier_ids", "Cochez au moins un transporteur"),
        ({"limits_groups": "y"}, "group_ids", "Cochez au moins un groupe"),
        ({"limits_products": "y"}, "category_ids", "Cochez au moins une catégorie"),
        ({"gives_gift": "y"}, "gift_product_id", "Choisissez le produit offert."),
        ({"gives_gift": "y", "gift_product_id": "CAST-"}, "gift_product_id", "en désigne plusieurs"),
    ],
)
def test_refuses(desk: Desk, changes: dict[str, object], field: str, words: str) -> None:
    page = refuse(desk, **changes)
    assert words in page.error(field)
    assert page.says("Rien n’a été enregistré.")
    kept = page.form("cart-rule-form").fields
    assert kept["description"] == [""]
    for name, value in {**CHRISTMAS, **changes}.items():
        if name != "code" and name in kept:
            assert value in kept[name], name


def test_the_tab_of_the_fault_is_open(desk: Desk) -> None:
    answer = desk.send(NEW, **desk.form(NEW, "cart-rule-form").filled(**{**CHRISTMAS, "quantity": "0"}))
    assert re.search(r'id="t-conditions"[^>]*aria-selected="true"', answer.text)
    assert re.search(r'id="p-informations"[^>]*hidden', answer.text)
    assert "contient des erreurs" in answer.text


def test_a_value_that_the_chosen_reduction_does_not_show_holds_nothing_back(desk: Desk) -> None:
    create(desk, reduction_cents="dix", gift_product_id="n’importe quoi", reduction_product_id="rien de tel")
    assert desk.find(CartRule, code="NOEL26").gift_product_id is None


def test_a_rule_that_does_not_exist_is_not_found(desk: Desk) -> None:
    desk.read(f"{LIST}/99999", status=404)
    assert desk.send(f"{LIST}/99999/supprimer").status_code == 404


# who may -------------------------------------------------------------------------------------------------------------


def test_an_examiner_reads_but_changes_nothing(onlooker: Desk) -> None:
    rule = onlooker.find(CartRule, code="QUAI10")
    page = onlooker.read(f"{LIST}/{rule.id}")
    assert page.says("Consultation seule.")
    assert not onlooker.read(LIST).says("Ajouter une règle panier")
    for path in (
        NEW,
        f"{LIST}/{rule.id}",
        f"{LIST}/{rule.id}/etat",
        f"{LIST}/{rule.id}/supprimer",
        f"{LIST}/selection",
    ):
        assert onlooker.send(path, **CHRISTMAS).status_code == 403, path


def test_somebody_elses_shop_does_not_exist(stranger: Desk) -> None:
    for path in (LIST, NEW, f"{LIST}/1"):
        stranger.read(path, status=404)
    assert stranger.send(NEW, **CHRISTMAS).status_code == 404


# « Pourquoi ce prix ? » ----------------------------------------------------------------------------------------------


def test_a_faithful_subject_has_no_explained_price(desk: Desk) -> None:
    rule = desk.find(CartRule, code="QUAI10")
    assert not desk.read(f"{LIST}/{rule.id}").says("Pourquoi ce prix")


def allow_explanations() -> None:
    """As if the subject named this help."""
    for copy in db.session.query(SubjectCopy):
        copy.data = {**copy.data, "scenario": {**copy.data["scenario"], "aides": ["pourquoi_ce_prix"]}}
    db.session.commit()


@pytest.fixture
def explained(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    allow_explanations()
    monkeypatch.setattr(subjects, "_kept", {})
    return desk


def test_a_subject_may_allow_the_explained_price(explained: Desk) -> None:
    fill_cart(explained, 5)
    rule = explained.find(CartRule, code="QUAI10")
    page = explained.read(f"{LIST}/{rule.id}")
    assert page.says("Pourquoi ce prix")
    assert page.says("QUAI10 priorité 1 · cette règle")


def test_a_code_is_tried_with_the_rule(explained: Desk) -> None:
    fill_cart(explained, 5)
    rule = explained.find(CartRule, code="QUAI10")
    assert explained.read(f"{LIST}/{rule.id}?code=bienvenue5").says("BIENVENUE5 priorité 2")
    assert explained.read(f"{LIST}/{rule.id}?code=FETEDUPORT").says("Message au client : « Le code « FETEDUPORT »")
    assert explained.read(f"{LIST}/{rule.id}?code=INCONNU").says("Aucune règle n’a le code « INCONNU ».")
