"""Right after a write: what it changed is seen at once, what it did not is not read again."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.shop.display.models import MenuItem
from sandbox.shop.orders.models import PaymentMethod
from sandbox.shop.reviews.models import Review
from sandbox.shop.shipping.models import Carrier
from sandbox.shop.taxes.models import TaxRule
from tests.support.statements import counted
from tests.web.storefront.conftest import Buyer

PRODUCT = "filtres-papier"
CEILINGS = {"category": 16, "product": 28, "/": 34, "/recherche?q=coffret": 26, "/contact": 12}


def through_form(buyer: Buyer, path: str, form: str, **changes: object) -> None:
    """Change something in the back office through its own form."""
    press(buyer, path, **buyer.form(f"/admin{path}", form).filled(**changes))


def press(buyer: Buyer, path: str, **values: object) -> None:
    """Send what a button of the back office sends, and read the message that follows."""
    answer = buyer.send(f"/admin{path}", **values)
    assert answer.status_code == 302, answer.text[:3000]
    buyer.visitor.get(answer.headers["Location"])


def save_summary(buyer: Buyer, words: str) -> None:
    through_form(buyer, f"/catalogue/produits/{buyer.product(PRODUCT).id}", "product-form", summary=f"<p>{words}</p>")


@pytest.mark.parametrize("name", CEILINGS)
def test_only_what_changed_is_read_again(buyer: Buyer, name: str) -> None:
    known = {"category": buyer.category_path("cafes"), "product": buyer.product_path("ethiopie-yirgacheffe")}
    path = known.get(name, name)
    save_summary(buyer, "Le premier, pour que le processus connaisse la boutique.")
    buyer.html(path)
    save_summary(buyer, "Le second.")
    with counted() as sent:
        buyer.html(path)
    assert len(sent) <= CEILINGS[name], f"{len(sent)}\n" + "\n".join(sent)


def test_every_kind_of_write_is_seen_at_once(buyer: Buyer) -> None:
    """One after the other, in a process that has already read it all."""
    row = buyer.product(PRODUCT)
    path, shelf = buyer.product_path(PRODUCT), f"/categorie/{row.category_id}-{row.category.slug}"
    regular = buyer.read(path)
    buyer.read(shelf)

    through_form(buyer, "/parametres/generaux", "settings-form", bandeau="Atelier fermé le 24 décembre")
    assert buyer.read(path).says("Atelier fermé le 24 décembre")

    item = db.session.query(MenuItem).order_by(MenuItem.position).first()
    assert item is not None
    press(buyer, f"/modules/menu/{item.id}/libelle", label="Cafés du quai")
    assert buyer.read(path).says("Cafés du quai")

    assert buyer.read(path).says("Chèque")
    press(buyer, f"/paiement/modes/{buyer.find(PaymentMethod, key='cheque').id}/etat", value="")
    assert not buyer.read(path).says("Chèque")

    for carrier in db.session.query(Carrier).all():
        press(buyer, f"/livraison/transporteurs/{carrier.id}/gratuit", value="1")
    assert buyer.read(path).says("Offert avec")
    assert not regular.says("Offert avec")

    rules = "/catalogue/reductions/regles-catalogue/nouvelle"
    through_form(buyer, rules, "catalog-rule-form", name="Automne", kind="percent", value_bp="20")
    assert buyer.read(path).says("−20 %")
    assert buyer.read(shelf).says("−20 %")
    through_form(
        buyer,
        f"/catalogue/produits/{row.id}/prix-specifiques/nouveau",
        "specific-price-form",
        kind="percent",
        value_bp="25",
    )
    assert buyer.read(path).says("−25 %")
    assert buyer.read(shelf).says("−25 %")

    rate = buyer.find(TaxRule, key="tva-20")
    through_form(buyer, f"/international/taxes/{rate.id}", "tax-form", rate_bp="10")
    assert buyer.read(path).says("TVA 10 %")

    reviews = db.session.query(Review).filter_by(product_id=row.id, status="published").all()
    assert buyer.read(path).says(f"{len(reviews)} avis")
    press(buyer, f"/modules/avis/{reviews[0].id}/supprimer")
    assert not buyer.read(path).says(f"{len(reviews)} avis")
