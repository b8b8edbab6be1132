"""A personalised article in the cart: its text is read again, changed, refused at its field; its picture stays."""

from __future__ import annotations

import re

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import CustomField
from sandbox.shop.orders.models import CartLine
from tests.web.storefront.conftest import Buyer, error_at

MUG = "mug-grave"


def engraving(buyer: Buyer) -> CustomField:
    """The text of the engraved mug."""
    found: CustomField = buyer.find(CustomField, product_id=buyer.product(MUG).id, kind="text")
    return found


def lines(buyer: Buyer) -> list[CartLine]:
    """The lines of engraved mugs, oldest first."""
    db.session.expire_all()
    return db.session.query(CartLine).filter_by(product_id=buyer.product(MUG).id).order_by(CartLine.id).all()


def add(buyer: Buyer, text: str) -> None:
    """Put an engraved mug in the cart."""
    answer = buyer.add(MUG, **{f"custom-{engraving(buyer).id}": text})
    assert answer.status_code == 302


def fresh(buyer: Buyer) -> list[CartLine]:
    """The engraved mugs that this test added: the shop has carts of its own."""
    newest = max(line.cart_id for line in lines(buyer))
    return [line for line in lines(buyer) if line.cart_id == newest]


def rewrite(buyer: Buyer, line: CartLine, text: str) -> tuple[str, dict[str, str]]:
    """Where a line's text is sent, and with what."""
    return f"/panier/ligne/{line.id}/texte", {f"ligne-{line.id}-custom-{engraving(buyer).id}": text}


def test_the_text_is_in_its_field_and_can_be_changed(buyer: Buyer) -> None:
    add(buyer, "Capitaine Mamie")
    (line,) = fresh(buyer)
    path, sent = rewrite(buyer, line, "  Capitaine   Papi ")
    (name,) = sent
    assert buyer.form("/panier", path).fields[name] == ["Capitaine Mamie"]
    page = buyer.save(path, **sent)
    assert page.says("Votre texte est modifié.")
    assert page.says("Capitaine Papi")
    assert not page.says("Mamie")
    assert fresh(buyer)[0].customization == f"{engraving(buyer).label}\u00a0: Capitaine Papi"


def test_an_empty_or_long_text_is_refused_at_its_field_and_kept(buyer: Buyer) -> None:
    add(buyer, "Ondine")
    (line,) = fresh(buyer)
    for typed in ("", "a" * 25):
        path, sent = rewrite(buyer, line, typed)
        (name,) = sent
        page = buyer.refused(path, **sent)
        assert error_at(page, name), typed
        assert page.form(path).fields[name] == [typed]
    assert fresh(buyer)[0].customization.endswith("Ondine")


def test_the_same_text_as_another_line_makes_one_line_of_them(buyer: Buyer) -> None:
    add(buyer, "Ondine")
    add(buyer, "Malo")
    first, second = fresh(buyer)
    path, sent = rewrite(buyer, second, "Ondine")
    buyer.save(path, **sent)
    (left,) = fresh(buyer)
    assert (left.id, left.quantity) == (first.id, 2)


def test_a_picture_stays_when_the_text_changes(buyer: Buyer) -> None:
    add(buyer, "Ondine")
    drawing = buyer.find(CustomField, product_id=buyer.product(MUG).id, kind="file").label
    path, sent = rewrite(buyer, fresh(buyer)[0], "Malo")
    (line,) = fresh(buyer)
    line.customization += f"\n{drawing}\u00a0: image jointe 0123.webp"
    buyer.save(path, **sent)
    assert fresh(buyer)[0].customization.splitlines() == [
        f"{engraving(buyer).label}\u00a0: Malo", f"{drawing}\u00a0: image jointe 0123.webp",
    ]  # fmt: skip


def test_an_optional_text_is_added_and_taken_away(buyer: Buyer) -> None:
    buyer.fill_cart(bol_du_matin=1)
    field = buyer.find(CustomField, product_id=buyer.product("bol-du-matin").id)
    newest = db.session.query(CartLine).filter_by(product_id=field.product_id).order_by(CartLine.id.desc()).first()
    assert newest is not None
    assert buyer.read("/panier").says("Ajouter un texte")
    path, name = f"/panier/ligne/{newest.id}/texte", f"ligne-{newest.id}-custom-{field.id}"
    assert buyer.save(path, **{name: "Lou"}).says("Lou")
    assert buyer.save(path, **{name: ""}).says("Ajouter un texte")


def test_nothing_to_write_on_a_plain_article_nor_on_somebody_elses(buyer: Buyer, other: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1)
    plain = db.session.query(CartLine).filter_by(product_id=buyer.product("tasse-quai").id).order_by(CartLine.id.desc())
    assert buyer.send(f"/panier/ligne/{plain.first().id}/texte").status_code == 404
    add(buyer, "Ondine")
    (line,) = fresh(buyer)
    path, sent = rewrite(other, line, "Malo")
    assert other.send(path, **sent).status_code == 404


def test_a_browser_asks_only_for_what_the_product_needs(buyer: Buyer) -> None:
    def asked(html: str) -> dict[str, bool]:
        inputs = re.findall(r"<input[^>]*custom-\d+\"[^>]*>", html)
        return {re.findall(r'name="([^"]+)"', one)[0]: " required" in one for one in inputs}

    drawing = buyer.find(CustomField, product_id=buyer.product(MUG).id, kind="file")
    assert asked(buyer.html(buyer.product_path(MUG))) == {
        f"custom-{engraving(buyer).id}": True, f"custom-{drawing.id}": False,
    }  # fmt: skip
    add(buyer, "Ondine")
    buyer.fill_cart(bol_du_matin=1)
    told = asked(buyer.html("/panier"))
    assert sorted(told.values()) == [False, True], "the name on the bowl may be left out"
